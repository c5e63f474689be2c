# /// scene
# title = "A line is fitted to points"
# topic = "learning from data"
# prompts = [
#   "Show linear regression fitting a line to points",
#   "How does least squares find the best line?",
#   "fit a line through 2, 3, 5, 4, 7, 8",
#   "Animate the residuals shrinking while a regression line turns",
#   "least squares regression line with residuals",
# ]
# asked = [
#   "lay a straight stick through scattered dots so it is fair to all",
#   "guess tomorrow's ice cream sales from how warm it was",
#   "does more revision give better marks? draw the straight tendency",
#   "calculate slope m and intercept b for (1,2), (2,3), (3,5)",
#   "np.polyfit deg 1, OLS, y = mx + b, min SSE",
#   "Gaussian adjustment calculus, ordinary least squares, scatter diagram",
#   "straight tendency through noisy data versus joining every reading",
#   "Ausgleichsgerade: lineare Regression mit kleinsten Quadraten",
#   "droite de régression par la méthode des moindres carrés",
#   "regresión lineal por mínimos cuadrados, recta de mejor ajuste",
# ]
# concepts = [
#   "linear regression", "regression", "least squares", "best fit", "line of best fit", "trend line", "fit a line", "residuals", "squared error",
#   "scatter plot", "statistics", "mean squared error", "prediction",
# ]
# licence = "MIT"
# variations = [
#   { VALUES = [10, -3, 20, 0, -20, 5, 8, -12, 20, 3, 1, -20], LINE_COLOR = "orange" },
#   { VALUES = [2, 2, 2], POINT_COLOR = "green" },
# ]
# [parameters]
# VALUES = { type = "numbers", min = -1000, max = 1000, min_length = 3, max_length = 12, about = "the heights of the points, from left to right" }
# POINT_COLOR = { type = "color", about = "colour of the points" }
# LINE_COLOR = { type = "color", about = "colour of the line" }
# ///
from manim import *

VALUES = [1.5, 3.2, 2.4, 4.6, 4.1, 6.3, 5.5, 7.4]
POINT_COLOR = BLUE
LINE_COLOR = YELLOW
RESIDUAL_COLOR = RED


def short(number):
    return f"{number + 0.0:.3g}" if abs(number) < 100 else f"{number:.0f}"


class Fit:
    """The least-squares line through the points, and the map from data to picture."""

    def __init__(self, values):
        self.y = np.array(values, dtype=float)
        self.x = np.arange(1, len(values) + 1)
        self.slope, self.intercept = np.round(np.polyfit(self.x, self.y, 1), 9)
        self.spread = np.ptp(self.y) or 1
        self.start = -self.slope if abs(self.slope) > 0.02 * self.spread else self.spread / len(values)
        ends = np.array([0.6, len(values) + 0.4])
        tried = [self.line(lift, self.start, ends) for lift in (0, 0.4 * self.spread)]
        low, high = min(self.y.min(), *tried[0]), max(self.y.max(), *tried[1])
        self.axes = Axes(
            x_range=[0.5, len(values) + 0.5, 1],
            y_range=[low - 0.05 * (high - low), high + 0.05 * (high - low), (high - low) / 5],
            x_length=12,
            y_length=5.6,
            tips=False,
            axis_config={"color": GRAY_B, "include_ticks": False},
            y_axis_config={"stroke_width": 2},
        ).shift(DOWN * 0.15)

    def line(self, lift, slope, x):
        return self.y.mean() + lift + slope * (x - self.x.mean())


class DisplayScene(Scene):
    def construct(self):
        fit = Fit(VALUES)
        lift, slope = ValueTracker(0.4 * fit.spread), ValueTracker(fit.start)
        at = lambda x: fit.line(lift.get_value(), slope.get_value(), x)
        ends = np.array([0.6, len(VALUES) + 0.4])
        dots = VGroup(
            *[Dot(fit.axes.c2p(*point), radius=0.11, color=POINT_COLOR) for point in zip(fit.x, fit.y)]
        )
        line = always_redraw(
            lambda: Line(*[fit.axes.c2p(x, at(x)) for x in ends], color=LINE_COLOR, stroke_width=6)
        )

        def residuals():
            pairs = [(fit.axes.c2p(x, y), fit.axes.c2p(x, at(x))) for x, y in zip(fit.x, fit.y)]
            return VGroup(*[Line(*pair, color=RESIDUAL_COLOR, stroke_width=4) for pair in pairs])

        gaps = always_redraw(residuals)
        error = DecimalNumber(0, num_decimal_places=2, mob_class=Text, font_size=32, color=RESIDUAL_COLOR)
        error.add_updater(
            lambda number: number.set_value(np.square(fit.y - at(fit.x)).sum()), call_updater=True
        )
        words = Text("sum of squared residuals:", font_size=32, color=RESIDUAL_COLOR)
        reading = VGroup(words, error).arrange(RIGHT, buff=0.3).move_to(UP * 3.4)
        reading.shift(LEFT * 0.5)

        self.play(Create(fit.axes), run_time=0.6)
        self.play(LaggedStart(*[GrowFromCenter(dot) for dot in dots], lag_ratio=0.15), run_time=1.2)
        self.play(Create(line), run_time=0.8)
        self.play(FadeIn(gaps), FadeIn(reading), run_time=0.8)
        self.bring_to_front(line, dots)
        self.play(lift.animate.set_value(0), run_time=2)
        self.play(slope.animate.set_value(fit.slope), run_time=3)
        self.play(FadeIn(self.equation(fit), shift=UP * 0.2), run_time=0.8)
        self.wait(1.2)

    def equation(self, fit):
        sign = "−" if fit.intercept < 0 else "+"
        slope = short(fit.slope).replace("-", "−")
        words = f"best line:  y = {slope} · x {sign} {short(abs(fit.intercept))}"
        return Text(words, font_size=32, color=LINE_COLOR).move_to(DOWN * 3.55)
