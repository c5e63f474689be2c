"""The spool: results lie here, safe on this machine's disk, until the bucket has them."""

from __future__ import annotations

import logging
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from filelock import FileLock

from service.database import Database, files
from service.storage.bucket import Bucket, BucketDown, bucket_of
from service.storage.disk import link, sha256_of, sync
from service.storage.naming import TASK, TRANSIENT, content_type, is_result, key_of, kind_of
from service.storage.results import Result, Unavailable, part_of

if TYPE_CHECKING:
    from service.settings import Settings

FAILURES = 3
"""After so many tasks in a row that would not go up, the bucket is taken to be down for now."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Uploaded:
    """How many results went to the bucket, and how many are still to go."""

    stored: int
    left: int


@dataclass(frozen=True)
class Spool:
    """The spool of this machine, which all its processes share."""

    folder: Path
    bucket: Bucket
    database: Database

    @property
    def id(self) -> str:
        """The spool's own name, by which rows say in which spool a file lies."""
        path = self.folder / "id"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            own = self.folder / f".id-{uuid.uuid4().hex}"
            own.write_text(uuid.uuid4().hex, encoding="ascii")
            sync(own)
            with suppress(FileExistsError):  # another process was first
                os.link(own, path)
            own.unlink()
            sync(self.folder)
        return path.read_text(encoding="ascii")

    def deliver(self, task_id: str, folder: Path) -> Uploaded:
        """Take the whole folder of results over, in place of the task's earlier ones; upload what can be now.

        Once it returns they are safe, whether or not the bucket has them. Called again after a crash, with a
        folder that is gone already or not, it goes on from where it was.
        """
        key_of(task_id, "report.json")
        with self._locked(task_id):
            if folder.is_dir():
                self._take(task_id, folder)
            before = self._left(files.c.task == task_id)
            try:
                self._upload(task_id)
            except BucketDown as fault:
                log.warning("%s; the results of task %s are kept and go there later", fault.message, task_id)
            left = self._left(files.c.task == task_id)
            return Uploaded(before - left, left)

    def _take(self, task_id: str, folder: Path) -> None:
        """Link the files here, write their rows, remove the folder in one step: at no point is a file nowhere."""
        rows = [self._row(task_id, path) for path in sorted(folder.iterdir()) if is_result(path.name)]
        for row in rows:
            sync(folder / str(row["name"]))
            link(folder / str(row["name"]), self._path(task_id, str(row["name"]), str(row["sha256"])))
        if rows:
            self._write(task_id, rows)
        taken = folder.with_name(f".taken-{uuid.uuid4().hex}")
        folder.rename(taken)
        shutil.rmtree(taken, ignore_errors=True)
        self._tidy(task_id)

    def _row(self, task_id: str, path: Path) -> dict[str, object]:
        return {
            "task": task_id,
            "name": path.name,
            "kind": kind_of(path.name),
            "bytes": path.stat().st_size,
            "sha256": sha256_of(path),
            "state": "spooled",
            "spool": self.id,
            "made": time.time(),
        }

    def _write(self, task_id: str, rows: list[dict[str, object]]) -> None:
        """Write rows over those before; a program and a report that come without successors stay."""
        replaced = sa.or_(files.c.kind.in_(TRANSIENT), files.c.name.in_([row["name"] for row in rows]))
        with self.database.writing() as connection:
            connection.execute(sa.delete(files).where(files.c.task == task_id, replaced))
            connection.execute(sa.insert(files), rows)

    def flush(self) -> Uploaded:
        """Upload what is left in this spool, and remove what nobody asks for any more."""
        before, failures = self._left(), 0
        for task_id in self._waiting():
            try:
                with self._locked(task_id):
                    self._upload(task_id)
                failures = 0
            except BucketDown as fault:
                failures += 1
                if failures == FAILURES:
                    log.warning("%s; what is in the spool waits", fault.message)
                    break
        self.tidy()
        left = self._left()
        return Uploaded(max(0, before - left), left)

    def _upload(self, task_id: str) -> None:
        """Upload what the task has here; the caller holds its lock; raise BucketDown."""
        mine = sa.select(files).where(files.c.task == task_id, *self._mine())
        with self.database.reading() as connection:
            rows = connection.execute(mine).all()
        for row in rows:
            path = self._path(task_id, row.name, row.sha256)
            try:
                self.bucket.put(key_of(task_id, row.name), path, content_type(row.name))
            except FileNotFoundError:
                log.error("%s of task %s is not in the spool, where it should be", row.name, task_id)
                continue
            if not self._mark_stored(row):
                self._take_back(task_id, row.name)
        self._tidy(task_id)

    def _mark_stored(self, row: sa.Row[tuple[object, ...]]) -> bool:
        same = sa.and_(files.c.task == row.task, files.c.name == row.name, files.c.sha256 == row.sha256)
        stored = sa.update(files).where(same, *self._mine()).values(state="stored", spool=None)
        with self.database.writing() as connection:
            return connection.execute(stored).rowcount > 0

    def _take_back(self, task_id: str, name: str) -> None:
        """Delete what was removed while it went up; what another worker has delivered since is its own."""
        query = sa.select(files.c.name).where(files.c.task == task_id, files.c.name == name)
        with self.database.reading() as connection:
            if connection.execute(query).first() is None:
                self.bucket.delete([key_of(task_id, name)])

    def open(self, task_id: str, name: str) -> Result | None:
        """Return where a result is, None where there is none; raise Unavailable or BadKey."""
        key_of(task_id, name)
        found = self._find(task_id, name)
        if found is not None and found.path is not None and not found.path.exists():
            found = self._find(task_id, name)  # it was uploaded at this moment
        return found

    def _find(self, task_id: str, name: str) -> Result | None:
        query = sa.select(files).where(files.c.task == task_id, files.c.name == name)
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        path = None if row.state == "stored" else self._path(task_id, name, row.sha256)
        if path is not None and row.spool != self.id:
            remedy = "try again in a minute; if it stays so, see that the bucket answers to all workers"
            raise Unavailable(f"{name} is still on the machine that made it", remedy)
        return Result(task_id, name, row.bytes, row.sha256, row.made, path)

    def read(self, result: Result, start: int, end: int) -> Iterator[bytes]:
        """Return the bytes from `start` up to `end`, in chunks; raise BucketDown or FileNotFoundError."""
        if result.path is not None:
            with suppress(FileNotFoundError):  # it was uploaded since
                return part_of(result.path, start, end)
        return self.bucket.read(key_of(result.task_id, result.name), start, end)

    def tidy(self) -> None:
        """Remove what lies here and has no row, or is in the bucket already."""
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            if TASK.fullmatch(path.name):
                self.tidy_task(path.name)

    def tidy_task(self, task_id: str) -> None:
        """Remove what lies here of a task and has no row, or is in the bucket already."""
        with self._locked(task_id):
            self._tidy(task_id)

    def _tidy(self, task_id: str) -> None:
        folder = self.folder / task_id
        if not folder.is_dir():
            return
        query = sa.select(files.c.name, files.c.sha256).where(files.c.task == task_id, *self._mine())
        with self.database.reading() as connection:
            wanted = {self._path(task_id, row.name, row.sha256) for row in connection.execute(query)}
        for path in folder.iterdir():
            if path not in wanted:
                path.unlink()
        with suppress(OSError):  # what is wanted stays
            folder.rmdir()

    def _waiting(self) -> Iterable[str]:
        query = sa.select(files.c.task).where(*self._mine()).group_by(files.c.task)
        with self.database.reading() as connection:
            return connection.scalars(query.order_by(sa.func.min(files.c.made))).all()

    def _left(self, *conditions: sa.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(files).where(*self._mine(), *conditions)
        with self.database.reading() as connection:
            return connection.scalar(query) or 0

    def _mine(self) -> tuple[sa.ColumnElement[bool], ...]:
        return files.c.state == "spooled", files.c.spool == self.id

    def _path(self, task_id: str, name: str, sha256: str) -> Path:
        """Return where a file lies here; its content is in its name, so a newer one never takes its place."""
        return self.folder / task_id / f"{sha256}-{name}"

    @contextmanager
    def _locked(self, task_id: str) -> Iterator[None]:
        locks = self.folder / "locks"
        locks.mkdir(parents=True, exist_ok=True)
        with FileLock(locks / task_id[:2]):  # as few as needed, for lock files stay
            yield


def spool_of(settings: Settings, database: Database) -> Spool:
    """Return the spool of this machine, before the bucket that the settings name; raise BadBucket."""
    return Spool(settings.data / "spool", bucket_of(settings), database)
