# /// scene
# title = "The law of cosines: Pythagoras with a correction"
# topic = "trigonometry"
# prompts = [
#   "Explain the law of cosines",
#   "cosine rule for a triangle",
#   "Find the third side of a triangle with sides 5 and 7 and an angle of 60 degrees",
#   "law of cosines proof",
#   "How does c^2 = a^2 + b^2 - 2ab cos(C) generalise the Pythagorean theorem to triangles without a right angle?",
# ]
# asked = [
#   "how long is the far side when two sticks open by some amount",
#   "hinge opens wider, how far apart are the ends",
#   "surveyor at a lake: two distances and the opening between them",
#   "triangle with b = 8, c = 5, A = 120°: calculate a",
#   "c²=a²+b²-2ab cosγ, SAS, law of cosins",
#   "al-Kashi's theorem, extended Pythagorean relation",
#   "when to use the cosine rule and not the sine rule",
#   "Kosinussatz: dritte Seite im beliebigen Dreieck berechnen",
#   "loi des cosinus, théorème d'Al-Kashi dans un triangle quelconque",
#   "teorema del coseno para calcular el lado de un triángulo",
# ]
# concepts = [
#   "law of cosines", "cosine rule", "cosine law", "triangle", "third side", "sides", "included angle", "angle", "altitude", "trigonometry",
#   "generalise", "generalisation", "Pythagorean theorem", "Pythagoras", "oblique triangle", "without a right angle", "solve a triangle", "cosine",
# ]
# licence = "MIT"
# requires = ["law of cos", "cosine law", "cosine rule", "rule of cos", "third side", "cosine theorem", "2ab"]
# variations = [
#   { A = 2, B = 8, ANGLE = 150 },
#   { A = 8, B = 2, ANGLE = 30, THIRD_COLOR = "red" },
#   { A = 4, B = 4, ANGLE = 90 },
# ]
# [parameters]
# A = { type = "number", min = 2, max = 8, near = ["a", "sides", "side"], about = "the first side" }
# B = { type = "number", min = 2, max = 8, near = ["b", "and", "sides"], about = "the second side" }
# ANGLE = { type = "number", min = 30, max = 150, near = ["degrees", "degree", "°", "angle", "gamma", "C"], about = "the angle between them, in degrees" }
# THIRD_COLOR = { type = "color", about = "colour of the third side and its square" }
# ///
from manim import *

A = 5
B = 7
ANGLE = 60
THIRD_COLOR = YELLOW
A_COLOR = BLUE
B_COLOR = GREEN
CORRECTION_COLOR = RED
SCALE = min(6.4 / (A + B), 3.4 / A)
CORNER = np.array([-6.5 + SCALE * A * max(0.65, -np.cos(ANGLE * DEGREES)), -0.6, 0])
BAR = 6.6 / (A + B) ** 2


def third_squared(angle):
    """The square of the third side, by the law."""
    return A**2 + B**2 - 2 * A * B * np.cos(angle * DEGREES)


def corners(angle):
    """The corner with the angle, the end of side b, the end of side a, and the foot of the altitude."""
    along, up = A * np.cos(angle * DEGREES), A * np.sin(angle * DEGREES)
    ends = [(0, 0), (B, 0), (along, up), (along, 0)]
    return [CORNER + SCALE * np.array([x, y, 0]) for x, y in ends]


def outside(name, start, end, away, color):
    """The name of a side, on the side of it that is away from a point."""
    direction = rotate_vector(normalize(end - start), PI / 2)
    if np.dot(direction, away - start) > 0:
        direction = -direction
    return MathTex(name, font_size=38, color=color).move_to((start + end) / 2 + 0.32 * direction)


class DisplayScene(Scene):
    def construct(self):
        angle = ValueTracker(ANGLE)
        now = angle.get_value
        triangle = always_redraw(lambda: self.triangle(now()))
        bars = always_redraw(lambda: self.bars(now()))
        lines = self.formulas()

        self.play(FadeIn(triangle), Write(lines[0]), run_time=1.3)
        c, _, top, foot = corners(ANGLE)
        altitude = self.altitude(c, top, foot)
        self.play(Create(altitude), Write(lines[1]), run_time=1.4)
        self.wait(0.8)
        self.play(Write(lines[2]), run_time=1.4)
        self.wait(0.8)
        self.play(
            FadeOut(altitude), FadeOut(lines[0]), FadeOut(lines[1]), lines[2].animate.set_y(3.0), run_time=0.8
        )

        self.play(FadeIn(bars), run_time=0.8)
        notes = VGroup(
            Text("right angle:\nno correction", font_size=30, line_spacing=0.8),
            Text("wide angle:\nc² is larger", font_size=30, line_spacing=0.8),
            Text("narrow angle:\nc² is smaller", font_size=30, line_spacing=0.8),
        ).move_to([4.2, 1.3, 0])
        for goal, note in zip((90, 130, 50), notes):
            self.play(angle.animate.set_value(goal), run_time=1.5)
            self.play(FadeIn(note), run_time=0.4)
            self.wait(0.7)
            self.play(FadeOut(note), run_time=0.3)
        self.play(angle.animate.set_value(ANGLE), run_time=1)
        result = self.result().move_to([4.0, 1.2, 0])
        self.play(Write(result), run_time=1.4)
        self.play(Circumscribe(result[-1], color=YELLOW), run_time=1)
        self.wait(1)

    def triangle(self, angle):
        """The triangle with its names; they follow its sides."""
        c, end_b, end_a, _ = corners(angle)
        middle = (c + end_a + end_b) / 3
        sides = VGroup(
            Line(c, end_a, color=A_COLOR, stroke_width=6),
            Line(c, end_b, color=B_COLOR, stroke_width=6),
            Line(end_a, end_b, color=THIRD_COLOR, stroke_width=6),
        )
        names = VGroup(
            outside("a", c, end_a, middle, A_COLOR),
            outside("b", c, end_b, middle, B_COLOR),
            outside("c", end_a, end_b, middle, THIRD_COLOR),
        )
        arc = Arc(0.35, 0, angle * DEGREES, arc_center=c)
        if abs(angle - 90) < 0.5:
            arc = Square(0.26, color=WHITE).move_to(c, aligned_edge=DL)
        half = angle / 2 * DEGREES
        gamma = MathTex(r"\gamma", font_size=34).move_to(c - 0.36 * np.array([np.cos(half), np.sin(half), 0]))
        return VGroup(sides, names, arc, gamma)

    def altitude(self, c, top, foot):
        """The altitude, and the side b as far as its foot."""
        group = VGroup(DashedLine(top, foot, color=WHITE))
        if np.linalg.norm(foot - c) > 0.05:
            group.add(Line(c, foot, color=CORRECTION_COLOR, stroke_width=10))
        return group

    def formulas(self):
        """Pythagoras in the triangle beyond the altitude, multiplied out."""
        lines = VGroup(
            Text("Pythagoras with the altitude:", font_size=28),
            MathTex(r"c^2 =", r"(a \sin\gamma)^2", "+", r"(b - a\cos\gamma)^2", font_size=36),
            MathTex("c^2", "=", "a^2", "+", "b^2", "-", r"2ab\cos\gamma", font_size=46),
        )
        for line, height in zip(lines, (3.1, 2.3, 1.4)):
            line.move_to([3.9, height, 0])
        for place, color in ((0, THIRD_COLOR), (2, A_COLOR), (4, B_COLOR), (6, CORRECTION_COLOR)):
            lines[2][place].set_color(color)
        return lines

    def bars(self, angle):
        """a² and b² end to end, and c² below them; the difference is the correction."""
        rows = VGroup()
        left = -3.6
        edges = np.cumsum([0, A**2, B**2]) * BAR
        for start, end, name, color in zip(edges, edges[1:], ("a²", "b²"), (A_COLOR, B_COLOR)):
            rows.add(self.bar(left + start, left + end, -1.95, color))
        reach = third_squared(angle) * BAR
        rows.add(self.bar(left, left + reach, -2.75, THIRD_COLOR))
        difference = self.bar(
            left + min(reach, edges[2]), left + max(reach, edges[2]), -2.75, CORRECTION_COLOR
        )
        rows.add(difference.set_fill(opacity=0.35 if reach < edges[2] else 0.9))
        sums = f"a² + b² = {A**2 + B**2:.4g}"
        rows.add(Text(sums, font_size=28).move_to([-3.9, -1.95, 0], aligned_edge=RIGHT))
        third = Text(f"c² = {third_squared(angle):.1f}", font_size=28, color=THIRD_COLOR)
        rows.add(third.move_to([-3.9, -2.75, 0], aligned_edge=RIGHT))
        correction = -2 * A * B * np.cos(angle * DEGREES)
        words = f"−2ab cos γ = {round(correction, 1) + 0.0:.1f}".replace("-", "−")
        rows.add(
            Text(words, font_size=28, color=CORRECTION_COLOR).move_to([left, -3.5, 0], aligned_edge=LEFT)
        )
        return rows

    def bar(self, start, end, height, color):
        bar = Rectangle(width=max(end - start, 0.01), height=0.5, stroke_width=0).set_fill(color, 0.9)
        return bar.move_to([start, height, 0], aligned_edge=LEFT)

    def result(self):
        """The third side in numbers."""
        square = third_squared(ANGLE)
        numbers = rf"c^2 = {A:g}^2 + {B:g}^2 - 2 \cdot {A:g} \cdot {B:g} \cos {ANGLE:g}^\circ"
        substituted = MathTex(numbers, font_size=36)
        return VGroup(
            substituted.scale(min(1, 5.8 / substituted.width)),
            MathTex(rf"c \approx {np.sqrt(square):.2f}", font_size=48, color=THIRD_COLOR),
        ).arrange(DOWN, buff=0.35)
