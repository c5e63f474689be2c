"""Where attributes of instances get their values in Manim's source."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge import source
from knowledge.kinds import Assigned, Kinds

FOLDERS = ("manim.mobject.", "manim.animation.", "manim.scene.")
"""Where attributes are set on objects that a scene meets."""
APART = ("opengl", "scene.scene", "scene_file_writer", "video_segment_encoder", "text_mobject")
"""Modules that set attributes of what no scene meets: streams, threads, a shell, settings of Pango."""


def assignments(cls: type) -> dict[str, list[Assigned]]:
    """Return all places in a class that give an attribute of its instances a value."""
    found: dict[str, list[Assigned]] = {}
    node = source.class_definition(cls)
    scope = vars(inspect.getmodule(cls) or importlib)
    for statement in node.body if node else ():
        for name, place in _in_class_body(statement, scope):
            found.setdefault(name, []).append(place)
    for value in vars(cls).values():
        for function in _functions(value):
            for name, place in _in_method(function, cls):
                found.setdefault(name, []).append(place)
    return found


def _functions(value: Any) -> list[types.FunctionType]:
    parts = [value.fget, value.fset, value.fdel] if isinstance(value, property) else [value]
    return [each for part in parts if part is not None and (each := source.plain(part)) is not None]


def _in_class_body(statement: ast.stmt, scope: dict[str, Any]) -> Iterator[tuple[str, Assigned]]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name, Assigned(statement.annotation, statement.value, None, scope)
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield name, Assigned(None, statement.value, None, scope)


def _in_method(function: types.FunctionType, cls: type) -> Iterator[tuple[str, Assigned]]:
    node = source.definition(function)
    if (
        node is None
        or not node.args.args
        or function.__module__.split(".")[0] != cls.__module__.split(".")[0]
    ):
        return
    me = node.args.args[0].arg
    for on, name, annotation, value in _stores(node):
        if isinstance(on, ast.Name) and on.id == me:
            yield name, Assigned(annotation, value, function, function.__globals__)
    for name in _set_by_name(node, me, cls):
        yield name, Assigned(None, ast.Name("_"), function, function.__globals__)


Store = tuple[ast.expr, str, ast.expr | None, ast.expr | None]


def _stores(node: source.Function) -> Iterator[Store]:
    """Yield object, attribute, annotation and value of each assignment to an attribute."""
    whole: dict[ast.Attribute, tuple[ast.expr | None, ast.expr | None]] = {}
    for each in source.body(node):
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Attribute):
            whole[each.target] = (each.annotation, each.value)
        elif isinstance(each, ast.Assign):
            whole |= {
                target: (None, each.value) for target in each.targets if isinstance(target, ast.Attribute)
            }
    for each in source.body(node):
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store):
            annotation, value = whole.get(each, (None, ast.Name("_")))
            yield each.value, each.attr, annotation, value


def _set_by_name(node: source.Function, me: str, cls: type) -> set[str]:
    """Return the names that `setattr(self, name, value)` may set: words in the function or given to it."""
    for each in source.body(node):
        match each:
            case ast.Call(func=ast.Name(id="setattr"), args=[ast.Name(id=first), _, *_]) if first == me:
                return _words(source.body(node)) | _words(_given(node.name, cls))
    return set()


def _given(method: str, cls: type) -> list[ast.AST]:
    """Return all arguments that a class gives to one of its methods."""
    whole = source.class_definition(cls)
    calls = [each for each in ast.walk(whole) if isinstance(each, ast.Call)] if whole else []
    named = [each for each in calls if isinstance(each.func, ast.Attribute) and each.func.attr == method]
    return [
        argument for each in named for argument in [*each.args, *(keyword.value for keyword in each.keywords)]
    ]


def _words(nodes: Iterable[ast.AST]) -> set[str]:
    texts = [each.value for each in nodes if isinstance(each, ast.Constant)]
    return {
        text for text in texts if isinstance(text, str) and text.isidentifier() and text.strip("_") == text
    }


def outside_assignments(kinds: Kinds) -> dict[type, set[str]]:
    """Return the attributes that functions set on objects other than their own, by the class that these may have."""
    found: dict[type, set[str]] = {}
    for function, receiver in _all_functions(kinds):
        node = source.definition(function)
        for on, name, _, _ in _stores(node) if node else ():
            is_own = isinstance(on, ast.Name) and on.id in ("self", "cls")
            if is_own or name.startswith("_") or _is_of_another(name, function.__module__, kinds):
                continue
            kind = kinds.of(on, node, function, receiver)
            known = kinds.by_name.get(kind.name) if kind.exact else None
            for cls in [known] if known else _anything(function.__module__, name, kinds):
                found.setdefault(cls, set()).add(name)
    return found


def _anything(module: str, name: str, kinds: Kinds) -> list[type]:
    """Return what an object in a module may be of which only the name of an attribute is known."""
    mobject, animation = kinds.by_name["Mobject"], kinds.by_name["Animation"]
    if name in kinds.attributes["Animation"] or hasattr(animation, name):
        return [animation]
    return [mobject, animation] if ".animation." in module else [mobject]


def _is_of_another(name: str, module: str, kinds: Kinds) -> bool:
    """Tell whether a class of the module that is no mobject has such an attribute: then it is meant."""
    return any(
        cls.__module__ == module
        and name in kinds.attributes[own]
        and kinds.by_name["Mobject"] not in cls.__mro__
        for cls, own in kinds.classes.items()
        if not module.startswith(("manim.animation.", "manim.scene."))
    )


def _all_functions(kinds: Kinds) -> Iterator[tuple[types.FunctionType, type | None]]:
    for name, module in list(sys.modules.items()):
        if _is_looked_at(name):
            for value in list(vars(module).values()):
                if inspect.isfunction(value) and value.__module__ == name:
                    yield value, None
    for cls in kinds.classes:
        if _is_looked_at(cls.__module__):
            for value in vars(cls).values():
                yield from ((function, cls) for function in _functions(value))


def _is_looked_at(module: str) -> bool:
    return module.startswith(FOLDERS) and not any(each in module for each in APART)
