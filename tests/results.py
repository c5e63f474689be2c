"""Tasks and their results, for the tests of where results lie."""

import time
from pathlib import Path

from service.database import Database, files, tasks

TASK, OTHER = "a" * 32, "b" * 32
CONTENT = {
    "animation.mp4": b"moving " * 1000,
    "poster.png": b"standing",
    "finding-00.jpg": b"wrong",
    "scene.py": b"from manim import *\n",
    "report.json": b"{}",
}
KEPT = {"scene.py", "report.json"}


def add_task(database: Database, task_id: str = TASK, **values: object) -> None:
    row = {
        "id": task_id,
        "client": "ip:127.0.0.1",
        "session": task_id,
        "version": 1,
        "kind": "generate",
        "prompt": "a circle",
        "options": {},
        "status": "completed",
        "created": time.time(),
        "video": "there",
    }
    with database.writing() as connection:
        connection.execute(tasks.insert(), row | values)


def made(folder: Path, content: dict[str, bytes] = CONTENT) -> Path:
    """Return a folder of its own with results in it, as a render leaves them."""
    folder.mkdir(parents=True)
    for name, written in content.items():
        (folder / name).write_bytes(written)
    return folder


def rows(database: Database, task_id: str = TASK) -> dict[str, str]:
    """Return the state of each file of a task."""
    with database.reading() as connection:
        found = connection.execute(files.select().where(files.c.task == task_id)).all()
    return {row.name: row.state for row in found}


def video_state(database: Database, task_id: str = TASK) -> str:
    with database.reading() as connection:
        return connection.scalar(tasks.select().with_only_columns(tasks.c.video).where(tasks.c.id == task_id))
