"""Several answers to one question, of which the one with the fewest problems goes on."""

from __future__ import annotations

import time
from collections.abc import Callable

from agent.budget import Budget, Spent
from agent.check import Checker
from agent.check.layout import formatted
from agent.faults import ModelUnavailable
from agent.problems import errors
from agent.standing import soundness
from agent.state import Draft

Write = Callable[[Spent], tuple[Draft, Spent]]
"""Writes one more, given what was spent so far."""


def fewest_problems(
    count: int, write: Write, checker: Checker, budget: Budget, spent: Spent, until: float
) -> tuple[Draft, Spent]:
    """Return the best of up to `count` drafts, and what they cost; the check reads them, nothing is run.

    It ends with one that nothing is found against, or that is there already; with what the model declines, with an
    empty budget, and at the time `until` (`time.monotonic`).
    """
    found, spent = write(spent)
    least = _weight(found, checker)
    for _ in range(count - 1):
        if not any(least) or found.declined or _is_spent(budget, spent) or time.monotonic() >= until:
            break
        try:
            other, spent = write(spent)
        except ModelUnavailable:  # there is one to go on with
            break
        if other.code == found.code:
            break
        if (weight := _weight(other, checker)) < least:
            found, least = other, weight
    return found, spent


def _is_spent(budget: Budget, spent: Spent) -> bool:
    return spent.model_calls >= budget.model_calls or spent.tokens >= budget.tokens


def _weight(draft: Draft, checker: Checker) -> tuple[int, int]:
    if not draft.code or errors(draft.problems):
        return soundness(draft.code, draft.problems)
    return soundness(draft.code, checker.mended(formatted(draft.code)).problems)
