"""Who may ask, and whose a task is."""

import time
from typing import Annotated, Any

import pytest
from fastapi import Depends
from pydantic import BaseModel
from small_app import add_task, small_app
from starlette.testclient import TestClient

from service.api.access import EXAMPLES, Caller, owned_task, readable_task, router
from service.api.keys import add_key, revoke_key


class Body(BaseModel):
    prompt: str


def serving(data, base_url="http://127.0.0.1:8000", **settings) -> TestClient:
    app = small_app(data, **settings)
    app.include_router(router)

    @app.get("/me")
    def me(client: Caller) -> str:
        return client.id

    @app.post("/generate")
    def generate(body: Body, client: Caller) -> str:
        return client.id

    @app.get("/status/{task_id}")
    def status(task: Annotated[Any, Depends(readable_task)]) -> str:
        return task.prompt

    @app.post("/tasks/{task_id}/cancel")
    def cancel(task: Annotated[Any, Depends(owned_task)]) -> str:
        return task.id

    return TestClient(app, base_url=base_url, client=("127.0.0.1", 5000))


@pytest.fixture
def locked(tmp_path) -> TestClient:
    return serving(tmp_path, require_key=True)


@pytest.fixture
def key(locked) -> str:
    return add_key(locked.app.state.database, "the class", time.time())[1]


def id_of(key: str) -> str:
    return f"key:{key.split('_')[1]}"


def test_without_keys_the_address_says_who_asks(tmp_path):
    assert serving(tmp_path).get("/me").json() == "ip:127.0.0.1"


def test_a_key_in_the_header_says_who_asks(locked, key):
    assert locked.get("/me", headers={"X-API-Key": key}).json() == id_of(key)


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({}, "an API key is needed"),
        ({"X-API-Key": "rot_000000000000_" + "x" * 43}, "not valid"),
        ({"X-API-Key": "☃".encode()}, "not valid"),
        ({"Cookie": "rotator_key=nonsense"}, "not valid"),
        ({"Authorization": "Bearer x"}, "an API key is needed"),
    ],
)
def test_without_a_valid_key_nothing_is_answered(locked, headers, told):
    answer = locked.get("/me", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("ApiKey")
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["detail"]


def test_a_revoked_key_opens_nothing(locked, key):
    revoke_key(locked.app.state.database, key.split("_")[1], time.time())
    assert locked.get("/me", headers={"X-API-Key": key}).status_code == 401


def test_who_logs_in_has_a_cookie_until_logging_out(locked, key):
    assert locked.post("/login", json={"api_key": key}).status_code == 204
    assert locked.get("/me").json() == id_of(key)
    assert locked.post("/logout").status_code == 204
    assert locked.get("/me").status_code == 401


@pytest.mark.parametrize(("scheme", "is_secure"), [("http", False), ("https", True)])
def test_no_script_and_no_other_site_can_use_the_cookie(tmp_path, scheme, is_secure):
    client = serving(tmp_path, base_url=f"{scheme}://127.0.0.1:8000", require_key=True)
    _, key = add_key(client.app.state.database, "the class", time.time())
    cookie = client.post("/login", json={"api_key": key}).headers["set-cookie"]
    kept = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= kept
    assert ("secure" in kept) is is_secure


@pytest.mark.parametrize("sent", ["", "rot_1_2", "x" * 201])
def test_a_wrong_key_gets_no_cookie(locked, sent):
    answer = locked.post("/login", json={"api_key": sent})
    assert answer.status_code in (401, 422)
    assert "set-cookie" not in answer.headers


def test_where_keys_are_off_a_login_is_welcome_and_does_nothing(tmp_path):
    answer = serving(tmp_path).post("/login", json={"api_key": "whatever"})
    assert answer.status_code == 204
    assert "set-cookie" not in answer.headers


HERE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": HERE}, 200),
        ({"Origin": HERE}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://127.0.0.1:8001"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_cookie_speaks_for_our_own_page_alone(locked, key, headers, status):
    locked.post("/login", json={"api_key": key}, headers={"Origin": HERE})
    assert locked.post("/generate", json={"prompt": "a circle"}, headers=headers).status_code == status
    assert locked.get("/me", headers=headers).status_code == 200  # reading changes nothing


def test_a_key_in_the_header_needs_no_origin(locked, key):
    headers = {"X-API-Key": key, "Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert locked.post("/generate", json={"prompt": "a circle"}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": HERE}, 200),
        ({"Origin": "https://friend.example", "Sec-Fetch-Site": "cross-site"}, 200),
        ({"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
    ],
)
def test_where_keys_are_off_a_strange_site_still_may_not_ask(tmp_path, headers, status):
    client = serving(tmp_path, cors_origins="https://friend.example, https://other.example")
    task_id = add_task(client.app.state.database)
    assert client.post(f"/tasks/{task_id}/cancel", headers=headers).status_code == status


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_that_a_form_could_send_is_refused(locked, key, content_type):
    locked.post("/login", json={"api_key": key}, headers={"Origin": HERE})
    headers = {"Origin": HERE} | ({"Content-Type": content_type} if content_type else {})
    answer = locked.post("/generate", content='{"prompt": "a circle"}', headers=headers)
    assert answer.status_code == 422


def test_a_task_of_another_is_as_if_it_were_not_there(locked, key):
    database = locked.app.state.database
    mine, other = add_task(database, client=id_of(key)), add_task(database, client="key:somebody")
    headers = {"X-API-Key": key}
    assert locked.get(f"/status/{mine}", headers=headers).json() == "a circle"
    assert locked.post(f"/tasks/{mine}/cancel", headers=headers).status_code == 200
    missing = locked.get(f"/status/{'0' * 32}", headers=headers)
    for answer in (
        locked.get(f"/status/{other}", headers=headers),
        locked.post(f"/tasks/{other}/cancel", headers=headers),
    ):
        assert answer.status_code == 404
        assert answer.json() == missing.json()


def test_an_example_may_be_seen_by_all_and_changed_by_none(locked, key):
    task_id = add_task(locked.app.state.database, client=EXAMPLES)
    headers = {"X-API-Key": key}
    assert locked.get(f"/status/{task_id}", headers=headers).status_code == 200
    assert locked.post(f"/tasks/{task_id}/cancel", headers=headers).status_code == 404


def test_where_keys_are_off_who_knows_the_id_may_see_the_task(tmp_path):
    client = serving(tmp_path)
    task_id = add_task(client.app.state.database, client="ip:192.0.2.7")
    assert client.get(f"/status/{task_id}").json() == "a circle"


@pytest.mark.parametrize("task_id", ["x", "../../etc/passwd", "%2e%2e", "0" * 31, "A" * 32, "0" * 32 + "%00"])
def test_what_is_no_id_is_not_looked_for(tmp_path, task_id):
    assert serving(tmp_path).get(f"/status/{task_id}").status_code in (404, 422)
