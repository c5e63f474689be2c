"""Which of the attempts is the best: the one to go on from, and to deliver."""

from __future__ import annotations

from collections.abc import Sequence

from agent.check.running import NEVER_RUN
from agent.findings import weight
from agent.problems import Problem, errors
from agent.state import Attempt

UNSOUND = NEVER_RUN | {"cut-off", "no-construct"}
"""Errors that hide all others: a program that has one stands behind every other that has none."""

KEPT = 0.6
"""Of its plays and of its seconds a video keeps that much when its picture is mended, or something else was taken away."""


def soundness(code: str, problems: tuple[Problem, ...]) -> tuple[int, int]:
    """Return how bad errors are: by their kind first, then by their number."""
    found = errors(problems)
    if not code:
        return 3, len(found)
    return (2 if any(each.code in UNSOUND for each in found) else int(bool(found))), len(found)


def standing(attempt: Attempt) -> tuple[int, int, int, bool, int]:
    """Return what is less the better an attempt is: its errors, how early they came, how bad its findings are.

    A picture that nobody could look at stands behind any that was looked at.
    """
    kind, count = soundness(attempt.code, attempt.problems)
    unseen = attempt.rendered is not None and bool(attempt.rendered.uninspected)
    return kind, count, -attempt.plays if count else 0, unseen, weight(attempt.findings)


def best(attempts: Sequence[Attempt]) -> Attempt:
    """Return the best attempt; of equals the last one that fails, or the first one that does not."""
    found = attempts[0]
    for each in attempts[1:]:
        one, other = standing(each), standing(found)
        if (one < other and not _guts(each, found)) or (one == other and not found.is_complete):
            found = each
    return found


def _guts(attempt: Attempt, before: Attempt) -> bool:
    """Return whether a video has lost its findings with much of what it showed, and was not too long before."""
    if not (attempt.is_complete and before.is_complete and attempt.rendered and before.rendered):
        return False
    if any(each.kind in ("too-long", "nothing-moves", "empty-picture") for each in before.findings):
        return False
    now, then = attempt.rendered, before.rendered
    return now.plays < KEPT * then.plays or now.duration < KEPT * then.duration


def furthest(attempts: Sequence[Attempt]) -> Attempt | None:
    """Return the attempt that ran farthest before it failed, the last of equals; None where none ran."""
    ran = [each for each in attempts if each.plays and each.scene and not each.is_complete]
    return max(reversed(ran), key=lambda each: each.plays, default=None)
