# /// scene
# title = "The binomial distribution"
# topic = "probability"
# prompts = [
#   "Show the binomial distribution with n = 10 and p = 0.5",
#   "binomial distribution n=20 p=0.3",
#   "How likely is it to get k heads in 8 coin tosses? Draw the probabilities as bars",
#   "Plot the probability of k successes in n trials",
#   "What does a binomial look like when the success probability is small?",
# ]
# asked = [
#   "how many sixes will I probably roll in twenty throws",
#   "guessing every quiz question, how many will be right by luck",
#   "odds that exactly 3 of 20 light bulbs are faulty",
#   "X ~ B(12, 0.4): calculate P(X = 5) and the mean np",
#   "binom pmf nCk p^k (1-p)^(n-k)",
#   "number of hits in repeated independent yes/no experiments",
#   "binomial versus normal: discrete bars instead of a smooth density",
#   "Binomialverteilung: Wahrscheinlichkeit für k Treffer bei n Versuchen",
#   "loi binomiale : probabilité d'obtenir k succès",
#   "distribución binomial con n ensayos y probabilidad de éxito p",
# ]
# concepts = [
#   "binomial distribution", "binomial", "binomial probability", "number of successes", "n trials", "success probability",
#   "Bernoulli trials", "probability distribution", "expected value", "binomial coefficient", "probability", "statistics",
# ]
# licence = "MIT"
# requires = ["distribution", "trial", "success", "coin", "heads", "toss", "binomial look"]
# variations = [
#   { TRIALS = 30, CHANCE = 0.3 },
#   { TRIALS = 1, CHANCE = 0.05, BAR_COLOR = "red" },
# ]
# [parameters]
# TRIALS = { type = "integer", min = 1, max = 30, near = ["n", "trials", "tosses", "flips", "attempts", "coin tosses"], about = "number of trials" }
# CHANCE = { type = "number", min = 0.01, max = 0.99, near = ["p", "probability", "success probability", "chance"], about = "probability of success in each trial" }
# BAR_COLOR = { type = "color", about = "colour of the bars" }
# ///
import math

from manim import *

TRIALS = 10
CHANCE = 0.5
BAR_COLOR = BLUE
MEAN_COLOR = YELLOW
LEFT_END, WIDTH, BASELINE, TALLEST = -6, 12, -2.5, 4.0


def distribution(n):
    return [math.comb(n, k) * CHANCE**k * (1 - CHANCE) ** (n - k) for k in range(n + 1)]


class DisplayScene(Scene):
    def construct(self):
        room = WIDTH / (TRIALS + 1)
        final = distribution(TRIALS)

        def x_of(k):
            return LEFT_END + (k + 0.5) * room

        def bars(n):
            chances = distribution(n) + [0] * (TRIALS - n)
            group = VGroup()
            for k, chance in enumerate(chances):
                height = max(0.01, TALLEST * chance / max(chances))
                bar = Rectangle(width=min(0.8 * room, 2), height=height, stroke_width=0).set_fill(
                    BAR_COLOR, 0.9
                )
                group.add(bar.move_to([x_of(k), BASELINE, 0], aligned_edge=DOWN))
            return group

        def heading(n):
            text = f"Successes in {n} trial{'s' * (n > 1)}, each with chance {CHANCE:g}"
            return Text(text, font_size=34).to_edge(UP, buff=0.35)

        axis = Line([LEFT_END, BASELINE, 0], [LEFT_END + WIDTH, BASELINE, 0], color=GRAY_B)
        stride = 1 if TRIALS <= 20 else 2
        marks = VGroup(
            *[
                Text(str(k), font_size=26).move_to([x_of(k), BASELINE - 0.32, 0])
                for k in range(0, TRIALS + 1, stride)
            ]
        )
        title, columns = heading(1), bars(1)
        self.play(Create(axis), FadeIn(marks), FadeIn(title), run_time=0.8)
        self.play(LaggedStart(*[GrowFromEdge(bar, DOWN) for bar in columns[:2]], lag_ratio=0.3), run_time=0.8)
        self.add(columns)
        self.wait(0.6)

        # Trial after trial, every bar passes part of its probability on to its right neighbour.
        for n in range(2, TRIALS + 1):
            self.remove(title)
            title = heading(n)
            self.add(title)
            self.play(Transform(columns, bars(n)), run_time=min(0.7, 6 / TRIALS))

        formula = MathTex(
            r"P(k) = \binom{%d}{k} \, %g^{k} \cdot %g^{%d - k}"
            % (TRIALS, CHANCE, round(1 - CHANCE, 6), TRIALS)
        )
        mean = TRIALS * CHANCE
        right = mean < TRIALS / 2
        formula.scale(0.8).move_to([5.8 if right else -5.8, 2.3, 0], aligned_edge=RIGHT if right else LEFT)
        self.play(Write(formula), run_time=1.2)
        pointer = (
            Triangle(color=MEAN_COLOR, fill_opacity=1).scale(0.13).move_to([x_of(mean), BASELINE - 0.68, 0])
        )
        label = Text(f"mean = {mean:.4g}", font_size=28, color=MEAN_COLOR).next_to(pointer, DOWN, buff=0.1)
        label.shift(max(0, -6.6 - label.get_left()[0]) * RIGHT + min(0, 6.6 - label.get_right()[0]) * RIGHT)
        mode = max(range(TRIALS + 1), key=final.__getitem__)
        peak = Text(f"{final[mode]:.3g}", font_size=26).next_to(columns[mode], UP, buff=0.12)
        self.play(FadeIn(pointer, label, shift=0.3 * UP), FadeIn(peak), run_time=0.8)
        self.play(Indicate(columns[mode], color=MEAN_COLOR, scale_factor=1))
        self.wait(1)
