"""What several commands take and use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from service.database import Database

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")]
ClusterId = Annotated[str, typer.Argument(metavar="CLUSTER", help="As `rotator events clusters` shows it.")]
Author = Annotated[str | None, typer.Option(help="Who says so; default: your user name.")]


def opened_database() -> Database:
    """Return the database that the settings name."""
    from service.cli import _settings
    from service.database import open_database

    return open_database(_settings())
