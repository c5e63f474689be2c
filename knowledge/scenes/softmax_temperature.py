# /// scene
# title = "Softmax turns scores into probabilities, temperature sets how bold"
# topic = "neural networks"
# prompts = [
#   "Explain the softmax function",
#   "softmax with temperature",
#   "Softmax of the scores 2, 1, 0.5, -1 at temperature 0.5",
#   "How does temperature change the probabilities a language model samples from?",
#   "show logits becoming a probability distribution, hot versus cold softmax",
# ]
# asked = [
#   "how does a chatbot choose its next word, boldly or cautiously?",
#   "turn points into shares that make 100 per cent, winner gets most",
#   "creativity slider of a chatbot: low is predictable, high is wild",
#   "Compute e^{z_i}/Σe^{z_j} for z = (3, 1, 0.5, −1)",
#   "F.softmax(x / T, dim=-1), greedy as T→0, uniform as T→∞",
#   "normalised exponential, Gibbs weights of scores, multinomial logit output",
#   "argmax against its smooth version: hard choice or graded chances?",
#   "Punktwerte in Wahrscheinlichkeiten umrechnen: Softmax-Funktion, Temperatur eines Sprachmodells",
#   "fonction softmax : des scores aux probabilités, effet de la température du modèle",
#   "función softmax, convertir puntuaciones en probabilidades, temperatura alta o baja",
# ]
# concepts = [
#   "softmax", "soft-max", "temperature", "logits", "logit", "scores", "probabilities", "probability distribution", "exponential", "normalise",
#   "sampling", "sample", "language model", "next token", "sharp", "flat", "winner takes all", "output layer", "machine learning",
# ]
# licence = "MIT"
# requires = ["softmax", "soft-max", "logit", "samples from", "sampling temp", "temperature sampl"]
# variations = [
#   { SCORES = [-5, 5, 0, 4.9, -2.5, 1], TEMPERATURE = 5 },
#   { SCORES = [1, 1], TEMPERATURE = 0.1, BAR_COLOR = "pink" },
#   { SCORES = [-1, -4, -2] },
# ]
# [parameters]
# SCORES = { type = "numbers", min = -5, max = 5, min_length = 2, max_length = 6, about = "the scores (logits)" }
# TEMPERATURE = { type = "number", min = 0.1, max = 5, near = ["temperature", "T"], about = "the temperature at the end" }
# BAR_COLOR = { type = "color", about = "colour of the probabilities" }
# ///
from manim import *

SCORES = [3, 1, 0.5, -1]
TEMPERATURE = 0.5
BAR_COLOR = ORANGE
SCORE_COLOR = BLUE
HEAT_COLOR = YELLOW
HEIGHT = 2.6
FLOOR = -1.2
GAP = min(1.25, 5.4 / len(SCORES))
COLDEST, HOTTEST = 0.1, 10


def softmax(scores, temperature):
    """Exponentials of the scores over the temperature, divided by their sum."""
    powers = np.exp((np.array(scores) - max(scores)) / temperature)
    return powers / powers.sum()


def minus(text):
    return text.replace("-", "−")


def across(index, middle):
    return middle + GAP * (index - (len(SCORES) - 1) / 2)


def score_bars():
    """The scores as bars up or down from a zero line, each with its number."""
    span = max(0, *SCORES) - min(0, *SCORES) or 1
    zero = FLOOR + HEIGHT * -min(0, *SCORES) / span
    bars = VGroup()
    for index, score in enumerate(SCORES):
        bar = Rectangle(width=0.6 * GAP, height=max(0.02, HEIGHT * abs(score) / span), stroke_width=0)
        bar.set_fill(SCORE_COLOR, 0.9)
        bar.move_to([across(index, -3.6), zero, 0], aligned_edge=DOWN if score >= 0 else UP)
        number = Text(minus(f"{score:g}"), font_size=28).next_to(bar, UP if score >= 0 else DOWN, buff=0.12)
        bars.add(VGroup(bar, number.scale(min(1, 0.95 * GAP / number.width))))
    line = Line([across(-0.6, -3.6), zero, 0], [across(len(SCORES) - 0.4, -3.6), zero, 0], color=GRAY_B)
    return VGroup(line, *bars)


class Share(VGroup):
    """A bar as high as a probability, which stands above it in percent."""

    def __init__(self, index, value):
        self.bar = Rectangle(width=0.6 * GAP, height=HEIGHT, stroke_width=0).set_fill(BAR_COLOR, 0.9)
        self.number = DecimalNumber(0, num_decimal_places=0, mob_class=Text, font_size=28)
        self.x = across(index, 3.2)
        super().__init__(self.bar, self.number)
        self.show(value)

    def show(self, value):
        """Redraw for another probability."""
        self.bar.stretch_to_fit_height(max(0.02, HEIGHT * value)).move_to([self.x, FLOOR, 0], DOWN)
        self.number.set_value(round(100 * value)).next_to(self.bar, UP, buff=0.12)


class Slider(VGroup):
    """The scale of temperatures, equal factors being equal steps, with a knob."""

    def __init__(self):
        self.line = Line([-3, -2.75, 0], [3, -2.75, 0], color=GRAY_B, stroke_width=4)
        self.knob = Dot(radius=0.15, color=HEAT_COLOR)
        ends = [
            Text(f"{COLDEST:g}", font_size=26).next_to(self.line, LEFT),
            Text(f"{HOTTEST}", font_size=26).next_to(self.line, RIGHT),
        ]
        super().__init__(self.line, *ends, self.knob)

    def show(self, temperature):
        share = np.log(temperature / COLDEST) / np.log(HOTTEST / COLDEST)
        self.knob.move_to(self.line.point_from_proportion(float(np.clip(share, 0, 1))))


class DisplayScene(Scene):
    def construct(self):
        heat = ValueTracker(0)  # the logarithm of the temperature
        now = lambda: softmax(SCORES, np.exp(heat.get_value()))
        left = score_bars()
        heading = Text("scores", font_size=30, color=SCORE_COLOR).move_to([-3.6, 2.3, 0])
        aim = Text("probabilities in %", font_size=30, color=BAR_COLOR).move_to([3.2, 2.3, 0])
        formula = MathTex(r"p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}", font_size=40).move_to([0, 3.1, 0])
        shares = VGroup(*[Share(i, p) for i, p in enumerate(now())])
        slider = Slider()
        slider.show(1)
        reading = VGroup(
            Text("temperature T =", font_size=30, color=HEAT_COLOR),
            DecimalNumber(1, num_decimal_places=2, mob_class=Text, font_size=30, color=HEAT_COLOR),
        ).arrange(RIGHT, buff=0.2)
        reading[1].align_to(reading[0][0], DOWN)  # on the same line of writing
        reading.move_to([0, -3.4, 0])

        self.play(FadeIn(heading), Create(left[0]), run_time=0.6)
        self.play(LaggedStart(*[FadeIn(bar, shift=0.3 * UP) for bar in left[1:]], lag_ratio=0.2), run_time=1)
        self.play(Write(formula), FadeIn(aim), run_time=1)
        pours = [ReplacementTransform(bar[0].copy(), share) for bar, share in zip(left[1:], shares)]
        self.play(LaggedStart(*pours, lag_ratio=0.15), run_time=1.4)
        self.play(FadeIn(slider, reading), run_time=0.6)
        self.wait(0.5)

        self.add(shares)
        shares.add_updater(lambda group: [share.show(p) for share, p in zip(group, now())])
        slider.add_updater(lambda each: each.show(np.exp(heat.get_value())))
        reading[1].add_updater(lambda number: number.set_value(np.exp(heat.get_value())))
        for temperature, words in (
            (HOTTEST, "hot: nearly all alike"),
            (COLDEST, "cold: the best takes nearly all"),
            (
                TEMPERATURE,
                f"T = {TEMPERATURE:g}: the best gets {100 * softmax(SCORES, TEMPERATURE).max():.0f}%",
            ),
        ):
            self.play(heat.animate.set_value(np.log(temperature)), run_time=2.2)
            remark = Text(words, font_size=30, color=HEAT_COLOR).move_to([0, -2.15, 0])
            self.play(FadeIn(remark, shift=0.2 * UP), run_time=0.4)
            self.wait(0.7)
            if not words.startswith("T"):
                self.play(FadeOut(remark), run_time=0.3)
        self.wait(0.8)
