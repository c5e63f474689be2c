# /// scene
# title = "One shape turns into another"
# topic = "shapes"
# prompts = [
#   "Create a circle that transforms into a square",
#   "Morph a triangle into a star",
#   "Show one shape smoothly becoming another shape",
#   "Animate a red hexagon turning into a blue circle",
# ]
# asked = [
#   "magic trick: something round melts until it has corners",
#   "one figure shifts like play dough until it is another figure",
#   "logo transition: the old emblem flows over to the new emblem",
#   "Name the first and the last figure of this metamorphosis",
#   "Transform(Circle(), Square()), ReplacementTransform, tween between two outlines",
#   "metamorphosis, interpolation of contours, shape tweening",
#   "no cut or fade but a smooth passage from one contour to the other",
#   "Kreis verwandelt sich in ein Quadrat, eine Form fließt in die andere über",
#   "un cercle se transforme peu à peu en carré, métamorphose de formes",
#   "un círculo se convierte en cuadrado, una figura se transforma en otra",
# ]
# concepts = ["geometry", "shape", "morph", "transform", "turn into", "become", "change"]
# licence = "MIT"
# requires = ["into", "to ", "to a", "becom", "morph", "transform", "turn", "chang", "out of", "->", "→"]
# variations = [
#   { START = "triangle", END = "star" },
#   { START = "hexagon", END = "circle", START_COLOR = "red", END_COLOR = "#33AAFF" },
# ]
# [parameters]
# START = { type = "shape", about = "the shape at the start" }
# END = { type = "shape", prefer = ["into", "to", "becomes", "become"], about = "the shape at the end" }
# START_COLOR = { type = "color", of = "START", about = "colour of the first shape" }
# END_COLOR = { type = "color", of = "END", about = "colour of the last shape" }
# ///
from manim import *

START = Circle(radius=1.5)
START_NAME = "circle"
END = Square(side_length=2.6)
END_NAME = "square"
START_COLOR = BLUE
END_COLOR = GREEN


class DisplayScene(Scene):
    def construct(self):
        start = START.copy().set_stroke(START_COLOR, 6).set_fill(START_COLOR, 0.5)
        end = END.copy().set_stroke(END_COLOR, 6).set_fill(END_COLOR, 0.5)
        start_label = Text(START_NAME, font_size=36).to_edge(DOWN, buff=1)
        end_label = Text(END_NAME, font_size=36).to_edge(DOWN, buff=1)

        self.play(Create(start), FadeIn(start_label), run_time=1.5)
        self.wait(0.5)
        self.play(Transform(start, end), FadeOut(start_label), FadeIn(end_label), run_time=2)
        self.play(Rotate(start, PI / 2), run_time=1)
        self.wait(1)
