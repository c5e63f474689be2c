"""What is wrong with the course of a video: nothing to see, nothing moving, no end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

EMPTY_SECONDS = 1.6
"""A pause before or between two parts; longer, and the viewer asks what is broken."""
STILL_SECONDS = 8.0
HOLD_SECONDS = 0.45
"""The last picture should stand for that long at least."""


@dataclass(frozen=True)
class Play:
    """One play or wait."""

    line: int | None
    start: float
    duration: float
    is_still: bool
    """Whether nothing moved in it."""
    is_empty: bool
    """Whether there was nothing to be seen, from its start to its end."""
    leaves_empty: bool
    """Whether there was nothing to be seen at its end."""
    is_new: bool = False
    """Whether the picture has changed since the end of the play before."""
    goes_on: bool = False
    """Whether it moved evenly all the time: such motion may end anywhere."""

    @property
    def end(self) -> float:
        """Seconds into the video."""
        return self.start + self.duration


def course(plays: list[Play]) -> Iterator[dict[str, Any]]:
    """Yield what is wrong with the plays of a video, each with kind, line, start, end and measure."""
    for run in _runs([play.is_empty for play in plays], [False] * len(plays)):
        yield from _told("empty-picture", plays, run, EMPTY_SECONDS)
    for run in _runs(
        [play.is_still and not play.is_empty for play in plays], [play.is_new for play in plays]
    ):
        yield from _told("nothing-moves", plays, run, STILL_SECONDS)
    yield from _end(plays)


def _runs(flags: list[bool], breaks: list[bool]) -> Iterator[range]:
    """Yield the unbroken runs of true values; a break begins another one."""
    start = None
    for n, (flag, is_break) in enumerate(zip([*flags, False], [*breaks, False], strict=True)):
        if start is not None and (not flag or is_break):
            yield range(start, n)
            start = None
        if flag and start is None:
            start = n


def _told(kind: str, plays: list[Play], run: range, least: float) -> Iterator[dict[str, Any]]:
    first, last = plays[run[0]], plays[run[-1]]
    seconds = last.end - first.start
    if seconds >= least:
        yield {
            "kind": kind,
            "line": first.line,
            "start": first.start,
            "end": last.end,
            "measure": seconds,
        }


def _end(plays: list[Play]) -> Iterator[dict[str, Any]]:
    """Yield that a video ends with its last movement, unless that has cleared the picture."""
    if not plays or plays[-1].leaves_empty:
        return
    held = 0.0
    for play in reversed(plays):
        if not play.is_still and not play.goes_on:
            break
        held += play.duration
    if held < HOLD_SECONDS:
        last = plays[-1]
        yield {
            "kind": "ends-abruptly",
            "line": last.line,
            "start": last.start,
            "end": last.end,
            "measure": held,
        }
