# /// scene
# title = "The square of a sum, as areas"
# topic = "algebra"
# prompts = [
#   "Why is (a+b)^2 = a^2 + 2ab + b^2?",
#   "Show the binomial formula geometrically",
#   "Visual proof of (a + b) squared",
#   "first binomial formula with a = 5 and b = 2",
#   "Expand the square of a sum with rectangles",
# ]
# asked = [
#   "why do I get too little when I just square both parts",
#   "cut a big square into two smaller ones and two oblongs",
#   "trick for working out 52 times 52 in your head",
#   "multiply out (x + 3)² and collect like terms",
#   "(a+b)**2 foil, where the 2ab term comes from",
#   "special product, notable identity as an area model",
#   "difference between (a+b)² and a² + b²",
#   "erste binomische Formel geometrisch am Quadrat erklären",
#   "identité remarquable (a+b)² avec des aires",
#   "cuadrado de un binomio, producto notable con áreas",
# ]
# concepts = ["binomial formula", "binomial square", "square of a sum", "(a+b)^2", "a^2 + 2ab + b^2", "perfect square", "expand brackets", "algebraic identity", "algebra", "areas", "geometric proof", "binomial"]
# licence = "MIT"
# requires = ["binomial formula", "binomial square", "(a", "a+b", "a +", "sum", "expand"]
# variations = [
#   { A = 5, B = 2 },
#   { A = 1.5, B = 6.5, A_COLOR = "red", B_COLOR = "orange" },
# ]
# [parameters]
# A = { type = "number", min = 1, max = 10, near = ["a"], about = "the first number" }
# B = { type = "number", min = 1, max = 10, near = ["b"], about = "the second number" }
# A_COLOR = { type = "color", of = "A", about = "colour of the square of a" }
# B_COLOR = { type = "color", of = "B", about = "colour of the square of b" }
# ///
from manim import *

A = 3
B = 2
A_COLOR = BLUE
B_COLOR = YELLOW
SIDE = 4.8
CENTER = np.array([-3.2, -0.7, 0])


def area(width, height, color, name):
    """Return a rectangle with its area written into it, as large as it fits."""
    box = Rectangle(width=width, height=height, color=color, fill_opacity=0.55)
    label = MathTex(name, font_size=48)
    return VGroup(box, label.scale(min(1, 0.75 * width / label.width, 0.75 * height / label.height)))


def side(box, direction, name, color):
    """Return a double arrow beside `box` with the length's name."""
    middle = box.get_edge_center(direction) + 0.3 * direction
    along = np.array([box.width / 2, 0, 0]) if direction[1] else np.array([0, box.height / 2, 0])
    line = Line(middle - along, middle + along, color=color)
    return VGroup(line, MathTex(name, color=color, font_size=44).next_to(line, direction, buff=0.15))


class DisplayScene(Scene):
    def construct(self):
        a, b = SIDE * A / (A + B), SIDE * B / (A + B)
        mixed = interpolate_color(A_COLOR, B_COLOR, 0.5)
        pieces = VGroup(
            area(a, a, A_COLOR, "a^2"),
            area(b, a, mixed, "ab"),
            area(a, b, mixed, "ab"),
            area(b, b, B_COLOR, "b^2"),
        )
        pieces.arrange_in_grid(2, 2, buff=0).move_to(CENTER)
        boxes = [piece[0] for piece in pieces]
        sides = VGroup(
            side(boxes[0], UP, "a", A_COLOR),
            side(boxes[1], UP, "b", B_COLOR),
            side(boxes[0], LEFT, "a", A_COLOR),
            side(boxes[2], LEFT, "b", B_COLOR),
        )
        whole = Square(SIDE, color=WHITE).move_to(CENTER)
        formula = MathTex("(a+b)^2", "=", "a^2", "+", "2ab", "+", "b^2", font_size=52).move_to([3.5, 2, 0])
        for index, color in ((2, A_COLOR), (4, mixed), (6, B_COLOR)):
            formula[index].set_color(color)
        title = Text("The square of a sum", font_size=34).to_edge(UP, buff=0.35)

        self.play(FadeIn(title), Create(whole), run_time=1)
        self.play(FadeIn(sides), Write(formula[0]), run_time=1)
        self.play(LaggedStart(*map(FadeIn, pieces), lag_ratio=0.3), FadeOut(whole), run_time=1.5)
        self.play(self.apart(pieces, 0.25), FadeOut(sides), run_time=0.8)
        for term, members in ((2, pieces[:1]), (4, pieces[1:3]), (6, pieces[3:])):
            labels = VGroup(*[piece[1].copy() for piece in members])
            self.play(*[Indicate(piece, scale_factor=1.06, color=WHITE) for piece in members], run_time=0.7)
            self.play(ReplacementTransform(labels, formula[term]), FadeIn(formula[term - 1]), run_time=0.8)
        self.play(self.apart(pieces, -0.25), FadeIn(sides), run_time=0.8)
        self.play(FadeIn(self.numbers(mixed).move_to([3.5, 0, 0]), shift=UP * 0.3), run_time=1)
        self.wait(1)

    def apart(self, pieces, distance):
        moves = [UL, UR, DL, DR]
        return AnimationGroup(*[piece.animate.shift(distance * move) for piece, move in zip(pieces, moves)])

    def numbers(self, mixed):
        first = Text(f"({A:g} + {B:g})² = {(A + B) ** 2:g}")
        parts = [
            (f"{A * A:g}", A_COLOR),
            ("+", WHITE),
            (f"2 · {A * B:g}", mixed),
            ("+", WHITE),
            (f"{B * B:g}", B_COLOR),
        ]
        second = VGroup(
            *[Text(text, color=color) for text, color in [*parts, (f"= {(A + B) ** 2:g}", WHITE)]]
        )
        lines = VGroup(first, second.arrange(RIGHT, buff=0.25)).arrange(DOWN, buff=0.5)
        return lines.scale(min(0.75, 5.8 / lines.width))
