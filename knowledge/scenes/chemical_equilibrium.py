# /// scene
# title = "Chemical equilibrium: both reactions go on, equally fast"
# topic = "chemistry"
# prompts = [
#   "chemical equilibrium",
#   "Show a reversible reaction A ⇌ B reaching dynamic equilibrium",
#   "Le Chatelier's principle: what happens when more reactant is added?",
#   "rate of the forward and the reverse reaction until equilibrium, with particles and a concentration graph",
#   "reversible reaction with equilibrium constant K = 3",
# ]
# asked = [
#   "why does the mixture look finished although things still change inside",
#   "stuff turning into something else and back again at the same time",
#   "why ammonia production never uses up all its nitrogen",
#   "Kc = [B]/[A] = 3: predict the direction after putting in more A",
#   "A <=> B, k_f = k_r, Q vs K",
#   "law of mass action, balance of two opposing conversions",
#   "reaction that goes to completion versus one that runs both ways",
#   "chemisches Gleichgewicht: Hin- und Rückreaktion gleich schnell, Prinzip von Le Chatelier",
#   "équilibre chimique et loi de modération de Le Chatelier",
#   "equilibrio químico: reacción directa e inversa a la misma velocidad",
# ]
# concepts = [
#   "chemical equilibrium", "equilibrium", "dynamic equilibrium", "reversible reaction", "reaction", "forward reaction", "reverse reaction",
#   "reaction rate", "rate", "rates", "equilibrium constant", "concentration", "graph", "particles", "molecules", "reactant", "reactants",
#   "product", "products", "Le Chatelier's principle", "le chatelier", "stress", "shift", "shifts", "added", "adding", "chemistry", "chemical",
# ]
# licence = "MIT"
# requires = ["equilibri", "reversible", "chatelier", "forward reaction", "reverse reaction"]
# variations = [
#   { CONSTANT = 0.33, PRODUCT_COLOR = "green" },
#   { CONSTANT = 5, REACTANT_COLOR = "#FFCC00", PRODUCT_COLOR = "purple" },
# ]
# [parameters]
# CONSTANT = { type = "number", min = 0.2, max = 5, near = ["K", "constant", "Kc"], about = "equilibrium constant: products per reactant" }
# REACTANT_COLOR = { type = "color", about = "colour of the reactant A" }
# PRODUCT_COLOR = { type = "color", about = "colour of the product B" }
# ///
from manim import *

CONSTANT = 2
REACTANT_COLOR = BLUE
PRODUCT_COLOR = ORANGE

FIRST, ADDED = 80, 40  # molecules at the start, and those that come later
DURATION, ADDED_AT = 11.0, 5.5
STEPS = 440
RNG = np.random.default_rng(8)
FORWARD = 1.6 * CONSTANT / (1 + CONSTANT)  # chance per second that an A turns into a B
REVERSE = FORWARD / CONSTANT
RATES_Y = (-2.75, -3.4)
BOX_CENTER, BOX_WIDTH, BOX_HEIGHT = np.array([-4.0, -0.2, 0]), 5.0, 4.6


def histories():
    """For each moment whether each molecule is a B; which ones react is left to chance."""
    states = np.zeros((STEPS + 1, FIRST + ADDED), dtype=bool)
    due = np.zeros(2)
    for step in range(STEPS):
        states[step + 1] = states[step]
        here = states[step, : FIRST if step < STEPS * ADDED_AT / DURATION else None]
        due += DURATION / STEPS * np.array([FORWARD * (~here).sum(), REVERSE * here.sum()])
        for is_b, count in enumerate(due.astype(int)):
            chosen = RNG.choice(np.flatnonzero(here == is_b), count, replace=False)
            states[step + 1, chosen] = not is_b
        due -= due.astype(int)
    return states


IS_B = histories()
STARTS = RNG.random((FIRST + ADDED, 2)) * 2
VELOCITIES = RNG.normal(0, 0.28, (FIRST + ADDED, 2))


def present(time):
    return FIRST + ADDED if time >= ADDED_AT else FIRST


def amounts(time):
    """How many A and how many B there are."""
    b = int(IS_B[round(time / DURATION * STEPS), : present(time)].sum())
    return present(time) - b, b


def triangle_wave(phase):
    """To and fro between -1 and 1, as a ball between two walls."""
    return abs((phase + 1) % 4 - 2) - 1


class Box(VGroup):
    """A vessel in which the molecules fly about; each is coloured as what it is at the moment."""

    def __init__(self, time):
        wall = Rectangle(width=BOX_WIDTH + 0.3, height=BOX_HEIGHT + 0.3, color=WHITE).move_to(BOX_CENTER)
        self.molecules = VGroup(*[Dot(radius=0.1) for _ in STARTS])
        self.molecules.add_updater(lambda dots: self.move(dots, time.get_value()), call_updater=True)
        super().__init__(wall, self.molecules)

    def move(self, dots, time):
        places = triangle_wave(2 * STARTS + VELOCITIES * time) * [BOX_WIDTH / 2 - 0.1, BOX_HEIGHT / 2 - 0.1]
        kinds = IS_B[round(time / DURATION * STEPS)]
        for number, (dot, place, is_b) in enumerate(zip(dots, places, kinds)):
            dot.move_to(BOX_CENTER + [*place, 0])
            color = PRODUCT_COLOR if is_b else REACTANT_COLOR
            dot.set_fill(color, 1 if number < present(time) else 0)


class DisplayScene(Scene):
    def construct(self):
        time = ValueTracker(0)
        now = time.get_value
        title = VGroup(
            Text("A reversible reaction", font_size=36), MathTex(r"A \rightleftharpoons B", font_size=46)
        )
        title.arrange(RIGHT, buff=0.5).set_y(3.5)
        key = VGroup(
            Text("A", font_size=30, color=REACTANT_COLOR),
            Text("turns into", font_size=28),
            Text("B", font_size=30, color=PRODUCT_COLOR),
            Text("and back", font_size=28),
        )
        key.arrange(RIGHT, buff=0.2).move_to([BOX_CENTER[0], -3.1, 0])
        axes = Axes(
            [0, DURATION + 0.5], [0, 110], 6.4, 4.2, axis_config={"include_ticks": False, "tip_length": 0.2}
        )
        axes.move_to([3.3, 0.75, 0])
        names = VGroup(
            Text("molecules", font_size=26).next_to(axes.y_axis.get_end(), RIGHT, buff=0.25),
            Text("time", font_size=26).next_to(axes.x_axis.get_end(), DOWN, buff=0.2).shift(0.2 * LEFT),
        )
        curves = always_redraw(lambda: self.curves(axes, now()))
        rates = always_redraw(lambda: self.rates(now()))

        self.play(FadeIn(title, key), FadeIn(Box(time)), run_time=1)
        self.play(Create(axes), FadeIn(names, self.rate_names(), rates), run_time=1)
        self.add(curves)
        self.play(time.animate.set_value(3), run_time=3.5, rate_func=linear)
        balance = Text("both ways equally fast: equilibrium", font_size=28).move_to([3.2, -2.1, 0])
        self.play(FadeIn(balance), run_time=0.5)
        self.play(time.animate.set_value(ADDED_AT - 0.05), run_time=2.5, rate_func=linear)
        stress = DashedLine(axes.c2p(ADDED_AT, 0), axes.c2p(ADDED_AT, 105), color=REACTANT_COLOR)
        added = Text("more A: it shifts towards B", font_size=28, color=PRODUCT_COLOR).move_to(balance)
        self.play(FadeOut(balance), FadeIn(added), Create(stress), run_time=0.6)
        self.play(time.animate.set_value(DURATION), run_time=6, rate_func=linear)
        ratio = Text(f"again {CONSTANT:g} B for each A: K stays", font_size=28).move_to(balance)
        self.play(FadeOut(added), FadeIn(ratio), run_time=0.6)
        self.wait(1.5)

    def curves(self, axes, time):
        """How many A and B there have been up to now."""
        times = np.linspace(0, max(time, 0.03), 2 + int(40 * time))
        counts = np.array([amounts(t) for t in times])
        lines = VGroup()
        for kind, color in enumerate((REACTANT_COLOR, PRODUCT_COLOR)):
            points = axes.c2p(np.column_stack([times, counts[:, kind]]))
            lines.add(VMobject(color=color, stroke_width=4).set_points_as_corners(points))
        return lines

    def rate_names(self):
        names = VGroup(
            Text("A to B", font_size=28, color=REACTANT_COLOR),
            Text("B to A", font_size=28, color=PRODUCT_COLOR),
        )
        for name, y in zip(names, RATES_Y):
            name.move_to([0.2, y, 0], aligned_edge=LEFT)
        return names

    def rates(self, time):
        """Two arrows, as long as the two reactions are fast."""
        a, b = amounts(time)
        arrows = VGroup()
        for y, rate, color in zip(RATES_Y, (FORWARD * a, REVERSE * b), (REACTANT_COLOR, PRODUCT_COLOR)):
            length = max(0.15, 4.6 * rate / (FORWARD * (FIRST + ADDED)))
            start = np.array([1.7, y, 0])
            arrows.add(Arrow(start, start + length * RIGHT, buff=0, color=color, stroke_width=8))
        return arrows
