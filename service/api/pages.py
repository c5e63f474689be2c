"""The page: static files of the package, which speak to the HTTP API alone."""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB = Path(__file__).parent.parent / "web"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""A browser runs no module of another type, and what a system takes a suffix for is its own affair."""


class PageFiles(StaticFiles):
    """Files that a browser asks for again each time, and is sent again only where they changed."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, or that it has not changed since the browser got it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        if response.status_code != 304 and (named := TYPES.get(Path(full_path).suffix)):
            response.headers["Content-Type"] = named
        return response


def mount_page(app: FastAPI) -> None:
    """Serve the page at `/`, that of the review at `/review`, and their files below `/web`."""
    files = PageFiles(directory=WEB)
    app.mount("/web", files, name="web")

    @app.get("/", include_in_schema=False)
    @app.head("/", include_in_schema=False)
    async def page(request: Request) -> Response:
        return await files.get_response("index.html", request.scope)

    @app.get("/review", include_in_schema=False)
    @app.head("/review", include_in_schema=False)
    async def review(request: Request) -> Response:
        # nothing of the log is in the page: what it shows it asks the API for
        return await files.get_response("review/index.html", request.scope)
