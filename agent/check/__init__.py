"""Find what is wrong with a draft without running it."""

from __future__ import annotations

from dataclasses import dataclass

from agent.check.imports import import_problems
from agent.check.lint import formatted, lint_problems
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
    code = formatted(code)
    problems = lint_problems(code)
    if any(problem.code == "syntax" for problem in problems):
        return Checked(code, None, problems)
    scene, structure = find_scene(code)
    found = (*problems, *import_problems(code), *structure)
    return Checked(code, scene, tuple(sorted(found, key=lambda problem: problem.line or 0)))
