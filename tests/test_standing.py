"""Which attempt is the best, and when repair goes round in circles."""

from dataclasses import replace

import pytest

from agent.escalation import following
from agent.findings import Finding, is_worth_a_repair
from agent.problems import Problem
from agent.sandbox import Rendered
from agent.standing import best, furthest
from agent.state import Attempt

VIDEO = Rendered(ok=True, folder="")


def attempt(*codes, plays=0, findings=(), base=None, escalation="", origin=None, code="x = 1\n", n=1):
    problems = tuple(Problem(each.strip("!"), each, 1) for each in codes)
    done = not codes and bool(code)
    return Attempt(
        n,
        origin or ("repair" if base else "draft"),
        "render" if done else "check",
        code,
        "",
        problems,
        scene="S",
        base=base,
        escalation=escalation,
        findings=tuple(Finding(each, each) for each in findings),
        plays=plays,
        rendered=VIDEO if done else None,
    )


def numbered(*attempts):
    return [Attempt(**{**each.__dict__, "number": n}) for n, each in enumerate(attempts, 1)]


NONE = attempt("no-code", code="")
SYNTAX = attempt("syntax")
TWO = attempt("a", "b", plays=3)
ONE = attempt("a")
FAR = attempt("a", plays=2)
BAD = attempt(findings=["text-overlap"])
FAIR = attempt(findings=["too-small"])
FINE = attempt()
WHOLE = replace(BAD, rendered=replace(VIDEO, plays=10, duration=20.0))
TOO_LONG = replace(attempt(findings=["too-long"]), rendered=WHOLE.rendered)
GUTTED = replace(FINE, rendered=replace(VIDEO, plays=2, duration=3.0))
MENDED = replace(FINE, rendered=replace(VIDEO, plays=9, duration=19.0))
UNSEEN = replace(FINE, rendered=replace(VIDEO, uninspected="ValueError"))


@pytest.mark.parametrize(
    ("attempts", "number"),
    [
        ((NONE,), 1),
        ((BAD, UNSEEN), 1),
        ((UNSEEN, BAD), 2),
        ((ONE, UNSEEN), 2),
        ((WHOLE, GUTTED), 1),
        ((WHOLE, MENDED), 2),
        ((TOO_LONG, GUTTED), 2),
        ((ONE, GUTTED), 2),
        ((NONE, SYNTAX), 2),
        ((SYNTAX, NONE), 1),
        ((SYNTAX, TWO), 2),
        ((TWO, SYNTAX), 1),
        ((TWO, ONE), 2),
        ((ONE, TWO), 1),
        ((ONE, FAR), 2),
        ((FAR, ONE), 1),
        ((FAR, FAR), 2),
        ((FAR, BAD), 2),
        ((BAD, FAR), 1),
        ((BAD, FAIR), 2),
        ((FAIR, BAD), 1),
        ((FAIR, FAIR), 1),
        ((FAIR, FINE, FAIR), 2),
        ((NONE, SYNTAX, TWO, ONE, FAR, BAD, FAIR, FINE), 8),
        ((FINE, FAIR, BAD, FAR, ONE, TWO, SYNTAX, NONE), 1),
    ],
)
def test_the_best(attempts, number):
    assert best(numbered(*attempts)).number == number


@pytest.mark.parametrize(
    ("attempts", "number"), [((ONE, FAR, TWO, SYNTAX), 3), ((FAR, FAR), 2), ((ONE,), None), ((FINE,), None)]
)
def test_the_furthest(attempts, number):
    found = furthest(numbered(*attempts))
    assert (found and found.number) == number


A, B, C = (attempt(each) for each in "abc")


def repair(*codes, base=1, step="", **more):
    return attempt(*codes, base=base, escalation=step, **more)


@pytest.mark.parametrize(
    ("attempts", "stronger", "step"),
    [
        ((A,), False, ""),
        ((A, repair("b")), False, ""),
        ((A, repair("a")), False, "rebuild"),
        ((A, repair("a"), repair("a", step="rebuild", base=2)), False, "simpler"),
        ((A, repair("a", step="simpler")), False, "simpler"),
        ((A, repair("a", step="simpler")), True, "stronger"),
        ((A, repair("a", step="stronger")), True, "stronger"),
        ((A, repair("b", step="stronger")), True, "stronger"),
        ((A, repair("a", step="rebuild"), repair("b", base=2, step="simpler")), False, ""),
        ((A, repair("b"), repair("a", base=2)), False, "rebuild"),
        ((A, repair("a", plays=2)), False, ""),
        ((attempt("a", "b"), repair("a")), False, ""),
        ((A, repair("a", "b")), False, "rebuild"),
        ((A, repair("same-program", "a")), False, "rebuild"),
        ((A, repair("no-code", code="")), False, ""),
        ((A, repair("no-code", code=""), repair("no-code", code="")), False, "rebuild"),
        ((A, repair("a", step="rebuild"), repair("a", base=2, origin="memory")), False, "simpler"),
        ((A, repair("a", step="rebuild"), repair("b", base=2, origin="memory", plays=2)), False, ""),
        ((BAD, repair(findings=["text-overlap"])), False, "rebuild"),
        ((BAD, repair(findings=["off-frame"])), False, ""),
        ((BAD, repair(findings=["text-overlap", "off-frame"])), False, "rebuild"),
    ],
)
def test_what_goes_round_in_circles_takes_a_step_more(attempts, stronger, step):
    assert following(numbered(*attempts), has_stronger=stronger) == step


@pytest.mark.parametrize(
    ("kinds", "is_worth"), [([], False), (["ends-abruptly"], False), (["ends-abruptly", "too-long"], True)]
)
def test_an_abrupt_end_alone_is_worth_no_call(kinds, is_worth):
    assert is_worth_a_repair(tuple(Finding(kind, "") for kind in kinds)) is is_worth
