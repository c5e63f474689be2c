"""Harvest the catalogue of the installed Manim: `python -m knowledge.harvest OUT.json`."""

from __future__ import annotations

import ast
import dataclasses
import enum
import functools
import importlib
import inspect
import json
import sys
import types
from pathlib import Path
from typing import Any

from knowledge import source
from knowledge.assignments import assignments, outside_assignments
from knowledge.keywords import OPEN, Accepted, Keywords
from knowledge.kinds import UNKNOWN, Kind, Kinds

PACKAGE = "manim"
SKIPPED = ("manim.cli", "manim.utils.docbuild", "manim.utils.testing")
KINDS = ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD")
"""As `inspect` numbers them."""
NAMED = (KINDS.index("POSITIONAL_OR_KEYWORD"), KINDS.index("KEYWORD_ONLY"))
VAR_KEYWORD = KINDS.index("VAR_KEYWORD")
USUAL = {("MovingCamera", "frame"): "ScreenRectangle", ("DecimalNumber", "number"): "float"}
"""Attributes that could be of any kind, but are not in a scene."""
PLAIN = (int, float, str, bool, list, dict, tuple, set)
DUNDERS = ("__call__", "__getitem__", "__len__", "__iter__", "__add__", "__sub__", "__mul__", "__contains__")


class Harvest:
    """Everything that the catalogue says, out of one package."""

    def __init__(self) -> None:
        self.package = importlib.import_module(PACKAGE)
        self.exported = _star_import()
        self.classes = _classes(self.exported)
        self.by_name = {name: cls for cls, name in self.classes.items()}
        self.keywords = Keywords(list(self.classes), PACKAGE)
        self.kinds = Kinds(self.classes, importlib.import_module(f"{PACKAGE}.typing"))
        self.assigned = {name: assignments(cls) for cls, name in self.classes.items()}
        self.kinds.attributes = self.assigned
        self.outside = outside_assignments(self.kinds)
        self.members: dict[type, dict[str, list[Any]]] = {}
        self.sets: dict[frozenset[str], int] = {}

    def catalogue(self) -> dict[str, Any]:
        """Return the catalogue as JSON."""
        result = {
            "version": self.package.__version__,
            "names": {name: _what(value) for name, value in self.exported.items()},
            "constants": {
                name: type(value).__name__
                for name, value in self.exported.items()
                if _what(value) == "constant"
            },
            "colour_strings": sorted(importlib.import_module(f"{PACKAGE}.utils.color")._all_color_dict),
            "rate_functions": _rate_functions(),
            "modules": {
                name: sorted(each for each in dir(value) if not each.startswith("__"))
                for name, value in self.exported.items()
                if isinstance(value, types.ModuleType) and value.__name__.startswith(PACKAGE)
            },
            "functions": {
                name: [self.function(value), source.summary(value)]
                for name, value in self.exported.items()
                if _what(value) == "function"
            },
            "classes": {self.classes[cls]: self.of_class(cls) for cls in _bases_first(self.classes)},
        }
        result["keywords"] = [sorted(each) for each in self.sets]
        return result

    def function(self, value: Any) -> list[Any]:
        """Return the signature of a function."""
        function = source.plain(value)
        if function is None:
            return self._signature(value, OPEN, UNKNOWN, 0)
        accepted = self.keywords.beyond(function, None, None)
        return self._signature(function, accepted, self.kinds.returns(function, None), 0)

    def of_class(self, cls: type) -> dict[str, Any]:
        """Return what is to say about a class; members that it inherits as they are are left out."""
        members = {}
        for name in dir(cls):
            record = self._member(cls, name)
            if record is not None and record != self._inherited(cls, name):
                members[name] = record
        self.members[cls] = members
        return {
            "mro": [self.classes.get(each, each.__name__) for each in cls.__mro__],
            "init": self.constructor(cls),
            "summary": source.summary(cls),
            "members": members,
            "attributes": {name: self._attribute(cls, name) for name in self._own_attributes(cls, members)},
            "invents": self._invents(cls),
        }

    def _inherited(self, cls: type, name: str) -> list[Any] | None:
        """Return what has been said of a member by the classes above."""
        for each in cls.__mro__[1:]:
            if name in self.members.get(each, {}):
                return self.members[each][name]
        return None

    def _member(self, cls: type, name: str) -> list[Any] | None:
        """Return kind, signature, docstring and owner of a method or property."""
        owner = next((each for each in cls.__mro__ if name in vars(each)), None)
        if (
            owner not in self.classes
            or name == "_original__init__"
            or (name.startswith("__") and name not in DUNDERS)
        ):
            return None
        value = vars(owner)[name]
        kind = _kind(value)
        if kind is None:
            return None
        function = source.plain(value)
        text = source.summary(function or value)
        if function is None:
            return [kind, self._signature(value, OPEN, UNKNOWN, 0), text, self.classes[owner]]
        bound = 0 if kind == "static" else 1
        accepted = self.keywords.beyond(function, cls, owner)
        returns = self._camera(cls) if name == "camera" else None
        signature = self._signature(function, accepted, returns or self.kinds.returns(function, cls), bound)
        return [kind, signature, text, self.classes[owner]]

    def _camera(self, cls: type) -> Kind | None:
        """Return what camera a scene has, unless it is asked for another."""
        for each in cls.__mro__:
            function = source.plain(vars(each).get("__init__"))
            parameters = inspect.signature(function).parameters if function else {}
            if "camera_class" in parameters:
                return Kind(self.classes.get(parameters["camera_class"].default, ""))
        return None

    def constructor(self, cls: type) -> list[Any] | None:
        """Return the signature of a constructor."""
        for name in ("__init__", "__new__"):
            owner = next(each for each in cls.__mro__ if name in vars(each))
            if owner is object:
                continue
            function = source.plain(vars(owner)[name])
            if function is None or owner not in self.classes or issubclass(cls, enum.Enum):
                break
            kind = Kind(self.classes[cls])
            return self._signature(function, self.keywords.beyond(function, cls, owner), kind, 1)
        else:
            return [[], -1, 0, self.classes[cls], ""]
        return self._signature(cls, OPEN, Kind(self.classes[cls]), 0)

    def _signature(self, value: Any, accepted: Accepted, returns: Kind, skipped: int) -> list[Any]:
        """Return parameters, further keywords (by number), openness and what is returned."""
        parameters = _parameters(value)[skipped:]
        named = {name for name, kind, *_ in parameters if kind in NAMED}
        takes_any = any(kind == VAR_KEYWORD for _, kind, *_ in parameters)
        beyond = frozenset(accepted.keywords - named) if takes_any else frozenset()
        return [
            parameters,
            self.sets.setdefault(beyond, len(self.sets)) if beyond else -1,
            (accepted.open + 2 * accepted.swallows) if takes_any else 0,
            *_as_json(returns),
        ]

    def _own_attributes(self, cls: type, members: dict[str, Any]) -> list[str]:
        """Return the names that a class or its methods give a value to."""
        in_class = [
            name for name, value in vars(cls).items() if _kind(value) is None and not name.startswith("__")
        ]
        annotated = vars(cls).get("__annotations__", {}) if dataclasses.is_dataclass(cls) else {}
        assigned = [name for name in self.assigned[self.classes[cls]] if self._gets_a_value(cls, name)]
        foreign = [name for name in dir(cls) if not name.startswith("__") and self._is_foreign(cls, name)]
        names = {*foreign, *in_class, *annotated, *assigned, *self.outside.get(cls, ())}
        return sorted(
            name for name in names - members.keys() if not name.endswith("__") and name != "_abc_impl"
        )

    def _gets_a_value(self, cls: type, name: str) -> bool:
        """Tell whether a class or one below it sets an attribute, and does not only promise it by an annotation."""
        kin = [own for each, own in self.classes.items() if cls in each.__mro__ or each in cls.__mro__]
        return any(place.value is not None for own in kin for place in self.assigned[own].get(name, ()))

    def _is_foreign(self, cls: type, name: str) -> bool:
        """Tell whether a class has an attribute from a class of another package."""
        return not any(name in vars(each) for each in cls.__mro__ if each in self.classes)

    def _invents(self, cls: type) -> str:
        """Return which attributes a class makes up when asked: those called get_ or set_ something, all, or none."""
        owner = next((each for each in cls.__mro__ if "__getattr__" in vars(each)), None)
        if owner is None:
            return ""
        return "accessors" if owner.__name__ in ("Mobject", "OpenGLMobject") else "all"

    def _attribute(self, cls: type, name: str) -> list[str]:
        if name in vars(cls) and name not in self.assigned[self.classes[cls]]:
            value = vars(cls)[name]
            return [self.classes.get(type(value), type(value).__name__ if type(value) in PLAIN else ""), ""]
        found = self.kinds.attribute(cls, name)
        return _as_json(found if found.name else Kind(USUAL.get((self.classes[cls], name), "")))


def _star_import() -> dict[str, Any]:
    """Return what `from manim import *` gives."""
    names: dict[str, Any] = {}
    exec(f"from {PACKAGE} import *", names)  # noqa: S102 - the one true way to ask
    del names["__builtins__"]
    return names


def _classes(exported: dict[str, Any]) -> dict[type, str]:
    """Return the classes of the package and their names; of two of one name the one that scenes see."""
    seen = [value for value in exported.values() if isinstance(value, type)]
    above = [base for cls in seen for base in cls.__mro__]
    others = [
        value
        for name, module in sorted(sys.modules.items())
        if name.startswith(f"{PACKAGE}.") and not name.startswith(SKIPPED) and "opengl" not in name
        for value in list(vars(module).values())
        if isinstance(value, type) and "OpenGL" not in value.__name__
    ]
    found: dict[type, str] = {}
    for cls in [*seen, *above, *others]:
        ours = (cls.__module__ or "").startswith(PACKAGE) and not cls.__module__.startswith(SKIPPED)
        if ours and cls not in found and cls.__name__ not in found.values():
            found[cls] = cls.__name__
    return found


def _bases_first(classes: dict[type, str]) -> list[type]:
    return sorted(classes, key=lambda cls: (len(cls.__mro__), classes[cls]))


def _what(value: Any) -> str:
    if isinstance(value, type):
        return "class"
    if isinstance(value, types.ModuleType):
        return "module"
    return "function" if inspect.isroutine(value) else "constant"


def _kind(value: Any) -> str | None:
    """Return what kind of member something in a class is, None for a plain value."""
    if isinstance(value, property | functools.cached_property):
        return "property"
    if isinstance(value, staticmethod):
        return "static"
    if isinstance(value, classmethod):
        return "class_method"
    return "method" if callable(value) and not isinstance(value, type) else None


@functools.cache
def _parameters(value: Any) -> list[list[Any]]:
    """Return name, kind, default and annotation of each parameter."""
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return [["args", KINDS.index("VAR_POSITIONAL"), None, ""], ["kwargs", VAR_KEYWORD, None, ""]]
    texts = _texts(value) if isinstance(value, types.FunctionType) else {}
    return [_parameter(each, texts) for each in parameters]


def _texts(function: types.FunctionType) -> dict[str, tuple[str | None, str]]:
    """Return default and annotation of each parameter, as they are written."""
    node = source.definition(function)
    if node is None:
        return {}
    positional = [*node.args.posonlyargs, *node.args.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(node.args.defaults))
    pairs = [*zip(positional, defaults + list(node.args.defaults), strict=True)]
    pairs += zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    pairs += [(each, None) for each in (node.args.vararg, node.args.kwarg) if each]
    return {
        each.arg: (
            ast.unparse(default) if default else None,
            ast.unparse(each.annotation) if each.annotation else "",
        )
        for each, default in pairs
    }


def _parameter(parameter: inspect.Parameter, texts: dict[str, tuple[str | None, str]]) -> list[Any]:
    default = None if parameter.default is parameter.empty else repr(parameter.default)
    annotation = (
        "" if parameter.annotation is parameter.empty else inspect.formatannotation(parameter.annotation)
    )
    written = texts.get(parameter.name, (default, annotation))
    return [parameter.name, int(parameter.kind), *written]


def _as_json(kind: Kind) -> list[str]:
    """Return the class it is, if that is sure, and the class that it is at least."""
    return [kind.name, ""] if kind.exact else ["", kind.name]


def _rate_functions() -> list[str]:
    """Return the functions that turn a time from nought to one into another."""
    module = importlib.import_module(f"{PACKAGE}.utils.rate_functions")
    return sorted(
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and _first_is_time(value)
    )


def _first_is_time(function: Any) -> bool:
    return next(iter(inspect.signature(function).parameters), "") == "t"


def main(out: str) -> None:
    """Write the catalogue to a file."""
    Path(out).write_text(json.dumps(Harvest().catalogue(), separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
