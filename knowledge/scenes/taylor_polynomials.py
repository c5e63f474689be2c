# /// scene
# title = "Taylor polynomials close in on a function"
# topic = "calculus"
# prompts = [
#   "Show the Taylor series of sin(x)",
#   "Taylor polynomials of exp(x) up to degree 6",
#   "How do polynomials approximate cos(x) around 0?",
#   "Maclaurin series expansion of ln(1+x)",
#   "Animate better and better polynomial approximations of a function",
# ]
# asked = [
#   "how does a calculator know the sine of a number?",
#   "imitating a wavy curve with parabolas and higher powers only",
#   "physicists replace sin x by x, then correct it by x³/6",
#   "Give the expansion of e^x at 0 to the fifth order",
#   "sum f^(n)(0)/n! x^n, sympy series(sin(x), x, 0, 9)",
#   "truncated power expansion, osculating parabola, local polynomial model",
#   "one tangent against higher orders that hug the curve further out",
#   "Taylorreihe: Sinus durch Polynome immer höheren Grades annähern",
#   "développement limité : approcher une fonction par des polynômes de Taylor",
#   "serie de Taylor, aproximar el seno con polinomios de grado creciente",
# ]
# concepts = ["taylor series", "taylor polynomial", "maclaurin series", "taylor expansion", "power series", "series expansion", "polynomial approximation", "approximate a function", "approximation", "degree", "calculus", "convergence"]
# licence = "MIT"
# variations = [
#   { FUNCTION = "exp(x)", DEGREE = 6 },
#   { FUNCTION = "ln(1 + x)", DEGREE = 10, FUNCTION_COLOR = "orange" },
#   { FUNCTION = "1/(1 + x^2)", DEGREE = 8 },
# ]
# [parameters]
# FUNCTION = { type = "expression", domain = [-0.5, 0.5], about = "the function, smooth around 0" }
# DEGREE = { type = "integer", min = 1, max = 12, near = ["degree", "order", "n"], about = "degree of the last polynomial" }
# FUNCTION_COLOR = { type = "color", about = "colour of the function" }
# ///
from manim import *

FUNCTION = lambda x: np.sin(x)
FUNCTION_TEX = r"\sin x"
DEGREE = 9
FUNCTION_COLOR = BLUE
REACH = 7


def taylor_coefficients(count):
    """Return the Taylor coefficients at 0, by Cauchy's integral over a circle around 0, or None.

    The largest circle that keeps clear of the function's singularities is the most exact;
    beyond one, the negative powers (the last entries) would not vanish.
    """
    turn = np.exp(1j * np.linspace(0, TAU, 256, endpoint=False))
    for radius in (4, 2, 1, 0.75, 0.5, 0.25, 0.125):
        with np.errstate(all="ignore"):
            powers = np.fft.fft([complex(FUNCTION(radius * z)) for z in turn]) / 256
            size, half = abs(powers).max(), np.array([-0.5, 0.5])
            misses = np.polynomial.Polynomial(powers[:128])(half) - [
                complex(FUNCTION(radius * x)) for x in half
            ]
        analytic = abs(powers[128:]).max() <= 1e-12 * size and abs(misses).max() <= 1e-9 * size
        if np.isfinite(powers).all() and analytic:
            exact = powers.real[:count] / radius ** np.arange(count)
            return np.where(abs(powers.real[:count]) < 1e-13 * size, 0, exact)
    return None


def values(function, xs):
    with np.errstate(all="ignore"):
        return np.array([float(function(x)) for x in xs])


def window():
    """Return the y range, from how much the function varies near 0."""
    middle = float(FUNCTION(0.0))
    near = abs(values(FUNCTION, np.linspace(-2.5, 2.5, 101)) - middle)
    reach = 2.2 * np.quantile(near[np.isfinite(near)], 0.85) or 2
    return [min(middle - reach, -0.1 * reach), max(middle + reach, 0.1 * reach)]


def graph(axes, function, color):
    """Join the points of the graph that are inside the picture."""
    bottom, top = axes.y_range[:2]
    xs = np.linspace(-REACH, REACH, 1401)
    ys = values(function, xs)
    inside = (bottom <= ys) & (ys <= top)
    ys = ys.clip(bottom, top)
    points = axes.c2p(np.column_stack([xs, ys]))
    joined = (inside[1:] | inside[:-1]) & (abs(np.diff(ys)) < 0.5 * (top - bottom))
    pieces = [piece for piece in np.split(points, np.flatnonzero(~joined) + 1) if len(piece) > 1]
    curve = VMobject(color=color, stroke_width=5)
    for piece in pieces:
        curve.start_new_path(piece[0]).add_points_as_corners(piece[1:])
    return curve


class DisplayScene(Scene):
    def construct(self):
        coefficients = taylor_coefficients(DEGREE + 1)
        axes = Axes(
            [-REACH, REACH, 1], window(), 12.8, 5.6, tips=False, y_axis_config={"include_ticks": False}
        )
        axes.to_edge(DOWN, buff=0.5)
        curve = graph(axes, FUNCTION, FUNCTION_COLOR)
        name = MathTex("f(x) = " + FUNCTION_TEX, color=FUNCTION_COLOR, font_size=42)
        name.scale(min(1, 5 / name.width, 0.9 / name.height)).move_to([-6.4, 3.3, 0], aligned_edge=LEFT)
        center = Dot(axes.c2p(0, float(FUNCTION(0.0))), radius=0.1)

        self.play(Create(axes), Write(name), run_time=1)
        self.play(Create(curve), FadeIn(center), run_time=1.5)
        if coefficients is None:
            self.play(
                Write(Text("has no Taylor series around 0", font_size=30, color=RED).move_to([3.4, 3.3, 0]))
            )
            self.wait(2)
            return
        polynomial, caption = None, None
        degrees = [n for n in range(DEGREE + 1) if coefficients[n] or n == DEGREE]
        for degree in degrees:
            partial = np.polynomial.Polynomial(coefficients[: degree + 1])
            new = graph(axes, partial, YELLOW)
            label = Text(f"Taylor polynomial of degree {degree}", font_size=30, color=YELLOW)
            label.move_to([6.4, 3.3, 0], aligned_edge=RIGHT)
            if polynomial is None:
                self.play(Create(new), FadeIn(label), run_time=0.8)
                polynomial, caption = new, label
            else:
                self.remove(caption)
                self.add(label)
                self.play(Transform(polynomial, new), run_time=max(0.4, 5 / len(degrees)))
                caption = label
            self.wait(0.25)
        self.play(Flash(center, color=YELLOW, flash_radius=0.4), run_time=0.8)
        self.wait(1)
