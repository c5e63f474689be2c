"""What an exception says that a program ended with, where no rule of the others sees it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from agent.check.bindings import bodies
from agent.check.bindings import without as gone
from agent.check.program import Edit, Found, Mend, Program
from agent.check.rules import shapes
from agent.check.rules.calls import LIKELY, without
from agent.sandbox import Failure
from knowledge.catalogue import Catalogue
from knowledge.changes import Changes

_UNKNOWN = re.compile(
    r"(?:(\w+)\.)?(\w+)\(\) got an unexpected keyword argument '(\w+)'|unexpected keyword arguments?:? '?(\w+)"
)
_TWICE = re.compile(r"(\w+)\(\) got multiple values for (?:keyword )?argument '(\w+)'")
_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
_MADE_UP = re.compile(r"\b[gs]etter\(\) takes")
_GROUP = re.compile(
    r"Only values of type VMobject can be added|must be of type VMobject|Group instead", re.IGNORECASE
)
STYLE = {
    "color": "stroke_color",
    "weight": "stroke_width",
    "width": "stroke_width",
    "opacity": "stroke_opacity",
}
"""Entries of styles of lines that are often written, and what they are called."""
LOOK = re.compile(r"set_(fill|stroke|color|opacity|shade|gloss|style|background)\w*|add_background_rectangle")
COSMETIC = re.compile(r"(set_|add_|shuffle|sort|align|arrange|fix_|apply_|to_|get_)\w*")


def find(
    program: Program, failure: Failure, catalogue: Catalogue, changes: Changes, statement: ast.stmt
) -> Iterator[Found]:
    """Yield what can be done about the exception, by what it says; at last, doing without the statement."""
    said = f"{failure.type}: {failure.message}"
    mends = [
        *_keyword(program, failure, catalogue, changes, statement),
        *_twice(program, failure, statement),
        *_entry(program, failure, changes, statement),
        *shapes.mends(program, failure, catalogue, statement),
        *_group(program, failure, statement),
        *_assigned_later(program, failure, statement),
        *_dropped(program, failure, statement),
        *_beside(program, failure, catalogue, statement),
    ]
    if mends:
        yield program.found("raised", statement, said, mends=tuple(mends))


def _calls(statement: ast.stmt) -> Iterator[ast.Call]:
    return (node for node in ast.walk(statement) if isinstance(node, ast.Call))


def _keyword(
    program: Program, failure: Failure, catalogue: Catalogue, changes: Changes, statement: ast.stmt
) -> Iterator[Mend]:
    match = _UNKNOWN.search(failure.message)
    name = (match[3] or match[4]) if match else ""
    owner = (match[1] or match[2]) if match else ""
    for call in _calls(statement):
        for keyword in call.keywords:
            if name and keyword.arg == name:
                yield from _renamed(program, catalogue, changes, call, keyword, owner)
                loses = f"{name}={program.source(keyword.value)}"
                yield Mend("mend-keyword-dropped", (without(program, call, keyword),), 0.5, loses)


def _entry(program: Program, failure: Failure, changes: Changes, statement: ast.stmt) -> Iterator[Mend]:
    """Rename or drop an entry of a dictionary of style that is handed on as keywords."""
    match = _UNKNOWN.search(failure.message) or _TWICE.search(failure.message)
    name = next((group for group in reversed(match.groups()) if group), "") if match else ""
    for node in _dictionaries(program, statement):
        for n, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            if isinstance(key, ast.Constant) and key.value == name and name:
                new = STYLE.get(name, "")
                if new and not any(
                    isinstance(other, ast.Constant) and other.value == new for other in node.keys
                ):
                    yield Mend("mend-style", (program.replace(key, repr(new).replace("'", '"')),), 0.8)
                last = n + 1 == len(node.keys)
                following = None if last else node.keys[n + 1]
                end = program.start(following) if following is not None else program.end(value)
                before = program.end(node.values[n - 1]) if last and n else program.start(key)
                yield Mend(
                    "mend-style-dropped", (Edit(before, end, ""),), 0.5, f"{name}: {program.source(value)}"
                )


def _dictionaries(program: Program, statement: ast.stmt) -> Iterator[ast.Dict]:
    """Yield the dictionaries that are written in a statement, and those handed on in it by name."""
    handed = {
        keyword.value.id
        for call in _calls(statement)
        for keyword in call.keywords
        if keyword.arg is None and isinstance(keyword.value, ast.Name)
    }
    yield from (node for node in ast.walk(statement) if isinstance(node, ast.Dict))
    for node in program.nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as written) if name in handed:
                yield written


def _renamed(
    program: Program, catalogue: Catalogue, changes: Changes, call: ast.Call, keyword: ast.keyword, owner: str
) -> Iterator[Mend]:
    name = keyword.arg or ""
    callee = ast.unparse(call.func).rpartition(".")[2]
    change = changes.keyword(name, callee, catalogue.mro(callee))
    signature = catalogue.constructor(callee)
    given = {each.arg for each in call.keywords}
    near: tuple[str, ...] = (change.now,) if change and change.now.isidentifier() else ()
    if not near and signature:
        near = catalogue.nearest(name, signature.keywords, n=1)
        near = near if near and SequenceMatcher(None, name, near[0]).ratio() >= LIKELY else ()
    if near and near[0] not in given and near[0] != name:
        start = program.start(keyword)
        yield Mend("mend-keyword", (Edit(start, start + len(name), near[0]),), 0.7)


def _twice(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    match = _TWICE.search(failure.message)
    for call in _calls(statement) if match else ():
        for keyword in call.keywords:
            if match and keyword.arg == match[2]:
                loses = program.source(keyword)
                yield Mend("mend-argument-twice", (without(program, call, keyword),), 0.6, loses)


def _group(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    if failure.type == "TypeError" and _GROUP.search(failure.message):
        for call in _calls(statement):
            if isinstance(call.func, ast.Name) and call.func.id == "VGroup":
                yield Mend("mend-group", (program.replace(call.func, "Group"),), 0.7)


def _dropped(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Do without a call that only asks for something that does not exist, such as a setter nobody wrote."""
    match = _ATTRIBUTE.search(failure.message)
    if not (match or _MADE_UP.search(failure.message)):
        return
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return
    function = statement.value.func
    if not isinstance(function, ast.Attribute) or (match and function.attr != match[2]):
        return
    if COSMETIC.fullmatch(function.attr):
        edit = gone(program, statement)
        yield Mend("mend-statement-dropped", (edit,), 0.35, program.source(statement))


def _assigned_later(program: Program, failure: Failure, statement: ast.stmt) -> Iterator[Mend]:
    """Give an attribute its first value before it is used, where the same block does so further down."""
    match = _ATTRIBUTE.search(failure.message)
    if not match:
        return
    block = next((each for each in bodies(program.parents[statement]) if statement in each), [])
    for each in block[block.index(statement) + 1 :] if block else ():
        match each:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=ast.Constant()
            ) if name == match[2]:
                start = program.offset(statement.lineno, 0)
                text = f"{' ' * statement.col_offset}{program.source(each)}\n"
                yield Mend("mend-order", (Edit(start, start, text), gone(program, each)), 0.85)


def _beside(program: Program, failure: Failure, catalogue: Catalogue, statement: ast.stmt) -> Iterator[Mend]:
    """Do without what only changes how something looks, where that itself fails."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            of = next((value.types for value in failure.values if value.text == _receiver(statement)), ())
            is_mobject = any(catalogue.is_a(each, "Mobject") for each in of[:1])
            if is_mobject and LOOK.fullmatch(name):
                loses = program.source(statement)
                yield Mend("mend-statement-dropped", (gone(program, statement),), 0.3, loses)


def _receiver(statement: ast.Expr) -> str:
    call = statement.value
    return (
        ast.unparse(call.func.value)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        else ""
    )
