"""What a worker does with a task: a leg of it at a time, so that another can go on where this one died."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.budget import Budget
from agent.context import Context
from agent.faults import Stopped
from agent.legs import Kind, Leg, run_leg
from agent.run import Outcome, beginning, outcome
from agent.sandbox import Rendered
from agent.sandbox.client import SandboxRenderer
from agent.state import Turn, elapsed
from service import wiring
from service.database import Database, tasks
from service.ending import Ending
from service.engine import Emit, Engine, Job, NotNow
from service.logs import task_id_var
from service.production import Production, again, finish, remade
from service.reuse import in_bucket
from service.settings import Settings
from service.statuses import FINISHED
from service.tasks import Row, conversation_of, picture_of
from service.telemetry import span
from service.telling import Telling

BROKEN = "the server has a fault, which its log tells; asking again may help"
AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, psycopg.OperationalError, sqlite3.OperationalError)
"""What is said of a database that does not answer, or has no room."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worker:
    """Does the legs of tasks, several at a time."""

    settings: Settings
    database: Database
    engine: Engine
    saver: BaseCheckpointSaver[Any]
    ending: Ending
    context: Context
    renew: Callable[[Context], Context]
    """Gives a context the prompts and rules that count now."""
    renderer: SandboxRenderer
    scratch: Path
    stops: dict[str, threading.Event] = field(default_factory=dict)
    """Of the tasks in hand: what is set ends them."""

    def __call__(self, task_id: str, leg: int, emit: Emit) -> None:
        """Do a leg of a task; whatever comes of it is in the database afterwards."""
        try:
            self._begin(task_id, leg, emit)
        except AWAY as error:
            raise NotNow(f"the database is away: {error}") from error

    def _begin(self, task_id: str, leg: int, emit: Emit) -> None:
        row = self._taken(task_id, leg)
        if row is None:
            self._tidy(task_id)
            return
        stop = self.stops.setdefault(task_id, threading.Event())
        token = task_id_var.set(task_id)
        log.info("begins leg %d", leg)
        try:
            with span("leg", task=task_id, number=leg):
                self._do(row, self._telling(row, emit, stop))
        except Stopped:
            log.info("stopped")
            self.ending.abandon(row)
        except AWAY:
            raise
        except Exception:
            log.exception("leg %d failed", leg)
            self.ending.bury(row, BROKEN)
        finally:
            task_id_var.reset(token)
            self.stops.pop(task_id, None)

    def _taken(self, task_id: str, leg: int) -> Row | None:
        """Note that a leg begins; None where the task is at its end, or past this leg."""
        is_mine = sa.and_(tasks.c.id == task_id, tasks.c.leg == leg, tasks.c.status.not_in(FINISHED))
        begun = {"status": "running", "started": sa.func.coalesce(tasks.c.started, time.time())}
        with self.database.writing() as connection:
            taken = sa.update(tasks).where(is_mine).values(**begun).returning(tasks)
            return connection.execute(taken).one_or_none()

    def _tidy(self, task_id: str) -> None:
        """Remove what is left of a task that ended as its worker died."""
        ended = sa.and_(tasks.c.id == task_id, tasks.c.status.in_(FINISHED))
        with self.database.reading() as connection:
            row = connection.execute(sa.select(tasks).where(ended)).one_or_none()
        if row is not None:
            self.ending.abandon(row)

    def _telling(self, row: Row, emit: Emit, stop: threading.Event) -> Telling:
        def at_stage(stage: str, attempt: int) -> None:
            with self.database.writing() as connection:
                is_mine = sa.and_(tasks.c.id == row.id, tasks.c.leg == row.leg)
                connection.execute(sa.update(tasks).where(is_mine).values(stage=stage, attempt=attempt))

        return Telling(emit, stop.is_set, at_stage)

    def _do(self, row: Row, telling: Telling) -> None:
        with self._folder() as folder:
            if row.remake:
                made: Production | None = self._remade(row, telling, folder)
            else:
                made = self._there_already(row, folder) or self._gone_on(row, telling, folder)
            if made is not None:
                telling.stage("deliver", row.attempt)
                self.ending.deliver(row, made)

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        """Give a folder for what will be delivered."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="delivery-", dir=self.scratch))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _there_already(self, row: Row, folder: Path) -> Production | None:
        """Return the video of a like prompt, where that is looked for first."""
        if row.leg > 1 or row.fresh or row.kind != "generate":
            return None
        context = self.renew(self.context)
        reuse = self.ending.reuse(row, context.prompts.versions())
        return again(row.id, row.prompt, context, folder, reuse, in_bucket(row.id))

    def _gone_on(self, row: Row, telling: Telling, folder: Path) -> Production | None:
        """Run the next stages, and return what was made; None where the task waits for another leg now."""
        context = self._context(telling)
        kind: Kind | None = None if row.kind == "edit" else "models" if row.leg % 2 else "renders"
        leg = run_leg(self.saver, row.id, kind, self._beginning(row), context)
        if leg.following is None:
            return self._finished(row, leg, context, folder)
        self._pass_on(row, leg.following)
        return None

    def _beginning(self, row: Row) -> dict[str, Any]:
        return beginning(
            row.prompt,
            options=picture_of(row),
            budget=self._budget(row),
            session=row.session,
            conversation=self._conversation(row),
            given=row.given or "",
        )

    def _pass_on(self, row: Row, queue: Kind) -> None:
        """Queue the next leg of a task."""
        is_mine = sa.and_(tasks.c.id == row.id, tasks.c.leg == row.leg, tasks.c.status == "running")
        with self.database.writing() as connection:
            is_first = connection.execute(sa.update(tasks).where(is_mine).values(leg=row.leg + 1)).rowcount
            if is_first:
                self.engine.enqueue(connection, Job(row.id, row.leg + 1, queue, row.client, row.priority))
        if is_first:
            log.info("has done leg %d, goes on in %s", row.leg, queue)

    def _finished(self, row: Row, leg: Leg, context: Context, folder: Path) -> Production:
        seconds = elapsed(leg.state)
        return finish(
            row.id,
            row.prompt,
            folder,
            self._drawn(row, outcome(leg.state, leg.fault, seconds), context),
            context.prompts,
            model=wiring.model_name(self.settings),
            options=picture_of(row),
            budget=self._budget(row),
        )

    def _drawn(self, row: Row, ended: Outcome, context: Context) -> Outcome:
        """Return an outcome whose files are ours: what another worker drew is taken from it, or drawn again."""
        rendered, attempt = ended.rendered, ended.delivered
        if rendered is None or attempt is None:
            return ended
        if taken := self._taken_over(rendered):
            return replace(ended, rendered=taken)
        drawn = self._render(row, attempt.code, attempt.scene or "", context, partial=rendered.partial)
        return replace(ended, rendered=drawn if drawn.ok else None)

    def _taken_over(self, rendered: Rendered) -> Rendered | None:
        """Return what was drawn as it lies in our own folder; None where it is gone.

        That of a worker that has died may be removed at any moment, but not from ours.
        """
        folder = self.scratch / Path(rendered.folder).name
        with suppress(OSError):
            Path(rendered.folder).rename(folder)
        own = replace(rendered, folder=str(folder))
        return own if own.video.is_file() and own.poster.is_file() else None

    def _remade(self, row: Row, telling: Telling, folder: Path) -> Production:
        """Draw the video of a program that is kept, whose video is gone."""
        telling.stage("render", row.attempt)
        report = dict(row.report or {})
        scene = report.get("scene") or ""
        rendered = self._render(row, row.code, scene, self._context(telling), partial=row.partial)
        return remade(row.id, row.code, report, rendered, folder)

    def _render(self, row: Row, code: str, scene: str, context: Context, *, partial: bool) -> Rendered:
        seconds, session = context.render_seconds, row.session
        return context.renderer.render(
            code, scene, picture_of(row), seconds, session=session, partial=partial, listen=context.listen
        )

    def _context(self, telling: Telling) -> Context:
        renderer = replace(self.renderer, is_stopped=telling.is_stopped)
        return replace(self.renew(self.context), listen=telling, renderer=renderer, within=span)

    def _budget(self, row: Row) -> Budget:
        """Return what a run may spend: nothing to change a program that a person wrote."""
        budget = wiring.budget(self.settings)
        return replace(budget, repair_rounds=0, finding_rounds=0) if row.kind == "edit" else budget

    def _conversation(self, row: Row) -> tuple[Turn, ...]:
        with self.database.reading() as connection:
            return conversation_of(connection, row)
