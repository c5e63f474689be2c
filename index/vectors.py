"""Vectors in Chroma: one collection for each kind of document, in a folder of ours or on a server (`chroma run`)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from index.embedder import Vectors

PREFIX = "rotator"


@dataclass(frozen=True)
class VectorStore:
    """The collections of one version of the index."""

    client: Any
    version: str

    def create(self, kind: str) -> None:
        """Make the collection of a kind, unless it is there."""
        self._opened[kind] = self.client.get_or_create_collection(
            self._name(kind),
            embedding_function=None,
            metadata={"made": time.time()},
            configuration={"hnsw": {"space": "cosine"}},
        )

    def write(self, kind: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Keep some vectors, each under an id of the form key#number; writing them again changes nothing."""
        self._collection(kind).upsert(ids=list(ids), embeddings=np.asarray(vectors))

    def nearest(self, kind: str, vector: Vectors, n: int) -> list[tuple[str, float]]:
        """Return keys and cosine similarities of the `n` nearest vectors, best first."""
        held = self.count(kind)
        if not held:
            return []
        found = self._collection(kind).query(
            query_embeddings=np.asarray([vector]), n_results=min(n, held), include=["distances"]
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(str(id_).rpartition("#")[0], 1.0 - distance) for id_, distance in pairs]

    def of(self, kind: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of some ids, as they were stored."""
        found = self._collection(kind).get(ids=list(ids), include=["embeddings"])
        return dict(zip(map(str, found["ids"]), found["embeddings"], strict=True))

    def count(self, kind: str) -> int:
        """Return how many vectors there are of a kind."""
        return int(self._collection(kind).count())

    def sound(self, kind: str) -> bool:
        """Whether a collection can be searched: one whose files are damaged may count well and find nothing."""
        some = self._collection(kind).peek(1)["embeddings"]
        return not len(some) or bool(self.nearest(kind, some[0], 1))

    def forget_others(self) -> None:
        """Remove every version but this one and the newest of the rest, which a running process may have open."""
        made: dict[str, float] = {}
        for each in self.client.list_collections():
            prefix, _, rest = each.name.partition("-")
            if prefix == PREFIX and (version := rest.partition("-")[0]) != self.version:
                made[version] = max(made.get(version, 0.0), float((each.metadata or {}).get("made", 0.0)))
        for old in sorted(made, key=made.__getitem__, reverse=True)[1:]:
            for each in self.client.list_collections():
                if each.name.startswith(f"{PREFIX}-{old}-"):
                    self.client.delete_collection(each.name)

    def _collection(self, kind: str) -> Any:
        if kind not in self._opened:
            self._opened[kind] = self.client.get_collection(self._name(kind), embedding_function=None)
        return self._opened[kind]

    @cached_property
    def _opened(self) -> dict[str, Any]:
        return {}

    def _name(self, kind: str) -> str:
        return f"{PREFIX}-{self.version}-{kind}"


def in_folder(path: Path) -> Any:
    """Return a client of the folder `path`, which one process may write to."""
    from chromadb import PersistentClient
    from chromadb.config import Settings

    return PersistentClient(path=str(path), settings=Settings(anonymized_telemetry=False))


@cache
def on_server(url: str) -> Any:
    """Return the client of the Chroma server at `url`: one for a process."""
    from chromadb import HttpClient
    from chromadb.config import Settings

    address = urlsplit(url)
    secure = address.scheme == "https"
    return HttpClient(
        host=address.hostname or "127.0.0.1",
        port=address.port or (443 if secure else 8000),
        ssl=secure,
        settings=Settings(anonymized_telemetry=False),
    )


def is_there(url: str) -> bool:
    """Whether a Chroma server answers at `url`."""
    try:
        on_server(url).heartbeat()
    except Exception:  # of many kinds, and each means no
        return False
    return True


def forget_clients() -> None:
    """Have Chroma open folders anew: it keeps a client for each path, also of one that was removed since."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()
