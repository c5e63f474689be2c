# /// scene
# title = "Monte Carlo: random points estimate pi"
# topic = "probability"
# prompts = [
#   "Estimate pi with the Monte Carlo method",
#   "monte carlo pi",
#   "How can random points in a square tell us the value of pi?",
#   "Throw 1000 random darts at a circle in a square to approximate pi",
#   "Monte Carlo simulation with 500 points: the share inside the circle times four",
# ]
# asked = [
#   "raindrops falling on a tile with a round patch reveal a famous number",
#   "how can pure luck and counting dots give 3.14?",
#   "scatter rice grains over a round plate on a square tray and count",
#   "Approximate π by 4·hits/throws for N = 2000 and plot the convergence",
#   "count random.random() with x*x+y*y<1, 4*inside/n python",
#   "hit-or-miss sampling, stochastic simulation of the disc's area",
#   "π by chance against π by exact geometry: how good is luck?",
#   "Kreiszahl Pi mit Zufallspunkten bestimmen, Monte-Carlo-Methode, Zufallsregen",
#   "estimer pi au hasard : points tirés dans un carré, méthode de Monte-Carlo",
#   "calcular pi con puntos aleatorios, método de Montecarlo con dardos",
# ]
# concepts = [
#   "Monte Carlo", "Monte Carlo method", "Monte Carlo simulation", "estimate pi", "approximate pi", "value of pi", "pi", "random points", "random", "darts", "throw",
#   "circle in a square", "quarter circle", "area ratio", "share", "probability", "simulation", "statistics", "random numbers", "estimate",
# ]
# licence = "MIT"
# requires = ["monte carlo", "monte-carlo", "random points", "random darts", "randomly", "at random", "random sampl", "random number"]
# variations = [
#   { POINTS = 100, INSIDE_COLOR = "green" },
#   { POINTS = 5000, INSIDE_COLOR = "blue", OUTSIDE_COLOR = "orange" },
# ]
# [parameters]
# POINTS = { type = "integer", min = 100, max = 5000, near = ["points", "darts", "samples", "random", "throw", "n", "dots", "times"], about = "how many points are thrown" }
# INSIDE_COLOR = { type = "color", about = "colour of the points inside the circle" }
# OUTSIDE_COLOR = { type = "color", about = "colour of the points outside" }
# ///
from manim import *

POINTS = 2000
INSIDE_COLOR = YELLOW
OUTSIDE_COLOR = BLUE
SEED = 381
SIDE = 6.6
CENTER = np.array([-3.4, -0.1, 0])
BATCHES = 30
SIZE = np.interp(POINTS, [100, 1000, 5000], [0.07, 0.05, 0.03])

THROWS = np.random.default_rng(SEED).uniform(-1, 1, (POINTS, 2))
HITS = np.hypot(*THROWS.T) <= 1
ESTIMATES = 4 * np.cumsum(HITS) / np.arange(1, POINTS + 1)


def crumbs(places, color):
    """Many small diamonds as one shape: far quicker to draw than as many dots."""
    shape = VMobject(stroke_width=0).set_fill(color, 1)
    for x, y in places:
        middle = CENTER + SIDE / 2 * np.array([x, y, 0])
        corners = [middle + SIZE * way for way in (RIGHT, UP, LEFT, DOWN)]
        shape.start_new_path(corners[0]).add_points_as_corners([*corners[1:], corners[0]])
    return shape


class DisplayScene(Scene):
    def construct(self):
        square = Square(SIDE, color=WHITE, stroke_width=3).move_to(CENTER)
        circle = Circle(SIDE / 2, color=WHITE, stroke_width=3).move_to(CENTER)
        share = MathTex(
            r"\frac{\text{circle}}{\text{square}} = \frac{\pi r^2}{(2r)^2} = \frac{\pi}{4}", font_size=46
        ).move_to([3.7, 2.9, 0])
        axes = self.axes()

        self.play(Create(square), Create(circle), run_time=1.2)
        self.play(Write(share), run_time=1.4)
        self.wait(0.6)
        self.play(FadeIn(axes), run_time=0.6)
        ends = np.unique(np.geomspace(min(10, POINTS // 10), POINTS, BATCHES).astype(int))
        start, counts, curve = 0, VGroup(), VGroup()
        for number, end in enumerate(ends):
            places, hits = THROWS[start:end], HITS[start:end]
            new = VGroup(crumbs(places[hits], INSIDE_COLOR), crumbs(places[~hits], OUTSIDE_COLOR))
            self.remove(counts, curve)
            counts, curve = self.counts(end), self.curve(axes, end)
            self.add(counts, curve)
            self.play(FadeIn(new), run_time=0.6 if number < 5 else 0.2)
            start = end
        self.wait(0.4)
        final = MathTex(rf"\pi \approx {ESTIMATES[-1]:.3f}", font_size=60, color=INSIDE_COLOR)
        final.move_to([3.7, -3.3, 0])
        self.play(FadeOut(axes[1]), run_time=0.3)
        self.play(Write(final), run_time=1)
        self.play(Circumscribe(final, color=YELLOW), run_time=1)
        self.wait(1)

    def counts(self, thrown):
        """How many points there are, and what they make of pi."""
        inside = int(HITS[:thrown].sum())
        lines = VGroup(
            Text(f"points: {thrown}", font_size=30),
            Text(f"inside: {inside}", font_size=30, color=INSIDE_COLOR),
        ).arrange(RIGHT, buff=0.6)
        formula = Text(f"4 · {inside} / {thrown} = {ESTIMATES[thrown - 1]:.3f}", font_size=34)
        return VGroup(lines, formula).arrange(DOWN, buff=0.25).move_to([3.7, 1.1, 0])

    def axes(self):
        """The estimate against the number of points, with a line where pi is."""
        axes = Axes(
            [0, POINTS, POINTS],
            [2.4, 3.9, 1.5],
            5.2,
            2.2,
            axis_config={"include_ticks": False, "color": GRAY},
            tips=False,
        ).move_to([3.8, -1.5, 0])
        level = DashedLine(axes.c2p(0, PI), axes.c2p(POINTS, PI), color=GREEN)
        name = MathTex(r"\pi", font_size=38, color=GREEN).next_to(level, LEFT, buff=0.15)
        caption = Text("the estimate, point by point", font_size=26).next_to(axes, DOWN, buff=0.2)
        axes.add(level, name)
        return VGroup(axes, caption)

    def curve(self, axes, end):
        shown = np.unique(np.linspace(1, end, 200).astype(int))
        corners = [axes[0].c2p(n, np.clip(ESTIMATES[n - 1], 2.4, 3.9)) for n in shown]
        return VMobject(color=INSIDE_COLOR, stroke_width=3).set_points_as_corners(corners)
