"""Kill workers time and again, and count: what is lost, what is done twice, and how long until another goes on.

Three workers, each started anew when it is killed (SIGKILL), in turns while it is with the model, draws, or delivers.
A task is lost that is not completed with a video in the bucket that decodes; done twice is a leg that ended twice or
was in two living workers at a time, and a task that is counted twice. The resume of a leg is from the kill to the
moment at which a living worker begins with it; one is left alive each time, which others join as they have started.
Nobody is killed over a leg that has been taken up three times: by design that is poison (service/engine.py).
"""

import argparse
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa
from dbos import DBOSClient

from agent.sandbox import RenderOptions
from service import wiring
from service.database import Database, database_url, files, open_database, tasks
from service.dbos_engine import DbosEngine, prepare
from service.engine import TRIES
from service.measures import FINISHED, measures
from service.savers import open_saver
from service.settings import Settings
from service.storage.bucket import bucket_of
from service.storage.disk import sha256_of
from service.tasks import Tasks

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

import postgres  # noqa: E402
from conftest import free_port, jobs_below  # noqa: E402
from logged import Line, lines_of  # noqa: E402

CLI = "from service.cli import app; app()"
WORKERS, AT_A_TIME, IN_HAND = 3, 3, 3
CLIENTS = ("ip:1", "ip:2", "ip:3")
TINY = RenderOptions(160, 90, 5)
PROMPTS = (
    "Create a circle that transforms into a square",
    "bubble sort of {3}, {1}, {2}, {0}",
    "a Fourier series of a square wave with {0} terms",
    "binary search for {1} in {0}, {1}, {2}, {3}",
    "Taylor polynomials of cos(x) up to degree {0}",
)
NAMES = ("animation.mp4", "poster.png", "report.json", "scene.py")
PLACES = ("model", "drawing", "delivery")
PATIENCE = 3.0
"""Seconds to wait for a worker in the place that is wanted."""
UNEXPECTED = 10
LONGEST = 180.0
"""Seconds that the last tasks may take."""


@dataclass
class Hit:
    """A leg that its worker was killed in."""

    task: str
    leg: int
    place: str
    moment: float


class Process:
    """A worker, and what it has said."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        self.log, self.died = log, None
        with log.open("wb") as file:
            command = [sys.executable, "-c", CLI, "worker", "--workers", str(AT_A_TIME)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=file)

    @property
    def lines(self) -> list[Line]:
        """What it has said until now."""
        return lines_of(self.log)

    @property
    def is_ready(self) -> bool:
        """Whether it takes tasks."""
        return self.process.poll() is None and any("working on" in line.message for line in self.lines)

    @property
    def in_hand(self) -> set[tuple[str, int]]:
        """The legs that it has begun and not done."""
        held: set[tuple[str, int]] = set()
        for line in self.lines:
            (held.add if line.begins else held.discard)((line.task, line.leg))
        return held

    def kill(self) -> float:
        """Kill it, and return when that was."""
        moment = self.died = time.time()
        self.process.kill()
        self.process.wait(10)
        return moment


@dataclass
class Trial:
    """Workers that are killed, and tasks that are to be done all the same."""

    folder: Path
    settings: Settings
    database: Database
    asked: Tasks
    client: DBOSClient
    chance: random.Random
    workers: list[Process] = field(default_factory=list)
    dead: list[Process] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    kills: int = 0
    ended: int = 0
    """Workers that ended by themselves."""

    def start(self) -> None:
        """Start a worker."""
        log = self.folder / f"worker-{len(self.workers) + len(self.dead):03}.log"
        environment = os.environ | {
            "ROTATOR_DATA": str(self.settings.data),
            "ROTATOR_RENDER_PARENTS": str(AT_A_TIME),
            "ROTATOR_RENDER_IDLE_SECONDS": "20",
            "ROTATOR_EXAMPLES": "false",
            "ROTATOR_LOG_FORMAT": "json",
            "TMPDIR": str(self.folder / "tmp"),
        }
        if self.settings.database_url:
            environment["ROTATOR_DATABASE_URL"] = self.settings.database_url.get_secret_value()
        self.workers.append(Process(log, environment))

    def feed(self) -> None:
        """See that there are tasks to do."""
        with self.database.reading() as connection:
            open_ones = sa.select(sa.func.count()).where(tasks.c.status.in_(("pending", "running")))
            missing = IN_HAND - (connection.scalar(open_ones) or 0)
        for _ in range(missing):
            numbers = sorted(self.chance.sample(range(2, 12), 4))
            prompt = self.chance.choice(PROMPTS).format(*numbers)
            client = CLIENTS[len(self.ids) % len(CLIENTS)]
            self.ids.append(self.asked.add(client, prompt, TINY, fresh=True))

    def watch(self, seconds: float, until: Callable[[], object] = lambda: False) -> bool:
        """Keep tasks and workers going for some seconds; return whether it came to what is waited for."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if until():
                return True
            for each in [each for each in self.workers if each.process.poll() is not None]:
                said = each.log.read_text(errors="replace")[-500:]
                print(f"a worker ended by itself with {each.process.returncode}: {said}", flush=True)
                self.ended += 1
                if self.ended > UNEXPECTED:
                    raise SystemExit("workers end by themselves")
                self._replace(each)
            self.feed()
            time.sleep(0.03)
        return False

    def _replace(self, worker: Process) -> None:
        self.workers.remove(worker)
        self.dead.append(worker)
        self.start()

    def kill(self, seconds: float) -> None:
        """Kill a worker after so many seconds, more or less, and start another."""
        self.watch(seconds * self.chance.uniform(0.5, 1.5))
        place = PLACES[self.kills % len(PLACES)]
        self.watch(PATIENCE, lambda: self._victims(place))
        victims = self._victims(place) or [each for each in self.workers if self._is_spared(each) is False]
        if not victims:
            return
        self.watch(self.chance.uniform(0, 0.2))
        victim = self.chance.choice(victims)
        if self._is_spared(victim) or victim not in self.workers:
            return
        moment = victim.kill()
        places = self._places()
        for task, leg in victim.in_hand:
            self.hits.append(Hit(task, leg, places.get(task, "?"), moment))
        self.kills += 1
        print(f"\r{self.kills} kills, {len(self.ids)} tasks", end="", file=sys.stderr, flush=True)
        self._replace(victim)

    def _victims(self, place: str) -> list[Process]:
        """Return the workers that may be killed and have a task in a place."""
        places = self._places()
        return [
            each
            for each in self.workers
            if any(places.get(task) == place for task, _ in each.in_hand) and not self._is_spared(each)
        ]

    def _is_spared(self, worker: Process) -> bool:
        """Whether a worker must not be killed now: it would be the last, or has in hand what would be taken for poison."""
        if not worker.is_ready or not any(each.is_ready for each in self.workers if each is not worker):
            return True
        last = self._on_their_last_try()
        begun = {key for each in self.workers for key in each.in_hand}
        return any(each in last for each in worker.in_hand) or not last <= begun

    def _on_their_last_try(self) -> set[tuple[str, int]]:
        """Return the legs that a worker has taken up for the last time; it may not have said so yet."""
        taken = self.client.list_workflows(status="PENDING", load_input=False, load_output=False)
        names = (each.workflow_id.rpartition("-") for each in taken if (each.recovery_attempts or 0) >= TRIES)
        return {(task, int(leg)) for task, _, leg in names if leg.isdecimal()}

    def _places(self) -> dict[str, str]:
        """Return where the tasks are that are worked on."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(tasks).where(tasks.c.status == "running")).all()
        return {
            row.id: "delivery" if row.stage == "deliver" else "model" if row.leg % 2 else "drawing"
            for row in rows
        }

    def told(self) -> list[Line]:
        """Return what all workers have said, in its order."""
        return sorted(
            (line for each in (*self.dead, *self.workers) for line in each.lines), key=lambda line: line.time
        )

    def stop(self) -> None:
        """End the workers as a supervisor would, and the keeper that they share."""
        for each in self.workers:
            each.process.send_signal(signal.SIGTERM)
        for each in self.workers:
            try:
                each.process.wait(20)
            except subprocess.TimeoutExpired:
                print(f"a worker does not end: {each.log}", flush=True)
                each.kill()
        self.dead += self.workers
        self.workers = []
        wiring.renderer(self.settings).stop()

    def is_done(self) -> bool:
        """Whether all tasks are at their end."""
        with self.database.reading() as connection:
            left = sa.select(tasks.c.id).where(tasks.c.status.in_(("pending", "running")))
            return connection.execute(left).first() is None


@contextmanager
def trial(data: Path, url: str | None, seed: int) -> Iterator[Trial]:
    """Give a trial on a fresh database, with the index that is built in `data`."""
    with tempfile.TemporaryDirectory(prefix="rotator-kill-") as name:
        folder = Path(name)
        own = folder / "data"
        (folder / "tmp").mkdir()
        own.mkdir()
        (own / "index").symlink_to((data / "index").resolve())
        shutil.copytree(data / "cache", own / "cache", ignore=shutil.ignore_patterns("plays", "pictures"))
        settings = Settings(data=own, database_url=url, render_parents=AT_A_TIME)
        database = open_database(settings)
        prepare(database_url(settings), own)
        engine = DbosEngine(database_url(settings))
        asked, client = Tasks(settings, database, engine), engine._client
        trial = Trial(folder, settings, database, asked, client, random.Random(seed))  # noqa: S311
        try:
            yield trial
        finally:
            trial.stop()
            engine.close()
            database.engine.dispose()


def lost(trial: Trial) -> Iterator[str]:
    """Say of which tasks something is missing."""
    bucket = bucket_of(trial.settings)
    with trial.database.reading() as connection:
        rows = {row.id: row for row in connection.execute(sa.select(tasks))}
        kept = connection.execute(sa.select(files)).all()
    for task in trial.ids:
        row, names = rows[task], [each.name for each in kept if each.task == task]
        if row.status != "completed" or row.video != "there" or row.dead or not row.code:
            yield f"{task} is {row.status} at leg {row.leg}: {row.error}"
        elif row.report["task_id"] != task or not set(NAMES) <= set(names):
            yield f"{task}: {names}, the report of {row.report['task_id']}"
    for each in kept:
        path = trial.folder / "fetched"
        path.write_bytes(b"".join(bucket.read(f"{each.task}/{each.name}", 0, each.bytes)))
        if each.state != "stored" or sha256_of(path) != each.sha256:
            yield f"{each.task}/{each.name} is not in the bucket as it should be"
        elif each.kind == "video" and frames(path) != rows[each.task].report["frames"]:
            yield f"{each.task}: {frames(path)} frames of {rows[each.task].report['frames']}"


def frames(path: Path) -> int:
    """Return how many pictures a video has."""
    import av

    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


def twice(trial: Trial) -> Iterator[str]:
    """Say what was done more than once."""
    ended = Counter((line.task, line.leg) for line in trial.told() if line.ends)
    yield from (f"{task} leg {leg} ended {times} times" for (task, leg), times in ended.items() if times > 1)
    yield from at_once(trial)
    with trial.database.reading() as connection:
        counted = connection.execute(
            sa.select(measures.c.label, measures.c.value).where(measures.c.name == FINISHED.name)
        )
        values = {row.label: row.value for row in counted}
    if values != {"completed/generate": float(len(trial.ids))}:
        yield f"of {len(trial.ids)} tasks were counted {values}"


def at_once(trial: Trial) -> Iterator[str]:
    """Say which legs two living workers had in hand at a time."""
    spans: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for each in trial.dead:
        begun: dict[tuple[str, int], float] = {}
        for line in each.lines:
            if line.begins:
                begun[line.task, line.leg] = line.time
            elif line.ends and (line.task, line.leg) in begun:
                spans.setdefault((line.task, line.leg), []).append(
                    (begun.pop((line.task, line.leg)), line.time)
                )
        for key, start in begun.items():
            spans.setdefault(key, []).append((start, each.died or time.time()))
    for (task, leg), found in spans.items():
        found.sort()
        for (_, end), (start, _) in pairwise(found):
            if start < end:
                yield f"{task} leg {leg} was in two workers at a time"


def left(trial: Trial) -> Iterator[str]:
    """Say what lies about that nobody needs any more."""
    data = trial.settings.data
    saver = open_saver(trial.settings)
    yield from (
        f"steps of {task}" for task in {each.config["configurable"]["thread_id"] for each in saver.list(None)}
    )
    kept = {f"{task}/{name}" for task in trial.ids for name in NAMES}
    stored = {
        str(path.relative_to(data / "bucket")) for path in (data / "bucket").rglob("*") if path.is_file()
    }
    yield from (f"bucket/{name}" for name in stored - kept if "/finding-" not in name)
    yield from (str(path.relative_to(data)) for path in (data / "scratch").rglob("*"))
    yield from (
        str(path.relative_to(data)) for path in (data / "spool").glob("*/*") if path.parent.name != "locks"
    )
    yield from (str(path.relative_to(trial.folder)) for path in (trial.folder / "tmp").iterdir())
    yield from (f"a render, process {pid}" for pid in jobs_below(data))


def resumes(trial: Trial) -> list[float]:
    """Return how long each leg that was hit lay there; one that had just ended did not."""
    told = [line for line in trial.told() if line.begins]
    found = []
    for hit in trial.hits:
        later = [line.time - hit.moment for line in told if line.task == hit.task and line.time > hit.moment]
        found += later[:1]
    return found


def told_of(name: str, trial: Trial, seconds: float, show_log: bool) -> list[str]:
    """Return the column of a trial, having said what is wrong."""
    lists = {"lost": list(lost(trial)), "twice": list(twice(trial)), "left": list(left(trial))}
    for what, found in lists.items():
        for each in found[:40]:
            print(f"{what}: {each}", flush=True)
    complaints = Counter(
        (line.level, line.message[:160]) for line in trial.told() if line.level not in ("INFO", "")
    )
    for (level, message), times in complaints.most_common() if show_log else ():
        print(f"{times} x {level} {message}", flush=True)
    places = Counter(hit.place for hit in trial.hits)
    waits = resumes(trial) or [0.0]
    return [
        name,
        str(trial.kills),
        "/".join(str(places[place]) for place in PLACES),
        str(len(trial.ids)),
        *(str(len(found)) for found in lists.values()),
        f"{statistics.median(waits):.2f}",
        f"{max(waits):.2f}",
        str(sum(complaints.values())),
        f"{seconds:.0f}",
    ]


ROWS = (
    "database",
    "kills",
    "legs hit: model/drawing/delivery",
    "tasks",
    "lost",
    "done twice",
    "left over",
    "resume median, s",
    "resume maximum, s",
    "complaints in the logs",
    "seconds in all",
)


def killed(name: str, data: Path, arguments: argparse.Namespace) -> list[str]:
    """Run a trial on a kind of database and return its column."""
    server = postgres.running(free_port()) if name == "postgresql" else nullcontext(None)
    started = time.monotonic()
    with server as url, trial(data, url, arguments.seed) as one:
        for _ in range(WORKERS):
            one.start()
        one.watch(60, lambda: all(each.is_ready for each in one.workers))
        deadline = time.monotonic() + arguments.kills * (arguments.seconds + 2 * PATIENCE) * 1.5 + 60
        while one.kills < arguments.kills and time.monotonic() < deadline:
            one.kill(arguments.seconds)
        one.feed = lambda: None  # type: ignore[method-assign]
        if not one.watch(LONGEST, one.is_done):
            print("there are tasks that do not come to an end", flush=True)
        # it is the next to start that removes what the last one to die has left
        one.watch(60, lambda: all(each.is_ready for each in one.workers))
        time.sleep(1)
        one.stop()
        if arguments.keep:
            shutil.copytree(one.folder, arguments.keep / name, symlinks=True)
        return told_of(name, one, time.monotonic() - started, arguments.log)


def table(columns: Iterable[list[str]]) -> str:
    """Return figures as a table."""
    rows = list(zip(ROWS, *columns, strict=True))
    return "\n".join(f"{row[0]:34}" + "".join(f"{value:>14}" for value in row[1:]) for row in rows)


def main() -> None:
    """Kill, audit, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="how many workers are killed")
    parser.add_argument("--seconds", type=float, default=2.0, help="between two kills, on the average")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="data folder with a built index")
    parser.add_argument("--log", action="store_true", help="print what the workers complained of")
    parser.add_argument("--keep", type=Path, help="copy the folder of each trial there")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))
    names = ("sqlite", "postgresql") if arguments.database == "both" else (arguments.database,)
    columns = [killed(name, arguments.data, arguments) for name in names]
    print(table(columns))
    sys.exit(any(figure != "0" for column in columns for figure in column[4:7]))


if __name__ == "__main__":
    main()
