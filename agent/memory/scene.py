"""A scene as a list of statements, and which of its names are its own.

read("c = Dot()\\nself.add(c)") has two statements; `c` is its own name, `Dot` and `self` are not. The shape of
`Dot( UP )` is that of `Dot(UP)`: two pieces of code of one shape are the same but for their layout.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from agent.check.parsing import Unparsable, parse
from agent.check.program import Program

DEEPEST = 100
"""Levels of a tree, at most: what is nested deeper is not looked into."""
EVERYBODYS = frozenset({"self", "cls", "construct", "setup", "tear_down"})
"""Names that every scene binds."""
BELOW = frozenset({"body", "orelse", "finalbody", "handlers", "cases"})
LAYOUT = frozenset({"ctx", "kind", "type_comment"})


@dataclass(frozen=True)
class Scene:
    """A program; one that cannot be read has no statements and no names."""

    program: Program
    statements: tuple[ast.stmt, ...] = ()
    """In the order of the text; of one with a block only the head counts, the block's own follow it."""
    names: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    """What it gives to `self`."""

    def at(self, line: int | None) -> int | None:
        """Return which statement stands in a line."""
        found = bisect_right([each.lineno for each in self.statements], line or 0) - 1
        return found if line is not None and found >= 0 else None

    def is_own(self, node: ast.AST) -> bool:
        """Return whether a node is a name that another scene would have otherwise."""
        match node:
            case ast.Name(id=name):
                return name in self.names
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                return name in self.attributes
        return False


def tree_of(code: str) -> ast.Module:
    """Return the tree of a program; raise Unparsable if there is none, or it is too deep."""
    tree = parse(code)
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return tree
    raise Unparsable("the program is nested too deeply")


@lru_cache(maxsize=32)
def read(code: str) -> Scene:
    """Return a program as a scene."""
    try:
        tree = tree_of(code)
    except Unparsable:
        return Scene(Program(code, ast.Module([], [])))
    names, attributes = map(frozenset, _bound(tree))
    return Scene(Program(code, tree), tuple(_statements(tree)), names, attributes)


def parts(node: ast.AST) -> list[Any]:
    """Return what is in the fields of a node that say something, without the block below a statement."""
    hidden = LAYOUT | BELOW if isinstance(node, ast.stmt) else LAYOUT
    return [value for name, value in ast.iter_fields(node) if name not in hidden]


def shape(part: object) -> Hashable:
    """Return what is equal for code that says the same."""
    if isinstance(part, ast.AST):
        return (type(part).__name__, *map(shape, parts(part)))
    return tuple(map(shape, part)) if isinstance(part, list) else repr(part)


def lists_of(node: ast.AST) -> list[list[Any]]:
    """Return the parts of a node, each as a list; none of a formatted text: where its own stand, Python does not say."""
    known = [] if isinstance(node, ast.JoinedStr) else parts(node)
    return [part if isinstance(part, list) else [part] for part in known]


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes in the parts of a node."""
    return [each for part in lists_of(node) for each in part if isinstance(each, ast.AST)]


def inside(node: ast.AST) -> list[ast.AST]:
    """Return a node and all within it, from outside to inside."""
    found = [node]
    for each in found:
        found += children(each)
    return found


def outermost(
    node: ast.AST, wanted: Callable[[ast.expr], bool], *, is_called: bool = False
) -> list[ast.expr]:
    """Return the expressions that are wanted, not those within another; what is called is none by itself."""
    if isinstance(node, ast.expr) and not is_called and wanted(node):
        return [node]
    called = node.func if isinstance(node, ast.Call) else None
    return [each for child in children(node) for each in outermost(child, wanted, is_called=child is called)]


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield from _statements(child)


def _bound(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Return the names that a program binds, and the attributes that it gives to `self`."""
    names: set[str] = set()
    attributes: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.FunctionDef(name=name):
                names.add(name)
                attributes.add(name)
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                attributes.add(name)
    return names - EVERYBODYS, attributes - EVERYBODYS
