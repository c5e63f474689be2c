"""What is done once an hour, by one worker of all: what has had its time goes."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from langgraph.checkpoint.base import BaseCheckpointSaver

from service import wiring
from service.database import tasks
from service.ending import Ending
from service.engine import Engine
from service.events.clustering import recluster
from service.events.keeping import sweep_events
from service.settings import Settings
from service.statuses import FINISHED
from service.storage.spool import Spool
from service.storage.sweeping import sweep

DAY = 86_400
HISTORY = 2 * DAY
"""Seconds that the engine's own record of a job is kept: its events with it."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sweeper:
    """Takes away what has had its time: videos, the engine's history, the agent's steps, events."""

    settings: Settings
    spool: Spool
    engine: Engine
    saver: BaseCheckpointSaver[Any]
    ending: Ending

    def sweep(self) -> None:
        """Take away what has had its time."""
        now = time.time()
        swept = sweep(self.spool, now)
        forgotten = self.engine.forget(now - HISTORY)
        steps = self._forget_steps(now)
        events = sweep_events(self.spool.database, self.settings, now)
        moved = recluster(self.spool.database, wiring.meanings(self.settings))
        log.info(
            "swept: %d videos, %d orphans, %d jobs, the steps of %d tasks, %d events; %d errors put to others",
            len(swept.expired),
            swept.orphans,
            forgotten,
            steps,
            events,
            len(moved),
        )

    def _forget_steps(self, now: float) -> int:
        """Remove the agent's steps of tasks that ended while their worker died; return of how many."""
        ended = sa.and_(tasks.c.status.in_(FINISHED), tasks.c.finished > now - HISTORY)
        with self.spool.database.reading() as connection:
            rows = connection.execute(sa.select(tasks).where(ended)).all()
        left = [row for row in rows if self.saver.get_tuple({"configurable": {"thread_id": row.id}})]
        for row in left:
            self.ending.abandon(row)
        return len(left)
