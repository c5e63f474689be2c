"""Whether this process can do its work now: each thing that it needs, with what would mend it; asked often, so cheap."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from agent.faults import Fault
from service import doctor, wiring
from service.database import Database
from service.settings import Settings

if TYPE_CHECKING:
    from index.store import Index

KEPT_SECONDS = 5.0
LONGEST_SECONDS = 2.0
CONNECT_SECONDS = 1.0
LEAST_FREE = 512 * 2**20
"""Bytes: some renders and what the database writes have room in them."""
MB = 10**6
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Condition:
    """One thing that the work depends on; what is not `needed` stops nothing."""

    name: str
    ok: bool
    found: str
    needed: bool = True
    remedy: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the condition as `GET /readyz` shows it: a remedy only for what is wrong."""
        return {**asdict(self), "remedy": None if self.ok else self.remedy}


Look = Callable[[], Condition]


class Readiness:
    """Looks at each condition, all at a time and never for long; keeps what it saw for some seconds."""

    def __init__(self, looks: Mapping[str, Look]) -> None:
        self._looks = looks
        self._looking: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()
        self._seen: tuple[Condition, ...] = ()
        self._seen_at = float("-inf")

    def conditions(self) -> tuple[Condition, ...]:
        """Return all conditions."""
        with self._lock:
            if time.monotonic() - self._seen_at > KEPT_SECONDS:
                self._seen = self._look()
                self._seen_at = time.monotonic()
            return self._seen

    def _look(self) -> tuple[Condition, ...]:
        answers = {name: self._begin(name, look) for name, look in self._looks.items()}
        end = time.monotonic() + LONGEST_SECONDS
        return tuple(_answer(name, answer, end) for name, answer in answers.items())

    def _begin(self, name: str, look: Look) -> SimpleQueue[Condition]:
        """Look in a thread that nobody waits for in the end; one that hangs is not joined by another."""
        answer: SimpleQueue[Condition] = SimpleQueue()
        before = self._looking.get(name)
        if before is None or not before.is_alive():
            thread = threading.Thread(target=_look_at, args=(name, look, answer), daemon=True)
            self._looking[name] = thread
            thread.start()
        return answer


def _look_at(name: str, look: Look, answer: SimpleQueue[Condition]) -> None:
    try:
        answer.put(look())
    except Fault as fault:
        answer.put(Condition(name, False, fault.message, remedy=fault.remedy))
    except Exception as error:  # whatever is wrong with it, it is not ready
        answer.put(Condition(name, False, type(error).__name__, remedy="see the log; run `rotator doctor`"))


def _answer(name: str, answer: SimpleQueue[Condition], end: float) -> Condition:
    try:
        return answer.get(timeout=max(0.0, end - time.monotonic()))
    except Empty:
        return Condition(name, False, "it does not answer", remedy="see that it runs and is not overloaded")


def readiness(settings: Settings, database: Database, *, makes_videos: bool) -> Readiness:
    """Return what this process needs: one that makes no videos needs neither sandbox nor model nor LaTeX."""
    looks: dict[str, Look] = {
        "database": partial(_database, database),
        "disk": partial(_disk, settings),
        "bucket": partial(_bucket, settings),
        "index": partial(_index, settings, cache(partial(wiring.scene_index, settings)), makes_videos),
    }
    if makes_videos:
        looks |= {
            "sandbox": partial(_sandbox, settings),
            "model": partial(_model, settings),
            "latex": _latex,
        }
    return Readiness(looks)


def _database(database: Database) -> Condition:
    remedy = "see that it runs and that ROTATOR_DATABASE_URL is right"
    try:
        with database.reading() as connection:
            connection.execute(sa.text("SELECT id FROM tasks LIMIT 1"))
    except sa.exc.SQLAlchemyError as error:
        return Condition("database", False, f"it cannot be asked ({type(error).__name__})", remedy=remedy)
    return Condition("database", True, database.engine.dialect.name)


def _disk(settings: Settings) -> Condition:
    remedy = "make room in the data folder, or set ROTATOR_DATA to a disk that has some"
    try:
        free = shutil.disk_usage(settings.data).free
    except OSError as error:
        return Condition("disk", False, f"the data folder: {error.strerror}", remedy=remedy)
    is_writable = os.access(settings.data, os.W_OK)
    found = f"{free / MB:.0f} MB free" if is_writable else "the data folder cannot be written to"
    return Condition("disk", is_writable and free >= LEAST_FREE, found, remedy=remedy)


def _bucket(settings: Settings) -> Condition:
    """See whether results can be stored; where not, they are kept and stored later."""
    remedy = "see that the S3 server runs and that ROTATOR_BUCKET_ENDPOINT is right; results wait until then"
    if settings.bucket_url is None:
        return Condition("bucket", True, "a folder in the data folder", needed=False)
    if settings.bucket_endpoint is None:
        return Condition("bucket", True, "set; its provider is not asked", needed=False)
    return _reachable("bucket", settings.bucket_endpoint, remedy, needed=False)


def _index(settings: Settings, index: Callable[[], Index], needed: bool) -> Condition:
    if settings.chroma_url is not None:
        remedy = "see that the Chroma server answers there (chroma run), or unset ROTATOR_CHROMA_URL"
        server = _reachable("index", settings.chroma_url, remedy, needed=needed)
        if not server.ok:
            return server
    is_built = index().is_built
    found = "built" if is_built else "not built, or stale"
    return Condition("index", is_built, found, needed, "run `rotator index build`")


def _sandbox(settings: Settings) -> Condition:
    renderer = wiring.renderer(settings)
    if not renderer.is_running:
        return Condition("sandbox", True, "not started yet: the first render starts it")
    tier = renderer.describe()["tier"]
    found = "NONE: programs run with all rights of this process" if tier == "none" else str(tier)
    return Condition("sandbox", tier != "none", found, needed=False, remedy="run `rotator doctor`")


def _model(settings: Settings) -> Condition:
    name = wiring.model_name(settings)
    if settings.model is None or settings.base_url is None:
        return Condition("model", True, name)
    remedy = "see that the model's server runs and that ROTATOR_BASE_URL is right"
    return _reachable("model", settings.base_url, remedy)


def _latex() -> Condition:
    check = doctor.latex()
    remedy = doctor.install_line((check,))
    return Condition("latex", check.ok, "installed" if check.ok else "not found", check.needed, remedy)


def _reachable(name: str, url: str, remedy: str, *, needed: bool = True) -> Condition:
    """See whether something listens at an address."""
    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or PORTS.get(parts.scheme, 443))
    try:
        socket.create_connection(place, CONNECT_SECONDS).close()
    except OSError as error:
        return Condition(
            name, False, f"nothing answers at {place[0]}:{place[1]} ({type(error).__name__})", needed, remedy
        )
    return Condition(name, True, f"answers at {place[0]}:{place[1]}", needed)
