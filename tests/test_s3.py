"""Results on a real S3 server: upload, parts, retention, a wrong secret, and a server that dies in mid-upload."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import obstore
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from results import CONTENT, KEPT, OTHER, TASK, add_task, made, rows, video_state
from seaweed import ACCESS, SECRET, Seaweed

from service.database import open_database, tasks
from service.settings import Settings
from service.storage.bucket import BucketDown, bucket_of
from service.storage.sending import videos
from service.storage.spool import Uploaded, spool_of
from service.storage.sweeping import Swept, remove, sweep

pytestmark = pytest.mark.slow

LONG = os.urandom(12_000_000)
"""So much goes up in three parts."""
KEY = f"{TASK}/animation.mp4"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Seaweed(tmp_path_factory.mktemp("seaweed"))
    try:
        server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture
def settings(server, tmp_path):
    return Settings(
        data=tmp_path,
        bucket_url=f"s3://results/{tmp_path.name}/below",
        bucket_endpoint=server.endpoint,
        bucket_access_key=ACCESS,
        bucket_secret_key=SECRET,
    )


@pytest.fixture
def spool(settings):
    database = open_database(settings)
    add_task(database)
    yield spool_of(settings, database)
    database.engine.dispose()


def read(spool, name="animation.mp4"):
    found = spool.open(TASK, name)
    return b"".join(spool.read(found, 0, found.size))


def listed(spool):
    return {each.key for each in spool.bucket.list()}


def test_upload_and_parts(spool, server, tmp_path):
    content = CONTENT | {"animation.mp4": LONG}
    assert spool.deliver(TASK, made(tmp_path / "made", content)) == Uploaded(stored=5, left=0)
    assert {name: read(spool, name) for name in content} == content
    assert spool.bucket.head(KEY).size == len(LONG)
    assert spool.bucket.head(f"{TASK}/finding-77.jpg") is None
    assert b"".join(spool.bucket.read(KEY, 5_242_870, 5_242_890)) == LONG[5_242_870:5_242_890]
    with pytest.raises(FileNotFoundError):
        spool.bucket.read(f"{OTHER}/animation.mp4", 0, 1)
    assert listed(spool) == {f"{TASK}/{name}" for name in content}
    assert {each.key for each in spool.bucket.list(TASK)} == listed(spool)
    assert {each.key for each in spool.bucket.list(OTHER)} == set()
    at = f"{tmp_path.name}/below/{KEY}"
    assert obstore.get(server.store(), at).attributes["Content-Type"] == "video/mp4"
    assert not (tmp_path / "bucket").exists()


def test_seeking_over_http(spool, tmp_path):
    spool.deliver(TASK, made(tmp_path / "made", CONTENT | {"animation.mp4": LONG}))

    def readable_task(task_id: str):
        with spool.database.reading() as connection:
            return connection.execute(tasks.select().where(tasks.c.id == task_id)).one()

    app = FastAPI()
    app.include_router(videos(readable_task))
    app.state.spool = spool
    with TestClient(app) as client:
        url = f"/videos/{KEY}"
        assert client.get(url).content == LONG
        for start, end in ((0, 1), (7_000_000, 7_000_100), (len(LONG) - 10, len(LONG))):
            answer = client.get(url, headers={"Range": f"bytes={start}-{end - 1}"})
            assert (answer.status_code, answer.content) == (206, LONG[start:end])
        assert client.head(url).headers["content-length"] == str(len(LONG))
        spool.bucket.delete([KEY])
        assert client.get(url).status_code == 410


def test_retention(spool, tmp_path):
    now = time.time()
    add_task(spool.database, OTHER, expires=now - 1)
    for task_id in (TASK, OTHER):
        spool.deliver(task_id, made(tmp_path / "made"))
    spool.bucket.put(f"{TASK}/finding-77.jpg", made(tmp_path / "more") / "poster.png", "image/jpeg")
    assert sweep(spool, now) == Swept((OTHER,), 0, (), compared=True)
    assert video_state(spool.database, OTHER) == "expired"
    assert sweep(spool, now + 7200) == Swept((), 1, (), compared=True)
    assert listed(spool) == {f"{TASK}/{name}" for name in CONTENT} | {f"{OTHER}/{name}" for name in KEPT}
    remove(spool, TASK)
    assert listed(spool) == {f"{each}/{name}" for each in (TASK, OTHER) for name in KEPT}
    spool.bucket.delete([f"{TASK}/scene.py", KEY])
    assert sweep(spool, now + 7200).lost == (f"{TASK}/scene.py",)


def test_a_wrong_secret_is_refused_and_not_told(settings, spool, tmp_path):
    wrong = "a-wrong-secret-that-nobody-reads"
    bucket = bucket_of(settings.model_copy(update={"bucket_secret_key": SecretStr(wrong)}))
    file = made(tmp_path / "made") / "animation.mp4"
    for ask in (
        lambda: bucket.put(KEY, file, "video/mp4"),
        lambda: bucket.head(KEY),
        lambda: bucket.read(KEY, 0, 1),
        lambda: bucket.delete([KEY]),
        lambda: list(bucket.list()),
    ):
        with pytest.raises(BucketDown) as caught:
            ask()
        assert wrong not in str(caught.value) + caught.value.remedy
    assert listed(spool) == set()


def test_a_bucket_that_there_is_not_is_down_and_its_results_not_lost(settings):
    bucket = bucket_of(settings.model_copy(update={"bucket_url": "s3://another"}))
    with pytest.raises(BucketDown):
        bucket.read(KEY, 0, 1)


def test_a_server_that_dies_in_mid_upload_loses_nothing(spool, server, tmp_path):
    content = CONTENT | {"animation.mp4": os.urandom(80_000_000)}
    folder = made(tmp_path / "made", content)
    before = server.size()
    with ThreadPoolExecutor(1) as pool:
        delivering = pool.submit(spool.deliver, TASK, folder)
        while server.size() < before + 10_000_000:
            assert not delivering.done()
            time.sleep(0.005)
        server.kill()
        uploaded = delivering.result(60)
    assert uploaded == Uploaded(stored=0, left=5)
    assert set(rows(spool.database).values()) == {"spooled"}
    assert {name: read(spool, name) for name in content} == content
    assert spool.flush() == Uploaded(stored=0, left=5)
    server.start()
    assert spool.bucket.head(KEY) is None  # no half a video
    assert spool.flush() == Uploaded(stored=5, left=0)
    assert set(rows(spool.database).values()) == {"stored"}
    assert {name: read(spool, name) for name in content} == content
    assert not (spool.folder / TASK).exists()
