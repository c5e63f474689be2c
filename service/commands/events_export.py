"""`rotator events export`: what the failure log knows, for those who train models."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

if TYPE_CHECKING:
    from agent.prompts import Prompts
    from service.database import Database
    from service.events.exports.card import Card
    from service.events.exports.rows import Row
    from service.events.exports.writing import Plan
    from service.settings import Settings

EVERY = 2.0
"""Seconds between two lines that say how far the work is."""
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])]


def export(
    format_: Annotated[str, typer.Option("--format", help="sft, dpo, grpo or raw.")],
    out: Annotated[Path, typer.Option(help="Folder for the rows and the data card.")],
    since: Day = None,
    until: Day = None,
    model: Annotated[str | None, typer.Option(help="Only tasks with an attempt of this model.")] = None,
    licences: Annotated[
        str, typer.Option(help="Further licences that rows may be made of, with commas between them.")
    ] = "",
    noncommercial: Annotated[
        bool, typer.Option("--include-noncommercial", help="Non-commercial ones too: for research alone.")
    ] = False,
    test_share: Annotated[
        float, typer.Option(min=0, max=0.9, help="Share of the families of prompts that is kept for testing.")
    ] = 0.1,
    openai: Annotated[
        bool, typer.Option("--openai", help="Nothing but what OpenAI-style fine-tuning knows (sft, dpo).")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")
    ] = False,
) -> None:
    """Write the log in the shape that a trainer loads, split into train and test, with a data card."""
    from service.cli import _errors, _settings

    with _errors(as_json):
        from service.database import open_database
        from service.events.exports.folder import usable
        from service.events.exports.licences import Licences
        from service.events.exports.writing import Plan
        from service.events.log import Wanted
        from service.production import prepare_folder

        also = frozenset(each.strip() for each in licences.split(",") if each.strip())
        wanted = Wanted(model=model, since=_seconds(since), until=_seconds(until))
        named = _format(format_, openai, also, noncommercial)
        plan = Plan(named, Licences(also, noncommercial), test_share, wanted, openai)
        settings = _settings()
        card = _written(settings, open_database(settings), plan, usable(prepare_folder(out)))
        if as_json:
            print(json.dumps({"out": str(out), **card.as_json()}, ensure_ascii=False))
        else:
            _tell(card, out)
        for warning in card.warnings:
            print(f"warning: {warning}", file=sys.stderr)


def _format(name: str, openai: bool, also: frozenset[str], noncommercial: bool) -> Any:
    from service.events.exports.licences import is_noncommercial
    from service.events.exports.rows import Format
    from service.requests import BadRequest

    if name not in get_args(Format):
        raise BadRequest(f"unknown format {name!r}; choose one of {', '.join(get_args(Format))}")
    if openai and name not in ("sft", "dpo"):
        raise BadRequest(f"--openai is for sft and dpo; {name} has no such form")
    refused = sorted(each for each in also if is_noncommercial(each))
    if refused and not noncommercial:
        raise BadRequest(f"{refused[0]} is non-commercial; --include-noncommercial lets such in")
    return name


def _written(settings: Settings, database: Database, plan: Plan, out: Path) -> Card:
    from service.events.exports.card import Card
    from service.events.exports.writing import Export
    from service.events.log import EventLog
    from service.events.redaction.own_rules import rules_of
    from service.wiring import embedder, prompts

    card = Card(plan.format, _made(settings, plan))
    export = Export(
        EventLog(database),
        plan,
        embedder(settings).embed_short,
        _removed(database),
        rules_of(settings),
        card,
        _Progress(),
    )
    imported = _imported(database, prompts(settings), card) if plan.format == "sft" else ()
    return export.write(list(imported), out)


def _imported(database: Database, prompts: Prompts, card: Card) -> Iterator[Row]:
    from service.events.exports.imported import row_of
    from service.events.imports.table import Imports

    for scene in Imports(database).all():
        if (row := row_of(scene, prompts, card.drop)) is not None:
            yield row


def _removed(database: Database) -> frozenset[str]:
    """Return the tasks whose video a person had taken away."""
    import sqlalchemy as sa

    from service.database import tasks

    with database.reading() as connection:
        return frozenset(connection.scalars(sa.select(tasks.c.id).where(tasks.c.video == "removed")))


def _made(settings: Settings, plan: Plan) -> dict[str, Any]:
    """Return how an export is made."""
    from service.events.exports.families import NEAR
    from service.events.exports.licences import FREE
    from service.wiring import prompts

    told = {name: value for name, value in vars(plan.wanted).items() if value is not None}
    return {
        "made": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "shape-rotator": version("shape-rotator"),
        "manim": version("manim"),
        "prompts": prompts(settings).versions(),
        "filters": told,
        "licences": sorted(FREE | plan.licences.also),
        "non-commercial": "included" if plan.licences.noncommercial else "left out",
        "test share": plan.test_share,
        "families by": f"{settings.embedder}, cosine {NEAR}",
    }


class _Progress:
    """Says on stderr how far the work is, every few seconds."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, what: str, done: int, whole: int | None) -> None:
        if time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            print(f"{what}: {done}{f' of {whole}' if whole else ''}", file=sys.stderr, flush=True)


def _seconds(day: datetime | None) -> float | None:
    return day.timestamp() if day else None


def _tell(card: Card, out: Path) -> None:
    told = ", ".join(f"{rows} rows for {split}ing" for split, rows in card.rows.items())
    print(f"{out}: {told or 'no rows'}", file=sys.stderr)
    for why, count in card.taken_away.most_common():
        print(f"  left out {count:6}  {why}", file=sys.stderr)
