"""What a worker tells of a task while it works on it, at a pace that a database and a reader can follow."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.faults import Stopped
from agent.problems import errors
from agent.state import Attempt
from service.engine import Emit

PACE = 0.25
"""Seconds between two events of one kind that come often."""


@dataclass
class Telling:
    """Listens to a run and passes on what its reader wants to know; ends the run where nobody wants it any more."""

    emit: Emit
    is_stopped: Callable[[], bool]
    at_stage: Callable[[str, int], None]
    """Is told of each stage and attempt that begins."""
    _text: str = ""
    _drawn: int = 0
    _last: dict[str, float] = field(default_factory=dict)

    def __call__(self, event: dict[str, Any]) -> None:
        """Pass an event on, or keep it for a moment; raise Stopped."""
        if self.is_stopped():
            raise Stopped
        if "text" in event:
            self._write(event["text"])
        elif "stage" in event:
            self.stage(event["stage"], event["attempt"])
        elif "tried" in event:
            self._tried(event["tried"])
        elif "frames" in event:
            self._drew(event["frames"], event["of"])

    def stage(self, stage: str, attempt: int) -> None:
        """Tell that a stage begins."""
        self._flush()
        self._drawn = 0
        self.at_stage(stage, attempt)
        self.emit({"event": "stage", "stage": stage, "attempt": attempt})

    def _write(self, text: str) -> None:
        self._text += text
        if self._is_time("code"):
            self._flush()

    def _flush(self) -> None:
        if self._text:
            self.emit({"event": "code", "text": self._text})
        self._text = ""

    def _drew(self, done: int, of: int) -> None:
        """Tell how many frames are drawn: several processes may draw, and each counts its own."""
        is_more = done > self._drawn or not self._drawn
        self._drawn = max(done, self._drawn)
        if of and is_more and (done >= of or self._is_time("frames")):
            self.emit({"event": "frames", "done": min(done, of), "of": of})

    def _tried(self, attempt: Attempt) -> None:
        for problem in errors(attempt.problems):
            self.emit({"event": "problem", **problem.as_json(), "attempt": attempt.number})
        for finding in attempt.findings:
            told = {"kind": finding.kind, "message": finding.message, "line": finding.line}
            self.emit({"event": "finding", **told, "start": finding.start})

    def _is_time(self, kind: str) -> bool:
        now = time.monotonic()
        if now - self._last.get(kind, 0.0) < PACE:
            return False
        self._last[kind] = now
        return True
