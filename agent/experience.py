"""What earlier runs have learnt, used before the model is asked, and what this one has, kept for later ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.check.running import checked_by_running
from agent.context import Context
from agent.memory import cured, fingerprint, learn, remembered
from agent.problems import Problem, errors
from agent.sandbox import RenderOptions
from agent.state import Attempt
from index.repairs import Repairs

MOST_RECALLED = 3
"""Errors of one program that are mended from memory, one after the other."""
MOST_LEARNT = 3
"""Errors of one run whose cure is looked for."""
LONGEST_CURE = 200
"""Characters of a cure that is told of."""


@dataclass(frozen=True)
class Trial:
    """Tries programs out, within a time: checked and run, not drawn."""

    context: Context
    options: RenderOptions
    until: float
    """Clock reading (`time.monotonic`)."""

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.until

    def problems(self, code: str) -> tuple[Problem, ...] | None:
        """Return what is wrong with a program; None where running it was not possible or took too long."""
        seconds = self.until - time.monotonic()
        if seconds <= 0:
            return None
        ran = checked_by_running(self.context.checker, code, self.context.renderer, self.options, seconds)
        return ran.problems if ran.probed is not None else None


def recalled(trial: Trial, repairs: Repairs, code: str, problems: tuple[Problem, ...]) -> str | None:
    """Return a program mended as such errors were mended before, as far as that goes; None where nothing helps.

    What helped counts for its patch from now on, what did not against it.
    """
    before = code
    for _ in range(MOST_RECALLED):
        mended = _mended(trial, repairs, code, problems)
        if mended is None:
            break
        code, problems = mended
        if not errors(problems):
            break
    return code if code != before else None


def _mended(
    trial: Trial, repairs: Repairs, code: str, problems: tuple[Problem, ...]
) -> tuple[str, tuple[Problem, ...]] | None:
    for repair, problem, text in remembered(repairs, code, problems):
        if trial.is_over:
            return None
        found = trial.problems(text)
        if found is None:  # that says nothing of the patch
            continue
        if cured(problem, problems, code, found, text):
            repairs.worked(repair.id)
            return text, found
        repairs.failed(repair.id)
    return None


def kept(trial: Trial, repairs: Repairs, attempts: tuple[Attempt, ...]) -> int:
    """Keep the smallest patches that cured the errors of a run, and return how many there are."""
    learnt = 0
    for broken, fixed, problem in _repaired(attempts):
        if learnt >= MOST_LEARNT or trial.is_over:
            break
        holds = _holding(trial, broken, problem)
        learnt += learn(repairs, broken.code, fixed.code, problem, holds) is not None
    return learnt


def _repaired(attempts: tuple[Attempt, ...]) -> Iterator[tuple[Attempt, Attempt, Problem]]:
    """Yield the errors that the model has mended, with the program before and after."""
    for fixed in attempts:
        broken = attempts[fixed.base - 1] if fixed.base else None
        if fixed.origin == "repair" and fixed.code and broken and broken.code:
            for problem in errors(broken.problems):
                if cured(problem, broken.problems, broken.code, fixed.problems, fixed.code):
                    yield broken, fixed, problem


def _holding(trial: Trial, broken: Attempt, problem: Problem) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        found = trial.problems(text)
        return found is not None and cured(problem, broken.problems, broken.code, found, text)

    return holds


def cure(repairs: Repairs | None, code: str, problem: Problem) -> str:
    """Say what has cured a problem before, where that did not fit this program as it is; "" where nothing has."""
    known = repairs.recall(fingerprint(problem, code).key, 1) if repairs else ()
    if not known or len(known[0].before + known[0].after) > LONGEST_CURE:
        return ""
    return f"Elsewhere `{known[0].before}` was cured by `{known[0].after}`."
