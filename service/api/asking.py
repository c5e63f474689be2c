"""The calls that ask for something: a video, a change, an end, an opinion."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, HTTPException, Request, Response

from service.api.access import Caller, owned_task, readable_task
from service.api.answers import Accepted, Edit, Feedback, Generate, Refine
from service.api.description import problems
from service.opinions import take_to_heart
from service.requests import render_options, validated_code, validated_prompt
from service.tasks import Tasks

router = APIRouter(responses=problems(400, 401, 403, 413, 422, 429))
Owned = Annotated[sa.Row[Any], Depends(owned_task)]
Readable = Annotated[sa.Row[Any], Depends(readable_task)]
ACCEPTED = HTTPStatus.ACCEPTED


async def tasks_of(request: Request) -> Tasks:
    """Return the tasks of the application."""
    tasks: Tasks = request.app.state.tasks
    return tasks


Held = Annotated[Tasks, Depends(tasks_of)]


@router.post("/generate", status_code=ACCEPTED)
def generate(body: Generate, client: Caller, tasks: Held, response: Response) -> Accepted:
    """Queue a video for a prompt."""
    prompt = validated_prompt(body.prompt)
    options = render_options(body.options.quality, body.options.resolution, body.options.fps)
    return _accepted(
        response, tasks.add(client.id, prompt, options, fresh=body.fresh, priority=body.priority)
    )


@router.post("/tasks/{task_id}/refine", status_code=ACCEPTED, responses=problems(404, 409))
def refine(task: Readable, body: Refine, client: Caller, tasks: Held, response: Response) -> Accepted:
    """Queue a turn that changes the scene of a task; any version can be gone on from."""
    prompt = validated_prompt(body.prompt)
    if task.code is None:
        raise HTTPException(
            HTTPStatus.CONFLICT, "it has no program (yet) to change: wait for it, or ask anew"
        )
    return _accepted(response, tasks.refine(task, client.id, prompt))


@router.post("/tasks/{task_id}/edit", status_code=ACCEPTED, responses=problems(404))
def edit(task: Readable, body: Edit, client: Caller, tasks: Held, response: Response) -> Accepted:
    """Queue a turn whose program you wrote: it is checked and drawn as it is."""
    return _accepted(response, tasks.edit(task, client.id, validated_code(body.code)))


@router.post("/tasks/{task_id}/cancel", status_code=ACCEPTED, responses=problems(404))
def cancel(task: Owned, tasks: Held, response: Response) -> Accepted:
    """End a task; one that is at its end stays as it is."""
    tasks.cancel(task)
    after = tasks.row(task.id)
    response.headers["Location"] = f"/status/{task.id}"
    return Accepted(task_id=task.id, status=after.status if after else "cancelled")


@router.post("/tasks/{task_id}/rerender", status_code=ACCEPTED, responses=problems(404, 409))
def rerender(task: Owned, tasks: Held, response: Response) -> Accepted:
    """Make a video that is gone again, from the program that is kept."""
    if not tasks.rerender(task):
        why = "its video is there" if task.video == "there" else "it has no program, or is being made"
        raise HTTPException(HTTPStatus.CONFLICT, f"there is nothing to make again: {why}")
    return _accepted(response, task.id)


@router.post("/feedback", status_code=HTTPStatus.NO_CONTENT, responses=problems(404))
def feedback(body: Feedback, client: Caller, tasks: Held, request: Request) -> None:
    """Say what you think of a video: a good one is an example from now on, a removed one is gone."""
    task = owned_task(body.task_id, request, client)
    if task.video == "none":
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no video of this id")
    tasks.rate(task, is_positive=body.is_positive)
    state = request.app.state
    take_to_heart(state.settings, state.spool, task, is_positive=body.is_positive, remove=body.remove)


def _accepted(response: Response, task_id: str) -> Accepted:
    response.headers["Location"] = f"/status/{task_id}"
    return Accepted(task_id=task_id)
