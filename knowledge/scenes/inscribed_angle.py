# /// scene
# title = "The inscribed angle is half the central angle"
# topic = "geometry"
# prompts = [
#   "Explain the inscribed angle theorem",
#   "inscribed angle and central angle in a circle",
#   "Why is every angle in a semicircle a right angle? Thales' theorem",
#   "circle theorem: the angle at the centre is twice the angle at the circumference",
#   "Show that angles over the same chord are equal wherever the point lies on the circle",
# ]
# asked = [
#   "move a corner along a ring and its opening stays the same",
#   "why is the corner over a half circle always square",
#   "seats along a round theatre that see the stage equally wide",
#   "O is the centre, ∠AOB = 110°; find ∠ACB",
#   "∠ACB = ½∠AOB, circle thm proof",
#   "peripheral angle, angles subtended in the same segment",
#   "central versus peripheral angle over one arc, double or half",
#   "Umfangswinkelsatz: Mittelpunktswinkel ist doppelt so groß, Satz des Thales",
#   "théorème de l'angle inscrit et de l'angle au centre",
#   "ángulo inscrito es la mitad del ángulo central",
# ]
# concepts = [
#   "inscribed angle", "inscribed angle theorem", "central angle", "angle at the centre", "angle at the circumference", "circle theorem", "circle theorems",
#   "Thales", "Thales' theorem", "semicircle", "right angle", "chord", "arc", "circle", "same arc", "twice", "half", "isosceles triangle",
# ]
# licence = "MIT"
# requires = ["inscribed", "central angle", "thales", "at the circumf", "circle theorem", "chord", "angle in a semi", "angles in a semi"]
# variations = [
#   { CENTRAL = 40, ARC_COLOR = "purple" },
#   { CENTRAL = 180, ARC_COLOR = "red" },
# ]
# [parameters]
# CENTRAL = { type = "integer", min = 40, max = 180, near = ["degrees", "degree", "°", "angle"], about = "the angle at the centre, in degrees" }
# ARC_COLOR = { type = "color", about = "colour of the arc and its central angle" }
# ///
from manim import *

CENTRAL = 110
ARC_COLOR = BLUE
INSCRIBED_COLOR = YELLOW
LEFT_COLOR = GREEN
RIGHT_COLOR = ORANGE
RADIUS = 2.9
CENTER = np.array([-3.2, -0.1, 0])


def on_circle(degrees, radius=RADIUS):
    """The point of a circle about the centre in the direction of an angle."""
    return CENTER + radius * np.array([np.cos(degrees * DEGREES), np.sin(degrees * DEGREES), 0])


A = on_circle(270 - CENTRAL / 2)
B = on_circle(270 + CENTRAL / 2)


def wedge(vertex, start, end, radius, color):
    """A filled angle at a vertex between the directions to two points."""
    first = angle_of_vector(start - vertex)
    turn = (angle_of_vector(end - vertex) - first + PI) % TAU - PI
    if abs(abs(turn) - PI) < 1e-6:
        turn = PI
    return Sector(radius, angle=turn, start_angle=first, arc_center=vertex, color=color).set_fill(color, 0.7)


def size_of(vertex, start, end):
    cosine = np.dot(normalize(start - vertex), normalize(end - vertex))
    return np.arccos(np.clip(cosine, -1, 1)) / DEGREES


class DisplayScene(Scene):
    def construct(self):
        circle = Circle(RADIUS, color=GRAY_B).move_to(CENTER)
        arc = Arc(RADIUS, (270 - CENTRAL / 2) * DEGREES, CENTRAL * DEGREES, arc_center=CENTER)
        arc.set_stroke(ARC_COLOR, 9)
        place = ValueTracker(90)
        tip = lambda: on_circle(place.get_value())
        central = self.central()
        inscribed = always_redraw(lambda: self.inscribed(tip()))
        title = Text("Angles over the same arc", font_size=34).move_to([3.8, 3.2, 0])
        facts = (
            VGroup(
                Text(f"at the centre: {CENTRAL}°", font_size=32, color=ARC_COLOR),
                Text(f"on the circle: {CENTRAL / 2:g}°", font_size=32, color=INSCRIBED_COLOR),
            )
            .arrange(DOWN, buff=0.25)
            .move_to([3.8, 2.1, 0])
        )

        self.play(Create(circle), FadeIn(title), run_time=1)
        self.play(Create(arc), FadeIn(central), FadeIn(facts[0]), run_time=1.2)
        self.play(FadeIn(inscribed), FadeIn(facts[1]), run_time=1)
        sweep = 180 - CENTRAL / 2 - 22
        for goal in (90 + sweep, 90 - sweep, 90 + CENTRAL / 6):
            self.play(place.animate.set_value(goal), run_time=2.2)
        self.wait(0.4)
        self.prove(tip())

    def central(self):
        """The two radii to the ends of the arc, and the angle between them."""
        sector = wedge(CENTER, A, B, 0.75, ARC_COLOR)
        radii = VGroup(Line(CENTER, A, color=ARC_COLOR), Line(CENTER, B, color=ARC_COLOR))
        return VGroup(sector, radii, Dot(CENTER))

    def inscribed(self, tip):
        """The angle at a point of the circle, with its size outside."""
        label = Text(f"{size_of(tip, A, B):.3g}°", font_size=28, color=INSCRIBED_COLOR)
        label.move_to(tip + 0.55 * normalize(tip - CENTER))
        return VGroup(
            Line(tip, A, color=INSCRIBED_COLOR),
            Line(tip, B, color=INSCRIBED_COLOR),
            wedge(tip, A, B, 0.6, INSCRIBED_COLOR),
            Dot(tip),
            label,
        )

    def prove(self, tip):
        """The diameter from the point cuts both angles; each half is half of the other."""
        far = 2 * CENTER - tip
        diameter = Line(tip, far, color=WHITE, stroke_width=4)
        equal = Text(
            "Radii are equal, so each\ntriangle has two equal angles.", font_size=28, line_spacing=0.8
        )
        equal.move_to([3.8, 0.7, 0])
        self.play(Create(diameter), FadeIn(equal), run_time=1.2)
        lines = VGroup()
        for end, name, color in ((A, r"\alpha", LEFT_COLOR), (B, r"\beta", RIGHT_COLOR)):
            triangle = Polygon(tip, end, CENTER, stroke_width=0).set_fill(color, 0.25)
            small = [wedge(tip, end, CENTER, 0.9, color), wedge(end, tip, CENTER, 0.9, color)]
            outer = wedge(CENTER, end, far, 0.75, color)
            line = MathTex(rf"{name} + {name} = 2{name}", font_size=44, color=color)
            lines.add(line.move_to([3.8, -0.6 - 0.75 * len(lines), 0]))
            self.play(FadeIn(triangle), *map(FadeIn, small), run_time=0.9)
            self.play(*[TransformFromCopy(each, outer) for each in small], FadeIn(line), run_time=1.1)
            self.play(FadeOut(triangle), run_time=0.3)
        total = MathTex(r"2\alpha + 2\beta = 2(\alpha + \beta)", font_size=48).move_to([3.8, -2.3, 0])
        numbers = Text(f"{CENTRAL}° = 2 · {CENTRAL / 2:g}°", font_size=34, color=INSCRIBED_COLOR)
        self.play(Write(total), run_time=1.2)
        self.play(FadeIn(numbers.move_to([3.8, -3.2, 0]), shift=0.2 * UP), run_time=0.8)
        self.wait(1.2)
