# /// scene
# title = "The Doppler effect: a moving source crowds its waves ahead of it"
# topic = "oscillations and waves"
# prompts = [
#   "Doppler effect",
#   "Why does an ambulance siren sound higher when it approaches and lower when it drives away?",
#   "Doppler shift of a sound source that moves at 60 m/s",
#   "Show the sound waves of a moving source, with one observer ahead and one behind",
#   "doppler effect: a train whistle of 500 Hz passes by at 40 m/s",
# ]
# asked = [
#   "why does the fire engine's noise drop when it has gone past",
#   "race car goes neeee-yowww as it zooms by me",
#   "motorbike passing on the road, tone slides from high to low",
#   "a 440 Hz horn approaches at 30 m/s; which frequency is heard",
#   "f' = f c/(c - v_s), redshift blueshift",
#   "frequency change by relative motion, squeezed and stretched wavefronts",
#   "pitch change versus loudness change as something comes nearer",
#   "Dopplereffekt: Warum klingt das Martinshorn beim Vorbeifahren tiefer?",
#   "effet Doppler : le son de l'ambulance devient plus grave",
#   "efecto Doppler: el tono de la sirena cambia al pasar",
# ]
# concepts = [
#   "Doppler effect", "Doppler shift", "doppler", "moving source", "sound source", "siren", "ambulance", "train", "whistle", "horn", "car",
#   "pitch", "higher", "lower", "approaches", "drives away", "passes by", "observer", "frequency", "wavelength", "sound wave", "sound",
#   "wave fronts", "speed of sound", "crowd", "acoustics", "physics",
# ]
# licence = "MIT"
# requires = ["doppler", "siren", "moving source", "whistle", "ambulance"]
# variations = [
#   { SPEED = 300, FREQUENCY = 1000, COLOR = "green" },
#   { SPEED = 10, FREQUENCY = 20 },
# ]
# [parameters]
# SPEED = { type = "number", min = 5, max = 300, near = ["m/s", "speed", "velocity", "metres per second", "meters per second"], about = "speed of the source in m/s" }
# FREQUENCY = { type = "number", min = 20, max = 10000, near = ["Hz", "hertz", "frequency"], about = "frequency of the source in Hz" }
# COLOR = { type = "color", about = "colour of the source" }
# ///
from manim import *

SPEED = 100
FREQUENCY = 440
COLOR = YELLOW
AHEAD_COLOR = BLUE
BEHIND_COLOR = RED
SOUND = 343  # m/s, in air

PACE = 1.6  # of the sound in the picture, in units per second
INTERVAL = 0.32  # seconds from one drawn wave front to the next
DURATION = 6
SOURCE_PACE = PACE * SPEED / SOUND
LEFT_X, RIGHT_X, LOW_Y, HIGH_Y = -6.9, 6.9, -1.15, 2.95
SOUND_Y, EAR_X, TRACE_Y = 0.9, 6.2, -2.45
HEARD_AHEAD = FREQUENCY * SOUND / (SOUND - SPEED)
HEARD_BEHIND = FREQUENCY * SOUND / (SOUND + SPEED)


def source_at(time):
    return np.array([SOURCE_PACE * (time - DURATION / 2), SOUND_Y, 0])


def fronts(time):
    """The circles that the source has sent out, each around the place where the source was then."""
    lines = VMobject(color=WHITE, stroke_width=2.5, stroke_opacity=0.8)
    angles = np.linspace(-PI, PI, 361)
    circle = np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])
    for sent in np.arange(-14, time, INTERVAL):
        points = source_at(sent) + PACE * (time - sent) * circle
        inside = (abs(points[:, 0]) < RIGHT_X) & (LOW_Y < points[:, 1]) & (points[:, 1] < HIGH_Y)
        edges = np.flatnonzero(np.diff(inside)) + 1
        for piece, is_inside in zip(np.split(points, edges), np.split(inside, edges)):
            if is_inside[0] and len(piece) > 1:
                lines.start_new_path(piece[0]).add_points_as_corners(piece[1:])
    return lines


class Listener(VGroup):
    """A dot that hears the sound and, below it, the vibration that arrives, with its frequency."""

    def __init__(self, side, color, heard, words, sign):
        self.color_, self.left, self.periods = color, -6.5 if side < 0 else 0.5, 4 * heard / FREQUENCY
        middle = self.left + 3
        ear = Dot([side * EAR_X, SOUND_Y, 0], radius=0.2, color=color).set_z_index(1)
        caption = Text(words, font_size=28, color=color).move_to([middle, -1.6, 0])
        super().__init__(ear, caption)
        rule = rf"f \cdot \frac{{c}}{{c {sign} v}} = {heard:.{0 if heard >= 1000 else 1}f}\,\text{{Hz}}"
        self.rule = MathTex(rule, font_size=38, color=color).move_to([middle, -3.4, 0])

    def trace(self, time):
        share = np.linspace(0, max(time / DURATION, 0.002), 500)
        ys = TRACE_Y + 0.4 * np.sin(TAU * self.periods * share)
        points = np.column_stack([self.left + 6 * share, ys, 0 * ys])
        return VMobject(color=self.color_, stroke_width=3).set_points_as_corners(points)


class DisplayScene(Scene):
    def construct(self):
        time = ValueTracker(0)
        title = Text(f"A source of {FREQUENCY:g} Hz moves at v = {SPEED:g} m/s", font_size=34).set_y(3.5)
        ahead = Listener(1, AHEAD_COLOR, HEARD_AHEAD, "ahead: a higher tone", "-")
        behind = Listener(-1, BEHIND_COLOR, HEARD_BEHIND, "behind: a lower tone", "+")
        waves = always_redraw(lambda: fronts(time.get_value()))
        source = always_redraw(lambda: Dot(source_at(time.get_value()), radius=0.2, color=COLOR))
        motion = always_redraw(
            lambda: Arrow(
                source_at(time.get_value()),
                source_at(time.get_value()) + (0.5 + SOURCE_PACE) * RIGHT,
                buff=0.2,
                color=COLOR,
                stroke_width=6,
                tip_length=0.2,
            )
        )
        traces = [always_redraw(lambda who=who: who.trace(time.get_value())) for who in (ahead, behind)]

        self.play(FadeIn(title, behind, ahead), FadeIn(source), run_time=1)
        self.play(FadeIn(waves, motion), run_time=0.6)
        self.add(*traces, source)
        self.play(time.animate.set_value(DURATION), run_time=DURATION, rate_func=linear)
        self.play(FadeOut(motion), Write(behind.rule), run_time=1)
        self.play(Write(ahead.rule), run_time=1)
        self.wait(1.5)
