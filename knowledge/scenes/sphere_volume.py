# /// scene
# title = "The volume of a sphere, built from thin discs"
# topic = "geometry"
# prompts = [
#   "volume of a sphere",
#   "Show a rotating 3D ball and its volume formula",
#   "What is the volume of a sphere with radius 3?",
#   "Animate V = 4/3 pi r^3",
#   "Why is the volume of a ball four thirds pi r cubed? use slices",
# ]
# asked = [
#   "how much water fits into a football?",
#   "how much ice cream is in one round scoop?",
#   "orange cut into thin rounds, added up to get its content",
#   "Compute the capacity of a globe of diameter 6 cm, exact in π",
#   "integral pi*(r^2 - z^2) dz from -r to r, (4/3)*pi*r**3",
#   "Cavalieri's principle, content of a globe, disc method, solid of revolution",
#   "skin of a globe or what it holds: 4πr² against 4/3 πr³",
#   "Kugelvolumen: Formel herleiten mit dünnen Scheiben, Rauminhalt einer Kugel",
#   "volume d'une boule : découper en disques minces, 4/3 pi r au cube",
#   "volumen de una esfera, fórmula cuatro tercios de pi, rebanadas",
# ]
# concepts = [
#   "sphere", "ball", "volume", "volume of a sphere", "radius", "3D", "solid", "rotating sphere", "slices", "discs", "integral",
#   "4/3 pi r^3", "geometry",
# ]
# licence = "MIT"
# requires = ["sphere", "ball", "4/3", "four third"]
# variations = [
#   { RADIUS = 3, COLOR = "orange" },
#   { RADIUS = 50, COLOR = "#55DD99" },
# ]
# [parameters]
# RADIUS = { type = "number", min = 0.5, max = 50, near = ["radius", "r"], about = "the radius whose volume is worked out" }
# COLOR = { type = "color", about = "colour of the sphere" }
# ///
from manim import *

RADIUS = 2
COLOR = BLUE
SLICE_COLOR = YELLOW
SHOWN_RADIUS = 2.3
DISCS = 15
THETA = -60 * DEGREES
CENTER = 3 * np.array([np.sin(THETA), -np.cos(THETA), 0])  # left of the middle, as the camera sees it


def disc(height):
    """One slice across the sphere at a height above its centre."""
    radius = np.sqrt(SHOWN_RADIUS**2 - height**2)
    circle = Circle(radius=radius, color=SLICE_COLOR, stroke_width=2, fill_opacity=0.35)
    return circle.set_shade_in_3d(True).shift(CENTER + height * OUT)


def lit(each):
    return each.animate(rate_func=there_and_back).set_fill(WHITE, 0.8)


class DisplayScene(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=68 * DEGREES, theta=THETA)
        stripes = [COLOR, interpolate_color(COLOR, BLACK, 0.3)]
        sphere = Sphere(radius=SHOWN_RADIUS, resolution=(16, 8), checkerboard_colors=stripes)
        sphere.set_fill(opacity=0.6).set_stroke(width=0).shift(CENTER)
        radius = Line(CENTER, CENTER + SHOWN_RADIUS * RIGHT, color=WHITE, stroke_width=5)
        heights = (np.arange(DISCS) + 0.5) * 2 * SHOWN_RADIUS / DISCS - SHOWN_RADIUS
        discs = VGroup(map(disc, heights))

        slice_law = MathTex(r"A(z) = \pi\,(r^2 - z^2)", font_size=40, color=SLICE_COLOR)
        integral = MathTex(r"V = \int_{-r}^{r} A(z)\,dz", font_size=40)
        volume = MathTex(r"V = \tfrac{4}{3}\,\pi r^3", font_size=52)
        value = Text(f"r = {RADIUS:g}:  V ≈ {4 / 3 * PI * RADIUS**3:,.2f}", font_size=32)
        formulas = VGroup(slice_law, integral, volume, value).arrange(DOWN, buff=0.55, aligned_edge=LEFT)
        formulas.move_to(3.4 * RIGHT)
        self.add_fixed_in_frame_mobjects(formulas)
        self.remove(formulas)

        self.play(FadeIn(sphere), Create(radius), run_time=1)
        self.play(FadeOut(sphere, radius), FadeIn(discs, lag_ratio=0.1), Write(slice_law), run_time=2)
        self.play(LaggedStart(*map(lit, discs), lag_ratio=0.3), Write(integral), run_time=2.5)
        self.play(FadeIn(sphere, radius), FadeOut(discs), run_time=1)
        turn = Rotate(VGroup(sphere, radius), PI, axis=OUT, about_point=CENTER)
        self.play(turn, Succession(Write(volume), FadeIn(value)), run_time=4)
        self.wait(1)
