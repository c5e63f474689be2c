# /// scene
# title = "The area of a circle, by unrolling its rings"
# topic = "geometry"
# prompts = [
#   "Why is the area of a circle pi r squared?",
#   "Show the area of a circle with radius 3",
#   "Unroll a circle into a triangle",
#   "Explain the formula for circle area by cutting the disk into thin rings",
#   "area of an orange circle, r = 5",
# ]
# asked = [
#   "why do you times the radius by itself and by 3.14",
#   "peel an onion slice into strips to measure how big it is",
#   "how much pizza do I get from a 30 cm one",
#   "a round garden is 4 m from middle to edge; work out its surface",
#   "A = πr² proof, where does pi*r**2 come from",
#   "content of a disc by concentric strips, onion proof",
#   "difference between circumference 2πr and area πr²",
#   "Warum ist die Kreisfläche Pi mal Radius zum Quadrat?",
#   "aire d'un disque : pourquoi pi fois rayon au carré",
#   "por qué el área del círculo es pi por radio al cuadrado",
# ]
# concepts = ["area of a circle", "circle area", "pi r squared", "pi r^2", "disk", "rings", "unroll", "radius", "geometry", "pi", "area formula", "triangle area"]
# licence = "MIT"
# requires = ["area", "unroll", "pi r", "π"]
# variations = [
#   { RADIUS = 12.5, DISK_COLOR = "orange" },
#   { RADIUS = 0.5, DISK_COLOR = "green" },
# ]
# [parameters]
# RADIUS = { type = "number", min = 0.1, max = 1000, near = ["radius", "r"], about = "radius of the circle" }
# DISK_COLOR = { type = "color", about = "colour of the circle" }
# ///
from manim import *

RADIUS = 3
DISK_COLOR = BLUE
RINGS = 16
SHOWN_RADIUS = 1.25
THICKNESS = SHOWN_RADIUS / RINGS
CENTER = np.array([-5.2, 0.4, 0])
BASE = np.array([1.7, -0.85, 0])


def strip(radius, bend):
    """Return the points of a ring of `radius`, closed where `bend` is 1 and straight where it is 0."""
    lengths = np.linspace(-PI, PI, 61) * radius
    bottom, place = CENTER + DOWN * radius, BASE + UP * (SHOWN_RADIUS - radius)
    curvature = max(bend, 1e-4) / radius
    xs = np.sin(curvature * lengths) / curvature
    ys = (1 - np.cos(curvature * lengths)) / curvature
    return np.column_stack([xs, ys, np.zeros(61)]) + bend * bottom + (1 - bend) * place


class Ring(VMobject):
    """A thin ring that can be unrolled into a strip of the same length."""

    def __init__(self, radius, color):
        super().__init__(color=color, stroke_width=100 * THICKNESS - 0.5)
        self.radius = radius
        self.bend(1)

    def bend(self, amount):
        return self.set_points_as_corners(strip(self.radius, amount))


class DisplayScene(Scene):
    def construct(self):
        title = Text("The area of a circle", font_size=36).to_edge(UP, buff=0.4)
        shades = color_gradient([interpolate_color(DISK_COLOR, BLACK, 0.45), DISK_COLOR], RINGS)
        rings = VGroup(*[Ring((n + 0.5) * THICKNESS, shades[n]) for n in range(RINGS)])
        spoke = Line(CENTER, CENTER + RIGHT * SHOWN_RADIUS, color=WHITE)
        radius_label = Text(f"r = {RADIUS:g}", font_size=30).next_to(CENTER + UP * SHOWN_RADIUS, UP, buff=0.3)
        corners = [
            BASE + LEFT * PI * SHOWN_RADIUS,
            BASE + RIGHT * PI * SHOWN_RADIUS,
            BASE + UP * SHOWN_RADIUS,
        ]
        triangle = Polygon(*corners, color=YELLOW)
        base = BraceLabel(Line(*corners[:2]), r"2\pi r", brace_direction=DOWN, font_size=40)
        height = DashedLine(BASE, corners[2], color=WHITE)
        height_label = MathTex("r", font_size=40).next_to(height, RIGHT, buff=0.15)
        area = PI * RADIUS**2
        formula = MathTex(
            r"A = \tfrac{1}{2} \cdot 2\pi r \cdot r",
            r"= \pi r^2",
            rf"\approx {area:.2f}" if area >= 1 else rf"\approx {area:.4f}",
            font_size=44,
        )
        formula.to_edge(DOWN, buff=0.6)
        formula[1].set_color(YELLOW)

        self.play(FadeIn(title), LaggedStart(*map(Create, rings), lag_ratio=0.1), run_time=1.8)
        self.play(Create(spoke), FadeIn(radius_label), run_time=0.8)
        self.play(FadeOut(spoke), run_time=0.4)
        ghost = Circle(SHOWN_RADIUS, color=DISK_COLOR, stroke_width=2).move_to(CENTER)
        self.add(ghost)
        unroll = [
            UpdateFromAlphaFunc(ring, lambda mob, alpha: mob.bend(1 - alpha)) for ring in reversed(rings)
        ]
        self.play(LaggedStart(*unroll, lag_ratio=0.12), run_time=5)
        self.play(Create(triangle), run_time=0.8)
        self.play(GrowFromCenter(base), Create(height), Write(height_label), run_time=1)
        self.play(Write(formula), run_time=2)
        self.play(Circumscribe(formula[1], color=YELLOW), run_time=0.8)
        self.wait(1)
