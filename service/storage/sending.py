"""Results over HTTP: whole or in part, as players ask for them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse

from agent.faults import Fault
from service.api.answers import Problem
from service.api.description import problems
from service.api.problem_details import problem
from service.storage.naming import TRANSIENT, content_type, is_result, kind_of
from service.storage.results import Result
from service.storage.spool import Spool

RETRY_AFTER = "30"
VIDEO = "animation.mp4"
RANGE = re.compile(
    r"bytes *= *(?:(?P<first>\d{1,18}) *- *(?P<last>\d{1,18})?|- *(?P<suffix>\d{1,18})) *", re.ASCII | re.I
)
"""A single range: from, from and to, or so many at the end."""
GONE = {
    "expired": "its time is over; it can be made again from the code, which is kept",
    "removed": "it was removed; it can be made again from the code, which is kept",
    "lost": "it is lost; it can be made again from the code, which is kept",
}
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE = {
    **dict.fromkeys(("video/mp4", "image/png", "image/jpeg", "text/x-python"), BINARY),
    "application/json": {"schema": {"type": "object"}},
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": FILE},
    206: {"description": "The part that Range asks for.", "content": FILE},
    304: {"description": "It is the one of If-None-Match."},
    **problems(401, 413, 422, 429),
    404: {"model": Problem, "description": "There is no such task, or it has no such file."},
    410: {
        "model": Problem,
        "description": "It has expired or was removed; `rerender` says where to ask for it again.",
    },
    416: {"model": Problem, "description": "The file does not reach as far as Range asks."},
    503: {"model": Problem, "description": "It is safe, and cannot be had just now."},
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """The bytes from `start` up to `end` of a file, and the status that says whether they are all."""

    status: HTTPStatus
    start: int
    end: int


def videos(readable_task: Callable[..., Any]) -> APIRouter:
    """Return the routes of results; `readable_task` is the dependency that gives the task or raises 404."""
    router, task_asked_for = APIRouter(), Depends(readable_task)

    @router.get("/videos/{task_id}/{name}", response_class=Response, responses=ANSWERS)
    @router.head("/videos/{task_id}/{name}", response_class=Response, include_in_schema=False)
    def result(
        name: Annotated[str, Path(description="animation.mp4, poster.png, finding-NN.jpg or scene.py.")],
        request: Request,
        task: sa.Row[Any] = task_asked_for,
    ) -> Response:
        """Send a file of a task, or the part of it that is asked for."""
        return send(request, task, name)

    @router.get("/videos/{task_id}.mp4", response_class=Response, responses=ANSWERS)
    @router.head("/videos/{task_id}.mp4", response_class=Response, include_in_schema=False)
    def download(request: Request, task: sa.Row[Any] = task_asked_for) -> Response:
        """Send the video of a task to be saved."""
        return send(request, task, VIDEO, {"Content-Disposition": f'attachment; filename="{task.id}.mp4"'})

    return router


def send(request: Request, task: sa.Row[Any], name: str, more: dict[str, str] | None = None) -> Response:
    """Answer a request for a file of a task."""
    spool: Spool = request.app.state.spool
    if not is_result(name):
        return problem(HTTPStatus.NOT_FOUND, "a task has no file of this name")
    try:
        found = spool.open(task.id, name)
        return _send(request, spool, found, more or {}) if found else _missing(task, name, task.video)
    except FileNotFoundError:
        log.error("%s of task %s is not in the bucket, where it should be", name, task.id)
        return _missing(task, name, "lost")
    except Fault as fault:
        log.warning("%s of task %s cannot be sent: %s", name, task.id, fault.message)
        told = f"{name} is safe, and cannot be had just now; try again in a minute"
        answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, told)
        answer.headers["Retry-After"] = RETRY_AFTER
        return answer


def _send(request: Request, spool: Spool, found: Result, more: dict[str, str]) -> Response:
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",  # kept by its reader alone, and shown only while it is here
        "Content-Type": content_type(found.name),
        "ETag": f'"{found.sha256[:32]}"',
        "Last-Modified": formatdate(found.made, usegmt=True),
        "X-Content-Type-Options": "nosniff",
        **more,
    }
    if _is_known(request, headers["ETag"]):
        del headers["Content-Type"]
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    part = _part(request, headers, found.size)
    if part.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        answer = problem(part.status, f"the file ends after {found.size} bytes")
        answer.headers["Content-Range"] = f"bytes */{found.size}"
        return answer
    if part.status == HTTPStatus.PARTIAL_CONTENT:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{found.size}"
    headers["Content-Length"] = str(part.end - part.start)
    if request.method == "HEAD" or part.start == part.end:
        return Response(status_code=part.status, headers=headers)
    return StreamingResponse(spool.read(found, part.start, part.end), part.status, headers)


def _missing(task: sa.Row[Any], name: str, state: str) -> Response:
    if kind_of(name) not in TRANSIENT or state not in GONE:
        return problem(HTTPStatus.NOT_FOUND, f"the task has no {name} (yet): see /status/{task.id}")
    again = f"/tasks/{task.id}/rerender"
    return problem(HTTPStatus.GONE, f"{name} is not here any more: {GONE[state]}", rerender=again)


def _is_known(request: Request, etag: str) -> bool:
    known = request.headers.get("If-None-Match")
    return known is not None and (
        known.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in known.split(",")]
    )


def _part(request: Request, headers: dict[str, str], size: int) -> Part:
    """Return what is to be sent.

    What is no single range of bytes is passed over, as the standard allows: the whole is sent.
    """
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    held = request.headers.get("If-Range")
    has_other = held is not None and held not in (headers["ETag"], headers["Last-Modified"])
    if request.method == "HEAD" or asked is None or has_other:
        return Part(HTTPStatus.OK, 0, size)
    first, last, suffix = asked["first"], asked["last"], asked["suffix"]
    if first and last and int(last) < int(first):
        return Part(HTTPStatus.OK, 0, size)
    start = int(first) if first else max(0, size - int(suffix))
    end = min(size, int(last) + 1) if last else size
    is_there = start < end
    return Part(
        HTTPStatus.PARTIAL_CONTENT if is_there else HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, start, end
    )
