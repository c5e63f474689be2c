"""How much lies where, by kind of result."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from service.database import Database, files, tasks
from service.storage.naming import TRANSIENT
from service.storage.sweeping import DAY

SOON = 3 * DAY


@dataclass(frozen=True)
class Usage:
    """What there is of a kind of result, as the tables say."""

    kind: str
    count: int
    bytes: int
    stored: int
    """How many are in the bucket."""
    spooled: int
    """How many wait on a worker's disk."""
    expiring: int
    """How many go within three days."""

    def as_json(self) -> dict[str, Any]:
        """Return it as `rotator storage --json` shows it."""
        return asdict(self)


def usage(database: Database, now: float) -> tuple[Usage, ...]:
    """Return how much there is of each kind of result that there is any of."""
    goes = sa.and_(tasks.c.video == "there", tasks.c.expires <= now + SOON, files.c.kind.in_(TRANSIENT))
    query = (
        sa.select(
            files.c.kind,
            sa.func.count(),
            sa.func.sum(files.c.bytes),
            _count(files.c.state == "stored"),
            _count(files.c.state == "spooled"),
            _count(goes),
        )
        .join(tasks, tasks.c.id == files.c.task)
        .group_by(files.c.kind)
        .order_by(files.c.kind)
    )
    with database.reading() as connection:
        return tuple(Usage(kind, *map(int, numbers)) for kind, *numbers in connection.execute(query))


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))
