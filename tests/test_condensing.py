"""What is wrong, in few words."""

import pytest

from agent.condensing import LONGEST_PROGRAM, abridged, condensed, findings_report, ran_well, report
from agent.findings import Finding, Seen
from agent.problems import Problem

CODE = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        first = Circle(size=2)
        self.add(first)
        self.play(FadeIn(first))
        second = Square(size=2)
        third = Square(size=2)
        self.wait()
"""


def raised(message, line=6):
    return Problem("render-error", message, line)


@pytest.mark.parametrize(
    ("message", "kept", "gone"),
    [
        (
            "ValueError: no in `first = Circle(size=2)`, after 2 animations (3.0 s)",
            "ValueError: no",
            "after",
        ),
        ("ValueError: bad value for a thing (from KeyError: 'x', line 3)", "bad value for a thing", "from"),
        ("ValueError: (from KeyError: 'x', line 3)", "(from KeyError: 'x', line 3)", "\n"),
        (
            "TypeError: Mobject.__init__() got an unexpected keyword argument 'size' in `first = Circle(size=2)`",
            "It is Circle(radius",
            "in `",
        ),
        ("AttributeError: 'Circle' object has no attribute 'set_colour'", "Circle has set_color", "\n"),
        ("ValueError: one\n  two\nthree", "one two three", "\n"),
        ("ValueError: " + "x" * 5000, "xxx …", "x" * 500),
    ],
)
def test_a_message_without_noise_and_with_what_is_known(checked, message, kept, gone):
    said = condensed(raised(message), CODE, checked.catalogue)
    assert kept in said
    assert gone not in said


def test_what_a_killed_scene_printed_is_left_out(checked):
    said = condensed(Problem("too-slow", "it took 20 s. It printed: a\nb"), CODE, checked.catalogue)
    assert said == "it took 20 s"


def test_the_same_error_is_said_once_with_all_its_lines(checked):
    told = report([Problem("x", "no", line) for line in (9, 6, 10)], CODE, checked.catalogue)
    assert told.count("no") == 1
    assert told.startswith("- lines 6, 9 and 10: no\n")
    assert [line for line in told.splitlines() if line.startswith("  >")] == [
        "  >   6 |         first = Circle(size=2)",
        "  >   9 |         second = Square(size=2)",
        "  >  10 |         third = Square(size=2)",
    ]


def test_no_line_is_shown_twice_but_to_be_marked(checked):
    told = report([Problem("x", "one", 6), Problem("y", "two", 7)], CODE, checked.catalogue)
    assert told.count("first = Circle(size=2)") == 1
    assert "  >   7 |         self.add(first)" in told.splitlines()
    same = report([Problem("x", "one", 6), Problem("y", "two", 6)], CODE, checked.catalogue)
    assert same.splitlines()[-1] == "- line 6: two"


def test_suggestions_and_a_cure_are_told(checked):
    problem = Problem("x", "no", 6, suggestions=("radius",))
    told = report([problem], CODE, checked.catalogue, lambda each: f"Cured before: {each.code}.")
    assert told.startswith("- line 6: no Perhaps: radius. Cured before: x.")
    said = Problem("x", "did you mean radius?", 6, suggestions=("radius",))
    assert "Perhaps" not in report([said], CODE, checked.catalogue)


def test_findings_the_worst_first():
    title = Seen("Text", "Hello", "first", line=6)
    dull = Finding("ends-abruptly", "the last play is not followed by a wait", 8, 2.0, 2.0)
    bad = Finding("text-overlap", "covers it.", 8, 1.0, 2.0, (title,), 0.5, "first.next_to(second)")
    told = findings_report([dull, bad], CODE)
    first, *_, last = [line for line in told.splitlines() if line.startswith("- ")]
    assert first == (
        "- text-overlap (1.0 to 2.0 s): lines 6 and 8: covers it [first: Text 'Hello']. first.next_to(second)."
    )
    assert last.startswith("- ends-abruptly: line 8:")


def long(filler=200):
    helpers = "".join(f"def helper_{n}():\n    a = {n}\n    return a\n\n\n" for n in range(filler // 5))
    return CODE.replace("class Disp", f"SIZE = 3\n\n\n{helpers}class Disp")


def test_a_short_program_is_shown_whole():
    assert abridged(CODE, [6]) == CODE


def test_of_a_long_program_what_matters_is_shown():
    code = long()
    failing = next(n for n, line in enumerate(code.splitlines(), 1) if "third" in line)
    shown = abridged(code, [failing])
    assert len(shown.splitlines()) < len(code.splitlines()) < 2 * LONGEST_PROGRAM
    assert "        third = Square(size=2)" in shown
    assert "SIZE = 3" in shown
    assert "def helper_3():" in shown
    assert "a = 3\n" not in shown
    assert "lines are left out here" in shown
    assert all(line in code or line.startswith("# … ") for line in shown.splitlines())
    assert abridged(code.replace("(self)", "(self"), [failing]).count("helper") < code.count("helper")


@pytest.mark.parametrize(
    ("plays", "line", "said"),
    [
        (0, 9, ""),
        (1, 9, "all up to line 8, one animation"),
        (2, 9, "all up to line 8, 2 animations"),
        (2, None, "2 animations"),
        (2, 2, "2 animations"),
    ],
)
def test_says_how_far_it_ran(plays, line, said):
    assert ran_well(CODE, plays, line) == said
