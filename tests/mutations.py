"""Faults of names and of calls, as language models make them, each put into a good scene once."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import mutations_of_form
import mutations_of_text
from formula_scenes import FORMULAS
from manim_examples import runnable_examples
from mutating import (
    ANIMATIONS,
    COLOURS,
    DIRECTIONS,
    METHODS,
    MOBJECTS,
    called,
    fault,
    faults,
    misspelt,
)

from agent.check.program import Edit

CONSTANTS = DIRECTIONS | {
    "PI",
    "TAU",
    "DEGREES",
    "IN",
    "OUT",
    "SMALL_BUFF",
    "MED_SMALL_BUFF",
    "ITALIC",
    "BOLD",
}
RATES = frozenset(
    "linear smooth there_and_back rush_into rush_from wiggle ease_in_out_sine double_smooth".split()
)
SHOWING_ONLY_BY_RUNNING = mutations_of_form.SHOWING_ONLY_BY_RUNNING
"""Faults that the check is not asked to see."""
HARMLESS = mutations_of_text.HARMLESS
"""Faults that Manim puts right by itself, or draws in its own way."""
QUIET = mutations_of_form.QUIET | mutations_of_text.QUIET
"""Faults that Manim swallows, at least now and then: a warning is enough."""
NOT_MENDABLE = mutations_of_form.NOT_MENDABLE | mutations_of_text.NOT_MENDABLE
"""Faults that no mechanical mend can be asked for."""
SYNTAX = mutations_of_text.SYNTAX

OLD_CLASSES = {
    "Create": ("ShowCreation",),
    "Tex": ("TextMobject", "TexText", "OldTexText"),
    "MathTex": ("TexMobject", "OldTex", "LaTeX"),
    "Text": ("TextMobject", "OldText"),
    "FadeIn": ("FadeInFromDown", "FadeInFromPoint"),
    "FadeOut": ("FadeOutAndShift", "FadeOutToPoint"),
    "Write": ("WriteText", "ShowText"),
    "Circumscribe": ("ShowCreationThenDestructionAround", "CircleIndicate"),
    "Uncreate": ("ShowUncreation",),
    "ReplacementTransform": ("TransformInto",),
    "Line": ("LineSegment", "Segment"),
    "Axes": ("GraphAxes", "CoordinateSystem2D"),
    "Dot": ("SmallDot", "Point2D"),
    "Arrow": ("Arrow2D",),
    "DecimalNumber": ("DecimalText",),
    "VGroup": ("VerticalGroup", "MobjectGroup"),
    "Rectangle": ("Box", "Rect"),
}
OLD_METHODS = {
    "plot": ("get_graph", "plot_function", "draw_graph"),
    "arrange": ("arrange_submobjects_in_line", "arrange_horizontally"),
    "move_to": ("set_position", "moveTo"),
    "to_edge": ("align_to_edge", "move_to_edge"),
    "to_corner": ("move_to_corner",),
    "next_to": ("place_next_to", "nextTo"),
    "scale": ("scale_by", "resize"),
    "shift": ("translate", "move_by"),
    "set_value": ("change_value", "update_value"),
    "get_center": ("get_centre", "center_point"),
    "set_color": ("change_color", "setColor"),
}
WIDE = {
    "run_times": "2",
    "text_color": "RED",
    "glow_radius": "0.2",
    "border_color": "WHITE",
    "line_thickness": "3",
}


@fault("misspelt class")
def _(source, chance):
    for node in source.loads((MOBJECTS | ANIMATIONS).__contains__):
        yield source.replace(node, misspelt(node.id, chance))


@fault("misspelt method")
def _(source, chance):
    mine = source.bound()
    for call in source.calls(METHODS - mine):
        if isinstance(call.func, ast.Attribute):
            yield source.renamed(call.func, misspelt(call.func.attr, chance))


@fault("misspelt scene method")
def _(source, chance):
    for call in source.calls({"play", "wait", "add", "remove"}):
        if isinstance(call.func, ast.Attribute) and source.source(call.func.value) == "self":
            yield source.renamed(call.func, misspelt(call.func.attr, chance))


@fault("misspelt constant")
def _(source, chance):
    for node in source.loads(CONSTANTS.__contains__):
        yield source.replace(node, misspelt(node.id, chance))


@fault("misspelt colour")
def _(source, chance):
    for node in source.loads(COLOURS.fullmatch):
        yield source.replace(
            node, chance.choice((misspelt(node.id, chance), f"DARKISH_{node.id}", "CYAN", "SKYBLUE"))
        )


@fault("misspelt rate function")
def _(source, chance):
    for node in source.loads(RATES.__contains__):
        yield source.replace(node, misspelt(node.id, chance))


@fault("misspelt keyword")
def _(source, chance):
    for call in source.calls(MOBJECTS | ANIMATIONS | {"next_to", "set_stroke", "set_fill", "arrange"}):
        for keyword in call.keywords:
            if keyword.arg and len(keyword.arg) > 3 and called(call) not in source.bound():
                start = source.start(keyword)
                yield Edit(start, start + len(keyword.arg), misspelt(keyword.arg, chance))


@fault("misspelt variable")
def _(source, chance):
    for function in source.constructs():
        stored = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
        mine = {node.id for node in stored if isinstance(node.ctx, ast.Store) and len(node.id) > 3}
        for node in stored:
            if node.id in mine and isinstance(node.ctx, ast.Load):
                yield source.replace(node, misspelt(node.id, chance))


@fault("class of another Manim")
def _(source, chance):
    for node in source.loads(OLD_CLASSES.__contains__):
        yield source.replace(node, chance.choice(OLD_CLASSES[node.id]))


@fault("constant of another Manim")
def _(source, chance):
    for node in source.loads(DIRECTIONS.__contains__):
        name = chance.choice(("FRAME_X_RADIUS", "FRAME_Y_RADIUS", "FRAME_WIDTH", "FRAME_HEIGHT"))
        yield source.replace(node, f"({name} * {node.id})")


@fault("method of another Manim")
def _(source, chance):
    for call in source.calls(OLD_METHODS.keys() - {"plot"} - source.bound()):
        if isinstance(call.func, ast.Attribute):
            yield source.renamed(call.func, chance.choice(OLD_METHODS[call.func.attr]))


@fault("get_graph for plot")
def _(source, chance):
    for call in source.calls({"plot"} - source.bound()):
        if isinstance(call.func, ast.Attribute):
            yield source.renamed(call.func, "get_graph")


@fault("x_min and x_max for x_range")
def _(source, chance):
    for call in source.calls({"Axes", "NumberPlane", "NumberLine", "plot"}):
        for keyword in call.keywords:
            match keyword.arg, keyword.value:
                case ("x_range" | "y_range") as name, ast.List(elts=[low, high, *_]):
                    new = f"{name[0]}_min={source.source(low)}, {name[0]}_max={source.source(high)}"
                    yield Edit(source.start(keyword), source.end(keyword), new)


@fault("import of another Manim")
def _(source, chance):
    for node in source.of(ast.ImportFrom):
        if node.module == "manim":
            module = chance.choice(
                ("manimlib", "manimlib.imports", "big_ol_pile_of_manim_imports", "manimgl")
            )
            yield source.replace(node, f"from {module} import *")


@fault("import of manim alone")
def _(source, chance):
    for node in source.of(ast.ImportFrom):
        if node.module == "manim" and node.names[0].name == "*":
            yield source.replace(node, "import manim")


@fault("missing import of manim")
def _(source, chance):
    for node in source.of(ast.ImportFrom):
        if node.module == "manim":
            yield Edit(source.start(node), source.end(node), "")


@fault("missing import of a module")
def _(source, chance):
    if not source.bound() & {"math", "random", "itertools"} and "import math" not in source.text:
        for node in source.of(ast.Constant):
            if isinstance(node.value, float) and node.value > 0:
                text = source.source(node)
                yield source.replace(
                    node, chance.choice((f"math.sqrt({text})", f"random.uniform(0.1, {text})"))
                )


@fault("forbidden import")
def _(source, chance):
    for node in source.of(ast.ImportFrom):
        if node.module == "manim":
            yield Edit(
                source.start(node),
                source.start(node),
                f"import {chance.choice(('os', 'sys', 'cv2', 'manim_slides'))}\n",
            )


@fault("unknown keyword of a mobject")
def _(source, chance):
    for call in source.calls(MOBJECTS - source.bound()):
        name = chance.choice(list(WIDE))
        yield source.more(call, f"{name}={WIDE[name]}")


@fault("unknown keyword of an animation")
def _(source, chance):
    for call in source.calls(ANIMATIONS - source.bound()):
        name = chance.choice(("animation_time", "easing", "delay", "speed", "fade_color"))
        yield source.more(call, f"{name}=2")


@fault("unknown keyword of a method")
def _(source, chance):
    for call in source.calls(
        {"shift", "move_to", "next_to", "to_edge", "set_stroke", "arrange"} - source.bound()
    ):
        if isinstance(call.func, ast.Attribute):
            yield source.more(call, chance.choice(("margin=0.5", "padding=0.2", "offset=1", "animate=True")))


@fault("unknown keyword of Text")
def _(source, chance):
    for call in source.calls({"Text"} - source.bound()):
        yield source.more(call, chance.choice(("size=40", "text_size=40", "alignment='left'", "bold=True")))


@fault("keyword given twice")
def _(source, chance):
    for call in source.calls({"Circle", "Square", "Dot", "Text"} - source.bound()):
        if call.args and not isinstance(call.args[0], ast.Starred):
            first = {"Circle": "radius", "Square": "side_length", "Dot": "point", "Text": "text"}[
                called(call)
            ]
            yield source.more(call, f"{first}={source.source(call.args[0])}")


@fault("run_time where there is none")
def _(source, chance):
    for call in source.calls({"wait", "add"}):
        if isinstance(call.func, ast.Attribute) and source.source(call.func.value) == "self":
            yield source.more(call, "run_time=2")


@fault("invented class")
def _(source, chance):
    names = {
        "Circle": "GlowingCircle",
        "Square": "ShadedSquare",
        "Text": "AnimatedText",
        "Rectangle": "Panel",
    }
    for node in source.loads(names.__contains__):
        yield source.replace(node, names[node.id])


@fault("invented method")
def _(source, chance):
    for name, _, below in source.made():
        call = chance.choice(
            ("glow(0.5)", "add_label('a')", "cast_shadow(0.3)", "set_border(RED, 2)", "pulse()")
        )
        yield source.before(below, f"{name.id}.{call}")


@fault("unknown attribute")
def _(source, chance):
    for name, _, below in source.made():
        attribute = chance.choice(("centre", "x_position", "bounding_box", "position", "center_point"))
        yield source.before(below, f"where = {name.id}.{attribute}")


@fault("set_xxx that sets nothing")
def _(source, chance):
    for name, _, below in source.made():
        yield source.before(
            below, f"{name.id}.{chance.choice(('set_label', 'set_alignment', 'set_size'))}(3)"
        )


@fault("property called")
def _(source, chance):
    for node in source.of(ast.Attribute):
        if node.attr in ("width", "height") and isinstance(node.ctx, ast.Load):
            yield Edit(source.end(node), source.end(node), "()")


@fault("too many arguments")
def _(source, chance):
    for call in source.calls(
        {"to_edge", "to_corner", "get_center", "Square", "Create", "get_value"} - source.bound()
    ):
        if not call.keywords and not any(isinstance(each, ast.Starred) for each in call.args):
            yield source.more(call, "1, 2, 3, 4")


@fault("too few arguments")
def _(source, chance):
    for call in source.calls(
        {"move_to", "next_to", "Create", "Transform", "ReplacementTransform", "Write", "set_value"}
    ):
        if call.args and not isinstance(call.args[0], ast.Starred) and called(call) not in source.bound():
            yield Edit(source.end(call.func), source.end(call), "()")


@fault("missing self.")
def _(source, chance):
    for call in source.calls({"play", "wait", "add", "remove"}):
        match call.func:
            case ast.Attribute(value=ast.Name(id="self") as me):
                yield Edit(source.start(me), source.end(me) + 1, "")


@fault("missing self parameter")
def _(source, chance):
    for function in source.constructs():
        at = source.text.index("(self", source.start(function)) + 1
        yield Edit(at, at + len("self"), "")


@cache
def good_scenes() -> tuple[str, ...]:
    """Return the scenes that faults are put into: the library, examples of Manim, and some full of formulas."""
    library = sorted((Path(__file__).parent.parent / "knowledge/scenes").glob("*.py"))
    examples = [example.code.partition("\n\nclass Moving(")[0] for example in runnable_examples()]
    return (*[path.read_text(encoding="utf-8") for path in library], *examples, *FORMULAS)


def mutants(name: str, seed: object, count: int, good: Callable[[str], bool] = bool) -> list[tuple[str, str]]:
    """Return up to `count` pairs of a good scene and the same with one fault of the class, none twice."""
    chance = random.Random(f"{seed} {name}")
    found: dict[str, str] = {}
    for _ in range(2):
        for scene in chance.sample(good_scenes(), len(good_scenes())):
            mutant = faults[name](scene, chance)
            if mutant is not None and good(scene):
                found.setdefault(mutant, scene)
            if len(found) == count:
                return [(scene, mutant) for mutant, scene in found.items()]
    return [(scene, mutant) for mutant, scene in found.items()]


def static_faults() -> list[str]:
    """Return the classes that the check is asked to see."""
    return [name for name in faults if name not in SHOWING_ONLY_BY_RUNNING | HARMLESS]
