# /// scene
# title = "The central limit theorem: means of samples pile up to a bell curve"
# topic = "statistics"
# prompts = [
#   "Demonstrate the central limit theorem",
#   "central limit theorem with sample size 10",
#   "Why do averages of random samples form a bell curve?",
#   "Show the distribution of sample means from a skewed population becoming normal",
#   "Simulate many sample means and draw their histogram",
# ]
# asked = [
#   "mix lots of random stuff and the averages always form a hump",
#   "roll ten dice again and again, why is their average rarely extreme",
#   "why pollsters can trust the mean of a random survey",
#   "population not normal, n = 30: describe how x̄ is distributed",
#   "CLT demo, sampling dist of xbar, sigma/sqrt(n)",
#   "asymptotic normality of averages, convergence in distribution",
#   "CLT, not law of large numbers: which shape do the averages take",
#   "zentraler Grenzwertsatz: Mittelwerte von Stichproben werden normalverteilt",
#   "théorème central limite : la moyenne d'échantillons devient gaussienne",
#   "teorema del límite central con medias muestrales",
# ]
# concepts = [
#   "central limit theorem", "CLT", "sample means", "sampling distribution", "averages of random samples", "mean of samples",
#   "bell curve", "normal distribution", "histogram", "skewed population", "probability", "statistics", "random simulation",
# ]
# licence = "MIT"
# variations = [
#   { POPULATION = "uniform", SAMPLE_SIZE = 2 },
#   { POPULATION = "two-peaked", SAMPLE_SIZE = 50 },
# ]
# [parameters]
# POPULATION = { type = "choice", options = ["skewed", "uniform", "two-peaked"], about = "shape of the population the samples come from" }
# SAMPLE_SIZE = { type = "integer", min = 2, max = 50, near = ["sample size", "samples of", "n", "size"], about = "how many values each mean is taken of" }
# ///
from manim import *

POPULATION = "skewed"
SAMPLE_SIZE = 5
POPULATION_COLOR = BLUE
MEAN_COLOR = YELLOW
DENSITIES = {
    "skewed": lambda x: (1 - x) ** 3,
    "uniform": lambda x: np.ones_like(x),
    "two-peaked": lambda x: (2 * x - 1) ** 4 + 0.03,
}
LEFT_END, WIDTH = -5.5, 11
UPPER, LOWER, HEIGHT = 0.9, -3.1, 2.3


def spot(x, level=0.0):
    return np.array([LEFT_END + WIDTH * x, level, 0])


def columns(counts, left, right, base, unit, color):
    """Bars over equal parts of the interval from left to right of the axis."""
    width = (right - left) / len(counts)
    bars = VGroup()
    for i, count in enumerate(counts):
        bar = Rectangle(width=WIDTH * width * 0.9, height=max(0.01, count * unit), stroke_width=0)
        bars.add(bar.set_fill(color, 0.85).move_to(spot(left + (i + 0.5) * width, base), aligned_edge=DOWN))
    return bars


def caption(samples):
    return Text("Means of " + samples, font_size=28, color=MEAN_COLOR).move_to(spot(0.5, LOWER - 0.4))


class DisplayScene(Scene):
    def construct(self):
        grid = (np.arange(1000) + 0.5) / 1000
        weights = DENSITIES[POPULATION](grid)
        weights = weights / weights.sum()
        mean = float((weights * grid).sum())
        sigma = float(np.sqrt((weights * (grid - mean) ** 2).sum() / SAMPLE_SIZE))
        samples = np.random.default_rng(7).choice(grid, size=(3000, SAMPLE_SIZE), p=weights)
        means = samples.mean(axis=1)

        heights = weights.reshape(40, 25).sum(axis=1)
        population = columns(heights, 0, 1, UPPER, HEIGHT / heights.max(), POPULATION_COLOR)
        lines = VGroup(*[Line(spot(-0.02, y), spot(1.02, y), color=GRAY_B) for y in (UPPER, LOWER)])
        population_label = Text(f"Population ({POPULATION})", font_size=28, color=POPULATION_COLOR)
        population_label.move_to(spot(0.5, UPPER + HEIGHT + 0.3))
        label = caption(f"samples of {SAMPLE_SIZE}")
        self.play(Create(lines), FadeIn(population_label), run_time=0.8)
        self.play(LaggedStart(*[FadeIn(bar) for bar in population], lag_ratio=0.05), run_time=1)

        # A few samples one by one: their dots merge at their mean, which falls to the lower axis.
        self.play(FadeIn(label), run_time=0.4)
        fallen = VGroup()
        for sample in samples[:4]:
            dots = VGroup(*[Dot(spot(x, UPPER), radius=0.09, color=WHITE) for x in sample])
            self.play(FadeIn(dots, shift=0.3 * DOWN), run_time=0.4)
            goal = Dot(spot(sample.mean(), UPPER - 0.5), radius=0.1, color=MEAN_COLOR)
            self.play(*[dot.animate.move_to(goal).set_color(MEAN_COLOR) for dot in dots], run_time=0.5)
            self.remove(dots)
            fallen.add(goal)
            self.play(
                goal.animate.move_to(spot(sample.mean(), LOWER + 0.1)), run_time=0.4, rate_func=rush_into
            )

        low, high = max(0, mean - 4 * sigma), min(1, mean + 4 * sigma)
        bins = 25
        peak = 3000 * (high - low) / bins / (sigma * np.sqrt(TAU))
        unit = 0.92 * HEIGHT / peak

        def histogram(count):
            counts = np.histogram(means[:count], bins=bins, range=(low, high))[0]
            return columns(counts, low, high, LOWER, unit, MEAN_COLOR)

        bars = histogram(4)
        self.play(FadeIn(bars), FadeOut(fallen), run_time=0.3)
        for count in (30, 100, 250, 500, 1000, 1500, 2000, 2500, 3000):
            self.remove(label)
            label = caption(f"{count} samples of {SAMPLE_SIZE}")
            self.add(label)
            self.play(Transform(bars, histogram(count)), run_time=0.35, rate_func=linear)
        bell = ParametricFunction(
            lambda x: spot(x, LOWER + unit * peak * np.exp(-(((x - mean) / sigma) ** 2) / 2)),
            t_range=[low, high, (high - low) / 100],
            color=RED,
        )
        name = Text("normal curve", font_size=28, color=RED)
        name.move_to(spot(mean + 1.2 * sigma, LOWER + 0.85 * HEIGHT), aligned_edge=LEFT)
        self.play(Create(bell), FadeIn(name), run_time=1.2)
        self.wait(1)
