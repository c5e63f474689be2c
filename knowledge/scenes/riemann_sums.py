# /// scene
# title = "Riemann sums: rectangles that fill the area better and better"
# topic = "calculus"
# prompts = [
#   "Show Riemann sums approximating an integral",
#   "Approximate the area under x^2 with rectangles",
#   "How do more and more thin rectangles give the integral?",
#   "midpoint riemann sum for sin(x) + 2 from 0 to 6 with 32 rectangles",
#   "Animate a left Riemann sum getting finer",
# ]
# asked = [
#   "how to measure a bumpy region with lots of narrow strips?",
#   "adding up thin bars to guess how big the patch below a curve is",
#   "distance driven from speedometer readings: speed times short time, all added up",
#   "Compute L4, R4 and M4 for x² on [0, 3] and compare",
#   "sum(f(x_i)*dx), n=32, left/right/midpoint, numpy quadrature",
#   "upper and lower sums, quadrature by columns, Darboux, rectangle method",
#   "left-endpoint, right-endpoint or midpoint: which estimate is closest?",
#   "Fläche unter der Kurve mit immer schmaleren Rechtecken, Untersumme, Obersumme, Riemann-Summe",
#   "sommes de Riemann : approcher l'intégrale par des rectangles toujours plus fins",
#   "sumas de Riemann, aproximar el área con rectángulos cada vez más delgados",
# ]
# concepts = ["riemann sum", "riemann", "rectangles", "approximate an integral", "approximation", "numerical integration", "left sum", "right sum", "midpoint rule", "integral", "limit of sums", "calculus", "area under the curve"]
# licence = "MIT"
# requires = ["riemann", "integral", "approximat", "rectangles", "sum", "under"]
# variations = [
#   { FUNCTION = "sin(x)", BOUNDS = [0, 6], MOST = 64, RULE = "midpoint" },
#   { FUNCTION = "exp(x)", BOUNDS = [-2, 3], MOST = 12, RULE = "right", RECTANGLE_COLOR = "purple" },
# ]
# [parameters]
# FUNCTION = { type = "expression", over = "BOUNDS", about = "the function under whose graph the area lies" }
# BOUNDS = { type = "range", min = -50, max = 50, about = "the interval, from a to b" }
# MOST = { type = "integer", min = 4, max = 64, near = ["rectangles", "n", "strips", "subintervals"], about = "how many rectangles there are in the end" }
# RULE = { type = "choice", options = ["left", "right", "midpoint"], about = "where in its strip a rectangle takes its height" }
# RECTANGLE_COLOR = { type = "color", about = "colour of the rectangles" }
# ///
from manim import *

FUNCTION = lambda x: x**2 / 3 + 1
FUNCTION_TEX = r"\frac{x^{2}}{3} + 1"
BOUNDS = [0, 3]
MOST = 40
RULE = "left"
RECTANGLE_COLOR = TEAL


def value(x):
    return float(FUNCTION(x))


def touch_points(count):
    """Return the x in each of `count` strips where the rectangle meets the curve."""
    a, b = BOUNDS
    return a + (b - a) * (np.arange(count) + {"left": 0, "midpoint": 0.5, "right": 1}[RULE]) / count


def riemann_sum(count):
    return (BOUNDS[1] - BOUNDS[0]) / count * sum(value(x) for x in touch_points(count))


def integral():
    """Return the exact value, as good as Simpson's rule gives it."""
    ys = np.array([value(x) for x in np.linspace(*BOUNDS, 2001)])
    return (ys[:-2:2] + 4 * ys[1::2] + ys[2::2]).sum() * (BOUNDS[1] - BOUNDS[0]) / 6000


def rectangles(axes, count):
    a, b = BOUNDS
    edges = np.linspace(a, b, count + 1)
    group = VGroup()
    for left, right, x in zip(edges, edges[1:], touch_points(count)):
        corners = [(left, 0), (right, 0), (right, value(x)), (left, value(x))]
        group.add(Polygon(*[axes.c2p(*corner) for corner in corners]))
    return group.set_fill(RECTANGLE_COLOR, 0.6).set_stroke(WHITE, 2 if count <= 20 else 1)


def decimals(number):
    return f"{round(number, 3) + 0.0:.3f}"


def facts(count):
    lines = [
        f"{count} rectangles",
        f"sum = {decimals(riemann_sum(count))}",
        f"integral = {decimals(integral())}",
    ]
    colors = [WHITE, interpolate_color(RECTANGLE_COLOR, WHITE, 0.3), YELLOW]
    texts = [Text(line.replace("-", "−"), font_size=30, color=color) for line, color in zip(lines, colors)]
    return VGroup(*texts).arrange(DOWN, buff=0.35, aligned_edge=LEFT).move_to([2.5, 0, 0], aligned_edge=LEFT)


class DisplayScene(Scene):
    def construct(self):
        a, b = BOUNDS
        samples = [value(x) for x in np.linspace(a, b, 300)]
        bottom, top = min(*samples, 0), max(*samples, 0)
        if bottom == top:
            top = 1
        axes = Axes([a, b], [bottom, top], 8, 5.2, tips=False, axis_config={"include_ticks": False}).move_to(
            [-2.4, -0.4, 0]
        )
        curve = axes.plot(value, x_range=[a, b, (b - a) / 200], color=YELLOW, use_smoothing=False)
        title = Text(f"Riemann sum, {RULE} rule", font_size=34).to_edge(UP, buff=0.4)
        formula = MathTex("f(x) = " + FUNCTION_TEX, color=YELLOW, font_size=38)
        formula.scale(min(1, 4.1 / formula.width)).move_to([2.5, 2, 0], aligned_edge=LEFT)
        ends = VGroup(*[Text(f"{x:g}".replace("-", "−"), font_size=26) for x in (a, b)])
        for label, x in zip(ends, (a, b)):
            label.next_to(axes.c2p(x, axes.y_range[0]), DOWN, buff=0.2)

        counts = sorted({max(2, round(MOST * share)) for share in (1 / 10, 1 / 5, 2 / 5, 1)})
        bars, known = rectangles(axes, counts[0]), facts(counts[0])
        self.play(FadeIn(title), Create(axes), FadeIn(ends), run_time=1)
        self.play(Create(curve), Write(formula), run_time=1.5)
        self.play(LaggedStart(*map(GrowFromEdge, bars, [DOWN] * len(bars)), lag_ratio=0.3), FadeIn(known))
        self.wait(0.5)
        for count in counts[1:]:
            finer, known_then = rectangles(axes, count), facts(count)
            self.play(ReplacementTransform(bars, finer), FadeOut(known), FadeIn(known_then), run_time=1)
            bars, known = finer, known_then
            self.bring_to_front(curve)
            self.wait(0.6)
        self.play(Indicate(known[1:], scale_factor=1.08, color=WHITE), run_time=1)
        self.wait(1)
