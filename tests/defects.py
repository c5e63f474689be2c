"""The set that the inspector is measured with: good scenes, what is put into some of them, and what is to be found.

Each entry of data/inspected.toml is a scene of the library, or one of Manim's own examples, as it is or after exact
edits. What a viewer would call wrong with it is labelled with its kind, its time and the variables concerned.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from agent.findings import Finding
from knowledge import examples
from knowledge.library import library

LABELLED = Path(__file__).parent / "data" / "inspected.toml"
OF_MANIM = "manim/"
HOLD = 2
SLACK = 0.4
"""Seconds: a play is a whole number of frames, so it takes longer at few frames a second."""


@dataclass(frozen=True)
class Edit:
    """Replace a text that occurs once, or add lines above or below the line in which it begins."""

    find: str
    put: str | None = None
    above: str = ""
    below: str = ""

    def applied(self, code: str) -> str:
        """Return the edited program; raise ValueError where the text is not there exactly once."""
        if code.count(self.find) != 1:
            raise ValueError(f"{code.count(self.find)} times in the scene: {self.find}")
        if self.put is not None:
            return code.replace(self.find, self.put)
        lines, at = code.splitlines(), code[: code.index(self.find)].count("\n")
        margin = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        above = [margin + line for line in self.above.splitlines()]
        below = [margin + line for line in self.below.splitlines()]
        return "\n".join([*lines[:at], *above, lines[at], *below, *lines[at + 1 :], ""])


@dataclass(frozen=True)
class Label:
    """One thing that is wrong with the picture."""

    kind: str
    start: float = 0.0
    end: float = 1e9
    objects: tuple[str, ...] = ()
    """The variables that hold what it is about, by any name they have; none where it is about the whole picture."""

    def fits(self, finding: Finding) -> bool:
        """Whether `finding` says this."""
        return (
            finding.kind == self.kind
            and finding.start <= self.end + SLACK
            and finding.end >= self.start - SLACK
            and self._names(finding)
        )

    def _names(self, finding: Finding) -> bool:
        roots = {root(seen.name) for seen in finding.objects if seen.name}
        return not self.objects or not roots or not roots.isdisjoint(self.objects)


def root(name: str) -> str:
    """Return the variable of `self.dots[2]` or `table.rows`."""
    return name.removeprefix("self.").partition("[")[0].partition(".")[0]


@dataclass(frozen=True)
class Entry:
    """A scene, and what is to be found in it."""

    id: str
    scene: str
    edits: tuple[Edit, ...] = ()
    labels: tuple[Label, ...] = ()
    tolerated: tuple[str, ...] = ()
    """Kinds on which viewers differ here: neither right nor wrong."""
    held: bool = True
    """Whether one of Manim's examples is given a wait at its end."""
    held_out: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are to be found, each once."""
        return tuple(dict.fromkeys(label.kind for label in self.labels))

    @property
    def class_name(self) -> str:
        """The class to render."""
        return self.scene.rpartition("::")[2] if self.scene.startswith(OF_MANIM) else "DisplayScene"

    @property
    def code(self) -> str:
        """The program: the scene after its edits."""
        code = self._unedited()
        for edit in self.edits:
            code = edit.applied(code)
        return code

    def _unedited(self) -> str:
        if not self.scene.startswith(OF_MANIM):
            return library()[self.scene].code
        code = _manim()[self.scene.removeprefix(OF_MANIM)]
        return holding(code, self.class_name) if self.held else code


def holding(code: str, scene: str) -> str:
    """Return a program whose class `scene` stands still for a while at its end."""
    lines = code.splitlines()
    classes = [node for node in ast.parse(code).body if isinstance(node, ast.ClassDef)]
    body = next(
        member.body
        for each in classes
        if each.name == scene
        for member in each.body
        if isinstance(member, ast.FunctionDef) and member.name == "construct"
    )
    lines.insert(body[-1].end_lineno or 0, f"{' ' * body[-1].col_offset}self.wait({HOLD})")
    return "\n".join([*lines, ""])


@cache
def _manim() -> Mapping[str, str]:
    """Return Manim's examples by where they stand; the first of those that share a name."""
    return {each.where: each.code for each in reversed(examples.examples())}


@cache
def entries() -> tuple[Entry, ...]:
    """Return the labelled set."""
    return tuple(map(_entry, tomllib.loads(LABELLED.read_text(encoding="utf-8"))["entry"]))


def _entry(fields: dict[str, Any]) -> Entry:
    edits = tuple(Edit(**each) for each in fields.pop("edits", ()))
    labels = tuple(
        Label(**each | {"objects": tuple(each.get("objects", ()))}) for each in fields.pop("labels", ())
    )
    return Entry(**fields | {"tolerated": tuple(fields.get("tolerated", ()))}, edits=edits, labels=labels)
