"""Arguments of the wrong kind: what is no animation played, what is no mobject animated, lists where none go."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from agent.check.inference import NUMBERS, Analysis, Type
from agent.check.program import Edit, Found, Mend
from agent.check.rules.calls import without
from agent.check.signatures import Call
from knowledge.catalogue import Callable_

GROUPS = ("VGroup", "Group", "VDict")
ADDERS = frozenset({"add", "remove", "bring_to_front", "bring_to_back", "add_foreground_mobjects"})
WRITTEN = ("Text", "MarkupText", "Paragraph", "SingleStringMathTex", "Code", "DecimalNumber")


OF_VALUES = frozenset({"range", "len", "int", "float", "abs", "round", "str", "min", "max", "sum"})


def find(analysis: Analysis, calls: list[Call]) -> Iterator[Found]:
    """Yield arguments of the wrong kind, properties that are called and methods that are not."""
    for node in analysis.program.nodes:
        if isinstance(node, ast.Call):
            if _is_scene_method(analysis, node, {"play"}):
                yield from _played(analysis, node)
            elif _is_scene_method(analysis, node, ADDERS):
                yield from _lists(analysis, node, "add-list")
            yield from _property_called(analysis, node)
            yield from _moved_nowhere(analysis, node)
            if isinstance(node.func, ast.Name) and node.func.id in OF_VALUES:
                yield from _method_uncalled(analysis, node.args)
        elif isinstance(node, ast.BinOp):
            yield from _method_uncalled(analysis, (node.left, node.right))
        elif isinstance(node, ast.FormattedValue):
            yield from _method_uncalled(analysis, (node.value,))
    for call in calls:
        if call.callee.kind == "class" and _takes_members(analysis, call.callee.name):
            yield from _lists(analysis, call.node, "group-list", allowed=True)
            yield from _grouped(analysis, call)
        elif call.callee.kind == "class" and analysis.is_a(call.callee.name, "Animation"):
            yield from _animated(analysis, call)
            yield from _untargeted(analysis, call)
        elif call.callee.name == "Polygon":
            yield from _corners(analysis, call)
        elif call.callee.kind == "class" and analysis.is_a(call.callee.name, "Line"):
            yield from _ends(analysis, call)


def _is_scene_method(analysis: Analysis, node: ast.Call, names: set[str] | frozenset[str]) -> bool:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in names:
        return False
    types = analysis.types(node.func.value)
    return bool(types) and all(
        each.kind == "instance" and analysis.is_a(each.name, "Scene") for each in types
    )


def _one(analysis: Analysis, node: ast.expr) -> Type | None:
    types = analysis.types(node)
    return types[0] if len(types) == 1 else None


def _is_mobject(analysis: Analysis, each: Type) -> bool:
    return each.kind == "instance" and analysis.is_a(each.name, "Mobject")


# self.play(…)


def _played(analysis: Analysis, node: ast.Call) -> Iterator[Found]:
    for n, argument in enumerate(node.args):
        types = analysis.types(argument)
        if types and all(each.kind == "method" and not each.name.startswith("animate.") for each in types):
            yield _method_played(analysis, node, n)
            return
        if types and all(_is_mobject(analysis, each) for each in types):
            yield _mobject_played(analysis, argument, types[0])
        elif types and all(each.kind == "class" and analysis.is_a(each.name, "Animation") for each in types):
            message = f"{types[0].name} is a class: make an animation of it, {types[0].name}(…)"
            yield analysis.program.found("play-class", argument, message)
        elif types and all(
            each.kind == "instance" and each.name in {*NUMBERS, "str", "NoneType"} for each in types
        ):
            yield _no_animation(analysis, node, argument, types[0])


def _method_played(analysis: Analysis, node: ast.Call, n: int) -> Found:
    """`play(mob.shift, UP)`, as it was written in old days: the arguments stand behind the method."""
    program, method = analysis.program, node.args[n]
    following = []
    for each in node.args[n + 1 :]:
        types = analysis.types(each)
        if any(
            t.kind in ("method", "animate") or analysis.is_a(t.name, "Animation", "Mobject") for t in types
        ):
            break
        following.append(each)
    message = "a method is played as mobject.animate.method(arguments)"
    if not isinstance(method, ast.Attribute):
        return program.found("play-method", method, message)
    arguments = ", ".join(program.source(each) for each in following)
    text = f"{program.source(method.value)}.animate.{method.attr}({arguments})"
    end = program.end(following[-1]) if following else program.end(method)
    mend = Mend("mend-animate", (Edit(program.start(method), end, text),), 0.95)
    return program.found("play-method", method, f"{message}: {text}", mends=(mend,))


def _mobject_played(analysis: Analysis, argument: ast.expr, of: Type) -> Found:
    program = analysis.program
    method = (
        argument.func if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute) else None
    )
    receiver = _one(analysis, method.value) if method is not None else None
    if (
        method is not None
        and receiver is not None
        and _is_mobject(analysis, receiver)
        and method.attr != "copy"
    ):
        at = program.end(method.value)
        mend = Mend("mend-animate", (Edit(at, at, ".animate"),), 0.9)
        message = f"{method.attr}() changes the mobject at once and is no animation: write .animate.{method.attr}(…)"
        return program.found("play-method", argument, message, mends=(mend,))
    animation = _shown_by(analysis, of)
    mend = Mend(
        "mend-play-mobject", (program.replace(argument, f"{animation}({program.source(argument)})"),), 0.8
    )
    message = f"a {of.name} is no animation; play one of it, such as {animation}(…)"
    return program.found("play-mobject", argument, message, mends=(mend,))


def _shown_by(analysis: Analysis, of: Type) -> str:
    if analysis.is_a(of.name, *WRITTEN):
        return "Write"
    return (
        "Create" if analysis.is_a(of.name, "VMobject") and not analysis.is_a(of.name, "VGroup") else "FadeIn"
    )


def _no_animation(analysis: Analysis, node: ast.Call, argument: ast.expr, of: Type) -> Found:
    program = analysis.program
    what = "nothing (None)" if of.name == "NoneType" else f"a {of.name}"
    message = f"play() takes animations, here is {what}"
    mends: tuple[Mend, ...] = ()
    if isinstance(argument, ast.Call) and _is_of_scene(analysis, argument):
        above = program.parents.get(node)
        if len(node.args) == 1 and isinstance(above, ast.Expr):
            mends = (Mend("mend-play-wait", (program.replace(node, program.source(argument)),), 0.9),)
        elif isinstance(above, ast.Expr):
            indent = " " * above.col_offset
            after = Edit(program.end(above), program.end(above), f"\n{indent}{program.source(argument)}")
            mends = (Mend("mend-play-wait", (without(program, node, argument), after), 0.7),)
    return program.found("play-nothing", argument, message, mends=mends)


def _is_of_scene(analysis: Analysis, node: ast.Call) -> bool:
    """Return whether a call is one of the scene's own methods, which plays or does what it does at once."""
    return isinstance(node.func, ast.Attribute) and _is_scene_method(analysis, node, {node.func.attr})


# lists


def _lists(analysis: Analysis, node: ast.Call, code: str, *, allowed: bool = False) -> Iterator[Found]:
    """Yield lists that are given where the things themselves are wanted."""
    program = analysis.program
    for argument in node.args:
        of = _one(analysis, argument)
        if of is None or of.kind != "instance" or of.name not in ("list", "tuple") or allowed:
            continue
        if not isinstance(argument, ast.Starred | ast.IfExp | ast.BoolOp):
            at = program.start(argument)
            mend = Mend("mend-star", (Edit(at, at, "*"),), 0.95)
            message = "here is a list where mobjects are wanted: put a star before it"
            yield program.found(code, argument, message, mends=(mend,))


def _takes_members(analysis: Analysis, name: str) -> bool:
    """Whether a class takes what is to be in it: a group, or one of the user's; Manim's Paragraph takes texts."""
    return name in GROUPS or (analysis.is_a(name, *GROUPS) and not analysis.catalogue.is_class(name))


def _grouped(analysis: Analysis, call: Call) -> Iterator[Found]:
    """Yield what no group takes: numbers, texts; and what only a Group takes."""
    program = analysis.program
    for argument in call.rest:
        of = _one(analysis, argument)
        if of is None or of.kind != "instance":
            continue
        if of.name in {*NUMBERS, "str", "ndarray"}:
            message = f"a group takes mobjects, here is a {of.name}"
            yield program.found("group-member", argument, message)
        elif (
            call.callee.name == "VGroup" and _is_mobject(analysis, of) and not analysis.may_be(of, "VMobject")
        ):
            mend = Mend("mend-group", (program.replace(call.node.func, "Group"),), 0.9)
            message = f"a VGroup takes vectorized mobjects only, and {of.name} is none: use Group"
            yield program.found("group-member", argument, message, mends=(mend,))
            return


# animations


def _animated(analysis: Analysis, call: Call) -> Iterator[Found]:
    """Yield what is animated and is no mobject."""
    program = analysis.program
    first = call.node.args[0] if call.node.args else None
    wanted = next(iter(call.callee.signature.parameters), None)
    if first is None or wanted is None or isinstance(first, ast.Starred):
        return
    if wanted.name not in ("mobject", "vmobject", "mobjects", "mobject_or_point", "group"):
        return
    of = _one(analysis, first)
    if of is None:
        return
    name = call.callee.name
    if of.kind == "instance" and of.name in ("list", "tuple"):
        if wanted.kind == "var_positional":
            edits, shown = (Edit(program.start(first), program.start(first), "*"),), "put a star before it"
        else:
            edits, shown = (
                (program.replace(first, f"VGroup(*{program.source(first)})"),),
                "make a VGroup of it",
            )
        mend = Mend("mend-animated-list", edits, 0.9)
        yield program.found(
            "animation-of", first, f"{name} takes mobjects, here is a {of.name}: {shown}", mends=(mend,)
        )
    elif of.kind == "instance" and analysis.is_a(of.name, "Animation") and wanted.kind != "var_positional":
        mend = Mend(
            "mend-animation-twice",
            (program.replace(call.node, program.source(first)),),
            0.6,
            f"{name} around {of.name}",
        )
        yield program.found(
            "animation-of", first, f"{name} takes a mobject, and {of.name} is an animation", mends=(mend,)
        )
    elif of.kind == "instance" and of.name in {*NUMBERS, "str", "NoneType", "dict"}:
        mends: tuple[Mend, ...] = ()
        if of.name == "str":
            mends = (Mend("mend-text", (program.replace(first, f"Text({program.source(first)})"),), 0.7),)
        if wanted.name != "mobject_or_point":
            yield program.found(
                "animation-of", first, f"{name} takes a mobject, here is a {of.name}", mends=mends
            )
    elif of.kind == "animate":
        mend = Mend("mend-animate-alone", (program.replace(call.node, program.source(first)),), 0.6, name)
        yield program.found(
            "animation-of",
            first,
            f"{name} takes a mobject, and .animate… is an animation already",
            mends=(mend,),
        )


def _untargeted(analysis: Analysis, call: Call) -> Iterator[Found]:
    """Yield moves to a target where the program gives none to anything."""
    if call.callee.name != "MoveToTarget" or not call.node.args or "target" in analysis.stored_attributes:
        return
    if any(
        isinstance(each, ast.Attribute) and each.attr in ("generate_target", "target")
        for each in analysis.program.nodes
    ):
        return
    source = analysis.program.source(call.node.args[0])
    message = (
        f"{source} has no target to move to: call {source}.generate_target() and change {source}.target first"
    )
    mend = Mend(
        "mend-target",
        (analysis.program.replace(call.node, "Wait()"),),
        0.4,
        f"the move of {source}, whose target is never set",
    )
    yield analysis.program.found("no-target", call.node, message, mends=(mend,))


def _corners(analysis: Analysis, call: Call) -> Iterator[Found]:
    """Yield a list of corners where the corners themselves are wanted."""
    if len(call.rest) != 1:
        return
    of = _one(analysis, call.rest[0])
    if of is None or of.name not in ("list", "tuple") or (of.length or 0) < 3:
        return
    if not any(each.name in NUMBERS for each in of.items):
        at = analysis.program.start(call.rest[0])
        mend = Mend("mend-star", (Edit(at, at, "*"),), 0.9)
        message = "Polygon takes its corners one by one: put a star before the list"
        yield analysis.program.found("group-list", call.rest[0], message, mends=(mend,))


def _ends(analysis: Analysis, call: Call) -> Iterator[Found]:
    """Yield a list of both ends where the ends themselves are wanted."""
    match call.node.args:
        case [ast.List(elts=[start, end]) as both]:
            pass
        case _:
            return
    if "end" in call.arguments or any(_is_number(analysis, each) for each in (start, end)):
        return
    if any(isinstance(each, ast.Call | ast.Name | ast.Attribute | ast.List) for each in (start, end)):
        at = analysis.program.start(both)
        mend = Mend("mend-star", (Edit(at, at, "*"),), 0.9)
        message = f"{call.callee.name} takes its ends one by one: put a star before the list"
        yield analysis.program.found("group-list", both, message, mends=(mend,))


def _is_number(analysis: Analysis, node: ast.expr) -> bool:
    of = _one(analysis, node)
    return of is not None and of.name in NUMBERS


# properties and methods


def _property_called(analysis: Analysis, node: ast.Call) -> Iterator[Found]:
    if not isinstance(node.func, ast.Attribute):
        return
    receivers = analysis.types(node.func.value)
    if not receivers or node.func.attr in analysis.stored_attributes:
        return
    if not all(_is_plain_property(analysis, each, node.func.attr) for each in receivers):
        return
    program = analysis.program
    name = node.func.attr
    message = f"{name} is a value, not a method: leave the parentheses away"
    mends: tuple[Mend, ...] = ()
    if not node.args and not node.keywords:
        mends = (Mend("mend-property", (Edit(program.end(node.func), program.end(node), ""),), 0.95),)
    yield program.found("property-called", node, message, mends=mends)


def _is_plain_property(analysis: Analysis, receiver: Type, name: str) -> bool:
    """Return whether an attribute is a number, an array or the like, which cannot be called."""
    if receiver.kind != "instance" or not analysis.knows(receiver.name) or name == "animate":
        return False
    member = analysis.member(receiver.name, name)
    if isinstance(member, Callable_) and member.kind == "property":
        return member.signature.returns in {*NUMBERS, "ndarray", "str", "ManimColor"}
    if member is not None or receiver.name in analysis.classes:
        return False
    return analysis.catalogue.attribute_type(receiver.name, name) in {*NUMBERS, "ndarray", "str"}


def _moved_nowhere(analysis: Analysis, node: ast.Call) -> Iterator[Found]:
    """Yield `mobject.shift()`."""
    match node:
        case ast.Call(func=ast.Attribute(attr="shift", value=mobject), args=[], keywords=[]):
            of = _one(analysis, mobject)
            if of is not None and _is_mobject(analysis, of):
                edit = analysis.program.replace(node, analysis.program.source(mobject))
                message = "shift needs to be told how far: shift(UP), shift(2 * RIGHT)"
                yield analysis.program.found(
                    "shift-nowhere", node, message, mends=(Mend("mend-shift", (edit,), 0.9),)
                )


def _method_uncalled(analysis: Analysis, nodes: Sequence[ast.expr]) -> Iterator[Found]:
    """Yield methods that are meant to be called: what they would return is wanted."""
    program = analysis.program
    for side in nodes:
        of = _one(analysis, side)
        if (
            of is not None
            and of.kind == "method"
            and isinstance(side, ast.Attribute)
            and of.name.startswith("get_")
        ):
            mend = Mend("mend-call", (Edit(program.end(side), program.end(side), "()"),), 0.95)
            yield program.found(
                "method-uncalled", side, f"{of.name} is a method: call it, {of.name}()", mends=(mend,)
            )
