"""What results are called: no name from a request reaches a disk or a bucket unless it is one of these."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["video", "poster", "still", "code", "report"]

TASK = re.compile(r"[0-9a-f]{32}", re.ASCII)
TRANSIENT: tuple[Kind, ...] = ("video", "poster", "still")
"""What goes when a video expires or is removed; code and report are for ever."""

_KINDS: tuple[tuple[str, Kind, str], ...] = (
    (r"animation\.mp4", "video", "video/mp4"),
    (r"poster\.png", "poster", "image/png"),
    (r"finding-[0-9]{2,3}\.jpg", "still", "image/jpeg"),
    (r"scene\.py", "code", "text/x-python; charset=utf-8"),
    (r"report\.json", "report", "application/json"),
)


class BadKey(ValueError):
    """A name that no result has."""


def kind_of(name: str) -> Kind:
    """Return what kind of result has this name; raise BadKey."""
    return _known(name)[0]


def content_type(name: str) -> str:
    """Return the media type of the result of this name; raise BadKey."""
    return _known(name)[1]


def is_result(name: str) -> bool:
    """Say whether a result may have this name."""
    return any(re.fullmatch(pattern, name) for pattern, _, _ in _KINDS)


def key_of(task_id: str, name: str) -> str:
    """Return the key of a result in the bucket; raise BadKey."""
    if not TASK.fullmatch(task_id):
        raise BadKey(f"{task_id!r} is no task's id")
    _known(name)
    return f"{task_id}/{name}"


def parts_of(key: str) -> tuple[str, str]:
    """Return the task's id and the name that a key is made of; raise BadKey."""
    task_id, _, name = key.partition("/")
    key_of(task_id, name)
    return task_id, name


def _known(name: str) -> tuple[Kind, str]:
    for pattern, kind, media_type in _KINDS:
        if re.fullmatch(pattern, name):
            return kind, media_type
    raise BadKey(f"{name!r} is no result's name")
