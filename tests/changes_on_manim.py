"""Try every change on the installed Manim: `python changes_on_manim.py OUT.json` writes those that are wrong."""

from __future__ import annotations

import ast
import builtins
import importlib.util
import inspect
import itertools
import json
import logging
import random
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from knowledge.changes import Change, changes
from knowledge.templates import MANY, OR, slots

KNOWN = changes()


def read(text: str) -> dict[str, str]:
    """Return a table: what an expression is an example of, and the expression."""
    entries = (each for line in text.strip().splitlines() for each in line.split(" ;; "))
    return {key: source for key, _, source in (each.partition(": ") for each in entries)}


SAMPLES = read(
    r"""
Mobject: VGroup(Square(), Circle()) ;; Text: Text("ab") ;; MathTex: MathTex("x", "y") ;; Tex: Tex("a")
MarkupText: MarkupText("a") ;; Paragraph: Paragraph("a") ;; Title: Title("a")
BulletedList: BulletedList("a") ;; DecimalNumber: DecimalNumber(1) ;; Variable: Variable(1, "x")
CoordinateSystem: Axes() ;; Table: Table([["a", "b"]]) ;; Matrix: Matrix([[1, 2], [3, 4]])
DecimalMatrix: DecimalMatrix([[1, 2]])
GenericGraph: Graph([1, 2, 3], [(1, 2), (1, 3)], layout="tree", root_vertex=1)
Graph: Graph([1, 2, 3], [(1, 2)]) ;; BarChart: BarChart([1, 2])
Surface: Surface(lambda u, v: np.array([u, v, 0]), resolution=2)
ParametricFunction: ParametricFunction(lambda t: np.array([t, t, 0]))
FunctionGraph: FunctionGraph(lambda x: x) ;; ImplicitFunction: ImplicitFunction(lambda x, y: x - y)
Code: Code(code_string="a = 1", language="python") ;; Brace: Brace(Square())
BraceLabel: BraceLabel(Square(), "x") ;; Underline: Underline(Square())
SurroundingRectangle: SurroundingRectangle(Square()) ;; BackgroundRectangle: BackgroundRectangle(Square())
Polygram: Polygon(LEFT, UP, RIGHT) ;; Polygon: Polygon(LEFT, UP, RIGHT)
RegularPolygon: RegularPolygon(5) ;; DashedVMobject: DashedVMobject(Circle())
Angle: Angle(Line(LEFT, UP), Line(LEFT, RIGHT))
RightAngle: RightAngle(Line(LEFT, UP), Line(LEFT, RIGHT))
LabeledLine: LabeledLine("a", start=LEFT, end=RIGHT) ;; TracedPath: TracedPath(Dot().get_center)
VectorField: ArrowVectorField(lambda p: p, x_range=[0, 1], y_range=[0, 1])
ArrowVectorField: ArrowVectorField(lambda p: p, x_range=[0, 1], y_range=[0, 1])
StreamLines: StreamLines(lambda p: p, x_range=[0, 1], y_range=[0, 1], virtual_time=0.1)
ImageMobject: ImageMobject(np.zeros((2, 2, 3), dtype="uint8"))
ArcBetweenPoints: ArcBetweenPoints(LEFT, RIGHT) ;; CurvedArrow: CurvedArrow(LEFT, RIGHT)
Vector: Vector(RIGHT) ;; Animation: Create(Square()) ;; FadeIn: FadeIn(Square())
FadeOut: FadeOut(Square()) ;; Create: Create(Square()) ;; Uncreate: Uncreate(Square())
Write: Write(Text("a")) ;; DrawBorderThenFill: DrawBorderThenFill(Square())
Indicate: Indicate(Square()) ;; Flash: Flash(ORIGIN) ;; Circumscribe: Circumscribe(Square())
Rotate: Rotate(Square()) ;; Rotating: Rotating(Square()) ;; GrowFromEdge: GrowFromEdge(Square(), UP)
GrowFromPoint: GrowFromPoint(Square(), UP) ;; GrowFromCenter: GrowFromCenter(Square())
Wiggle: Wiggle(Square()) ;; ApplyWave: ApplyWave(Square())
MoveAlongPath: MoveAlongPath(Square(), Circle()) ;; Transform: Transform(Square(), Circle())
TransformMatchingTex: TransformMatchingTex(MathTex("x"), MathTex("y"))
TransformMatchingShapes: TransformMatchingShapes(Text("a"), Text("b"))
LaggedStart: LaggedStart(Create(Square())) ;; LaggedStartMap: LaggedStartMap(FadeIn, VGroup(Square()))
AnimationGroup: AnimationGroup(Create(Square()))
AddTextLetterByLetter: AddTextLetterByLetter(Text("ab"))
ChangeDecimalToValue: ChangeDecimalToValue(DecimalNumber(1), 2)
ShowPassingFlash: ShowPassingFlash(Square()) ;; SpinInFromNothing: SpinInFromNothing(Square())
FocusOn: FocusOn(ORIGIN) ;; FadeToColor: FadeToColor(Square(), RED) ;; Scene: scene ;; ThreeDScene: scene
ManimConfig: config ;; Camera: MovingCamera() ;; Line3D: Line3D()
"""
)
"""What an object of a class is made by, where `Class()` does not do."""
PLOTTED = {
    "VMobject": "VMobject().set_points_as_corners([LEFT, UP, RIGHT])",
    "ParametricFunction": "AXES.plot(lambda x: x)",
}
"""What methods are tried on, where it is not what the constructor makes."""
METHODS = read(
    r"""
arrange: VGroup(Square(), Circle()).arrange()
arrange_in_grid: VGroup(Square(), Circle()).arrange_in_grid() ;; next_to: Square().next_to(Circle())
to_edge: Square().to_edge() ;; to_corner: Square().to_corner() ;; move_to: Square().move_to(ORIGIN)
align_to: Square().align_to(Circle(), UP) ;; scale: Square().scale(2) ;; rotate: Square().rotate(1)
stretch: Square().stretch(2, 0) ;; flip: Square().flip() ;; shift: Square().shift(UP)
set_color: Square().set_color(RED) ;; set_fill: Square().set_fill(RED)
set_stroke: Square().set_stroke(RED) ;; set_opacity: Square().set_opacity(1)
become: Square().become(Circle()) ;; set_style: Square().set_style()
add_background_rectangle: Square().add_background_rectangle()
add_updater: Square().add_updater(lambda m: m) ;; set_z_index: Square().set_z_index(1)
point_from_proportion: Circle().point_from_proportion(0.5) ;; add_tip: Line().add_tip()
put_start_and_end_on: Line().put_start_and_end_on(LEFT, RIGHT) ;; set_angle: Line().set_angle(1)
set_color_by_tex: MathTex("x", "y").set_color_by_tex("x", RED)
get_part_by_tex: MathTex("x", "y").get_part_by_tex("x")
set_color_by_gradient: Square().set_color_by_gradient(RED, BLUE) ;; sort: VGroup(Square()).sort()
apply_matrix: Square().apply_matrix([[1, 0], [0, 1]]) ;; set_value: ValueTracker(0).set_value(1)
plot: AXES.plot(lambda x: x) ;; get_area: AXES.get_area(GRAPH)
get_riemann_rectangles: AXES.get_riemann_rectangles(GRAPH)
plot_derivative_graph: AXES.plot_derivative_graph(GRAPH)
plot_parametric_curve: AXES.plot_parametric_curve(lambda t: np.array([t, t]), t_range=[0, 1])
get_graph_label: AXES.get_graph_label(GRAPH) ;; get_axis_labels: AXES.get_axis_labels()
Axes.get_axis_labels: AXES.get_axis_labels() ;; get_x_axis_label: AXES.get_x_axis_label("x")
get_y_axis_label: AXES.get_y_axis_label("y")
get_secant_slope_group: AXES.get_secant_slope_group(1, GRAPH, dx=0.1)
plot_line_graph: AXES.plot_line_graph([0, 1], [0, 1])
plot_surface: ThreeDAxes().plot_surface(lambda u, v: u, u_range=[0, 1], v_range=[0, 1], resolution=2)
Circle.surround: Circle().surround(Square()) ;; next_section: scene.next_section("a")
wait: scene.wait() ;; set_camera_orientation: space.set_camera_orientation()
move_camera: space.move_camera(phi=1) ;; from_hex: ManimColor.from_hex("#FFFFFF")
Scene.play: scene.play(Create(Square())) ;; Scene.wait: scene.wait()
Scene.next_section: scene.next_section("a") ;; Scene.add_subcaption: scene.add_subcaption("a")
ThreeDScene.begin_ambient_camera_rotation: space.begin_ambient_camera_rotation()
Table.get_cell: Table([["a", "b"]]).get_cell()
ThreeDScene.set_camera_orientation: space.set_camera_orientation()
ThreeDScene.move_camera: space.move_camera(phi=1)
"""
)
"""A call of each method that keywords are listed for."""
PAIRS = [
    ("1", "2"),
    ("Square()", "2", "0"),
    ("LEFT", "UP", "RIGHT"),
    ("1", "GRAPH"),
    ("GRAPH", "1"),
    ("Square()", "2"),
    ("Square()", "UP"),
    ("0", "0"),
]
VALUES = """0 | 1 | 2 | 0.5 | RED | UP | ORIGIN | "a" | True | [LEFT, UP, RIGHT] | [RED, BLUE] | [0, 1] | [1, 1, 1] | [[1, 2], [3, 4]]
Square() | Text("a") | MathTex("x") | VGroup(Square(), Circle()) | Line() | Line(), Line(UP, RIGHT) | DecimalNumber(1) | ValueTracker(0) | Axes() | Circle
GRAPH | lambda x: x | lambda m: m | lambda p: p | lambda a, b: a | smooth | lambda u, v: np.array([u, v, 0]) | lambda t: np.array([t, t, 0]) | Create
lambda x, y: x - y | {} | {"a": 1} | {"x": RED} | {1: ORIGIN, 2: UP, 3: DOWN} | FadeIn(Square()) | [FadeIn(Square())] | (1, 2) | 5 | ITALIC | "vim" | "python" | "theta" | ArrowSquareTip | "sample.py" | [[0, 1, 0.1]] | Dot().get_center
np.array([1, 1, 0]) | DOWN | BOLD | "y" | "left" | [Text("b"), Text("c")] | [Text("b")] | [["c", "d"]] | ["a", "b"] | [(1, 2)] | [(1, 2), (1, 3)] | (1, 3)"""
VALUES = [each.strip() for line in VALUES.splitlines() for each in line.split(" | ")]
"""What is tried for an argument until one is taken."""
REFUSALS = (
    "unexpected keyword",
    "multiple values",
    "not a valid",
    "takes no",
    "got some positional-only",
    "Unexpected",
)
SWALLOWED = {
    "set_camera_orientation",
    "move_camera",
    "arrange_in_grid",
    "rotate",
    "play",
    "get_part_by_tex",
    "set_color_by_tex",
}
"""What takes any keyword and does nothing with it: listed for all that."""
MOST = 30


def world() -> dict[str, object]:
    """Return the names that the trials are evaluated in."""
    names: dict[str, object] = {}
    exec("from manim import *\nimport numpy as np\nself = ThreeDScene()", names)
    names["config"].update(
        {"dry_run": True, "frame_rate": 2, "progress_bar": "none", "verbosity": "CRITICAL"}
    )
    preamble = r"\usepackage{amsmath}\usepackage{amssymb}"
    names["config"].tex_template = names["TexTemplate"](
        documentclass=r"\documentclass{article}", preamble=preamble
    )
    axes = names["Axes"]()
    return names | {
        "AXES": axes,
        "GRAPH": axes.plot(lambda x: x),
        "plain": names["Scene"](),
        "scene": names["MovingCameraScene"](),
        "space": names["ThreeDScene"](),
    }


class Trial:
    """Evaluates expressions, each once."""

    def __init__(self) -> None:
        self.names = world()
        self.seen: dict[str, str] = {}
        self.wrong: list[str] = []
        self.setup = ""

    def error(self, text: str) -> str:
        """Return what goes wrong with a program of one statement, "" if nothing."""
        if text not in self.seen:
            try:
                exec(compile(ast.parse(text), "<trial>", "exec"), dict(self.names))
                self.seen[text] = ""
            except BaseException as error:
                self.seen[text] = f"{type(error).__name__}: {error}"
        return self.seen[text]

    def value(self, text: str) -> object:
        return eval(text, dict(self.names))

    def sample(self, on: str) -> str:
        """Return an expression for an object of a class."""
        return {"Scene": "scene", "ThreeDScene": "space"}.get(on) or SAMPLES.get(on, f"{on}()")

    def complain(self, change: Change, what: str) -> None:
        self.wrong.append(f"{change.kind} {change.name} on {change.on!r}: {what}")

    def change(self, change: Change) -> None:
        """Try one change."""
        self.setup = ""
        try:
            getattr(self, "try_" + {"import": "module"}.get(change.kind, change.kind))(change)
        except Exception as error:
            self.complain(change, f"{type(error).__name__}: {error}")

    def try_name(self, change: Change) -> None:
        if change.name in self.names or hasattr(builtins, change.name):
            self.complain(change, "exists")
        if change.template:
            self.templates(change)
        elif change.now and self.error(change.now):
            self.complain(change, self.error(change.now))

    try_base = try_name

    def try_method(self, change: Change) -> None:
        for on in (change.on,) if change.on else ("Mobject", "VMobject", "Scene"):
            sample = self.value(PLOTTED.get(on) or self.sample(on))
            if change.name in dir(sample):
                self.complain(change, "exists")
        if change.template:
            self.templates(change, PLOTTED.get(change.on) or self.sample(change.on or "Mobject"))
        elif change.now.isidentifier() and not callable(getattr(sample, change.now, None)):
            self.complain(change, f"no {change.now}")

    def try_attribute(self, change: Change) -> None:
        if hasattr(self.value(self.sample(change.on)), change.name):
            self.complain(change, "exists")
        if change.template:
            self.templates(change, self.sample(change.on))

    def try_module(self, change: Change) -> None:
        top = change.name.partition(".")[0]
        try:
            found = importlib.util.find_spec(change.name)
        except ModuleNotFoundError:
            found = None
        if found is not None and top == "manim":
            self.complain(change, "exists")

    def try_value(self, change: Change) -> None:
        new = self.value(change.now)
        if change.on == "rate_func":
            new(0.5)
        elif change.on == "colour":
            old = [change.name, change.name.replace("_", " "), change.name.replace("_", "")]
            if not any(self.error(f"ManimColor({each!r})") for each in old) or self.error(
                f"ManimColor({change.now})"
            ):
                self.complain(change, "is a colour, or is none")
        elif change.on in ("weight", "slant") and not self.error(f'Text("a", {change.on}={change.name!r})'):
            self.complain(change, "is taken")

    def try_keyword(self, change: Change) -> None:
        if change.on in ("SVGMobject", "Scene.add_sound"):
            return  # they need a file
        source = METHODS.get(change.on) or self.sample(change.on)
        call = ast.parse(source, mode="eval").body
        callee, positional = ast.unparse(call.func), [ast.unparse(each) for each in call.args]
        keywords = {each.arg: ast.unparse(each.value) for each in call.keywords}
        old = self.error(
            f"{callee}({', '.join([*positional, *(f'{k}={v}' for k, v in keywords.items()), change.name + '=1'])})"
        )
        if not any(each in old for each in REFUSALS) and change.on.rpartition(".")[2] not in SWALLOWED:
            self.complain(change, f"is taken: {old}")
        problems: list[str] = []
        for given, named in self.ways(callee, positional, keywords):
            if self.keyword_works(change, callee, given, named, problems):
                return
        if change.template or change.now:
            self.complain(change, f"no use: {problems[-1:]}")

    def ways(self, callee: str, positional: list[str], keywords: dict[str, str]):
        """Yield the arguments of a call as they are, by name, and with each in turn left out."""
        yield positional, keywords
        yield positional[1:], keywords
        yield positional[:-1], keywords
        try:
            bound = inspect.signature(self.value(callee)).bind(*positional, **keywords)
        except (TypeError, ValueError):
            return
        extra = next((each for each in bound.arguments.values() if isinstance(each, dict)), {})
        named = {name: text for name, text in bound.arguments.items() if isinstance(text, str)} | extra
        starred = [*next((each for each in bound.arguments.values() if isinstance(each, tuple)), ())]
        for left_out in named:
            yield starred, {name: text for name, text in named.items() if name != left_out}

    def keyword_works(
        self,
        change: Change,
        callee: str,
        positional: list[str],
        keywords: dict[str, str],
        problems: list[str],
    ) -> bool:
        if not change.template:
            tries = (
                f"{callee}({', '.join([*positional, *(f'{k}={v}' for k, v in keywords.items()), f'{change.now}={value}'])})"
                for value in VALUES
            )
            return any(self.works(each, problems) for each in tries)
        for alternative in change.template.split(OR):
            if self.filled(change, alternative, problems, callee, positional, keywords):
                return True
        return False

    def templates(self, change: Change, receiver: str = "") -> None:
        for alternative in change.template.split(OR):
            problems: list[str] = []
            self.setup = f"it = {receiver}\n" if receiver else ""
            if not self.filled(change, alternative, problems, "it", (), {}):
                self.complain(change, f"{alternative}: {problems[-2:]}")

    def filled(
        self,
        change: Change,
        alternative: str,
        problems: list[str],
        receiver: str,
        positional: Sequence[str],
        keywords: Mapping[str, str],
    ) -> bool:
        """Return whether a template gives something that runs with some arguments."""
        single = type(change)(
            **{**{f: getattr(change, f) for f in change.__dataclass_fields__}, "template": alternative}
        )
        needed = [each for each in slots(alternative) if each.default is None and not each.is_dropped]
        count = sum(
            any(name.isdigit() for name in each.names)
            for each in {each.names: each for each in needed}.values()
        )
        stars = (
            [()]
            if not any("*" in each.names for each in needed)
            else [
                (),
                *[(v,) for v in [*VALUES[:20], "FadeIn(Square())"]],
                *itertools.permutations(["LEFT", "UP", "RIGHT"]),
            ]
        )
        named = {
            change.name if change.name in each.names else each.names[0]: 0
            for each in needed
            if not any(n.isdigit() or n in MANY | {"self", "call"} for n in each.names)
        }
        if change.kind == "keyword":
            named.setdefault(change.name, 0)
        choices = itertools.product(VALUES, repeat=count + len(named))
        if count + len(named) > 1:
            size, pool = count + len(named), random.Random(5)
            first = [each[:size] for each in PAIRS if len(each) >= size] + [(each,) * size for each in VALUES]
            choices = itertools.chain(first, (tuple(pool.choices(VALUES, k=size)) for _ in range(4 * MOST)))
        for number, (choice, star) in enumerate(
            itertools.product(itertools.islice(choices, 5 * MOST), stars)
        ):
            if number > 8 * MOST:
                break
            given = dict(zip(named, choice[count:], strict=True))
            text = KNOWN.expand(
                single, [*positional, *choice[:count], *star], {**keywords, **given}, receiver
            )
            if text is not None and self.works(text, problems):
                return True
        return False

    def works(self, text: str, problems: list[str]) -> bool:
        error = self.error(self.setup + text)
        problems += [f"{text}: {error}"] if error else []
        return not error


def main(out: str, *kinds: str) -> None:
    logging.disable()
    warnings.simplefilter("ignore")
    Path("sample.py").write_text("a = 1")
    trial = Trial()
    for change in KNOWN.all():
        if not kinds or change.kind in kinds:
            trial.change(change)
    Path(out).write_text(json.dumps(trial.wrong, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
