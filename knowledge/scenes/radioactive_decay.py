# /// scene
# title = "Radioactive decay: by chance, yet half are gone after every half-life"
# topic = "modern physics"
# prompts = [
#   "radioactive decay",
#   "Explain the half-life of a radioactive substance",
#   "Show 200 atoms decaying with a half-life of 8 days",
#   "Carbon-14 dating: half-life 5730 years",
#   "What does half life mean? Animate nuclei that decay at random and the exponential decay curve",
# ]
# asked = [
#   "stuff that rays away by itself: how long until only half is there?",
#   "no one knows which atom bursts next, yet the total is predictable",
#   "how do archaeologists tell the age of old bones and mummies?",
#   "Of 200 I-131 atoms, how many remain after 24 days?",
#   "N(t)=N0*2^(-t/T), exp(-lambda t), t1/2 simulation",
#   "disintegration of unstable isotopes, nuclear transmutation, activity in becquerel, radiocarbon method",
#   "luck of a single unstable atom against the smooth law for very many",
#   "radioaktiver Zerfall: Halbwertszeit und Zerfallskurve, C-14-Methode",
#   "désintégration radioactive, demi-vie, datation au carbone 14",
#   "desintegración radiactiva, período de semidesintegración, datación con carbono 14",
# ]
# concepts = [
#   "radioactive decay", "radioactivity", "radioactive", "half-life", "half life", "decay", "decaying", "nuclei", "nucleus", "atoms",
#   "isotope", "isotopes", "sample", "exponential decay", "decay curve", "carbon dating", "carbon-14", "iodine", "cobalt", "caesium", "radium", "radon", "mean", "random", "chance", "substance",
#   "nuclear physics", "physics", "chemistry",
# ]
# licence = "MIT"
# requires = ["radioactiv", "half-life", "half life", "halflife", "nuclei", "carbon-14", "decay"]
# variations = [
#   { ATOMS = 400, ISOTOPE = "caesium 137", ATOM_COLOR = "green" },
#   { ATOMS = 20, HALF_LIFE = 0.5, UNIT = "seconds" },
# ]
# [parameters]
# HALF_LIFE = { type = "number", min = 0.001, max = 1000000, near = ["second", "minute", "hour", "day", "year"], about = "the half-life, instead of an isotope's" }
# UNIT = { type = "choice", options = ["seconds", "minutes", "hours", "days", "years"], signs = { seconds = ["\\bsecond\\b"], minutes = ["\\bminute\\b"], hours = ["\\bhour\\b"], days = ["\\bday\\b"], years = ["\\byear\\b"] }, about = "the unit of the half-life" }
# ISOTOPE = { type = "choice", options = ["carbon 14", "iodine 131", "cobalt 60", "caesium 137", "radium 226", "radon 222"], signs = { "carbon 14" = ["carbon dating", "radiocarbon"] }, about = "an isotope whose half-life is taken" }
# ATOMS = { type = "integer", min = 20, max = 400, near = ["atoms", "nuclei", "particles", "isotopes"], about = "how many atoms there are at the start" }
# ATOM_COLOR = { type = "color", about = "colour of the atoms that have not decayed" }
# ///
from manim import *

HALF_LIFE = None
UNIT = "days"
ISOTOPE = None
ATOMS = 200
ATOM_COLOR = YELLOW
DECAYED_COLOR = GRAY_D
HALVINGS = 5
HALF_LIVES = {
    "carbon 14": "5730 years",
    "iodine 131": "8.02 days",
    "cobalt 60": "5.27 years",
    "caesium 137": "30.1 years",
    "radium 226": "1600 years",
    "radon 222": "3.82 days",
}

RNG = np.random.default_rng(4)
LIFETIMES = RNG.exponential(1 / np.log(2), ATOMS)  # in half-lives
SIDE, CENTER = 5, np.array([-4.1, -0.25, 0])


def left(time):
    """How many atoms have not decayed after so many half-lives."""
    return int((LIFETIMES > time).sum())


def sample():
    """The atoms as dots that fill a square, row by row."""
    per_row = int(np.ceil(np.sqrt(ATOMS)))
    step = SIDE / per_row
    atoms = VGroup(*[Dot(radius=0.4 * min(step, 0.6), color=ATOM_COLOR) for _ in range(ATOMS)])
    for k, atom in enumerate(atoms):
        atom.move_to(
            CENTER + [step * (k % per_row + 0.5) - SIDE / 2, SIDE / 2 - step * (k // per_row + 0.5), 0]
        )
    return atoms


class DisplayScene(Scene):
    def construct(self):
        time = ValueTracker(0)
        now = time.get_value
        title = Text(self.heading(), font_size=36).set_y(3.5)
        atoms = sample()
        axes = Axes(
            [0, HALVINGS + 1],
            [0, 1.12],
            6.4,
            4.4,
            axis_config={"include_ticks": False, "tip_width": 0.2, "tip_height": 0.2},
        )
        axes.move_to([2.9, -0.1, 0])
        steps = always_redraw(lambda: self.counted(axes, now()))
        count = Integer(ATOMS, mob_class=Text, font_size=30, color=ATOM_COLOR)
        count.add_updater(lambda number: number.set_value(left(now())))
        rest = Text("atoms left:", font_size=30)
        VGroup(rest, count).arrange(RIGHT, buff=0.25).move_to([CENTER[0], -3.35, 0])

        self.play(FadeIn(title), LaggedStart(*map(FadeIn, atoms), lag_ratio=1 / ATOMS), run_time=1.2)
        self.play(Create(axes), FadeIn(self.labels(axes), rest, count), run_time=1)
        self.add(steps, atoms)
        atoms.add_updater(lambda group: self.decay(group, now()))
        for halving in range(1, HALVINGS + 1):
            self.play(time.animate.set_value(halving), run_time=2.2 if halving < 3 else 1.2, rate_func=linear)
            self.play(FadeIn(self.mark(axes, halving)), run_time=0.4)
        atoms.clear_updaters()
        law = MathTex(r"N(t) = N_0 \cdot \left(\tfrac12\right)^{t / T}", font_size=44)
        curve = axes.plot(lambda t: 0.5**t, x_range=[0, HALVINGS], color=WHITE, stroke_width=3)
        self.play(Create(curve), Write(law.move_to([4, 1.9, 0])), run_time=1.5)
        self.wait(1.5)

    def heading(self):
        """The half-life that was given, or that of an isotope."""
        if HALF_LIFE or not ISOTOPE:
            return f"Half-life T = {HALF_LIFE or 8:.10g} {UNIT if HALF_LIFE != 1 else UNIT[:-1]}"
        return f"{ISOTOPE.capitalize().replace(' ', '-')}: half-life T = {HALF_LIVES[ISOTOPE]}"

    def decay(self, atoms, time):
        for atom, lifetime in zip(atoms, LIFETIMES):
            if lifetime <= time:
                age = min(1, (time - lifetime) / 0.15)
                atom.set_fill(interpolate_color(RED, DECAYED_COLOR, age))

    def counted(self, axes, time):
        """The number of atoms that are left, as a staircase that goes down at each decay."""
        moments = np.sort(LIFETIMES[LIFETIMES < time])
        xs = np.repeat(np.concatenate([[0], moments, [max(time, 0.01)]]), 2)[1:-1]
        counts = np.repeat(1 - np.arange(len(moments) + 1) / ATOMS, 2)
        line = VMobject(color=ATOM_COLOR, stroke_width=5)
        return line.set_points_as_corners(axes.c2p(np.column_stack([xs, counts])))

    def mark(self, axes, halving):
        """The dashed step that leads down to half of what there was."""
        share = 0.5**halving
        corner = axes.c2p(halving, share)
        lines = VGroup(
            DashedLine(axes.c2p(0, share), corner, color=GRAY_B, stroke_width=2),
            DashedLine(corner, axes.c2p(halving, 0), color=GRAY_B, stroke_width=2),
        )
        name = {1: "1/2", 2: "1/4", 3: "1/8"}.get(halving)
        if name:
            lines.add(Text(name, font_size=26).next_to(axes.c2p(0, share), LEFT, buff=0.15))
        return lines

    def labels(self, axes):
        """The half-lives along the time axis, and the number at the start."""
        names = ["T", *[f"{k} T" for k in range(2, HALVINGS + 1)], "time"]
        places = [*range(1, HALVINGS + 1), HALVINGS + 0.95]
        marks = VGroup(
            *[
                Text(name, font_size=26).next_to(axes.c2p(x, 0), DOWN, buff=0.2)
                for name, x in zip(names, places)
            ]
        )
        return marks.add(Text(str(ATOMS), font_size=26).next_to(axes.c2p(0, 1), LEFT, buff=0.15))
