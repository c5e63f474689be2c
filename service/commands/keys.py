"""`rotator keys`: who may use the service."""

from __future__ import annotations

import json
import time
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.commands.common import Json, opened_database

if TYPE_CHECKING:
    pass

app = typer.Typer(
    help="API keys: who may use the service where ROTATOR_REQUIRE_KEY is on.", no_args_is_help=True
)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Whose key it is, or what it is for.")],
    review: Annotated[
        bool, typer.Option("--review", help="It may read the failure log too: everybody's prompts.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a key and show it, this once."""
    from service.cli import _errors

    with _errors(as_json):
        from service.api.keys import add_key, let_review

        database = opened_database()
        key_id, key = add_key(database, name, time.time())
        if review:
            let_review(database, key_id)
        if as_json:
            print(json.dumps({"id": key_id, "name": name.strip(), "key": key, "may_review": review}))
        else:
            print(f"{key}\nKeep it now: it cannot be shown again. Its id is {key_id}.")


@app.command("list")
def list_all(as_json: Json = False) -> None:
    """Show all keys ever made, but none of their secrets."""
    from service.cli import _errors

    with _errors(as_json):
        from service.api.keys import list_keys

        keys = [_told(each) for each in list_keys(opened_database())]
        if as_json:
            print(json.dumps({"keys": keys}, ensure_ascii=False))
        for key in () if as_json else keys:
            state = "revoked" if key["revoked"] else f"last used {_day(key['last_used'])}"
            right = ", may review" if key["may_review"] else ""
            print(f"{key['id']}  {key['name']:24} made {_day(key['created'])}, {state}{right}")


@app.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="As `rotator keys list` shows it.")],
    as_json: Json = False,
) -> None:
    """Let a key open nothing any more, from the next request on."""
    from service.cli import _errors

    with _errors(as_json):
        from service.api.keys import revoke_key

        revoke_key(opened_database(), key_id, time.time())
        print(json.dumps({"id": key_id, "revoked": True}) if as_json else f"{key_id} is revoked")


def _told(key: Any) -> dict[str, Any]:
    return {
        name: getattr(key, name) for name in ("id", "name", "created", "revoked", "last_used", "may_review")
    }


def _day(seconds: float | None) -> str:
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}" if seconds else "never"
