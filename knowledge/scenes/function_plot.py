# /// scene
# title = "The graph of a function"
# topic = "algebra"
# prompts = [
#   "Plot y = x^2",
#   "Draw the graph of sin(x) from -6 to 6",
#   "What does the function x^3 - 3x look like?",
#   "graph f(x) = exp(-x^2) in green",
#   "Sketch the curve of a function on coordinate axes with a point moving along it",
# ]
# asked = [
#   "what picture belongs to this rule with x in it",
#   "join all the points that fit my formula",
#   "how stopping distance depends on speed, y = x^2/100",
#   "make a table of values and draw y = 2x − 3",
#   "plt.plot(x, f(x)) in python, grapher, y=1/x",
#   "Cartesian diagram of a single expression, locus of pairs (x, y)",
#   "smooth curve of a formula, not a chart of measured data",
#   "Funktionsgraph zeichnen: y gleich x hoch 3 minus 2x",
#   "tracer la courbe représentative d'une fonction",
#   "graficar una función en el plano cartesiano",
# ]
# concepts = ["function", "graph", "plot", "curve", "axes", "coordinate system", "y = f(x)", "f(x)", "equation of a curve", "parabola", "sine curve", "polynomial", "algebra", "point on a curve", "coordinates"]
# licence = "MIT"
# variations = [
#   { FUNCTION = "tan(x)", RANGE = [-6, 6], CURVE_COLOR = "red" },
#   { FUNCTION = "exp(x) - 40*x", RANGE = [0, 8] },
#   { FUNCTION = "3", RANGE = [-20, 20], CURVE_COLOR = "green" },
# ]
# [parameters]
# FUNCTION = { type = "expression", over = "RANGE", about = "the function of x" }
# RANGE = { type = "range", min = -100, max = 100, about = "the interval of x shown" }
# CURVE_COLOR = { type = "color", about = "colour of the curve" }
# ///
import math

from manim import *

FUNCTION = lambda x: x**3 / 4 - x
FUNCTION_TEX = r"\frac{x^{3}}{4} - x"
RANGE = [-3, 3]
CURVE_COLOR = BLUE


def nice_step(span, most=8):
    """Return the smallest of 1, 2, 5, 10, 20 … that divides `span` into at most `most` parts."""
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(power * n for n in (1, 2, 5, 10) if span <= power * n * most * 1.001)


def multiples(low, high, step):
    return [n * step for n in range(math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6) + 1)]


def number(value):
    return Text(f"{value:.6g}".replace("-", "−"), font_size=24, color=GRAY_B)


def heights(values):
    """Return the y range for `values`; a pole is cut off, since it would flatten all the rest."""
    usual = np.quantile(abs(values), 0.85)
    if np.any((abs(np.diff(values)) > 8 * usual) & (np.diff(np.sign(values)) != 0)):
        values = values[abs(values) <= 1.5 * usual] if usual else values
    low, high = values.min(), values.max()
    if high - low < 1e-9 * max(1, abs(high)) or 0 < low <= high - low or high - low >= -high > 0:
        low, high = min(low, 0), max(high, 0)
    step = nice_step((high - low or 2) * 1.1, most=6)
    return math.floor(low / step - 0.1) * step, math.ceil(high / step + 0.1) * step


class Plot(VGroup):
    """Axes with a faint grid, whose numbers stand at the border, where no curve crosses them."""

    def __init__(self, x_range, y_range, width, height):
        self.axes = Axes(x_range, y_range, width, height, tips=False, axis_config={"include_ticks": False})
        self.grid, self.numbers = VGroup(), VGroup()
        for x in multiples(*x_range, nice_step(x_range[1] - x_range[0])):
            ends = self.axes.c2p(x, y_range[0]), self.axes.c2p(x, y_range[1])
            self.grid.add(Line(*ends))
            self.numbers.add(number(x).next_to(ends[0], DOWN, buff=0.15))
        for y in multiples(*y_range, nice_step(y_range[1] - y_range[0], most=6)):
            ends = self.axes.c2p(x_range[0], y), self.axes.c2p(x_range[1], y)
            self.grid.add(Line(*ends))
            if y > y_range[0]:
                self.numbers.add(number(y).next_to(ends[0], LEFT, buff=0.15))
        self.grid.set_stroke(GRAY, 1, 0.6)
        super().__init__(self.grid, self.axes, self.numbers)

    def curve(self, xs, ys, color):
        """Join the points, except across jumps and outside the y range."""
        bottom, top = self.axes.y_range[:2]
        inside = (bottom <= ys) & (ys <= top)
        ys = ys.clip(bottom, top)
        joined = (inside[1:] | inside[:-1]) & (abs(np.diff(ys)) < 0.5 * (top - bottom))
        pieces = np.split(self.axes.c2p(np.column_stack([xs, ys])), np.flatnonzero(~joined) + 1)
        lines = [VMobject().set_points_as_corners(piece) for piece in pieces if len(piece) > 1]
        return VGroup(*lines).set_stroke(color, 5)


class DisplayScene(Scene):
    def construct(self):
        low, high = RANGE
        xs = np.linspace(low, high, 1000)
        ys = np.array([float(FUNCTION(x)) for x in xs])
        bottom, top = heights(ys)
        plot = Plot([low, high], [bottom, top], 11, 5.2).to_edge(DOWN, buff=0.4)
        curve = plot.curve(xs, ys, CURVE_COLOR)
        formula = MathTex("y = " + FUNCTION_TEX, color=CURVE_COLOR, font_size=44)
        formula.scale(min(1, 8 / formula.width, 0.9 / formula.height)).move_to([-1.8, 3.35, 0])

        at = ValueTracker(low)
        readout = always_redraw(lambda: self.readout(at.get_value()))
        pointer = always_redraw(lambda: self.pointer(plot.axes, at.get_value()))

        self.play(FadeIn(plot), Write(formula), run_time=1.5)
        self.play(Create(curve), run_time=2.5)
        self.add(readout, pointer)
        self.play(at.animate.set_value(high), run_time=5, rate_func=smooth)
        readout.clear_updaters()
        pointer.clear_updaters()
        self.wait(1)

    def readout(self, x):
        values = f"x = {x:.2f}   y = {float(FUNCTION(x)):.2f}".replace("-", "−")
        return Text(values, font_size=28).move_to([6.6, 3.35, 0], aligned_edge=RIGHT)

    def pointer(self, axes, x):
        y = float(FUNCTION(x))
        if not axes.y_range[0] <= y <= axes.y_range[1]:
            return VGroup()
        point, foot = axes.c2p(x, y), axes.c2p(x, np.clip(0, *axes.y_range[:2]))
        return VGroup(Line(foot, point, color=YELLOW, stroke_width=3), Dot(point, color=YELLOW, radius=0.1))
