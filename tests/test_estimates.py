"""How long it will take: from tasks of its like, and from where it stands."""

import pytest
from small_app import add_task

from service.database import Database, open_database, tasks
from service.estimates import REMEMBERED, queue_positions, remember_duration, seconds_left
from service.settings import Settings

NOW = 10_000.0
LARGE = {"width": 1920, "height": 1080, "fps": 60}


@pytest.fixture
def database(tmp_path) -> Database:
    return open_database(Settings(data=tmp_path))


def past(database, seconds, *, finished=NOW - 100, **values) -> None:
    values = {
        "status": "completed",
        "created": finished - seconds,
        "started": finished - seconds,
        "finished": finished,
        **values,
    }
    row = task(database, add_task(database, **values))
    with database.writing() as connection:
        remember_duration(connection, row)


def task(database, task_id):
    with database.reading() as connection:
        return connection.execute(tasks.select().where(tasks.c.id == task_id)).one()


def left(database, **values) -> float | None:
    row = task(database, add_task(database, **{"created": NOW, **values}))
    with database.reading() as connection:
        return seconds_left(connection, row, NOW)


def test_without_a_past_nothing_is_said(database):
    assert left(database) is None
    assert left(database, status="running", started=NOW) is None


@pytest.mark.parametrize(
    ("started", "expected"),
    [(NOW, 20.0), (NOW - 5, 15.0), (NOW - 15, 10.0), (NOW - 25, 5.0), (NOW - 31, None)],
)
def test_a_running_task_is_compared_with_those_that_took_longer(database, started, expected):
    for seconds in (10.0, 20.0, 30.0):
        past(database, seconds)
    assert left(database, status="running", started=started) == expected


@pytest.mark.parametrize(
    "unlike",
    [
        {"kind": "edit"},
        {"options": LARGE},
        {"status": "failed"},
        {"status": "cancelled"},
        {"report": {"cached": {"task_id": "x"}}},
        {"started": None},
    ],
)
def test_only_tasks_of_its_like_tell_anything(database, unlike):
    past(database, 10.0, **unlike)
    assert left(database, status="running", started=NOW) is None
    past(database, 30.0)
    assert left(database, status="running", started=NOW) == 30.0


def test_a_little_larger_picture_is_alike(database):
    past(database, 10.0)
    assert left(database, options={"width": 960, "height": 540, "fps": 30}) == 10.0


def test_the_latest_tasks_tell_most(database):
    for number in range(REMEMBERED):
        past(database, 500.0, finished=NOW - 5000 + number)
    for number in range(REMEMBERED):
        past(database, 10.0, finished=NOW - 1000 + number)
    assert left(database) == 10.0


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
def test_what_is_over_has_nothing_left(database, status):
    past(database, 10.0)
    assert left(database, status=status, started=NOW - 5) is None


@pytest.mark.parametrize(
    ("running", "before", "expected"), [(0, 0, 10.0), (0, 2, 30.0), (1, 0, 15.0), (1, 2, 35.0), (2, 2, 22.5)]
)
def test_who_waits_waits_for_those_before_too(database, running, before, expected):
    past(database, 10.0)
    for number in range(running):
        add_task(database, client=f"ip:{number}", status="running", started=NOW, created=NOW - 50)
    for number in range(before):
        add_task(database, client=f"ip:{number}w", created=NOW - 10)
    assert left(database, client="ip:me") == expected


def positions(database, *rows) -> list[str]:
    names = {
        add_task(database, client=client, status=status, created=NOW + place, priority=priority): name
        for place, (name, client, status, priority) in enumerate(rows)
    }
    with database.reading() as connection:
        found = queue_positions(connection)
    assert sorted(found.values()) == list(range(1, len(found) + 1))
    return [names[task_id] for task_id in sorted(found, key=found.__getitem__)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a1", "a", "pending", 5), ("a2", "a", "pending", 5)], "a1 a2"),
        ([("a1", "a", "pending", 5), ("a2", "a", "pending", 1)], "a2 a1"),
        ([("a1", "a", "pending", 5), ("a2", "a", "pending", 5), ("b1", "b", "pending", 9)], "a1 b1 a2"),
        ([("a0", "a", "running", 5), ("a1", "a", "pending", 5), ("b1", "b", "pending", 5)], "b1 a1"),
        ([("a0", "a", "completed", 5), ("a1", "a", "pending", 5), ("b1", "b", "pending", 5)], "a1 b1"),
        ([("a0", "a", "running", 5)], ""),
    ],
)
def test_clients_take_turns(database, rows, expected):
    assert positions(database, *rows) == expected.split()
