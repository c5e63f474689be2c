"""Replays as they are kept: which tasks they do again, what is told of them, how they are stopped and gone on with."""

import threading
import time

import postgres
import pytest
from conftest import free_port
from events import event, failed
from pydantic import SecretStr
from results import add_task

from agent.faults import Stopped
from agent.state import Turn
from index.store import MANIFEST
from service.database import open_database
from service.events.keeping import forget_task
from service.events.log import EventLog
from service.events.packing import pack
from service.events.promotion.promotions import Promotions, promotions
from service.events.redaction.hiding import fit_to_keep
from service.events.replay.candidates import folder_without
from service.events.replay.replays import SIDES, Replays
from service.events.replay.runner import PACE, Wanted
from service.events.replay.samples import sampled
from service.events.replay.sides import index_of, write_without
from service.events.replay.worker import ReplayWorker
from service.requests import BadRequest
from service.settings import Settings
from service.wiring import scene_index

CLUSTER = failed().cause.fingerprint
CODE = "from manim import *\n"


def ran(**changes):
    of_run = {"success": True, "repairs": 0, "tokens": 100, "seconds": 2.0, "findings": 0, "weight": 0}
    return {**of_run, "fingerprint": "", "causes": [], "error": None, "code": CODE, **changes}


@pytest.fixture(scope="module")
def server():
    if postgres.PROGRAMS is None:
        pytest.skip(postgres.MISSING)
    with postgres.server(free_port()) as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def known(request, tmp_path):
    url = request.getfixturevalue("server").url if request.param == "postgresql" else None
    settings = Settings(data=tmp_path, database_url=url)
    database = open_database(settings)
    yield Replays(settings, database)
    if url is not None:
        with database.writing() as connection:
            for table in (
                "events",
                "event_bodies",
                "fingerprints",
                "promotions",
                "replays",
                "replay_runs",
                "tasks",
            ):
                connection.exec_driver_sql(f"TRUNCATE {table} CASCADE")
    database.engine.dispose()


def record(known, *events):
    with known.database.writing() as connection:
        for each in events:
            EventLog(known.database).record(connection, pack([each]))


def start(known, changes=None, **options):
    asked = {"sample": 20, "seed": 1, "quality": "low", "author": "me", "by": "command"}
    return known.start(CLUSTER, changes or {"temperature": 0.9}, **{**asked, **options})


def test_a_sample_has_each_prompt_once_and_the_same_for_a_seed(known):
    prompts = ["draw a circle", "Draw  a circle.", *[f"draw {number} circles" for number in range(30)]]
    record(
        known,
        *[failed(prompt) for prompt in prompts],
        event("nothing wrong"),
        failed("was cancelled", outcome="cancelled"),
    )
    whole = sampled(known.database, CLUSTER, 100, seed=1)
    assert len(whole) == 31
    assert {each.prompt for each in whole} <= set(prompts)
    chosen = sampled(known.database, CLUSTER, 5, seed=1)
    assert chosen == whole[:5]
    record(known, *[failed(f"draw {number} squares") for number in range(2)])
    assert len(set(chosen) & set(sampled(known.database, CLUSTER, 5, seed=1))) >= 3, (
        "few new ones change little"
    )
    assert sampled(known.database, CLUSTER, 5, seed=2) != chosen


def test_a_turn_is_sampled_with_its_conversation(known):
    ids = ["a" * 32, "b" * 32, "c" * 32]
    add_task(known.database, ids[0], prompt="a circle", code="first")
    add_task(known.database, ids[1], prompt="a circle", code=None, parent=ids[0], version=2, kind="refine")
    add_task(known.database, ids[2], prompt="make it red", parent=ids[1], version=3, kind="refine")
    record(known, *[failed("cut short", task=task) for task in ids], failed("of nobody", turn="refine"))
    found = {each.id: each for each in sampled(known.database, CLUSTER, 9, seed=1)}
    assert set(found) == set(ids), "a turn whose conversation is gone cannot be done again"
    assert found[ids[2]].prompt == "make it red"
    assert found[ids[2]].conversation == (Turn("a circle", "first"), Turn("a circle", ""))


def test_an_edit_is_no_task_of_a_model(known):
    record(known, failed("by hand", turn="edit"))
    with pytest.raises(BadRequest, match="has no task to do again"):
        start(known)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sample": 0}, "sample of 0"),
        ({"sample": 201}, "sample of 201"),
        ({"seed": -1}, "seed -1"),
        ({"quality": "best"}, "unknown quality"),
        ({"changes": {"fps": 3}}, "cannot change 'fps'"),
    ],
)
def test_a_bad_replay_is_refused(known, options, said):
    record(known, failed())
    with pytest.raises(BadRequest, match=said):
        start(known, **options)
    assert known.listed() == []


def test_a_replay_tells_both_sides_of_what_is_done_so_far(known):
    tasks = [failed(f"draw {number}") for number in range(3)]
    record(known, *tasks)
    replay = start(known, {"model": "openai:other"})
    told = known.get(replay)
    assert (told["state"], told["done"], told["of"], told["tasks"], told["verdict"]) == (
        "running",
        0,
        3,
        [],
        "cannot tell",
    )
    assert (told["candidate"], told["present"]["model"]) == ({"model": "openai:other"}, "offline")
    first, second, third = known.row(replay).sample
    known.keep(replay, first, "present", ran(success=False, causes=[CLUSTER], tokens=300, code="a\nb\n"))
    known.keep(replay, first, "present", ran(tokens=1))
    known.keep(replay, first, "candidate", ran(code="a\nc\n"))
    known.keep(replay, second, "candidate", ran())
    for side in ("present", "candidate"):
        known.keep(replay, third, side, {"fault": "the model is down"})
    told = known.get(replay)
    assert [each["task"] for each in told["tasks"]] == [first, second, third]
    assert told["tasks"][0]["present"]["tokens"] == 300, "what is kept stays as it is"
    assert told["tasks"][0]["diff"].splitlines()[-2:] == ["-b", "+c"]
    assert told["tasks"][1]["present"] is None
    assert (told["done"], told["faults"], told["seen"]) == (2, 1, {"present": 1, "candidate": 0})
    assert told["measures"]["success"]["pairs"] == 1
    assert known.listed()[0]["done"] == 2


def test_it_is_stopped_and_gone_on_with(known):
    record(known, failed())
    replay = start(known, by="worker")
    assert known.waiting().id == replay
    known.stop(replay)
    assert (known.get(replay)["state"], known.waiting()) == ("stopped", None)
    (task,) = known.row(replay).sample
    known.keep(replay, task, "present", ran())
    known.keep(replay, task, "candidate", {"fault": "the model is down"})
    known.resume(replay, "worker")
    assert known.waiting().id == replay
    assert set(known.results(replay)) == {(task, "present")}, "what a fault has ended is tried again"
    known.keep(replay, task, "candidate", ran())
    known.finish(replay)
    known.stop(replay)
    assert known.get(replay)["state"] == "done", "what has ended stays as it is"
    with pytest.raises(BadRequest, match="is done"):
        known.resume(replay, "worker")
    with pytest.raises(BadRequest, match="there is no replay nothing"):
        known.stop("nothing")


def test_what_a_replay_came_to_stays_when_its_runs_go_with_their_events(known):
    tasks = [failed(f"draw {number}") for number in range(7)]
    record(known, *tasks)
    replay = start(known)
    for task in known.row(replay).sample:
        known.keep(replay, task, "present", ran(success=False, causes=[CLUSTER]))
        known.keep(replay, task, "candidate", ran())
    known.finish(replay)
    told, row = known.get(replay), known.listed()[0]
    assert (told["verdict"], told["done"], told["seen"]["present"]) == ("better", 7, 7)
    for task in known.row(replay).sample[:5]:
        forget_task(known.database, task)
    assert len(known.results(replay)) == 4
    after = known.get(replay)
    assert len(after.pop("tasks")) == 2
    assert after == {name: value for name, value in told.items() if name != "tasks"}
    assert known.listed() == [row]


def test_what_has_gone_on_after_a_fault_is_told_anew(known):
    record(known, failed("one"), failed("two"))
    replay = start(known)
    one, two = known.row(replay).sample
    for task, side in ((one, "present"), (one, "candidate"), (two, "present")):
        known.keep(replay, task, side, ran())
    known.keep(replay, two, "candidate", {"fault": "the model is down"})
    known.finish(replay)
    assert (known.get(replay)["faults"], known.get(replay)["done"]) == (1, 2)
    known.resume(replay, "worker")
    assert (known.get(replay)["faults"], known.get(replay)["done"]) == (0, 1)


def test_what_is_kept_and_shown_of_a_run_is_redacted(known, tmp_path):
    rules = tmp_path / "rules.toml"
    rules.write_text("[[rule]]\nname = \"student number\"\npattern = 'S\\d{7}'\n")
    secret = SecretStr("not-to-be-read-by-anybody")
    settings = Settings(data=tmp_path, events_redact=rules, events_prompts=False, api_key=secret)
    own = Replays(settings, known.database)
    told = failed("to ann@example.org")
    add_task(known.database, told.task, prompt=told.prompt)
    record(known, fit_to_keep(told, settings))
    replay = start(own)
    code = f"{CODE}# ann@example.org, S1234567\nnumber = 4111111111111111\n"
    error = f"the key {secret.get_secret_value()} is wrong"
    kept = own.keep(replay, told.task, "present", ran(code=code, error=error, fingerprint="4111111111111111"))
    own.keep(replay, told.task, "candidate", {"fault": error})
    found = own.results(replay)
    assert found[told.task, "present"] == kept
    assert kept["code"] == f'{CODE}# <email 1>, <student number 1>\nnumber = "<card 1>"\n'
    assert (kept["error"], kept["fingerprint"]) == ("the key <key 1> is wrong", "4111111111111111")
    assert found[told.task, "candidate"] == {"fault": "the key <key 1> is wrong"}
    assert sampled(known.database, CLUSTER, 1, seed=1)[0].prompt == told.prompt, (
        "it is done with it all the same"
    )
    assert own.get(replay)["tasks"][0]["prompt"] == ""


def test_a_prompt_is_shown_as_the_failure_log_has_it(known):
    told = failed("to ann@example.org")
    add_task(known.database, told.task, prompt=told.prompt)
    record(known, fit_to_keep(told, known.settings))
    replay = start(known)
    known.keep(replay, told.task, "present", ran())
    assert known.get(replay)["tasks"][0]["prompt"] == "to <email 1>"


def test_what_no_prompt_is_kept_of_is_not_done_again(known):
    record(known, failed("", task="a" * 32))
    assert sampled(known.database, CLUSTER, 9, seed=1) == []


def test_a_run_is_in_the_way_of_tasks_and_ends_for_good_once_nobody_wants_it(known):
    record(known, failed())
    replay, is_idle = start(known), [True]
    wanted = Wanted(known, replay, is_over=lambda: False, may_go_on=lambda: is_idle[0])
    wanted.listen({})
    is_idle[0] = False
    time.sleep(PACE + 0.05)
    with pytest.raises(Stopped):
        wanted.listen({})
    assert (wanted.is_in_the_way(), wanted.is_stopped()) == (True, False)
    threading.Timer(PACE, is_idle.__setitem__, (0, True)).start()
    wanted.wait()
    wanted.listen({})
    known.stop(replay)
    time.sleep(PACE + 0.05)
    with pytest.raises(Stopped):
        wanted.wait()


def test_a_worker_that_ends_as_it_should_tells_nothing_against_a_replay(known):
    record(known, failed())
    replay = start(known, by="worker")
    known.note(replay, tries=2)
    worker = ReplayWorker(known, [replay])
    worker.leave()
    assert known.row(replay).tries == 1
    known.keep(replay, known.row(replay).sample[0], "present", ran())
    worker.leave()
    assert known.row(replay).tries == 0


def test_what_is_not_built_is_built_where_no_worker_has_it_open(tmp_path):
    present = Settings(data=tmp_path)
    places = {name: index_of(name, present) for name in SIDES}
    assert len({index.folder for index in places.values()}) == 2, "neither removes the other's"
    assert all(index.folder.is_relative_to(tmp_path / "replays") for index in places.values())
    assert places["present"].delivered.count() == 0
    there = scene_index(present)
    there.path.mkdir(parents=True)
    (there.path / MANIFEST).write_text("{}")
    assert {index_of(name, present).path for name in SIDES} == {there.path}


def test_what_is_kept_of_a_deleted_session_goes(known):
    record(known, failed("one"), failed("two"))
    replay = start(known)
    one, two = known.row(replay).sample
    for task in (one, two):
        known.keep(replay, task, "present", ran())
    forget_task(known.database, one)
    assert set(known.results(replay)) == {(two, "present")}


def promoted(known, number, name, text):
    row = {
        "id": number,
        "kind": "prompt",
        "cluster": CLUSTER,
        "name": name,
        "content": {"name": name, "text": text},
    }
    more = {"author": "me", "reason": "it helps", "made": 1.0, "tested": {}, "is_active": True}
    with known.database.writing() as connection:
        connection.execute(promotions.insert(), row | more)


def test_a_candidate_is_without_one_promotion_and_has_the_rest(known):
    promoted(known, 1, "draft", "the first")
    promoted(known, 2, "draft", "the second")
    promoted(known, 3, "repair", "of repairs")
    kept = Promotions(known.settings, known.database)
    kept.sync()
    there = known.settings.promoted_folder / "prompts"
    (there / "system.md").write_text("by hand")
    before = {path.name: path.read_text() for path in there.iterdir()}
    assert before == {"draft.md": "the second", "repair.md": "of repairs", "system.md": "by hand"}
    folder = folder_without(known.settings)
    for number, changed in ((2, {"draft.md": "the first"}), (3, {"repair.md": None})):
        write_without(kept, number, folder)
        found = {path.name: path.read_text() for path in (folder / "prompts").iterdir()}
        assert found == {name: text for name, text in (before | changed).items() if text}
    assert {path.name: path.read_text() for path in there.iterdir()} == before


def test_only_what_is_in_use_can_be_left_out(known):
    record(known, failed())
    promoted(known, 1, "draft", "the first")
    replay = start(known, {"without_promotion": 1}, by="worker")
    assert known.get(replay)["candidate"] == {"without_promotion": 1}
    with pytest.raises(BadRequest, match="no promotion 2 is in use"):
        start(known, {"without_promotion": 2})
