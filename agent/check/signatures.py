"""How the calls of a program meet the signatures of what they call."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from agent.check.inference import Analysis, Type
from knowledge.catalogue import Callable_, Parameter, Signature


@dataclass(frozen=True)
class Callee:
    """What a call calls."""

    name: str
    """As it is written in messages and tables: a class, a function or a method."""
    signature: Signature
    mro: tuple[str, ...] = ()
    """Of the class that is made, or that the method is of."""
    kind: str = "function"
    animated: bool = False


@dataclass(frozen=True)
class Call:
    """A call, with its arguments by the names of their parameters."""

    node: ast.Call
    callee: Callee
    arguments: dict[str, ast.expr] = field(default_factory=dict)
    surplus: tuple[ast.expr, ...] = ()
    """Positional arguments that there is no parameter for."""
    missing: tuple[str, ...] = ()
    unknown: tuple[ast.keyword, ...] = ()
    twice: tuple[str, ...] = ()
    """Parameters that are given by place and by name."""
    rest: tuple[ast.expr, ...] = ()
    """What a parameter such as `*mobjects` takes."""


def calls_of(analysis: Analysis) -> list[Call]:
    """Return every call whose callee is surely known."""
    found = []
    for node in analysis.program.nodes:
        if isinstance(node, ast.Call):
            callee = callee_of(analysis, node)
            if callee is not None:
                found.append(bound(node, callee))
    return found


def callee_of(analysis: Analysis, node: ast.Call) -> Callee | None:
    """Return what a call calls, if there is just one thing that it may be."""
    types = analysis.types(node.func)
    if len(types) != 1:
        return None
    return {"class": _class, "function": _function, "method": _method}.get(types[0].kind, _nothing)(
        analysis, types[0]
    )


def _nothing(analysis: Analysis, called: Type) -> Callee | None:
    return None


def _class(analysis: Analysis, called: Type) -> Callee | None:
    signature = analysis.constructor(called.name)
    return Callee(called.name, signature, analysis.mro(called.name), "class") if signature else None


def _function(analysis: Analysis, called: Type) -> Callee | None:
    found = analysis.catalogue.function(called.name)
    return Callee(called.name, found.signature) if found else None


def _method(analysis: Analysis, called: Type) -> Callee | None:
    name = called.name.removeprefix("animate.")
    member = analysis.member(called.owner, name)
    if not isinstance(member, Callable_) or member.kind == "property":
        return None
    if not called.is_exact and _is_overridden(analysis, called.owner, name, member.owner):
        return None
    return Callee(name, member.signature, analysis.mro(called.owner), "method", name != called.name)


def _is_overridden(analysis: Analysis, owner: str, name: str, by: str) -> bool:
    """Return whether a class below may take other arguments."""
    for each in analysis.catalogue.subclasses(owner):
        member = analysis.catalogue.member(each, name)
        if member is not None and member.owner != by:
            return True
    return any(name in user.members for user in analysis.classes.values())


def bound(node: ast.Call, callee: Callee) -> Call:
    """Lay the arguments of a call beside the parameters of its callee."""
    signature = callee.signature
    places = [
        each for each in signature.parameters if each.kind in ("positional_only", "positional_or_keyword")
    ]
    takes_rest = any(each.kind == "var_positional" for each in signature.parameters)
    starred = next((n for n, each in enumerate(node.args) if isinstance(each, ast.Starred)), len(node.args))
    plain = node.args[:starred]
    arguments = {place.name: argument for place, argument in zip(places, plain, strict=False)}
    beyond = tuple(plain[len(places) :])
    named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    doubled = tuple(name for name in named if name in arguments and _by_name(places, name))
    return Call(
        node,
        callee,
        arguments | named,
        surplus=() if takes_rest else beyond,
        missing=_missing(node, signature, {*arguments, *named}) if starred == len(node.args) else (),
        unknown=tuple(each for each in node.keywords if each.arg and not _takes(signature, each.arg)),
        twice=doubled,
        rest=beyond if takes_rest else (),
    )


def _by_name(places: list[Parameter], name: str) -> bool:
    return any(each.name == name and each.kind == "positional_or_keyword" for each in places)


def _takes(signature: Signature, name: str) -> bool:
    return signature.is_open or name in signature.keywords


def _missing(node: ast.Call, signature: Signature, given: set[str]) -> tuple[str, ...]:
    if any(keyword.arg is None for keyword in node.keywords):
        return ()
    return tuple(each.name for each in signature.required() if each.name not in given)
