"""The scene library that ships with the project."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge.scene import Scene, read_scene

SCENES = Path(__file__).parent / "scenes"


@cache
def library() -> Mapping[str, Scene]:
    """Return every scene of the library by its id."""
    return scenes_in(SCENES)


def scenes_in(folder: Path) -> Mapping[str, Scene]:
    """Return the scenes of a folder by their ids."""
    return {path.stem: read_scene(path) for path in sorted(folder.glob("*.py"))}
