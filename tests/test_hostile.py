"""The battery: scenes that attack the sandbox, in each of its tiers, as root and as a plain user."""

from __future__ import annotations

import os
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hostile_scenes import HOSTILE, Hostile

from agent.faults import RendererBroken
from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer
from agent.sandbox.keeper import TIERS
from agent.sandbox.pool import FIRST_USER

SECRET = "the-quick-brown-secret-4711"
KEY = "very-secret-key"
SMALL = RenderOptions(160, 90, 5)
GOOD = r"""from manim import *


class DisplayScene(Scene):
    def construct(self):
        formula = MathTex(r"\underbrace{x + y}_{z}EMPTY")
        self.play(Create(Circle()), FadeIn(formula), run_time=0.4)
"""
PLANTERS = {"latex-poisons-the-next-formula", "latex-plants-packages", "latex-plants-pictures"}
NOT_LEFT = ("left no ", "left an unusable ")
MORE_FILES = 4
"""Descriptors that a keeper may have more after the whole battery."""

pytestmark = pytest.mark.slow


class Listeners:
    """Sockets of every kind that a scene could reach; whoever connects waits in the queue until counted."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.tcp = self._made(stack, socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = self._made(stack, socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self.udp_port = self.udp.getsockname()[1]
        self.path = str(folder / "unix")
        self.abstract = f"hostile-{os.getpid()}-{id(self)}"
        names = (self.path, f"\0{self.abstract}")
        streams = [self._made(stack, socket.AF_UNIX, socket.SOCK_STREAM, name) for name in names]
        Path(self.path).chmod(0o777)
        self.streams = [self.tcp, *streams]
        with suppress(OSError):  # a machine without IPv6
            self.streams.append(self._made(stack, socket.AF_INET6, socket.SOCK_STREAM, ("::1", self.port)))

    def _made(self, stack: ExitStack, family: int, kind: int, address: Any) -> socket.socket:
        made = stack.enter_context(socket.socket(family, kind))
        made.bind(address)
        if kind == socket.SOCK_STREAM:
            made.listen(64)
        made.setblocking(False)
        return made

    def heard(self) -> int:
        """Return how many have connected, or sent something, since the last time."""
        count = 0
        for each in self.streams:
            with suppress(BlockingIOError):
                while True:
                    each.accept()[0].close()
                    count += 1
        with suppress(BlockingIOError):
            while True:
                self.udp.recv(1)
                count += 1
        return count


@dataclass
class Arena:
    """A tier's keeper, and all around it that the scenes attack."""

    tier: str
    renderer: SandboxRenderer
    outside: Path
    secret: Path
    listeners: Listeners
    victim: subprocess.Popen[bytes]
    nice: int
    keeper: int
    scratch: Path
    other: Path
    parents: set[int] = field(default_factory=set)
    files: int = 0
    """Descriptors that the keeper had before the first scene."""
    good: int = 0
    digest: str = ""

    def filled_in(self, code: str) -> str:
        """Return the code of a scene with what it attacks filled in."""
        values = {
            "SECRET_FILE": self.secret,
            "OUTSIDE": self.outside,
            "PORT": self.listeners.port,
            "UDP_PORT": self.listeners.udp_port,
            "UNIX": self.listeners.path,
            "ABSTRACT": self.listeners.abstract,
            "VICTIM": self.victim.pid,
            "SERVICE": os.getpid(),
            "OTHER_JOB": self.other,
            "PREFIX": sysconfig.get_paths()["purelib"],
        }
        for name, value in values.items():
            code = code.replace(f"@{name}@", str(value))
        return code

    def heard(self, event: dict[str, Any]) -> None:
        """Note the parent that a scene is forked from."""
        if "parent" in event:
            self.parents.add(event["parent"])

    def left(self) -> list[str]:
        """Return the processes that the parents still have, and the folders of jobs that still exist."""
        found = [f"process {each} of {parent}" for parent in self.parents for each in children(parent)]
        return found + [str(each) for each in self.scratch.glob("job-*")]

    def assert_good(self) -> None:
        """See that a harmless scene with a formula comes out as it always has."""
        self.good += 1
        rendered = self.renderer.render(
            GOOD.replace("EMPTY", "{}" * self.good), "DisplayScene", SMALL, 30, listen=self.heard, digest=True
        )
        assert rendered.ok, rendered.problems
        assert not rendered.problems
        assert rendered.output == ""
        assert rendered.digest == (self.digest or rendered.digest)
        self.digest = rendered.digest


def children(pid: int) -> list[str]:
    found: list[str] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += task.read_text().split()
    return found


def files_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def waited_for(holds: Callable[[], bool], seconds: float = 3) -> bool:
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


@pytest.fixture(scope="module")
def arena(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """One keeper of a tier, with something to attack around it."""
    with ExitStack() as stack:
        # pytest's own folders are closed to other users: the file system's permissions must not help the sandbox
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hostile-")))
        place.chmod(0o755)
        outside = place / "outside"
        outside.mkdir()
        outside.chmod(0o777)
        secret = place / "secret.txt"
        secret.write_text(SECRET)
        secret.chmod(0o644)
        listeners = Listeners(place, stack)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("ROTATOR_API_KEY", KEY)
        victim = stack.enter_context(subprocess.Popen(["sleep", "3600"], start_new_session=True))
        stack.callback(victim.kill)
        base = tmp_path_factory.mktemp(request.param)
        (base / "data" / "run").mkdir(parents=True)
        renderer = SandboxRenderer(
            base / "data", base / "scratch", parents=1, idle_seconds=60, tiers=(request.param,)
        )
        said = renderer.describe()
        stack.callback(renderer.stop)
        scratch = scratch_of(said["keeper"])
        other = scratch / "another-job"
        other.mkdir(mode=0o700)
        for name in ("scene.py", "result.json", "output.txt"):
            (other / name).write_text(SECRET)
        (other / "media").mkdir()
        if os.geteuid() == 0:
            for path in (other, *other.iterdir()):
                os.chown(path, FIRST_USER, FIRST_USER)
        nice = os.getpriority(os.PRIO_PROCESS, victim.pid)
        arena = Arena(
            request.param, renderer, outside, secret, listeners, victim, nice, said["keeper"], scratch, other
        )
        arena.files = files_of(arena.keeper)
        assert said["tier"] == request.param
        assert set(said["attacks"].values()) == {"contained"}
        yield arena


def scratch_of(keeper: int) -> Path:
    """Return the folder that a keeper works in, which is above the home of its parent."""
    environment = Path(f"/proc/{children(keeper)[0]}/environ").read_bytes().split(b"\0")
    return Path(
        next(each for each in environment if each.startswith(b"HOME=")).decode().removeprefix("HOME=")
    ).parent


in_each_tier = pytest.mark.parametrize("arena", TIERS, indirect=True, scope="module")


@in_each_tier
def test_a_good_scene_comes_out(arena: Arena) -> None:
    arena.assert_good()


@in_each_tier
@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(each, id=each.name, marks=[pytest.mark.latex] if each.family == "latex" else [])
        for each in HOSTILE
    ],
)
def test_a_hostile_scene_is_contained(arena: Arena, hostile: Hostile) -> None:
    started = time.monotonic()
    try:
        rendered = arena.renderer.render(
            arena.filled_in(hostile.code), "DisplayScene", SMALL, hostile.seconds, listen=arena.heard
        )
    except RendererBroken as broken:
        took, told, ended = time.monotonic() - started, broken.message, "broken"
        assert any(each in told for each in NOT_LEFT), told
    else:
        took = time.monotonic() - started
        told = "\n".join([rendered.output, repr(rendered), *(each.message for each in rendered.problems)])
        errors = [each.code for each in rendered.problems if each.severity == "error"]
        ended = "ok" if rendered.ok else errors[0]

    assert "BREACH" not in told, told
    assert SECRET not in told
    assert KEY not in told
    assert hostile.ends in ("any", ended), told
    assert took < hostile.seconds + 10
    assert arena.secret.read_text() == SECRET
    assert list(arena.outside.iterdir()) == []
    assert arena.listeners.heard() == 0
    assert arena.victim.poll() is None
    assert os.getpriority(os.PRIO_PROCESS, arena.victim.pid) == arena.nice
    assert {each.name for each in arena.other.iterdir()} == {"scene.py", "result.json", "output.txt", "media"}
    assert (arena.other / "scene.py").read_text() == SECRET
    assert waited_for(lambda: not arena.left()), arena.left()
    if hostile.family == "tamper" or hostile.name in PLANTERS:
        arena.assert_good()


@in_each_tier
def test_nothing_is_left_of_all_that(arena: Arena) -> None:
    arena.assert_good()
    assert waited_for(lambda: files_of(arena.keeper) <= arena.files + MORE_FILES)
    assert waited_for(lambda: not arena.left()), arena.left()
