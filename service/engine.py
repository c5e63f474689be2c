"""The port of the task engine: what the service asks of whatever queues its jobs, runs them and keeps their events.

A job is run at least once: what it does must be so that doing it twice is doing it once. One whose worker died is
taken over by another within a second; one that ends its workers time and again is dead.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import sqlalchemy as sa

QUEUES = ("models", "renders")
State = Literal["waiting", "working", "done", "cancelled", "dead"]
TRIES = 3
"""Times that a job is begun, before it is dead."""


def job_id(task: str, leg: int) -> str:
    """Return the name that the engine knows a leg of a task by."""
    return f"{task}-{leg}"


@dataclass(frozen=True)
class Job:
    """One leg of a task: what stands in a queue."""

    task: str
    leg: int
    queue: str
    client: str
    priority: int = 5
    """1 goes first, among the jobs of a client."""

    @property
    def id(self) -> str:
        """The name that the engine knows it by."""
        return job_id(self.task, self.leg)


class NotNow(Exception):
    """What a job needs is away: it is begun again in a moment, by the same worker. Raised by the work."""


Emit = Callable[[dict[str, Any]], None]
Work = Callable[[str, int, Emit], None]
"""Does a leg of a task, telling how far it is."""


@dataclass(frozen=True)
class Schedule:
    """Something that is done time and again, by one worker of all."""

    name: str
    cron: str
    """Five fields."""
    do: Callable[[], None]


class Engine(Protocol):
    """Asks for jobs and looks at them, from any process."""

    def enqueue(self, connection: sa.Connection, job: Job) -> None:
        """Put a job into its queue within the transaction of `connection`; one that is there already stays as it is."""
        ...

    def cancel(self, job_id: str) -> None:
        """See that a job is not begun any more; that one which runs notices is its worker's business."""
        ...

    def states(self, job_ids: Iterable[str]) -> dict[str, State]:
        """Return how jobs are doing, of those there are."""
        ...

    def events(self, job_id: str, offset: int = 0) -> AsyncIterator[dict[str, Any]]:
        """Give what a job tells, from the event of number `offset` on, until the job is at its end or forgotten."""
        ...

    def forget(self, before: float) -> int:
        """Remove what is kept of jobs that had ended `before` (seconds since the epoch); return how many."""
        ...


class Host(Protocol):
    """Does the jobs of some queues, in this process."""

    def start(self, work: Work, concurrency: dict[str, int], schedules: Iterable[Schedule]) -> None:
        """Begin to take jobs, so many at a time of each queue, and those of workers that have died."""
        ...

    def stop(self, seconds: float) -> None:
        """Take no more jobs, and give those that run some seconds to end; others go on with the rest."""
        ...
