"""What the tests share: a data folder with a built index, and drafts by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.context import Context
from agent.sandbox.process import ProcessRenderer
from agent.scripted import Scripted
from index.embedder import Embedder
from index.scenes import SceneIndex
from knowledge.library import library
from service.wiring import silence

ROOT = Path(__file__).parent.parent

GOOD = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        self.play(Create(Circle()), run_time=0.4)
"""
BROKEN = GOOD.replace("Create(Circle())", "Create(Circel())")
UNPARSED = GOOD.replace(
    "self.play(Create(Circle()), run_time=0.4)", "self.play(Create(Circle(), run_time=0.4"
)


def fenced(code: str) -> str:
    return f"Here it is:\n\n```python\n{code}```\n"


def jobs_below(folder: Path) -> list[str]:
    """Return the ids of the processes whose working folder lies below `folder`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str((process / "cwd").readlink()).startswith(str(folder)):
                found.append(process.name)
        except OSError:  # it has ended
            continue
    return found


@pytest.fixture(scope="session", autouse=True)
def quiet() -> None:
    """No test reads a setting of the person who runs it, nor reports anything to anybody."""
    for name in [name for name in os.environ if name.startswith("ROTATOR_")]:
        del os.environ[name]
    silence()


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that all the test processes share."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "data"


@pytest.fixture(scope="session")
def index(data: Path) -> SceneIndex:
    """The index of the library, built once."""
    index = SceneIndex(data / "index", library(), Embedder(data / "cache" / "vectors.sqlite"))
    index.build()
    return index


@pytest.fixture
def renderer(tmp_path: Path) -> ProcessRenderer:
    return ProcessRenderer(tmp_path / "scratch")


@pytest.fixture
def scripted(renderer: ProcessRenderer):
    """Return a context whose model answers with the given script."""

    def context(*script: object) -> Context:
        return Context(search=lambda query: (), model=Scripted(script=list(script)), renderer=renderer)

    return context
