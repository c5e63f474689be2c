"""What a program gives names to, wherever it does so; and taking statements out of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache

from agent.check.program import Edit, Program

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@lru_cache(maxsize=4)
def bound(program: Program) -> frozenset[str]:
    """Return every name that is stored, imported, defined or a parameter anywhere."""
    return frozenset(name for node in program.nodes for name in _binds(node))


def _binds(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            yield name
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name


def bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the lists of statements that a node holds."""
    for _, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield value


def body_of(program: Program, statement: ast.stmt) -> list[ast.stmt]:
    """Return the list of statements that `statement` stands in."""
    return next(body for body in bodies(program.parents[statement]) if statement in body)


def without(program: Program, statement: ast.stmt, gone: Sequence[ast.stmt] = ()) -> Edit:
    """Return the edit that takes out a statement, leaving `pass` where the block would be empty.

    `gone` are statements that go at the same time.
    """
    start, end = start_of(program, statement), program.end(statement)
    others = [each for each in body_of(program, statement) if each is not statement and each not in gone]
    needed = not others and not isinstance(program.parents[statement], ast.Module)
    first = program.offset(first_line(statement), 0)
    behind = program.text[end : _line_end(program, end)]
    alone = not program.text[first:start].strip() and (not behind.strip() or behind.lstrip().startswith("#"))
    if needed or not alone:
        return Edit(start, end, "pass")
    return Edit(first, _line_end(program, end), "")


def first_line(statement: ast.stmt) -> int:
    """Return the line that a statement begins at, its decorators included."""
    if isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
        return min([statement.lineno, *(each.lineno for each in statement.decorator_list)])
    return statement.lineno


def start_of(program: Program, statement: ast.stmt) -> int:
    """Return the offset of a statement's first character, its decorators included."""
    line = first_line(statement)
    return program.offset(line, statement.col_offset)


def inner(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is below a node, but not what is inside functions and classes below it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            yield from inner(child)


def _line_end(program: Program, offset: int) -> int:
    end = program.text.find("\n", offset)
    return len(program.text) if end < 0 else end + 1


def indented(program: Program, first: int, last: int, by: int) -> Iterator[Edit]:
    """Yield the edits that move lines to the right, but not the insides of long texts."""
    inside = {
        line
        for node in program.nodes
        if isinstance(node, ast.Constant | ast.JoinedStr) and node.end_lineno != node.lineno
        for line in range(node.lineno + 1, (node.end_lineno or 0) + 1)
        if not isinstance(node, ast.Constant) or isinstance(node.value, str | bytes)
    }
    for line in range(first, last + 1):
        if line not in inside and program.lines[line - 1].strip():
            start = program.offset(line, 0)
            yield Edit(start, start, " " * by)
