"""Scenes that this server delivered and somebody rated well: found like those of the library, gone when they are removed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from index.document import Document
from index.embedder import Embedder, Vectors

LICENCE = "made on this server"
MARK = "scene:delivered/"
"""What their keys begin with; the task's id follows."""
LONGEST_TITLE = 120
LONGEST_CODE = 20_000
"""Characters: what is longer takes the place of everything else that a model is shown."""


@dataclass(frozen=True)
class Delivered:
    """A SQLite file that any process may read and write.

    Found is only what rendered on the installed Manim and was embedded by the model in use.
    """

    path: Path
    embedder: Embedder

    def add(self, task_id: str, prompt: str, code: str, worth: float = 1.0) -> None:
        """Have a scene found by the prompt it was made for; adding it again replaces it. A very long one is left out."""
        if len(code) > LONGEST_CODE:
            return
        vector = self.embedder.embed_query(prompt)
        row = (
            task_id,
            prompt,
            code,
            version("manim"),
            self.embedder.name,
            worth,
            time.time(),
            vector.tobytes(),
        )
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO delivered VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def remove(self, task_id: str) -> bool:
        """Have a scene found no more; return whether it was."""
        with self._open() as connection:
            return connection.execute("DELETE FROM delivered WHERE task_id = ?", (task_id,)).rowcount > 0

    def count(self) -> int:
        """Return how many scenes there are."""
        if not self.path.is_file():
            return 0
        with self._open() as connection:
            return int(connection.execute("SELECT count(*) FROM delivered").fetchone()[0])

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Return keys and cosine similarities of the `k` nearest scenes, best first."""
        known = "SELECT task_id, vector FROM delivered WHERE manim = ? AND embedder = ?"
        rows = self._rows(known, (version("manim"), self.embedder.name))
        if not rows:
            return []
        likeness = np.stack([np.frombuffer(each, np.float32) for _, each in rows]) @ vector
        best = np.argsort(-likeness)[:k]
        return [(f"{MARK}{rows[place][0]}", float(likeness[place])) for place in best]

    def documents(self, keys: Sequence[str]) -> dict[str, Document]:
        """Return the documents of some keys, as far as they are of here."""
        found = {}
        for task_id in _ours(keys):
            for prompt, code, worth in self._rows(
                "SELECT prompt, code, worth FROM delivered WHERE task_id = ?", (task_id,)
            ):
                title = " ".join(prompt.split())[:LONGEST_TITLE]
                document = Document(f"delivered/{task_id}", "scene", title, 0.0, LICENCE, code, worth=worth)
                found[document.key] = document
        return found

    def vectors(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of some keys, as far as they are of here."""
        return {
            f"{MARK}{task_id}": np.frombuffer(vector, np.float32)
            for task_id in _ours(keys)
            for (vector,) in self._rows("SELECT vector FROM delivered WHERE task_id = ?", (task_id,))
        }

    def _rows(self, query: str, values: tuple[str, ...]) -> list[tuple]:  # type: ignore[type-arg]
        if not self.path.is_file():
            return []
        with self._open() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS delivered (task_id TEXT PRIMARY KEY, prompt TEXT, code TEXT, "
                "manim TEXT, embedder TEXT, worth REAL, made REAL, vector BLOB)"
            )
            yield connection


def _ours(keys: Sequence[str]) -> list[str]:
    return [key.removeprefix(MARK) for key in keys if key.startswith(MARK)]
