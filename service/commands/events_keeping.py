"""`rotator events`: what is kept, and what belongs together."""

from __future__ import annotations

import getpass
import json
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.common import Json, opened_database

if TYPE_CHECKING:
    pass


def forget(
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="As `rotator events list --json` shows it.")
    ],
    as_json: Json = False,
) -> None:
    """Remove every event, still and fault of SESSION."""
    from service.cli import _errors

    with _errors(as_json):
        from service.events.keeping import forget_session

        gone = forget_session(opened_database(), session)
        if as_json:
            print(json.dumps(gone.as_json()))
            return
        print(f"{gone.events} events, {gone.stills} stills and {gone.faults} faults are gone")
        print("what was exported before is with whoever exported it; look there for the tasks")
        for task in gone.tasks:
            print(f"  {task}")


def recluster(as_json: Json = False) -> None:
    """Put errors that happened once to the cluster that says the same, as is done once an hour."""
    from service.cli import _errors, _settings

    with _errors(as_json):
        from service import wiring
        from service.events.clustering import recluster as put_together

        moved = put_together(opened_database(), wiring.meanings(_settings()))
        if as_json:
            print(json.dumps({"moved": [vars(each) for each in moved]}))
            return
        for each in moved:
            print(f"{each.fingerprint} is in {each.cluster} now ({each.likeness:.2f})")
        print(f"{len(moved)} put to others")


def split(
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="As `rotator events clusters` shows it.")],
    fingerprint: Annotated[str, typer.Argument(metavar="FINGERPRINT", help="What does not belong there.")],
    author: Annotated[str | None, typer.Option(help="Who says so; default: your user name.")] = None,
    as_json: Json = False,
) -> None:
    """Take FINGERPRINT out of CLUSTER: it is one of its own from now on."""
    from service.cli import _errors

    with _errors(as_json):
        from service.events.clustering import split as take_out

        take_out(opened_database(), cluster, fingerprint, author or getpass.getuser())
        print(
            json.dumps({"cluster": fingerprint, "left": cluster})
            if as_json
            else f"{fingerprint} is a cluster"
        )
