"""How long events are kept, and how they go before that, when somebody wants what he asked for forgotten."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from service.database import Database, metadata, tasks
from service.events.replay.tables import runs
from service.events.tables import clusters, event_bodies, events, faults, fingerprints, forgotten
from service.requests import BadRequest
from service.settings import Settings

DAY = 86_400.0
BATCH = 200
"""Events that go in one transaction: for as long as it takes nobody else writes on SQLite."""


@dataclass(frozen=True)
class Forgotten:
    """What is gone of a session."""

    session: str
    events: int
    stills: int
    faults: int
    tasks: tuple[str, ...]
    """By these ids the session's rows are found in what was exported: that is with whoever exported it."""

    def as_json(self) -> dict[str, Any]:
        """Return it as `rotator events forget --json` shows it."""
        return asdict(self)


def sweep_events(database: Database, settings: Settings, now: float) -> int:
    """Take away the events that have had their time, and of too many the oldest; return how many.

    What a person has said of a cluster stays, so that it is known for fixed when it comes back.
    """
    before = now - settings.events_days * DAY
    gone = _remove(database, events.c.made < before) + _remove(database, _too_many(settings.events_most))
    with database.writing() as connection:
        for table in (faults, forgotten):
            connection.execute(sa.delete(table).where(table.c.made < before))
        _tidy(connection)
    return gone


def forget_session(database: Database, session: str) -> Forgotten:
    """Remove every event, still and fault of a session, and let none be written of its tasks; raise BadRequest."""
    of_session = events.c.session == session
    ids = _tasks_of(database, session)
    if not ids:
        raise BadRequest(
            f"the failure log has nothing of a session {session!r}; `rotator events list --json` shows sessions"
        )
    has_still = sa.and_(of_session, event_bodies.c.still.is_not(None))
    with database.reading() as connection:
        stills = sa.select(sa.func.count()).select_from(events.join(event_bodies)).where(has_still)
        seen = connection.execute(stills).scalar() or 0
    gone, failed = _forget(database, ids, of_session)
    return Forgotten(session, gone, seen, failed, ids)


def forget_task(database: Database, task: str) -> None:
    """Remove every event, still and fault of one task, and let none be written any more."""
    _forget(database, (task,), events.c.task == task)


def _tasks_of(database: Database, session: str) -> tuple[str, ...]:
    """Return the tasks of a session: those of the service, those at work too, and those of the command line."""
    known = (
        sa.select(tasks.c.id).where(tasks.c.session == session),
        sa.select(events.c.task).where(events.c.session == session),
        sa.select(faults.c.task).where(faults.c.session == session),
    )
    with database.reading() as connection:
        return tuple(sorted(connection.execute(sa.union(*known)).scalars()))


def _forget(database: Database, ids: Sequence[str], of_them: sa.ColumnElement[bool]) -> tuple[int, int]:
    """Remove what there is of tasks, and see that what is still to be written of them is not; return how much it was."""
    with database.writing() as connection:
        connection.execute(sa.delete(forgotten).where(forgotten.c.task.in_(ids)))
        connection.execute(sa.insert(forgotten), [{"task": each, "made": time.time()} for each in ids])
    gone = _remove(database, of_them)
    with database.writing() as connection:
        failed = connection.execute(sa.delete(faults).where(faults.c.task.in_(ids))).rowcount
        _tidy(connection)
    return gone, failed


def _too_many(most: int) -> sa.ColumnElement[bool]:
    """Return what is true of all events but the latest: nothing, where there are no more than those."""
    first_over = sa.select(events.c.id).order_by(events.c.id.desc()).offset(most).limit(1)
    return events.c.id <= first_over.scalar_subquery()


def _remove(database: Database, where: sa.ColumnElement[bool]) -> int:
    """Remove events with all that belongs to them, a few at a time; return how many."""
    gone = 0
    while numbers := _some(database, where):
        with database.writing() as connection:
            connection.execute(sa.delete(event_bodies).where(event_bodies.c.event.in_(numbers)))
            gone += connection.execute(sa.delete(events).where(events.c.id.in_(numbers))).rowcount
    return gone


def _some(database: Database, where: sa.ColumnElement[bool]) -> Sequence[int]:
    with database.reading() as connection:
        return (
            connection.execute(sa.select(events.c.id).where(where).order_by(events.c.id).limit(BATCH))
            .scalars()
            .all()
        )


def spoken_of() -> sa.CompoundSelect[str]:
    """Return the query for the clusters of which a person has said something, or that something was made of."""
    about = [each for each in metadata.sorted_tables if "cluster" in each.c and each is not fingerprints]
    return sa.union(sa.select(clusters.c.id), *(sa.select(each.c.cluster) for each in about))


def _tidy(connection: sa.Connection) -> None:
    """Remove what was made of events that are gone.

    Of fingerprints that stays what somebody spoke of, and what others are called by.
    """
    connection.execute(sa.delete(runs).where(~sa.exists().where(events.c.task == runs.c.task)))
    other = fingerprints.alias("other")
    has_events = sa.exists().where(events.c.fingerprint == fingerprints.c.key)
    has_others = sa.exists().where(other.c.cluster == fingerprints.c.key, other.c.key != fingerprints.c.key)
    said = sa.select(spoken_of().subquery())
    connection.execute(
        sa.delete(fingerprints).where(~has_events, ~has_others, fingerprints.c.cluster.not_in(said))
    )
