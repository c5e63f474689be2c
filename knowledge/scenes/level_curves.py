# /// scene
# title = "The gradient is perpendicular to the level curves"
# topic = "fields and surfaces"
# prompts = [
#   "Show level curves and the gradient",
#   "contour lines of x^2 + 2y^2",
#   "Why is the gradient perpendicular to the contour lines?",
#   "gradient vector of a function of two variables points uphill",
#   "Explain contour lines as on a map: along a line the height stays the same, across it the gradient shows the steepest way up",
# ]
# asked = [
#   "which way is straight up the mountain on a hiking map",
#   "rings on a map that join spots equally high",
#   "weather chart with isobars, where does it change the quickest",
#   "sketch f(x,y) = c for c = 1, 2, 3 with ∇f",
#   "plt.contour levels of f(x,y)=c, ∇f ⟂",
#   "equipotential lines, isohypses, fall line",
#   "walking along the ring or straight across it: no climb or most",
#   "Höhenlinien und Gradient: steilster Anstieg steht senkrecht",
#   "lignes de niveau et gradient d'une fonction de deux variables",
#   "curvas de nivel y vector gradiente perpendicular",
# ]
# concepts = [
#   "level curves", "level curve", "level sets", "contour lines", "contour line", "contour plot", "contours", "isolines", "gradient", "gradient vector",
#   "perpendicular", "steepest ascent", "steepest way up", "uphill", "height", "map", "function of two variables", "two variables", "multivariable calculus",
#   "partial derivatives", "topographic map", "points",
# ]
# licence = "MIT"
# requires = ["level curve", "level set", "level line", "contour", "isoline", "gradient vector", "gradient is", "the gradient", "topograph"]
# variations = [
#   { FUNCTION = "x*y", START = [1.5, 0.5], GRADIENT_COLOR = "red" },
#   { FUNCTION = "sin(x) + cos(2y)", START = [0.5, -1] },
#   { FUNCTION = "3x + y", START = [-1, 1] },
#   { FUNCTION = "x^2 + y^2", START = [0, 0] },
# ]
# [parameters]
# FUNCTION = { type = "expression", variables = ["x", "y"], domain = [-2.5, 2.5], about = "the function of x and y" }
# START = { type = "vector", min = -2, max = 2, about = "the point where the walk begins" }
# GRADIENT_COLOR = { type = "color", about = "colour of the gradient" }
# ///
from manim import *

FUNCTION = lambda x, y: 4 - x**2 / 2 - y**2
FUNCTION_TEX = r"4 - \frac{x^{2}}{2} - y^{2}"
START = [-1.6, -1.0]
GRADIENT_COLOR = YELLOW
CENTER = np.array([-3.1, 0, 0])
REACH = 2.5
UNIT = 3.4 / REACH
LEVELS = 9
GRID = np.linspace(-REACH, REACH, 81)


def at(point):
    """Where a point of the plane is in the picture."""
    return CENTER + UNIT * np.array([point[0], point[1], 0])


def height(point):
    with np.errstate(all="ignore"):
        return float(FUNCTION(np.float64(point[0]), np.float64(point[1])))


def gradient(point):
    """The two partial derivatives, by small differences."""
    h = 1e-5
    sides = [(height(point + h * e) - height(point - h * e)) / (2 * h) for e in np.eye(2)]
    return np.nan_to_num(np.array(sides))


def direction(point, across):
    """The unit vector up the slope, or along the level curve."""
    slope = gradient(point)
    size = np.linalg.norm(slope)
    slope = slope / size if size > 1e-4 else np.zeros(2)
    return slope if across else np.array([-slope[1], slope[0]])


def walk(start, across, length, sign=1):
    """Points from a start along the level curve or up across it, as far as they are well in the picture."""
    h, points = 0.02, [np.array(start, dtype=float)]
    bound = max(1.9 if across else 1.7, abs(points[0]).max() + 0.05)
    for _ in range(int(length / h)):
        middle = points[-1] + sign * h / 2 * direction(points[-1], across)
        step = sign * h * direction(middle, across)
        following = points[-1] + step
        on = not across or height(following) > height(points[-1])
        if abs(following).max() > bound or not step.any() or not on:
            break
        points.append(following)
    return points


def contour(level, values):
    """The places where the function has a value: a short stroke in each cell that it crosses."""
    strokes = VMobject(stroke_width=3)
    for i, j in np.ndindex(len(GRID) - 1, len(GRID) - 1):
        corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
        cuts = []
        for a, b in zip(corners, corners[1:] + corners[:1]):
            low, high = values[a] - level, values[b] - level
            if (low < 0) != (high < 0):
                share = low / (low - high)
                ends = np.array([[GRID[a[0]], GRID[a[1]]], [GRID[b[0]], GRID[b[1]]]])
                cuts.append(at((1 - share) * ends[0] + share * ends[1]))
        for first, last in zip(cuts[::2], cuts[1::2]):
            strokes.start_new_path(first).add_line_to(last)
    return strokes


class DisplayScene(Scene):
    def construct(self):
        values = np.array([[height((x, y)) for y in GRID] for x in GRID])
        levels = np.linspace(values.min(), values.max(), LEVELS + 2)[1:-1]
        lines = VGroup()
        for number, level in enumerate(levels):
            color = interpolate_color(BLUE_E, RED, number / (LEVELS - 1))
            lines.add(contour(level, values).set_stroke(color))
        box = Square(2 * REACH * UNIT, color=GRAY, stroke_width=2).move_to(CENTER)
        formula = MathTex(rf"f(x, y) = {FUNCTION_TEX}", font_size=42)
        formula.scale(min(1, 5.8 / formula.width)).move_to([3.9, 3.2, 0])
        key = self.key(levels).move_to([3.9, 2.2, 0])
        place, path = ValueTracker(0), [max((walk(START, False, 4, sign) for sign in (1, -1)), key=len)]
        here = lambda: path[0][min(int(place.get_value()), len(path[0]) - 1)]
        dot = always_redraw(lambda: Dot(at(here()), radius=0.11).set_z_index(3))
        arrow = always_redraw(lambda: self.arrow(here()))
        readout = always_redraw(
            lambda: Text(f"f = {height(here()) + 0.0:.2f}".replace("-", "−"), font_size=36).move_to(
                [3.9, 1.0, 0]
            )
        )

        self.play(Create(box), Write(formula), run_time=1)
        self.play(FadeIn(key), LaggedStart(*map(FadeIn, lines), lag_ratio=0.5), run_time=2.5)
        self.play(FadeIn(dot), FadeIn(arrow), FadeIn(readout), run_time=0.8)
        self.say("arrow: the gradient", 0.3, GRADIENT_COLOR)
        if len(path[0]) < 2:
            self.say("level ground here:\nthe gradient is zero", -0.8, WHITE)
            self.wait(3)
            return
        self.say("along the curve:\nf stays the same", -0.7, WHITE)
        self.stroll(place, path[0], WHITE)
        self.wait(0.5)

        start = here()
        path[0] = walk(start, True, 3.5)
        place.set_value(0)
        self.say("along the gradient:\nf grows fastest", -1.95, GRADIENT_COLOR)
        self.stroll(place, path[0], GRADIENT_COLOR)
        self.wait(0.5)
        last = MathTex(r"\nabla f \perp \text{ level curve}", font_size=46).move_to([3.9, -3.2, 0])
        self.play(Write(last), run_time=1)
        self.wait(1.2)

    def stroll(self, place, points, color):
        """Let the dot go along some points and leave a trail."""
        trail = VMobject(color=color, stroke_width=6).set_points_as_corners([at(p) for p in points])
        self.play(
            place.animate.set_value(len(points) - 1),
            Create(trail),
            run_time=np.clip(len(points) / 60, 1, 4),
            rate_func=linear,
        )

    def say(self, words, height, color):
        text = Text(words, font_size=30, color=color, line_spacing=0.8).move_to([3.9, height, 0])
        self.play(FadeIn(text, shift=0.2 * UP), run_time=0.7)

    def arrow(self, point):
        """The gradient, as long as the slope is steep; nothing where the ground is level."""
        size = np.linalg.norm(gradient(point)) / max(
            np.linalg.norm(gradient(np.array(START, dtype=float))), 1e-4
        )
        length = min(0.9 * size, 1.2)
        if length < 0.1:
            return VMobject()
        start, tip = at(point), at(point) + length * np.append(direction(point, True), 0)
        return Arrow(
            start, tip, buff=0, color=GRADIENT_COLOR, stroke_width=7, tip_length=min(0.25, length / 2)
        ).set_z_index(2)

    def key(self, levels):
        """A bar of the colours of the levels with the lowest and the highest."""
        bar = Rectangle(width=2.2, height=0.22, stroke_width=0).set_fill([BLUE_E, RED], 1)
        bar.set_sheen_direction(RIGHT)
        ends = [Text(f"{level:.3g}".replace("-", "−"), font_size=28) for level in (levels[0], levels[-1])]
        return VGroup(ends[0], bar, ends[1]).arrange(RIGHT, buff=0.25)
