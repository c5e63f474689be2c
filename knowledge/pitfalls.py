"""What writers of Manim code get wrong most: the wrong form, the right one, and why.

The facts are in `pitfalls.toml`; the tests run each pair on the Manim that is pinned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONGEST_ID = 60
"""Characters of an id, at most."""


@dataclass(frozen=True)
class Pitfall:
    """A mistake, and what to write instead."""

    wrong: str
    right: str
    why: str
    symbols: tuple[str, ...]
    """Names of Manim in play when one is about to make it: `Class`, `function`, or `Owner.method`."""
    setup: str = ""
    """What both forms need before them, inside `construct`."""
    base: str = "Scene"
    """The kind of scene that they stand in."""
    fails: bool = True
    """Whether the wrong form raises; otherwise it runs and does something else than was meant."""
    shows: str = ""
    """An expression that is true after the right form; after the wrong one it is false, or raises."""

    @property
    def id(self) -> str:
        """A short name made from the wrong form."""
        return re.sub(r"\W+", "-", self.wrong.lower())[:LONGEST_ID].strip("-")

    @property
    def text(self) -> str:
        """What the model is shown: three lines."""
        return f"not: {_line(self.wrong)}\nbut: {_line(self.right)}\n{self.why}"


@cache
def pitfalls() -> tuple[Pitfall, ...]:
    """Return every pitfall that is shipped, in the order of the file."""
    return read_pitfalls(Path(__file__).with_suffix(".toml"))


def read_pitfalls(path: Path) -> tuple[Pitfall, ...]:
    """Return the pitfalls of a file."""
    import tomllib

    rows = tomllib.loads(path.read_text(encoding="utf-8"))["pitfall"]
    return tuple(Pitfall(**{**row, "symbols": tuple(row["symbols"])}) for row in rows)


def _line(code: str) -> str:
    """Return code in one line, for reading only: a body follows its colon, a statement a semicolon."""
    return re.sub(r"\n\s*", "; ", re.sub(r":\n\s*", ": ", code.strip()))
