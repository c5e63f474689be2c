"""The index of what we know: every phrasing a vector in Chroma, every word in SQLite's FTS5, fused when asked.

A built index is never changed: it lies in a folder named by the hash of its contents, is built
beside it by one process at a time, and appears whole. So readers need no lock, building again
is free, and a process that reads while another builds sees the one or the other. One that is
damaged is found out when it is opened, and built anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version as installed
from itertools import chain
from pathlib import Path
from typing import Any

from filelock import FileLock

from index import keywords
from index.document import Document
from index.embedder import Embedder, Vectors
from index.fusion import diverse, fused
from knowledge.api import api_entries
from knowledge.catalogue import Catalogue
from knowledge.entry import KINDS, Entry, Kind
from knowledge.scene import Scene
from knowledge.symbols import symbols_of

FORMAT = 2
"""Raise it when the layout of the index, or what is put in it, changes."""
NAME = "phrasings"
BATCH = 256
DEPTH = 40
"""How far down each ranking is read."""
BY_MEANING, BY_WORDS, BY_NAMES = 1.0, 0.3, 1.0
"""Weights of the rankings; bench/retrieval.py shows what each is worth."""
Progress = Callable[[int, int], None]


class IndexMissing(Exception):
    """The index has not been built."""

    def __init__(self) -> None:
        super().__init__("the index has not been built; run `rotator index build`")


class _Damaged(Exception):
    """What lies there is not what was built."""


@dataclass(frozen=True)
class Ranked:
    """Keys of documents as each way of looking ranks them, best first."""

    by_meaning: Mapping[str, float]
    """With the cosine similarity of the nearest phrasing."""
    by_words: Sequence[str]
    by_names: Sequence[str]

    def fused(self) -> list[str]:
        """Return one ranking of all three."""
        return list(
            fused(((list(self.by_meaning), BY_MEANING), (self.by_words, BY_WORDS), (self.by_names, BY_NAMES)))
        )


@dataclass
class Index:
    """The index of `scenes` and of the installed Manim below `folder`."""

    folder: Path
    scenes: Mapping[str, Scene]
    catalogue: Callable[[], Catalogue]
    embedder: Embedder

    @cached_property
    def version(self) -> str:
        """The hash of everything that the index is made of."""
        scenes = [(scene.id, scene.source) for scene in self.scenes.values()]
        contents = [FORMAT, self.embedder.name, installed("manim"), scenes]
        return hashlib.sha256(json.dumps(contents).encode()).hexdigest()[:16]

    @property
    def path(self) -> Path:
        """Where the index of the present contents lies, or would lie."""
        return self.folder / self.version

    @property
    def is_built(self) -> bool:
        """Whether the index is there and up to date."""
        return (self.path / "manifest.json").is_file()

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
            shutil.rmtree(self.path, ignore_errors=True)
            unfinished.mkdir()
            self._fill(unfinished, progress)
            unfinished.rename(self.path)
            self._prune()
        return True

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that the index holds, as it is built from what is installed."""
        catalogue = self.catalogue()
        scenes = (scene_entry(scene, catalogue) for scene in self.scenes.values())
        return (*scenes, *api_entries(catalogue, self.scenes))

    def _fill(self, path: Path, progress: Progress) -> None:
        entries = self.entries()
        keywords.write(path / "words.sqlite", entries)
        collection = _client(path / "vectors").create_collection(
            NAME, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        rows = [(entry, n, text) for entry in entries for n, text in enumerate(entry.phrasings)]
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            collection.add(
                ids=[f"{entry.key}#{n}" for entry, n, _ in part],
                embeddings=self.embedder.embed([text for *_, text in part]),
                metadatas=[{"key": entry.key, "kind": entry.kind} for entry, *_ in part],
            )
            progress(start + len(part), len(rows))
        manifest = {"entries": len(entries), "vectors": len(rows)}
        (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    def _prune(self) -> None:
        """Keep this version and the one before it, which a running process may still have open."""
        versions = [path for path in self.folder.iterdir() if path.is_dir() and path != self.path]
        for old in sorted(versions, key=lambda path: path.stat().st_mtime, reverse=True)[1:]:
            shutil.rmtree(old, ignore_errors=True)

    # opening

    @cached_property
    def _collection(self) -> Any:
        if not self.is_built:
            raise IndexMissing
        try:
            return self._opened()
        except Exception as error:  # Chroma's and SQLite's own are of many kinds
            self._discard()
            self.build()
            try:
                return self._opened()
            except Exception:
                raise error from None

    def _opened(self) -> Any:
        """Return the collection if all is there that was built."""
        manifest = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        collection = _client(self.path / "vectors").get_collection(NAME, embedding_function=None)
        with closing(self._words()) as words:
            sound = words.execute("PRAGMA quick_check(1)").fetchone()[0]
            entries = words.execute("SELECT count(*) FROM documents").fetchone()[0]
        if (sound, entries, collection.count()) != ("ok", manifest["entries"], manifest["vectors"]):
            raise _Damaged(f"the index in {self.path} is damaged")
        stored = collection.peek(1)["embeddings"]
        collection.query(query_embeddings=stored, n_results=1)
        return collection

    def _discard(self) -> None:
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()
        shutil.rmtree(self.path, ignore_errors=True)

    def _words(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.path / 'words.sqlite'}?mode=ro&immutable=1", uri=True)

    # asking

    def search(self, query: str, k: int = 5, kinds: Sequence[Kind] = ("scene",)) -> tuple[Document, ...]:
        """Return the `k` documents of some kinds that best answer `query`, by meaning, words and names, best first."""
        ranked = self.ranked(query, kinds)
        best = ranked.fused()[: 3 * k]
        with closing(self._words()) as words:
            found = keywords.documents(words, best)
        chosen = diverse(best, self._vectors(best))[:k]
        return tuple(found[each].scored(ranked.by_meaning.get(each, 0.0)) for each in chosen)

    def ranked(self, query: str, kinds: Sequence[Kind]) -> Ranked:
        """Return what each way of looking for `query` finds."""
        by_meaning = self._by_meaning(query, kinds, DEPTH)
        with closing(self._words()) as words:
            by_words = keywords.by_words(words, query, kinds, DEPTH)
            by_names = keywords.by_names(words, query, kinds, DEPTH)
        return Ranked(by_meaning, by_words, by_names)

    def nearest(self, query: str, k: int = 5) -> tuple[Document, ...]:
        """Return the `k` scenes nearest to `query` by their nearest phrasing alone, best first."""
        similarity = self._by_meaning(query, ("scene",), k)
        with closing(self._words()) as words:
            found = keywords.documents(words, list(similarity))
        return tuple(found[each].scored(score) for each, score in similarity.items())

    def _vectors(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the vector of each document's first phrasing, as it was stored: a search embeds its query alone."""
        found = self._collection.get(ids=[f"{key}#0" for key in keys], include=["embeddings"])
        return {
            str(id_).rpartition("#")[0]: at for id_, at in zip(found["ids"], found["embeddings"], strict=True)
        }

    def _by_meaning(self, query: str, kinds: Sequence[Kind], k: int) -> dict[str, float]:
        """Return cosine similarities of the `k` nearest documents, best first."""
        found = self._collection.query(
            query_embeddings=self.embedder.embed([query]),
            n_results=min(8 * k, self._collection.count()),
            where={"kind": {"$in": list(kinds)}},
            include=["metadatas", "distances"],
        )
        scores: dict[str, float] = {}
        for metadata, distance in zip(
            *(chain.from_iterable(found[each]) for each in ("metadatas", "distances")), strict=True
        ):
            scores.setdefault(str(metadata["key"]), 1.0 - distance)
        return dict(list(scores.items())[:k])

    def stats(self) -> dict[str, Any]:
        """Return what the index holds."""
        counts = dict.fromkeys(KINDS, 0)
        if self.is_built:
            vectors = self._collection.count()
            with closing(self._words()) as words:
                counts |= dict(words.execute("SELECT kind, count(*) FROM documents GROUP BY kind"))
        return {
            "built": self.is_built,
            "version": self.version,
            "scenes": len(self.scenes),
            "documents": counts,
            "vectors": vectors if self.is_built else 0,
            "embedder": self.embedder.name,
            "manim": installed("manim"),
        }


def phrasings(scene: Scene) -> tuple[str, ...]:
    """Return the texts that a scene is found by."""
    return (*scene.prompts, scene.title, f"{scene.title}: {', '.join(scene.concepts)}")


def scene_entry(scene: Scene, catalogue: Catalogue) -> Entry:
    """Return what the index holds of a scene."""
    symbols = symbols_of(scene.code, catalogue)
    return Entry(scene.id, "scene", scene.title, scene.licence, scene.code, phrasings(scene), symbols)


def _client(path: Path) -> Any:
    from chromadb import PersistentClient
    from chromadb.config import Settings

    return PersistentClient(path=str(path), settings=Settings(anonymized_telemetry=False))
