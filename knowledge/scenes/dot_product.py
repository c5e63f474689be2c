# /// scene
# title = "The dot product as a projection"
# topic = "linear algebra"
# prompts = [
#   "What does the dot product mean geometrically?",
#   "Show the dot product of (3, 1) and (1, 2)",
#   "dot product projection of one vector onto another",
#   "Animate how the dot product changes with the angle between two vectors",
#   "why is the scalar product zero for perpendicular vectors",
# ]
# asked = [
#   "how much do two arrows point the same way",
#   "length of the shadow that one arrow casts on another",
#   "work done when pulling a sledge by a slanted rope",
#   "find the angle between a = (2, 1) and b = (1, 3)",
#   "a·b = |a||b| cos θ, np.dot(u, v), cosine sim",
#   "Euclidean inner product, component along a direction",
#   "dot or cross: which one gives a plain number",
#   "Skalarprodukt zweier Vektoren anschaulich als Projektion",
#   "produit scalaire et projection orthogonale d'un vecteur",
#   "producto escalar, proyección y ángulo entre vectores",
# ]
# concepts = [
#   "dot product", "scalar product", "inner product", "projection", "project", "vectors", "angle between vectors", "perpendicular",
#   "orthogonal", "cosine similarity", "linear algebra", "shadow",
# ]
# licence = "MIT"
# variations = [
#   { U = [-3, 2], V = [1, -4] },
#   { U = [6, 0], V = [0, 5], SHADOW_COLOR = "purple" },
#   { U = [1, 1], V = [-6, -6] },
# ]
# [parameters]
# U = { type = "vector", min = -6, max = 6, about = "the vector projected on" }
# V = { type = "vector", min = -6, max = 6, about = "the vector that is projected" }
# SHADOW_COLOR = { type = "color", about = "colour of the projection" }
# ///
from manim import *

U = [3, 1]
V = [1, 2]
SHADOW_COLOR = YELLOW
U_COLOR = BLUE
V_COLOR = GREEN
CENTER = RIGHT * 2.6
ROOM = 3.4


class DisplayScene(Scene):
    def construct(self):
        u, v = np.array(U, dtype=float), np.array(V, dtype=float)
        unit = ROOM / max(np.linalg.norm(u), np.linalg.norm(v), 1)
        direction = u / (np.linalg.norm(u) or 1)
        angle = ValueTracker(np.arctan2(v[1], v[0]))

        def turned():
            return np.linalg.norm(v) * np.array([np.cos(angle.get_value()), np.sin(angle.get_value())])

        def arrow(vector, color, width):
            if np.linalg.norm(vector) * unit < 0.05:
                return Dot(CENTER, radius=0.06, color=color)
            end = CENTER + unit * np.append(vector, 0)
            return Arrow(CENTER, end, buff=0, color=color, stroke_width=width, tip_length=0.22)

        def shadow():
            foot = CENTER + unit * np.append(turned() @ direction * direction, 0)
            drop = Line(CENTER + unit * np.append(turned(), 0), foot, color=GRAY_B, stroke_width=2)
            return VGroup(drop, Line(CENTER, foot, color=SHADOW_COLOR, stroke_width=14))

        reach = ROOM * np.append(direction, 0)
        axis = Line(CENTER - reach, CENTER + reach, color=GRAY, stroke_width=1.5)
        rim = Circle(unit * np.linalg.norm(v) + 1e-3, color=V_COLOR, stroke_width=1.5, stroke_opacity=0.4)
        first, second = arrow(u, U_COLOR, 7), always_redraw(lambda: arrow(turned(), V_COLOR, 7))
        shade = always_redraw(shadow)
        names, readings = self.panel(u, v, lambda: turned() @ u, lambda: turned() @ direction)

        self.play(Create(axis), GrowFromPoint(first, CENTER), FadeIn(names[0]), run_time=1.2)
        self.play(GrowFromPoint(second, CENTER), FadeIn(names[1]), run_time=1)
        self.play(FadeIn(shade), FadeIn(readings), run_time=1)
        self.bring_to_front(first, second)
        self.wait(0.7)
        self.play(Create(rim.move_to(CENTER)), names[1].animate.set_opacity(0.3), run_time=0.5)
        self.play(angle.animate.increment_value(TAU), run_time=6, rate_func=smooth)
        self.play(names[1].animate.set_opacity(1), Circumscribe(readings[2], color=SHADOW_COLOR), run_time=1)
        self.wait(1.2)

    def panel(self, u, v, product, length):
        """The two vectors, and how long the shadow is and what it gives, kept up to date."""
        names = VGroup(
            Text(f"u = ({u[0]:g}, {u[1]:g})", font_size=34, color=U_COLOR),
            Text(f"v = ({v[0]:g}, {v[1]:g})", font_size=34, color=V_COLOR),
        )
        readings = VGroup()
        size = f"length of u: {np.linalg.norm(u):.2f}"
        readings.add(Text(size, font_size=30, color=U_COLOR))
        for words, color, value in (
            ("times shadow of v:", SHADOW_COLOR, length),
            ("gives u · v =", WHITE, product),
        ):
            number = DecimalNumber(value(), num_decimal_places=2, mob_class=Text, font_size=30, color=color)
            row = VGroup(Text(words, font_size=30, color=color), number).arrange(RIGHT, buff=0.25)
            number.add_updater(lambda mob, value=value: mob.set_value(value() + 0.0))
            readings.add(row)
        for group in (names, readings):
            group.arrange(DOWN, buff=0.4, aligned_edge=LEFT)
        VGroup(names, readings).arrange(DOWN, buff=0.8, aligned_edge=LEFT).to_edge(LEFT, buff=0.5)
        return names, readings
