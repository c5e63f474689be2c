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
    "repair": "mending it",
}


@dataclass
class Progress:
    """Prints one line per stage to stderr, with the time since the start."""

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    started: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        """Print a line."""
        print(f"[{time.monotonic() - self.started:5.1f}s] {text}", file=self.stream, flush=True)

    def event(self, event: dict[str, Any]) -> None:
        """Print what an event of the run says."""
        if stage := event.get("stage"):
            again = f" (attempt {event['attempt']})" if event["attempt"] > 1 else ""
            self.say(DOING[stage] + again)

    def indexing(self, done: int, whole: int) -> None:
        """Print how far the index is."""
        if done == 1:
            self.say(f"building the index of {whole} scenes (once; loads the embedding model)")
        if done == whole:
            self.say("the index is built")
