"""What finished tasks took, added up in the database: right for any number of processes, and after a restart."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from service.database import metadata
from service.estimates import remember_duration

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0)
BEYOND = "+Inf"
SUM = "sum"

measures = sa.Table(
    "measures",
    metadata,
    sa.Column("name", sa.Text, primary_key=True, comment="as /metrics calls it"),
    sa.Column("label", sa.Text, primary_key=True, comment="the values of its labels, with slashes"),
    sa.Column("part", sa.Text, primary_key=True, comment="the upper bound of a bucket, or sum"),
    sa.Column("value", sa.Float, nullable=False, comment="of this bucket alone"),
)


@dataclass(frozen=True)
class Measure:
    """One thing that is measured: a histogram if it has buckets, else a counter."""

    name: str
    told: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()

    def parts(self, value: float) -> Iterator[tuple[str, float]]:
        """Return what a value adds to which part."""
        if self.buckets:
            place = bisect_left(self.buckets, value)
            yield (str(self.buckets[place]) if place < len(self.buckets) else BEYOND), 1.0
        yield SUM, value


STAGES = Measure(
    "rotator_stage_seconds",
    "Seconds that finished tasks spent in each stage; wait is before the first, whole is all after it.",
    ("stage",),
    SECONDS,
)
RENDERS = Measure(
    "rotator_render_phase_seconds", "Seconds of delivered renders, by phase.", ("phase",), SECONDS
)
FINISHED = Measure("rotator_finished_tasks", "Tasks that came to an end.", ("status", "kind"))
CALLS = Measure("rotator_model_calls", "Calls of the model by finished tasks.")
TOKENS = Measure("rotator_tokens", "Tokens of finished tasks.", ("direction",))
REPAIRS = Measure("rotator_repairs", "Repairs that finished tasks tried.")
ATTEMPTS = Measure("rotator_attempts", "Programs that finished tasks tried.")
CACHED = Measure("rotator_cached_tasks", "Finished tasks that an earlier video answered.")
ALL = (STAGES, RENDERS, FINISHED, CALLS, TOKENS, REPAIRS, ATTEMPTS, CACHED)

Observed = tuple[Measure, str, float]


def observe(connection: sa.Connection, observed: Iterable[Observed]) -> None:
    """Add values to their measures, each given with its label."""
    added: dict[tuple[str, str, str], float] = defaultdict(float)
    for measure, label, value in observed:
        for part, much in measure.parts(value):
            added[measure.name, label, part] += much
    if not added:
        return
    names = ("name", "label", "part", "value")
    # in one order everywhere: two that add at a time cannot wait for each other
    rows = [dict(zip(names, (*key, value), strict=True)) for key, value in sorted(added.items())]
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    new = insert(measures).values(rows)
    total = measures.c.value + new.excluded.value
    connection.execute(
        new.on_conflict_do_update(index_elements=list(measures.primary_key), set_={"value": total})
    )


def record_finished(connection: sa.Connection, task: sa.Row[Any]) -> None:
    """Add up what a task took, once, in the transaction that finishes it; `task` is its row after that."""
    observe(connection, _observed(task))
    remember_duration(connection, task)


def _observed(task: sa.Row[Any]) -> Iterator[Observed]:
    yield FINISHED, f"{task.status}/{task.kind}", 1.0
    begun = task.finished if task.started is None else task.started
    yield STAGES, "wait", begun - task.created
    report = task.report or {}
    if report.get("cached"):
        yield CACHED, "", 1.0
        return
    if task.started is not None:
        yield STAGES, "whole", task.finished - task.started
    yield from _run(report)


def _run(report: dict[str, Any]) -> Iterator[Observed]:
    """Return what the report card of a run has to say."""
    for stage, seconds in report.get("seconds", {}).items():
        if stage != "whole":
            yield STAGES, stage, seconds
    for phase, seconds in report.get("render_seconds", {}).items():
        yield RENDERS, phase, seconds
    spent = report.get("spent", {})
    yield CALLS, "", spent.get("model_calls", 0)
    yield TOKENS, "read", spent.get("input_tokens", 0)
    yield TOKENS, "written", spent.get("output_tokens", 0)
    yield REPAIRS, "", spent.get("repair_rounds", 0)
    yield ATTEMPTS, "", len(report.get("attempts", ()))
