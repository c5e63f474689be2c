"""Which keywords a callable accepts: `**kwargs` followed to where they end."""

from __future__ import annotations

import ast
import inspect
import types
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from knowledge import source
from knowledge.handing import Handed, Uses, stored_uses, uses

NAMED = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.KEYWORD_ONLY,
)


@dataclass(frozen=True)
class Accepted:
    """The keywords a callable takes besides those it names."""

    keywords: frozenset[str] = frozenset()
    open: bool = False
    """Takes others, too, and nobody can tell which."""
    swallows: bool = False
    """Takes any and does nothing with them."""

    def __or__(self, other: Accepted) -> Accepted:
        return Accepted(
            self.keywords | other.keywords, self.open or other.open, self.swallows or other.swallows
        )

    def __and__(self, other: Accepted) -> Accepted:
        if self.open and other.open:
            return self | other
        if self.open or other.open:
            return other if self.open else self
        return Accepted(self.keywords & other.keywords)

    def without(self, names: frozenset[str]) -> Accepted:
        """Return it less some keywords."""
        return Accepted(self.keywords - names, self.open, self.swallows)


OPEN = Accepted(open=True)


class Keywords:
    """Follows keywords through the classes of a package."""

    def __init__(self, classes: list[type], package: str) -> None:
        self.package = package
        self.definers: dict[str, list[type]] = {}
        """The classes that define a method, by its name."""
        for cls in classes:
            for name in vars(cls):
                self.definers.setdefault(name, []).append(cls)
        self._known: dict[tuple[type | None, types.FunctionType], Accepted] = {}
        self._under_way: list[tuple[type | None, types.FunctionType]] = []
        self._uses = cache(uses)

    def of_class(self, cls: type) -> Accepted:
        """Return all the keywords of a constructor."""
        for name in ("__init__", "__new__"):
            owner = _owner(cls, name)
            if owner is not object:
                function = source.plain(vars(owner)[name])
                if function is None:
                    return OPEN
                return self.of_method(cls, owner, function)
        return Accepted()

    def of_method(
        self, receiver: type, owner: type, function: types.FunctionType, bound: int = 1
    ) -> Accepted:
        """Return all the keywords that a method takes which `owner` defines and `receiver` is asked for."""
        return self._named(function, bound) | self.beyond(function, receiver, owner)

    def of_function(self, function: types.FunctionType) -> Accepted:
        """Return all the keywords that a function takes."""
        return self._named(function, 0) | self.beyond(function, None, None)

    def beyond(self, function: types.FunctionType, receiver: type | None, owner: type | None) -> Accepted:
        """Return the keywords that end up in `**kwargs` and are welcome where they go."""
        key = (receiver, function)
        if key in self._known:
            return self._known[key]
        if key in self._under_way:
            return Accepted() if self._under_way[-1] == key else OPEN
        self._under_way.append(key)
        try:
            found = self._followed(function, receiver, owner)
        finally:
            self._under_way.pop()
        self._known[key] = found
        return found

    def _followed(self, function: types.FunctionType, receiver: type | None, owner: type | None) -> Accepted:
        node = source.definition(function)
        if node is None:
            return OPEN if _takes_any(function) else Accepted()
        if node.args.kwarg is None:
            return Accepted()
        use = self._uses(node)
        for attribute in use.stored:
            use = use | self._kept(attribute, owner)
        return self._where_they_go(use, node, function, receiver, owner)

    def _kept(self, attribute: str, owner: type | None) -> Uses:
        """Return what the methods of a class do with keywords that its objects keep."""
        found = Uses()
        for value in vars(owner).values() if owner else ():
            function = source.plain(value)
            node = source.definition(function) if function else None
            if node is not None:
                there = stored_uses(node, attribute)
                found = found | replace(
                    there, calls=tuple(replace(each, always=False) for each in there.calls)
                )
        return found if found.calls and not found.stored else Uses(read=True)

    def _where_they_go(
        self,
        use: Uses,
        node: source.Function,
        function: types.FunctionType,
        receiver: type | None,
        owner: type | None,
    ) -> Accepted:
        calls = [each for each in use.calls if "opengl" not in ast.unparse(each.callee).lower()] or use.calls
        always = [each for each in calls if each.always]
        if use.changed or (use.read and not always):
            return Accepted(use.taken, open=True)
        if not calls:
            return Accepted(use.taken, open=True, swallows=True)
        found = OPEN if always else Accepted()
        for call in always or calls:
            accepted = self._callee(call, node, function, receiver, owner)
            found = found & accepted if always else found | accepted
        return found | Accepted(use.taken)

    def _named(self, function: types.FunctionType, skipped: int) -> Accepted:
        """Return the parameters of a function that can be given by keyword."""
        names = _parameters(function)[skipped:]
        return Accepted(frozenset(name for name, positional_only in names if not positional_only))

    def _less(self, function: types.FunctionType, all_: Accepted, call: Handed, bound: int) -> Accepted:
        """Take away the keywords that a call gives itself, by name or by position."""
        filled = [name for name, _ in _parameters(function, positional=True)[: call.positional + bound]]
        return all_.without(call.explicit | frozenset(filled))

    def _callee(
        self,
        call: Handed,
        node: source.Function,
        function: types.FunctionType,
        receiver: type | None,
        owner: type | None,
    ) -> Accepted:
        me = node.args.args[0].arg if receiver and node.args.args else None
        match call.callee:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name) if receiver and owner:
                return self._method(receiver, name, call, after=owner)
            case ast.Attribute(value=ast.Name(id=first), attr="__class__") if receiver and first == me:
                return self._made(receiver, call)
            case ast.Call(func=ast.Name(id="type"), args=[ast.Name(id=first)]) if receiver and first == me:
                return self._made(receiver, call)
            case ast.Name(id=first) if receiver and first == me:
                return self._made(receiver, call)
            case ast.Attribute(value=ast.Name(id=first), attr=name) if receiver and first == me:
                return self._method(receiver, name, call)
            case ast.Name(id=name) if name not in source.locals_of(node):
                return self._value(source.named(name, node, function), call)
            case ast.Attribute(value=ast.Name(id=first), attr=name) if first not in source.locals_of(node):
                return self._through(function.__globals__.get(first), name, call, receiver)
            case ast.Attribute(attr=name) if not _root_is_module(call.callee, function):
                return self._anybody(name, call)
        return OPEN

    def _through(self, value: Any, name: str, call: Handed, receiver: type | None) -> Accepted:
        """Follow a call of something that a class or a module has."""
        if isinstance(value, types.ModuleType):
            return self._value(getattr(value, name, None), call)
        if not isinstance(value, type):
            return OPEN
        owner = _owner(value, name)
        found = vars(owner).get(name)
        function = source.plain(found)
        if function is None or not self._ours(function):
            return OPEN
        if isinstance(found, staticmethod | classmethod):
            return self._method(value, name, call)
        runs_as = receiver if receiver and value in receiver.__mro__ else value
        return self._less(function, self.of_method(runs_as, owner, function), call, 0)

    def _made(self, cls: type, call: Handed) -> Accepted:
        """Follow the making of an instance."""
        owner = _owner(cls, "__init__")
        function = source.plain(vars(owner).get("__init__"))
        if function is None or not self._ours(function):
            return OPEN
        return self._less(function, self.of_class(cls), call, 1)

    def _method(self, receiver: type, name: str, call: Handed, after: type | None = None) -> Accepted:
        """Follow the call of a method, from behind a class in the order of inheritance or from its start."""
        owner = _owner(receiver, name, after)
        found = vars(owner).get(name)
        function = source.plain(found)
        if owner is object and name in ("__init__", "__init_subclass__"):
            return Accepted()
        if function is None or isinstance(found, property) or not self._ours(function):
            return OPEN
        bound = 0 if isinstance(found, staticmethod) else 1
        return self._less(function, self.of_method(receiver, owner, function, bound), call, bound)

    def _anybody(self, name: str, call: Handed) -> Accepted:
        """Follow the call of a method of nobody knows what: whatever has such a method may be meant."""
        found = [self._method(cls, name, call) for cls in self.definers.get(name, ())]
        result = Accepted() if found else OPEN
        for each in found:
            result = result | each
        return result

    def _value(self, value: Any, call: Handed) -> Accepted:
        """Follow the call of a class or a function."""
        if isinstance(value, type):
            return self._made(value, call)
        function = source.plain(value)
        if function is None or not self._ours(function):
            return OPEN
        return self._less(function, self.of_function(function), call, 0)

    def _ours(self, function: types.FunctionType) -> bool:
        return (function.__module__ or "").split(".")[0] == self.package


def _owner(cls: type, name: str, after: type | None = None) -> type:
    """Return the class that defines `name` for `cls`; object if none does."""
    order = cls.__mro__
    if after is not None:
        order = order[order.index(after) + 1 :]
    return next((each for each in order if name in vars(each)), object)


def _takes_any(function: types.FunctionType) -> bool:
    return any(each.kind is each.VAR_KEYWORD for each in inspect.signature(function).parameters.values())


@cache
def _parameters(function: types.FunctionType, positional: bool = False) -> list[tuple[str, bool]]:
    """Return names of parameters, and whether they are positional only; `positional` leaves out keyword-only ones."""
    kinds = NAMED[:2] if positional else NAMED
    return [
        (each.name, each.kind is each.POSITIONAL_ONLY)
        for each in inspect.signature(function).parameters.values()
        if each.kind in kinds
    ]


def _root_is_module(callee: ast.expr, function: types.FunctionType) -> bool:
    while isinstance(callee, ast.Attribute):
        callee = callee.value
    return isinstance(callee, ast.Name) and isinstance(function.__globals__.get(callee.id), types.ModuleType)
