"""What stands around every request: ids, headers, limits, and no buffer."""

import asyncio
import json
import logging
import time

import pytest
from fastapi import Body, HTTPException
from fastapi.sse import EventSourceResponse
from small_app import small_app
from starlette.testclient import TestClient

from service.api.middleware import LARGEST_BODY, SECURITY, protect
from service.logs import request_id_var
from service.metrics import exposition


def guarded(data, **settings):
    app = small_app(data, **settings)
    protect(app, app.state.settings)

    @app.get("/tasks/{task_id}")
    def task(task_id: str) -> str:
        logging.getLogger("service.test").warning("asked")
        return request_id_var.get()

    @app.post("/edit")
    def edit(code: str = Body(embed=True)) -> int:
        return len(code)

    @app.post("/deaf")
    def deaf() -> None:
        """Read no body."""

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the key is rot_0123456789ab_secret")

    @app.get("/teapot")
    def teapot() -> None:
        raise HTTPException(418, "short and stout", {"X-Spout": "yes"})

    @app.get("/events", response_class=EventSourceResponse)
    async def events():
        yield {"first": True}
        await app.state.gate.wait()
        yield {"last": True}

    return app


@pytest.fixture
def app(tmp_path):
    return guarded(tmp_path)


@pytest.fixture
def client(app) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/tasks/1", 200), ("/nowhere", 404), ("/edit", 405), ("/broken", 500), ("/teapot", 418)],
)
def test_every_answer_has_the_security_headers(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers.items() >= {name.lower(): value for name, value in SECURITY.items()}.items()
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Request-ID"]
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status


def test_a_fault_of_ours_says_nothing_of_itself(client):
    told = client.get("/broken").text
    assert "its log says which" in told
    assert "rot_" not in told
    assert "RuntimeError" not in told


def test_an_error_keeps_its_own_headers(client):
    assert client.get("/teapot").headers["X-Spout"] == "yes"


@pytest.mark.parametrize(
    ("brought", "is_kept"),
    [("0123456789abcdef", True), ("a" * 65, False), ("short", False), ("with space 12", False), ("", False)],
)
def test_a_request_has_an_id_its_own_where_it_is_one(client, brought, is_kept):
    answer = client.get("/tasks/1", headers={"X-Request-ID": brought})
    assert (answer.headers["X-Request-ID"] == brought) is is_kept
    assert answer.json() == answer.headers["X-Request-ID"]
    assert request_id_var.get() is None


def chunks(size: int, sent: list[int]):
    for _ in range(size // 1024 + 1):
        sent.append(1024)
        yield b"x" * 1024


@pytest.mark.parametrize("path", ["/edit", "/deaf"])
def test_a_body_that_says_it_is_too_large_is_refused_at_once(client, path):
    answer = client.post(path, content=b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "256 KiB" in answer.json()["detail"]


def test_a_body_that_does_not_say_so_is_refused_too(client):
    headers = {"Content-Type": "application/json"}
    answer = client.post("/edit", content=chunks(LARGEST_BODY, []), headers=headers)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_it_is_not_read_to_its_end(app):
    """Ask with an endless body."""
    sent, answered = [], []

    async def receive():
        sent.append(1)
        return {"type": "http.request", "body": b"x" * 65536, "more_body": True}

    async def send(message):
        answered.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/edit", "headers": headers, "query_string": b""}
    asyncio.run(asyncio.wait_for(app(scope | {"http_version": "1.1"}, receive, send), 10))
    assert answered[0]["status"] == 413
    assert len(sent) == LARGEST_BODY // 65536 + 1


def test_a_program_of_the_largest_size_is_read(client):
    room = LARGEST_BODY - len('{"code":""}')
    body = json.dumps({"code": "x" * room}, separators=(",", ":"))
    assert client.post("/edit", content=body, headers={"Content-Type": "application/json"}).json() == room


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"code": 3}', b"\xff\xfe", b'{"code": "x"', b"[" * 100_000, b"null"]
)
def test_a_malformed_body_is_told_what_is_wrong(client, body):
    answer = client.post("/edit", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_other_sites_are_not_told_anything(client):
    headers = {"Origin": "https://friend.example", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in client.options("/edit", headers=headers).headers
    assert "access-control-allow-origin" not in client.get("/tasks/1", headers=headers).headers


@pytest.mark.parametrize(
    ("origin", "may"), [("https://friend.example", True), ("https://evil.example", False)]
)
def test_sites_that_are_named_may_ask(tmp_path, origin, may):
    app = guarded(tmp_path, cors_origins="https://friend.example, https://other.example")
    client = TestClient(app)
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "X-API-Key"}
    answer = client.options("/edit", headers={"Origin": origin, **asked})
    assert (answer.headers.get("access-control-allow-origin") == origin) is may
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_events_are_sent_as_they_come(app):
    """Nothing around the stream holds the first event back until the last."""
    got: list[dict] = []

    async def conversation():
        app.state.gate = asyncio.Event()

        async def receive():
            await asyncio.sleep(30)

        async def send(message):
            got.append(message)
            if b"first" in message.get("body", b""):
                app.state.gate.set()

        scope = {"type": "http", "method": "GET", "path": "/events", "headers": [], "query_string": b""}
        await asyncio.wait_for(app(scope | {"http_version": "1.1"}, receive, send), 10)

    asyncio.run(conversation())
    assert any(b"last" in message.get("body", b"") for message in got)
    assert dict(got[0]["headers"])[b"x-content-type-options"] == b"nosniff"


def test_requests_are_counted_by_route_not_by_what_clients_make_up(app, client):
    for path in ("/tasks/1", "/tasks/2", "/no-1", "/no-2"):
        client.get(path)
    client.request("BREW", "/tasks/1")
    lines = exposition(app.state.database, app.state.request_times).decode().splitlines()
    counts = [line for line in lines if line.startswith("rotator_http_request_seconds_count")]
    assert {line.partition("{")[2] for line in counts} == {
        'method="GET",route="/tasks/{task_id}",status="200"} 2.0',
        'method="GET",route="none",status="404"} 2.0',
        'method="other",route="/tasks/{task_id}",status="405"} 1.0',
    }


def test_what_is_timed_is_how_long_the_answer_took_to_begin(app, client):
    @app.get("/slow")
    def slow() -> None:
        time.sleep(0.3)

    client.get("/slow")
    lines = exposition(app.state.database, app.state.request_times).decode().splitlines()
    assert (
        'rotator_http_request_seconds_bucket{le="0.25",method="GET",route="/slow",status="200"} 0.0' in lines
    )
    assert 'rotator_http_request_seconds_count{method="GET",route="/slow",status="200"} 1.0' in lines
