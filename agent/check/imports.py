"""Which modules a scene may import, and which built-ins it may not call.

A filter in front of the sandbox, never instead of it.
"""

from __future__ import annotations

import ast

from agent.problems import Problem

ALLOWED = frozenset(
    """
manim numpy scipy sympy networkx math cmath random itertools functools collections operator
statistics fractions decimal string textwrap typing dataclasses enum abc copy bisect heapq colorsys
""".split()
)
QUIETLY_ALLOWED = frozenset({"__future__", "types", "numbers", "re"})
FORBIDDEN = frozenset(
    """
exec eval compile open input breakpoint globals locals vars __import__ __builtins__ __loader__
__spec__
""".split()
)
BEHIND = frozenset(
    "__subclasses__ __globals__ __builtins__ __bases__ __base__ __mro__ __code__ __closure__ __loader__ __spec__ "
    "__import__ __getattribute__ __reduce__ __reduce_ex__".split()
)
"""Attributes that lead from any object to the interpreter itself."""


def import_problems(tree: ast.Module) -> tuple[Problem, ...]:
    """Return a problem for each import or built-in that is not allowed."""
    problems: list[Problem] = []
    forbidden = FORBIDDEN - _bound(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                problems += (_not_allowed(node, name.name) for name in names if not _may(name.name))
            case ast.ImportFrom(module=module, level=level) if level or not _may(module or ""):
                problems.append(_not_allowed(node, module or "."))
            case ast.Name(id=name, ctx=ast.Load()) if name in forbidden:
                problems.append(_forbidden(node, f"{name} is not allowed in a scene"))
            case ast.Attribute(attr=name) if name in BEHIND:
                problems.append(_forbidden(node, f"the attribute {name} is not allowed in a scene"))
    return tuple(problems)


def _bound(tree: ast.Module) -> set[str]:
    """Return the names that the program gives a meaning of its own, such as `for input in inputs`."""
    stored = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    return stored | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def _may(module: str) -> bool:
    return module.partition(".")[0] in ALLOWED | QUIETLY_ALLOWED


def _not_allowed(node: ast.stmt, module: str) -> Problem:
    message = f"the import of {module} is not allowed; a scene may import {', '.join(sorted(ALLOWED))}"
    if module.partition(".")[0] in {"manimlib", "manimgl", "manim_imports_ext"}:
        message = f"{module} is another Manim; write for Manim Community: from manim import *"
    return Problem("import", message, node.lineno, node.col_offset + 1)


def _forbidden(node: ast.expr, message: str) -> Problem:
    return Problem("forbidden", message, node.lineno, node.col_offset + 1)
