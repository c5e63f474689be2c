# /// scene
# title = "The fundamental theorem of calculus: the area grows as fast as the curve is high"
# topic = "calculus"
# prompts = [
#   "Explain the fundamental theorem of calculus",
#   "fundamental theorem of calculus visual proof",
#   "Why is the derivative of the area function the function itself?",
#   "Show that integration and differentiation are inverse operations",
#   "FTC for f(x) = x^2 from 0 to 2: the area so far as a graph of its own, and its slope",
# ]
# asked = [
#   "why does undoing a slope give you an amount of space",
#   "how fast does the painted part grow when I move its edge",
#   "water tank: from inflow rate to total amount and back again",
#   "differentiate A(x) = ∫ from 0 to x of cos t dt",
#   "d/dx ∫_a^x f(t) dt = f(x), FTC part 1",
#   "Newton-Leibniz theorem, primitive function, Barrow",
#   "differentiating versus integrating: each undoes the other",
#   "Hauptsatz der Differential- und Integralrechnung anschaulich",
#   "théorème fondamental de l'analyse, primitive et aire",
#   "teorema fundamental del cálculo, función área y su derivada",
# ]
# concepts = [
#   "fundamental theorem", "fundamental theorem of calculus", "FTC", "area function", "accumulation function", "area so far", "antiderivative",
#   "integral", "integration", "differentiation", "derivative", "slope", "inverse operations", "calculus", "Newton", "Leibniz", "rate of growth", "function",
# ]
# licence = "MIT"
# requires = ["fundamental theorem", "ftc", "area function", "accumulation", "inverse operations", "antiderivative"]
# variations = [
#   { FUNCTION = "cos(x)", RANGE = [0, 6.28], AREA_COLOR = "green" },
#   { FUNCTION = "exp(x)", RANGE = [-1, 2] },
#   { FUNCTION = "-2", RANGE = [0, 10], SLOPE_COLOR = "red" },
# ]
# [parameters]
# FUNCTION = { type = "expression", over = "RANGE", about = "the function that is integrated" }
# RANGE = { type = "range", min = -20, max = 20, about = "where the area begins and ends" }
# AREA_COLOR = { type = "color", about = "colour of the area and its graph" }
# SLOPE_COLOR = { type = "color", about = "colour of the height and the slope" }
# ///
from manim import *

FUNCTION = lambda x: 1 + np.sin(x) + x / 4
FUNCTION_TEX = r"1 + \sin x + \frac{x}{4}"
RANGE = [0, 5]
AREA_COLOR = BLUE
SLOPE_COLOR = YELLOW

XS = np.linspace(*RANGE, 2001)
with np.errstate(all="ignore"):
    HEIGHTS = np.array([float(FUNCTION(x)) for x in XS])
AREAS = np.concatenate([[0], np.cumsum((HEIGHTS[1:] + HEIGHTS[:-1]) / 2 * np.diff(XS))])


def short(number):
    return f"{round(number, 2) + 0.0:.2f}".replace("-", "−")


class Panel(VGroup):
    """A graph in its own box, with the x-axis at its true height."""

    def __init__(self, ys, center, color):
        low, high = min(ys.min(), 0), max(ys.max(), 0)
        margin = 0.12 * (high - low or 1)
        self.axes = Axes(
            RANGE, [low - margin, high + margin], 7.4, 2.9, axis_config={"include_ticks": False}, tips=False
        )
        self.axes.move_to(center)
        self.ys = ys
        self.curve = self.graph(len(XS), color=color, stroke_width=4)
        super().__init__(self.axes, self.curve)

    def at(self, index):
        return self.axes.c2p(XS[index], self.ys[index])

    def foot(self, index):
        return self.axes.c2p(XS[index], 0)

    def graph(self, end, **style):
        """The graph as far as the given sample."""
        points = self.axes.c2p(np.column_stack([XS, self.ys])[: end + 1])
        return VMobject(**style).set_points_as_corners(points[:: max(1, len(points) // 300)])

    def area(self, end, color):
        """The region between the graph and the x-axis as far as the given sample."""
        xs = np.concatenate([XS[:1], XS[: end + 1], XS[end : end + 1]])
        ys = np.concatenate([[0], self.ys[: end + 1], [0]])
        return Polygon(*self.axes.c2p(np.column_stack([xs, ys])), stroke_width=0).set_fill(color, 0.6)

    def tangent(self, index, slope, color):
        """A piece of the line through a point of the graph with the given slope."""
        across, up = self.axes.x_axis.unit_size * RIGHT, self.axes.y_axis.unit_size * slope * UP
        direction = (across + up) / np.linalg.norm(across + up)
        return Line(self.at(index) - 0.9 * direction, self.at(index) + 0.9 * direction, color=color)


class DisplayScene(Scene):
    def construct(self):
        upper = Panel(HEIGHTS, [-2.9, 1.95, 0], WHITE)
        lower = Panel(AREAS, [-2.9, -1.9, 0], AREA_COLOR)
        place = ValueTracker(1)
        now = lambda: int(place.get_value())
        area = always_redraw(lambda: upper.area(now(), AREA_COLOR).set_z_index(-1))
        height = always_redraw(
            lambda: Line(upper.foot(now()), upper.at(now()), color=SLOPE_COLOR, stroke_width=7)
        )
        grown = always_redraw(lambda: lower.graph(now(), color=AREA_COLOR, stroke_width=5))
        dot = always_redraw(lambda: Dot(lower.at(now()), color=WHITE))
        link = always_redraw(
            lambda: DashedLine(upper.foot(now()), lower.at(now()), color=GRAY, stroke_width=2)
        )
        tangent = always_redraw(lambda: lower.tangent(now(), HEIGHTS[now()], SLOPE_COLOR).set_stroke(width=6))
        texts = self.texts()
        values = [
            self.readout(now, AREAS, AREA_COLOR, texts[1]),
            self.readout(now, HEIGHTS, SLOPE_COLOR, texts[0]),
        ]
        slope = self.readout(now, HEIGHTS, SLOPE_COLOR, texts[2])

        self.play(Create(upper.axes), Create(upper.curve), Write(texts[0]), run_time=1.3)
        self.play(Create(lower.axes), Write(texts[1]), run_time=1)
        self.add(area, height, link, grown, dot)
        self.play(*map(FadeIn, values), run_time=0.5)
        self.play(place.animate.set_value(len(XS) - 1), run_time=4.5)
        self.wait(0.5)

        stop = int(0.25 * len(XS))
        self.play(place.animate.set_value(stop), run_time=1.2)
        strip = self.strip(upper, lower, stop)
        self.play(FadeIn(strip), run_time=0.8)
        self.wait(1.5)
        self.play(FadeOut(strip), FadeIn(tangent, slope), Write(texts[2]), run_time=1)
        self.play(place.animate.set_value(len(XS) - 1), run_time=3.5, rate_func=linear)
        self.play(place.animate.set_value(int(0.6 * len(XS))), run_time=1.2)
        self.play(Write(texts[3]), run_time=1)
        self.play(Circumscribe(texts[3], color=YELLOW), run_time=1)
        self.wait(1)

    def texts(self):
        """Four formulas down the right side."""
        f = MathTex(rf"f(x) = {FUNCTION_TEX}", font_size=40, color=SLOPE_COLOR)
        f.scale(min(1, 4.6 / f.width)).move_to([4.4, 2.9, 0])
        area = MathTex(rf"A(x) = \int_{{{RANGE[0]:g}}}^{{x}} f(t)\,dt", font_size=40, color=AREA_COLOR)
        slope = Text("slope of A", font_size=30, color=SLOPE_COLOR)
        rule = MathTex("A'(x) = f(x)", font_size=56)
        return VGroup(
            f, area.move_to([4.4, 0.9, 0]), slope.move_to([4.4, -1.0, 0]), rule.move_to([4.4, -2.9, 0])
        )

    def readout(self, now, numbers, color, above):
        """The present one of some numbers, below a formula."""
        return always_redraw(
            lambda: Text(f"= {short(numbers[now()])}", font_size=32, color=color).next_to(
                above, DOWN, buff=0.2
            )
        )

    def strip(self, upper, lower, index):
        """A thin strip more of area: as wide as dx, as high as f."""
        wide = len(XS) // 16
        corners = [upper.foot(index), upper.at(index)]
        corners += [corners[1] + upper.foot(index + wide) - upper.foot(index), upper.foot(index + wide)]
        strip = Polygon(*corners, color=SLOPE_COLOR, stroke_width=2).set_fill(SLOPE_COLOR, 0.5)
        start = lower.at(index)
        step = lower.axes.c2p(XS[index + wide], AREAS[index])
        end = lower.at(index + wide)
        stairs = VGroup(Line(start, step, color=GRAY_A), Line(step, end, color=SLOPE_COLOR, stroke_width=6))
        words = MathTex(r"dA \approx f(x) \, dx", font_size=44, color=SLOPE_COLOR).move_to([4.4, -1.4, 0])
        return VGroup(strip, stairs, words)
