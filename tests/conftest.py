"""What the tests share: a data folder with a built index, and drafts by name."""

from __future__ import annotations

import os
import shutil
import socket
from functools import partial
from pathlib import Path

import pytest

from agent.check import Checker, checker
from agent.context import Context
from agent.sandbox.client import SandboxRenderer
from agent.scripted import Scripted
from index.embedder import Embedder
from index.store import Index
from knowledge.catalogue import load
from knowledge.contents import Contents
from knowledge.library import library
from service.wiring import silence

ROOT = Path(__file__).parent.parent
KEEPER_IDLE = 20.0
VECTORS = ROOT / ".pytest_cache" / "vectors.sqlite"
"""What the index has embedded the last time: that takes most of the time of building it."""

GOOD = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        self.play(Create(Circle()), run_time=0.4)
"""
BROKEN = GOOD.replace("Create(Circle())", "Create(Frobnicator())")
UNPARSED = GOOD.replace("Create(Circle())", "Create(Circle() Square()), 3 = 4")
"""Neither of the two can be mended without the model."""


def fenced(code: str) -> str:
    return f"Here it is:\n\n```python\n{code}```\n"


def free_port() -> int:
    """Return a loopback port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def jobs_below(folder: Path) -> list[int]:
    """Return the jobs that the keepers of the data folder `folder` run."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder / "run":
                found += jobs_of(int(process.name))
        except OSError:  # it has ended
            continue
    return found


def jobs_of(keeper: int) -> list[int]:
    """Return the jobs among the descendants of a keeper: each leads a session of its own."""
    found, waiting = [], [keeper]
    while waiting:
        pid = waiting.pop()
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
            session = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[3])
        except (OSError, IndexError):
            continue
        if session not in (0, os.getsid(keeper)):
            found.append(pid)
    return found


@pytest.fixture(scope="session", autouse=True)
def quiet() -> None:
    """No test reads a setting of the person who runs it, nor reports anything to anybody."""
    for name in [name for name in os.environ if name.startswith("ROTATOR_")]:
        del os.environ[name]
    os.environ["ROTATOR_RENDER_IDLE_SECONDS"] = str(KEEPER_IDLE)
    silence()


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that all the test processes share."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "data"


@pytest.fixture(scope="session")
def index(data: Path) -> Index:
    """The index of the library, built once."""
    catalogue = partial(load, data / "cache" / "catalogue")
    contents = Contents(library(), catalogue)
    vectors = data / "cache" / "vectors.sqlite"
    if not vectors.exists() and VECTORS.exists():
        vectors.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(VECTORS, vectors)
    index = Index(data / "index", contents, Embedder(vectors))
    if index.build():
        VECTORS.parent.mkdir(exist_ok=True)
        shutil.copyfile(vectors, VECTORS.with_suffix(f".{os.getpid()}"))
        VECTORS.with_suffix(f".{os.getpid()}").replace(VECTORS)
    return index


@pytest.fixture
def folder(data: Path, index: Index, tmp_path: Path) -> Path:
    """A data folder of a test's own, with the index that all share."""
    own = tmp_path / "data"
    own.mkdir()
    for name in ("index", "cache"):
        (own / name).symlink_to(data / name)
    return own


@pytest.fixture
def renderer(data: Path, tmp_path: Path) -> SandboxRenderer:
    """The renderer: all test processes share its keeper, which ends soon after them."""
    return SandboxRenderer(data, tmp_path / "scratch", parents=2, idle_seconds=KEEPER_IDLE)


@pytest.fixture(scope="session")
def checked(data: Path) -> Checker:
    """The check, which all the test processes share the catalogue of."""
    return checker(data / "cache" / "catalogue")


@pytest.fixture
def scripted(renderer: SandboxRenderer, checked: Checker):
    """Return a context whose model answers with the given script."""

    def context(*script: object) -> Context:
        return Context(
            search=lambda query: (), model=Scripted(script=list(script)), renderer=renderer, checker=checked
        )

    return context
