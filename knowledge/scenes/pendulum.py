# /// scene
# title = "A pendulum swings and its angle is drawn as a curve"
# topic = "oscillations and waves"
# prompts = [
#   "pendulum",
#   "Simulate a simple pendulum of length 2",
#   "Show a swinging pendulum and its angle over time",
#   "Why is the motion of a pendulum a sine wave?",
#   "Animate a pendulum with 25 degrees amplitude and its period",
# ]
# asked = [
#   "why does a grandfather clock tick so evenly?",
#   "weight on a thread going to and fro, how long does one trip take?",
#   "playground seat on long ropes: back and forth in the same rhythm",
#   "Compute T for L = 1.5 m on Earth with g = 9.81",
#   "theta(t) = theta0*cos(sqrt(g/L)*t), bob on rod plot",
#   "bob on a cord, Galileo's isochronism, mathematical gravity oscillator",
#   "does the mass of the bob matter, or only thread length and gravity?",
#   "Fadenpendel: Schwingungsdauer und Ausschlag als Kurve über der Zeit",
#   "pendule simple : période, petites oscillations, angle en fonction du temps",
#   "péndulo simple, período según la longitud, gráfica del ángulo",
# ]
# concepts = [
#   "pendulum", "swing", "swinging", "simple pendulum", "oscillation", "period", "harmonic motion", "angle", "gravity",
#   "amplitude", "physics", "small angle",
# ]
# licence = "MIT"
# requires = ["pendul", "swing"]
# variations = [
#   { LENGTH = 4, AMPLITUDE = 30, COLOR = "red" },
#   { LENGTH = 0.5, AMPLITUDE = 5, COLOR = "#77DDFF" },
# ]
# [parameters]
# LENGTH = { type = "number", min = 0.5, max = 4, near = ["length", "long", "m", "metres", "meters", "L"], about = "length in metres" }
# AMPLITUDE = { type = "integer", min = 5, max = 30, near = ["degrees", "degree", "°", "amplitude", "angle"], about = "largest angle in degrees" }
# COLOR = { type = "color", about = "colour of the bob" }
# ///
from manim import *

LENGTH = 1.5
AMPLITUDE = 20
COLOR = BLUE
CURVE_COLOR = YELLOW
GRAVITY = 9.81
PIVOT = 4.4 * LEFT + 2.6 * UP
SECONDS = 8

PERIOD = TAU * np.sqrt(LENGTH / GRAVITY)


def angle_at(time):
    return AMPLITUDE * np.cos(TAU * time / PERIOD)


def bob_at(time):
    drawn = 2 + 0.5 * LENGTH
    return PIVOT + drawn * rotate_vector(DOWN, angle_at(time) * DEGREES)


class DisplayScene(Scene):
    def construct(self):
        ceiling = Line(PIVOT + 1.2 * LEFT, PIVOT + 1.2 * RIGHT, color=GRAY, stroke_width=8)
        plumb = DashedLine(PIVOT, bob_at(PERIOD / 4) + 0.5 * DOWN, color=GRAY, stroke_width=2)
        axes = Axes(
            x_range=[0, SECONDS, 1],
            y_range=[-1.25 * AMPLITUDE, 1.25 * AMPLITUDE, AMPLITUDE],
            x_length=7.2,
            y_length=3.4,
            tips=False,
            axis_config={"color": GRAY_B},
        ).move_to([2.6, -0.6, 0])
        names = VGroup(
            Text("angle", font_size=26).next_to(axes.y_axis, UP, buff=0.15),
            Text("time in s", font_size=26).next_to(axes, DOWN, buff=0.1).align_to(axes, RIGHT),
            Text(f"{AMPLITUDE}°", font_size=24).next_to(axes.c2p(0, AMPLITUDE), LEFT, buff=0.15),
            Text(f"−{AMPLITUDE}°", font_size=24).next_to(axes.c2p(0, -AMPLITUDE), LEFT, buff=0.15),
        )
        formula = MathTex(r"T \approx 2\pi\sqrt{\frac{L}{g}}", font_size=40)
        values = Text(f"L = {LENGTH:g} m,  T = {PERIOD:.2f} s", font_size=30)
        law = VGroup(formula, values).arrange(RIGHT, buff=0.6).move_to([2.6, 2.6, 0])

        time = ValueTracker(0)
        bob = Dot(bob_at(0), radius=0.28, color=COLOR)
        bob.add_updater(lambda dot: dot.move_to(bob_at(time.get_value())))
        rod = always_redraw(lambda: Line(PIVOT, bob_at(time.get_value()), color=WHITE, stroke_width=4))
        tip = Dot(color=CURVE_COLOR)
        tip.add_updater(
            lambda dot: dot.move_to(axes.c2p(time.get_value(), angle_at(time.get_value()))), call_updater=True
        )
        curve = TracedPath(tip.get_center, stroke_color=CURVE_COLOR, stroke_width=5)
        path = ArcBetweenPoints(bob_at(PERIOD / 2), bob_at(0), angle=2 * AMPLITUDE * DEGREES, color=COLOR)
        path.set_stroke(width=3, opacity=0.5)

        self.play(Create(ceiling), Create(plumb), Create(path), FadeIn(rod, bob), run_time=1)
        self.play(Create(axes), FadeIn(names), FadeIn(tip), Write(law), run_time=1.5)
        self.add(curve)
        self.play(time.animate.set_value(SECONDS), run_time=SECONDS, rate_func=linear)
        span = BraceBetweenPoints(axes.c2p(0, -AMPLITUDE), axes.c2p(PERIOD, -AMPLITUDE), color=WHITE)
        period = Text("T", font_size=30, slant=ITALIC).next_to(span, DOWN, buff=0.1)
        self.play(Indicate(values, color=CURVE_COLOR, scale_factor=1.05), FadeIn(span, period), run_time=1)
        self.wait(1)
