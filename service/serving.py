"""The processes of the service: the server, the worker, or both in one; how they start and how they end."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from service import wiring
from service.attending import Attending
from service.database import Database, database_url, open_database
from service.dbos_engine import DbosEngine, DbosHost, prepare
from service.ending import Ending
from service.engine import Schedule
from service.events.log import EventLog
from service.events.promotion.promotions import Promotions
from service.events.promotion.renewing import Renewing
from service.events.redaction.own_rules import rules_of
from service.events.replay.replays import Replays
from service.events.replay.worker import ReplayWorker
from service.logs import set_up_logging
from service.progress import Progress
from service.savers import open_saver
from service.settings import Settings
from service.storage.spool import Spool, spool_of
from service.sweeper import Sweeper
from service.tasks import Tasks
from service.telemetry import set_up_telemetry, stop_telemetry
from service.worker import Worker

EVERY_HOUR = "0 17 * * * *"
GRACE = 3
"""Seconds that open answers have when the server stops."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Service:
    """What all processes share: the database, the queues and the results."""

    settings: Settings
    database: Database
    engine: DbosEngine
    spool: Spool

    @property
    def tasks(self) -> Tasks:
        """The tasks, as people ask for them."""
        return Tasks(self.settings, self.database, self.engine)


def open_service(settings: Settings) -> Service:
    """Open the database, the queues and the bucket, and make what is missing; raise a Fault."""
    set_up_logging(settings)
    set_up_telemetry(settings)
    rules_of(settings)  # what cannot be read is said now, not when the first task ends
    database = open_database(settings)
    url = database_url(settings)
    prepare(url, settings.data)
    return Service(settings, database, DbosEngine(url), spool_of(settings, database))


def serve(settings: Settings, workers: int) -> None:
    """Serve the API until stopped, and work on so many tasks at a time beside."""
    import uvicorn

    from service.api.app import create_app

    service = open_service(settings)
    app = create_app(settings, service.tasks, service.spool, makes_videos=workers > 0)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            http="h11",  # the other parser of uvicorn takes headers of any size
            ws="none",
            access_log=False,
            proxy_headers=True,
            forwarded_allow_ips=settings.proxies,
            timeout_graceful_shutdown=GRACE,
            server_header=False,
        )
    )
    with _working(service, workers) if workers else nullcontext(lambda: None) as stop:
        with suppress(KeyboardInterrupt):  # it raises the signal again that stopped it
            server.run()
        stop()
    _end()


def work(settings: Settings, workers: int) -> None:
    """Work on tasks, so many at a time, until stopped."""
    service = open_service(settings)
    is_over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: is_over.set())
    with _working(service, workers) as stop:
        log.info("working on up to %d tasks at a time", workers)
        is_over.wait()
        stop()
    _end()


@contextmanager
def _working(service: Service, workers: int) -> Iterator[Callable[[], None]]:
    """Work on tasks, so many at a time, in threads of this process; give what stops that."""
    settings = service.settings.model_copy(
        update={"render_parents": max(workers, service.settings.render_parents)}
    )
    is_over = threading.Event()
    with _scratch(settings.data) as scratch:
        worker = _worker(service, settings, scratch)
        url = database_url(settings)
        host = DbosHost(url, settings.data, settings.client_tasks, settings.model_tasks_per_minute)
        sweeper = Sweeper(settings, service.spool, service.engine, worker.saver, worker.ending)
        with worker.renderer.held():
            at_once = {"models": settings.model_calls_at_once, "renders": workers}
            host.start(worker, at_once, [Schedule("sweep", EVERY_HOUR, sweeper.sweep)])
            attending = Attending(worker, service.tasks, service.spool)
            replaying = ReplayWorker(Replays(settings, service.database))
            for beside in (attending.run, replaying.run):
                threading.Thread(target=beside, args=(is_over,), daemon=True).start()

            def stop() -> None:
                is_over.set()
                replaying.leave()
                host.stop(settings.drain_seconds)

            yield stop


def _worker(service: Service, settings: Settings, scratch: Path) -> Worker:
    """Return a worker with all that it works with; raise a Fault before any work starts."""
    promotions = Promotions(settings, service.database)
    revision = promotions.revision()
    promotions.sync()
    index = wiring.scene_index(settings)
    model = wiring.load_model(settings, index)
    progress = Progress()
    wiring.build_index(settings, index, progress.verifying, progress.indexing)
    saver = open_saver(settings)
    context = wiring.context(settings, index, model, scratch=scratch)
    context.search("a circle")  # the first question loads the embedding model: no task waits for that
    renewing = Renewing(promotions, context.prompts, context.checker, revision)
    failures = EventLog(service.database)
    return Worker(
        settings,
        service.database,
        service.engine,
        saver,
        Ending(settings, service.database, saver, service.spool, failures, lambda: renewing.prompts),
        context,
        renewing,
        wiring.renderer(settings, scratch),
        settings.data / scratch,
    )


@contextmanager
def _scratch(data: Path) -> Iterator[Path]:
    """Give a folder of this process's own, below the data folder; those of workers that have died are removed."""
    base = data / "scratch"
    base.mkdir(parents=True, exist_ok=True)
    for lock in base.glob("worker-*.lock"):
        with suppress(Timeout), FileLock(lock, blocking=False):
            _remove(lock.with_suffix(""))
            lock.unlink(missing_ok=True)
    for removed in base.glob(".gone-*"):
        shutil.rmtree(removed, ignore_errors=True)
    own = base / f"worker-{uuid.uuid4().hex}"
    with FileLock(f"{own}.lock"):  # before there is a folder: nobody takes it for that of a dead one
        own.mkdir()
        yield own.relative_to(data)
        with suppress(OSError):  # what it had in hand stays for who goes on with it
            own.rmdir()
            Path(f"{own}.lock").unlink()


def _remove(folder: Path) -> None:
    """Remove a folder, all of it at one moment for those that may take something out of it."""
    gone = folder.with_name(f".gone-{uuid.uuid4().hex}")
    with suppress(FileNotFoundError):
        folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _end() -> None:
    """End at once: threads that wait for a model or a database are not waited for, others go on with their tasks."""
    sys.stdout.flush()
    stop_telemetry()
    logging.shutdown()
    os._exit(0)
