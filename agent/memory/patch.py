"""A patch: an expression with holes, and what becomes of it.

Patch("Circle(*$args, **$keywords, size=$1)", "Circle(*$args, **$keywords, radius=$1)", "here") says: in the failing
statement, a circle's `size` becomes its `radius`. `$1` is any expression, the same wherever it stands; `*$args` are
all the arguments by place, `**$keywords` those by name that are not mentioned.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.check.parsing import Unparsable
from agent.memory.scene import inside, tree_of

LONGEST = 2_000
"""Characters of one side of a patch, at most."""
HOLE = re.compile(r"__(\d+|args|keywords)__")
"""How a hole is written while Python reads it."""


@dataclass(frozen=True)
class Patch:
    """An expression, and what takes its place or, as statements, is put above it."""

    before: str
    after: str
    context: str = "here"
    """Where: "here" in the failing statement, or "far" from it; "above" it; at the "top", without an expression."""

    @property
    def is_sound(self) -> bool:
        """Whether it is Python and writes nothing but what is known where it fits."""
        if self.before == self.after or max(len(self.before), len(self.after)) > LONGEST:
            return False
        try:
            is_top = self.pattern is None
            is_known = holes(body_of(self.before)) >= holes(body_of(self.after))
        except Unparsable:
            return False
        return is_known and is_top == (self.context == "top")

    @property
    def pattern(self) -> ast.expr | None:
        """What is looked for."""
        match body_of(self.before):
            case [ast.Expr(value=value)]:
                return value
        return None

    @property
    def tells(self) -> bool:
        """Whether it would not fit just anything: it has a name, a text, or an operator that is the wrong one."""
        match self.pattern, body_of(self.after):
            case ast.BinOp(op=one), [ast.Expr(ast.BinOp(op=two))] if type(one) is not type(two):
                return True
        return self.pattern is not None and any(map(_tells, inside(self.pattern)))


def _tells(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id != "self" and not hole(node)
    return isinstance(node, ast.Attribute) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def body_of(text: str) -> list[ast.stmt]:
    """Return the statements of a side of a patch, with names in its holes; raise Unparsable if it is no Python."""
    tree = tree_of(re.sub(r"\$(\d+|args|keywords)\b", r"__\1__", text))
    texts = (each.value for each in ast.walk(tree) if isinstance(each, ast.Constant))
    if any(isinstance(each, str) and HOLE.search(each) for each in texts):
        raise Unparsable("a text in it looks like a hole")
    return tree.body


def written(nodes: Sequence[ast.AST]) -> str:
    """Return nodes as a side of a patch."""
    return HOLE.sub(r"$\1", "\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in nodes))


def hole(node: ast.AST) -> str:
    """Return which hole a node is, "" for none."""
    found = HOLE.fullmatch(node.id) if isinstance(node, ast.Name) else None
    return found[1] if found else ""


def holes(nodes: Sequence[ast.AST]) -> set[str]:
    """Return the holes in some nodes."""
    return {hole(each) for node in nodes for each in ast.walk(node)} - {""}
