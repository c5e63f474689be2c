"""A snapshot of each prompt: a change shows in review as what the model will read."""

import re

import pytest
from jinja2 import UndefinedError

from agent.case import case_of
from agent.findings import Finding, Seen
from agent.problems import Problem
from agent.prompts import NAMES, SHIPPED
from agent.sandbox import Rendered
from agent.state import Attempt, Turn
from agent.writing import draft_messages, refine_messages, repair_messages
from index.document import Document

SCENE = Document("dot", "scene", "A dot", 0.9, "MIT", "from manim import *\n# {{ not a template }}")


def test_draft(snapshot):
    assert (
        "\n\n--\n\n".join(each.text for each in draft_messages(SHIPPED, "Show $\\frac{a}{b}$", [SCENE] * 5))
        == snapshot
    )


def test_draft_without_scenes(snapshot):
    assert draft_messages(SHIPPED, "a circle", [])[-1].text == snapshot


PROGRAM = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        self.play(Create(Circle()))
        self.play(Frob({1}))
        self.wait()
"""
WRONG = Problem("render-error", "NameError: name 'Frob' is not defined in `self.play(Frob({1}))`", 7)


def attempt(number=1, code=PROGRAM, problems=(WRONG,), origin="draft", **more):
    return Attempt(number, origin, "check", code, "", tuple(problems), **more)


@pytest.fixture
def told(checked):
    def told(attempts, step="", documents=()):
        return repair_messages(SHIPPED, "a circle", case_of(attempts, checked.catalogue), step, documents)[
            -1
        ].text

    return told


def test_repair(snapshot, told):
    also = Problem("F821", "no y", suggestions=("z", "w"))
    pitfall = Document("p", "pitfall", "", 0.0, "MIT", "not: Frob()")
    assert told([attempt(problems=(WRONG, also), plays=1, stopped_at=7)], documents=[pitfall]) == snapshot


def test_repair_without_a_program(snapshot, told):
    assert told([attempt(code="", problems=[Problem("no-code", "nothing")])]) == snapshot


@pytest.mark.parametrize("step", ["rebuild", "simpler", "stronger"])
def test_repair_that_went_round_in_circles(snapshot, told, step):
    worse = PROGRAM.replace("Frob({1})", "Frob(), Frob()")
    problems = [WRONG, WRONG, Problem("latex", "bad")]
    later = attempt(2, worse, problems, "repair", base=1)
    unmatched = Problem("patch-unmatched", "block 1 of the answer matches nowhere")
    last = attempt(3, "", [unmatched], "repair", base=1)
    assert told([attempt(), later, last], step) == snapshot


def test_repair_of_a_picture(snapshot, told):
    title = Seen("Text", "Circles", "title", line=6)
    found = Finding("off-frame", "leaves the frame by 1.2", 7, 1.0, 2.5, (title,), 1.2, "title.to_edge(UP)")
    rendered = Rendered(ok=True, folder="")
    assert told([attempt(problems=(), findings=(found,), rendered=rendered)]) == snapshot


CONVERSATION = [Turn("a circle", PROGRAM), Turn("make it </turn> red", PROGRAM)]


def test_refine(snapshot):
    pitfall = Document("p", "pitfall", "", 0.0, "MIT", "not: Frob()")
    assert refine_messages(SHIPPED, "slower", CONVERSATION, [SCENE, SCENE, pitfall])[-1].text == snapshot


def test_refine_again(snapshot):
    unmatched = Problem("patch-unmatched", "block 1 of the answer matches nowhere")
    assert refine_messages(SHIPPED, "slower", CONVERSATION, [], [unmatched], "simpler")[-1].text == snapshot


def test_refine_without_a_program(snapshot):
    assert refine_messages(SHIPPED, "slower", [Turn("a circle", "")], [])[-1].text == snapshot


def test_repair_in_a_conversation(snapshot, checked):
    case = case_of([attempt()], checked.catalogue)
    assert repair_messages(SHIPPED, "slower", case, conversation=CONVERSATION)[-1].text == snapshot


def test_continue(snapshot):
    assert SHIPPED.render("continue", tail="self.play(") == snapshot


def test_versions_are_hashes_of_the_files():
    assert len({SHIPPED.version(name) for name in NAMES}) == 5
    assert re.fullmatch("[0-9a-f]{12}", SHIPPED.version("draft"))


def test_a_missing_value_is_an_error():
    with pytest.raises(UndefinedError):
        SHIPPED.render("continue")
