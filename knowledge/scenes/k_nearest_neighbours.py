# /// scene
# title = "k nearest neighbours: the closest points vote on the class"
# topic = "learning from data"
# prompts = [
#   "Explain k-nearest neighbours",
#   "k nearest neighbors with k = 5",
#   "How does KNN classify a new point?",
#   "knn classifier: circle grows until it holds 3 neighbours and they vote",
#   "Show the decision regions of a nearest neighbour classifier for k = 1",
# ]
# asked = [
#   "tell me who lives beside you and I say what you are",
#   "new dot arrives, ask those around it which colour it should be",
#   "recommend a film from the few users most like me",
#   "label the unknown sample using its 3 closest known ones",
#   "sklearn KNeighborsClassifier n_neighbors=5, euclidean metric, kNN",
#   "lazy learner, instance-based, memory-based method",
#   "k-NN uses known labels, k-means does not: who votes",
#   "k nächste Nachbarn: die nächsten Punkte stimmen ab",
#   "méthode des k plus proches voisins, vote majoritaire",
#   "k vecinos más cercanos, clasificar un punto nuevo",
# ]
# concepts = [
#   "k-nearest neighbours", "k nearest neighbors", "nearest neighbour", "nearest neighbor", "KNN", "k-NN", "neighbours", "classify", "classifier",
#   "classification", "vote", "majority vote", "new point", "distance", "decision regions", "decision boundary", "machine learning",
# ]
# licence = "MIT"
# requires = ["nearest", "knn", "k-nn", "neighbo"]
# variations = [
#   { K = 1, FIRST_COLOR = "green" },
#   { K = 9, SECOND_COLOR = "pink" },
#   { K = 4 },
# ]
# [parameters]
# K = { type = "integer", min = 1, max = 9, near = ["k", "neighbours", "neighbors", "nearest"], about = "how many neighbours vote" }
# FIRST_COLOR = { type = "color", about = "colour of the first class" }
# SECOND_COLOR = { type = "color", about = "colour of the second class" }
# ///
from manim import *

K = 3
FIRST_COLOR = BLUE
SECOND_COLOR = ORANGE
COLORS = [FIRST_COLOR, SECOND_COLOR]
SEED = 5
EDGE = np.array([6.4, 2.7])
CENTER = 0.35 * DOWN
TILE = 0.2
QUERIES = [(0.2, 0.3), (3.1, -0.7), (-2.9, -0.4)]
EACH = 26


def examples():
    """Two clouds that reach into each other: positions and classes."""
    rng = np.random.default_rng(SEED)
    clouds = [rng.normal(middle, [1.6, 1.0], (EACH, 2)) for middle in ([-2.4, 0.4], [2.4, -0.3])]
    points = np.clip(np.concatenate(clouds), 0.15 - EDGE, EDGE - 0.15)
    return points, np.repeat([0, 1], EACH)


POINTS, CLASSES = examples()


def neighbours(query):
    """The indices of the K nearest examples, the nearest first."""
    return np.argsort(np.linalg.norm(POINTS - query, axis=1))[:K]


def vote(query):
    """The class of most neighbours; the nearest one decides a tie."""
    near = CLASSES[neighbours(query)]
    ones = near.sum()
    return int(near[0]) if 2 * ones == K else int(2 * ones > K)


def place(point):
    return CENTER + np.append(point, 0)


def regions():
    """Columns of tiles over the whole map, each tile in the colour of its vote."""
    columns = VGroup()
    for x in np.arange(-EDGE[0] + TILE / 2, EDGE[0], TILE):
        column = VGroup()
        for y in np.arange(-EDGE[1] + TILE / 2, EDGE[1], TILE):
            tile = Square(TILE, stroke_width=0).set_fill(COLORS[vote(np.array([x, y]))], 0.3)
            column.add(tile.move_to(place([x, y])))
        columns.add(column)
    return columns


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"k nearest neighbours, k = {K}", font_size=36).to_edge(UP, buff=0.3)
        frame = Rectangle(width=2 * EDGE[0], height=2 * EDGE[1], color=GRAY_C, stroke_width=2).move_to(CENTER)
        dots = [Dot(place(p), 0.09, color=COLORS[c], z_index=1) for p, c in zip(POINTS, CLASSES)]
        self.play(FadeIn(title), Create(frame), run_time=0.8)
        self.play(LaggedStart(*[FadeIn(dot, scale=3) for dot in dots], lag_ratio=0.03), run_time=1.2)

        remark = VMobject()
        for number, query in enumerate(QUERIES):
            self.remove(remark)
            remark = self.remark("a new point: which class?" if number == 0 else "another one")
            self.add(remark)
            remark = self.classify(np.array(query), remark, pace=1 if number == 0 else 0.7)

        self.remove(remark)
        remark = self.remark("the same vote at every place: the decision regions")
        tiles = regions().set_z_index(-1)
        self.add(remark)
        self.play(LaggedStart(*[FadeIn(column) for column in tiles], lag_ratio=0.08), run_time=2.5)
        self.wait(1.5)

    def classify(self, query, remark, pace):
        """Let a circle grow until it holds K examples, join them and let them vote."""
        near = neighbours(query)
        mark = Star(n=5, outer_radius=0.24, color=WHITE).set_fill(BLACK, 1).set_z_index(3)
        mark.move_to(place(query))
        self.play(GrowFromCenter(mark), run_time=0.5 * pace)
        last, next_one = np.sort(np.linalg.norm(POINTS - query, axis=1))[K - 1 : K + 1]
        radius = last + min(0.1, (next_one - last) / 2)
        circle = Circle(radius=radius, color=WHITE, stroke_width=3).move_to(place(query))
        self.play(GrowFromCenter(circle), run_time=1.2 * pace, rate_func=linear)
        links = [
            Line(place(query), place(POINTS[i]), color=COLORS[CLASSES[i]], stroke_width=5, z_index=0)
            for i in near
        ]
        self.play(LaggedStart(*[Create(link) for link in links], lag_ratio=0.4), run_time=1 * pace)
        winner, votes = vote(query), np.bincount(CLASSES[near], minlength=2)
        tie = ", the nearest decides" if votes[0] == votes[1] else ""
        self.remove(remark)
        remark = self.remark(f"votes {votes[0]} : {votes[1]}{tie}", COLORS[winner])
        self.add(remark)
        self.play(
            mark.animate.set_fill(COLORS[winner], 1), Flash(mark, color=COLORS[winner]), run_time=0.8 * pace
        )
        self.wait(0.4 * pace)
        self.play(FadeOut(circle, *links), run_time=0.3)
        return remark

    def remark(self, words, color=YELLOW):
        return Text(words, font_size=30, color=color).move_to(3.5 * DOWN)
