# /// scene
# title = "Momentum lets gradient descent roll through a narrow valley"
# topic = "optimisation"
# prompts = [
#   "gradient descent with momentum",
#   "momentum vs plain SGD",
#   "Why does momentum speed up gradient descent?",
#   "Compare plain gradient descent with momentum 0.9 on a narrow valley",
#   "heavy ball method: optimizer with velocity against one without",
# ]
# asked = [
#   "heavy marble rolling down a gutter reaches the bottom before a careful walker",
#   "how does keeping speed from earlier steps help to reach the lowest place?",
#   "training of a net bounces between steep walls and crawls, inertia helps",
#   "Write down v ← βv − η∇L and compare 20 iterations with β=0",
#   "torch.optim.SGD(momentum=0.9) vs momentum=0, ill-conditioned quadratic",
#   "Polyak's accelerated method, inertia in optimisation, memory of past gradients",
#   "difference between steepest descent with and without memory of earlier steps",
#   "Gradientenabstieg mit Impuls: schwere Kugel rollt durch ein enges Tal",
#   "descente de gradient avec inertie : éviter les zigzags dans une vallée étroite",
#   "descenso de gradiente con momento, bola pesada contra pasos sin inercia",
# ]
# concepts = [
#   "gradient descent with momentum", "momentum", "SGD", "stochastic gradient descent", "plain gradient descent", "heavy ball", "velocity", "optimizer",
#   "optimization", "narrow valley", "ravine", "zigzag", "loss", "minimum", "compare", "speed up", "faster", "convergence", "training", "machine learning",
#   "deep learning",
# ]
# licence = "MIT"
# requires = ["momentum", "heavy ball", "heavy-ball"]
# variations = [
#   { MOMENTUM = 0.95, LEARNING_RATE = 0.9 },
#   { MOMENTUM = 0.3, LEARNING_RATE = 0.2, MOMENTUM_COLOR = "pink" },
# ]
# [parameters]
# MOMENTUM = { type = "number", min = 0.1, max = 0.95, near = ["momentum", "beta"], about = "the part of the velocity that is kept at each step" }
# LEARNING_RATE = { type = "number", min = 0.1, max = 0.9, near = ["learning rate", "rate", "lr", "step size"], about = "learning rate" }
# MOMENTUM_COLOR = { type = "color", about = "colour of the walk with momentum" }
# ///
from manim import *

MOMENTUM = 0.75
LEARNING_RATE = 0.8
MOMENTUM_COLOR = YELLOW
PLAIN_COLOR = RED
STEPS = 30
START = np.array([-5.6, 1.7])
CURVATURE = np.array([0.05, 2.0])  # the loss is (0.05 x² + 2 y²) / 2: a valley along x
EDGE = np.array([6.5, 2.35])
CENTER = 0.1 * DOWN


def loss(w):
    return float(CURVATURE @ w**2) / 2


def walk(momentum):
    """The points of gradient descent that keeps a part of its last step."""
    points, velocity = [START], np.zeros(2)
    for _ in range(STEPS):
        velocity = momentum * velocity - LEARNING_RATE * CURVATURE * points[-1]
        points.append(points[-1] + velocity)
    return points


def place(w):
    return CENTER + np.append(w, 0)


def valley():
    """Bands of equal loss, the darker the higher, cut off at the frame."""
    frame = Rectangle(width=2 * EDGE[0], height=2 * EDGE[1]).move_to(CENTER)
    bands = VGroup()
    levels = np.linspace(3.2, 0.25, 11) ** 2 * 0.58
    for index, level in enumerate(levels):
        across, up = 2 * np.sqrt(2 * level / CURVATURE)
        band = Intersection(Ellipse(width=across, height=up).move_to(CENTER), frame)
        color = interpolate_color(ManimColor("#26215C"), ManimColor("#2FA7A0"), index / len(levels))
        bands.add(band.set_fill(color, 0.75).set_stroke(WHITE, 1.2, 0.4))
    return bands


class Racer(VGroup):
    """A point on its walk, with its trail, its name and its loss."""

    def __init__(self, name, momentum, color, x):
        self.points_, self.color_ = walk(momentum), color
        self.dot = Dot(place(START), 0.13, color=color, z_index=3).set_stroke(BLACK, 2)
        self.number = DecimalNumber(
            loss(START), num_decimal_places=3, mob_class=Text, font_size=30, color=color
        )
        self.head = Text(f"{name}:  loss", font_size=30, color=color)
        row = VGroup(self.head, self.number).arrange(RIGHT, buff=0.25).move_to([x, -3.25, 0])
        self.number.align_to(self.head[-1], DOWN)  # on the same line of writing
        super().__init__(self.dot, row)

    def step(self, index):
        """The animations of one step; the loss changes when it is done."""
        old, new = map(place, self.points_[index : index + 2])
        trail = Line(old, new, color=self.color_, stroke_width=4)
        return [Create(trail), self.dot.animate.move_to(new)]

    def settle(self, index):
        self.number.set_value(loss(self.points_[index + 1]))


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"momentum {MOMENTUM:g}, learning rate {LEARNING_RATE:g}", font_size=34)
        title.move_to(3.3 * UP)
        target = Star(n=5, outer_radius=0.2, color=WHITE, fill_opacity=1).move_to(CENTER)
        plain = Racer("plain", 0, PLAIN_COLOR, -3.4)
        rolling = Racer("momentum", MOMENTUM, MOMENTUM_COLOR, 3.3)
        self.play(FadeIn(title), LaggedStart(*map(FadeIn, valley()), lag_ratio=0.1), run_time=1.5)
        self.play(GrowFromCenter(target), FadeIn(plain, rolling), run_time=0.9)
        for index in range(STEPS):
            pace = 0.8 if index < 4 else 0.32
            self.play(*plain.step(index), *rolling.step(index), run_time=pace)
            plain.settle(index)
            rolling.settle(index)
        better = loss(rolling.points_[-1]) < loss(plain.points_[-1])
        words = "the kept velocity wins" if better else "plain is ahead: too much velocity"
        verdict = Text(
            f"after {STEPS} steps: {words}", font_size=30, color=MOMENTUM_COLOR if better else PLAIN_COLOR
        )
        winner = rolling if better else plain
        self.remove(title)
        self.play(FadeIn(verdict.move_to(title)), Flash(winner.dot, color=winner.color_), run_time=0.9)
        self.wait(1.5)
