# /// scene
# title = "A formula is written sign by sign and boxed"
# topic = "text and code"
# prompts = [
#   "Write the formula E = mc^2",
#   "show the equation $a^2 + b^2 = c^2$ in a box",
#   "Display a LaTeX formula: \\int_0^1 x^2 dx = \\frac{1}{3}",
#   "Animate the equation e^{i\\pi} + 1 = 0 being written, with a green frame",
#   "Einstein's famous equation please",
# ]
# asked = [
#   "put this maths sentence on the screen as if by chalk",
#   "show a pretty rule with fractions and roots inside a frame",
#   "display F = ma nicely for my lesson video",
#   "write out a/b + c/d = (ad+bc)/bd neatly",
#   "MathTex \\sum_{n} render, tex math, SurroundingRectangle",
#   "typeset an expression with symbols, handwriting effect",
#   "mathematical symbols typeset rather than a plain sentence or code",
#   "Formel schreiben und einrahmen, Gleichung in LaTeX",
#   "écrire une formule mathématique et l'encadrer",
#   "escribir una fórmula matemática dentro de un recuadro",
# ]
# concepts = [
#   "formula", "equation", "LaTeX", "write", "mathematical notation", "highlight", "box",
#   "frame", "E = mc^2", "reveal",
# ]
# licence = "MIT"
# variations = [
#   { FORMULA = "\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}", COLOR = "green" },
#   { FORMULA = "x_{1,2} = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a} = -\\frac{b}{2a} \\pm \\sqrt{D}", COLOR = "#FF8866" },
#   { FORMULA = "x" },
# ]
# [parameters]
# FORMULA = { type = "formula", longest = 80, about = "the formula, in LaTeX" }
# COLOR = { type = "color", about = "colour of the box and of the highlight" }
# ///
from manim import *

FORMULA = r"E = mc^2"
COLOR = YELLOW


class DisplayScene(Scene):
    def construct(self):
        formula = MathTex(FORMULA, font_size=170)
        formula.scale(min(1, 11 / formula.width, 4.5 / formula.height))
        signs = VGroup(formula.family_members_with_points()).sort()
        box = SurroundingRectangle(formula, color=COLOR, buff=0.45, corner_radius=0.2, stroke_width=5)
        glow = box.copy().set_stroke(WHITE, 9)

        self.play(
            LaggedStart(*(FadeIn(sign, shift=0.8 * DOWN, scale=2) for sign in signs), lag_ratio=0.3),
            run_time=2.5,
        )
        self.wait(0.3)
        self.play(
            LaggedStart(*(Indicate(sign, color=COLOR, scale_factor=1.25) for sign in signs), lag_ratio=0.4),
            run_time=2.5,
        )
        self.play(Create(box), run_time=1.2)
        self.play(
            ShowPassingFlash(glow, time_width=0.4),
            box.animate.set_fill(COLOR, 0.12),
            run_time=1.5,
        )
        self.play(VGroup(box, formula).animate(rate_func=there_and_back).scale(1.08), run_time=1)
        self.wait(1)
