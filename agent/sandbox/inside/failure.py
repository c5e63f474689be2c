"""What a scene failed with, as data: the exception and what it came from, the user's own line, the values at hand."""

from __future__ import annotations

import ast
import linecache
import textwrap
import traceback
import types
from typing import Any

from agent.sandbox.inside.formulas import SCENE, FormulaError

PARTS = ast.Name | ast.Attribute | ast.Subscript | ast.BinOp | ast.List | ast.Tuple | ast.Call
MOST_LINKS, MOST_VALUES = 6, 40
LONGEST_REPR = 120


def describe(error: BaseException) -> dict[str, Any]:
    """Return an exception: type, message, line, what it came from, and where it struck."""
    chain: list[dict[str, Any]] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(chain) < MOST_LINKS:
        seen.add(id(current))
        chain.append(_link(current))
        hidden = None if current.__suppress_context__ else current.__context__
        current = current.__cause__ or hidden
    return {**chain[0], "chain": chain[1:], "where": _where(error)}


def _link(error: BaseException) -> dict[str, Any]:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == SCENE]
    if isinstance(error, SyntaxError) and error.filename == SCENE:
        lines.append(error.lineno)
    try:
        message = str(error)
    except Exception as unprintable:
        message = f"(its message cannot be read: {type(unprintable).__name__})"
    extra = error.told() if isinstance(error, FormulaError) else {}
    return {
        "type": type(error).__name__,
        "message": message[:4000],
        "line": lines[-1] if lines else None,
        **extra,
    }


def _where(error: BaseException) -> dict[str, Any] | None:
    """Return the expression of the user's that failed, what its parts are, and Manim's functions below it."""
    steps = list(traceback.walk_tb(error.__traceback__))
    users = [n for n, (frame, _) in enumerate(steps) if frame.f_code.co_filename == SCENE]
    if not users:
        return None
    frame = steps[users[-1]][0]
    span = _span(error, users[-1])
    if span is None:
        return None
    return {
        "span": span,
        "function": frame.f_code.co_name,
        "values": [*_values(frame, span)],
        "below": [inner.f_code.co_qualname for inner, _ in steps[users[-1] + 1 :]][-8:],
    }


def _span(error: BaseException, step: int) -> list[int] | None:
    """Return first line, first column, last line, last column of what a traceback's step was about."""
    current: types.TracebackType | None = error.__traceback__
    for _ in range(step):
        current = current.tb_next if current else None
    if current is None:
        return None
    positions = list(current.tb_frame.f_code.co_positions())[current.tb_lasti // 2]
    line, end_line, column, end_column = positions
    if line is None or end_line is None or column is None or end_column is None:
        return None
    return [line, column, end_line, end_column]


def _values(frame: types.FrameType, span: list[int]) -> list[dict[str, Any]]:
    """Return what the parts of the failing statement are: evaluated once more, for this process ends anyway."""
    statement = _statement(span[0])
    found: list[dict[str, Any]] = []
    for node in ast.walk(statement) if statement else ():
        if len(found) == MOST_VALUES:
            break
        if isinstance(node, PARTS) and not _shows(node):
            try:
                value = eval(compile(ast.Expression(node), SCENE, "eval"), frame.f_globals, frame.f_locals)  # noqa: S307
            except Exception:  # noqa: S112 - it is of no value then
                continue
            found.append({"text": ast.unparse(node), **_kind(value)})
    return found


def _shows(node: ast.AST) -> bool:
    """Return whether an expression is the scene's own play or wait, which takes its time."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("play", "wait")


def _statement(line: int) -> ast.stmt | None:
    """Return the innermost statement of the scene that stands in a line."""
    tree = ast.parse("".join(linecache.getlines(SCENE)) or "pass")
    within = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return min(within, key=lambda node: (node.end_lineno or 0) - node.lineno, default=None)


def _kind(value: Any) -> dict[str, Any]:
    import numpy as np

    shape = None
    if isinstance(value, np.ndarray):
        shape = list(value.shape)
    elif isinstance(value, list | tuple):
        shape = [len(value)]
    try:
        text = repr(value)
    except Exception:
        text = ""
    names = [each.__name__ for each in type(value).__mro__]
    return {"types": names[:12], "shape": shape, "repr": textwrap.shorten(text, LONGEST_REPR)}
