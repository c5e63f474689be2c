"""The example prompts: each has its scene in the library, and they are asked for once."""

import pytest
from small_app import add_task

from agent.answers import code_of
from agent.offline.model import OfflineModel
from service.database import database_url, open_database
from service.dbos_engine import DbosEngine, prepare
from service.examples import PROMPTS, ask_for_an_example, made_of_examples
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


def test_they_are_asked_for_one_by_one_while_nobody_else_wants_anything(tasks):
    for number, prompt in enumerate(PROMPTS):
        assert ask_for_an_example(tasks)
        assert not ask_for_an_example(tasks), "one at a time"
        asked = tasks.recent(EXAMPLES, 100)
        assert (len(asked), asked[0]["prompt"]) == (number + 1, prompt)
        tasks.cancel(tasks.row(asked[0]["task_id"]))
    assert not ask_for_an_example(tasks), "there are no more"


def test_they_are_told_with_what_came_of_them(tasks):
    add_task(tasks.database, client=EXAMPLES, prompt=PROMPTS[0], status="completed", video="there")
    ask_for_an_example(tasks)
    first, second, *_, last = made_of_examples(tasks.database)
    assert first["video_url"] == f"/videos/{first['task_id']}/animation.mp4"
    assert (second["prompt"], second["status"], second["video_url"]) == (PROMPTS[1], "pending", None)
    assert (last["prompt"], last["task_id"]) == (PROMPTS[-1], None)


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
