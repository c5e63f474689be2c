"""How tasks went by the version of the prompt that their model was asked with, over time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from service.database import Database
from service.events.packing import DAY
from service.events.tables import events


def versions(database: Database) -> dict[str, Any]:
    """Return `versions`, the latest first, and `days`; a task counts for each version that it used."""
    with database.reading() as connection:
        rows = connection.execute(_by_day()).all()
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        name = (row.prompt_name, row.prompt_version)
        one = found.setdefault(name, {"first": row.first, "last": row.last, "tasks": 0, "completed": 0})
        one["first"], one["last"] = min(one["first"], row.first), max(one["last"], row.last)
        one["tasks"] += row.tasks
        one["completed"] += row.completed
    told = [{"name": name, "version": version, **one} for (name, version), one in found.items()]
    told.sort(key=lambda each: -each["last"])
    return {"versions": told, "days": [_day(row) for row in rows]}


def _by_day() -> sa.Select[Any]:
    groups = (events.c.prompt_name, events.c.prompt_version, events.c.day)
    completed = sa.case((events.c.outcome == "completed", events.c.task))
    counts = (
        sa.func.count(events.c.task.distinct()).label("tasks"),
        sa.func.count(completed.distinct()).label("completed"),
        sa.func.min(events.c.made).label("first"),
        sa.func.max(events.c.made).label("last"),
    )
    # a task that a fault ended or a person cancelled says nothing of its prompt
    where = (events.c.prompt_name != "", events.c.outcome.in_(("completed", "failed")))
    return sa.select(*groups, *counts).where(*where).group_by(*groups).order_by(events.c.day)


def _day(row: sa.Row[Any]) -> dict[str, Any]:
    day = f"{datetime.fromtimestamp(row.day * DAY, UTC):%Y-%m-%d}"
    named = {"day": day, "name": row.prompt_name, "version": row.prompt_version}
    return {**named, "tasks": row.tasks, "completed": row.completed}
