"""Promotions: what the failure log has taught, put to use beside what is shipped, and taken back when it was wrong.

The database is the authority; the files that processes read are written from it (service/events/overlay.py).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from agent.faults import Fault
from service.database import Database, metadata
from service.events.clusters import Clusters
from service.events.log import EventLog
from service.events.promotion.overlay import FOLDERS, Content, Kind, Named, path_of, text_of, write
from service.requests import BadRequest, validated_text
from service.settings import PREFIX, Settings

if TYPE_CHECKING:
    from service.events.promotion.trials import Trials, Tried

LONGEST_AUTHOR, LONGEST_REASON = 100, 2000
AT_ONCE = "workers use it from their next task on"
LATER = "it is found after `rotator index build` and a restart of the workers"
Row = Any

promotions = sa.Table(
    "promotions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.Text, nullable=False, comment="pitfall, rule, scene or prompt"),
    sa.Column("cluster", sa.Text, nullable=False, comment="what it came from"),
    sa.Column("name", sa.Text, nullable=False, comment="of its file"),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
    sa.Column("tested", sa.JSON, nullable=False, comment="what trying it has shown"),
    sa.Column("is_active", sa.Boolean, nullable=False, comment="whether what it was tried on let it pass"),
    sa.Column("undone", sa.Float),
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_reason", sa.Text),
)


class FolderUnusable(Fault):
    """The folder of what was promoted cannot be written."""


@dataclass(frozen=True)
class Promotion:
    """One thing that was promoted."""

    id: int
    kind: Kind
    cluster: str
    name: str
    content: Content
    author: str
    reason: str
    made: float
    tested: Content
    is_active: bool
    undone: float | None = None
    undone_by: str | None = None
    undone_reason: str | None = None

    @property
    def is_in_use(self) -> bool:
        """Whether it counts, unless a later one has taken its place."""
        return self.is_active and self.undone is None

    def as_json(self) -> dict[str, Any]:
        """Return it as the API and the commands show it."""
        used = LATER if self.kind in ("pitfall", "scene") else AT_ONCE
        return {
            **self.__dict__,
            "is_in_use": self.is_in_use,
            "used": used if self.is_in_use else "not in use",
        }


@dataclass(frozen=True)
class Promotions:
    """All that was promoted."""

    settings: Settings
    database: Database

    @property
    def trials(self) -> Trials:
        """What tries things before they count."""
        from service.events.promotion.trials import trials

        return trials(self.settings)

    def propose(self, cluster_id: str, kind: str) -> dict[str, Any]:
        """Return what might be promoted of a cluster, as far as the log knows it; raise BadRequest."""
        from service.events.promotion.proposals import Proposals

        known = known_kind(kind)
        Clusters(self.database).cluster(cluster_id)
        proposals = Proposals(self.settings, EventLog(self.database), self.trials.ground)
        return {"cluster": cluster_id, "kind": known, **proposals.of(cluster_id, known)}

    def promote(self, cluster_id: str, kind: str, content: Content, *, author: str, reason: str) -> Promotion:
        """Try a thing, keep it with who wanted it and why, and use it unless something speaks against it.

        Raises BadRequest where it is not as such a thing must be. One that only raises false alarms is kept, not used.
        """
        kind, signed = known_kind(kind), _signed(author, reason)
        Clusters(self.database).cluster(cluster_id)
        tried = self.trials.of(kind, content)
        self._see_that_it_is_new(kind, tried)
        values = {"kind": kind, "cluster": cluster_id, "name": tried.name, "content": dict(tried.content)}
        more = {**signed, "made": time.time(), "tested": tried.shown, "is_active": tried.is_good}
        new = sa.insert(promotions).values(**values, **more).returning(promotions)
        with self.database.writing() as connection:
            made = _promotion(connection.execute(new).one())
        self.sync()
        return made

    def candidate(self, kind: str, content: Content, folder: Path) -> Tried:
        """Try a thing that is not promoted, and write it with all that is in use into a folder, for a replay.

        Raises BadRequest where it is not as such a thing must be.
        """
        known = known_kind(kind)
        tried = self.trials.of(known, content)
        self.write(folder, {(known, tried.name): dict(tried.content)})
        return tried

    def _see_that_it_is_new(self, kind: Kind, tried: Tried) -> None:
        named, text = (kind, tried.name), text_of(kind, tried.content)
        known = [each for each in self.of() if (each.kind, each.name) == named]
        if any(each.is_in_use and text_of(kind, each.content) == text for each in known):
            raise BadRequest(f"the {kind} {tried.name} is in use as it is; change something, or leave it")
        path = path_of(self.settings.promoted_folder, named)
        if not known and path.is_file():
            raise BadRequest(f"{path} was written by hand; move it away, so that nothing of it is lost")

    def undo(self, promotion_id: int, *, author: str, reason: str) -> Promotion:
        """Take a thing back: what it had taken the place of counts again; raise BadRequest."""
        signed = _signed(author, reason)
        values = {"undone": time.time(), "undone_by": signed["author"], "undone_reason": signed["reason"]}
        mine = sa.and_(promotions.c.id == promotion_id, promotions.c.undone.is_(None))
        undoing = sa.update(promotions).where(mine).values(**values).returning(promotions)
        with self.database.writing() as connection:
            row = connection.execute(undoing).one_or_none()
        if row is None:
            raise BadRequest(
                f"nothing with the number {promotion_id} can be undone; see: rotator events promotions"
            )
        self.sync()
        return _promotion(row)

    def of(self, cluster_id: str | None = None) -> list[Promotion]:
        """Return what was promoted, of one cluster or of all, the oldest first."""
        asked = sa.select(promotions).order_by(promotions.c.id)
        if cluster_id is not None:
            asked = asked.where(promotions.c.cluster == cluster_id)
        with self.database.reading() as connection:
            return [_promotion(row) for row in connection.execute(asked)]

    def revision(self) -> tuple[int, int]:
        """Return what is another whenever something was promoted or undone."""
        counts = sa.select(sa.func.count(), sa.func.count(promotions.c.undone))
        with self.database.reading() as connection:
            all_of_them, undone = connection.execute(counts.select_from(promotions)).one()
        return all_of_them, undone

    def sync(self) -> bool:
        """Make the folder say what the database says, and return whether it did not."""
        return self.write(self.settings.promoted_folder, {})

    def write(self, folder: Path, also: Mapping[Named, Content]) -> bool:
        """Write what is in use into a folder, and what is given besides; return whether that changed it."""
        known = self.of()
        used = {(each.kind, each.name): each.content for each in known if each.is_in_use}
        try:
            return write(folder, {**used, **also}, {(each.kind, each.name) for each in known})
        except OSError as error:
            raise FolderUnusable(
                f"{folder} cannot be written: {error.strerror}", f"make it writable, or set {PREFIX}PROMOTED"
            ) from error


def known_kind(kind: str) -> Kind:
    """Return the kind that a word names; raise BadRequest."""
    for each in FOLDERS:
        if each == kind:
            return each
    raise BadRequest(f"nothing is promoted to a {kind!r}; there are {', '.join(FOLDERS)}")


def _signed(author: str, reason: str) -> dict[str, str]:
    return {
        "author": validated_text("the author", author, LONGEST_AUTHOR),
        "reason": validated_text("the reason", reason, LONGEST_REASON),
    }


def _promotion(row: Row) -> Promotion:
    return Promotion(**row._mapping)
