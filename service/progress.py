"""Tell the person at the terminal what is going on."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import Any, TextIO

DOING = {
    "retrieve": "looking for scenes like it",
    "draft": "writing the program",
    "check": "checking it",
    "render": "drawing it",
    "inspect": "looking at it",
    "repair": "mending it",
    "salvage": "drawing the part that runs",
    "remember": "keeping what mended it",
}
STEP = 2000
"""Phrasings between two lines that tell how far the index is."""


@dataclass
class Progress:
    """Prints one line per stage to stderr, with the time since the start."""

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    started: float = field(default_factory=time.monotonic)
    _told: int = 0

    def say(self, text: str) -> None:
        """Print a line."""
        print(f"[{time.monotonic() - self.started:5.1f}s] {text}", file=self.stream, flush=True)

    def event(self, event: dict[str, Any]) -> None:
        """Print what an event of the run says."""
        if stage := event.get("stage"):
            again = f" (attempt {event['attempt']})" if event["attempt"] > 1 else ""
            self.say(DOING[stage] + again)

    def verifying(self, done: int, whole: int) -> None:
        """Print how many examples have been rendered on this Manim."""
        if done == 1:
            self.say(f"rendering {whole} examples once on this version of Manim")
        elif done % 50 == 0 or done == whole:
            self.say(f"rendered {done} of {whole}")

    def indexing(self, done: int, whole: int) -> None:
        """Print how far the index is."""
        if not self._told:
            self.say(f"building the index of {whole} phrasings (once; loads the embedding model)")
        elif done // STEP > self._told // STEP:
            self.say(f"{done} of {whole}")
        self._told = max(done, 1)
        if done == whole:
            self.say("what is left is writing it down")
