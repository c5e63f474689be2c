"""What mended an attempt: the one that went on from it and was rid of what it failed of."""

from __future__ import annotations

from agent.memory import cured
from agent.problems import Problem, errors
from service.events.record import TrainingEvent


def problems_of(event: TrainingEvent) -> tuple[Problem, ...]:
    """Return what was wrong with the program of an event."""
    return tuple(
        Problem(**{**each, "suggestions": tuple(each.get("suggestions", ()))}) for each in event.problems
    )


def is_rid(event: TrainingEvent, later: TrainingEvent) -> bool:
    """Return whether a later attempt has a program without what an attempt failed of, and nothing new before it.

    A picture is mended by a whole video whose worst finding is another, or that has none.
    """
    if not later.code or later.cause.fingerprint == event.cause.fingerprint:
        return False
    wrong = errors(problems_of(event))
    if not wrong:
        return later.is_success
    return cured(wrong[0], wrong, event.code, problems_of(later), later.code)
