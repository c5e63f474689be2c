"""What stands around every request: its id, the headers that protect, the limit of its body. Nothing is buffered."""

from __future__ import annotations

import re
import uuid
from http import HTTPStatus

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.access import HEADER
from service.api.failures import explain_failures
from service.api.limits import RequestLimit
from service.api.problem_details import problem
from service.logs import request_id_var
from service.metrics import RequestTimes, Timed
from service.settings import Settings

LARGEST_BODY = 256 * 2**10
"""Bytes: a program that a person has edited is the largest there is."""
REQUEST_ID = "X-Request-ID"
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "media-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def protect(app: FastAPI, settings: Settings) -> None:
    """Put everything around `app` that every answer needs, in the right order."""
    app.state.request_limit = RequestLimit(settings.client_requests_per_minute)
    app.state.request_times = RequestTimes()
    explain_failures(app)
    app.add_middleware(BodyLimit)  # the last to be added is the first to see a request
    if origins := [each.strip() for each in settings.cors_origins.split(",") if each.strip()]:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=[HEADER, "Content-Type", "Last-Event-ID", "Range"],
            expose_headers=["Location", "Retry-After", "Content-Range", REQUEST_ID],
        )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Timed, times=app.state.request_times)
    app.add_middleware(RequestId)


class RequestId:
    """Gives each request an id, its own where it brings one, for the log and the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        brought = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = brought if _ID.fullmatch(brought) else uuid.uuid4().hex

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        token = request_id_var.set(request_id)
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            request_id_var.reset(token)
        return None


class SecurityHeaders:
    """Sets the security headers on every answer: on that of a fault of ours too, which it gives itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        has_begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                MutableHeaders(scope=message).update(SECURITY)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            if not has_begun:
                broken = problem(
                    HTTPStatus.INTERNAL_SERVER_ERROR, "the server has a fault; its log says which"
                )
                await broken(scope, receive, send_with_headers)
            raise  # the server logs it
        return None


class BodyLimit:
    """Refuses bodies that are too large: by what they say at once, else as soon as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = RequestBodyLimitMiddleware(app, LARGEST_BODY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        length = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if length.isdecimal() and int(length) > LARGEST_BODY:
            answer = problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {LARGEST_BODY // 2**10} KiB are read"
            )
            return await answer(scope, receive, send)
        return await self.app(scope, receive, send)
