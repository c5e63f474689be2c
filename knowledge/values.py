"""The kinds of value a scene's parameters take, and the Manim source each becomes.

A value is plain data (a word, a number, a list); `source_of` checks it against the parameter's
rules and returns source code by constant suffix: `""` is the parameter's own constant, and a
facet such as `_TEX` is filled wherever the scene declares a constant of that name beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from knowledge.expressions import BadExpression, numeric, parse, python_of, tex_of, text_of

SIMPLE = 20
"""Operations up to which a derivative is simplified: SymPy takes seconds over longer ones."""
FACETS = ("_NAME", "_TEX", "_TEXT", "_DERIVATIVE", "_DERIVATIVE_TEX", "_DERIVATIVE_TEXT")
"""What can be filled in beside a constant, each where the scene declares it."""


class BadValue(ValueError):
    """A value that the parameter's type or rules do not admit."""


SHAPES: Mapping[str, str] = {
    "circle": "Circle(radius=1.5)",
    "square": "Square(side_length=2.6)",
    "triangle": "Triangle(radius=1.7)",
    "rectangle": "Rectangle(width=3.6, height=2.0)",
    "ellipse": "Ellipse(width=3.6, height=2.0)",
    "pentagon": "RegularPolygon(n=5, radius=1.6)",
    "hexagon": "RegularPolygon(n=6, radius=1.6)",
    "heptagon": "RegularPolygon(n=7, radius=1.6)",
    "octagon": "RegularPolygon(n=8, radius=1.6)",
    "star": "Star(n=5, outer_radius=1.8)",
    "diamond": "Square(side_length=2.2).rotate(PI / 4)",
    "ring": "Annulus(inner_radius=0.9, outer_radius=1.6)",
    "semicircle": "Sector(radius=1.7, angle=PI)",
    "parallelogram": "Polygon([-2, -1, 0], [1, -1, 0], [2, 1, 0], [-1, 1, 0])",
    "trapezoid": "Polygon([-2, -1, 0], [2, -1, 0], [1, 1, 0], [-1, 1, 0])",
    "arrow": "Arrow(LEFT * 1.8, RIGHT * 1.8, buff=0)",
    "line": "Line(LEFT * 1.8, RIGHT * 1.8)",
    "dot": "Dot(radius=0.25)",
}
COLORS: Mapping[str, str] = {
    "red": "RED",
    "blue": "BLUE",
    "green": "GREEN",
    "yellow": "YELLOW",
    "orange": "ORANGE",
    "purple": "PURPLE",
    "violet": "PURPLE",
    "pink": "PINK",
    "magenta": "PURE_MAGENTA",
    "cyan": "PURE_CYAN",
    "teal": "TEAL",
    "turquoise": "TEAL",
    "gold": "GOLD",
    "maroon": "MAROON",
    "brown": "LIGHT_BROWN",
    "white": "WHITE",
    "gray": "GRAY",
    "grey": "GRAY",
}
_TEX_REFUSED = re.compile(
    r"\\(input|include|write|openin|openout|read|csname|catcode|def|let|usepackage|special)"
)


def source_of(kind: str, value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    """Return the source code for `value` by constant suffix; raise BadValue."""
    return KINDS[kind](value, rules)


def _bounded(value: Any, rules: Mapping[str, Any]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue(f"{value!r} is no number")
    low, high = rules.get("min", -1e6), rules.get("max", 1e6)
    if not low <= value <= high:
        raise BadValue(f"{value:g} is not between {low:g} and {high:g}")
    return value


def _number(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    return {"": f"{_bounded(value, rules):g}"}


def _integer(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    if _bounded(value, rules) != int(value):
        raise BadValue(f"{value} is no whole number")
    return {"": str(int(value))}


def _word(names: Mapping[str, str]) -> Callable[[Any, Mapping[str, Any]], dict[str, str]]:
    def source(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
        if value not in names:
            raise BadValue(f"{value!r} is not one of {', '.join(names)}")
        return {"": names[value], "_NAME": repr(value)}

    return source


def _color(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    if isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return {"": f'ManimColor("{value}")', "_NAME": repr(value)}
    return _word(COLORS)(value, rules)


def _choice(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    if value not in rules["options"]:
        raise BadValue(f"{value!r} is not one of {', '.join(rules['options'])}")
    return {"": repr(value)}


def _text(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    longest = rules.get("longest", 40)
    if not isinstance(value, str) or not value.strip() or len(value) > longest or not value.isprintable():
        raise BadValue(f"a text of 1 to {longest} printable characters is needed")
    return {"": repr(value)}


def _sized(value: Any, rules: Mapping[str, Any]) -> Sequence[Any]:
    low, high = rules.get("min_length", 1), rules.get("max_length", 12)
    if not isinstance(value, list | tuple) or not low <= len(value) <= high:
        raise BadValue(f"{low} to {high} entries are needed")
    return value


def _numbers(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    return {"": "[" + ", ".join(f"{_bounded(entry, rules):g}" for entry in _sized(value, rules)) + "]"}


def _texts(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    return {"": "[" + ", ".join(_text(entry, rules)[""] for entry in _sized(value, rules)) + "]"}


def _data(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise BadValue("labels with numbers are needed")
    _sized(list(value), rules)
    entries = (f"{_text(name, rules)['']}: {_bounded(number, rules):g}" for name, number in value.items())
    return {"": "{" + ", ".join(entries) + "}"}


def _vector(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    return _numbers(value, {**rules, "min_length": 2, "max_length": 2})


def _range(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    source = _vector(value, rules)
    if not value[0] < value[1]:
        raise BadValue("a range goes from the smaller to the larger number")
    return source


def _matrix(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise BadValue("a 2 by 2 matrix is needed")
    return {"": "[" + ", ".join(_vector(row, rules)[""] for row in value) + "]"}


def _quadratic(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    coefficients = _numbers(value, {**rules, "min_length": 3, "max_length": 3})
    if value[0] == 0:
        raise BadValue("the coefficient of x² must not be zero")
    return coefficients


def _formula(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    if not isinstance(value, str) or not 0 < len(value) <= rules.get("longest", 80):
        raise BadValue("a formula of up to 80 characters is needed")
    if (
        _TEX_REFUSED.search(value)
        or value.count("{") != value.count("}")
        or not (value.isascii() and value.isprintable())
    ):
        raise BadValue("the formula is not plain LaTeX mathematics")
    return {"": f'r"{value}"'} if '"' not in value and not value.endswith("\\") else _refuse_formula()


def _refuse_formula() -> dict[str, str]:
    raise BadValue("the formula is not plain LaTeX mathematics")


def _code(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    lines = value.splitlines() if isinstance(value, str) else []
    if not 0 < len(lines) <= 14 or max(map(len, lines)) > 60:
        raise BadValue("code of up to 14 lines of 60 characters is needed")
    return {"": repr(value)}


def _expression(value: Any, rules: Mapping[str, Any]) -> dict[str, str]:
    variables = rules.get("variables", ["x"])
    try:
        expression = parse(value, variables)
    except BadExpression as error:
        raise BadValue(str(error)) from error
    low, high = rules.get("domain", [-2, 2])
    if not _is_drawable(expression, variables, low, high):
        raise BadValue(f"{value} is not finite and moderate between {low:g} and {high:g}")
    facets = {
        "": f"lambda {', '.join(variables)}: {python_of(expression)}",
        "_TEX": f'r"{tex_of(expression)}"',
        "_TEXT": repr(text_of(expression)),
    }
    slope = _slope(expression, variables)
    if slope is not None:
        facets |= {
            "_DERIVATIVE": f"lambda {variables[0]}: {python_of(slope)}",
            "_DERIVATIVE_TEX": f'r"{tex_of(slope)}"',
            "_DERIVATIVE_TEXT": repr(text_of(slope)),
        }
    return facets


def _slope(expression: Any, variables: Sequence[str]) -> Any:
    """Return the derivative in closed form, or None where there is none (floor, several variables)."""
    import sympy

    if len(variables) != 1:
        return None
    slope = expression.diff(sympy.Symbol(variables[0], real=True))
    if slope.count_ops() <= SIMPLE:
        slope = sympy.simplify(slope)
    return None if slope.has(sympy.Derivative, sympy.Subs) else slope


def _is_drawable(expression: Any, variables: Sequence[str], low: float, high: float) -> bool:
    import numpy as np

    grid = np.meshgrid(*[np.linspace(low, high, 61)] * len(variables))
    with np.errstate(all="ignore"):
        values = np.asarray(numeric(expression, variables)(*grid))
    return bool(values.dtype.kind in "fi" and np.isfinite(values).all() and abs(values).max() <= 1e4)


KINDS: Mapping[str, Callable[[Any, Mapping[str, Any]], dict[str, str]]] = {
    "shape": _word(SHAPES),
    "color": _color,
    "number": _number,
    "integer": _integer,
    "choice": _choice,
    "text": _text,
    "numbers": _numbers,
    "texts": _texts,
    "data": _data,
    "vector": _vector,
    "range": _range,
    "matrix": _matrix,
    "quadratic": _quadratic,
    "formula": _formula,
    "code": _code,
    "expression": _expression,
}
