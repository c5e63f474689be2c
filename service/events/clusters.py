"""Clusters: what goes wrong again and again, with what it costs; and what people say of it."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from service.database import Database
from service.events.log import EventLog, Wanted
from service.events.packing import DAY
from service.events.record import TrainingEvent
from service.events.tables import STATES, cluster_notes, clusters, events, fingerprints
from service.requests import BadRequest

FIXES = 20
"""Attempts that were rid of a cluster's error that are looked at, the latest."""
LONGEST_NOTE = 4_000


@dataclass
class Cluster:
    """One thing that goes wrong, in all that it was seen in."""

    id: str
    kind: str
    symbol: str
    message: str
    state: str = "new"
    state_since: float = 0.0
    events: int = 0
    tasks: int = 0
    tasks_lost: int = 0
    tokens: int = 0
    seconds: float = 0.0
    models: Counter[str] = field(default_factory=Counter)
    prompt_versions: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)
    first_seen: float = 0.0
    last_seen: float = 0.0
    notes: int = 0

    @property
    def came_back(self) -> bool:
        """Whether it was seen after it was called fixed."""
        return self.state == "fixed" and self.last_seen > self.state_since

    @property
    def cost(self) -> tuple[int, int, int]:
        """What clusters are ordered by: tasks lost to it, tokens spent on it, events."""
        return self.tasks_lost, self.tokens, self.events

    def as_json(self, failed: int) -> dict[str, Any]:
        """Return the cluster as it is shown; `failed` is how many tasks failed in the same time."""
        shown = ("id", "kind", "symbol", "message", "state", "came_back", "events", "tasks", "tasks_lost")
        return {
            **{name: getattr(self, name) for name in (*shown, "tokens", "first_seen", "last_seen", "notes")},
            "share_lost": round(self.tasks_lost / failed, 4) if failed else 0.0,
            "seconds": round(self.seconds, 1),
            "models": dict(self.models.most_common()),
            "prompt_versions": dict(self.prompt_versions.most_common()),
            "trend": [{"day": _day(day), "events": much} for day, much in sorted(self.days.items())],
        }


@dataclass(frozen=True)
class Review:
    """The clusters of a time, by cost, and of how many tasks they were found."""

    clusters: list[Cluster]
    tasks: int
    tasks_failed: int

    def as_json(self) -> dict[str, Any]:
        """Return them as they are shown."""
        told = [each.as_json(self.tasks_failed) for each in self.clusters]
        return {"clusters": told, "tasks": self.tasks, "tasks_failed": self.tasks_failed}


@dataclass(frozen=True)
class Clusters:
    """All there is to see and to say of clusters."""

    database: Database

    def review(
        self, wanted: Wanted, state: str | None = None, kind: str | None = None, limit: int | None = None
    ) -> Review:
        """Return the clusters of the events that are wanted, the costliest first."""
        where = list(wanted.where())
        with self.database.reading() as connection:
            found = _counted(connection, where)
            _told_of(connection, found)
            kept = [
                each for each in found.values() if state in (None, each.state) and kind in (None, each.kind)
            ]
            kept.sort(key=lambda each: (*each.cost, each.id), reverse=True)
            kept = kept[:limit]
            _detailed(connection, where, kept, all_of_them=len(kept) == len(found))
            whole = connection.execute(_tasks_and_failed(where)).one()
        return Review(kept, whole.tasks or 0, whole.failed or 0)

    def cluster(self, cluster_id: str) -> tuple[Cluster, int]:
        """Return a cluster, and how many tasks failed in all; raise BadRequest where there is none of this id."""
        review = self.review(Wanted(cluster=cluster_id))
        if not review.clusters:
            raise BadRequest(f"there is no cluster {cluster_id}; rotator events clusters lists them")
        failed = sa.select(sa.func.count()).where(events.c.is_lost)
        with self.database.reading() as connection:
            return review.clusters[0], connection.execute(failed).scalar() or 0

    def fingerprints(self, cluster_id: str) -> list[dict[str, str]]:
        """Return what is put together in a cluster."""
        query = sa.select(fingerprints).where(fingerprints.c.cluster == cluster_id)
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def fixes(self, cluster_id: str) -> list[dict[str, Any]]:
        """Return the patches that attempts of a cluster were mended by, the most frequent first."""
        log = EventLog(self.database)
        of: dict[str, list[TrainingEvent]] = defaultdict(list)
        for number in self._gone_on_from(cluster_id):
            if (event := log.event(number)) and (fix := log.fixed_by(event)):
                of[fix.patch].append(fix)
        told = [{"event": one[0].id, "patch": patch, "count": len(one)} for patch, one in of.items()]
        return sorted(told, key=lambda each: -each["count"])

    def _gone_on_from(self, cluster_id: str) -> list[int]:
        """Return the numbers of the attempts of a cluster that another one went on from, and failed of something else."""
        after = events.alias("after")
        query = (
            sa.select(events.c.id)
            .join(after, sa.and_(events.c.task == after.c.task, events.c.attempt == after.c.base))
            .where(*Wanted(cluster=cluster_id).where(), after.c.fingerprint != events.c.fingerprint)
            .order_by(events.c.id.desc())
            .limit(FIXES)
        )
        with self.database.reading() as connection:
            return list(connection.execute(query).scalars())

    # what people say

    def set_state(self, cluster_id: str, state: str, author: str) -> None:
        """Say what is to be thought of a cluster; raise BadRequest."""
        if state not in STATES:
            raise BadRequest(f"{state} is no state of a cluster: choose one of {', '.join(STATES)}")
        self._known(cluster_id)
        values = {"id": cluster_id, "state": state, "author": author, "since": time.time()}
        with self.database.writing() as connection:
            connection.execute(sa.delete(clusters).where(clusters.c.id == cluster_id))
            connection.execute(sa.insert(clusters).values(**values))

    def add_note(self, cluster_id: str, text: str, author: str) -> None:
        """Write something down about a cluster; raise BadRequest."""
        text = text.strip()
        if not text or len(text) > LONGEST_NOTE:
            raise BadRequest(f"a note has 1 to {LONGEST_NOTE} characters, this one has {len(text)}")
        self._known(cluster_id)
        values = {"cluster": cluster_id, "author": author, "text": text, "made": time.time()}
        with self.database.writing() as connection:
            connection.execute(sa.insert(cluster_notes).values(**values))

    def notes(self, cluster_id: str) -> list[dict[str, Any]]:
        """Return what was written down about a cluster, the first first."""
        query = sa.select(cluster_notes).where(cluster_notes.c.cluster == cluster_id)
        with self.database.reading() as connection:
            return [dict(row) for row in connection.execute(query.order_by(cluster_notes.c.id)).mappings()]

    def _known(self, cluster_id: str) -> None:
        if not self.fingerprints(cluster_id):
            raise BadRequest(f"there is no cluster {cluster_id}; rotator events clusters lists them")


def _counted(connection: sa.Connection, where: Iterable[sa.ColumnElement[bool]]) -> dict[str, Cluster]:
    """Return what is counted of each cluster, by its id."""
    heads = {row.key: row for row in connection.execute(sa.select(fingerprints))}
    found = {}
    for row in connection.execute(_by_cluster(where)):
        head = heads.get(row.id) or next((each for each in heads.values() if each.cluster == row.id), None)
        if head is None:  # it came between the two looks
            continue
        found[row.id] = Cluster(kind=head.kind, symbol=head.symbol, message=head.message, **row._mapping)
    return found


def _by_cluster(where: Iterable[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    counts = (
        sa.func.count().label("events"),
        sa.func.count(events.c.task.distinct()).label("tasks"),
        sa.func.sum(sa.cast(events.c.is_lost, sa.Integer)).label("tasks_lost"),
        sa.func.sum(events.c.tokens).label("tokens"),
        sa.func.sum(events.c.seconds).label("seconds"),
        sa.func.min(events.c.made).label("first_seen"),
        sa.func.max(events.c.made).label("last_seen"),
    )
    return (
        _of_clusters(fingerprints.c.cluster.label("id"), *counts)
        .where(*where)
        .group_by(fingerprints.c.cluster)
    )


def _detailed(
    connection: sa.Connection,
    where: Iterable[sa.ColumnElement[bool]],
    kept: Sequence[Cluster],
    *,
    all_of_them: bool,
) -> None:
    """Add what clusters hit, and when: of those alone that are shown, for it is most of the work."""
    shown = {each.id: each for each in kept}
    version = events.c.prompt_name + sa.literal(" ") + events.c.prompt_version
    groups = (fingerprints.c.cluster, events.c.model, version, events.c.day)
    query = _of_clusters(*groups, sa.func.count()).where(*where).group_by(*groups)
    if not all_of_them:
        query = query.where(fingerprints.c.cluster.in_(shown))
    for cluster, model, asked, day, many in connection.execute(query):
        if (one := shown.get(cluster)) is None:
            continue
        one.models[model or "no model"] += many
        one.prompt_versions[asked if asked != " " else "none"] += many
        one.days[day] += many


def _of_clusters(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(*columns).join_from(fingerprints, events, events.c.fingerprint == fingerprints.c.key)


def _tasks_and_failed(where: Iterable[sa.ColumnElement[bool]]) -> sa.Select[int, int]:
    lost = sa.func.sum(sa.cast(events.c.is_lost, sa.Integer))
    tasks = sa.func.count(events.c.task.distinct())
    return sa.select(tasks.label("tasks"), lost.label("failed")).where(*where)


def _told_of(connection: sa.Connection, found: dict[str, Cluster]) -> None:
    """Add what people have said."""
    for row in connection.execute(sa.select(clusters)):
        if row.id in found:
            found[row.id].state, found[row.id].state_since = row.state, row.since
    counted = sa.select(cluster_notes.c.cluster, sa.func.count().label("notes"))
    for row in connection.execute(counted.group_by(cluster_notes.c.cluster)):
        if row.cluster in found:
            found[row.cluster].notes = row.notes


def _day(day: int) -> str:
    return f"{datetime.fromtimestamp(day * DAY, UTC):%Y-%m-%d}"
