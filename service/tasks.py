"""Tasks that outlive the process: queued and kept by DBOS in a SQLite file."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dbos import DBOS, DBOSConfig, Serializer, SetWorkflowID
from filelock import FileLock, Timeout

from agent.faults import Fault
from agent.sandbox import RenderOptions
from service import wiring
from service.production import FILES, Production, new_task_id, prepare_folder, produce

if TYPE_CHECKING:
    from agent.context import Context
    from service.settings import Settings

QUEUE = "productions"
SCRATCH = Path("scratch/server")
"""Where a server renders: what a killed one left there is swept by the next."""
WORKFLOW = "production"
STATUSES = {
    "ENQUEUED": "pending",
    "DELAYED": "pending",
    "PENDING": "running",
    "CANCELLED": "cancelled",
}
"""What a task is called whose workflow has not come to an end of its own."""


class JsonSerializer(Serializer):
    """Keep arguments and results as JSON: DBOS's default is pickle, which runs what it reads."""

    def serialize(self, data: Any) -> str:
        """Return `data` as JSON; an exception as its text."""
        return json.dumps(data, default=str)

    def deserialize(self, serialized_data: str) -> Any:
        """Return what was kept."""
        return json.loads(serialized_data)

    def name(self) -> str:
        """Return the name that is kept beside the data."""
        return "json"


class ServerRunning(Fault):
    """Two servers would make the same tasks twice."""


@dataclass(frozen=True)
class Tasks:
    """The task queue of one server process."""

    settings: Settings
    context: Context

    @contextmanager
    def running(self) -> Iterator[Tasks]:
        """Work through the queue; tasks that an earlier process did not finish go on."""
        self.settings.data.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.settings.data / "server.lock", blocking=False):
                shutil.rmtree(self.settings.data / SCRATCH, ignore_errors=True)
                self._start()
                yield self
        except Timeout as error:
            remedy = "stop it first, or give this one a ROTATOR_DATA of its own"
            raise ServerRunning(f"another server works on {self.settings.data}", remedy) from error

    def _start(self) -> None:
        database = self.settings.data / "tasks.sqlite"
        database.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        DBOS(
            config=DBOSConfig(
                name="shape-rotator",
                system_database_url=f"sqlite:///{database}",
                application_version="1",
                executor_id="local",
                serializer=JsonSerializer(),
                console_log_level="ERROR",
            )
        )

        @DBOS.step(name="produce")
        def step(task_id: str, prompt: str, options: list[int], fresh: bool) -> dict[str, Any]:
            return self._produce(task_id, prompt, options, fresh=fresh)

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=3)
        def production(task_id: str, prompt: str, options: list[int], fresh: bool = False) -> dict[str, Any]:
            return step(task_id, prompt, options, fresh)

        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=0.2)

    def add(self, prompt: str, options: RenderOptions, *, fresh: bool = False) -> str:
        """Queue a task and return its id; a `fresh` one takes no video that is there already."""
        task_id = new_task_id()
        with SetWorkflowID(task_id):
            picture = [options.width, options.height, options.fps]
            DBOS.enqueue_workflow_with_options(
                {"queue_name": QUEUE, "workflow_name": WORKFLOW}, task_id, prompt, picture, fresh
            )
        return task_id

    def status(self, task_id: str) -> dict[str, Any] | None:
        """Return the task as `GET /status` shows it, or None if there is none of this id."""
        found = DBOS.get_workflow_status(task_id)
        if found is None:
            return None
        if found.status == "SUCCESS":
            return {"task_id": task_id, **(found.output or {})}
        status = STATUSES.get(found.status, "failed")
        error = f"the server could not finish it: {found.error}" if status == "failed" else None
        nothing = {"code": None, "video_url": None, "error": error, "partial": False, "cached": None}
        return {"task_id": task_id, "status": status, **nothing}

    def rate(self, task_id: str, *, is_positive: bool, remove: bool) -> bool:
        """Take what a person thinks of a video to heart; return False where there is none of this id."""
        if not self.file(task_id, "video").is_file():
            return False
        report = json.loads(self.file(task_id, "report").read_text(encoding="utf-8"))
        delivered = wiring.scene_index(self.settings).delivered
        if is_positive and not remove and report["status"] == "completed":
            code = self.file(task_id, "code").read_text(encoding="utf-8")
            delivered.add(task_id, report["prompt"], code)
        else:
            cache = wiring.prompt_cache(self.settings)
            for one in {task_id, (report["cached"] or report)["task_id"]}:  # it may be another's video
                cache.forget(one)
                delivered.remove(one)
        if remove:
            shutil.rmtree(self.file(task_id, "report").parent)
        return True

    def file(self, task_id: str, what: str) -> Path:
        """Return where a file of a task lies, whether or not it is there."""
        return self.settings.data / "videos" / task_id / FILES[what]

    def _produce(self, task_id: str, prompt: str, options: list[int], *, fresh: bool) -> dict[str, Any]:
        picture = RenderOptions(options[0], options[1], options[2])
        production = produce(
            task_id,
            prompt,
            self.context,
            prepare_folder(self.settings.data / "videos" / task_id),
            model=wiring.model_name(self.settings),
            options=picture,
            budget=wiring.budget(self.settings),
            reuse=wiring.reuse(self.settings, picture),
            fresh=fresh,
        )
        return _as_status(production)


def _as_status(production: Production) -> dict[str, Any]:
    has_video = production.path("video") is not None
    return {
        "status": production.status,
        "code": production.code,
        "video_url": f"/videos/{production.task_id}/{FILES['video']}" if has_video else None,
        "error": production.error,
        "partial": production.partial,
        "cached": production.report["cached"],
    }
