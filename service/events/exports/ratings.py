"""Pairs between which a person's rating decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.events.exports.rows import Row, Task, preference, subject
from service.events.record import TrainingEvent


def ratings(rated: Sequence[Task]) -> Iterator[Row]:
    """Yield what a person liked beside what a person did not, where both were made of the same first prompt."""
    alike: dict[tuple[str, ...], tuple[list[Task], list[Task]]] = {}
    for task in rated:
        sides = alike.setdefault(subject(task.events[0]), ([], []))
        sides[task.events[0].feedback is False].append(task)
    for liked, disliked in alike.values():
        for good, bad in zip(liked, disliked, strict=False):
            first, best, worst = good.events[0], good.best, delivered(bad)
            if (
                best is not None
                and worst is not None
                and (pair := preference(_beside(good, bad), first, best.code, worst.code))
            ):
                yield pair


def _beside(task: Task, other: Task) -> Task:
    return replace(task, licences=task.licences | other.licences)


def delivered(task: Task) -> TrainingEvent | None:
    """Return the attempt that a person saw."""
    return next((each for each in task.events if each.is_delivered and each.is_success), None)


def is_rated(task: Task) -> bool:
    """Return whether a person's opinion may decide between a task and another: of a first draft, not removed."""
    first = task.events[0]
    return first.feedback is not None and first.prompt_name == "draft" and not task.is_removed
