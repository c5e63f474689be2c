# /// scene
# title = "The law of large numbers: the share of heads settles down"
# topic = "probability"
# prompts = [
#   "Show the law of large numbers with coin flips",
#   "flip a coin 500 times and plot the proportion of heads",
#   "What happens to the average when you toss a coin many times?",
#   "Simulate a biased coin with probability 0.7 and watch the running proportion converge",
#   "coin toss simulation",
# ]
# asked = [
#   "does it even out if I keep throwing a penny long enough",
#   "after five tails in a row, is heads due now?",
#   "why the casino always wins in the long run",
#   "estimate P(heads) from the relative frequency after 1000 throws",
#   "LLN sim, running mean of Bernoulli(p), n→∞",
#   "empirical frequency stabilises, Bernoulli's theorem, stochastic convergence",
#   "short streaks of luck versus the long-term share, gambler's fallacy",
#   "Gesetz der großen Zahlen: Münze sehr oft werfen",
#   "loi des grands nombres en lançant une pièce",
#   "ley de los grandes números lanzando una moneda muchas veces",
# ]
# concepts = [
#   "law of large numbers", "coin flip", "coin toss", "coin tosses", "flip a coin", "heads and tails", "running proportion",
#   "running average converges", "long-run frequency", "relative frequency", "biased coin", "probability", "statistics",
#   "random simulation",
# ]
# licence = "MIT"
# variations = [
#   { PROBABILITY = 0.95, FLIPS = 20 },
#   { PROBABILITY = 0.05, FLIPS = 2000 },
# ]
# [parameters]
# PROBABILITY = { type = "number", min = 0.05, max = 0.95, near = ["probability", "chance", "bias", "p"], about = "probability of heads" }
# FLIPS = { type = "integer", min = 20, max = 2000, near = ["flips", "tosses", "times", "coins", "throws"], about = "how often the coin is flipped" }
# ///
from manim import *

PROBABILITY = 0.5
FLIPS = 300
HEADS_COLOR = YELLOW
TAILS_COLOR = BLUE
SEED = 12


class Coin(VGroup):
    def __init__(self, heads):
        color = HEADS_COLOR if heads else TAILS_COLOR
        disk = Circle(radius=0.62, color=color, stroke_width=6).set_fill(
            interpolate_color(BLACK, color, 0.4), 1
        )
        super().__init__(disk, Text("H" if heads else "T", font_size=40))
        self.move_to([5.1, 1.9, 0])


class DisplayScene(Scene):
    def construct(self):
        flips = np.random.default_rng(SEED).random(FLIPS) < PROBABILITY
        heads = np.cumsum(flips)
        share = heads / np.arange(1, FLIPS + 1)

        axes = Axes(x_range=[0, FLIPS, FLIPS], y_range=[0, 1, 0.25], x_length=9, y_length=5, tips=False)
        axes.move_to([-1.6, -0.3, 0])
        marks = VGroup(
            *[Text(f"{y:g}", font_size=24).next_to(axes.c2p(0, y), LEFT, buff=0.2) for y in (0, 0.5, 1)],
            Text(f"{FLIPS} flips", font_size=24).next_to(axes.c2p(FLIPS, 0), DOWN, buff=0.2),
        )
        title = Text("Share of heads", font_size=34).next_to(axes, UP, buff=0.4)
        truth = DashedLine(axes.c2p(0, PROBABILITY), axes.c2p(FLIPS, PROBABILITY), color=GREEN)
        probability = Text(f"probability {PROBABILITY:.4g}", font_size=28, color=GREEN).move_to(
            [5.1, -1.4, 0]
        )
        self.play(Create(axes), FadeIn(marks, title), run_time=0.8)
        self.play(Create(truth), FadeIn(probability), run_time=0.6)

        def counter(n):
            rows = {
                f"{heads[n - 1]} heads": HEADS_COLOR,
                f"{n - heads[n - 1]} tails": TAILS_COLOR,
                f"share {share[n - 1]:.3f}": RED,
            }
            texts = VGroup(*[Text(text, font_size=28, color=color) for text, color in rows.items()])
            return texts.arrange(DOWN, buff=0.25).move_to([5.1, 0, 0])

        def trace(first, last):
            points = [axes.c2p(n, share[n - 1]) for n in range(first, last + 1)]
            return VMobject(stroke_color=WHITE, stroke_width=3).set_points_as_corners(points)

        coin = Coin(flips[0])
        tally = counter(1)
        dot = Dot(axes.c2p(1, share[0]), color=RED)
        self.play(FadeIn(coin, scale=0.5), FadeIn(tally), FadeIn(dot), run_time=0.5)
        # The first flips one by one, then ever larger steps.
        shown = 1
        for stop in sorted({2, 3, 4, 5, 6, 8, *np.geomspace(10, FLIPS, 11).astype(int).tolist()}):
            line = trace(shown, stop)
            self.remove(tally)
            tally = counter(stop)
            self.add(tally)
            self.play(coin.animate.stretch(0.02, 0), run_time=0.15)
            self.remove(coin)
            coin = Coin(flips[stop - 1])
            coin.save_state().stretch(0.02, 0)
            glide = MoveAlongPath(dot, line.copy())
            self.play(Restore(coin), Create(line), glide, run_time=0.35, rate_func=linear)
            shown = stop
        self.play(Flash(dot, color=RED), Indicate(tally[2], color=RED))
        self.wait(1)
