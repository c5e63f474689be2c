"""Make one list of several rankings, without a crowd of near-twins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from index.embedder import Vectors

CONSTANT = 2
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), who chose 60 for long lists; here it is the first
ranks that count (bench/retrieval.py)."""
TWIN = 0.9
"""Cosine similarity from which on two documents say the same."""
MOST_TWINS = 2


def fused(rankings: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return the score of every id by reciprocal rank fusion of rankings of equal weight, best first."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, each in enumerate(ranking, 1):
            scores[each] = scores.get(each, 0.0) + 1.0 / (CONSTANT + rank)
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def diverse(ids: Sequence[str], vectors: Mapping[str, Vectors]) -> list[str]:
    """Return the ids with every third near-twin of what stands before it moved behind the rest."""
    kept: list[str] = []
    behind: list[str] = []
    for each in ids:
        twins = sum(float(np.dot(vectors[each], vectors[other])) >= TWIN for other in kept)
        (behind if twins >= MOST_TWINS else kept).append(each)
    return kept + behind
