# /// scene
# title = "Overfitting: more degrees fit the noise, not the truth"
# topic = "learning from data"
# prompts = [
#   "What is overfitting?",
#   "overfitting and underfitting",
#   "Explain the bias-variance tradeoff with polynomials of growing degree",
#   "Fit polynomials up to degree 10 to 15 noisy points and compare training and test error",
#   "why does a model with too many parameters generalize badly? training error falls while test error rises",
# ]
# asked = [
#   "computer learns its examples by heart and fails on new ones, why?",
#   "wiggly curve goes through every dot but is nonsense in between",
#   "student memorises old exam answers and then fails a fresh exam",
#   "Plot train and validation RMSE against the order and choose the best one",
#   "np.polyfit deg=11 on noisy data, train vs val loss, capacity",
#   "high variance models, overtraining, memorising noise, Occam's razor in curve fitting",
#   "too stiff or too flexible: straight line against wild high-order curve",
#   "Überanpassung: Polynom hohen Grades trifft jeden Punkt, versagt aber bei neuen Daten",
#   "surapprentissage : le polynôme de haut degré apprend le bruit, erreur de test",
#   "sobreajuste, un polinomio de grado alto memoriza el ruido, error de prueba",
# ]
# concepts = [
#   "overfitting", "overfit", "underfitting", "underfit", "bias-variance tradeoff", "bias", "variance", "polynomial fit", "polynomial regression",
#   "degree", "noise", "noisy points", "training error", "test error", "validation error", "generalisation", "generalize", "model complexity",
#   "parameters", "machine learning",
# ]
# licence = "MIT"
# requires = ["overfit", "underfit", "over-fit", "bias", "generali", "test error", "complexity"]
# variations = [
#   { DEGREE = 12, POINTS = 13, NOISE = 0.5 },
#   { DEGREE = 4, POINTS = 40, NOISE = 0.1, CURVE_COLOR = "pink" },
# ]
# [parameters]
# DEGREE = { type = "integer", min = 4, max = 12, near = ["degree", "degrees"], about = "the highest degree" }
# POINTS = { type = "integer", min = 13, max = 40, near = ["points", "samples", "noisy points", "examples"], about = "number of points to learn from" }
# NOISE = { type = "number", min = 0.1, max = 0.5, near = ["noise"], about = "how far the points lie from the truth" }
# CURVE_COLOR = { type = "color", about = "colour of the fitted curve" }
# ///
from manim import *

DEGREE = 11
POINTS = 14
NOISE = 0.3
CURVE_COLOR = YELLOW
TRAIN_COLOR = BLUE
TEST_COLOR = ORANGE
SEED = 2
FINE = np.linspace(-1, 1, 300)


def truth(x):
    return np.sin(3.2 * x) + 0.3 * x


def samples(count, seed):
    """Places between -1 and 1 with the truth and some noise on it."""
    rng = np.random.default_rng(seed)
    xs = np.linspace(-1, 1, count)
    return xs, truth(xs) + rng.normal(0, NOISE, count)


TRAINING, TEST = samples(POINTS, SEED), samples(200, SEED + 1)


def fitted(degree):
    """The polynomial of least squares."""
    return np.polynomial.Chebyshev.fit(*TRAINING, degree)


def error(polynomial, sample):
    """The root of the mean squared distance from a sample."""
    xs, ys = sample
    return float(np.sqrt(np.mean((polynomial(xs) - ys) ** 2)))


class DisplayScene(Scene):
    def construct(self):
        self.plane = Axes([-1, 1], [-2, 2], 7, 4.4, tips=False, axis_config={"include_ticks": False})
        self.plane.move_to([-3.2, 0.2, 0]).set_color(GRAY_C)
        self.chart = Axes(
            [0.5, DEGREE + 0.5], [-1.7, 0.6], 4.9, 4.4, tips=False, axis_config={"include_ticks": False}
        )
        self.chart.x_axis.shift(self.chart.c2p(0.5, -1.7) - self.chart.x_axis.get_left())
        self.chart.move_to([4.1, 0.2, 0]).set_color(GRAY_C)
        across = Text("degree (errors on a log scale)", font_size=26).next_to(self.chart, DOWN, buff=0.6)
        key = VGroup(
            Text("error on the training points", font_size=26, color=TRAIN_COLOR),
            Text("error on new points", font_size=26, color=TEST_COLOR),
        ).arrange(DOWN, buff=0.15)
        key.move_to([4.1, 3.2, 0])
        dots = VGroup(*[Dot(self.spot(x, y), 0.09, color=TRAIN_COLOR) for x, y in zip(*TRAINING)])
        real = self.line(truth(FINE), GREEN, 3).set_stroke(opacity=0.7)
        heading = Text("the truth", font_size=28, color=GREEN).move_to([-3.2, 3.2, 0])

        self.play(Create(self.plane), Create(real), FadeIn(heading), run_time=1)
        self.play(LaggedStart(*[FadeIn(dot, scale=3) for dot in dots], lag_ratio=0.05), run_time=1)
        self.play(Create(self.chart), FadeIn(across, key), run_time=0.8)
        errors = self.grow_degrees(dots)
        self.wait(0.3)
        self.finish(errors)

    def spot(self, x, y):
        """A point of the left plane, kept inside it."""
        return self.plane.c2p(x, np.clip(y, -2.1, 2.1))

    def line(self, ys, color=CURVE_COLOR, width=6):
        """A graph over the left plane, left out where it is outside."""
        inside = abs(ys) <= 2.1
        path = VMobject(color=color, stroke_width=width)
        for piece in np.split(np.arange(len(ys)), np.flatnonzero(np.diff(inside)) + 1):
            if inside[piece[0]] and len(piece) > 1:
                path.start_new_path(self.plane.c2p(FINE[piece[0]], ys[piece[0]]))
                path.add_points_as_corners([self.plane.c2p(FINE[i], ys[i]) for i in piece[1:]])
        return path

    def mark(self, degree, value, color):
        """A point of the error chart, whose scale is logarithmic."""
        return Dot(self.chart.c2p(degree, np.clip(np.log10(max(value, 1e-9)), -1.7, 0.6)), 0.08, color=color)

    def grow_degrees(self, dots):
        """Fit ever higher degrees, plot both errors and return those on new points."""
        self.curve, self.label, errors = VMobject(), VMobject(), []
        last = None
        pace = min(0.9, 8 / DEGREE)
        for degree in range(1, DEGREE + 1):
            polynomial = fitted(degree)
            errors.append(error(polynomial, TEST))
            pair = [
                self.mark(degree, error(polynomial, TRAINING), TRAIN_COLOR),
                self.mark(degree, errors[-1], TEST_COLOR),
            ]
            number = Text(f"{degree}", font_size=26)
            number.scale(min(1, 3.7 / DEGREE / number.width)).next_to(
                self.chart.c2p(degree, -1.7), DOWN, buff=0.12
            )
            self.say(f"degree {degree}")
            curve = self.line(polynomial(FINE))
            draw = Create(curve) if last is None else ReplacementTransform(self.curve, curve)
            joins = (
                []
                if last is None
                else [
                    Create(Line(old.get_center(), new.get_center(), color=new.color))
                    for old, new in zip(last, pair)
                ]
            )
            self.play(draw, *map(FadeIn, pair), FadeIn(number), *joins, run_time=0.7 * pace)
            self.add(dots)
            self.wait(0.3 * pace)
            self.curve, last = curve, pair
        return errors

    def finish(self, errors):
        """Judge the last curve, and go back to the degree that new points like best."""
        best = int(np.argmin(errors)) + 1
        if errors[-1] > 1.1 * min(errors):
            self.say("it follows the noise: overfitting", TEST_COLOR)
        else:
            self.say("hardly any overfitting here", TEST_COLOR)
        self.wait(1.2)
        upright = DashedLine(self.chart.c2p(best, -1.7), self.chart.c2p(best, 0.6), color=CURVE_COLOR)
        self.say(f"best on new points: degree {best}", CURVE_COLOR)
        back = self.line(fitted(best)(FINE))
        self.play(Create(upright), ReplacementTransform(self.curve, back), run_time=1.5)
        self.wait(1.2)

    def say(self, words, color=CURVE_COLOR):
        self.remove(self.label)
        self.label = Text(words, font_size=30, color=color).move_to([-3.0, -3.1, 0])
        self.add(self.label)
