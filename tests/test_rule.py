"""Rules as data: what they find in whole programs, what they put in its place, and what is none."""

from dataclasses import replace

import pytest
from conftest import GOOD

from agent.check.parsing import parse
from agent.check.program import Program
from agent.memory.rule import BadRule, rule_of, rules_in

SIZE = {
    "message": "Circle has no size; its radius is half of it",
    "patterns": [
        {"find": "Circle(*$args, **$keywords, size=$1)", "put": "Circle(*$args, **$keywords, radius=$1 / 2)"}
    ],
    "wrong": ["self.add(Circle(size=2))"],
    "right": ["self.add(Circle(radius=1))"],
}


def program(*lines):
    body = "\n".join(f"        {line}" for line in lines)
    return f"from manim import *\n\n\nclass DisplayScene(Scene):\n    def construct(self):\n{body}\n"


def found(rule, code):
    return [(each.line, each.column, len(each.mends)) for each in rule(Program(code, parse(code)))]


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("self.add(Circle(size=2))", [18]),
        ("c = Circle(color=RED, size=1 + 1)", [13]),
        ("é, c = 1, Circle(RED, size=2), Circle(size=3)", [19, 40]),
        ("self.add(Circle(radius=2))", []),
        ("self.add(Square(size=2))", []),
        ("text = 'Circle(size=2)'", []),
        ("self.add(Circle(**{'size': 2}))", []),
    ],
)
def test_finds(line, columns):
    assert found(rule_of("circle-size", SIZE), program(line)) == [(6, each, 1) for each in columns]


def test_a_name_of_the_scenes_own_is_not_the_one_that_is_meant():
    own = "def Circle(size):\n    return Dot()\n\n\n"
    assert found(rule_of("circle-size", SIZE), own + program("self.add(Circle(size=2))")) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("self.play(Create(Circle(size=2)))", "self.play(Create(Circle(radius=2 / 2)))"),
        (
            "self.play(Create(Circle(color=RED,  size=a + 1)))  # a",
            "self.play(Create(Circle(color=RED, radius=(a + 1) / 2)))  # a",
        ),
    ],
)
def test_its_mend_keeps_the_rest(checked, before, after):
    rule = rule_of("circle-size", SIZE | {"confidence": 1.0})
    mended = replace(checked, promoted=(rule,)).mended(program("a = 1", before))
    assert mended.code == program("a = 1", after)
    assert [each.code for each in mended.mends] == ["mend-rule-circle-size"]


def test_what_the_check_does_not_see_is_mended_by_the_rule_alone(checked):
    line = "self.play(Circle().animate.shift(UP), run_time=1)"
    row = SIZE | {"patterns": [{"find": "self.play(*$args, run_time=1)", "put": "self.play(*$args)"}]}
    assert checked.check(program(line)).problems == ()
    told = replace(checked, promoted=(rule_of("one", row),))
    assert [each.code for each in told.check(program(line)).problems] == ["rule-one"]
    assert told.mended(program(line)).code == program("self.play(Circle().animate.shift(UP))")


def test_an_error_of_the_check_is_not_hidden_by_a_warning(checked):
    row = SIZE | {"severity": "warning", "patterns": [{"find": "Frobnicator(*$args)"}]}
    told = replace(checked, promoted=(rule_of("frob", row),)).check(
        program("self.play(Create(Frobnicator(1)))")
    )
    assert [each.severity for each in told.problems] == ["error"]


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("x-y", {"patterns": [{"find": "$1"}]}, "anything"),
        ("x-y", {"patterns": [{"find": "$1($2)"}]}, "anything"),
        ("x-y", {"patterns": [{"find": "x = Circle()"}]}, "anything"),
        ("x-y", {"patterns": [{"find": "Circle(size=$1)", "put": "Circle($2)"}]}, "holes"),
        ("x-y", {"patterns": [{"find": "Circle(size=$1)", "put": "import os"}]}, "expression"),
        ("x-y", {"patterns": [{"find": "Circle(size=$1)", "put": "Circle(size=$1)"}]}, "other"),
        ("x-y", {"patterns": [{"find": "Circle(" * 200 + ")" * 200}]}, "Python"),
        ("x-y", {"patterns": [{"find": "Circle('" + "x" * 3000 + "')"}]}, "characters"),
        ("x-y", {"patterns": [{"find": "Circle(", "run": "x"}]}, "find"),
        ("x-y", {"patterns": []}, "patterns"),
        ("x-y", {"patterns": "Circle()"}, "patterns"),
        ("x-y", {"wrong": []}, "wrong"),
        ("x-y", {"severity": "fatal"}, "severity"),
        ("x-y", {"confidence": 2}, "confidence"),
        ("x-y", {"message": "m" * 400}, "message"),
        ("x-y", {"code": "import os"}, "knows no code"),
        ("../x", {}, "name"),
    ],
)
def test_refuses(name, changes, said):
    with pytest.raises(BadRule, match=said):
        rule_of(name, SIZE | changes)


def test_a_folder_of_rules(tmp_path):
    assert rules_in(tmp_path) == ()
    (tmp_path / "lag.toml").write_text(
        'message = "m"\nwrong = ["a"]\nright = ["b"]\n[[patterns]]\nfind = "AnimationGroup(*$args, lag=$1)"\n'
    )
    assert [each.code for each in rules_in(tmp_path)] == ["rule-lag"]
    (tmp_path / "bad.toml").write_text("message = ")
    with pytest.raises(BadRule, match=r"bad\.toml"):
        rules_in(tmp_path)


def test_is_quick_where_there_is_nothing():
    rule = rule_of("circle-size", SIZE)
    assert found(rule, GOOD) == []
