# /// scene
# title = "Polygons with more and more sides become a circle"
# topic = "geometry"
# prompts = [
#   "Show how a polygon with more and more sides becomes a circle",
#   "Approximate pi with polygons",
#   "regular polygons inscribed in a circle up to 48 sides",
#   "How did Archimedes find pi?",
#   "Animate a triangle, square, pentagon, hexagon ... approaching a circle",
# ]
# asked = [
#   "if a figure gets more and more corners, does it turn round?",
#   "why does a coin with very many edges look perfectly round?",
#   "stop sign, twelve-edged coin, gear wheel: more corners look rounder",
#   "Show that n·sin(180°/n) tends to 3.14159 as n grows",
#   "n-gon perimeter/diameter ratio, n*sin(pi/n), table for 6 12 24 48",
#   "method of exhaustion, ancient Greek rectification, Liu Hui's cutting of the disc",
#   "straight-edged outline against true circumference: how big is the gap?",
#   "Kreiszahl mit regelmäßigen Vielecken annähern, immer mehr Ecken, Umfang durch Durchmesser",
#   "méthode d'Archimède : polygones réguliers inscrits pour approcher pi",
#   "polígonos regulares con cada vez más lados se acercan a la circunferencia",
# ]
# concepts = ["polygon", "regular polygon", "inscribed polygon", "number of sides", "circle as a limit", "approximate a circle", "approximate pi", "pi", "archimedes", "perimeter", "circumference", "limit", "n-gon", "geometry"]
# licence = "MIT"
# requires = ["polygon", "pi", "archimed", "sides", "more and more"]
# variations = [
#   { LARGEST = 96, POLYGON_COLOR = "orange" },
#   { LARGEST = 7, POLYGON_COLOR = "green" },
# ]
# [parameters]
# LARGEST = { type = "integer", min = 4, max = 200, near = ["sides", "corners", "vertices", "n"], about = "number of sides of the last polygon" }
# POLYGON_COLOR = { type = "color", about = "colour of the polygons" }
# ///
from manim import *

LARGEST = 24
POLYGON_COLOR = BLUE
RADIUS = 2.7
CENTER = np.array([-3, -0.35, 0])


def polygon(sides):
    shape = RegularPolygon(sides, radius=RADIUS, start_angle=PI / 2).shift(CENTER)
    return shape.set_stroke(POLYGON_COLOR, 5).set_fill(POLYGON_COLOR, 0.4)


def ratio(sides):
    """Return perimeter by diameter of a regular polygon inscribed in a circle."""
    return sides * np.sin(PI / sides)


def row(sides):
    cells = VGroup(Text(f"{sides}", font_size=28), Text(f"{ratio(sides):.5f}", font_size=28))
    cells[0].move_to([1.7, 0, 0])
    cells[1].move_to([4.6, 0, 0])
    return cells


class DisplayScene(Scene):
    def construct(self):
        title = Text("More and more sides", font_size=34).to_edge(UP, buff=0.35)
        circle = Circle(RADIUS, color=YELLOW, stroke_width=3).move_to(CENTER)
        counts = [n for n in (3, 4, 5, 6, 8, 12, 24) if n < LARGEST] + [LARGEST]
        head = VGroup(
            Text("sides", font_size=28, color=POLYGON_COLOR).move_to([1.7, 2.5, 0]),
            Text("perimeter : diameter", font_size=28, color=POLYGON_COLOR).move_to([4.6, 2.5, 0]),
        )
        rule = Line([0.9, 2.15, 0], [6.6, 2.15, 0], color=GRAY)
        rows = VGroup(*map(row, counts))
        for index, cells in enumerate(rows):
            cells.shift(UP * (1.8 - 0.52 * index))
        last = VGroup(Text("circle", font_size=28), Text(f"π = {PI:.5f}…", font_size=28)).set_color(YELLOW)
        last[0].move_to([1.7, 1.7 - 0.52 * len(counts), 0])
        last[1].move_to([4.6, 1.7 - 0.52 * len(counts), 0])

        self.play(FadeIn(title), FadeIn(head), Create(rule), run_time=0.8)
        self.play(Create(circle), run_time=0.8)
        shape = polygon(counts[0])
        self.play(Create(shape), FadeIn(rows[0]), run_time=1)
        for count, cells in zip(counts[1:], rows[1:]):
            self.play(Transform(shape, polygon(count)), FadeIn(cells, shift=UP * 0.2), run_time=0.8)
            self.wait(0.3)
        self.play(Indicate(circle, scale_factor=1.06, color=YELLOW), FadeIn(last), run_time=1.2)
        self.wait(1)
