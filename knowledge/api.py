"""Documents of the installed Manim: one for each public class and function, one for each method that says what it does.

All of it is read from the installed package when the index is built; the examples are statements of library scenes, and
where none uses a name, Manim's own. What people call the things they want lies in knowledge/intents.toml.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from knowledge.catalogue import Callable_, Catalogue
from knowledge.entry import Entry
from knowledge.examples import Example
from knowledge.scene import Scene

LICENCE = "MIT (Manim Community)"
MOST_METHODS = 12
LONGEST_EXAMPLE = 160
"""Characters: a longer statement explains less than it costs."""
LONGEST_BODY = 420
LONGEST_METHOD = 150
COMMON = frozenset({"Mobject", "VMobject", "Animation", "Scene", "object", "ABC"})
"""Classes whose methods every document would repeat: they have their own."""
_ROLE = re.compile(r":\w+:`~?\.?([^`]+)`")
UNSEEN = ("OpenGL", "_")
"""Beginnings of names that scenes do not use."""


def api_entries(
    catalogue: Catalogue, scenes: Mapping[str, Scene], examples: Sequence[Example] = ()
) -> tuple[Entry, ...]:
    """Return the documents of what `from manim import *` gives; scenes and examples are ones that render."""
    writer = _Writer(catalogue, scenes, examples, intents())
    found = (writer.entries(name, kind) for name, kind in sorted(catalogue.names.items()))
    return tuple(entry for each in found for entry in each)


def spoken(name: str) -> str:
    """Return a name as words: "NumberPlane" and "get_area" as people say them."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+D?", name)
    return " ".join(parts).lower() or name


@cache
def intents() -> Mapping[str, Sequence[str]]:
    """Return what people want to do, in their own words, by the id of the document that does it."""
    text = Path(__file__).with_name("intents.toml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = tomllib.loads(text)["intents"]
    return found


@dataclass(frozen=True)
class _Writer:
    catalogue: Catalogue
    scenes: Mapping[str, Scene]
    examples: Sequence[Example]
    intents: Mapping[str, Sequence[str]]

    def entries(self, name: str, kind: str) -> Iterator[Entry]:
        if name.startswith(UNSEEN):
            return
        if kind == "class":
            yield self._of_class(name)
            yield from (self._of_method(each) for each in self._own_methods(name) if each.summary)
        elif kind == "function" and (function := self.catalogue.function(name)) is not None:
            summary = _plain(function.summary)
            text = f"{function.signature.shown(name)}\n{summary}{self._example(name)}"
            yield self._entry(name, f"{spoken(name)}: {summary}", text)

    def _of_class(self, name: str) -> Entry:
        signature = self.catalogue.constructor(name)
        summary = _plain(self.catalogue.summary(name))
        bases = ", ".join([each for each in self.catalogue.mro(name)[1:] if each not in COMMON][:3])
        lines = [
            signature.shown(name) if signature else name,
            f"{summary} It is a {bases}." if bases else summary,
            *(self._line(each) for each in self._used(name)),
        ]
        return self._entry(name, f"{spoken(name)}: {summary}", "\n".join(lines) + self._example(name))

    def _of_method(self, method: Callable_) -> Entry:
        shown = method.signature.shown(method.name) if method.kind != "property" else method.name
        summary = _plain(method.summary)
        text = f"{method.owner}.{shown}\n{summary}{self._example(f'.{method.name}', method.owner)}"
        phrase = f"{spoken(method.name)}: {summary}"
        return self._entry(f"{method.owner}.{method.name}", phrase, text, method.name, method.owner)

    def _entry(self, id_: str, phrase: str, text: str, *symbols: str) -> Entry:
        phrasings = (phrase, *self.intents.get(id_, ()))
        return Entry(id_, "api", id_, LICENCE, text, phrasings, frozenset(symbols or (id_,)))

    def _line(self, method: Callable_) -> str:
        shown = method.signature.shown(method.name) if method.kind != "property" else method.name
        line = f"  .{shown.partition('; also')[0]}"
        return f"{line if len(line) <= LONGEST_METHOD else f'  .{method.name}(…)'}: {_plain(method.summary)}"

    def _own_methods(self, name: str) -> list[Callable_]:
        """Return the public methods that a class defines itself."""
        found = (
            self.catalogue.member(name, each)
            for each in sorted(self.catalogue.attributes(name))
            if each[0] != "_"
        )
        return [each for each in found if each is not None and each.owner == name]

    def _used(self, name: str) -> list[Callable_]:
        """Return the methods to tell of: the class's own first, those that scenes use most."""
        found = (
            self.catalogue.member(name, each)
            for each in self.catalogue.attributes(name)
            if each[0] != "_" and not each.startswith("to_original")
        )
        known = [each for each in found if each is not None and each.summary]
        told = [each for each in known if each.owner == name or each.owner not in COMMON]
        return sorted(told, key=lambda each: (each.owner != name, -self._uses[each.name], each.name))[
            :MOST_METHODS
        ]

    def _example(self, name: str, owner: str = "") -> str:
        if found := self._examples.get(name):
            return f"\nAs in the scene {found[0]}: {found[1]}"
        shown = self._manims.get(f"{owner}{name}")
        return f"\nManim's example:\n{shown}" if shown else ""

    @cached_property
    def _manims(self) -> dict[str, str]:
        """The shortest body of an example for each class, function and method that Manim gives one for."""
        best: dict[str, str] = {}
        for each in self.examples:
            body = _body(each)
            if 0 < len(body) <= LONGEST_BODY and len(body) < len(best.get(each.owner, body + " ")):
                best[each.owner] = body
        return best

    @cached_property
    def _uses(self) -> Counter[str]:
        """How many scenes use each attribute."""
        return Counter(name[1:] for used in self._statements.values() for name in used if name[0] == ".")

    @cached_property
    def _examples(self) -> dict[str, tuple[str, str]]:
        """The shortest statement of the library that calls each name, and the scene it stands in."""
        best: dict[str, tuple[str, str]] = {}
        for scene, used in self._statements.items():
            for name, text in used.items():
                if len(text) <= LONGEST_EXAMPLE and (
                    name not in best or 24 <= len(text) < len(best[name][1])
                ):
                    best[name] = scene, text
        return best

    @cached_property
    def _statements(self) -> dict[str, dict[str, str]]:
        return {scene.id: _calls(scene.code) for scene in self.scenes.values()}


def _calls(code: str) -> dict[str, str]:
    """Return what a program calls, each with the shortest statement that does; methods have a point before them."""
    found: dict[str, str] = {}
    for statement in ast.walk(ast.parse(code)):
        if not isinstance(statement, ast.Assign | ast.Expr | ast.Return):
            continue
        text = ast.unparse(statement)
        for node in ast.walk(statement):
            match node:
                case ast.Call(func=ast.Name(id=name)):
                    pass
                case ast.Call(func=ast.Attribute(attr=attribute)):
                    name = f".{attribute}"
                case _:
                    continue
            if name not in found or len(text) < len(found[name]):
                found[name] = text
    return found


def _body(example: Example) -> str:
    """Return what the scene of an example does, without its class."""
    for node in ast.walk(ast.parse(example.code)):
        if isinstance(node, ast.FunctionDef) and node.name == "construct":
            return "\n".join(ast.unparse(each) for each in node.body)
    return ""


def _plain(summary: str) -> str:
    """Return a summary without the marks of its documentation tool."""
    return _ROLE.sub(r"\1", summary).replace("``", "`")
