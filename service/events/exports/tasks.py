"""The tasks of a log with all their attempts, and the licences of what their prompts show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.events.exports.licences import OWN, UNKNOWN
from service.events.exports.rows import Task, is_asked_unseen
from service.events.record import TrainingEvent


def tasks_of(
    events: Iterable[TrainingEvent],
    attempts: Counter[str],
    person: Mapping[str, int],
    removed: frozenset[str],
) -> Iterator[Task]:
    """Yield the tasks of a log as soon as all their attempts are there; `attempts` says how many each has.

    `person` has the turn of each session from which on a program that a person wrote may stand in its prompts.
    """
    waiting: dict[str, list[TrainingEvent]] = {}
    for event in events:
        waiting.setdefault(event.task, []).append(event)
        if len(waiting[event.task]) == attempts[event.task]:
            found = tuple(sorted(waiting.pop(event.task), key=lambda each: each.attempt))
            yield Task(found, licences_of(found, person), event.task in removed)


def licences_of(events: Sequence[TrainingEvent], person: Mapping[str, int]) -> frozenset[str]:
    """Return the licences of what the prompts of a task show: unknown for a document without, and where none is kept."""
    shown = {str(each.get("licence") or UNKNOWN) for event in events for each in event.documents}
    if any(map(is_asked_unseen, events)):
        shown.add(UNKNOWN)
    first = events[0]
    typed = person.get(first.session)
    return frozenset(shown | ({OWN} if typed is not None and first.version >= typed else set()))
