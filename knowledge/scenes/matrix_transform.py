# /// scene
# title = "A matrix moves the whole plane"
# topic = "linear algebra"
# prompts = [
#   "Show a matrix as a linear transformation of the plane",
#   "Apply the matrix [[2, 1], [0, 1]] to a grid",
#   "What does a 2x2 matrix do to space?",
#   "linear map with basis vectors i hat and j hat",
#   "visualise the shear matrix [[1,1],[0,1]] acting on a grid",
# ]
# asked = [
#   "graph paper that gets slanted, stretched and tilted all at once by four numbers",
#   "what happens to every little square of checked paper when a matrix acts?",
#   "how computer graphics skews and tilts a whole picture with four numbers",
#   "Where do e1 and e2 land? Read the images off the columns",
#   "apply A@x to every point, grid warp, columns as images of basis",
#   "linear mapping, endomorphism of R², the coordinate lattice is skewed and stretched",
#   "is a matrix just a table of numbers or a motion of the plane?",
#   "lineare Abbildung: was macht eine 2x2-Matrix mit dem Gitter der Ebene?",
#   "application linéaire : la matrice déforme le quadrillage et les vecteurs de base",
#   "transformación lineal: cómo una matriz deforma la cuadrícula y los vectores base",
# ]
# concepts = [
#   "matrix", "linear transformation", "linear map", "linear algebra", "grid", "plane", "basis vectors", "columns of a matrix",
#   "shear", "rotation matrix", "transform space", "2x2 matrix",
# ]
# licence = "MIT"
# requires = ["matri", "transform", "linear map", "shear"]
# variations = [
#   { MATRIX = [[0, -1], [1, 0]] },
#   { MATRIX = [[-3, 3], [3, 3]] },
#   { MATRIX = [[1, 2], [0.5, 1]] },
# ]
# [parameters]
# MATRIX = { type = "matrix", min = -3, max = 3, about = "the matrix" }
# GRID_COLOR = { type = "color", about = "colour of the moving grid" }
# ///
from manim import *

MATRIX = [[2, 1], [0.5, 1.5]]
GRID_COLOR = BLUE
COLUMN_COLORS = [GREEN, RED]


def basis_vector(column, color):
    tip = [*column, 0]
    if np.linalg.norm(tip) < 0.05:
        return Dot(ORIGIN, color=color)
    return Arrow(ORIGIN, tip, buff=0, color=color, stroke_width=7, max_tip_length_to_length_ratio=0.25)


class DisplayScene(Scene):
    def construct(self):
        matrix = np.array(MATRIX, dtype=float)
        corner = matrix.sum(axis=1)
        heights = np.abs([*matrix[1], corner[1]])
        unit = min(1.5, 3.5 / max(*heights, 0.1), 6.4 / max(abs(corner[0]), 0.1))
        still = self.grid(16, GRAY, 0.35).set_stroke(width=1).scale(unit)
        moving = self.grid(16, GRID_COLOR, 0.7).scale(unit)
        square = Square(unit, color=YELLOW, fill_opacity=0.35).move_to([unit / 2, unit / 2, 0])
        starts = [basis_vector(unit * column, color) for column, color in zip(np.eye(2), COLUMN_COLORS)]
        ends = [basis_vector(unit * column, color) for column, color in zip(matrix.T, COLUMN_COLORS)]
        panel = self.panel(matrix).to_corner(UR if corner[0] < 0 else UL, buff=0.3)

        self.add(still)
        self.play(Create(moving, lag_ratio=0.02), run_time=1.5)
        self.play(FadeIn(square), *[GrowFromPoint(arrow, ORIGIN) for arrow in starts], run_time=1)
        self.play(FadeIn(panel[0], panel[1]), run_time=0.8)
        self.wait(0.3)
        self.play(
            ApplyMatrix(matrix, moving),
            ApplyMatrix(matrix, square),
            *[Transform(start, end) for start, end in zip(starts, ends)],
            run_time=3.5,
        )
        for index in range(2):
            landing = panel[2][index]
            tip = unit * np.append(matrix[:, index], 0)
            self.play(Flash(tip, color=COLUMN_COLORS[index]), FadeIn(landing), run_time=1)
        self.wait(1.2)

    def grid(self, reach, color, opacity):
        style = {"stroke_color": color, "stroke_width": 2, "stroke_opacity": opacity}
        axis = {"stroke_color": color, "stroke_width": 2}
        ranges = {"x_range": [-reach, reach], "y_range": [-reach, reach]}
        return NumberPlane(**ranges, background_line_style=style, axis_config=axis, faded_line_ratio=0)

    def panel(self, matrix):
        """A card with the matrix and, column by column, where the basis vectors land."""
        entries = Matrix([[f"{entry:g}" for entry in row] for row in matrix]).scale(0.8)
        entries.set_column_colors(*COLUMN_COLORS)
        landings = VGroup()
        for name, column, color in zip(["(1, 0)", "(0, 1)"], matrix.T, COLUMN_COLORS):
            words = f"{name} → ({column[0]:g}, {column[1]:g})"
            landings.add(Text(words, font_size=26, color=color))
        landings.arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        rows = VGroup(entries, landings).arrange(DOWN, buff=0.3)
        card = SurroundingRectangle(rows, buff=0.2, corner_radius=0.1, color=GRAY, stroke_width=1)
        card.set_fill(BLACK, 0.85)
        return VGroup(card, entries, landings)
