"""Workers as processes of their own: one that dies, is told to stop, or loses its database, loses no task."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import postgres
import pytest
import sqlalchemy as sa
from conftest import BROKEN, GOOD, UNPARSED, fenced, free_port, jobs_below
from logged import lines_of

from agent.prompts import SHIPPED
from agent.sandbox import RenderOptions
from service.attending import POISONED
from service.cli import WRONG
from service.database import database_url, files, open_database
from service.dbos_engine import FENCED, DbosEngine, prepare
from service.engine import TRIES
from service.events.log import EventLog
from service.events.promotion.promotions import Promotions
from service.settings import Settings
from service.statuses import FINISHED
from service.tasks import Tasks

pytestmark = pytest.mark.slow
CLI = [sys.executable, "-c", "from service.cli import app; app()"]
POISON = [sys.executable, str(Path(__file__).with_name("poisoned.py"))]
REPLAY = [sys.executable, str(Path(__file__).with_name("replaying.py"))]
PROMPT = "Create a circle that transforms into a square"
TINY, LARGE = RenderOptions(160, 90, 5), RenderOptions(1280, 720, 30)


class Process:
    def __init__(self, command, log, environment):
        self.log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen(command, env=environment, stdout=file, stderr=file)

    def legs(self, what):
        return [(line.task, line.leg) for line in lines_of(self.log) if getattr(line, what)]

    def time_of(self, what, task, leg):
        return next(
            line.time
            for line in lines_of(self.log)
            if getattr(line, what) and (line.task, line.leg) == (task, leg)
        )


class Place:
    """A data folder, what is asked for there, and the processes that work on it."""

    def __init__(self, folder, url=None):
        self.folder, self.url, self.processes = folder, url, []
        self.settings = Settings(data=folder, database_url=url)
        self.database = open_database(self.settings)
        prepare(database_url(self.settings), folder)
        self.engine = DbosEngine(database_url(self.settings))
        self.tasks = Tasks(self.settings, self.database, self.engine)

    def start(self, command, **settings):
        environment = os.environ | {"ROTATOR_DATA": str(self.folder), "ROTATOR_LOG_FORMAT": "json"}
        environment |= {"ROTATOR_EXAMPLES": "false"} | settings
        if self.url:
            environment["ROTATOR_DATABASE_URL"] = self.url
        process = Process(command, self.folder / f"process-{len(self.processes)}.log", environment)
        self.processes.append(process)
        return process

    def worker(self, **settings):
        return self.start([*CLI, "worker"], **settings)

    def ask(self, options=TINY):
        return self.tasks.add("ip:1", PROMPT, options, fresh=True)

    def row(self, task):
        return self.tasks.row(task)

    def wait(self, is_so, seconds=90, pause=0.05):
        deadline = time.monotonic() + seconds
        while not (value := is_so()):
            assert time.monotonic() < deadline, "\n".join(
                each.log.read_text()[-3000:] for each in self.processes
            )
            time.sleep(pause)
        return value

    def drawn_by(self, task):
        """Wait until a task is being drawn, and return the process that has it."""
        self.wait(lambda: self.row(task).stage == "render" and jobs_below(self.folder))
        return next(each for each in self.processes if (task, 2) in each.legs("begins"))

    def completed(self, task):
        row = self.wait(lambda: (row := self.row(task)).status in ("completed", "failed") and row)
        assert (row.status, row.dead, row.video, row.error) == ("completed", False, "there", None)
        with self.database.reading() as connection:
            kept = connection.execute(sa.select(files).where(files.c.task == task)).all()
        assert {each.name for each in kept} >= {"animation.mp4", "poster.png", "report.json", "scene.py"}
        for each in kept:
            assert (self.folder / "bucket" / task / each.name).stat().st_size == each.bytes
        return row

    def close(self):
        for each in self.processes:
            each.process.kill()
            each.process.wait(10)
        self.engine.close()
        self.database.engine.dispose()


@pytest.fixture
def place(folder):
    with contextlib.closing(Place(folder)) as place:
        yield place


def test_another_worker_draws_what_a_killed_one_drew(place):
    place.worker()
    place.worker()
    task = place.ask(LARGE)
    first = place.drawn_by(task)
    killed = time.time()
    first.process.kill()
    row = place.completed(task)
    second = next(each for each in place.processes if (task, 2) in each.legs("ends"))
    assert second is not first
    assert second.time_of("begins", task, 2) - killed < 4
    assert row.report["task_id"] == task
    assert sum(each.legs("ends").count((task, 2)) for each in place.processes) == 1


def test_poison_is_tried_three_times_and_told_of(place):
    task = place.ask()
    for _ in range(TRIES + 1):
        place.start(POISON)

    async def told():
        return [event async for event in place.tasks.events(task)]

    events = asyncio.run(asyncio.wait_for(told(), 120))
    row = place.row(task)
    assert (row.status, row.dead, row.error, row.video) == ("failed", True, POISONED, "none")
    assert (row.report["task_id"], row.report["prompt"], row.report["error"]) == (task, PROMPT, POISONED)
    assert row.report["documents"], "what was found before it struck is known"
    assert (events[-1].name, events[-1].data["dead"]) == ("done", True)
    stages = [event.data["stage"] for event in events if event.name == "stage"]
    assert stages == ["retrieve", *["draft"] * TRIES]
    place.wait(lambda: [each.process.poll() for each in place.processes].count(9) == TRIES)


@pytest.mark.parametrize(("seconds", "finished"), [("60", True), ("0.5", False)])
def test_one_that_is_told_to_stop_ends_its_leg_or_leaves_it(place, seconds, finished):
    first = place.worker(ROTATOR_DRAIN_SECONDS=seconds)
    task = place.ask(TINY if finished else LARGE)
    place.drawn_by(task)
    stopped = time.monotonic()
    first.process.send_signal(signal.SIGTERM)
    assert first.process.wait(60) == 0
    assert finished or time.monotonic() - stopped < 5
    assert ((task, 2) in first.legs("ends")) is finished
    place.wait(lambda: not jobs_below(place.folder), 2)
    if not finished:
        assert place.row(task).status == "running"
        place.worker()
    place.completed(task)
    left = {path.name for path in (place.folder / "scratch").iterdir()}
    assert len(left) == (0 if finished else 2), "a folder and its lock, of the one that works"


def test_what_is_cancelled_while_it_is_drawn_ends_within_a_second(place):
    worker = place.worker()
    task = place.ask(LARGE)
    place.drawn_by(task)
    cancelled = time.monotonic()
    place.tasks.cancel(place.row(task))
    place.wait(lambda: not jobs_below(place.folder), pause=0.01)
    assert time.monotonic() - cancelled < 1.5
    assert place.row(task).status == "cancelled"
    place.wait(lambda: not list(place.folder.glob("scratch/*/*")))
    other = place.ask()
    place.completed(other)
    assert worker.process.poll() is None
    assert [line.level for line in lines_of(worker.log) if line.level != "INFO"] == []


def answers_of(place, *lists):
    path = place.folder / "answers.json"
    path.write_text(json.dumps([[fenced(code) for code in codes] for codes in lists]))
    return [*REPLAY, str(path)]


def test_every_attempt_is_one_event_though_workers_are_killed(place):
    wrong = [BROKEN.replace("Frobnicator", f"Frobnicator{n}") for n in range(3)]
    command = answers_of(place, [wrong[0], GOOD], [UNPARSED, wrong[1], wrong[2]], [GOOD])
    settings = {
        "ROTATOR_BUDGET_REPAIR_ROUNDS": "2",
        "ROTATOR_MODEL": "openai:scripted",
        "ROTATOR_API_KEY": "none",
    }
    asked = [place.tasks.add(f"ip:{n}", f"a circle [{n % 3}]", TINY, fresh=True) for n in range(6)]
    for _ in range(4):
        worker = place.start(command, **settings)
        place.wait(lambda worker=worker: worker.legs("begins"))
        time.sleep(0.7)
        worker.process.kill()
    place.start(command, **settings)
    rows = [place.wait(lambda one=one: (row := place.row(one)).status in FINISHED and row) for one in asked]
    log = EventLog(place.database)
    for number, row in enumerate(rows):
        found = log.of_task(row.id)
        assert [each.attempt for each in found] == [each["number"] for each in row.report["attempts"]]
        assert [each.code for each in found] == [each["code"] for each in row.report["attempts"]]
        assert {each.outcome for each in found} == {"completed" if number % 3 != 1 else "failed"}
        assert [each.is_delivered for each in found][-1] is (number % 3 != 1)
        # what one task has mended, the memory may mend for the other that has it
        written = [each for each in found if each.origin != "memory"]
        assert all(each.model == "openai:scripted" and each.input_tokens > 100 for each in written)
        assert all(f"a circle [{number % 3}]" in each.messages[-1]["content"] for each in written)
        assert all((each.model, each.messages) == ("", ()) for each in found if each not in written)
    assert [each.cause.symbol for each in log.of_task(asked[0])] == ["Frobnicator0", ""]
    assert log.fixed_by(log.of_task(asked[0])[0]) is not None


def test_what_a_cancelled_task_has_tried_is_written_down(place):
    command = answers_of(place, [BROKEN, GOOD])
    place.start(command, ROTATOR_MODEL="openai:scripted", ROTATOR_API_KEY="none")
    task = place.tasks.add("ip:1", "a circle [0]", LARGE, fresh=True)
    place.wait(lambda: place.row(task).stage == "render")
    place.tasks.cancel(place.row(task))
    log = EventLog(place.database)
    (event,) = place.wait(lambda: log.of_task(task))
    assert (event.outcome, event.cause.symbol) == ("cancelled", "Frobnicator")


def test_what_is_promoted_counts_from_the_next_task_on_and_what_is_undone_does_not(place):
    command = answers_of(place, [BROKEN, GOOD])
    place.start(command, ROTATOR_MODEL="openai:scripted", ROTATOR_API_KEY="none")

    def sent():
        task = place.tasks.add("ip:1", "a circle [0]", TINY, fresh=True)
        place.wait(lambda: place.row(task).status in FINISHED)
        return EventLog(place.database).of_task(task)[0]

    shipped, promotions = sent(), Promotions(place.settings, place.database)
    text = SHIPPED.sources["draft"].replace("Write an animation", "Draw an animation")
    content, why = {"name": "draft", "text": text}, {"author": "ada", "reason": "x"}
    made = promotions.promote(shipped.cause.fingerprint, "prompt", content, **why)
    changed = sent()
    promotions.undo(made.id, **why)
    versions = [shipped.prompt_version, made.tested["version"], shipped.prompt_version]
    assert [each.prompt_version for each in (shipped, changed, sent())] == versions
    assert "Draw an animation" in changed.messages[-1]["content"]


def test_a_fault_of_the_machinery_is_no_event(place):
    place.start(
        [*CLI, "worker"], ROTATOR_MODEL="openai:away", ROTATOR_BASE_URL=f"http://127.0.0.1:{free_port()}/v1"
    )
    task = place.ask()
    place.wait(lambda: place.row(task).status == "failed")
    log = EventLog(place.database)
    assert log.of_task(task) == []
    (fault,) = log.faults(10)
    assert (fault.task, fault.kind) == (task, "ModelUnavailable")


def ask(port, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    address = f"http://127.0.0.1:{port}{path}"
    request = urllib.request.Request(address, data, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return 0, b""


def test_a_server_and_a_worker_share_a_database(place):
    port = str(free_port())
    place.start([*CLI, "serve", "--workers", "0"], ROTATOR_PORT=port)
    place.worker()
    place.wait(lambda: ask(port, "/healthz")[0] == 200)
    picture = {"resolution": "160x90", "fps": 5}
    status, accepted = ask(port, "/generate", {"prompt": PROMPT, "options": picture})
    assert status == 202
    task = json.loads(accepted)["task_id"]
    events = ask(port, f"/tasks/{task}/events")[1].decode()
    assert "event: stage" in events
    assert json.loads(events.rpartition("data: ")[2])["status"] == "completed"
    assert ask(port, f"/videos/{task}/animation.mp4")[1][4:8] == b"ftyp"


class Supervisor:
    """Starts a worker again that has ended."""

    def __init__(self, place):
        self.place, self.worker, self.ends = place, place.worker(), []

    def look(self):
        if (status := self.worker.process.poll()) is not None:
            self.ends.append(status)
            self.worker = self.place.worker()
        return self.ends


def test_a_database_that_is_away_for_a_while_costs_no_task(folder):
    if postgres.PROGRAMS is None:
        pytest.skip(postgres.MISSING)
    with postgres.server(free_port()) as server, contextlib.closing(Place(folder, server.url)) as place:
        port = str(free_port())
        api = place.start([*CLI, "serve", "--workers", "0"], ROTATOR_PORT=port)
        supervisor = Supervisor(place)
        drawn, waiting = place.ask(LARGE), place.ask()
        place.drawn_by(drawn)
        server.stop()
        place.wait(lambda: len(supervisor.look()) >= 2)
        assert supervisor.ends == [FENCED, WRONG], "it ends, and says clearly why it does not start"
        assert ask(port, "/healthz")[0] == 200
        server.start()
        for task in (drawn, waiting):
            place.wait(lambda task=task: supervisor.look() and place.row(task).finished)
            place.completed(task)
        assert json.loads(ask(port, f"/status/{drawn}")[1])["status"] == "completed"
        assert api.process.poll() is None
