# /// scene
# title = "Logistic regression: a sigmoid learns the probability of yes"
# topic = "learning from data"
# prompts = [
#   "Explain logistic regression",
#   "logistic regression with 30 points",
#   "How does the sigmoid function turn a score into a probability?",
#   "Show a sigmoid curve being fitted to two classes with a decision boundary at 0.5",
#   "binary classification: fit the logistic curve by gradient descent and watch the log loss fall",
# ]
# asked = [
#   "S-shaped curve that says how sure we are of yes or no",
#   "can hours of study tell whether a pupil will pass the exam?",
#   "chance that a patient is ill from one blood value, fitted to past patients",
#   "Given weight and bias, compute P(y=1|x=2) and classify the case",
#   "1/(1+exp(-(wx+b))) cross entropy fit, sklearn LogisticRegression, logit",
#   "logit model, S-curve classifier, maximum likelihood for a yes/no outcome",
#   "straight-line fit gives chances below 0 and above 1, what is better?",
#   "logistische Regression: Sigmoidkurve an zwei Klassen anpassen, Wahrscheinlichkeit für ja",
#   "régression logistique : la courbe sigmoïde donne la probabilité de la classe 1",
#   "regresión logística, ajustar la curva en S a respuestas de sí o no",
# ]
# concepts = [
#   "logistic regression", "logistic curve", "logistic function", "sigmoid", "sigmoid function", "binary classification",
#   "binary classifier", "two classes", "decision boundary", "probability", "log loss", "fit", "fitted", "machine learning",
# ]
# licence = "MIT"
# requires = ["logistic", "sigmoid", "binary classif"]
# variations = [
#   { POINTS = 60, OVERLAP = 2, YES_COLOR = "pink" },
#   { POINTS = 10, OVERLAP = 0.2, CURVE_COLOR = "green" },
# ]
# [parameters]
# POINTS = { type = "integer", min = 10, max = 60, near = ["points", "samples", "examples", "observations"], about = "number of examples" }
# OVERLAP = { type = "number", min = 0.2, max = 2, near = ["overlap", "noise", "spread"], about = "how far the two classes reach into each other" }
# YES_COLOR = { type = "color", about = "colour of the class 1" }
# CURVE_COLOR = { type = "color", about = "colour of the curve" }
# ///
from manim import *

POINTS = 24
OVERLAP = 1
YES_COLOR = ORANGE
NO_COLOR = BLUE
CURVE_COLOR = YELLOW
SEED = 4
ROUNDS = 400
RATE = 0.4
DECAY = 0.02  # keeps the curve from becoming a step where the classes do not overlap


def examples():
    """Positions between -5 and 5, and which of them are of class 1."""
    rng = np.random.default_rng(SEED)
    xs = np.linspace(-4.6, 4.6, POINTS) + rng.uniform(-0.08, 0.08, POINTS)
    ys = (xs + rng.normal(0, OVERLAP, POINTS) > 0.6).astype(float)
    return xs, ys


def sigmoid(score):
    return 1 / (1 + np.exp(-score))


def log_loss(w, b, xs, ys):
    """The mean surprise at the true classes."""
    p = np.clip(sigmoid(w * xs + b), 1e-12, 1 - 1e-12)
    return -np.mean(ys * np.log(p) + (1 - ys) * np.log(1 - p))


def training(xs, ys):
    """The weight and the bias after each round of gradient descent, starting with a slope of the wrong sign."""
    path = [(-0.5, 0.6)]
    for _ in range(ROUNDS):
        w, b = path[-1]
        error = sigmoid(w * xs + b) - ys
        path.append((w - RATE * (np.mean(error * xs) + DECAY * w), b - RATE * np.mean(error)))
    return path


class DisplayScene(Scene):
    def construct(self):
        xs, ys = examples()
        path = training(xs, ys)
        axes = Axes([-5, 5], [0, 1, 0.5], 11.4, 4, tips=False, axis_config={"include_ticks": False})
        axes.shift(0.25 * DOWN + 0.2 * RIGHT)
        axes.y_axis.set_opacity(0)  # the scale of probabilities stands at the left end instead
        scale = Line(axes.c2p(-5, 0), axes.c2p(-5, 1), stroke_width=2)
        marks = VGroup(
            *[Text(f"{p:g}", font_size=26).next_to(axes.c2p(-5, p), LEFT, buff=0.15) for p in (0, 0.5, 1)]
        )
        half = DashedLine(axes.c2p(-5, 0.5), axes.c2p(5, 0.5), color=GRAY_C, stroke_width=2)
        dots = VGroup(*[Dot(axes.c2p(x, y), 0.1, color=YES_COLOR if y else NO_COLOR) for x, y in zip(xs, ys)])
        formula = MathTex(r"P(\text{yes}) = \frac{1}{1 + e^{-(wx + b)}}", font_size=44, color=CURVE_COLOR)
        formula.move_to([-3.9, 3.1, 0])

        at = ValueTracker(0)
        now = lambda: path[int(at.get_value())]
        curve = always_redraw(
            lambda: axes.plot(lambda x: sigmoid(now()[0] * x + now()[1]), color=CURVE_COLOR, stroke_width=6)
        )
        gaps = always_redraw(lambda: self.gaps(axes, xs, ys, *now()))
        reading = self.reading(lambda: log_loss(*now(), xs, ys))

        self.play(Create(axes.x_axis), Create(scale), FadeIn(marks), run_time=1)
        self.play(LaggedStart(*[FadeIn(dot, scale=3) for dot in dots], lag_ratio=0.05), run_time=1.2)
        self.play(Create(curve), Write(formula), run_time=1.2)
        self.add(gaps, curve, dots)
        self.play(FadeIn(reading), FadeIn(gaps), run_time=0.6)
        # Slowly at first: the early rounds change the most.
        self.play(at.animate.set_value(ROUNDS), run_time=5.5, rate_func=lambda t: t**4)
        for mobject in (curve, gaps, *reading):
            mobject.clear_updaters()

        w, b = path[-1]
        edge = float(np.clip(-b / w, -4.4, 4.4))
        boundary = DashedLine(axes.c2p(edge, 0), axes.c2p(edge, 1), color=WHITE)
        sides = VGroup(
            Rectangle(width=axes.c2p(edge, 0)[0] - axes.c2p(-5, 0)[0], height=4).set_fill(NO_COLOR, 0.18),
            Rectangle(width=axes.c2p(5, 0)[0] - axes.c2p(edge, 0)[0], height=4).set_fill(YES_COLOR, 0.18),
        ).set_stroke(width=0)
        sides.arrange(RIGHT, buff=0).move_to(axes.c2p(0, 0.5)).set_z_index(-1)
        right = np.sum((xs > edge) == (ys == 1))
        verdict = Text(
            f"left of {edge:.2f}: no, right of it: yes. Correct: {right} of {POINTS}".replace("-", "−"),
            font_size=30,
        )
        self.play(Create(half), FadeOut(gaps), run_time=0.6)
        self.play(Create(boundary), FadeIn(sides), FadeIn(verdict.move_to(3.2 * DOWN)), run_time=1)
        self.wait(1.2)

    def gaps(self, axes, xs, ys, w, b):
        """Lines from each example to the curve: what gradient descent wants to shorten."""
        lines = VMobject(color=GRAY_B, stroke_width=2, stroke_opacity=0.7)
        for x, y in zip(xs, ys):
            lines.start_new_path(axes.c2p(x, y)).add_line_to(axes.c2p(x, sigmoid(w * x + b)))
        return lines

    def reading(self, value):
        """The log loss as it is now."""
        number = DecimalNumber(value(), num_decimal_places=3, mob_class=Text, font_size=32)
        number.add_updater(lambda each: each.set_value(value()))
        return VGroup(Text("log loss", font_size=32), number).arrange(RIGHT, buff=0.3).move_to([4.6, 3.1, 0])
