import pytest

from knowledge.values import COLORS, KINDS, SHAPES, BadValue, source_of


@pytest.mark.parametrize(
    ("kind", "value", "rules", "source"),
    [
        ("shape", "star", {}, "Star(n=5, outer_radius=1.8)"),
        ("color", "red", {}, "RED"),
        ("color", "#00ff7F", {}, 'ManimColor("#00ff7F")'),
        ("integer", 7, {"min": 3, "max": 12}, "7"),
        ("number", 0.25, {}, "0.25"),
        ("choice", "bfs", {"options": ["bfs", "dfs"]}, "'bfs'"),
        ("text", 'say "hi"', {}, "'say \"hi\"'"),
        ("numbers", [3, 1, 2], {}, "[3, 1, 2]"),
        ("texts", ["a", "b"], {}, "['a', 'b']"),
        ("data", {"A": 1, "B": 2.5}, {}, "{'A': 1, 'B': 2.5}"),
        ("vector", [1, -2], {}, "[1, -2]"),
        ("range", [-3, 3], {}, "[-3, 3]"),
        ("matrix", [[2, 1], [1, 2]], {}, "[[2, 1], [1, 2]]"),
        ("quadratic", [1, 5, 6], {}, "[1, 5, 6]"),
        ("formula", r"E = mc^2", {}, 'r"E = mc^2"'),
        ("code", "print(1)", {}, "'print(1)'"),
        ("expression", "x^2", {}, "lambda x: x**2"),
        ("expression", "x^2 - y^2", {"variables": ["x", "y"]}, "lambda x, y: x**2 - y**2"),
    ],
)
def test_becomes_source(kind, value, rules, source):
    assert source_of(kind, value, rules)[""] == source
    compile(source, "source", "eval")


@pytest.mark.parametrize(
    ("kind", "value", "rules"),
    [
        ("shape", "dragon", {}),
        ("color", "blurple", {}),
        ("color", "#12", {}),
        ("integer", 2.5, {}),
        ("integer", True, {}),
        ("integer", 99, {"max": 12}),
        ("number", "7", {}),
        ("number", float("nan"), {}),
        ("choice", "heap", {"options": ["bubble"]}),
        ("text", "", {}),
        ("text", "x" * 41, {}),
        ("text", "a\x00b", {}),
        ("numbers", [], {}),
        ("numbers", list(range(99)), {}),
        ("data", {"A": "many"}, {}),
        ("data", [1, 2], {}),
        ("vector", [1, 2, 3], {}),
        ("range", [3, -3], {}),
        ("matrix", [1, 2, 3, 4], {}),
        ("quadratic", [0, 1, 2], {}),
        ("formula", r"\input{/etc/passwd}", {}),
        ("formula", r"\frac{1}{2", {}),
        ("formula", 'x" + "y', {}),
        ("formula", "x\\", {}),
        ("formula", "x\ny", {}),
        ("code", "\n".join("x" * 20), {}),
        ("expression", "import os", {}),
        ("expression", "1/x", {"domain": [-1, 1]}),
        ("expression", "ln(x)", {"domain": [-1, 1]}),
    ],
)
def test_refuses(kind, value, rules):
    with pytest.raises(BadValue):
        source_of(kind, value, rules)


def test_derivative_comes_along():
    facets = source_of("expression", "x^3 - 3x", {})
    assert facets["_TEX"] == 'r"x^{3} - 3 x"'
    assert facets["_DERIVATIVE"] == "lambda x: 3*x**2 - 3"
    assert source_of("expression", "5", {})["_DERIVATIVE"] == "lambda x: 0"


def test_every_name_compiles():
    for names in (SHAPES, COLORS):
        for source in names.values():
            compile(source, "source", "eval")
    assert "expression" in KINDS
