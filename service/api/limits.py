"""How much one client may ask for: requests in a minute, tasks that wait, tasks in a day."""

from __future__ import annotations

import math
import time
from http import HTTPStatus

import sqlalchemy as sa
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException

from service.database import tasks
from service.settings import Settings

DAY = 86_400.0
WAITING_RETRY = 30.0
"""Seconds after which one of many waiting tasks has most likely begun."""


class TooMany(HTTPException):
    """A client asks for more than its share; the answer says when to come back."""

    def __init__(self, detail: str, seconds: float) -> None:
        headers = {"Retry-After": str(max(1, math.ceil(seconds)))}
        super().__init__(HTTPStatus.TOO_MANY_REQUESTS, detail, headers)


class RequestLimit:
    """Counts the requests of each client in the last minute, in this process."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, client: str) -> None:
        """Count a request; raise TooMany."""
        if not self._limiter.hit(self._item, client):
            reset = self._limiter.get_window_stats(self._item, client).reset_time
            raise TooMany(
                f"more than {self._item.amount} requests in a minute; give it a moment", reset - time.time()
            )


def quota(connection: sa.Connection, client: str, settings: Settings, now: float) -> None:
    """See, in the transaction that adds it, that a client may ask for one more task; raise TooMany."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time as it is
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:c, 0))"), {"c": client})
    mine = sa.select(sa.func.count()).select_from(tasks).where(tasks.c.client == client)
    waiting = connection.scalar(mine.where(tasks.c.status == "pending")) or 0
    if waiting >= settings.client_waiting:
        raise TooMany(
            f"{waiting} of your tasks are waiting, which is as many as may; "
            "ask again when one has begun, or cancel one",
            WAITING_RETRY,
        )
    if settings.client_daily is not None:
        _daily(connection, client, settings.client_daily, now)


def _daily(connection: sa.Connection, client: str, most: int, now: float) -> None:
    """Raise TooMany where as many tasks were asked for since this time yesterday as may be."""
    latest = (
        sa.select(tasks.c.created)
        .where(tasks.c.client == client, tasks.c.created > now - DAY)
        .order_by(tasks.c.created.desc())
        .offset(most - 1)
        .limit(1)
    )
    created = connection.scalar(latest)
    if created is not None:
        raise TooMany(
            f"you have asked for {most} animations since this time yesterday, which is as many as a day has",
            created + DAY - now,
        )
