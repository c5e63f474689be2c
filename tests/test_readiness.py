"""Ready or not, and what would help: fast, whatever hangs."""

import os
import socket
import threading
import time

import pytest
from small_app import small_app
from starlette.testclient import TestClient

from service.api.health import router
from service.database import open_database
from service.readiness import LONGEST_SECONDS, Condition, Readiness, readiness
from service.settings import Settings


def conditions(tmp_path, *, makes_videos=True, **settings) -> dict[str, Condition]:
    settings = Settings(data=tmp_path, **settings)
    looked = readiness(settings, open_database(settings), makes_videos=makes_videos).conditions()
    return {each.name: each for each in looked}


def asking(data, looks) -> TestClient:
    app = small_app(data)
    app.include_router(router)
    app.state.readiness = Readiness(looks)
    return TestClient(app)


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"


@pytest.fixture
def silent() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}/v1"


def test_the_process_lives(tmp_path):
    assert asking(tmp_path, {}).get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("ok", "needed", "status"), [(True, True, 200), (False, True, 503), (False, False, 200)]
)
def test_only_what_is_needed_and_missing_makes_it_not_ready(tmp_path, ok, needed, status):
    seen = Condition("tea", ok, "the pot", needed, "put the kettle on")
    answer = asking(tmp_path, {"tea": lambda: seen}).get("/readyz")
    assert answer.status_code == status
    assert answer.json()["checks"] == [
        {
            "name": "tea",
            "ok": ok,
            "found": "the pot",
            "needed": needed,
            "remedy": None if ok else "put the kettle on",
        }
    ]


def test_what_hangs_does_not_hang_the_answer(tmp_path):
    gate, begun = threading.Event(), []

    def hang() -> Condition:
        begun.append(1)
        gate.wait(30)
        return Condition("hanging", True, "at last")

    looked = Readiness({"hanging": hang, "fine": lambda: Condition("fine", True, "")})
    started = time.monotonic()
    hanging, fine = looked.conditions()
    assert time.monotonic() - started < LONGEST_SECONDS + 1
    assert (hanging.ok, fine.ok) == (False, True)
    looked._seen_at = float("-inf")
    assert not looked.conditions()[0].ok
    assert begun == [1]  # a second one would hang as well
    gate.set()


def test_what_breaks_is_not_ready_and_tells_no_secret():
    def broken() -> Condition:
        raise RuntimeError("postgresql://me:hunter2@db")

    (seen,) = Readiness({"broken": broken}).conditions()
    assert not seen.ok
    assert "hunter2" not in str(seen)
    assert seen.remedy


def test_what_was_seen_is_kept_for_some_seconds():
    looks = []
    looked = Readiness({"tea": lambda: looks.append(1) or Condition("tea", True, "")})
    for _ in range(3):
        looked.conditions()
    assert looks == [1]


def test_a_process_that_makes_videos_needs_more(tmp_path):
    everything = conditions(tmp_path)
    assert set(everything) == {"database", "disk", "bucket", "index", "sandbox", "model", "latex"}
    assert everything["index"].needed
    front = conditions(tmp_path, makes_videos=False)
    assert set(front) == {"database", "disk", "bucket", "index"}
    assert not front["index"].needed


def test_a_fresh_folder_lacks_the_index_and_says_so(tmp_path):
    seen = conditions(tmp_path)
    assert not seen["index"].ok
    assert "rotator index build" in seen["index"].remedy
    assert all(seen[name].ok for name in ("database", "disk", "bucket", "sandbox", "model"))
    assert "not started yet" in seen["sandbox"].found
    assert list((tmp_path / "run").glob("*")) == []  # nor did the question start it


def test_a_database_that_is_gone_is_missed(tmp_path):
    settings = Settings(data=tmp_path)
    database = open_database(settings)
    database.engine.dispose()
    for file in tmp_path.glob("tasks.sqlite*"):
        file.unlink()
    (tmp_path / "tasks.sqlite").mkdir()
    seen = {each.name: each for each in readiness(settings, database, makes_videos=False).conditions()}
    assert not seen["database"].ok
    assert "ROTATOR_DATABASE_URL" in seen["database"].remedy


def test_a_folder_that_is_gone_is_missed(tmp_path):
    settings = Settings(data=tmp_path / "data")
    database = open_database(settings)
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    seen = {each.name: each for each in readiness(settings, database, makes_videos=False).conditions()}
    assert not seen["disk"].ok


@pytest.mark.parametrize(
    ("name", "setting", "needed"),
    [
        ("model", lambda url: {"model": "openai:local", "base_url": url}, True),
        ("bucket", lambda url: {"bucket_url": "s3://videos", "bucket_endpoint": url}, False),
        ("index", lambda url: {"chroma_url": url}, True),
    ],
)
def test_a_server_that_does_not_answer_is_missed(tmp_path, silent, name, setting, needed):
    seen = conditions(tmp_path, **setting(silent))[name]
    assert not seen.ok
    assert seen.needed is needed
    assert "127.0.0.1" in seen.found
    assert seen.remedy


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("model", lambda url: {"model": "openai:local", "base_url": url}),
        ("bucket", lambda url: {"bucket_url": "s3://videos", "bucket_endpoint": url}),
        ("bucket", lambda url: {"bucket_url": "s3://videos"}),
        ("model", lambda url: {"model": "openai:gpt"}),
    ],
)
def test_a_server_that_answers_or_that_nobody_may_ask_is_fine(tmp_path, listening, name, setting):
    assert conditions(tmp_path, **setting(listening))[name].ok


def test_latex_is_wanted_and_not_needed(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    seen = conditions(tmp_path)["latex"]
    assert (seen.ok, seen.needed) == (False, False)
    assert "texlive" in seen.remedy


@pytest.mark.slow
def test_a_running_sandbox_says_its_tier(tmp_path, data):
    from service.wiring import renderer

    settings = Settings(data=data)
    database = open_database(Settings(data=tmp_path))
    with renderer(settings).held():
        seen = {each.name: each for each in readiness(settings, database, makes_videos=True).conditions()}
    assert seen["sandbox"].ok
    assert seen["sandbox"].found in ("namespaces", "landlock")
