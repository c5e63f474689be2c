"""The failure log: what is written of a task, once, and how it is found again."""

import json
import sqlite3
import time
from dataclasses import replace

import postgres
import pytest
from conftest import BROKEN, free_port
from events import event, failed, mended, record
from results import add_task

from agent.problems import Problem
from agent.state import Attempt
from service.database import open_database
from service.events.clusters import Clusters
from service.events.log import Wanted
from service.events.observing import cause_of
from service.events.record import Cause
from service.requests import BadRequest
from service.settings import Settings

OTHER = Cause("ffff000011112222", "TypeError", "axes", "axes takes no <text>", 3)
DAY = 86_400


@pytest.fixture(scope="module")
def server():
    if postgres.PROGRAMS is None:
        pytest.skip(postgres.MISSING)
    with postgres.server(free_port()) as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request, tmp_path):
    url = None
    if request.param == "postgresql":
        url = request.getfixturevalue("server").url
    database = open_database(Settings(data=tmp_path, database_url=url))
    yield database
    if url is not None:
        with database.writing() as connection:
            for table in ("events", "event_bodies", "fingerprints", "clusters", "cluster_notes", "tasks"):
                connection.exec_driver_sql(f"TRUNCATE {table} CASCADE")
        database.engine.dispose()


def test_an_event_comes_back_as_it_was(database):
    told = replace(
        failed(answer="\ud800 \0 \U0001f600", cause=replace(OTHER, message="\ud800\0")),
        still=b"\xff\xd8picture",
        findings=({"kind": "off-frame"},),
    )
    log = record(database, [told])
    (back,) = log.of_task(told.task)
    cause = replace(OTHER, message="?\0")  # as the body has it: a column of PostgreSQL takes no nought
    assert back == replace(told, id=back.id, answer="? \0 \U0001f600", cause=cause)
    assert [row.message for row in log.listed(Wanted(), 1)] == ["?"]
    assert log.event(back.id) == back
    assert log.event(10**6) is None
    json.dumps(back.as_json())


def test_what_was_written_stays_as_it_was(database):
    first, second = mended()
    log = record(database, [first], [replace(first, code="other"), second], [first, second])
    assert [each.code for each in log.of_task(first.task)] == [first.code, second.code]


def test_feedback_is_that_of_the_task(database):
    liked, other = event("liked"), event("other")
    add_task(database, liked.task, rating=True)
    log = record(database, [liked], [other])
    assert [log.of_task(each.task)[0].feedback for each in (liked, other)] == [True, None]
    assert [row.rating for row in log.listed(Wanted(), 10)] == [None, True]


def test_events_are_found_by_what_is_wanted(database):
    now = time.time()
    old = failed("old", made=now - 3 * DAY, model="small")
    new = failed("new", made=now, cause=OTHER, session="c" * 32)
    log = record(database, [old], [new], mended("third", made=now))
    third = ["third", "third"]
    for wanted, expected in (
        (Wanted(cluster=OTHER.fingerprint), ["new"]),
        (Wanted(task=old.task), ["old"]),
        (Wanted(session="c" * 32), ["new"]),
        (Wanted(outcome="completed"), third),
        (Wanted(model="small"), ["old"]),
        (Wanted(since=now - DAY), ["new", *third]),
        (Wanted(until=now - DAY), ["old"]),
        (Wanted(), ["old", "new", *third]),
    ):
        assert [each.prompt for each in log.all(wanted)] == expected
        assert [row.prompt for row in reversed(log.listed(wanted, 10))] == expected


def test_pages_of_a_list_have_everything_once(database):
    log = record(database, *[[failed(f"prompt {n}")] for n in range(7)])
    seen, before = [], None
    while page := log.listed(Wanted(), 3, before):
        seen += [row.prompt for row in page]
        before = page[-1].id
    assert seen == [f"prompt {n}" for n in range(6, -1, -1)]


def test_clusters_tell_what_they_cost(database):
    lost = [failed(f"lost {n}", cause=OTHER, input_tokens=10, output_tokens=1) for n in range(2)]
    record(database, mended(), *[[each] for each in lost])
    review = Clusters(database).review(Wanted())
    first, second = review.clusters
    assert (review.tasks, review.tasks_failed) == (3, 2)
    assert (first.id, first.kind, first.symbol) == (OTHER.fingerprint, "TypeError", "axes")
    assert (first.events, first.tasks, first.tasks_lost, first.tokens) == (2, 2, 2, 22)
    assert (second.events, second.tasks, second.tasks_lost) == (1, 1, 0)
    told = review.as_json()["clusters"][0]
    assert told["share_lost"] == 1.0
    assert told["models"] == {"scripted": 2}
    assert told["prompt_versions"] == {"draft 0123456789ab": 2}
    assert told["trend"] == [{"day": "2026-11-30", "events": 2}]


def test_who_ended_by_a_fault_lost_nothing_to_a_cluster(database):
    log = record(database, [failed(outcome="fault")])
    assert Clusters(database).review(Wanted()).clusters[0].tasks_lost == 0
    with database.writing() as connection:
        log.record_fault(
            connection,
            "f" * 32,
            "f" * 32,
            {"kind": "ModelUnavailable", "message": "it is away", "remedy": "wait"},
        )
    (row,) = log.faults(10)
    assert (row.kind, row.message, row.remedy) == ("ModelUnavailable", "it is away", "wait")


def test_what_mended_a_cluster_is_counted(database):
    pairs = [mended(f"prompt {n}") for n in range(3)]
    patched = [
        (one, replace(two, base=1, patch="-a\n+b" if n else "-c")) for n, (one, two) in enumerate(pairs)
    ]
    log = record(database, *patched)
    clusters = Clusters(database)
    (cluster,) = clusters.review(Wanted()).clusters
    assert [(each["patch"], each["count"]) for each in clusters.fixes(cluster.id)] == [
        ("-a\n+b", 2),
        ("-c", 1),
    ]
    broken, fixed = log.of_task(patched[0][0].task)
    assert log.fixed_by(broken) == fixed
    assert log.fixed_by(fixed) is None


@pytest.mark.parametrize(
    ("later", "is_rid"),
    [
        ({}, True),
        ({"code": ""}, False),
        (
            {"problems": ({"code": "syntax", "message": "this is no Python", "line": 2},), "cause": OTHER},
            False,
        ),
        (
            {
                "problems": ({"code": "render-error", "message": "ValueError: later", "line": 9},),
                "cause": OTHER,
            },
            True,
        ),
    ],
)
def test_what_only_hides_an_error_has_not_mended_it(tmp_path, later, is_rid):
    database = open_database(Settings(data=tmp_path))
    broken, fixed = mended()
    log = record(database, [broken, replace(fixed, base=1, **later)])
    assert (log.fixed_by(log.of_task(broken.task)[0]) is not None) is is_rid


def test_people_say_what_is_to_be_thought_of_a_cluster(database):
    told = failed()
    record(database, [told])
    clusters = Clusters(database)
    clusters.set_state(told.cause.fingerprint, "fixed", "ann")
    clusters.add_note(told.cause.fingerprint, "  the prompt says so now ", "ann")
    (cluster,) = clusters.review(Wanted(), "fixed").clusters
    assert (cluster.state, cluster.notes, cluster.came_back) == ("fixed", 1, False)
    assert clusters.review(Wanted(), "new").clusters == []
    assert [(each["author"], each["text"]) for each in clusters.notes(cluster.id)] == [
        ("ann", "the prompt says so now")
    ]
    record(database, [failed("again", made=time.time() + 5)])
    assert clusters.review(Wanted()).clusters[0].came_back


@pytest.mark.parametrize(
    ("say", "what"),
    [
        (lambda all_: all_.set_state("a1b2c3d4e5f60718", "done", "ann"), "choose one of new, known, fixed"),
        (lambda all_: all_.set_state("nothing", "fixed", "ann"), "there is no cluster nothing"),
        (lambda all_: all_.add_note("a1b2c3d4e5f60718", "  ", "ann"), "1 to 4000 characters"),
        (lambda all_: all_.add_note("nothing", "text", "ann"), "there is no cluster nothing"),
        (lambda all_: all_.cluster("nothing"), "rotator events clusters lists them"),
    ],
)
def test_what_cannot_be_said_is_refused(tmp_path, say, what):
    database = open_database(Settings(data=tmp_path))
    record(database, [failed()])
    with pytest.raises(BadRequest, match=what):
        say(Clusters(database))


def test_bodies_are_small(tmp_path):
    database = open_database(Settings(data=tmp_path))
    long = failed(messages=({"role": "user", "content": "draw a circle and a square " * 1000},))
    record(database, [long])
    with sqlite3.connect(tmp_path / "tasks.sqlite") as connection:
        (size,) = connection.execute("SELECT length(body) FROM event_bodies").fetchone()
    assert size < 2_000


def test_a_program_that_comes_again_has_failed_of_what_it_failed_of_before():
    again = Problem("same-program", "this is the program of attempt 1 again")
    error = Problem("undefined-name", "Frobnicator is not defined", 6)
    causes = [
        cause_of(Attempt(2, "repair", "check", BROKEN, "", problems))
        for problems in ((again, error), (error,), (again,))
    ]
    assert causes[0] == causes[1]
    assert [each.kind for each in causes] == ["undefined-name", "undefined-name", "same-program"]
