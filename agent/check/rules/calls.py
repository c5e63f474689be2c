"""Calls that give what is not taken, or not what is needed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import SequenceMatcher

from agent.check.inference import Analysis
from agent.check.program import Edit, Found, Mend, Program
from agent.check.signatures import Call
from knowledge.changes import Change, Changes

LIKELY = 0.75
HARMLESS = frozenset({"run_time", "lag_ratio", "rate_func"})


def find(analysis: Analysis, changes: Changes, calls: list[Call]) -> Iterator[Found]:
    """Yield keywords that are not taken, and arguments that are too many, too few or given twice."""
    for call in calls:
        for keyword in call.unknown:
            yield _unknown(analysis, changes, call, keyword)
        if call.surplus:
            yield _surplus(analysis, call)
        if call.missing:
            yield _missing(analysis, call)
        if call.twice:
            yield _twice(analysis, call)


def _unknown(analysis: Analysis, changes: Changes, call: Call, keyword: ast.keyword) -> Found:
    callee, name = call.callee, keyword.arg or ""
    change = changes.keyword(name, callee.name, callee.mro)
    near = analysis.catalogue.nearest(name, callee.signature.keywords)
    suggestions = (change.now,) if change and change.now else near
    message = f"{callee.name} takes no keyword {name}"
    if change and change.why:
        message += f". {change.why}"
    elif near:
        message += f"; did you mean {', '.join(near)}?"
    message += f" It is {callee.signature.shown(callee.name)}"
    mends = tuple(_keyword_mends(analysis.program, changes, call, keyword, change, near))
    return analysis.program.found("unknown-keyword", keyword, message, suggestions=suggestions, mends=mends)


def _keyword_mends(
    program: Program,
    changes: Changes,
    call: Call,
    keyword: ast.keyword,
    change: Change | None,
    near: tuple[str, ...],
) -> Iterator[Mend]:
    name = keyword.arg or ""
    if change is not None:
        yield from _by_change(program, changes, call, keyword, change)
    elif near and near[0] not in call.arguments and SequenceMatcher(None, name, near[0]).ratio() >= LIKELY:
        start = program.start(keyword)
        yield Mend("mend-keyword", (Edit(start, start + len(name), near[0]),), 0.85)
    loses = "" if name in HARMLESS else f"{name}={program.source(keyword.value)} of {call.callee.name}"
    yield Mend(
        "mend-keyword-dropped",
        (without(program, call.node, keyword),),
        0.5,
        loses or f"{name} has no effect there",
    )


def _by_change(
    program: Program, changes: Changes, call: Call, keyword: ast.keyword, change: Change
) -> Iterator[Mend]:
    name = keyword.arg or ""
    if change.now.isidentifier() and not change.template:
        if change.now in call.callee.signature.keywords and change.now not in call.arguments:
            start = program.start(keyword)
            edit = Edit(start, start + len(name), change.now)
            yield Mend("mend-keyword", (edit,), change.confidence, change.loses)
    elif change.template or change.now:
        keywords = {each.arg: program.source(each.value) for each in call.node.keywords if each.arg}
        if len(keywords) == len(call.node.keywords):
            positional = [program.source(each) for each in call.node.args]
            expanded = changes.expand(change, positional, keywords, program.source(call.node.func))
            if expanded is not None:
                edits = (program.replace(call.node, expanded),)
                yield Mend("mend-removed-keyword", edits, change.confidence, change.loses)


def without(program: Program, call: ast.Call, argument: ast.expr | ast.keyword) -> Edit:
    """Return the edit that takes one argument out of a call, with one comma."""
    arguments: list[ast.expr | ast.keyword] = sorted([*call.args, *call.keywords], key=program.start)
    n = arguments.index(argument)
    if n + 1 < len(arguments):
        return Edit(program.start(argument), program.start(arguments[n + 1]), "")
    if n:
        return Edit(program.end(arguments[n - 1]), program.end(argument), "")
    end = program.end(argument)
    comma = program.text[end : program.end(call) - 1].lstrip()
    if comma.startswith(","):
        end = program.text.index(",", end) + 1
    return Edit(program.start(argument), end, "")


def _surplus(analysis: Analysis, call: Call) -> Found:
    callee = call.callee
    most = callee.signature.most_positional() or 0
    takes = f"takes {most} arguments by place" if most != 1 else "takes one argument by place"
    if not most:
        takes = "takes no arguments by place"
    message = (
        f"{callee.name} {takes}, here are {most + len(call.surplus)}: {callee.signature.shown(callee.name)}"
    )
    return analysis.program.found(
        "too-many-arguments", call.surplus[0], message, mends=_fewer(analysis, call)
    )


def _fewer(analysis: Analysis, call: Call) -> tuple[Mend, ...]:
    """Give up the arguments that there is no place for."""
    program = analysis.program
    last = len(call.node.args) - len(call.surplus)
    start = program.end(call.node.args[last - 1]) if last else program.start(call.node.args[0])
    end = program.end(call.node.args[-1])
    if not last and call.node.keywords:
        end = min(program.start(keyword) for keyword in call.node.keywords)
    lost = ", ".join(program.source(each) for each in call.surplus)
    return (Mend("mend-arguments-dropped", (Edit(start, end, ""),), 0.4, f"{lost} of {call.callee.name}"),)


def _missing(analysis: Analysis, call: Call) -> Found:
    callee = call.callee
    names = ", ".join(call.missing)
    message = f"{callee.name} also needs {names}: {callee.signature.shown(callee.name)}"
    mends: tuple[Mend, ...] = ()
    if callee.name in ("UpdateFromFunc", "UpdateFromAlphaFunc") and call.missing == ("update_function",):
        at = analysis.program.end(call.node.args[-1]) if call.node.args else 0
        does_nothing = (
            ", lambda mobject: mobject"
            if callee.name == "UpdateFromFunc"
            else ", lambda mobject, alpha: mobject"
        )
        mends = (
            (Mend("mend-update", (Edit(at, at, does_nothing),), 0.4, "what was to be updated"),) if at else ()
        )
    elif callee.name in analysis.catalogue.rate_functions and not (call.node.args or call.node.keywords):
        function = analysis.program.source(call.node.func)
        mends = (Mend("mend-uncalled", (analysis.program.replace(call.node, function),), 0.9),)
        message = f"a rate function is handed on, not called: {function}"
    return analysis.program.found("missing-argument", call.node, message, mends=mends)


def _twice(analysis: Analysis, call: Call) -> Found:
    name = call.twice[0]
    keyword = next(each for each in call.node.keywords if each.arg == name)
    message = f"{call.callee.name} gets {name} twice, by place and by name: {call.callee.signature.shown(call.callee.name)}"
    mend = Mend(
        "mend-argument-twice",
        (without(analysis.program, call.node, keyword),),
        0.5,
        f"one of two values of {name}",
    )
    return analysis.program.found("argument-twice", keyword, message, mends=(mend,))
