"""Which tasks a replay does again: of a cluster, each prompt once, the same ones for the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from agent.state import Turn
from service.database import Database, tasks
from service.tasks import conversation_of


@dataclass(frozen=True)
class Sampled:
    """A task as it is done again."""

    id: str
    prompt: str
    conversation: tuple[Turn, ...]

    @property
    def key(self) -> str:
        """What is the same of all that ask for the same."""
        asked = [*(turn.prompt for turn in self.conversation), self.prompt]
        return "\0".join(" ".join(each.casefold().split()).rstrip(" .!") for each in asked)


def sampled(candidates: Iterable[Sampled], size: int, seed: int) -> list[Sampled]:
    """Return so many of the tasks, each prompt once: those that there are more of later do not change the order."""
    first: dict[str, Sampled] = {}
    for each in candidates:
        first.setdefault(each.key, each)

    def place(key: str) -> str:
        return hashlib.sha256(f"{seed}\0{key}".encode(errors="replace")).hexdigest()

    return [first[key] for key in sorted(first, key=place)[:size]]


def tasks_of(database: Database, ids: Sequence[str]) -> list[Sampled]:
    """Return those of the tasks that a model was asked for and that are still kept, in their order."""
    found: dict[str, Sampled] = {}
    with database.reading() as connection:
        for start in range(0, len(ids), 500):
            chosen = tasks.c.id.in_(ids[start : start + 500])
            for row in connection.execute(sa.select(tasks).where(chosen, tasks.c.kind != "edit")).all():
                found[row.id] = Sampled(row.id, row.prompt, conversation_of(connection, row))
    return [found[each] for each in ids if each in found]
