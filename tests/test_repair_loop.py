"""How a run goes on from what went wrong, with a scripted model and everything else real."""

import dataclasses

import pytest
from conftest import BROKEN, GOOD, UNPARSED, fenced
from langgraph.types import RetryPolicy

from agent.budget import Budget
from agent.faults import ModelUnavailable
from agent.graph import build
from agent.run import run
from agent.sandbox import RenderOptions
from agent.scripted import Scripted

TINY = RenderOptions(160, 90, 5)
LONG = "a 10 second animation of a circle"
pytestmark = pytest.mark.slow

TWO = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        dot = Dot()
        self.play(FadeIn(dot), run_time=0.4)
        self.play(FadeOut(dot), run_time=0.4)
        self.play(Create(Circle().nonsense()), run_time=0.4)
        self.wait(0.4)
"""
"""It fails after two animations, and the check cannot tell."""
LINE = "        self.play(Create(Circle()), run_time=0.4)"


def block(search, replace):
    return f"<<<<<<< SEARCH\n{search}\n=======\n{replace}\n>>>>>>> REPLACE\n"


def moves(seconds):
    """A program without findings but for its length."""
    return GOOD + f"        self.play(Create(Square()), run_time={seconds})\n        self.wait()\n"


BROKEN_MOVES = moves(3).replace("Circle()", "Frobnicator()")


def heard(context, call):
    return context.model.heard[call][-1].text


def codes(outcome):
    return [[problem.code for problem in attempt.problems] for attempt in outcome.attempts]


def test_converges_after_an_error_and_then_a_finding(scripted):
    first = block("        self.play(Create(Frobnicator()), run_time=0.4)", LINE)
    drawn = "        self.play(Create(Square()), run_time={})"
    second = block(drawn.format(3), drawn.format(9))
    context = scripted(fenced(BROKEN_MOVES), first, second)
    outcome = run(LONG, context, options=TINY)
    assert outcome.status == "completed"
    assert outcome.code == moves(9)
    kinds = [[each.kind for each in attempt.findings] for attempt in outcome.attempts]
    assert kinds == [[], ["too-short"], []]
    assert (outcome.spent.repair_rounds, outcome.spent.finding_rounds) == (2, 1)
    assert outcome.findings == ()
    assert outcome.used["repair"].model_calls == 2
    assert "<findings>\n- too-short" in heard(context, 2)
    assert "<problems>" not in heard(context, 2)


def test_converges_after_an_error_and_then_a_fault_of_layout(scripted):
    title = '        title = Text("A circle").shift(6.5 * RIGHT)\n        self.play(Write(title))\n'
    broken = BROKEN.replace("        self.play", f"{title}        self.play") + "        self.wait()\n"
    first = block("        self.play(Create(Frobnicator()), run_time=0.4)", LINE)
    second = block(title.splitlines()[0], '        title = Text("A circle").to_edge(UP)')
    context = scripted(fenced(broken), first, second)
    outcome = run("a circle with a title", context, options=RenderOptions(480, 270, 5))
    assert outcome.status == "completed"
    kinds = [[each.kind for each in attempt.findings] for attempt in outcome.attempts]
    assert kinds == [[], ["off-frame"], []]
    asked = heard(context, 2)
    assert "but its picture is not right yet" in asked
    assert "- off-frame" in asked
    assert "title: Text 'A circle'" in asked
    assert [each.still[:2] for each in outcome.attempts] == [b"", b"\xff\xd8", b""]


def test_what_a_repair_changed_is_told(scripted):
    outcome = run("a circle", scripted(fenced(BROKEN), block("Frob", "x"), fenced(GOOD)), options=TINY)
    told = outcome.as_json()
    assert [each["diff"] for each in told["attempts"]][:2] == ["", ""]
    assert "-        self.play(Create(Frobnicator()), run_time=0.4)" in told["attempts"][2]["diff"]
    assert [each["base"] for each in told["attempts"]] == [None, 1, 1]


def test_a_patch_that_matches_twice_is_refused(scripted):
    twice = BROKEN + "        self.wait()\n        self.wait()\n"
    context = scripted(fenced(twice), block("        self.wait()", "        pass"), fenced(GOOD))
    outcome = run("a circle", context, options=TINY)
    assert codes(outcome) == [["undefined-name"], ["patch-ambiguous"], []]
    assert outcome.attempts[1].code == ""
    assert outcome.spent.repair_rounds == 2
    assert "block 1 of the answer matches more than once" in heard(context, 2)
    assert "It matches lines 7 to 7, 8 to 8" in heard(context, 2)
    assert "Frobnicator" in heard(context, 2).split("<program>")[1]


def test_a_loop_is_recognised_and_escalates(scripted):
    texts = [BROKEN + f"        self.wait({n})\n" for n in range(4)]
    context = scripted(*map(fenced, texts), fenced(GOOD))
    outcome = run("a circle", context, options=TINY)
    assert outcome.status == "completed"
    assert [each.escalation for each in outcome.attempts] == ["", "", "rebuild", "simpler", "simpler"]
    assert "went round in circles" not in heard(context, 1)
    assert "Delete the construct that fails" in heard(context, 2)
    assert "a simpler scene" in heard(context, 3)
    assert outcome.as_json()["escalations"][0] == {"attempt": 3, "step": "rebuild"}


def test_the_stronger_model_is_asked_where_there_is_one(scripted):
    texts = [BROKEN + f"        self.wait({n})\n" for n in range(4)]
    stronger = Scripted(script=[fenced(GOOD)])
    context = dataclasses.replace(scripted(*map(fenced, texts)), stronger=stronger)
    outcome = run("a circle", context, options=TINY)
    assert outcome.status == "completed"
    assert outcome.attempts[-1].escalation == "stronger"
    assert len(stronger.heard) == 1
    assert "Another model wrote this" in stronger.heard[0][-1].text


def test_who_has_called_for_the_stronger_model_stays_with_it(scripted):
    texts = [BROKEN + f"        self.wait({n})\n" for n in range(4)]
    other = GOOD.replace("Circle()", "Zirkel()")
    stronger = Scripted(script=[fenced(other), fenced(GOOD)])
    context = dataclasses.replace(scripted(*map(fenced, texts)), stronger=stronger)
    outcome = run("a circle", context, options=TINY, budget=Budget(repair_rounds=6))
    assert outcome.status == "completed"
    assert len(stronger.heard) == 2


def test_the_same_program_is_not_tried_again(scripted):
    context = scripted(fenced(TWO), fenced(TWO), fenced(GOOD))
    outcome = run("a circle", context, options=TINY)
    assert codes(outcome) == [["unknown-method"], ["same-program", "unknown-method"], []]
    assert outcome.attempts[2].escalation == "rebuild"
    assert "this is the program of attempt 1 again" in heard(context, 2)


def test_a_worsening_patch_is_rolled_back(scripted):
    worse = BROKEN.replace("self.play", "Nonsense()\n        self.play")
    context = scripted(fenced(BROKEN), fenced(worse), fenced(GOOD))
    outcome = run("a circle", context, options=TINY)
    assert [len(each.problems) for each in outcome.attempts] == [1, 2, 0]
    asked = heard(context, 2)
    assert "Nonsense" not in asked.split("<program>")[1].split("</program>")[0]
    assert "What was tried since was no better" in asked
    assert "Nonsense is not defined" in asked
    assert "+        Nonsense()" in asked
    assert outcome.attempts[2].base == 1
    assert outcome.attempts[1].tier == ""


def test_what_does_not_parse_is_worse_than_any_error(scripted):
    two = BROKEN.replace("self.play", "Nonsense()\n        self.play")
    context = scripted(fenced(UNPARSED), fenced(two), fenced(GOOD))
    outcome = run("a circle", context, options=TINY)
    assert [each.base for each in outcome.attempts] == [None, 1, 2]


def test_what_runs_less_far_is_rolled_back(scripted):
    sooner = TWO.replace("FadeIn(dot)", "FadeIn(dot.nonsense())").replace("Circle().nonsense()", "Circle()")
    context = scripted(fenced(TWO), fenced(sooner), fenced(GOOD))
    outcome = run("a circle", context, options=TINY)
    assert [each.base for each in outcome.attempts] == [None, 1, 1]
    assert "It ran well for a while (all up to line 8," in heard(context, 1)


def test_the_best_picture_is_delivered_though_later_repairs_fail(scripted):
    context = scripted(fenced(moves(3)), fenced(BROKEN), fenced(moves(4)))
    outcome = run(LONG, context, options=TINY)
    assert (outcome.status, outcome.error, outcome.code) == ("completed", None, moves(3))
    assert [each.base for each in outcome.attempts] == [None, 1, 1]
    assert [each.kind for each in outcome.findings] == ["too-short"]
    assert outcome.delivered.number == 1
    assert "Frobnicator is not defined" in heard(context, 2)
    kept = outcome.rendered.video.parent
    assert list(kept.parent.iterdir()) == [kept]


def test_a_better_picture_takes_the_place_of_the_first(scripted):
    outcome = run(LONG, scripted(fenced(moves(3)), fenced(moves(9))), options=TINY)
    assert (outcome.code, outcome.delivered.number, outcome.findings) == (moves(9), 2, ())
    kept = outcome.rendered.video.parent
    assert list(kept.parent.iterdir()) == [kept]


def test_findings_use_no_more_than_their_part_of_the_budget(scripted):
    context = scripted(*(fenced(moves(n)) for n in range(1, 4)))
    outcome = run(LONG, context, options=TINY, budget=Budget(finding_rounds=2))
    assert (outcome.status, outcome.spent.model_calls) == ("completed", 3)
    assert run(LONG, scripted(fenced(GOOD)), options=TINY, budget=Budget(finding_rounds=0)).rendered


def test_who_declines_to_mend_a_picture_loses_no_video(scripted):
    outcome = run(LONG, scripted(fenced(moves(3)), ("I cannot.", "refusal")), options=TINY)
    assert outcome.status == "completed"
    assert [each.kind for each in outcome.findings] == ["too-short"]


def test_a_fault_after_the_video_loses_no_video(scripted):
    context = scripted(fenced(GOOD), ConnectionError("gone"))
    at_once = RetryPolicy(initial_interval=0.01, max_attempts=1, retry_on=ModelUnavailable)
    outcome = run(LONG, context, options=TINY, graph=build((at_once,)))
    assert outcome.status == "completed"
    assert isinstance(outcome.fault, ModelUnavailable)
    assert outcome.rendered.video.is_file()


def test_of_several_drafts_the_one_with_the_fewest_problems_goes_on(scripted):
    worse = BROKEN.replace("self.play", "Nonsense()\n        self.play")
    context = scripted(fenced(worse), fenced(BROKEN), fenced(UNPARSED), fenced(GOOD))
    outcome = run("a circle", context, options=TINY, budget=Budget(drafts=3))
    assert outcome.status == "completed"
    assert outcome.attempts[0].code == BROKEN
    assert [len(each.problems) for each in outcome.attempts] == [1, 0]
    assert (outcome.spent.model_calls, outcome.spent.repair_rounds) == (4, 1)
    assert outcome.used["draft"].model_calls == 3


def test_drafts_take_no_more_time_than_there_is(scripted):
    context = scripted(fenced(BROKEN))
    outcome = run("a circle", context, options=TINY, budget=Budget(drafts=3, wall_seconds=0.001))
    assert (outcome.status, outcome.spent.model_calls) == ("failed", 1)


@pytest.mark.parametrize("first", [GOOD, BROKEN])
def test_no_more_drafts_than_help(scripted, first):
    """A draft without problems is not bettered, and one that comes twice comes again."""
    context = scripted(fenced(first), *([fenced(first)] if first == BROKEN else []), fenced(GOOD))
    outcome = run("a circle", context, options=TINY, budget=Budget(drafts=5))
    assert outcome.status == "completed"
    assert outcome.spent.model_calls == (1 if first == GOOD else 3)


def test_the_part_that_ran_is_delivered_and_never_called_a_success(scripted):
    outcome = run("a circle", scripted(fenced(TWO)), options=TINY, budget=Budget(repair_rounds=0))
    assert outcome.status == "failed"
    assert "nonsense" in outcome.error
    assert outcome.partial
    assert outcome.rendered.video.stat().st_size > 500
    assert outcome.rendered.frames == 4
    assert outcome.code == outcome.attempts[0].code


def test_the_part_of_the_attempt_that_ran_farthest_is_delivered(scripted):
    sooner = TWO.replace("FadeOut(dot)", "FadeOut(dot.nonsense())")
    context = scripted(fenced(TWO), fenced(sooner))
    outcome = run("a circle", context, options=TINY, budget=Budget(repair_rounds=1))
    assert outcome.partial
    assert outcome.delivered.number == 1


def test_where_nothing_ran_there_is_no_part(scripted):
    outcome = run("a circle", scripted(fenced(BROKEN)), options=TINY, budget=Budget(repair_rounds=0))
    assert (outcome.status, outcome.partial, outcome.rendered) == ("failed", False, None)


def test_plays_that_do_not_change_are_not_drawn_again(scripted):
    context = scripted(fenced(moves(3)), fenced(moves(9)))
    outcome = run(LONG, context, options=TINY, session="0a" * 16)
    assert outcome.status == "completed"
    assert outcome.rendered.cached_plays >= 1
