# /// scene
# title = "A shape is drawn, filled and named"
# topic = "shapes"
# prompts = [
#   "Draw a blue circle",
#   "a red triangle",
#   "show me a hexagon",
#   "Create a yellow star on the screen",
#   "Can you sketch a simple square for my class?",
# ]
# asked = [
#   "just one big round thing in the middle of the picture",
#   "what does a pentagon look like? please paint one",
#   "flash card for kindergarten with one figure and its name below",
#   "Trace the contour of an octagon, then colour it in and name it",
#   "Create(Circle()), DrawBorderThenFill, one mobject with label",
#   "paint a single plane figure, contour first, then colour inside, with caption",
#   "still picture of a single figure, nothing moves afterwards",
#   "zeichne ein rotes Dreieck mit Beschriftung darunter",
#   "dessine un losange bleu avec son nom",
#   "dibuja una estrella amarilla en la pantalla",
# ]
# concepts = [
#   "shape", "draw", "sketch", "create", "outline", "fill", "figure", "geometry", "polygon", "circle", "square", "triangle",
#   "name of a shape",
# ]
# licence = "MIT"
# variations = [
#   { SHAPE = "star", COLOR = "yellow" },
#   { SHAPE = "ring", COLOR = "#FF6699" },
#   { SHAPE = "line", COLOR = "white" },
#   { SHAPE = "dot", COLOR = "green" },
# ]
# [parameters]
# SHAPE = { type = "shape", about = "the shape to draw" }
# COLOR = { type = "color", of = "SHAPE", about = "colour of the shape" }
# ///
from manim import *

SHAPE = Circle(radius=1.5)
SHAPE_NAME = "circle"
COLOR = BLUE
SIZE = 4.4


class DisplayScene(Scene):
    def construct(self):
        shape = SHAPE.copy().set_stroke(COLOR, 7).set_fill(COLOR, 0)
        shape.scale(SIZE / max(shape.width, shape.height)).move_to(0.5 * UP)
        name = Text(SHAPE_NAME, font_size=48, color=COLOR).to_edge(DOWN, buff=0.5)

        outline = shape.copy()
        pen = Dot(shape.get_start(), radius=0.13, color=WHITE).set_z_index(1)
        drawn = ValueTracker(0)
        outline.add_updater(
            lambda mob: mob.pointwise_become_partial(shape, 0, max(drawn.get_value(), 1e-3)),
            call_updater=True,
        )
        pen.add_updater(lambda dot: dot.move_to(outline.get_end()))

        self.play(FadeIn(pen, scale=4), run_time=0.5)
        self.add(outline)
        self.play(drawn.animate.set_value(1), run_time=2.5)
        outline.clear_updaters()
        pen.clear_updaters()
        self.play(FadeOut(pen, scale=3), outline.animate.set_fill(COLOR, 0.55), Write(name), run_time=1.2)
        self.play(Rotate(outline, PI / 6, rate_func=wiggle), run_time=1.5)
        self.play(ShowPassingFlash(shape.set_stroke(WHITE, 12), time_width=0.4), run_time=1.2)
        self.play(
            Indicate(name, color=WHITE), outline.animate(rate_func=there_and_back).scale(1.08), run_time=1
        )
        self.wait(1)
