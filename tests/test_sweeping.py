"""What expires, what is removed, what belongs to no task."""

import os
import time

import pytest
from results import CONTENT, KEPT, OTHER, TASK, add_task, made, rows, video_state
from test_studio import free_port

from service.database import files, open_database, tasks
from service.settings import Settings
from service.storage import sweeping
from service.storage.bucket import bucket_of
from service.storage.naming import BadKey
from service.storage.spool import Spool, spool_of
from service.storage.sweeping import Swept, expiry, remove, sweep
from service.storage.usage import Usage, usage

NOW = time.time()
NOTHING = Swept((), 0, (), compared=True)


@pytest.fixture
def spool(tmp_path):
    settings = Settings(data=tmp_path)
    database = open_database(settings)
    yield spool_of(settings, database)
    database.engine.dispose()


@pytest.fixture
def deliver(spool, tmp_path):
    def deliver(task_id=TASK, **values):
        add_task(spool.database, task_id, **values)
        spool.deliver(task_id, made(tmp_path / "made"))

    return deliver


def in_bucket(spool):
    return {each.key for each in spool.bucket.list()}


def keys(names, task_id=TASK):
    return {f"{task_id}/{name}" for name in names}


def age(spool, key, seconds):
    os.utime(spool.bucket.folder / key, (NOW - seconds,) * 2)


def away(spool):
    """The same spool before a bucket whose server does not run."""
    nowhere = {"bucket_url": "s3://results", "bucket_endpoint": f"http://127.0.0.1:{free_port()}"}
    keys = {"bucket_access_key": "one", "bucket_secret_key": "two"}
    bucket = bucket_of(Settings(data=spool.folder.parent, **nowhere, **keys))
    return Spool(spool.folder, bucket, spool.database)


def test_an_expired_video_goes_and_its_program_stays(spool, deliver):
    deliver(expires=NOW - 1)
    deliver(OTHER, expires=NOW + 1)
    assert sweep(spool, NOW) == Swept((TASK,), 0, (), compared=True)
    assert video_state(spool.database) == "expired"
    assert set(rows(spool.database)) == KEPT
    assert in_bucket(spool) == keys(KEPT) | keys(CONTENT, OTHER)
    assert video_state(spool.database, OTHER) == "there"
    assert sweep(spool, NOW) == NOTHING


def test_a_video_is_kept_as_long_as_it_is_set(tmp_path):
    settings = Settings(data=tmp_path, video_days=2)
    assert expiry(settings, 1000.0) == 1000.0 + 2 * 86400


def test_what_has_no_time_set_stays(spool, deliver):
    deliver()
    assert sweep(spool, NOW + 1e9).expired == ()
    assert in_bucket(spool) == keys(CONTENT)


def test_more_than_a_batch_expires_and_is_deleted(spool):
    count = 2 * sweeping.BATCH + 3
    with spool.database.writing() as connection:
        for number in range(count):
            folder = spool.bucket.folder / f"{number:032x}"
            folder.mkdir()
            (folder / "animation.mp4").write_bytes(b"x")
            os.utime(folder / "animation.mp4", (NOW - 7200,) * 2)
    assert sweep(spool, NOW).orphans == count
    assert in_bucket(spool) == set()
    for number in range(count):
        add_task(spool.database, f"{number:032x}", expires=NOW - number)
    assert len(set(sweep(spool, NOW).expired)) == count
    with spool.database.reading() as connection:
        assert set(connection.scalars(tasks.select().with_only_columns(tasks.c.video))) == {"expired"}


@pytest.mark.parametrize(
    ("name", "seconds", "status", "goes"),
    [
        ("finding-09.jpg", 7200, "completed", True),
        ("finding-09.jpg", 60, "completed", False),  # it may be about to get its row
        ("finding-09.jpg", 7200, "running", False),  # so may it where the task goes on
        ("finding-09.jpg", 7200, "pending", False),
        ("animation.mp4", 7200, "completed", False),  # it has one
    ],
)
def test_orphans(spool, deliver, name, seconds, status, goes):
    deliver(status=status)
    (spool.bucket.folder / TASK / name).write_bytes(b"x")
    age(spool, f"{TASK}/{name}", seconds)
    assert sweep(spool, NOW).orphans == goes
    assert in_bucket(spool) == keys(CONTENT) | (set() if goes else keys([name]))


def test_results_of_a_task_that_is_gone_are_orphans(spool, deliver):
    deliver()
    with spool.database.writing() as connection:
        connection.execute(tasks.delete())
    assert sweep(spool, NOW + 7200).orphans == len(CONTENT)
    assert in_bucket(spool) == set()


def test_what_is_not_ours_stays(spool):
    for name in ("notes.txt", f"{TASK}/notes.txt", "backup/animation.mp4"):
        path = spool.bucket.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("hands off")
        age(spool, name, 1e6)
    assert sweep(spool, NOW).orphans == 0
    assert (spool.bucket.folder / TASK / "notes.txt").exists()


def test_what_is_missing_is_told(spool, deliver, caplog):
    deliver()
    (spool.bucket.folder / TASK / "scene.py").unlink()
    assert sweep(spool, NOW).lost == ()  # it may be on its way
    assert sweep(spool, NOW + 7200).lost == (f"{TASK}/scene.py",)
    assert "1 results are not in the bucket" in caplog.text


def test_without_the_bucket_what_expires_is_gone_and_deleted_later(spool, deliver):
    deliver(expires=NOW - 1)
    assert sweep(away(spool), NOW) == Swept((TASK,), 0, (), compared=False)
    assert spool.open(TASK, "animation.mp4") is None
    assert in_bucket(spool) == keys(CONTENT)
    assert sweep(spool, NOW + 7200).orphans == 3
    assert in_bucket(spool) == keys(KEPT)


def test_removing(spool, deliver):
    deliver()
    assert remove(spool, TASK)
    assert video_state(spool.database) == "removed"
    assert set(rows(spool.database)) == KEPT
    assert in_bucket(spool) == keys(KEPT)
    assert remove(spool, TASK)
    assert not remove(spool, OTHER)
    with pytest.raises(BadKey):
        remove(spool, "../" + TASK)


def test_removing_what_is_still_in_the_spool(spool, tmp_path):
    add_task(spool.database)
    away(spool).deliver(TASK, made(tmp_path / "made"))
    assert remove(away(spool), TASK)
    assert {path.name.partition("-")[2] for path in (spool.folder / TASK).iterdir()} == KEPT
    assert spool.flush().stored == len(KEPT)
    assert in_bucket(spool) == keys(KEPT)


def test_a_task_without_a_video_has_none_to_remove(spool, deliver):
    deliver(video="none", status="failed")
    assert remove(spool, TASK)
    assert video_state(spool.database) == "none"
    assert set(rows(spool.database)) == KEPT


def test_usage(spool, deliver, tmp_path):
    day = 86400
    deliver(expires=NOW + day)
    deliver(OTHER, expires=NOW + 9 * day)
    add_task(spool.database, "c" * 32, expires=NOW + 2 * day)
    away(spool).deliver("c" * 32, made(tmp_path / "made"))
    size = {name: len(content) for name, content in CONTENT.items()}
    assert {each.kind: each for each in usage(spool.database, NOW)} == {
        "video": Usage("video", 3, 3 * size["animation.mp4"], 2, 1, 2),
        "poster": Usage("poster", 3, 3 * size["poster.png"], 2, 1, 2),
        "still": Usage("still", 3, 3 * size["finding-00.jpg"], 2, 1, 2),
        "code": Usage("code", 3, 3 * size["scene.py"], 2, 1, 0),
        "report": Usage("report", 3, 3 * size["report.json"], 2, 1, 0),
    }
    with spool.database.writing() as connection:
        connection.execute(files.delete())
    assert usage(spool.database, NOW) == ()
