# /// scene
# title = "The first n odd numbers add up to n squared"
# topic = "sequences and series"
# prompts = [
#   "Show that the sum of the first n odd numbers is n squared",
#   "sum of odd numbers",
#   "1 + 3 + 5 + 7 = 16 as a picture",
#   "Why do the odd numbers add up to square numbers?",
#   "Visual proof that consecutive odd numbers make a perfect square, with L-shaped layers of dots",
# ]
# asked = [
#   "pebbles laid round a corner make a bigger and bigger square, why?",
#   "why do I get 4, 9, 16 when I add 1, 3, 5, 7?",
#   "adding one more border of tiles to a square patio, how many are needed?",
#   "Prove Σ(2k−1) = n² by induction and illustrate with a figure",
#   "sum(range(1, 2*n, 2)) == n*n, sum of 2k-1",
#   "figurate numbers in antiquity: carpenter's squares nested into each other",
#   "odd or even: which running sums give n², and which n(n+1)?",
#   "Summe der ersten n ungeraden Zahlen ist eine Quadratzahl, Punktmuster mit Winkelhaken",
#   "somme des nombres impairs : pourquoi obtient-on un carré parfait ?",
#   "la suma de los primeros números impares es n al cuadrado, con puntos",
# ]
# concepts = [
#   "odd numbers", "sum of odd numbers", "square numbers", "perfect square", "gnomon", "L-shape", "layers", "dots", "add up",
#   "visual proof", "proof without words", "sequence", "series", "arithmetic series", "number theory", "induction", "consecutive",
# ]
# licence = "MIT"
# requires = ["odd", "1 + 3 + 5", "1+3+5", "gnomon", "square numbers"]
# variations = [
#   { TERMS = 3, FIRST_COLOR = "green" },
#   { TERMS = 10, FIRST_COLOR = "red", SECOND_COLOR = "yellow" },
# ]
# [parameters]
# TERMS = { type = "integer", min = 3, max = 10, near = ["n", "first", "terms", "odd", "numbers", "layers"], about = "how many odd numbers are added" }
# FIRST_COLOR = { type = "color", about = "colour of the first, third, fifth … layer" }
# SECOND_COLOR = { type = "color", about = "colour of the layers between" }
# ///
from manim import *

TERMS = 6
FIRST_COLOR = BLUE
SECOND_COLOR = ORANGE
SIDE = 5.6
CORNER = np.array([-6.2, -3.2, 0])
UNIT = min(SIDE / TERMS, 1.0)


def dot(column, row, color):
    """A dot in its cell of the square; the first cell is at the lower left."""
    place = CORNER + UNIT * np.array([column + 0.5, row + 0.5, 0])
    return Circle(0.36 * UNIT, stroke_width=0).set_fill(color, 1).move_to(place)


def layer(number):
    """The L-shape of 2·number − 1 dots that makes a square of side number of the one before."""
    color = FIRST_COLOR if number % 2 else SECOND_COLOR
    up = [dot(number - 1, row, color) for row in range(number)]
    back = [dot(column, number - 1, color) for column in range(number - 2, -1, -1)]
    return VGroup(*up, *back)


def sum_so_far(number):
    """1 + 3 + … = n², the middle left out where it would be too long."""
    odd = [str(2 * k - 1) for k in range(1, number + 1)]
    terms = odd if number <= 6 else [*odd[:3], r"\cdots", *odd[-2:]]
    formula = MathTex(
        "+".join(terms), rf"= {number**2} = {number}^{{2}}", font_size=48, substrings_to_isolate=[]
    )
    formula[1].set_color(YELLOW)
    if number > 2:
        formula.arrange(DOWN, buff=0.3)
    return formula.move_to([3.3, 1.6, 0])


class DisplayScene(Scene):
    def construct(self):
        title = Text("Each odd number is an L-shaped layer", font_size=36).to_edge(UP, buff=0.35)
        layers = [layer(number) for number in range(1, TERMS + 1)]
        formula = sum_so_far(1)
        border = self.border(1)

        self.play(FadeIn(title), run_time=0.6)
        self.play(GrowFromCenter(layers[0]), Create(border), FadeIn(formula), run_time=0.9)
        pace = min(1.4, 8 / TERMS)
        for number in range(2, TERMS + 1):
            new, wider = layers[number - 1], self.border(number)
            start = new.copy().arrange(RIGHT, buff=0.28 * UNIT)
            start.scale(min(1, 6 / start.width)).move_to([3.3, -1.2, 0])
            self.play(FadeIn(start, lag_ratio=0.1), run_time=0.35 * pace)
            moves = [Transform(a, b) for a, b in zip(start, new)]
            following = sum_so_far(number)
            self.remove(formula)
            self.add(following)
            self.play(*moves, Transform(border, wider), run_time=0.65 * pace)
            layers[number - 1], formula = start, following
        bend = self.corner_note()
        self.play(FadeIn(bend), Indicate(layers[-1], color=YELLOW, scale_factor=1.03), run_time=1.2)
        self.wait(1.2)
        rule = MathTex(r"1 + 3 + 5 + \cdots + (2n - 1) = n^{2}", font_size=46)
        rule.move_to([3.3, -2.4, 0])
        self.play(Write(rule), run_time=1.5)
        self.play(Circumscribe(rule, color=YELLOW), run_time=1)
        self.wait(1)

    def border(self, number):
        return Square(number * UNIT, color=YELLOW, stroke_width=3).move_to(CORNER, aligned_edge=DL)

    def corner_note(self):
        """Why the last layer has the next odd number of dots."""
        return (
            VGroup(
                Text(f"layer {TERMS}: {TERMS} up, {TERMS - 1} back", font_size=30),
                Text(f"{TERMS} + {TERMS - 1} = {2 * TERMS - 1} dots", font_size=30),
            )
            .arrange(DOWN, buff=0.2)
            .move_to([3.3, -0.6, 0])
        )
