# /// scene
# title = "Euler's formula: e to the i theta goes round the unit circle"
# topic = "complex numbers"
# prompts = [
#   "Explain Euler's formula",
#   "Show e^(i theta) rotating in the complex plane",
#   "Why is e^(i pi) = -1?",
#   "euler identity",
#   "Complex exponential as a point moving on the unit circle up to an angle of 240 degrees",
# ]
# asked = [
#   "why do e, i and pi together give minus one",
#   "how can anything be raised to an imaginary power",
#   "phasor: alternating current as a rotating pointer",
#   "write e^{iπ/3} in the form a + bi",
#   "e^{ix} = cos x + i sin x, np.exp(1j*t)",
#   "cis function, polar exponential form, unit phasor",
#   "e^x grows but e^{ix} turns: real versus imaginary exponent",
#   "Eulersche Formel: e hoch i phi auf dem Einheitskreis",
#   "formule d'Euler, exponentielle complexe et cercle trigonométrique",
#   "fórmula de Euler y círculo unitario en el plano complejo",
# ]
# concepts = ["euler's formula", "euler formula", "euler identity", "complex plane", "complex exponential", "complex number", "imaginary", "e^(i theta)", "e^(i pi)", "unit circle", "rotation", "real part", "imaginary part"]
# licence = "MIT"
# variations = [
#   { ANGLE = 60, POINT_COLOR = "red" },
#   { ANGLE = 315 },
#   { ANGLE = 720, POINT_COLOR = "green" },
# ]
# [parameters]
# ANGLE = { type = "number", min = 10, max = 1080, near = ["angle", "degrees", "degree", "theta"], about = "the angle in degrees at which the point stops" }
# POINT_COLOR = { type = "color", about = "colour of the point and its path" }
# ///
from manim import *

ANGLE = 180
POINT_COLOR = YELLOW
COS_COLOR = BLUE
SIN_COLOR = GREEN
RADIUS = 2.3
CENTER = np.array([-3.4, -0.3, 0])


def at(angle):
    return CENTER + RADIUS * np.array([np.cos(angle), np.sin(angle), 0])


def diagram(angle):
    """Return the point at `angle` with its real and imaginary parts."""
    foot = CENTER + RADIUS * np.array([np.cos(angle), 0, 0])
    return VGroup(
        Arc(RADIUS, 0, max(angle, 0.01), arc_center=CENTER, color=POINT_COLOR, stroke_width=7),
        Arc(0.5, 0, max(angle % TAU, 0.01), arc_center=CENTER, color=WHITE, stroke_width=3),
        Line(CENTER, at(angle), color=WHITE),
        Line(CENTER, foot, color=COS_COLOR, stroke_width=7),
        Line(foot, at(angle), color=SIN_COLOR, stroke_width=7),
        Dot(at(angle), color=POINT_COLOR, radius=0.12),
    )


def readout(angle):
    return Text(f"θ = {np.degrees(angle):.0f}°", font_size=40).move_to([3.6, 0.9, 0])


def result():
    """Return what e^(iθ) is at the end, exactly where that is a short number."""
    if ANGLE % 90 == 0:
        quarters = int(ANGLE // 90)
        factor = rf"\frac{{{quarters}}}{{2}}" if quarters % 2 else f"{quarters // 2}".removesuffix("1")
        return MathTex(rf"e^{{{factor} \pi i}} = {['1', 'i', '-1', '-i'][quarters % 4]}", font_size=52)
    cosine, sine = np.cos(ANGLE * DEGREES), np.sin(ANGLE * DEGREES)
    sign = "-" if sine < 0 else "+"
    return MathTex(rf"e^{{i\theta}} \approx {cosine:.3f} {sign} {abs(sine):.3f}\,i", font_size=48)


class DisplayScene(Scene):
    def construct(self):
        formula = MathTex(r"e^{i\theta}", "=", r"\cos\theta", "+", "i", r"\sin\theta", font_size=56)
        formula.move_to([3.6, 2.2, 0])
        parts = VGroup(
            Text("cos θ: the real part", font_size=30, color=COS_COLOR),
            Text("sin θ: the imaginary part", font_size=30, color=SIN_COLOR),
        )
        parts.arrange(DOWN, buff=0.25).move_to([3.6, -0.2, 0])
        for index, color in ((0, POINT_COLOR), (2, COS_COLOR), (5, SIN_COLOR)):
            formula[index].set_color(color)
        reach = RADIUS + 0.6
        axes = VGroup(
            Line(CENTER + LEFT * reach, CENTER + RIGHT * reach),
            Line(CENTER + DOWN * reach, CENTER + UP * reach),
        ).set_stroke(GRAY, 2)
        names = VGroup(
            Text("real", font_size=26).next_to(CENTER + RADIUS * RIGHT, DR, buff=0.16),
            Text("imaginary", font_size=26).next_to(axes[1], UP, buff=0.1),
            *[
                Text(name, font_size=26).next_to(CENTER + RADIUS * direction, direction + side, buff=0.16)
                for name, direction, side in (
                    ("1", RIGHT, UP),
                    ("i", UP, RIGHT),
                    ("−1", LEFT, UP),
                    ("−i", DOWN, RIGHT),
                )
            ],
        )
        circle = Circle(RADIUS, color=GRAY_B, stroke_width=2).move_to(CENTER)

        angle = ValueTracker(0)
        picture = always_redraw(lambda: diagram(angle.get_value()))
        values = always_redraw(lambda: readout(angle.get_value()))
        end = result().move_to([3.6, -1.5, 0])
        self.play(Create(axes), FadeIn(names), Create(circle), run_time=1.2)
        self.play(Write(formula), FadeIn(parts), run_time=1.3)
        self.add(picture, values)
        self.play(angle.animate.set_value(ANGLE * DEGREES), run_time=4 + ANGLE / 360, rate_func=smooth)
        picture.clear_updaters()
        values.clear_updaters()
        self.play(Flash(at(ANGLE * DEGREES), color=POINT_COLOR, flash_radius=0.4), Write(end), run_time=1.2)
        self.play(Circumscribe(end, color=POINT_COLOR), run_time=1)
        self.wait(1)
