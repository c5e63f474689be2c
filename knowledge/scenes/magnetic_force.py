# /// scene
# title = "A charge in a magnetic field goes round in a circle"
# topic = "electricity and magnetism"
# prompts = [
#   "charged particle in a magnetic field",
#   "Show the Lorentz force on an electron moving in a magnetic field",
#   "Why does a proton move in a circle in a uniform magnetic field?",
#   "Lorentz force with velocity and force arrows, radius of the circle r = mv/(qB)",
#   "cyclotron motion of a negative charge, magnetic field of 0.5 T",
# ]
# asked = [
#   "why does a flying charged speck curve round when a magnet is near?",
#   "tiny particle forced into a ring by an invisible pull from the side",
#   "beams bent in old television tubes, mass spectrometers and particle accelerators",
#   "Calculate the orbit radius of an ion at 2000 km/s in 0.5 T",
#   "F = q v × B, qvB = mv²/r, Larmor radius, e- beam deflection",
#   "Larmor gyration, Laplace force on a free ion, deflection in a B-field",
#   "electric against magnetic force: one speeds a particle up, one only turns it",
#   "Lorentzkraft: Kreisbahn eines Elektrons im homogenen Magnetfeld, Drei-Finger-Regel",
#   "trajectoire circulaire d'une particule chargée dans un champ magnétique uniforme",
#   "una carga gira en círculo en un campo magnético, fuerza de Lorentz",
# ]
# concepts = [
#   "Lorentz force", "magnetic force", "magnetic field", "uniform magnetic field", "charged particle", "charge", "moving charge", "electron",
#   "proton", "negative charge", "positive charge", "circle", "circular path", "cyclotron", "gyroradius", "radius", "velocity", "force",
#   "arrows", "perpendicular", "right-hand rule", "tesla", "magnetism", "electromagnetism", "physics",
# ]
# licence = "MIT"
# requires = ["magnet", "lorentz", "cyclotron", "gyroradius"]
# variations = [
#   { PARTICLE = "electron", FIELD = 0.01, SPEED = 0.5 },
#   { PARTICLE = "proton", FIELD = 5, SPEED = 20, PARTICLE_COLOR = "orange" },
# ]
# [parameters]
# PARTICLE = { type = "choice", options = ["proton", "electron"], signs = { electron = ["negative"], proton = ["positive"] }, about = "which particle it is" }
# FIELD = { type = "number", min = 0.01, max = 10, near = ["T", "tesla", "field", "field strength", "B"], about = "magnetic field in tesla" }
# SPEED = { type = "number", min = 0.1, max = 20, near = ["Mm/s", "million m/s"], about = "speed in a million metres per second" }
# PARTICLE_COLOR = { type = "color", about = "colour of the particle" }
# ///
from manim import *

PARTICLE = "proton"
FIELD = 0.5
SPEED = 2
PARTICLE_COLOR = YELLOW
FIELD_COLOR = BLUE
FORCE_COLOR = RED
VELOCITY_COLOR = GREEN

CHARGE = 1.602e-19  # coulomb
MASS = {"proton": 1.673e-27, "electron": 9.109e-31}[PARTICLE]
SIGN = 1 if PARTICLE == "proton" else -1
RADIUS_IN_METRES = MASS * SPEED * 1e6 / (CHARGE * FIELD)
CENTER, RADIUS, BOX = np.array([-3.2, -0.1, 0]), 1.75, 2.95
PANEL_X = 3.7


def length(metres):
    """A length in the unit that suits it."""
    for unit, size in (("m", 1), ("cm", 1e-2), ("mm", 1e-3), ("µm", 1e-6), ("nm", 1e-9)):
        if metres >= size:
            break
    return f"{metres / size:.3g} {unit}"


def field_into_picture():
    """A grid of crosses: the tails of arrows that point away from the viewer."""
    crosses = VGroup()
    for x in np.linspace(-BOX + 0.35, BOX - 0.35, 7):
        for y in np.linspace(-BOX + 0.35, BOX - 0.35, 7):
            cross = Cross(stroke_color=FIELD_COLOR, stroke_width=3, scale_factor=0.09)
            crosses.add(cross.move_to(CENTER + [x, y, 0]))
    return crosses.set_opacity(0.6)


def place(angle):
    """Where the particle is; it enters at the side, flying up."""
    return CENTER + RADIUS * np.array([SIGN * np.cos(angle), np.sin(angle), 0])


def path(run_up, angle):
    """The straight way to the circle, and the part of the circle that has been flown."""
    line = Line(place(0) + 2.6 * DOWN, place(0) + run_up * UP, color=PARTICLE_COLOR, stroke_width=4)
    start = 0 if SIGN > 0 else PI
    arc = Arc(RADIUS, start, SIGN * min(angle, TAU), arc_center=CENTER, color=PARTICLE_COLOR, stroke_width=4)
    return VGroup(line, arc) if angle > 0 else VGroup(line)


def arrows(angle, strength):
    """The velocity along the circle and the force to its centre."""
    here, inward = place(angle), (CENTER - place(angle)) / RADIUS
    along = SIGN * rotate_vector(inward, -PI / 2)
    style = {"buff": 0, "stroke_width": 7, "tip_length": 0.22}
    velocity = Arrow(here, here + 1.3 * along, color=VELOCITY_COLOR, **style)
    force = Arrow(here, here + max(strength, 0.02) * 1.1 * inward, color=FORCE_COLOR, **style)
    return VGroup(velocity, force) if strength > 0.2 else VGroup(velocity)


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"A{'n' * (SIGN < 0)} {PARTICLE} in a magnetic field", font_size=36).set_y(3.5)
        angle, strength, run_up = ValueTracker(0), ValueTracker(0), ValueTracker(-2.55)
        shift = lambda: run_up.get_value() * UP
        crosses = field_into_picture()
        shown = always_redraw(lambda: arrows(angle.get_value(), strength.get_value()).shift(shift()))
        particle = self.particle()
        particle.add_updater(lambda mob: mob.move_to(place(angle.get_value()) + shift()), call_updater=True)
        trail = always_redraw(lambda: path(run_up.get_value(), angle.get_value()))
        notes = self.notes()

        self.play(FadeIn(title, particle, shown), run_time=0.8)
        self.add(trail, shown, particle)
        self.play(FadeIn(notes[0]), run_time=0.5)
        self.play(run_up.animate.set_value(0), run_time=1.6, rate_func=linear)
        self.play(FadeIn(crosses), FadeIn(notes[1]), run_time=0.8)
        self.play(strength.animate.set_value(1), FadeIn(notes[2]), run_time=0.8)
        self.play(angle.animate.set_value(1.25 * TAU), run_time=5, rate_func=linear)
        radius = DashedLine(CENTER, place(-PI / 4), color=WHITE, stroke_width=4)
        name = MathTex("r", font_size=40).next_to(radius.get_center(), SIGN * RIGHT + UP, buff=0.08)
        self.play(Create(radius), FadeIn(name), run_time=0.6)
        laws = self.laws().next_to(notes, DOWN, buff=0.45)
        self.play(Write(laws[0]), run_time=1)
        self.play(TransformMatchingShapes(laws[0].copy(), laws[1]), run_time=1)
        self.play(Write(laws[2]), run_time=1)
        self.play(angle.animate.set_value(2.25 * TAU), run_time=3.5, rate_func=linear)

    def particle(self):
        disc = Circle(0.24, color=WHITE, stroke_width=2).set_fill(PARTICLE_COLOR, 1)
        return VGroup(disc, Text("+" if SIGN > 0 else "−", font_size=32, color=BLACK)).set_z_index(2)

    def notes(self):
        """What happens, step by step."""
        lines = [
            ("no field: straight on", VELOCITY_COLOR),
            ("crosses: field into the picture", FIELD_COLOR),
            ("force: sideways, so it turns", FORCE_COLOR),
        ]
        notes = VGroup(*[Text(words, font_size=28, color=color) for words, color in lines])
        return notes.arrange(DOWN, buff=0.3, aligned_edge=LEFT).move_to([PANEL_X, 1.9, 0])

    def laws(self):
        """The force as what keeps the particle on its circle, and the radius with its numbers."""
        numbers = (
            rf"v = {SPEED:g} \cdot 10^6\,\tfrac{{\text{{m}}}}{{\text{{s}}}}, \quad B = {FIELD:g}\,\text{{T}}"
        )
        return VGroup(
            MathTex(r"q v B = \frac{m v^2}{r}", font_size=42),
            MathTex(r"r = \frac{m v}{q B}", font_size=42),
            VGroup(
                MathTex(numbers, font_size=36),
                Text(f"r = {length(RADIUS_IN_METRES)}", font_size=32, color=PARTICLE_COLOR),
            ).arrange(DOWN, buff=0.25),
        ).arrange(DOWN, buff=0.3)
