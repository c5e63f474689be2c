import ast

import pytest
from manim_examples import runnable_examples

from agent.check.program import Program, applied
from agent.check.rules.duration import find
from knowledge.library import library


def found(code):
    return list(find(Program(code, ast.parse(code))))


def scene(*lines):
    body = "".join(f"        {line}\n" for line in lines)
    return f"from manim import *\n\n\nclass DisplayScene(Scene):\n    def construct(self):\n{body}"


@pytest.mark.parametrize(
    ("lines", "code", "severity"),
    [
        (["while True:", "    self.wait()"], "endless", "error"),
        (["while 1:", "    pass"], "endless", "error"),
        (["while True:", "    for i in range(3):", "        break"], "endless", "error"),
        (["for i in itertools.count():", "    self.wait()"], "endless", "error"),
        (["while a < b:", "    self.wait()"], "endless", "warning"),
        (["self.wait(1e6)"], "very-long", "error"),
        (["self.wait(400)"], "very-long", "warning"),
        (["for i in range(100):", "    self.play(Create(a), run_time=4)"], "very-long", "warning"),
        (
            ["n = 50", "for i in range(n):", "    for j in range(2 * n):", "        self.play(a)"],
            "very-long",
            "error",
        ),
        (["for i in range(200):", "    self.play(Create(a, run_time=2))"], "very-long", "warning"),
        (
            ["for i in range(200):", "    for j in range(200):", "        g.add(Dot())", "self.wait()"],
            "too-many",
            "warning",
        ),
        (
            ["g = VGroup(*[Dot() for i in range(300) for j in range(100)])", "self.wait()"],
            "too-many",
            "warning",
        ),
        (["s = Surface(f, resolution=(200, 200))"], "too-many", "warning"),
        (["self.wait(0)"], "no-time", "error"),
        (["self.play(Create(a), run_time=0)"], "no-time", "error"),
    ],
)
def test_finds(lines, code, severity):
    assert [(each.code, each.severity) for each in found(scene(*lines))] == [(code, severity)]


@pytest.mark.parametrize(
    "lines",
    [
        ["while True:", "    self.wait()", "    if done():", "        break"],
        ["while True:", "    try:", "        break", "    except ValueError:", "        pass"],
        ["def f():", "    while True:", "        yield 1"],
        ["while True:", "    x = next(it)"],
        ["while a < b:", "    a += 1", "    self.wait()"],
        ["while queue:", "    queue.pop()", "    self.wait()"],
        ["for i in range(10):", "    self.wait(2)"],
        ["for i in range(1000):", "    if i % 100 == 0:", "        self.wait(2)"],
        ["for i in range(1000):", "    self.wait(2)", "    if done(i):", "        break"],
        ["for x in unknown:", "    self.wait(20)"],
        ["self.wait(x)", "self.play(a, run_time=b)"],
        ["s = Surface(f, resolution=(24, 24))"],
        ["n = 3", "n = 5000", "for i in range(n):", "    self.wait(2)"],
    ],
)
def test_lets_pass(lines):
    assert found(scene(*lines)) == []


def test_counts_helpers():
    code = scene("for i in range(100):", "    self.step()") + "\n    def step(self):\n        self.wait(4)\n"
    assert [each.message for each in found(code)] == [
        "the scene lasts at least 400 s: fewer turns, or shorter waits and run times"
    ]


def test_mends_a_wait_of_no_length():
    code = scene("self.wait(0)")
    (each,) = found(code)
    assert applied(code, each.mends[0].edits) == scene("self.wait(0.1)")


def test_is_quiet_about_good_scenes():
    codes = [each.code for each in runnable_examples()] + [each.code for each in library().values()]
    assert [found(code) for code in codes if found(code)] == []
