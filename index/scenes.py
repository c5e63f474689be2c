"""The scene index: each way of asking for a scene is a vector in Chroma.

A built index is never changed: it lies in a folder named by the hash of its contents, is built
beside it by one process at a time, and appears whole. So readers need no lock, building again
is free, and a process that reads while another builds sees the one or the other.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock

from index.document import Document
from index.embedder import Embedder
from knowledge.scene import Scene

FORMAT = 1
"""Raise it when the layout of the collection changes."""
NAME = "scenes"
Progress = Callable[[int, int], None]


class IndexMissing(Exception):
    """The index has not been built."""

    def __init__(self) -> None:
        super().__init__("the scene index has not been built; run `rotator index build`")


@dataclass
class SceneIndex:
    """The index of `scenes` below `folder`."""

    folder: Path
    scenes: Mapping[str, Scene]
    embedder: Embedder

    @cached_property
    def version(self) -> str:
        """The hash of everything that the index holds."""
        contents = [FORMAT, self.embedder.name, [(scene.id, scene.source) for scene in self.scenes.values()]]
        return hashlib.sha256(json.dumps(contents).encode()).hexdigest()[:16]

    @property
    def path(self) -> Path:
        """Where the index of the present contents lies, or would lie."""
        return self.folder / self.version

    @property
    def is_built(self) -> bool:
        """Whether the index is there and up to date."""
        return self.path.is_dir()

    def build(self, progress: Progress = lambda done, whole: None) -> bool:
        """Build the index unless it is there; return whether anything had to be done."""
        if self.is_built:
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / "build.lock"):
            if self.is_built:
                return False
            unfinished = self.folder / f"unfinished-{self.version}"
            shutil.rmtree(unfinished, ignore_errors=True)
            self._fill(unfinished, progress)
            unfinished.rename(self.path)
            self._prune()
        return True

    def _fill(self, path: Path, progress: Progress) -> None:
        collection = _client(path).create_collection(
            NAME, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        for done, scene in enumerate(self.scenes.values(), 1):
            texts = phrasings(scene)
            collection.add(
                ids=[f"{scene.id}#{n}" for n in range(len(texts))],
                embeddings=self.embedder.embed(texts),
                documents=list(texts),
                metadatas=[{"scene": scene.id}] * len(texts),
            )
            progress(done, len(self.scenes))

    def _prune(self) -> None:
        """Keep this version and the one before it, which a running process may still have open."""
        versions = [path for path in self.folder.iterdir() if path.is_dir() and path != self.path]
        for old in sorted(versions, key=lambda path: path.stat().st_mtime, reverse=True)[1:]:
            shutil.rmtree(old, ignore_errors=True)

    @cached_property
    def _collection(self) -> Any:
        if not self.is_built:
            raise IndexMissing
        return _client(self.path).get_collection(NAME, embedding_function=None)

    def search(self, query: str, k: int = 5) -> tuple[Document, ...]:
        """Return the `k` scenes nearest to `query` by their nearest phrasing, best first."""
        found = self._collection.query(
            query_embeddings=self.embedder.embed([query]), n_results=min(8 * k, self._collection.count())
        )
        scores: dict[str, float] = {}
        for metadata, distance in zip(
            (found["metadatas"] or [[]])[0], (found["distances"] or [[]])[0], strict=True
        ):
            scores.setdefault(str(metadata["scene"]), 1.0 - distance)
        return tuple(_document(self.scenes[name], score) for name, score in list(scores.items())[:k])

    def stats(self) -> dict[str, Any]:
        """Return what the index holds."""
        return {
            "built": self.is_built,
            "version": self.version,
            "scenes": len(self.scenes),
            "vectors": self._collection.count() if self.is_built else 0,
            "embedder": self.embedder.name,
        }


def phrasings(scene: Scene) -> tuple[str, ...]:
    """Return the texts that a scene is found by."""
    return (*scene.prompts, scene.title, f"{scene.title}: {', '.join(scene.concepts)}")


def _client(path: Path) -> Any:
    from chromadb import PersistentClient
    from chromadb.config import Settings

    return PersistentClient(path=str(path), settings=Settings(anonymized_telemetry=False))


def _document(scene: Scene, score: float) -> Document:
    return Document(scene.id, "scene", scene.title, round(score, 4), scene.licence, scene.code)
