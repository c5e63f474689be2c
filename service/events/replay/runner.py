"""One run of a replay: a task done one way, as long as the replay is wanted, and what is kept of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent.faults import Fault, Stopped
from agent.findings import weight
from agent.run import Outcome, run
from agent.sandbox.client import SandboxRenderer
from index.repairs import Repairs
from service.events.observing import cause_of
from service.events.replay.replays import Replays
from service.events.replay.samples import Sampled
from service.events.replay.sides import Side, copy_memory
from service.requests import BadRequest, render_options

PACE = 0.5
"""Seconds between two looks at whether a replay is still wanted."""


@dataclass
class Wanted:
    """Whether a replay is still wanted, and nothing more important: looked up now and then, told to what runs."""

    replays: Replays
    replay_id: str
    is_over: Callable[[], bool]
    """Whether the process ends."""
    may_go_on: Callable[[], bool]
    """Whether nothing more important waits."""
    looked: float = 0.0
    stopped: bool = False
    waits: bool = False

    def is_stopped(self) -> bool:
        """Return whether nobody wants it any more."""
        if time.monotonic() - self.looked > PACE:
            self.looked = time.monotonic()
            self.stopped = self.replays.row(self.replay_id).state != "running"
            self.waits = not self.may_go_on()
        return self.stopped or self.is_over()

    def is_in_the_way(self) -> bool:
        """Return whether what runs is to end, for good or for now."""
        return self.is_stopped() or self.waits

    def listen(self, event: dict[str, Any]) -> None:
        """Hear what a run tells, and end it where it is in the way; raise Stopped."""
        if self.is_in_the_way():
            raise Stopped

    def wait(self) -> None:
        """Let go first what is more important; raise Stopped where nobody wants the replay any more."""
        while self.is_in_the_way():
            if self.is_stopped():
                raise Stopped
            time.sleep(PACE)


@dataclass(frozen=True)
class Runner:
    """Does tasks one way or the other, none learning from another."""

    sides: dict[str, Side]
    memory: Path
    """The repair memory as it was at the beginning."""
    quality: str
    wanted: Wanted

    def result(self, name: str, task: Sampled) -> dict[str, Any]:
        """Do a task and return what came of it, from its beginning again where it was in the way; raise Stopped."""
        while True:
            self.wanted.wait()
            with suppress(Stopped):
                return self._run(name, task)

    def _run(self, name: str, task: Sampled) -> dict[str, Any]:
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
        return replace(side.renderer, is_stopped=self.wanted.is_in_the_way)


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
