"""Which tasks a replay does again: of a cluster, each prompt once, the same ones for the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from agent.state import Turn
from service.database import Database, tasks
from service.events.log import EventLog
from service.events.tables import events, fingerprints
from service.tasks import conversation_of

PAGE = 100
"""Tasks that are looked up at a time."""


@dataclass(frozen=True)
class Sampled:
    """A task as it is done again."""

    id: str
    prompt: str
    conversation: tuple[Turn, ...] = ()
    shown: str = ""
    """The beginning of the prompt as it may be read: the failure log has it, unless none are kept."""

    @property
    def key(self) -> str:
        """What is the same of all that ask for the same."""
        asked = [*(turn.prompt for turn in self.conversation), self.prompt]
        return "\0".join(" ".join(each.casefold().split()).rstrip(" .!") for each in asked)


def sampled(database: Database, cluster: str, size: int, seed: int) -> list[Sampled]:
    """Return so many tasks of a cluster, each prompt once; what comes into it later changes little."""

    def place(task: str) -> str:
        return hashlib.sha256(f"{seed}\0{task}".encode()).hexdigest()

    found: dict[str, Sampled] = {}
    for each in looked_up(database, sorted(_tasks(database, cluster), key=place)):
        found.setdefault(each.key, each)
        if len(found) == size:
            break
    return list(found.values())


def _tasks(database: Database, cluster: str) -> Sequence[str]:
    """Return the tasks of a cluster that a model was asked for and that came to an end."""
    of_cluster = sa.select(fingerprints.c.key).where(fingerprints.c.cluster == cluster)
    query = sa.select(events.c.task).distinct().where(events.c.fingerprint.in_(of_cluster))
    ended = query.where(events.c.turn != "edit", events.c.outcome.in_(("completed", "failed")))
    with database.reading() as connection:
        return connection.execute(ended).scalars().all()


def looked_up(database: Database, ids: Sequence[str]) -> Iterator[Sampled]:
    """Yield those of the tasks that are still known, in their order."""
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        with database.reading() as connection:
            rows = connection.execute(sa.select(tasks).where(tasks.c.id.in_(page))).all()
            shown = _shown(connection, page)
            found = {
                row.id: Sampled(row.id, row.prompt, conversation_of(connection, row), shown.get(row.id, ""))
                for row in rows
            }
        for task in page:
            if known := found.get(task) or _of_event(database, task):
                yield known


def _shown(connection: sa.Connection, ids: Sequence[str]) -> dict[str, str]:
    known = sa.select(events.c.task, events.c.prompt).where(events.c.task.in_(ids))
    return {row.task: row.prompt for row in connection.execute(known)}


def _of_event(database: Database, task: str) -> Sampled | None:
    """Return a task that is in the failure log alone, as those of the command line are; None for a turn of others."""
    told = next(iter(EventLog(database).of_task(task)), None)
    if told is None or told.turn != "generate" or not told.prompt:
        return None
    return Sampled(task, told.prompt, shown=told.prompt)
