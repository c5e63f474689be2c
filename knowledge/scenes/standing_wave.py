# /// scene
# title = "Standing waves on a string: two waves that run into each other"
# topic = "oscillations and waves"
# prompts = [
#   "standing waves on a string",
#   "Show the third harmonic of a guitar string with its nodes and antinodes",
#   "How do two waves travelling in opposite directions make a standing wave?",
#   "Harmonics of a vibrating string fixed at both ends, n = 4",
#   "fundamental and overtones of a violin string",
# ]
# asked = [
#   "skipping rope swings but some points never move, why?",
#   "why does a plucked cord give a clear tone and higher ones with it?",
#   "flageolet on a cello: finger lightly on the middle, the octave sounds",
#   "L=0.65 m, cord clamped at both ends: λ and f of mode 3",
#   "2A sin(kx) cos(wt), L = n*lambda/2, f_n = n*f1",
#   "eigenmodes and partials of a cord, Melde's experiment, clamped ends",
#   "running wave against one that stays in place: what makes the difference?",
#   "stehende Welle auf einer Saite: Knoten, Bäuche, Grundton und Obertöne",
#   "onde stationnaire sur une corde, nœuds et ventres, harmoniques",
#   "onda estacionaria en una cuerda, nodos y vientres, armónicos de guitarra",
# ]
# concepts = [
#   "standing wave", "stationary wave", "string", "rope", "guitar string", "violin string", "vibrating string", "vibrate", "harmonic", "harmonics",
#   "fundamental", "overtone", "overtones", "node", "nodes", "antinodes", "resonance", "opposite directions", "travelling waves",
#   "reflected wave", "wavelength", "frequency", "mode", "fixed ends", "music", "physics",
# ]
# licence = "MIT"
# requires = ["standing", "stationary", "harmonic", "overtone", "string", "antinode", "vibrating"]
# variations = [
#   { HARMONIC = 1, SUM_COLOR = "orange" },
#   { HARMONIC = 8, FREQUENCY = 440 },
# ]
# [parameters]
# HARMONIC = { type = "integer", min = 1, max = 8, near = ["harmonic", "harmonics", "n", "mode", "loops", "antinodes"], about = "number of the harmonic" }
# FREQUENCY = { type = "number", min = 1, max = 1000, near = ["Hz", "hertz", "frequency", "fundamental"], about = "frequency of the fundamental in Hz" }
# SUM_COLOR = { type = "color", about = "colour of the string" }
# ///
from manim import *

HARMONIC = 3
FREQUENCY = 110
SUM_COLOR = YELLOW
RIGHT_COLOR = BLUE
LEFT_COLOR = RED
NODE_COLOR = GREEN

LENGTH = 11.6
LEFT_END = -LENGTH / 2
AMPLITUDE = 0.55  # of each of the two waves
XS = np.linspace(0, LENGTH, 401)
WAVELENGTH = 2 * LENGTH / HARMONIC


def curve(ys, middle, color, width=5):
    """A line through the heights `ys` above the level `middle`, over the whole length of the string."""
    line = VMobject(color=color, stroke_width=width)
    return line.set_points_as_corners(np.column_stack([XS + LEFT_END, middle + ys, 0 * XS]))


def travelling(periods, sign):
    """A wave that runs to the right (`sign` +1) or to the left (-1)."""
    return AMPLITUDE * np.sin(TAU * (XS / WAVELENGTH - sign * periods))


class DisplayScene(Scene):
    def construct(self):
        periods = ValueTracker(0)
        now = periods.get_value
        title = Text(f"Harmonic {HARMONIC} of a string", font_size=36).to_edge(UP, buff=0.3)
        top, low = 1.85, -0.95
        first = always_redraw(lambda: curve(travelling(now(), 1), top, RIGHT_COLOR, 4))
        second = always_redraw(lambda: curve(travelling(now(), -1), top, LEFT_COLOR, 4))
        total = always_redraw(lambda: curve(travelling(now(), 1) + travelling(now(), -1), low, SUM_COLOR, 6))
        rest = VGroup(
            *[Line([LEFT_END, y, 0], [-LEFT_END, y, 0], color=GRAY, stroke_width=2) for y in (top, low)]
        )
        ends = VGroup(
            *[
                Line([x, low - 0.7, 0], [x, low + 0.7, 0], color=GRAY_B, stroke_width=8)
                for x in (LEFT_END, -LEFT_END)
            ]
        )
        captions = (
            VGroup(
                Text("a wave to the right", font_size=28, color=RIGHT_COLOR),
                Text("and its reflection", font_size=28, color=LEFT_COLOR),
            )
            .arrange(RIGHT, buff=1)
            .move_to([0, top + 0.95, 0])
        )
        sum_caption = Text("their sum stands: it swings and does not travel", font_size=28, color=SUM_COLOR)
        sum_caption.move_to([0, 0.6, 0])

        self.play(FadeIn(title), Create(rest), FadeIn(ends), run_time=0.8)
        self.play(Create(first), FadeIn(captions[0]), run_time=0.8)
        self.play(Create(second), FadeIn(captions[1]), run_time=0.8)
        self.play(periods.animate.set_value(1), run_time=2, rate_func=linear)
        self.play(Create(total), FadeIn(sum_caption), run_time=1)
        self.play(periods.animate.set_value(3), run_time=4, rate_func=linear)
        self.play(FadeIn(self.marks(low)), run_time=0.8)
        self.play(periods.animate.set_value(5), run_time=3.5, rate_func=linear)
        self.play(Write(self.formulas()), run_time=1)
        self.wait(1)

    def marks(self, middle):
        """The nodes on the string, the envelope it swings in, and the word for both."""
        envelope = 2 * AMPLITUDE * np.abs(np.sin(TAU * XS / WAVELENGTH))
        shape = VGroup(*[curve(sign * envelope, middle, GRAY_B, 2) for sign in (1, -1)])
        nodes = VGroup(
            *[
                Dot([LEFT_END + k * WAVELENGTH / 2, middle, 0], radius=0.1, color=NODE_COLOR)
                for k in range(HARMONIC + 1)
            ]
        )
        loops = "1 loop" if HARMONIC == 1 else f"{HARMONIC} loops"
        words = Text(f"{HARMONIC + 1} nodes at rest, {loops} between them", font_size=28, color=NODE_COLOR)
        return VGroup(shape, nodes.set_z_index(2), words.move_to([0, middle - 1.55, 0]))

    def formulas(self):
        """Wavelength and frequency of this harmonic."""
        part = np.gcd(2, HARMONIC)
        share = (
            rf"\frac{{{2 // part}}}{{{HARMONIC // part}}} L" if HARMONIC > 2 else ["2 L", "L"][HARMONIC - 1]
        )
        wavelength = MathTex(rf"\lambda_{HARMONIC} = {share}", font_size=38)
        product = f"{HARMONIC * FREQUENCY:.6g}"
        frequency = MathTex(
            rf"f_{HARMONIC} = {HARMONIC} \cdot {FREQUENCY:g}\,\text{{Hz}} = {product}\,\text{{Hz}}",
            font_size=38,
        )
        return VGroup(wavelength, frequency).arrange(RIGHT, buff=1.2).set_y(-3.4)
