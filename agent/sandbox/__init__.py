"""Rendering code that is not trusted: the seam, and what crosses it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from agent.problems import Problem

QUALITIES = {
    "low": (854, 480, 15),
    "medium": (1280, 720, 30),
    "high": (1920, 1080, 60),
    "4k": (3840, 2160, 60),
}
"""Width and height in pixels and frames per second, as Manim's own presets."""


@dataclass(frozen=True)
class RenderOptions:
    """The picture asked for."""

    width: int = 854
    height: int = 480
    fps: int = 15


@dataclass(frozen=True)
class Rendered:
    """What a render gave: files in `folder` if it succeeded, problems if the scene is wrong."""

    ok: bool
    folder: str
    problems: tuple[Problem, ...] = ()
    frames: int = 0
    duration: float = 0.0
    manim: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def video(self) -> Path:
        """The mp4, its index at the front."""
        return Path(self.folder) / "animation.mp4"

    @property
    def poster(self) -> Path:
        """A PNG of its fullest frame."""
        return Path(self.folder) / "poster.png"


class Renderer(Protocol):
    """Whatever renders a scene out of harm's way."""

    def render(self, code: str, scene: str, options: RenderOptions, seconds: float) -> Rendered:
        """Render the class `scene` of `code` within `seconds`; raise a Fault if the machinery fails."""
        ...
