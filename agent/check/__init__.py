"""Find what is wrong with a program without running it, and mend what is mechanical."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.check.examining import Finder, examine
from agent.check.mending import Applied, mend
from agent.check.parsing import Unparsable, parse
from agent.check.structure import find_scene
from agent.problems import Problem, errors
from knowledge.catalogue import Catalogue, load
from knowledge.changes import Changes, changes

__all__ = ["Applied", "Checked", "Checker", "Mended", "checker"]


@dataclass(frozen=True)
class Checked:
    """A program, the class to render and what is wrong with it."""

    code: str
    scene: str | None
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether it may be rendered."""
        return not errors(self.problems)


@dataclass(frozen=True)
class Mended(Checked):
    """A program after its mends, and what is left."""

    mends: tuple[Applied, ...] = ()


@dataclass(frozen=True)
class Checker:
    """The check, with what it knows of the installed Manim."""

    catalogue: Catalogue
    changes: Changes
    promoted: tuple[Finder, ...] = ()
    """Rules that came from the failure log."""

    def check(self, code: str) -> Checked:
        """Return what is wrong with a program."""
        try:
            tree = parse(code)
        except Unparsable as error:
            return Checked(code, None, (Problem("syntax", str(error), error.line),))
        found = examine(code, tree, self.catalogue, self.changes, self.promoted)
        return Checked(code, find_scene(tree)[0], tuple(each.as_problem() for each in found))

    def mended(self, code: str) -> Mended:
        """Return the program with all done for it that is mechanical."""
        text, mends = mend(code, self.catalogue, self.changes, self.promoted)
        checked = self.check(text)
        return Mended(text, checked.scene, checked.problems, mends)


def checker(folder: Path, promoted: tuple[Finder, ...] = ()) -> Checker:
    """Return a checker; what it knows of Manim is harvested into `folder` once."""
    return Checker(load(folder), changes(), promoted)
