"""Find the scene class that is to be rendered."""

from __future__ import annotations

import ast

from agent.problems import Problem

PREFERRED = "DisplayScene"
SCENES = frozenset(
    """
Scene MovingCameraScene ZoomedScene ThreeDScene SpecialThreeDScene VectorScene
LinearTransformationScene
""".split()
)


def scenes_of(tree: ast.Module) -> list[str]:
    """Return the names of all the scenes that can be rendered, in their order."""
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    used_as_base = {base for node in classes.values() for base in _bases(node)}
    return [
        name
        for name in classes
        if _is_scene(name, classes, frozenset())
        and _has_construct(name, classes)
        and name not in used_as_base
    ]


def find_scene(tree: ast.Module) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the name of the class to render, or the problem that there is none or more than one."""
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    scenes = [name for name in classes if _is_scene(name, classes, frozenset())]
    renderable = [name for name in scenes if _has_construct(name, classes)]
    used_as_base = {base for node in classes.values() for base in _bases(node)}
    leaves = [name for name in renderable if name not in used_as_base]
    if PREFERRED in renderable:
        return PREFERRED, ()
    if len(leaves) == 1:
        return leaves[0], ()
    if leaves:
        message = f"there are {len(leaves)} scenes ({', '.join(leaves)}): put everything into one class {PREFERRED}(Scene)"
        return None, (Problem("several-scenes", message, classes[leaves[1]].lineno),)
    if scenes:
        message = f"the scene {scenes[0]} has no method construct(self)"
        return None, (Problem("no-construct", message, classes[scenes[0]].lineno),)
    return None, (
        Problem("no-scene", f"there is no scene: write a class {PREFERRED}(Scene) with construct(self)"),
    )


def _bases(node: ast.ClassDef) -> list[str]:
    names = (
        base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", None) for base in node.bases
    )
    return [name for name in names if name]


def _is_scene(name: str, classes: dict[str, ast.ClassDef], seen: frozenset[str]) -> bool:
    return name not in seen and any(
        _is_scene(base, classes, seen | {name}) if base in classes else base in SCENES
        for base in _bases(classes[name])
    )


def _has_construct(name: str, classes: dict[str, ast.ClassDef]) -> bool:
    node = classes.get(name)
    return node is not None and (
        any(isinstance(item, ast.FunctionDef) and item.name == "construct" for item in node.body)
        or any(_has_construct(base, classes) for base in _bases(node) if base != name)
    )
