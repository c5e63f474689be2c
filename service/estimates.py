"""How long a task will take, from how long those like it took; and where in the queue it stands."""

from __future__ import annotations

from statistics import median
from typing import Any

import sqlalchemy as sa

from service.database import metadata, tasks

REMEMBERED = 50
"""How many of the latest tasks an estimate is made from."""
ALIKE = 1.6
"""Pictures of up to so many times the pixels, or so few, take about as long."""

durations = sa.Table(
    "durations",
    metadata,
    sa.Column("task", sa.String(32), sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("pixels", sa.Integer, nullable=False, comment="of a frame"),
    sa.Column("seconds", sa.Float, nullable=False, comment="from its start to its end"),
    sa.Column("finished", sa.Float, nullable=False),
    sa.Index("durations_by_kind", "kind", "finished"),
)


def remember_duration(connection: sa.Connection, task: sa.Row[Any]) -> None:
    """Keep how long a task took that has completed and was not answered from the cache."""
    if task.status != "completed" or task.started is None or (task.report or {}).get("cached"):
        return
    connection.execute(
        durations.insert().values(
            task=task.id,
            kind=task.kind,
            pixels=_pixels(task),
            seconds=task.finished - task.started,
            finished=task.finished,
        )
    )


def seconds_left(connection: sa.Connection, task: sa.Row[Any], now: float) -> float | None:
    """Return how long a task that waits or runs will most likely take from now on; None where nothing tells."""
    if task.status not in ("pending", "running"):
        return None
    past = _past(connection, task)
    if not past:
        return None
    if task.status == "pending":
        return median(past) + _seconds_ahead(connection, task, median(past))
    elapsed = now - task.started
    longer = [seconds - elapsed for seconds in past if seconds > elapsed]
    return median(longer) if longer else None


def queue_positions(connection: sa.Connection) -> dict[str, int]:
    """Return where in the queue each waiting task stands, 1 next: clients take turns, their own tasks go by priority."""
    return {task_id: place for place, task_id in enumerate(connection.scalars(WAITING), 1)}


def _waiting() -> sa.Select[str]:
    columns = tasks.c
    is_pending = sa.case((columns.status == "pending", 1), else_=0)
    turn = sa.func.row_number().over(
        partition_by=columns.client, order_by=(is_pending, columns.priority, columns.created, columns.id)
    )
    active = sa.select(columns.id, columns.status, columns.created, turn.label("turn")).where(
        columns.status.in_(("pending", "running"))
    )
    turns = active.subquery()
    waiting = sa.select(turns.c.id).where(turns.c.status == "pending")
    return waiting.order_by(turns.c.turn, turns.c.created, turns.c.id)


WAITING = _waiting()
"""The waiting tasks in their order; asked for so often that building it would take longer than running it."""


def _past(connection: sa.Connection, task: sa.Row[Any]) -> list[float]:
    """Return how long the latest tasks took that were like this one."""
    pixels = _pixels(task)
    like = durations.c.pixels.between(pixels / ALIKE, pixels * ALIKE)
    latest = (
        sa.select(durations.c.seconds)
        .where(durations.c.kind == task.kind, like)
        .order_by(durations.c.finished.desc())
        .limit(REMEMBERED)
    )
    return list(connection.scalars(latest))


def _seconds_ahead(connection: sa.Connection, task: sa.Row[Any], each: float) -> float:
    """Return how long the queue before a task will take, with as many at a time as there are now."""
    ahead = queue_positions(connection).get(task.id, 1) - 1
    running = sa.select(sa.func.count()).select_from(tasks).where(tasks.c.status == "running")
    at_once = connection.scalar(running) or 0
    # those that run are half done, on the average
    return each * (ahead + 0.5) / at_once if at_once else each * ahead


def _pixels(task: sa.Row[Any]) -> int:
    return int(task.options["width"]) * int(task.options["height"])
