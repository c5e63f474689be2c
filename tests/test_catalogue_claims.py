"""What the catalogue denies cannot be done: Manim's own examples do none of it, and Manim refuses it when asked."""

import ast
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from manim_examples import examples

from knowledge.catalogue import Catalogue, load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def catalogue(data: Path) -> Catalogue:
    return load(data / "catalogue")


def test_nothing_that_the_examples_use_is_denied(catalogue):
    denied = [problem for example in examples() for problem in _denied(catalogue, example.code)]
    assert denied == []


def _denied(catalogue: Catalogue, code: str) -> list[str]:
    """Return what a good program does that the catalogue says cannot be done."""
    tree = ast.parse(code)
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    variables = _variables(catalogue, tree, own)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += _denied_in_call(catalogue, node, variables, own)
        elif isinstance(node, ast.Attribute) and (cls := _class_of(catalogue, node.value, variables, own)):
            accessor = catalogue.invents(cls) and node.attr.startswith(("get_", "set_"))
            if (
                isinstance(node.ctx, ast.Load)
                and not accessor
                and not catalogue.has_attribute(cls, node.attr)
            ):
                found.append(f"{cls}.{node.attr}")
    return found


def _denied_in_call(catalogue, call, variables, own) -> list[str]:
    match call.func:
        case ast.Name(id=name) if name not in own and name in catalogue.names:
            function = catalogue.function(name)
            signature = function.signature if function else catalogue.constructor(name)
        case ast.Attribute(value=value, attr=name) if cls := _class_of(catalogue, value, variables, own):
            member = catalogue.member(cls, name)
            signature = member.signature if member and member.kind != "property" else None
        case _:
            return []
    if signature is None:
        return []
    most = signature.most_positional()
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    keywords = {each.arg for each in call.keywords if each.arg}
    found = [f"{name}({key}=)" for key in keywords - signature.keywords if not signature.is_open]
    if most is not None and not starred and len(call.args) > most:
        found.append(f"{name}: {len(call.args)} arguments")
    if not starred and len(keywords) == len(call.keywords):
        positional = [each.name for each in signature.parameters if each.kind.startswith("positional")]
        given = keywords | set(positional[: len(call.args)])
        found += [f"{name} without {each.name}" for each in signature.required() if each.name not in given]
    return found


def _variables(catalogue, tree, own) -> dict[str, str]:
    """Return the variables that hold instances of one of Manim's classes, by a simple look."""
    values: dict[str, set[str]] = {}
    simple = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            simple.add(node.targets[0])
            values.setdefault(node.targets[0].id, set()).add(_class_of(catalogue, node.value, {}, own))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in simple:
            values.setdefault(node.id, set()).add("")
        elif isinstance(node, ast.arg):
            values.setdefault(node.arg, set()).add("")
    return {name: kinds.pop() for name, kinds in values.items() if len(kinds) == 1}


def _class_of(catalogue, value, variables, own) -> str:
    match value:
        case ast.Name(id=name):
            return variables.get(name, "")
        case ast.Call(func=ast.Name(id=name)) if catalogue.names.get(name) == "class" and name not in own:
            return name if catalogue.is_class(name) else ""
        case ast.Call(func=ast.Attribute(value=inner, attr=name)):
            cls = _class_of(catalogue, inner, variables, own)
            member = catalogue.member(cls, name) if cls else None
            returns = member.signature.returns if member and member.kind == "method" else ""
            kind = cls if returns == "Self" else returns
            return kind if catalogue.is_class(kind) else ""
        case ast.Attribute(value=inner, attr=name):
            cls = _class_of(catalogue, inner, variables, own)
            kind = catalogue.attribute_type(cls, name) if cls else ""
            return kind if catalogue.is_class(kind) else ""
    return ""


CONSTRUCTORS = """
Circle() Dot() Arc() Annulus() Sector() Ellipse() Square() Rectangle() RoundedRectangle() Triangle() Star() Line() Arrow()
DashedLine() DoubleArrow() Vector() Elbow() Polygon(UL,UR,DR) RegularPolygon() ArcBetweenPoints(LEFT,RIGHT) Text('a')
MarkupText('a') Paragraph('a') Code(code_string='a') VGroup() Group() VMobject() Mobject() Axes() NumberPlane() NumberLine()
ThreeDAxes() PolarPlane() Brace(Circle()) SurroundingRectangle(Circle()) Cross() Underline(Circle()) Graph([1,2],[(1,2)])
DashedVMobject(Circle()) Angle(Line(),Line(LEFT,UP)) FunctionGraph(np.sin) ParametricFunction(curve)
CubicBezier(LEFT,UP,DOWN,RIGHT) Cube() Prism() Dot3D() Line3D(LEFT,RIGHT) ValueTracker() ComplexValueTracker()
ScreenRectangle() FullScreenRectangle() Union(Square(),Circle()) ImageMobject(np.zeros((4,4),dtype='uint8')) Table([['a']],element_to_mobject=Text)
DecimalNumber(1,mob_class=Text) TracedPath(lambda:ORIGIN) CurvedArrow(LEFT,RIGHT) PointCloudDot() BraceBetweenPoints(LEFT,RIGHT)
Animation(Circle()) FadeIn(Circle()) FadeOut(Circle()) Create(Circle()) Uncreate(Circle()) Write(Text('a')) Unwrite(Text('a'))
Transform(Circle(),Square()) ReplacementTransform(Circle(),Square()) TransformFromCopy(Circle(),Square()) FadeTransform(Circle(),Square())
ApplyMethod(Circle().shift,UP) FadeToColor(Circle(),RED) ScaleInPlace(Circle(),2) GrowFromCenter(Circle()) GrowFromEdge(Circle(),UP)
GrowFromPoint(Circle(),UP) GrowArrow(Arrow()) SpinInFromNothing(Circle()) Indicate(Circle()) Flash(UP) ShowPassingFlash(Circle())
Circumscribe(Circle()) Wiggle(Circle()) ApplyWave(Circle()) FocusOn(UP) Rotate(Circle()) Rotating(Circle()) MoveAlongPath(Dot(),Circle())
DrawBorderThenFill(Circle()) AddTextLetterByLetter(Text('a')) AnimationGroup(Create(Circle())) LaggedStart(Create(Circle()))
Succession(Create(Circle())) Wait() Swap(Circle(),Square()) CyclicReplace(Circle(),Square()) SpiralIn(VGroup(Circle()))
ShowIncreasingSubsets(VGroup(Circle())) UpdateFromFunc(Circle(),print) Homotopy(print,Circle()) PhaseFlow(print,Circle())
"""
METHODS = """
Circle().next_to(UP) Circle().shift(UP) Circle().scale(2) Circle().rotate_about_origin(1) Circle().set_stroke() Circle().set_fill()
Circle().set_color(RED) Circle().to_edge(UP) Circle().scale_to_fit_width(1) Circle().match_width(Square()) Circle().stretch(2,0)
Circle().move_to(UP) Circle().set_opacity(1) Circle().flip() Circle().align_to(UP,UP) Circle().save_state() Circle().surround(Dot())
VGroup(Dot(),Dot()).arrange() VGroup(Dot(),Dot()).arrange_submobjects() VGroup(Dot(),Dot()).space_out_submobjects() Group(Dot()).scale_to_fit_width(1)
Arrow().scale_to_fit_width(1) Arrow().scale(2) Line().add_tip() Axes().plot(np.sin) Axes().c2p(1,1) Axes().get_area(Axes().plot(np.sin))
Axes().get_vertical_line(UP) Axes().plot_line_graph([1],[1]) Axes().get_riemann_rectangles(Axes().plot(np.sin)) Axes().plot_parametric_curve(curve)
ThreeDAxes().plot_surface(np.hypot,resolution=2) NumberPlane().get_vector([1,1]) NumberLine().n2p(1) Circle().add_background_rectangle() Circle().point_at_angle(1) Circle().set_z_index(1)
Circle().add_updater(print) Circle().become(Square()) Circle().get_subcurve(0,1) Circle().set_sheen(1) Angle.from_three_points(UP,LEFT,DOWN)
Circle.from_three_points(UP,LEFT,DOWN) Brace(Circle()).put_at_tip(Dot()) Brace(Circle()).get_text('a') Circle().proportion_from_point(RIGHT)
"""
TRIED = 12
"""Keywords tried with each call of those that it is said to take, and to refuse."""
ASK = """
import json, logging, re, sys, warnings
from manim import *
curve = lambda t: [t, t, 0]
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
config.tex_template = TexTemplate(documentclass=r"\\documentclass{article}", preamble=r"\\usepackage{amsmath}")

def answer(expression, keyword):
    try:
        eval(expression)
    except TypeError as error:
        refused = re.search(rf"(unexpected keyword argument|multiple values for keyword argument) '{keyword}'", str(error))
        return "refused" if refused else "other"
    except Exception:
        return "other"
    return "taken"

print(json.dumps([answer(*row) for row in json.load(sys.stdin)]))
"""


@pytest.mark.slow
def test_manim_takes_and_refuses_what_the_catalogue_says(catalogue):
    rows = [row for call in (CONSTRUCTORS + METHODS).split() for row in _claims(catalogue, call)]
    asked = [(expression, keyword) for expression, keyword, _ in rows]
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    answers = json.loads(done.stdout.splitlines()[-1])
    verdicts = list(zip(rows, answers, strict=True))
    assert [row for row, answer in verdicts if answer == "taken" and not row[2]] == []
    assert [row for row, answer in verdicts if answer == "refused" and row[2]] == []
    assert sum(answer == "refused" for answer in answers) > 1000


def _claims(catalogue: Catalogue, expression: str) -> list[tuple[str, str, bool]]:
    """Return calls with one keyword more, the keyword, and whether the catalogue says that it is taken."""
    call = ast.parse(expression, mode="eval").body
    signature = _called(catalogue, call.func)
    names = [each.name for each in signature.parameters if each.kind.startswith("positional")]
    given = {*names[: len(call.args)], *(each.arg for each in call.keywords)}
    every = {name for cls in catalogue.subclasses("Mobject") for name in catalogue.constructor(cls).keywords}
    dice = random.Random(expression)
    taken = sorted(signature.keywords - given)
    refused = [] if signature.is_open else sorted(every - signature.keywords)
    chosen = [(each, True) for each in dice.sample(taken, min(TRIED, len(taken)))]
    chosen += [(each, False) for each in dice.sample(refused, min(TRIED, len(refused)))]
    start = expression[:-1] + ("" if expression.endswith("()") else ",")
    return [(f"{start}{keyword}=None)", keyword, said) for keyword, said in chosen]


def _called(catalogue: Catalogue, function: ast.expr):
    if isinstance(function, ast.Name):
        return catalogue.constructor(function.id)
    inner = function.value
    cls = inner.id if isinstance(inner, ast.Name) else _class_of(catalogue, inner, {}, set())
    return catalogue.member(cls, function.attr).signature
