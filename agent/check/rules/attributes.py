"""Attributes and methods that what they are asked of does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import SequenceMatcher

from agent.check.bindings import without as gone
from agent.check.inference import PLAIN, Analysis, Type
from agent.check.program import Found, Mend, Program
from knowledge.catalogue import Callable_
from knowledge.changes import Change, Changes
from knowledge.templates import SLOT

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
    if not all(_lacks(analysis, each, node) for each in receivers) or _is_asked_for(analysis, node):
        return
    receiver = receivers[0]
    if _is_set_silently(analysis, receiver, node):
        yield _silent(analysis, changes, receiver, node)
    else:
        yield _missing(analysis, changes, receiver, node)


def _is_asked_for(analysis: Analysis, node: ast.Attribute) -> bool:
    """Return whether the program itself asks whether the attribute is there."""
    asked = analysis.program.asked_for
    return bool(asked) and (ast.unparse(node.value), node.attr) in asked


def _lacks(analysis: Analysis, receiver: Type, node: ast.Attribute) -> bool:
    """Return whether something of this type surely has no such attribute."""
    name = node.attr
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
        and _is_given(analysis, node) == (name[:4] == "set_")
    ):
        return False  # Manim makes the method up, and it does what it says
    if receiver.kind == "animate" and name in ("build", "set", "animate"):
        return False
    below = () if receiver.is_exact else analysis.catalogue.subclasses(receiver.name)
    users = (
        () if receiver.is_exact else [each for each in analysis.classes if analysis.is_a(each, receiver.name)]
    )
    return not any(analysis.has_attribute(each, name) for each in (*below, *users))


def _is_given(analysis: Analysis, node: ast.Attribute) -> bool:
    """Return whether it is called with arguments."""
    above = analysis.program.parents.get(node)
    return isinstance(above, ast.Call) and above.func is node and bool(above.args or above.keywords)


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
    if (
        receiver.name in ("list", "tuple")
        and analysis.catalogue.has_attribute("VGroup", node.attr)
        and not node.attr.startswith(("add", "remove"))  # these would change a copy
    ):
        grouped = f"VGroup(*{program.source(node.value)})"
        return (Mend("mend-grouped", (program.replace(node.value, grouped),), 0.85),)
    if _is_own_scene(analysis, receiver) and (statement := _alone(program, node)) and not near:
        loses = program.source(statement)
        return (Mend("mend-statement-dropped", (gone(program, statement),), 0.35, loses),)
    if near and SequenceMatcher(None, node.attr.lower(), near[0].lower()).ratio() >= LIKELY:
        end = program.end(node)
        edit = program.replace(node, program.source(node.value) + "." + near[0])
        if program.text[end - len(node.attr) : end] == node.attr:
            edit = type(edit)(end - len(node.attr), end, near[0])
        return (Mend("mend-attribute", (edit,), 0.8),)
    return ()


def _is_own_scene(analysis: Analysis, receiver: Type) -> bool:
    return receiver.name in analysis.classes and analysis.is_a(receiver.name, "Scene")


def _alone(program: Program, node: ast.Attribute) -> ast.Expr | None:
    """Return the statement that is nothing but a call of it without arguments."""
    call = program.parents.get(node)
    statement = program.parents.get(call) if isinstance(call, ast.Call) and not call.args else None
    return statement if isinstance(statement, ast.Expr) else None


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
        expanded = _expanded(program, changes, node, change, positional, keywords, animated=animated)
        if expanded is None:
            return ()
        return (
            Mend("mend-removed-method", (program.replace(above, expanded),), change.confidence, change.loses),
        )
    if (
        change.template
        and not _is_called(analysis, node)
        and not SLOT.search(change.template.replace("{self}", ""))
    ):
        text = change.template.replace("{self}", program.source(node.value))
        return (Mend("mend-removed-method", (program.replace(node, text),), change.confidence, change.loses),)
    if change.now and change.now.isidentifier() and not change.template:
        end = program.end(node)
        if program.text[end - len(node.attr) : end] == node.attr:
            edit = type(program.replace(node, ""))(end - len(node.attr), end, change.now)
            return (Mend("mend-removed-method", (edit,), change.confidence, change.loses),)
    return ()


def _expanded(
    program: Program,
    changes: Changes,
    node: ast.Attribute,
    change: Change,
    positional: list[str],
    keywords: dict[str, str],
    *,
    animated: bool,
) -> str | None:
    """Return the call by the template; where it is animated, only its head is."""
    receiver = program.source(node.value)
    if not animated:
        return changes.expand(change, positional, keywords, receiver)
    mobject = receiver.removesuffix(".animate")
    expanded = changes.expand(change, positional, keywords, mobject)
    if expanded is None or not expanded.startswith(f"{mobject}.") or mobject == receiver:
        return None
    return f"{receiver}{expanded.removeprefix(mobject)}"
