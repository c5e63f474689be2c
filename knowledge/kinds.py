"""What kind of value an annotation or an expression of Manim's source stands for."""

from __future__ import annotations

import ast
import inspect
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge import source

BUILTINS = {"int", "float", "str", "bool", "list", "dict", "tuple", "set", "frozenset", "complex", "bytes"}
CONTAINERS = {"list", "dict", "tuple", "set"}
"""An annotation alone is not enough for these: many are arrays in truth."""
WRAPPERS = {"Final", "ClassVar", "Annotated", "Required"}
SAME = {"List": "list", "Dict": "dict", "Tuple": "tuple", "Set": "set", "NDArray": "ndarray"}
NUMPY_MAKERS = {
    "array",
    "zeros",
    "ones",
    "arange",
    "linspace",
    "cross",
    "asarray",
    "full",
    "empty",
    "concatenate",
}


@dataclass(frozen=True)
class Kind:
    """A class name; a declared one may be of a subclass in truth."""

    name: str = ""
    exact: bool = True


@dataclass(frozen=True, eq=False)
class Assigned:
    """A place where an attribute gets a value."""

    annotation: ast.expr | None
    value: ast.expr | None
    function: types.FunctionType | None
    """The method it stands in; None for the body of the class."""
    scope: dict[str, Any]


UNKNOWN = Kind()
SELF = Kind("Self")


class Kinds:
    """Tells kinds, for the classes of one package."""

    def __init__(self, classes: dict[type, str], aliases: types.ModuleType) -> None:
        self.classes = classes
        self.by_name = {name: cls for cls, name in classes.items()}
        self.aliases = aliases
        self._known: dict[tuple[Any, type | None], Kind] = {}
        self._under_way: set[tuple[Any, type | None]] = set()
        self._cuts = 0
        self.attributes: dict[str, dict[str, list[Assigned]]] = {}
        """By class and attribute."""

    def annotated(self, annotation: ast.expr | None, scope: dict[str, Any]) -> Kind:
        """Return what an annotation says."""
        match annotation:
            case None:
                return UNKNOWN
            case ast.Constant(value=None):
                return Kind("None")
            case ast.Constant(value=str() as text):
                return self.annotated(_parsed(text), scope)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self._named(name, scope)
            case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner):
                if name in WRAPPERS:
                    return self.annotated(inner, scope)
                kind = self._named(name, scope)
                return kind if kind.name in BUILTINS | {"ndarray"} else UNKNOWN
            case ast.BinOp(op=ast.BitOr()):
                return self._either(annotation, scope)
        return UNKNOWN

    def _named(self, name: str, scope: dict[str, Any]) -> Kind:
        if name == "Self":
            return SELF
        if name in BUILTINS or name in ("None", "ndarray"):
            return Kind(name)
        if name in SAME:
            return Kind(SAME[name])
        value = scope.get(name, getattr(self.aliases, name, None))
        if isinstance(value, type):
            return Kind(self.classes.get(value, ""), exact=self._final(value))
        if value is None and name in self.by_name:
            return Kind(name, exact=self._final(self.by_name[name]))
        return self._alias(value)

    def _alias(self, value: Any) -> Kind:
        origin = typing.get_origin(value)
        if isinstance(origin, type) and (origin.__name__ == "ndarray" or origin.__name__ in BUILTINS):
            return Kind(origin.__name__)
        return UNKNOWN

    def _either(self, union: ast.BinOp, scope: dict[str, Any]) -> Kind:
        """Return what both sides of a union are; OpenGL's classes do not come up with Cairo."""
        sides = [side for side in (union.left, union.right) if "OpenGL" not in ast.unparse(side)]
        found = {self.annotated(side, scope) for side in sides}
        return found.pop() if len(found) == 1 else UNKNOWN

    @cache  # noqa: B019 - one instance for one harvest
    def _final(self, cls: type) -> bool:
        """Tell whether no known class inherits from a class."""
        return not any(cls in each.__mro__[1:] for each in self.classes)

    def returns(self, function: types.FunctionType, receiver: type | None) -> Kind:
        """Return what a function returns, by its annotation and its code."""
        return self._told((function, receiver), lambda: self._returns(function, receiver))

    def _told(self, key: tuple[Any, type | None], tell: Callable[[], Kind]) -> Kind:
        """Return the kind known by a key, or tell it: but keep none that was told while another was under way."""
        if key in self._known:
            return self._known[key]
        if key in self._under_way:
            self._cuts += 1
            return UNKNOWN
        cuts = self._cuts
        self._under_way.add(key)
        try:
            kind = tell()
        finally:
            self._under_way.discard(key)
        if self._cuts == cuts or not self._under_way:
            self._known[key] = kind
        return kind

    def _returns(self, function: types.FunctionType, receiver: type | None) -> Kind:
        node = source.definition(function)
        if node is None:
            return UNKNOWN
        declared = self.annotated(node.returns, function.__globals__)
        if _is_generator(node):
            return UNKNOWN
        seen = {self.of(value, node, function, receiver) for value in source.returned(node)}
        if not seen:
            return Kind("None") if not declared.name and not _never_ends(node) else declared
        inferred = seen.pop() if len(seen) == 1 else UNKNOWN
        return self._agreed(declared, inferred, receiver)

    def _agreed(self, declared: Kind, inferred: Kind, receiver: type | None) -> Kind:
        """Return what is sure where an annotation says one thing and the code, maybe, another."""
        if not inferred.name or not inferred.exact:
            return UNKNOWN if declared.name in CONTAINERS else declared
        if SELF in (declared, inferred) and receiver is not None:
            return inferred if declared == SELF and self._is_other(inferred, receiver) else SELF
        if self._fits(inferred, declared):
            return inferred
        return declared if declared.name not in self.by_name and declared.name not in CONTAINERS else UNKNOWN

    def _is_other(self, kind: Kind, receiver: type) -> bool:
        """Tell whether a kind is no class in the line of another: what is said to be itself is something else."""
        cls = self.by_name.get(kind.name)
        return cls is not None and cls not in receiver.__mro__ and receiver not in cls.__mro__

    def _fits(self, inferred: Kind, declared: Kind) -> bool:
        if not declared.name or inferred.name == declared.name:
            return True
        one, other = self.by_name.get(inferred.name), self.by_name.get(declared.name)
        return one is not None and other is not None and other in one.__mro__

    def of(
        self,
        value: ast.expr | None,
        node: source.Function | None,
        function: types.FunctionType | None,
        receiver: type | None,
        depth: int = 0,
    ) -> Kind:
        """Return what an expression in a function is."""
        if depth > 8:
            return UNKNOWN

        def deeper(inner: ast.expr) -> Kind:
            return self.of(inner, node, function, receiver, depth + 1)

        match value:
            case None:
                return Kind("None")
            case ast.Constant():
                return Kind("None" if value.value is None else type(value.value).__name__)
            case ast.List() | ast.ListComp():
                return Kind("list")
            case ast.Dict() | ast.DictComp():
                return Kind("dict")
            case ast.Tuple():
                return Kind("tuple")
            case ast.Set() | ast.SetComp():
                return Kind("set")
            case ast.JoinedStr():
                return Kind("str")
            case ast.IfExp():
                one, other = deeper(value.body), deeper(value.orelse)
                return one if one == other else UNKNOWN
            case ast.Name(id=name):
                return self._variable(name, node, function, receiver, depth)
            case ast.Attribute(value=ast.Name(id=first), attr=name) if receiver and first == _me(node):
                return self.attribute(receiver, name)
            case ast.Call(func=ast.Name(id=name)):
                if node and name in source.locals_of(node):
                    return UNKNOWN
                return self._made(source.named(name, node, function), name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=name)) if name in NUMPY_MAKERS:
                return Kind("ndarray")
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name)) if (
                receiver
            ):
                return UNKNOWN
            case ast.Call(func=ast.Attribute(value=inner, attr=name)):
                return self._called(deeper(inner), name, receiver)
        return UNKNOWN

    def _made(self, value: Any, name: str) -> Kind:
        """Return what calling a class or a function gives."""
        if isinstance(value, type):
            if value in self.classes:
                return Kind(self.classes[value])
            return Kind(name) if name in BUILTINS else UNKNOWN
        if value is None and name in BUILTINS:
            return Kind(name)
        function = source.plain(value)
        return self.returns(function, None) if function else UNKNOWN

    def _called(self, on: Kind, name: str, receiver: type | None) -> Kind:
        """Return what a method gives of a value of a known kind."""
        cls = receiver if on == SELF else self.by_name.get(on.name)
        found = inspect.getattr_static(cls, name, None) if cls else None
        if isinstance(found, property):
            return UNKNOWN
        function = source.plain(found)
        if cls is None or function is None:
            return UNKNOWN
        kind = self.returns(function, cls)
        return on if kind == SELF else kind

    def _variable(
        self,
        name: str,
        node: source.Function | None,
        function: types.FunctionType | None,
        receiver: type | None,
        depth: int,
    ) -> Kind:
        if receiver and name == _me(node):
            return SELF
        if node is None or name not in source.locals_of(node):
            return UNKNOWN
        if any(each.arg == name for each in source.arguments(node)):
            return UNKNOWN
        values = _assigned(node, name)
        if values is None:
            return UNKNOWN
        found = {self.of(each, node, function, receiver, depth + 1) for each in values}
        return found.pop() if len(found) == 1 else UNKNOWN

    def attribute(self, cls: type, name: str) -> Kind:
        """Return what an attribute of an instance is."""
        return self._told((name, cls), lambda: self._attribute_kind(cls, name))

    def _attribute_kind(self, cls: type, name: str) -> Kind:
        found = inspect.getattr_static(cls, name, None)
        if isinstance(found, property):
            function = source.plain(found)
            return self.returns(function, cls) if function else UNKNOWN
        places = [
            place
            for each in cls.__mro__
            for place in self.attributes.get(self.classes.get(each, ""), {}).get(name, ())
        ]
        promises = {self.annotated(place.annotation, place.scope) for place in places if place.annotation}
        kinds = {self._assigned(place, cls) for place in places if place.value is not None}
        kinds = kinds or {self._assigned(place, cls) for place in places}
        if len(promises) == 1 and all(promise.name and promise.exact for promise in promises):
            kinds.discard(UNKNOWN)
        return kinds.pop() if len(kinds) == 1 else UNKNOWN

    def _assigned(self, place: Assigned, cls: type) -> Kind:
        """Return what one assignment to an attribute makes of it."""
        declared = self.annotated(place.annotation, place.scope)
        if place.annotation is not None and not declared.name:
            return UNKNOWN
        inferred = UNKNOWN
        if place.value is not None:
            node = source.definition(place.function) if place.function else None
            inferred = self.of(place.value, node, place.function, cls if node else None)
        return self._agreed(declared, inferred, None)


def _me(node: source.Function | None) -> str | None:
    return node.args.args[0].arg if node and node.args.args else None


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return None


def _assigned(node: source.Function, name: str) -> list[ast.expr] | None:
    """Return all values that a local variable is given, None if they cannot be told."""
    values = []
    for each in source.body(node):
        if isinstance(each, ast.Assign) and any(_is(target, name) for target in each.targets):
            values.append(each.value)
        elif isinstance(each, ast.AnnAssign) and _is(each.target, name):
            if each.value is not None:
                values.append(each.value)
        elif isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Store):
            values.append(each)
    stores = [each for each in values if isinstance(each, ast.Name) and each.id == name]
    real = [each for each in values if each not in stores]
    return real if len(stores) == len(real) else None


def _is(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name


def _is_generator(node: source.Function) -> bool:
    return any(isinstance(each, ast.Yield | ast.YieldFrom) for each in source.body(node))


def _never_ends(node: source.Function) -> bool:
    """Tell whether a function only raises, or says nothing: one to be overridden."""
    return all(isinstance(each, ast.Raise | ast.Pass | ast.Expr) for each in node.body)
