# /// scene
# title = "Scalar, vector, matrix, tensor: grids stacked on grids"
# topic = "linear algebra"
# prompts = [
#   "What is a tensor?",
#   "Show scalar, vector, matrix and tensor as grids",
#   "difference between a vector, a matrix and a tensor",
#   "Visualise a tensor with 3 rows, 4 columns and depth 2",
#   "tensor shapes and dimensions explained, rank 0 to rank 3",
# ]
# asked = [
#   "a number, a row of numbers, a table, and a block of tables",
#   "what comes after a table of numbers when you stack several?",
#   "colour photo as red, green and blue number tables on top of each other",
#   "State order and size of 7, (1,2,3), a 3×4 and a 3×4×2 block",
#   "np.zeros((2, 3, 4)).shape, ndim 0 1 2 3, torch axes",
#   "n-way array, data cube, order-three hypermatrix, multi-index block",
#   "no index, one, two or three: how do these number blocks differ?",
#   "Skalar, Vektor, Matrix, Tensor: Unterschied als Zahlengitter",
#   "scalaire, vecteur, matrice, tenseur : tableaux à 0, 1, 2, 3 dimensions",
#   "escalar, vector, matriz y tensor: diferencias con cuadrículas de números",
# ]
# concepts = [
#   "tensor", "tensors", "scalar", "array", "multidimensional array", "tensor shape", "rank", "dimensions of an array", "stacked grids",
#   "matrix as grid", "numpy", "deep learning",
# ]
# licence = "MIT"
# requires = ["tensor", "scalar", "grid"]
# variations = [
#   { ROWS = 6, COLUMNS = 6, DEPTH = 5 },
#   { ROWS = 1, COLUMNS = 2, DEPTH = 2, CELL_COLOR = "orange" },
# ]
# [parameters]
# ROWS = { type = "integer", min = 1, max = 6, near = ["rows", "row", "height"], about = "number of rows" }
# COLUMNS = { type = "integer", min = 1, max = 6, near = ["columns", "column", "width"], about = "number of columns" }
# DEPTH = { type = "integer", min = 1, max = 5, near = ["depth", "layers", "channels", "slices"], about = "number of stacked matrices" }
# CELL_COLOR = { type = "color", about = "colour of the cells" }
# ///
from manim import *

ROWS = 3
COLUMNS = 4
DEPTH = 3
CELL_COLOR = BLUE
STEP = np.array([-0.45, -0.6, 0])  # from one sheet of the tensor to the one before it, in cells
SIDE = min(0.8, 8.6 / (1 + 3 * COLUMNS + 0.45 * (DEPTH - 1)), 4.6 / (ROWS + 0.6 * (DEPTH - 1)))
NUMBERS = np.random.default_rng(7).uniform(0, 1, (DEPTH, ROWS, COLUMNS))


def cell(value):
    color = interpolate_color(CELL_COLOR, WHITE, 0.6 * value)
    return Square(SIDE, color=BLACK, stroke_width=2).set_fill(color, 1)


def sheet(numbers):
    rows = [VGroup(*[cell(value) for value in row]).arrange(RIGHT, buff=0) for row in numbers]
    return VGroup(*rows).arrange(DOWN, buff=0)


class DisplayScene(Scene):
    def construct(self):
        tensor = VGroup(*[sheet(numbers).shift(index * SIDE * STEP) for index, numbers in enumerate(NUMBERS)])
        matrix = tensor[-1].copy()
        vector = matrix[0].copy()
        scalar = vector[0].copy()
        members = [scalar, vector, matrix, tensor]
        slots = VGroup(*[Rectangle(width=max(member.width, 1.5), height=1) for member in members])
        slots.arrange(RIGHT, buff=0.9).move_to(UP * 0.1)
        for member, slot in zip(members, slots):
            member.move_to(slot)
        sizes = ["1 number", f"{COLUMNS}", f"{ROWS} × {COLUMNS}", f"{DEPTH} × {ROWS} × {COLUMNS}"]
        reach = max(tensor.height / 2, 1) + 0.5
        names = ["scalar", "vector", "matrix", "tensor"]
        captions = [self.caption(reach, *texts) for texts in zip(slots, names, sizes)]

        self.play(FadeIn(scalar, scale=0.3), FadeIn(captions[0]), run_time=1)
        for source, parts, caption in zip(members, members[1:], captions[1:]):
            self.grow(source, parts, caption)
        pulls = [part.animate.shift(-0.12 * index * STEP) for index, part in enumerate(tensor)]
        self.play(*pulls, rate_func=there_and_back, run_time=1.2)
        self.wait(1.2)

    def grow(self, source, parts, caption):
        """Copies of the smaller thing fly out and line up as the larger one."""
        flights = [TransformFromCopy(source, part) for part in parts]
        self.play(LaggedStart(*flights, lag_ratio=0.25), FadeIn(caption), run_time=2.2)
        self.wait(0.4)

    def caption(self, reach, slot, name, size):
        title = Text(name, font_size=34).move_to(slot.get_center() + UP * reach)
        return VGroup(title, Text(size, font_size=30, color=YELLOW).move_to(slot.get_center() + DOWN * reach))
