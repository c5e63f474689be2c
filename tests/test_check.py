import re
from textwrap import indent

import pytest
from conftest import GOOD, ROOT

from agent.check.explaining import explanations
from agent.check.layout import formatted
from agent.problems import errors
from knowledge.library import library

HEAD = "from manim import *\n"
BODY = "    def construct(self):\n        self.wait()\n"


@pytest.mark.parametrize(
    ("code", "scene"),
    [
        (GOOD, "DisplayScene"),
        (f"{HEAD}class Mine(ThreeDScene):\n{BODY}", "Mine"),
        (f"{HEAD}class A(Scene):\n{BODY}class DisplayScene(Scene):\n{BODY}", "DisplayScene"),
        (f"{HEAD}class Base(Scene):\n{BODY}class Last(Base):\n    pass\n", "Last"),
        (f"import manim as m\nclass Mine(m.MovingCameraScene):\n{BODY}", "Mine"),
        (f"{HEAD}import numpy as np, math\nfrom scipy.stats import norm\nclass Mine(Scene):\n{BODY}", "Mine"),
        (
            f"{HEAD}class Box(VGroup):\n    def __init__(self):\n        super().__init__()\nclass Mine(Scene):\n{BODY}",
            "Mine",
        ),
    ],
)
def test_passes_and_finds_the_scene(checked, code, scene):
    found = checked.check(code)
    assert found.problems == ()
    assert found.scene == scene


@pytest.mark.parametrize(
    ("code", "problem", "line", "words"),
    [
        (f"{HEAD}class A(Scene)\n{BODY}", "syntax", 2, "expected ':'"),
        (f"{HEAD}x = 1\n", "no-scene", None, "DisplayScene"),
        (f"{HEAD}class A(Scene):\n    x = 1\n", "no-construct", 2, "construct"),
        (f"{HEAD}class A(Scene):\n{BODY}class B(Scene):\n{BODY}", "several-scenes", None, "A, B"),
        (f"{HEAD}import os\nclass A(Scene):\n{BODY}", "import", 2, "os"),
        (f"{HEAD}from subprocess import run\nclass A(Scene):\n{BODY}", "import", 2, "subprocess"),
        (f"{HEAD}from . import secret\nclass A(Scene):\n{BODY}", "import", 2, "not allowed"),
        (f"from manimlib import *\nclass A(Scene):\n{BODY}", "import", 1, "Manim Community"),
        (f"{HEAD}class A(Scene):\n{BODY}        eval('1')\n", "forbidden", None, "eval"),
        (f"{HEAD}class A(Scene):\n{BODY}        ().__subclasses__\n", "forbidden", None, "__subclasses__"),
        (
            "import manim\nclass A(manim.Scene):\n    def construct(self):\n        self.play(Create(1))\n",
            "missing-import",
            None,
            "Create",
        ),
    ],
)
def test_finds(checked, code, problem, line, words):
    result = checked.check(code)
    assert not result.ok
    found = next(each for each in result.problems if each.code == problem)
    assert words in found.message
    if line:
        assert found.line == line


def test_formats():
    assert formatted("from manim import *\nclass A(Scene):\n  def construct( self ): self.wait( )\n") == (
        "from manim import *\n\n\nclass A(Scene):\n    def construct(self):\n        self.wait()\n"
    )


@pytest.mark.parametrize("scene", library().values(), ids=lambda scene: scene.id)
def test_never_cries_wolf_over_the_library(checked, scene):
    assert errors(checked.check(scene.code).problems) == ()
    assert checked.mended(scene.code).code == scene.code


EXPLAINED = [each for each in explanations().values() if each.wrong]


def in_construct(lines):
    return f"{HEAD}import numpy as np\n\n\nclass DisplayScene(Scene):\n    def construct(self):\n{indent(lines, ' ' * 8)}\n        self.wait()\n"


@pytest.mark.parametrize("rule", EXPLAINED, ids=lambda rule: rule.code)
def test_the_table_of_rules_tells_the_truth(checked, rule):
    assert rule.code in {each.code for each in checked.check(in_construct(rule.wrong)).problems}
    if rule.right:
        assert checked.check(in_construct(rule.right)).problems == ()


def test_every_problem_is_in_the_table():
    source = "".join(path.read_text() for path in (ROOT / "agent/check").rglob("*.py"))
    codes = set(re.findall(r"(?:[Ff]ound|Problem)\(\s*\"([a-z0-9-]+)\"", source))
    assert codes <= set(explanations())
