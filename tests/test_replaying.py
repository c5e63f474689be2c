"""Replays done for real: the command and a worker, a model that talks as providers do, the sandbox."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from conftest import BROKEN, GOOD, fenced
from events import failed
from model_server import serving
from results import add_task

from agent.prompts import SHIPPED
from service.cli import STOPPED, WRONG
from service.database import open_database, tasks
from service.events.log import EventLog
from service.events.packing import pack
from service.events.promotion.promotions import promotions
from service.events.replay.replaying import MOST_FAULTS
from service.events.replay.replays import Replays
from service.settings import Settings

pytestmark = pytest.mark.slow
CLI = [sys.executable, "-c", "from service.cli import app; app()"]
CLUSTER = failed().cause.fingerprint
LESSON = "Draw circles and nothing else."
SAID = {
    "good": lambda text: GOOD,
    "clumsy": lambda text: GOOD if "Frobnicator" in text else BROKEN,
    "stubborn": lambda text: BROKEN,
    "taught": lambda text: GOOD if LESSON in text or "Frobnicator" in text else BROKEN,
}
"""What the models write: always right, at the second try, never, at once where the prompt says how."""


class Model:
    """Answers as the model that is asked for would; `down` is refused, and where one waits, so does it."""

    def __init__(self):
        self.asked, self.waits, self.address = [], {}, ""

    def say(self, body):
        self.asked.append(body)
        if body["model"] in self.waits:
            self.waits[body["model"]].wait(60)
        if body["model"] == "down":
            return None
        return fenced(SAID[body["model"]](body["messages"][-1]["content"]))


@pytest.fixture
def model():
    model = Model()
    with serving(model.say) as model.address:
        yield model
        for wait in model.waits.values():
            wait.set()


class Place:
    """A data folder with tasks that failed, and the commands there."""

    def __init__(self, folder, model):
        address = model.address
        self.settings = Settings(data=folder, model="openai:clumsy", base_url=address)
        self.replays = Replays(self.settings, open_database(self.settings))
        self.environment = os.environ | {
            "ROTATOR_DATA": str(folder),
            "ROTATOR_MODEL": "openai:clumsy",
            "ROTATOR_BASE_URL": address,
            "ROTATOR_EXAMPLES": "false",
        }
        self.processes = []

    def failed(self, count):
        log = EventLog(self.replays.database)
        for number in range(count):
            with self.replays.database.writing() as connection:
                log.record(connection, pack([failed(f"draw circle number {number}")]))

    def begin(self, *arguments, **settings):
        process = subprocess.Popen(
            [*CLI, *arguments],
            env=self.environment | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process

    def replay(self, *arguments, **settings):
        process = self.begin("events", "replay", *arguments, "--json", **settings)
        out, said = process.communicate(timeout=200)
        return process.returncode, json.loads(out), said

    def set_tasks(self, status):
        with self.replays.database.writing() as connection:
            connection.execute(tasks.update().values(status=status))

    def wait(self, is_so, seconds=90):
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, self.replays.listed()
            time.sleep(0.1)

    def close(self):
        for process in self.processes:
            process.kill()
            process.communicate(timeout=10)
        self.replays.database.engine.dispose()


@pytest.fixture
def place(folder, model):
    place = Place(folder, model)
    yield place
    place.close()


def test_a_better_model_is_found_to_be_better(place, model):
    place.failed(6)
    turn = "d" * 32
    add_task(place.replays.database, "c" * 32, prompt="a circle", code=GOOD.replace("Circle", "Square"))
    add_task(place.replays.database, turn, prompt="make it red", parent="c" * 32, version=2, kind="refine")
    with place.replays.database.writing() as connection:
        EventLog(place.replays.database).record(connection, pack([failed("make it red", task=turn)]))
    status, told, said = place.replay(CLUSTER, "--model", "openai:good", "--seed", "7", "--author", "me")
    assert (status, told["state"], told["done"], told["of"], told["faults"]) == (0, "done", 7, 7, 0), said
    assert (told["verdict"], told["author"]) == ("better", "me")
    assert told["why"].endswith("the candidate needs fewer repairs: -1 a task, between -1 and -1.")
    assert (told["measures"]["success"]["present"], told["measures"]["success"]["difference"]) == (1, 0)
    assert (told["measures"]["tokens"]["difference"], told["measures"]["seconds"]["pairs"]) == (-750, 7)
    assert told["tasks"][0]["present"]["repairs"] == 1
    assert told["tasks"][0]["present"]["fingerprint"] != told["tasks"][0]["candidate"]["fingerprint"]
    assert {body["seed"] for body in model.asked} == {7}
    drafts = [body["model"] for body in model.asked if "Frobnicator" not in body["messages"][-1]["content"]]
    assert drafts[:4] == ["clumsy", "good", "good", "clumsy"], "which is the first alternates"
    (refined,) = [body for body in model.asked if body["model"] == "good" and "make it red" in str(body)]
    assert "Create(Square())" in refined["messages"][-1]["content"], "the scene before is what is changed"
    assert not list(place.settings.data.glob("scratch/*/*")), "nothing is left behind"
    rows = json.loads(place.begin("events", "replays", "--json").communicate(timeout=60)[0])["replays"]
    assert [(row["id"], row["state"], row["done"]) for row in rows] == [(told["id"], "done", 7)]
    assert place.replay(CLUSTER, "--resume", told["id"])[0] == WRONG


def test_a_worse_model_is_found_to_be_worse(place):
    place.failed(6)
    status, told, _ = place.replay(CLUSTER, "--model", "openai:stubborn", "--set", "budget_repair_rounds=1")
    assert (status, told["verdict"]) == (0, "worse")
    assert "0 succeed with the candidate alone and 6 at present alone (McNemar, p = 0.031)" in told["why"]
    assert (told["candidate"]["model"], told["candidate"]["budget_repair_rounds"]) == ("openai:stubborn", 1)


def test_what_a_promotion_is_worth(place):
    place.failed(6)
    content = {"name": "draft", "text": f"{SHIPPED.sources['draft']}\n{LESSON}\n"}
    row = {"kind": "prompt", "cluster": CLUSTER, "name": "draft", "content": content, "author": "me"}
    with place.replays.database.writing() as connection:
        more = {"reason": "it helps", "made": 1.0, "tested": {}, "is_active": True}
        connection.execute(promotions.insert(), row | more)
    status, told, said = place.replay(
        CLUSTER, "--without-promotion", "1", "--sample", "6", ROTATOR_MODEL="openai:taught"
    )
    assert (status, told["verdict"]) == (0, "worse"), said
    assert "the candidate needs more repairs: +1 a task" in told["why"]
    assert told["measures"]["tokens"]["difference"] == 750


def test_faults_are_no_failures_and_end_it_when_there_are_too_many(place):
    place.failed(MOST_FAULTS + 2)
    status, failure, said = place.replay(CLUSTER, "--model", "openai:down")
    assert status == WRONG, "a key is wrong: a matter of set-up"
    assert "3 tasks in a row met a fault: the model refused the call (401)" in failure["error"]
    (told,) = place.replays.listed()
    assert (told["state"], told["done"]) == ("failed", MOST_FAULTS)
    told = place.replays.get(told["id"])
    assert (told["faults"], told["measures"]["success"]["pairs"], told["verdict"]) == (
        MOST_FAULTS,
        0,
        "cannot tell",
    )
    assert "rotator events replay --resume" in told["error"]
    assert "left out" in said


@pytest.mark.parametrize(("end", "state"), [(signal.SIGINT, "stopped"), (signal.SIGKILL, "running")])
def test_one_that_is_ended_goes_on_where_it_was(place, model, end, state):
    place.failed(3)
    model.waits["good"] = threading.Event()
    process = place.begin("events", "replay", CLUSTER, "--model", "openai:good")
    place.wait(lambda: any(body["model"] == "good" for body in model.asked))
    other = place.begin("events", "replay", CLUSTER, "--model", "openai:stubborn")
    assert "another replay is being done" in other.communicate(timeout=60)[1]
    assert other.returncode == WRONG
    process.send_signal(end)
    model.waits.pop("good").set()
    said = process.communicate(timeout=30)[1]
    assert process.returncode == (STOPPED if end == signal.SIGINT else -end), said
    replay = place.replays.listed()[-1]["id"]
    assert place.replays.get(replay)["state"] == state
    kept = place.replays.results(replay)
    assert list(kept) == [(place.replays.row(replay).sample[0], "present")]
    before = len(model.asked)
    status, told, said = place.replay("--resume", replay)
    assert (status, told["state"], told["done"]) == (0, "done", 3), said
    assert len(model.asked) - before == 2 * 2 + 3, "what was done is not done again"
    assert place.replays.results(replay).items() >= kept.items()


def test_one_goes_on_only_as_it_began(place, model):
    place.failed(1)
    asked = {"sample": 5, "seed": 1, "quality": "low", "author": "me", "by": "command"}
    replay = place.replays.start(CLUSTER, {"model": "openai:good"}, **asked)
    place.replays.note(replay, made_of={"present": "0123456789abcdef", "candidate": "0123456789abcdef"})
    status, failure, _ = place.replay("--resume", replay)
    assert (status, "not what they were when it began" in failure["error"]) == (WRONG, True)
    assert place.replays.row(replay).state == "failed"
    assert model.asked == []


@pytest.mark.parametrize(("end", "tries"), [(signal.SIGTERM, 0), (signal.SIGKILL, 1)])
def test_a_worker_does_what_was_asked_for_when_it_is_idle_and_another_goes_on(place, model, end, tries):
    place.failed(2)
    model.waits["clumsy"] = threading.Event()
    asked = {"sample": 5, "seed": 1, "quality": "low", "author": "me", "by": "worker"}
    replay = place.replays.start(CLUSTER, {"model": "openai:good"}, **asked)
    add_task(place.replays.database, "e" * 32, status="pending")
    first = place.begin("worker")
    time.sleep(12)
    assert model.asked == [], "a task waits, and goes first"
    place.set_tasks("completed")
    place.wait(lambda: model.asked)
    place.set_tasks("pending")
    time.sleep(1.5)  # a run looks for waiting tasks every half a second
    model.waits.pop("clumsy").set()
    time.sleep(4)
    assert (len(model.asked), place.replays.results(replay)) == (1, {}), "a task waits: the run ends"
    model.waits["clumsy"] = threading.Event()
    place.set_tasks("completed")
    place.wait(lambda: len(model.asked) == 2)
    assert [body["model"] for body in model.asked] == ["clumsy", "clumsy"], "and is done again"
    first.send_signal(end)
    first.communicate(timeout=30)
    model.waits.pop("clumsy").set()
    assert (place.replays.row(replay).state, place.replays.row(replay).tries) == ("running", tries)
    place.begin("worker")
    place.wait(lambda: place.replays.row(replay).state == "done")
    told = place.replays.get(replay)
    assert (told["done"], told["faults"], told["measures"]["repairs"]["difference"]) == (2, 0, -1)


def test_a_worker_leaves_what_cannot_be_done(place):
    place.failed(1)
    asked = {"sample": 5, "seed": 1, "quality": "low", "author": "me", "by": "worker"}
    replay = place.replays.start(CLUSTER, {"model": "nobody:good"}, **asked)
    poison = place.replays.start(CLUSTER, {"model": "openai:good"}, **asked)
    place.replays.note(poison, tries=3)
    worker = place.begin("worker")
    place.wait(lambda: all(row["state"] == "failed" for row in place.replays.listed()))
    assert "unknown model provider" in place.replays.row(replay).error
    assert "ended its worker several times" in place.replays.row(poison).error
    assert worker.poll() is None


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nothing", "--model", "openai:good"], WRONG, "has no task to do again"),
        ([], WRONG, "name a cluster"),
        ([CLUSTER], WRONG, "name what it has otherwise"),
        ([CLUSTER, "--set", "temperature"], WRONG, "write NAME=VALUE"),
        ([CLUSTER, "--model", "good"], WRONG, "names no provider"),
        (["--resume", "nothing"], WRONG, "there is no replay nothing"),
    ],
)
def test_what_cannot_be_asked_for_is_said(place, arguments, status, said):
    place.failed(1)
    ended, told, _ = place.replay(*arguments)
    assert (ended, said in told["error"]) == (status, True), told
