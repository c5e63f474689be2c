"""The task engine as DBOS has it: its tables lie beside ours, in one SQLite file or PostgreSQL."""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, Serializer, error
from filelock import FileLock

from service.engine import TRIES, Job, NotNow, Schedule, State, Work
from service.executors import AdvisoryLocks, FileLocks, Locks

APPLICATION = "shape-rotator"
VERSION = "1"
"""Of the jobs, not of the program: a worker of another version of the program goes on with them."""
LEG = "leg"
EVENTS = "events"
POLL = 0.2
LOOK_FOR_THE_DEAD = 0.5
FENCED = 70
AGAIN_AFTER, AGAIN = 2.0, 300
"""Seconds until work is begun again that cannot be done now, and how often: the database may be away for minutes."""
STATES: dict[str, State] = {
    "ENQUEUED": "waiting",
    "DELAYED": "waiting",
    "PENDING": "working",
    "SUCCESS": "done",
    "CANCELLED": "cancelled",
    "ERROR": "dead",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "dead",
}
SOME = 500


class JsonSerializer(Serializer):
    """Keep arguments and results as JSON: DBOS's default is pickle, which runs what it reads."""

    def serialize(self, data: Any) -> str:
        """Return `data` as JSON; an exception as its text."""
        return json.dumps(data, default=str)

    def deserialize(self, serialized_data: str) -> Any:
        """Return what was kept."""
        return json.loads(serialized_data)

    def name(self) -> str:
        """Return the name that is kept beside the data."""
        return "json"


def prepare(url: str, data: Path) -> None:
    """Make the engine's tables, or bring them up to date, one process at a time."""
    data.mkdir(parents=True, exist_ok=True)
    with FileLock(data / "tasks.lock"):
        DBOS.migrate(_plain(url))


class DbosEngine:
    """Asks DBOS for jobs and looks at them."""

    def __init__(self, url: str) -> None:
        self._client = DBOSClient(
            system_database_url=_plain(url),
            serializer=JsonSerializer(),
            application_name=APPLICATION,
            system_database_pool_size=8,
        )

    def enqueue(self, connection: sa.Connection, job: Job) -> None:
        """Put a job into its queue within the transaction of `connection`; one that is there already stays as it is."""
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": LEG,
                "queue_name": job.queue,
                "workflow_id": job.id,
                "priority": job.priority,
                "queue_partition_key": job.client,
                "app_version": VERSION,
            },
            job.task,
            job.leg,
        )

    def cancel(self, job_id: str) -> None:
        """See that a job is not begun any more; one that runs is left to its worker."""
        if self.states([job_id]).get(job_id) == "waiting":
            self._client.cancel_workflow(job_id)

    def states(self, job_ids: Iterable[str]) -> dict[str, State]:
        """Return how jobs are doing, of those there are."""
        wanted = list(job_ids)
        found = (
            self._client.list_workflows(workflow_ids=wanted, load_input=False, load_output=False)
            if wanted
            else []
        )
        return {each.workflow_id: STATES[each.status] for each in found}

    async def events(self, job_id: str, offset: int = 0) -> AsyncIterator[dict[str, Any]]:
        """Give what a job tells, from the event of number `offset` on, until the job is at its end."""
        values = self._client.read_stream_async(job_id, EVENTS, offset=offset, polling_interval_sec=POLL)
        try:
            async for value in values:
                yield value
        except error.DBOSNonExistentWorkflowError:
            return  # it is long over, and forgotten
        finally:
            await values.aclose()

    def forget(self, before: float) -> int:
        """Remove what is kept of jobs that had ended `before` (seconds since the epoch); return how many."""
        forgotten = 0
        moment = datetime.fromtimestamp(before).astimezone().isoformat()
        while found := self._client.list_workflows(
            completed_before=moment, limit=SOME, load_input=False, load_output=False
        ):
            self._client.delete_workflows([each.workflow_id for each in found])
            forgotten += len(found)
        return forgotten

    def close(self) -> None:
        """Let go of the database."""
        self._client.destroy()


class DbosHost:
    """Does jobs in this process, which has a name of its own at each start."""

    def __init__(self, url: str, data: Path, client_tasks: int, models_per_minute: int | None = None) -> None:
        self.name = uuid.uuid4().hex
        self._url = url
        self._client_tasks = client_tasks
        self._models_per_minute = models_per_minute
        is_file = url.startswith("sqlite")
        self._locks: Locks = FileLocks(data / "locks") if is_file else AdvisoryLocks(url)
        self._is_stopped = threading.Event()

    def start(self, work: Work, concurrency: dict[str, int], schedules: Iterable[Schedule]) -> None:
        """Begin to take jobs, so many at a time of each queue, and those of workers that have died."""
        self._locks.hold(self.name)
        DBOS(
            config=DBOSConfig(
                name=APPLICATION,
                system_database_url=_plain(self._url),
                application_version=VERSION,
                executor_id=self.name,
                serializer=JsonSerializer(),
                log_level="WARNING",
                run_migrations=False,
                scheduler_polling_interval_sec=5.0,
            )
        )
        self._register(work)
        entries: Any = [_scheduled(each) for each in schedules]
        DBOS.launch()
        self._register_queues(concurrency)
        DBOS.apply_schedules(entries)
        threading.Thread(target=self._look_for_the_dead, daemon=True).start()

    def stop(self, seconds: float) -> None:
        """Take no more jobs, and give those that run some seconds to end; others go on with the rest."""
        self._is_stopped.set()
        DBOS.destroy(workflow_completion_timeout_sec=round(seconds))

    def _register(self, work: Work) -> None:
        """Tell DBOS what a leg is: one step, which begins anew where a worker has died in it."""

        @DBOS.step(
            name="work",
            retries_allowed=True,
            interval_seconds=AGAIN_AFTER,
            backoff_rate=1.0,
            max_attempts=AGAIN,
            should_retry=lambda error: isinstance(error, NotNow),
        )
        def step(task: str, number: int) -> None:
            work(task, number, self._emit)

        @DBOS.workflow(name=LEG, max_recovery_attempts=TRIES - 1)
        def leg(task: str, number: int) -> None:
            step(task, number)

    def _emit(self, event: dict[str, Any]) -> None:
        try:
            DBOS.write_stream(EVENTS, event)
        except Exception:
            if self._is_stopped.is_set():  # its time is over, and that is no fault of the job's
                threading.Event().wait()
            raise

    def _register_queues(self, concurrency: dict[str, int]) -> None:
        limits: dict[str, Any] = {}
        if self._models_per_minute:
            limits["models"] = {"limit": self._models_per_minute, "period": 60.0}
        for queue, at_once in concurrency.items():
            DBOS.register_queue(
                queue,
                worker_concurrency=at_once,
                partition_concurrency=self._client_tasks,
                limiter=limits.get(queue),
                polling_interval_sec=POLL,
                on_conflict="always_update",
            )

    def _look_for_the_dead(self) -> None:
        while not self._is_stopped.wait(LOOK_FOR_THE_DEAD):
            if not self._locks.is_held():  # then others think us dead, and do what we do
                os._exit(FENCED)
            try:
                self._take_over()
            except Exception as error:  # the database may be away for a moment
                DBOS.logger.warning(f"looking for dead workers: {error}")
                time.sleep(LOOK_FOR_THE_DEAD)

    def _take_over(self) -> None:
        """Put the jobs of dead workers back into their queues."""
        working = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        others = {each.executor_id for each in working if each.executor_id} - {self.name}
        for executor in sorted(others):
            with self._locks.taken(executor) as is_dead:
                if is_dead:
                    DBOS._recover_pending_workflows([executor])


def _scheduled(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule as DBOS has it; what it does is registered."""

    @DBOS.workflow(name=schedule.name)
    def occasion(moment: datetime, context: Any) -> None:
        schedule.do()

    return {"schedule_name": schedule.name, "workflow_fn": occasion, "schedule": schedule.cron}


def _plain(url: str) -> str:
    """Return an address as DBOS takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://")
