"""What a worker's JSON log says of its legs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

SAID = re.compile(r"(begins|has done) leg (\d+)")


@dataclass(frozen=True)
class Line:
    """A line of a log; `leg` is 0 where it is about none."""

    time: float
    level: str
    message: str
    task: str = ""
    leg: int = 0

    @property
    def begins(self) -> bool:
        """Whether a leg begins with it."""
        return self.leg > 0 and self.message.startswith("begins")

    @property
    def ends(self) -> bool:
        """Whether a leg is done with it."""
        return self.leg > 0 and not self.begins


def lines_of(log: Path) -> list[Line]:
    """Return the lines of a log; what is cut off, or no JSON, is none."""
    return [line for text in log.read_text(errors="replace").splitlines() if (line := _line(text))]


def _line(text: str) -> Line | None:
    try:
        told = json.loads(text)
    except ValueError:
        return None
    leg = SAID.match(told["message"])
    return Line(
        datetime.fromisoformat(told["time"]).timestamp(),
        told["level"],
        told["message"],
        told.get("task_id") or "",
        int(leg.group(2)) if leg else 0,
    )
