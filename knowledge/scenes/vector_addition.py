# /// scene
# title = "Adding vectors tip to tail"
# topic = "linear algebra"
# prompts = [
#   "Show how to add two vectors",
#   "vector addition tip to tail",
#   "Add the vectors (3, 1) and (-1, 2)",
#   "What is the sum of two arrows? parallelogram rule",
#   "Animate u + v with head-to-tail arrows",
# ]
# asked = [
#   "boat rows across while the river carries it off: where does it go?",
#   "three steps east, then one north: which straight way is the same?",
#   "two dogs pull one leash in different directions: combined pull",
#   "Find u+v for u=(3,1), v=(−1,2), graphically and by components",
#   "[ux+vx, uy+vy], np.add(u, v), plot chained quivers",
#   "composition of forces and displacements, triangle law, resultant",
#   "lengths 3 and 4 put together, why can it be 5 and not 7?",
#   "Vektoren addieren: Pfeile aneinanderhängen, Kräfteparallelogramm zeichnen",
#   "somme de deux vecteurs : relation de Chasles, bout à bout",
#   "suma de vectores, punta con cola, regla del paralelogramo",
# ]
# concepts = [
#   "vector addition", "add vectors", "adding vectors", "sum of vectors", "vector sum", "tip to tail", "head to tail", "parallelogram rule",
#   "resultant", "vectors", "arrows", "linear algebra",
# ]
# licence = "MIT"
# requires = ["vector", "arrows", "tip", "head"]
# variations = [
#   { U = [-3, 2], V = [-1, -4] },
#   { U = [6, 0.5], V = [-5.5, -0.5], SUM_COLOR = "pink" },
#   { U = [2, 1], V = [-2, -1] },
# ]
# [parameters]
# U = { type = "vector", min = -6, max = 6, about = "the first vector" }
# V = { type = "vector", min = -6, max = 6, about = "the second vector" }
# SUM_COLOR = { type = "color", about = "colour of the sum" }
# ///
from manim import *

U = [3, 1]
V = [1, 2]
SUM_COLOR = YELLOW
U_COLOR = BLUE
V_COLOR = GREEN


def coordinates(name, vector, color):
    return Text(f"{name} = ({vector[0]:g}, {vector[1]:g})", font_size=34, color=color)


class Stage:
    """The right part of the picture, scaled so that both vectors and their sum fit."""

    def __init__(self, *vectors):
        points = np.array([[0, 0], *vectors])
        low, high = points.min(axis=0) - 0.5, points.max(axis=0) + 0.5
        self.unit = min(7.8 / (high - low)[0], 6.6 / (high - low)[1])
        self.origin = RIGHT * 2.7 - self.unit * np.append((low + high) / 2, 0)
        reach = np.array([3.9, 3.4]) / self.unit
        low, high = (low + high) / 2 - reach, (low + high) / 2 + reach
        self.grid = VGroup()
        for x in range(int(np.ceil(low[0])), int(np.floor(high[0])) + 1):
            self.grid.add(Line(self.at([x, low[1]]), self.at([x, high[1]])))
        for y in range(int(np.ceil(low[1])), int(np.floor(high[1])) + 1):
            self.grid.add(Line(self.at([low[0], y]), self.at([high[0], y])))
        self.grid.set_stroke(GRAY, 1, 0.45)

    def at(self, w):
        return self.origin + self.unit * np.append(w, 0)

    def arrow(self, start, end, color):
        if np.linalg.norm(np.subtract(end, start)) * self.unit < 0.05:
            return Dot(self.at(start), radius=0.1, color=color)
        return Arrow(self.at(start), self.at(end), buff=0, color=color, stroke_width=7, tip_length=0.25)


class DisplayScene(Scene):
    def construct(self):
        u, v = np.array(U, dtype=float), np.array(V, dtype=float)
        zero, total = np.zeros(2), u + v
        stage = Stage(u, v, total)
        first, second = stage.arrow(zero, u, U_COLOR), stage.arrow(zero, v, V_COLOR)
        sum_arrow = stage.arrow(zero, total, SUM_COLOR)
        names = [("u", u, U_COLOR), ("v", v, V_COLOR), ("u + v", total, SUM_COLOR)]
        labels = VGroup(*[coordinates(*name) for name in names]).arrange(DOWN, buff=0.7, aligned_edge=LEFT)
        labels.scale_to_fit_width(min(labels.width, 4.8)).move_to(LEFT * 4.3)

        self.play(Create(stage.grid, lag_ratio=0.05), FadeIn(Dot(stage.origin, color=GRAY_B)), run_time=1.2)
        self.play(GrowFromPoint(first, stage.origin), FadeIn(labels[0]), run_time=1)
        self.play(GrowFromPoint(second, stage.origin), FadeIn(labels[1]), run_time=1)
        self.wait(0.3)

        ghost = second.copy().set_opacity(0.3)
        self.add(ghost, second)
        self.play(second.animate.shift(stage.at(u) - stage.origin), run_time=1.8)
        self.play(GrowFromPoint(sum_arrow, stage.origin), run_time=1.5)
        self.play(FadeIn(labels[2], shift=DOWN * 0.3), run_time=1)

        other = first.copy().set_opacity(0.3)
        self.play(other.animate.shift(stage.at(v) - stage.origin), run_time=1.5)
        self.play(Indicate(labels[2], color=SUM_COLOR), run_time=0.8)
        self.wait(1.2)
