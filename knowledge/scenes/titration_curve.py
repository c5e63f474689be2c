# /// scene
# title = "Titration: the pH leaps where acid and base are in balance"
# topic = "chemistry"
# prompts = [
#   "titration curve",
#   "Show the titration of a strong acid with a strong base",
#   "pH curve of a weak acid titrated with NaOH, equivalence point and buffer region",
#   "titrate 25 ml of 0.1 M acetic acid, pKa 4.76",
#   "How does the pH change when I add sodium hydroxide drop by drop to hydrochloric acid? Why does the indicator turn pink?",
# ]
# asked = [
#   "drip lye into vinegar until the colour suddenly flips",
#   "why does the liquid turn rosy all at once after one more drop?",
#   "lab: how sour is this vinegar? measure it with lye of known strength",
#   "25 ml CH3COOH 0.1 M with KOH: values at start, half way and end",
#   "Henderson-Hasselbalch pKa + log ratio, mL added vs pH plot",
#   "volumetric analysis, acidimetry, alkalimetry, end point determination",
#   "strong against feeble vinegar-like kind: where is the jump and how high?",
#   "Titrationskurve: Salzsäure mit Natronlauge, Äquivalenzpunkt, Pufferbereich, Umschlag des Indikators",
#   "courbe de dosage acide-base, point d'équivalence, pH en fonction du volume de soude",
#   "curva de valoración ácido-base, punto de equivalencia, cambio de color del indicador",
# ]
# concepts = [
#   "titration", "titrate", "titration curve", "pH", "pH curve", "acid", "base", "strong acid", "weak acid", "strong base", "acetic acid",
#   "hydrochloric acid", "HCl", "NaOH", "sodium hydroxide", "alkali", "neutralisation", "neutralization", "equivalence point",
#   "half-equivalence point", "buffer", "buffer region", "pKa", "indicator", "phenolphthalein", "pink", "burette", "drop by drop",
#   "add", "ml", "chemistry",
# ]
# licence = "MIT"
# requires = ["titrat", "ph", "acid", "neutrali", "burette", "equivalence point"]
# variations = [
#   { ACID = "weak acid", PKA = 4.76, VOLUME = 50, CONCENTRATION = 1 },
#   { ACID = "weak acid", PKA = 7, CONCENTRATION = 0.01, VOLUME = 10 },
#   { CONCENTRATION = 0.01, VOLUME = 100 },
# ]
# [parameters]
# ACID = { type = "choice", options = ["strong acid", "weak acid"], signs = { "strong acid" = ["hydrochloric", "\\bHCl\\b"], "weak acid" = ["acetic", "ethanoic", "vinegar", "buffer"] }, about = "the kind of acid" }
# PKA = { type = "number", min = 3, max = 7, near = ["pKa"], about = "strength of the weak acid" }
# CONCENTRATION = { type = "number", min = 0.01, max = 1, near = ["M", "mol/l", "molar", "concentration"], about = "concentration of acid and base in mol/l" }
# VOLUME = { type = "number", min = 5, max = 100, near = ["ml", "millilitre", "milliliter"], about = "volume of the acid in ml" }
# ///
from manim import *

ACID = "strong acid"
PKA = 4.76
CONCENTRATION = 0.1
VOLUME = 25
CURVE_COLOR = YELLOW
LIQUID_COLOR = BLUE_E
INDICATOR_COLOR = PINK
TURNS_AT = 8.2  # where phenolphthalein begins to be pink; at 10 it is so fully

KA = 10.0**-PKA if ACID == "weak acid" else 1e6
KW = 1e-14
BEAKER, WIDTH = np.array([-5, -2.9, 0]), 2.2  # the middle of its bottom, and how wide it is


def ph(added):
    """The pH after `added` times the volume of the acid of base, from the balance of all charges."""
    acid, base = CONCENTRATION / (1 + added), CONCENTRATION * added / (1 + added)
    low, high = 0.0, 14.0
    for _ in range(50):
        middle = (low + high) / 2
        hydrogen = 10.0**-middle
        surplus = hydrogen + base - KW / hydrogen - acid * KA / (KA + hydrogen)
        low, high = (middle, high) if surplus > 0 else (low, middle)
    return (low + high) / 2


def beaker():
    outline = [[-WIDTH / 2, 2.4, 0], [-WIDTH / 2, 0, 0], [WIDTH / 2, 0, 0], [WIDTH / 2, 2.4, 0]]
    return VMobject(color=WHITE, stroke_width=5).set_points_as_corners(outline).shift(BEAKER)


def liquid(added):
    """What is in the beaker: more with each drop, and pink once the indicator turns."""
    share = np.clip((ph(added) - TURNS_AT) / (10 - TURNS_AT), 0, 1)
    box = Rectangle(width=WIDTH - 0.1, height=0.9 + 0.45 * added, stroke_width=0)
    box.set_fill(interpolate_color(LIQUID_COLOR, INDICATOR_COLOR, share), 0.8)
    return box.move_to(BEAKER + 0.04 * UP, aligned_edge=DOWN)


def burette(added):
    """The glass tube with what is left of the base, and the drop that falls from it."""
    tube = Rectangle(width=0.5, height=2.6, color=WHITE, stroke_width=4).move_to(BEAKER + 4.8 * UP)
    height = 2.5 - 1.0 * added
    base = Rectangle(width=0.42, height=height, stroke_width=0).set_fill(GREEN, 0.7)
    base.move_to(tube.get_bottom() + 0.05 * UP, aligned_edge=DOWN)
    tip = Line(tube.get_bottom(), tube.get_bottom() + 0.35 * DOWN, color=WHITE, stroke_width=6)
    parts = VGroup(base, tube, tip)
    if 0 < added < 2:
        start, end = tip.get_end()[1], BEAKER[1] + 0.9 + 0.45 * added
        fall = (15 * added) % 1
        parts.add(Dot([BEAKER[0], start + (end - start) * fall**2, 0], radius=0.09, color=GREEN))
    return parts


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"Titration of a {ACID} with a strong base", font_size=34).set_y(3.5).set_x(1.2)
        added = ValueTracker(0)
        now = added.get_value
        axes = Axes(
            [0, 2.1],
            [0, 15],
            7,
            4.9,
            axis_config={"include_ticks": False, "tip_width": 0.2, "tip_height": 0.2},
        )
        axes.move_to([2.4, -0.1, 0])
        amounts = np.linspace(0, 2, 801)
        values = np.array([ph(amount) for amount in amounts])

        def curve():
            end = max(2, int(400 * now()) + 1)
            points = axes.c2p(np.column_stack([amounts[:end], values[:end]]))
            return VMobject(color=CURVE_COLOR, stroke_width=6).set_points_as_corners(points)

        drawn = always_redraw(curve)
        flask = always_redraw(lambda: VGroup(liquid(now()), burette(now())))
        number = DecimalNumber(
            values[0], num_decimal_places=1, mob_class=Text, font_size=30, color=CURVE_COLOR
        )
        number.add_updater(lambda mob: mob.set_value(ph(now())))
        reading = VGroup(Text("pH", font_size=30, color=CURVE_COLOR), number).arrange(RIGHT, buff=0.25)
        reading.move_to(BEAKER + 0.5 * DOWN)

        self.play(FadeIn(title, flask), Create(beaker()), run_time=1)
        self.play(Create(axes), FadeIn(self.labels(axes), reading), run_time=1)
        self.add(drawn)
        if ACID == "weak acid":
            self.play(added.animate.set_value(0.5), run_time=2.5, rate_func=linear)
            self.play(FadeIn(self.mark(axes, 0.5, "halfway: pH = pKa", DR)), run_time=0.8)
        self.play(added.animate.set_value(1), run_time=3, rate_func=linear)
        self.play(FadeIn(self.mark(axes, 1, f"equivalence: pH {ph(1):.1f}", RIGHT)), run_time=0.8)
        self.wait(0.6)
        self.play(added.animate.set_value(2), run_time=3.5, rate_func=linear)
        words = Text("in the leap the indicator turns pink", font_size=28, color=INDICATOR_COLOR)
        self.play(FadeIn(words.move_to([2.2, -3.55, 0])), run_time=0.6)
        self.wait(1.5)

    def labels(self, axes):
        """The pH up the side, and the added volume along the bottom."""
        sides = [
            Text(f"{value}", font_size=26).next_to(axes.c2p(0, value), LEFT, buff=0.15)
            for value in (0, 7, 14)
        ]
        neutral = DashedLine(axes.c2p(0, 7), axes.c2p(2.05, 7), color=GRAY, stroke_width=2)
        feet = [
            Text(f"{VOLUME * share:g} ml", font_size=26).next_to(axes.c2p(share, 0), DOWN, buff=0.2)
            for share in (1, 2)
        ]
        name = Text("pH", font_size=28).next_to(axes.c2p(0, 15), RIGHT, buff=0.2)
        added = Text("base added", font_size=26).next_to(axes.c2p(0.42, 0), DOWN, buff=0.2)
        return VGroup(neutral, *sides, *feet, name, added)

    def mark(self, axes, amount, words, side):
        """A point of the curve with what it means."""
        point = axes.c2p(amount, ph(amount))
        label = Text(words, font_size=28).next_to(point, side, buff=0.3)
        label.add_background_rectangle(opacity=0.9, buff=0.06)
        return VGroup(Dot(point, radius=0.11, color=WHITE), label)
