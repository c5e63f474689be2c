"""`rotator storage`: what there is of results, and what becomes of it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import typer

from service.commands.common import Json

if TYPE_CHECKING:
    from service.storage.spool import Spool

app = typer.Typer(help="Show how much results take up, sweep them, upload what waits.")


@app.callback(invoke_without_command=True)
def show(context: typer.Context, as_json: Json = False) -> None:
    """Show how much results take up, by kind, and how much of it goes soon."""
    if context.invoked_subcommand is not None:
        return
    from service.cli import _errors

    with _errors(as_json):
        from service.storage.usage import usage

        spool = _spool()
        kinds = usage(spool.database, time.time())
        if as_json:
            print(json.dumps({"bucket": spool.bucket.where, "kinds": [kind.as_json() for kind in kinds]}))
            return
        print(f"bucket: {spool.bucket.where}")
        for kind in kinds:
            waiting = f", {kind.spooled} not uploaded yet" if kind.spooled else ""
            going = f", {kind.expiring} of them go within 3 days" if kind.expiring else ""
            print(f"  {kind.kind:8}{kind.count:8} {kind.bytes / 1e6:12.1f} MB{waiting}{going}")


@app.command("sweep")
def sweep(as_json: Json = False) -> None:
    """Take away what has expired and what belongs to no task; say what is missing."""
    from service.cli import _errors

    with _errors(as_json):
        from service.storage.sweeping import sweep

        swept = sweep(_spool(), time.time())
        if as_json:
            print(json.dumps(swept.as_json()))
            return
        print(f"{len(swept.expired)} videos expired, {swept.orphans} files of no task deleted")
        if not swept.compared:
            print("  the bucket does not answer; what lies in it was not looked through")
        for key in swept.lost:
            print(f"  missing: {key}")


@app.command("flush")
def flush(as_json: Json = False) -> None:
    """Upload what waits on this machine for the bucket."""
    from service.cli import _errors

    with _errors(as_json):
        uploaded = _spool().flush()
        if as_json:
            print(json.dumps({"stored": uploaded.stored, "left": uploaded.left}))
            return
        print(f"{uploaded.stored} uploaded, {uploaded.left} still wait")


def _spool() -> Spool:
    from service.cli import _settings
    from service.database import open_database
    from service.storage.spool import spool_of

    settings = _settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    return spool_of(settings, open_database(settings))
