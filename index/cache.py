"""Keep what finished videos were made of, by prompt, so that a like prompt gets its video at once.

Two prompts are alike if both measures say so: their words (index/likeness/), and the similarity in meaning of the
words as they were read, which tells apart what only has its stem in common ("prime numbers", "Prim's algorithm"). The
same prompt again, and one that reads the same, needs no embedding. bench/prompt_cache.py measures both.

The file is a cache: one that is damaged is begun anew. Several processes may use it at once.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, astuple, dataclass, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from index import likeness
from index.likeness import alike, exact, read

if TYPE_CHECKING:
    from index.embedder import Embedder

LEAST_SIMILARITY = 0.74
"""Of the words of two prompts as they were read; calibrated on `tune` of bench/prompt_cache.toml."""
LONGEST = 600
"""Characters: a longer prompt is nobody's way of saying the same, only the very same one counts."""
MOST = 10_000
_SCHEMA = """CREATE TABLE IF NOT EXISTS kept (
    key TEXT, exact TEXT, letters TEXT, task_id TEXT, prompt TEXT, code TEXT, scene TEXT, folder TEXT, made REAL,
    report TEXT, PRIMARY KEY (key, exact)
)"""
_INDICES = (
    "CREATE INDEX IF NOT EXISTS by_letters ON kept (key, letters)",
    "CREATE INDEX IF NOT EXISTS by_task ON kept (task_id)",
    "CREATE INDEX IF NOT EXISTS by_age ON kept (made)",
)
_KEPT = "task_id, prompt, code, scene, folder, made, report"
T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """What a finished production left."""

    task_id: str
    prompt: str
    code: str
    scene: str
    folder: str
    """Where the video lay; it may have been deleted since."""
    made: float
    """Seconds since 1970."""
    report: str = "{}"
    """What its report card said, as JSON."""


@dataclass(frozen=True)
class Hit:
    """A production whose video answers a prompt."""

    kept: Kept
    similarity: float
    """One where the prompts are the same, or read the same."""


def key_of(
    *, options: object, model: str, prompt_versions: Mapping[str, str], manim: str, language: str = ""
) -> str:
    """Return the key of all that a video depends on beside its prompt; `options` is a dataclass or a mapping."""
    parts = [_normalised(options), model, dict(prompt_versions), manim, language]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def _normalised(options: object) -> object:
    """Return options as JSON has them; in a collection of names the order says nothing."""
    if is_dataclass(options) and not isinstance(options, type):
        options = asdict(options)
    if isinstance(options, Mapping):
        return {str(name): _normalised(value) for name, value in options.items()}
    if isinstance(options, list | tuple | set | frozenset):
        return sorted(options, key=str) if all(isinstance(each, str) for each in options) else list(options)
    return options


@dataclass
class PromptCache:
    """The finished productions in the SQLite file `path`, which is made when it is first needed."""

    path: Path
    embedder: Embedder

    def find(self, prompt: str, key: str) -> Hit | None:
        """Return the production for the same prompt, or else the one for the prompt most like it."""
        try:
            same, near = self._asked(lambda connection: _candidates(connection, prompt, key))
        except sqlite3.OperationalError:  # it is locked, or cannot be written: a help, not a need
            return None
        if same:
            return Hit(same, 1.0)
        hits = [hit for hit in self._judged(prompt, near) if hit.similarity >= LEAST_SIMILARITY]
        return max(hits, key=lambda hit: (hit.similarity, hit.kept.made), default=None)

    def keep(self, kept: Kept, key: str) -> None:
        """Keep a production; an earlier one for the same prompt and key is replaced."""
        with suppress(sqlite3.OperationalError):
            self._asked(lambda connection: _write(connection, kept, key))

    def forget(self, task_id: str) -> None:
        """Forget the production of a task."""
        self._asked(lambda connection: connection.execute("DELETE FROM kept WHERE task_id = ?", (task_id,)))

    def _judged(self, prompt: str, near: list[Kept]) -> list[Hit]:
        """Return those of the productions whose prompt is alike, with their similarity."""
        if not near:
            return []
        asked = read(prompt)
        found = [(kept, read(kept.prompt)) for kept in near]
        found = [(kept, reading) for kept, reading in found if alike(asked, reading)]
        same = [Hit(kept, 1.0) for kept, reading in found if reading.text == asked.text]
        if same or not found:
            return same
        vector, *vectors = (
            self.embedder.embed_query(text) for text in (asked.text, *(reading.text for _, reading in found))
        )
        return [Hit(kept, float(vector @ each)) for (kept, _), each in zip(found, vectors, strict=True)]

    def _asked(self, do: Callable[[sqlite3.Connection], T]) -> T:
        """Do something with the file; one that is damaged is discarded."""
        try:
            with self._open() as connection:
                return do(connection)
        except sqlite3.DatabaseError as error:
            if (
                type(error) is not sqlite3.DatabaseError
            ):  # its kinds say that it is locked, or the disk is full
                raise
            for end in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
            with self._open() as connection:
                return do(connection)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            if _version(connection) != _judge():
                _begin(connection)
            yield connection


def _candidates(connection: sqlite3.Connection, prompt: str, key: str) -> tuple[Kept | None, list[Kept]]:
    """Return what was made of the same prompt, and of those that may be like it."""
    select = f"SELECT {_KEPT} FROM kept WHERE key = ? AND"  # noqa: S608
    for row in connection.execute(f"{select} exact = ?", (key, exact(prompt))):
        return Kept(*row), []
    if len(prompt) > LONGEST:
        return None, []
    rows = connection.execute(f"{select} letters = ? ORDER BY made DESC", (key, _letters(prompt)))
    return None, [Kept(*row) for row in rows]


def _write(connection: sqlite3.Connection, kept: Kept, key: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        _insert(connection, kept, key)
        connection.execute(
            "DELETE FROM kept WHERE made < (SELECT made FROM kept ORDER BY made DESC LIMIT 1 OFFSET ?)",
            (MOST - 1,),
        )


def _insert(connection: sqlite3.Connection, kept: Kept, key: str) -> None:
    row = (key, exact(kept.prompt), _letters(kept.prompt), *astuple(kept))
    connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _letters(prompt: str) -> str | None:
    """Return what like prompts have in common, to look them up by; nothing for a long one."""
    if len(prompt) > LONGEST:
        return None
    return hashlib.sha256(read(prompt).letters.encode()).hexdigest()[:16]


@cache
def _judge() -> int:
    """Return a number for the layout of the file and for how prompts are read: what was written by another is rewritten."""
    files = sorted(Path(likeness.__file__).parent.glob("*.py"))
    source = b"".join([*(file.read_bytes() for file in files), _SCHEMA.encode()])
    return int.from_bytes(hashlib.sha256(source).digest()[:4]) >> 1 or 1


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _begin(connection: sqlite3.Connection) -> None:
    """Make the table, and put in again what another version of the program has written."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        if _version(connection) == _judge():  # another process was first
            return
        rows = _written(connection)
        connection.execute("DROP TABLE IF EXISTS kept")
        for statement in (_SCHEMA, *_INDICES):
            connection.execute(statement)
        for key, *row in rows:
            _insert(connection, Kept(*row), key)
        connection.execute(f"PRAGMA user_version = {_judge()}")


def _written(connection: sqlite3.Connection) -> list[Any]:
    try:
        return connection.execute(f"SELECT key, {_KEPT} FROM kept ORDER BY made").fetchall()  # noqa: S608
    except sqlite3.OperationalError:  # there is none, or it has other columns
        return []
