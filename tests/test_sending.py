"""Results over HTTP: parts, conditions, and what there is no more."""

import shutil

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient
from results import CONTENT, OTHER, TASK, add_task, made

from service.database import open_database, tasks
from service.settings import Settings
from service.storage.sending import videos
from service.storage.spool import Spool, spool_of
from service.storage.sweeping import remove, sweep

VIDEO = CONTENT["animation.mp4"]
URL = f"/videos/{TASK}/animation.mp4"
SIZE = len(VIDEO)


@pytest.fixture
def spool(tmp_path):
    settings = Settings(data=tmp_path)
    database = open_database(settings)
    add_task(database)
    spool = spool_of(settings, database)
    spool.deliver(TASK, made(tmp_path / "made"))
    yield spool
    database.engine.dispose()


@pytest.fixture
def client(spool):
    def readable_task(task_id: str):
        with spool.database.reading() as connection:
            found = connection.execute(tasks.select().where(tasks.c.id == task_id)).one_or_none()
        if found is None or found.client != "ip:127.0.0.1":
            raise HTTPException(404, "there is no task of this id")
        return found

    app = FastAPI()
    app.include_router(videos(readable_task))
    app.state.spool = spool
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("animation.mp4", "video/mp4"),
        ("poster.png", "image/png"),
        ("finding-00.jpg", "image/jpeg"),
        ("scene.py", "text/x-python; charset=utf-8"),
    ],
)
def test_a_whole_file(client, name, media_type):
    answer = client.get(f"/videos/{TASK}/{name}")
    assert (answer.status_code, answer.content) == (200, CONTENT[name])
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-length"] == str(len(CONTENT[name]))
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "private" in answer.headers["cache-control"]
    assert "content-disposition" not in answer.headers


def test_the_download(client):
    answer = client.get(f"/videos/{TASK}.mp4")
    assert (answer.status_code, answer.content) == (200, VIDEO)
    assert answer.headers["content-disposition"] == f'attachment; filename="{TASK}.mp4"'
    assert client.head(f"/videos/{TASK}.mp4").headers["content-length"] == str(SIZE)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, SIZE),  # players ask so to see whether parts can be had
        ("bytes=10-19", 10, 20),
        ("bytes=100-", 100, SIZE),
        (f"bytes={SIZE - 1}-{SIZE + 99}", SIZE - 1, SIZE),
        ("bytes=-5", SIZE - 5, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
        ("Bytes = 3 - 4", 3, 5),
    ],
)
def test_a_part(client, asked, start, end):
    answer = client.get(URL, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, VIDEO[start:end])
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0"])
def test_a_part_that_is_not_there(client, asked):
    answer = client.get(URL, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{SIZE}"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-6",
        "bytes=9-5",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "frames=1-2",
        "0-5",
        "bytes=1",
        "bytes=" + "9" * 99 + "-",
    ],
)
def test_what_is_no_single_part_gets_all(client, asked):
    answer = client.get(URL, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, VIDEO)


def test_head_says_what_get_would_send(client):
    answer = client.head(URL, headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(SIZE)
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["etag"] == client.get(URL).headers["etag"]


def test_what_is_known_is_not_sent_again(client):
    etag = client.get(URL).headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = client.get(URL, headers={"If-None-Match": known, "Range": "bytes=0-1"})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
        assert client.head(URL, headers={"If-None-Match": known}).status_code == 304
    assert client.get(URL, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(f"/videos/{TASK}/poster.png", headers={"If-None-Match": etag}).status_code == 200


def test_a_part_of_another_version_is_not_sent(client, spool, tmp_path):
    before = client.get(URL).headers
    for held in (before["etag"], before["last-modified"]):
        assert client.get(URL, headers={"Range": "bytes=0-1", "If-Range": held}).status_code == 206
    for held in (f"W/{before['etag']}", '"other"', "Thu, 01 Jan 1970 00:00:00 GMT"):
        assert client.get(URL, headers={"Range": "bytes=0-1", "If-Range": held}).status_code == 200
    spool.deliver(TASK, made(tmp_path / "again", {"animation.mp4": b"another"}))
    answer = client.get(URL, headers={"Range": "bytes=0-1", "If-Range": before["etag"]})
    assert (answer.status_code, answer.content) == (200, b"another")


@pytest.mark.parametrize(
    "path",
    [
        f"/videos/{TASK}/poster.jpg",
        f"/videos/{TASK}/finding-99.jpg",
        f"/videos/{TASK}/..%2f..%2f..%2fetc%2fpasswd",
        f"/videos/{TASK}/%2e%2e",
        f"/videos/{TASK}/animation.mp4%00",
        f"/videos/{TASK}/animation.mp4%0a",
        f"/videos/{OTHER}/animation.mp4",
        f"/videos/{OTHER}.mp4",
        "/videos/..%2f..%2fetc%2fpasswd",
        "/videos/%2e%2e/animation.mp4",
    ],
)
def test_what_there_never_was(client, path):
    assert client.get(path).status_code == 404


def test_another_clients_task(client, spool):
    add_task(spool.database, OTHER, client="ip:10.0.0.1")
    assert client.get(f"/videos/{OTHER}/animation.mp4").status_code == 404


def test_a_task_without_a_video_yet(client, spool):
    add_task(spool.database, OTHER, video="none", status="running")
    answer = client.get(f"/videos/{OTHER}/animation.mp4")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert f"/status/{OTHER}" in answer.json()["detail"]


@pytest.mark.parametrize("how", ["expired", "removed", "lost"])
def test_what_is_gone_can_be_made_again(client, spool, tmp_path, how):
    if how == "expired":
        with spool.database.writing() as connection:
            connection.execute(tasks.update().values(expires=1.0))
        assert sweep(spool, 2.0).expired == (TASK,)
    elif how == "removed":
        remove(spool, TASK)
    else:
        for name in ("animation.mp4", "poster.png"):
            (spool.bucket.folder / TASK / name).unlink()
    for path in (URL, f"/videos/{TASK}.mp4", f"/videos/{TASK}/poster.png"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["rerender"] == f"/tasks/{TASK}/rerender"
        assert ("lost" in answer.json()["detail"]) == (how == "lost")
    assert client.get(f"/videos/{TASK}/scene.py").content == CONTENT["scene.py"]


def test_what_lies_elsewhere_can_be_had_later(client, spool, tmp_path):
    add_task(spool.database, OTHER)
    (spool.bucket.folder / OTHER).write_text("in the way")
    spool.deliver(OTHER, made(tmp_path / "other"))
    assert client.get(f"/videos/{OTHER}/animation.mp4").content == VIDEO
    client.app.state.spool = Spool(tmp_path / "elsewhere", spool.bucket, spool.database)
    answer = client.get(f"/videos/{OTHER}/animation.mp4")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) > 0


def test_without_the_bucket(client, spool):
    shutil.rmtree(spool.bucket.folder)
    spool.bucket.folder.write_text("down")
    answer = client.get(URL)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert str(spool.bucket.folder) not in answer.text


def test_the_description_has_every_answer(client):
    described = client.app.openapi()["paths"]
    for path in ("/videos/{task_id}/{name}", "/videos/{task_id}.mp4"):
        assert set(described[path]) == {"get"}
        assert {"200", "206", "304", "404", "410", "416", "503"} <= set(described[path]["get"]["responses"])
