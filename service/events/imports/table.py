"""What was imported: a row for each scene, by what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from service.database import Database, metadata
from service.events.exports.licences import is_noncommercial

Verdict = Literal["renders", "convertible", "partly", "not"]

imported_scenes = sa.Table(
    "imported_scenes",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True, comment="of its program as it was found"),
    sa.Column("source", sa.Text, nullable=False, comment="where the folder came from"),
    sa.Column("file", sa.Text, nullable=False, comment="below that folder"),
    sa.Column("scene", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False, comment="its docstring"),
    sa.Column("licence", sa.Text, nullable=False),
    sa.Column("licence_from", sa.Text, nullable=False, comment="the file that says so, or told"),
    sa.Column("verdict", sa.Text, nullable=False, comment="renders, convertible, partly or not"),
    sa.Column("reasons", sa.JSON, nullable=False),
    sa.Column("findings", sa.JSON, nullable=False, comment="kinds of what is wrong with the picture"),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("manim", sa.Text, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
)


@dataclass(frozen=True)
class Imported:
    """A scene of somebody else, and what came of it here."""

    id: str
    source: str
    file: str
    scene: str
    about: str
    licence: str
    licence_from: str
    verdict: Verdict
    """renders; convertible (nothing is wrong with it, but it was not drawn in its time); partly; not."""
    before: str
    after: str
    reasons: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    seconds: float = 0.0
    manim: str = ""
    made: float = field(default=0.0)

    def as_json(self) -> dict[str, Any]:
        """Return the row as it is shown."""
        return asdict(self)


@dataclass(frozen=True)
class Imports:
    """The scenes that were imported."""

    database: Database

    def keep(self, row: Imported) -> None:
        """Write a row, in place of an older one of the same program."""
        with self.database.writing() as connection:
            connection.execute(sa.delete(imported_scenes).where(imported_scenes.c.id == row.id))
            connection.execute(sa.insert(imported_scenes).values(**row.as_json()))

    def known(self, scene_id: str, licence: str, licence_from: str) -> Imported | None:
        """Return what is known of a program; of two licences that it is found under, a non-commercial one holds."""
        found = next(self._rows(imported_scenes.c.id == scene_id), None)
        if found is not None and is_noncommercial(licence) and not is_noncommercial(found.licence):
            told = {"licence": licence, "licence_from": licence_from}
            with self.database.writing() as connection:
                where = imported_scenes.c.id == scene_id
                connection.execute(sa.update(imported_scenes).where(where).values(**told))
            return next(self._rows(imported_scenes.c.id == scene_id), None)
        return found

    def all(self) -> Iterator[Imported]:
        """Yield all of them, the oldest first."""
        return self._rows(sa.true())

    def _rows(self, where: sa.ColumnElement[bool]) -> Iterator[Imported]:
        order = (imported_scenes.c.made, imported_scenes.c.id)
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(imported_scenes).where(where).order_by(*order)).all()
        for row in rows:
            told = dict(row._mapping)
            yield Imported(**{**told, "reasons": tuple(told["reasons"]), "findings": tuple(told["findings"])})
