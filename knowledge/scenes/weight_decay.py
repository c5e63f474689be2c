# /// scene
# title = "Weight decay shrinks every weight a little at each step"
# topic = "optimisation"
# prompts = [
#   "What does weight decay do?",
#   "Show weights shrinking during training with weight decay",
#   "weight decay 0.2 vs no weight decay",
#   "Compare training with and without weight decay over 12 steps",
#   "how does decay regularise a neural network's weights",
# ]
# asked = [
#   "why are a net's numbers pulled a bit toward zero in each round?",
#   "habits not used fade away: connections that nothing needs wither",
#   "stop a net from keeping huge useless parameters during its training",
#   "Apply w ← (1−λ)w − η∇L for three rounds with λ=0.15",
#   "AdamW(weight_decay=0.01), w *= 1 - lr*wd, on vs off",
#   "ridge penalty in deep nets, Tikhonov shrinkage of parameters",
#   "all parameters fade in proportion, none is set exactly to zero at once",
#   "Gewichtsabfall: alle Gewichte des Netzes schrumpfen bei jedem Trainingsschritt, Regularisierung",
#   "régularisation par décroissance des poids à chaque étape d'entraînement",
#   "decaimiento de pesos, los pesos de la red se reducen en cada paso",
# ]
# concepts = [
#   "weight decay", "decay", "weights", "shrink", "shrinking weights", "regularization", "regularisation", "L2 penalty",
#   "AdamW", "training step", "machine learning", "decoupled decay",
# ]
# licence = "MIT"
# variations = [
#   { DECAY = 0.4, STEPS = 20, WEIGHTS = [2, -2, 1.5, -1, 0.5, 2, -2, 1] },
#   { DECAY = 0.05, STEPS = 3, WEIGHTS = [1, -0.5, 2] },
# ]
# [parameters]
# DECAY = { type = "number", min = 0.01, max = 0.6, near = ["decay", "lambda", "rate"], about = "the part taken off each weight per step" }
# STEPS = { type = "integer", min = 1, max = 20, near = ["steps", "updates", "iterations"], about = "number of steps" }
# WEIGHTS = { type = "numbers", min = -2, max = 2, min_length = 3, max_length = 8, about = "the weights at the start" }
# ///
from manim import *

DECAY = 0.15
STEPS = 12
WEIGHTS = [0.6, -1.8, 1.1, -0.7, 1.9, -1.3]
PULL = 0.35  # how strongly the data draws the first two weights, the only ones it needs, to their targets
TARGETS = [1.6, -1.4]
UNIT = 1.1
USED_COLOR = TEAL
UNUSED_COLOR = ORANGE


def after_step(weights, decay):
    moved = np.array(weights, dtype=float)
    moved[:2] += PULL * (np.array(TARGETS) - moved[:2])
    return moved - decay * np.array(weights, dtype=float)


def bars(weights, center):
    slot = 5 / len(weights)
    group = VGroup()
    for index, weight in enumerate(weights):
        color = USED_COLOR if index < len(TARGETS) else UNUSED_COLOR
        bar = Rectangle(width=0.6 * slot, height=max(abs(weight) * UNIT, 0.02), color=color)
        bar.set_fill(color, 0.7).set_stroke(width=2)
        bar.move_to(center + RIGHT * slot * (index - (len(weights) - 1) / 2))
        group.add(bar.shift(UP * weight * UNIT / 2))
    return group


class DisplayScene(Scene):
    def construct(self):
        sides = [(LEFT * 3.45, 0, "without weight decay"), (RIGHT * 3.45, DECAY, "with weight decay")]
        headings = [self.heading(*side) for side in sides]
        self.play(*map(FadeIn, headings), FadeIn(self.legend()), run_time=1)
        states = [np.array(WEIGHTS, dtype=float) for _ in sides]
        groups = [bars(state, side[0]) for state, side in zip(states, sides)]
        self.play(*[GrowFromCenter(bar) for group in groups for bar in group], run_time=1)

        step = DecimalNumber(0, num_decimal_places=0, mob_class=Text, font_size=32)
        counter = VGroup(Text("step", font_size=32), step).arrange(RIGHT, buff=0.2).move_to(UP * 3.5)
        step.shift(UP * 0.06)
        self.play(FadeIn(counter), run_time=0.4)
        for number in range(1, STEPS + 1):
            states = [after_step(state, side[1]) for state, side in zip(states, sides)]
            step.set_value(number)
            moves = [Transform(g, bars(s, side[0])) for g, s, side in zip(groups, states, sides)]
            self.play(*moves, run_time=min(1, 6.5 / STEPS))
        rules = [heading[2] for heading in headings]
        self.play(*map(FadeOut, rules), FadeIn(self.sizes(states, sides)), run_time=1)
        self.wait(1.8)

    def heading(self, center, decay, title):
        heading = Text(title, font_size=32).move_to(center + UP * 2.85)
        baseline = Line(LEFT * 2.7, RIGHT * 2.7, color=GRAY_B).move_to(center)
        keep = f"{1 - decay:g} · w" if decay else "w"
        rule = Text(f"w  ←  {keep}  −  gradient step", font_size=26, color=GRAY_A).move_to(
            center + DOWN * 2.7
        )
        return VGroup(heading, baseline, rule)

    def legend(self):
        words = [(USED_COLOR, "the data needs it"), (UNUSED_COLOR, "the data ignores it")]
        rows = VGroup()
        for color, label in words:
            swatch = Square(0.25, color=color, fill_opacity=0.7)
            rows.add(VGroup(swatch, Text(label, font_size=24)).arrange(RIGHT, buff=0.2))
        return rows.arrange(RIGHT, buff=1.2).move_to(DOWN * 3.5)

    def sizes(self, states, sides):
        notes = VGroup()
        for state, (center, *_) in zip(states, sides):
            left_over = np.abs(state[len(TARGETS) :]).max()
            words = f"largest unneeded weight: {left_over:.2f}"
            notes.add(Text(words, font_size=26, color=UNUSED_COLOR).move_to(center + DOWN * 2.7))
        return notes
