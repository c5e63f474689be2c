"""The calls about events: lists of them, one as it is kept, its picture."""

from __future__ import annotations

from difflib import unified_diff
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from service.api.description import problems
from service.api.review.answers import Event, EventRow, EventRows, OutcomeName
from service.api.review.clusters import Chosen, ClusterName
from service.events.log import EventLog, Row, Wanted
from service.events.record import TrainingEvent

router = APIRouter()
LARGEST_ID = 2**31 - 1
TaskName = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Number = Annotated[int, Field(ge=1, le=LARGEST_ID)]
EventId = Annotated[Number, Path(description="As /review/events lists it.")]
JPEG = {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}


def log_of(request: Request) -> EventLog:
    """Return the failure log of the application's database."""
    return EventLog(request.app.state.database)


Log = Annotated[EventLog, Depends(log_of)]


def found_event(event_id: EventId, log: Log) -> TrainingEvent:
    """Return an event; raise 404."""
    event = log.event(event_id)
    if event is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no event of this id: they are kept for some time")
    return event


Found = Annotated[TrainingEvent, Depends(found_event)]


@router.get("/events")
def events(
    log: Log,
    cluster: Annotated[ClusterName | SkipJsonSchema[None], Query()] = None,
    task: Annotated[TaskName | SkipJsonSchema[None], Query()] = None,
    model: Chosen = None,
    outcome: Annotated[OutcomeName | SkipJsonSchema[None], Query(description="Of the task.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[Number | SkipJsonSchema[None], Query(description="`next` of the page before.")] = None,
) -> EventRows:
    """List events, the newest first."""
    wanted = Wanted(cluster=cluster, task=task, model=model, outcome=outcome)
    rows = [_row(each) for each in log.listed(wanted, limit, before)]
    return EventRows(events=rows, next=rows[-1].id if len(rows) >= limit else None)


@router.get("/events/{event_id}", responses=problems(404))
def event(event: Found, log: Log) -> Event:
    """Show an event: all that was kept of it, and which later attempt got rid of what was wrong."""
    (row,) = log.listed(Wanted(task=event.task), 1, event.id + 1)
    fix = _fix(event, log) if event.cause.fingerprint else None
    more: dict[str, Any] = {
        "cluster": row.cluster,
        "still_url": f"/review/events/{event.id}/still.jpg" if event.still else None,
        "fixed_by": {"event": fix.id, "patch": _patch(event.code, fix.code)} if fix else None,
    }
    return Event(**event.as_json(), **more)


@router.get(
    "/events/{event_id}/still.jpg",
    response_class=Response,
    responses={
        200: {"description": "The picture with what is wrong in it.", "content": JPEG},
        **problems(404),
    },
)
def still(event: Found) -> Response:
    """Send the picture of an event."""
    if not event.still:
        raise HTTPException(HTTPStatus.NOT_FOUND, "this event has no picture")
    return Response(event.still, media_type="image/jpeg", headers={"Cache-Control": "private, no-cache"})


def _fix(event: TrainingEvent, log: EventLog) -> TrainingEvent | None:
    """Return what went on from an event without what was wrong, or else the first video of its task without that."""
    later = (each for each in log.of_task(event.task) if each.attempt > event.attempt and each.is_success)
    rid = (each for each in later if each.cause.fingerprint != event.cause.fingerprint)
    return log.fixed_by(event) or next(rid, None)


def _patch(before: str, after: str) -> str:
    both = (before.splitlines(), after.splitlines())
    return "\n".join(unified_diff(*both, "before", "after", lineterm=""))


def _row(row: Row) -> EventRow:
    told = dict(row._mapping)
    texts = {name: told[name] or "" for name in ("kind", "symbol", "message")}
    return EventRow(**{**told, **texts, "feedback": row.rating})
