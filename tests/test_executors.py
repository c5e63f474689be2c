"""Who is alive."""

import subprocess
import sys
import threading
import time

import postgres
import pytest
from conftest import free_port

from service.executors import FileLocks, alone

HOLD = """
import sys
from pathlib import Path
from service.executors import FileLocks
FileLocks(Path(sys.argv[1])).hold(sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path, "one"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.communicate(timeout=10)


def test_a_lock_is_taken_from_the_dead_alone(held, tmp_path):
    locks = FileLocks(tmp_path)
    with locks.taken("one") as is_dead:
        assert not is_dead
    held.kill()
    held.wait(10)
    with locks.taken("one") as is_dead:
        assert is_dead
    assert list(tmp_path.iterdir()) == []


def test_a_start_removes_the_locks_of_the_dead_and_no_others(held, tmp_path):
    (tmp_path / "two").touch()
    locks = FileLocks(tmp_path)
    assert not locks.is_held()
    locks.hold("three")
    assert locks.is_held()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "three"]


def test_a_lock_that_is_held_is_that_of_its_name_however_many_look(tmp_path):
    is_over = threading.Event()

    def look():
        locks = FileLocks(tmp_path)
        while not is_over.is_set():
            for number in range(40):
                with locks.taken(f"w{number}"):
                    pass

    thread = threading.Thread(target=look)
    thread.start()
    try:
        holders = [FileLocks(tmp_path) for _ in range(40)]
        for number, each in enumerate(holders):
            each.hold(f"w{number}")
            with FileLocks(tmp_path).taken(f"w{number}") as is_dead:
                assert not is_dead
    finally:
        is_over.set()
        thread.join()


@pytest.mark.slow
def test_one_at_a_time_of_all_that_share_a_database():
    if postgres.PROGRAMS is None:
        pytest.skip(postgres.MISSING)
    inside, most = [], []

    def enter(url):
        with alone(url, "x"):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.1)
            inside.pop()

    with postgres.running(free_port()) as url:
        plain = url.replace("postgresql:", "postgresql+psycopg:")
        threads = [threading.Thread(target=enter, args=(plain,)) for _ in range(3)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(20)
    assert most == [1, 1, 1]
