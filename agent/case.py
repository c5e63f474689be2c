"""What the model is told about a program that it is to mend."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.condensing import abridged, condensed, findings_report, ran_well, report
from agent.findings import Finding, weight
from agent.problems import Problem, errors
from agent.standing import best
from agent.state import Attempt
from knowledge.catalogue import Catalogue

MOST_TRIED = 3
"""Attempts that are told of, the last ones."""
MOST_CHANGES = 24
"""Lines of the change of one of them."""


@dataclass(frozen=True)
class Case:
    """A program, what is wrong with it, and what was tried in vain."""

    code: str
    """As it is shown: of a long program, the part that matters."""
    is_whole: bool
    problems: str
    findings: str = ""
    ran: str = ""
    """How far it ran, in words."""
    tried: tuple[str, ...] = ()


def case_of(
    attempts: Sequence[Attempt],
    catalogue: Catalogue,
    cure: Callable[[Problem], str] = lambda problem: "",
) -> Case:
    """Return the case of the best attempt, with what the later ones made of it."""
    start = best(attempts)
    wrong = errors(start.problems)
    lines = _lines(wrong) if wrong else [each.line for each in start.findings if each.line]
    code = abridged(start.code, lines)
    return Case(
        code=code,
        is_whole=code == start.code,
        problems=report(wrong, start.code, catalogue, cure),
        findings="" if wrong else findings_report(start.findings, start.code),
        ran=ran_well(start.code, start.plays, start.stopped_at) if wrong else "",
        tried=_tried(attempts, start, catalogue),
    )


def _lines(problems: Sequence[Problem]) -> list[int]:
    return [each.line for each in problems if each.line]


def _tried(attempts: Sequence[Attempt], start: Attempt, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what was tried since the best attempt, and what came of it."""
    later = [each for each in attempts[start.number :] if each.origin == "repair"]
    return tuple(_told(each, attempts, catalogue) for each in later[-MOST_TRIED:])


def _told(attempt: Attempt, attempts: Sequence[Attempt], catalogue: Catalogue) -> str:
    wrong = errors(attempt.problems)
    came = "; ".join(dict.fromkeys(condensed(each, attempt.code, catalogue) for each in wrong[:3]))
    came = came or _pictured(attempt.findings)
    base = attempts[attempt.base - 1].code if attempt.base else ""
    changes = _changes(base, attempt.code) if attempt.code else ""
    return f"- {came}" + (f". The change was:\n{changes}" if changes else "")


def _pictured(findings: Sequence[Finding]) -> str:
    worst = sorted(findings, key=lambda one: -weight((one,)))[:3]
    return "the picture was no better: " + "; ".join(f"{each.kind}, {each.message}" for each in worst)


def _changes(before: str, after: str) -> str:
    """Return a short change line by line; nothing of one that is long."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    kept = [line for line in lines if not line.startswith("@@")]
    return "\n".join(kept) if len(kept) <= MOST_CHANGES else ""


def difference(attempt: Attempt, attempts: Sequence[Attempt], before: str = "") -> str:
    """Return what an attempt has changed in the program that it was to better, as a unified diff.

    A turn's first one has changed the program `before`, and so has one that was to better a patch that did not match.
    """
    if not attempt.code or (attempt.base is None and not before):
        return ""
    base = attempts[attempt.base - 1].code if attempt.base else ""
    names = (f"attempt {attempt.base}" if base or not before else "before", f"attempt {attempt.number}")
    lines = (base or before).splitlines(), attempt.code.splitlines()
    return "\n".join(difflib.unified_diff(*lines, *names, lineterm="", n=2))
