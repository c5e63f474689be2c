"""The application: every call, and what stands around them."""

from __future__ import annotations

from fastapi import FastAPI

from service import metrics, readiness
from service.api import access, asking, looking
from service.api.middleware import protect
from service.api.pages import mount_page
from service.settings import Settings
from service.storage import sending
from service.storage.spool import Spool
from service.tasks import Tasks


def create_app(settings: Settings, tasks: Tasks, spool: Spool, *, has_worker: bool = True) -> FastAPI:
    """Return the application over `tasks`; `has_worker` where this process works on them too."""
    app = FastAPI(title="The Shape Rotator", docs_url=None, redoc_url=None)
    app.state.settings, app.state.tasks, app.state.spool = settings, tasks, spool
    app.state.database, app.state.has_worker = tasks.database, has_worker
    protect(app, settings)
    for router in (asking.router, looking.router, sending.router, access.router, readiness.router):
        app.include_router(router)
    app.include_router(metrics.router)
    mount_page(app)
    return app
