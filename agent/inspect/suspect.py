"""What may be wrong at one moment: a finding, if it lasts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agent.inspect.view import Box


@dataclass
class Suspect:
    """Something that looks wrong, with the mobjects that it is about."""

    kind: str
    chains: tuple[tuple[Any, ...], ...]
    """Of each object what it is part of, the outermost first, itself last."""
    boxes: tuple[Box, ...]
    """Where each of them is, in the frame."""
    measure: float
    values: dict[str, Any] = field(default_factory=dict)
    """What the message needs to know."""

    @property
    def objects(self) -> tuple[Any, ...]:
        """What it is about."""
        return tuple(chain[-1] for chain in self.chains)

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same as one of another moment."""
        return self.kind, *(id(each) for each in self.objects)

    @property
    def place(self) -> tuple[float, ...]:
        """Where it is, roughly: what rests stays there."""
        return tuple(round(each, 1) for box in self.boxes for each in box)
