"""The calls that look: how a task is doing, what it tells as it goes, what was made before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Path, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic.json_schema import SkipJsonSchema

from service.api.access import Caller
from service.api.answers import Example, Examples, Recent, Session, Status, Summary
from service.api.asking import Held, Readable
from service.api.description import problems
from service.examples import made_of_examples

router = APIRouter(responses=problems(401, 413, 422, 429))
SessionId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="The session_id of a task.")]


@router.get("/status/{task_id}", responses=problems(404))
def status(task: Readable, tasks: Held) -> Status:
    """Say how a task is doing."""
    return Status(**tasks.status(task))


@router.get("/tasks")
def recent(
    client: Caller,
    tasks: Held,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    before: Annotated[
        float | SkipJsonSchema[None], Query(allow_inf_nan=False, description="`next` of the page before.")
    ] = None,
) -> Recent:
    """List what you asked for last."""
    found = [Summary(**each) for each in tasks.recent(client.id, limit, before)]
    return Recent(tasks=found, next=found[-1].created if len(found) >= limit else None)


@router.get("/sessions/{session_id}", responses=problems(404))
def session(session_id: SessionId, client: Caller, tasks: Held) -> Session:
    """Show a conversation."""
    found = tasks.session(session_id, client.id)
    if not found:
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no session of this id")
    return Session(session_id=session_id, tasks=[Status(**each) for each in tasks.statuses(found)])


@router.get("/tasks/{task_id}/report", responses=problems(404))
def report(task: Readable) -> dict[str, Any]:
    """Show the report card of a task."""
    if task.report is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no report (yet): see /status")
    return dict(task.report)


@router.get("/tasks/{task_id}/events", response_class=EventSourceResponse, responses=problems(404))
async def events(
    task: Readable,
    tasks: Held,
    last_event_id: Annotated[str | SkipJsonSchema[None], Header(max_length=40)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Tell how a task goes as it goes, from the event after `Last-Event-ID` on, until it is at its end."""
    async for event in tasks.events(task.id, last_event_id):
        yield ServerSentEvent(data=event.data, event=event.name, id=event.id)


@router.get("/examples")
def examples(client: Caller, tasks: Held) -> Examples:
    """List prompts to try, with their videos once they are made."""
    return Examples(examples=[Example(**each) for each in made_of_examples(tasks.database)])
