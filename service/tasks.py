"""Tasks as people ask for them and look at them: from any process, over the service's database."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from anyio import sleep, to_thread

from agent.sandbox import RenderOptions
from agent.state import Turn
from service.api.limits import quota
from service.database import Database, tasks
from service.engine import Engine, Job, job_id
from service.estimates import queue_positions, seconds_left
from service.production import new_task_id
from service.settings import Settings
from service.statuses import FINISHED, status_of, summary_of

EXAMPLES = "examples"
"""The client of the example prompts, whose videos stay for good: anybody may see its tasks."""
LOOK_AGAIN = 0.4
"""Seconds between two looks at a task that waits."""
Row = sa.Row[Any]


@dataclass(frozen=True)
class Event:
    """What is told of a task as it goes; `id` names the place to go on from, where there is one."""

    name: str
    data: dict[str, Any]
    id: str | None = None


@dataclass(frozen=True)
class Tasks:
    """All there is to do with tasks but doing them."""

    settings: Settings
    database: Database
    engine: Engine

    # asking

    def add(
        self,
        client: str,
        prompt: str,
        options: RenderOptions,
        *,
        fresh: bool = False,
        priority: int = 5,
    ) -> str:
        """Queue a video for a prompt, the first of a session, and return its id."""
        with self.database.writing() as connection:
            return self.queue_first(connection, client, prompt, options, fresh=fresh, priority=priority)

    def queue_first(
        self, connection: sa.Connection, client: str, prompt: str, options: RenderOptions, **more: Any
    ) -> str:
        """Queue the first task of a session within a transaction, and return its id."""
        task_id = new_task_id()
        first = {"id": task_id, "session": task_id, "version": 1, "kind": "generate", "client": client}
        self._queue(connection, first | {"prompt": prompt, "options": as_picture(options)} | more)
        return task_id

    def refine(self, task: Row, client: str, prompt: str) -> str:
        """Queue a turn that changes a task's scene as a prompt says, and return its id."""
        return self._next(task, client, {"kind": "refine", "prompt": prompt})

    def edit(self, task: Row, client: str, code: str) -> str:
        """Queue a turn whose program a person wrote, and return its id."""
        return self._next(task, client, {"kind": "edit", "prompt": "an edit by hand", "given": code})

    def _next(self, task: Row, client: str, values: dict[str, Any]) -> str:
        with self.database.writing() as connection:
            task_id = new_task_id()
            session = task.session if task.client == client else task_id  # another's is not written into
            last = sa.select(sa.func.max(tasks.c.version)).where(tasks.c.session == session)
            version = (connection.execute(last).scalar() or 0) + 1
            same = {"client": client, "session": session, "parent": task.id, "options": task.options}
            self._queue(connection, {"id": task_id, "version": version, **same, **values})
        return task_id

    def _queue(self, connection: sa.Connection, values: dict[str, Any]) -> None:
        """Write a task down and queue its first leg; raise TooMany."""
        if values["client"] != EXAMPLES:
            quota(connection, values["client"], self.settings, time.time())
        row = {"status": "pending", "created": time.time(), **values}
        connection.execute(sa.insert(tasks).values(**row))
        queue = "renders" if row["kind"] == "edit" else "models"
        job = Job(row["id"], 1, queue, row["client"], row.get("priority", 5))
        self.engine.enqueue(connection, job)

    def cancel(self, task: Row) -> None:
        """End a task that is not at its end yet: what it does stops within a second."""
        with self.database.writing() as connection:
            ended = {"status": "cancelled", "finished": time.time(), "stage": None}
            is_open = sa.and_(tasks.c.id == task.id, tasks.c.status.not_in(FINISHED))
            done = connection.execute(sa.update(tasks).where(is_open).values(**ended)).rowcount
        if done:
            self.engine.cancel(job_id(task.id, task.leg))

    def rerender(self, task: Row) -> bool:
        """Queue the making of a task's video from its program, where that is gone; return whether it is."""
        with self.database.writing() as connection:
            where = sa.and_(tasks.c.id == task.id, tasks.c.status.in_(FINISHED), tasks.c.code.is_not(None))
            again = {"status": "pending", "remake": True, "leg": tasks.c.leg + 1, "finished": None}
            again |= {"started": None, "error": None}
            missing = sa.and_(where, tasks.c.video != "there")
            queued = connection.execute(
                sa.update(tasks).where(missing).values(**again).returning(tasks.c.leg)
            )
            leg = queued.scalar()
            if leg is not None:
                self.engine.enqueue(connection, Job(task.id, leg, "renders", task.client, task.priority))
        return leg is not None

    # looking

    def row(self, task_id: str) -> Row | None:
        """Return all that is kept of a task; None where there is none of this id."""
        with self.database.reading() as connection:
            return _row(connection, task_id)

    def status(self, task: Row) -> dict[str, Any]:
        """Return how a task is doing."""
        return self.statuses([task])[0]

    def session(self, session_id: str, client: str) -> list[Row]:
        """Return the tasks of a conversation that a client may see, by version."""
        with self.database.reading() as connection:
            found = sa.select(tasks).where(tasks.c.session == session_id).order_by(tasks.c.version)
            if self.settings.require_key:
                found = found.where(tasks.c.client.in_((client, EXAMPLES)))
            return list(connection.execute(found))

    def statuses(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Return how several tasks are doing."""
        with self.database.reading() as connection:
            return _told(connection, rows)

    def recent(self, client: str, limit: int, before: float | None = None) -> list[dict[str, Any]]:
        """Return what a client asked for last, without the programs, the newest first.

        Tasks of one moment are never parted: a few more than `limit` are returned where they would be.
        """
        created = tasks.c.created
        mine = [tasks.c.client == client, *([created < before] if before is not None else [])]
        page = sa.select(created).where(*mine).order_by(created.desc()).limit(limit).subquery()
        oldest = sa.select(sa.func.min(page.c.created)).scalar_subquery()
        found = sa.select(tasks).where(*mine, created >= oldest).order_by(created.desc(), tasks.c.id)
        with self.database.reading() as connection:
            return [summary_of(row) for row in connection.execute(found)]

    def rate(self, task: Row, *, is_positive: bool) -> None:
        """Keep what a person thinks of a video."""
        with self.database.writing() as connection:
            connection.execute(sa.update(tasks).where(tasks.c.id == task.id).values(rating=is_positive))

    # following

    async def events(self, task_id: str, last: str | None = None) -> AsyncIterator[Event]:
        """Give what a task tells, after the event `last`, and at its end how it is; then no more."""
        leg, offset = _place(last)
        told: tuple[Any, ...] = (None, None)
        while (look := await to_thread.run_sync(self._look, task_id)) is not None:
            row, status = look
            leg = min(max(leg, 1), row.leg)
            first = offset
            if leg < row.leg or row.status != "pending":
                async for event in self.engine.events(job_id(task_id, leg), offset):
                    yield _event(event, f"{leg}.{offset}")
                    offset += 1
            if leg < row.leg:
                leg, offset = leg + 1, 0
            elif row.status in FINISHED:
                yield Event("done", status)
                return
            elif offset == first:
                queue = (status["queue_position"], status["seconds_left"])
                if queue not in (told, (None, None)):
                    told = queue
                    yield Event("queue", {"position": queue[0], "seconds_left": queue[1]})
                await sleep(LOOK_AGAIN)

    def _look(self, task_id: str) -> tuple[Row, dict[str, Any]] | None:
        with self.database.reading() as connection:
            row = _row(connection, task_id)
            return (row, _told(connection, [row])[0]) if row is not None else None


def _row(connection: sa.Connection, task_id: str) -> Row | None:
    return connection.execute(sa.select(tasks).where(tasks.c.id == task_id)).one_or_none()


def _told(connection: sa.Connection, rows: Sequence[Row]) -> list[dict[str, Any]]:
    now = time.time()
    places = queue_positions(connection) if any(row.status == "pending" for row in rows) else {}
    return [
        status_of(
            row,
            position=places.get(row.id),
            left=None if row.status in FINISHED else seconds_left(connection, row, now),
        )
        for row in rows
    ]


def _place(last: str | None) -> tuple[int, int]:
    """Return the leg and the number of the event after the one that was seen last."""
    leg, dot, offset = (last or "").partition(".")
    if not (dot and leg.isdecimal() and offset.isdecimal() and len(offset) < 10 and len(leg) < 10):
        return 1, 0
    return int(leg), int(offset) + 1


def _event(told: dict[str, Any], place: str) -> Event:
    return Event(told["event"], {name: value for name, value in told.items() if name != "event"}, place)


def conversation_of(connection: sa.Connection, task: Row) -> tuple[Turn, ...]:
    """Return the turns that led to a task, the first one first."""
    turns: list[Turn] = []
    parent = task.parent
    while parent is not None:
        found = connection.execute(sa.select(tasks).where(tasks.c.id == parent)).one()
        turns.insert(0, Turn(found.prompt, found.code or ""))
        parent = found.parent
    return tuple(turns)


def picture_of(task: Row) -> RenderOptions:
    """Return the picture that a task asked for."""
    return RenderOptions(**{name: task.options[name] for name in ("width", "height", "fps")})


def as_picture(options: RenderOptions) -> dict[str, int]:
    """Return a picture as it is kept and told."""
    return {name: value for name, value in asdict(options).items() if name != "also"}
