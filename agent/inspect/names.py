"""What the author calls the objects of a scene, read from the variables of the running program."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from agent.inspect.kinds import is_a

MOST_PARTS = 60
"""Members of one group or list that are given names."""
OF_SCENES = frozenset(
    "mobjects foreground_mobjects moving_mobjects static_mobjects animations renderer camera time_progression "
    "zoomed_camera updaters background_mobjects".split()
)
"""Attributes of a scene that are Manim's own."""


class Names:
    """Names by object; what was once named keeps its name."""

    def __init__(self, file: str, source: str) -> None:
        self._file = file
        self._source = source
        self._names: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self.texts: dict[int, tuple[Any, str]] = {}
        """The texts that the program has made and given a name, shown or not."""

    def read(self, scene: Any) -> None:
        """Read the variables of the functions that are running now, and the scene's own."""
        for variables in _running(self._file):
            for name, value in variables.items():
                if value is not scene and not name.startswith("__"):
                    self._name(value, name)
        for name, value in vars(scene).items():
            if name not in OF_SCENES and not name.startswith("_"):
                self._name(value, f"self.{name}")

    def _name(self, value: Any, name: str) -> None:
        import manim

        if isinstance(value, manim.Mobject):
            self._take(value, name)
            if is_a(value, "text"):
                self.texts.setdefault(id(value), (value, name))
            else:
                self._parts(value.submobjects, lambda n: f"{name}[{n}]")
                self._own(value, name)
        elif isinstance(value, list | tuple):
            self._parts(value, lambda n: f"{name}[{n}]")
        elif isinstance(value, dict):
            keys = list(value)[:MOST_PARTS]
            self._parts([value[key] for key in keys], lambda n: f"{name}[{keys[n]!r}]")

    def _own(self, value: Any, name: str) -> None:
        """Name what the author's own class keeps in its attributes."""
        if type(value).__module__ == "scene":
            for attribute, part in vars(value).items():
                if attribute != "submobjects" and hasattr(part, "submobjects"):
                    self._take(part, f"{name}.{attribute}")

    def _parts(self, values: Iterable[Any], called: Callable[[int], str]) -> None:
        for n, value in enumerate(values):
            if n >= MOST_PARTS:
                return
            if hasattr(value, "submobjects"):
                self._take(value, called(n))

    def _take(self, mobject: Any, name: str) -> None:
        known = self._names.get(mobject)
        if known is None or ("[" in known and "[" not in name):
            self._names[mobject] = name

    def is_given_once(self, name: str) -> bool:
        """Return whether a variable is given its values in one place of the program: several ones in a loop."""
        return len(re.findall(rf"^\s*{re.escape(name)}\s*(?::[^=\n]+)?=[^=]", self._source, re.MULTILINE)) < 2

    def of(self, chain: Iterable[Any]) -> str:
        """Return the name of the innermost object of a chain that has one."""
        for mobject in reversed(tuple(chain)):
            if found := self._names.get(mobject):
                return found
        return ""


def _running(file: str) -> Iterator[dict[str, Any]]:
    """Yield the variables of the author's functions on the stack."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == file and frame.f_code.co_name != "<module>":
            yield dict(frame.f_locals)
        frame = frame.f_back  # type: ignore[assignment]
