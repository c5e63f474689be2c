# /// scene
# title = "The cross product stands at right angles and is as long as an area is large"
# topic = "linear algebra"
# prompts = [
#   "Show the cross product of two vectors in 3D",
#   "cross product",
#   "What is the cross product of (1, 0, 2) and (0, 2, 1)?",
#   "vector product as the area of a parallelogram, with the right-hand rule",
#   "Explain geometrically what the direction and the length of the cross product mean",
# ]
# asked = [
#   "how do I find an arrow sticking straight out of two others",
#   "thumb and fingers trick for where the third arrow points in space",
#   "turning effect of a spanner as an arrow along the bolt",
#   "find a vector orthogonal to both (1,2,3) and (4,5,6)",
#   "a × b = |a||b| sin θ n, np.cross, surface normal",
#   "Gibbs vector product, oriented area in space",
#   "cross versus dot product: a vector or a number",
#   "Kreuzprodukt zweier Vektoren steht senkrecht auf beiden",
#   "produit vectoriel dans l'espace, règle de la main droite",
#   "producto vectorial: vector perpendicular y área del paralelogramo",
# ]
# concepts = [
#   "cross product", "vector product", "cross", "perpendicular", "right angle", "normal vector", "normal", "parallelogram", "area", "right-hand rule",
#   "three dimensions", "3D", "vectors", "direction", "length", "sine of the angle", "torque", "linear algebra",
# ]
# licence = "MIT"
# requires = ["cross prod", "vector prod", "cross-prod", "right-hand rule", "right hand rule"]
# variations = [
#   { U = [2, 2, 2], V = [-2, 2, -2], CROSS_COLOR = "orange" },
#   { U = [1, 1, 0], V = [-2, -2, 0] },
#   { U = [0, 0, 2], V = [0.5, 0, 0] },
# ]
# [parameters]
# U = { type = "numbers", min = -2, max = 2, min_length = 3, max_length = 3, about = "the first vector" }
# V = { type = "numbers", min = -2, max = 2, min_length = 3, max_length = 3, about = "the second vector" }
# CROSS_COLOR = { type = "color", about = "colour of the cross product" }
# ///
from manim import *

U = [2, 0, 0]
V = [1, 1.5, 0]
CROSS_COLOR = YELLOW
U_COLOR = BLUE
V_COLOR = RED
AREA_COLOR = TEAL
TILT, TURN = 66 * DEGREES, -40 * DEGREES
CENTER = 2.6 * np.array([-np.sin(TURN), np.cos(TURN), 0])  # right of the middle, seen by the camera

u, v = np.array(U, dtype=float), np.array(V, dtype=float)
SCALE = 2.9 / max(np.linalg.norm(u), np.linalg.norm(v), np.linalg.norm(u) * np.linalg.norm(v), 0.5)


def unit(vector, otherwise):
    size = np.linalg.norm(vector)
    return vector / size if size > 1e-9 else np.array(otherwise, dtype=float)


ALONG = unit(u, RIGHT)
NORMAL = unit(np.cross(u, v), unit(np.cross(ALONG, OUT), UP))
ACROSS = np.cross(NORMAL, ALONG)
ANGLE = np.arctan2(np.dot(v, ACROSS), np.dot(v, ALONG)) / DEGREES if np.linalg.norm(v) else 0


def second(angle):
    """The second vector, turned in the plane of both to an angle with the first."""
    return np.linalg.norm(v) * (np.cos(angle * DEGREES) * ALONG + np.sin(angle * DEGREES) * ACROSS)


def placed(vector, turn):
    """Where the tip of a vector is in space, when the whole picture has been turned about its vertical axis."""
    return CENTER + SCALE * rotate_vector(np.array(vector, dtype=float), turn)


def arrow(vector, turn, color):
    """A line with a cone as its head, in space."""
    tip = placed(vector, turn)
    length = np.linalg.norm(tip - CENTER)
    if length < 0.05:
        return Dot(CENTER, radius=0.06, color=color)
    along = (tip - CENTER) / length
    base = tip - min(0.3, length / 2) * along
    side = unit(np.cross(along, OUT), RIGHT)
    rim = [base + 0.1 * rotate_vector(side, angle, along) for angle in np.linspace(0, TAU, 9)]
    head = VGroup(*[Polygon(tip, a, b, stroke_width=0) for a, b in zip(rim, rim[1:])])
    shaft = Line(CENTER, base, color=color, stroke_width=7)
    return VGroup(shaft, head.set_fill(color, 1))


def written(vector):
    return "(" + ", ".join(f"{round(entry, 1) + 0.0:g}" for entry in vector).replace("-", "−") + ")"


class DisplayScene(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=TILT, theta=TURN)
        angle, turn = ValueTracker(ANGLE), ValueTracker(0)
        now, turned = angle.get_value, turn.get_value
        axes = always_redraw(lambda: self.axes(turned()))
        first = always_redraw(lambda: arrow(u, turned(), U_COLOR))
        turning = always_redraw(lambda: arrow(second(now()), turned(), V_COLOR))
        sheet = always_redraw(lambda: self.sheet(second(now()), turned()))
        cross = always_redraw(lambda: arrow(np.cross(u, second(now())), turned(), CROSS_COLOR))
        size = lambda: np.linalg.norm(np.cross(u, second(now())))
        area = self.live("area", size, 1.2, AREA_COLOR)
        length = self.live("length", size, -0.4, CROSS_COLOR)
        given = VGroup(
            self.line(f"u = {written(u)}", 3.0, U_COLOR), self.line(f"v = {written(v)}", 2.3, V_COLOR)
        )
        product = VGroup(
            self.line(f"u × v = {written(np.cross(u, v))}", 0.3, CROSS_COLOR),
            self.line("at right angles to both", -1.1, CROSS_COLOR),
        )

        self.play(FadeIn(axes), run_time=0.8)
        self.play(FadeIn(first, turning), FadeIn(given), run_time=1)
        self.play(FadeIn(sheet), FadeIn(area), run_time=1)
        self.wait(0.5)
        self.play(FadeIn(cross), FadeIn(length, product), run_time=1)
        self.play(turn.animate.set_value(-50 * DEGREES), run_time=2)
        self.play(turn.animate.set_value(25 * DEGREES), run_time=2)
        self.play(FadeOut(product[0], given[1]), run_time=0.4)
        for goal, words in (
            (90, "largest at a right angle"),
            (0, "parallel: no area"),
            (-60, "other side: it flips"),
        ):
            note = self.pinned(Text(words, font_size=28).move_to([-4.3, -2.4, 0]))
            self.play(angle.animate.set_value(goal), run_time=1.8)
            self.play(FadeIn(note), run_time=0.4)
            self.wait(0.6)
            self.play(FadeOut(note), run_time=0.3)
        self.play(angle.animate.set_value(ANGLE), run_time=1.3)
        rule = MathTex(r"|u \times v| = |u|\,|v|\,\sin\theta", font_size=44).move_to([-4.3, -2.4, 0])
        self.play(FadeIn(product[0], given[1]), Write(self.pinned(rule)), run_time=1.2)
        self.wait(1.5)

    def axes(self, turn):
        """The three axes of space, turned."""
        ends = [3 / SCALE * axis for axis in (RIGHT, UP, 0.9 * OUT)]
        return VGroup(*[Line(placed(-end, turn), placed(end, turn)) for end in ends]).set_stroke(GRAY_D, 2)

    def pinned(self, mobject):
        """Fix a mobject to the frame; it is not added to the scene."""
        self.camera.add_fixed_in_frame_mobjects(mobject)
        return mobject

    def sheet(self, v, turn):
        """The parallelogram that the two vectors span."""
        corners = [placed(corner, turn) for corner in (0 * u, u, u + v, v)]
        return Polygon(*corners, color=AREA_COLOR, stroke_width=2).set_fill(AREA_COLOR, 0.5)

    def line(self, words, height, color):
        text = Text(words.replace("-", "−"), font_size=30, color=color)
        return self.pinned(text.scale(min(1, 5 / text.width)).move_to([-4.3, height, 0]))

    def live(self, name, value, height, color):
        """A line with a number that is kept up to date; it is set anew only when the number changes."""
        text = self.line(f"{name} = {value():.2f}", height, color)

        def refresh(text):
            words = f"{name} = {value():.2f}"
            if words != text.said:
                self.pinned(text.become(self.line(words, height, color)))
                text.said = words

        text.said = f"{name} = {value():.2f}"
        return text.add_updater(refresh)
