"""The LaTeX probe: all formulas of a program compiled at once in the sandbox, each error given to its string."""

import ast
from pathlib import Path

import pytest

from agent.check.program import Program
from agent.check.rules.latex_formulas import Formulas
from agent.check.typesetting import source, typeset
from agent.sandbox import RenderOptions

pytestmark = [pytest.mark.latex, pytest.mark.slow]

CODE = r"""
from manim import *

good = r"\frac{a}{b}"


class DisplayScene(Scene):
    def construct(self):
        self.add(MathTex(good), MathTex("x", "^2", tex_to_color_map={"x": RED}))
        self.add(MathTex(r"\frac{a}{b} \nope"))
        self.add(
            Tex("words", " and x_1"),
            MathTex(f"x_{len(good)} \\nope"),
        )
        for formula in ["a", r"\hat"]:
            self.add(MathTex(formula))
"""


def test_each_error_is_given_to_its_string_and_line(renderer):
    found = typeset(Program(CODE, ast.parse(CODE)), renderer)
    assert [(each.line, each.code) for each in found] == [(10, "latex"), (12, "latex"), (15, "latex")]
    assert "Undefined control sequence \\nope" in found[0].message
    assert "Missing $ inserted" in found[1].message
    assert all("dvisvgm" not in each.message for each in found)


def test_errors_come_in_the_order_of_the_sources(renderer):
    said = renderer.typeset_errors([("x", "align*"), ("x^2^3", "align*"), ("x_1", None), ("a $x$", "center")])
    assert [bool(each) for each in said] == [False, True, True, False]
    assert "Double superscript" in said[1]
    assert renderer.typeset_errors([]) == ()


def test_what_was_compiled_is_kept_for_the_render(renderer):
    code = 'from manim import *\nMathTex("k", "^{8341}", tex_to_color_map={"8": RED})'
    formula = next(iter(Formulas(Program(code, ast.parse(code)))))
    kept = set(Path(renderer.data).rglob("*.svg"))
    renderer.typeset_errors([(source(formula), formula.environment)])
    assert len(set(Path(renderer.data).rglob("*.svg")) - kept) == 1
    scene = f"from manim import *\nclass S(Scene):\n    def construct(self):\n        self.add({code.splitlines()[1]})\n        self.wait(0.1)\n"
    assert renderer.probe(scene, "S", RenderOptions(), 30).ok
    assert len(set(Path(renderer.data).rglob("*.svg")) - kept) == 1


def test_a_program_with_a_template_of_its_own_is_left_alone(renderer):
    code = CODE + "\nconfig.tex_template = TexTemplate()"
    assert typeset(Program(code, ast.parse(code)), renderer) == ()


def test_a_formula_that_never_ends_harms_no_other(renderer):
    said = renderer.typeset_errors(
        [("\\def\\x{\\x}\\x", "align*"), ("y", "align*"), ("\\nope", "align*")], 20
    )
    assert said[1] is None
    assert "Undefined" in said[2]
