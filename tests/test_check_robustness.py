"""The check and the mends end soon and never crash, whatever text they are given."""

import random
import signal
import sys
import sysconfig
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from mutations import good_scenes

pytestmark = pytest.mark.slow
FILES, PARTS = 300, 10
FILE_SECONDS = 20.0
"""Some files of the standard library have ten thousand lines."""
SNIPPET_SECONDS = 5.0
PIECES = (
    "from manim import *\n",
    "class A(Scene):\n",
    "  def construct(self):\n",
    "\t",
    "    self.play(",
    "MathTex(r'",
    "\\",
    "f'{",
)


@contextmanager
def within(seconds, what):
    """Raise an AssertionError where the block takes longer, by the clock of the processor: the machine may be busy."""

    def late(*_):
        raise AssertionError(f"more than {seconds} s for {what}")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def survives(checked, text, seconds, what):
    lines = max(1, text.count("\n") + text.count("\r") + 1)
    with within(seconds, what):
        found = checked.check(text)
        assert all(problem.message and problem.code for problem in found.problems), what
        assert all(
            1 <= (problem.line or 1) <= max(lines, found.code.count("\n") + 1) for problem in found.problems
        ), what
    with within(seconds, what):
        assert isinstance(checked.mended(text).code, str)


@cache
def some_files():
    """Return files of the running interpreter's own library and of its packages, always the same."""
    paths = sysconfig.get_paths()
    folders = {Path(paths["stdlib"]), Path(paths["purelib"])}
    found = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return random.Random(4).sample(found, min(FILES, len(found)))


@pytest.mark.parametrize("part", range(PARTS))
def test_arbitrary_python_files(part, checked):
    for path in some_files()[part::PARTS]:
        survives(checked, path.read_text(encoding="utf-8", errors="replace"), FILE_SECONDS, path)


@pytest.mark.parametrize("part", range(5))
def test_random_bytes(part, checked):
    chance = random.Random(part)
    for number in range(200):
        text = chance.randbytes(chance.randrange(400)).decode("latin-1")
        if number % 2:  # some that a parser gets further into
            text = "".join(chance.choice((*PIECES, *text[:20])) for _ in range(30))
        survives(checked, text, SNIPPET_SECONDS, repr(text))


@pytest.mark.parametrize("part", range(4))
def test_scenes_cut_off(part, checked):
    chance = random.Random(part)
    for scene in chance.sample(good_scenes(), 25):
        survives(checked, scene[: chance.randrange(len(scene))], SNIPPET_SECONDS, scene)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\ufeff" + "from manim import *\n",
        "\0",
        "\ud800",
        "x = 1\r\ny = 2\rz = 3\x0c\n",
        "(" * 5000,
        "x = " + "-" * 3000 + "1",
        "x = " + "1 + " * 5000 + "1",
        "x = " + "[" * 90 + "]" * 90,
        "x" * 200_000,
        "self.a" + ".a" * 4000,
        "class A(A): pass\nclass B(C): pass\nclass C(B):\n    def construct(self): pass\n",
        "a = b\nb = a\na.shift(b)\n",
        "from manim import *\nScene = Scene\nclass A(Scene):\n    x = lambda self: self.x\n    construct = x\n",
        "from manim import *\n" + "".join(f"m{n} = VGroup(m{n - 1})\n" for n in range(800)),
        "def f(*a, **k): return f(*a, **k)\nf(f)(f)[f].f\n",
        "f'{f\"{1}\"}' '%' % ()",
        "# coding: nonsense\nx = 1\n",
    ],
    ids=range(19),
)
def test_odd_texts(text, checked):
    survives(checked, text, FILE_SECONDS, repr(text[:80]))


def test_the_stack_is_left_as_it_was(checked):
    """Deep programs are refused, not survived by a deeper stack for all."""
    limit = sys.getrecursionlimit()
    survives(checked, "x = " + "-" * 3000 + "1", FILE_SECONDS, "a deep expression")
    assert sys.getrecursionlimit() == limit
