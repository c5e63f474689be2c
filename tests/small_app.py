"""A small application over a real database, for tests of the parts of the service."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from service.api.failures import explain_failures
from service.api.limits import RequestLimit
from service.database import Database, open_database, tasks
from service.settings import Settings


def small_app(data: Path, **settings: Any) -> FastAPI:
    app = FastAPI()
    app.state.settings = Settings(data=data, **settings)
    app.state.database = open_database(app.state.settings)
    app.state.request_limit = RequestLimit(app.state.settings.client_requests_per_minute)
    explain_failures(app)
    return app


def add_task(database: Database, **values: Any) -> str:
    task_id = uuid.uuid4().hex
    row = {
        "id": task_id,
        "client": "ip:127.0.0.1",
        "session": task_id,
        "version": 1,
        "kind": "generate",
        "prompt": "a circle",
        "options": {"width": 854, "height": 480, "fps": 15},
        "status": "pending",
        "created": time.time(),
        **values,
    }
    with database.writing() as connection:
        connection.execute(tasks.insert().values(**row))
    return row["id"]
