"""CONFIG dictionaries, by which old Manim set attributes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from agent.check.bindings import without
from agent.check.program import Edit, Found, Mend, Program
from agent.check.rules.bases import Cast, method, named

STYLE = frozenset(
    "color fill_color fill_opacity stroke_color stroke_opacity stroke_width sheen_factor sheen_direction z_index".split()
)
SHAPES = {
    "radius": "Circle Dot Sphere Annulus Arc",
    "side_length": "Square Cube",
    "width": "Rectangle RoundedRectangle SurroundingRectangle Ellipse",
    "height": "Rectangle RoundedRectangle SurroundingRectangle Ellipse",
    "corner_radius": "RoundedRectangle",
    "buff": "Line Arrow Vector DoubleArrow SurroundingRectangle Brace",
    "font_size": "Text Tex MathTex MarkupText",
    "font": "Text MarkupText",
    "run_time": "",
    "rate_func": "",
    "lag_ratio": "",
}
"""Keywords and the mobjects that take them; none named: animations."""


def find(program: Program, names: frozenset[str]) -> Iterator[Found]:
    """Yield each class with a CONFIG."""
    cast = Cast(program, names)
    for node in program.nodes:
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                match item:
                    case ast.Assign(targets=[ast.Name(id="CONFIG")], value=ast.Dict() as value):
                        yield _config(cast, node, item, value)


def _config(cast: Cast, node: ast.ClassDef, item: ast.Assign, value: ast.Dict) -> Found:
    message = (
        "CONFIG does nothing in Manim Community: set class attributes, or pass keywords to super().__init__()"
    )
    return cast.program.found("config-dict", item, message, mends=_mends(cast, node, item, value))


def _mends(cast: Cast, node: ast.ClassDef, item: ast.Assign, value: ast.Dict) -> tuple[Mend, ...]:
    entries = {
        key.value: each
        for key, each in zip(value.keys, value.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value.isidentifier()
    }
    if len(entries) < len(value.keys):
        return ()
    passed = {key: each for key, each in entries.items() if _is_keyword(cast, node, key)}
    attributes = [
        f"{key} = {cast.program.source(each)}" for key, each in entries.items() if key not in passed
    ]
    edits = [*_digests(cast.program, node)]
    if passed:
        initial = _passing(cast.program, node, passed)
        if initial is None:
            return ()
        edits.append(initial)
    pad = "\n" + " " * item.col_offset
    edits.append(
        cast.program.replace(item, pad.join(attributes)) if attributes else without(cast.program, item)
    )
    return (Mend("mend-config-dict", tuple(edits), 0.85),)


def _is_keyword(cast: Cast, node: ast.ClassDef, key: str) -> bool:
    if cast.is_scene(node.name) or not node.bases or node.name not in cast.classes:
        return False
    roots = cast.roots(node.name)
    if key in {"run_time", "rate_func", "lag_ratio"}:
        return method(node, "interpolate_mobject") is not None or bool(
            roots & {"Animation", "Transform", "AnimationGroup"}
        )
    return key in STYLE or bool(roots & set(SHAPES.get(key, "").split()))


def _passing(program: Program, node: ast.ClassDef, passed: dict[str, ast.expr]) -> Edit | None:
    """Return the edit that passes entries to the base's __init__."""
    entries = ", ".join(f'"{key}": {program.source(value)}' for key, value in passed.items())
    initial = method(node, "__init__")
    if initial is None:
        end = program.end(node.body[-1])
        pad = "\n" + " " * node.body[0].col_offset
        return Edit(
            end,
            end,
            f"\n{pad}def __init__(self, *args, **kwargs):{pad}    super().__init__(*args, **{{{entries}, **kwargs}})",
        )
    for each in ast.walk(initial):
        match each:
            case ast.Call(func=ast.Attribute(attr="__init__")) as call:
                spread = [one for one in call.keywords if one.arg is None]
                if len(spread) == 1:
                    start = program.start(spread[0].value)
                    rest = program.source(spread[0].value)
                    return Edit(start, program.end(spread[0].value), f"{{{entries}, **{rest}}}")
                end = program.end(call) - 1
                comma = ", " if call.args or call.keywords else ""
                return Edit(end, end, f"{comma}**{{{entries}}}") if program.text[end - 1] != "," else None
    return None


def _digests(program: Program, node: ast.ClassDef) -> Iterator[Edit]:
    """Yield the edits that drop the calls by which old Manim reads a CONFIG."""
    for each in ast.walk(node):
        match each:
            case ast.Expr(value=ast.Call(func=function)) if named(function) == "digest_config":
                yield without(program, each)
