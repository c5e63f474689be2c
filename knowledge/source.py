"""The source of an installed package: syntax trees of its functions and classes."""

from __future__ import annotations

import ast
import importlib
import inspect
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(file: str) -> ast.Module:
    """Parse a file."""
    return ast.parse(Path(file).read_text(encoding="utf-8"))


@cache
def _functions(file: str) -> dict[int, Function]:
    """The functions of a file by the line where they start, decorators counted in."""
    found = {}
    for node in ast.walk(tree(file)):
        if isinstance(node, Function):
            found[min([node.lineno, *(each.lineno for each in node.decorator_list)])] = node
    return found


@cache
def definition(function: types.FunctionType) -> Function | None:
    """Return the tree of a function, None for a lambda or what was not written in a file."""
    code = function.__code__
    if not Path(code.co_filename).is_file():
        return None
    return _functions(code.co_filename).get(code.co_firstlineno)


@cache
def _class_definitions(file: str) -> dict[str, ast.ClassDef]:
    return {node.name: node for node in tree(file).body if isinstance(node, ast.ClassDef)}


def class_definition(cls: type) -> ast.ClassDef | None:
    """Return the tree of a class that stands at the top of its module."""
    try:
        file = inspect.getfile(cls)
    except (TypeError, OSError):
        return None
    return _class_definitions(file).get(cls.__qualname__) if file.endswith(".py") else None


def plain(value: Any) -> types.FunctionType | None:
    """Return the function below static and class methods, properties and `functools.wraps`."""
    if isinstance(value, property):
        value = value.fget
    value = getattr(value, "__func__", value)
    value = inspect.unwrap(value) if callable(value) else getattr(value, "func", value)
    return value if isinstance(value, types.FunctionType) else None


@cache
def body(node: Function) -> tuple[ast.AST, ...]:
    """Return all nodes in the body of a function, those of nested functions too."""
    return tuple(each for statement in node.body for each in ast.walk(statement))


def arguments(node: Function) -> list[ast.arg]:
    """Return the named parameters of a function."""
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


@cache
def locals_of(node: Function) -> set[str]:
    """Return the names that a function binds itself."""
    names = {each.arg for each in arguments(node)}
    names |= {each.arg for each in (node.args.vararg, node.args.kwarg) if each}
    for each in body(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            names.add(each.id)
        elif isinstance(each, Function | ast.ClassDef):
            names.add(each.name)
    return names


@cache
def named(name: str, node: Function | None, function: types.FunctionType | None) -> Any:
    """Return what a name that is not a variable stands for in a function, which may import it itself."""
    if function is None:
        return None
    for each in body(node) if node else ():
        if isinstance(each, ast.ImportFrom) and any(
            (alias.asname or alias.name) == name for alias in each.names
        ):
            original = next(alias.name for alias in each.names if (alias.asname or alias.name) == name)
            where = "." * each.level + (each.module or "")
            return getattr(
                importlib.import_module(where, function.__globals__["__package__"]), original, None
            )
    return function.__globals__.get(name)


def returned(node: Function) -> Iterator[ast.expr | None]:
    """Yield what a function returns, without what functions inside it return."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.Return):
            yield each.value
        elif not isinstance(each, Function | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(each)


@cache
def summary(value: Any) -> str:
    """Return the first line of a docstring."""
    text = inspect.cleandoc(getattr(value, "__doc__", None) or "")
    first = text.split("\n", 1)[0].strip()
    return first if len(first) <= 160 else first[:157] + "..."
