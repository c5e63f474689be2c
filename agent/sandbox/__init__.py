"""Rendering code that is not trusted: the seam, and what crosses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from agent.findings import Finding
from agent.problems import Problem

Listen = Callable[[dict[str, Any]], None]

QUALITIES = {
    "low": (854, 480, 15),
    "medium": (1280, 720, 30),
    "high": (1920, 1080, 60),
    "4k": (3840, 2160, 60),
}
"""Width and height in pixels and frames per second, as Manim's own presets."""
FILES = {
    "video": "animation.mp4",
    "poster": "poster.png",
    "thumbnails": "thumbnails.jpg",
    "stream": "stream.mp4",
    "stills": "stills.pack",
    "gif": "animation.gif",
    "webm": "animation.webm",
}
"""What a render leaves in its folder; the stream is the video as fragments, written play by play. The stills of the
findings are taken out of their pack, into files that the findings name."""


@dataclass(frozen=True)
class RenderOptions:
    """The picture asked for."""

    width: int = 854
    height: int = 480
    fps: int = 15
    also: tuple[str, ...] = ()
    """Further formats: gif, webm."""


@dataclass(frozen=True)
class Rendered:
    """What a render gave: files in `folder` if there is a video, problems if the scene is wrong."""

    ok: bool
    folder: str
    problems: tuple[Problem, ...] = ()
    frames: int = 0
    duration: float = 0.0
    manim: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    """By phase: probe, formulas, render, salvage, whole; and inspect, a part of render."""
    tier: str = ""
    """Which walls it was rendered behind: namespaces, landlock, or none."""
    plays: int = 0
    """Animations that were reached."""
    cached_plays: int = 0
    formulas: dict[str, int] = field(default_factory=dict)
    """How many were cached, compiled, and drawn without LaTeX."""
    shards: int = 1
    """Processes that shared the drawing."""
    output: str = ""
    """The end of what the scene printed."""
    digest: str = ""
    also: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What is wrong with the picture."""
    uninspected: str = ""
    """Why the picture was not looked at, or not to its end."""
    partial: bool = False
    """Whether the scene failed after what is drawn here; the problems say with what."""

    def file(self, what: str) -> Path:
        """Return the path of one of the FILES."""
        return Path(self.folder) / FILES[what]

    @property
    def video(self) -> Path:
        """The mp4, its index at the front."""
        return self.file("video")

    @property
    def poster(self) -> Path:
        """A PNG of its fullest frame."""
        return self.file("poster")


@dataclass(frozen=True)
class Value:
    """What a part of a failing statement was."""

    text: str
    """The expression, as `ast.unparse` writes it."""
    types: tuple[str, ...]
    """Names of its class and of what that inherits, the class first."""
    shape: tuple[int, ...] | None
    """Of an array; the length of a list or tuple."""
    repr: str


@dataclass(frozen=True)
class Failure:
    """The exception that ended a scene, and where it struck."""

    type: str
    message: str
    line: int | None
    span: tuple[int, int, int, int] | None = None
    """The user's expression: first line and last (from one), first and last column (bytes, from nought), in the
    order line, column, end line, end column, as `ast` has them."""
    function: str = ""
    """The user's function that it stands in."""
    values: tuple[Value, ...] = ()
    below: tuple[str, ...] = ()
    """Manim's functions between the user's code and the error, the innermost last."""


@dataclass(frozen=True)
class Probed:
    """What running a scene without drawing it gave."""

    ok: bool
    problems: tuple[Problem, ...] = ()
    failure: Failure | None = None
    """Why it ended, where an exception did it."""
    plays: int = 0
    """Animations that were reached."""
    duration: float = 0.0
    finished: bool = True
    """Whether it came to an end, good or bad, within its time."""
    tier: str = ""


class Renderer(Protocol):
    """Whatever renders a scene out of harm's way."""

    def probe(self, code: str, scene: str, options: RenderOptions, seconds: float) -> Probed:
        """Run the class `scene` of `code` with one frame for each animation; raise a Fault if the machinery fails."""
        ...

    def typeset_errors(
        self, sources: Sequence[tuple[str, str | None]], seconds: float = 10.0
    ) -> tuple[str | None, ...]:
        """Return what TeX has against each formula, given as expression and environment; None where nothing."""
        ...

    def render(
        self,
        code: str,
        scene: str,
        options: RenderOptions,
        seconds: float,
        *,
        session: str | None = None,
        partial: bool = False,
        listen: Listen = lambda event: None,
    ) -> Rendered:
        """Render the class `scene` of `code` within `seconds`; raise a Fault if the machinery fails.

        What `session` names has rendered before is not drawn again where it has not changed. With `partial`, the plays
        that a failing scene has finished are a video all the same. How far it is goes to `listen`.
        """
        ...
