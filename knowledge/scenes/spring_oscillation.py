# /// scene
# title = "A mass on a spring draws a cosine: simple harmonic motion"
# topic = "oscillations and waves"
# prompts = [
#   "mass on a spring",
#   "Show simple harmonic motion with the graph of x(t)",
#   "Spring oscillation, mass 2 kg, stiffness 20",
#   "Why does an oscillating spring trace out a cosine?",
#   "Animate a harmonic oscillator next to its displacement curve",
# ]
# asked = [
#   "bouncy coil with a weight goes up and down: which curve does it draw?",
#   "why does a heavier load bob more slowly on the same coil?",
#   "kitchen scale pan bobs up and down after a weight is put on",
#   "m=2 kg, D=20 N/m: angular frequency and duration of one cycle?",
#   "x'' = -(k/m) x, A cos(ωt), sqrt(k/m), SHM plot",
#   "undamped elastic vibration, linear restoring force, block on a coil",
#   "bobbing load on a coil against swinging bob: stiffness or length?",
#   "Federpendel: harmonische Schwingung, Masse an einer Feder, Weg-Zeit-Diagramm",
#   "masse accrochée à un ressort, mouvement harmonique, courbe x(t)",
#   "masa colgada de un resorte, movimiento armónico simple, gráfica de la posición",
# ]
# concepts = [
#   "spring", "oscillation", "simple harmonic motion", "harmonic oscillator", "mass on a spring", "Hooke's law", "vibration",
#   "period", "frequency", "amplitude", "displacement", "cosine", "physics",
# ]
# licence = "MIT"
# requires = ["spring", "oscillat", "harmonic", "mass"]
# variations = [
#   { MASS = 5, STIFFNESS = 5, COLOR = "red" },
#   { MASS = 0.5, STIFFNESS = 20, AMPLITUDE = 0.5, COLOR = "#88EE88" },
# ]
# [parameters]
# MASS = { type = "number", min = 0.5, max = 5, near = ["mass", "kg", "kilograms", "m"], about = "mass in kg" }
# STIFFNESS = { type = "number", min = 2, max = 40, near = ["stiffness", "constant", "k", "N/m"], about = "spring constant in N/m" }
# AMPLITUDE = { type = "number", min = 0.2, max = 1.5, near = ["amplitude"], about = "largest displacement" }
# COLOR = { type = "color", about = "colour of the mass and of its curve" }
# ///
from manim import *

MASS = 1
STIFFNESS = 10
AMPLITUDE = 1.2
COLOR = YELLOW
TOP = [-4.8, 2.7, 0]
REST_Y = -0.6
SECONDS = 8

OMEGA = np.sqrt(STIFFNESS / MASS)


def displacement(time):
    return AMPLITUDE * np.cos(OMEGA * time)


def coil(top, bottom, turns=9, width=0.35):
    """A zigzag spring between two points, one above the other."""
    heights = np.linspace(top[1] - 0.25, bottom[1] + 0.15, 2 * turns)
    zigzag = [[top[0] + width * (-1) ** i, y, 0] for i, y in enumerate(heights)]
    corners = [top, [top[0], top[1] - 0.2, 0], *zigzag, [top[0], bottom[1] + 0.1, 0], bottom]
    return VMobject(color=GRAY_A, stroke_width=4).set_points_as_corners(corners)


class DisplayScene(Scene):
    def construct(self):
        time = ValueTracker(0)
        ceiling = Line(LEFT, RIGHT, color=GRAY, stroke_width=8).move_to(TOP)
        axes = Axes(
            x_range=[0, SECONDS, 1],
            y_range=[-1.5, 1.5, 0.5],
            x_length=8.6,
            y_length=3,
            tips=False,
            axis_config={"color": GRAY_B, "include_ticks": False},
        )
        axes.shift([-2.4, REST_Y, 0] - axes.c2p(0, 0))
        names = VGroup(
            Text("x", font_size=30, slant=ITALIC).next_to(axes.y_axis, UP, buff=0.15),
            Text("time", font_size=26).next_to(axes, DOWN, buff=0.1).align_to(axes, RIGHT),
        )
        law = MathTex(r"x(t) = A\cos(\omega t),\qquad \omega = \sqrt{\tfrac{k}{m}}", font_size=40)
        law.move_to([1.9, 2.6, 0])
        values = Text(
            f"m = {MASS:g} kg,  k = {STIFFNESS:g} N/m,  period = {TAU / OMEGA:.2f} s", font_size=30
        ).move_to([1.9, -3.1, 0])

        def at(x):
            return np.array([x, REST_Y + displacement(time.get_value()), 0])

        def pen_position():
            return at(axes.c2p(time.get_value(), 0)[0])

        side = 0.6 + 0.06 * MASS
        mass = Square(side_length=side, color=COLOR, fill_opacity=0.9)
        mass.add_updater(lambda mob: mob.move_to(at(TOP[0])), call_updater=True)
        spring = always_redraw(lambda: coil(TOP, at(TOP[0]) + side / 2 * UP))
        tip = Dot(color=COLOR).add_updater(lambda dot: dot.move_to(pen_position()), call_updater=True)
        level = always_redraw(lambda: Line(at(TOP[0] + side / 2), pen_position(), color=GRAY, stroke_width=2))
        curve = TracedPath(tip.get_center, stroke_color=COLOR, stroke_width=5)
        rest = DashedLine([-6.2, REST_Y, 0], axes.c2p(0, 0), color=GRAY, stroke_width=2)

        self.play(Create(ceiling), Create(rest), Create(spring), FadeIn(mass), run_time=1.2)
        self.play(Create(axes), FadeIn(names), FadeIn(level, tip), run_time=1)
        self.add(curve)
        self.play(time.animate.set_value(SECONDS / 2), Write(law), run_time=SECONDS / 2, rate_func=linear)
        self.play(time.animate.set_value(SECONDS), FadeIn(values), run_time=SECONDS / 2, rate_func=linear)
        self.wait(1)
