"""`rotator events propose`, `promote`, `promotions` and `undo`: put to use what the failure log has taught."""

from __future__ import annotations

import getpass
import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.commands.common import Author, ClusterId, Json

if TYPE_CHECKING:
    from service.events.promotion.promotions import Promotions

KindOf = Annotated[str, typer.Argument(metavar="KIND", help="pitfall, rule, scene or prompt.")]
Reason = Annotated[str, typer.Option(help="Why, for whoever looks at it later.")]


def propose(
    cluster_id: ClusterId,
    kind: KindOf,
    out: Annotated[
        Path | None, typer.Option(help="Write it into this file, to be edited and promoted.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what of a cluster could be promoted, filled in as far as the log knows."""
    from service.cli import _errors

    with _errors(as_json):
        from service.events.promotion.overlay import text_of

        told = _promotions().propose(cluster_id, kind)
        text = text_of(told["kind"], told["content"])
        if out is not None:
            _write(out, text)
        if as_json:
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(f"taken from events {told['events']}; {told['note'] or 'look it through'}" if out else text)


def promote(
    cluster_id: ClusterId,
    kind: KindOf,
    file: Annotated[Path, typer.Option(help="What is promoted: .toml of a pitfall or rule, .py, .md.")],
    reason: Reason,
    name: Annotated[str | None, typer.Option(help="What it is called; default: as its file.")] = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Try a pitfall, rule, scene or prompt, and use it from now on where nothing speaks against it."""
    from service.cli import FAILED, _errors

    with _errors(as_json):
        content = _content(kind, file, name or file.stem)
        made = _promotions().promote(
            cluster_id, kind, content, author=author or getpass.getuser(), reason=reason
        )
        told = made.as_json()
        print(json.dumps(told, ensure_ascii=False) if as_json else f"{_line(told)}\n  {_tested(told)}")
        if not made.is_active:
            raise typer.Exit(FAILED)


def candidate(
    kind: KindOf,
    file: Annotated[Path, typer.Option(help="What would be promoted: .toml of a pitfall or rule, .py, .md.")],
    out: Annotated[Path, typer.Option(help="Folder for what is promoted and this besides.")],
    name: Annotated[str | None, typer.Option(help="What it is called; default: as its file.")] = None,
    as_json: Json = False,
) -> None:
    """Try a thing without promoting it, and lay out a folder for `rotator events replay --promoted`."""
    from service.cli import FAILED, _errors

    with _errors(as_json):
        tried = _promotions().candidate(kind, _content(kind, file, name or file.stem), out)
        told = {"kind": kind, "name": tried.name, "folder": str(out), "is_good": tried.is_good}
        if as_json:
            print(json.dumps({**told, "tested": dict(tried.shown)}, ensure_ascii=False))
        else:
            print(f"{_tested({'tested': tried.shown})}\nreplay it with: --promoted {out}")
        if not tried.is_good:
            raise typer.Exit(FAILED)


def promotions(
    cluster_id: Annotated[str | None, typer.Argument(metavar="[CLUSTER]", help="Only of this one.")] = None,
    as_json: Json = False,
) -> None:
    """Show what was promoted, by whom and why."""
    from service.cli import _errors

    with _errors(as_json):
        told = [each.as_json() for each in _promotions().of(cluster_id)]
        if as_json:
            print(json.dumps({"promotions": told}, ensure_ascii=False))
        for each in () if as_json else told:
            print(_line(each))


def undo(
    promotion: Annotated[int, typer.Argument(metavar="ID", help="As `rotator events promotions` shows it.")],
    reason: Reason,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Take a promotion back: what it had taken the place of counts again."""
    from service.cli import _errors

    with _errors(as_json):
        undone = _promotions().undo(promotion, author=author or getpass.getuser(), reason=reason).as_json()
        print(json.dumps(undone, ensure_ascii=False) if as_json else _line(undone))


def _promotions() -> Promotions:
    from service.cli import _settings
    from service.database import open_database
    from service.events.promotion.promotions import Promotions

    settings = _settings()
    return Promotions(settings, open_database(settings))


def _content(kind: str, file: Path, name: str) -> dict[str, Any]:
    """Return what a file has to promote; raise BadRequest."""
    from service.requests import BadRequest, read_text

    text = read_text(file)
    if kind not in ("pitfall", "rule"):
        return {"name": name, "text": text}
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRequest(f"{file} is no TOML: {error}") from None
    row = table.get("pitfall", [table]) if kind == "pitfall" else [table]
    if not isinstance(row, list) or len(row) != 1 or not isinstance(row[0], dict):
        raise BadRequest(f"{file} must have one pitfall in it")
    return {**row[0], "name": name}


def _write(out: Path, text: str) -> None:
    from service.requests import BadRequest

    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadRequest(f"cannot write {out}: {error.strerror}") from None


def _line(told: dict[str, Any]) -> str:
    state = f"undone by {told['undone_by']}: {told['undone_reason']}" if told["undone"] else told["used"]
    made = f"{datetime.fromtimestamp(told['made']):%Y-%m-%d %H:%M}"
    return f"{told['id']:>4}  {told['kind']:8} {told['name']:32} {made}  {told['author']}: {told['reason']}\n      {state}"


def _tested(told: dict[str, Any]) -> str:
    corpus = told["tested"].get("corpus")
    if corpus and corpus["found"]:
        return f"NOT in use: it finds something in good programs, {', '.join(corpus['found'])}"
    return ", ".join(f"{name}: {value}" for name, value in told["tested"].items())
