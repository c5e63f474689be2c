# /// scene
# title = "A function and its derivative, drawn together"
# topic = "calculus"
# prompts = [
#   "Plot a function and its derivative",
#   "Show how the derivative is the slope of the tangent line",
#   "Animate a tangent line moving along the curve y = x^2",
#   "What does the derivative of sin(x) look like?",
# ]
# asked = [
#   "how steep is the hill at each spot of the line",
#   "a ruler glides along a bend and tilts with it",
#   "speed as the steepness of a distance-time graph",
#   "sketch f' below f and mark where it is zero",
#   "dy/dx plot, f'(x), derivitive of x^3",
#   "gradient function, differential quotient, instantaneous rate of change",
#   "difference between f and f': height against steepness",
#   "Ableitung und Tangente: Graph von f und f Strich",
#   "fonction et sa dérivée, pente de la tangente",
#   "función y su derivada, pendiente de la recta tangente",
# ]
# concepts = ["calculus", "function", "derivative", "tangent line", "slope", "differentiation", "curve", "graph", "plot"]
# licence = "MIT"
# variations = [
#   { FUNCTION = "sin(x)", CURVE_COLOR = "orange" },
#   { FUNCTION = "x^3 - 3x", RANGE = [-2.5, 2.5] },
# ]
# [parameters]
# FUNCTION = { type = "expression", over = "RANGE", about = "the function of x" }
# RANGE = { type = "range", min = -20, max = 20, about = "the interval of x shown" }
# CURVE_COLOR = { type = "color", about = "colour of the curve" }
# ///
from manim import *

FUNCTION = lambda x: x**2 / 2
FUNCTION_TEX = r"\frac{x^{2}}{2}"
FUNCTION_DERIVATIVE = lambda x: x
FUNCTION_DERIVATIVE_TEX = r"x"
RANGE = [-3, 3]
CURVE_COLOR = BLUE
SLOPE_COLOR = YELLOW


def value_range(functions, low, high):
    samples = np.concatenate([[float(f(x)) for x in np.linspace(low, high, 200)] for f in functions])
    bottom, top = min(samples.min(), 0), max(samples.max(), 0)
    margin = 0.1 * (top - bottom or 1)
    return [bottom - margin, top + margin]


class DisplayScene(Scene):
    def construct(self):
        low, high = RANGE
        bottom, top = value_range([FUNCTION, FUNCTION_DERIVATIVE], low, high)
        axes = Axes(
            x_range=[low, high, (high - low) / 6],
            y_range=[bottom, top, (top - bottom) / 6],
            x_length=8,
            y_length=5.4,
            tips=False,
        ).to_edge(LEFT, buff=0.6)
        curve = axes.plot(lambda x: float(FUNCTION(x)), x_range=[low, high], color=CURVE_COLOR)
        curve_label = MathTex("f(x) = " + FUNCTION_TEX, color=CURVE_COLOR, font_size=40)
        slope_label = MathTex("f'(x) = " + FUNCTION_DERIVATIVE_TEX, color=SLOPE_COLOR, font_size=40)
        labels = VGroup(curve_label, slope_label).arrange(DOWN, buff=0.6, aligned_edge=LEFT)
        if labels.width > 4:
            labels.scale_to_fit_width(4)
        labels.next_to(axes, RIGHT, buff=0.4)

        at = ValueTracker(low)
        dot = always_redraw(
            lambda: Dot(axes.c2p(at.get_value(), float(FUNCTION(at.get_value()))), color=WHITE)
        )

        def tangent():
            x = at.get_value()
            point = axes.c2p(x, float(FUNCTION(x)))
            beside = axes.c2p(x + 0.01, float(FUNCTION(x)) + 0.01 * float(FUNCTION_DERIVATIVE(x)))
            return Line(point, beside, color=SLOPE_COLOR).set_length(2.4).move_to(point)

        line = always_redraw(tangent)
        traced = always_redraw(
            lambda: axes.plot(
                lambda x: float(FUNCTION_DERIVATIVE(x)),
                x_range=[low, max(at.get_value(), low + 0.02 * (high - low))],
                color=SLOPE_COLOR,
            )
        )

        self.play(Create(axes), run_time=1)
        self.play(Create(curve), Write(curve_label), run_time=1.5)
        self.play(FadeIn(dot), FadeIn(line), run_time=0.5)
        self.add(traced)
        self.play(at.animate.set_value(high), Write(slope_label), run_time=5, rate_func=linear)
        self.wait(1)
