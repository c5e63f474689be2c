"""Time what reads the failure log: functions, commands and calls, over very many made-up events.

python bench/events.py [--events N] [--data FOLDER] [--postgres URL] [--only WORD]

Fills a data folder (or what is left of one by an earlier run) and prints how long each took: median, longest, and
how much of a processor. Commands are timed with the start of Python.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa
from fastapi.testclient import TestClient

from agent.memory import Fingerprint
from knowledge.library import library
from service.api.app import create_app
from service.database import Database, open_database, tasks
from service.events.clustering import recluster
from service.events.clusters import Clusters
from service.events.keeping import forget_session, sweep_events
from service.events.log import EventLog, Wanted
from service.events.packing import pack
from service.events.record import Cause, TrainingEvent
from service.events.redaction.hiding import fit_to_keep
from service.events.tables import event_bodies, events, fingerprints
from service.settings import Settings
from service.storage.spool import spool_of
from service.tasks import Tasks
from service.wiring import meanings, silence

DAY = 86_400.0
DAYS = 80
AT_ONCE = 2_000
LIMIT = 1.0
MODELS = ("openai:one", "mistralai:two", "anthropic:three", "offline", "openai:four")
KINDS = (
    "unknown-name",
    "unknown-attribute",
    "unknown-keyword",
    "TypeError",
    "ValueError",
    "syntax",
    "finding:overlap",
)
OFTEN, SELDOM = 300, 3_000
"""Errors that come again and again, and those that most likely happen once."""
WORDS = tuple("circle square axes graph label arrow matrix vector shape text colour point line".split())
COMMANDS = (
    "list",
    "list --cluster {cluster} --limit 200",
    "list --task {task}",
    "list --model openai:one --outcome failed",
    "show {event}",
    "clusters",
    "clusters --days 7 --state new",
    "cluster {cluster}",
    "faults",
    "recluster",
    "forget nobody",
)
CALLS = (
    "/review",
    "/review/clusters",
    "/review/clusters?state=new&days=7&limit=50",
    "/review/clusters/{cluster}",
    "/review/events",
    "/review/events?cluster={cluster}&limit=100",
    "/review/events?task={task}",
    "/review/events?model=openai:one&outcome=failed",
    "/review/events?before=50000",
    "/review/events/{event}",
    "/review/events/{still}/still.jpg",
    "/review/prompts",
    "/review/clusters/{cluster}/proposals?kind=pitfall",
    "/review/promotions",
    "/review/replays",
)


class MadeUp:
    """Events like real ones: some errors often, most seldom; few attempts of most tasks, many of some."""

    def __init__(self, many: int) -> None:
        self.many, self.random, self.now = many, random.Random(0), time.time()  # noqa: S311 - not for secrets
        self.programs = [scene.code for scene in library().values()]
        self.causes = [self.cause(n) for n in range(OFTEN + SELDOM)]
        self.still = self.random.randbytes(25_000)

    def cause(self, number: int) -> Cause:
        kind, (one, two) = self.random.choice(KINDS), self.random.sample(WORDS, 2)
        symbol = "" if number % 4 == 0 else f"{one.title()}{number}"
        known = Fingerprint(kind, symbol, f"a {two} of the {one} number {number} has no {symbol or two} here")
        return Cause(known.key, kind, symbol, known.message, 5)

    def tasks(self) -> Iterator[list[TrainingEvent]]:
        """Give the events of one task after the other, the oldest first."""
        made, number = 0, 0
        while made < self.many:
            tried = min(self.random.choice((1, 1, 2, 2, 3, 4, 6)), self.many - made)
            when = self.now - DAYS * DAY * (1 - made / self.many)
            yield list(self.attempts(f"{number:032x}", tried, when))
            made, number = made + tried, number + 1

    def attempts(self, task: str, tried: int, when: float) -> Iterator[TrainingEvent]:
        is_done = self.random.random() < 0.7
        prompt, model = " ".join(self.random.choices(WORDS, k=12)), self.random.choice(MODELS)
        for attempt in range(1, tried + 1):
            is_success = is_done and attempt == tried
            seldom = self.random.random() < 0.05
            causes = (
                self.causes[OFTEN:] if seldom else self.causes[: 1 + int(OFTEN * self.random.random() ** 3)]
            )
            code = self.random.choice(self.programs)
            yield TrainingEvent(
                task=task,
                attempt=attempt,
                session=f"{int(task, 16) // 3:032x}",
                version=1,
                turn="generate",
                made=when + attempt,
                prompt=prompt,
                stage="render" if is_success else "check",
                origin="draft" if attempt == 1 else "repair",
                base=attempt - 1 or None,
                is_success=is_success,
                is_delivered=is_success,
                outcome="completed" if is_done else "failed",
                cause=Cause() if is_success else self.random.choice(causes),
                before=code if attempt > 1 else "",
                written=code,
                code=code,
                patch=f"-{code[:300]}\n+{code[300:600]}",
                answer=" ".join(self.random.choices(WORDS, k=200)),
                prompt_name="draft" if attempt == 1 else "repair",
                prompt_version=f"{int(when // (5 * DAY)):012x}",
                messages=({"role": "system", "content": "\n".join(self.random.choices(self.programs, k=3))},),
                documents=({"id": "x", "kind": "scene", "title": "X", "score": 0.5, "licence": "MIT"},),
                model=model,
                input_tokens=self.random.randint(1000, 9000),
                output_tokens=self.random.randint(300, 3000),
                seconds={"draft": 4.0, "check": 0.4, "render": 3.0},
                manim="0.22.0",
                still=self.still if self.random.random() < 0.03 else b"",
            )


def fill(database: Database, many: int) -> None:
    """Write so many made-up events, unless they are there."""
    with database.reading() as connection:
        models = set(connection.execute(sa.select(events.c.model).distinct()).scalars())
    if not models <= set(MODELS):
        sys.exit("this database has true events in it: take an empty one")
    if models:  # of an earlier run, which may have forgotten some
        return
    made, started = MadeUp(many), time.perf_counter()
    with database.writing() as connection:
        connection.execute(sa.insert(fingerprints), [_known(each) for each in made.causes])
    number, rows, bodies, of_tasks = 0, [], [], []
    for tried in made.tasks():
        of_tasks.append(_task(tried[-1]))
        for each in pack(tried):
            number += 1
            rows.append({"id": number, **each.columns})
            bodies.append({"event": number, "body": each.body, "still": each.still or None})
        if len(rows) >= AT_ONCE or number == many:
            with database.writing() as connection:
                connection.execute(sa.insert(tasks), of_tasks)
                connection.execute(sa.insert(events), rows)
                connection.execute(sa.insert(event_bodies), bodies)
            rows, bodies, of_tasks = [], [], []
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(sa.text("SELECT setval('events_id_seq', :number)"), {"number": number})
    print(f"{many} events of {len(made.causes)} errors written in {time.perf_counter() - started:.0f} s")


def _known(cause: Cause) -> dict[str, str]:
    named = {"kind": cause.kind, "symbol": cause.symbol, "message": cause.message}
    return {"key": cause.fingerprint, "cluster": cause.fingerprint, **named}


def _task(last: TrainingEvent) -> dict[str, object]:
    named = {
        "id": last.task,
        "session": last.session,
        "version": 1,
        "kind": "generate",
        "client": "ip:127.0.0.1",
    }
    times = {"created": last.made - 9, "finished": last.made}
    return {**named, **times, "prompt": last.prompt, "options": {}, "status": last.outcome, "video": "none"}


def timed(name: str, do: Callable[[], object], times: int) -> None:
    """Print how long something takes, and how much of a processor: on a busy machine that says more."""
    took, busy = [], []
    for _ in range(times):
        started, before = time.perf_counter(), _processor()
        told = do()
        took.append(time.perf_counter() - started)
        busy.append(_processor() - before)
    mark = "" if max(took) < LIMIT else "  over a second"
    times_of = f"{statistics.median(took):8.3f} {max(took):8.3f} {statistics.median(busy):8.3f}"
    print(f"{name:56} {times_of}  {told if isinstance(told, str) else '':16}{mark}", flush=True)


def _processor() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def functions(
    settings: Settings, database: Database, some: dict[str, str]
) -> dict[str, Callable[[], object]]:
    """Return what reads the log, and what keeps it, by name."""
    log, clusters, now = EventLog(database), Clusters(database), time.time()
    wanted, one = Wanted(cluster=some["cluster"]), log.event(int(some["event"]))
    return {
        "listed": lambda: log.listed(Wanted(), 50),
        "listed, of a cluster": lambda: log.listed(wanted, 200),
        "listed, of a model that failed": lambda: log.listed(Wanted(model="offline", outcome="failed"), 50),
        "listed, far back": lambda: log.listed(Wanted(), 50, 1000),
        "event": lambda: log.event(int(some["event"])),
        "of_task": lambda: log.of_task(some["task"]),
        "fixed_by": lambda: one and log.fixed_by(one),
        "all, the first 200 of a cluster": lambda: next(log.all(wanted)),
        "clusters, the first 100": lambda: clusters.review(Wanted(), limit=100),
        "clusters, of a week": lambda: clusters.review(Wanted(since=now - 7 * DAY), limit=100),
        "clusters, all": lambda: clusters.review(Wanted()),
        "cluster": lambda: clusters.cluster(some["cluster"]),
        "fingerprints": lambda: clusters.fingerprints(some["cluster"]),
        "fixes": lambda: clusters.fixes(some["cluster"]),
        "redaction of an event": lambda: one and fit_to_keep(one, settings),
        "sweep, with nothing to do": lambda: sweep_events(database, settings, now),
        "recluster": lambda: f"{len(recluster(database, meanings(settings)))} moved",
        "forget a session": lambda: f"{forget_session(database, _oldest(database)).events} events",
    }


def _oldest(database: Database) -> str:
    with database.reading() as connection:
        session = connection.execute(sa.select(events.c.session).order_by(events.c.id).limit(1)).scalar()
    return str(session)


def commands(settings: Settings, url: str | None, some: dict[str, str]) -> dict[str, Callable[[], object]]:
    """Return the commands, by how they are typed."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(settings.data), "ROTATOR_DATA": str(settings.data)}
    environment |= {"ROTATOR_DATABASE_URL": url} if url else {}

    def run(command: str) -> str:
        program = "from service.cli import app; app()"
        started = [sys.executable, "-c", program, "events", *command.format(**some).split(), "--json"]
        done = subprocess.run(started, env=environment, capture_output=True, text=True, timeout=60)
        return f"exit {done.returncode}, {len(done.stdout) / 1e3:.0f} kB"

    return {f"rotator events {each}": lambda each=each: run(each) for each in COMMANDS}


def calls(client: TestClient, some: dict[str, str]) -> dict[str, Callable[[], object]]:
    """Return the calls of the review, by their address."""

    def call(path: str) -> str:
        answer = client.get(path.format(**some))
        return f"{answer.status_code}, {len(answer.content) / 1e3:.0f} kB"

    return {f"GET {each}": lambda each=each: call(each) for each in CALLS}


def some_of(database: Database) -> dict[str, str]:
    """Return the costliest cluster, an event of it, its task, and an event with a picture."""
    (cluster, *_), log = Clusters(database).review(Wanted()).clusters, EventLog(database)
    row = log.listed(Wanted(cluster=cluster.id), 1)[0]
    with database.reading() as connection:
        still = connection.execute(
            sa.select(event_bodies.c.event).where(event_bodies.c.still.is_not(None)).limit(1)
        )
        return {"cluster": cluster.id, "event": str(row.id), "task": row.task, "still": str(still.scalar())}


def main() -> None:
    """Fill and time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--data", type=Path, help="a folder to fill, and to keep")
    parser.add_argument("--postgres", metavar="URL", help="an empty database, in the place of SQLite")
    parser.add_argument("--only", default="", help="only what has this in its name")
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    silence()
    with ExitStack() as stack:
        folder = asked.data or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="rotator-events-"))
        )
        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(data=folder, database_url=asked.postgres)
        database = open_database(settings)
        fill(database, asked.events)
        some = some_of(database)
        app = create_app(settings, Tasks(settings, database, None), spool_of(settings, database))
        client = stack.enter_context(
            TestClient(app, "http://127.0.0.1", raise_server_exceptions=False, client=("127.0.0.1", 50000))
        )
        every = (
            calls(client, some)
            | commands(settings, asked.postgres, some)
            | functions(settings, database, some)
        )
        print(f"{'seconds':56} {'median':>8} {'longest':>8} {'CPU':>8}")
        for name, do in every.items():
            if asked.only in name:
                timed(name, do, asked.times)


if __name__ == "__main__":
    main()
