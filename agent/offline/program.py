"""Changes of a program that are the same for any: its pace, a title before it, one colour, number or text for another."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

Edit = tuple[ast.AST, str]
"""A piece of the program and what takes its place."""
TITLE = "title_card"
"""What the title of a program is called in it."""
WIDEST = 1600
"""Letters times font size that fill the frame."""
LONGEST_TITLE = 80


def spliced(code: str, edits: Sequence[Edit]) -> str:
    """Return `code` with pieces of it exchanged, all else as it was."""
    text = code.encode()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node, new in sorted(edits, key=lambda edit: _place(edit[0])[0], reverse=True):
        (row, column), (last, end) = _place(node)
        text = text[: starts[row - 1] + column] + new.encode() + text[starts[last - 1] + end :]
    return text.decode()


def _place(node: Any) -> tuple[tuple[int, int], tuple[int, int]]:
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def paced(code: str, factor: float) -> str | None:
    """Return `code` with the times of its animations and pauses multiplied; None where it states none."""
    times = {_place(node): node for node in _times(ast.parse(code))}
    edits = [(node, _multiplied(node, factor, code)) for node in times.values()]
    return spliced(code, edits) if edits else None


def has_clock(code: str) -> bool:
    """Return whether something in a program moves by the clock, whatever its animations take."""
    functions = (ast.FunctionDef, ast.Lambda)
    found = (node for node in ast.walk(ast.parse(code)) if isinstance(node, functions))
    return any(argument.arg == "dt" for node in found for argument in node.args.args)


def _times(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions for the times of plays and of what is in them, and of pauses."""
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr == "play":
            inner = (each for each in ast.walk(call) if isinstance(each, ast.keyword))
            yield from (each.value for each in inner if each.arg == "run_time")
        elif call.func.attr == "wait":
            yield from call.args[:1]
            yield from (each.value for each in call.keywords if each.arg == "duration")


def _multiplied(node: ast.expr, factor: float, code: str) -> str:
    match node:
        case ast.Constant(value=int() | float() as seconds):
            return _number(seconds * factor)
        case ast.BinOp(left=ast.Constant(value=int() | float() as before), op=ast.Mult(), right=right):
            return f"{_number(before * factor)} * {_source(right, code)}"
        case ast.Name() | ast.Attribute() | ast.Call() | ast.Subscript():
            return f"{_number(factor)} * {_source(node, code)}"
    return f"{_number(factor)} * ({_source(node, code)})"


def _number(value: float) -> str:
    return f"{value:.3g}"


def _source(node: ast.expr, code: str) -> str:
    return ast.get_source_segment(code, node) or ast.unparse(node)


def titled(code: str, title: str) -> str | None:
    """Return `code` with a title that is shown before all else, or the one it has reworded; None where none fits."""
    tree = ast.parse(code)
    scene = _scene(tree)
    if scene is None or not 0 < len(title) <= LONGEST_TITLE or not _imports_all(tree):
        return None
    text = f"Text({_quoted(title)}, font_size={min(48, WIDEST // len(title))})"
    for node in scene.body:
        if isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == [TITLE]:
            return spliced(code, [(node.value, text)])
    first = scene.body[0]
    if first.lineno == scene.lineno:
        return None
    card = f"{TITLE} = {text}", f"self.play(FadeIn({TITLE}))", "self.wait(1)", f"self.play(FadeOut({TITLE}))"
    lines = code.splitlines(keepends=True)
    return "".join(
        [
            *lines[: first.lineno - 1],
            *(f"{' ' * first.col_offset}{line}\n" for line in card),
            *lines[first.lineno - 1 :],
        ]
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _imports_all(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "manim" and node.names[0].name == "*"
        for node in tree.body
    )


def _scene(tree: ast.Module) -> ast.FunctionDef | None:
    """Return what builds the last scene of a program."""
    found = [
        item
        for node in tree.body
        if isinstance(node, ast.ClassDef) and any("Scene" in ast.unparse(base) for base in node.bases)
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name == "construct"
    ]
    return found[-1] if found else None


def exchanged(code: str, old: str, new: str) -> str | None:
    """Return `code` with the expression `new` in the place of a colour, number or text that is `old`.

    A colour is exchanged wherever it stands; any other value only where it stands once.
    """
    wanted = ast.dump(ast.parse(old, mode="eval").body)
    found = [node for node in _expressions(ast.parse(code)) if _said(node) == wanted]
    is_colour = not isinstance(ast.parse(old, mode="eval").body, ast.Constant)
    if not found or (len(found) > 1 and not is_colour):
        return None
    return spliced(code, [(node, new) for node in found])


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions of a program but for those in f-strings, whose places are not told exactly."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        if not isinstance(child, ast.JoinedStr):
            yield from _expressions(child)


def _said(node: ast.expr) -> str:
    """Return what an expression says, whether it is read or written to."""
    return ast.dump(ast.parse(ast.unparse(node), mode="eval").body) if _is_plain(node) else ""


def _is_plain(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return not isinstance(node.value, str) or "\n" not in node.value
        case ast.Name(ctx=ast.Load()):
            return True
        case ast.Call(func=ast.Name(id="ManimColor")):
            return True
    return False


def colours_in(code: str, known: frozenset[str]) -> set[str]:
    """Return which of the `known` names of colours a program uses."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name) and node.id in known}


def coloured(code: str, shape: str, colour: str) -> str | None:
    """Return `code` with another colour for its only object of the class `shape`, if it is one that states its colour."""
    calls = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == shape
    ]
    if len(calls) != 1:
        return None
    told = [each.value for each in calls[0].keywords if each.arg in ("color", "fill_color", "stroke_color")]
    return spliced(code, [(value, colour) for value in told]) if told else None
