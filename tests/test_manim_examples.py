"""Every example in Manim's own docstrings: our renderer takes what Manim takes, and refuses what it refuses."""

import ast
import json
import os
import re
import subprocess
import sys
import textwrap
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT

from agent.sandbox import RenderOptions

MANIM = Path(find_spec("manim").submodule_search_locations[0])
TINY = RenderOptions(160, 90, 5)
SHARES = 16
"""One share is run in the tests, all of them with ALL_EXAMPLES=1: they take minutes."""
EXTRAS = ("Typst", "opengl", "OpenGL", "import requests", "add_sound", 'ImageMobject("', 'SVGMobject("')
NO_VIDEO = ("NoAnimation", "no-animation")
pytestmark = [pytest.mark.slow, pytest.mark.latex]


def examples() -> list[dict[str, str]]:
    found = []
    for path in sorted(MANIM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (
                text := ast.get_docstring(node)
            ):
                found += [
                    {"where": f"{path.relative_to(MANIM)}::{name}", "scene": name, "code": code}
                    for name, code in directives(text)
                ]
    return found


def directives(text: str) -> list[tuple[str, str]]:
    lines, found = text.splitlines(), []
    for at, line in enumerate(lines):
        if match := re.match(r"(\s*)\.\. manim:: (\w+)", line):
            body = []
            for below in lines[at + 1 :]:
                if below.strip() and not below.startswith(match[1] + " "):
                    break
                body.append(below)
            code = textwrap.dedent("\n".join(each for each in body if not re.match(r"\s+:\w+:", each)))
            found.append((match[2], f"from manim import *\n{code}"))
    return found


EXAMPLES = [each for each in examples() if not any(extra in each["code"] for extra in EXTRAS)]


def test_there_are_examples():
    assert len(EXAMPLES) > 300


@pytest.mark.parametrize("share", range(SHARES if os.environ.get("ALL_EXAMPLES") else 1))
def test_the_renderer_takes_what_manim_takes(renderer, tmp_path, share):
    mine = EXAMPLES[share::SHARES]
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    plain = subprocess.run(
        [sys.executable, str(ROOT / "tests/plain_manim.py")],
        input="".join(json.dumps(each) + "\n" for each in mine),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    theirs = [json.loads(line) for line in plain.stdout.splitlines()]
    different = []
    for example, expected in zip(mine, theirs, strict=True):
        rendered = renderer.render(example["code"], example["scene"], TINY, 60)
        problem = next((each for each in rendered.problems if each.severity == "error"), None)
        if (problem is None) != (expected == "ok") and not (problem and problem.code == "no-animation"):
            different.append((example["where"], expected, problem))
    assert different == []
