"""Which names a program binds where, and what a name in it refers to."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

How = Literal["value", "item", "entered", "argument", "import", "function", "class", "other"]
BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__", "__doc__", "__builtins__", "__annotations__"}
_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
Place = tuple[int, int]


@dataclass(frozen=True)
class Binding:
    """One place that gives a name a meaning."""

    name: str
    how: How
    node: ast.AST
    value: ast.expr | None = None
    """What is assigned, looped over or entered, if that can be told."""
    path: tuple[int, ...] = ()
    """Where in that value, when it is taken apart."""
    since: Place = (0, 0)
    """From where on it holds, in the order of the text."""


@dataclass
class Scope:
    """A module, class, function or comprehension, and the names that it binds."""

    kind: Literal["module", "class", "function", "comprehension"]
    node: ast.AST
    parent: Scope | None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    """Names declared global or nonlocal."""

    def visible(self) -> Iterator[Scope]:
        """Yield the scopes that a name in this one is looked up in: a class's names are its body's alone."""
        scope: Scope | None = self
        while scope is not None:
            if scope is self or scope.kind != "class":
                yield scope
            scope = scope.parent


@dataclass
class Scopes:
    """The scopes of a program."""

    module: Scope
    of: dict[ast.AST, Scope]
    """The scope that each node stands in."""
    stars: tuple[str, ...]
    """Modules whose names are all imported."""

    def lookup(self, name: str, node: ast.AST) -> tuple[Binding, ...]:
        """Return the bindings that `name`, used at `node`, may refer to; none if the program does not bind it."""
        for scope in self.of[node].visible():
            if name in scope.elsewhere:
                continue
            if name in scope.bindings:
                return tuple(scope.bindings[name])
        return ()


def scopes_of(tree: ast.Module) -> Scopes:
    """Return the scopes of a program."""
    module = Scope("module", tree, None)
    builder = _Builder(module)
    for statement in tree.body:
        builder.visit(statement, module)
    return Scopes(module, builder.of, tuple(builder.stars))


def place_of(node: ast.AST) -> Place:
    """Return where a node begins."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def end_of(node: ast.AST) -> Place:
    """Return where a node ends."""
    return getattr(node, "end_lineno", 0) or 0, getattr(node, "end_col_offset", 0) or 0


class _Builder:
    def __init__(self, module: Scope) -> None:
        self.module = module
        self.of: dict[ast.AST, Scope] = {module.node: module}
        self.stars: list[str] = []

    def visit(self, node: ast.AST, scope: Scope) -> None:
        self.of[node] = scope
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._bind(scope, Binding(node.name, "function", node, since=place_of(node)))
                self._function(node, scope)
                return
            case ast.Lambda():
                self._function(node, scope)
                return
            case ast.ClassDef():
                self._bind(scope, Binding(node.name, "class", node, since=end_of(node)))
                self._class(node, scope)
                return
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                scope = Scope("comprehension", node, scope)
                for each in node.generators:
                    self._target(each.target, scope, "item", each.iter, place_of(node))
            case ast.Global() | ast.Nonlocal():
                scope.elsewhere.update(node.names)
                for name in node.names:
                    self.module.bindings.setdefault(name, [])
            case _:
                self._statement(node, scope)
        for child in ast.iter_child_nodes(node):
            self.visit(child, scope)

    def _statement(self, node: ast.AST, scope: Scope) -> None:
        match node:
            case ast.Assign():
                for target in node.targets:
                    self._target(target, scope, "value", node.value, end_of(node))
            case ast.AnnAssign(value=value) if value is not None:
                self._target(node.target, scope, "value", value, end_of(node))
            case ast.AugAssign(target=ast.Name(id=name)):
                self._bind(scope, Binding(name, "other", node, since=end_of(node)))
            case ast.NamedExpr():
                self._target(node.target, _outside_comprehensions(scope), "value", node.value, end_of(node))
            case ast.For() | ast.AsyncFor():
                self._target(node.target, scope, "item", node.iter, end_of(node.iter))
            case ast.withitem(optional_vars=target) if target is not None:
                self._target(target, scope, "entered", node.context_expr, end_of(target))
            case ast.ExceptHandler(name=str(name)):
                self._bind(scope, Binding(name, "other", node, since=place_of(node)))
            case (
                ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name))
            ):
                self._bind(scope, Binding(name, "other", node, since=place_of(node)))
            case ast.Import() | ast.ImportFrom():
                self._imported(node, scope)

    def _imported(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(getattr(node, "module", None) or "")
                continue
            name = alias.asname or alias.name
            if isinstance(node, ast.Import) and not alias.asname:
                name = name.partition(".")[0]
            self._bind(scope, Binding(name, "import", node, since=end_of(node)))

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope) -> None:
        arguments = node.args
        outside: list[ast.AST | None] = [*arguments.defaults, *arguments.kw_defaults]
        if not isinstance(node, ast.Lambda):
            outside += [*node.decorator_list, node.returns]
        inner = Scope("function", node, scope)
        for argument in _all_arguments(arguments):
            self._bind(inner, Binding(argument.arg, "argument", argument, since=(0, 0)))
            self.of[argument] = inner
            outside.append(argument.annotation)
        for each in outside:
            if each is not None:
                self.visit(each, scope)
        for statement in [node.body] if isinstance(node, ast.Lambda) else node.body:
            self.visit(statement, inner)

    def _class(self, node: ast.ClassDef, scope: Scope) -> None:
        for each in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(each, scope)
        inner = Scope("class", node, scope)
        for statement in node.body:
            self.visit(statement, inner)

    def _target(
        self,
        target: ast.expr,
        scope: Scope,
        how: How,
        value: ast.expr | None,
        since: Place,
        path: tuple[int, ...] = (),
    ) -> None:
        match target:
            case ast.Name(id=name):
                self._bind(scope, Binding(name, how, target, value, path, since))
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                starred = any(isinstance(part, ast.Starred) for part in parts)
                for n, part in enumerate(parts):
                    inner = part.value if isinstance(part, ast.Starred) else part
                    known = None if starred else value
                    self._target(inner, scope, how if known else "other", known, since, (*path, n))

    def _bind(self, scope: Scope, binding: Binding) -> None:
        if binding.name in scope.elsewhere:
            scope = self.module
        scope.bindings.setdefault(binding.name, []).append(binding)


def _outside_comprehensions(scope: Scope) -> Scope:
    while scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent
    return scope


def _all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    rest = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]
