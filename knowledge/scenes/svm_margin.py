# /// scene
# title = "A support vector machine looks for the widest street"
# topic = "learning from data"
# prompts = [
#   "Explain support vector machines",
#   "SVM margin",
#   "How does an SVM find the maximum margin hyperplane?",
#   "Show a line between two classes turning until the margin is as wide as possible, with the support vectors",
#   "support vector machine with 15 points per class",
# ]
# asked = [
#   "draw the broadest road between red and blue dots that touches neither",
#   "which dividing line keeps most distance to both groups?",
#   "border between two villages with the widest no-man's-land",
#   "Identify the examples that lie on w·x + b = ±1",
#   "sklearn SVC(kernel='linear', C=1e6), maximize 2/||w||",
#   "Vapnik's large-gap classifier, optimal separating boundary, maximal buffer zone",
#   "any dividing line against the best one: perceptron or widest gap?",
#   "Stützvektormaschine: breiteste Straße zwischen zwei Klassen, Stützvektoren",
#   "machine à vecteurs de support : séparer deux classes avec la marge maximale",
#   "máquina de vectores de soporte, recta con el margen más ancho entre clases",
# ]
# concepts = [
#   "support vector machine", "support vector machines", "SVM", "support vectors", "support vector", "margin", "maximum margin", "hard margin",
#   "widest street", "hyperplane", "separating line", "linear classifier", "linearly separable", "classification", "decision boundary",
#   "two classes", "machine learning",
# ]
# licence = "MIT"
# requires = ["svm", "support vector", "margin", "hyperplane"]
# variations = [
#   { POINTS = 30, FIRST_COLOR = "green" },
#   { POINTS = 5, SECOND_COLOR = "pink" },
# ]
# [parameters]
# POINTS = { type = "integer", min = 5, max = 30, near = ["points", "samples", "examples"], about = "number of points in each class" }
# FIRST_COLOR = { type = "color", about = "colour of the first class" }
# SECOND_COLOR = { type = "color", about = "colour of the second class" }
# ///
from manim import *

POINTS = 14
FIRST_COLOR = BLUE
SECOND_COLOR = ORANGE
STREET_COLOR = YELLOW
SEED = 3
TILT = 0.45  # radians by which the two clouds are turned
GAP = 0.75
EDGE = np.array([6.3, 2.75])
CENTER = 0.15 * DOWN
ANGLES = np.linspace(-PI / 2, PI / 2, 6001)


def direction(angle):
    return np.array([np.cos(angle), np.sin(angle)])


def clouds():
    """Two clouds of points with a gap between them, one in each half of the picture."""
    rng = np.random.default_rng(SEED)
    sides = []
    for sign in (-1, 1):
        found = []
        while len(found) < POINTS:
            point = rng.normal([2.9 * sign, 0.3 * sign], [1.5, 1.3])
            if sign * (point @ direction(TILT)) > GAP and (abs(point) < EDGE - 0.2).all():
                found.append(point)
        sides.append(np.array(found))
    return sides


FIRST, SECOND = clouds()


def street(angle):
    """The two edges of the widest strip at right angles to a direction: distances from the origin."""
    return (FIRST @ direction(angle)).max(), (SECOND @ direction(angle)).min()


def widths():
    """How wide the street is at each of the ANGLES; below zero where the classes are not separated."""
    across = np.array([np.cos(ANGLES), np.sin(ANGLES)])
    return (SECOND @ across).min(axis=0) - (FIRST @ across).max(axis=0)


def place(point):
    return CENTER + np.append(point, 0)


def strip(angle, low, high):
    """The part of a strip that is inside the frame."""
    across, along = direction(angle), 20 * direction(angle + PI / 2)
    corners = [low * across - along, low * across + along, high * across + along, high * across - along]
    frame = Rectangle(width=2 * EDGE[0], height=2 * EDGE[1]).move_to(CENTER)
    return Intersection(Polygon(*map(place, corners)), frame)


class DisplayScene(Scene):
    def construct(self):
        room = widths()
        best = float(ANGLES[np.argmax(room)])
        wide_enough = ANGLES[room > 0.12 * room.max()]
        self.angle = ValueTracker(float(wide_enough[0]))
        frame = Rectangle(width=2 * EDGE[0], height=2 * EDGE[1], color=GRAY_C, stroke_width=2).move_to(CENTER)
        dots = [Dot(place(p), 0.1, color=FIRST_COLOR) for p in FIRST]
        dots += [Dot(place(p), 0.1, color=SECOND_COLOR) for p in SECOND]
        picture = always_redraw(self.picture)
        reading = self.reading()

        self.play(
            Create(frame), LaggedStart(*[FadeIn(d, scale=3) for d in dots], lag_ratio=0.04), run_time=1.5
        )
        remark = self.remark("many lines separate the two classes")
        self.play(FadeIn(picture, remark, reading), run_time=0.8)
        self.bring_to_front(*dots)
        self.play(self.angle.animate.set_value(float(wide_enough[-1])), run_time=3.5)
        self.remove(remark)
        remark = self.remark("which one leaves the widest street?")
        self.add(remark)
        self.play(self.angle.animate.set_value(best), run_time=2.2)
        for mobject in (picture, *reading):
            mobject.clear_updaters()

        vectors = self.support_vectors(best)
        rings = [Circle(radius=0.22, color=WHITE, stroke_width=4).move_to(dots[i]) for i in vectors]
        self.remove(remark)
        remark = self.remark(f"{len(vectors)} support vectors hold the street in place", STREET_COLOR)
        self.play(FadeIn(remark), LaggedStart(*map(Create, rings), lag_ratio=0.3), run_time=1.4)
        self.wait(0.8)
        others = [dot for i, dot in enumerate(dots) if i not in vectors]
        self.remove(remark)
        remark = self.remark("without all the other points the line stays the same")
        self.play(FadeIn(remark), *[dot.animate.set_opacity(0.15) for dot in others], run_time=1.2)
        self.wait(1.8)

    def support_vectors(self, angle):
        """The numbers of the points on the edges of the street."""
        low, high = street(angle)
        first = np.flatnonzero(FIRST @ direction(angle) > low - 0.02)
        second = np.flatnonzero(SECOND @ direction(angle) < high + 0.02)
        return [*first, *(POINTS + second)]

    def picture(self):
        """The street with the separating line in its middle."""
        angle = self.angle.get_value()
        low, high = street(angle)
        middle = (low + high) / 2
        road = strip(angle, low, high).set_fill(STREET_COLOR, 0.18).set_stroke(STREET_COLOR, 2, 0.7)
        line = strip(angle, middle - 0.02, middle + 0.02).set_fill(WHITE, 1).set_stroke(width=0)
        return VGroup(road, line)

    def reading(self):
        """The width of the street as a number."""
        width = lambda: float(np.subtract(*street(self.angle.get_value())[::-1]))
        number = DecimalNumber(
            width(), num_decimal_places=2, mob_class=Text, font_size=32, color=STREET_COLOR
        )
        number.add_updater(lambda each: each.set_value(width()))
        row = VGroup(Text("street width", font_size=32), number).arrange(RIGHT, buff=0.3)
        return row.move_to(3.4 * UP)

    def remark(self, words, color=WHITE):
        return Text(words, font_size=30, color=color).move_to(3.45 * DOWN)
