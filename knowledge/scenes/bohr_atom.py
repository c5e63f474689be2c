# /// scene
# title = "The Bohr atom: an electron that falls gives off light of one colour"
# topic = "modern physics"
# prompts = [
#   "Bohr model of the hydrogen atom",
#   "Show an electron falling from n = 4 to n = 2 and emitting a photon",
#   "Why does hydrogen emit only certain colours? Energy levels and spectral lines",
#   "emission and absorption of light by an atom, electron jumps between energy levels",
#   "Bohr atom: transition from level 3 to level 2, what colour is the photon?",
# ]
# asked = [
#   "why does a glowing gas tube shine in just a few colours",
#   "tiny thing circling the nucleus drops inward and shoots out light",
#   "how do astronomers recognise hydrogen in starlight",
#   "calculate the wavelength for n = 3 → 2 with the Rydberg constant",
#   "E_n = -13.6 eV / n^2, H-alpha 656 nm, hf = ΔE",
#   "quantised orbits, planetary picture of the atom, discrete spectrum",
#   "emission or absorption spectrum: does the electron go down or up",
#   "Bohrsches Atommodell: Elektron springt auf eine niedrigere Bahn und sendet Licht",
#   "modèle de Bohr : niveaux d'énergie de l'atome d'hydrogène",
#   "modelo atómico de Bohr, saltos del electrón y líneas espectrales",
# ]
# concepts = [
#   "Bohr model", "Bohr atom", "hydrogen", "hydrogen atom", "atom", "electron", "electrons", "energy level", "energy levels", "orbit",
#   "orbits", "shell", "quantum jump", "jump", "transition", "falling", "photon", "emission", "emit", "absorption", "absorb", "light",
#   "spectrum", "spectral lines", "Balmer series", "Lyman series", "wavelength", "colour", "color", "certain", "quantum physics", "physics", "chemistry",
# ]
# licence = "MIT"
# requires = ["bohr", "hydrogen", "spectral", "photon", "energy level", "emission", "balmer", "lyman", "electron transition", "electron jump", "electrons jump", "quantum jump"]
# variations = [
#   { START = 6, GOAL = 1 },
#   { START = 4, GOAL = 5, ELECTRON_COLOR = "green" },
#   { START = 5, GOAL = 2 },
# ]
# [parameters]
# START = { type = "integer", min = 1, max = 6, near = ["from n", "from level", "from"], about = "number of the level that the electron comes from" }
# GOAL = { type = "integer", min = 1, max = 6, near = ["to n", "to level", "to", "into"], about = "number of the level that it goes to" }
# ELECTRON_COLOR = { type = "color", about = "colour of the electron" }
# ///
from manim import *

START = 3
GOAL = 2
ELECTRON_COLOR = BLUE
NUCLEUS_COLOR = RED

HIGH = max(START, GOAL) if START != GOAL else max(START, 2)
LOW = min(START, GOAL) if START != GOAL else HIGH - 1
ENERGY = {n: -13.6 / n**2 for n in range(1, 7)}  # in electron volts
GAP = ENERGY[HIGH] - ENERGY[LOW]
WAVELENGTH = 91.18 / (1 / LOW**2 - 1 / HIGH**2)  # in nanometres
CENTER, STRIP_Y = np.array([-3.8, 0.35, 0]), -3.05
LEVELS_X, BOTTOM, TOP = 2.1, -1.7, 2.6


def light_color():
    """What the light looks like: a colour, and the word for it."""
    for longest, color, name in (
        (380, PURPLE_A, "ultraviolet"),
        (425, PURPLE, "violet"),
        (470, BLUE_D, "blue"),
        (500, TEAL, "blue-green"),
        (750, PURE_RED, "red"),
    ):
        if WAVELENGTH < longest:
            return color, name
    return MAROON, "infrared"


COLOR, COLOR_WORD = light_color()


def radius(n):
    """The radius of an orbit in the picture; the true ones grow as n² and would not fit."""
    return 0.25 + 0.36 * n


def level_y(n):
    """The height of a level in the diagram; the true ones crowd at the top."""
    return BOTTOM + (TOP - BOTTOM) * (1 - n**-0.3) / (1 - 6**-0.3)


def photon(start, end):
    """A short wave train that points from one place to another, with more waves the shorter they are."""
    waves = np.clip(2600 / WAVELENGTH, 2, 12)
    xs = np.linspace(-0.65, 0.65, 150)
    ys = 0.18 * np.sin(TAU * waves * xs / 1.3) * np.exp(-((xs / 0.38) ** 2))
    train = VMobject(color=COLOR, stroke_width=5).set_points_as_corners(np.column_stack([xs, ys, 0 * xs]))
    return train.rotate(angle_of_vector(end - start)).move_to(start)


class DisplayScene(Scene):
    def construct(self):
        self.angle, self.level = ValueTracker(0), ValueTracker(LOW)
        title = Text("Hydrogen: an electron changes its level", font_size=36).set_y(3.5)
        orbits = VGroup(*[Circle(radius(n), color=GRAY, stroke_width=2).move_to(CENTER) for n in range(1, 7)])
        VGroup(orbits[LOW - 1], orbits[HIGH - 1]).set_stroke(WHITE, 4)
        nucleus = Dot(CENTER, radius=0.16, color=NUCLEUS_COLOR)
        electron = always_redraw(lambda: Dot(self.place(), radius=0.13, color=ELECTRON_COLOR))
        marker = always_redraw(
            lambda: Dot([LEVELS_X, level_y(self.level.get_value()), 0], radius=0.13, color=ELECTRON_COLOR)
        )
        strip = Rectangle(width=5.6, height=0.5, color=GRAY, stroke_width=2).move_to([CENTER[0], STRIP_Y, 0])
        self.play(FadeIn(title, nucleus), Create(orbits), run_time=1)
        name = Text("spectrum", font_size=24, color=GRAY_B).next_to(strip, DOWN, buff=0.1)
        self.play(FadeIn(electron, self.levels(), marker, name), Create(strip), run_time=0.8)

        meeting = CENTER + radius(LOW) * UP
        entry = np.array([-6.3, 2.7, 0])
        incoming = photon(entry, meeting)
        words = self.say("light of the right energy lifts it")
        self.play(
            self.turn(1.25), FadeIn(words), incoming.animate.move_to(meeting), run_time=1.8, rate_func=linear
        )
        self.play(self.level.animate.set_value(HIGH), FadeOut(incoming, scale=0.3), run_time=0.7)
        self.play(self.turn(0.75), FadeOut(words), run_time=1.2, rate_func=linear)

        words = self.say("falling, it gives the light back")
        arrow = Arrow(
            [LEVELS_X, level_y(HIGH), 0], [LEVELS_X, level_y(LOW), 0], buff=0, color=COLOR, tip_length=0.18
        )
        self.play(self.level.animate.set_value(LOW), FadeIn(words), GrowArrow(arrow), run_time=0.8)
        line_x = CENTER[0] - 2.6 + 5.2 * np.clip((WAVELENGTH - 350) / 430, 0, 1)
        goal = np.array([line_x, STRIP_Y, 0])
        outgoing = photon(self.place(), goal)
        self.play(self.turn(1), outgoing.animate.move_to(goal), run_time=1.8, rate_func=linear)
        line = Line(goal + 0.24 * DOWN, goal + 0.24 * UP, color=COLOR, stroke_width=8)
        self.play(ReplacementTransform(outgoing, line), FadeOut(words), run_time=0.5)
        self.play(Write(self.result()), self.turn(0.7), run_time=2, rate_func=linear)
        self.play(self.turn(1), run_time=2, rate_func=linear)

    def place(self):
        return CENTER + radius(self.level.get_value()) * rotate_vector(RIGHT, self.angle.get_value())

    def turn(self, rounds):
        return self.angle.animate.increment_value(rounds * TAU)

    def say(self, words):
        return Text(words, font_size=28, color=COLOR).move_to([3.2, -2.6, 0])

    def levels(self):
        """The energy levels as lines with their numbers and energies."""
        rows = VGroup()
        for n in range(1, 7):
            line = Line([LEVELS_X - 0.9, level_y(n), 0], [LEVELS_X + 0.9, level_y(n), 0], color=GRAY)
            words = Text(f"n = {n},  {ENERGY[n]:.3g} eV".replace("-", "−"), font_size=24, color=GRAY_B)
            if n in (LOW, HIGH):
                line.set_stroke(WHITE, 5)
                words.set_color(WHITE)
            rows.add(VGroup(line, words.next_to(line, RIGHT, buff=0.2)))
        return rows

    def result(self):
        """The energy of the photon from the two levels, and the wavelength that belongs to it."""
        levels = rf"\left(\frac{{1}}{{{LOW}^2}} - \frac{{1}}{{{HIGH}^2}}\right)"
        energy = MathTex(rf"13.6\,\text{{eV}} {levels} = {GAP:.3g}\,\text{{eV}}", font_size=38)
        wavelength = Text(f"{WAVELENGTH:.0f} nm: {COLOR_WORD}", font_size=30, color=COLOR)
        return VGroup(energy, wavelength).arrange(DOWN, buff=0.2).move_to([3.5, -2.85, 0])
