"""What is said to be gone is gone, and what is said to stand for it runs: tried on the Manim that is installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.changes import Change, changes
from knowledge.templates import fill

AXES = ("Axes", "VGroup", "VMobject", "Mobject", "CoordinateSystem", "object")
SCENE = ("DisplayScene", "ThreeDScene", "Scene", "object")


def test_every_change_says_why_in_one_sentence():
    for change in changes().all():
        assert change.why.endswith((".", "...")), change
        assert len(change.why) < 160, change
        assert 0 < change.confidence < 1, change


def test_no_change_is_listed_twice():
    keys = [(change.kind, change.name, change.on) for change in changes().all()]
    assert len(keys) == len(set(keys))
    assert len(keys) >= 250


def test_what_is_dropped_is_said():
    silent = [
        c
        for c in changes().all()
        if c.template in ("{call}", "{self}") and c.confidence < 0.9 and not c.loses
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("found", "now"),
    [
        (changes().name("ShowCreation"), "Create"),
        (changes().name("Circle"), None),
        (changes().base("GraphScene"), "Scene"),
        (changes().base("Scene"), None),
        (changes().name("CYAN"), "PURE_CYAN"),
        (changes().method("get_graph", AXES), "plot"),
        (changes().method("get_graph", ("Circle", "VMobject", "Mobject")), None),
        (changes().method("get_graph", ()), None),
        (changes().method("set_text", ("Text", "Mobject")), "become"),
        (changes().attribute("camera_frame", SCENE), "self.camera.frame"),
        (changes().keyword("x_min", "Axes", AXES), "x_range"),
        (changes().keyword("x_min", "Mine", ("Mine", *AXES)), "x_range"),
        (changes().keyword("x_min", "__init__", AXES), "x_range"),
        (changes().keyword("x_min", "plot", AXES), "x_range"),
        (changes().keyword("width", "plot", AXES), "stroke_width"),
        (changes().keyword("width", "Axes", AXES), "x_length"),
        (changes().keyword("width", "shift", AXES), None),
        (changes().keyword("duration", "play", SCENE), "run_time"),
        (changes().keyword("n_rows", "arrange_in_grid", ()), "rows"),
        (changes().value("rate_func", "ease_in_out"), "smooth"),
        (changes().value("rate_func", '"ease-in-out"'), "smooth"),
        (changes().value("colour", "'Cyan'"), "PURE_CYAN"),
        (changes().value("colour", "sky blue"), 'ManimColor("#87CEEB")'),
        (changes().value("weight", "bold"), "BOLD"),
        (changes().value("slant", "bold"), None),
        (changes().module("manimlib.animation.creation"), "manim"),
        (changes().module("manim"), None),
        (changes().module("manim.mobject.geometry"), None),
    ],
)
def test_lookup(found: Change | None, now: str | None):
    assert (found and found.now) == now


def call(
    kind: str, name: str, on: tuple[str, ...], positional: list[str], receiver: str = "", **keywords: str
):
    known = changes()
    found = {
        "name": lambda: known.name(name),
        "method": lambda: known.method(name, on),
        "keyword": lambda: known.keyword(name, on[0], on if on[0][0].isupper() else on[1:]),
    }[kind]()
    assert found is not None
    return known.expand(found, positional, keywords, receiver)


@pytest.mark.parametrize(
    ("expanded", "text"),
    [
        (call("name", "ShowCreation", (), ["square"], run_time="2"), "Create(square, run_time=2)"),
        (call("name", "FadeInFrom", (), ["square", "UP + LEFT"]), "FadeIn(square, shift=-(UP + LEFT))"),
        (call("name", "FadeInFrom", (), ["square"], direction="UP"), "FadeIn(square, shift=-UP)"),
        (call("name", "FadeInFrom", (), ["square"]), "FadeIn(square, shift=-DOWN)"),
        (call("name", "FadeInFrom", (), ["*squares"]), None),
        (call("name", "FadeInFrom", (), []), None),
        (call("name", "MoveTo", (), ["dot", "UP"]), "dot.animate.move_to(UP)"),
        (call("name", "MoveTo", (), ["dot", "UP"], run_time="2"), "dot.animate(run_time=2).move_to(UP)"),
        (call("name", "MoveTo", (), ["a + b", "UP"]), "(a + b).animate.move_to(UP)"),
        (
            call("name", "Polyline", (), ["a", "*rest"], color="RED"),
            "VMobject(color=RED).set_points_as_corners([a, *rest])",
        ),
        (call("name", "Polyline", (), ["a"]), "VMobject().set_points_as_corners([a])"),
        (call("method", "set_width", AXES, ["3"], "axes"), "axes.scale_to_fit_width(3)"),
        (call("method", "set_width", AXES, ["3"], "axes", stretch="True"), "axes.stretch_to_fit_width(3)"),
        (call("method", "get_graph", AXES, ["f"], "axes", color="RED"), "axes.plot(f, color=RED)"),
        (
            call("keyword", "x_min", AXES, [], "Axes", x_min="-2", x_max="2", tips="False"),
            "Axes(tips=False, x_range=[-2, 2])",
        ),
        (call("keyword", "x_max", AXES, [], "Axes", x_max="2"), "Axes(x_range=[-7, 2])"),
        (call("keyword", "x_max", ("plot", *AXES), ["f"], "axes.plot", x_max="2"), None),
        (
            call("keyword", "duration", ("play", *SCENE), ["a"], "self.play", duration="2"),
            "self.play(a, run_time=2)",
        ),
        (
            call(
                "keyword",
                "position",
                ("Text", "SVGMobject", "Mobject"),
                ["s"],
                "Text",
                position="2 * UP",
                color="RED",
            ),
            "Text(s, color=RED).move_to(2 * UP)",
        ),
        (
            call("keyword", "inner_radius", ("Sector",), [], "Sector", inner_radius="1"),
            "AnnularSector(inner_radius=1, outer_radius=1)",
        ),
        (call("keyword", "note", ("wait", "Scene"), ["1"], "self.wait", note='"x"'), "self.wait(1)"),
    ],
)
def test_expansion(expanded: str | None, text: str | None):
    assert expanded == text


def test_new_arguments_alone():
    known = changes()
    x_min = known.keyword("x_min", "Axes", AXES)
    note = known.keyword("note", "wait", SCENE)
    position = known.keyword("position", "Mobject", ("Mobject",))
    assert x_min
    assert note
    assert position
    assert known.taken(x_min) == {"x_min", "x_max"}
    assert known.arguments(x_min, {"x_min": "0", "color": "RED"}) == "x_range=[0, 7]"
    assert known.arguments(note, {"note": "1"}) == ""
    assert known.arguments(position, {"position": "UP"}) is None


@pytest.mark.parametrize(
    ("template", "positional", "keywords", "text"),
    [
        ("f({*}, {**})", [], {}, "f()"),
        ("f({*}, g={a})", [], {"a": "1"}, "f(g=1)"),
        ("f({0}, {*})", ["a", "*b", "c"], {}, "f(a, *b, c)"),
        ("{0}.x", ["(a, b)"], {}, "(a, b).x"),
        ("{0}.x", ["-a"], {}, "(-a).x"),
        ("2 * {0}", ["a if b else c"], {}, "2 * (a if b else c)"),
        ("f({0})", ["lambda x: x"], {}, "f(lambda x: x)"),
        ("f({0})", ["a"], {"b": "1"}, None),
        ("f({0})", ["a", "b"], {}, None),
        ("f({a=1}){-b}", [], {"b": "2"}, "f(1)"),
        ("f({a}) || g({b})", [], {"b": "2"}, "g(2)"),
        ('f({"k": {a}})', [], {"a": "2"}, 'f({"k": 2})'),
    ],
)
def test_filling(template: str, positional: list[str], keywords: dict[str, str], text: str | None):
    assert fill(template, positional, keywords) == text


@pytest.mark.slow
@pytest.mark.latex
def test_against_the_installed_manim(tmp_path: Path):
    out = tmp_path / "wrong.json"
    command = [sys.executable, str(Path(__file__).with_name("changes_on_manim.py")), str(out)]
    subprocess.run(command, check=True, cwd=tmp_path, timeout=600, stdin=subprocess.DEVNULL)
    assert json.loads(out.read_text()) == []
