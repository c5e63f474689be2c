"""Parts of scenes that another scene can be built from: their helper functions and small classes of mobjects."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from knowledge.scene import Scene

Component = ast.FunctionDef | ast.ClassDef
FEWEST_LINES, MOST_LINES = 4, 60
"""A part of three lines is written sooner than it is found."""


def components(scene: Scene) -> Iterator[tuple[str, str, str]]:
    """Yield name, description and code of each part of a scene that is worth finding, with what it needs."""
    module = ast.parse(scene.code)
    named: dict[str, list[ast.stmt]] = {}
    for node in module.body:
        for name in _names(node):
            named.setdefault(name, []).append(node)
    for node in module.body:
        about = ast.get_docstring(node) if isinstance(node, Component) else None
        if isinstance(node, Component) and about and _is_worth_it(node):
            needed = _needed(node, named)
            parts = (ast.get_source_segment(scene.code, each) for each in module.body if each in needed)
            yield node.name, about.partition("\n")[0], "\n\n".join(part for part in parts if part)


def _names(node: ast.stmt) -> list[str]:
    """Return what a statement of the module defines or changes."""
    match node:
        case ast.Assign(targets=targets):
            return [each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [(each.asname or each.name).partition(".")[0] for each in names]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) if name != "DisplayScene":
            return [name]
    return []


def _needed(node: ast.stmt, named: Mapping[str, Sequence[ast.stmt]]) -> set[ast.stmt]:
    """Return a statement and those that it cannot do without."""
    needed: set[ast.stmt] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        needed.add(current)
        uses = {each.id for each in ast.walk(current) if isinstance(each, ast.Name)}
        waiting += [each for name in uses & set(named) for each in named[name] if each not in needed]
    return needed


def _is_worth_it(node: Component) -> bool:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return node.name != "DisplayScene" and FEWEST_LINES <= lines <= MOST_LINES
