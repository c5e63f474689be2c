"""How long events are kept, and how they go before that, when somebody wants what he asked for forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from service.database import Database, metadata, tasks
from service.events.replay.tables import runs
from service.events.tables import clusters, event_bodies, events, faults, fingerprints
from service.requests import BadRequest
from service.settings import Settings
from service.statuses import FINISHED

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
        connection.execute(sa.delete(faults).where(faults.c.made < before))
        _tidy(connection)
    return gone


def forget_session(database: Database, session: str) -> Forgotten:
    """Remove every event, still and fault of a session; raise BadRequest."""
    _refuse_at_work(database, session)
    of_session = events.c.session == session
    with database.reading() as connection:
        ids = tuple(connection.execute(sa.select(events.c.task).distinct().where(of_session)).scalars())
        has_still = sa.and_(of_session, event_bodies.c.still.is_not(None))
        stills = sa.select(sa.func.count()).select_from(events.join(event_bodies)).where(has_still)
        seen = connection.execute(stills).scalar() or 0
    gone = _remove(database, of_session)
    with database.writing() as connection:
        failed = connection.execute(sa.delete(faults).where(faults.c.session == session)).rowcount
        _tidy(connection)
    if not gone and not failed:
        raise BadRequest(
            f"the failure log has nothing of a session {session!r}; `rotator events list --json` shows sessions"
        )
    return Forgotten(session, gone, seen, failed, tuple(sorted(ids)))


def forget_task(database: Database, task: str) -> None:
    """Remove every event, still and fault of one task."""
    _remove(database, events.c.task == task)
    with database.writing() as connection:
        connection.execute(sa.delete(faults).where(faults.c.task == task))
        _tidy(connection)


def _refuse_at_work(database: Database, session: str) -> None:
    """Raise BadRequest where a task of the session will still write what it tried."""
    at_work = sa.select(tasks.c.id).where(tasks.c.session == session, tasks.c.status.not_in(FINISHED))
    with database.reading() as connection:
        if (task := connection.execute(at_work.limit(1)).scalar()) is not None:
            raise BadRequest(
                f"the task {task} of this session is still worked on: cancel it, or wait for its end"
            )


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
