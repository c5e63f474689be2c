"""The shape of a program: one scene, its construct, and nothing that plays outside of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import SequenceMatcher

from agent.check.bindings import FUNCTIONS, Function, indented, without
from agent.check.program import Edit, Found, Mend, Program
from agent.check.rules import bases, configs, selves, wanting
from agent.check.rules.bases import Cast, method
from agent.check.rules.wrapping import wrapped
from agent.check.structure import PREFERRED, SCENES, find_scene, scenes_of

MOVES = frozenset(
    "play wait pause wait_until move_camera apply_matrix apply_inverse activate_zooming show_ghost_movement".split()
) | {"apply_transposed_matrix", "apply_inverse_transpose", "apply_nonlinear_transformation", "apply_function"}


def find(program: Program, names: frozenset[str]) -> Iterator[Found]:
    """Yield what is wrong with the scene as a class; `names` are what `from manim import *` gives."""
    based = list(bases.find(program, names))
    yield from based
    yield from wanting.find(program, names)
    yield from selves.find(program, names)
    yield from configs.find(program, names)
    yield from _scenes(program, names, bool(based))
    yield from _stray(program)
    yield from _renders(program)


def _scenes(program: Program, names: frozenset[str], explained: bool) -> Iterator[Found]:
    """Yield that there is no scene to render, or no single one."""
    scene, problems = find_scene(program.tree)
    code = problems[0].code if problems else ""
    cast = Cast(program, names)
    if code == "no-scene" and not explained:
        yield _at_top(program, "no-scene", problems[0].message, wrapped(program))
    elif code == "no-construct":
        for name, node in cast.classes.items():
            if cast.is_scene(name):
                yield _no_construct(cast, node)
    elif code == "several-scenes":
        yield _several(cast, scenes_of(program.tree), problems[0].message)
    elif scene is not None and not any(
        isinstance(node, ast.Attribute) and node.attr in MOVES for node in program.nodes
    ):
        message = f"{scene} neither plays nor waits: its video would be a single picture"
        mends = tuple(_held(program, cast.classes[scene]))
        yield program.found("no-animation", cast.classes[scene], message, severity="warning", mends=mends)


def _held(program: Program, node: ast.ClassDef) -> Iterator[Mend]:
    """Yield the mend that holds the picture for a second, where there is one."""
    item = method(node, "construct")
    if item is not None and any(
        isinstance(each, ast.Attribute) and each.attr == "add" for each in ast.walk(item)
    ):
        last = item.body[-1]
        if not hasattr(last, "body") and not isinstance(last, ast.Return) and last.lineno > item.lineno:
            end, pad = program.end(last), " " * last.col_offset
            yield Mend("mend-no-animation", (Edit(end, end, f"\n{pad}self.wait()"),), 0.9)


def _at_top(program: Program, code: str, message: str, mends: tuple[Mend, ...]) -> Found:
    return Found(code, message, 1, 1, mends=mends)


def _no_construct(cast: Cast, node: ast.ClassDef) -> Found:
    meant = _meant_for_construct(node)
    mends: tuple[Mend, ...] = ()
    message = f"the scene {node.name} has no method construct(self)"
    if meant is not None:
        message += f"; is {meant.name} meant?"
        start = cast.program.text.index(meant.name, cast.program.offset(meant.lineno, meant.col_offset) + 3)
        edits = [Edit(start, start + len(meant.name), "construct")]
        mends = (Mend("mend-no-construct", tuple(edits), 0.9),)
    elif loose := _loose(node):
        mends = (Mend("mend-no-construct", tuple(_inside_construct(cast.program, node, loose)), 0.85),)
    return cast.program.found("no-construct", node, message, suggestions=("construct",), mends=mends)


def _meant_for_construct(node: ast.ClassDef) -> Function | None:
    """Return the method that was to be construct: by its name, or the only one that plays and is not called."""
    methods = [item for item in node.body if isinstance(item, FUNCTIONS) and not item.name.startswith("_")]
    for item in methods:
        if SequenceMatcher(None, item.name.lower(), "construct").ratio() > 0.75:
            return item
    called = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    free = [item for item in methods if item.name not in called and _plays(item)]
    return free[0] if len(free) == 1 and len(free[0].args.args) <= 1 else None


def _plays(node: ast.AST) -> bool:
    return any(
        isinstance(each, ast.Attribute) and each.attr in {"play", "wait", "add"} for each in ast.walk(node)
    )


def _loose(node: ast.ClassDef) -> list[ast.stmt]:
    """Return the statements that stand in a class where construct should be."""
    rest = [item for item in node.body if not isinstance(item, FUNCTIONS)]
    if ast.get_docstring(node) is not None:
        rest = rest[1:]
    return rest if any(_plays(item) for item in rest) and rest == node.body[-len(rest) :] else []


def _inside_construct(program: Program, node: ast.ClassDef, loose: list[ast.stmt]) -> Iterator[Edit]:
    indent = " " * loose[0].col_offset
    start = program.offset(loose[0].lineno, 0)
    yield Edit(start, start, f"{indent}def construct(self):\n    ")
    yield from indented(program, loose[0].lineno + 1, node.end_lineno or node.lineno, 4)


def _several(cast: Cast, scenes: list[str], message: str) -> Found:
    """Return that there is more than one scene, with the mend that plays them one after another."""
    node = cast.classes[scenes[1]]
    mends: tuple[Mend, ...] = ()
    if _can_follow(cast, scenes):
        body = "        self.clear()\n".join(f"        {name}.construct(self)\n" for name in scenes)
        last = cast.program.tree.body[-1]
        end = cast.program.end(last)
        text = f"\n\n\nclass {PREFERRED}({', '.join(_order(cast, scenes))}):\n    def construct(self):\n{body.rstrip()}"
        mends = (Mend("mend-several-scenes", (Edit(end, end, text),), 0.85),)
    return cast.program.found("several-scenes", node, message, mends=mends)


def _order(cast: Cast, scenes: list[str]) -> list[str]:
    """Return the scenes as bases, those first that derive from more."""
    return sorted(scenes, key=lambda name: -len(cast.kinds(name)))


def _can_follow(cast: Cast, scenes: list[str]) -> bool:
    """Return whether scenes can be played one after another by one object."""
    kinds = [frozenset(cast.kinds(name)) for name in scenes]
    flat = {frozenset({"Scene"}), frozenset({"Scene", "MovingCameraScene"})}
    if len(set(kinds)) > 1 and not set(kinds) <= flat:
        return False
    lines = [list(cast.line(name)) for name in scenes]
    if any(len(line) > 1 for line in lines) or any(
        method(cast.classes[name], "construct") is None for name in scenes
    ):
        return False
    members = [name for scene in scenes for name in _members(cast.classes[scene])]
    return len(members) == len(set(members))


def _members(node: ast.ClassDef) -> set[str]:
    """Return what a class defines besides construct."""
    defined = {item.name for item in node.body if isinstance(item, FUNCTIONS)}
    stored = {
        each.id
        for item in node.body
        if isinstance(item, ast.Assign)
        for each in item.targets
        if isinstance(each, ast.Name)
    }
    return (defined | stored) - {"construct"}


def _stray(program: Program) -> Iterator[Found]:
    """Yield statements outside of construct that use self: they have lost their indentation."""
    owner: ast.ClassDef | None = None
    for at, node in enumerate(program.tree.body):
        if isinstance(node, ast.ClassDef):
            owner = node
        elif _is_stray(node):
            rest = program.tree.body[_first_of_block(program, at) :]
            yield _moved_in(program, owner, rest, node)
            return
    for each in program.tree.body:
        if isinstance(each, ast.ClassDef) and method(each, "construct") is not None:
            yield from _stray_in_class(program, each)


def _is_stray(node: ast.stmt) -> bool:
    return not isinstance(node, (*FUNCTIONS, ast.ClassDef)) and any(
        isinstance(each, ast.Name) and each.id == "self" and isinstance(each.ctx, ast.Load)
        for each in ast.walk(node)
    )


def _first_of_block(program: Program, at: int) -> int:
    body = program.tree.body
    while at and not isinstance(body[at - 1], (*FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom)):
        at -= 1
    return at


def _moved_in(program: Program, owner: ast.ClassDef | None, rest: list[ast.stmt], node: ast.stmt) -> Found:
    mends: tuple[Mend, ...] = ()
    last = owner.body[-1] if owner is not None else None
    simple = not any(isinstance(each, (ast.ClassDef, ast.Import, ast.ImportFrom)) for each in rest)
    if (
        isinstance(last, FUNCTIONS)
        and last.name == "construct"
        and simple
        and not any(_is_main(each) for each in rest)
    ):
        by = last.body[0].col_offset
        end = rest[-1].end_lineno or rest[-1].lineno
        mends = (Mend("mend-stray", tuple(indented(program, rest[0].lineno, end, by)), 0.85),)
    message = "this stands outside of construct, where there is no self: indent it into construct"
    return program.found("outside-construct", node, message, mends=mends)


def _stray_in_class(program: Program, node: ast.ClassDef) -> Iterator[Found]:
    at = next(
        at for at, item in enumerate(node.body) if isinstance(item, FUNCTIONS) and item.name == "construct"
    )
    construct, rest = node.body[at], node.body[at + 1 :]
    stray = next((item for item in node.body if _is_stray(item)), None)
    if stray is None or not isinstance(construct, FUNCTIONS):
        return
    mends: tuple[Mend, ...] = ()
    if stray in rest and not any(isinstance(item, (*FUNCTIONS, ast.ClassDef)) for item in rest):
        by = construct.body[0].col_offset - stray.col_offset
        end = rest[-1].end_lineno or rest[-1].lineno
        mends = (Mend("mend-stray", tuple(indented(program, rest[0].lineno, end, by)), 0.85),)
    message = "this stands in the class, where there is no self: indent it into construct"
    yield program.found("outside-construct", stray, message, mends=mends)


def _is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _renders(program: Program) -> Iterator[Found]:
    """Yield what would render the scene by itself: that is done from outside."""
    for node in program.tree.body:
        if _is_main(node):
            message = "the scene is rendered from outside: leave out the block under __name__"
            mend = Mend("mend-main-block", (without(program, node),), 0.95)
            yield program.found("main-block", node, message, severity="warning", mends=(mend,))
        elif name := _rendered(program, node):
            gone = [each for each in program.tree.body if each is node or _makes(each, name)]
            edits = tuple(without(program, each, gone) for each in gone)
            message = "the scene is rendered from outside: leave this out"
            yield program.found("main-block", node, message, mends=(Mend("mend-main-block", edits, 0.95),))


def _rendered(program: Program, node: ast.stmt) -> str:
    """Return what a statement renders: a variable, or a scene made on the spot."""
    scenes = {each.name for each in program.tree.body if isinstance(each, ast.ClassDef)} | SCENES
    match node:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Name(id=name)), attr="render" | "construct")
            )
        ):
            return name if name in scenes else ""
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="render" | "construct"))
        ):
            return (
                name
                if any(_makes(each, name) for each in program.tree.body)
                and len(program.reads.get(name, ())) == 1
                else ""
            )
    return ""


def _makes(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=target)], value=ast.Call()):
            return target == name
    return False
