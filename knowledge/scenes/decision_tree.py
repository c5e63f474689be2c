# /// scene
# title = "A decision tree asks one question at a time"
# topic = "learning from data"
# prompts = [
#   "How does a decision tree work?",
#   "decision tree classifier",
#   "decision tree of depth 2 splitting a plane of points",
#   "Show how a decision tree picks its splits by Gini impurity, with the tree growing beside the data",
#   "Explain decision tree learning: cut the feature space into rectangles",
# ]
# asked = [
#   "twenty questions that a computer invents to tell two kinds apart",
#   "yes-no flow diagram that guesses the kind from measurements",
#   "bank decides about a loan with a few simple checks",
#   "calculate the Gini index of every candidate cut, choose the best attribute",
#   "sklearn DecisionTreeClassifier max_depth=2, CART, ID3",
#   "recursive partitioning, axis-parallel cuts, classification tree",
#   "boxy regions of yes-no rules versus one slanted boundary",
#   "Entscheidungsbaum: Daten mit Ja-Nein-Fragen aufteilen",
#   "arbre de décision pour classer des points, impureté de Gini",
#   "árbol de decisión que clasifica puntos con preguntas",
# ]
# concepts = [
#   "decision tree", "decision trees", "tree", "split", "splits", "splitting", "cut", "threshold", "question", "questions", "Gini impurity", "gini",
#   "impurity", "information gain", "leaf", "depth", "classification", "classifier", "CART", "feature space", "rectangles", "regions", "learning",
#   "machine learning",
# ]
# licence = "MIT"
# requires = ["decision tree", "gini", "impurity"]
# variations = [
#   { DEPTH = 1, FIRST_COLOR = "green" },
#   { DEPTH = 2, POINTS = 70, SECOND_COLOR = "pink" },
#   { DEPTH = 3, POINTS = 20 },
# ]
# [parameters]
# DEPTH = { type = "integer", min = 1, max = 3, near = ["depth", "deep", "levels", "splits"], about = "how many questions are asked in a row at most" }
# POINTS = { type = "integer", min = 20, max = 70, near = ["points", "samples", "examples"], about = "number of points" }
# FIRST_COLOR = { type = "color", about = "colour of the first class" }
# SECOND_COLOR = { type = "color", about = "colour of the second class" }
# ///
from manim import *

DEPTH = 3
POINTS = 45
FIRST_COLOR = BLUE
SECOND_COLOR = ORANGE
COLORS = [FIRST_COLOR, SECOND_COLOR]
CUT_COLOR = YELLOW
SEED = 6
UNIT = 0.54
CORNER = np.array([-6.2, -2.6, 0])


def examples():
    """Points in a square of side 10, of the second class in two of its corners, a few against the rule."""
    rng = np.random.default_rng(SEED)
    points = rng.uniform(0.4, 9.6, (POINTS, 2))
    x, y = points.T
    classes = ((x > 4.3) & (y < 4) | (x > 6.8) & (y > 6.5)).astype(int)
    classes[rng.integers(0, POINTS, POINTS // 20)] ^= 1
    return points, classes


XY, CLASSES = examples()


def gini(classes):
    """The chance that two random members differ: 0 for a pure group, 1/2 for an even mix."""
    share = np.mean(classes)
    return 2 * share * (1 - share)


def best_cut(members):
    """The lowest mean impurity that a cut reaches, with its axis and its place."""
    found = (np.inf, 0, 0.0)
    for axis in (0, 1):
        order = np.unique(XY[members, axis])
        for cut in (order[1:] + order[:-1]) / 2:
            below = XY[members, axis] < cut
            parts = (CLASSES[members[below]], CLASSES[members[~below]])
            found = min(found, (sum(len(p) * gini(p) for p in parts) / len(members), axis, cut))
    return found


def place(x, y):
    return CORNER + UNIT * np.array([x, y, 0])


class Part(VGroup):
    """A rectangle of the plane with the points in it, and the node of the tree that stands for it."""

    def __init__(self, members, low, high, level=0, slot=0):
        self.members, self.low, self.high, self.level, self.slot = members, low, high, level, slot
        size = UNIT * (high - low)
        color = COLORS[int(2 * CLASSES[members].sum() > len(members))]
        self.area = Rectangle(width=size[0], height=size[1], stroke_width=0).set_fill(color, 0.25)
        self.area.move_to(place(*(low + high) / 2)).set_z_index(-2)
        self.spot = np.array([3.5 + 6 * ((slot + 0.5) / 2**level - 0.5), 2.3 - 1.5 * level, 0])
        self.leaf = RoundedRectangle(width=0.62, height=0.62, corner_radius=0.1, color=color).set_fill(
            color, 0.5
        )
        count = Text(f"{len(members)}", font_size=26)
        super().__init__(self.leaf.move_to(self.spot), count.move_to(self.spot))

    @property
    def is_open(self):
        return self.level < DEPTH and gini(CLASSES[self.members]) > 0

    def halves(self, axis, cut):
        below = XY[self.members, axis] < cut
        middle_high, middle_low = self.high.copy(), self.low.copy()
        middle_high[axis] = middle_low[axis] = cut
        return [
            Part(self.members[below], self.low, middle_high, self.level + 1, 2 * self.slot),
            Part(self.members[~below], middle_low, self.high, self.level + 1, 2 * self.slot + 1),
        ]


class DisplayScene(Scene):
    def construct(self):
        title = Text("Decision tree", font_size=36).to_edge(UP, buff=0.25)
        frame = Square(10 * UNIT, color=GRAY_C, stroke_width=2).move_to(place(5, 5))
        dots = VGroup(*[Dot(place(*p), 0.08, color=COLORS[c]) for p, c in zip(XY, CLASSES)])
        names = VGroup(Text("x", font_size=28).next_to(frame, DOWN, buff=0.12))
        names.add(Text("y", font_size=28).next_to(frame, LEFT, buff=0.12))
        self.remark = VMobject()
        self.play(FadeIn(title), Create(frame), FadeIn(names), run_time=0.8)
        self.play(LaggedStart(*[FadeIn(dot, scale=3) for dot in dots], lag_ratio=0.03), run_time=1)

        root = Part(np.arange(POINTS), np.zeros(2), np.full(2, 10.0))
        self.play(FadeIn(root), FadeIn(root.area), run_time=0.6)
        waiting, leaves = [root], []
        while waiting:
            part = waiting.pop(0)
            if part.is_open:
                waiting += self.split(part)
            else:
                leaves.append(part)
        wrong = sum(min(np.bincount(CLASSES[leaf.members], minlength=2)) for leaf in leaves)
        self.say(f"{len(leaves)} leaves, {POINTS - wrong} of {POINTS} points are classified right", GREEN)
        self.play(
            LaggedStart(*[Indicate(leaf, color=WHITE) for leaf in leaves], lag_ratio=0.15), run_time=1.5
        )
        self.wait(1.3)

    def say(self, words, color=CUT_COLOR):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to(3.5 * DOWN)
        self.add(self.remark)

    def split(self, part):
        """Let a line sweep over the part until it finds the purest cut, and let the node ask for it."""
        after, axis, cut = best_cut(part.members)
        pace = {1: 1.6, 2: 1.2, 3: 0.75}[DEPTH]
        ends = [part.low.copy(), part.high.copy()]
        ends[1][axis] = part.low[axis]
        line = Line(place(*ends[0]), place(*ends[1]), color=CUT_COLOR, stroke_width=5)
        step = UNIT * (RIGHT if axis == 0 else UP)
        self.say(f"where is the purest cut?  impurity {gini(CLASSES[part.members]):.2f}")
        self.play(
            line.animate.shift((part.high - part.low)[axis] * step), run_time=1.1 * pace, rate_func=linear
        )
        self.play(line.animate.shift((cut - part.high[axis]) * step), run_time=0.6 * pace)
        self.say(f"cut at {'xy'[axis]} = {cut:.1f}:  impurity falls to {after:.2f}")

        question = Text(f"{'xy'[axis]} < {cut:.1f}", font_size=28)
        question.scale(min(1, 1.25 / question.width)).move_to(part.spot)
        box = SurroundingRectangle(question, color=CUT_COLOR, buff=0.1, corner_radius=0.1).set_fill(BLACK, 1)
        halves = part.halves(axis, cut)
        branches = [
            Line(part.spot, half.spot + 0.31 * UP, color=GRAY_B, stroke_width=3, z_index=-1)
            for half in halves
        ]
        self.play(
            FadeOut(part),
            FadeIn(box, question),
            FadeOut(part.area),
            *[FadeIn(h.area) for h in halves],
            run_time=0.5 * pace,
        )
        answers = VGroup()
        if part.level == 0:  # the same at every node: said once
            for branch, word, side in zip(branches, ("yes", "no"), (LEFT, RIGHT)):
                answers.add(
                    Text(word, font_size=26, color=CUT_COLOR).next_to(branch.get_center(), side, buff=0.3)
                )
        self.play(*map(Create, branches), *map(FadeIn, [*halves, *answers]), run_time=0.6 * pace)
        self.play(line.animate.set_stroke(WHITE, 2.5), run_time=0.2)
        return halves
