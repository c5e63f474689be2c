"""Who may review: the log holds everybody's prompts."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request

from agent.faults import Fault
from service.api.access import Caller, Client
from service.api.keys import reviewing_key

NO_RIGHT = "this API key may not review: `rotator keys add NAME --review` makes one that may"
NOT_HERE = (
    "without API keys only this machine may review, as http://127.0.0.1 or http://localhost; "
    "turn ROTATOR_REQUIRE_KEY on and make a key with `rotator keys add NAME --review`"
)
FROM_ELSEWHERE = "another site may not read this"
HERE = "this machine"


@dataclass(frozen=True)
class Reviewer:
    """Who reviews: the name of a key, or this machine."""

    name: str


def reviewer_of(request: Request, client: Caller) -> Reviewer:
    """Return who reviews; raise 403."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise HTTPException(HTTPStatus.FORBIDDEN, FROM_ELSEWHERE)
    state = request.app.state
    if not state.settings.require_key:
        if not _is_here(request, client, state.settings.proxies):
            raise HTTPException(HTTPStatus.FORBIDDEN, NOT_HERE)
        return Reviewer(HERE)
    key = reviewing_key(state.database, client.id.removeprefix("key:"))
    if key is None:
        raise HTTPException(HTTPStatus.FORBIDDEN, NO_RIGHT)
    return Reviewer(key.name)


Reviewing = Annotated[Reviewer, Depends(reviewer_of)]


def author_of(request: Request, reviewer: Reviewer, said: str | None) -> str:
    """Return who signs a change: whose key it is, or where there are no keys whoever they say they are."""
    return reviewer.name if request.app.state.settings.require_key else (said or "").strip() or HERE


TRYING = Lock()
"""Python 3.11 takes it for an error when threads make syntax trees at the same time; and each needs the whole machine."""


@contextmanager
def trying() -> Iterator[None]:
    """Try one thing at a time.

    A fault of the machinery is told with its remedy: who reviews is its operator, or knows who is.
    """
    try:
        with TRYING:
            yield
    except Fault as fault:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, f"{fault.message}; {fault.remedy}") from fault


def _is_here(request: Request, client: Client, proxies: str) -> bool:
    """Return whether a client asks from this machine, by a name of it.

    A page of another site whose name was made to lead here asks from here too, but by that name.
    """
    if "*" in proxies:  # anybody can say then where they come from
        return False
    return _is_loopback(client.id.removeprefix("ip:")) and _is_loopback(request.url.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        address: Any = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host == "localhost"
    return bool((getattr(address, "ipv4_mapped", None) or address).is_loopback)
