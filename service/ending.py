"""How a task ends: its files put where they stay, and the end noted once, however often a worker comes to it."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.faults import Fault
from agent.prompts import Prompts
from agent.run import beginning
from agent.sandbox import Rendered
from service import wiring
from service.database import Database, tasks
from service.events.log import EventLog
from service.events.observing import Asked, Ended, events_of
from service.events.packing import Packed, pack
from service.events.record import Outcome
from service.events.redaction.hiding import fault_to_keep
from service.events.redaction.own_rules import BadRules
from service.measures import record_finished
from service.production import FILES, Production, last_code, report_of_the_dead
from service.reuse import Reuse, in_bucket
from service.settings import Settings
from service.statuses import FINISHED
from service.storage.compressing import compress
from service.storage.spool import Spool
from service.storage.sweeping import expiry, remove
from service.tasks import EXAMPLES, Row, picture_of
from service.telemetry import span

log = logging.getLogger(__name__)


class WorkerEnded(Fault):
    """A worker died of a task, or met an error of its own."""


@dataclass(frozen=True)
class Ending:
    """Ends tasks: with what was made, or with why nothing was."""

    settings: Settings
    database: Database
    saver: BaseCheckpointSaver[Any]
    spool: Spool
    failures: EventLog
    prompts: Callable[[], Prompts]
    """Gives those that this process works with: no file of them is read as a task ends, for it may be broken by then."""

    def deliver(self, row: Row, made: Production) -> None:
        """Put the files where they stay, and note that the task is at its end."""
        started = time.monotonic()
        with span("deliver"):
            if made.path("video"):
                made.note("compression", compress(made.folder / FILES["video"]).as_json())
            seconds = round(time.monotonic() - started, 3)
            made.note("seconds", {**made.report["seconds"], "deliver": seconds})
            if not made.code and (tried := last_code(made.report)):  # of a failed task it is kept, too
                (made.folder / FILES["code"]).write_text(tried, encoding="utf-8")
            self.spool.deliver(row.id, made.folder)
        if self._noted(row, self._values(row, made), made.fault):
            self._keep(row, made)
            self.forget(row)
        else:
            self._take_back(row)
            self.abandon(row)

    def bury(self, row: Row, error: str) -> None:
        """End a task that cannot be done, with everything that is known of it."""
        report = dict(row.report) if row.report else self._known(row, error)
        values = {"status": "failed", "dead": True, "error": error, "report": report}
        dead = WorkerEnded(error, "read the log of the workers")
        if self._noted(row, values | {"code": row.code or last_code(report)}, dead):
            self.forget(row)
        else:
            self.abandon(row)

    def abandon(self, row: Row) -> None:
        """Write down what a task tried that was cancelled, and remove the agent's steps of it."""
        if self._is_cancelled(row):
            tried = self._tried(row, Ended("cancelled", None, None))
            with self.database.writing() as connection:
                self._write(connection, tried)
        self.forget(row)

    def forget(self, row: Row) -> None:
        """Remove the agent's steps of a task that is at its end, and what they drew."""
        for rendered in _drawn(self._state(row)):
            shutil.rmtree(rendered.folder, ignore_errors=True)
        self.saver.delete_thread(row.id)

    def reuse(self, row: Row, versions: Mapping[str, str]) -> Reuse:
        """Return the prompt cache, for the picture of a task and prompts of these versions."""
        return wiring.reuse(self.settings, picture_of(row), versions, self.spool)

    def _values(self, row: Row, made: Production) -> dict[str, Any]:
        has_video = made.path("video") is not None
        lasts = has_video and row.client != EXAMPLES
        return {
            "status": made.status,
            "code": made.code or last_code(made.report),
            "error": made.error,
            "report": made.report,
            "partial": made.partial,
            "video": "there" if has_video else "none",
            "expires": expiry(self.settings, time.time()) if lasts else None,
        }

    def _noted(self, row: Row, values: dict[str, Any], fault: Fault | None) -> bool:
        """Note how a task ended; return False where that was noted before, or nobody wants it any more."""
        ended = {"stage": None, "remake": False, "finished": time.time(), **values}
        is_mine = sa.and_(tasks.c.id == row.id, tasks.c.leg == row.leg, tasks.c.status.not_in(FINISHED))
        tried, failed = self._tried(row, _ended(values, fault)), self._failed(fault)
        with self.database.writing() as connection:
            noted = connection.execute(sa.update(tasks).where(is_mine).values(**ended).returning(tasks))
            if (after := noted.one_or_none()) is None:
                return False
            if not row.remake:
                record_finished(connection, after)
                self._write(connection, tried)
                if failed is not None:
                    self.failures.record_fault(connection, row.id, row.session, failed)
        log.info("has done leg %d, %s", row.leg, after.status)
        return True

    def _tried(self, row: Row, ended: Ended) -> list[Packed]:
        """Return what the failure log is told of a task; nothing that goes wrong with it may keep a task from its end."""
        state = self._state(row)
        asked = Asked(row.id, row.session, row.prompt, row.version, row.kind)
        told = (state.get(name, ()) for name in ("attempts", "documents", "conversation"))
        try:
            return pack(events_of(self.settings, asked, ended, *told))
        except Exception:
            log.exception("the attempts cannot be written down")
            return []

    def _failed(self, fault: Fault | None) -> dict[str, str] | None:
        try:
            return fault_to_keep(fault, self.settings) if fault is not None else None
        except BadRules:
            log.exception("the fault cannot be written down")
            return None

    def _write(self, connection: sa.Connection, tried: list[Packed]) -> None:
        try:
            with connection.begin_nested():
                self.failures.record(connection, tried)
        except sa.exc.DataError:  # what a program says may be more than a column holds
            log.exception("the attempts cannot be written down")

    def _take_back(self, row: Row) -> None:
        """Remove what was delivered of a task that was cancelled meanwhile."""
        if self._is_cancelled(row):
            remove(self.spool, row.id)

    def _is_cancelled(self, row: Row) -> bool:
        with self.database.reading() as connection:
            status = connection.execute(sa.select(tasks.c.status).where(tasks.c.id == row.id)).scalar()
        return bool(status == "cancelled")

    def _keep(self, row: Row, made: Production) -> None:
        """Let like prompts have this video; one that was there already, or came of a conversation, is no new one."""
        is_new = row.kind == "generate" and not row.remake and made.report["cached"] is None
        if is_new and made.status == "completed" and made.code:
            reuse = self.reuse(row, made.report["prompt_versions"])
            reuse.keep(row.id, row.prompt, made.code, in_bucket(row.id), made.report)

    def _known(self, row: Row, error: str) -> dict[str, Any]:
        """Return the report card of a task that was cut off: of what was tried until then."""
        state = beginning(row.prompt) | self._state(row)
        model, budget = wiring.model_name(self.settings), wiring.budget(self.settings)
        return report_of_the_dead(
            row.id, row.prompt, model, picture_of(row), budget, state, error, self.prompts()
        )

    def _state(self, row: Row) -> dict[str, Any]:
        """Return what the agent's last step came to."""
        kept = self.saver.get_tuple({"configurable": {"thread_id": row.id}})
        return dict(kept.checkpoint["channel_values"]) if kept else {}


def _ended(values: dict[str, Any], fault: Fault | None) -> Ended:
    outcome: Outcome = "fault" if fault is not None else values["status"]
    return Ended(outcome, values["error"], values["report"].get("delivered"))


def _drawn(state: dict[str, Any]) -> Iterator[Rendered]:
    """Give the videos that a run has drawn."""
    attempts = [attempt.rendered for attempt in state.get("attempts", ())]
    for rendered in (state.get("rendered"), state.get("salvaged"), *attempts):
        if rendered is not None and rendered.folder:
            yield rendered
