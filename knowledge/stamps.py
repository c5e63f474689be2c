"""What rendering has shown of a program: nothing is shown to a model that did not render on the installed Manim.

The stamps of this library and of Manim's own examples come with it, by the hash of the program and for one version of
Manim; those of any other program or version are made by rendering (service/verifying.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("stamps.json")
STILL, MOVING, EXPLAINING = 0.7, 0.85, 1.0
"""What a document is worth in a ranking: a picture, something that moves, something that moves and has words."""


@dataclass(frozen=True)
class Stamp:
    """What one program showed when it was rendered."""

    manim: str
    seconds: float
    """How long the video is."""
    plays: int
    moves: bool
    """Whether any two of its frames differ."""
    words: bool
    """Whether it writes text or formulas."""
    latex: bool
    """Whether it needs LaTeX."""
    dimensions: int
    renders: bool = True
    """Whether it gave a video at all; what did not is not rendered again, and not shown."""

    @property
    def worth(self) -> float:
        """What it is worth as an example: one that moves and explains teaches more than one that merely runs."""
        return EXPLAINING if self.moves and self.words else MOVING if self.moves else STILL


Stamps = Mapping[str, Stamp]


def digest(code: str) -> str:
    """Return the name under which the stamp of a program is kept."""
    return hashlib.sha256(code.encode()).hexdigest()[:20]


def read_stamps(*paths: Path) -> dict[str, Stamp]:
    """Return the stamps for the installed Manim that lie in some files, later ones first to count."""
    installed = version("manim")
    found: dict[str, Stamp] = {}
    for path in paths:
        kept: dict[str, dict[str, Any]] = (
            json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        )
        found |= {name: Stamp(**each) for name, each in kept.items() if each["manim"] == installed}
    return found


def write_stamps(path: Path, stamps: Stamps) -> None:
    """Write stamps, one a line; whole or not at all."""
    lines = [f"{json.dumps(name)}: {json.dumps(asdict(stamp))}" for name, stamp in sorted(stamps.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".unfinished")
    beside.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    beside.replace(path)
