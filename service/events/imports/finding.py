"""Find the scenes in a folder, and cut each out of its file as a program of its own."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.check.parsing import Unparsable, parse
from service.requests import LONGEST_FILE

PROGRAM = "DisplayScene"
"""What the scene of a program is called here."""


@dataclass(frozen=True)
class Found:
    """A scene as a program of its own."""

    name: str
    about: str
    """Its docstring."""
    program: str


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the Python files of a folder; links lead nowhere, and what is hidden stays so."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if name.endswith(".py") and path.is_file() and not path.is_symlink():
                yield path


def text_of(file: Path) -> str | None:
    """Return the text of a file; None where it is none, or too long to be read."""
    try:
        text = file.read_text(encoding="utf-8") if file.stat().st_size <= LONGEST_FILE else None
    except (OSError, UnicodeDecodeError):
        return None
    return text


def scenes_in(text: str) -> list[Found] | None:
    """Return the scenes of a file that nothing else in it is built on; None where it does not parse."""
    try:
        tree = parse(text)
    except Unparsable:
        return None
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    bases = {base for node in classes.values() for base in _bases(node)}
    return [
        Found(name, ast.get_docstring(node) or "", _renamed(_cut_out(text, tree, name), name))
        for name, node in classes.items()
        if name not in bases and _is_scene(name, classes, frozenset()) and _draws(name, classes, frozenset())
    ]


def _bases(node: ast.ClassDef) -> list[str]:
    return [name for base in node.bases if (name := getattr(base, "attr", getattr(base, "id", "")))]


def _is_scene(name: str, classes: dict[str, ast.ClassDef], seen: frozenset[str]) -> bool:
    """Whether a class is a scene, of this Manim or of another: those end so."""
    if name not in classes:
        return name.endswith("Scene")
    return name not in seen and any(_is_scene(base, classes, seen | {name}) for base in _bases(classes[name]))


def _draws(name: str, classes: dict[str, ast.ClassDef], seen: frozenset[str]) -> bool:
    if name not in classes or name in seen:
        return False
    methods = [each.name for each in classes[name].body if isinstance(each, ast.FunctionDef)]
    return "construct" in methods or any(
        _draws(each, classes, seen | {name}) for each in _bases(classes[name])
    )


def _cut_out(text: str, tree: ast.Module, name: str) -> str:
    """Return the program of one scene: what it uses of its file, and what is done there by the way."""
    needed = _needed(tree, name)
    lines = text.splitlines()
    parts = [
        "\n".join(lines[_first(node) - 1 : node.end_lineno])
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) or _defines(node) & needed
    ]
    return "\n\n".join(parts) + "\n"


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def _needed(tree: ast.Module, name: str) -> set[str]:
    """Return the names of a file that a scene uses, and what those use."""
    needed, waiting = set[str](), {name}
    while waiting:
        needed |= waiting
        used = {each for node in tree.body if _defines(node) & waiting for each in _names(node)}
        waiting = used - needed
    return needed


def _defines(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {
        each.id for target in targets if target for each in ast.walk(target) if isinstance(each, ast.Name)
    }


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _renamed(program: str, name: str) -> str:
    """Return a program whose scene is called as ours are, unless something in it is so already."""
    return program if PROGRAM in program else re.sub(rf"\b{name}\b(?!['\"])", PROGRAM, program)
