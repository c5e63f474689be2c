# /// scene
# title = "Adding and subtracting on the number line"
# topic = "algebra"
# prompts = [
#   "Show 3 + 4 on a number line",
#   "number line addition",
#   "Start at 5 and subtract 8 on the number line",
#   "How does adding work on a number line?",
#   "Animate jumps along a number line, from -2 add 6",
# ]
# asked = [
#   "frog hopping forwards and backwards over marks with numbers",
#   "why do I land below zero when I take away more than I have?",
#   "temperature of 5 degrees falls by 8 degrees, count the steps",
#   "Work out −2+6 and 5−8 by counting steps, first grade sheet",
#   "a + b and a - b on an integer ruler, neg numbers",
#   "counting on and counting back along a numeral track, number ray",
#   "right to add, left to take away: which way do I go?",
#   "plus und minus rechnen mit Sprüngen auf dem Zahlenstrahl, Zahlengerade",
#   "addition et soustraction sur la droite graduée avec des bonds",
#   "sumar y restar en la recta numérica dando saltos",
# ]
# concepts = [
#   "number line", "addition", "add", "plus", "sum", "subtraction", "subtract", "minus", "difference", "integers",
#   "negative numbers", "jumps", "hops", "counting", "arithmetic",
# ]
# licence = "MIT"
# variations = [
#   { START = 5, STEP = 8, OPERATION = "subtract", COLOR = "red" },
#   { START = 20, STEP = 20, OPERATION = "add" },
#   { START = -20, STEP = 20, OPERATION = "subtract" },
#   { START = 0, STEP = -3, OPERATION = "subtract", COLOR = "#77EE77" },
#   { START = 2, STEP = 0 },
# ]
# [parameters]
# START = { type = "integer", min = -20, max = 20, near = ["from", "start at", "start", "at", "add", "plus", "+", "minus", "-"], about = "the first number" }
# STEP = { type = "integer", min = -20, max = 20, near = ["add", "plus", "+", "subtract", "minus", "-", "jump"], about = "the number added or subtracted" }
# OPERATION = { type = "choice", options = ["add", "subtract"], signs = { subtract = ["minus", "\\d\\s*[-−]\\s*\\d"], add = ["plus", "\\d\\s*\\+\\s*\\d"] }, about = "whether STEP is added or subtracted" }
# COLOR = { type = "color", about = "colour of the jumps" }
# ///
from manim import *

START = 3
STEP = 4
OPERATION = "add"
COLOR = YELLOW
RESULT_COLOR = GREEN
LINE_Y = -1

CHANGE = -STEP if OPERATION == "subtract" else STEP
RESULT = START + CHANGE


def written(number):
    return str(number).replace("-", "−")


def sum_text():
    sign = "−" if OPERATION == "subtract" else "+"
    step = f"({written(STEP)})" if STEP < 0 else written(STEP)
    return f"{written(START)} {sign} {step}"


def make_line():
    """A number line that holds zero, both numbers, and a margin, with labels that do not crowd."""
    low, high = min(0, START, RESULT) - 1, max(0, START, RESULT) + 1
    line = NumberLine(x_range=[low, high, 1], length=12.4, tick_size=0.08, color=GRAY_A).shift(LINE_Y * UP)
    every = next((step for step in (1, 2) if step * line.unit_size > 0.7), 5)
    labels = VGroup(
        Text(written(n), font_size=26).next_to(line.n2p(n), DOWN, buff=0.35)
        for n in range(low, high + 1)
        if n % every == 0
    )
    return line, labels


def hop_arc(begin, end, height):
    """An arc above the line from one number to the next."""
    across = end[0] - begin[0]
    return ArcBetweenPoints(
        begin, end, angle=-4 * np.arctan(2 * height / across), color=COLOR, stroke_width=5
    )


class DisplayScene(Scene):
    def construct(self):
        line, labels = make_line()
        equation = Text(f"{sum_text()} = {written(RESULT)}", font_size=60).to_edge(UP, buff=0.7)
        problem_length = len(sum_text().replace(" ", ""))
        problem, answer = equation[:problem_length], equation[problem_length:]
        answer[1:].set_color(RESULT_COLOR)
        walker = Dot(line.n2p(0), radius=0.15, color=WHITE).set_z_index(1)

        self.play(Create(line), FadeIn(labels, lag_ratio=0.05), Write(problem), run_time=1.5)
        self.play(GrowFromCenter(walker), run_time=0.4)
        if START:
            way = Arrow(line.n2p(0), line.n2p(START), buff=0, color=BLUE, stroke_width=8).shift(1.1 * DOWN)
            name = Text(written(START), font_size=34, color=BLUE).next_to(way, DOWN, buff=0.15)
            self.play(walker.animate.move_to(line.n2p(START)), GrowArrow(way), FadeIn(name), run_time=1.5)
        if CHANGE:
            self.hop(line, walker)

        ring = Circle(radius=0.26, color=RESULT_COLOR, stroke_width=5).move_to(line.n2p(RESULT))
        self.play(Create(ring), Write(answer), run_time=1)
        self.wait(1)

    def hop(self, line, walker):
        """Jump one unit at a time, counting, then sum the jumps up in one arrow."""
        direction = 1 if CHANGE > 0 else -1
        height = min(0.45 * line.unit_size, 0.8)
        for n in range(abs(CHANGE)):
            begin, end = line.n2p(START + direction * n), line.n2p(START + direction * (n + 1))
            arc = hop_arc(begin, end, height)
            count = Text(written(n + 1), font_size=34, color=COLOR)
            count.move_to((begin + end) / 2 + (height + 0.4) * UP)
            self.add(count)
            self.play(MoveAlongPath(walker, arc), Create(arc), run_time=min(0.6, 5 / abs(CHANGE)))
            self.remove(count)
        way = Arrow(line.n2p(START), line.n2p(RESULT), buff=0, color=COLOR, stroke_width=8)
        way.shift((height + 0.4) * UP)
        change = Text(f"{CHANGE:+d}".replace("-", "−"), font_size=34, color=COLOR).next_to(way, UP, buff=0.15)
        self.play(GrowArrow(way), FadeIn(change), run_time=0.8)
