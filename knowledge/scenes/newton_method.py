# /// scene
# title = "Newton's method: tangents lead to a root"
# topic = "calculus"
# prompts = [
#   "Show Newton's method",
#   "Find the root of x^3 - x - 1 with Newton's method starting at 2",
#   "How does the Newton-Raphson iteration find a zero of a function?",
#   "newton raphson for cos(x) - x, start at 0.2",
#   "Animate root finding with tangent lines",
# ]
# asked = [
#   "guess where a curve hits zero, slide down a straight line, guess again",
#   "how does a calculator find the square root of two so quickly?",
#   "solving an equation that no formula can solve, by ever better guesses",
#   "Carry out three iterations from x0 = 2, give four decimals",
#   "x -= f(x)/df(x) until tol, scipy.optimize.newton",
#   "tangent method, quadratically convergent zero-finding, Heron's rule generalised",
#   "Newton's iteration or bisection: use of the slope against halving the interval",
#   "Newtonverfahren: Nullstelle näherungsweise mit Tangenten bestimmen",
#   "méthode de Newton : approcher une racine par des tangentes successives",
#   "método de Newton-Raphson, hallar el cero de una función con rectas tangentes",
# ]
# concepts = ["newton's method", "newton method", "newton-raphson", "root finding", "find a root", "zero of a function", "iteration", "numerical method", "tangent line", "solve an equation numerically", "convergence", "calculus"]
# licence = "MIT"
# variations = [
#   { FUNCTION = "cos(x) - x", START = 0.2 },
#   { FUNCTION = "x^2 - 2", START = 8, CURVE_COLOR = "green" },
#   { FUNCTION = "x^2 + 1", START = 1.5, CURVE_COLOR = "orange" },
# ]
# [parameters]
# FUNCTION = { type = "expression", root = true, domain = [0.5, 3], about = "the function whose root is looked for" }
# START = { type = "number", min = -20, max = 20, near = ["start", "starting", "at", "from", "guess", "x0"], about = "the first guess" }
# CURVE_COLOR = { type = "color", about = "colour of the curve" }
# ///
from manim import *

FUNCTION = lambda x: x**3 - x - 1
FUNCTION_TEX = r"x^{3} - x - 1"
FUNCTION_DERIVATIVE = lambda x: 3 * x**2 - 1
START = 2.4
CURVE_COLOR = BLUE


def height(x):
    with np.errstate(all="ignore"):
        return float(FUNCTION(x))


def guesses(most=30):
    """Return the guesses, until they settle, run far away or meet a level tangent."""
    xs = [float(START)]
    while len(xs) <= most:
        with np.errstate(all="ignore"):
            slope = float(FUNCTION_DERIVATIVE(xs[-1]))
            following = xs[-1] - height(xs[-1]) / slope if slope else np.inf
        if not (abs(following) < 40 and np.isfinite(height(following))):
            break
        xs.append(following)
        if abs(xs[-1] - xs[-2]) < 1e-7:
            break
    return xs


def window(xs):
    """Return the part of the plane that shows the guesses, the curve and the x-axis."""
    low, high = min(xs), max(xs)
    margin = max(0.2 * (high - low), 0.4)
    ys = [0.0] + [
        y for y in map(height, np.linspace(low - margin / 2, high + margin / 2, 200)) if np.isfinite(y)
    ]
    bottom, top = min(ys), max(ys)
    spare = 0.12 * (top - bottom or 1)
    return [low - margin, high + margin], [bottom - spare, top + spare]


def graph(axes):
    bottom, top = axes.y_range[:2]
    xs = np.linspace(*axes.x_range[:2], 400)
    ys = np.array([height(x) for x in xs])
    inside = (bottom <= ys) & (ys <= top)
    pieces = np.split(axes.c2p(np.column_stack([xs, ys])), np.flatnonzero(~(inside[1:] & inside[:-1])) + 1)
    curve = VMobject()
    for piece in pieces:
        curve.start_new_path(piece[0]).add_points_as_corners(piece[1:])
    return curve


class DisplayScene(Scene):
    def construct(self):
        every = guesses()
        xs = every[:7]
        axes = Axes(*window(xs), 8.2, 5.6, tips=False, axis_config={"include_ticks": False}).move_to(
            [-2.4, -0.5, 0]
        )
        axes.y_axis.set_opacity(1 if axes.x_range[0] < 0 < axes.x_range[1] else 0)
        curve = graph(axes).set_stroke(CURVE_COLOR, 5)
        name = MathTex("f(x) = " + FUNCTION_TEX, color=CURVE_COLOR, font_size=42)
        name.scale(min(1, 7 / name.width, 0.8 / name.height)).move_to([-2.4, 3.2, 0])
        rule = MathTex(r"x_{n+1} = x_n - \frac{f(x_n)}{f'(x_n)}", font_size=42).move_to([4.4, 2.6, 0])
        rows = VGroup(*[self.row(n, x) for n, x in enumerate(xs)]).arrange(DOWN, buff=0.26, aligned_edge=LEFT)
        rows.move_to([4.4, 1.4, 0], aligned_edge=UP)
        verdict = self.verdict(every).move_to([4.4, -3.1, 0])

        self.play(Create(axes), FadeIn(name), run_time=1)
        self.play(Create(curve), Write(rule), run_time=1.5)
        dot = Dot(axes.c2p(xs[0], 0), color=YELLOW)
        self.play(FadeIn(dot, scale=2), FadeIn(rows[0]), run_time=0.7)
        for step, (x, following) in enumerate(zip(xs, xs[1:])):
            pace = 0.8 if step < 3 else 0.3
            foot, point, target = axes.c2p(x, 0), axes.c2p(x, height(x)), axes.c2p(following, 0)
            riser, tangent = DashedLine(foot, point, color=GRAY_B), Line(point, target, color=YELLOW)
            self.play(Create(riser), dot.animate.move_to(point), run_time=0.6 * pace)
            self.play(Create(tangent), dot.animate.move_to(target), run_time=pace)
            self.play(
                FadeIn(rows[step + 1]),
                VGroup(riser, tangent).animate.set_stroke(opacity=0.45),
                run_time=0.5 * pace,
            )
        self.play(Flash(dot, color=YELLOW), Write(verdict), run_time=1)
        self.wait(1)

    def row(self, index, x):
        sub = "₀₁₂₃₄₅₆"[index]
        return Text(f"x{sub} = {round(x, 6) + 0.0:.6f}".replace("-", "−"), font_size=28)

    def verdict(self, xs):
        settled = len(xs) > 1 and abs(xs[-1] - xs[-2]) < 1e-6
        text = f"root ≈ {round(xs[-1], 6) + 0.0:.6f}" if settled else "no root is reached"
        return Text(text.replace("-", "−"), font_size=30, color=YELLOW if settled else RED)
