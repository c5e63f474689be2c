# /// scene
# title = "Euclid's algorithm: the largest square tile of a rectangle"
# topic = "number theory"
# prompts = [
#   "Show Euclid's algorithm",
#   "greatest common divisor of 48 and 18",
#   "gcd of 35 and 21 as squares cut from a rectangle",
#   "How does the Euclidean algorithm find the greatest common divisor?",
#   "Visualise the euclidean algorithm geometrically by tiling a rectangle with the largest possible squares",
# ]
# asked = [
#   "biggest number that goes into both 24 and 36 exactly",
#   "keep chopping squares off a sheet of paper until nothing remains",
#   "cover a 120 by 84 cm wall exactly with equal plates",
#   "simplify 84/126 by finding what both can be shortened by",
#   "gcd(a, b) = gcd(b, a % b), math.gcd loop",
#   "HCF by repeated subtraction, anthyphairesis, common measure",
#   "greatest common divisor or least common multiple, which is which",
#   "größter gemeinsamer Teiler mit dem euklidischen Algorithmus, ggT",
#   "PGCD de deux nombres par l'algorithme d'Euclide",
#   "máximo común divisor con el algoritmo de Euclides",
# ]
# concepts = [
#   "Euclid", "Euclid's algorithm", "Euclidean algorithm", "greatest common divisor", "gcd", "greatest common factor", "highest common factor", "hcf",
#   "common divisor", "division with remainder", "remainder", "rectangle", "squares", "tiling", "tile", "number theory", "algorithm", "largest square", "divide", "cut",
# ]
# licence = "MIT"
# requires = ["euclid's alg", "euclidean alg", "euclid alg", "euclids", "gcd", "hcf", "greatest common", "highest common", "common divisor", "common factor", "largest possible square"]
# variations = [
#   { A = 34, B = 21 },
#   { A = 8, B = 60 },
#   { A = 12, B = 12, FIRST_COLOR = "red" },
#   { A = 60, B = 7 },
# ]
# [parameters]
# A = { type = "integer", min = 2, max = 60, about = "the first number" }
# B = { type = "integer", min = 2, max = 60, about = "the second number" }
# FIRST_COLOR = { type = "color", about = "colour of the largest squares" }
# ///
from manim import *

A = 48
B = 18
FIRST_COLOR = BLUE
COLORS = [FIRST_COLOR, GREEN, ORANGE, PURPLE, TEAL, MAROON, GOLD, PINK]
LONG, SHORT = max(A, B), min(A, B)
UNIT = min(12.4 / LONG, 3.6 / SHORT)


def division_steps(a, b):
    """The divisions of Euclid's algorithm: dividend, divisor, quotient, remainder."""
    steps = []
    while b:
        steps.append((a, b, a // b, a % b))
        a, b = b, a % b
    return steps


def tile(rest, side, count, color):
    """Squares of a side, as many as fit, laid along a rectangle from its left or its top."""
    squares = VGroup(*[Square(side * UNIT, color=BLACK, stroke_width=1.5) for _ in range(count)])
    squares.set_fill(color, 0.85)
    across = rest.width >= rest.height
    squares.arrange(RIGHT if across else DOWN, buff=0)
    return squares.move_to(rest, aligned_edge=LEFT if across else UP)


def what_is_left(rest, squares, remainder):
    """The part of a rectangle that the squares do not cover."""
    across = rest.width >= rest.height
    size = (remainder * UNIT, rest.height) if across else (rest.width, remainder * UNIT)
    left = Rectangle(width=size[0], height=size[1], stroke_width=4, color=YELLOW)
    return left.move_to(rest, aligned_edge=RIGHT if across else DOWN)


class DisplayScene(Scene):
    def construct(self):
        steps = division_steps(LONG, SHORT)
        title = Text(f"Which largest square tiles {LONG} by {SHORT}?", font_size=36).to_edge(UP, buff=0.3)
        whole = Rectangle(width=LONG * UNIT, height=SHORT * UNIT, stroke_width=4, color=YELLOW)
        whole.move_to([0, 2.45, 0], aligned_edge=UP)
        sides = VGroup(
            Text(str(LONG), font_size=30).next_to(whole, DOWN, buff=0.15),
            Text(str(SHORT), font_size=30).next_to(whole, LEFT, buff=0.15),
        )
        self.play(FadeIn(title), Create(whole), FadeIn(sides), run_time=1.2)

        rest, line, labels = whole.copy(), VGroup(), VGroup()
        pace = min(1.8, 9 / len(steps))
        for number, (a, b, times, remainder) in enumerate(steps):
            color = COLORS[number % len(COLORS)]
            squares = tile(rest, b, times, color)
            label = self.side_label(squares[0], b)
            following = self.line(a, b, times, remainder, color)
            self.play(FadeOut(line), run_time=0.1 * pace)
            self.play(
                LaggedStart(*[FadeIn(square, scale=0.6) for square in squares], lag_ratio=0.4),
                FadeIn(label),
                FadeIn(following, shift=0.2 * UP),
                run_time=0.6 * pace,
            )
            self.wait(0.3 * pace)
            line = following
            labels.add(label)
            self.remove(rest)
            if remainder:
                rest = what_is_left(rest, squares, remainder)
                self.play(Create(rest), run_time=0.3 * pace)
        self.finish(squares[0], steps[-1][1], VGroup(line, labels))

    def side_label(self, square, side):
        """The side of a square written in it, where there is room."""
        label = Text(str(side), font_size=34)
        return (
            label.move_to(square) if square.width > label.width + 0.15 and square.width > 0.45 else VGroup()
        )

    def line(self, a, b, times, remainder, color):
        """One division with remainder."""
        words = MathTex(f"{a} = {times} \\cdot", str(b), f"+ {remainder}", font_size=54)
        words[1].set_color(color)
        said = "square" if times == 1 else "squares"
        note = Text(f"{times} {said} of side {b}, {remainder or 'nothing'} is left", font_size=30)
        return VGroup(words, note).arrange(DOWN, buff=0.25).move_to([0, -2.6, 0])

    def finish(self, square, divisor, words):
        """Squares of the last side tile everything."""
        columns, rows = LONG // divisor, SHORT // divisor
        start = np.array([-LONG * UNIT / 2, 2.45, 0])
        width, height, side = LONG * UNIT, SHORT * UNIT, divisor * UNIT
        grid = VGroup(
            *[
                Line(start + k * side * RIGHT, start + k * side * RIGHT + height * DOWN)
                for k in range(columns + 1)
            ]
        )
        grid.add(
            *[Line(start + k * side * DOWN, start + k * side * DOWN + width * RIGHT) for k in range(rows + 1)]
        )
        grid.set_stroke(YELLOW, 3 if side > 0.15 else 1)
        answer = (
            VGroup(
                MathTex(rf"\gcd({A}, {B}) = {divisor}", font_size=60, color=YELLOW),
                Text(f"{columns} by {rows} squares of side {divisor} fill all of it", font_size=30),
            )
            .arrange(DOWN, buff=0.25)
            .move_to([0, -2.6, 0])
        )
        self.play(Indicate(square, color=YELLOW, scale_factor=1.2), run_time=0.8)
        self.play(FadeOut(words), run_time=0.3)
        self.play(Create(grid, lag_ratio=0.1), FadeIn(answer), run_time=1.8)
        self.play(Circumscribe(answer[0], color=YELLOW), run_time=1)
        self.wait(1.4)
