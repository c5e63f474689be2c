"""What the service needs of its task engine, on SQLite and on PostgreSQL: the contract of service/engine.py."""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

import postgres
import pytest
import sqlalchemy as sa
from conftest import free_port
from sqlalchemy.pool import NullPool

from service.database import open_database
from service.dbos_engine import DbosEngine, prepare
from service.engine import TRIES, Job
from service.settings import Settings

pytestmark = pytest.mark.slow
WORKER = Path(__file__).with_name("working.py")


class Bench:
    def __init__(self, url: str | None, folder: Path):
        self.settings = Settings(data=folder, database_url=url)
        self.database = open_database(self.settings)
        self.url = self.database.engine.url.render_as_string(hide_password=False)
        self.folder, self.log = folder, folder / "log"
        self.log.touch()
        prepare(self.url, folder)
        self.engine = DbosEngine(self.url)
        self.workers = []

    def worker(self):
        process = subprocess.Popen(
            [sys.executable, WORKER, self.url, self.folder, self.log],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.workers.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    def enqueue(self, task, leg=1, queue="models", client="ip:1", priority=5):
        job = Job(task, leg, queue, client, priority)
        with self.database.writing() as connection:
            self.engine.enqueue(connection, job)
        return job

    def lines(self, what):
        told = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [line for line in told if line[0] == what]

    def wait(self, is_so, seconds=20):
        deadline = time.monotonic() + seconds
        while not (value := is_so()):
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)
        return value

    def state(self, job):
        return self.engine.states([job.id]).get(job.id)

    def close(self):
        for process in self.workers:
            process.kill()
            process.wait(10)
            process.stdin.close()
            process.stdout.close()
        self.engine.close()
        self.database.engine.dispose()


@pytest.fixture(scope="module")
def server():
    if postgres.PROGRAMS is None:
        pytest.skip(postgres.MISSING)
    with postgres.running(free_port()) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request, tmp_path):
    url = None
    if request.param == "postgresql":
        base = request.getfixturevalue("server")
        name = f"t{abs(hash(request.node.name)) % 10**9}"
        plain = base.replace("postgresql:", "postgresql+psycopg:")
        engine = sa.create_engine(plain, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        url = f"{base.rpartition('/')[0]}/{name}"
    bench = Bench(url, tmp_path)
    yield bench
    bench.close()


def test_a_job_is_done_and_tells(bench):
    job = bench.enqueue("a")
    assert bench.state(job) == "waiting"
    bench.worker()
    bench.wait(lambda: bench.state(job) == "done")

    async def told(offset):
        return [event async for event in bench.engine.events(job.id, offset)]

    assert asyncio.run(told(0)) == [
        {"event": "stage", "stage": "draft", "attempt": 1},
        {"event": "code", "text": "x"},
    ]
    assert asyncio.run(told(1)) == [{"event": "code", "text": "x"}]
    bench.enqueue("a")
    time.sleep(0.5)
    assert len(bench.lines("begin")) == 1, "the same job is not done twice"


def test_a_transaction_that_fails_queues_nothing(bench):
    with bench.database.engine.connect() as connection, connection.begin() as transaction:
        bench.engine.enqueue(connection, Job("b", 1, "models", "ip:1"))
        transaction.rollback()
    assert bench.engine.states(["b-1"]) == {}


def test_what_is_cancelled_while_it_waits_is_not_begun(bench):
    job = bench.enqueue("c")
    bench.engine.cancel(job.id)
    bench.worker()
    other = bench.enqueue("d")
    bench.wait(lambda: bench.state(other) == "done")
    assert bench.state(job) == "cancelled"
    assert [line[1] for line in bench.lines("begin")] == ["d"]


def test_what_a_killed_worker_had_is_taken_over_within_a_second_or_so(bench):
    workers = {worker.pid: worker for worker in (bench.worker(), bench.worker())}
    job = bench.enqueue("long-1.5")
    begun = bench.wait(lambda: bench.lines("begin"))[0]
    killed = time.time()
    workers.pop(begun[3]).kill()
    bench.wait(lambda: len(bench.lines("begin")) == 2)
    again = bench.lines("begin")[1]
    assert [again[3]] == list(workers)
    assert again[4] - killed < 3
    bench.wait(lambda: bench.state(job) == "done")
    assert len(bench.lines("end")) == 1


def test_a_slow_worker_is_not_taken_for_a_dead_one(bench):
    bench.worker()
    bench.worker()
    job = bench.enqueue("long-4")
    bench.wait(lambda: bench.state(job) == "done")
    assert len(bench.lines("begin")) == 1


def test_poison_is_dead_after_some_tries(bench):
    job = bench.enqueue("poison")
    for _ in range(TRIES):
        bench.worker().wait(20)
    bench.worker()
    bench.wait(lambda: bench.state(job) == "dead")
    assert len(bench.lines("begin")) == TRIES


def test_what_raises_is_dead(bench):
    bench.worker()
    job = bench.enqueue("fault")
    bench.wait(lambda: bench.state(job) == "dead")


def test_what_cannot_be_done_now_is_begun_again_by_the_same_worker(bench):
    worker = bench.worker()
    job = bench.enqueue("away")
    bench.wait(lambda: bench.state(job) == "done")
    assert [line[3] for line in bench.lines("begin")] == [worker.pid] * 3
    assert len(bench.lines("end")) == 1


def test_what_runs_is_not_cancelled_under_its_worker(bench):
    bench.worker()
    job = bench.enqueue("long-1")
    bench.wait(lambda: bench.lines("begin"))
    bench.engine.cancel(job.id)
    bench.wait(lambda: bench.state(job) == "done")


def test_a_queue_has_its_own_number_and_a_client_its_share(bench):
    for number in range(4):
        bench.enqueue(f"a{number}-0.3", client="ip:a", queue="models")
    bench.enqueue("b0-0.3", client="ip:b", queue="models")
    bench.worker()
    bench.wait(lambda: len(bench.lines("end")) == 5)
    begun = sorted(bench.lines("begin"), key=lambda line: line[4])
    assert "b0-0.3" in [line[1] for line in begun[:3]], (
        "two of a client at a time: the other's is not behind four"
    )


def test_urgent_ones_go_first(bench):
    for number, priority in enumerate((5, 5, 1)):
        bench.enqueue(f"p{number}-0.2", queue="renders", priority=priority)
        time.sleep(1.05)  # SQLite's clock counts seconds
    bench.worker()
    bench.wait(lambda: len(bench.lines("end")) == 3)
    assert [line[1] for line in bench.lines("begin")] == ["p2-0.2", "p0-0.2", "p1-0.2"]


def test_stopping_lets_what_is_begun_come_to_its_end(bench):
    worker = bench.worker()
    job = bench.enqueue("long-1")
    bench.wait(lambda: bench.lines("begin"))
    later = bench.enqueue("e", queue="renders")
    bench.wait(lambda: bench.state(later) == "done")
    worker.stdin.write("\n")
    worker.stdin.flush()
    assert worker.wait(20) == 0
    assert bench.state(job) == "done"


def test_a_schedule_is_kept_by_one_of_all(bench):
    bench.worker()
    bench.worker()
    bench.wait(lambda: len(bench.lines("tick")) >= 4)
    seconds = [int(line[4] + 0.5) for line in bench.lines("tick")]
    assert len(seconds) - len(set(seconds)) <= 1, "not once by each"


def test_what_has_ended_is_forgotten(bench):
    job = bench.enqueue("f")
    waiting = bench.enqueue("g-30")
    bench.worker()
    bench.wait(lambda: bench.state(job) == "done")
    assert bench.engine.forget(time.time() - 60) == 0
    assert bench.engine.forget(time.time() + 1) >= 1
    assert bench.state(job) is None
    assert bench.state(waiting) == "working"
