"""What has cured an error before: patches by the fingerprint of the error, in SQLite, for several processes at once.

A patch is text from a model's program: it is kept and handed back, never read as anything else.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from filelock import FileLock

Result = TypeVar("Result")

LONGEST = 2_000
"""Characters of one text of a patch or of an error, at most."""
MOST = 5_000
"""Patches that are kept."""
WAIT = 30.0
"""Seconds that a process waits for another's transaction."""
RATE = "(worked + 1.0) / (worked + failed + 2.0)"
"""How often a patch works, smoothed: what was tried once proves little."""
HOPELESS = f"(failed >= 3 AND {RATE} < 1.0 / 3.0)"
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
TABLE = """CREATE TABLE IF NOT EXISTS repairs (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, symbol TEXT NOT NULL, message TEXT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL, context TEXT NOT NULL,
    worked INTEGER NOT NULL DEFAULT 1, failed INTEGER NOT NULL DEFAULT 0,
    made REAL NOT NULL, last_used REAL NOT NULL,
    UNIQUE (key, before, after, context)
)"""


@dataclass(frozen=True)
class Repair:
    """A patch, the error that it cured, and how it has fared since."""

    id: int
    kind: str
    symbol: str
    message: str
    before: str
    after: str
    context: str
    worked: int
    failed: int


@dataclass(frozen=True)
class Repairs:
    """The memory in the file `path`, which is made when first needed.

    It is a help, not a need: where the file cannot be read or written, `recall` returns nothing and `remember` does
    nothing.
    """

    path: Path
    most: int = MOST

    def remember(
        self, key: str, kind: str, symbol: str, message: str, before: str, after: str, context: str = ""
    ) -> int | None:
        """Keep a patch that has cured an error, and return its id; None for one that cannot be kept."""
        texts = (key, kind, symbol, message, before, after, context)
        if any(len(text) > LONGEST or not _is_text(text) for text in texts):
            return None

        def keep(connection: sqlite3.Connection) -> int | None:
            now = time.time()
            row = connection.execute(
                "INSERT INTO repairs (key, kind, symbol, message, before, after, context, made, last_used)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key, before, after, context)"
                " DO UPDATE SET worked = worked + 1, last_used = excluded.last_used RETURNING id",
                (*texts, now, now),
            ).fetchone()
            self._prune(connection)
            return int(row[0])

        return self._done(keep, None)

    def recall(self, key: str, k: int = 3) -> tuple[Repair, ...]:
        """Return the `k` patches for an error that have worked best, the latest first among equals."""
        query = (
            "SELECT id, kind, symbol, message, before, after, context, worked, failed FROM repairs"  # noqa: S608
            f" WHERE key = ? AND NOT {HOPELESS} ORDER BY {RATE} DESC, last_used DESC, id DESC LIMIT ?"
        )
        nothing: tuple[Repair, ...] = ()
        return self._done(lambda each: tuple(Repair(*row) for row in each.execute(query, (key, k))), nothing)

    def worked(self, id_: int) -> None:
        """Note that a patch has cured the error once more."""
        self._count("worked", id_)

    def failed(self, id_: int) -> None:
        """Note that a patch was applied and did not cure the error."""
        self._count("failed", id_)

    def stats(self) -> dict[str, int]:
        """Return what the memory holds and how it has fared."""
        query = (
            "SELECT count(*), count(DISTINCT key), total(worked), total(failed),"  # noqa: S608
            f" total({HOPELESS}) FROM repairs"
        )
        names = ("patches", "errors", "worked", "failed", "hopeless")

        def counted(connection: sqlite3.Connection) -> dict[str, int]:
            return dict(zip(names, map(int, connection.execute(query).fetchone()), strict=True))

        return self._done(counted, dict.fromkeys(names, 0))

    def _count(self, column: Literal["worked", "failed"], id_: int) -> None:
        query = f"UPDATE repairs SET {column} = {column} + 1, last_used = ? WHERE id = ?"  # noqa: S608
        self._done(lambda each: each.execute(query, (time.time(), id_)).rowcount, 0)

    def _prune(self, connection: sqlite3.Connection) -> None:
        """Drop what is of least use beyond what is kept."""
        surplus = connection.execute("SELECT count(*) FROM repairs").fetchone()[0] - self.most
        if surplus > 0:
            least = f"SELECT id FROM repairs ORDER BY {RATE}, last_used, id LIMIT ?"  # noqa: S608
            connection.execute(f"DELETE FROM repairs WHERE id IN ({least})", (surplus,))  # noqa: S608

    def _done(self, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        """Return what `work` gives, done in one transaction, or `otherwise` where the file is out of reach."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._repeated(work)
        except (sqlite3.Error, OSError):
            return otherwise

    def _repeated(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Return what `work` gives; a damaged file is set aside and begun anew."""
        try:
            return self._once(work)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
        self._set_aside()
        return self._once(work)

    def _once(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        with (
            closing(sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)) as connection,
            connection,
        ):
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(TABLE)
            return work(connection)

    def _set_aside(self) -> None:
        """Rename the damaged file, unless another process has done so meanwhile."""
        with FileLock(f"{self.path}.lock"):
            if self._is_sound():
                return
            for suffix in ("-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            self.path.replace(self.path.with_name(self.path.name + ".damaged"))

    def _is_sound(self) -> bool:
        check = "PRAGMA quick_check(1)"
        try:
            return bool(self._once(lambda each: each.execute(check).fetchone()[0] == "ok"))
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            return False


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Return whether the file itself is at fault: not so where it is locked, or the disk full."""
    return error.sqlite_errorcode & 0xFF in DAMAGE


def _is_text(text: str) -> bool:
    """Return whether SQLite can keep it: half a surrogate pair is no character."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
