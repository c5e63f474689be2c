"""The HTTP API: ask for a video, see how it is doing, fetch it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import FastAPI, HTTPException, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException as StarletteHTTPException

from agent.sandbox import QUALITIES
from service import wiring
from service.requests import LONGEST_PROMPT, BadRequest, render_options, validated_prompt
from service.settings import Settings
from service.tasks import SCRATCH, Tasks

TaskId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="As POST /generate returned it.")]


class Options(BaseModel):
    """The picture asked for."""

    model_config = ConfigDict(extra="forbid")

    quality: str = Field(default="low", description=f"One of {', '.join(QUALITIES)}.")
    resolution: str | None = Field(default=None, description="WIDTHxHEIGHT or a height such as 720p.")
    fps: int | None = Field(default=None, description="Frames per second.")


class Generate(BaseModel):
    """A request for a video."""

    model_config = ConfigDict(extra="forbid")

    prompt: str = Field(max_length=LONGEST_PROMPT, description="What to animate.")
    options: Options = Options()
    fresh: bool = Field(default=False, description="Make a new one, even where a like prompt has its video.")


class Feedback(BaseModel):
    """What somebody thinks of a video."""

    model_config = ConfigDict(extra="forbid")

    task_id: str = Field(pattern="^[0-9a-f]{32}$", description="As POST /generate returned it.")
    is_positive: bool = Field(description="Whether it is good: a good one is an example for others.")
    remove: bool = Field(default=False, description="Delete the video, and never find it again.")


class Cached(BaseModel):
    """The earlier task whose video answers the prompt; `"fresh": true` in POST /generate makes a new one."""

    task_id: str
    prompt: str
    similarity: float
    drawn_again: bool


class Accepted(BaseModel):
    """A task that was queued."""

    task_id: str
    status: Literal["pending"] = "pending"


class Status(BaseModel):
    """How a task is doing."""

    task_id: str
    status: Literal["pending", "running", "completed", "failed", "cancelled"]
    code: str | None
    video_url: str | None
    error: str | None
    partial: bool = False
    """Whether the video ends where the program failed."""
    cached: Cached | None = None


def create_app(tasks: Tasks) -> FastAPI:
    """Return the application over `tasks`, which runs already."""
    app = FastAPI(title="The Shape Rotator")
    app.add_exception_handler(StarletteHTTPException, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(BadRequest, _bad_request)
    app.add_exception_handler(Exception, _broken)

    @app.post("/generate", status_code=HTTPStatus.ACCEPTED)
    def generate(body: Generate, response: Response) -> Accepted:
        """Queue a video for a prompt."""
        prompt = validated_prompt(body.prompt)
        options = render_options(body.options.quality, body.options.resolution, body.options.fps)
        task_id = tasks.add(prompt, options, fresh=body.fresh)
        response.headers["Location"] = f"/status/{task_id}"
        return Accepted(task_id=task_id)

    @app.get("/status/{task_id}")
    def status(task_id: TaskId) -> Status:
        """Say how a task is doing."""
        found = tasks.status(task_id)
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, "there is no task of this id")
        return Status(**found)

    @app.get("/videos/{task_id}/animation.mp4", response_class=FileResponse)
    @app.head("/videos/{task_id}/animation.mp4", include_in_schema=False)
    def video(task_id: TaskId) -> FileResponse:
        """Send a video, or the part of it that is asked for."""
        path = tasks.file(task_id, "video")
        if not path.is_file():
            raise HTTPException(HTTPStatus.NOT_FOUND, "there is no video of this id (yet): see /status")
        return FileResponse(path, media_type="video/mp4", headers={"X-Content-Type-Options": "nosniff"})

    @app.post("/feedback", status_code=HTTPStatus.NO_CONTENT)
    def feedback(body: Feedback) -> None:
        """Say what you think of a video: a good one is an example from now on, a removed one is gone."""
        if not tasks.rate(body.task_id, is_positive=body.is_positive, remove=body.remove):
            raise HTTPException(HTTPStatus.NOT_FOUND, "there is no video of this id")

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        """Say that the process lives."""
        return {"status": "ok"}

    return app


def serve(settings: Settings) -> None:
    """Serve until stopped."""
    import uvicorn

    index = wiring.scene_index(settings)
    model = wiring.load_model(settings, index)
    wiring.build_index(settings, index)
    context = wiring.context(settings, index, model, scratch=SCRATCH)
    with wiring.renderer(settings).held(), Tasks(settings, context).running() as tasks:
        with suppress(KeyboardInterrupt):
            uvicorn.run(create_app(tasks), host=settings.host, port=settings.port)
        # stopping is the crash that the next start recovers from: the task in hand is not waited for
        sys.stdout.flush()
        os._exit(0)


def _details(status: int, detail: str, **more: Any) -> JSONResponse:
    """Return an error as RFC 9457 problem details."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


async def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StarletteHTTPException)  # noqa: S101 - it is registered for these
    return _details(error.status_code, str(error.detail))


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = [{"where": list(each["loc"]), "what": each["msg"]} for each in error.errors()]
    return _details(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(each["what"] for each in found), errors=found)


async def _broken(request: Request, error: Exception) -> JSONResponse:
    return _details(HTTPStatus.INTERNAL_SERVER_ERROR, "the server has a fault; its log says which")


async def _bad_request(request: Request, error: Exception) -> JSONResponse:
    return _details(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
