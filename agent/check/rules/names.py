"""Names that mean nothing, or nothing yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import SequenceMatcher

from agent.check.inference import Analysis
from agent.check.program import Edit, Found, Mend
from agent.check.scopes import BUILTINS, Scope, place_of
from knowledge.changes import Change, Changes

KNOWN_STARS = frozenset({"manim", "math", "random", "cmath"})
LIKELY = 0.8
"""How alike two names must be for the one to be taken for the other."""


def find(analysis: Analysis, changes: Changes) -> Iterator[Found]:
    """Yield each name that is defined nowhere, once, and each that is used before it has a value."""
    yield from _undefined(analysis, changes)
    yield from _unbound(analysis)
    yield from _global(analysis)


def _undefined(analysis: Analysis, changes: Changes) -> Iterator[Found]:
    if not set(analysis.scopes.stars) <= KNOWN_STARS:
        return
    uses: dict[str, list[ast.Name]] = {}
    for node in analysis.program.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and not _is_defined(analysis, node):
            uses.setdefault(node.id, []).append(node)
    for name, nodes in uses.items():
        yield _told(analysis, name, nodes, changes.name(name), changes)


def _is_defined(analysis: Analysis, node: ast.Name) -> bool:
    if node.id in BUILTINS or node.id in analysis.catalogue.names or analysis.scopes.lookup(node.id, node):
        return True  # where the star import is missing, that is another rule's finding
    return node.id in IMPORTABLE or (bool(set(analysis.scopes.stars) - {"manim"}) and node.id.islower())


IMPORTABLE = frozenset(
    "np math random itertools functools collections numpy sympy networkx nx sp scipy manim self".split()
)
"""What a missing import or a missing self explains: told by the structure's rules."""


def _told(
    analysis: Analysis, name: str, nodes: list[ast.Name], change: Change | None, changes: Changes
) -> Found:
    program = analysis.program
    if change is not None:
        mends = _replaced(analysis, nodes, change, changes)
        message = f"{name} does not exist in this Manim. {change.why}".strip()
        return program.found(
            "removed-name", nodes[0], message, suggestions=(change.now,) if change.now else (), mends=mends
        )
    near = _nearest(analysis, name, nodes)
    message = f"{name} is not defined" + (f"; did you mean {', '.join(near)}?" if near else "")
    likely = near and _is_likely(name, near[0])
    mends = (_renamed(analysis, nodes, near[0]),) if likely else ()
    return program.found("undefined-name", nodes[0], message, suggestions=near, mends=mends)


def _nearest(analysis: Analysis, name: str, nodes: list[ast.Name]) -> tuple[str, ...]:
    """Return names that are like one that is not defined, of the kind that its use asks for."""
    catalogue, called = analysis.catalogue, _is_called(analysis, nodes[0])
    own = {each for scope in analysis.scopes.of[nodes[0]].visible() for each in scope.bindings}
    manim = [
        each
        for each, kind in catalogue.names.items()
        if (kind in ("class", "function")) == called and not each.startswith("_")
    ]
    manim += [] if called else sorted(catalogue.rate_functions)
    close = catalogue.nearest(name, own)
    close += catalogue.nearest(name, manim)
    close += tuple(each for each in (*own, *manim) if _is_transposed(name, each))
    return tuple(
        sorted(
            dict.fromkeys(close), key=lambda each: -SequenceMatcher(None, name.lower(), each.lower()).ratio()
        )
    )[:3]


def _is_likely(name: str, other: str) -> bool:
    alike = SequenceMatcher(None, name.lower(), other.lower()).ratio()
    return alike >= LIKELY or _is_transposed(name, other)


def _is_transposed(name: str, other: str) -> bool:
    """Return whether two neighbouring letters have changed places, as in BLEU."""
    if len(name) != len(other) or len(name) < 4 or name == other:
        return False
    apart = [n for n, (one, two) in enumerate(zip(name, other, strict=True)) if one != two]
    return len(apart) == 2 and apart[1] == apart[0] + 1 and name[apart[0]] == other[apart[1]]


def _is_called(analysis: Analysis, node: ast.Name) -> bool:
    above = analysis.program.parents.get(node)
    return isinstance(above, ast.Call) and above.func is node


def _renamed(analysis: Analysis, nodes: list[ast.Name], to: str) -> Mend:
    edits = tuple(analysis.program.replace(node, to) for node in nodes)
    return Mend("mend-name", edits, 0.85)


def _replaced(
    analysis: Analysis, nodes: list[ast.Name], change: Change, changes: Changes
) -> tuple[Mend, ...]:
    """Return the mend that puts what a change says in the place of each use."""
    program, edits = analysis.program, []
    for node in nodes:
        above = program.parents.get(node)
        if change.template and isinstance(above, ast.Call) and above.func is node:
            positional = [program.source(each) for each in above.args]
            keywords = {each.arg: program.source(each.value) for each in above.keywords if each.arg}
            if len(keywords) < len(above.keywords):
                return ()
            expanded = changes.expand(change, positional, keywords)
            if expanded is None:
                return ()
            edits.append(program.replace(above, expanded))
        elif change.now and (not change.template or change.now.isidentifier()):
            edits.append(program.replace(node, change.now))
        else:
            return ()
    edits = [edit for edit in edits if not any(_within(edit, other) for other in edits)]
    return (Mend("mend-removed-name", tuple(edits), change.confidence, change.loses),)


def _within(edit: Edit, other: Edit) -> bool:
    return edit is not other and other.start <= edit.start and edit.end <= other.end


def _unbound(analysis: Analysis) -> Iterator[Found]:
    """Yield names that a function binds only further down: Python takes them for its own from the first line on."""
    scopes = {id(scope): scope for scope in analysis.scopes.of.values() if scope.kind == "function"}
    for scope in scopes.values():
        for name in scope.bindings:
            node = _first_use(analysis, scope, name)
            if node is not None:
                message = (
                    f"{name} is assigned further down in this function, so here it has no value yet; "
                    "give the variable another name"
                )
                mends = (*_rename_variable(analysis, scope, name), *_moved_up(analysis, scope, node))
                yield analysis.program.found("unbound-name", node, message, mends=mends)


def _first_use(analysis: Analysis, scope: Scope, name: str) -> ast.Name | None:
    bindings = scope.bindings[name]
    if name in scope.elsewhere or any(each.how == "argument" for each in bindings):
        return None
    first = min(each.since for each in bindings)
    for node in _loads(analysis, scope, name):
        if place_of(node) < first and not _in_a_loop(analysis, scope, node):
            return node
    return None


def _loads(analysis: Analysis, scope: Scope, name: str) -> list[ast.Name]:
    return [node for node in analysis.program.reads.get(name, ()) if analysis.scopes.of[node] is scope]


def _in_a_loop(analysis: Analysis, scope: Scope, node: ast.AST) -> bool:
    for above in analysis.program.above(node):
        if above is scope.node:
            return False
        if isinstance(above, ast.For | ast.While | ast.Try):
            return True
    return False


def _rename_variable(analysis: Analysis, scope: Scope, name: str) -> tuple[Mend, ...]:
    """Rename a variable that hides one of Manim's names: the uses before its first value keep Manim's."""
    if name not in analysis.catalogue.names:
        return ()
    first = min(each.since for each in scope.bindings[name])
    new = f"{name.lower()}_"
    nodes = [
        node
        for node in analysis.program.nodes
        if isinstance(node, ast.Name)
        and node.id == name
        and scope in analysis.scopes.of[node].visible()
        and (isinstance(node.ctx, ast.Store) or place_of(node) >= first)
    ]
    return (Mend("mend-shadowed-name", tuple(analysis.program.replace(node, new) for node in nodes), 0.8),)


def _moved_up(analysis: Analysis, scope: Scope, use: ast.Name) -> tuple[Mend, ...]:
    """Move the assignment, and what is done with the name right after it, before the first use."""
    program = analysis.program
    first = next(
        (each for each in (use, *program.above(use)) if program.parents.get(each) is scope.node), None
    )
    body = scope.node.body if isinstance(scope.node, ast.FunctionDef) else []
    bindings = scope.bindings[use.id]
    if not isinstance(first, ast.stmt) or first not in body or len(bindings) != 1:
        return ()
    assigned = next((each for each in body if each is program.parents.get(bindings[0].node)), None)
    if not isinstance(assigned, ast.Assign) or len(assigned.targets) != 1 or assigned not in body:
        return ()
    at, index = body.index(first), body.index(assigned)
    behind = next(
        (n for n, each in enumerate(body[index + 1 :]) if not _is_done_to(each, use.id)),
        len(body) - index - 1,
    )
    moved = body[index : index + 1 + behind]
    between = {
        each.id
        for statement in body[at:index]
        for each in ast.walk(statement)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }
    if any(isinstance(each, ast.Name) and each.id in between for one in moved for each in ast.walk(one)):
        return ()
    start, end = program.offset(assigned.lineno, 0), program.end(moved[-1])
    to = program.offset(first.lineno, 0)
    edits = (Edit(to, to, program.text[start:end] + "\n"), Edit(start, end, ""))
    return (Mend("mend-order", edits, 0.85),)


def _is_done_to(statement: ast.stmt, name: str) -> bool:
    """Return whether a statement is a call of a method of the name, such as `axes.to_edge(DOWN)`."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=of)))):
            return of == name
    return False


def _global(analysis: Analysis) -> Iterator[Found]:
    """Yield names declared global that no module has: the function around it has them."""
    for node in analysis.program.nodes:
        if not isinstance(node, ast.Global):
            continue
        around = [each for each in analysis.scopes.of[node].visible() if each.kind == "function"][1:]
        if any(_is_of_module(analysis, name) for name in node.names):
            continue
        if all(any(name in scope.bindings for scope in around) for name in node.names):
            start = analysis.program.start(node)
            mend = Mend("mend-nonlocal", (Edit(start, start + len("global"), "nonlocal"),), 0.95)
            message = f"{', '.join(node.names)} is no global but of the function around: say nonlocal"
            yield analysis.program.found("no-global", node, message, mends=(mend,))


def _is_of_module(analysis: Analysis, name: str) -> bool:
    """Return whether a module's own statement gives the name a value, or a function where none else has it."""
    if name in analysis.scopes.module.bindings:
        return any(
            each.how != "other" and _is_top(analysis, each.node)
            for each in analysis.scopes.module.bindings[name]
        )
    return name in analysis.catalogue.names


def _is_top(analysis: Analysis, node: ast.AST) -> bool:
    return analysis.scopes.of.get(node) is analysis.scopes.module
