"""The application: every call, and what stands around them."""

from __future__ import annotations

from fastapi import FastAPI

from service.api import access, asking, health, looking, review
from service.api.description import Described
from service.api.middleware import protect
from service.api.pages import mount_page
from service.readiness import readiness
from service.settings import Settings
from service.storage.sending import videos
from service.storage.spool import Spool
from service.tasks import Tasks
from service.telemetry import api_telemetry


def create_app(settings: Settings, tasks: Tasks, spool: Spool, *, makes_videos: bool = True) -> FastAPI:
    """Return the application over `tasks`; `makes_videos` where this process works on them too."""
    app = Described(
        title="The Shape Rotator",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=api_telemetry(),
    )
    state = app.state
    state.settings, state.tasks, state.spool, state.database = settings, tasks, spool, tasks.database
    state.readiness = readiness(settings, tasks.database, makes_videos=makes_videos)
    protect(app, settings)
    for each in (asking, looking, access, health, review):
        app.include_router(each.router)
    app.include_router(videos(access.readable_task))
    mount_page(app)
    return app
