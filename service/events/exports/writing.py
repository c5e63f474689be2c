"""Write what the log knows into a folder that trainers load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from service.events.exports import openai
from service.events.exports.card import Card
from service.events.exports.families import Families, Member
from service.events.exports.folder import replaced
from service.events.exports.licences import Licences
from service.events.exports.ratings import is_rated, ratings
from service.events.exports.rows import (
    Format,
    Row,
    Task,
    attempts,
    conversations,
    member_of,
    preferences,
    prompts,
)
from service.events.exports.sides import Sides
from service.events.exports.tasks import tasks_of
from service.events.log import Wanted
from service.events.record import TrainingEvent
from service.events.redaction.hiding import redact_text, redacted
from service.events.redaction.personal import Rule

if TYPE_CHECKING:
    from index.embedder import Vectors

ROWS = {"sft": conversations, "dpo": preferences, "grpo": prompts, "raw": attempts}
EVERYTHING = Wanted()
BATCH = 128
"""Prompts that are embedded at a time."""
Tell = Callable[[str, int, int | None], None]
"""Told what is done, how much of it, and of how much where that is known."""


class Log(Protocol):
    """What events are read from, as often as it takes."""

    def all(self, wanted: Wanted) -> Iterator[TrainingEvent]:
        """Yield the events that are wanted, the oldest first."""
        ...


@dataclass(frozen=True)
class Plan:
    """What is to be exported, and how."""

    format: Format
    licences: Licences = field(default_factory=Licences)
    test_share: float = 0.1
    wanted: Wanted = EVERYTHING
    is_for_openai: bool = False


@dataclass
class Export:
    """Writes one export; counts what it takes away and why."""

    log: Log
    plan: Plan
    embed: Callable[[Sequence[str]], Vectors]
    removed: frozenset[str]
    """Tasks whose video a person had taken away."""
    rules: Sequence[Rule]
    """Of the operator, for what is to be hidden beside personal data and secrets."""
    card: Card
    tell: Tell

    def write(self, imported: Sequence[Row], out: Path) -> Card:
        """Write an export of the log and of imported rows into the folder `out`, in place of one that is there."""
        out.mkdir(parents=True, exist_ok=True)
        with replaced(out) as folder:
            with Sides(folder, self.card) as sides:
                self._write_rows(imported, sides)
            self.card.judge(self.plan.test_share)
            self.card.write(folder)
        return self.card

    def _write_rows(self, imported: Sequence[Row], sides: Sides) -> None:
        known = _Known(self._read(), imported)
        families = Families(known.members, self._embedded, self.plan.test_share)
        seen: set[str] = set()
        for row in self._kept(self._all_rows(known, imported)):
            split = families.split(row.member)
            if row.id in seen:
                self.card.drop("the same as another row")
            elif split is None:
                self.card.drop("too like a prompt of the test side")
            else:
                family = families.family(row.member)
                sides.put(split, family, row, self._told(row, family))
            seen.add(row.id)

    def _read(self) -> Iterator[TrainingEvent]:
        for number, event in enumerate(self.log.all(EVERYTHING), 1):
            yield event
            self.tell("attempts read", number, None)

    def _embedded(self, prompts: Sequence[str]) -> Vectors:
        """Return the vector of each prompt; those that are embedded together are about as long as each other."""
        order = sorted(range(len(prompts)), key=lambda place: len(prompts[place]))
        parts = []
        for start in range(0, len(order), BATCH):
            parts.append(self.embed([prompts[place] for place in order[start : start + BATCH]]))
            self.tell("prompts embedded", min(start + BATCH, len(order)), len(order))
        found = np.concatenate(parts)
        vectors = np.empty_like(found)
        vectors[order] = found
        return vectors

    def _all_rows(self, known: _Known, imported: Sequence[Row]) -> Iterator[Row]:
        rated: list[Task] = []
        for number, task in enumerate(self._tasks(known), 1):
            self.card.attempts += len(task.events)
            yield from ROWS[self.plan.format](task, self.card.drop)
            if self.plan.format == "dpo" and is_rated(task):
                rated.append(task)
            self.tell("tasks", number, len(known.attempts))
        yield from ratings(rated)
        yield from imported

    def _tasks(self, known: _Known) -> Iterator[Task]:
        """Yield the tasks of which an attempt is wanted, with all their attempts: pairs are of two of them."""
        events = self.log.all(EVERYTHING)
        if self.plan.wanted != EVERYTHING:
            wanted = {event.task for event in self.log.all(self.plan.wanted)}
            events = (event for event in events if event.task in wanted)
        return tasks_of(events, known.attempts, known.typed, self.removed)

    def _kept(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if refused := sorted(each for each in row.licences if not self.plan.licences.allow(each)):
                self.card.drop(f"licence: {refused[0]}")
            elif any(self._redacted(text) != text for text in row.learnt):
                self.card.drop("a secret or something personal stands in its program")
            else:
                yield row

    def _told(self, row: Row, family: str) -> dict[str, Any]:
        licence = " AND ".join(sorted(row.licences)) or "none shown"
        if isinstance(row.body, TrainingEvent):
            return {**redacted(row.body, self.rules).as_json(), "licence": licence, "family": family}
        body: dict[str, Any] = self._redacted(dict(row.body))
        if self.plan.is_for_openai:
            return openai.told(body)
        about = {"source": row.source, "licence": licence, "model": row.model, "family": family}
        return {"id": row.id, **body, **about}

    def _redacted(self, value: Any) -> Any:
        """Return JSON with every text in it redacted."""
        if isinstance(value, str):
            return self._hidden(value)
        if isinstance(value, dict):
            return {name: self._redacted(each) for name, each in value.items()}
        return [self._redacted(each) for each in value] if isinstance(value, list | tuple) else value

    @cached_property
    def _hidden(self) -> Callable[[str], str]:
        """Redacts a text; rows have many in common."""
        return lru_cache(maxsize=1024)(partial(redact_text, rules=self.rules))


class _Known:
    """What must be known of the whole log before the first row is written: filters change nothing of it."""

    def __init__(self, events: Iterable[TrainingEvent], imported: Sequence[Row]) -> None:
        self.attempts: Counter[str] = Counter()
        self.typed: dict[str, int] = {}
        """The turn of each session from which on a program that a person wrote may stand in its prompts."""
        found: list[tuple[float, Member]] = []
        for event in events:
            self.attempts[event.task] += 1
            found.append((event.made, member_of(event)))
            if event.origin == "person":
                first = self.typed.get(event.session, event.version)
                self.typed[event.session] = min(first, event.version)
        found += [(row.made, row.member) for row in imported]
        found.sort(key=lambda each: each[0])
        self.members = list(dict.fromkeys(member for _, member in found))
