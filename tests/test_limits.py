"""One client's share: requests in a minute, tasks that wait, tasks in a day."""

import time

import pytest
from small_app import add_task, small_app
from starlette.testclient import TestClient

from service.api.access import Caller, router
from service.api.keys import add_key
from service.api.limits import DAY, RequestLimit, TooMany, quota
from service.database import open_database
from service.settings import Settings


def serving(data, address="192.0.2.1", **settings) -> TestClient:
    app = small_app(data, **settings)
    app.include_router(router)

    @app.get("/me")
    def me(client: Caller) -> str:
        return client.id

    return TestClient(app, client=(address, 5000))


def test_more_requests_than_a_minute_has_are_told_when_to_come_back(tmp_path):
    client = serving(tmp_path, client_requests_per_minute=3)
    assert [client.get("/me").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = client.get("/me")
    assert 50 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["content-type"] == "application/problem+json"
    assert "in a minute" in answer.json()["detail"]


def test_each_client_has_its_own_share(tmp_path):
    client = serving(tmp_path, client_requests_per_minute=1)
    other = TestClient(client.app, client=("192.0.2.2", 5000))
    assert [each.get("/me").status_code for each in (client, client, other)] == [200, 429, 200]


def test_each_key_has_its_own_share_wherever_it_is_used(tmp_path):
    client = serving(tmp_path, client_requests_per_minute=2, require_key=True)
    keys = [add_key(client.app.state.database, name, time.time())[1] for name in ("one", "two")]
    got = [client.get("/me", headers={"X-API-Key": key}).status_code for key in (*keys, *keys, keys[0])]
    assert got == [200, 200, 200, 200, 429]


@pytest.mark.parametrize(
    "guess",
    [
        lambda client: client.get("/me", headers={"X-API-Key": "rot_guessed"}),
        lambda client: client.post("/login", json={"api_key": "rot_guessed"}),
    ],
)
def test_who_guesses_keys_is_slowed_down(tmp_path, guess):
    client = serving(tmp_path, client_requests_per_minute=2, require_key=True)
    assert [guess(client).status_code for _ in range(3)] == [401, 401, 429]


def test_the_window_moves(tmp_path):
    limit = RequestLimit(2)
    limit.count("one")
    limit.count("one")
    with pytest.raises(TooMany) as caught:
        limit.count("one")
    assert 59 <= int(caught.value.headers["Retry-After"]) <= 60


def asked(tmp_path, now, **settings) -> None:
    settings = Settings(data=tmp_path, **settings)
    database = open_database(settings)
    with database.writing() as connection:
        quota(connection, "ip:a", settings, now)


@pytest.mark.parametrize(
    ("statuses", "may"),
    [
        (["pending"], True),
        (["pending", "pending"], False),
        (["pending", "running", "completed", "failed", "cancelled"], True),
    ],
)
def test_only_tasks_that_wait_stand_against_new_ones(tmp_path, statuses, may):
    database = open_database(Settings(data=tmp_path))
    for status in statuses:
        add_task(database, client="ip:a", status=status)
    for _ in range(3):
        add_task(database, client="ip:b", status="pending")
    if may:
        asked(tmp_path, time.time(), client_waiting=2)
        return
    with pytest.raises(TooMany, match="2 of your tasks are waiting") as caught:
        asked(tmp_path, time.time(), client_waiting=2)
    assert int(caught.value.headers["Retry-After"]) > 0


def test_a_day_has_so_many_tasks_and_the_answer_says_when_the_next_may_be(tmp_path):
    database, now = open_database(Settings(data=tmp_path)), time.time()
    for ago in (DAY + 1, DAY - 100, 50):
        add_task(database, client="ip:a", status="completed", created=now - ago)
    asked(tmp_path, now)
    asked(tmp_path, now, client_daily=3)
    with pytest.raises(TooMany, match="2 animations") as caught:
        asked(tmp_path, now, client_daily=2)
    assert int(caught.value.headers["Retry-After"]) == 100
    asked(tmp_path, now + 101, client_daily=2)
