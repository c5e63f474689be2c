"""What the model is shown: for a request, scenes like it and what they are made of; for a problem, what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.document import Document
from index.store import Index

SCENES = 5
EXAMPLES = 1
COMPONENTS, PARTS_LOOKED_AT = 3, 12
REFERENCES = 6
RELATED = 0.45
"""Cosine similarity from which on a document has to do with a request: what has not only misleads."""
OF_THE_TOPIC = 0.35
"""The same for parts of scenes on the same topic."""
PITFALLS = 6
PROBLEMS = 512
"""Problems whose documents are kept at hand."""


class Retrieval:
    """Asks the index; what it finds for a problem is kept, for the same one comes again and again."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.for_problem = lru_cache(maxsize=PROBLEMS)(self._for_problem)

    def for_request(self, request: str) -> tuple[Document, ...]:
        """Return scenes like the one asked for, parts of others, the parts of Manim in play and what goes wrong with them."""
        search = self._index.search
        scenes = search(request, SCENES)
        parts = search(request, PARTS_LOOKED_AT, ("component",))
        reference = _related(search(request, REFERENCES, ("api",)), request)
        symbols = self._index.symbols((*scenes[:2], *reference))
        return (
            *scenes,
            *_helpful(parts, scenes),
            *_related(search(request, EXAMPLES, ("example",))),
            *reference,
            *self._index.using(symbols, "pitfall", PITFALLS),
        )

    def _for_problem(self, said: str, symbol: str) -> tuple[Document, ...]:
        """Return what Manim's documents and the pitfalls say of a problem, given as it is said and with the name in play."""
        reference = self._index.search(f"{symbol} {said}", 3, ("api",))
        by_name = self._index.using({symbol: 1.0}, "pitfall", 2) if symbol else ()
        alike = self._index.search(f"{symbol} {said}", 3, ("pitfall",))
        pitfalls = {each.id: each for each in (*by_name, *alike)}
        return (*reference, *list(pitfalls.values())[:3])


def _related(documents: Sequence[Document], request: str = "") -> list[Document]:
    """Return the documents that are near a request in meaning, or whose name stands in it."""
    return [
        each for each in documents if each.score >= RELATED or each.id.rpartition(".")[2] in request.split()
    ]


def _helpful(parts: Sequence[Document], scenes: Sequence[Document]) -> list[Document]:
    """Return parts of scenes that are not among those found, of the same topic or much like the request."""
    shown = {each.id for each in scenes}
    topics = {each.topic for each in scenes[:2]}
    other = [each for each in parts if each.id.partition(".")[0] not in shown]
    least = {True: OF_THE_TOPIC, False: RELATED}
    return [each for each in other if each.score >= least[each.topic in topics]][:COMPONENTS]
