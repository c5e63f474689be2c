"""What a search returns, and how much of it a prompt has room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

CHARACTERS_A_TOKEN = 3.5


@dataclass(frozen=True)
class Document:
    """Something the model may be shown, with its score for the query (cosine similarity, 0 to 1)."""

    id: str
    kind: str
    title: str
    score: float
    licence: str
    text: str
    topic: str = ""
    worth: float = 1.0
    """What its score is multiplied by in a ranking."""
    stamp: Mapping[str, Any] | None = None
    """What rendering it has shown (knowledge/stamps.py), if it is a program."""

    @property
    def key(self) -> str:
        """What no other document of the index is called."""
        return f"{self.kind}:{self.id}"

    def as_json(self) -> dict[str, Any]:
        """Return the document as the CLI shows it."""
        return {name: value for name, value in asdict(self).items() if name != "worth"}

    def scored(self, score: float) -> Document:
        """Return it with its score for a query."""
        return replace(self, score=round(score, 4))


def within(texts: Sequence[str], tokens: int) -> int:
    """Return how many of the texts, from the first on, fit a budget of tokens; the first always does."""
    room = tokens * CHARACTERS_A_TOKEN
    for number, text in enumerate(texts):
        room -= len(text)
        if room < 0 and number:
            return number
    return len(texts)
