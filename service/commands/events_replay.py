"""`rotator events replay` and `rotator events replays`: whether a change is for the better."""

from __future__ import annotations

import getpass
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.commands.common import Json

if TYPE_CHECKING:
    from service.events.replay.replaying import Ended
    from service.events.replay.replays import Replays

MEASURES = ("success", "findings", "repairs", "tokens", "seconds")


def replay(
    cluster: Annotated[str | None, typer.Argument(help="As `rotator events clusters` shows it.")] = None,
    sample: Annotated[int, typer.Option(help="Tasks that are done again, at most.")] = 20,
    seed: Annotated[int, typer.Option(help="Which tasks, and the model's seed where it takes one.")] = 1,
    model: Annotated[str | None, typer.Option(help="The candidate's model, provider:model.")] = None,
    promoted: Annotated[
        Path | None, typer.Option(help="Folder of what the candidate has promoted, in place of what is.")
    ] = None,
    without_promotion: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="A promotion that the candidate does not have.")
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A setting that the candidate has otherwise."),
    ] = None,
    quality: Annotated[str, typer.Option(help="low, medium, high or 4k.")] = "low",
    author: Annotated[str | None, typer.Option(help="Who asks; default: your user name.")] = None,
    resume: Annotated[str | None, typer.Option(metavar="ID", help="Go on with a replay instead.")] = None,
    stop: Annotated[str | None, typer.Option(metavar="ID", help="Stop a replay instead.")] = None,
    as_json: Json = False,
) -> None:
    """Do the tasks of CLUSTER again as they are done now and as a candidate would, and say which is better."""
    from service.cli import _errors

    with _errors(as_json):
        known = _replays()
        if stop is not None:
            known.stop(stop)
        elif resume is not None:
            known.resume(resume, "command")
            _do(known, resume)
        else:
            short = {"model": model, "promoted": promoted, "without_promotion": without_promotion}
            named = _changes(changes or [], short)
            resume = known.start(
                _named(cluster),
                named,
                sample=sample,
                seed=seed,
                quality=quality,
                author=author or getpass.getuser(),
                by="command",
            )
            _do(known, resume)
        told = known.get(stop or resume or "")
        if as_json:
            print(json.dumps(told, ensure_ascii=False))
        else:
            _tell(told)


def replays(as_json: Json = False) -> None:
    """Show the replays there are, the latest first."""
    from service.cli import _errors

    with _errors(as_json):
        rows = _replays().listed()
        if as_json:
            print(json.dumps({"replays": rows}, ensure_ascii=False))
        for row in () if as_json else rows:
            when, changed = f"{datetime.fromtimestamp(row['made']):%m-%d %H:%M}", _said(row["candidate"])
            print(
                f"{row['id']}  {when}  {row['cluster']}  {row['state']}, {row['done']} of {row['of']}: {changed}"
            )


def _named(cluster: str | None) -> str:
    from service.requests import BadRequest

    if cluster is None:
        raise BadRequest("name a cluster; rotator events clusters lists them")
    return cluster


def _changes(named: list[str], short: dict[str, Any]) -> dict[str, Any]:
    from service.requests import BadRequest

    changes = {name: value for name, value in short.items() if value is not None}
    for each in named:
        name, is_given, value = each.partition("=")
        if not is_given:
            raise BadRequest(f"--set {each}: write NAME=VALUE, such as --set temperature=0")
        changes[name.strip().lower().removeprefix("rotator_")] = value
    return changes


def _do(known: Replays, replay_id: str) -> None:
    """Do a replay; where it is stopped, say how it goes on."""
    from service.cli import STOPPED
    from service.events.replay.replaying import Replaying
    from service.requests import BadRequest

    _progress(f"replay {replay_id}")
    try:
        if not Replaying(known, tell=_run).do(replay_id):
            known.stop(replay_id)
            raise BadRequest(
                f"another replay is being done; when it is: rotator events replay --resume {replay_id}"
            )
    except KeyboardInterrupt:
        known.stop(replay_id)
        _progress(f"stopped; it goes on with: rotator events replay --resume {replay_id}")
        raise typer.Exit(STOPPED) from None


def _run(ended: Ended) -> None:
    result = ended.result
    if "fault" in result:
        said = f"left out: {result['fault']}"
    else:
        what = "video" if result["success"] else "no video"
        said = f"{what}, {result['repairs']} repairs, {result['tokens']} tokens, {result['seconds']:.0f} s"
    _progress(f"{ended.number:3}. {ended.side:9} {said}  {ended.prompt:.40}")


def _tell(told: dict[str, Any]) -> None:
    print(
        f"{told['state']}, {told['done']} of {told['of']} tasks, {told['faults']} left out: {_said(told['candidate'])}"
    )
    for name in MEASURES:
        measure = told["measures"][name]
        if measure["present"] is not None:
            span = "" if measure["low"] is None else f"  [{measure['low']:+.3g} to {measure['high']:+.3g}]"
            sides = f"{measure['present']:10.3g} {measure['candidate']:10.3g}"
            print(f"  {name:9}{sides} {measure['difference']:+10.3g}{span}")
    print(f"{told['verdict']}: {told['why']}")
    if number := told["candidate"].get("without_promotion"):
        means = {"worse": "it helps", "better": "it does harm"}.get(told["verdict"], "it may do nothing here")
        print(f"that is without promotion {number}: {means}")


def _said(changes: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in changes.items())


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _replays() -> Replays:
    from service.cli import _settings
    from service.database import open_database
    from service.events.replay.replays import Replays

    settings = _settings()
    return Replays(settings, open_database(settings))
