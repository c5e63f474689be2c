"""Where `self` is missing, and the signatures of what Manim itself calls."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from agent.check.bindings import FUNCTIONS, Function, body_of, bound
from agent.check.program import Edit, Found, Mend, Program
from agent.check.rules.bases import OWNERS, Cast, method

OF_SCENES = frozenset(
    """
play wait add remove clear pause bring_to_front bring_to_back add_foreground_mobject add_foreground_mobjects
next_section add_sound add_subcaption wait_until
""".split()
) | {name for name in OWNERS if not name.startswith("zoomed")}
"""Methods that a scene calls on itself."""


def find(program: Program, names: frozenset[str]) -> Iterator[Found]:
    """Yield calls and signatures that lack self, and signatures that Manim cannot call."""
    selves = _Selves(program, names)
    for node in selves.cast.classes.values():
        scene = selves.is_scene(node)
        yield from selves.bare_calls(node, scene)
        for item in node.body:
            if isinstance(item, FUNCTIONS):
                yield from selves.signature(node, item)
        if scene:
            yield from selves.construct(node)
            yield from _init(program, node)
    for item in program.tree.body:
        if isinstance(item, FUNCTIONS):
            yield from selves.helper(item)


@dataclass(frozen=True)
class _Selves:
    program: Program
    names: frozenset[str]

    @cached_property
    def cast(self) -> Cast:
        return Cast(self.program, self.names)

    def is_scene(self, node: ast.ClassDef) -> bool:
        return self.cast.is_scene(node.name) or method(node, "construct") is not None

    @cached_property
    def known(self) -> set[str]:
        """Names that mean something without self: methods do not."""
        methods = {
            item.name
            for node in self.program.nodes
            if isinstance(node, ast.ClassDef)
            for item in node.body
            if isinstance(item, FUNCTIONS)
        }
        defined = {
            item.name
            for node in self.program.nodes
            if isinstance(node, FUNCTIONS) and not isinstance(self.program.parents[node], ast.ClassDef)
            for item in [node]
        }
        others = {
            name for name in bound(self.program) if name not in methods or name in defined | self._stored
        }
        return others | self.names | set(dir(builtins))

    @cached_property
    def _stored(self) -> set[str]:
        nodes = self.program.nodes
        stored = {
            node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
        }
        imported = {
            each.asname or each.name
            for node in nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            for each in node.names
        }
        return stored | imported | {node.arg for node in nodes if isinstance(node, ast.arg)}

    def methods(self, node: ast.ClassDef) -> dict[str, Function]:
        """Return the methods of a class and of the program's classes above it."""
        lines = list(self.cast.line(node.name))
        return {
            item.name: item for each in reversed(lines) for item in each.body if isinstance(item, FUNCTIONS)
        }

    def bare_calls(self, node: ast.ClassDef, scene: bool) -> Iterator[Found]:
        """Yield calls of the class's own methods, or of a scene's, without self."""
        methods = self.methods(node)
        callable_ = (set(methods) | (set(OF_SCENES) if scene else set())) - self.known
        own = [item for item in node.body if isinstance(item, FUNCTIONS) and not _is_static(item)]
        for item in own:
            for call in ast.walk(item):
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Name)
                    and call.func.id in callable_
                ):
                    yield self._bare(call.func, item, methods)

    def _bare(self, name: ast.Name, inside: Function, methods: dict[str, Function]) -> Found:
        own = _first(inside) or "self"
        at = self.program.start(name)
        edits = [Edit(at, at, f"{own}.")]
        target = methods.get(name.id)
        if not _first(inside):
            edits.append(with_self(self.program, inside))
        if target is not None and target is not inside and self._lacks_self(target):
            edits.append(with_self(self.program, target))
        message = f"{name.id} is a method: write {own}.{name.id}(…)"
        mend = Mend("mend-missing-self", tuple(edits), 0.95)
        return self.program.found(
            "missing-self", name, message, suggestions=(f"{own}.{name.id}",), mends=(mend,)
        )

    def signature(self, node: ast.ClassDef, item: Function) -> Iterator[Found]:
        """Yield a method that does not take self."""
        if item.name == "construct" and self.is_scene(node):
            return
        if not _is_static(item) and self._lacks_self(item):
            mend = Mend("mend-missing-self", (with_self(self.program, item),), 0.95)
            message = f"the method {item.name} has no self: write def {item.name}(self, …)"
            yield self.program.found("missing-self", item, message, mends=(mend,))

    def _lacks_self(self, item: Function) -> bool:
        if _is_static(item) or item.decorator_list:
            return False
        first = _first(item)
        if first in {"self", "cls"}:
            return False
        if _uses_self(item):
            return True
        return any(_fits(item, call) for call in self._calls_on_self.get(item.name, ()))

    @cached_property
    def _calls_on_self(self) -> dict[str, list[ast.Call]]:
        calls: dict[str, list[ast.Call]] = {}
        for node in self.program.nodes:
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                    calls.setdefault(name, []).append(node)
        return calls

    def construct(self, node: ast.ClassDef) -> Iterator[Found]:
        """Yield a construct that Manim cannot call."""
        item = method(node, "construct")
        if item is None:
            return
        if isinstance(item, ast.AsyncFunctionDef):
            start = self.program.start(item)
            edit = (
                Edit(start, start + len("async"), "")
                if self.program.text.startswith("async def", start)
                else None
            )
            mends = (Mend("mend-construct-signature", (Edit(start, start + 6, ""),), 0.9),) if edit else ()
            yield self.program.found(
                "construct-signature", item, "construct must be a plain def", mends=mends
            )
            return
        required = _required(item)
        if not required and not item.args.vararg:
            mend = Mend("mend-construct-signature", (with_self(self.program, item),), 0.98)
            yield self.program.found("construct-signature", item, "write def construct(self)", mends=(mend,))
        elif len(required) > 1:
            yield self.program.found(
                "construct-signature",
                item,
                f"Manim calls construct with nothing but self: make {', '.join(required[1:])} values inside it",
                mends=_fewer(self.program, item),
            )

    def helper(self, item: Function) -> Iterator[Found]:
        """Yield a function outside the classes that uses self without having it."""
        own = {each.arg for each in ast.walk(item.args) if isinstance(each, ast.arg)}
        if "self" in own or ("self" in self._stored - own and "self" in _stored_at_top(self.program)):
            return
        if not _uses_self(item) or (item.name == "construct" and not self.cast.classes):
            return
        calls = [
            node
            for node in self.program.nodes
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == item.name
        ]
        mends: tuple[Mend, ...] = ()
        if calls and all(self._has_self(call) for call in calls):
            edits = [with_self(self.program, item), *(_passing(self.program, call) for call in calls)]
            mends = (Mend("mend-missing-self", tuple(edits), 0.9),)
        message = f"{item.name} uses self and is no method: give it self as its first parameter"
        yield self.program.found("missing-self", item, message, mends=mends)

    def _has_self(self, node: ast.AST) -> bool:
        return any(isinstance(up, FUNCTIONS) and _first(up) == "self" for up in self.program.above(node))


def _first(item: Function) -> str:
    """Return the name of a function's first parameter."""
    every = [*item.args.posonlyargs, *item.args.args]
    return every[0].arg if every else ""


def _required(item: Function) -> list[str]:
    """Return the parameters that must be given by place."""
    every = [*item.args.posonlyargs, *item.args.args]
    return [each.arg for each in every[: len(every) - len(item.args.defaults)]]


def _is_static(item: Function) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id in {"staticmethod", "classmethod"}
        for each in item.decorator_list
    )


def _uses_self(item: Function) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == "self" and isinstance(each.ctx, ast.Load)
        for statement in item.body
        for each in _outside_methods(statement)
    )


def _outside_methods(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and what is below it, but nothing that has a self of its own."""
    arguments = getattr(node, "args", None)
    if isinstance(arguments, ast.arguments) and any(each.arg == "self" for each in arguments.args):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _outside_methods(child)


def _fits(item: Function, call: ast.Call) -> bool:
    """Return whether a call on self gives all that a method without self takes."""
    if item.args.vararg or any(isinstance(each, ast.Starred) for each in call.args):
        return False
    if any(each.arg is None for each in call.keywords):
        return False
    every = [*item.args.posonlyargs, *item.args.args]
    given = len(call.args) + sum(each.arg in {one.arg for one in every} for each in call.keywords)
    by_name = {each.arg for each in call.keywords}
    return given == len(every) and (
        not every
        or every[0].arg in by_name
        or len(call.args) == len(every) - len(by_name & {one.arg for one in every})
    )


def _stored_at_top(program: Program) -> set[str]:
    return {
        each.id
        for node in program.tree.body
        if isinstance(node, ast.Assign)
        for each in node.targets
        if isinstance(each, ast.Name)
    }


def with_self(program: Program, item: Function) -> Edit:
    """Return the edit that gives a function self as its first parameter."""
    start = program.offset(item.lineno, item.col_offset)
    head = re.compile(r"(async\s+)?def\s+\w+\s*\(\s*").match(program.text, start)
    at = head.end() if head else start
    return Edit(at, at, "self" if program.text[at : at + 1] == ")" else "self, ")


def _passing(program: Program, call: ast.Call) -> Edit:
    start = program.text.index("(", program.end(call.func)) + 1
    return Edit(start, start, "self, " if call.args or call.keywords else "self")


def _fewer(program: Program, item: Function) -> tuple[Mend, ...]:
    """Return the mend that drops parameters of construct that it does not use."""
    used = {each.id for each in ast.walk(item) if isinstance(each, ast.Name)}
    extra = [*item.args.posonlyargs, *item.args.args][1:]
    if any(each.arg in used for each in extra) or item.args.kwonlyargs or item.args.kwarg or item.args.vararg:
        return ()
    first, last = [*item.args.posonlyargs, *item.args.args][0], extra[-1]
    end = program.end(item.args.defaults[-1]) if item.args.defaults else program.end(last)
    return (Mend("mend-construct-signature", (Edit(program.end(first), end, ""),), 0.9),)


def _init(program: Program, node: ast.ClassDef) -> Iterator[Found]:
    """Yield an __init__ of a scene that Manim cannot call, or that does not prepare the scene."""
    item = method(node, "__init__")
    if item is None or not node.bases:
        return
    required = _required(item)[1:]
    if required:
        yield program.found(
            "scene-init",
            item,
            f"Manim makes the scene without arguments: give {', '.join(required)} a default, or set it in construct",
            mends=_defaults(program, node, item),
        )
    if not any(isinstance(each, ast.Attribute) and each.attr == "__init__" for each in ast.walk(item)):
        at = program.start(item.body[0])
        given = "**kwargs" if item.args.kwarg and item.args.kwarg.arg == "kwargs" else ""
        indent = " " * item.body[0].col_offset
        mend = Mend("mend-scene-init", (Edit(at, at, f"super().__init__({given})\n{indent}"),), 0.95)
        message = f"__init__ of {node.name} must call super().__init__() first"
        if body_of(program, item.body[0])[0].lineno > item.lineno:
            yield program.found("scene-init", item, message, mends=(mend,))


def _defaults(program: Program, node: ast.ClassDef, item: Function) -> tuple[Mend, ...]:
    """Return the mend that makes defaults of what the program itself gives where it makes the scene."""
    every = [each.arg for each in item.args.args][1:]
    for call in program.nodes:
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == node.name:
            given = dict(zip(every, call.args, strict=False)) | {
                each.arg: each.value for each in call.keywords if each.arg
            }
            wanted = item.args.args[1 : len(item.args.args) - len(item.args.defaults)]
            if all(each.arg in given and _is_literal(given[each.arg]) for each in wanted):
                edits = tuple(
                    Edit(program.end(each), program.end(each), f"={program.source(given[each.arg])}")
                    for each in wanted
                )
                return (Mend("mend-scene-init", edits, 0.9),)
    return ()


def _is_literal(node: ast.expr) -> bool:
    return not any(isinstance(each, ast.Call) for each in ast.walk(node)) and not any(
        isinstance(each, ast.Name) and each.id.islower() and each.id != "np" for each in ast.walk(node)
    )
