"""Points with two coordinates: Manim's have three, in the plane too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from agent.check.inference import Analysis, Type
from agent.check.program import Edit, Found, Mend
from agent.check.signatures import Call

_POINT = re.compile(r"\b(Internal)?(Point3D|Vector3D)(Like)?\b(?!_Array)")
_FREE = re.compile(r"Point2D|Sequence|Iterable|Any\b|Vector2D")
_POINTS = re.compile(r"\b(Internal)?Point3D(Like)?_Array\b")
_SCALAR = re.compile(r"float|int\b|Sequence")
FORGIVING = frozenset({"Vector", "FocusOn", "Brace", "get_brace", "BraceBetweenPoints"})
"""They make a third coordinate themselves, or do without."""


def find(analysis: Analysis, calls: list[Call]) -> Iterator[Found]:
    """Yield points of two coordinates, mobjects where points go, and sums that are none."""
    for call in calls:
        yield from _spread(analysis, call)
        if call.callee.name not in FORGIVING:
            for node in _points(analysis, call):
                yield from _short(analysis, call, node)
            for node in _only_points(call):
                yield from _mobject(analysis, call, node)
        yield from _curve(analysis, call)
        if call.callee.name == "MoveAlongPath":
            yield from _path(analysis, call)
    for each in analysis.program.nodes:
        if isinstance(each, ast.BinOp):
            yield from _sum(analysis, each)
            yield from _arithmetic(analysis, each)
        elif isinstance(each, ast.Call):
            yield from _array(analysis, each)


def _points(analysis: Analysis, call: Call) -> Iterator[ast.expr]:
    """Yield the arguments that stand for points."""
    yield from _only_points(call)
    for parameter in call.callee.signature.parameters:
        annotation = parameter.annotation
        argument = call.arguments.get(parameter.name)
        if _FREE.search(annotation) or parameter.kind == "var_positional" or argument is None:
            continue
        if _POINTS.search(annotation):
            yield from argument.elts if isinstance(argument, ast.List | ast.Tuple) else ()
        elif _POINT.search(annotation) and "Mobject" in annotation:
            yield argument
    if call.callee.kind == "class" and analysis.is_a(call.callee.name, "Line"):
        yield from call.rest[:2]  # handed on to Line


def _only_points(call: Call) -> Iterator[ast.expr]:
    """Yield the arguments that stand for points and cannot be mobjects."""
    for parameter in call.callee.signature.parameters:
        annotation = parameter.annotation
        if _FREE.search(annotation) or "Mobject" in annotation or _POINTS.search(annotation):
            continue
        if parameter.kind == "var_positional":
            yield from call.rest if _POINT.search(annotation) else ()
        elif _POINT.search(annotation) and (argument := call.arguments.get(parameter.name)) is not None:
            yield argument


def _spread(analysis: Analysis, call: Call) -> Iterator[Found]:
    """Yield the numbers of a point that are given one by one."""
    first = next(iter(call.callee.signature.parameters), None)
    numbers = call.node.args
    if first is None or first.kind == "var_positional":
        return
    if len(numbers) not in (2, 3) or not all(_is_number(analysis, each) for each in numbers):
        return
    is_pair = first.name == "coords" and "Sequence" in first.annotation
    if not is_pair and (not _POINT.search(first.annotation) or _SCALAR.search(first.annotation)):
        return
    program = analysis.program
    text = ", ".join(program.source(each) for each in numbers)
    text += ", 0" if len(numbers) == 2 and not is_pair else ""
    edit = Edit(program.start(numbers[0]), program.end(numbers[-1]), f"[{text}]")
    message = f"{call.callee.name} takes a point, which is one list: [{text}]"
    yield program.found("point-numbers", numbers[0], message, mends=(Mend("mend-point", (edit,), 0.9),))


def _is_number(analysis: Analysis, node: ast.expr) -> bool:
    types = analysis.types(node)
    return len(types) == 1 and types[0].kind == "instance" and types[0].name in ("int", "float")


def _short(analysis: Analysis, call: Call, node: ast.expr) -> Iterator[Found]:
    yield from _repeated(analysis, call, node)
    types = analysis.types(node)
    if len(types) != 1 or types[0].kind != "instance" or types[0].length != 2:
        return
    if types[0].name not in ("list", "tuple", "ndarray"):
        return
    if types[0].items and not all(each.name in ("int", "float") for each in types[0].items):
        return
    if isinstance(node, ast.List | ast.Tuple) and _has_points(analysis, node):
        return
    mends = _mends(analysis, node, types[0])
    message = f"{call.callee.name} needs a point with three coordinates; in the plane the third is 0"
    yield analysis.program.found("point-2d", node, message, mends=mends)


def _has_points(analysis: Analysis, node: ast.List | ast.Tuple) -> bool:
    """Return whether a list may hold points, not numbers: what is called may return one."""
    calls = [each for each in node.elts if isinstance(each, ast.Call)]
    return any(not _is_number(analysis, each) for each in calls)


def _repeated(analysis: Analysis, call: Call, node: ast.expr) -> Iterator[Found]:
    """Yield `[1, 2] * 3` in the place of a point: a list that is multiplied is repeated."""
    match node:
        case ast.BinOp(op=ast.Mult(), left=ast.List() as point, right=number):
            pass
        case ast.BinOp(op=ast.Mult(), left=number, right=ast.List() as point):
            pass
        case _:
            return
    if len(point.elts) not in (2, 3) or not _is_number(analysis, number):
        return
    program = analysis.program
    text = ", ".join([*(program.source(each) for each in point.elts), "0"][:3])
    mend = Mend("mend-point", (program.replace(point, f"np.array([{text}])"),), 0.95)
    message = f"a list that is multiplied is repeated; a vector is an array: np.array([{text}])"
    yield program.found("point-repeated", node, message, mends=(mend,))


def _mends(analysis: Analysis, node: ast.expr, of: Type) -> tuple[Mend, ...]:
    """Add the third coordinate where the two are written, or else where they are used."""
    edits = _written(analysis, node)
    if edits:
        return (Mend("mend-point", tuple(dict.fromkeys(edits)), 0.95),)
    text = f"np.append({analysis.program.source(node)}, 0)"
    return (Mend("mend-point", (analysis.program.replace(node, text),), 0.8),)


def _written(analysis: Analysis, node: ast.expr) -> list[Edit]:
    """Return the edits that add a third coordinate to all literals of two that an expression comes from."""
    match node:
        case ast.List(elts=[_, last]) | ast.Tuple(elts=[_, last]):
            at = analysis.program.end(last)
            return [Edit(at, at, ", 0")]
        case ast.Call(args=[ast.List() | ast.Tuple() as inner, *_]) if analysis.types(node):
            return _written(analysis, inner)
        case ast.Name(id=name):
            bindings = analysis.scopes.lookup(name, node)
            value = bindings[0].value if len(bindings) == 1 and not bindings[0].path else None
            return (
                _written(analysis, value) if value is not None and not _is_multiplied(analysis, name) else []
            )
        case ast.BinOp(left=left, right=right):
            short = [each for each in (left, right) if _length(analysis, each) == 2]
            edits = [_written(analysis, each) for each in short]
            return [edit for each in edits for edit in each] if edits and all(edits) else []
    return []


def _length(analysis: Analysis, node: ast.expr) -> int | None:
    types = analysis.types(node)
    return types[0].length if len(types) == 1 and types[0].name in ("list", "tuple", "ndarray") else None


def _is_multiplied(analysis: Analysis, name: str) -> bool:
    """Return whether a name stands beside a matrix somewhere, where a third coordinate would do harm."""
    for node in analysis.program.nodes:
        match node:
            case ast.BinOp(op=ast.MatMult()):
                parts: list[ast.expr] = [node.left, node.right]
            case ast.Call(
                func=ast.Attribute(attr="dot" | "matmul" | "norm" | "solve" | "outer" | "column_stack")
            ):
                parts = list(node.args)
            case ast.Call(func=ast.Attribute(attr="set_value" | "apply_matrix")):
                parts = list(node.args)
            case _:
                continue
        if any(isinstance(each, ast.Name) and each.id == name for part in parts for each in ast.walk(part)):
            return True
    return False


def _mobject(analysis: Analysis, call: Call, node: ast.expr) -> Iterator[Found]:
    """Yield mobjects that are given where a point is wanted."""
    types = analysis.types(node)
    if types and all(each.kind == "instance" and analysis.is_a(each.name, "Mobject") for each in types):
        place = _place(analysis, types[0])
        at = analysis.program.end(node)
        mend = Mend("mend-point-of", (Edit(at, at, place),), 0.8)
        message = f"{call.callee.name} needs a point here, not a {types[0].name}: take its place, {place}"
        yield analysis.program.found("point-mobject", node, message, mends=(mend,))


def _place(analysis: Analysis, of: Type) -> str:
    return ".get_end()" if analysis.is_a(of.name, "Line") else ".get_center()"


def _arithmetic(analysis: Analysis, node: ast.BinOp) -> Iterator[Found]:
    """Yield sums and multiples of mobjects."""
    program = analysis.program
    for side, other in ((node.left, node.right), (node.right, node.left)):
        types, others = analysis.types(side), analysis.types(other)
        if len(types) != 1 or types[0].kind != "instance" or not analysis.knows(types[0].name):
            continue
        if not others or any(analysis.is_a(each.name, "VGroup", "VDict") for each in others):
            continue
        if not analysis.is_a(types[0].name, "Mobject") or analysis.is_a(
            types[0].name, "VGroup", "ValueTracker", "VDict"
        ):
            continue
        if analysis.has_attribute(types[0].name, "__sub__") and not analysis.is_a(types[0].name, "VMobject"):
            continue
        if not types[0].is_exact or isinstance(node.op, ast.Mod | ast.MatMult | ast.BitOr):
            continue
        place = _place(analysis, types[0])
        at = program.end(side)
        message = f"a {types[0].name} cannot be added to or multiplied: take its place, {place}"
        mend = Mend("mend-point-of", (Edit(at, at, place),), 0.8)
        yield program.found("mobject-arithmetic", side, message, mends=(mend,))


def _curve(analysis: Analysis, call: Call) -> Iterator[Found]:
    """Yield curves whose function gives two coordinates."""
    if not (call.callee.kind == "class" and analysis.is_a(call.callee.name, "ParametricFunction")):
        return
    match call.node.args[:1]:
        case [ast.Lambda(body=body)] if _length(analysis, body) == 2:
            message = f"the function of {call.callee.name} gives points with three coordinates; in the plane the third is 0"
            yield analysis.program.found(
                "point-2d", body, message, mends=_mends(analysis, body, analysis.types(body)[0])
            )


def _path(analysis: Analysis, call: Call) -> Iterator[Found]:
    """Yield a point where a path is wanted: a move to it."""
    path = call.arguments.get("path")
    types = analysis.types(path) if path is not None else ()
    if path is None or not types or not all(each.name in ("ndarray", "list", "tuple") for each in types):
        return
    program = analysis.program
    keywords = [program.source(each) for each in call.node.keywords if each.arg in ("run_time", "rate_func")]
    how = f"({', '.join(keywords)})" if keywords else ""
    moved = program.source(call.node.args[0]) if call.node.args else "mobject"
    text = f"{moved}.animate{how}.move_to({program.source(path)})"
    mends = (Mend("mend-path", (program.replace(call.node, text),), 0.85),) if call.node.args else ()
    message = f"MoveAlongPath needs a path, a curve; to a point goes {text}"
    yield program.found("point-path", path, message, mends=mends)


def _array(analysis: Analysis, node: ast.Call) -> Iterator[Found]:
    """Yield `np.array(1, 2)`."""
    types = analysis.types(node)
    numbers = [analysis.types(each) for each in node.args]
    if (
        getattr(node.func, "attr", "") != "array"
        or len(node.args) < 2
        or not (types and types[0].name == "ndarray")
    ):
        return
    if all(len(each) == 1 and each[0].name in ("int", "float") for each in numbers):
        program = analysis.program
        start, end = program.start(node.args[0]), program.end(node.args[-1])
        text = ", ".join(program.source(each) for each in node.args)
        text += ", 0" if len(node.args) == 2 else ""
        mend = Mend("mend-array", (Edit(start, end, f"[{text}]"),), 0.85)
        yield program.found("array-of-numbers", node, "np.array takes one list: np.array([…])", mends=(mend,))


def _sum(analysis: Analysis, node: ast.BinOp) -> Iterator[Found]:
    """Yield `np.array([x, y]) + UP` and the like."""
    sides = [(side, analysis.types(side)) for side in (node.left, node.right)]
    if not all(len(types) == 1 and types[0].kind == "instance" for _, types in sides):
        return
    lengths = {
        types[0].length: side for side, types in sides if types[0].name in ("ndarray", "list", "tuple")
    }
    if set(lengths) != {2, 3} or not any(types[0].name == "ndarray" for _, types in sides):
        return
    short = lengths[2]
    mends = _mends(analysis, short, analysis.types(short)[0])
    message = "a vector of two coordinates and one of three cannot be added; in the plane the third is 0"
    yield analysis.program.found("point-2d", lengths[2], message, mends=mends)
