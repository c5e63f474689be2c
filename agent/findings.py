"""What can be wrong with a picture: values for the model to mend and for people to see, not exceptions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

WEIGHTS = {
    "empty-picture": 6,
    "text-overlap": 5,
    "never-shown": 4,
    "off-frame": 4,
    "text-crossed": 3,
    "low-contrast": 3,
    "sets-nothing": 3,
    "keyword-ignored": 3,
    "not-in-scene": 2,
    "label-far": 2,
    "too-small": 2,
    "nothing-moves": 2,
    "too-short": 2,
    "too-long": 2,
    "ends-abruptly": 1,
}
"""How bad each kind of finding is: of two attempts the one with less is kept."""


@dataclass(frozen=True)
class Seen:
    """An object of the scene that a finding is about."""

    type: str
    """Its class, such as MathTex."""
    text: str = ""
    """What it says: a text, or TeX."""
    name: str = ""
    """The variable that holds it, such as `title` or `self.dots[2]`, where that is known."""
    box: tuple[float, float, float, float] | None = None
    """Left, bottom, right, top in units of the frame."""
    line: int | None = None
    """The user's line that gives the variable its value."""


@dataclass(frozen=True)
class Finding:
    """Something wrong with the picture, for how long, and what would help."""

    kind: str
    """One of WEIGHTS."""
    message: str
    line: int | None = None
    """The user's line at which it begins: a play, a wait, or the call that did nothing."""
    start: float = 0.0
    """Seconds into the video."""
    end: float = 0.0
    objects: tuple[Seen, ...] = ()
    measure: float = 0.0
    """How much of it there is, in the unit that the message names."""
    suggestion: str = ""
    """What would help, in Manim's terms."""
    still: str = ""
    """The file beside the video that shows it, if one does."""

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the CLI and the report show it."""
        return asdict(self)


def weight(findings: tuple[Finding, ...]) -> int:
    """Return how bad the findings are together."""
    return sum(WEIGHTS.get(each.kind, 1) for each in findings)


def is_worth_a_repair(findings: tuple[Finding, ...]) -> bool:
    """Return whether a model is to be asked to mend a picture: not for an abrupt end alone."""
    return any(each.kind != "ends-abruptly" for each in findings)
