"""Doing a replay: each task both ways, back to back, what came of it kept at once, so that a killed one can go on."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent.faults import Fault, Stopped
from agent.findings import weight
from agent.run import Outcome, run
from agent.sandbox.client import SandboxRenderer
from index.repairs import Repairs
from service import wiring
from service.database import database_url
from service.events.candidates import changed
from service.events.observing import cause_of
from service.events.replays import SIDES, Replays, Results, Row
from service.events.samples import Sampled, looked_up
from service.events.sides import Side, copy_memory, side
from service.executors import AdvisoryLocks, FileLocks, Locks
from service.requests import BadRequest, render_options
from service.settings import Settings

LOCK = "replay"
MOST_FAULTS = 3
"""Tasks in a row that a fault may cost before a replay ends."""
PACE = 0.5
"""Seconds between two looks at whether a replay is still wanted."""
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


@dataclass
class Wanted:
    """Whether a replay is still wanted: looked up now and then, told to what runs."""

    replays: Replays
    replay_id: str
    is_over: Callable[[], bool]
    """Whether the process ends."""
    looked: float = 0.0
    stopped: bool = False

    def is_stopped(self) -> bool:
        """Return whether nobody wants it any more."""
        if time.monotonic() - self.looked > PACE:
            self.looked = time.monotonic()
            self.stopped = self.replays.row(self.replay_id).state != "running"
        return self.stopped or self.is_over()

    def listen(self, event: dict[str, Any]) -> None:
        """Hear what a run tells, and end it where it is not wanted; raise Stopped."""
        if self.is_stopped():
            raise Stopped


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
        self.replays.note(row.id, state="done", verdict=self.replays.get(row.id)["verdict"])

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
        wanted = Wanted(self.replays, row.id, self.is_over)
        wanted.listen({})
        sides = self._sides(row, scratch)
        memory = self.settings.data / scratch / "repairs.sqlite"
        copy_memory(self.settings.data / "repairs.sqlite", memory)
        runner = Runner(sides, memory, row.quality, wanted)
        found, faults = self.replays.results(row.id), 0
        for number, task in enumerate(looked_up(self.replays.database, row.sample), 1):
            self._wait(wanted)
            fault = self._both(row.id, number, task, runner, found)
            faults = faults + 1 if fault else 0
            if faults >= MOST_FAULTS:
                raise TooManyFaults(f"{faults} tasks in a row met a fault: {fault}", GO_ON)

    def _sides(self, row: Row, scratch: Path) -> dict[str, Side]:
        """Return both sides; raise BadRequest where they are not what they were when it began."""
        present = self.settings.model_copy(update={"seed": row.seed})
        candidate = changed(present, row.candidate, at_machine=row.done_by == "command")
        sides = {  # the candidate first: it is the one that may not be set up
            "candidate": side(candidate, scratch / "candidate", is_candidate=True),
            "present": side(present, scratch / "present", is_candidate=False),
        }
        made_of = {name: each.made_of for name, each in sides.items()}
        if row.made_of not in (None, made_of):
            raise BadRequest(OTHER)
        self.replays.note(row.id, made_of=made_of)
        return sides

    def _wait(self, wanted: Wanted) -> None:
        """Let go first what is more important; raise Stopped where the replay is not wanted any more."""
        wanted.listen({})
        while not self.may_go_on():
            time.sleep(PACE)
            wanted.listen({})

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
                self.replays.keep(replay_id, task.id, name, result)
                self.tell(Ended(number, task.prompt, name, result))
            fault = fault or result.get("fault", "")
        return fault


@dataclass(frozen=True)
class Runner:
    """Does tasks one way or the other, none learning from another."""

    sides: dict[str, Side]
    memory: Path
    """The repair memory as it was at the beginning."""
    quality: str
    wanted: Wanted

    def result(self, name: str, task: Sampled) -> dict[str, Any]:
        """Do a task and return what came of it."""
        own = self.memory.with_name("own.sqlite")
        copy_memory(self.memory, own)
        side = self.sides[name]
        outcome = run(
            task.prompt,
            replace(
                side.context,
                listen=self.wanted.listen,
                renderer=self._renderer(side),
                repairs=Repairs(own),
            ),
            options=render_options(self.quality),
            budget=side.budget,
            conversation=task.conversation,
        )
        for each in (outcome.rendered, *(attempt.rendered for attempt in outcome.attempts)):
            if each is not None and each.folder:
                shutil.rmtree(each.folder, ignore_errors=True)
        return result_of(outcome)

    def _renderer(self, side: Side) -> SandboxRenderer:
        return replace(side.renderer, is_stopped=self.wanted.is_stopped)


def result_of(outcome: Outcome) -> dict[str, Any]:
    """Return what is kept of a run: a fault of the machinery says nothing of its side."""
    if outcome.fault is not None:
        return {"fault": told(outcome.fault)}
    causes = [key for each in outcome.attempts if (key := cause_of(each).fingerprint)]
    return {
        "success": outcome.status == "completed",
        "repairs": outcome.spent.repair_rounds,
        "tokens": outcome.spent.tokens,
        "seconds": outcome.seconds["whole"],
        "findings": len(outcome.findings),
        "weight": weight(outcome.findings),
        "fingerprint": causes[0] if causes else "",
        "causes": causes,
        "error": outcome.error,
        "code": outcome.code or next((each.code for each in reversed(outcome.attempts) if each.code), ""),
    }


def told(error: Fault | BadRequest) -> str:
    """Return what went wrong, with its remedy."""
    return f"{error.message}. {error.remedy}" if isinstance(error, Fault) else str(error)
