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
        (
            f"{HEAD}class Mine(Scene):\n{BODY}        self.add(Paragraph('one', 'two', alignment='left'))\n",
            "Mine",
        ),
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


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (
            "self.add([Circle(), Square()].arrange(RIGHT))",
            "self.add(VGroup(*[Circle(), Square()]).arrange(RIGHT))",
        ),
        ("self.play(Create(Circle()), rate_func=smooth())", "self.play(Create(Circle()), rate_func=smooth)"),
        ("self.play(Create(Circle()), rate_func=linaer)", "self.play(Create(Circle()), rate_func=linear)"),
        ("self.add(Circle(color=BLEU))", "self.add(Circle(color=BLUE))"),
        ("self.add(Dot().move_to(1, 2, 0))", "self.add(Dot().move_to([1, 2, 0]))"),
        ("self.add(NumberPlane().get_lines())", "self.add(NumberPlane().background_lines)"),
        ("self.play(UpdateFromFunc(lambda m: m, Dot()))", "self.play(UpdateFromFunc(Dot(), lambda m: m))"),
        (
            "self.play(UpdateFromFunc(Dot(), lambda m, a: m))",
            "self.play(UpdateFromAlphaFunc(Dot(), lambda m, a: m))",
        ),
        (
            "self.play(MoveAlongPath(Dot(), UP, run_time=2))",
            "self.play(Dot().animate(run_time=2).move_to(UP))",
        ),
        (
            "self.add(Axes().plot([1, 2], color=RED))",
            "self.add(Axes().plot_line_graph(x_values=range(len([1, 2])), y_values=[1, 2], "
            "add_vertex_dots=False, line_color=RED))",
        ),
        (
            "for n in range(Circle().get_num_points): print(n)",
            "for n in range(Circle().get_num_points()): print(n)",
        ),
    ],
)
def test_mends(checked, line, mended):
    body = "class A(Scene):\n    def construct(self):\n        {}\n        self.wait()\n"
    found = checked.mended(HEAD + body.format(line))
    assert errors(found.problems) == ()
    assert found.code == HEAD + body.format(mended)


def test_an_assignment_is_moved_before_the_first_use(checked):
    lines = [
        "curve = axes.plot(lambda x: x)",
        "axes = Axes()",
        "axes.to_edge(DOWN)",
        "self.play(Create(curve))",
    ]
    body = "class A(Scene):\n    def construct(self):\n{}"
    written = HEAD + body.format(indent("\n".join(lines), "        "))
    code = checked.mended(written).code
    assert [line.strip() for line in code.splitlines() if line.startswith("        ")] == [
        *lines[1:3],
        lines[0],
        lines[3],
    ]
