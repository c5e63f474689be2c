"""A dozen prompts to try, whose videos are made at the first start and answer from the cache from then on."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from service.database import Database, tasks
from service.requests import render_options
from service.statuses import FINISHED
from service.tasks import EXAMPLES, Tasks

PROMPTS = (
    "Create a circle that transforms into a square",
    "show why L1 regularisation gives sparse solutions",
    "Taylor polynomials of cos(x) up to degree 8",
    "bubble sort of 9, 4, 7, 1, 6",
    "prove the Pythagorean theorem",
    "the unit circle draws the sine wave",
    "gradient descent with a learning rate of 0.2",
    "what the matrix [[2, 1], [1, 3]] does to the plane",
    "the derivative as the slope of a tangent that slides along x^2",
    "Riemann sums of x^2 from 0 to 2",
    "binary search for 23 in 2, 5, 8, 12, 16, 23, 38, 56",
    "a Fourier series of a square wave with 5 terms",
)


def ask_for_an_example(asked: Tasks) -> bool:
    """Queue one example that was not asked for yet, where nobody else wants anything; return whether there was one."""
    with asked.database.writing() as connection:
        asked.database.stand_in_line(connection, EXAMPLES)
        busy = sa.select(tasks.c.id).where(tasks.c.status.not_in(FINISHED)).limit(1)
        if connection.execute(busy).first():
            return False
        mine = sa.select(tasks.c.prompt).where(tasks.c.client == EXAMPLES)
        there = set(connection.execute(mine).scalars())
        missing = [prompt for prompt in PROMPTS if prompt not in there]
        if missing:
            asked.queue_first(connection, EXAMPLES, missing[0], render_options())
        return bool(missing)


def made_of_examples(database: Database) -> list[dict[str, Any]]:
    """Return each prompt with what has come of it."""
    with database.reading() as connection:
        mine = sa.select(tasks).where(tasks.c.client == EXAMPLES).order_by(tasks.c.created)
        latest = {row.prompt: row for row in connection.execute(mine)}
    return [_told(prompt, latest.get(prompt)) for prompt in PROMPTS]


def _told(prompt: str, row: sa.Row[Any] | None) -> dict[str, Any]:
    is_there = row is not None and row.video == "there" and row.status == "completed"
    where = f"/videos/{row.id}" if row is not None else ""
    return {
        "prompt": prompt,
        "task_id": row.id if row is not None else None,
        "status": row.status if row is not None else None,
        "video_url": f"{where}/animation.mp4" if is_there else None,
        "poster_url": f"{where}/poster.png" if is_there else None,
    }
