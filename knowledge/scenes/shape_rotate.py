# /// scene
# title = "A shape rotates about its centre by an angle"
# topic = "shapes"
# prompts = [
#   "rotate a square",
#   "Rotate a red triangle by 90 degrees clockwise",
#   "Show a star spinning",
#   "Make a purple hexagon turn around its centre",
#   "What does a rotation through 120° do to a rectangle?",
# ]
# asked = [
#   "give the figure a quarter twist like a steering wheel",
#   "which way does a tilted figure face after three eighths of a twist?",
#   "windmill sail or door knob twisted by a given number of degrees",
#   "Draw the image of the rectangle after a 120° turn about its midpoint",
#   "Rotate(sq, angle=135*DEGREES, about_point=center), cw vs ccw",
#   "twirl, revolve, pivot a plane figure, isometry with a fixed midpoint",
#   "left turn against right turn: positive and negative sense",
#   "Figur um ihren Mittelpunkt drehen, Drehung um 90 Grad im Uhrzeigersinn",
#   "rotation d'une figure plane autour de son centre, sens horaire, 90 degrés",
#   "girar una figura 90 grados alrededor de su centro, sentido horario",
# ]
# concepts = [
#   "rotation", "rotate", "rotating shape", "spin", "turn", "angle", "degrees", "clockwise", "counterclockwise",
#   "shape", "geometry", "centre of rotation",
# ]
# licence = "MIT"
# variations = [
#   { SHAPE = "triangle", COLOR = "red", ANGLE = 90, DIRECTION = "clockwise" },
#   { SHAPE = "parallelogram", COLOR = "#55DDAA", ANGLE = 720 },
#   { SHAPE = "arrow", ANGLE = 10 },
# ]
# [parameters]
# SHAPE = { type = "shape", about = "the shape that turns" }
# COLOR = { type = "color", of = "SHAPE", about = "colour of the shape" }
# ANGLE = { type = "integer", min = 10, max = 720, near = ["degrees", "degree", "°", "angle", "by", "through"], about = "how far it turns, in degrees" }
# DIRECTION = { type = "choice", options = ["counterclockwise", "clockwise"], about = "which way round" }
# ///
from manim import *

SHAPE = Square(side_length=2.6)
COLOR = BLUE
ANGLE = 135
DIRECTION = "counterclockwise"
ANGLE_COLOR = YELLOW
PIVOT = 0.4 * DOWN
REACH = 2.45


class DisplayScene(Scene):
    def construct(self):
        sign = -1 if DIRECTION == "clockwise" else 1
        start = SHAPE.copy().set_stroke(COLOR, 6).set_fill(COLOR, 0.45).shift(PIVOT)
        ghost = start.copy().set_stroke(COLOR, 3, opacity=0.35).set_fill(opacity=0)
        title = Text(f"Rotation by {ANGLE}° {DIRECTION}", font_size=34).to_edge(UP, buff=0.4)
        baseline = DashedLine(PIVOT, PIVOT + (REACH + 0.6) * RIGHT, color=GRAY, stroke_width=3)
        pivot = Dot(PIVOT, color=WHITE)

        turned = ValueTracker(0)
        shape = always_redraw(lambda: start.copy().rotate(turned.get_value() * DEGREES, about_point=PIVOT))
        arm = always_redraw(
            lambda: Line(PIVOT, PIVOT + REACH * RIGHT, color=ANGLE_COLOR, stroke_width=4).rotate(
                turned.get_value() * DEGREES, about_point=PIVOT
            )
        )

        def swept_arc():
            """An arc that widens as it goes on, so that a second turn does not cover the first."""
            angle = turned.get_value() * DEGREES
            return ParametricFunction(
                lambda t: PIVOT + (REACH + 0.05 * abs(t)) * np.array([np.cos(t), np.sin(t), 0]),
                t_range=[0, angle, angle / 60] if angle > 0 else [angle, 1e-4, max(-angle / 60, 1e-3)],
                color=ANGLE_COLOR,
                stroke_width=5,
            )

        arc = always_redraw(swept_arc)
        reading = always_redraw(
            lambda: Text(f"{abs(turned.get_value()):.0f}°", font_size=44, color=ANGLE_COLOR).move_to(
                [4.7, 1.6, 0]
            )
        )

        self.play(Create(start), FadeIn(title), run_time=1.2)
        self.play(FadeIn(pivot, scale=3), Create(baseline), run_time=0.8)
        turned.set_value(sign * 1e-3)
        self.remove(start)
        self.add(ghost, shape, arc, arm, pivot, reading)
        self.play(turned.animate.set_value(sign * ANGLE), run_time=2.5 + ANGLE / 240)
        reading.clear_updaters()
        self.play(Indicate(reading, color=WHITE), Flash(pivot, color=ANGLE_COLOR), run_time=1)
        self.wait(1)
