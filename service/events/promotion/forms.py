"""Lines of `construct`, as pitfalls and rules show them, made into programs and run in the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import indent

from agent.check import Checker
from agent.check.parsing import Unparsable, parse
from agent.check.running import NEVER_RUN
from agent.check.structure import SCENES, find_scene
from agent.problems import Problem, errors
from agent.sandbox import Renderer
from service.checking import SECONDS, SMALL
from service.requests import BadRequest

LONGEST = 2_000
"""Characters of a form with what stands before it."""
HEAD = "from manim import *\n\n\n"
SHOWN = "self.play(FadeIn(Dot()))"


@dataclass(frozen=True)
class Ground:
    """Where forms are tried."""

    checker: Checker
    renderer: Renderer

    def problems(self, program: str) -> tuple[Problem, ...]:
        """Return the errors that running a program shows; raise BadRequest where it may not be run, or takes too long."""
        checked = self.checker.check(program)
        if bad := [each for each in errors(checked.problems) if each.code in NEVER_RUN]:
            raise BadRequest(f"{told(program)} cannot be tried: {bad[0].message}")
        probed = self.renderer.probe(program, checked.scene or "", SMALL, SECONDS)
        if not probed.finished:
            raise BadRequest(f"{told(program)} was still running after {SECONDS:.0f} s; show it with less")
        return () if probed.ok else probed.problems or (Problem("failed", "it fails"),)

    def accepted(self, program: str) -> None:
        """See that the check has nothing against a program, and that it runs; raise BadRequest."""
        found = errors(self.checker.check(program).problems) or self.problems(program)
        if found:
            raise BadRequest(f"{told(program)} is to be right, and is not: {found[0].message}")


def program_of(form: str, base: str = "Scene", setup: str = "", shows: str = "") -> str:
    """Return a program that has a form in its scene, or is it where the form is a scene itself; raise BadRequest."""
    if base not in SCENES:
        raise BadRequest(f"base must be one of {', '.join(sorted(SCENES))}")
    if not form.strip() or len(setup) + len(form) + len(shows) > LONGEST:
        raise BadRequest(f"what is shown must be of 1 to {LONGEST} characters, with its setup")
    try:
        is_scene = form.startswith("class ") and find_scene(parse(HEAD + form))[0] is not None
    except Unparsable as error:
        raise BadRequest(f"{form!r} is no Python: {error}") from None
    return HEAD + form if is_scene else HEAD + "".join(_scene(form, base, setup, shows))


def _scene(form: str, base: str, setup: str, shows: str) -> Iterator[str]:
    if form.startswith("class "):
        yield f"{form}\n\n\n"
        form = ""
    asserted = f"assert {shows}" if shows else ""
    body = "\n".join(each for each in (setup, form, asserted, SHOWN) if each)
    yield f"class DisplayScene({base}):\n    def construct(self):\n{indent(body, ' ' * 8)}\n"


def told(program: str) -> str:
    """Return the lines of a program that were given."""
    lines = program.removeprefix(HEAD).splitlines()
    given = [line.strip() for line in lines[2:] if line.strip() != SHOWN] or lines
    return repr("; ".join(given))[:200]
