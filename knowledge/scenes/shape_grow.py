# /// scene
# title = "A shape grows and shrinks: lengths and area"
# topic = "shapes"
# prompts = [
#   "make a circle grow and shrink",
#   "Pulsating pink star",
#   "Animate a square getting bigger, then smaller again",
#   "Scale a triangle by a factor of 3",
#   "What happens to the area when a hexagon is enlarged 2 times?",
# ]
# asked = [
#   "balloon figure that swells and then gets tiny again",
#   "every side twice as long, is there four times as much to paint?",
#   "poster enlarged to triple width and height: how much more paper?",
#   "All sides are tripled: by what number is the surface multiplied?",
#   "obj.animate.scale(2) and back, zoom in and out, k vs k²",
#   "homothety, central dilatation, similarity ratio k, magnification",
#   "twice as long against twice as large: ratio of lengths and of surfaces",
#   "Figur vergrößern und verkleinern: zentrische Streckung, Flächeninhalt mal k²",
#   "agrandissement et réduction d'une figure, homothétie, l'aire est multipliée par k²",
#   "figura que se agranda y se encoge, factor de escala y área",
# ]
# concepts = [
#   "grow", "shrink", "scale", "scaling", "pulse", "pulsate", "bigger", "smaller", "enlarge", "size", "scale factor",
#   "area", "dilation", "shape", "heartbeat",
# ]
# licence = "MIT"
# requires = ["grow", "shrink", "scale", "scaling", "bigger", "smaller", "puls", "enlarg", "size", "factor", "times"]
# variations = [
#   { SHAPE = "star", COLOR = "pink", FACTOR = 3 },
#   { SHAPE = "arrow", COLOR = "#66CCFF", FACTOR = 1.25 },
#   { SHAPE = "rectangle", COLOR = "green" },
# ]
# [parameters]
# SHAPE = { type = "shape", about = "the shape that grows and shrinks" }
# COLOR = { type = "color", of = "SHAPE", about = "colour of the shape" }
# FACTOR = { type = "number", min = 1.2, max = 3, near = ["factor", "times", "scale", "by"], about = "how many times as large it gets" }
# ///
from manim import *

SHAPE = Circle(radius=1.5)
SHAPE_NAME = "circle"
COLOR = BLUE
FACTOR = 2
LARGEST = 5.4
CENTER = 2.4 * LEFT
SMALLEST_SHOWN = 0.5


def of_size_one():
    """The shape at a size that leaves room for FACTOR times as much."""
    shape = SHAPE.copy().set_stroke(COLOR, 5).set_fill(COLOR, 0.45)
    return shape.scale(LARGEST / FACTOR / max(shape.width, shape.height)).move_to(CENTER)


def readout(words, value, height):
    """Words such as "area ×" and the number after them, which follows `value`."""
    label = Text(f"{words} ×", font_size=38).move_to([2.2, height, 0], aligned_edge=LEFT)
    number = always_redraw(
        lambda: Text(f"{value():.2f}", font_size=38, color=YELLOW).next_to(label[-1], RIGHT, buff=0.2)
    )
    return VGroup(label, number)


class DisplayScene(Scene):
    def construct(self):
        one = of_size_one()
        outline = DashedVMobject(one.copy().set_fill(opacity=0).set_stroke(WHITE, 3), num_dashes=24)
        scale = ValueTracker(1)
        shape = always_redraw(lambda: one.copy().scale(scale.get_value(), about_point=CENTER))

        name = Text(SHAPE_NAME, font_size=44, color=COLOR).move_to([2.2, 1.3, 0], aligned_edge=LEFT)
        readouts = [readout("length", scale.get_value, 0.3)]
        if isinstance(SHAPE, Line):
            outline.shift(0.6 * DOWN)
        else:
            readouts.append(readout("area", lambda: scale.get_value() ** 2, -0.6))

        self.play(GrowFromCenter(one), FadeIn(name), run_time=1)
        self.play(Create(outline), run_time=1)
        self.add(*readouts)
        self.remove(one)
        self.add(shape, outline)
        self.play(scale.animate.set_value(FACTOR), run_time=2)
        self.wait(0.5)
        self.play(scale.animate.set_value(SMALLEST_SHOWN), run_time=2)
        for _ in range(2):
            self.play(scale.animate(rate_func=there_and_back).set_value(0.75 * FACTOR), run_time=0.8)
        self.play(scale.animate.set_value(FACTOR), run_time=1)
        self.wait(1)
