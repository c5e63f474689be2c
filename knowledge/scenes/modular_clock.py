# /// scene
# title = "Modular arithmetic: counting round a clock"
# topic = "number theory"
# prompts = [
#   "What is 17 mod 5?",
#   "modular arithmetic on a clock",
#   "Explain the modulo operation with a clock face",
#   "remainder of 38 modulo 12 as steps round a clock",
#   "Show how counting around a clock gives the remainder of a division",
# ]
# asked = [
#   "if it is ten o'clock, why is it three five hours later?",
#   "what is left over when you go round and round by fives?",
#   "which weekday is it in 100 days? only the leftover of whole weeks counts",
#   "Find r with 38 ≡ r for divisor 12, name its residue class",
#   "n % m operator, 17 % 5 == 2, integer division and rest",
#   "finite ring Z/nZ, residue classes, cyclic counting, Gauss's congruences",
#   "div against mod: how many full rounds and what stays behind",
#   "Rechnen mit Resten: Modulo auf der Uhr, 17 geteilt durch 5 Rest 2",
#   "reste de la division euclidienne : compter sur une horloge, congruence modulo n",
#   "aritmética del reloj: residuo de 17 entre 5, contar en círculo",
# ]
# concepts = [
#   "modular arithmetic", "modulo", "mod", "modulus", "clock arithmetic", "clock", "clock face", "remainder", "remainder of a division",
#   "division with remainder", "congruence", "congruent", "residue", "laps", "wrap around", "counting", "round a circle", "number theory", "steps",
# ]
# licence = "MIT"
# requires = ["mod ", "modul", "clock arith", "remainder", "congruen", "counting around", "wrap around", "mod"]
# variations = [
#   { NUMBER = 60, MODULUS = 12 },
#   { NUMBER = 2, MODULUS = 7, HAND_COLOR = "green" },
#   { NUMBER = 100, MODULUS = 3 },
#   { NUMBER = 50, MODULUS = 24 },
# ]
# [parameters]
# MODULUS = { type = "integer", min = 3, max = 24, prefer = ["mod", "modulo", "modulus", "divided by", "clock"], about = "the numbers on the clock" }
# NUMBER = { type = "integer", min = 0, max = 100, about = "the number that is counted off" }
# HAND_COLOR = { type = "color", about = "colour of the hand and the counted path" }
# ///
from manim import *

MODULUS = 5
NUMBER = 17
HAND_COLOR = YELLOW
RADIUS = 2.5
CENTER = np.array([-3.2, -0.2, 0])
LAPS, REMAINDER = divmod(NUMBER, MODULUS)


def on_clock(steps, radius):
    """The place that a number of steps clockwise from the top leads to."""
    angle = PI / 2 - TAU * steps / MODULUS
    return CENTER + radius * np.array([np.cos(angle), np.sin(angle), 0])


def spiral_radius(steps):
    """The path lies a little further in with every lap, so that laps can be told apart."""
    return RADIUS * (0.8 - 0.55 * steps / max(NUMBER, 2.5 * MODULUS))


def path(steps):
    """The way of the hand so far."""
    fine = np.linspace(0, steps, max(2, int(12 * steps)))
    curve = VMobject(color=HAND_COLOR, stroke_width=np.clip(30 / (LAPS + 1), 2, 5))
    return curve.set_points_as_corners([on_clock(s, spiral_radius(s)) for s in fine])


class DisplayScene(Scene):
    def construct(self):
        rim = Circle(RADIUS + 0.5, color=GRAY_B, stroke_width=4).move_to(CENTER)
        numbers = VGroup(
            *[
                Text(str(k), font_size=36 if MODULUS <= 12 else 28).move_to(on_clock(k, RADIUS))
                for k in range(MODULUS)
            ]
        )
        title = (
            VGroup(
                Text(f"A clock with {MODULUS} numbers", font_size=34),
                Text(f"count {NUMBER} steps round it", font_size=34),
            )
            .arrange(DOWN, buff=0.2)
            .move_to([3.6, 2.9, 0])
        )
        steps = ValueTracker(0)
        now = steps.get_value
        trail = always_redraw(lambda: path(now()))
        tip = always_redraw(lambda: Dot(on_clock(now(), spiral_radius(now())), radius=0.12, color=HAND_COLOR))
        counter = always_redraw(lambda: self.counter(int(now() + 0.01)))

        self.play(Create(rim), FadeIn(numbers, lag_ratio=0.1), FadeIn(title), run_time=1.3)
        self.play(FadeIn(tip), FadeIn(counter), run_time=0.5)
        self.add(trail, tip)
        seconds = np.clip(0.35 * NUMBER, 1.5, 7)
        first = min(NUMBER, MODULUS)
        if NUMBER:
            share = max(first / NUMBER, 0.25)
            self.play(steps.animate.set_value(first), run_time=share * seconds, rate_func=linear)
        if LAPS:
            again = Text("one lap: back at 0", font_size=30, color=HAND_COLOR).move_to([3.6, -1.2, 0])
            self.play(FadeIn(again), Indicate(numbers[0], color=HAND_COLOR), run_time=0.9)
            self.play(FadeOut(again), run_time=0.3)
        if NUMBER > first:
            left = NUMBER - first
            self.play(
                steps.animate.set_value(NUMBER), run_time=max(1.2, seconds * left / NUMBER), rate_func=linear
            )
        ring = Circle(0.42 if MODULUS <= 12 else 0.3, color=HAND_COLOR, stroke_width=6).move_to(
            numbers[REMAINDER]
        )
        self.play(Create(ring), numbers[REMAINDER].animate.set_color(HAND_COLOR), run_time=0.8)
        self.conclude()

    def counter(self, steps):
        """Steps counted so far, full laps, and the number the hand is at."""
        laps = steps // MODULUS
        return (
            VGroup(
                Text(f"steps: {steps}", font_size=32),
                Text(f"full laps: {laps}", font_size=32),
                Text(f"the hand is at {steps % MODULUS}", font_size=32, color=HAND_COLOR),
            )
            .arrange(DOWN, buff=0.25)
            .move_to([3.6, 0.9, 0])
        )

    def conclude(self):
        """Laps do not count: only the remainder is left."""
        division = MathTex(
            str(NUMBER), "=", rf"{LAPS} \cdot {MODULUS}", "+", str(REMAINDER), font_size=50
        ).move_to([3.6, -1.0, 0])
        division[4].set_color(HAND_COLOR)
        names = VGroup(
            Text("laps", font_size=26).next_to(division[2], DOWN, buff=0.2),
            Text("remainder", font_size=26, color=HAND_COLOR).next_to(division[4], DOWN, buff=0.2),
        )
        names[1].shift(max(0, names[0].get_right()[0] + 0.3 - names[1].get_left()[0]) * RIGHT)
        result = MathTex(rf"{NUMBER} \equiv {REMAINDER} \pmod{{{MODULUS}}}", font_size=56)
        result.move_to([3.6, -2.8, 0])
        self.play(Write(division), run_time=1.2)
        self.play(FadeIn(names), run_time=0.6)
        self.wait(0.5)
        self.play(Write(result), run_time=1.2)
        self.play(Circumscribe(result, color=HAND_COLOR), run_time=1)
        self.wait(1.2)
