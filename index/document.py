"""What a search returns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Document:
    """Something the model may be shown, with its score for the query (cosine similarity, 0 to 1)."""

    id: str
    kind: str
    title: str
    score: float
    licence: str
    text: str

    def as_json(self) -> dict[str, Any]:
        """Return the document as the CLI shows it."""
        return asdict(self)
