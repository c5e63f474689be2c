"""Measure retrieval: how often the right document is among the first, by each way of looking and by all together.

The queries of bench/retrieval.toml are in other words than anything that is indexed. `--every-miss` names what is not found.
"""

import argparse
import statistics
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from index.embedder import Embedder
from index.store import Index, Ranked
from knowledge.catalogue import load
from knowledge.contents import Contents
from knowledge.entry import Kind
from knowledge.library import library
from service.wiring import silence

QUERIES = Path(__file__).with_suffix(".toml")
WAYS: dict[str, Callable[[Ranked], list[str]]] = {
    "meaning (dense)": lambda ranked: list(ranked.by_meaning),
    "words (BM25)": lambda ranked: list(ranked.by_words),
    "hybrid": Ranked.fused,
}
FIRST = (1, 3, 5)


def ranks(found: list[tuple[Ranked, set[str]]], way: Callable[[Ranked], list[str]]) -> Iterator[int | None]:
    """Yield where the first right document stands for each query, from one; None where it is not found."""
    for ranked, right in found:
        yield next((n for n, key in enumerate(way(ranked), 1) if key in right), None)


def told(name: str, places: list[int | None]) -> None:
    """Print a row: recall at one, three and five, and the mean reciprocal rank."""
    shares = [sum(place is not None and place <= n for place in places) / len(places) for n in FIRST]
    reciprocal = statistics.mean(1 / place if place else 0.0 for place in places)
    print(f"{name:<20}" + "".join(f"{share:>10.3f}" for share in shares) + f"{reciprocal:>10.3f}")


def measure(index: Index, queries: list[list[str]], kind: Kind, *, misses: bool) -> None:
    """Print the table of one kind of documents."""
    index.embedder.embed([query for query, *_ in queries])  # what is timed below is the search alone
    found, seconds = [], []
    for query, *right in queries:
        started = time.perf_counter()
        ranked = index.ranked(query, (kind,))
        seconds.append(time.perf_counter() - started)
        found.append((ranked, {f"{kind}:{each}" for each in right}))
    header = "".join(f"{f'recall@{n}':>10}" for n in FIRST)
    print(f"\n{f'{kind}, {len(queries)} queries':<20}{header}{'MRR':>10}")
    for name, way in WAYS.items():
        told(name, list(ranks(found, way)))
    quick = sorted(seconds)
    print(
        f"{1000 * statistics.median(quick):.1f} ms a query (median), {1000 * quick[int(0.95 * len(quick))]:.1f} ms (p95), "
        "without the embedding"
    )
    if misses:
        for (query, *right), (ranked, _), place in zip(
            queries, found, ranks(found, Ranked.fused), strict=True
        ):
            if place is None or place > 3:
                print(f"  {query} -> {', '.join(right)}; found {', '.join(ranked.fused()[:3])}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--every-miss", action="store_true", help="name the queries whose answer is not found"
    )
    arguments = parser.parse_args()
    silence()
    labelled = tomllib.loads(QUERIES.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        started = time.perf_counter()
        contents = Contents(library(), partial(load, data))
        index = Index(data / "index", contents, Embedder(data / "vectors.sqlite"))
        index.build()
        held = index.stats()
        print(
            f"built in {time.perf_counter() - started:.0f} s: {held['documents']}, {held['vectors']} vectors"
        )
        measure(index, labelled["scenes"], "scene", misses=arguments.every_miss)
        measure(index, labelled["api"], "api", misses=arguments.every_miss)


if __name__ == "__main__":
    main()
