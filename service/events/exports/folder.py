"""The folder of an export: it takes the place of the last one whole or not at all, and of nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.requests import BadRequest

CARD = "card.json"
OURS = (CARD, "README.md", "train.jsonl", "test.jsonl")
PARTIAL = ".partial"
"""Where an export is written until it is whole: inside its folder, which may be the only one that can be written to."""


def usable(folder: Path) -> Path:
    """Return a folder that is empty or has an export in it; raise BadRequest: what else is there would be lost."""
    others = sorted(each.name for each in folder.iterdir() if each.name != PARTIAL)
    if others and not _is_export(folder):
        raise BadRequest(
            f"{folder} has {others[0]} in it and no export; choose an empty or a new folder with --out"
        )
    return folder


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give a folder to write an export into, whose files take the places of those of the last one at the end."""
    partial = usable(folder) / PARTIAL
    shutil.rmtree(partial, ignore_errors=True)  # of an export that was killed
    partial.mkdir()
    try:
        yield partial
        _move(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _move(partial: Path, folder: Path) -> None:
    """Move an export; its card first, by which the folder is known."""
    for name in OURS:
        if (partial / name).exists():
            (partial / name).replace(folder / name)
        else:
            (folder / name).unlink(missing_ok=True)


def _is_export(folder: Path) -> bool:
    try:
        told = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and {"format", "rows", "taken_away"} <= told.keys()
