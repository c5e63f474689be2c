# /// scene
# title = "Gradient descent walks downhill on a loss"
# topic = "optimisation"
# prompts = [
#   "Show gradient descent on a contour plot",
#   "How does gradient descent find the minimum of a loss?",
#   "gradient descent with learning rate 0.3",
#   "Animate a point taking 20 steps downhill along the negative gradient",
#   "optimizer path on a 2d loss surface, learning rate 0.9",
#   "what happens when the learning rate is too large",
# ]
# asked = [
#   "find the bottom of a valley in fog by feeling the slope",
#   "creeping bit by bit to the lowest spot of a bowl",
#   "how does a model turn its two knobs to make its error smaller",
#   "perform two updates of w ← w − η∇L from (3, 2)",
#   "w -= lr*grad, lr too high diverges",
#   "method of steepest descent, Cauchy's iterative minimisation",
#   "step too small or too big: crawling versus overshooting",
#   "Gradientenverfahren: Schritt für Schritt ins Minimum, Lernrate",
#   "descente de gradient vers le minimum, taux d'apprentissage",
#   "descenso de gradiente hacia el mínimo con tasa de aprendizaje",
# ]
# concepts = [
#   "gradient descent", "optimization", "optimisation", "optimizer", "loss", "contour plot", "minimum", "minimize",
#   "learning rate", "step size", "steps", "downhill", "machine learning", "training",
# ]
# licence = "MIT"
# variations = [
#   { LEARNING_RATE = 0.95, STEPS = 30 },
#   { LEARNING_RATE = 0.02, STEPS = 40, PATH_COLOR = "pink" },
#   { LEARNING_RATE = 1.1, STEPS = 12, START = [-2, -2] },
# ]
# [parameters]
# LEARNING_RATE = { type = "number", min = 0.01, max = 1.2, near = ["learning rate", "rate", "lr", "step size"], about = "learning rate" }
# STEPS = { type = "integer", min = 1, max = 40, near = ["steps", "iterations", "updates"], about = "number of steps" }
# START = { type = "vector", min = -2.8, max = 2.8, near = ["start", "from", "starting"], about = "where the walk begins" }
# PATH_COLOR = { type = "color", about = "colour of the path" }
# ///
from manim import *

LEARNING_RATE = 0.6
STEPS = 15
START = [-2.8, 2.4]
PATH_COLOR = YELLOW
CURVATURE = np.array([[0.6, 0.3], [0.3, 1.8]])  # the loss is w^T CURVATURE w / 2, smallest at the origin
EDGE = np.array([6.3, 2.9])
CENTER = DOWN * 0.5


def loss(w):
    return w @ CURVATURE @ w / 2


def descent():
    """The points of the walk inside the map, and whether it left the map."""
    points = [np.array(START, dtype=float)]
    for _ in range(STEPS):
        points.append(points[-1] - LEARNING_RATE * CURVATURE @ points[-1])
        if (abs(points[-1]) > EDGE).any():
            return points[:-1], True
    return points, False


def place(w):
    return CENTER + np.append(w, 0)


def contour_map(levels):
    frame = Rectangle(width=2 * EDGE[0], height=2 * EDGE[1]).move_to(CENTER)
    shape = np.linalg.inv(np.linalg.cholesky(CURVATURE))
    bands = VGroup()
    for index, level in enumerate(levels):
        angles = np.linspace(0, TAU, 80)
        ring = np.column_stack([np.cos(angles), np.sin(angles)]) @ shape * np.sqrt(2 * level)
        band = Intersection(Polygon(*[place(w) for w in ring]), frame)
        color = interpolate_color(ManimColor("#26215C"), ManimColor("#2FA7A0"), index / len(levels))
        bands.add(band.set_fill(color, 0.75).set_stroke(WHITE, 1.2, 0.45))
    return bands


class DisplayScene(Scene):
    def construct(self):
        points, left_map = descent()
        bands = contour_map(np.linspace(6, 0.25, 13) ** 2 * 0.75)
        rate = Text(f"learning rate {LEARNING_RATE:g}", font_size=32, color=PATH_COLOR)
        rate.move_to([-6.3, 3.3, 0], aligned_edge=LEFT)
        reading = VGroup(
            Text("loss", font_size=32),
            DecimalNumber(loss(points[0]), num_decimal_places=3, mob_class=Text, font_size=32),
        )
        reading.arrange(RIGHT, buff=0.25).move_to([4.2, 3.3, 0], aligned_edge=LEFT)
        walker = Dot(place(points[0]), radius=0.13, color=PATH_COLOR).set_stroke(BLACK, 2)
        reading[1].add_updater(lambda number: number.set_value(loss((walker.get_center() - CENTER)[:2])))
        target = Star(n=5, outer_radius=0.2, color=WHITE, fill_opacity=1).move_to(CENTER)

        self.play(LaggedStart(*[FadeIn(band) for band in bands], lag_ratio=0.1), run_time=1.5)
        self.play(FadeIn(rate), FadeIn(reading), GrowFromCenter(target), FadeIn(walker, scale=3), run_time=1)
        pace = min(0.8, 7 / STEPS)
        for old, new in zip(points, points[1:]):
            step = Line(place(old), place(new), stroke_width=4, color=PATH_COLOR)
            mark = Dot(place(old), radius=0.06, color=PATH_COLOR)
            self.add(mark, walker)
            self.play(Create(step), walker.animate.move_to(place(new)), run_time=pace)
        if left_map:
            leap = -LEARNING_RATE * CURVATURE @ points[-1]
            fits = min((EDGE - np.sign(leap) * points[-1]) / np.maximum(abs(leap), 1e-9))
            arrow = Arrow(place(points[-1]), place(points[-1] + fits * leap), buff=0, color=RED)
            self.play(GrowArrow(arrow), run_time=0.7)
        self.play(FadeIn(self.verdict(points, left_map), shift=UP * 0.2), run_time=0.7)
        self.wait(1.2)

    def verdict(self, points, left_map):
        before, after = loss(points[0]), loss(points[-1])
        if left_map or after > before:
            words, color = "overshoots: steps too large", RED_A
        elif after <= 0.001 * before:
            words, color = f"{len(points) - 1} steps: at the bottom", GREEN_A
        else:
            words, color = f"{len(points) - 1} steps: on the way down", WHITE
        return Text(words, font_size=28, color=color).move_to([0.9, 3.3, 0])
