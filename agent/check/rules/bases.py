"""Which scene a class must derive from for what it uses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from agent.check.bindings import FUNCTIONS, bound
from agent.check.program import Edit, Found, Mend, Program
from agent.check.structure import SCENES

ABOVE = {
    "MovingCameraScene": {"Scene"},
    "ZoomedScene": {"MovingCameraScene", "Scene"},
    "ThreeDScene": {"Scene"},
    "SpecialThreeDScene": {"ThreeDScene", "Scene"},
    "VectorScene": {"Scene"},
    "LinearTransformationScene": {"VectorScene", "Scene"},
}
ONLY = {
    "ThreeDScene": """
set_camera_orientation begin_ambient_camera_rotation stop_ambient_camera_rotation begin_3dillusion_camera_rotation
stop_3dillusion_camera_rotation move_camera add_fixed_orientation_mobjects add_fixed_in_frame_mobjects
remove_fixed_orientation_mobjects remove_fixed_in_frame_mobjects set_to_default_angled_camera_orientation
""",
    "ZoomedScene": """
activate_zooming get_zoom_in_animation get_zoomed_display_pop_out_animation get_zoom_factor zoomed_camera
zoomed_display
""",
    "VectorScene": """
lock_in_faded_grid add_vector write_vector_coordinates get_basis_vectors get_basis_vector_labels get_vector_label
label_vector position_x_coordinate position_y_coordinate coords_to_vector vector_to_coords show_ghost_movement
""",
    "LinearTransformationScene": """
add_transformable_mobject add_moving_mobject get_ghost_vectors get_unit_square add_unit_square
add_transformable_label get_matrix_transformation get_transposed_matrix_transformation get_vector_movement
apply_matrix apply_inverse apply_transposed_matrix apply_inverse_transpose apply_nonlinear_transformation
""",
}
OWNERS = {name: base for base, text in ONLY.items() for name in text.split()}
"""What only some scenes have, and the plainest scene that has it."""
ELSEWHERE = {
    "ThreeDSlide": "ThreeDScene",
    "MovingCameraSlide": "MovingCameraScene",
    "ZoomedSlide": "ZoomedScene",
    "LinearTransformationSlide": "LinearTransformationScene",
    "InteractiveScene": "Scene",
    "GraphScene": "Scene",
    "Animation": "Scene",
}
SPACE = frozenset(
    """
ThreeDAxes Surface Sphere Cube Prism Cone Cylinder Torus Line3D Arrow3D Dot3D ParametricSurface Tetrahedron
Octahedron Icosahedron Dodecahedron Polyhedron ThreeDVMobject
""".split()
)


def find(program: Program, names: frozenset[str]) -> Iterator[Found]:
    """Yield classes that derive from no scene, or from one that lacks what they use."""
    cast = Cast(program, names)
    for name, node in cast.classes.items():
        if cast.is_scene(name):
            yield from _lacking(cast, node)
        else:
            yield from _no_scene(cast, node)


@dataclass(frozen=True)
class Cast:
    """The classes of a program and what they derive from."""

    program: Program
    names: frozenset[str]
    """What `from manim import *` gives."""

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """The classes at the top of the program."""
        return {node.name: node for node in self.program.tree.body if isinstance(node, ast.ClassDef)}

    @cached_property
    def own(self) -> frozenset[str]:
        """Names that the program defines, as functions, methods or attributes of self."""
        set_on_self = {
            node.attr
            for node in self.program.nodes
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        }
        return bound(self.program) | set_on_self

    def line(self, name: str, seen: frozenset[str] = frozenset()) -> Iterator[ast.ClassDef]:
        """Yield a class of the program and those that it derives from."""
        if name in self.classes and name not in seen:
            yield self.classes[name]
            for base in self.classes[name].bases:
                yield from self.line(named(base), seen | {name})

    def roots(self, name: str) -> set[str]:
        """Return the names that a class derives from and that the program does not define."""
        every = {named(base) for node in self.line(name) for base in node.bases}
        return every - set(self.classes)

    def is_scene(self, name: str) -> bool:
        """Return whether a class derives from one of Manim's scenes."""
        return bool(self.roots(name) & SCENES)

    def kinds(self, name: str) -> set[str]:
        """Return all of Manim's scenes that a class derives from."""
        roots = self.roots(name) & SCENES
        return roots | {above for root in roots for above in ABOVE.get(root, ())}

    def is_foreign(self, base: str) -> bool:
        """Return whether a base is neither Manim's nor the program's own, nor the language's."""
        return (
            base not in self.names and base not in self.classes and base not in {"object", "ABC", "Protocol"}
        )


def named(base: ast.expr) -> str:
    """Return the last name of a base class."""
    return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")


def method(node: ast.ClassDef, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """Return a method that a class itself defines."""
    return next((item for item in node.body if isinstance(item, FUNCTIONS) and item.name == name), None)


def uses(node: ast.AST) -> dict[str, ast.Attribute]:
    """Return what is asked of self, each with its first place; `camera.frame` counts as one."""
    found: dict[str, ast.Attribute] = {}
    for each in ast.walk(node):
        match each:
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Load()):
                found.setdefault(name, each)
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"), attr="camera"), attr="frame"):
                found.setdefault("camera.frame", each)
    return found


def needs(cast: Cast, node: ast.ClassDef) -> dict[str, ast.Attribute]:
    """Return the scenes that a class must derive from, each with the first place that needs it."""
    found: dict[str, ast.Attribute] = {}
    for name, place in uses(node).items():
        if name in OWNERS and name not in cast.own:
            found.setdefault(OWNERS[name], place)
        elif name in {"camera.frame", *_frames(cast)}:
            found.setdefault("MovingCameraScene", place)
    if "LinearTransformationScene" in found:
        found.pop("VectorScene", None)
    if "ZoomedScene" in found:
        found.pop("MovingCameraScene", None)
    return found


def _frames(cast: Cast) -> set[str]:
    """Return the names that other Manims have for the camera's frame."""
    return {"camera_frame", "frame"} - cast.own


def best(cast: Cast, node: ast.ClassDef, hint: str = "") -> str:
    """Return the scene that suits what a class uses, or else what its base was called."""
    wanted = needs(cast, node)
    for base in (
        "LinearTransformationScene",
        "ThreeDScene",
        "ZoomedScene",
        "MovingCameraScene",
        "VectorScene",
    ):
        if base in wanted:
            return base
    if hint in ELSEWHERE:
        return ELSEWHERE[hint]
    for word, base in (
        ("3d|three_?d", "ThreeDScene"),
        ("moving_?camera", "MovingCameraScene"),
        ("zoom", "ZoomedScene"),
    ):
        if re.search(word, hint, re.IGNORECASE):
            return base
    return "LinearTransformationScene" if re.search("lineartrans", hint, re.IGNORECASE) else "Scene"


def _no_scene(cast: Cast, node: ast.ClassDef) -> Iterator[Found]:
    """Yield that a class is meant for a scene and is none."""
    foreign = [base for base in node.bases if cast.is_foreign(named(base))]
    if not _is_meant(cast, node, foreign):
        return
    wanted = best(cast, node, named(foreign[0]) if foreign else "")
    if foreign:
        edit = cast.program.replace(foreign[0], wanted)
        message = (
            f"there is no {named(foreign[0])} in Manim Community; {node.name} should derive from {wanted}"
        )
        place: ast.expr | ast.stmt = foreign[0]
    elif node.bases:
        edit = cast.program.replace(node.bases[0], wanted)
        message = (
            f"{node.name} plays animations, but a {named(node.bases[0])} cannot: derive it from {wanted}"
        )
        place = node.bases[0]
    else:
        edit = _first_base(cast.program, node, wanted)
        message = f"{node.name} has construct(self) but is no scene: write class {node.name}({wanted})"
        place = node
    edits = (edit, *_frame_edits(cast, node)) if wanted == "MovingCameraScene" else (edit,)
    mend = Mend("mend-scene-base", edits, 0.9)
    yield cast.program.found("scene-base", place, message, suggestions=(wanted,), mends=(mend,))


def _is_meant(cast: Cast, node: ast.ClassDef, foreign: list[ast.expr]) -> bool:
    if any(named(base) in cast.classes for base in node.bases):
        return False
    if any(re.search(r"(Scene|Slide)$", named(base), re.IGNORECASE) for base in foreign):
        return True
    if any(cast.is_scene(name) for name in cast.classes) or method(node, "construct") is None:
        return False
    imported = bound(cast.program)
    return bool({"play", "wait"} & set(uses(node))) and not any(named(base) in imported for base in foreign)


def _first_base(program: Program, node: ast.ClassDef, wanted: str) -> Edit:
    start = program.offset(node.lineno, node.col_offset)
    head = re.compile(r"class\s+\w+\s*(\(\s*\))?").match(program.text, start)
    end = head.end() if head else start
    return Edit(start, end, f"class {node.name}({wanted})")


def _lacking(cast: Cast, node: ast.ClassDef) -> Iterator[Found]:
    """Yield that a class uses what its scene does not have."""
    kinds = cast.kinds(node.name)
    missing = {base: place for base, place in needs(cast, node).items() if base not in kinds}
    if not missing or _is_guarded(node) or _is_completed(cast, node, missing):
        return
    if "MovingCameraScene" in missing and "ThreeDScene" in kinds | set(missing):
        yield _frame_in_space(cast, node, missing["MovingCameraScene"], "ThreeDScene" in kinds)
        return
    base, place = next(iter(missing.items()))
    wanted = best(cast, node)
    mends = _changed_base(cast, node, wanted, kinds)
    what = cast.program.source(place)
    has = ", ".join(sorted(cast.roots(node.name) & SCENES))
    message = f"{what} is there in a {base}, not in a {has}: write class {node.name}({wanted})"
    yield cast.program.found("scene-base", place, message, suggestions=(wanted,), mends=mends)


def _is_guarded(node: ast.ClassDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id in {"hasattr", "isinstance"} for each in ast.walk(node))


def _is_completed(cast: Cast, node: ast.ClassDef, missing: dict[str, ast.Attribute]) -> bool:
    """Return whether classes derived from this one bring what it needs."""
    heirs = [name for name in cast.classes if name != node.name and node in cast.line(name)]
    return any(set(missing) <= cast.kinds(heir) for heir in heirs)


def _changed_base(cast: Cast, node: ast.ClassDef, wanted: str, kinds: set[str]) -> tuple[Mend, ...]:
    root = _root(cast, node)
    needed = set(needs(cast, node))
    if root is None or not needed <= {wanted, *ABOVE[wanted]}:
        return ()
    loses = "" if named(root) == "Scene" else f"what a {named(root)} brings"
    if loses and kinds - {"Scene"} <= {wanted, *ABOVE[wanted]}:
        loses = ""
    name = f"{ast.unparse(root.value)}.{wanted}" if isinstance(root, ast.Attribute) else wanted
    edits = (cast.program.replace(root, name), *_frame_edits(cast, node))
    return (Mend("mend-scene-base", edits, 0.5 if loses else 0.95, loses),)


def _root(cast: Cast, node: ast.ClassDef) -> ast.expr | None:
    """Return where a class, or one above it, names a scene of Manim as its base."""
    return next((base for each in cast.line(node.name) for base in each.bases if named(base) in SCENES), None)


def _frame_edits(cast: Cast, node: ast.ClassDef) -> Iterator[Edit]:
    """Yield the edits that make `self.frame` and `self.camera_frame` the camera's frame."""
    old = _frames(cast)
    for each in ast.walk(node):
        match each:
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if name in old:
                yield cast.program.replace(each, "self.camera.frame")


def _frame_in_space(cast: Cast, node: ast.ClassDef, place: ast.Attribute, based: bool) -> Found:
    """Return that a camera in space has no frame, and how to move it."""
    flat = not (set(OWNERS) & set(uses(node)) - cast.own) and not SPACE & {
        each.id for each in ast.walk(node) if isinstance(each, ast.Name)
    }
    mends = _changed_base(cast, node, "MovingCameraScene", set()) if flat else ()
    message = (
        "the camera of a ThreeDScene has no frame: move it with "
        "self.move_camera(zoom=…, frame_center=…, phi=…, theta=…)"
    )
    if not flat:
        edits = _in_space(cast.program, node)
        root = None if based else _root(cast, node)
        edits += [cast.program.replace(root, "ThreeDScene")] if edits and root is not None else []
        mends = (Mend("mend-camera-frame", tuple(edits), 0.8),) if edits else ()
    return cast.program.found("scene-base", place, message, suggestions=("move_camera",), mends=mends)


def _in_space(program: Program, node: ast.ClassDef) -> list[Edit]:
    """Return the edits that write each move of the frame as a move of the camera; none if one cannot be."""
    edits: list[Edit] = []
    for each in ast.walk(node):
        if isinstance(each, ast.stmt) and not hasattr(each, "body") and _has_frame(each):
            edit = _moved(program, each)
            if edit is None:
                return []
            edits.append(edit)
        elif isinstance(each, ast.If | ast.While) and _has_frame(each.test):
            return []
    return edits


def _has_frame(node: ast.AST) -> bool:
    return "camera.frame" in uses(node)


def _moved(program: Program, statement: ast.stmt) -> Edit | None:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return None
    call = statement.value
    if ast.unparse(call.func) == "self.camera.frame.save_state":
        return program.replace(statement, "pass")
    if ast.unparse(call.func) == "self.play":
        with_frame = [each for each in call.args if _has_frame(each)]
        moves = _moves(with_frame[0]) if len(with_frame) == 1 else None
        if moves is None:
            return None
        others = [program.source(each) for each in call.args if each not in with_frame]
        moves += [f"added_anims=[{', '.join(others)}]"] if others else []
        moves += [program.source(each) for each in call.keywords]
        return program.replace(statement, f"self.move_camera({', '.join(moves)})")
    at_once = _moves(call)
    return (
        program.replace(statement, f"self.set_camera_orientation({', '.join(at_once)})") if at_once else None
    )


def _moves(node: ast.expr) -> list[str] | None:
    """Return keywords for the camera that do what a chain of calls does to its frame."""
    if ast.unparse(node) == "Restore(self.camera.frame)":
        return ["zoom=1", "frame_center=ORIGIN"]
    moves: list[str] = []
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        given = [ast.unparse(each) for each in [*node.args, *(each.value for each in node.keywords)]]
        keys = [each.arg for each in node.keywords]
        match node.func.attr, given, keys:
            case "scale", [factor], []:
                moves.insert(0, f"zoom=1 / ({factor})")
            case ("set", [width], ["width"]) | ("set_width", [width], []):
                moves.insert(0, f"zoom=config.frame_width / ({width})")
            case "move_to", [point], []:
                moves.insert(0, f"frame_center={point}")
            case _:
                return None
        node = node.func.value
    keywords = [move.partition("=")[0] for move in moves]
    is_frame = ast.unparse(node) in {"self.camera.frame", "self.camera.frame.animate"}
    return moves if is_frame and moves and len(set(keywords)) == len(keywords) else None
