# /// scene
# title = "Sine waves travel and add up"
# topic = "oscillations and waves"
# prompts = [
#   "Show sine waves adding up",
#   "Animate a travelling sine wave with amplitude 2",
#   "superposition of two waves with frequencies 2 and 3",
#   "Interference of waves",
#   "What happens when waves with frequencies 7 and 8 overlap? Show the beats",
# ]
# asked = [
#   "two stones thrown into a pond: do the ripples help or cancel each other?",
#   "why does the sound of two nearly equal tones swell and fade?",
#   "piano tuner hears wobbling loudness between two almost equal notes",
#   "Sketch y = sin(2x) + sin(3x) by adding heights point by point",
#   "A*sin(kx - wt) sum, beat freq |f1-f2|, moving plot",
#   "progressive harmonic waves, linear addition principle, mixing of tones",
#   "constructive against destructive: when do crests strengthen or wipe out each other?",
#   "Überlagerung von Sinuswellen, Schwebung, Wellen addieren sich",
#   "superposition de deux ondes sinusoïdales, battements, fréquences voisines",
#   "superposición de ondas senoidales, suma de ondas y pulsaciones",
# ]
# concepts = ["sine wave", "wave", "travelling wave", "superposition", "interference", "sum of waves", "add waves", "frequency", "amplitude", "beats", "oscillation", "physics", "sound wave", "wavelength"]
# licence = "MIT"
# variations = [
#   { FREQUENCIES = [7, 8], AMPLITUDE = 0.5, SUM_COLOR = "green" },
#   { FREQUENCIES = [1, 2.5, 12], AMPLITUDE = 10 },
#   { FREQUENCIES = [3] },
# ]
# [parameters]
# FREQUENCIES = { type = "numbers", min = 0.25, max = 12, min_length = 1, max_length = 3, about = "how many periods of each wave are seen at once" }
# AMPLITUDE = { type = "number", min = 0.01, max = 1000, near = ["amplitude", "amplitudes"], about = "amplitude of each wave" }
# SUM_COLOR = { type = "color", about = "colour of the sum" }
# ///
from manim import *

FREQUENCIES = [2, 3]
AMPLITUDE = 1
SUM_COLOR = YELLOW
COLORS = [BLUE, TEAL, PURPLE_B]
LEFT_END, RIGHT_END = -3.7, 6.6


class Wave(VMobject):
    """The sum of sine waves, `swing` high per unit amplitude, that can be moved on in time."""

    def __init__(self, frequencies, middle, swing, color):
        super().__init__(color=color, stroke_width=5)
        self.frequencies, self.middle, self.swing = frequencies, middle, swing
        self.at(0)

    def at(self, time):
        share = np.linspace(0, 1, 400)
        ys = sum(np.sin(TAU * frequency * (share - time)) for frequency in self.frequencies)
        xs = LEFT_END + share * (RIGHT_END - LEFT_END)
        return self.set_points_as_corners(np.column_stack([xs, self.middle + self.swing * ys, 0 * xs]))


def caption(lines, middle, color):
    texts = [Text(line, font_size=26, color=color) for line in lines]
    return (
        VGroup(*texts)
        .arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        .move_to([-6.7, middle, 0], aligned_edge=LEFT)
    )


def band(middle, swing):
    """Return the middle line of a wave and the two lines it swings between."""
    lines = VGroup()
    for y in (middle - swing, middle, middle + swing):
        lines.add(DashedLine([LEFT_END, y, 0], [RIGHT_END, y, 0], color=GRAY, stroke_width=2))
    lines[0].set_opacity(0.5)
    lines[2].set_opacity(0.5)
    return lines


class DisplayScene(Scene):
    def construct(self):
        count = len(FREQUENCIES)
        swing = {1: 1.8, 2: 0.72, 3: 0.42}[count]
        title = Text("Travelling sine waves" if count > 1 else "A travelling sine wave", font_size=34)
        title.to_edge(UP, buff=0.35)
        middles = [2.7 - swing - n * (2 * swing + 0.3) for n in range(count)] if count > 1 else [-0.3]
        waves, captions, bands = VGroup(), VGroup(), VGroup()
        for frequency, middle, color in zip(FREQUENCIES, middles, COLORS):
            waves.add(Wave([frequency], middle, swing, color))
            captions.add(caption([f"frequency {frequency:g}", f"amplitude {AMPLITUDE:g}"], middle, color))
            bands.add(band(middle, swing))

        self.play(FadeIn(title), FadeIn(bands), FadeIn(captions), run_time=1)
        self.play(LaggedStart(*map(Create, waves), lag_ratio=0.4), run_time=1.5)
        moving = [*waves]
        if count > 1:
            total = Wave(FREQUENCIES, -3.7 + count * swing, swing, SUM_COLOR)
            moving.append(total)
            self.add_up(waves, total)

        travel = [UpdateFromAlphaFunc(wave, lambda mob, alpha: mob.at(alpha)) for wave in moving]
        self.play(*travel, run_time=6, rate_func=linear)
        self.wait(1)

    def add_up(self, waves, total):
        """Let copies of the waves slide together and become their sum."""
        axis = Line([LEFT_END, total.middle, 0], [RIGHT_END, total.middle, 0], color=GRAY, stroke_width=2)
        label = caption(["sum of", "the waves"], total.middle, SUM_COLOR)
        copies = waves.copy()
        self.play(
            FadeIn(axis, label),
            *[copy.animate.shift(UP * (total.middle - copy.middle)) for copy in copies],
            run_time=1.2,
        )
        self.play(
            *[ReplacementTransform(copy, total) for copy in copies[:1]], FadeOut(copies[1:]), run_time=1
        )
