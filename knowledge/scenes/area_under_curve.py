# /// scene
# title = "The definite integral is the area under the curve"
# topic = "calculus"
# prompts = [
#   "Show the area under the curve y = x^2 from 0 to 3",
#   "What is a definite integral?",
#   "integrate sin(x) from 0 to 6",
#   "Shade the region between a graph and the x-axis between a and b",
#   "Visualise the integral of exp(-x^2) between -2 and 2",
# ]
# asked = [
#   "how do I find how much space is beneath a curvy line",
#   "what does the long stretched S sign in maths work out",
#   "distance travelled from a speed-time graph by shading below it",
#   "evaluate ∫ from 1 to 4 of sqrt(x) dx and sketch the shaded part",
#   "∫_a^b f(x) dx, value of a definte intergral",
#   "quadrature: exact signed surface between a graph and the horizontal axis",
#   "difference between a definite and an indefinite integral, limits a and b",
#   "Flächeninhalt zwischen Graph und x-Achse mit dem bestimmten Integral",
#   "aire sous une courbe avec une intégrale définie entre a et b",
#   "área bajo la curva con la integral definida entre dos límites",
# ]
# concepts = ["integral", "definite integral", "integration", "integrate", "area under the curve", "area under a graph", "calculus", "antiderivative", "limits of integration", "signed area", "shaded region", "accumulate"]
# licence = "MIT"
# requires = ["area", "integra", "under", "shade"]
# variations = [
#   { FUNCTION = "sin(x)", BOUNDS = [0, 6], AREA_COLOR = "green" },
#   { FUNCTION = "sqrt(x)", BOUNDS = [0, 16] },
#   { FUNCTION = "1/x", BOUNDS = [0.5, 4], AREA_COLOR = "orange" },
# ]
# [parameters]
# FUNCTION = { type = "expression", over = "BOUNDS", about = "the function that is integrated" }
# BOUNDS = { type = "range", min = -50, max = 50, about = "the limits of integration, from a to b" }
# AREA_COLOR = { type = "color", about = "colour of the area" }
# ///
from manim import *

FUNCTION = lambda x: x**2 / 3 + 1
FUNCTION_TEX = r"\frac{x^{2}}{3} + 1"
BOUNDS = [0, 3]
AREA_COLOR = BLUE
BELOW_COLOR = RED


def heights(xs):
    """Return the function's values, not-a-number where it is undefined."""
    with np.errstate(all="ignore"):
        return np.array([float(FUNCTION(x)) for x in xs])


def graph(axes, xs):
    """Join the points of the graph that are inside the picture."""
    ys = heights(xs)
    inside = (axes.y_range[0] <= ys) & (ys <= axes.y_range[1])
    points = axes.c2p(np.column_stack([xs, ys.clip(*axes.y_range[:2])]))
    joined = (inside[1:] | inside[:-1]) & np.isfinite(ys[1:] + ys[:-1])
    pieces = np.split(points, np.flatnonzero(~joined) + 1)
    return VGroup(
        *[VMobject(stroke_width=5).set_points_as_corners(piece) for piece in pieces if len(piece) > 1]
    )


def region(axes, xs, ys, color):
    """Return the area between the points and the x-axis."""
    corners = np.column_stack([[xs[0], *xs, xs[-1]], [0, *ys, 0]])
    return Polygon(*axes.c2p(corners), stroke_width=0, fill_color=color, fill_opacity=0.65)


class DisplayScene(Scene):
    def construct(self):
        a, b = BOUNDS
        fine = np.linspace(a, b, 20001)
        slices = (heights(fine)[1:] + heights(fine)[:-1]) / 2 * np.diff(fine)
        xs, so_far = fine[::100], np.concatenate([[0], np.cumsum(slices)])[::100]
        ys = heights(xs)
        bottom, top = min(ys.min(), 0), max(ys.max(), 0)
        margin = 0.2 * (top - bottom or 1)
        bottom, top = (bottom - margin if bottom < 0 else 0), top + margin
        left, right = a - 0.2 * (b - a), b + 0.2 * (b - a)
        axes = Axes([left, right], [bottom, top], 11, 4.6, axis_config={"include_ticks": False}, tips=False)
        axes.y_axis.set_opacity(1 if left <= 0 <= right else 0)
        axes.to_edge(DOWN, buff=0.9)
        curve = graph(
            axes, np.concatenate([np.linspace(left, a, 90)[:-1], xs, np.linspace(b, right, 90)[1:]])
        )
        ends = VGroup(*[self.end(axes, x, name) for x, name in ((a, "a"), (b, "b"))])

        at = ValueTracker(1)
        known = lambda: int(at.get_value())
        above = always_redraw(
            lambda: region(axes, xs[: known() + 1], ys.clip(min=0)[: known() + 1], AREA_COLOR)
        )
        below = always_redraw(
            lambda: region(axes, xs[: known() + 1], ys.clip(max=0)[: known() + 1], BELOW_COLOR)
        )
        edge = always_redraw(
            lambda: Line(
                axes.c2p(xs[known()], 0), axes.c2p(xs[known()], ys[known()]), color=YELLOW, stroke_width=6
            )
        )
        total = always_redraw(lambda: self.readout(so_far[known()]))
        bracketed = FUNCTION_TEX if not set("+-") & set(FUNCTION_TEX) else rf"\left({FUNCTION_TEX}\right)"
        integral = MathTex(
            rf"\int_{{{a:g}}}^{{{b:g}}} {bracketed}\,dx",
            rf"\approx {round(so_far[-1], 3) + 0.0:.3f}",
            font_size=44,
        )
        integral.scale(min(1, 7.2 / integral.width)).move_to([-2.6, 3.2, 0])

        self.play(Create(axes), run_time=0.8)
        self.play(Create(curve), Write(integral[0]), run_time=1.5)
        self.play(FadeIn(ends), run_time=0.5)
        self.add(above, below, curve, edge, total)
        self.play(at.animate.set_value(len(xs) - 1), run_time=5, rate_func=smooth)
        for mobject in (above, below, edge, total):
            mobject.clear_updaters()
        self.play(Write(integral[1]), run_time=1)
        self.play(Circumscribe(integral, color=YELLOW), run_time=1)
        self.wait(1)

    def end(self, axes, x, name):
        label = Text(f"{name} = {x:g}".replace("-", "−"), font_size=28)
        label.next_to(axes.c2p(x, axes.y_range[0]), DOWN, buff=0.25)
        height = np.clip(float(FUNCTION(x)), 0, None)
        return VGroup(label, DashedLine(axes.c2p(x, axes.y_range[0]), axes.c2p(x, height), color=GRAY_B))

    def readout(self, value):
        text = f"integral so far: {round(value, 2) + 0.0:.2f}".replace("-", "−")
        return Text(text, font_size=30).move_to([6.6, 3.2, 0], aligned_edge=RIGHT)
