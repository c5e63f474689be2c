# /// scene
# title = "Two functions on the same axes"
# topic = "algebra"
# prompts = [
#   "Plot sin(x) and cos(x) together",
#   "Compare x^2 and 2^x on the same axes",
#   "graph of exp(x) and x^2 in one coordinate system from -2 to 2",
#   "How do the functions x and x^3 differ? Draw both",
#   "Draw two curves and a vertical line that sweeps across them",
# ]
# asked = [
#   "two wavy lines in one picture: where do they cross and who is higher?",
#   "which of two growing lines overtakes the other further right?",
#   "phone plan A against B: both cost lines in one diagram",
#   "Draw f and g into one diagram and describe the gap between them",
#   "plot f(x), g(x) overlay, x**2 vs 2**x, legend",
#   "overlaid curves, superimposed diagrams of a pair of functions",
#   "x³ against x, seen as the vertical distance between their curves",
#   "zwei Funktionen in einem Koordinatensystem vergleichen, Abstand der Graphen",
#   "tracer deux fonctions dans le même repère et les comparer",
#   "dos funciones en los mismos ejes, comparar sus gráficas",
# ]
# concepts = ["two functions", "compare functions", "comparison", "plot together", "both graphs", "two curves", "two graphs", "same axes", "plot", "graph", "function", "difference of functions", "sine and cosine"]
# licence = "MIT"
# variations = [
#   { FIRST = "x^2", SECOND = "2^x", RANGE = [-1, 5] },
#   { FIRST = "tan(x)", SECOND = "x", RANGE = [-6, 6] },
#   { FIRST = "exp(-x^2)", SECOND = "1/(1 + x^2)", RANGE = [-3, 3], FIRST_COLOR = "green", SECOND_COLOR = "red" },
# ]
# [parameters]
# FIRST = { type = "expression", over = "RANGE", about = "the first function of x" }
# SECOND = { type = "expression", over = "RANGE", about = "the second function of x" }
# RANGE = { type = "range", min = -50, max = 50, about = "the interval of x shown" }
# FIRST_COLOR = { type = "color", of = "FIRST", about = "colour of the first curve" }
# SECOND_COLOR = { type = "color", of = "SECOND", about = "colour of the second curve" }
# ///
import math

from manim import *

FIRST = lambda x: np.sin(x)
FIRST_TEX = r"\sin x"
SECOND = lambda x: np.cos(x)
SECOND_TEX = r"\cos x"
RANGE = [-6, 6]
FIRST_COLOR = BLUE
SECOND_COLOR = YELLOW


def nice_step(span, most=8):
    """Return the smallest of 1, 2, 5, 10, 20 … that divides `span` into at most `most` parts."""
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(power * n for n in (1, 2, 5, 10) if span <= power * n * most * 1.001)


def multiples(low, high, most):
    step = nice_step(high - low, most)
    return [n * step for n in range(math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6) + 1)]


def grid(axes):
    """Return faint lines at round numbers, with the numbers at the border, off the curves."""
    (left, right), (bottom, top) = axes.x_range[:2], axes.y_range[:2]
    lines, numbers = VGroup(), VGroup()
    number = lambda value: Text(f"{value:.6g}".replace("-", "−"), font_size=24, color=GRAY_B)
    for x in multiples(left, right, 8):
        lines.add(Line(axes.c2p(x, bottom), axes.c2p(x, top)))
        numbers.add(number(x).next_to(axes.c2p(x, bottom), DOWN, buff=0.18))
    for y in multiples(bottom, top, 6):
        lines.add(Line(axes.c2p(left, y), axes.c2p(right, y)))
        if y > bottom + 0.04 * (top - bottom):
            numbers.add(number(y).next_to(axes.c2p(left, y), LEFT, buff=0.15))
    return VGroup(lines.set_stroke(GRAY, 1, 0.6), numbers)


def without_poles(ys):
    """Leave out the values beside a pole, which would flatten all the rest."""
    usual = np.quantile(abs(ys), 0.85)
    pole = np.any((abs(np.diff(ys)) > 8 * usual) & (np.diff(np.sign(ys)) != 0))
    return ys[abs(ys) <= 1.5 * usual] if pole and usual else ys


def graph(axes, xs, ys, color):
    """Join the points, except across jumps and outside the y range."""
    bottom, top = axes.y_range[:2]
    inside, ys = (bottom <= ys) & (ys <= top), ys.clip(bottom, top)
    joined = (inside[1:] | inside[:-1]) & (abs(np.diff(ys)) < 0.5 * (top - bottom))
    pieces = np.split(axes.c2p(np.column_stack([xs, ys])), np.flatnonzero(~joined) + 1)
    lines = [VMobject().set_points_as_corners(piece) for piece in pieces if len(piece) > 1]
    return VGroup(*lines).set_stroke(color, 5)


class DisplayScene(Scene):
    def construct(self):
        low, high = RANGE
        xs = np.linspace(low, high, 800)
        heights = [np.array([float(function(x)) for x in xs]) for function in (FIRST, SECOND)]
        usual = np.concatenate([[0], *map(without_poles, heights)])
        bottom, top = usual.min(), usual.max()
        margin = 0.08 * (top - bottom or 1)
        axes = Axes(
            [low, high],
            [bottom - margin, top + margin],
            11,
            5.2,
            tips=False,
            axis_config={"include_ticks": False},
        ).to_edge(DOWN, buff=0.9)
        curves, names = VGroup(), VGroup()
        for ys, tex, color in zip(heights, (FIRST_TEX, SECOND_TEX), (FIRST_COLOR, SECOND_COLOR)):
            curves.add(graph(axes, xs, ys, color))
            name = MathTex("y = " + tex, color=color, font_size=42)
            names.add(name.scale(min(1, 4.3 / name.width, 0.9 / name.height)))
        names.arrange(RIGHT, buff=0.7).move_to([-6.3, 3.3, 0], aligned_edge=LEFT)

        at = ValueTracker(low)
        probe = always_redraw(lambda: self.probe(axes, at.get_value()))
        readout = always_redraw(lambda: self.readout(at.get_value()))
        self.play(FadeIn(grid(axes)), Create(axes), run_time=1)
        for curve, name in zip(curves, names):
            self.play(Create(curve), Write(name), run_time=1.3)
        self.add(probe, readout)
        self.play(at.animate.set_value(high), run_time=5, rate_func=smooth)
        probe.clear_updaters()
        readout.clear_updaters()
        self.wait(1)

    def probe(self, axes, x):
        """Return the vertical line at `x`, the gap between the curves on it, and a dot on each."""
        bottom, top = axes.y_range[:2]
        ys = [float(function(x)) for function in (FIRST, SECOND)]
        gap = Line(*[axes.c2p(x, y) for y in np.clip(ys, bottom, top)], color=WHITE, stroke_width=6)
        line = Line(axes.c2p(x, bottom), axes.c2p(x, top), color=GRAY_B, stroke_width=2)
        dots = [
            Dot(axes.c2p(x, y), color=color)
            for y, color in zip(ys, (FIRST_COLOR, SECOND_COLOR))
            if bottom <= y <= top
        ]
        return VGroup(line, gap, *dots)

    def readout(self, x):
        text = f"x = {x:.2f}   difference {float(FIRST(x)) - float(SECOND(x)):.2f}"
        return Text(text.replace("-", "−"), font_size=26).move_to([6.7, 3.3, 0], aligned_edge=RIGHT)
