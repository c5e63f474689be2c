"""What takes results away again: their time is over, somebody asks for it, or nothing knows of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from service.database import Database, files, tasks
from service.storage.bucket import BucketDown, Listed
from service.storage.naming import TRANSIENT, key_of, parts_of

if TYPE_CHECKING:
    from service.settings import Settings
    from service.storage.spool import Spool

BATCH = 500
DAY = 86_400.0
GRACE = 3600.0
"""Seconds after which an object without a row, or a row without an object, is no longer about to get one."""
TOLD = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Swept:
    """What a sweep found and did."""

    expired: tuple[str, ...]
    """Tasks whose video is gone now."""
    orphans: int
    """Objects that were deleted because no task has them."""
    lost: tuple[str, ...]
    """Keys that should be in the bucket and are not."""
    compared: bool
    """Whether the bucket was there to be compared with what should lie in it."""

    def as_json(self) -> dict[str, Any]:
        """Return it as `rotator storage sweep --json` shows it."""
        return asdict(self)


def expiry(settings: Settings, now: float) -> float:
    """Return when a video that is made now goes."""
    return now + settings.video_days * DAY


def sweep(spool: Spool, now: float) -> Swept:
    """Take away the videos whose time is over and the objects that no task has.

    What the bucket was not there to delete is an object that no task has, for the next sweep.
    """
    expired = tuple(_expire(spool, now))
    spool.tidy()
    try:
        orphans, lost = _compare(spool, now)
    except BucketDown as fault:
        log.warning("%s; it is swept next time", fault.message)
        return Swept(expired, 0, (), compared=False)
    if lost:
        shown = ", ".join(lost[:TOLD])
        log.error("%d results are not in the bucket, where they should be: %s", len(lost), shown)
    return Swept(expired, orphans, lost, compared=True)


def remove(spool: Spool, task_id: str) -> bool:
    """Take a task's video, poster and stills away; its code and report stay; return False where there is no task."""
    key_of(task_id, "animation.mp4")
    with spool.database.writing() as connection:
        found = connection.scalar(sa.select(tasks.c.id).where(tasks.c.id == task_id).with_for_update())
        keys = _forget(connection, [task_id], "removed") if found else []
    spool.tidy_task(task_id)
    _delete(spool, keys)
    return found is not None


def _expire(spool: Spool, now: float) -> Iterator[str]:
    over = sa.select(tasks.c.id).where(tasks.c.video == "there", tasks.c.expires <= now)
    while True:
        with spool.database.writing() as connection:
            ids = connection.scalars(over.limit(BATCH).with_for_update()).all()
            keys = _forget(connection, ids, "expired")
        if not ids:
            return
        yield from ids
        _delete(spool, keys)


def _forget(
    connection: sa.Connection, ids: Sequence[str], state: Literal["expired", "removed"]
) -> Sequence[str]:
    """Delete the rows of what goes, the object after its row: from now on nobody is shown it."""
    gone = sa.and_(files.c.task.in_(ids), files.c.kind.in_(TRANSIENT))
    rows = connection.execute(sa.select(files.c.task, files.c.name).where(gone)).all()
    connection.execute(sa.delete(files).where(gone))
    had_one = sa.and_(tasks.c.id.in_(ids), tasks.c.video != "none")
    connection.execute(sa.update(tasks).where(had_one).values(video=state))
    return [key_of(row.task, row.name) for row in rows]


def _delete(spool: Spool, keys: Sequence[str]) -> None:
    try:
        spool.bucket.delete(keys)
    except BucketDown as fault:
        log.warning("%s; %d objects are deleted by a later sweep", fault.message, len(keys))


def _compare(spool: Spool, now: float) -> tuple[int, tuple[str, ...]]:
    """Delete the objects that no task has; return how many, and the keys of what no object is there for; raise BucketDown."""
    before = set(_stored(spool.database, now))
    orphans = 0
    for batch in _batches(spool.bucket.list()):
        before.difference_update(each.key for each in batch)
        found = _orphans(spool.database, [each for each in batch if each.modified < now - GRACE])
        spool.bucket.delete(found)
        orphans += len(found)
    still = before.intersection(_stored(spool.database, now)) if before else ()
    return orphans, tuple(sorted(still))


def _stored(database: Database, now: float) -> Iterable[str]:
    query = sa.select(files.c.task, files.c.name).where(files.c.state == "stored", files.c.made < now - GRACE)
    with database.reading() as connection:
        return [key_of(row.task, row.name) for row in connection.execute(query)]


def _orphans(database: Database, listed: Sequence[Listed]) -> list[str]:
    """Return the keys that have no row; a task that is worked on may be about to write one."""
    ids = {parts_of(each.key)[0] for each in listed}
    active = sa.select(tasks.c.id).where(tasks.c.id.in_(ids), tasks.c.status.in_(("pending", "running")))
    with database.reading() as connection:
        rows = connection.execute(sa.select(files.c.task, files.c.name).where(files.c.task.in_(ids))).all()
        busy = set(connection.scalars(active))
    known = {key_of(row.task, row.name) for row in rows}
    return [each.key for each in listed if each.key not in known and parts_of(each.key)[0] not in busy]


def _batches(listed: Iterator[Listed]) -> Iterator[list[Listed]]:
    while batch := list(islice(listed, BATCH)):
        yield batch
