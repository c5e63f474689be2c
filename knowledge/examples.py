"""The examples in the docstrings of the installed Manim, read from it when they are needed: none of them lies here."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

PACKAGE = Path(str(distribution("manim").locate_file("manim")))
EXTRAS = ("Typst", "opengl", "OpenGL", "import requests", "add_sound", 'ImageMobject("', 'SVGMobject("')
"""What needs more than Manim itself: a package, a file, another renderer."""
_Documented = ast.ClassDef | ast.FunctionDef


@dataclass(frozen=True)
class Example:
    """One `.. manim::` directive, as Sphinx would run it."""

    where: str
    """File and scene, within the package."""
    owner: str
    """What it is an example of: a class, a function, or a class with its method; "" for a whole module."""
    scene: str
    code: str

    @property
    def plain(self) -> bool:
        """Whether Manim alone can draw it."""
        return not any(extra in self.code for extra in EXTRAS)


@cache
def examples() -> tuple[Example, ...]:
    """Return all examples, in the order of their files."""
    return tuple(
        Example(f"{path.relative_to(PACKAGE)}::{scene}", owner, scene, code)
        for path in sorted(PACKAGE.rglob("*.py"))
        for owner, text in _docstrings(ast.parse(path.read_text(encoding="utf-8")))
        for scene, code in directives(text)
    )


def directives(text: str) -> list[tuple[str, str]]:
    """Return scene and code of each directive in a docstring."""
    lines, found = text.splitlines(), []
    for at, line in enumerate(lines):
        if match := re.match(r"(\s*)\.\. manim:: (\w+)", line):
            body = []
            for below in lines[at + 1 :]:
                if below.strip() and not below.startswith(match[1] + " "):
                    break
                body.append(below)
            code = textwrap.dedent("\n".join(each for each in body if not re.match(r"\s+:\w+:", each)))
            found.append((match[2], f"from manim import *\n{_without_prompts(code)}"))
    return found


def _docstrings(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what is documented, and how: the module, then its classes, functions and methods."""
    if text := ast.get_docstring(module):
        yield "", text
    yield from _within(module, "")


def _within(node: ast.AST, prefix: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Documented):
            name = f"{prefix}{child.name}"
            if text := ast.get_docstring(child):
                yield name, text
            yield from _within(child, f"{name}.")
        else:
            yield from _within(child, prefix)


def _without_prompts(code: str) -> str:
    """Return what is typed in a doctest, or `code` itself where it is none."""
    if not code.lstrip().startswith(">>>"):
        return code
    return "\n".join(line[4:] for line in code.splitlines() if line.startswith((">>>", "...")))
