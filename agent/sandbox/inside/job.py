"""One job, from the fork to its end: put up its walls, do its work, tell the result."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from agent.sandbox.inside import kernel, walls
from agent.sandbox.inside.channel import Channel

PLAYS = Path("media/videos/scene/plays")
"""Where Manim keeps its finished plays, below the job's folder."""

Spec = dict[str, Any]


def run(fds: dict[str, int], tier: str, user: int, python: list[str]) -> int:
    """Do what the keeper asks in its first message; return the exit status."""
    channel = Channel(fds.pop("talk"))
    spec = channel.receive()
    programs = spec["kind"] == "formulas"
    if tier == "namespaces":
        walls.own_mounts(spec["disk_megabytes"], spec["inodes"])
        user, folder = walls.INSIDE_USER, walls.WORK
    else:
        folder = spec["folder"]
        if os.geteuid() != 0:
            user = os.geteuid()
    os.chdir(folder)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    if "plays" in fds:
        _take_over_plays(fds.pop("plays"), user)
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "TEXMFVAR", "TEXMFHOME"):
        os.environ[name] = folder
    walls.limit(spec["limits"])
    if tier == "none":
        shard = _fork_shards(spec.get("shards", 1))
    else:
        rules = walls.readable_and_writable(folder, python)
        walls.become(user)
        kernel.die_with_parent()
        shard = _fork_shards(spec.get("shards", 1))
        walls.enclose(rules, programs=programs)
    result = _worker(spec["kind"])(spec, fds, channel, shard)
    if shard.number == 0:
        channel.tell({"result": result})
    return 0


class Shard:
    """Which of the processes that share the drawing this one is, and who the others are."""

    def __init__(self, number: int, others: tuple[int, ...]) -> None:
        self.number = number
        self.others = others


def _fork_shards(count: int) -> Shard:
    others = []
    for number in range(1, count):
        pid = os.fork()
        if pid == 0:
            kernel.die_with_parent()
            return Shard(number, ())
        others.append(pid)
    return Shard(0, tuple(others))


def _worker(kind: str) -> Callable[[Spec, dict[str, int], Channel, Shard], dict[str, Any]]:
    from agent.sandbox.inside import drawing, hostile, latex, salvage

    others = {"formulas": latex.work, "hostile": hostile.work, "salvage": salvage.work}
    return others.get(kind, drawing.work)


def _copy(name: str, folder: int) -> None:
    source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(source, "rb") as reader:
        if stat.S_ISREG(os.fstat(source).st_mode):
            with (PLAYS / name).open("wb") as writer:
                shutil.copyfileobj(reader, writer)


def _take_over_plays(folder: int, user: int) -> None:
    """Copy the plays of the previous version from a folder outside, and let go of it."""
    PLAYS.mkdir(parents=True)
    for name in os.listdir(folder):  # there is no path to it from in here
        with suppress(FileNotFoundError):  # another render of the session has just let go of it
            _copy(name, folder)
    os.close(folder)
    if os.geteuid() == 0:
        for path in (PLAYS, *PLAYS.parents, *PLAYS.iterdir()):
            if path != Path():
                os.chown(path, user, user)
