"""Results as they are read: from the bucket, or from the spool while they wait there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.faults import Fault
from service.storage.bucket import PIECE


class Unavailable(Fault):
    """A result is safe, and cannot be had from here just now."""


@dataclass(frozen=True)
class Result:
    """A result that can be read."""

    task_id: str
    name: str
    size: int
    sha256: str
    made: float
    path: Path | None
    """Where it lies in the spool; None means in the bucket."""


def part_of(path: Path, start: int, end: int) -> Iterator[bytes]:
    """Return a part of a file, in chunks; raise FileNotFoundError at once."""
    content = path.open("rb")

    def chunks() -> Iterator[bytes]:
        with content:
            content.seek(start)
            left = end - start
            while left > 0 and (chunk := content.read(min(PIECE, left))):
                left -= len(chunk)
                yield chunk

    return chunks()
