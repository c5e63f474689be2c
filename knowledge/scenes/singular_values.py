# /// scene
# title = "Singular value decomposition: turn, stretch, turn"
# topic = "linear algebra"
# prompts = [
#   "Explain the singular value decomposition",
#   "SVD of the matrix [[2, 1], [0, 1]]",
#   "singular value decomposition geometrically",
#   "Why does every matrix turn the unit circle into an ellipse?",
#   "Show how the SVD splits a linear map into a rotation, a stretch along the axes and another rotation",
# ]
# asked = [
#   "why does a round spot on rubber become an oval when it's pulled?",
#   "into which direction does the map stretch most, into which least?",
#   "what is behind image compression and recommender systems: A = UΣVᵀ",
#   "Determine σ1, σ2 and the orthogonal factors of ((1, 2), (−1, 1.5))",
#   "np.linalg.svd(A), U @ diag(s) @ Vt, 2x2 picture",
#   "Eckart-Young factorisation, principal stretches of a deformation",
#   "not eigen-directions, but a perpendicular pair of arrows that stays perpendicular",
#   "Singulärwertzerlegung: Drehen, Strecken, Drehen, Einheitskreis wird Ellipse",
#   "décomposition en valeurs singulières : rotation, étirement, rotation, le cercle devient ellipse",
#   "descomposición en valores singulares: giro, estiramiento y giro, círculo a elipse",
# ]
# concepts = [
#   "singular value decomposition", "SVD", "singular values", "singular value", "singular vectors", "matrix factorization", "matrix decomposition", "decomposition",
#   "rotation", "stretch", "unit circle", "ellipse", "semi-axes", "linear map", "linear algebra", "orthogonal matrix", "diagonal matrix", "matrix",
# ]
# licence = "MIT"
# requires = ["svd", "singular val", "singular vec", "into an ellipse", "to an ellipse", "circle into", "decompos"]
# variations = [
#   { MATRIX = [[0, 1], [1, 0]] },
#   { MATRIX = [[1, 2], [2, 4]], FIRST_COLOR = "green" },
#   { MATRIX = [[-3, 3], [1, 3]] },
#   { MATRIX = [[0, 0], [0, 0]] },
# ]
# [parameters]
# MATRIX = { type = "matrix", min = -4, max = 4, about = "the matrix that is taken apart" }
# FIRST_COLOR = { type = "color", about = "colour of the direction that is stretched most" }
# SECOND_COLOR = { type = "color", about = "colour of the direction at right angles to it" }
# ///
from manim import *

MATRIX = [[1, 2], [-1, 1.5]]
FIRST_COLOR = YELLOW
SECOND_COLOR = PINK
CENTER = np.array([-3.2, -0.3, 0])

left, SIZES, right = np.linalg.svd(np.array(MATRIX, dtype=float))
if np.linalg.det(right) < 0:  # let the first step be a pure turn; a flip is left to the last
    right[1], left[:, 1] = -right[1], -left[:, 1]
FLIPS = np.linalg.det(left) < 0
UNIT = 3.1 / max(SIZES[0], 1.2)
RIM = np.array([[np.cos(t), np.sin(t)] for t in np.linspace(0, TAU, 97)])


def turn(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def angle_of(matrix):
    return np.arctan2(matrix[1, 0], matrix[0, 0])


def first_turn(part):
    return turn(part * angle_of(right))


def stretch(part):
    return np.diag((1 - part) + part * SIZES)


def last_turn(part):
    """The last step: a turn, after a flip of the second axis where the matrix flips the plane."""
    flip = np.diag([1, 1 - 2 * min(1, 2 * part)]) if FLIPS else np.eye(2)
    rest = max(0, 2 * part - 1) if FLIPS else part
    return turn(rest * angle_of(left)) @ flip


class DisplayScene(Scene):
    def construct(self):
        steps = [ValueTracker(0) for _ in range(3)]

        def current():
            first, second, third = (step.get_value() for step in steps)
            return last_turn(third) @ stretch(second) @ first_turn(first)

        axes = VGroup(
            *[
                Line(CENTER - 3.3 * way, CENTER + 3.3 * way, color=GRAY_D, stroke_width=2)
                for way in (RIGHT, UP)
            ]
        )
        picture = always_redraw(lambda: self.picture(current()))
        lines = self.lines()
        title = (
            VGroup(
                MathTex("A =", font_size=44),
                Matrix([[f"{x:g}" for x in row] for row in MATRIX], h_buff=1.5).scale(0.8),
            )
            .arrange(RIGHT, buff=0.2)
            .move_to([3.8, 2.8, 0])
        )

        self.play(FadeIn(axes), FadeIn(picture), Write(title), run_time=1.3)
        self.wait(0.5)
        for step, line in zip(steps, lines):
            self.play(FadeIn(line, shift=0.2 * UP), run_time=0.7)
            self.play(step.animate.set_value(1), run_time=2.4)
            self.wait(0.5)
        self.play(FadeIn(lines[3]), run_time=0.7)
        for step in reversed(steps):
            self.play(step.animate.set_value(0), run_time=0.7)
        self.wait(0.3)
        self.play(*[step.animate.set_value(1) for step in steps], run_time=2)
        self.play(Circumscribe(lines[3], color=YELLOW), run_time=1)
        self.wait(1)

    def picture(self, matrix):
        """What the matrix makes of the unit circle and of the two singular directions."""
        at = lambda point: CENTER + UNIT * np.append(matrix @ point, 0)
        shape = VMobject(color=BLUE, stroke_width=4).set_points_as_corners([at(p) for p in RIM])
        spokes = VGroup(*[Line(CENTER, at(p), color=BLUE_E, stroke_width=2) for p in RIM[:-1:4]])
        arrows = VGroup()
        for vector, color in zip(right, (FIRST_COLOR, SECOND_COLOR)):
            arrows.add(self.arrow(at(vector), color))
        return VGroup(shape.set_fill(BLUE, 0.2), spokes, arrows)

    def arrow(self, tip, color):
        if np.linalg.norm(tip - CENTER) < 0.12:
            return Dot(CENTER, color=color)
        return Arrow(CENTER, tip, buff=0, color=color, stroke_width=7, tip_length=0.2)

    def lines(self):
        """The three steps and the product, down the right side."""
        angles = [f"{angle_of(m) / DEGREES + 0.0:.0f}°".replace("-", "−") for m in (right, left)]
        sizes = [f"{round(size, 2):g}" for size in SIZES]
        last = f"flip, then turn by {angles[1]}" if FLIPS else f"turn by {angles[1]}"
        stretches = VGroup(
            Text("stretch by", font_size=30),
            Text(sizes[0], font_size=30, color=FIRST_COLOR),
            Text("and", font_size=30),
            Text(sizes[1], font_size=30, color=SECOND_COLOR),
        ).arrange(RIGHT, buff=0.18)
        entries = [
            (r"V^{T}", Text(f"turn by {angles[0]}", font_size=30)),
            (r"\Sigma", stretches),
            ("U", Text(last, font_size=30)),
        ]
        lines = VGroup()
        for height, (name, words) in zip((1.3, 0.3, -0.7), entries):
            row = VGroup(MathTex(name, font_size=46), words).arrange(RIGHT, buff=0.4)
            lines.add(row.scale(min(1, 6 / row.width)).move_to([0.7, height, 0], aligned_edge=LEFT))
        product = MathTex(r"A = U \, \Sigma \, V^{T}", font_size=60).move_to([3.8, -2.3, 0])
        return lines.add(product)
