"""What can be found: a scene of the library, or a part of Manim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["scene", "api"]
KINDS: tuple[Kind, ...] = ("scene", "api")


@dataclass(frozen=True)
class Entry:
    """One thing that the index holds."""

    id: str
    kind: Kind
    title: str
    licence: str
    text: str
    """What the model is shown."""
    phrasings: tuple[str, ...]
    """What it is found by, in the words of those who look for it."""
    symbols: frozenset[str] = frozenset()
    """Names of Manim that it uses or documents."""

    @property
    def key(self) -> str:
        """What no other entry of the index is called."""
        return f"{self.kind}:{self.id}"
