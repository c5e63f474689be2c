# /// scene
# title = "Why L1 regularisation gives sparse weights"
# topic = "learning from data"
# prompts = [
#   "Why does L1 regularization give sparse solutions?",
#   "lasso vs ridge",
#   "Show the L1 diamond and the L2 circle with the loss contours touching them",
#   "Explain geometrically why the lasso sets weights exactly to zero but ridge does not",
#   "Compare L1 and L2 regularization with a budget of 0.8",
#   "l1 penalty sparsity intuition, why do weights become zero",
# ]
# asked = [
#   "why does one kind of penalty switch off useless inputs completely",
#   "a growing oval hits the tip of a rhombus first",
#   "choose the few genes that matter out of thousands",
#   "sketch |w1|+|w2| ≤ 1 and w1²+w2² ≤ 1 with elliptical contours",
#   "sklearn Lasso vs Ridge alpha, ||w||_1, coef_ == 0",
#   "shrinkage and selection operator, compressed sensing, corner solution",
#   "absolute values or squares in the penalty: pointed versus round",
#   "Warum setzt L1-Regularisierung Gewichte auf null, L2 aber nicht?",
#   "régularisation lasso : pourquoi des coefficients exactement nuls",
#   "regularización L1 y L2, por qué lasso anula coeficientes",
# ]
# concepts = [
#   "L1 regularization", "L1 regularisation", "L2 regularization", "L1 norm", "L2 norm", "lasso", "ridge", "sparse", "sparsity",
#   "penalty", "constraint", "diamond", "loss contours", "regularized weights", "feature selection",
# ]
# licence = "MIT"
# variations = [
#   { BEST = [1, 3], BUDGET = 0.5 },
#   { BEST = [3, 1.2], BUDGET = 1, LOSS_COLOR = "yellow", REGION_COLOR = "purple" },
#   { BEST = [1, 1], BUDGET = 1 },
# ]
# [parameters]
# BEST = { type = "vector", min = 0.8, max = 3, near = ["best", "minimum", "optimum"], about = "the weights where the loss alone is smallest" }
# BUDGET = { type = "number", min = 0.5, max = 1, near = ["budget", "t", "radius", "constraint"], about = "the size allowed for the weights" }
# REGION_COLOR = { type = "color", about = "colour of the allowed weights" }
# LOSS_COLOR = { type = "color", about = "colour of the loss contours" }
# ///
from manim import *

BEST = [1.8, 0.8]
BUDGET = 1
REGION_COLOR = BLUE
LOSS_COLOR = ORANGE
ZERO_COLOR = YELLOW
NAMES = ["w₁", "w₂"]
HEADINGS = {1: "L1 (lasso):  |w₁| + |w₂| ≤ t", 2: "L2 (ridge):  w₁² + w₂² ≤ t²"}
CURVATURE = np.array([[1.0, 0.2], [0.2, 0.7]])  # the loss is (w - best)^T CURVATURE (w - best)
ANGLES = np.linspace(0, TAU, 2880, endpoint=False)
DIRECTIONS = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])
BALLS = {norm: BUDGET * DIRECTIONS / np.linalg.norm(DIRECTIONS, norm, 1)[:, None] for norm in HEADINGS}
CONTOUR = DIRECTIONS[::24] @ np.linalg.inv(np.linalg.cholesky(CURVATURE))


def best_at(angle):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn @ np.array(BEST, dtype=float)


def loss_root(w, best):
    return np.sqrt(np.einsum("...i,ij,...j", w - best, CURVATURE, w - best))


def touching_point(norm, best):
    return BALLS[norm][np.argmin(loss_root(BALLS[norm], best))]


def bounds(bests):
    """The smallest part of the plane that holds the balls and their touching contours."""
    reaches = [loss_root(touching_point(norm, best), best) for norm in BALLS for best in bests]
    contours = [best + reach * CONTOUR for best, reach in zip(bests * 2, reaches)]
    points = np.concatenate([BALLS[2], *contours])
    return points.min(axis=0) - 0.15, points.max(axis=0) + 0.15


class Panel(VGroup):
    """The plane of two weights: a norm's ball, the loss contours and the point where they touch."""

    def __init__(self, norm, box, center):
        self.norm, (low, high) = norm, box
        self.unit = min(5.6 / (high - low)[0], 4.7 / (high - low)[1])
        self.origin = np.array(center) - self.unit * np.append((low + high) / 2, 0)
        style = {"buff": 0, "stroke_width": 2, "tip_length": 0.16, "color": GRAY_B}
        x_axis = Arrow(self.at([low[0], 0]), self.at([high[0], 0]), **style)
        y_axis = Arrow(self.at([0, low[1]]), self.at([0, high[1]]), **style)
        x_name = Text(NAMES[0], font_size=26, color=GRAY_B).next_to(x_axis, RIGHT, buff=0.12)
        y_name = Text(NAMES[1], font_size=26, color=GRAY_B).next_to(y_axis, UP, buff=0.12)
        self.axes = VGroup(x_axis, y_axis, x_name, y_name)
        corners = [self.at(w) for w in BALLS[norm][:: 720 if norm == 1 else 20]]
        self.region = Polygon(*corners, color=REGION_COLOR, fill_opacity=0.45)
        self.heading = Text(HEADINGS[norm], font_size=30, color=REGION_COLOR).move_to([center[0], 3.5, 0])
        super().__init__(self.region, self.axes, self.heading)

    def at(self, w):
        return self.origin + self.unit * np.append(w, 0)

    def touch(self, angle):
        return touching_point(self.norm, best_at(angle))

    def contours(self, angle, size):
        best = best_at(angle)
        size = max(min(size, loss_root(self.touch(angle), best)), 1e-3)
        rings = VGroup(Dot(self.at(best), radius=0.06, color=LOSS_COLOR))
        for part in (1 / 3, 2 / 3, 1):
            points = [self.at(best + size * part * p) for p in [*CONTOUR, CONTOUR[0]]]
            ring = VMobject(color=LOSS_COLOR, stroke_width=2 + 2 * part)
            rings.add(ring.set_points_as_corners(points))
        return rings

    def trail(self, angles):
        path = VMobject(color=WHITE, stroke_width=9)
        return path.set_points_as_corners([self.at(self.touch(angle)) for angle in angles])

    def readout(self, sway):
        row = VGroup()
        for index, name in enumerate(NAMES):

            def refresh(number, index=index):
                value = self.touch(sway.get_value())[index]
                if abs(value - number.get_value()) > 0.001:  # redrawing text is slow
                    number.set_value(value)
                number.set_color(ZERO_COLOR if abs(value) < 1e-9 else WHITE)

            number = DecimalNumber(0, num_decimal_places=2, mob_class=Text, font_size=30)
            number.add_updater(refresh, call_updater=True)
            row.add(Text(name + " =", font_size=30), number)
        row.arrange(RIGHT, buff=0.2).move_to([self.heading.get_x(), -2.95, 0])
        row[2:].shift(RIGHT * 0.4)
        return row

    def verdict(self):
        zeros = [name for name, value in zip(NAMES, self.touch(0)) if abs(value) < 1e-9]
        words = f"caught by a corner: {zeros[0]} = 0" if zeros else "touches off the axes"
        verdict = Text(words, font_size=28, color=ZERO_COLOR if zeros else WHITE)
        return verdict.move_to([self.heading.get_x(), -3.5, 0])


class DisplayScene(Scene):
    def construct(self):
        turns = np.linspace(0.12, -0.38, 40)
        box = bounds([best_at(angle) for angle in turns[::13]])
        panels = [Panel(1, box, [-3.5, 0.1, 0]), Panel(2, box, [3.5, 0.1, 0])]
        sway, size = ValueTracker(0), ValueTracker(0)
        at, spread = sway.get_value, size.get_value
        rings = [always_redraw(lambda p=p: p.contours(at(), spread())) for p in panels]
        dots = [always_redraw(lambda p=p: Dot(p.at(p.touch(at())), radius=0.1)) for p in panels]
        readouts = [panel.readout(sway) for panel in panels]

        self.play(*[FadeIn(p.heading) for p in panels], *[Create(p.axes) for p in panels], run_time=1)
        self.play(*[DrawBorderThenFill(p.region) for p in panels], run_time=1)
        caption = Text(
            "equal loss, growing until it meets the allowed weights", font_size=28, color=LOSS_COLOR
        )
        self.add(*rings)
        self.play(FadeIn(caption.move_to(DOWN * 3.2)), run_time=0.5)
        largest = max(loss_root(p.touch(0), best_at(0)) for p in panels)
        self.play(size.animate.set_value(largest), run_time=3, rate_func=linear)
        self.add(*dots)
        self.play(FadeOut(caption), *[Flash(dot, color=WHITE) for dot in dots], run_time=0.7)
        self.play(*map(FadeIn, readouts), run_time=0.5)

        size.set_value(100)  # from here on each contour reaches its ball wherever the minimum moves
        self.play(sway.animate.set_value(turns[0]), run_time=1)
        trails = [Create(p.trail(turns), rate_func=smooth) for p in panels]
        self.play(sway.animate.set_value(turns[-1]), *trails, run_time=2.5)
        self.play(sway.animate.set_value(0), run_time=1.5)
        self.play(*[FadeIn(p.verdict(), shift=UP * 0.2) for p in panels], run_time=1)
        self.wait(1.5)
