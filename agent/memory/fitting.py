"""A patch made to a program.

Circle(*$args, **$keywords, size=$1) fits `Circle(color=RED, size=5)`: there is nothing in `$args`, `color=RED` in
`$keywords`, 5 in `$1`; so `Circle(*$args, **$keywords, radius=$1)` puts `Circle(color=RED, radius=5)` in its place.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from agent.check.parsing import parses
from agent.check.program import Edit
from agent.check.program import applied as edited
from agent.memory.patch import Patch, body_of, hole
from agent.memory.scene import Scene, outermost, parts, read, shape
from agent.problems import Problem

LOOSE = (ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda, ast.NamedExpr, ast.UnaryOp)
"""What falls apart beside an operator or a dot, unless there are parentheses around it."""
Bound = dict[str, Sequence[ast.expr | ast.keyword]]
"""What is in each hole."""
Fit = tuple[ast.expr | ast.stmt, Bound]
"""What is replaced, or gets something beside it, and what is in the holes."""


def applied(patch: Patch, code: str, problem: Problem) -> str | None:
    """Return a program with a patch made to it where the problem is; None where it does not fit.

    The result is a Python program, and no more than that is promised of it.
    """
    scene = read(code)
    if not patch.is_sound or _clashes(patch, scene):
        return None
    edits = tuple(edit(patch, scene, fit) for fit in _fits(patch, scene, scene.at(problem.line)))
    text = edited(code, edits)
    return text if text != code and parses(text) else None


def _clashes(patch: Patch, scene: Scene) -> bool:
    """Return whether new statements bring a name along that the program has for something else."""
    new = (each for statement in body_of(patch.after) for each in ast.walk(statement))
    stored = (each for each in new if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
    return patch.context == "above" and any(map(scene.is_own, stored))


def _fits(patch: Patch, scene: Scene, at: int | None) -> Sequence[Fit]:
    """Return where a patch fits, all in the statement nearest to the failing one in which it does."""
    pattern, statements = patch.pattern, scene.statements
    if pattern is None:
        return [(each, {}) for each in statements if isinstance(each, ast.Import | ast.ImportFrom)][:1]
    near = sorted(range(len(statements)), key=lambda n: abs(n - (at or 0)))
    reach = None if at is None or patch.context == "far" else 1
    fits: dict[ast.expr, Bound] = {}
    for n in near[:reach]:
        nodes = outermost(statements[n], lambda node: is_fit(pattern, node, fits.setdefault(node, {})))
        if nodes and patch.context == "above":
            return [(statements[n], fits[nodes[0]])]
        if nodes:
            return [(node, fits[node]) for node in nodes]
    return []


def is_fit(pattern: object, part: object, bound: Bound) -> bool:
    """Return whether a pattern fits, and note what is in its holes."""
    if isinstance(pattern, ast.AST) and isinstance(part, ast.AST):
        if name := hole(pattern):
            return isinstance(part, ast.expr) and shape(bound.setdefault(name, [part])[0]) == shape(part)
        if isinstance(pattern, ast.Call) and isinstance(part, ast.Call):
            return is_fit(pattern.func, part.func, bound) and _is_call(pattern, part, bound)
        return type(pattern) is type(part) and is_fit(parts(pattern), parts(part), bound)
    if isinstance(pattern, list) and isinstance(part, list):
        pairs = zip(pattern, part, strict=False)
        return len(pattern) == len(part) and all(is_fit(one, two, bound) for one, two in pairs)
    return shape(pattern) == shape(part)


def _is_call(pattern: ast.Call, call: ast.Call, bound: Bound) -> bool:
    """Return whether the arguments fit, those by name in any order."""
    match pattern.args:
        case [ast.Starred(value=each)] if hole(each) == "args":
            bound["args"] = call.args
        case _ if not is_fit(pattern.args, call.args, bound):
            return False
    rest = list(call.keywords)
    for wanted in (each for each in pattern.keywords if hole(each.value) != "keywords"):
        found = next((each for each in rest if each.arg == wanted.arg), None)
        if found is None or not is_fit(wanted.value, found.value, bound):
            return False
        rest.remove(found)
    is_open = any(hole(each.value) == "keywords" for each in pattern.keywords)
    bound |= {"keywords": rest} if is_open else {}
    return is_open or not rest


def edit(patch: Patch, scene: Scene, fit: Fit) -> Edit:
    """Return what a patch does to the text of a program."""
    node, text = fit[0], _filled(patch, scene, fit[1])
    start, end = scene.program.start(node), scene.program.end(node)
    if patch.context == "top":
        return Edit(end, end, "\n" + text)
    if patch.context == "above":
        pad = "\n" + " " * node.col_offset
        return Edit(start, start, text.replace("\n", pad) + pad)
    return Edit(start, end, text)


def _filled(patch: Patch, scene: Scene, bound: Bound) -> str:
    """Return what a patch writes, with the program's own text in its holes."""
    body = body_of(patch.after)
    empty = {name for name, nodes in bound.items() if not nodes}
    for call in (each for statement in body for each in ast.walk(statement) if isinstance(each, ast.Call)):
        args = [each.value if isinstance(each, ast.Starred) else each for each in call.args]
        call.args = [each for each, value in zip(call.args, args, strict=True) if hole(value) not in empty]
        call.keywords = [each for each in call.keywords if hole(each.value) not in empty]

    def text(match: re.Match[str]) -> str:
        source = ", ".join(map(scene.program.source, bound[match[1]]))
        is_loose = any(isinstance(each, LOOSE) for each in bound[match[1]]) and is_open(match)
        return f"({source})" if is_loose else source

    def is_open(match: re.Match[str]) -> bool:
        before, behind = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip(" ")
        is_framed = before[-1:] in ("", *"([{,=") and behind[:1] in ("", *")]},\n")
        # a wrong operator had the same neighbours: 1 + x ^ 2 was to be 1 + x ** 2
        return not is_framed and not isinstance(patch.pattern, ast.BinOp)

    stars = r"(?:\*(?=__args__)|\*\*(?=__keywords__))?"
    return re.sub(stars + r"__(\d+|args|keywords)__", text, "\n".join(map(ast.unparse, body)))
