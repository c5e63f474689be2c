import ast
import random
import time

import pytest
from conftest import GOOD, fenced

from agent.check.brackets import mended
from knowledge.library import library

LONGEST = 0.5
"""Seconds of computing."""


def scene(*lines):
    body = "".join(f"        {line}\n" for line in lines)
    return f"from manim import *\n\n\nclass DisplayScene(Scene):\n    def construct(self):\n{body}"


def play(statement, then="self.wait()"):
    return scene("self.play(Create(Square()))", statement, then)


def same(text, other):
    return ast.dump(ast.parse(text)) == ast.dump(ast.parse(other))


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        pytest.param(
            GOOD.replace("(Circle()), run_time=0.4)", "(Circle(), run_time=0.4"),
            GOOD,
            id="two brackets at the end",
        ),
        pytest.param(fenced(GOOD), GOOD, id="fence and prose"),
        pytest.param(f"```\n{GOOD}", GOOD, id="fence not closed"),
        pytest.param(f"Here is the scene you asked for:\n\n{GOOD}\nIt draws a circle.\n", GOOD, id="prose"),
        pytest.param(GOOD.replace("Scene):", "Scene)"), GOOD, id="no colon behind a class"),
        pytest.param(GOOD.replace("(self):", "(self)  # now"), GOOD, id="no colon before a comment"),
        pytest.param(GOOD.replace("    def", "\tdef"), GOOD, id="a tab"),
        pytest.param(
            GOOD.replace(" = ", "\xa0=\xa0").replace("self.play(", "self.play(\xa0"), GOOD, id="hard spaces"
        ),
        pytest.param("\ufeff" + GOOD.replace("Circle", "Cir\u200bcle"), GOOD, id="invisible"),
        pytest.param("%%manim -qm DisplayScene\n" + GOOD, GOOD, id="notebook"),
        pytest.param(repr(GOOD)[1:-1], GOOD, id="one line with \\n"),
        pytest.param(
            scene("self.wait(2)").replace("        self", "    self"),
            scene("self.wait(2)"),
            id="body not indented",
        ),
        pytest.param(
            scene("for i in range(3):", "self.wait(i)"),
            scene("for i in range(3):", "    self.wait(i)"),
            id="loop not indented",
        ),
        pytest.param(
            scene("a = 1", "  b = 2", "self.wait()"), scene("a = 1", "b = 2", "self.wait()"), id="crooked"
        ),
        pytest.param(play("t = Text(“it’s”)"), play('t = Text("it\'s")'), id="quotes of a word processor"),
        pytest.param(play("x = 3 − 1"), play("x = 3 - 1"), id="a minus of mathematics"),
        pytest.param(play("c = Circle（radius=2）"), play("c = Circle(radius=2)"), id="wide brackets"),
        pytest.param(play("print 'hello'"), play("print('hello')"), id="print"),
        pytest.param(play("c = Circle(radius=1"), play("c = Circle(radius=1)"), id="a bracket missing"),
        pytest.param(play("c = Circle(radius=1))"), play("c = Circle(radius=1)"), id="a bracket too many"),
        pytest.param(
            play("p = [(1, 2), (3, 4]"), play("p = [(1, 2), (3, 4)]"), id="an inner bracket missing"
        ),
        pytest.param(play("p = axes.c2p(1, 2]"), play("p = axes.c2p(1, 2)"), id="the wrong bracket"),
        pytest.param(
            play("self.play(\n            Create(a,\n            Write(b),\n        )"),
            play("self.play(\n            Create(a),\n            Write(b),\n        )"),
            id="closed by its indentation",
        ),
        pytest.param(
            play("self.play(FadeIn(a, FadeOut(b), run_time=2)"),
            play("self.play(FadeIn(a), FadeOut(b), run_time=2)"),
            id="animations side by side",
        ),
        pytest.param(
            play("self.play(FadeIn(a, run_time=2)", "self.play(Write(b))"),
            play("self.play(FadeIn(a), run_time=2)", "self.play(Write(b))"),
            id="what belongs to the play",
        ),
        pytest.param(
            play("g = VGroup(*[Dot(x) for x in p] for p in q])"),
            play("g = VGroup(*[Dot(x) for x in p for p in q])"),
            id="an earlier bracket too many",
        ),
        pytest.param(
            scene("for i in range(3:", "    self.wait()"),
            scene("for i in range(3):", "    self.wait()"),
            id="in a head",
        ),
        pytest.param(
            scene("for i in range(3", "    self.wait()"),
            scene("for i in range(3):", "    self.wait()"),
            id="in a head, colon too",
        ),
        pytest.param(play('t = Text("hello)'), play('t = Text("hello")'), id="a quote missing"),
        pytest.param(
            play('t = Text("hello, color=RED)'),
            play('t = Text("hello", color=RED)'),
            id="a quote before a keyword",
        ),
        pytest.param(play("t = Text(\"hello')"), play('t = Text("hello")'), id="the wrong quote"),
        pytest.param(
            play("t = Text('Newton's law', color=RED)"),
            play('t = Text("Newton\'s law", color=RED)'),
            id="an apostrophe",
        ),
        pytest.param(play('t = Text("hello"")'), play('t = Text("hello")'), id="a quote too many"),
        pytest.param(play('t = Tex(f"{a}}")'), play('t = Tex(f"{a}}}")'), id="a brace in an f-string"),
        pytest.param(
            play(r't = Tex(f"\\end{{pmatrix}}}")'),
            play(r't = Tex(f"\\end{{pmatrix}}")'),
            id="a brace too many in an f-string",
        ),
        pytest.param(
            play('t = Tex(f"x^{2n} = {y}")'), play('t = Tex(f"x^{{2n}} = {y}")'), id="LaTeX in an f-string"
        ),
        pytest.param(
            play('t = Text(f"{d["a"]}")'), play("t = Text(f\"{d['a']}\")"), id="quotes in an f-string"
        ),
        pytest.param(
            play("g = VGroup(\n            a\n            b,\n        )"),
            play("g = VGroup(a, b)"),
            id="a comma missing",
        ),
        pytest.param(
            play("d = {'a' 1, 'b': 2}"), play("d = {'a': 1, 'b': 2}"), id="a colon missing behind a key"
        ),
        pytest.param(
            play("f = lambda x x + 1"), play("f = lambda x: x + 1"), id="a colon missing in a lambda"
        ),
        pytest.param(
            play("c = Circle(radius=1, RED)"), play("c = Circle(RED, radius=1)"), id="positional last"
        ),
        pytest.param(
            play("c = Dot(color=RED, radius=1, color=BLUE)"),
            play("c = Dot(radius=1, color=BLUE)"),
            id="a keyword twice",
        ),
        pytest.param(
            play("nonlocal n", "n = 1").replace("class", "n = 0\n\n\nclass", 1),
            play("global n", "n = 1").replace("class", "n = 0\n\n\nclass", 1),
            id="nonlocal",
        ),
        pytest.param(play("if a && b: pass"), play("if a and b: pass"), id="and"),
        pytest.param(
            play("if a = 3:\n            pass"), play("if a == 3:\n            pass"), id="one equals sign"
        ),
        pytest.param(play("n++"), play("n += 1"), id="plus plus"),
        pytest.param(
            scene("if a:", "    self.wait()", "else if b:", "    self.wait()"),
            scene("if a:", "    self.wait()", "elif b:", "    self.wait()"),
            id="else if",
        ),
        pytest.param(
            scene("a = Circle(", "b = [1, 2", "self.play(Create(a)"),
            scene("a = Circle()", "b = [1, 2]", "self.play(Create(a))"),
            id="three",
        ),
    ],
)
def test_mends(broken, whole):
    text, said = mended(broken)
    assert same(text, whole)
    assert said.endswith(".")
    assert mended(text) is None


@pytest.mark.parametrize(
    "end",
    [
        "circle = Circle(radius=2,",
        'note = Text("and so',
        "grid = [",
        "total =",
        "for i in range(3):",
        "arrow = Arrow(\n            a,\n            buff",
    ],
)
def test_drops_a_last_statement_that_stops_short(end):
    text, said = mended(play(end, ""))
    assert same(text, scene("self.play(Create(Square()))")) or "pass" in text
    assert "stops short" in said or "indentation" in said


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "",
        "from manim import *\n\nclass A",
        scene("x ="),
        scene("x = ["),
        scene("# Define the"),
        "no code at all, only words.",
        play("? ? ?"),
        play("x = = = ) ( 1"),
    ],
)
def test_leaves_alone(text):
    assert mended(text) is None


def test_keeps_comments_and_layout():
    broken = play("c  =  Circle( radius = 1  # as it was\n")
    text, _ = mended(broken)
    assert text == broken.replace("radius = 1 ", "radius = 1) ")


def timed(text):
    start = time.thread_time()
    result = mended(text)
    assert time.thread_time() - start < LONGEST
    if result is not None:
        ast.parse(result[0])
    return result


def test_any_bytes_take_bounded_time():
    chance = random.Random(4)
    for _ in range(300):
        timed(chance.randbytes(chance.randrange(3000)).decode("latin-1"))
    for _ in range(100):
        timed("".join(chance.choice("()[]{}\"'\\\n :,=#fr.ab1\t") for _ in range(chance.randrange(2000))))


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "'" * 20_001, "f'{" * 5000, "if a:\n" * 2000, "[\n" * 3000, "\\\n" * 3000 + "("]
)
def test_monsters_take_bounded_time(text):
    timed(text)


def test_five_hundred_lines_take_bounded_time():
    lines = [f"c{i} = Circle(radius={i}" + ")" * (i % 50 != 7) for i in range(500)]
    text, _ = timed(scene(*lines, "self.wait()"))
    assert text.count("Circle(") == 500


def test_a_library_scene_cut_anywhere():
    chance = random.Random(4)
    for each in library().values():
        for at in (chance.randrange(len(each.code)) for _ in range(3)):
            result = timed(each.code[:at])
            assert result is None or "self." in result[0] or "def construct" not in result[0]
