"""Events go when their time is over, or when somebody wants them forgotten; what people said of clusters stays."""

import time
from dataclasses import replace

import pytest
import sqlalchemy as sa
from events import event, failed, mended, record
from results import add_task

from service.database import open_database
from service.events.clusters import Clusters
from service.events.keeping import BATCH, forget_session, forget_task, sweep_events
from service.events.log import EventLog, Wanted
from service.events.record import Cause
from service.events.tables import event_bodies, events, faults, fingerprints
from service.opinions import take_to_heart
from service.requests import BadRequest
from service.settings import Settings
from service.storage.spool import spool_of
from service.tasks import Tasks

NOW = 1_800_000_000.0
DAY = 86_400.0
DOWN = {"kind": "ModelUnavailable", "message": "down", "remedy": "wait"}
OTHER = Cause("ffff000011112222", "TypeError", "axes", "axes takes no <text>", 3)


@pytest.fixture
def database(tmp_path):
    return open_database(Settings(data=tmp_path))


def count(database, table):
    with database.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()


def prompts(database):
    return [each.prompt for each in EventLog(database).all(Wanted())]


def test_what_is_older_goes_with_all_that_is_its_own(database, tmp_path):
    record(database, [failed("old", made=NOW - 91 * DAY, still=b"jpeg")], [event("new", made=NOW - 89 * DAY)])
    with database.writing() as connection:
        EventLog(database).record_fault(connection, "old", "old", DOWN)
        connection.execute(sa.update(faults).values(made=NOW - 91 * DAY))
    assert sweep_events(database, Settings(data=tmp_path, events_days=90), NOW) == 1
    assert prompts(database) == ["new"]
    assert [count(database, each) for each in (event_bodies, faults, fingerprints)] == [1, 0, 0]
    assert sweep_events(database, Settings(data=tmp_path, events_days=90), NOW) == 0


def test_of_too_many_the_oldest_go(database, tmp_path):
    many = 2 * BATCH + 9
    record(database, *([event(f"n{n}", made=NOW)] for n in range(many)))
    assert sweep_events(database, Settings(data=tmp_path, events_most=4), NOW) == many - 4
    assert prompts(database) == [f"n{n}" for n in range(many - 4, many)]


def test_what_was_said_of_a_cluster_stays(database, tmp_path):
    record(database, [failed("one", made=1.0)], [failed("two", made=1.0, cause=OTHER)])
    clusters = Clusters(database)
    clusters.set_state(OTHER.fingerprint, "fixed", "me")
    sweep_events(database, Settings(data=tmp_path), NOW)
    record(database, [failed("three", made=time.time() + 1, cause=OTHER)])
    (found,) = clusters.review(Wanted()).clusters
    assert (found.id, found.state, found.came_back) == (OTHER.fingerprint, "fixed", True)
    assert count(database, fingerprints) == 1


def test_what_others_are_called_by_stays(database, tmp_path):
    record(database, [failed("one", made=1.0)], [failed("two", made=NOW, cause=OTHER)])
    head = failed().cause.fingerprint
    with database.writing() as connection:
        connection.execute(sa.update(fingerprints).values(cluster=head))
    sweep_events(database, Settings(data=tmp_path), NOW)
    (found,) = Clusters(database).review(Wanted()).clusters
    assert (found.id, found.message) == (head, failed().cause.message)


def test_a_session_is_forgotten(database):
    record(database, mended("mine"), [failed("another", cause=OTHER)])
    session = mended("mine")[0].session
    record(database, [replace(failed("mine too", still=b"jpeg"), session=session, version=2)])
    with database.writing() as connection:
        EventLog(database).record_fault(connection, "task", session, DOWN)
    gone = forget_session(database, session)
    assert (gone.events, gone.stills, gone.faults, len(gone.tasks)) == (3, 1, 1, 3)
    assert prompts(database) == ["another"]
    assert [count(database, each) for each in (events, event_bodies, faults, fingerprints)] == [1, 1, 0, 1]
    with pytest.raises(BadRequest, match="nothing of a session"):
        forget_session(database, session)


def test_what_is_forgotten_does_not_come_back(database):
    one, other = failed("at work"), failed("another")
    add_task(database, one.task, status="running")
    assert forget_session(database, one.session).tasks == (one.task,)
    record(database, [one], [other])
    with database.writing() as connection:
        for each in (one, other):
            EventLog(database).record_fault(connection, each.task, each.session, DOWN)
    assert prompts(database) == ["another"]
    assert [row.task for row in EventLog(database).faults(9)] == [other.task]


def test_a_task_is_forgotten_alone(database):
    record(database, mended("mine"), [failed("another", cause=OTHER)])
    forget_task(database, mended("mine")[0].task)
    assert prompts(database) == ["another"]


@pytest.mark.parametrize(("remove", "left"), [(True, []), (False, ["draw a circle"])])
def test_a_video_that_is_to_go_takes_its_events(tmp_path, database, remove, left):
    settings = Settings(data=tmp_path)
    spool = spool_of(settings, database)
    task = failed().task
    add_task(database, task, status="failed", video="there", report={"cached": None, "task_id": task})
    record(database, [failed()])
    row = Tasks(settings, database, None).row(task)
    take_to_heart(settings, spool, row, is_positive=False, remove=remove)
    assert prompts(database) == left
