# /// scene
# title = "The unit circle draws the sine wave"
# topic = "trigonometry"
# prompts = [
#   "Show how the unit circle generates the sine wave",
#   "Where does the cosine curve come from?",
#   "unit circle and sine",
#   "Animate a point going around a circle while its height traces a sine graph",
#   "Explain cosine with the unit circle",
# ]
# asked = [
#   "Ferris wheel seat: why does its height go up and down like a wave?",
#   "what has a turning wheel to do with a wavy line?",
#   "alternating current from a turning generator: height of the arm over the angle",
#   "Read sin 30°, sin 90° and cos 60° off as coordinates of a point",
#   "(cos t, sin t) unrolled to a graph, y = sin(t), 0 to 2pi",
#   "goniometric or circular functions, turning phasor, radius of length one",
#   "sine against cosine: vertical or horizontal coordinate of the turning point",
#   "Einheitskreis: wie entsteht die Sinuskurve aus der Höhe des Punktes?",
#   "cercle trigonométrique : d'où vient la courbe du sinus ?",
#   "círculo unitario o goniométrico, ¿cómo nace la curva del seno?",
# ]
# concepts = ["unit circle", "sine", "cosine", "sine wave", "sine curve", "cosine curve", "trigonometry", "trigonometric function", "angle", "radian", "rotation", "circular motion", "sin", "cos"]
# licence = "MIT"
# variations = [
#   { WAVE = "cosine", WAVE_COLOR = "orange" },
#   { WAVE = "sine", WAVE_COLOR = "pink", TURNS = 2 },
# ]
# [parameters]
# WAVE = { type = "choice", options = ["sine", "cosine"], about = "which coordinate of the point is drawn as a wave" }
# TURNS = { type = "integer", min = 1, max = 3, near = ["turns", "revolutions", "rotations", "periods", "cycles"], about = "how often the point goes round" }
# WAVE_COLOR = { type = "color", about = "colour of the wave" }
# ///
from manim import *

WAVE = "sine"
TURNS = 1
WAVE_COLOR = YELLOW
RADIUS = 1.6
CENTER = np.array([-4.6, -0.5, 0])
START = np.array([-1.9, -0.5, 0])
LENGTH = 8.2


def height(angle):
    return np.sin(angle) if WAVE == "sine" else np.cos(angle)


def on_wave(angle):
    return START + [LENGTH * angle / (TURNS * TAU), RADIUS * height(angle), 0]


def on_circle(angle):
    return CENTER + RADIUS * np.array([np.cos(angle), np.sin(angle), 0])


def spoke(angle):
    """Return the turning radius with the leg of the triangle whose length is drawn as a wave."""
    foot = CENTER + RADIUS * np.array([np.cos(angle), 0, 0])
    start, end = (foot, on_circle(angle)) if WAVE == "sine" else (CENTER, foot)
    return VGroup(
        Line(foot, on_circle(angle), color=GRAY_B, stroke_width=2),
        Line(CENTER, on_circle(angle), color=WHITE),
        Arc(0.4, 0, angle % TAU, arc_center=CENTER, color=GREEN, stroke_width=5),
        Line(start, end, color=WAVE_COLOR, stroke_width=7),
        Dot(on_circle(angle), radius=0.1),
    )


def carried(angle):
    """Return the way of the height from the circle to the wave; the cosine first turns upright."""
    if WAVE == "sine":
        return Line(on_circle(angle), on_wave(angle), color=GRAY, stroke_width=2)
    level = height(angle)
    quarter = Arc(
        RADIUS * abs(level), 0 if level > 0 else PI, PI / 2, arc_center=CENTER, color=GRAY, stroke_width=2
    )
    upright = CENTER + [0, RADIUS * level, 0]
    return VGroup(quarter, Line(upright, on_wave(angle), color=GRAY, stroke_width=2))


def bar(angle):
    foot = np.array([on_wave(angle)[0], START[1], 0])
    return VGroup(
        Line(foot, on_wave(angle), color=WAVE_COLOR, stroke_width=7), Dot(on_wave(angle), radius=0.1)
    )


class DisplayScene(Scene):
    def construct(self):
        meaning = {
            "sine": "the sine is the height of the point",
            "cosine": "the cosine is how far right the point is",
        }
        title = Text(f"On the unit circle, {meaning[WAVE]}", font_size=32, t2c={WAVE: WAVE_COLOR})
        title.to_edge(UP, buff=0.5)
        circle = Circle(RADIUS, color=BLUE).move_to(CENTER)
        axes = VGroup(
            Line(CENTER + LEFT * 2.1, CENTER + RIGHT * 2.1),
            Line(CENTER + DOWN * 2.1, CENTER + UP * 2.1),
            Line(START, START + RIGHT * (LENGTH + 0.3)),
            Line(START + DOWN * 2.1, START + UP * 2.1),
        ).set_stroke(GRAY, 2)
        ticks = VGroup()
        for half in range(1, 2 * TURNS + 1):
            at = START + RIGHT * LENGTH * half / (2 * TURNS)
            label = Text("π" if half == 1 else f"{half}π", font_size=28).move_to([at[0], START[1] - 2.1, 0])
            ticks.add(label, DashedLine(at + DOWN * 1.8, at + UP * 1.8).set_stroke(GRAY, 2, 0.7))

        angle = ValueTracker(0)
        moving = [always_redraw(lambda draw=draw: draw(angle.get_value())) for draw in (carried, spoke, bar)]
        wave = always_redraw(
            lambda: ParametricFunction(on_wave, [0, max(angle.get_value(), 0.01), 0.1], color=WAVE_COLOR)
        )
        self.play(FadeIn(title), Create(circle), Create(axes), FadeIn(ticks), run_time=1.5)
        self.play(*map(FadeIn, moving), run_time=0.5)
        self.add(wave)
        self.play(angle.animate.set_value(TURNS * TAU), run_time=5 + 2 * TURNS, rate_func=linear)
        self.wait(1)
