"""What a run learns mends another one before the model is asked."""

import dataclasses

import pytest
from conftest import GOOD, fenced

from agent.run import run
from agent.sandbox import RenderOptions
from index.document import Document
from index.repairs import Repairs

TINY = RenderOptions(160, 90, 5)
pytestmark = pytest.mark.slow
WRONG = "Frobnicator()"
BROKEN = GOOD.replace("Circle()", WRONG)
OTHER = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        title = Text("shapes")
        shape = Frobnicator()
        self.play(Write(title), FadeIn(shape), run_time=0.4)
"""


@pytest.fixture
def repairs(tmp_path):
    return Repairs(tmp_path / "repairs.sqlite")


@pytest.fixture
def learnt(scripted, repairs):
    """A memory of one run: the model wrote something wrong, and mended it."""
    context = dataclasses.replace(scripted(fenced(BROKEN), fenced(GOOD)), repairs=repairs)
    assert run("a circle", context, options=TINY).status == "completed"
    return repairs


def test_an_error_seen_before_costs_no_call(scripted, learnt):
    assert learnt.stats()["patches"] == 1
    context = dataclasses.replace(scripted(fenced(OTHER)), repairs=learnt)
    outcome = run("a shape with a title", context, options=TINY)
    assert outcome.status == "completed"
    assert [attempt.origin for attempt in outcome.attempts] == ["draft", "memory"]
    assert "shape = Circle()" in outcome.code
    assert 'Text("shapes")' in outcome.code
    assert outcome.spent.model_calls == 1


def test_what_did_not_help_counts_against_it_and_the_model_is_asked(scripted, learnt):
    worse = OTHER.replace("FadeIn(shape)", "shape.animate.frobnicate()").replace("shape = ", "shape = 3 @ ")
    good = OTHER.replace(WRONG, "Circle()")
    context = dataclasses.replace(scripted(fenced(worse), fenced(good)), repairs=learnt)
    outcome = run("a shape with a title", context, options=TINY)
    assert outcome.status == "completed"
    assert outcome.spent.model_calls == 2


def test_a_run_without_repairs_has_nothing_to_learn(scripted, repairs):
    context = dataclasses.replace(scripted(fenced(GOOD)), repairs=repairs)
    assert run("a circle", context, options=TINY).status == "completed"
    assert not repairs.path.exists()


def test_the_model_is_shown_what_is_known_of_the_problem(scripted):
    asked = []

    def look_up(said, symbol):
        asked.append((said, symbol))
        return (Document("made-up", "pitfall", "", 0.0, "MIT", "not: Frobnicator()\nbut: Circle()"),)

    context = dataclasses.replace(scripted(fenced(BROKEN), fenced(GOOD)), look_up=look_up)
    assert run("a circle", context, options=TINY).status == "completed"
    assert asked == [("Frobnicator is not defined", "Frobnicator")]
    assert "but: Circle()" in context.model.heard[1][-1].text
