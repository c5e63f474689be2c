"""Attributes and methods that what they are asked of does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import SequenceMatcher

from agent.check.inference import PLAIN, Analysis, Type
from agent.check.program import Found, Mend
from knowledge.catalogue import Callable_
from knowledge.changes import Change, Changes

LIKELY = 0.78


def find(analysis: Analysis, changes: Changes) -> Iterator[Found]:
    """Yield attributes that cannot be there."""
    for node in analysis.program.nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield from _attribute(analysis, changes, node)


def _attribute(analysis: Analysis, changes: Changes, node: ast.Attribute) -> Iterator[Found]:
    receivers = analysis.types(node.value)
    if not receivers or node.attr in analysis.stored_attributes or node.attr.startswith("__"):
        return
    if not all(_lacks(analysis, each, node.attr) for each in receivers):
        return
    receiver = receivers[0]
    if _is_set_silently(analysis, receiver, node):
        yield _silent(analysis, changes, receiver, node)
    else:
        yield _missing(analysis, changes, receiver, node)


def _lacks(analysis: Analysis, receiver: Type, name: str) -> bool:
    """Return whether something of this type surely has no such attribute."""
    if receiver.kind == "module":
        return receiver.name == "manim" and name not in analysis.catalogue.names
    if receiver.kind not in ("instance", "animate"):
        return False
    if receiver.name in PLAIN:
        return receiver.name != "NoneType" and not hasattr(PLAIN[receiver.name], name)
    if not analysis.knows(receiver.name) or analysis.has_attribute(receiver.name, name):
        return False
    if (
        name[:4] in ("get_", "set_")
        and _invents(analysis, receiver.name)
        and analysis.has_attribute(receiver.name, name[4:])
    ):
        return False  # Manim makes the method up, and it does what it says
    if receiver.kind == "animate" and name in ("build", "set", "animate"):
        return False
    below = () if receiver.is_exact else analysis.catalogue.subclasses(receiver.name)
    users = (
        () if receiver.is_exact else [each for each in analysis.classes if analysis.is_a(each, receiver.name)]
    )
    return not any(analysis.has_attribute(each, name) for each in (*below, *users))


def _is_set_silently(analysis: Analysis, receiver: Type, node: ast.Attribute) -> bool:
    """Return whether Manim makes the method up: a setter that nobody wrote takes its value and does nothing."""
    above = analysis.program.parents.get(node)
    return (
        receiver.kind in ("instance", "animate")
        and node.attr.startswith("set_")
        and _invents(analysis, receiver.name)
        and isinstance(above, ast.Call)
        and above.func is node
        and len(above.args) == 1
        and not above.keywords
    )


def _invents(analysis: Analysis, name: str) -> bool:
    return any(
        analysis.catalogue.invents(each) for each in analysis.mro(name) if each not in analysis.classes
    )


def _silent(analysis: Analysis, changes: Changes, receiver: Type, node: ast.Attribute) -> Found:
    change = changes.method(node.attr, analysis.mro(receiver.name))
    message = f"{receiver.name} has no method {node.attr}: Manim accepts the call and nothing changes"
    message += f". {change.why}" if change and change.why else ""
    near = (change.now,) if change and change.now else _near(analysis, receiver, node)
    mends = _mends(analysis, changes, receiver, node, change, near)
    return analysis.program.found(
        "silent-setter", node, message, severity="warning", suggestions=near, mends=mends
    )


def _missing(analysis: Analysis, changes: Changes, receiver: Type, node: ast.Attribute) -> Found:
    mro = analysis.mro(receiver.name)
    change = None
    if receiver.kind != "module":
        change = changes.method(node.attr, mro) or changes.attribute(node.attr, mro)
    near = (change.now,) if change and change.now else _near(analysis, receiver, node)
    what = "a module" if receiver.kind == "module" else f"a {receiver.name}"
    message = f"{what} has no {_noun(analysis, node)} {node.attr}"
    message += f". {change.why}" if change and change.why else f"; it has {', '.join(near)}" if near else ""
    mends = _mends(analysis, changes, receiver, node, change, near)
    code = "unknown-method" if _is_called(analysis, node) else "unknown-attribute"
    return analysis.program.found(code, node, message, suggestions=near, mends=mends)


def _is_called(analysis: Analysis, node: ast.Attribute) -> bool:
    above = analysis.program.parents.get(node)
    return isinstance(above, ast.Call) and above.func is node


def _noun(analysis: Analysis, node: ast.Attribute) -> str:
    return "method" if _is_called(analysis, node) else "attribute"


def _near(analysis: Analysis, receiver: Type, node: ast.Attribute) -> tuple[str, ...]:
    """Return attributes of a similar name; where it is called, only what can be."""
    if receiver.kind == "module":
        return analysis.catalogue.nearest(node.attr)
    if receiver.name in PLAIN:
        return analysis.catalogue.nearest(node.attr, [n for n in dir(PLAIN[receiver.name]) if n[0] != "_"])
    called = _is_called(analysis, node)
    names = {each for each in _attributes(analysis, receiver.name) if not each.startswith("_")}
    if called or receiver.kind == "animate":
        names = {each for each in names if _is_method(analysis, receiver.name, each)}
    return analysis.catalogue.nearest(node.attr, names)


def _attributes(analysis: Analysis, name: str) -> set[str]:
    found: set[str] = set()
    for each in analysis.mro(name):
        user = analysis.classes.get(each)
        if user is None:
            return found | analysis.catalogue.attributes(each)
        found |= {*user.members, *user.stored}
    return found


def _is_method(analysis: Analysis, owner: str, name: str) -> bool:
    member = analysis.member(owner, name)
    if isinstance(member, Callable_):
        return member.kind != "property"
    return isinstance(member, ast.FunctionDef)


def _mends(
    analysis: Analysis,
    changes: Changes,
    receiver: Type,
    node: ast.Attribute,
    change: Change | None,
    near: tuple[str, ...],
) -> tuple[Mend, ...]:
    program = analysis.program
    if change is not None:
        return _by_change(analysis, changes, node, change, animated=receiver.kind == "animate")
    if near and SequenceMatcher(None, node.attr.lower(), near[0].lower()).ratio() >= LIKELY:
        end = program.end(node)
        edit = program.replace(node, program.source(node.value) + "." + near[0])
        if program.text[end - len(node.attr) : end] == node.attr:
            edit = type(edit)(end - len(node.attr), end, near[0])
        return (Mend("mend-attribute", (edit,), 0.8),)
    return ()


def _by_change(
    analysis: Analysis, changes: Changes, node: ast.Attribute, change: Change, *, animated: bool
) -> tuple[Mend, ...]:
    program = analysis.program
    above = program.parents.get(node)
    if change.template and isinstance(above, ast.Call) and above.func is node:
        keywords = {each.arg: program.source(each.value) for each in above.keywords if each.arg}
        if len(keywords) < len(above.keywords):
            return ()
        positional = [program.source(each) for each in above.args]
        expanded = changes.expand(change, positional, keywords, program.source(node.value))
        if expanded is None or (animated and not expanded.startswith(program.source(node.value))):
            return ()
        return (
            Mend("mend-removed-method", (program.replace(above, expanded),), change.confidence, change.loses),
        )
    if change.now and change.now.isidentifier() and not change.template:
        end = program.end(node)
        if program.text[end - len(node.attr) : end] == node.attr:
            edit = type(program.replace(node, ""))(end - len(node.attr), end, change.now)
            return (Mend("mend-removed-method", (edit,), change.confidence, change.loses),)
    return ()
