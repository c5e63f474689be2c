"""Clusters by meaning: what happened once, and says little of what it is about, goes to a cluster that says the same.

By its fingerprint an error is of a cluster as soon as it is written. This looks at what stayed alone: of two messages
of a kind that are near by meaning, the later one goes to the cluster of the earlier one. A cluster keeps its name, with
all that people said of it; each move is written down and can be taken back for good.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from service.database import Database
from service.events.keeping import spoken_of
from service.events.tables import cluster_moves, events, fingerprints
from service.requests import BadRequest

NEAR = 0.75
"""Cosine: of the errors of real drafts, all pairs above it were the same error, the first below was not."""
OF_THE_FILE = re.compile(r"\s*\(\S+\.py, line #\)")
"""Where Python found an error of syntax: the same in all, it would make all alike."""
ITSELF = "rotator"
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class Known:
    """A fingerprint, with how much there is of it."""

    key: str
    kind: str
    symbol: str
    message: str
    cluster: str
    tasks: int
    first: int
    """The number of its first event."""

    @property
    def says_little(self) -> bool:
        """Whether its symbol was guessed from the line that failed: the message does not have it."""
        return not self.symbol or self.symbol.rstrip("s") not in self.message

    @property
    def meaning(self) -> str:
        """What is compared."""
        return OF_THE_FILE.sub("", self.message)

    def may_join(self, head: Known) -> bool:
        """Return whether it is the same as what a cluster of its kind began with, if it means the same."""
        return self.symbol == head.symbol or (self.says_little and head.says_little)


@dataclass(frozen=True)
class Move:
    """A fingerprint that goes to a cluster."""

    fingerprint: str
    cluster: str
    likeness: float


def recluster(database: Database, embed: Embed) -> list[Move]:
    """Put what is alone to what means the same; return what was moved."""
    with database.reading() as connection:
        known, alone, apart = _known(connection), _alone(connection), _apart(connection)
    made = []
    for move in moves(known, alone, apart, embed):
        with database.writing() as connection:
            database.stand_in_line(connection, "clusters")
            if _move(connection, move):
                made.append(move)
    return made


def moves(known: Sequence[Known], alone: set[str], apart: set[tuple[str, str]], embed: Embed) -> list[Move]:
    """Return where those that are alone belong, the earliest first: the same for the same events."""
    heads = sorted((each for each in known if each.cluster == each.key), key=_age)
    likeness = _Likeness(embed, _comparable(heads, alone))
    found: list[Move] = []
    for kind in dict.fromkeys(each.kind for each in heads):
        settled = [each for each in heads if each.kind == kind and each.key not in alone]
        for one in (each for each in heads if each.kind == kind and each.key in alone):
            there = [each for each in settled if one.may_join(each) and not _are_apart(one, each, apart)]
            near = max(
                ((likeness(one, each), each.tasks, -each.first, each.key) for each in there), default=None
            )
            if near is not None and near[0] >= NEAR:
                found.append(Move(one.key, near[-1], near[0]))
            else:
                settled.append(one)
    return found


def _comparable(heads: Sequence[Known], alone: set[str]) -> list[str]:
    """Return the messages that will be compared, and no more: each costs milliseconds the first time."""
    of_kinds: dict[str, list[Known]] = defaultdict(list)
    for each in heads:
        of_kinds[each.kind].append(each)
    pairs = (
        (one, other)
        for of_kind in of_kinds.values()
        for one in of_kind
        if one.key in alone
        for other in of_kind
        if one is not other and one.may_join(other)
    )
    return sorted({text for pair in pairs for text in (pair[0].meaning, pair[1].meaning)})


class _Likeness:
    """How near two messages are by meaning: the cosine of the two."""

    def __init__(self, embed: Embed, texts: Sequence[str]) -> None:
        self._vectors = dict(zip(texts, embed(texts), strict=True))

    def __call__(self, one: Known, other: Known) -> float:
        return round(float(self._vectors[one.meaning] @ self._vectors[other.meaning]), 3)


def _are_apart(one: Known, other: Known, apart: set[tuple[str, str]]) -> bool:
    return (one.key, other.key) in apart or (other.key, one.key) in apart


def split(database: Database, cluster: str, fingerprint: str, author: str) -> None:
    """Take a fingerprint out of a cluster, for good; raise BadRequest."""
    if cluster == fingerprint:
        raise BadRequest("a cluster is called by this fingerprint: split off the others instead")
    inside = sa.and_(fingerprints.c.key == fingerprint, fingerprints.c.cluster == cluster)
    with database.writing() as connection:
        database.stand_in_line(connection, "clusters")
        moved = sa.update(fingerprints).where(inside).values(cluster=fingerprint)
        if not connection.execute(moved).rowcount:
            raise BadRequest(
                f"there is no fingerprint {fingerprint} in a cluster {cluster}; rotator events cluster {cluster} shows those there are"
            )
        _write_down(connection, fingerprint, cluster, author=author, likeness=None, is_apart=True)


def _age(known: Known) -> tuple[int, str]:
    return known.first, known.key


def _known(connection: sa.Connection) -> list[Known]:
    """Return all fingerprints."""
    seen = (
        sa.select(
            events.c.fingerprint,
            sa.func.count(events.c.task.distinct()).label("tasks"),
            sa.func.min(events.c.id).label("first"),
        )
        .where(events.c.fingerprint != "")
        .group_by(events.c.fingerprint)
        .subquery()
    )
    counts = (
        sa.func.coalesce(seen.c.tasks, 0).label("tasks"),
        sa.func.coalesce(seen.c.first, 0).label("first"),
    )
    query = sa.select(fingerprints, *counts).outerjoin(seen, seen.c.fingerprint == fingerprints.c.key)
    return [Known(**row) for row in connection.execute(query).mappings()]


def _alone(connection: sa.Connection) -> set[str]:
    """Return the fingerprints of one task that nothing was put to, and that nobody has said anything of."""
    once = sa.select(events.c.fingerprint).group_by(events.c.fingerprint)
    once = once.having(sa.func.count(events.c.task.distinct()) == 1)
    other = fingerprints.alias("other")
    has_others = sa.exists().where(other.c.cluster == fingerprints.c.key, other.c.key != fingerprints.c.key)
    query = sa.select(fingerprints.c.key).where(fingerprints.c.key == fingerprints.c.cluster, ~has_others)
    said = sa.select(spoken_of().subquery())
    mine = query.where(fingerprints.c.key.in_(once), fingerprints.c.key.not_in(said))
    return set(connection.execute(mine).scalars())


def _apart(connection: sa.Connection) -> set[tuple[str, str]]:
    """Return the fingerprints that a person took out of a cluster, each with that cluster."""
    query = sa.select(cluster_moves.c.fingerprint, cluster_moves.c.joined).where(cluster_moves.c.is_apart)
    return {(row.fingerprint, row.joined) for row in connection.execute(query)}


def _move(connection: sa.Connection, move: Move) -> bool:
    """Make a move, unless the two have changed since it was found."""
    head, other = fingerprints.alias("head"), fingerprints.alias("other")
    is_there = sa.exists().where(head.c.key == move.cluster, head.c.cluster == move.cluster)
    has_others = sa.exists().where(other.c.cluster == move.fingerprint, other.c.key != move.fingerprint)
    is_alone = sa.and_(fingerprints.c.key == move.fingerprint, fingerprints.c.cluster == move.fingerprint)
    unsaid = fingerprints.c.key.not_in(sa.select(spoken_of().subquery()))
    moved = (
        sa.update(fingerprints).where(is_alone, is_there, ~has_others, unsaid).values(cluster=move.cluster)
    )
    if not connection.execute(moved).rowcount:
        return False
    _write_down(
        connection, move.fingerprint, move.cluster, author=ITSELF, likeness=move.likeness, is_apart=False
    )
    return True


def _write_down(connection: sa.Connection, fingerprint: str, cluster: str, **how: Any) -> None:
    new = {"fingerprint": fingerprint, "joined": cluster, "made": time.time(), **how}
    connection.execute(sa.insert(cluster_moves).values(**new))
