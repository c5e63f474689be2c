"""What a worker does while its queues are empty: the replays that were asked for over HTTP."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass, field

import sqlalchemy as sa

from agent.faults import Fault
from service.database import tasks
from service.events.replay.replaying import Replaying
from service.events.replay.replays import Replays
from service.events.replay.runner import told
from service.requests import BadRequest
from service.statuses import FINISHED
from service.worker import AWAY

LOOK = 5.0
"""Seconds between two looks for a replay to be done."""
MOST_TRIES = 3
"""Times that one is begun without a run coming to its end."""
BROKEN = "the server has a fault, which its log tells; `rotator events replay --resume ID` tries again"
POISON = "it has ended its worker several times; `rotator events replay --resume ID` tries again"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReplayWorker:
    """Does replays one by one, each run of them while no task of anybody waits or is worked on."""

    replays: Replays
    in_hand: list[str] = field(default_factory=list)
    """The replay that is done now, if one is."""

    def run(self, is_over: threading.Event) -> None:
        """Look for some until it is over."""
        while not is_over.wait(LOOK):
            try:
                self._look(is_over)
            except AWAY as error:  # then it is gone on with later
                log.warning("replays: the database is away: %s", error)

    def _look(self, is_over: threading.Event) -> None:
        row = self.replays.waiting()
        if row is None or not self.is_idle():
            return
        if row.tries >= MOST_TRIES:
            self.replays.note(row.id, state="failed", error=POISON)
            return
        self.in_hand.append(row.id)
        try:
            if Replaying(self.replays, may_go_on=self.is_idle, is_over=is_over.is_set).do(row.id):
                log.info("has left the replay %s, %s", row.id, self.replays.row(row.id).state)
        except (Fault, BadRequest) as error:
            log.warning("the replay %s: %s", row.id, told(error))
        except AWAY:
            raise
        except Exception:
            log.exception("the replay %s failed", row.id)
            self.replays.note(row.id, state="failed", error=BROKEN)
        finally:
            self.in_hand.clear()

    def leave(self) -> None:
        """Note that the process ends as it should: that it did not come to an end tells nothing against a replay."""
        for replay_id in tuple(self.in_hand):
            with suppress(*AWAY):
                self.replays.not_tried(replay_id)

    def is_idle(self) -> bool:
        """Return whether there is no task to work on."""
        with self.replays.database.reading() as connection:
            unfinished = sa.select(tasks.c.id).where(tasks.c.status.not_in(FINISHED)).limit(1)
            return connection.execute(unfinished).first() is None
