"""The failure log: events written once, read in many ways."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from service.database import Database, tasks
from service.events.packing import Packed, unpacked
from service.events.record import Cause, TrainingEvent
from service.events.tables import event_bodies, events, faults, fingerprints, forgotten

Row = sa.Row[Any]
PAGE = 200
"""Events that are unpacked at a time."""


@dataclass(frozen=True)
class Wanted:
    """Which events; None is any."""

    cluster: str | None = None
    task: str | None = None
    session: str | None = None
    outcome: str | None = None
    model: str | None = None
    since: float | None = None
    until: float | None = None

    def where(self) -> Iterator[sa.ColumnElement[bool]]:
        """Yield the conditions."""
        for name in ("task", "session", "outcome", "model"):
            if (value := getattr(self, name)) is not None:
                yield events.c[name] == value
        if self.cluster is not None:
            of_cluster = sa.select(fingerprints.c.key).where(fingerprints.c.cluster == self.cluster)
            yield events.c.fingerprint.in_(of_cluster)
        if self.since is not None:
            yield events.c.made >= self.since
        if self.until is not None:
            yield events.c.made < self.until


@dataclass(frozen=True)
class EventLog:
    """The events in the service's database."""

    database: Database

    # writing

    def record(self, connection: sa.Connection, of_a_task: Sequence[Packed]) -> None:
        """Write the events of a task, in the transaction that ends it; what was written before stays as it was."""
        if not of_a_task or self._is_forgotten(connection, of_a_task[0].columns["task"]):
            return
        self._know(connection, {each.cause.fingerprint: each.cause for each in of_a_task})
        for event in of_a_task:
            new = self._insert(events).values(**event.columns)
            number = connection.execute(new.on_conflict_do_nothing().returning(events.c.id)).scalar()
            if number is not None:
                body = {"event": number, "body": event.body, "still": event.still or None}
                connection.execute(sa.insert(event_bodies).values(**body))

    def _know(self, connection: sa.Connection, causes: dict[str, Cause]) -> None:
        # in one order everywhere: two that write at a time cannot wait for each other
        for key in sorted(causes.keys() - {""}):
            known = self._insert(fingerprints).values(**_of_cause(causes[key]))
            connection.execute(known.on_conflict_do_nothing())

    def record_fault(
        self, connection: sa.Connection, task: str, session: str, said: Mapping[str, str]
    ) -> None:
        """Write down a fault of the machinery that ended a task, as it may be kept (`redaction.hiding.fault_to_keep`).

        It is no event, and is never exported.
        """
        if not self._is_forgotten(connection, task):
            new = self._insert(faults).values(task=task, session=session, made=time.time(), **said)
            connection.execute(new.on_conflict_do_nothing())

    def _is_forgotten(self, connection: sa.Connection, task: str) -> bool:
        query = sa.select(forgotten.c.task).where(forgotten.c.task == task)
        return connection.execute(query).first() is not None

    @property
    def _insert(self) -> Any:
        # either takes longer to import than a command takes to read
        if self.database.is_sqlite:
            from sqlalchemy.dialects import sqlite

            return sqlite.insert
        from sqlalchemy.dialects import postgresql

        return postgresql.insert

    # reading

    def event(self, number: int) -> TrainingEvent | None:
        """Return an event; None where there is none of this number."""
        return next(self._events(events.c.id == number), None)

    def of_task(self, task: str) -> list[TrainingEvent]:
        """Return the events of a task, the first attempt first."""
        return list(self._events(events.c.task == task))

    def all(self, wanted: Wanted) -> Iterator[TrainingEvent]:
        """Yield the events that are wanted, the oldest first, without holding more than a page of them."""
        after = 0
        while page := list(self._events(events.c.id > after, *wanted.where(), limit=PAGE)):
            yield from page
            after = page[-1].id

    def _events(self, *where: sa.ColumnElement[bool], limit: int | None = None) -> Iterator[TrainingEvent]:
        query = (
            sa.select(events.c.id, event_bodies.c.body, event_bodies.c.still, tasks.c.rating)
            .join(event_bodies, event_bodies.c.event == events.c.id)
            .outerjoin(tasks, tasks.c.id == events.c.task)
            .where(*where)
            .order_by(events.c.id)
            .limit(limit)
        )
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            yield unpacked(row.body, row.still, id=row.id, feedback=row.rating)

    def listed(self, wanted: Wanted, limit: int, before: int | None = None) -> list[Row]:
        """Return events as lists show them, the newest first; `before` is the number to go on from."""
        where = [*wanted.where(), *([events.c.id < before] if before is not None else [])]
        page = sa.select(events).where(*where).order_by(events.c.id.desc()).limit(limit).subquery()
        query = (
            sa.select(page, fingerprints.c.kind, fingerprints.c.symbol, fingerprints.c.message)
            .add_columns(fingerprints.c.cluster, tasks.c.rating)
            .outerjoin(fingerprints, fingerprints.c.key == page.c.fingerprint)
            .outerjoin(tasks, tasks.c.id == page.c.task)
            .order_by(page.c.id.desc())
        )
        with self.database.reading() as connection:
            return list(connection.execute(query))

    def fixed_by(self, event: TrainingEvent) -> TrainingEvent | None:
        """Return the attempt of the same task that went on from this one and was rid of what it failed of."""
        from service.events.fixes import is_rid  # lists need none of what the agent knows

        later = (each for each in self.of_task(event.task) if each.base == event.attempt)
        return next((each for each in later if is_rid(event, each)), None)

    def faults(self, limit: int) -> list[Row]:
        """Return the faults of the machinery that ended tasks, the latest first."""
        with self.database.reading() as connection:
            return list(connection.execute(sa.select(faults).order_by(faults.c.made.desc()).limit(limit)))


def _of_cause(cause: Cause) -> dict[str, str]:
    named = {"kind": cause.kind, "symbol": cause.symbol, "message": cause.message}
    return {"key": cause.fingerprint, "cluster": cause.fingerprint, **named}
