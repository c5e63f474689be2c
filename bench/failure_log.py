"""Run tasks whose model replays a file of drafts, kill workers meanwhile, and look at the failure log.

Each task is answered with drafts of the file in turn, failures included. At the end every attempt must have exactly one
event, also of the tasks that were in hand when their worker was killed (SIGKILL). Then the clusters are held against what
the file says of each draft: its exception, and the exception with its message.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sklearn.metrics import homogeneity_completeness_v_measure

from agent.sandbox import RenderOptions
from service import wiring
from service.database import database_url, open_database, tasks
from service.dbos_engine import DbosEngine, prepare
from service.events.clusters import Clusters
from service.events.log import EventLog, Wanted
from service.events.tables import event_bodies, events
from service.settings import Settings
from service.statuses import FINISHED
from service.tasks import Tasks

ROOT = Path(__file__).parent.parent
WORKER = ROOT / "tests" / "replaying.py"
TINY = RenderOptions(160, 90, 5)
REPAIRS = 1
LONGEST = 3600.0


def main() -> None:
    """Run the tasks and print what the log has of them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("drafts", type=Path, help="JSON Lines with id, code, error, error_type")
    parser.add_argument("--data", type=Path, default=Path("data"), help="a data folder whose index is built")
    parser.add_argument("--keep", type=Path, help="where the data of the trial stay")
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--kill", type=float, default=15.0, help="seconds from kill to kill, on average; 0 for none"
    )
    arguments = parser.parse_args()
    drafts = [json.loads(line) for line in arguments.drafts.read_text().splitlines()]
    with tempfile.TemporaryDirectory(prefix="rotator-log-") as name:
        folder = arguments.keep or Path(name)
        own = _data_folder(arguments.data, folder / "data")
        settings = Settings(data=own, model="openai:replayed", api_key="none", client_waiting=10_000)
        _run(settings, drafts, arguments)
        _report(settings, drafts)


def _data_folder(data: Path, own: Path) -> Path:
    own.mkdir(parents=True)
    (own / "index").symlink_to((data / "index").resolve())
    shutil.copytree(data / "cache", own / "cache", ignore=shutil.ignore_patterns("plays", "pictures"))
    return own


def _run(settings: Settings, drafts: list[dict[str, Any]], arguments: argparse.Namespace) -> None:
    database = open_database(settings)
    prepare(database_url(settings), settings.data)
    engine = DbosEngine(database_url(settings))
    asked = Tasks(settings, database, engine)
    path = settings.data.parent / "answers.json"
    path.write_text(json.dumps([list(_answers(number, drafts)) for number in range(arguments.tasks)]))
    for number in range(arguments.tasks):
        asked.add(f"ip:{number % 7}", f"an animation of problem {number % 6} [{number}]", TINY, fresh=True)
    workers, kills, chance = [], 0, random.Random(1)  # noqa: S311
    started = time.monotonic()
    next_kill = started + arguments.kill if arguments.kill else float("inf")
    try:
        while (left := _left(asked)) and time.monotonic() - started < LONGEST:
            workers = [each for each in workers if each.poll() is None]
            while len(workers) < arguments.workers:
                workers.append(_worker(settings, path))
            if time.monotonic() > next_kill and len(workers) == arguments.workers:
                workers.pop(chance.randrange(len(workers))).kill()
                kills += 1
                next_kill = time.monotonic() + arguments.kill * chance.uniform(0.5, 1.5)
            print(f"\r{left} tasks left, {kills} kills ", end="", file=sys.stderr, flush=True)
            time.sleep(0.2)
    finally:
        for each in workers:
            each.terminate()
        for each in workers:
            each.wait(30)
        wiring.renderer(settings).stop()
        engine.close()
    print(f"\n{arguments.tasks} tasks, {kills} workers killed, {time.monotonic() - started:.0f} s")


def _answers(number: int, drafts: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a draft and those that are tried as its repairs, as answers of a model."""
    for step in range(REPAIRS + 1):
        yield f"```python\n{drafts[(number + 41 * step) % len(drafts)]['code']}\n```"


def _worker(settings: Settings, answers: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "ROTATOR_DATA": str(settings.data),
        "ROTATOR_MODEL": "openai:replayed",
        "ROTATOR_API_KEY": "none",
        "ROTATOR_BUDGET_REPAIR_ROUNDS": str(REPAIRS),
        "ROTATOR_BUDGET_SECONDS": "120",
        "ROTATOR_RENDER_SECONDS": "60",
        "ROTATOR_RENDER_PARENTS": "2",
        "ROTATOR_RENDER_IDLE_SECONDS": "20",
        "ROTATOR_EXAMPLES": "false",
    }
    with (answers.parent / "workers.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, str(WORKER), str(answers)], cwd=ROOT, env=environment, stdout=log, stderr=log
        )


def _left(asked: Tasks) -> int:
    with asked.database.reading() as connection:
        query = sa.select(sa.func.count()).where(tasks.c.status.not_in(FINISHED))
        return connection.execute(query).scalar() or 0


def _report(settings: Settings, drafts: list[dict[str, Any]]) -> None:
    database = open_database(settings)
    log = EventLog(database)
    with database.reading() as connection:
        rows = connection.execute(sa.select(tasks)).all()
        wide = sa.select(sa.func.count(), sa.func.sum(sa.func.length(event_bodies.c.body))).select_from(
            event_bodies
        )
        count, size = connection.execute(wide).one()
        pairs = connection.execute(sa.select(events.c.task, events.c.attempt)).all()
    written = Counter((row.task, row.attempt) for row in pairs)
    attempts = {(row.id, each["number"]) for row in rows for each in (row.report or {}).get("attempts", ())}
    print(f"tasks: {dict(Counter(row.status for row in rows))}, dead: {sum(row.dead for row in rows)}")
    print(
        f"attempts {len(attempts)}, events {sum(written.values())}, attempts without an event {len(attempts - set(written))}, events of no attempt {len(set(written) - attempts)}, twice {sum(n > 1 for n in written.values())}"
    )
    print(f"a packed event: {size / count:.0f} bytes, without stills")
    _judge(log, drafts)
    review = Clusters(database).review(Wanted())
    for each in review.clusters[:12]:
        print(
            f"  {each.events:3} events, {each.tasks_lost:3} lost  {each.kind} {each.symbol}: {each.message[:90]}"
        )


def _judge(log: EventLog, drafts: list[dict[str, Any]]) -> None:
    """Print how well the clusters of first drafts go together with what is known of them."""
    found = [each for each in log.all(Wanted()) if each.attempt == 1 and each.cause.fingerprint]
    number = {each.id: int(re.findall(r"\[(\d+)\]", each.prompt)[-1]) % len(drafts) for each in found}
    known = [
        (each, drafts[number[each.id]]) for each in found if drafts[number[each.id]]["status"] == "error"
    ]
    print(
        f"first drafts that failed: {len(known)} of {sum(each['status'] == 'error' for each in drafts)} kinds of known failure, the others were mended by the check"
    )
    whole = [(each.cause.fingerprint, draft["error_type"], _shape(draft["error"])) for each, draft in known]
    same = [one for (each, draft), one in zip(known, whole, strict=True) if each.cause.line == draft["line"]]
    for name, rows in (("all", whole), ("those that fail in the line that the file names", same)):
        clusters, kinds, messages = zip(*rows, strict=True)
        for label, truth in (("exception", kinds), ("exception and message", messages)):
            pure, complete, both = homogeneity_completeness_v_measure(truth, clusters)
            print(
                f"  {name}, {len(rows)} drafts, {len(set(clusters))} clusters, against {len(set(truth))} of {label}: homogeneity {pure:.2f}, completeness {complete:.2f}, V {both:.2f}"
            )


def _shape(error: str) -> str:
    """Return an error without its numbers and quoted texts that are no names."""
    return re.sub(r"\d+(?:\.\d+)?", "#", error.splitlines()[0])[:160]


if __name__ == "__main__":
    main()
