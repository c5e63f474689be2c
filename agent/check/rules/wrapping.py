"""A program without a class: wrap what it does into a scene."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from agent.check.bindings import FUNCTIONS, Function, bound, first_line, indented
from agent.check.program import Edit, Mend, Program
from agent.check.rules.selves import OF_SCENES, with_self
from agent.check.structure import PREFERRED, SCENES

HEAD = f"class {PREFERRED}(Scene):\n"


def wrapped(program: Program) -> tuple[Mend, ...]:
    """Return the mend that makes a scene of a lone construct or of bare statements, if there is one."""
    lone = _lone(program)
    edits = tuple(_around(program, lone)) if lone else tuple(_body(program))
    return (Mend("mend-scene-wrapper", edits, 0.9 if lone else 0.8),) if edits else ()


def _lone(program: Program) -> Function | None:
    """Return the function that does what construct should."""
    functions = [node for node in program.tree.body if isinstance(node, FUNCTIONS)]
    named = [node for node in functions if node.name == "construct"]
    if named:
        return named[0]
    playing = [node for node in functions if node.args.args and _plays_on(node, node.args.args[0].arg)]
    return playing[0] if len(playing) == 1 and len(playing[0].args.args) == 1 else None


def _plays_on(node: ast.AST, name: str) -> bool:
    return any(
        isinstance(each, ast.Attribute)
        and each.attr in {"play", "wait", "add"}
        and isinstance(each.value, ast.Name)
        and each.value.id == name
        for each in ast.walk(node)
    )


def _around(program: Program, node: Function) -> Iterator[Edit]:
    start = program.offset(first_line(node), 0)
    yield Edit(start, start, HEAD + " " * 4)
    name = program.text.index(node.name, program.offset(node.lineno, node.col_offset) + 3)
    if node.name != "construct":
        yield Edit(name, name + len(node.name), "construct")
    if not node.args.args:
        yield with_self(program, node)
        yield from _selves(program, node)
    yield from indented(program, first_line(node) + 1, node.end_lineno or node.lineno, 4)


def _body(program: Program) -> Iterator[Edit]:
    """Yield the edits that put bare statements into a construct, everything behind the imports."""
    body = program.tree.body
    at = next((at for at, node in enumerate(body) if not _stays(node, at)), len(body))
    rest = body[at:]
    if not rest or not _does_something(program, rest) or any(_star(node) for node in rest):
        return
    start = program.offset(first_line(rest[0]), 0)
    yield Edit(start, start, f"\n\n{HEAD}    def construct(self):\n" + " " * 8)
    for node in rest:
        yield from _selves(program, node)
    yield from indented(program, first_line(rest[0]) + 1, rest[-1].end_lineno or rest[-1].lineno, 8)


def _stays(node: ast.stmt, at: int) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return at == 0
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("config.")


def _star(node: ast.stmt) -> bool:
    return any(isinstance(each, ast.ImportFrom) and each.names[0].name == "*" for each in ast.walk(node))


def _does_something(program: Program, rest: list[ast.stmt]) -> bool:
    """Return whether statements play something, on self, on a scene that they make, or on nothing."""
    if any(isinstance(node, ast.ClassDef) for node in rest):
        return False
    own = bound(program)
    for node in rest:
        for each in ast.walk(node):
            match each:
                case ast.Call(func=ast.Attribute(value=ast.Name(), attr="play")):
                    return True
                case ast.Call(func=ast.Name(id="play")) if "play" not in own:
                    return True
    return False


def _selves(program: Program, node: ast.AST) -> Iterator[Edit]:
    """Yield the edits that call on self what is called on nothing, or on a scene made on the spot."""
    own = bound(program)
    for each in ast.walk(node):
        match each:
            case ast.Call(func=ast.Name(id=name) as function) if name in OF_SCENES - own:
                start = program.start(function)
                yield Edit(start, start, "self.")
            case ast.Assign(value=ast.Call(func=ast.Name(id=name), args=[]) as value) if name in SCENES:
                yield program.replace(value, "self")
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="render"))):
                yield program.replace(each, "pass")
