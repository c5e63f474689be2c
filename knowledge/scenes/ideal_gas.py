# /// scene
# title = "Gas pressure: the beat of many particles on the wall"
# topic = "thermodynamics"
# prompts = [
#   "ideal gas law pV = nRT",
#   "Why does the pressure of a gas rise when I compress it?",
#   "Show gas particles in a box with a piston, pressure, volume and temperature",
#   "Boyle's law with moving particles",
#   "kinetic theory of gases: what happens when a gas is heated? 60 particles",
# ]
# asked = [
#   "why is a blocked bike pump harder to push the further I press",
#   "why does a tyre get tighter on a hot day",
#   "aerosol can left in the sun, why might it burst",
#   "2 mol at 300 K in 10 L: calculate p",
#   "PV=nRT sim, p ∝ 1/V, p ∝ T",
#   "perfect gas equation, isothermal and isochoric change, molecular bombardment",
#   "pressure versus temperature: what rises when the volume stays fixed",
#   "ideales Gas: Druck durch Teilchen, die auf die Wand prallen",
#   "loi des gaz parfaits, pression des particules sur un piston",
#   "ley de los gases ideales, presión y volumen con émbolo",
# ]
# concepts = [
#   "ideal gas", "ideal gas law", "gas", "gases", "gas law", "gas laws", "pressure", "volume", "temperature", "particles", "molecules",
#   "piston", "box", "container", "compress", "compression", "heat", "heated", "heating", "Boyle's law", "Charles's law", "Gay-Lussac",
#   "kinetic theory", "kinetic gas theory", "pV = nRT", "rise", "wall", "thermodynamics", "physics", "chemistry",
# ]
# licence = "MIT"
# requires = ["gas", "boyle", "charles", "gay-lussac", "piston", "pv"]
# variations = [
#   { PARTICLES = 100, PARTICLE_COLOR = "green" },
#   { PARTICLES = 10 },
# ]
# [parameters]
# PARTICLES = { type = "integer", min = 10, max = 100, near = ["particles", "molecules", "atoms"], about = "how many particles there are" }
# PARTICLE_COLOR = { type = "color", about = "colour of the particles" }
# ///
from manim import *

PARTICLES = 40
PARTICLE_COLOR = YELLOW
PRESSURE_COLOR = RED
VOLUME_COLOR = BLUE
TEMPERATURE_COLOR = ORANGE

RNG = np.random.default_rng(2)
STARTS = RNG.random((PARTICLES, 2)) * 4  # phases of the way to and fro between two walls, which takes 4
VELOCITIES = RNG.normal(0, 1.5, (PARTICLES, 2))
LEFT_X, LOW_Y, FULL_WIDTH, HEIGHT = -6.7, -2.1, 6.2, 4.2
RADIUS, FLASH_SECONDS = 0.1, 0.2


class Gas(VGroup):
    """Particles in a box with a piston on the right; where one hits the piston, the piston flashes."""

    def __init__(self, width, speed, phases):
        self.box, self.speed, self.phases = width, speed, phases
        self.dots = VGroup(*[Dot(radius=RADIUS, color=PARTICLE_COLOR) for _ in STARTS])
        flash = Line(0.25 * DOWN, 0.25 * UP, color=PRESSURE_COLOR, stroke_width=14)
        self.flashes = VGroup(*[flash.copy() for _ in STARTS]).set_z_index(2)
        super().__init__(self.dots, self.flashes)
        self.add_updater(Gas.follow, call_updater=True)

    def follow(self):
        width = self.box.get_value()
        phases = STARTS + VELOCITIES * [phase.get_value() for phase in self.phases]
        shares = 1 - abs(phases % 4 - 2) / 2
        places = [LEFT_X + RADIUS, LOW_Y + RADIUS] + shares * [width - 2 * RADIUS, HEIGHT - 2 * RADIUS]
        since = ((phases[:, 0] - 2) * np.sign(VELOCITIES[:, 0])) % 4 * width / 2
        seconds = since / (abs(VELOCITIES[:, 0]) * self.speed.get_value())
        for dot, flash, place, age in zip(self.dots, self.flashes, places, seconds):
            dot.move_to([*place, 0])
            flash.move_to([LEFT_X + width + 0.12, place[1], 0])
            flash.set_stroke(opacity=max(0, 1 - age / FLASH_SECONDS))


def cylinder():
    """The fixed walls: left, top and bottom."""
    corners = [[FULL_WIDTH, HEIGHT, 0], [0, HEIGHT, 0], [0, 0, 0], [FULL_WIDTH, 0, 0]]
    return VMobject(color=WHITE, stroke_width=5).set_points_as_corners(corners).shift([LEFT_X, LOW_Y, 0])


def piston(width):
    plate = Rectangle(width=0.24, height=HEIGHT - 0.06, color=GRAY_B, stroke_width=0).set_fill(GRAY_B, 1)
    plate.move_to([LEFT_X + width + 0.12, LOW_Y + HEIGHT / 2, 0])
    rod = Line(
        plate.get_center(), [LEFT_X + FULL_WIDTH + 0.9, LOW_Y + HEIGHT / 2, 0], color=GRAY_B, stroke_width=12
    )
    return VGroup(rod, plate)


class DisplayScene(Scene):
    def construct(self):
        self.box, self.speed = ValueTracker(FULL_WIDTH), ValueTracker(1)
        self.phases = ValueTracker(0), ValueTracker(0)
        gas = Gas(self.box, self.speed, self.phases)
        plunger = always_redraw(lambda: piston(self.box.get_value()))
        title = Text("Pressure: particles that beat on a wall", font_size=36).set_y(3.5)
        self.play(FadeIn(title), Create(cylinder()), FadeIn(plunger), run_time=1)
        self.play(FadeIn(gas), FadeIn(self.gauges()), run_time=0.8)
        caption = self.say(None, "each hit pushes the piston a little", PRESSURE_COLOR)
        self.fly(3)
        caption = self.say(caption, "half the volume: hits twice as often", VOLUME_COLOR)
        self.fly(1.2, width=FULL_WIDTH / 2)
        self.fly(3)
        caption = self.say(caption, "twice as hot: hits more often and harder", TEMPERATURE_COLOR)
        self.fly(1.2, speed=np.sqrt(2))
        self.fly(3)
        law = MathTex("p", "V", "=", "N k", "T", font_size=56).set_y(-3.2)
        for part, color in ((0, PRESSURE_COLOR), (1, VOLUME_COLOR), (4, TEMPERATURE_COLOR)):
            law[part].set_color(color)
        self.remove(caption)
        self.add(law)
        self.fly(2.5)

    def say(self, old, words, color):
        """Replace the caption."""
        if old:
            self.remove(old)
        new = Text(words, font_size=32, color=color).set_y(-3.2)
        self.add(new)
        return new

    def fly(self, seconds, width=None, speed=None):
        """Let the particles fly, while the box and their speed change if that is said."""
        widths = np.linspace(self.box.get_value(), width or self.box.get_value(), 50)
        speeds = np.linspace(self.speed.get_value(), speed or self.speed.get_value(), 50)
        ways = 2 * seconds * np.mean(speeds / widths), 2 * seconds * np.mean(speeds / HEIGHT)
        changes = [phase.animate.increment_value(way) for phase, way in zip(self.phases, ways)]
        changes += [self.box.animate.set_value(widths[-1]), self.speed.animate.set_value(speeds[-1])]
        self.play(*changes, run_time=seconds, rate_func=linear)

    def gauges(self):
        """Bars for pressure, volume and temperature, as multiples of what they are at the start."""
        volume = lambda: self.box.get_value() / FULL_WIDTH
        temperature = lambda: self.speed.get_value() ** 2
        pressure = lambda: temperature() / volume()
        gauges = VGroup()
        for name, color, value, y in (
            ("pressure p", PRESSURE_COLOR, pressure, 1.7),
            ("volume V", VOLUME_COLOR, volume, 0.2),
            ("temperature T", TEMPERATURE_COLOR, temperature, -1.3),
        ):
            label = Text(name, font_size=30, color=color).move_to([1.3, y, 0], aligned_edge=LEFT)
            number = DecimalNumber(1, num_decimal_places=1, mob_class=Text, font_size=30, color=color)
            number.move_to([5.4, y, 0], aligned_edge=LEFT)
            number.add_updater(lambda number, value=value: number.set_value(value()))
            times = Text("×", font_size=30, color=color).next_to(number, LEFT, buff=0.15)
            bar = always_redraw(
                lambda value=value, color=color, y=y: (
                    Rectangle(width=1.3 * value(), height=0.4, stroke_width=0)
                    .set_fill(color, 0.9)
                    .move_to([1.3, y - 0.55, 0], aligned_edge=LEFT)
                )
            )
            gauges.add(label, times, number, bar)
        return gauges
