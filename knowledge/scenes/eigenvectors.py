# /// scene
# title = "Eigenvectors keep their direction"
# topic = "linear algebra"
# prompts = [
#   "What are eigenvectors and eigenvalues?",
#   "Show the eigenvectors of the matrix [[2, 1], [1, 2]]",
#   "eigenvalue eigenvector visualisation",
#   "Animate vectors that stay on their own line under a linear map",
#   "Explain eigenvectors with arrows being stretched but not turned",
# ]
# asked = [
#   "which arrows do not swing round when everything is stretched",
#   "special directions that only get longer or shorter",
#   "PageRank: the direction that the link matrix leaves unchanged",
#   "solve det(A − λI) = 0 and give the principal directions",
#   "Av = λv, np.linalg.eig 2x2",
#   "characteristic vectors, proper values, invariant lines of a map",
#   "eigenvalue or eigenvector: which is the factor and which the direction",
#   "Eigenvektoren und Eigenwerte einer Matrix anschaulich erklärt",
#   "vecteurs propres et valeurs propres d'une matrice",
#   "autovectores y autovalores de una matriz en el plano",
# ]
# concepts = [
#   "eigenvector", "eigenvectors", "eigenvalue", "eigenvalues", "eigen", "eigendecomposition", "linear algebra", "matrix",
#   "characteristic direction", "invariant direction", "stretch", "2x2 matrix",
# ]
# licence = "MIT"
# variations = [
#   { MATRIX = [[0, -1], [1, 0]] },
#   { MATRIX = [[1, 1], [0, 1]] },
#   { MATRIX = [[3, -2.5], [-1, -3]] },
# ]
# [parameters]
# MATRIX = { type = "matrix", min = -3, max = 3, about = "the matrix" }
# EIGEN_COLOR = { type = "color", about = "colour of the eigenvectors" }
# ///
from manim import *

MATRIX = [[2, 1], [1, 2]]
EIGEN_COLOR = YELLOW
SECOND_COLOR = PINK
SPOKES = 36
CENTER = RIGHT * 2.3
ROOM = 3.4


def eigen_pairs(matrix):
    """The real eigenvalues with one unit eigenvector for each direction that is kept."""
    values, vectors = np.linalg.eig(matrix)
    if abs(values.imag).max() > 1e-9:
        return []
    pairs = [(value, vector) for value, vector in zip(values.real, vectors.real.T)]
    parallel = abs(np.dot(pairs[0][1], pairs[1][1])) > 1 - 1e-9
    return pairs[:1] if parallel else pairs


def arrow(vector, unit, color, width):
    if np.linalg.norm(vector) * unit < 0.08:
        return Dot(CENTER, radius=0.05, color=color)
    tip = CENTER + unit * np.append(vector, 0)
    return Arrow(CENTER, tip, buff=0, color=color, stroke_width=width, tip_length=0.16)


class DisplayScene(Scene):
    def construct(self):
        matrix = np.array(MATRIX, dtype=float)
        pairs = eigen_pairs(matrix)
        angles = np.arange(SPOKES) * TAU / SPOKES
        ring = np.column_stack([np.cos(angles), np.sin(angles)])
        shown = [w for _, w in pairs] or list(np.eye(2))  # without real ones, two that turn
        unit = ROOM / max(np.linalg.norm(matrix, 2), 1.6)
        colors = [EIGEN_COLOR, SECOND_COLOR]
        blend = ValueTracker(0)

        def picture():
            current = (1 - blend.get_value()) * np.eye(2) + blend.get_value() * matrix
            tips = [CENTER + unit * np.append(current @ w, 0) for w in ring]
            spokes = VMobject(color=BLUE, stroke_width=2.5)
            for tip in tips:
                spokes.start_new_path(CENTER).add_line_to(tip)
            rim = Polygon(*tips, color=BLUE, stroke_width=3).set_fill(BLUE, 0.15)
            kept = [
                arrow(s * current @ w, unit, color, 7) for color, w in zip(colors, shown) for s in (1, -1)
            ]
            return VGroup(rim, spokes, *kept)

        arrows = always_redraw(picture)
        lines = VGroup()
        for color, w in zip(colors, shown):
            reach = ROOM * np.append(w, 0)
            lines.add(DashedLine(CENTER - reach, CENTER + reach, color=color, stroke_width=2))
        panel = self.panel(matrix, pairs)

        self.play(FadeIn(panel[0]), FadeIn(arrows), run_time=1.2)
        self.play(Create(lines), FadeIn(panel[1]), run_time=1.2)
        for target, seconds in ((1, 3), (0, 1.5), (1, 2.5)):
            self.play(blend.animate.set_value(target), run_time=seconds)
        self.play(FadeIn(panel[2], shift=UP * 0.2), run_time=0.8)
        self.wait(1.2)

    def panel(self, matrix, pairs):
        entries = Matrix([[f"{entry:g}" for entry in row] for row in matrix], h_buff=1.6).scale(0.9)
        if not pairs:
            notes = ["complex eigenvalues", "every direction turns"]
        elif len(pairs) == 1:
            notes = ["one direction is kept", f"stretched by {pairs[0][0]:.3g}"]
        elif np.isclose(pairs[0][0], pairs[1][0]):
            notes = ["every direction is kept", f"all stretched by {pairs[0][0]:.3g}"]
        else:
            notes = ["two directions are kept"]
            notes += [f"λ{name} = {value:.3g}" for name, (value, _) in zip("₁₂", pairs)]
        title = Text(notes[0], font_size=30)
        rest = VGroup(*[Text(note, font_size=30) for note in notes[1:]]).arrange(DOWN, buff=0.25)
        for note, color in zip(rest if pairs else [], [EIGEN_COLOR, SECOND_COLOR]):
            note.set_color(color)
        return VGroup(entries, title, rest).arrange(DOWN, buff=0.5).move_to(LEFT * 4.2)
