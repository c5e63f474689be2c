"""Imports that are missing."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from agent.check.bindings import bound, first_line
from agent.check.program import Edit, Found, Mend, Program

MODULES = {
    name: f"import {name}"
    for name in "math cmath random itertools functools collections statistics heapq bisect string copy numpy".split()
} | {
    "np": "import numpy as np",
    "nx": "import networkx as nx",
    "networkx": "import networkx",
    "sympy": "import sympy",
    "scipy": "import scipy",
    "manim": "import manim",
}
BUILT_IN = frozenset(dir(builtins)) | {"__file__"}


def find(program: Program, names: frozenset[str]) -> Iterator[Found]:
    """Yield the imports that a program needs and does not have: one for Manim, one for each module."""
    known = bound(program) | BUILT_IN
    free = [
        node
        for node in program.nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in known
    ]
    stars = {
        node.module
        for node in program.nodes
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    }
    manims = [node for node in free if node.id in names and node.id not in MODULES]
    if manims and "manim" not in stars:
        yield _missing(program, manims, "from manim import *")
        stars.add("manim")
    for name in dict.fromkeys(node.id for node in free):
        if name in MODULES and not (name in names and "manim" in stars):
            nodes = [node for node in free if node.id == name and _is_module(program, node)]
            if nodes:
                yield _missing(program, nodes, MODULES[name])


def _is_module(program: Program, node: ast.Name) -> bool:
    """Return whether a name is used as a module is: something is taken from it."""
    return isinstance(program.parents[node], ast.Attribute)


def _missing(program: Program, nodes: list[ast.Name], line: str) -> Found:
    first = min(nodes, key=lambda node: (node.lineno, node.col_offset))
    what = ", ".join(list(dict.fromkeys(node.id for node in nodes))[:3])
    message = f"nothing imports {what}: begin the program with {line}"
    mend = Mend("mend-import", (_insertion(program, line),), 0.97)
    return program.found("missing-import", first, message, suggestions=(line,), mends=(mend,))


def _insertion(program: Program, line: str) -> Edit:
    """Return the edit that puts an import behind the docstring, and behind the imports unless it is Manim's."""
    body = program.tree.body
    at = 0
    for place, node in enumerate(body):
        if _is_head(node, place) or (isinstance(node, ast.Import | ast.ImportFrom) and "manim" not in line):
            at = place + 1
        else:
            break
    if at == 0:
        start = program.offset(first_line(body[0]), 0)
        return Edit(start, start, f"{line}\n{_gap(body[0])}")
    end = program.end(body[at - 1])
    behind = re.compile(r"[ \t]*(#[^\n]*)?\n?").match(program.text, end)
    end = behind.end() if behind else end
    if end and program.text[end - 1] != "\n":
        return Edit(program.end(body[at - 1]), program.end(body[at - 1]), f"\n{line}")
    return Edit(end, end, f"{line}\n")


def _gap(node: ast.stmt) -> str:
    return "" if isinstance(node, ast.Import | ast.ImportFrom) else "\n"


def _is_head(node: ast.stmt, place: int) -> bool:
    """Return whether nothing may stand before a statement: the docstring, an import of the future."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "__future__"
    return place == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
