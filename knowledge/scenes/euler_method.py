# /// scene
# title = "Euler's method follows a slope field step by step"
# topic = "differential equations"
# prompts = [
#   "Show Euler's method for a differential equation",
#   "slope field",
#   "slope field of y' = x - y with a solution curve",
#   "How do you solve an ordinary differential equation numerically?",
#   "Euler's method with step size 0.25, and how the error shrinks when the steps get smaller",
# ]
# asked = [
#   "follow little arrows on a map to guess where the curve goes",
#   "only the steepness is known everywhere, how do I draw the line",
#   "predict tomorrow's population from today's growth again and again",
#   "y' = x − y, y(0) = 1, h = 0.5: complete three lines",
#   "y += h*f(x,y) loop, ODE solver, forward euler",
#   "polygon method, isoclines, first-order integrator",
#   "exact solution versus stepwise approximation of an ODE, RK4 vs Euler",
#   "Eulersches Polygonzugverfahren für Differentialgleichungen, Richtungsfeld",
#   "méthode d'Euler pour une équation différentielle, champ de pentes",
#   "método de Euler y campo de direcciones de una ecuación diferencial",
# ]
# concepts = [
#   "Euler's method", "Euler method", "slope field", "direction field", "differential equation", "ordinary differential equation", "ODE", "numerical solution",
#   "solve numerically", "numerically", "solution curve", "initial value problem", "initial value", "step size", "smaller steps", "error", "error shrinks",
#   "tangent steps", "numerical methods", "dy/dx", "calculus",
# ]
# licence = "MIT"
# requires = ["euler's method", "euler method", "slope field", "direction field", "differential eq", "ode", "odes", "initial value"]
# variations = [
#   { SLOPE = "x*y", START = [-2, 1], STEP_SIZE = 0.25 },
#   { SLOPE = "x^2 + y^2", START = [0, 1], SOLUTION_COLOR = "pink" },
#   { SLOPE = "-3y", START = [-3, 2.5], STEP_SIZE = 1 },
#   { SLOPE = "cos(x)", START = [-3, 0], STEP_SIZE = 0.25 },
# ]
# [parameters]
# SLOPE = { type = "expression", variables = ["x", "y"], domain = [-3, 3], about = "the slope y' at each point, in x and y" }
# START = { type = "vector", min = -3, max = 2.5, about = "the point that the solution starts at" }
# STEP_SIZE = { type = "number", min = 0.25, max = 1, near = ["step", "h", "size", "steps"], about = "the first step size, which is halved twice" }
# SOLUTION_COLOR = { type = "color", about = "colour of the true solution" }
# ///
from manim import *

SLOPE = lambda x, y: x - y
SLOPE_TEX = "x - y"
START = [-2, 1.5]
STEP_SIZE = 1
SOLUTION_COLOR = GREEN
STEP_COLORS = [RED, ORANGE, YELLOW]
CENTER = np.array([-3.1, 0, 0])
UNIT = 1.13
REACH = 3


def at(x, y):
    """Where a point of the plane is in the picture."""
    return CENTER + UNIT * np.array([x, y, 0])


def slope(x, y):
    with np.errstate(all="ignore"):
        return float(np.nan_to_num(SLOPE(np.float64(x), np.float64(y)), nan=0, posinf=1e4, neginf=-1e4))


def solution():
    """The true solution in small steps (Runge–Kutta), as far as it stays in the picture."""
    h, points = 0.005, [tuple(map(float, START))]
    while points[-1][0] < REACH and abs(points[-1][1]) <= REACH:
        x, y = points[-1]
        a = slope(x, y)
        b = slope(x + h / 2, y + h / 2 * a)
        c = slope(x + h / 2, y + h / 2 * b)
        d = slope(x + h, y + h * c)
        points.append((x + h, y + h * (a + 2 * b + 2 * c + d) / 6))
    return points[:-1]


def euler(h):
    """The corners of Euler's path, as far as it stays in the picture."""
    points = [tuple(map(float, START))]
    while points[-1][0] + h <= REACH + 1e-9:
        x, y = points[-1]
        following = (x + h, y + h * slope(x, y))
        if abs(following[1]) > REACH + 0.13:
            break
        points.append(following)
    return points


def field():
    """A short stroke with the right slope at each point of a grid."""
    strokes = VGroup()
    for x in np.linspace(-REACH, REACH, 17):
        for y in np.linspace(-REACH, REACH, 17):
            direction = normalize(np.array([1, slope(x, y), 0]))
            strokes.add(Line(at(x, y) - 0.13 * direction, at(x, y) + 0.13 * direction, stroke_width=2))
    return strokes.set_color(BLUE_C).set_opacity(0.8)


class DisplayScene(Scene):
    def construct(self):
        box = Square(2 * REACH * UNIT + 0.3, color=GRAY_D, stroke_width=2).move_to(CENTER)
        equation = MathTex(rf"y' = {SLOPE_TEX}", font_size=50)
        equation.scale(min(1, 5.2 / equation.width)).move_to([3.9, 3.1, 0])
        heading = Text("each stroke: the slope there", font_size=28, color=BLUE_C).move_to([3.9, 2.2, 0])
        start = Dot(at(*START), radius=0.1).set_z_index(2)
        name = Text(f"start at ({START[0]:g}, {START[1]:g})".replace("-", "−"), font_size=28)
        name.move_to([3.9, 1.6, 0])
        exact = solution()

        self.play(Create(box), Write(equation), run_time=0.9)
        self.play(FadeIn(field(), lag_ratio=0.01), FadeIn(heading), run_time=1.5)
        self.play(FadeIn(start, scale=2), FadeIn(name), run_time=0.7)
        rule = MathTex("y_{n+1} = y_n + h \\cdot y'", font_size=44).move_to([3.9, 0.6, 0])
        self.play(Write(rule), run_time=1)
        for number, color in enumerate(STEP_COLORS):
            self.walk(STEP_SIZE / 2**number, color, 4 if number == 0 else 2, exact, number)
            if number == 0:
                self.play(Create(self.curve(exact), rate_func=linear), run_time=1.8)
        words = Text("smaller steps,\nsmaller gap", font_size=32, line_spacing=0.8).move_to([3.9, -3.0, 0])
        self.play(FadeIn(words, shift=0.2 * UP), run_time=0.8)
        self.wait(1.5)

    def curve(self, points):
        corners = [at(x, y) for x, y in (points[::8] if len(points) > 16 else points)]
        curve = VMobject(color=SOLUTION_COLOR, stroke_width=5)
        return curve.set_points_as_corners(corners if len(corners) > 1 else corners * 2)

    def walk(self, h, color, seconds, exact, number):
        """Go along straight strokes with the slope at the beginning of each, then say how far off."""
        points = euler(h)
        legs = [Line(at(*a), at(*b), color=color, stroke_width=4) for a, b in zip(points, points[1:])]
        corners = VGroup(*[Dot(at(*point), radius=0.05, color=color) for point in points[1:]])
        label = Text(f"h = {h:g}", font_size=30, color=color)
        label.move_to([1.5, -0.5 - 0.65 * number, 0], aligned_edge=LEFT)
        self.play(FadeIn(label), run_time=0.3)
        if legs:
            moves = [AnimationGroup(Create(leg), FadeIn(dot)) for leg, dot in zip(legs, corners)]
            self.play(Succession(*moves, rate_func=linear), run_time=seconds)
        off = Text(self.gap(points, exact), font_size=28, color=color).next_to(label, RIGHT, buff=0.4)
        self.play(FadeIn(off), run_time=0.4)

    def gap(self, points, exact):
        """The largest gap: how far the path and the true solution come apart, where both are in the picture."""
        if len(points) < 2:
            return "leaves the box"
        xs, ys = np.transpose(exact)
        both = xs <= points[-1][0]
        gap = abs(np.interp(xs, *np.transpose(points)) - ys)[both].max()
        return f"gap {gap:.3f}"
