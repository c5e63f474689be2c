"""Write what the log knows into a folder that trainers load."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from service.events.exports import openai
from service.events.exports.card import Card
from service.events.exports.families import Families, Member
from service.events.exports.licences import Licences
from service.events.exports.rows import (
    Format,
    Row,
    Task,
    conversations,
    is_rated,
    member_of,
    preferences,
    prompts,
    ratings,
    tasks_of,
)
from service.events.log import Wanted
from service.events.record import TrainingEvent
from service.events.redaction.hiding import redact_text, redacted
from service.events.redaction.personal import Rule

if TYPE_CHECKING:
    from index.embedder import Vectors

ROWS = {"sft": conversations, "dpo": preferences, "grpo": prompts}
FILES = {"train": "train.jsonl", "test": "test.jsonl"}
RAW = "events.jsonl"
EVERYTHING = Wanted()


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

    def write(self, imported: Sequence[Row], out: Path) -> Card:
        """Write an export of the log and of imported rows into the folder `out`, in place of one that is there."""
        out.mkdir(parents=True, exist_ok=True)
        for stale in (*FILES.values(), RAW):
            (out / stale).unlink(missing_ok=True)
        if self.plan.format == "raw":
            self._write_raw(out)
        else:
            self._write_rows(imported, out)
        self.card.write(out)
        return self.card

    def _write_raw(self, out: Path) -> None:
        with (out / RAW).open("w", encoding="utf-8") as file:
            for event in self.log.all(self.plan.wanted):
                _put(file, redacted(event, self.rules).as_json())
                prompt = f"{event.prompt_name} {event.prompt_version}"
                licences = {str(each.get("licence")) for each in event.documents}
                of_it = {
                    "outcome": event.outcome,
                    "model": event.model,
                    "prompt": prompt,
                    "manim": event.manim,
                }
                self.card.count("train", event.session, licences, **of_it)
        if not self.card.rows["train"]:
            (out / RAW).unlink()

    def _write_rows(self, imported: Sequence[Row], out: Path) -> None:
        known = _Known(self.log.all(EVERYTHING), imported)
        families = Families(known.members, self.embed, self.plan.test_share)
        seen: set[str] = set()
        with ExitStack() as stack:
            files: dict[str, IO[str]] = {}
            for row in self._kept(self._all_rows(known, imported)):
                if row.id in seen:
                    self.card.drop("the same as another row")
                    continue
                seen.add(row.id)
                split, family = families.split(row.member.prompt), families.family(row.member.prompt)
                if split is None:
                    self.card.drop("too like a prompt of the test side")
                    continue
                if split not in files:
                    files[split] = stack.enter_context((out / FILES[split]).open("w", encoding="utf-8"))
                _put(files[split], self._told(row, family))
                of_it = {"source": row.source, "model": row.model, "prompt": row.prompt, "manim": row.manim}
                self.card.count(split, family, row.licences, **of_it)

    def _all_rows(self, known: _Known, imported: Sequence[Row]) -> Iterator[Row]:
        rated: list[Task] = []
        for task in self._tasks(known):
            self.card.attempts += len(task.events)
            yield from ROWS[self.plan.format](task, self.card.drop)
            if self.plan.format == "dpo" and is_rated(task):
                rated.append(task)
        yield from ratings(rated)
        yield from imported

    def _tasks(self, known: _Known) -> Iterator[Task]:
        wanted, attempts = self.plan.wanted, known.attempts
        if wanted != EVERYTHING:
            attempts = Counter(event.task for event in self.log.all(wanted))
        return tasks_of(self.log.all(wanted), attempts, known.typed, self.removed)

    def _kept(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if refused := sorted(each for each in row.licences if not self.plan.licences.allow(each)):
                self.card.drop(f"licence: {refused[0]}")
            elif any(self._redacted(text) != text for text in row.learnt):
                self.card.drop("a secret or something personal stands in its program")
            else:
                yield row

    def _told(self, row: Row, family: str) -> dict[str, Any]:
        body: dict[str, Any] = self._redacted(dict(row.body))
        if self.plan.is_for_openai:
            return openai.told(body)
        licence = " AND ".join(sorted(row.licences)) or "none shown"
        about = {"source": row.source, "licence": licence, "model": row.model, "family": family}
        return {"id": row.id, **body, **about}

    def _redacted(self, value: Any) -> Any:
        """Return JSON with every text in it redacted."""
        if isinstance(value, str):
            return redact_text(value, self.rules)
        if isinstance(value, dict):
            return {name: self._redacted(each) for name, each in value.items()}
        return [self._redacted(each) for each in value] if isinstance(value, list | tuple) else value


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


def _put(file: IO[str], row: Mapping[str, Any]) -> None:
    text = json.dumps(row, ensure_ascii=False)
    file.write(text.encode("utf-8", "replace").decode() + "\n")  # half a surrogate pair is in no file
