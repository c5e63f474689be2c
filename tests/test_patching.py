"""Search/replace blocks: made where they match once, all or none."""

import pytest
from conftest import GOOD, fenced

from agent.patching import blocks_of, program_of, remarks

BASE = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        dot = Dot()
        self.add(dot)
        self.wait()
        for n in range(3):
            self.play(dot.animate.shift(RIGHT))
            self.wait()
"""


def block(search, replace):
    return f"<<<<<<< SEARCH\n{search}\n=======\n{replace}\n>>>>>>> REPLACE\n"


DOT = block("        dot = Dot()", "        dot = Dot(color=RED)")
RED = BASE.replace("Dot()", "Dot(color=RED)")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (DOT, RED),
        (f"Here:\n\n{DOT}\nDone.", RED),
        (f"```python\n{DOT}```", RED),
        (f"```\n{DOT}```", RED),
        (f"<think>{block('a', 'b')}</think>{DOT}", RED),
        (DOT.replace("\n", "\r\n"), RED),
        (DOT.replace("Dot()", "Dot()   "), RED),
        (DOT.replace("<<<<<<< SEARCH", "<<<<<< SEARCH"), RED),
        (block("dot = Dot()", "dot = Dot(color=RED)"), RED),
        (block("            dot = Dot()", "            dot = Dot(color=RED)"), RED),
        (
            block("for n in range(3):\n    self.play(dot.animate.shift(RIGHT))", "for n in range(3):\n    pass"),
            BASE.replace("self.play(dot.animate.shift(RIGHT))", "pass"),
        ),
        (block("        self.add(dot)", ""), BASE.replace("        self.add(dot)", "")),
        ("<<<<<<< SEARCH\n        self.add(dot)\n=======\n>>>>>>> REPLACE", BASE.replace("        self.add(dot)\n", "")),
        (DOT + block("        self.add(dot)", "        self.add(dot, dot)"), RED.replace("(dot)", "(dot, dot)")),
        (block("        self.add(dot)", "        self.add(dot, dot)") + DOT, RED.replace("(dot)", "(dot, dot)")),
        (
            block("        self.add(dot)\n        self.wait()", "        self.add(dot)\n        self.wait(2)"),
            BASE.replace("self.wait()\n        for", "self.wait(2)\n        for"),
        ),
        (block("            self.wait()", "            self.wait(2)"), BASE[: BASE.rindex("wait()")] + "wait(2)\n"),
        (fenced(GOOD), GOOD),
    ],
)  # fmt: skip
def test_makes_the_program(answer, code):
    made = program_of(answer, BASE)
    assert made.problems == ()
    assert made.code == code
    assert not made.open_ended


@pytest.mark.parametrize(
    ("answer", "problem", "said"),
    [
        (block("self.wait()", "pass"), "patch-ambiguous", "lines 8 to 8, 11 to 11"),
        (block("        dot = Dot(UP)", "x"), "patch-unmatched", "most like it is line 6: `dot = Dot()`"),
        (block("        dot  = Dot()", "x"), "patch-unmatched", "has no line `dot  = Dot()`"),
        (block("dot = Dot()\nself.wait()", "x"), "patch-unmatched", "not one after the other"),
        (block("dot = Dot()\n  self.add(dot)", "x"), "patch-unmatched", "not one after the other"),
        (block("Dot()", "x"), "patch-unmatched", "has no line `Dot()`"),
        (block("", "x"), "patch-unmatched", "no lines to search for"),
        (DOT + block("nothing of it", "x"), "patch-unmatched", "block 2 of the answer"),
        (DOT + DOT, "patch-ambiguous", "two blocks of the answer change line 6"),
    ],
)
def test_what_does_not_match_once_changes_nothing(answer, problem, said):
    made = program_of(answer, BASE)
    assert made.code == ""
    assert [each.code for each in made.problems] == [problem]
    assert said in made.problems[0].message


@pytest.mark.parametrize("end", ["", "\n=======", "\n=======\n        dot = Dot(color=RED)"])
def test_a_block_may_be_cut_off(end):
    made = program_of(f"{DOT}<<<<<<< SEARCH\n        self.add(dot){end}", BASE)
    assert (made.code, made.open_ended) == ("", True)


def test_takes_the_blocks_in_their_order():
    one, two = blocks_of(DOT + block("a\n\nb", "c"))
    assert one.search == ("        dot = Dot()",)
    assert (two.search, two.replace) == (("a", "", "b"), ("c",))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (f"It was too dull.\n\n```\n{DOT}```\nNow it is red.", "It was too dull.\n\nNow it is red."),
        (DOT, ""),
        (f"Note.\n\n{fenced(GOOD)}", "Note.\n\nHere it is:"),
    ],
)
def test_keeps_what_was_said_beside_it(answer, said):
    assert remarks(answer) == said
