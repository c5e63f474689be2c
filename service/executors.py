"""Who is alive: each worker holds a lock for as long as its process lives, and whose lock is free has died.

A lock that is held tells a slow worker from a dead one, which no timer can.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

LOOK_AGAIN = 0.2
NAMESPACE = "shape-rotator:"


class Locks(Protocol):
    """Locks by name that end with the process that holds them."""

    def hold(self, name: str) -> None:
        """Take the lock of this process, for good."""
        ...

    @contextmanager
    def taken(self, name: str) -> Iterator[bool]:
        """Take a lock for a moment, if it is free; give whether it was."""
        ...

    def is_held(self) -> bool:
        """Whether the lock of this process is still ours."""
        ...


class FileLocks:
    """Locks of one machine: files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own: int | None = None

    def hold(self, name: str) -> None:
        """Take the lock of this process, for good."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.iterdir():  # of those that had nothing in hand when they died
            with self.taken(path.name):
                pass
        while self._own is None:
            lock = self._open(name)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if os.fstat(lock).st_nlink:
                self._own = lock
            else:  # somebody saw it before we had it, and removed it as a dead one's
                os.close(lock)

    @contextmanager
    def taken(self, name: str) -> Iterator[bool]:
        """Take a lock for a moment, if it is free; give whether it was. A dead one's file is removed."""
        lock = self._open(name)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
            with suppress(OSError):
                (self.folder / name).unlink()
        finally:
            os.close(lock)

    def is_held(self) -> bool:
        """Whether the lock of this process is still ours: a file's is until the process ends."""
        return self._own is not None

    def _open(self, name: str) -> int:
        return os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


class AdvisoryLocks:
    """Locks of all machines that share a PostgreSQL: of sessions, which end with their connection."""

    def __init__(self, url: str) -> None:
        alive = {
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 12_000,
            "options": "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3",
        }
        self._engine = sa.create_engine(
            url, poolclass=NullPool, connect_args=alive, isolation_level="AUTOCOMMIT"
        )
        self._own: sa.Connection | None = None

    def hold(self, name: str) -> None:
        """Take the lock of this process, for good."""
        self._own = self._engine.connect()
        self._own.execute(_call("pg_advisory_lock"), {"name": NAMESPACE + name})

    @contextmanager
    def taken(self, name: str) -> Iterator[bool]:
        """Take a lock for a moment, if it is free; give whether it was."""
        with self._engine.connect() as connection:
            yield bool(connection.execute(_call("pg_try_advisory_lock"), {"name": NAMESPACE + name}).scalar())

    def is_held(self) -> bool:
        """Whether the lock of this process is still ours: it is gone with its connection."""
        try:
            return self._own is not None and self._own.execute(sa.text("SELECT true")).scalar() is True
        except sa.exc.SQLAlchemyError:
            return False


@contextmanager
def alone(url: str, name: str) -> Iterator[None]:
    """Be the only one of all machines that share a PostgreSQL to do something.

    Nobody waits within a statement: what builds an index concurrently would wait for that, too.
    """
    locks = AdvisoryLocks(url)
    while True:
        with locks.taken(name) as is_ours:
            if is_ours:
                yield
                return
        time.sleep(LOOK_AGAIN)


def _call(function: str) -> sa.TextClause:
    return sa.text(f"SELECT {function}(hashtextextended(:name, 0))")
