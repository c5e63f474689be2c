"""Training events as the tests need them: of tasks that failed, were mended, or went well at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from conftest import BROKEN, GOOD

from service.database import Database
from service.events.log import EventLog
from service.events.packing import pack
from service.events.record import Cause, TrainingEvent

SYSTEM = "You write animations for Manim Community 0.22."
ERROR = {"code": "unknown-name", "message": "Manim has no Frobnicator", "line": 6, "severity": "error"}
FINDING = {"kind": "off-frame", "message": "the title leaves the frame", "line": 6}
OURS = {"id": "circle", "kind": "scene", "title": "A circle", "score": 0.9, "licence": "MIT"}


def event(prompt: str = "draw a circle", **changes: Any) -> TrainingEvent:
    """Return a first draft that worked; `changes` are fields of it. The task is named after the prompt."""
    task = changes.get("task", hashlib.sha256(prompt.encode()).hexdigest()[:32])
    made = TrainingEvent(
        task=task,
        attempt=1,
        session=task,
        version=1,
        turn="generate",
        made=1_796_000_000.0,
        prompt=prompt,
        stage="render",
        is_success=True,
        is_delivered=True,
        outcome="completed",
        written=GOOD,
        code=GOOD,
        prompt_name="draft",
        prompt_version="0123456789ab",
        messages=messages(prompt),
        documents=(OURS,),
        model="scripted",
        input_tokens=900,
        output_tokens=80,
        seconds={"draft": 1.0, "check": 0.2, "render": 2.0},
        manim="0.22.0",
    )
    return replace(made, **changes)


def failed(prompt: str = "draw a circle", **changes: Any) -> TrainingEvent:
    """Return a draft whose code is wrong."""
    cause = Cause("a1b2c3d4e5f60718", "unknown-name", "Frobnicator", "Manim has no Frobnicator", 6)
    wrong = {"stage": "check", "is_success": False, "is_delivered": False, "outcome": "failed"}
    told = {**wrong, "written": BROKEN, "code": BROKEN, "problems": (ERROR,), "cause": cause, "error": "no"}
    return event(prompt, **{**told, **changes})


def mended(prompt: str = "draw a circle", **changes: Any) -> tuple[TrainingEvent, TrainingEvent]:
    """Return the two attempts of a task: a draft whose code is wrong, and the repair that worked."""
    task = hashlib.sha256(prompt.encode()).hexdigest()[:32]
    repair = {"attempt": 2, "origin": "repair", "prompt_name": "repair", "before": BROKEN}
    asked = messages(f"mend this for {prompt}")
    return (
        failed(prompt, task=task, outcome="completed", error="", **changes),
        event(prompt, task=task, **{**repair, "messages": asked, **changes}),
    )


def messages(prompt: str) -> tuple[Mapping[str, str], ...]:
    """Return what a model is sent for a prompt."""
    return (
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": f"<request>\n{prompt}\n</request>"},
    )


def record(database: Database, *of_tasks: Sequence[TrainingEvent]) -> EventLog:
    """Write the events of some tasks into the log of a database."""
    log = EventLog(database)
    for of_a_task in of_tasks:
        with database.writing() as connection:
            log.record(connection, pack(of_a_task))
    return log
