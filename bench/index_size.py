"""Measure how the time of a query grows with the index: the real documents with synthetic ones around them.

The synthetic ones have words of the real ones and vectors near theirs, so that every query finds plenty. What is timed is
the search alone, without the embedding, and then with it.
"""

import argparse
import random
import statistics
import tempfile
import time
import tomllib
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from index.embedder import Embedder, Vectors
from index.store import Index
from knowledge.catalogue import load
from knowledge.contents import Contents
from knowledge.entry import Entry
from knowledge.library import library
from service.wiring import silence

QUERIES = Path(__file__).with_name("retrieval.toml")
NOISE = 0.6
"""How far a synthetic vector lies from the real one it is made of, whose length is one."""


@dataclass(frozen=True)
class Bulk(Contents):
    """The real entries, or some of them, and synthetic scenes until there are `size`."""

    size: int = 0

    def fingerprint(self) -> str:
        return f"{super().fingerprint()}-{self.size}"

    def entries(self) -> tuple[Entry, ...]:
        real = super().entries()
        chance = random.Random(self.size)  # noqa: S311 - no secret
        if self.size < len(real):
            return tuple(chance.sample(real, self.size))
        words = [entry.phrasings[0].split() for entry in real]
        return real + tuple(
            _synthetic(number, chance.choice(words), chance.choice(words), chance)
            for number in range(self.size - len(real))
        )


def _synthetic(number: int, some: list[str], others: list[str], chance: random.Random) -> Entry:
    text = " ".join(chance.sample(some, len(some) // 2 + 1) + chance.sample(others, len(others) // 2))
    return Entry(
        f"bulk{number}", "scene", text, "none", text, (f"{number} {text}",), frozenset({"Circle", "Axes"})
    )


class Near(Embedder):
    """Embeds synthetic texts near real ones: a hundred thousand embeddings would take an hour."""

    def embed(self, texts, progress=lambda done: None) -> Vectors:  # type: ignore[no-untyped-def]
        real = [text for text in texts if not text.partition(" ")[0].isdigit()]
        found = dict(zip(real, super().embed(real, progress), strict=True)) if real else {}
        base = np.stack(list(found.values())) if found else np.zeros((1, 384), np.float32)
        chance = np.random.default_rng(len(texts))
        vectors = base[chance.integers(len(base), size=len(texts))]
        noise = chance.standard_normal(vectors.shape, np.float32)
        vectors = vectors + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        for place, text in enumerate(texts):
            if text in found:
                vectors[place] = found[text]
        return vectors.astype(np.float32)


@dataclass
class Known(Near):
    """Has embedded every query before."""

    queries: dict[str, Vectors] = field(default_factory=dict)

    def embed_query(self, text: str) -> Vectors:
        return self.queries[text]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    arguments = parser.parse_args()
    silence()
    queries = [query for query, *_ in tomllib.loads(QUERIES.read_text(encoding="utf-8"))["scenes"]]
    medians = {}
    print(
        f"{'documents':>10}{'vectors':>10}{'build s':>9}{'median ms':>11}{'p95 ms':>9}{'with embedding':>16}"
    )
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for size in arguments.sizes:
            contents = Bulk(library(), partial(load, data), size=size)
            index = Index(data / "index", contents, Known(data / "vectors.sqlite"))
            started = time.perf_counter()
            index.build()
            built = time.perf_counter() - started
            quick = Embedder(data / "queries.sqlite")
            index.embedder.queries = {query: quick.embed_query(query) for query in queries}
            alone = timed(index, queries)
            whole = timed(
                replace(index, embedder=Embedder(data / "vectors.sqlite", index.embedder.name)), queries
            )
            medians[size] = statistics.median(alone)
            print(
                f"{size:>10}{index.stats()['vectors']:>10}{built:>9.0f}{medians[size]:>11.1f}{p95(alone):>9.1f}"
                f"{statistics.median(whole):>13.1f} ms"
            )
    first, last = arguments.sizes[-2], arguments.sizes[-1]
    print(f"{last} against {first}: {medians[last] / medians[first]:.2f} times")


def timed(index: Index, queries: list[str]) -> list[float]:
    """Return the milliseconds of a search for each query, the first ones not counted."""
    milliseconds = []
    for query in queries[:20] + queries:
        started = time.perf_counter()
        index.search(query, 5)
        milliseconds.append(1000 * (time.perf_counter() - started))
    return milliseconds[20:]


def p95(values: list[float]) -> float:
    """Return the value that 95 % do not exceed."""
    return sorted(values)[int(0.95 * len(values))]


if __name__ == "__main__":
    main()
