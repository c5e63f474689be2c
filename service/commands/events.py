"""`rotator events`: the failure log, for whoever improves the prompts."""

from __future__ import annotations

import getpass
import json
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from service.commands import events_export, events_import, events_keeping, events_promotions, events_replay
from service.commands.common import Author, ClusterId, Json, opened_database

if TYPE_CHECKING:
    from service.events.clusters import Clusters
    from service.events.log import EventLog
    from service.events.record import TrainingEvent

DAY = 86_400
app = typer.Typer(
    help="The failure log: what went wrong, how often, and what became of it.", no_args_is_help=True
)
for command in (
    *(events_keeping.forget, events_keeping.recluster, events_keeping.split),
    *(events_promotions.propose, events_promotions.promote, events_promotions.promotions),
    *(events_promotions.candidate, events_promotions.undo),
    *(events_replay.replay, events_replay.replays),
    events_export.export,
):
    app.command()(command)
app.command("import")(events_import.import_scenes)


@app.command("list")
def list_events(
    cluster: Annotated[str | None, typer.Option(help="Only of this cluster.")] = None,
    task: Annotated[str | None, typer.Option(help="Only of this task.")] = None,
    model: Annotated[str | None, typer.Option(help="Only of this model.")] = None,
    outcome: Annotated[
        str | None, typer.Option(help="Only of tasks that ended so: completed, failed, cancelled or fault.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many.")] = 50,
    before: Annotated[
        int | None, typer.Option(help="Only those with a smaller number: the next page.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the attempts that were made, the newest first."""
    from service.cli import _errors

    with _errors(as_json):
        from service.events.log import Wanted
        from service.events.record import Outcome

        _one_of("outcome", outcome, get_args(Outcome))
        wanted = Wanted(cluster=cluster, task=task, model=model, outcome=outcome)
        rows = [row_as_json(row) for row in _log().listed(wanted, limit, before)]
        if not rows:
            print("no such attempts", file=sys.stderr)
        if as_json:
            print(json.dumps({"events": rows}, ensure_ascii=False))
        for row in () if as_json else rows:
            said = " ".join(filter(None, (row["kind"], row["symbol"]))) or "nothing wrong"
            when = f"{datetime.fromtimestamp(row['made']):%m-%d %H:%M}"
            print(
                f"{row['id']:>7}  {when}  {row['task']}.{row['attempt']}  {row['outcome']:9} {said:40.40}  {row['prompt']:.40}"
            )


@app.command()
def show(
    event: Annotated[int, typer.Argument(metavar="EVENT", help="As `rotator events list` shows it.")],
    messages: Annotated[bool, typer.Option("--messages", help="Show what the model was sent, too.")] = False,
    still: Annotated[
        Path | None, typer.Option(help="Write the picture with what is wrong in it here, as JPEG.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show one attempt whole: prompt, program, what was wrong, and what it was mended by."""
    from service.cli import _errors

    with _errors(as_json):
        from service.requests import BadRequest

        log = _log()
        found = log.event(event)
        if found is None:
            raise BadRequest(f"there is no event {event}; rotator events list shows those there are")
        fixed = log.fixed_by(found)
        if still is not None:
            _write_still(found, still)
        if as_json:
            fixed_by = {"event": fixed.id, "patch": fixed.patch} if fixed else None
            print(json.dumps({**found.as_json(), "fixed_by": fixed_by}, ensure_ascii=False))
        else:
            _tell(found, fixed, messages=messages)


@app.command()
def clusters(
    state: Annotated[str | None, typer.Option(help="Only those: new, known, fixed or ignored.")] = None,
    days: Annotated[float | None, typer.Option(min=0, help="Only of the last days.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    as_json: Json = False,
) -> None:
    """Show what goes wrong again and again, the costliest first."""
    from service.cli import _errors

    with _errors(as_json):
        from service.events.log import Wanted
        from service.events.tables import STATES

        _one_of("state", state, STATES)
        since = time.time() - days * DAY if days is not None else None
        told = _clusters().review(Wanted(since=since), state, limit=limit).as_json()
        if as_json:
            print(json.dumps(told, ensure_ascii=False))
            return
        print(f"{told['tasks']} tasks, {told['tasks_failed']} failed")
        for each in told["clusters"]:
            print(_line(each))


@app.command()
def cluster(cluster_id: ClusterId, as_json: Json = False) -> None:
    """Show one cluster: what it hits, what people say of it, and what mended it."""
    from service.cli import _errors

    with _errors(as_json):
        told = cluster_as_json(_clusters(), cluster_id)
        if as_json:
            print(json.dumps(told, ensure_ascii=False))
            return
        print(_line(told))
        for name in ("models", "prompt_versions"):
            counts = ", ".join(f"{one} {many}" for one, many in told[name].items())
            print(f"    {name.replace('_', ' ')}: {counts}")
        for note in told["notes"]:
            print(f"    {note['author']}: {note['text']}")
        for fix in told["fixes"][:1]:
            print(f"    mended {fix['count']} times by this, as in event {fix['event']}:\n{fix['patch']}")
        if len(told["fixes"]) > 1:
            print(f"    and by {len(told['fixes']) - 1} other patches: --json shows all")


@app.command()
def note(
    cluster_id: ClusterId,
    text: Annotated[str, typer.Argument()],
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Write something down about a cluster."""
    from service.cli import _errors

    with _errors(as_json):
        _clusters().add_note(cluster_id, text, author or getpass.getuser())
        print(json.dumps({"cluster": cluster_id, "text": text}) if as_json else "noted")


@app.command()
def state(
    cluster_id: ClusterId,
    state: Annotated[str, typer.Argument(help="new, known, fixed or ignored.")],
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Say what is to be thought of a cluster."""
    from service.cli import _errors

    with _errors(as_json):
        _clusters().set_state(cluster_id, state, author or getpass.getuser())
        print(json.dumps({"cluster": cluster_id, "state": state}) if as_json else f"{cluster_id} is {state}")


@app.command()
def faults(as_json: Json = False) -> None:
    """Show what was wrong with the machinery itself when tasks ended for that."""
    from service.cli import _errors

    with _errors(as_json):
        rows = [dict(row._mapping) for row in _log().faults(100)]
        if as_json:
            print(json.dumps({"faults": rows}, ensure_ascii=False))
        for row in () if as_json else rows:
            print(
                f"{datetime.fromtimestamp(row['made']):%m-%d %H:%M}  {row['task'][:8]}  {row['kind']}: {row['message']}. {row['remedy']}"
            )


def row_as_json(row: Any) -> dict[str, Any]:
    """Return an event as lists tell it."""
    told = dict(row._mapping)
    told["feedback"] = told.pop("rating")
    return {name: value for name, value in told.items() if name != "day"}


def cluster_as_json(clusters: Clusters, cluster_id: str) -> dict[str, Any]:
    """Return a cluster with all that is known of it."""
    found, failed = clusters.cluster(cluster_id)
    return {
        **found.as_json(failed),
        "fingerprints": clusters.fingerprints(cluster_id),
        "notes": clusters.notes(cluster_id),
        "fixes": clusters.fixes(cluster_id),
    }


def _line(each: dict[str, Any]) -> str:
    back = ", came back" if each["came_back"] else ""
    share = f"{each['share_lost']:.0%} of what failed"
    named = " ".join(filter(None, (each["kind"], each["symbol"])))
    counts = f"{each['events']} events, {each['tasks']} tasks, {each['tasks_lost']} lost ({share}), {each['tokens']} tokens"
    return f"{each['id']}  {named}  [{each['state']}{back}]\n    {counts}\n    {each['message']}"


def _one_of(what: str, said: str | None, known: Sequence[str]) -> None:
    from service.requests import BadRequest

    if said is not None and said not in known:
        raise BadRequest(f"{said} is no {what}: choose one of {', '.join(known)}")


def _write_still(event: TrainingEvent, path: Path) -> None:
    from service.requests import BadRequest

    if not event.still:
        raise BadRequest(f"event {event.id} has no picture: only one with findings has")
    try:
        path.write_bytes(event.still)
    except OSError as error:
        raise BadRequest(f"cannot write {path}: {error.strerror}; choose another with --still") from None


def _tell(event: TrainingEvent, fixed: TrainingEvent | None, *, messages: bool) -> None:
    print(f"task {event.task}, attempt {event.attempt} ({event.origin}, {event.stage}), task {event.outcome}")
    print(f"asked: {event.prompt}")
    print(
        f"model: {event.model or 'none'}, prompt {event.prompt_name} {event.prompt_version}, {event.input_tokens + event.output_tokens} tokens"
    )
    for message in event.messages if messages else ():
        print(f"--- {message['role']}\n{message['content']}\n---")
    for number, line in enumerate(event.code.splitlines(), 1):
        print(f"{'>' if number == event.cause.line else ' '}{number:4}  {line}")
    for problem in event.problems:
        print(f"{problem['severity']}: line {problem['line']}: {problem['message']}")
    for finding in event.findings:
        print(f"finding: {finding['kind']}: {finding['message']}")
    if fixed is not None:
        print(f"mended by event {fixed.id}:\n{fixed.patch}")


def _log() -> EventLog:
    from service.events.log import EventLog

    return EventLog(opened_database())


def _clusters() -> Clusters:
    from service.events.clusters import Clusters

    return Clusters(opened_database())
