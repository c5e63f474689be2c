"""The examples in the docstrings of the installed Manim: good code that nobody here wrote."""

import ast
import re
import textwrap
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MANIM = Path(find_spec("manim").submodule_search_locations[0])
EXTRAS = ("Typst", "opengl", "OpenGL", "import requests", "add_sound", 'ImageMobject("', 'SVGMobject("')
"""What needs more than Manim itself: a package, a file, another renderer."""
MOVING = """

class Moving({scene}):
    def construct(self):
        super().construct()
        if not self.renderer.num_plays:
            self.wait(0.2)
"""
"""Added to each: half of them are pictures, of which there would be no video to compare."""


@dataclass(frozen=True)
class Example:
    """One `.. manim::` directive, as Sphinx would run it."""

    where: str
    scene: str
    code: str


def examples() -> list[Example]:
    """Return all examples, in the order of their files."""
    return [
        Example(f"{path.relative_to(MANIM)}::{scene}", "Moving", code + MOVING.format(scene=scene))
        for path in sorted(MANIM.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node))
        for scene, code in directives(text)
    ]


def runnable_examples() -> list[Example]:
    """Return the examples that need no extra."""
    return [example for example in examples() if not any(extra in example.code for extra in EXTRAS)]


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


def _without_prompts(code: str) -> str:
    """Return what is typed in a doctest, or `code` itself where it is none."""
    if not code.lstrip().startswith(">>>"):
        return code
    return "\n".join(line[4:] for line in code.splitlines() if line.startswith((">>>", "...")))
