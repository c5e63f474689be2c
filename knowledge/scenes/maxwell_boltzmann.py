# /// scene
# title = "Molecules that collide end up with all speeds: the Maxwell-Boltzmann distribution"
# topic = "thermodynamics"
# prompts = [
#   "Maxwell-Boltzmann distribution",
#   "Show the distribution of molecular speeds in a gas",
#   "How fast do nitrogen molecules move at 300 K? Histogram of their speeds",
#   "Maxwell Boltzmann speed distribution of helium at a higher temperature",
#   "Why do not all molecules of a gas have the same speed? Let them collide and draw a histogram",
# ]
# asked = [
#   "are all the air particles in this room flying equally quickly?",
#   "why do some air particles race and others crawl after bumping about?",
#   "light gas leaks out of the atmosphere because a few particles are quick enough",
#   "Sketch how the curve of particle velocities changes when T is doubled",
#   "v_p = sqrt(2kT/m), f(v) pdf for N2, He, Xe",
#   "statistical spread of thermal velocities, Maxwellian, kinetic gas theory",
#   "one average speed or a whole spread? warm gas against cold gas",
#   "Geschwindigkeitsverteilung der Teilchen in einem Gas, Maxwell-Boltzmann-Verteilung bei 300 K",
#   "distribution des vitesses des molécules d'un gaz selon la température",
#   "distribución de las velocidades moleculares en un gas caliente y uno frío",
# ]
# concepts = [
#   "Maxwell-Boltzmann distribution", "Maxwell", "Boltzmann", "speed distribution", "distribution", "molecular speeds", "speed", "speeds",
#   "molecules", "molecule", "gas", "histogram", "temperature", "higher temperature", "kelvin", "hot", "cold", "heat", "collide", "collisions",
#   "kinetic theory", "most probable speed", "helium", "nitrogen", "oxygen", "neon", "argon", "thermodynamics", "chemistry", "physics",
# ]
# licence = "MIT"
# requires = ["maxwell", "boltzmann", "molecular speed", "speed distribution", "speeds", "molecules move"]
# variations = [
#   { GAS = "helium", TEMPERATURE = 1000 },
#   { GAS = "xenon", TEMPERATURE = 100, BAR_COLOR = "green" },
# ]
# [parameters]
# GAS = { type = "choice", options = ["helium", "neon", "nitrogen", "oxygen", "argon", "xenon"], about = "the gas" }
# TEMPERATURE = { type = "number", min = 100, max = 1000, near = ["K", "kelvin", "temperature"], about = "temperature in kelvin" }
# BAR_COLOR = { type = "color", about = "colour of the histogram" }
# ///
from manim import *

GAS = "nitrogen"
TEMPERATURE = 300
BAR_COLOR = BLUE
CURVE_COLOR = YELLOW
HOT_COLOR = RED

MOLAR_MASS = {"helium": 4.0, "neon": 20.2, "nitrogen": 28.0, "oxygen": 32.0, "argon": 39.9, "xenon": 131.3}[
    GAS
]
THERMAL = np.sqrt(8.314 * TEMPERATURE / (MOLAR_MASS / 1000))  # m/s, the spread of each component
PEAK = np.sqrt(2) * THERMAL
COUNT, SHOWN, STEPS = 2000, 60, 200
BINS = np.linspace(0, 4.2 * PEAK / np.sqrt(2), 22)
BOX_CENTER, BOX = np.array([-4.5, 0, 0]), np.array([4.2, 4.2])


def collide(velocities, rng):
    """Let molecules meet in random pairs: each pair keeps its momentum and energy and flies apart anyhow."""
    order = rng.permutation(len(velocities))[: len(velocities) // 12 * 2]
    one, other = order[::2], order[1::2]
    mean = (velocities[one] + velocities[other]) / 2
    speeds = np.linalg.norm(velocities[one] - velocities[other], axis=1)
    ways = rng.normal(size=(len(one), 3))
    ways *= (speeds / 2 / np.linalg.norm(ways, axis=1))[:, None]
    velocities[one], velocities[other] = mean + ways, mean - ways


def history():
    """The speeds at every step, and where the shown molecules are; at first all are equally fast."""
    rng = np.random.default_rng(3)
    velocities = rng.normal(size=(COUNT, 3))
    velocities *= np.sqrt(3) / np.linalg.norm(velocities, axis=1)[:, None]
    places = (rng.random((SHOWN, 2)) - 0.5) * 2
    speeds, path = [], []
    for _ in range(STEPS + 1):
        speeds.append(THERMAL * np.linalg.norm(velocities, axis=1))
        path.append(1 - abs((places + 1) % 4 - 2))
        places = places + 0.022 * velocities[:SHOWN, :2]
        collide(velocities, rng)
    return speeds, path


SPEEDS, PATH = history()


def density(speed, thermal):
    """Maxwell's density of the speeds, per m/s."""
    return np.sqrt(2 / PI) * speed**2 / thermal**3 * np.exp(-((speed / thermal) ** 2) / 2)


class DisplayScene(Scene):
    def construct(self):
        step = ValueTracker(0)
        now = lambda: int(step.get_value())
        title = Text(f"{GAS.capitalize()} at {TEMPERATURE:g} K", font_size=36).set_y(3.5)
        tallest = 1.5 * density(PEAK, THERMAL)
        axes = Axes(
            [0, BINS[-1] * 1.03],
            [0, tallest],
            8.0,
            4.6,
            axis_config={"include_ticks": False, "tip_length": 0.2},
        )
        axes.move_to([2.6, 0.05, 0])
        walls = Rectangle(width=BOX[0] + 0.3, height=BOX[1] + 0.3, color=WHITE).move_to(BOX_CENTER)
        molecules = VGroup(*[Dot(radius=0.09) for _ in range(SHOWN)])
        molecules.add_updater(lambda dots: self.move(dots, now()), call_updater=True)
        bars = always_redraw(lambda: self.bars(axes, SPEEDS[now()], tallest))
        caption = Text("at first all molecules are equally fast", font_size=30).set_y(-3.4)

        self.play(FadeIn(title, walls, molecules), run_time=1)
        self.play(Create(axes), FadeIn(self.names(axes), bars, caption), run_time=1)
        self.play(step.animate.set_value(8), run_time=1.5, rate_func=linear)
        after = Text("collisions make some faster and some slower", font_size=30).set_y(-3.4)
        self.play(FadeOut(caption), FadeIn(after), run_time=0.4)
        self.play(step.animate.set_value(110), run_time=5, rate_func=linear)
        curve = self.curve(axes, THERMAL, CURVE_COLOR)
        words = Text(f"most often about {PEAK:.0f} m/s", font_size=28, color=CURVE_COLOR)
        words.move_to([6.8, axes.c2p(0, 1.3 * density(PEAK, THERMAL))[1], 0], aligned_edge=RIGHT)
        self.play(Create(curve), FadeIn(words), FadeOut(after), run_time=1.5)
        self.play(step.animate.set_value(150), run_time=2, rate_func=linear)
        hot = self.curve(axes, np.sqrt(2) * THERMAL, HOT_COLOR)
        warmer = Text("twice as hot: faster, and more spread out", font_size=30, color=HOT_COLOR).set_y(-3.4)
        self.play(TransformFromCopy(curve, hot), FadeIn(warmer), run_time=1.5)
        self.play(step.animate.set_value(190), run_time=2, rate_func=linear)

    def move(self, dots, step):
        for dot, place, speed in zip(dots, PATH[step], SPEEDS[step]):
            dot.move_to(BOX_CENTER + [*(place * BOX / 2), 0])
            dot.set_fill(interpolate_color(BLUE, RED, min(1, speed / (2 * PEAK))))

    def bars(self, axes, speeds, tallest):
        """The histogram of the speeds; a bar that is too tall is cut off at the top."""
        counts, _ = np.histogram(speeds, BINS)
        heights = np.minimum(counts / COUNT / np.diff(BINS), 0.97 * tallest)
        bars = VGroup()
        for left, right, height in zip(BINS, BINS[1:], heights):
            if height > 0:
                corners = [
                    axes.c2p(x, y) for x, y in ((left, 0), (left, height), (right, height), (right, 0))
                ]
                bars.add(Polygon(*corners, color=BLACK, stroke_width=2).set_fill(BAR_COLOR, 0.8))
        return bars

    def curve(self, axes, thermal, color):
        speeds = np.linspace(0, BINS[-1], 200)
        points = axes.c2p(np.column_stack([speeds, density(speeds, thermal)]))
        return VMobject(color=color, stroke_width=6).set_points_as_corners(points)

    def names(self, axes):
        """The most probable speed and its double along the axis, and what is counted."""
        marks = VGroup()
        for speed in (PEAK, 2 * PEAK):
            marks.add(Text(f"{speed:.0f} m/s", font_size=26).next_to(axes.c2p(speed, 0), DOWN, buff=0.2))
        return marks.add(Text("molecules", font_size=26).next_to(axes.y_axis.get_end(), RIGHT, buff=0.2))
