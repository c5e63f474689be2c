"""Measure the prompt cache: how often a prompt is answered with another's video, rightly and wrongly.

The pairs are in bench/prompt_cache.toml. `--list` names the false hits, and of `tune` what was missed.
`--crosswise` takes every prompt there with every other, and those of the scene library, and prints what hits.
"""

import argparse
import itertools
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from index.cache import LEAST_SIMILARITY
from index.embedder import Embedder
from index.likeness import alike, exact, read
from knowledge.library import library
from service.wiring import silence

PAIRS = Path(__file__).with_suffix(".toml")
ALONE = (0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)
NEAR = (0.0, 0.5, 0.6, 0.65, 0.7, LEAST_SIMILARITY, 0.8, 0.85, 0.9)


@dataclass(frozen=True)
class Pair:
    """Two prompts, whether they ask for the same, and how like they are."""

    first: str
    second: str
    same: bool
    cosine: float
    """Of the prompts as they are."""
    near: float
    """Of the words as they were read; nothing where the words differ, one where the prompts are the same."""


def judged(rows: list[tuple[str, str, bool]], embedder: Embedder) -> list[Pair]:
    """Return the pairs with their similarities."""
    texts = [text for first, second, _ in rows for text in (first, second)]
    texts += [read(text).text for text in texts]
    at = dict(zip(texts, embedder.embed(texts), strict=True))

    def near(first: str, second: str) -> float:
        if exact(first) == exact(second):
            return 1.0
        one, other = read(first), read(second)
        return float(at[one.text] @ at[other.text]) if alike(one, other) else -1.0

    return [Pair(a, b, same, float(at[a] @ at[b]), near(a, b)) for a, b, same in rows]


def told(name: str, pairs: Iterable[Pair], hits: Callable[[Pair], bool]) -> None:
    """Print how many different pairs hit, and how many that are the same."""
    counts: dict[bool, list[bool]] = {False: [], True: []}
    for pair in pairs:
        counts[pair.same].append(hits(pair))
    wrong, right = ((sum(each), len(each)) for each in (counts[False], counts[True]))
    print(
        f"  {name:<34}{wrong[0]:>5} of {wrong[1]:<5}{100 * wrong[0] / wrong[1]:>6.1f} %"
        f"{right[0]:>9} of {right[1]:<5}{100 * right[0] / right[1]:>6.1f} %"
    )


def measure(name: str, pairs: list[Pair]) -> None:
    """Print the table of one half."""
    print(f"\n{name}, {len(pairs)} pairs{'false hits':>36}{'true hits':>24}")
    for least in NEAR:
        chosen = " (chosen)" if least == LEAST_SIMILARITY else ""
        told(f"words, similarity ≥ {least}{chosen}", pairs, lambda pair, least=least: pair.near >= least)
    for least in ALONE:
        told(f"similarity alone ≥ {least}", pairs, lambda pair, least=least: pair.cosine >= least)


def hits(pair: Pair) -> bool:
    """Return whether the cache answers the one with the other."""
    return pair.near >= LEAST_SIMILARITY


def crosswise(rows: list[tuple[str, str, bool]], embedder: Embedder) -> None:
    """Print which prompts of different origin hit."""
    labelled = {(first, second) for first, second, _ in rows}
    prompts = {text for first, second, _ in rows for text in (first, second)}
    prompts |= {text for scene in library().values() for text in (*scene.prompts, *scene.asked)}
    groups = defaultdict(list)
    for prompt in sorted(prompts):
        groups[read(prompt).letters].append(prompt)
    pairs = itertools.chain.from_iterable(itertools.combinations(group, 2) for group in groups.values())
    new = [(a, b, False) for a, b in pairs if not {(a, b), (b, a)} & labelled and exact(a) != exact(b)]
    found = [pair for pair in judged(new, embedder) if hits(pair)]
    print(f"\n{len(prompts)} prompts with one another: {len(found)} hits beside the labelled pairs")
    for pair in found:
        print(f"  {pair.near:.2f}  {pair.first}  |  {pair.second}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--list", action="store_true", help="name the false hits, and what is missed of `tune`"
    )
    parser.add_argument("--crosswise", action="store_true", help="compare every prompt with every other")
    arguments = parser.parse_args()
    silence()
    halves = tomllib.loads(PAIRS.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        embedder = Embedder(Path(folder) / "vectors.sqlite")
        for name, rows in halves.items():
            pairs = judged(rows, embedder)
            measure(name, pairs)
            wrong = [pair for pair in pairs if hits(pair) and not pair.same]
            missed = [pair for pair in pairs if pair.same and not hits(pair)] if name == "tune" else []
            for pair in (*wrong, *missed) if arguments.list else ():
                print(f"  {'missed' if pair.same else 'FALSE'}: {pair.first}  |  {pair.second}")
        if arguments.crosswise:
            crosswise(list(itertools.chain(*halves.values())), embedder)


if __name__ == "__main__":
    main()
