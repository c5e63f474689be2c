# /// scene
# title = "The quadratic formula by completing the square"
# topic = "algebra"
# prompts = [
#   "Derive the quadratic formula",
#   "Show how completing the square works",
#   "Solve x^2 + 6x + 5 = 0 by completing the square",
#   "Where does the abc formula come from?",
#   "proof of the quadratic formula step by step",
# ]
# asked = [
#   "how do I find x when there is an x squared and an x?",
#   "which little piece is missing in the corner to fill the whole square?",
#   "a square plot and a strip beside it measure 16 together: find the side",
#   "Solve 2x² − 4x − 12 = 0 with full working, both solutions",
#   "(-b ± sqrt(b^2-4ac))/(2a) derivation, discriminant",
#   "midnight formula, p-q formula, al-Khwarizmi's method, Bhaskara formula, second-order polynomial zeros",
#   "factorising or filling up to (x+p)²: two ways to find the zeros",
#   "Mitternachtsformel herleiten: quadratische Ergänzung Schritt für Schritt",
#   "équation du second degré : forme canonique, d'où vient le discriminant",
#   "ecuación de segundo grado: completar el cuadrado y fórmula general",
# ]
# concepts = ["quadratic formula", "quadratic equation", "completing the square", "complete the square", "abc formula", "solve a quadratic", "roots of a quadratic", "ax^2 + bx + c = 0", "second degree equation", "algebra", "derivation"]
# licence = "MIT"
# requires = ["quadrat", "complet", "abc formula"]
# variations = [
#   { QUADRATIC = [2, -3, 5] },
#   { QUADRATIC = [-0.5, 40, 100] },
#   { QUADRATIC = [1, -6, 9] },
# ]
# [parameters]
# QUADRATIC = { type = "quadratic", min = -1000, max = 1000, about = "a, b, c of the example at the end" }
# ///
from manim import *

QUADRATIC = [1, 6, 5]
X_SIDE = 2.6
HALF = 1.05


def polynomial(a, b, c):
    """Return ax² + bx + c as LaTeX, the way one writes it by hand."""
    terms = [(a, "x^2"), (b, "x"), (c, "")]
    parts = []
    for factor, power in terms:
        if factor:
            size = "" if abs(factor) == 1 and power else f"{abs(factor):g}"
            parts.append(("-" if factor < 0 else "+") + size + power)
    return "".join(parts).removeprefix("+")


def short(value):
    return f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"


def solutions(a, b, c):
    """Return the solutions as LaTeX, complex ones too."""
    inside = b * b - 4 * a * c
    middle, reach = -b / (2 * a) + 0.0, abs(inside) ** 0.5 / (2 * abs(a))
    if inside == 0:
        return f"x = {short(middle)}"
    if inside < 0:
        return rf"x = {short(middle) if middle else ''} \pm {short(reach)}\,i"
    return rf"x_1 = {short(middle - reach)},\quad x_2 = {short(middle + reach)}"


class Picture(VGroup):
    """x² and (b/a)·x as areas; the second is cut into halves, which leave a corner open."""

    def __init__(self):
        self.square = Square(X_SIDE, color=BLUE, fill_opacity=0.6)
        self.half = Rectangle(width=HALF, height=X_SIDE, color=GREEN, fill_opacity=0.6)
        self.half.next_to(self.square, RIGHT, buff=0)
        self.other = self.half.copy().next_to(self.half, RIGHT, buff=0)
        self.names = VGroup(MathTex("x^2"), MathTex(r"\tfrac{b}{2a}x"), MathTex(r"\tfrac{b}{2a}x"))
        for name, area in zip(self.names, (self.square, self.half, self.other)):
            name.scale(0.8).move_to(area)
        super().__init__(self.square, self.half, self.other, self.names)

    def below(self):
        """Return where the second half goes: under the square, lying."""
        return self.square.get_bottom() + DOWN * HALF / 2

    def corner(self):
        corner = Square(HALF, color=YELLOW, fill_opacity=0.6)
        return corner.move_to([self.half.get_x(), self.below()[1], 0])


class DisplayScene(Scene):
    def construct(self):
        title = Text("The quadratic formula, by completing the square", font_size=34).to_edge(UP, buff=0.4)
        steps = [
            r"ax^2 + bx + c = 0",
            r"x^2 + \tfrac{b}{a}\,x = -\tfrac{c}{a}",
            r"x^2 + \tfrac{b}{a}\,x + \left(\tfrac{b}{2a}\right)^2"
            r" = \left(\tfrac{b}{2a}\right)^2 - \tfrac{c}{a}",
            r"\left(x + \tfrac{b}{2a}\right)^2 = \tfrac{b^2 - 4ac}{4a^2}",
            r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
        ]
        lines = VGroup(*[MathTex(step, font_size=42) for step in steps])
        lines.arrange(DOWN, buff=0.38).move_to([3, 0.35, 0])
        lines[-1].set_color(YELLOW)
        picture = Picture().move_to([-3.9, 0.6, 0])
        target, corner = picture.below(), picture.corner()
        corner_name = MathTex(r"\left(\tfrac{b}{2a}\right)^2").scale(0.65).move_to(corner)
        whole = Square(X_SIDE + HALF, color=YELLOW).move_to(picture.square.get_corner(UL), aligned_edge=UL)
        side = MathTex(r"x + \tfrac{b}{2a}", color=YELLOW).scale(0.9).next_to(whole, UP, buff=0.2)
        example = MathTex(
            polynomial(*QUADRATIC) + r" = 0 \;\Rightarrow\; " + solutions(*QUADRATIC), font_size=40
        )
        example.scale(min(1, 12 / example.width)).to_edge(DOWN, buff=0.45)

        self.play(FadeIn(title), Write(lines[0]), run_time=1.2)
        self.play(Write(lines[1]), FadeIn(picture), run_time=1.5)
        self.wait(0.5)
        self.play(
            picture.other.animate(path_arc=-PI / 2).rotate(PI / 2).move_to(target),
            picture.names[2].animate(path_arc=-PI / 2).move_to(target),
            run_time=1.5,
        )
        self.play(FadeIn(corner, scale=0.5), Write(corner_name), Write(lines[2]), run_time=1.5)
        self.play(Create(whole), Write(side), Write(lines[3]), run_time=1.5)
        self.play(Write(lines[4]), run_time=1.2)
        self.play(Circumscribe(lines[4], color=YELLOW), run_time=1)
        self.play(Write(example), run_time=1.5)
        self.wait(1)
