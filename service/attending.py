"""What a worker looks to beside its work: that what nobody wants stops, what will not end is ended, and files go on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from service.database import tasks
from service.engine import job_id
from service.examples import ask_for_an_example
from service.statuses import FINISHED
from service.storage.spool import Spool
from service.tasks import Tasks
from service.worker import Worker

TICK = 0.2
POISONED = "it has ended its worker several times and is not tried again: ask for something simpler"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attending:
    """Looks after the tasks of a worker, and buries those of all that are dead."""

    worker: Worker
    tasks: Tasks
    spool: Spool

    def run(self, is_over: threading.Event) -> None:
        """Look after them until it is over."""
        looks = 0
        while not is_over.wait(TICK):
            looks += 1
            self._safely(self.stop_the_cancelled)
            if looks % 25 == 0:
                self._safely(self.bury_the_dead)
                self._safely(self._make_an_example)
            if looks % 150 == 0:
                self._safely(self.spool.flush)

    def _safely(self, do: Callable[[], object]) -> None:
        try:
            do()
        except Exception as error:  # the database or the bucket may be away for a moment
            log.warning("looking after tasks: %s", error)

    def _make_an_example(self) -> None:
        if self.worker.settings.examples:
            ask_for_an_example(self.tasks)

    def stop_the_cancelled(self) -> None:
        """Stop the tasks in hand that somebody has cancelled."""
        if in_hand := dict(self.worker.stops):
            cancelled = sa.and_(tasks.c.id.in_(in_hand), tasks.c.status == "cancelled")
            with self.worker.database.reading() as connection:
                for task_id in connection.execute(sa.select(tasks.c.id).where(cancelled)).scalars():
                    in_hand[task_id].set()

    def bury_the_dead(self) -> None:
        """End the tasks whose job will not come to an end any more."""
        with self.worker.database.reading() as connection:
            rows = connection.execute(sa.select(tasks).where(tasks.c.status.not_in(FINISHED))).all()
        jobs = {job_id(row.id, row.leg): row for row in rows}
        for job, state in self.worker.engine.states(jobs).items():
            if state == "dead":
                self.worker.ending.bury(jobs[job], POISONED)
