# /// scene
# title = "Pascal's triangle: every number is the sum of the two above it"
# topic = "sequences and series"
# prompts = [
#   "Show Pascal's triangle",
#   "pascal triangle with 7 rows",
#   "How is Pascal's triangle built from sums?",
#   "Animate Pascal's triangle and show that its rows add up to powers of two",
#   "binomial coefficients arranged in a triangle",
# ]
# asked = [
#   "pyramid of numbers with ones at the edges, how does it go on?",
#   "where do the numbers 1 4 6 4 1 come from?",
#   "how many ways to pick 2 out of 5 friends, read from a table",
#   "Expand (a+b)^5 with the coefficients from the sixth line",
#   "nCr table, C(n,k) = C(n-1,k-1) + C(n-1,k), line sums 2^n",
#   "Yang Hui's or Tartaglia's arrangement, Khayyam's array, arithmetical triangle",
#   "factorial formula for combinations or simply adding two neighbours?",
#   "Pascalsches Dreieck: jede Zahl ist die Summe der beiden darüber, Binomialkoeffizienten",
#   "triangle de Pascal, coefficients binomiaux, somme de chaque ligne",
#   "triángulo de Tartaglia: cada número es la suma de los dos de arriba",
# ]
# concepts = [
#   "Pascal's triangle", "Pascal", "triangle of numbers", "binomial coefficients", "combinations", "n choose k", "rows", "powers of two", "power of two",
#   "row sums", "sum of the two above", "add up", "sums", "combinatorics", "pattern", "number pattern", "counting", "coefficient",
# ]
# licence = "MIT"
# requires = ["pascal", "binomial coeff", "choose"]
# variations = [
#   { ROWS = 4, SUM_COLOR = "green" },
#   { ROWS = 9, SUM_COLOR = "orange" },
# ]
# [parameters]
# ROWS = { type = "integer", min = 4, max = 9, near = ["rows", "lines", "n", "levels", "first"], about = "how many rows are built" }
# SUM_COLOR = { type = "color", about = "colour of the sums" }
# ///
from manim import *
from math import comb

ROWS = 6
SUM_COLOR = YELLOW
LEFT_COLOR = BLUE
RIGHT_COLOR = RED
TOP = 3.0
STEP = min(0.95, 6.2 / ROWS)
SPREAD = min(1.25, 8.4 / ROWS)
MIDDLE = -1.6


class Entry(VGroup):
    """A number of the triangle in its circle."""

    def __init__(self, row, column):
        self.number = comb(row, column)
        place = [MIDDLE + SPREAD * (column - row / 2), TOP - STEP * row, 0]
        self.circle = Circle(min(0.42, 0.46 * STEP), color=GRAY, stroke_width=2).move_to(place)
        super().__init__(self.circle, Text(str(self.number), font_size=28).move_to(place))


class DisplayScene(Scene):
    def construct(self):
        rows = [[Entry(row, column) for column in range(row + 1)] for row in range(ROWS)]
        edge = Text("1 at both ends,", font_size=30).move_to([4.6, 3.1, 0])
        rule = Text("inside, the sum of\nthe two above", font_size=30, line_spacing=0.8).move_to(
            [4.6, 2.0, 0]
        )
        self.play(FadeIn(rows[0][0]), FadeIn(edge), run_time=0.7)
        self.play(FadeIn(rows[1][0], shift=DL * 0.3), FadeIn(rows[1][1], shift=DR * 0.3), run_time=0.7)
        self.play(FadeIn(rule), run_time=0.5)
        for row in range(2, ROWS):
            self.build(rows, row, max(0.5, 1.8 - 0.4 * (row - 2)))
        self.wait(0.4)
        self.play(FadeOut(edge), FadeOut(rule), run_time=0.4)
        self.add_up(rows)
        self.name_row(rows)

    def build(self, rows, row, seconds):
        """Let two neighbours of the row above fall into each number of a new row."""
        new, falls = rows[row], []
        self.play(FadeIn(new[0]), FadeIn(new[-1]), run_time=0.25)
        for column in range(1, row):
            left, right = rows[row - 1][column - 1], rows[row - 1][column]
            lines = VGroup(
                Line(left.circle.get_center(), new[column].circle.get_center(), color=LEFT_COLOR),
                Line(right.circle.get_center(), new[column].circle.get_center(), color=RIGHT_COLOR),
            )
            for line, upper in zip(lines, (left, right)):
                reach = upper.circle.radius / line.get_length()
                line.put_start_and_end_on(
                    line.point_from_proportion(reach), line.point_from_proportion(1 - reach)
                )
            addition = MathTex(str(left.number), "+", str(right.number), "=", str(new[column].number))
            addition[0].set_color(LEFT_COLOR)
            addition[2].set_color(RIGHT_COLOR)
            addition.move_to([4.6, 0.9, 0])
            if row <= 3:
                self.play(Create(lines), FadeIn(addition), run_time=0.4 * seconds)
                self.play(FadeIn(new[column]), run_time=0.25 * seconds)
                self.wait(0.2 * seconds)
                self.play(FadeOut(lines), FadeOut(addition), run_time=0.15 * seconds)
            else:
                falls.append(Succession(Create(lines), FadeIn(new[column]), FadeOut(lines)))
        if falls:
            self.play(LaggedStart(*falls, lag_ratio=0.2), run_time=1.1)

    def add_up(self, rows):
        """The sum of each row is a power of two: every number is used twice below."""
        heading = Text("sum of the row", font_size=30, color=SUM_COLOR).move_to([4.9, 3.6, 0])
        sums = VGroup()
        for row in range(ROWS):
            words = MathTex(rf"{2**row} = 2^{{{row}}}", font_size=40, color=SUM_COLOR)
            sums.add(words.move_to([4.9, TOP - STEP * row, 0]))
        self.play(FadeIn(heading), run_time=0.4)
        for row in range(ROWS):
            lights = [entry.circle.animate.set_stroke(SUM_COLOR, 4) for entry in rows[row]]
            dims = [entry.circle.animate.set_stroke(GRAY, 2) for entry in (rows[row - 1] if row else [])]
            self.play(*lights, *dims, FadeIn(sums[row]), run_time=min(0.6, 3.5 / ROWS))
        self.wait(0.4)

    def name_row(self, rows):
        """The last row holds the coefficients of (a + b) to the power."""
        power = ROWS - 1
        terms = []
        for column in range(ROWS):
            number = comb(power, column)
            letters = "".join(
                name + (f"^{{{times}}}" if times > 1 else "")
                for name, times in (("a", power - column), ("b", column))
                if times
            )
            terms.append(("" if number == 1 else str(number)) + letters)
        formula = MathTex(rf"(a + b)^{{{power}}} =", " + ".join(terms), font_size=40)
        formula.scale(min(1, 12.8 / formula.width)).to_edge(DOWN, buff=0.25)
        self.play(Write(formula), run_time=1.6)
        self.wait(1.4)
