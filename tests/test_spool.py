"""The spool: results are safe whatever ends in the middle."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from results import CONTENT, OTHER, TASK, add_task, made, rows

from service.database import files, open_database, tasks
from service.settings import Settings
from service.storage.naming import BadKey
from service.storage.results import Unavailable
from service.storage.spool import Spool, Uploaded, spool_of

ALL = dict.fromkeys(CONTENT, "stored")


@pytest.fixture
def spool(tmp_path):
    settings = Settings(data=tmp_path)
    database = open_database(settings)
    add_task(database)
    yield spool_of(settings, database)
    database.engine.dispose()


def down(spool):
    """Something is in the way in the bucket's folder: nothing goes there."""
    for task_id in (TASK, OTHER):
        shutil.rmtree(spool.bucket.folder / task_id, ignore_errors=True)
        (spool.bucket.folder / task_id).write_text("down")


def up(spool):
    for task_id in (TASK, OTHER):
        (spool.bucket.folder / task_id).unlink()


def read(spool, name="animation.mp4", task_id=TASK):
    found = spool.open(task_id, name)
    return b"".join(spool.read(found, 0, found.size))


def all_read(spool):
    return {name: read(spool, name) for name in rows(spool.database)}


def in_spool(spool, task_id=TASK):
    folder = spool.folder / task_id
    return sorted(path.name.partition("-")[2] for path in folder.iterdir()) if folder.is_dir() else []


def test_delivered_results_are_in_the_bucket(spool, tmp_path):
    folder = made(tmp_path / "made", CONTENT | {"scratch.txt": b"no result"})
    assert spool.deliver(TASK, folder) == Uploaded(stored=5, left=0)
    assert rows(spool.database) == ALL
    assert all_read(spool) == CONTENT
    assert in_spool(spool) == []
    assert not folder.exists()
    assert sorted(each.key for each in spool.bucket.list()) == sorted(f"{TASK}/{name}" for name in CONTENT)


def test_without_the_bucket_they_wait_and_can_be_read(spool, tmp_path):
    down(spool)
    assert spool.deliver(TASK, made(tmp_path / "made")) == Uploaded(stored=0, left=5)
    assert set(rows(spool.database).values()) == {"spooled"}
    assert all_read(spool) == CONTENT
    assert spool.flush() == Uploaded(stored=0, left=5)
    up(spool)
    assert spool.flush() == Uploaded(stored=5, left=0)
    assert rows(spool.database) == ALL
    assert all_read(spool) == CONTENT
    assert in_spool(spool) == []
    assert spool.flush() == Uploaded(stored=0, left=0)


def test_delivering_again_replaces(spool, tmp_path):
    spool.deliver(TASK, made(tmp_path / "first"))
    again = {"animation.mp4": b"another", "report.json": b"[]"}
    spool.deliver(TASK, made(tmp_path / "second", again))
    # the program is kept for ever, what showed the earlier video goes
    assert all_read(spool) == again | {"scene.py": CONTENT["scene.py"]}


def test_delivering_again_while_the_first_waits(spool, tmp_path):
    down(spool)
    spool.deliver(TASK, made(tmp_path / "first"))
    again = CONTENT | {"animation.mp4": b"another"}
    spool.deliver(TASK, made(tmp_path / "second", again))
    assert all_read(spool) == again
    assert in_spool(spool) == sorted(CONTENT)
    up(spool)
    assert spool.flush() == Uploaded(stored=5, left=0)
    assert all_read(spool) == again


def test_delivering_a_folder_that_is_gone_goes_on(spool, tmp_path):
    down(spool)
    folder = made(tmp_path / "made")
    spool.deliver(TASK, folder)
    up(spool)
    assert spool.deliver(TASK, folder) == Uploaded(stored=5, left=0)
    assert all_read(spool) == CONTENT


def test_a_task_that_there_is_not_gets_nothing(spool, tmp_path):
    folder = made(tmp_path / "made")
    with pytest.raises(sa.exc.IntegrityError):
        spool.deliver(OTHER, folder)
    assert {path.name for path in folder.iterdir()} == set(CONTENT)
    spool.tidy()
    assert in_spool(spool, OTHER) == []


@pytest.mark.parametrize("task_id", ["", "..", "../" + TASK, TASK.upper(), TASK + "\n"])
def test_an_id_that_is_none(spool, tmp_path, task_id):
    with pytest.raises(BadKey):
        spool.deliver(task_id, made(tmp_path / "made"))
    with pytest.raises(BadKey):
        spool.open(task_id, "animation.mp4")


def test_what_there_is_not(spool):
    assert spool.open(TASK, "animation.mp4") is None
    with pytest.raises(BadKey):
        spool.open(TASK, "../../etc/passwd")


def test_what_lies_in_another_spool_is_told(spool, tmp_path):
    down(spool)
    spool.deliver(TASK, made(tmp_path / "made"))
    other = Spool(tmp_path / "other", spool.bucket, spool.database)
    with pytest.raises(Unavailable):
        other.open(TASK, "animation.mp4")
    up(spool)
    assert other.flush() == Uploaded(stored=0, left=0)
    assert set(rows(spool.database).values()) == {"spooled"}
    spool.flush()
    assert read(other) == CONTENT["animation.mp4"]


def test_a_spool_keeps_its_name_and_all_processes_know_it(spool, tmp_path):
    same = [Spool(tmp_path / "other", spool.bucket, spool.database) for _ in range(8)]
    names, start = [], threading.Barrier(8)

    def ask(one):
        start.wait()
        names.append(one.id)

    threads = [threading.Thread(target=ask, args=(one,)) for one in same]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 8
    assert len(set(names)) == 1
    assert names[0] != spool.id


def test_a_part_is_read_from_where_it_lies(spool, tmp_path):
    down(spool)
    spool.deliver(TASK, made(tmp_path / "made"))
    for _ in "in the spool", "in the bucket":
        found = spool.open(TASK, "animation.mp4")
        assert b"".join(spool.read(found, 7, 21)) == CONTENT["animation.mp4"][7:21]
        if found.path:
            up(spool)
            spool.flush()
            assert (
                b"".join(spool.read(found, 7, 21)) == CONTENT["animation.mp4"][7:21]
            )  # found before, read after


def test_one_that_will_not_go_up_does_not_hold_up_the_rest(spool, tmp_path):
    down(spool)
    add_task(spool.database, OTHER)
    spool.deliver(TASK, made(tmp_path / "first"))
    spool.deliver(OTHER, made(tmp_path / "second"))
    (spool.bucket.folder / OTHER).unlink()
    assert spool.flush() == Uploaded(stored=5, left=5)
    assert rows(spool.database, OTHER) == ALL
    (spool.bucket.folder / TASK).unlink()
    assert spool.flush() == Uploaded(stored=5, left=0)


def test_a_file_that_was_lost_is_told_and_holds_up_nothing(spool, tmp_path, caplog):
    down(spool)
    spool.deliver(TASK, made(tmp_path / "made"))
    next((spool.folder / TASK).glob("*poster.png")).unlink()
    up(spool)
    assert spool.flush() == Uploaded(stored=4, left=1)
    assert "poster.png of task" in caplog.text


def test_what_is_removed_on_its_way_up_does_not_stay(spool, tmp_path):
    down(spool)
    spool.deliver(TASK, made(tmp_path / "made"))
    up(spool)

    class Removing:
        """Stands for somebody who removes the task's results while they go up."""

        def put(self, key, path, content_type):
            bucket.put(key, path, content_type)
            with spool.database.writing() as connection:
                connection.execute(files.delete().where(files.c.task == TASK))

        def delete(self, keys):
            bucket.delete(keys)

    bucket = spool.bucket
    Spool(spool.folder, Removing(), spool.database).flush()
    assert list(bucket.list()) == []


def test_folders_of_tasks_that_are_gone_go(spool, tmp_path):
    down(spool)
    spool.deliver(TASK, made(tmp_path / "made"))
    with spool.database.writing() as connection:
        connection.execute(tasks.delete())
    spool.tidy()
    assert not (spool.folder / TASK).exists()


KILLED = """
import os, sys
from pathlib import Path
from service.database import open_database
from service.settings import Settings
from service.storage.spool import spool_of

data, task, folder, at = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
settings = Settings(data=data)
database = open_database(settings)
spool = spool_of(settings, database)
spool.id
seen = 0
CHANGES = {"os.link", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "shutil.copyfile"}

def count(event, arguments):
    global seen
    if event in CHANGES and "lock" not in str(arguments[0]):
        seen += 1
        if seen == at:
            os.kill(os.getpid(), 9)

@__import__("sqlalchemy").event.listens_for(database.engine, "commit")
def commit(connection):
    count("os.link", ("commit",))

sys.addaudithook(count)
spool.deliver(task, folder)
print(seen)
"""
"""Delivers, and is killed at its n-th step that changes the disk or the database."""


def deliver_killed(tmp_path, at):
    folder = tmp_path / "made"
    command = [sys.executable, "-c", KILLED, str(tmp_path), TASK, str(folder), str(at)]
    return subprocess.run(
        command, cwd=Path(__file__).parent.parent, env=os.environ, capture_output=True, text=True
    )


@pytest.mark.slow
@pytest.mark.parametrize("is_down", [False, True])
def test_a_kill_between_any_two_steps_loses_nothing(spool, tmp_path, is_down):
    """After each kill the task is delivered once more, from the same folder or, if it is gone, from no folder."""
    at, steps = 1, 0
    while True:
        with spool.database.writing() as connection:
            connection.execute(files.delete())
        shutil.rmtree(tmp_path / "made", ignore_errors=True)
        made(tmp_path / "made")
        if is_down:
            down(spool)
        ended = deliver_killed(tmp_path, at)
        if is_down:
            up(spool)
        if ended.returncode == 0:
            break
        assert ended.returncode == -9, ended.stderr
        steps += 1
        spool.deliver(TASK, tmp_path / "made")
        assert rows(spool.database) == ALL, at
        assert all_read(spool) == CONTENT, at
        assert in_spool(spool) == [], at
        at += 1
    assert steps >= 12, ended.stderr
