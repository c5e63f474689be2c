"""The table of faults: how many of each class are found, mended without running, and render again."""

import ast
from collections.abc import Callable
from dataclasses import dataclass

from mutations import HARMLESS, QUIET, SHOWING_ONLY_BY_RUNNING, faults, mutants

from agent.check import Checker
from agent.problems import errors
from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer

TINY = RenderOptions(160, 90, 5)
PROBE_SECONDS = 20.0


@dataclass(frozen=True)
class Row:
    """What became of one mutant."""

    fails: bool
    found: bool
    clean: bool
    runs: bool
    same: bool
    """Whether the program is that from before the fault, comments and layout aside."""


def row(checks: Checker, name: str, scene: str, mutant: str, renderer: SandboxRenderer) -> Row:
    """Check, mend and run one mutant."""
    checked, done = checks.check(mutant), checks.mended(mutant)
    found = bool(checked.problems if name in QUIET else errors(checked.problems))
    clean = not errors(done.problems)
    return Row(
        fails=not runs(mutant, checks.check(scene).scene, renderer),
        found=found,
        clean=found and clean,
        runs=clean and runs(done.code, done.scene, renderer),
        same=_dump(done.code) == _dump(scene),
    )


def runs(code: str, scene: str | None, renderer: SandboxRenderer) -> bool:
    """Return whether a scene runs to its end."""
    return scene is not None and renderer.probe(code, scene, TINY, PROBE_SECONDS).ok


def _dump(code: str) -> str:
    try:
        return ast.dump(ast.parse(code))
    except SyntaxError:
        return code


def print_mutations(checks: Checker, count: int, seed: str, renderer: SandboxRenderer) -> None:
    """Print the table, a class as soon as it is known."""
    print(
        f"seed {seed}\n{'fault':<40}{'n':>5}{'fails':>7}{'found':>7}{'clean':>7}{'runs':>6}{'as before':>11}"
    )
    static: list[Row] = []
    for name in faults:
        pairs = mutants(name, seed, count, lambda scene: not errors(checks.check(scene).problems))
        rows = [row(checks, name, scene, mutant, renderer) for scene, mutant in pairs]
        by_running = name in SHOWING_ONLY_BY_RUNNING
        static += [] if by_running or name in HARMLESS else rows
        note = "  only running shows it" if by_running else "  harmless" if name in HARMLESS else ""
        print(_line(name, rows) + note, flush=True)
    print(_line("all that the check is asked to see", static))
    failing = [each for each in static if each.fails]
    print(_line("  of these, what fails when run", failing))
    if static and failing:
        print(
            f"recall {_share(failing, lambda each: each.found)}, runs again {_share(failing, lambda each: each.runs)}"
        )


def _line(name: str, rows: list[Row]) -> str:
    counts = [
        sum(getattr(each, what) for each in rows) for what in ("fails", "found", "clean", "runs", "same")
    ]
    fails, found, clean, again, same = counts
    return f"{name:<40}{len(rows):>5}{fails:>7}{found:>7}{clean:>7}{again:>6}{same:>11}"


def _share(rows: list[Row], of: Callable[[Row], bool]) -> str:
    return f"{100 * sum(map(of, rows)) / len(rows):.1f} %"
