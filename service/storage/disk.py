"""Files that survive the end of the power: linked or copied into their place, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from pathlib import Path


def link(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, replacing what is there; a copy where there can be no link."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = source.with_name(f".{uuid.uuid4().hex}")
    try:
        _linked(source, target, beside)
    finally:  # a rename between two names of one file does nothing
        beside.unlink(missing_ok=True)
    sync(target.parent)
    sync(target.parent.parent)  # the folder may be new


def _linked(source: Path, target: Path, beside: Path) -> None:
    try:
        os.link(source, beside)
        beside.replace(target)
    except OSError:  # another disk, or one that knows no links
        if not source.exists():
            raise
        there = target.with_name(beside.name)
        try:
            shutil.copyfile(source, there)
            sync(there)
            there.replace(target)
        finally:
            there.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
