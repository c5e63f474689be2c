"""Clusters by meaning: what happened once, and says little of what it is about, goes to a cluster that says the same.

By its fingerprint an error is of a cluster as soon as it is written. This looks at what stayed alone: of two messages
of a kind that are near by meaning, the later one goes to the cluster of the earlier one. A cluster keeps its name, with
all that people said of it; each move is written down and can be taken back for good.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from service.database import Database
from service.events.keeping import spoken_of
from service.events.tables import cluster_moves, compared, events, fingerprints
from service.requests import BadRequest

NEAR = 0.75
"""Cosine: of the errors of real drafts, all pairs above it were the same error, the first below was not."""
AT_ONCE = 1_000
"""Errors that are new and looked at in one sweep, each beside all the others."""
OF_THE_FILE = re.compile(r"\s*\(\S+\.py, line #\)")
"""Where Python found an error of syntax: the same in all, it would make all alike."""
ITSELF = "rotator"
Embed = Callable[[Sequence[str]], NDArray[np.float32]]
Pair = frozenset[str]


@dataclass(frozen=True)
class Known:
    """A fingerprint that a cluster is called by, with how much there is of it."""

    key: str
    kind: str
    symbol: str
    message: str
    tasks: int
    first: int
    """The number of its first event."""
    is_compared: bool
    """Whether it was looked at, with all the others that were."""

    @property
    def says_little(self) -> bool:
        """Whether its symbol was guessed from the line that failed: the message does not have it."""
        return not self.symbol or self.symbol.rstrip("s") not in self.message

    @property
    def meaning(self) -> str:
        """What is compared."""
        return OF_THE_FILE.sub("", self.message)


@dataclass(frozen=True)
class Move:
    """A fingerprint that goes to a cluster."""

    fingerprint: str
    cluster: str
    likeness: float


def recluster(database: Database, embed: Embed) -> list[Move]:
    """Put what is alone to what means the same; return what was moved.

    Looks at the latest of what is new, and at no two errors twice: the rest has its turn the next time.
    """
    with database.reading() as connection:
        heads, alone, apart = _heads(connection), _alone(connection), _apart(connection)
    new = {each.key for each in [each for each in heads if not each.is_compared][-AT_ONCE:]}
    compared_now = [each for each in heads if each.is_compared or each.key in new]
    made = []
    for move in moves(compared_now, alone, apart, embed):
        with database.writing() as connection:
            database.stand_in_line(connection, "clusters")
            if _move(connection, move):
                made.append(move)
            else:  # somebody was at one of the two meanwhile
                new -= {move.fingerprint, move.cluster}
    with database.writing() as connection:
        database.stand_in_line(connection, "clusters")
        _note_compared(connection, new)
    return made


def moves(heads: Sequence[Known], alone: set[str], apart: set[Pair], embed: Embed) -> list[Move]:
    """Return where those that are alone belong, the earliest first: the same for the same events."""
    near = _near(heads, embed)
    settled = {each.key: each for each in heads if each.key not in alone}
    found: list[Move] = []
    for one in (each for each in heads if each.key in alone):
        there = (
            (likeness, settled[key].tasks, -settled[key].first, key)
            for key, likeness in near[one.key].items()
            if key in settled and frozenset((one.key, key)) not in apart
        )
        if best := max(there, default=None):
            found.append(Move(one.key, best[-1], best[0]))
        else:
            settled[one.key] = one
    return found


def _near(heads: Sequence[Known], embed: Embed) -> dict[str, dict[str, float]]:
    """Return how near the messages of each are that were not compared before, and are near."""
    of_kinds: dict[str, list[Known]] = defaultdict(list)
    for each in heads:
        of_kinds[each.kind].append(each)
    near: dict[str, dict[str, float]] = defaultdict(dict)
    for of_kind in of_kinds.values():
        for one, other, likeness in _near_of_kind(_comparable(of_kind), embed):
            near[one][other] = near[other][one] = likeness
    return near


def _comparable(of_kind: Sequence[Known]) -> list[Known]:
    """Return those whose messages will be compared, and no more: each costs milliseconds the first time."""
    new, may_be_same = _pairs(of_kind)
    rows, columns = np.nonzero(may_be_same)
    return [of_kind[index] for index in np.union1d(new[rows], columns).tolist()]


def _near_of_kind(of_kind: Sequence[Known], embed: Embed) -> Iterator[tuple[str, str, float]]:
    """Give the pairs whose messages are near: the cosine of the two."""
    if not of_kind:
        return
    new, may_be_same = _pairs(of_kind)
    vectors = embed([each.meaning for each in of_kind])
    likeness = np.round(vectors[new] @ vectors.T, 3)
    rows, columns = np.nonzero(may_be_same & (likeness >= NEAR))
    near = (new[rows].tolist(), columns.tolist(), likeness[rows, columns].tolist())
    for one, other, how_near in zip(*near, strict=True):
        yield of_kind[one].key, of_kind[other].key, round(how_near, 3)


def _pairs(of_kind: Sequence[Known]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return which are new, and for each of these which of all are the same error if they mean the same."""
    new = np.flatnonzero([not each.is_compared for each in of_kind])
    symbols = np.unique([each.symbol for each in of_kind], return_inverse=True)[1]
    says_little = np.array([each.says_little for each in of_kind])
    may_be_same = (symbols[new, None] == symbols) | (says_little[new, None] & says_little)
    may_be_same[np.arange(len(new)), new] = False
    return new, may_be_same


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
        connection.execute(sa.delete(compared).where(compared.c.fingerprint == fingerprint))
        _write_down(connection, fingerprint, cluster, author=author, likeness=None, is_apart=True)


def _heads(connection: sa.Connection) -> list[Known]:
    """Return the fingerprints that clusters are called by, the oldest first."""
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
    first = sa.func.coalesce(seen.c.first, 0).label("first")
    query = (
        sa.select(*(fingerprints.c[name] for name in ("key", "kind", "symbol", "message")), first)
        .add_columns(sa.func.coalesce(seen.c.tasks, 0).label("tasks"))
        .add_columns(compared.c.fingerprint.is_not(None).label("is_compared"))
        .outerjoin(seen, seen.c.fingerprint == fingerprints.c.key)
        .outerjoin(compared, compared.c.fingerprint == fingerprints.c.key)
        .where(fingerprints.c.key == fingerprints.c.cluster)
        .order_by(first, fingerprints.c.key)
    )
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


def _apart(connection: sa.Connection) -> set[Pair]:
    """Return the fingerprints that a person took out of a cluster, each with that cluster."""
    query = sa.select(cluster_moves.c.fingerprint, cluster_moves.c.joined).where(cluster_moves.c.is_apart)
    return {frozenset((row.fingerprint, row.joined)) for row in connection.execute(query)}


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


def _note_compared(connection: sa.Connection, keys: Collection[str]) -> None:
    """Write down what was compared, but for what is gone, or was written down by another."""
    is_there = sa.exists().where(compared.c.fingerprint == fingerprints.c.key)
    there = sa.select(fingerprints.c.key).where(fingerprints.c.key.in_(keys), ~is_there)
    connection.execute(sa.insert(compared).from_select(["fingerprint"], there))


def _write_down(connection: sa.Connection, fingerprint: str, cluster: str, **how: Any) -> None:
    new = {"fingerprint": fingerprint, "joined": cluster, "made": time.time(), **how}
    connection.execute(sa.insert(cluster_moves).values(**new))
