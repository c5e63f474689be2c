# /// scene
# title = "Vector spaces: arrows, polynomials and functions add and scale alike"
# topic = "linear algebra"
# prompts = [
#   "Explain vector spaces by example",
#   "What is a vector space?",
#   "Show that polynomials and functions are vectors too",
#   "vector space examples: arrows, polynomials, functions",
#   "Animate linear combinations in different vector spaces",
# ]
# asked = [
#   "what do arrows, curves and formulas like 1 + x² have in common?",
#   "why can one curve be added to another just like arrows?",
#   "mixing sounds, colours or signals by amounts follows the same laws as arrows",
#   "Check that P2 and C[0,1] are closed under sums and multiples",
#   "a*f + b*g in R^2, P_2 and C(R), axioms list",
#   "linear spaces over a field, abstract algebra of superposition",
#   "vector as an arrow against vector as an element of any such set",
#   "Vektorraum: Pfeile, Polynome und Funktionen addieren und mit Zahlen multiplizieren, Beispiele",
#   "espace vectoriel : flèches, polynômes et fonctions, combinaisons linéaires",
#   "espacio vectorial, ejemplos con flechas, polinomios y funciones, combinación lineal",
# ]
# concepts = [
#   "vector space", "vector spaces", "linear space", "linear combination", "abstract vectors", "adding and scaling", "closure",
#   "polynomials as vectors", "functions as vectors", "function space", "linear algebra", "axioms",
# ]
# licence = "MIT"
# variations = [
#   { A = -2, B = 2 },
#   { A = 0.5, B = -1.5, SUM_COLOR = "orange" },
# ]
# [parameters]
# A = { type = "number", min = -2, max = 2, near = ["first"], about = "how much of the first vector" }
# B = { type = "number", min = -2, max = 2, near = ["second"], about = "how much of the second vector" }
# SUM_COLOR = { type = "color", about = "colour of the combination" }
# ///
from manim import *

A = 1.5
B = -1
FIRST_COLOR = BLUE
SECOND_COLOR = GREEN
SUM_COLOR = YELLOW
SPAN = 2.0  # each little plane shows -SPAN to SPAN sideways
HEIGHT = 0.7


class Space(VGroup):
    """A little plane on which two members of one vector space and their combination are drawn."""

    def __init__(self, x, title, names, draw):
        self.center, self.draw = np.array([x, 0.45, 0]), draw
        frame = RoundedRectangle(corner_radius=0.15, width=4.3, height=4.5, color=GRAY, stroke_width=2)
        lines = VGroup(Line(LEFT * SPAN, RIGHT * SPAN), Line(DOWN * 2.1, UP * 2.1)).set_stroke(GRAY, 1, 0.6)
        heading = Text(title, font_size=32).move_to(UP * 2.75)
        first = Text(names[0], font_size=26, color=FIRST_COLOR)
        second = Text(names[1], font_size=26, color=SECOND_COLOR)
        legend = VGroup(first, second).arrange(RIGHT, buff=0.6).move_to(DOWN * 2.65)
        super().__init__(frame, lines, heading, legend)
        self.shift(self.center)

    def member(self, a, b, color, width=5):
        """The combination of a times the first and b times the second member."""
        return self.draw(a, b).set_stroke(color, width).shift(self.center)


def arrow(a, b):
    tip = a * np.array([0.7, 0.25, 0]) + b * np.array([-0.15, 0.7, 0])
    if np.linalg.norm(tip) < 0.05:
        return Dot(radius=0.06)
    return Arrow(ORIGIN, tip, buff=0, tip_length=0.2, max_stroke_width_to_length_ratio=50)


def graph(first, second):
    def draw(a, b):
        xs = np.linspace(-SPAN, SPAN, 81)
        points = np.column_stack([xs, HEIGHT * (a * first(xs) + b * second(xs)), 0 * xs])
        return VMobject().set_points_as_corners(points)

    return draw


class DisplayScene(Scene):
    def construct(self):
        spaces = [
            Space(-4.6, "arrows", ["u", "v"], arrow),
            Space(0, "polynomials", ["x² / 4", "x / 4"], graph(lambda x: x**2 / 4, lambda x: x / 4)),
            Space(
                4.6,
                "functions",
                ["sin(4x) / 2", "|x| / 2"],
                graph(lambda x: np.sin(4 * x) / 2, lambda x: abs(x) / 2),
            ),
        ]
        a, b = ValueTracker(1), ValueTracker(0)
        self.play(*map(FadeIn, spaces), run_time=1)
        self.play(*[Create(space.member(1, 0, FIRST_COLOR)) for space in spaces], run_time=1)
        self.play(*[Create(space.member(0, 1, SECOND_COLOR)) for space in spaces], run_time=1)

        def combinations():
            return VGroup(*[s.member(a.get_value(), b.get_value(), SUM_COLOR, 7) for s in spaces])

        recipe = self.recipe(a, b)
        self.play(FadeIn(recipe), FadeIn(always_redraw(combinations)), run_time=0.8)
        self.play(b.animate.set_value(1), run_time=1.8)
        self.wait(0.4)
        self.play(a.animate.set_value(A), run_time=1.8)
        self.play(b.animate.set_value(B), run_time=1.8)
        self.play(Circumscribe(recipe, color=SUM_COLOR), run_time=1)
        self.wait(1)

    def recipe(self, a, b):
        """One line below all three: the same two numbers make every combination."""
        row = VGroup()
        for tracker, word, color in ((a, "first", FIRST_COLOR), (b, "second", SECOND_COLOR)):
            number = DecimalNumber(-1.5, num_decimal_places=2, mob_class=Text, font_size=34, color=SUM_COLOR)
            row.add(number, Text(word, font_size=34, color=color), Text("+", font_size=34))
            number.add_updater(lambda mob, tracker=tracker: mob.set_value(tracker.get_value()))
        row.remove(row[-1])
        row.arrange(RIGHT, buff=0.3).move_to(DOWN * 3.2)
        return row.update()
