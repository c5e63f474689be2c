"""Whether repair goes round in circles, and what is asked for then."""

from __future__ import annotations

from collections.abc import Sequence

from agent.memory import fingerprint
from agent.problems import errors
from agent.standing import standing
from agent.state import Attempt, Escalation

STEPS: tuple[Escalation, ...] = ("", "rebuild", "simpler", "stronger")
"""A patch; other objects in the place of the construct; another scene; another model."""
WHOLE: frozenset[Escalation] = frozenset({"simpler", "stronger"})
"""Steps whose answer is a whole program."""


def following(attempts: Sequence[Attempt], *, has_stronger: bool) -> Escalation:
    """Return the step that the next repair takes: one more where the last got nowhere, else a patch.

    Who has called for the stronger model stays with it: the other one did not manage.
    """
    step = _last_asked(attempts).escalation
    steps = STEPS if has_stronger else STEPS[:-1]
    if is_stuck(attempts):
        return steps[min(STEPS.index(step) + 1, len(steps) - 1)]
    return step if step == "stronger" else ""


def is_stuck(attempts: Sequence[Attempt]) -> bool:
    """Return whether the last repair was no gain and left what some attempt before it had already."""
    last = _last_asked(attempts)
    if last.base is None or standing(attempts[-1]) < standing(last):
        return False
    if any(each.code == "same-program" for each in last.problems):
        return True
    if standing(last) < standing(attempts[last.base - 1]):
        return False
    before = {trouble for each in attempts[: last.number - 1] for trouble in troubles(each)}
    return not before.isdisjoint(troubles(last))


def _last_asked(attempts: Sequence[Attempt]) -> Attempt:
    """Return the last attempt that the model wrote: what the memory tries is no step."""
    return next(each for each in reversed(attempts) if each.origin != "memory")


def troubles(attempt: Attempt) -> frozenset[str]:
    """Return what the errors of an attempt are known by; where it has none, its findings."""
    if wrong := errors(attempt.problems):
        return frozenset(fingerprint(each, attempt.code).key for each in wrong)
    return frozenset(
        f"{each.kind} {sorted(one.name or one.text or one.type for one in each.objects)}"
        for each in attempt.findings
    )
