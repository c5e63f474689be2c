# /// scene
# title = "A shape moves along a path and leaves a trail"
# topic = "shapes"
# prompts = [
#   "Move a dot along a circle",
#   "a star travelling on a sine wave",
#   "Animate a red square that follows a figure eight path",
#   "Show an object moving in a straight line",
#   "hexagon flying along a spiral, please",
# ]
# asked = [
#   "little ball runs along a wiggly line and leaves a trace behind",
#   "how can I make something wander round the screen on a track?",
#   "toy train on a rail laid like an eight, shown as a dot",
#   "Mark the direction in which a point traverses the whole ellipse once",
#   "MoveAlongPath(dot, curve), TracedPath, position along a parametric track",
#   "guided movement, tracing marker, runner on a spiral or zigzag route",
#   "spinning on the spot against going along a route",
#   "Punkt bewegt sich auf einer Bahn: Kreis, Spirale, Zickzack, mit Spur",
#   "un point se déplace le long d'une courbe et laisse une trace",
#   "mover una figura por un camino en espiral dejando rastro",
# ]
# concepts = [
#   "move along a path", "path", "motion", "moving shape", "follow a curve", "travel", "trajectory", "trail", "circle path",
#   "sine path", "spiral path", "straight line motion", "tangent direction",
# ]
# licence = "MIT"
# requires = ["mov", "follow", "travel", "fly", "flies", "path", "motion", "along", "around", "trail", "glid", "slid", "run", "walk"]
# variations = [
#   { SHAPE = "star", COLOR = "orange", PATH = "sine" },
#   { SHAPE = "square", COLOR = "red", PATH = "figure eight" },
#   { SHAPE = "arrow", PATH = "spiral", COLOR = "#77EE99" },
#   { SHAPE = "triangle", PATH = "line" },
#   { PATH = "square", COLOR = "teal" },
# ]
# [parameters]
# SHAPE = { type = "shape", about = "the shape that moves" }
# COLOR = { type = "color", of = "SHAPE", about = "colour of the shape and its trail" }
# PATH = { type = "choice", options = ["circle", "sine", "line", "figure eight", "spiral", "ellipse", "square", "zigzag"], about = "the path it moves along" }
# ///
from manim import *

SHAPE = Dot(radius=0.25)
SHAPE_NAME = "dot"
COLOR = BLUE
PATH = "circle"
DIRECTION_COLOR = YELLOW


def curve(x, y, end):
    return ParametricFunction(lambda t: np.array([x(t), y(t), 0]), t_range=[0, end, end / 120])


def make_path(name):
    match name:
        case "circle":
            path = Circle(radius=2.3)
        case "ellipse":
            path = Ellipse(width=9, height=4.4)
        case "square":
            path = Square(side_length=4.2)
        case "line":
            path = Line(5 * LEFT + 1.2 * DOWN, 5 * RIGHT + 1.2 * UP)
        case "zigzag":
            path = VMobject().set_points_as_corners(
                [[x, (-1) ** i * 1.6, 0] for i, x in enumerate(range(-5, 6, 2))]
            )
        case "sine":
            path = curve(lambda t: t - 5, lambda t: 1.7 * np.sin(0.4 * PI * t), 10)
        case "spiral":
            path = curve(lambda t: 0.13 * t * np.cos(t), lambda t: 0.13 * t * np.sin(t), 6 * PI)
        case _:
            path = curve(lambda t: 4 * np.sin(t), lambda t: 1.9 * np.sin(2 * t), TAU)
    return path.set_stroke(GRAY, 3).set_fill(opacity=0).shift(0.4 * DOWN)


class DisplayScene(Scene):
    def construct(self):
        path = make_path(PATH)
        shape = SHAPE.copy().set_stroke(COLOR, 4).set_fill(COLOR, 1)
        if max(shape.width, shape.height) > 0.9:
            shape.scale(0.9 / max(shape.width, shape.height))
        shape.move_to(path.get_start())
        title = Text(f"{SHAPE_NAME} moving along a path: {PATH}", font_size=34).to_edge(UP, buff=0.4)

        progress = ValueTracker(0)
        shape.add_updater(lambda mob: mob.move_to(path.point_from_proportion(progress.get_value())))
        trail = TracedPath(shape.get_center, stroke_color=COLOR, stroke_width=6)

        def direction():
            """An arrow along the path, from a little behind the shape to a little ahead of it."""
            here = progress.get_value()
            behind, ahead = (
                path.point_from_proportion(np.clip(here + step, 0, 1)) for step in (-0.002, 0.002)
            )
            return Arrow(ORIGIN, 1.3 * normalize(ahead - behind), color=DIRECTION_COLOR, buff=0).shift(
                shape.get_center()
            )

        arrow = always_redraw(direction)

        self.play(Create(path), FadeIn(title), run_time=1.5)
        self.play(GrowFromCenter(shape), run_time=0.7)
        self.add(trail, shape, arrow)
        self.play(progress.animate.set_value(1), run_time=6, rate_func=smooth)
        self.play(FadeOut(arrow), Indicate(title, color=COLOR, scale_factor=1.05), run_time=1)
        self.wait(1)
