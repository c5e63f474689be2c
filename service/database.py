"""The database of the service: its tables, on SQLite or PostgreSQL by URL, beside those of the task engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.pool import ConnectionPoolEntry

from agent.faults import Fault
from service.settings import Settings

SCHEMA_LOCK = 0x5348_4150
"""Of the advisory lock under which PostgreSQL's tables are made."""

metadata = sa.MetaData()

tasks = sa.Table(
    "tasks",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column(
        "client", sa.Text, nullable=False, comment="who asked: key:ID, or ip:ADDRESS where keys are off"
    ),
    sa.Column("session", sa.String(32), nullable=False, comment="the id of its first task"),
    sa.Column("parent", sa.String(32), comment="the task whose scene this one changes"),
    sa.Column("version", sa.Integer, nullable=False, comment="counts the tasks of a session from 1"),
    sa.Column("kind", sa.Text, nullable=False, comment="generate, refine or edit"),
    sa.Column("prompt", sa.Text, nullable=False),
    sa.Column("given", sa.Text, comment="the program that a person wrote, of an edit"),
    sa.Column("options", sa.JSON, nullable=False, comment="width, height, fps"),
    sa.Column("fresh", sa.Boolean, nullable=False, default=False),
    sa.Column(
        "remake",
        sa.Boolean,
        nullable=False,
        default=False,
        comment="its video is made again, from its program",
    ),
    sa.Column("priority", sa.Integer, nullable=False, default=5, comment="1 is first, among a client's own"),
    sa.Column("status", sa.Text, nullable=False, comment="pending, running, completed, failed or cancelled"),
    sa.Column(
        "leg", sa.Integer, nullable=False, default=1, comment="which of its workflows is the current one"
    ),
    sa.Column("stage", sa.Text),
    sa.Column("attempt", sa.Integer, nullable=False, default=0),
    sa.Column("created", sa.Float, nullable=False),
    sa.Column("started", sa.Float),
    sa.Column("finished", sa.Float),
    sa.Column("code", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("report", sa.JSON, comment="the report card, once there is one"),
    sa.Column("partial", sa.Boolean, nullable=False, default=False),
    sa.Column("dead", sa.Boolean, nullable=False, default=False, comment="it ended its workers too often"),
    sa.Column("video", sa.Text, nullable=False, default="none", comment="none, there, expired or removed"),
    sa.Column("expires", sa.Float, comment="when the video goes"),
    sa.Column("rating", sa.Boolean),
    sa.Index("tasks_by_session", "session", "version"),
    sa.Index("tasks_by_client", "client", "created"),
    sa.Index("tasks_by_status", "status"),
    sa.Index("tasks_by_expiry", "expires"),
)

files = sa.Table(
    "files",
    metadata,
    sa.Column("task", sa.String(32), sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True, comment="as in the bucket, below the task's id"),
    sa.Column("kind", sa.Text, nullable=False, comment="video, poster, still, code or report"),
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column(
        "state", sa.Text, nullable=False, comment="spooled (on a worker's disk, to be uploaded) or stored"
    ),
    sa.Column("spool", sa.Text, comment="which spool it lies in, while it does"),
    sa.Column("made", sa.Float, nullable=False),
    sa.Index("files_by_state", "state"),
)


class DatabaseUnusable(Fault):
    """The database cannot be reached or written."""


@dataclass(frozen=True)
class Database:
    """Connections to the service's database."""

    engine: sa.Engine

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection that only reads."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a connection in a transaction, which is kept if nothing goes wrong.

        SQLite's takes the write lock at its start: one that read first could not wait for it later.
        """
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def stand_in_line(self, connection: sa.Connection, what: str) -> None:
        """Wait within a transaction until no other one does the same: SQLite has one that writes as it is."""
        if not self.is_sqlite:
            lock = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")
            connection.execute(lock, {"what": what})


def database_url(settings: Settings) -> str:
    """Return the address of the database, as SQLAlchemy writes it."""
    if settings.database_url is None:
        return f"sqlite:///{settings.data / 'tasks.sqlite'}"
    url = settings.database_url.get_secret_value()
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def open_database(settings: Settings) -> Database:
    """Return the database with its tables made; raise DatabaseUnusable."""
    url = database_url(settings)
    try:
        database = Database(_sqlite(url) if url.startswith("sqlite") else _postgresql(url))
        _make_tables(database, settings.data)
    except (sa.exc.SQLAlchemyError, OSError, ModuleNotFoundError) as error:
        where = sa.make_url(url).render_as_string(hide_password=True)
        told = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise DatabaseUnusable(
            f"the database {where} cannot be used: {told}",
            "see that it runs and that ROTATOR_DATABASE_URL is right; unset it for SQLite in the data folder",
        ) from error
    return database


def _sqlite(url: str) -> sa.Engine:
    Path(sa.make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin as we say, not as the driver guesses
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: str) -> sa.Engine:
    return sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)


def _make_tables(database: Database, data: Path) -> None:
    """Make what is missing, one process at a time."""
    import service.api.keys
    import service.events.imports.table
    import service.events.promotion.promotions
    import service.events.replay.tables
    import service.events.tables
    import service.measures  # noqa: F401 - they have tables of their own

    if database.is_sqlite:
        with FileLock(data / "tasks.lock"):
            metadata.create_all(database.engine)
        return
    with database.writing() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})
        metadata.create_all(connection)
