"""What can be done about an exception by the shapes and values of what failed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from agent.check.program import Edit, Mend, Program
from agent.sandbox import Failure
from knowledge.catalogue import Catalogue

_RECKONED = re.compile(
    r"for [-+*/@]+: .*'(list|tuple)'|can't multiply sequence|can only concatenate (list|tuple)"
)
_FIRST_ITEM = re.compile(r"\[([A-Z]\w*)")
_PARTNERS = {"1": "2", "x": "y", "u": "v"}
"""What the second of two coordinates is called, by the last letter of the first."""


def mends(program: Program, failure: Failure, catalogue: Catalogue, statement: ast.stmt) -> Iterator[Mend]:
    """Yield ways to make the values of the statement fit."""
    yield from _surface(program, failure, statement)
    yield from _unpacked(program, failure, statement)
    yield from _multiplied(program, failure, statement)
    yield from _ranges(program, failure, statement)
    yield from _index(program, failure, statement)
    yield from _points_of(program, failure, catalogue, statement)
    yield from _on_surface(program, failure, statement)
    yield from _many_points(program, failure, statement)
    yield from _of_lists(program, failure, statement)


def _calls(statement: ast.stmt) -> Iterator[ast.Call]:
    return (node for node in ast.walk(statement) if isinstance(node, ast.Call))


def _surface(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Make points of the heights that the function of a surface gives."""
    if "shape" not in failure.message or not any(
        "apply_" in each or "Surface" in each for each in failure.below
    ):
        return
    for call in _calls(statement):
        match call.func, call.args[:1]:
            case ast.Name(id="Surface"), [ast.Lambda(args=ast.arguments(args=[u, v]), body=body)]:
                text = f"np.array([{u.arg}, {v.arg}, {program.source(body)}])"
                yield Mend("mend-surface", (program.replace(body, text),), 0.8)
            case ast.Name(id="Surface"), [ast.Name() | ast.Attribute() as function]:
                text = f"lambda u, v: np.array([u, v, {program.source(function)}(u, v)])"
                yield Mend("mend-surface", (program.replace(function, text),), 0.8)


def _unpacked(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Take the first two of a point's three coordinates where two are asked for."""
    if "too many values to unpack (expected 2)" not in failure.message:
        return
    shapes = {value.text: value.shape for value in failure.values}
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=[_, _])], value=value) if shapes.get(ast.unparse(value)) == (
            3,
        ):
            at = program.end(value)
            yield Mend("mend-unpacking", (Edit(at, at, "[:2]"),), 0.85)


def _multiplied(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Have a 2×2 matrix act on the first two coordinates of a point."""
    if "mismatch" not in failure.message and "not aligned" not in failure.message:
        return
    shapes = {value.text: value.shape for value in failure.values}
    for node in ast.walk(statement):
        match node:
            case ast.BinOp(op=ast.MatMult(), left=matrix, right=point):
                pass
            case ast.Call(
                func=ast.Attribute(attr="dot" | "matmul", value=ast.Name(id="np")), args=[matrix, point]
            ):
                pass
            case ast.Call(func=ast.Attribute(attr="dot", value=matrix), args=[point]):
                pass
            case _:
                continue
        if shapes.get(ast.unparse(matrix)) == (2, 2) and shapes.get(ast.unparse(point)) == (3,):
            left, right = program.source(matrix), program.source(point)
            text = f"np.append({left} @ ({right})[:2], 0)"
            yield Mend("mend-matrix", (program.replace(node, text),), 0.85)


def _of_lists(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Make arrays of the lists that are reckoned with."""
    if failure.type != "TypeError" or not _RECKONED.search(failure.message):
        return
    types = {value.text: value.types for value in failure.values}
    for node in ast.walk(statement):
        for side in (node.left, node.right) if isinstance(node, ast.BinOp) else ():
            if types.get(ast.unparse(side), ())[:1] in (("list",), ("tuple",)):
                edit = program.replace(side, f"np.array({program.source(side)})")
                yield Mend("mend-list-reckoned", (edit,), 0.9)


def _ranges(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Leave the step out of the ranges of a surface, which has a resolution instead."""
    if not any("_get_u_values_and_v_values" in each for each in failure.below):
        return
    edits, steps = [], []
    for call in _calls(statement):
        for keyword in call.keywords:
            match keyword:
                case ast.keyword(
                    arg="u_range" | "v_range",
                    value=ast.List(elts=[_, last, _]) | ast.Tuple(elts=[_, last, _]),
                ):
                    edits.append(Edit(program.end(last), program.end(keyword.value) - 1, ""))
                    steps.append(f"the step of {keyword.arg}={program.source(keyword.value)}")
    if edits:
        yield Mend("mend-range", tuple(edits), 0.85, ", ".join(steps))


def _index(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Take the last item where the one just behind it is asked for."""
    if failure.type != "IndexError":
        return
    values = {value.text: value for value in failure.values}
    for node in ast.walk(statement):
        if not isinstance(node, ast.Subscript) or isinstance(node.slice, ast.Slice | ast.Tuple):
            continue
        items, at = values.get(ast.unparse(node.value)), values.get(ast.unparse(node.slice))
        if items and at and items.shape and items.shape[0] and at.repr == str(items.shape[0]):
            source = program.source(node.slice)
            text = f"min({source}, len({program.source(node.value)}) - 1)"
            yield Mend("mend-index", (program.replace(node.slice, text),), 0.7)


def _points_of(
    program: Program, failure: Failure, catalogue: Catalogue, statement: ast.stmt
) -> Iterator[Mend]:
    """Take the places of a list of mobjects where points are wanted."""
    if not any("points" in each for each in failure.below):
        return
    values = {value.text: value for value in failure.values}
    for call in _calls(statement):
        for argument in call.args:
            value = values.get(ast.unparse(argument))
            item = _FIRST_ITEM.match(value.repr) if value and value.types[:1] == ("list",) else None
            if item and catalogue.is_a(item[1], "Mobject"):
                text = f"[each.get_center() for each in {program.source(argument)}]"
                yield Mend("mend-points-of", (program.replace(argument, text),), 0.85)


def _on_surface(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Take the point of a surface over a pair of coordinates: a proportion lies between 0 and 1."""
    if "Alpha" not in failure.message or not any("point_from_proportion" in each for each in failure.below):
        return
    types = {value.text: value.types for value in failure.values}
    for call in _calls(statement):
        match call:
            case ast.Call(func=ast.Attribute(attr="point_from_proportion", value=surface), args=[argument]):
                pass
            case _:
                continue
        if "Surface" in types.get(ast.unparse(surface), ()):
            pair = _pair(program, argument)
            if pair:
                text = f"{program.source(surface)}._func({pair})"
                yield Mend("mend-surface-point", (program.replace(call, text),), 0.6)


def _pair(program: Program, first: ast.expr) -> str:
    """Return the arguments for both coordinates, given the first of them."""
    match first:
        case ast.Subscript(value=both, slice=ast.Constant(value=0)):
            return f"*{program.source(both)}[:2]"
        case ast.Name(id=name) if name[-1] in _PARTNERS:
            second = name[:-1] + _PARTNERS[name[-1]]
            known = any(isinstance(node, ast.Name) and node.id == second for node in program.nodes)
            return f"{name}, {second}" if known else ""
    return ""


def _many_points(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Draw a line through many points, of which Line takes the first two."""
    if not any("Line." in each for each in failure.below):
        return
    for call in _calls(statement):
        match call:
            case ast.Call(func=ast.Name(id="Line"), args=[ast.Starred(value=points)]):
                keywords = ", ".join(program.source(each) for each in call.keywords)
                text = f"VMobject({keywords}).set_points_as_corners({program.source(points)})"
                yield Mend("mend-line-points", (program.replace(call, text),), 0.8)
