"""Mend what only running shows: probe, mend from the exception and the values at hand, probe again."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from agent.check import Checker, Mended
from agent.check.examining import examine
from agent.check.inference import PLAIN, Lived, Type, instance
from agent.check.mending import Applied, diff
from agent.check.parsing import parse, parses
from agent.check.program import Found, Mend, Program, applied
from agent.check.rules import raised
from agent.check.typesetting import typeset
from agent.problems import Problem, errors
from agent.sandbox import Failure, Probed, Renderer, RenderOptions, Value
from knowledge.catalogue import Catalogue

MOST_PROBES = 12
NEVER_RUN = frozenset(
    {"syntax", "import", "forbidden", "latex-forbidden", "no-scene", "several-scenes", "endless"}
)
"""Problems that running must not or cannot decide."""


@dataclass(frozen=True)
class Ran(Mended):
    """A program after its mends, and what running it has shown."""

    probed: Probed | None = None
    """The last probe; None if it was never run."""
    probes: int = 0
    false_alarms: tuple[Problem, ...] = ()
    """What the check held against it and running has disproved."""


def mended_by_running(
    checker: Checker, code: str, renderer: Renderer, options: RenderOptions, seconds: float
) -> Ran:
    """Mend a program, run it without drawing, mend what that shows, until it runs or nothing more is mechanical.

    Takes `seconds` at most; raises a Fault if the machinery fails.
    """
    until = time.monotonic() + seconds
    mended = checker.mended(code)
    ran = Ran(mended.code, mended.scene, mended.problems, mended.mends)
    tried: set[str] = set()
    for _ in range(MOST_PROBES):
        left = until - time.monotonic()
        if left <= 0 or ran.scene is None or any(each.code in NEVER_RUN for each in errors(ran.problems)):
            return ran
        probed = renderer.probe(ran.code, ran.scene, options, left)
        if not probed.finished:
            return replace(ran, probes=ran.probes + 1)
        ran = replace(ran, probed=probed, probes=ran.probes + 1)
        if probed.ok:
            return _cleared(ran)
        following = _following(checker, ran, probed, tried)
        if following is None:
            return replace(ran, problems=_all_told(ran, probed, renderer, max(1.0, until - time.monotonic())))
        ran = following
    return ran


def checked_by_running(
    checker: Checker, code: str, renderer: Renderer, options: RenderOptions, seconds: float
) -> Ran:
    """Check a program as it is, and let running it decide what the check only thinks."""
    checked = checker.check(code)
    ran = Ran(code, checked.scene, checked.problems)
    if ran.scene is None or any(each.code in NEVER_RUN for each in errors(ran.problems)):
        return ran
    probed = renderer.probe(code, ran.scene, options, seconds)
    ran = replace(ran, probed=probed if probed.finished else None, probes=1)
    if not probed.finished:
        return ran
    return _cleared(ran) if probed.ok else replace(ran, problems=_together(ran.problems, probed.problems))


def _cleared(ran: Ran) -> Ran:
    """Withdraw what running has disproved."""
    alarms = errors(ran.problems)
    kept = tuple(each for each in ran.problems if each not in alarms)
    return replace(ran, problems=(*kept, *(ran.probed.problems if ran.probed else ())), false_alarms=alarms)


def _all_told(ran: Ran, probed: Probed, renderer: Renderer, seconds: float) -> tuple[Problem, ...]:
    """Return what is wrong; where it is a formula, all formulas that are: a scene ends with the first."""
    told = _together(ran.problems, probed.problems)
    if not any(each.code == "latex" for each in probed.problems):
        return told
    formulas = typeset(Program(ran.code, parse(ran.code)), renderer, seconds)
    return _together(told, tuple(each.as_problem() for each in formulas))


def _together(checked: tuple[Problem, ...], probed: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems of both, without what both say of the same line."""
    lines = {each.line for each in errors(checked)}
    return (*checked, *(each for each in probed if each.line is None or each.line not in lines))


def _following(checker: Checker, ran: Ran, probed: Probed, tried: set[str]) -> Ran | None:
    """Return the program after the first mend of what it ended with that was not tried before."""
    failure = probed.failure
    if failure is None or failure.line is None:
        return None
    for found, mend in _mends(checker, ran.code, failure):
        text = applied(ran.code, mend.edits)
        if text in tried or not parses(text):
            continue
        tried.add(text)
        done = Applied(mend.code, found.line, diff(ran.code, text), mend.loses, mend.confidence)
        mended = checker.mended(text)
        return replace(
            ran,
            code=mended.code,
            scene=mended.scene,
            problems=mended.problems,
            mends=(*ran.mends, done, *mended.mends),
        )
    return None


def _mends(checker: Checker, code: str, failure: Failure) -> Iterator[tuple[Found, Mend]]:
    tree = parse(code)
    program = Program(code, tree)
    statement = statement_at(tree, failure.line or 1)
    if statement is None:
        return
    lived = _lived(checker.catalogue, program, statement, failure.values)
    last = statement.end_lineno or statement.lineno
    found = chain(
        examine(code, tree, checker.catalogue, checker.changes, checker.promoted, lived),
        raised.find(program, failure, checker.catalogue, checker.changes, statement),
    )
    for each in found:
        if each.severity == "error" and statement.lineno <= each.line <= last:
            yield from ((each, mend) for mend in each.mends)


def statement_at(tree: ast.Module, line: int) -> ast.stmt | None:
    """Return the innermost statement that stands in a line."""
    within = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return min(within, key=lambda node: (node.end_lineno or 0) - node.lineno, default=None)


def _lived(catalogue: Catalogue, program: Program, statement: ast.stmt, values: tuple[Value, ...]) -> Lived:
    own = {node.name for node in program.nodes if isinstance(node, ast.ClassDef)}
    types = {each.text: of for each in values if (of := _type(catalogue, own, each)) is not None}
    return Lived(statement.lineno, statement.end_lineno or statement.lineno, types)


def _type(catalogue: Catalogue, own: set[str], value: Value) -> Type | None:
    name = value.types[0] if value.types else ""
    length = value.shape[0] if value.shape and len(value.shape) == 1 else None
    if name in ("float64", "float32", "int64"):
        name = "float"
    if name in PLAIN or name == "ndarray" or name in own or catalogue.is_class(name):
        return instance(name, length=length)
    return None
