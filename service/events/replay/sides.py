"""The two sides of a replay: the settings as they are, and as a candidate would have them; what each works with."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from agent.budget import Budget
from agent.context import Context
from agent.sandbox.client import SandboxRenderer
from index.delivered import Delivered
from index.store import Index
from service import wiring
from service.events.promotion.overlay import write
from service.events.promotion.promotions import Promotions
from service.events.replay.candidates import told
from service.settings import Settings


@dataclass(frozen=True)
class Side:
    """One way of doing tasks."""

    context: Context
    renderer: SandboxRenderer
    budget: Budget
    made_of: str
    """A hash of all that it depends on: a replay goes on only while this is the same."""


def side(name: str, settings: Settings, scratch: Path) -> Side:
    """Return what a side works with, its index built; raise a Fault before anything is run."""
    index = index_of(name, settings)
    model = wiring.load_model(settings, index)
    wiring.build_index(settings, index)
    context = wiring.context(settings, index, model, scratch=scratch)
    context.search("a circle")  # the first question loads the embedding model: no run is to wait for that
    made_of = _made_of(settings, index, context)
    return Side(context, wiring.renderer(settings, scratch), wiring.budget(settings), made_of)


def index_of(name: str, settings: Settings) -> Index:
    """Return a side's index: where it is not built it lies by itself, for building removes what workers have open."""
    index = wiring.scene_index(settings)
    if index.is_built:
        return index
    own = replace(index, folder=settings.data / "replays" / "index" / name, url=None)
    own.delivered = Delivered(settings.data / "delivered.sqlite", own.embedder)
    return own


def _made_of(settings: Settings, index: Index, context: Context) -> str:
    values = {name: value for name, value in told(settings).items() if name != "promoted"}
    version_of_index = replace(index, url=None).version  # wherever it lies
    read = (version_of_index, context.prompts.versions(), repr(context.checker.promoted), version("manim"))
    parts = (values, settings.seed, read)
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def write_without(promotions: Promotions, number: int, folder: Path) -> None:
    """Write what was promoted, and what lies beside it, into a folder, but for one promotion."""
    shutil.rmtree(folder, ignore_errors=True)
    there = promotions.settings.promoted_folder
    if there.is_dir():
        shutil.copytree(there, folder)
    known = promotions.of()
    used = {(each.kind, each.name): each.content for each in known if each.is_in_use and each.id != number}
    write(folder, used, {(each.kind, each.name) for each in known})


def copy_memory(source: Path, copy: Path) -> None:
    """Copy the repair memory as it stands: what a run learns is not to help another one of the replay."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.unlink(missing_ok=True)
    if source.exists():
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(source)) as there,
            closing(sqlite3.connect(copy)) as made,
        ):
            there.backup(made)
