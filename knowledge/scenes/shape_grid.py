# /// scene
# title = "A grid of shapes: rows times columns"
# topic = "shapes"
# prompts = [
#   "grid of circles",
#   "Draw a 4 by 6 grid of green squares",
#   "Show an array of stars with 3 rows and 5 columns",
#   "Arrange hexagons in rows and columns",
#   "How can I see 3 rows of 7 as a multiplication?",
# ]
# asked = [
#   "eggs in a box: how many, if I count line by line?",
#   "lots of the same little figures, neatly lined up like soldiers",
#   "classroom seats or pieces of a chocolate bar: 4 lines of 6",
#   "Write 4 × 6 as repeated addition and draw the dot field",
#   "arrange_in_grid(rows=4, cols=6), VGroup of n*m copies",
#   "times tables as a rectangular field, lattice of equal figures, tabular layout",
#   "3 by 7 or 7 by 3: lines against columns, same total",
#   "Punktefeld für das Einmaleins: 3 Reihen mit je 7 Sternen",
#   "tableau de carrés en lignes et colonnes pour la table de multiplication",
#   "cuadrícula de círculos, 4 filas y 6 columnas, contar multiplicando",
# ]
# concepts = [
#   "grid", "array", "grid of shapes", "rows", "columns", "pattern", "tiling", "arrangement", "many shapes",
#   "multiplication", "times", "product", "counting",
# ]
# licence = "MIT"
# variations = [
#   { SHAPE = "star", COLOR = "yellow", ROWS = 8, COLUMNS = 12 },
#   { SHAPE = "square", COLOR = "green", ROWS = 1, COLUMNS = 1 },
#   { SHAPE = "triangle", COLOR = "#FF7755", ROWS = 7, COLUMNS = 2 },
# ]
# [parameters]
# SHAPE = { type = "shape", about = "the shape that is repeated" }
# COLOR = { type = "color", of = "SHAPE", about = "colour of the shapes" }
# ROWS = { type = "integer", min = 1, max = 8, near = ["rows", "row", "high", "by", "x", "×"], about = "number of rows" }
# COLUMNS = { type = "integer", min = 1, max = 12, near = ["columns", "column", "wide", "by", "x", "×"], about = "number of columns" }
# ///
from manim import *

SHAPE = Circle(radius=1.5)
COLOR = BLUE
ROWS = 4
COLUMNS = 6
COUNT_COLOR = YELLOW


def make_grid():
    shape = SHAPE.copy().set_stroke(COLOR, 3).set_fill(COLOR, 0.5)
    cell = min(1.2, 5 / ROWS, 10 / COLUMNS)
    shape.scale(0.8 * cell / max(shape.width, shape.height))
    rows = VGroup(VGroup(shape.copy() for _ in range(COLUMNS)) for _ in range(ROWS))
    for i, row in enumerate(rows):
        for j, each in enumerate(row):
            each.move_to([(j - (COLUMNS - 1) / 2) * cell, ((ROWS - 1) / 2 - i) * cell - 0.4, 0])
    return rows


def pulsing(shape):
    return shape.animate(rate_func=there_and_back).scale(1.25).set_fill(COUNT_COLOR, 0.9)


class DisplayScene(Scene):
    def construct(self):
        rows = make_grid()
        shapes = [shape for row in rows for shape in row]
        by_diagonal = sorted(shapes, key=lambda shape: shape.get_x() - shape.get_y())
        title = Text(f"{ROWS} × {COLUMNS} = {ROWS * COLUMNS}", font_size=48).to_edge(UP, buff=0.45)

        self.play(LaggedStart(*map(GrowFromCenter, by_diagonal), lag_ratio=0.1), run_time=2)
        pace = min(1, 5 / ROWS)
        for i, row in enumerate(rows, 1):
            counted = Text(f"{i * COLUMNS}", font_size=36, color=COUNT_COLOR).next_to(row, RIGHT, buff=0.5)
            frame = SurroundingRectangle(row, color=COUNT_COLOR, buff=0.04, stroke_width=3)
            self.add(counted, frame)
            self.play(LaggedStart(*map(pulsing, row), lag_ratio=0.15), run_time=pace)
            self.remove(frame, counted)
        self.play(FadeOut(counted, target_position=title), Write(title), run_time=1)
        self.play(LaggedStart(*map(pulsing, by_diagonal), lag_ratio=0.05), run_time=2)
        self.wait(1)
