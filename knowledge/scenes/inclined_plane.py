# /// scene
# title = "Forces on a slope: one part of the weight pulls, the other presses"
# topic = "mechanics"
# prompts = [
#   "forces on an inclined plane",
#   "Show a block sliding down a ramp at 30 degrees with friction",
#   "free body diagram of a box on a slope with gravity, normal force and friction",
#   "Does a 5 kg block slide on a 20 degree incline with friction coefficient 0.4?",
#   "Why does a block slide down an inclined plane? Split the weight into its components",
# ]
# asked = [
#   "why does a toboggan go down the hill by itself",
#   "pushing a pram uphill: which part of its heaviness fights me",
#   "parking on a steep road: do the tyres hold or slip",
#   "m = 4 kg, α = 25°, μ = 0.3: determine the acceleration",
#   "mg sin θ, mg cos θ, μN, FBD",
#   "downhill force on a tilted board, wedge, oblique surface",
#   "normal force versus weight: why they are unequal when tilted",
#   "schiefe Ebene: Hangabtriebskraft, Normalkraft und Reibung",
#   "plan incliné : poids, réaction normale et frottement",
#   "plano inclinado con rozamiento, descomposición del peso",
# ]
# concepts = [
#   "inclined plane", "incline", "slope", "ramp", "block", "box", "slide", "slides", "sliding", "forces", "force", "free body diagram",
#   "weight", "gravity", "normal force", "friction", "friction coefficient", "coefficient of friction", "components", "split", "decompose",
#   "acceleration", "Newton's second law", "mechanics", "physics",
# ]
# licence = "MIT"
# requires = ["inclin", "slope", "ramp", "free body"]
# variations = [
#   { ANGLE = 60, FRICTION = 0, MASS = 100 },
#   { ANGLE = 15, FRICTION = 0.9, MASS = 0.5, BLOCK_COLOR = "pink" },
# ]
# [parameters]
# ANGLE = { type = "integer", min = 15, max = 60, near = ["degrees", "degree", "°", "angle"], about = "angle of the slope in degrees" }
# FRICTION = { type = "number", min = 0, max = 1, near = ["friction", "friction coefficient", "coefficient", "mu", "µ", "coefficient of friction"], about = "coefficient of friction" }
# MASS = { type = "number", min = 0.1, max = 100, near = ["kg", "mass"], about = "mass of the block in kg" }
# BLOCK_COLOR = { type = "color", about = "colour of the block" }
# ///
from manim import *

ANGLE = 30
FRICTION = 0.2
MASS = 2
BLOCK_COLOR = GRAY_B
WEIGHT_COLOR = YELLOW
ALONG_COLOR = GREEN
PRESS_COLOR = BLUE
FRICTION_COLOR = RED

GRAVITY = 9.81
THETA = ANGLE * DEGREES
DOWNHILL = np.array([np.cos(THETA), -np.sin(THETA), 0])
OUTWARD = np.array([np.sin(THETA), np.cos(THETA), 0])
LENGTH = min(6.2 / np.cos(THETA), 4.4 / np.sin(THETA))
FOOT = np.array([-6.6 + LENGTH * np.cos(THETA), -2.3, 0])
TOP = FOOT - LENGTH * DOWNHILL
SIDE, WEIGHT_LENGTH = 0.8, 2.3

WEIGHT = MASS * GRAVITY
ALONG, PRESS = WEIGHT * np.sin(THETA), WEIGHT * np.cos(THETA)
SLIDES = ALONG > FRICTION * PRESS
GRIP = min(FRICTION * PRESS, ALONG)  # the friction there is


def newtons(force):
    return f"{force:.3g} N" if force < 1000 else f"{force:.0f} N"


def block_at(share):
    """The block at a share of the way down the slope."""
    block = Square(SIDE, color=WHITE, stroke_width=3).set_fill(BLOCK_COLOR, 0.35).rotate(-THETA)
    return block.move_to(TOP + share * LENGTH * DOWNHILL + SIDE / 2 * OUTWARD)


def force_arrow(start, direction, force, color):
    """A force as an arrow from `start`, as long as it is large beside the weight."""
    vector = WEIGHT_LENGTH * force / WEIGHT * direction
    if np.linalg.norm(vector) < 0.05:
        return VGroup()
    tip = min(0.2, np.linalg.norm(vector) / 2)
    style = {"stroke_width": 7, "tip_length": tip, "max_stroke_width_to_length_ratio": 30}
    return Arrow(start, start + vector, buff=0, color=color, **style)


class DisplayScene(Scene):
    def construct(self):
        share = ValueTracker(0.3)
        middle = lambda: block_at(share.get_value()).get_center()
        title = Text(f"A block on a slope of {ANGLE}°", font_size=36).to_edge(UP, buff=0.3)
        corner = [TOP[0], FOOT[1], 0]
        slope = Polygon(TOP, FOOT, corner, color=WHITE, stroke_width=4).set_fill(GRAY_E, 1)
        mark = Arc(0.9, PI - THETA, THETA, arc_center=FOOT, color=WHITE)
        block = always_redraw(lambda: block_at(share.get_value()))
        forces = [
            (DOWN, WEIGHT, WEIGHT_COLOR),
            (DOWNHILL, ALONG, ALONG_COLOR),
            (-OUTWARD, PRESS, PRESS_COLOR),
            (OUTWARD, PRESS, PURPLE_B),
            (-DOWNHILL, GRIP, FRICTION_COLOR),
        ]
        arrows = [
            always_redraw(lambda d=direction, f=force, c=color: force_arrow(middle(), d, f, c))
            for direction, force, color in forces
        ]
        lines = self.lines()

        self.play(FadeIn(title, slope, mark, block), run_time=1)
        for number, (arrow, line) in enumerate(zip(arrows, lines)):
            self.play(FadeIn(arrow, line), run_time=0.8)
            if number == 2:
                box = self.parallelogram(middle())
                self.play(Create(box), run_time=0.8)
                self.play(FadeOut(box), run_time=0.5)
            self.wait(0.3)
        self.play(FadeIn(lines[5:]), run_time=0.6)
        if SLIDES:
            self.play(share.animate.set_value(0.82), run_time=2.5, rate_func=lambda t: t * t)
        else:
            self.play(Indicate(lines[-1], color=FRICTION_COLOR), run_time=1.5)
        self.wait(1.5)

    def parallelogram(self, middle):
        """The dashed sides that make the weight the sum of its two parts."""
        unit = WEIGHT_LENGTH / WEIGHT
        tip = middle + unit * WEIGHT * DOWN
        ends = [middle + unit * ALONG * DOWNHILL, middle - unit * PRESS * OUTWARD]
        return VGroup(*[DashedLine(end, tip, color=WHITE) for end in ends])

    def lines(self):
        """Each force with its size, and what follows from all of them."""
        net = (ALONG - GRIP) / MASS
        verdict = f"it slides: a = {net:.3g} m/s²" if SLIDES else "friction holds it: it stays"
        words = [
            (f"weight m g: {newtons(WEIGHT)}", WEIGHT_COLOR),
            (f"along the slope, m g sin θ: {newtons(ALONG)}", ALONG_COLOR),
            (f"into the slope, m g cos θ: {newtons(PRESS)}", PRESS_COLOR),
            (f"the slope pushes back: {newtons(PRESS)}", PURPLE_B),
            (f"friction: {newtons(GRIP)}", FRICTION_COLOR),
            (verdict, WHITE),
        ]
        lines = VGroup(*[Text(line, font_size=26, color=color) for line, color in words])
        lines.arrange(DOWN, buff=0.38, aligned_edge=LEFT)
        return lines.move_to([6.8, 0.5, 0], aligned_edge=RIGHT)
