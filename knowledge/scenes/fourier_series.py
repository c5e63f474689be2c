# /// scene
# title = "A Fourier series: sine waves add up to a square, sawtooth or triangle wave"
# topic = "fourier analysis"
# prompts = [
#   "Show the Fourier series of a square wave",
#   "fourier approximation of a sawtooth with 8 terms",
#   "How can sine waves add up to a triangle wave?",
#   "Build a square wave out of harmonics",
#   "Visualise a Fourier series with 12 terms",
# ]
# asked = [
#   "how can smooth wiggles make a shape with sharp corners",
#   "pile up ripples until they look like steps",
#   "how a synthesizer mixes pure tones into a buzzing sound",
#   "determine the coefficients b_n of the rectangular signal of period 2π",
#   "4/π Σ sin((2k-1)x)/(2k-1), FS coeffs, Gibbs",
#   "harmonic analysis, trigonometric series, additive synthesis",
#   "Fourier versus Taylor: sines and cosines instead of powers of x",
#   "Fourierreihe: Rechteckschwingung aus Sinusschwingungen zusammensetzen",
#   "série de Fourier d'un signal carré, somme de sinusoïdes",
#   "serie de Fourier de una onda cuadrada con armónicos",
# ]
# concepts = ["fourier series", "fourier", "harmonics", "square wave", "sawtooth", "triangle wave", "sum of sine waves", "partial sum", "gibbs phenomenon", "overtones", "periodic function", "signal", "approximation by sines"]
# licence = "MIT"
# requires = ["fourier", "wave"]
# variations = [
#   { WAVE = "sawtooth", TERMS = 8, SUM_COLOR = "orange" },
#   { WAVE = "triangle", TERMS = 3 },
#   { WAVE = "square", TERMS = 15, SUM_COLOR = "green" },
# ]
# [parameters]
# WAVE = { type = "choice", options = ["square", "sawtooth", "triangle"], about = "the wave that is built" }
# TERMS = { type = "integer", min = 1, max = 15, near = ["terms", "harmonics", "sines", "n"], about = "how many sine waves are added" }
# SUM_COLOR = { type = "color", about = "colour of the sum" }
# ///
from manim import *

WAVE = "square"
TERMS = 6
SUM_COLOR = YELLOW


def harmonic(number):
    """Return frequency and amplitude of the `number`-th sine wave, counted from 0."""
    odd = 2 * number + 1
    match WAVE:
        case "square":
            return odd, 4 / (PI * odd)
        case "sawtooth":
            return number + 1, 2 * (-1) ** number / (PI * (number + 1))
        case "triangle":
            return odd, 8 * (-1) ** number / (PI * odd) ** 2


def term(number, x):
    frequency, amplitude = harmonic(number)
    return amplitude * np.sin(frequency * x)


def corners():
    """Return the corners of the wave itself over two periods."""
    match WAVE:
        case "square":
            return [
                (half * PI, sign) for half in range(-2, 3) for sign in ((-1, 1) if half % 2 == 0 else (1, -1))
            ]
        case "sawtooth":
            return [(-TAU, 0), (-PI, 1), (-PI, -1), (PI, 1), (PI, -1), (TAU, 0)]
        case "triangle":
            return [(-TAU, 0), *[((n + 0.5) * PI, (-1) ** n) for n in range(-2, 2)], (TAU, 0)]


class DisplayScene(Scene):
    def construct(self):
        settings = {"x_length": 9.6, "tips": False, "axis_config": {"include_ticks": False, "color": GRAY}}
        upper = Axes([-TAU, TAU], [-1.35, 1.35], y_length=3.4, **settings).move_to([-1.8, 1, 0])
        lower = Axes([-TAU, TAU], [-1.35, 1.35], y_length=2.4, **settings).move_to([-1.8, -2.4, 0])
        xs = np.linspace(-TAU, TAU, 500)
        curve = lambda axes, ys, color: VMobject(color=color, stroke_width=4).set_points_as_corners(
            axes.c2p(np.column_stack([xs, ys]))
        )
        points = [point for point in corners() if abs(point[0]) <= TAU]
        ideal = VMobject(color=GRAY_B, stroke_width=3).set_points_as_corners([upper.c2p(*p) for p in points])
        title = Text(f"Fourier series of a {WAVE} wave", font_size=34).to_edge(UP, buff=0.35)

        self.play(FadeIn(title), Create(upper), Create(lower), run_time=1)
        self.play(Create(ideal), run_time=1)
        total, shown, pace = np.zeros_like(xs), None, min(1, 5 / TERMS)
        facts = VGroup()
        for number in range(TERMS):
            self.remove(facts)
            facts = self.facts(number)
            wave = curve(lower, term(number, xs), BLUE)
            self.add(facts)
            self.play(Create(wave), run_time=pace)
            total = total + term(number, xs)
            new = curve(upper, total, SUM_COLOR)
            if shown is None:
                shown = wave.copy()
                self.add(shown)
            self.play(Transform(shown, new), FadeOut(wave, shift=UP * 2), run_time=pace)
        self.play(Create(curve(lower, term(TERMS - 1, xs), BLUE)), run_time=0.8)
        self.wait(1)

    def facts(self, number):
        """Return what is to be read beside the two graphs once the wave `number` is added."""
        frequency, amplitude = harmonic(number)
        count = Text(f"{number + 1} sine wave{'s' if number else ''}", font_size=30, color=SUM_COLOR)
        added = VGroup(
            Text(f"frequency {frequency}", font_size=26, color=BLUE),
            Text(f"amplitude {amplitude:.2f}".replace("-", "−"), font_size=26, color=BLUE),
        ).arrange(DOWN, buff=0.25, aligned_edge=LEFT)
        count.move_to([3.5, 1, 0], aligned_edge=LEFT)
        return VGroup(count, added.move_to([3.5, -2.4, 0], aligned_edge=LEFT))
