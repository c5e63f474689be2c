"""`rotator events import`: scenes of others, converted and rendered here."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.events.imports.importing import Importer
    from service.events.imports.table import Imported
    from service.settings import Settings


def import_scenes(
    folder: Annotated[Path, typer.Argument(help="A folder with Manim scenes, such as a checkout.")],
    licence: Annotated[
        str, typer.Option(help="Licence of what says nothing of its own, by its SPDX identifier.")
    ] = "",
    source: Annotated[str, typer.Option(help="Where it came from; default: the folder's name.")] = "",
    seconds: Annotated[float, typer.Option(min=1, max=600, help="Longest drawing of one scene.")] = 60.0,
    limit: Annotated[int | None, typer.Option(min=1, help="Look at so many new scenes at most.")] = None,
    out: Annotated[Path | None, typer.Option(help="File for the rows, as JSON Lines.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")
    ] = False,
) -> None:
    """Convert, check and render the scenes of FOLDER; keep each with its licence and what came of it."""
    from service.cli import _errors, _settings

    with _errors(as_json):
        from service.requests import BadRequest

        if not folder.is_dir():
            raise BadRequest(f"{folder} is no folder; name a checkout with scenes in it")
        settings = _settings()
        importer = _importer(settings, seconds)
        try:
            rows = importer.bring_in(folder.resolve(), source or folder.resolve().name, licence, limit)
            told = _told(importer, rows, out)
        finally:
            importer.renderer.stop()
        if as_json:
            print(json.dumps(told, ensure_ascii=False))
        else:
            _tell(told)


def _importer(settings: Settings, seconds: float) -> Importer:
    from service import wiring
    from service.database import open_database
    from service.events.imports.importing import Importer
    from service.events.imports.table import Imports

    renderer = wiring.renderer(settings, Path("scratch/importing"), alone=True)
    return Importer(Imports(open_database(settings)), wiring.checker(settings), renderer, seconds, _listen)


def _listen(row: Imported) -> None:
    said = f": {row.reasons[0]}" if row.reasons else ""
    print(f"{row.verdict:11} {row.file}:{row.scene} [{row.licence}]{said:.200}", file=sys.stderr)


def _told(importer: Importer, rows: Iterator[Imported], out: Path | None) -> dict[str, Any]:
    from service.requests import BadRequest

    verdicts, licences, lines = Counter[str](), Counter[str](), []
    for row in rows:
        verdicts[row.verdict] += 1
        licences[row.licence] += 1
        lines.append(json.dumps(row.as_json(), ensure_ascii=False))
    try:
        if out is not None:
            out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise BadRequest(f"cannot write {out}: {error.strerror}; choose another with --out") from None
    counts = {name: importer.counts[name] for name in ("files", "unreadable", "new", "known")}
    return {**counts, "verdicts": dict(verdicts), "licences": dict(licences)}


def _tell(told: dict[str, Any]) -> None:
    print(f"{told['files']} files, {told['new']} new scenes, {told['known']} known", file=sys.stderr)
    for verdict, count in told["verdicts"].items():
        print(f"  {count:6} {verdict}", file=sys.stderr)
