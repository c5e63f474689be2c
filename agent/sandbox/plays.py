"""The finished plays of earlier versions: kept by session, handed to jobs as copies, never without bound.

Several renders may share a session, in one keeper or in several: who writes holds a lock, who reads needs none.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

MOST_SESSIONS = 64
MOST_BYTES = 96 * 2**20
"""Of one session: a job has a copy of it among its own files."""
_NAME = re.compile(r"[0-9a-f_]{1,120}")


@dataclass(frozen=True)
class Plays:
    """The plays of one session, by the names that Manim gives to what they draw."""

    folder: Path

    def open(self) -> int:
        """Return a descriptor of the folder, which is made where it is missing."""
        with self._lock():
            return self._opened()

    def _opened(self) -> int:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.utime(self.folder)
        return os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)

    def _lock(self) -> FileLock:
        """Return the lock of all sessions: pruning takes away those of others."""
        sessions = self.folder.parent
        sessions.mkdir(parents=True, exist_ok=True, mode=0o700)
        return FileLock(sessions.with_name(f"{sessions.name}.lock"))

    def keep(self, pack: int, told: Sequence[dict[str, Any]]) -> None:
        """Take in the plays that a job says it has packed into the file `pack`, in this order; let go of the oldest."""
        with self._lock():
            os.close(self._opened())  # the session may have been let go of meanwhile
            self._take_in(pack, told)
            self._prune()

    def _take_in(self, pack: int, told: Sequence[dict[str, Any]]) -> None:
        at, size = 0, os.fstat(pack).st_size
        for name, length in _packed(told):
            if length > size - at:
                break
            unfinished = self.folder / f".{name}"
            unfinished.write_bytes(os.pread(pack, length, at))
            unfinished.replace(self._file(name))
            at += length
        for play in told:
            match play:
                case {"name": str(name), "cached": True} if _NAME.fullmatch(name):
                    with suppress(FileNotFoundError):
                        os.utime(self._file(name))

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.mp4"

    def _prune(self) -> None:
        bytes_left = MOST_BYTES
        for file in _latest_first(self.folder):
            bytes_left -= file.stat().st_size
            if bytes_left < 0:
                file.unlink(missing_ok=True)
        for session in _latest_first(self.folder.parent)[MOST_SESSIONS:]:
            shutil.rmtree(session, ignore_errors=True)


def _packed(told: Sequence[dict[str, Any]]) -> list[tuple[str, int]]:
    """Return the names and lengths of the plays that a job has packed, up to the first that makes no sense."""
    found: list[tuple[str, int]] = []
    for play in told:
        match play:
            case {"name": str(name), "bytes": int(length)} if length > 0 and _NAME.fullmatch(name):
                found.append((name, length))
            case {"bytes": _}:
                break
    return found


def _latest_first(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
