"""Find what is wrong with a draft without running it."""

from __future__ import annotations

from dataclasses import dataclass

from agent.check.imports import import_problems
from agent.check.lint import formatted, lint_problems
from agent.check.parsing import Unparsable, parse
from agent.check.structure import find_scene
from agent.problems import Problem, errors


@dataclass(frozen=True)
class Checked:
    """A program, formatted, with the class to render and what is wrong with it."""

    code: str
    scene: str | None
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether it may be rendered."""
        return not errors(self.problems)


def check(code: str) -> Checked:
    """Check a program: it parses, lints clean, has one scene to render, imports what it may."""
    try:
        parse(code)
    except Unparsable as error:
        return Checked(code, None, (Problem("syntax", str(error), error.line),))
    code = formatted(code)
    tree = parse(code)
    scene, structure = find_scene(tree)
    found = (*lint_problems(code), *import_problems(tree), *structure)
    return Checked(code, scene, tuple(sorted(found, key=lambda problem: problem.line or 0)))
