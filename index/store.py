"""The index of what we know: every phrasing a vector in Chroma, every word in SQLite's FTS5, fused when asked.

A built index is never changed: it is named by the hash of its contents, is built beside the one in use by one process at
a time, and appears whole. So readers need no lock, building again is free, and a process that reads while another builds
sees the one or the other. One that is damaged is found out when it is opened, and built anew. What changes while a server
runs, the scenes that people rated well, lies beside it (index/delivered.py).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from filelock import FileLock

from index import keywords
from index.delivered import Delivered
from index.document import Document
from index.embedder import Embedder, Vectors
from index.fusion import diverse, fused
from index.vectors import VectorStore, forget_clients, in_folder, is_there, on_server
from knowledge.contents import Contents
from knowledge.entry import KINDS, Kind

FORMAT = 6
"""Raise it when the layout of the index changes; a change of what is in it is seen by itself."""
BATCH = 1024
"""Vectors that are written to Chroma at once."""
DEPTH = 40
"""How far down each ranking is read."""
PHRASINGS = 5
"""How many vectors are read for each document wanted: the nearest ones are often phrasings of the same."""
MANIFEST = "manifest.json"
Progress = Callable[[int, int], None]


class IndexMissing(Exception):
    """The index has not been built, or not with this embedder."""


class _Damaged(Exception):
    """What lies there is not what was built."""


@dataclass(frozen=True)
class Ranked:
    """Keys of documents as each way of looking ranks them, best first."""

    by_meaning: Mapping[str, float]
    """With the cosine similarity of the nearest phrasing."""
    by_words: Sequence[str]
    by_names: Sequence[str]

    def scores(self) -> dict[str, float]:
        """Return the scores of one ranking of all three, best first."""
        return fused((list(self.by_meaning), self.by_words, self.by_names))

    def fused(self) -> list[str]:
        """Return one ranking of all three."""
        return list(self.scores())


@dataclass
class Index:
    """The index of `contents` below `folder`; its vectors lie there too, or on the Chroma server at `url`."""

    folder: Path
    contents: Contents
    embedder: Embedder
    url: str | None = None

    @cached_property
    def version(self) -> str:
        """The hash of everything that the index is made of."""
        made_of = [FORMAT, self.embedder.name, self.contents.fingerprint(), self.url]
        return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:16]

    @property
    def path(self) -> Path:
        """Where the index of the present contents lies, or would lie."""
        return self.folder / self.version

    @property
    def is_built(self) -> bool:
        """Whether the index is there and up to date."""
        return (self.path / MANIFEST).is_file()

    @cached_property
    def delivered(self) -> Delivered:
        """The scenes of this server that were rated well."""
        return Delivered(self.folder.parent / "delivered.sqlite", self.embedder)

    def use(self, contents: Contents) -> None:
        """Go on with other contents."""
        self.contents = contents
        for opened in ("version", "_vectors"):
            self.__dict__.pop(opened, None)

    # building

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

    def _fill(self, path: Path, progress: Progress) -> None:
        with ThreadPoolExecutor(1) as beside:
            beside.submit(self.embedder.warm)
            entries = self.contents.entries()
        keywords.write(path / "words.sqlite", entries)
        store = self._store(path)
        rows = [(entry, n, text) for entry in entries for n, text in enumerate(entry.phrasings)]
        embedded = self.embedder.embed([text for *_, text in rows], lambda done: progress(done, len(rows)))
        counts = dict.fromkeys(KINDS, 0)
        for kind in KINDS:
            store.create(kind)
            places = [place for place, (entry, *_) in enumerate(rows) if entry.kind == kind]
            for start in range(0, len(places), BATCH):
                part = places[start : start + BATCH]
                ids = [f"{rows[place][0].key}#{rows[place][1]}" for place in part]
                store.write(kind, ids, embedded[part])
            counts[kind] = len(places)
        manifest = {"embedder": self.embedder.name, "entries": len(entries), "vectors": counts}
        (path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")

    def _store(self, path: Path) -> VectorStore:
        return VectorStore(on_server(self.url) if self.url else in_folder(path / "vectors"), self.version)

    def _prune(self) -> None:
        """Keep this version and the one before it, which a running process may still have open."""
        for left in self.folder.glob("unfinished-*"):  # of builds that were killed
            shutil.rmtree(left, ignore_errors=True)
        versions = [path for path in self.folder.iterdir() if path.is_dir() and path != self.path]
        for old in sorted(versions, key=lambda path: path.stat().st_mtime, reverse=True)[1:]:
            shutil.rmtree(old, ignore_errors=True)
        if self.url:
            self._store(self.path).forget_others()

    # opening

    @cached_property
    def _vectors(self) -> VectorStore:
        if not self.is_built:
            raise self._missing()
        try:
            return self._opened()
        except Exception as error:  # Chroma's and SQLite's own are of many kinds
            if self.url and not is_there(self.url):
                raise  # nothing is wrong with the index
            self._mend()
            try:
                return self._opened()
            except Exception:
                raise error from None

    def _missing(self) -> IndexMissing:
        """Say why there is no index: none was built, or another embedder's."""
        for path in self.folder.glob(f"*/{MANIFEST}"):
            other = json.loads(path.read_text(encoding="utf-8")).get("embedder")
            if other != self.embedder.name:
                was = (
                    f"the index was built with the embedder {other}, and the setting is {self.embedder.name}"
                )
                return IndexMissing(f"{was}; run `rotator index build`")
        return IndexMissing("the index has not been built; run `rotator index build`")

    def _opened(self) -> VectorStore:
        """Return the store if all is there that was built."""
        manifest = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        store = self._store(self.path)
        with closing(self._words()) as words:
            whole = words.execute("PRAGMA quick_check(1)").fetchone()[0]
            entries = words.execute("SELECT count(*) FROM documents").fetchone()[0]
        counts = {kind: store.count(kind) for kind in KINDS}
        if (whole, entries, counts) != ("ok", manifest["entries"], manifest["vectors"]):
            raise _Damaged(f"the index in {self.path} is damaged")
        if not all(store.sound(kind) for kind in KINDS):
            raise _Damaged(f"the vectors in {self.path} are damaged")
        return store

    def _mend(self) -> None:
        """Build what is damaged anew, unless another process has just done so."""
        with FileLock(self.folder / "mend.lock"):
            if not self.url:
                forget_clients()  # another process may have mended it: what this one has open is the damaged one
            try:
                self._opened()
            except Exception:
                self._discard()
                self.build()

    def _discard(self) -> None:
        if not self.url:
            forget_clients()
        shutil.rmtree(self.path, ignore_errors=True)

    def _words(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.path / 'words.sqlite'}?mode=ro&immutable=1", uri=True)

    # asking

    def search(self, query: str, k: int = 5, kinds: Sequence[Kind] = ("scene",)) -> tuple[Document, ...]:
        """Return the `k` documents of some kinds that best answer `query`, by meaning, words and names, best first."""
        ranked = self.ranked(query, kinds)
        scores = ranked.scores()
        found = self._documents(scores)
        best = sorted(found, key=lambda key: -scores[key] * found[key].worth)[: 3 * k]
        chosen = diverse(best, self._first_vectors(best))[:k]
        return tuple(found[each].scored(ranked.by_meaning.get(each, 0.0)) for each in chosen)

    def ranked(self, query: str, kinds: Sequence[Kind]) -> Ranked:
        """Return what each way of looking for `query` finds."""
        by_meaning = self._by_meaning(query, kinds, DEPTH)
        with closing(self._words()) as words:
            by_words = keywords.by_words(words, query, kinds, DEPTH)
            by_names = keywords.by_names(words, query, kinds, DEPTH)
        return Ranked(by_meaning, by_words, by_names)

    def nearest(self, query: str, k: int = 5) -> tuple[Document, ...]:
        """Return the `k` scenes of the library nearest to `query` by their nearest phrasing alone, best first."""
        similarity = _best(self._vectors.nearest("scene", self.embedder.embed_query(query), PHRASINGS * k), k)
        found = self._documents(similarity)
        return tuple(found[each].scored(score) for each, score in similarity.items())

    def using(self, symbols: Mapping[str, float], kind: Kind, k: int) -> tuple[Document, ...]:
        """Return the `k` documents of a kind that speak of some names of Manim, weighted; the weightiest first."""
        _ = self._vectors  # is it built, is it whole?
        with closing(self._words()) as words:
            keys = keywords.by_symbols(words, symbols, kind, k)
            found = keywords.documents(words, keys)
        return tuple(found[each] for each in keys)

    def symbols(self, documents: Sequence[Document]) -> dict[str, float]:
        """Return the names of Manim that documents use, each with how many use it."""
        with closing(self._words()) as words:
            return keywords.symbols(words, [each.key for each in documents])

    def all(self, kind: Kind) -> tuple[Document, ...]:
        """Return all documents of a kind, by their ids."""
        _ = self._vectors
        with closing(self._words()) as words:
            return keywords.of_kind(words, kind)

    def _documents(self, keys: Mapping[str, float]) -> dict[str, Document]:
        with closing(self._words()) as words:
            return keywords.documents(words, list(keys)) | self.delivered.documents(list(keys))

    def _first_vectors(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the vector of each document's first phrasing, as it was stored: a search embeds its query alone."""
        found: dict[str, Vectors] = dict(self.delivered.vectors(keys))
        for kind in KINDS:
            ids = [f"{key}#0" for key in keys if key.startswith(f"{kind}:") and key not in found]
            stored = self._vectors.of(kind, ids) if ids else {}
            found |= {id_.rpartition("#")[0]: vector for id_, vector in stored.items()}
        return found

    def _by_meaning(self, query: str, kinds: Sequence[Kind], k: int) -> dict[str, float]:
        """Return cosine similarities of the `k` nearest documents, best first."""
        store, vector = self._vectors, self.embedder.embed_query(query)
        found = [pair for kind in kinds for pair in store.nearest(kind, vector, PHRASINGS * k)]
        if "scene" in kinds:
            found += self.delivered.nearest(vector, k)
        return _best(found, k)

    def stats(self) -> dict[str, Any]:
        """Return what the index holds."""
        counts = dict.fromkeys(KINDS, 0)
        vectors = 0
        if self.is_built:
            vectors = sum(self._vectors.count(kind) for kind in KINDS)
            with closing(self._words()) as words:
                counts |= dict(words.execute("SELECT kind, count(*) FROM documents GROUP BY kind"))
        return {
            "built": self.is_built,
            "version": self.version,
            "scenes": len(self.contents.scenes),
            "documents": counts,
            "delivered": self.delivered.count(),
            "vectors": vectors,
            "embedder": self.embedder.name,
            "place": self.url or str(self.path),
            "manim": installed("manim"),
        }


def _best(found: Sequence[tuple[str, float]], k: int) -> dict[str, float]:
    """Return the `k` best keys with the similarity of the nearest phrasing of each, best first."""
    scores: dict[str, float] = {}
    for key, similarity in sorted(found, key=lambda pair: -pair[1]):
        scores.setdefault(key, similarity)
    return dict(list(scores.items())[:k])
