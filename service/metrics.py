"""What an operator watches, as Prometheus reads it: from the database when it is asked for, and of this process's requests."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, Histogram, Metric, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.database import Database, files, tasks
from service.measures import ALL, BEYOND, SUM, Measure, measures

REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
STATUSES = ("pending", "running", "completed", "failed", "cancelled")
WITH_THE_MODEL = ("retrieve", "draft", "repair")

queue_of_task = sa.case(
    (tasks.c.stage.in_(WITH_THE_MODEL), "models"),
    (tasks.c.stage.is_not(None), "renders"),
    (tasks.c.kind == "edit", "renders"),
    else_="models",
)
"""The queue that a waiting task is in: the one of its stage, or of its first."""


class RequestTimes:
    """How long this process takes to begin its answers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._seconds = Histogram(
            "rotator_http_request_seconds",
            "Seconds until an answer begins.",
            ("method", "route", "status"),
            buckets=REQUEST_SECONDS,
            registry=self.registry,
        )

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        """Note one answer. What a client makes up names no series: they would never end."""
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = getattr(scope.get("route"), "path", "none")
        self._seconds.labels(method, route, status).observe(seconds)


class Timed:
    """Times every request."""

    def __init__(self, app: ASGIApp, times: RequestTimes) -> None:
        self.app, self.times = app, times

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        started = time.perf_counter()

        async def send_timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.times.note(scope, message["status"], time.perf_counter() - started)
            await send(message)

        await self.app(scope, receive, send_timed if scope["type"] == "http" else send)


@dataclass(frozen=True)
class DatabaseCollector(Collector):
    """Reads the database when it is asked: so the numbers are right for any number of processes."""

    database: Database

    def collect(self) -> Iterable[Metric]:
        """Return all metrics of tasks and files."""
        with self.database.reading() as connection:
            return [
                _by_status(connection),
                *_waiting(connection, time.time()),
                _running(connection),
                _dead(connection),
                *_files(connection),
                *_measured(connection),
            ]


@dataclass(frozen=True)
class _All(Collector):
    parts: tuple[Collector, ...]

    def collect(self) -> Iterator[Metric]:
        for part in self.parts:
            yield from part.collect()


def exposition(database: Database, times: RequestTimes) -> bytes:
    """Return all metrics in the form that Prometheus reads."""
    return generate_latest(_All((DatabaseCollector(database), times.registry)))


def _by_status(connection: sa.Connection) -> Metric:
    family = GaugeMetricFamily("rotator_tasks", "Tasks there are.", labels=("status",))
    query = sa.select(tasks.c.status, sa.func.count()).group_by(tasks.c.status)
    counts: dict[str, int] = dict(connection.execute(query).all())
    for status in STATUSES:
        family.add_metric((status,), counts.get(status, 0))
    return family


def _waiting(connection: sa.Connection, now: float) -> tuple[Metric, Metric]:
    depth = GaugeMetricFamily("rotator_waiting_tasks", "Tasks that wait.", labels=("queue",))
    age = GaugeMetricFamily(
        "rotator_oldest_waiting_seconds", "Age of the task that waits longest.", labels=("queue",)
    )
    queue = queue_of_task.label("queue")
    query = sa.select(queue, sa.func.count(), sa.func.min(tasks.c.created)).where(tasks.c.status == "pending")
    found = {name: (count, oldest) for name, count, oldest in connection.execute(query.group_by(queue))}
    for name in ("models", "renders"):
        count, oldest = found.get(name, (0, now))
        depth.add_metric((name,), count)
        age.add_metric((name,), max(0.0, now - oldest))
    return depth, age


def _running(connection: sa.Connection) -> Metric:
    family = GaugeMetricFamily("rotator_running_tasks", "Tasks that run, by their stage.", labels=("stage",))
    query = sa.select(tasks.c.stage, sa.func.count()).where(tasks.c.status == "running")
    for stage, count in connection.execute(query.group_by(tasks.c.stage)):
        family.add_metric((stage or "none",), count)
    return family


def _dead(connection: sa.Connection) -> Metric:
    count = connection.scalar(sa.select(sa.func.count()).select_from(tasks).where(tasks.c.dead))
    return GaugeMetricFamily(
        "rotator_dead_tasks", "Tasks that ended their workers too often.", value=count or 0
    )


def _files(connection: sa.Connection) -> tuple[Metric, Metric]:
    labels = ("kind", "state")
    size = GaugeMetricFamily("rotator_file_bytes", "Bytes of results.", labels=labels)
    number = GaugeMetricFamily(
        "rotator_files", "Results that are kept, or wait to be uploaded.", labels=labels
    )
    columns = (files.c.kind, files.c.state)
    query = sa.select(*columns, sa.func.sum(files.c.bytes), sa.func.count()).group_by(*columns)
    for kind, state, total, count in connection.execute(query):
        size.add_metric((kind, state), total)
        number.add_metric((kind, state), count)
    return size, number


def _measured(connection: sa.Connection) -> Iterator[Metric]:
    """Return what was added up over finished tasks."""
    found: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in connection.execute(measures.select().order_by(measures.c.name, measures.c.label)):
        found[row.name][row.label][row.part] = row.value
    for measure in ALL:
        yield (_histogram if measure.buckets else _counter)(measure, found[measure.name])


def _counter(measure: Measure, values: dict[str, dict[str, float]]) -> Metric:
    family = CounterMetricFamily(measure.name, measure.told, labels=measure.labels)
    for label, parts in (values or ({} if measure.labels else {"": {SUM: 0.0}})).items():
        family.add_metric(label.split("/") if measure.labels else (), parts[SUM])
    return family


def _histogram(measure: Measure, values: dict[str, dict[str, float]]) -> Metric:
    family = HistogramMetricFamily(measure.name, measure.told, labels=measure.labels)
    for label, parts in values.items():
        so_far, buckets = 0.0, []
        for bound in (*map(str, measure.buckets), BEYOND):
            so_far += parts.get(bound, 0.0)
            buckets.append((bound, so_far))
        family.add_metric(label.split("/"), buckets, parts[SUM])
    return family
