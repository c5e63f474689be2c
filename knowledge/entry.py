"""What can be found: a scene, a part of one, an example or a document of Manim, a pitfall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.stamps import Stamp

Kind = Literal["scene", "component", "example", "api", "pitfall"]
KINDS: tuple[Kind, ...] = ("scene", "component", "example", "api", "pitfall")


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
    topic: str = ""
    stamp: Stamp | None = None
    """What rendering it has shown, if it is a program."""

    @property
    def worth(self) -> float:
        """Of what is found equally well, what is worth more stands first."""
        return self.stamp.worth if self.stamp else 1.0

    @property
    def key(self) -> str:
        """What no other entry of the index is called."""
        return f"{self.kind}:{self.id}"
