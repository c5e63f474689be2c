"""Who asks: an API key, by header or cookie, or where keys are off the address; and whose a task is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, HTTPException, Path, Request, Response, Security
from fastapi.security import APIKeyCookie, APIKeyHeader
from pydantic import Field

from service.api.answers import Asked
from service.api.description import problems
from service.api.keys import id_of_key
from service.database import tasks
from service.tasks import EXAMPLES

HEADER = "X-API-Key"
COOKIE = "rotator_key"
COOKIE_SECONDS = 30 * 86_400
READING = ("GET", "HEAD", "OPTIONS")

TaskId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="As POST /generate returned it.")]
Header = Annotated[
    str | None,
    Security(
        APIKeyHeader(
            name=HEADER, auto_error=False, description="As `rotator keys add` showed it, where keys are on."
        )
    ),
]
Cookie = Annotated[
    str | None, Security(APIKeyCookie(name=COOKIE, auto_error=False, description="As POST /login set it."))
]
router = APIRouter()


@dataclass(frozen=True)
class Client:
    """Who asks: key:ID, or ip:ADDRESS where keys are off."""

    id: str


class Login(Asked):
    """An API key, to be kept in a cookie."""

    api_key: str = Field(max_length=200, description="As `rotator keys add` showed it.")


def client_of(request: Request, header: Header, cookie: Cookie) -> Client:
    """Return who asks, and count the request; raise 401, 403 or 429."""
    state = request.app.state
    if not state.settings.require_key:
        _see_origin(request, is_proof_needed=False)
        client = Client(_address(request))
    elif header:
        client = _holder(request, header)
    else:
        client = _holder(request, cookie or "")
        _see_origin(request, is_proof_needed=True)
    state.request_limit.count(client.id)
    return client


Caller = Annotated[Client, Depends(client_of)]


def readable_task(task_id: TaskId, request: Request, client: Caller) -> sa.Row[Any]:
    """Return a task that the client may see; raise 404."""
    return _task(task_id, request, client, (client.id, EXAMPLES))


def owned_task(task_id: TaskId, request: Request, client: Caller) -> sa.Row[Any]:
    """Return a task that the client may change; raise 404."""
    return _task(task_id, request, client, (client.id,))


@router.post("/login", status_code=HTTPStatus.NO_CONTENT, responses=problems(400, 401, 403, 413, 422, 429))
def login(body: Login, request: Request, response: Response) -> None:
    """Keep an API key in a cookie, for a page: a video element cannot send headers."""
    _see_origin(request, is_proof_needed=False)
    if not request.app.state.settings.require_key:
        return  # nobody needs one
    request.app.state.request_limit.count(_holder(request, body.api_key).id)
    response.set_cookie(COOKIE, body.api_key, COOKIE_SECONDS, **_cookie(request))


@router.post("/logout", status_code=HTTPStatus.NO_CONTENT, responses=problems(403, 413))
def logout(request: Request, response: Response) -> None:
    """Forget the cookie."""
    _see_origin(request, is_proof_needed=False)
    response.delete_cookie(COOKIE, **_cookie(request))


def _cookie(request: Request) -> dict[str, Any]:
    is_secure = request.url.scheme == "https"
    return {"path": "/", "httponly": True, "samesite": "strict", "secure": is_secure}


def _holder(request: Request, key: str) -> Client:
    """Return whose key it is; raise 401. Who guesses is counted by address."""
    state = request.app.state
    key_id = id_of_key(state.database, key, time.time())
    if key_id is not None:
        return Client(f"key:{key_id}")
    state.request_limit.count(_address(request))
    detail = (
        "this API key is not valid" if key else f"an API key is needed: log in, or send it as header {HEADER}"
    )
    raise HTTPException(
        HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": f'ApiKey realm="rotator", header="{HEADER}"'}
    )


def _address(request: Request) -> str:
    return f"ip:{request.client.host if request.client else 'local'}"


def _see_origin(request: Request, *, is_proof_needed: bool) -> None:
    """See that a change that a browser asks for is asked for by our own page; raise 403.

    Where a cookie speaks for the client, what does not say where it comes from is refused too.
    """
    if request.method in READING:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    elif origin is not None:
        is_ours = origin.partition("://")[2] == request.headers.get("Host")
    else:
        is_ours = not is_proof_needed
    friends = request.app.state.settings.cors_origins.split(",")
    is_friend = not is_proof_needed and origin in [each.strip() for each in friends]
    if not is_ours and not is_friend:
        raise HTTPException(
            HTTPStatus.FORBIDDEN, f"another site may not ask for this; programs send their key as {HEADER}"
        )


def _task(task_id: str, request: Request, client: Client, owners: tuple[str, ...]) -> sa.Row[Any]:
    """Return a task of one of the owners; of anybody where keys are off: there the id is the key."""
    with request.app.state.database.reading() as connection:
        query = tasks.select().where(tasks.c.id == task_id)
        found: sa.Row[Any] | None = connection.execute(query).one_or_none()
    if found is None or (request.app.state.settings.require_key and found.client not in owners):
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no task of this id")
    return found
