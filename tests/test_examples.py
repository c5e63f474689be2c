"""The example prompts: each has its scene in the library, and they are asked for once."""

import pytest
from small_app import add_task

from agent.answers import code_of
from agent.offline.model import OfflineModel
from service.database import database_url, open_database
from service.dbos_engine import DbosEngine, prepare
from service.examples import PROMPTS, ask_for_examples, made_of_examples
from service.settings import Settings
from service.tasks import EXAMPLES, Tasks


@pytest.fixture(scope="module")
def model(index):
    return OfflineModel(scenes=index.contents.scenes, search=index.nearest)


@pytest.fixture
def tasks(tmp_path):
    settings = Settings(data=tmp_path, client_waiting=1)
    prepare(database_url(settings), tmp_path)
    engine = DbosEngine(database_url(settings))
    yield Tasks(settings, open_database(settings), engine)
    engine.close()


@pytest.mark.parametrize("prompt", PROMPTS)
def test_an_example_needs_no_key(model, checked, prompt):
    text, finish = model.answer(prompt)
    assert finish == "stop", text
    assert checked.check(code_of(text).code).ok
    assert "does not show" not in text


def test_they_show_different_scenes(model):
    programs = [code_of(model.answer(prompt)[0]).code.splitlines()[0] for prompt in PROMPTS]
    assert len(set(programs)) == len(PROMPTS) == 12


def test_they_are_asked_for_once_and_told_with_what_came_of_them(tasks):
    for _ in range(2):
        ask_for_examples(tasks)
    waiting = tasks.recent(EXAMPLES, 100)
    assert sorted(task["prompt"] for task in waiting) == sorted(PROMPTS)
    assert {task["video_url"] for task in waiting} == {None}
    add_task(tasks.database, client=EXAMPLES, prompt=PROMPTS[0], status="completed", video="there")
    first, second, *_ = made_of_examples(tasks.database)
    assert first["video_url"] == f"/videos/{first['task_id']}/animation.mp4"
    assert (second["prompt"], second["status"], second["video_url"]) == (PROMPTS[1], "pending", None)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 7, 100])
def test_recent_work_is_paged_without_loss(tasks, limit):
    """Tasks of one moment stay on one page."""
    made = [add_task(tasks.database, created=created) for created in (1.0, 2.5, 2.5, 2.5, 3.0, 3.0, 4.125)]
    add_task(tasks.database, created=2.5, client="ip:192.0.2.7")
    found, before = [], None
    while page := tasks.recent("ip:127.0.0.1", limit, before):
        assert len(page) <= max(limit, 1) + 2
        found += page
        before = page[-1]["created"]
    assert sorted(task["task_id"] for task in found) == sorted(made)
    assert [task["created"] for task in found] == sorted((task["created"] for task in found), reverse=True)
