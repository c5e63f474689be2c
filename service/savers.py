"""Where the agent's steps are kept: beside the tasks, in a SQLite file or in their PostgreSQL."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from filelock import FileLock
from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.serializer import StateSerializer
from service.database import database_url
from service.executors import alone
from service.settings import Settings

if TYPE_CHECKING:
    from langgraph.checkpoint.postgres import PostgresSaver
    from langgraph.checkpoint.sqlite import SqliteSaver
    from psycopg import Connection
    from psycopg_pool import ConnectionPool


def open_saver(settings: Settings) -> BaseCheckpointSaver[Any]:
    """Return the saver of the database that is set, its tables made by one process at a time."""
    url = database_url(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    is_file = url.startswith("sqlite")
    saver: SqliteSaver | PostgresSaver = _sqlite(settings) if is_file else _postgresql(url)
    with FileLock(settings.data / "tasks.lock") if is_file else alone(url, "steps"):
        saver.setup()
    return saver


def _sqlite(settings: Settings) -> SqliteSaver:
    from langgraph.checkpoint.sqlite import SqliteSaver

    connection = sqlite3.connect(settings.data / "steps.sqlite", timeout=30, check_same_thread=False)
    return SqliteSaver(connection, serde=StateSerializer())


def _postgresql(url: str) -> PostgresSaver:
    from langgraph.checkpoint.postgres import PostgresSaver
    from psycopg.rows import dict_row
    from psycopg_pool import ConnectionPool

    pool: ConnectionPool[Connection[dict[str, Any]]] = ConnectionPool(
        url.replace("postgresql+psycopg://", "postgresql://"),
        min_size=1,
        max_size=8,
        kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
        open=True,
    )
    return PostgresSaver(pool, serde=StateSerializer())
