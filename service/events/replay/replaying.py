"""Doing a replay: each task both ways, back to back, what came of it kept at once, so that a killed one can go on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.faults import Fault, Stopped
from service import wiring
from service.database import database_url
from service.events.promotion.promotions import Promotions
from service.events.replay.candidates import WITHOUT, changed, folder_without
from service.events.replay.replays import SIDES, Replays, Results, Row
from service.events.replay.runner import Runner, Wanted, told
from service.events.replay.samples import Sampled, looked_up
from service.events.replay.sides import Side, copy_memory, side, write_without
from service.executors import AdvisoryLocks, FileLocks, Locks
from service.requests import BadRequest
from service.settings import Settings

LOCK = "replay"
MOST_FAULTS = 3
"""Tasks in a row that a fault may cost before a replay ends."""
OTHER = "the settings, prompts, index or Manim are not what they were when it began: start another"
GO_ON = "see to it, then go on: rotator events replay --resume ID"


class TooManyFaults(Fault):
    """The machinery is down, so that a replay cannot go on."""


@dataclass(frozen=True)
class Ended:
    """A run that has ended, as it is told."""

    number: int
    prompt: str
    side: str
    result: dict[str, Any]


@dataclass(frozen=True)
class Replaying:
    """Does replays, one at a time of all processes on a database."""

    replays: Replays
    tell: Callable[[Ended], None] = lambda ended: None
    may_go_on: Callable[[], bool] = lambda: True
    """Whether nothing more important waits."""
    is_over: Callable[[], bool] = lambda: False
    """Whether the process ends."""

    @property
    def settings(self) -> Settings:
        """The present ones."""
        return self.replays.settings

    def do(self, replay_id: str) -> bool:
        """Do what is left of a replay; return False, having done nothing, while another one is done.

        A Fault, once there are too many, and a BadRequest, where things are not as they were when it began, are noted
        and raised.
        """
        with self._locks().taken(LOCK) as is_alone:
            if is_alone:
                self._do(self.replays.row(replay_id))
            return is_alone

    def _locks(self) -> Locks:
        url = database_url(self.settings)
        if not url.startswith("sqlite"):
            return AdvisoryLocks(url)
        folder = self.settings.data / "replays" / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        return FileLocks(folder)

    def _do(self, row: Row) -> None:
        self.replays.note(row.id, tries=row.tries + 1)
        renderer = wiring.renderer(self.settings)
        try:
            with self._scratch(row.id) as scratch, renderer.held():
                self._go_through(row, scratch)
        except Stopped:
            return
        except (Fault, BadRequest) as error:
            self.replays.note(row.id, state="failed", error=told(error))
            raise
        self.replays.finish(row.id)

    @contextmanager
    def _scratch(self, replay_id: str) -> Iterator[Path]:
        """Give a folder, below that of the data; what a killed one has left in it is removed."""
        folder = Path("scratch") / f"replay-{replay_id}"
        shutil.rmtree(self.settings.data / folder, ignore_errors=True)
        try:
            yield folder
        finally:
            shutil.rmtree(self.settings.data / folder, ignore_errors=True)

    def _go_through(self, row: Row, scratch: Path) -> None:
        wanted = Wanted(self.replays, row.id, self.is_over, self.may_go_on)
        wanted.wait()
        sides = self._sides(row, scratch)
        memory = self.settings.data / scratch / "repairs.sqlite"
        copy_memory(self.settings.data / "repairs.sqlite", memory)
        runner = Runner(sides, memory, row.quality, wanted)
        found, faults = self.replays.results(row.id), 0
        for number, task in enumerate(looked_up(self.replays.database, row.sample), 1):
            fault = self._both(row.id, number, task, runner, found)
            faults = faults + 1 if fault else 0
            if faults >= MOST_FAULTS:
                raise TooManyFaults(f"{faults} tasks in a row met a fault: {fault}", GO_ON)

    def _sides(self, row: Row, scratch: Path) -> dict[str, Side]:
        """Return both sides; raise BadRequest where they are not what they were when it began."""
        present = self.settings.model_copy(update={"seed": row.seed})
        candidate = changed(present, row.candidate, at_machine=row.done_by == "command")
        promotions = Promotions(present, self.replays.database)
        promotions.sync()
        if (number := row.candidate.get(WITHOUT)) is not None:
            write_without(promotions, number, folder_without(present))
        sides = {  # the candidate first: it is the one that may not be set up
            "candidate": side("candidate", candidate, scratch / "candidate"),
            "present": side("present", present, scratch / "present"),
        }
        made_of = {name: each.made_of for name, each in sides.items()}
        if row.made_of not in (None, made_of):
            raise BadRequest(OTHER)
        if made_of["present"] == made_of["candidate"]:
            raise BadRequest("both sides are the same by now: start another")
        self.replays.note(row.id, made_of=made_of)
        return sides

    def _both(
        self,
        replay_id: str,
        number: int,
        task: Sampled,
        runner: Runner,
        found: Results,
    ) -> str:
        """Do a task both ways, but for what was done before; return the fault that it met, "" for none.

        Which side is the first alternates, so that what the machine does else falls on both.
        """
        fault = ""
        for name in SIDES if number % 2 else SIDES[::-1]:
            result = found.get((task.id, name))
            if result is None:
                result = {"fault": fault} if fault else runner.result(name, task)
                result = self.replays.keep(replay_id, task.id, name, result)
                self.tell(Ended(number, task.shown, name, result))
            fault = fault or result.get("fault", "")
        return fault
