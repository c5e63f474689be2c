"""Formulas inside a job: never compiled here, but asked of the keeper, whose cache a job can only read."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from agent.sandbox.inside import typeset
from agent.sandbox.inside.channel import Channel
from agent.sandbox.inside.preamble import DOCUMENT_CLASS, PREAMBLE

_MARK = re.compile(r"\\special\{dvisvgm:raw [^{}]*\}")
"""What MathTex puts around its parts."""
SHARED = Path("media/formulas")
SCENE = "scene.py"
"""The file that a job runs, below its folder."""


class FormulaError(ValueError):
    """LaTeX does not take a formula; Manim's own error is a ValueError too."""

    def __init__(self, message: str, expression: str, kind: str = "latex") -> None:
        self.kind = kind
        self.expression = _MARK.sub("", expression)
        super().__init__(f"{message} in the formula {self.expression}")
        self.tex_message = message

    def told(self) -> dict[str, Any]:
        """Return what the keeper is told of it."""
        return {
            "formula": {"kind": self.kind, "message": self.tex_message, "expression": self.expression[:2000]}
        }


def template(manim: Any) -> Any:
    """Return the template that formulas have where a scene asks for no other."""
    return manim.TexTemplate(documentclass=DOCUMENT_CLASS, preamble=PREAMBLE)


def warm() -> str:
    """Load the typesetter that stands in for LaTeX; return its version."""
    from importlib.metadata import version

    typeset.warm()
    return version("ziamath")


class Formulas:
    """Manim's `tex_to_svg_file` for one job."""

    def __init__(self, spec: dict[str, Any], channel: Channel, shard: int) -> None:
        self.known: dict[str, str] = spec["formulas"]
        self.wrong: dict[str, str] = spec["wrong_formulas"]
        self.has_latex = spec["latex"]
        self.is_probe = spec["kind"] == "probe"
        self.channel = channel
        self.shard = shard
        self.typeset = 0
        """How many formulas were drawn without LaTeX, for good."""

    def svg_file(self, expression: str, environment: str | None = None, tex_template: Any = None) -> Path:
        """Return the path of the SVG of a formula, as Manim's function of this place does."""
        from manim import config

        tex_template = tex_template or config["tex_template"]
        if environment is None:
            source = tex_template.get_texcode_for_expression(expression)
        else:
            source = tex_template.get_texcode_for_expression_in_env(expression, environment)
        compiler = tex_template.tex_compiler
        wanted = [
            source,
            [compiler] if isinstance(compiler, str) else list(compiler),
            tex_template.output_format,
        ]
        key = hashlib.sha256(json.dumps(wanted).encode()).hexdigest()
        path = config.get_dir("tex_dir") / f"{key[:32]}.svg"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self._svg(key, wanted, str(expression), environment), encoding="utf-8")
        return Path(path)

    def _svg(self, key: str, wanted: list[Any], expression: str, environment: str | None) -> str:
        if key in self.known:
            return self.known[key]
        if key in self.wrong:
            raise FormulaError(self.wrong[key], expression)
        if self.shard:
            return _from_first_shard(key, expression)
        request = {"key": key, "wanted": wanted, "expression": expression[:4000], "line": user_line()}
        if not self.has_latex:
            answer = self._without_latex(expression, environment)
        else:
            answer = self.channel.ask({"formula": request, "now": not self.is_probe})
            if "later" in answer:  # the keeper compiles all that the probe asks for at once, afterwards
                answer = self._stand_in(request, expression, environment)
        self.known[key] = answer.get("svg", "")
        _share(key, answer)
        if "wrong" in answer:
            self.wrong[key] = answer["wrong"]
            del self.known[key]
            raise FormulaError(answer["wrong"], expression)
        return self.known[key]

    def _without_latex(self, expression: str, environment: str | None) -> dict[str, str]:
        try:
            svg = typeset.svg(expression, environment)
        except typeset.CannotTypeset as error:
            raise FormulaError(
                f"it needs LaTeX, which is not installed ({error})", expression, "missing"
            ) from None
        self.typeset += 1
        return {"svg": svg}

    def _stand_in(self, request: dict[str, Any], expression: str, environment: str | None) -> dict[str, Any]:
        try:
            return {"svg": typeset.svg(expression, environment)}
        except typeset.CannotTypeset:
            return self.channel.ask({"formula": request, "now": True})


def _share(key: str, answer: dict[str, Any]) -> None:
    SHARED.mkdir(parents=True, exist_ok=True)
    unfinished = SHARED / f"{key}.part"
    unfinished.write_text(json.dumps(answer))
    unfinished.rename(SHARED / key)


def _from_first_shard(key: str, expression: str) -> str:
    """Wait for the first of the processes that share the drawing: it meets the same formula."""
    deadline = time.monotonic() + 30
    while not (SHARED / key).exists():
        if time.monotonic() > deadline:
            raise FormulaError("its SVG did not come", expression)
        time.sleep(0.02)
    answer: dict[str, str] = json.loads((SHARED / key).read_text())
    if "wrong" in answer:
        raise FormulaError(answer["wrong"], expression)
    return answer["svg"]


def user_line() -> int | None:
    """Return the line of the scene that is running."""
    frame: Any = sys._getframe()
    while frame is not None and frame.f_code.co_filename != SCENE:
        frame = frame.f_back
    return frame.f_lineno if frame else None
