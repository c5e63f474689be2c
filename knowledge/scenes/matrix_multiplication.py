# /// scene
# title = "Matrix multiplication: row times column"
# topic = "linear algebra"
# prompts = [
#   "How do you multiply two matrices?",
#   "Multiply [[1, 2], [3, 4]] by [[5, 6], [7, 8]]",
#   "matrix multiplication step by step",
#   "Show the row times column rule for 2x2 matrices",
#   "matrix product animation with highlighted rows and columns",
# ]
# asked = [
#   "two square number tables are combined into one, how is each number found?",
#   "why do you go across the first table and down the second?",
#   "price table times order table: each total comes from one row and one column",
#   "Compute AB by hand for A=(1,2;3,4) and B=(5,6;7,8)",
#   "A @ B numpy 2x2, c_ij = sum_k a_ik * b_kj",
#   "Falk scheme, product AB entry by entry as dot products of lines and columns",
#   "entrywise (Hadamard) product against the true product of two number arrays",
#   "zwei Matrizen multiplizieren: Zeile mal Spalte, Falksches Schema, Schritt für Schritt",
#   "produit de deux matrices 2x2 : ligne par colonne, exemple calculé",
#   "multiplicar dos matrices de 2x2, fila por columna, paso a paso",
# ]
# concepts = [
#   "matrix multiplication", "multiply matrices", "matrix product", "product of matrices", "row times column", "matmul", "matrices", "matrix",
#   "linear algebra", "2x2 matrix", "entries",
# ]
# licence = "MIT"
# variations = [
#   { LEFT_MATRIX = [[-20, 15], [12.5, -18]], RIGHT_MATRIX = [[11, -14], [-16, 20]] },
#   { LEFT_MATRIX = [[0, -1], [1, 0]], RIGHT_MATRIX = [[2, 0], [0, 3]], ROW_COLOR = "orange" },
# ]
# [parameters]
# LEFT_MATRIX = { type = "matrix", min = -20, max = 20, about = "the matrix on the left" }
# RIGHT_MATRIX = { type = "matrix", min = -20, max = 20, about = "the matrix on the right" }
# ROW_COLOR = { type = "color", about = "colour of the row" }
# COLUMN_COLOR = { type = "color", about = "colour of the column" }
# ///
from manim import *

LEFT_MATRIX = [[1, 2], [3, 4]]
RIGHT_MATRIX = [[5, 6], [7, 8]]
ROW_COLOR = BLUE
COLUMN_COLOR = GREEN
RESULT_COLOR = YELLOW


def written(number):
    return f"{number:g}".replace("-", "−")


def factor(number):
    return f"({written(number)})" if number < 0 else written(number)


class Grid(VGroup):
    """A bracketed two by two grid of numbers; `cells[row][column]` are the places."""

    def __init__(self, entries, center, cell_width=1.25):
        self.cells = [
            [Rectangle(width=cell_width, height=1.25, stroke_width=0) for _ in range(2)] for _ in range(2)
        ]
        places = VGroup(*[cell for row in self.cells for cell in row]).arrange_in_grid(2, 2, buff=0)
        places.move_to(center)
        brackets = VGroup()
        for side in (LEFT, RIGHT):
            top, bottom = [places.get_corner(end + side) + 0.12 * side for end in (UP, DOWN)]
            bracket = VMobject().set_points_as_corners([top - 0.25 * side, top, bottom, bottom - 0.25 * side])
            brackets.add(bracket)
        self.numbers = VGroup(*[Text(written(entry), font_size=38) for entry in np.ravel(entries)])
        scale = min(1, (cell_width - 0.25) / max(number.width for number in self.numbers))
        for number, cell in zip(self.numbers, places):
            number.scale(scale).move_to(cell)
        super().__init__(places, brackets, self.numbers)

    def row_box(self, row):
        return self.box(VGroup(*self.cells[row]), ROW_COLOR)

    def column_box(self, column):
        return self.box(VGroup(self.cells[0][column], self.cells[1][column]), COLUMN_COLOR)

    def box(self, cells, color):
        rectangle = RoundedRectangle(corner_radius=0.15, width=cells.width - 0.1, height=cells.height - 0.15)
        return rectangle.move_to(cells).set_stroke(color, 4).set_fill(color, 0.25)


class DisplayScene(Scene):
    def construct(self):
        left, right = np.array(LEFT_MATRIX), np.array(RIGHT_MATRIX)
        product = left @ right
        places = ((left, -5.1, 1.25), (right, -1.5, 1.25), (product, 3.9, 2.1))
        first, second, result = [Grid(m, [x, 0.9, 0], width) for m, x, width in places]
        times = Text("×", font_size=44).move_to([-3.3, 0.9, 0])
        equals = Text("=", font_size=44).move_to([0.85, 0.9, 0])
        self.play(FadeIn(first, second, times, equals, result[1]), run_time=1.2)
        row_box, column_box = first.row_box(0), second.column_box(0)
        self.play(Create(row_box), Create(column_box), run_time=0.7)
        for index, number in enumerate(result.numbers):
            row, column = divmod(index, 2)
            boxes = (first.row_box(row), second.column_box(column))
            self.play(Transform(row_box, boxes[0]), Transform(column_box, boxes[1]), run_time=0.5)
            self.play_entry(left[row], right[:, column], first, second, index, number)
        self.play(FadeOut(row_box, column_box), Circumscribe(result, color=RESULT_COLOR), run_time=1)
        self.wait(1.2)

    def play_entry(self, row_values, column_values, first, second, index, number):
        """Write the sum of products under the matrices and send its value to its place."""
        (a, b), (c, d) = row_values, column_values
        words = [written(a), "·", factor(c), "+", factor(b), "·", factor(d), "=", written(a * c + b * d)]
        line = (
            VGroup(*[Text(word, font_size=38) for word in words])
            .arrange(RIGHT, buff=0.25)
            .move_to(DOWN * 1.8)
        )
        VGroup(line[0], line[4]).set_color(ROW_COLOR)
        VGroup(line[2], line[6]).set_color(COLUMN_COLOR)
        line[8].set_color(RESULT_COLOR)
        row, column = divmod(index, 2)
        sources = [
            first.numbers[2 * row],
            second.numbers[column],
            first.numbers[2 * row + 1],
            second.numbers[column + 2],
        ]
        copies = [TransformFromCopy(source, line[2 * place]) for place, source in enumerate(sources)]
        self.play(*copies, run_time=0.8)
        self.play(FadeIn(line[1::2], line[8]), run_time=0.4)
        self.wait(0.2)
        self.play(TransformFromCopy(line[8], number.set_color(RESULT_COLOR)), run_time=0.6)
        self.play(FadeOut(line), run_time=0.2)
