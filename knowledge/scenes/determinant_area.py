# /// scene
# title = "The determinant is the area of the moved unit square"
# topic = "linear algebra"
# prompts = [
#   "What does the determinant mean geometrically?",
#   "Show the determinant as an area",
#   "determinant of [[3, 1], [1, 2]]",
#   "unit square becomes a parallelogram, area = |det|",
#   "Animate how a matrix with negative determinant flips the plane",
# ]
# asked = [
#   "how much bigger does a tile get when its sheet is skewed",
#   "why is it zero when everything gets squashed onto a line",
#   "skewing a photo: by what factor does its surface change",
#   "compute ad − bc for the matrix (4 2; 1 3) and interpret it",
#   "np.linalg.det 2x2, ad-bc meaning, sign",
#   "volume factor of a linear map, signed area scaling",
#   "invertible or singular: is the area factor nonzero",
#   "Was bedeutet die Determinante anschaulich? Flächeninhalt des Parallelogramms",
#   "déterminant d'une matrice comme aire du parallélogramme",
#   "determinante de una matriz como factor de área",
# ]
# concepts = [
#   "determinant", "det", "area", "parallelogram", "unit square", "matrix", "linear algebra", "linear transformation", "scale factor",
#   "orientation", "singular matrix", "2x2 matrix",
# ]
# licence = "MIT"
# variations = [
#   { MATRIX = [[1, 2], [3, 1]], AREA_COLOR = "pink" },
#   { MATRIX = [[2, 4], [1, 2]] },
#   { MATRIX = [[-4, 4], [-4, -4]] },
# ]
# [parameters]
# MATRIX = { type = "matrix", min = -4, max = 4, about = "the matrix" }
# AREA_COLOR = { type = "color", about = "colour of the parallelogram" }
# ///
from manim import *

MATRIX = [[3, 1], [1, 2]]
AREA_COLOR = YELLOW
FLIPPED_COLOR = RED
COLUMN_COLORS = [GREEN, BLUE]


def corners(matrix):
    return np.array([[0, 0], matrix[:, 0], matrix[:, 0] + matrix[:, 1], matrix[:, 1]])


class Stage:
    """The right part of the picture, scaled so that the square and its image both fit."""

    def __init__(self, matrix):
        points = np.concatenate([corners(matrix), corners(np.eye(2))])
        low, high = np.floor(points.min(axis=0)), np.ceil(points.max(axis=0))
        self.unit = min(7.2 / (high - low)[0], 6.6 / (high - low)[1], 1.8)
        self.origin = RIGHT * 2.9 - self.unit * np.append((low + high) / 2, 0)
        (left, bottom), (right, top) = low, high
        columns = [Line(self.at([x, bottom]), self.at([x, top])) for x in np.arange(left, right + 1)]
        rows = [Line(self.at([left, y]), self.at([right, y])) for y in np.arange(bottom, top + 1)]
        self.grid = VGroup(*columns, *rows).set_stroke(GRAY, 1, 0.45)

    def at(self, w):
        return self.origin + self.unit * np.append(w, 0)

    def figure(self, matrix):
        color = AREA_COLOR if np.linalg.det(matrix) >= 0 else FLIPPED_COLOR
        area = Polygon(*[self.at(w) for w in corners(matrix)], color=color, fill_opacity=0.45)
        sides = VGroup()
        for column, side_color in zip(matrix.T, COLUMN_COLORS):
            if np.linalg.norm(column) * self.unit > 0.1:
                ends = {"start": self.origin, "end": self.at(column), "buff": 0}
                sides.add(Arrow(**ends, color=side_color, stroke_width=6, tip_length=0.22))
        return VGroup(area, sides)


class DisplayScene(Scene):
    def construct(self):
        matrix = np.array(MATRIX, dtype=float)
        stage = Stage(matrix)
        blend = ValueTracker(0)
        current = lambda: (1 - blend.get_value()) * np.eye(2) + blend.get_value() * matrix
        figure = always_redraw(lambda: stage.figure(current()))
        start = DashedVMobject(Polygon(*[stage.at(w) for w in corners(np.eye(2))], color=GRAY_B))

        entries = Matrix([[f"{entry:g}" for entry in row] for row in matrix]).set_column_colors(
            *COLUMN_COLORS
        )
        area = DecimalNumber(1, num_decimal_places=2, mob_class=Text, font_size=40)
        reading = VGroup(Text("area", font_size=36), area).arrange(RIGHT, buff=0.3)
        left = VGroup(entries, reading, *self.notes(matrix)).arrange(DOWN, buff=0.45).move_to(LEFT * 4.2)
        area.add_updater(lambda number: number.set_value(abs(np.linalg.det(current()))))

        self.play(FadeIn(stage.grid), FadeIn(figure), FadeIn(reading), run_time=1)
        self.add(start)
        self.play(FadeIn(entries, shift=RIGHT * 0.3), run_time=0.8)
        self.play(blend.animate.set_value(1), run_time=4)
        for note in left[2:]:
            self.play(FadeIn(note, shift=UP * 0.2), run_time=0.8)
        self.wait(1.5)

    def notes(self, matrix):
        (a, b), (c, d) = matrix
        factors = [f"({x:g})" if x < 0 else f"{x:g}" for x in (a, d, b, c)]
        formula = "det = {}·{} − {}·{} = ".format(*factors) + f"{a * d - b * c:.4g}".replace("-", "−")
        if abs(a * d - b * c) < 1e-9:
            meaning, color = "squashed flat", WHITE
        elif a * d < b * c:
            meaning, color = "negative: turned over", FLIPPED_COLOR
        else:
            meaning, color = f"every area times {a * d - b * c:.4g}", AREA_COLOR
        notes = [Text(formula, font_size=30), Text(meaning, font_size=30, color=color)]
        for note in notes:
            note.scale_to_fit_width(min(note.width, 4.9))
        return notes
