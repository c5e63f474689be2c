"""The calls of the review: who may, what they answer, and what a stranger wrote stays what it is."""

import json
import time
from dataclasses import replace

import pytest
from events import FINDING, event, failed, mended
from small_app import small_app
from starlette.testclient import TestClient

from service.api import review
from service.api.keys import add_key, let_review
from service.events.log import EventLog
from service.events.packing import pack
from service.events.record import Cause

CLUSTER = "a1b2c3d4e5f60718"
OTHER = Cause("ffff000011112222", "finding:off-frame", "Text", "off <b>frame</b>", 6)
HOSTILE = "</script><img src=x onerror=alert(1)> '; DROP TABLE events; -- \0 \ud800"
JPEG = b"\xff\xd8\xff\xe0picture"
TODAY = time.time()


def record(database, *of_tasks):
    log = EventLog(database)
    for of_a_task in of_tasks:
        with database.writing() as connection:
            log.record(connection, pack([replace(each, made=TODAY) for each in of_a_task]))


def serving(data, address="127.0.0.1", host="127.0.0.1:8000", headers=None, **settings):
    app = small_app(data, **settings)
    app.include_router(review.router)
    return TestClient(app, base_url=f"http://{host}", client=(address, 5000), headers=headers)


@pytest.fixture
def client(tmp_path):
    """A client on this machine, and a log of a mended task, two that were lost and one with a finding."""
    client = serving(tmp_path)
    seen = event("a long title", cause=OTHER, findings=(FINDING,), still=JPEG)
    record(
        client.app.state.database,
        mended(),
        [failed("a square")],
        [replace(failed("a stranger's"), prompt=HOSTILE)],
        [seen],
    )
    return client


def events_of(client, **wanted):
    return client.get("/review/events", params=wanted).json()["events"]


def test_clusters_stand_by_what_they_cost(client):
    told = client.get("/review/clusters").json()
    assert (told["tasks"], told["tasks_failed"]) == (4, 2)
    first, second = told["clusters"]
    assert (first["id"], first["events"], first["tasks"], first["tasks_lost"]) == (CLUSTER, 3, 3, 2)
    assert (first["share_lost"], first["state"], first["came_back"], first["notes"]) == (1.0, "new", False, 0)
    assert first["models"] == {"scripted": 3}
    assert sum(each["events"] for each in first["trend"]) == 3
    assert (second["kind"], second["message"]) == ("finding:off-frame", "off <b>frame</b>")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 2),
        ({"limit": 1}, 1),
        ({"kind": "unknown-name"}, 1),
        ({"kind": "nothing"}, 0),
        ({"state": "new"}, 2),
        ({"state": "fixed"}, 0),
        ({"days": 1}, 2),
    ],
)
def test_clusters_are_narrowed_down(client, wanted, found):
    assert len(client.get("/review/clusters", params=wanted).json()["clusters"]) == found


def test_a_cluster_tells_what_fixed_it_and_what_is_said_of_it(client):
    assert (
        client.post(f"/review/clusters/{CLUSTER}/notes", json={"text": " look at Create "}).status_code == 204
    )
    assert client.post(f"/review/clusters/{CLUSTER}/state", json={"state": "fixed"}).status_code == 204
    told = client.get(f"/review/clusters/{CLUSTER}").json()
    assert told["state"] == "fixed"
    assert [(each["text"], each["author"]) for each in told["notes"]] == [("look at Create", "this machine")]
    assert [each["fingerprint"] for each in told["fingerprints"]] == [CLUSTER]
    assert client.get("/review/clusters", params={"state": "fixed"}).json()["clusters"][0]["notes"] == 1


def test_a_fixed_cluster_that_is_seen_again_has_come_back(client):
    client.post(f"/review/clusters/{CLUSTER}/state", json={"state": "fixed"})
    database = client.app.state.database
    with database.writing() as connection:
        EventLog(database).record(connection, pack([failed("a star", made=time.time() + 60)]))
    assert client.get(f"/review/clusters/{CLUSTER}").json()["came_back"] is True


def test_events_are_paged_without_loss(client):
    seen, before = [], None
    while True:
        page = client.get(
            "/review/events", params={"limit": 2, **({"before": before} if before else {})}
        ).json()
        seen += [each["id"] for each in page["events"]]
        before = page["next"]
        if before is None:
            break
    assert seen == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"cluster": CLUSTER}, 3),
        ({"outcome": "completed"}, 3),
        ({"outcome": "failed", "cluster": CLUSTER}, 2),
        ({"model": "scripted"}, 5),
        ({"model": "another"}, 0),
        ({"task": "0" * 32}, 0),
    ],
)
def test_events_are_narrowed_down(client, wanted, found):
    assert len(events_of(client, **wanted)) == found


def test_an_event_leads_to_its_cluster_its_picture_and_what_fixed_it(client):
    first = client.get("/review/events/1").json()
    assert (first["cluster"], first["cause"]["line"], first["still_url"]) == (CLUSTER, 6, None)
    assert first["messages"][0]["role"] == "system"
    seen = client.get(f"/review/events/{events_of(client, cluster=OTHER.fingerprint)[0]['id']}").json()
    picture = client.get(seen["still_url"])
    assert (picture.content, picture.headers["content-type"]) == (JPEG, "image/jpeg")
    assert client.get("/review/events/1/still.jpg").status_code == 404


def test_what_went_on_from_an_event_and_was_rid_of_its_cause_fixed_it(client):
    draft, repair = mended("a cube", base=None)
    record(client.app.state.database, [draft, replace(repair, base=1, patch="-Frobnicator\n+Circle\n")])
    fixed = client.get("/review/events/6").json()["fixed_by"]
    assert fixed["event"] == 7
    assert "-        self.play(Create(Frobnicator())" in fixed["patch"]
    fixes = client.get(f"/review/clusters/{CLUSTER}").json()["fixes"]
    assert fixes == [{"event": 7, "patch": "-Frobnicator\n+Circle\n", "count": 1}]


def test_success_is_told_by_prompt_version_and_day(client):
    record(client.app.state.database, [failed("a star", prompt_version="ba9876543210")])
    told = client.get("/review/prompts").json()
    counts = {
        (each["name"], each["version"]): (each["tasks"], each["completed"]) for each in told["versions"]
    }
    assert counts == {
        ("draft", "0123456789ab"): (4, 2),
        ("repair", "0123456789ab"): (1, 1),
        ("draft", "ba9876543210"): (1, 0),
    }
    assert {each["day"] for each in told["days"]} == {time.strftime("%Y-%m-%d", time.gmtime(TODAY))}


def test_what_a_stranger_wrote_is_told_as_it_is(client):
    row = next(each for each in events_of(client, outcome="failed") if "script" in each["prompt"])
    answer = client.get(f"/review/events/{row['id']}")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["prompt"].startswith("</script><img src=x onerror=alert(1)> '; DROP TABLE events")


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/review/clusters/0000000000000000", None, 404),
        ("GET", "/review/clusters/'; DROP TABLE events", None, 422),
        ("GET", "/review/clusters?limit=501", None, 422),
        ("GET", "/review/clusters?days=0", None, 422),
        ("GET", "/review/clusters?state=gone", None, 422),
        ("GET", "/review/clusters?kind=%00", None, 422),
        ("GET", "/review/events/0", None, 422),
        ("GET", "/review/events/99999999999999999999", None, 422),
        ("GET", "/review/events/999", None, 404),
        ("GET", "/review/events?before=99999999999999999999", None, 422),
        ("GET", "/review/events?model=%ed%a0%80", None, 422),
        ("POST", f"/review/clusters/{CLUSTER}/state", {"state": "gone"}, 422),
        ("POST", "/review/clusters/0000000000000000/state", {"state": "known"}, 404),
        ("POST", f"/review/clusters/{CLUSTER}/notes", {"text": "   "}, 422),
        ("POST", f"/review/clusters/{CLUSTER}/notes", {"text": "a\0b"}, 422),
        ("POST", f"/review/clusters/{CLUSTER}/notes", {"text": "\ud800"}, 422),
        ("POST", f"/review/clusters/{CLUSTER}/notes", {"text": "x" * 4001}, 422),
        ("POST", f"/review/clusters/{CLUSTER}/notes", {"text": "x", "author": "y"}, 422),
    ],
)
def test_what_cannot_be_is_refused_with_problem_details(client, method, path, body, status):
    sent = {} if body is None else {"content": json.dumps(body)}
    answer = client.request(method, path, headers={"content-type": "application/json"}, **sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    ("asks", "may"),
    [
        ({}, True),
        ({"host": "localhost:8000"}, True),
        ({"address": "::1", "host": "[::1]:8000"}, True),
        ({"address": "::ffff:127.0.0.1"}, True),
        ({"headers": {"Sec-Fetch-Site": "same-origin"}}, True),
        ({"address": "192.0.2.1"}, False),
        ({"address": "::ffff:192.0.2.1"}, False),
        ({"address": "testclient"}, False),
        ({"host": "rotator.example.org"}, False),
        ({"host": "127.0.0.1.example.org"}, False),
        ({"proxies": "*"}, False),
        ({"headers": {"Sec-Fetch-Site": "cross-site"}}, False),
        ({"headers": {"Sec-Fetch-Site": "same-site"}}, False),
    ],
)
def test_without_keys_only_this_machine_may_review(tmp_path, asks, may):
    answer = serving(tmp_path, **asks).get("/review/clusters")
    assert answer.status_code == (200 if may else 403), answer.text
    assert (
        may or "ROTATOR_REQUIRE_KEY" in answer.json()["detail"] or "another site" in answer.json()["detail"]
    )


@pytest.mark.parametrize(
    "path", ["/review/clusters", "/review/events", "/review/events/1", "/review/prompts"]
)
def test_with_keys_only_a_key_that_may_review_opens_it(tmp_path, path):
    client = serving(tmp_path, require_key=True)
    database = client.app.state.database
    record(database, mended())
    (_, plain), (reviewer, key) = (add_key(database, name, 1.0) for name in ("a user", "the editor"))
    let_review(database, reviewer)
    assert client.get(path).status_code == 401
    refused = client.get(path, headers={"X-API-Key": plain})
    assert (refused.status_code, "--review" in refused.json()["detail"]) == (403, True)
    assert client.get(path, headers={"X-API-Key": key}).status_code == 200


def test_a_note_is_signed_with_the_name_of_the_key(tmp_path):
    client = serving(tmp_path, require_key=True)
    database = client.app.state.database
    record(database, mended())
    key_id, key = add_key(database, "the editor", 1.0)
    let_review(database, key_id)
    headers = {"X-API-Key": key}
    client.post(f"/review/clusters/{CLUSTER}/notes", json={"text": "seen"}, headers=headers)
    told = client.get(f"/review/clusters/{CLUSTER}", headers=headers).json()
    assert told["notes"][0]["author"] == "the editor"


def test_another_site_changes_nothing(client):
    answer = client.post(
        f"/review/clusters/{CLUSTER}/state",
        json={"state": "ignored"},
        headers={"Origin": "http://evil.example"},
    )
    assert answer.status_code == 403
    assert client.get(f"/review/clusters/{CLUSTER}").json()["state"] == "new"
