"""Templates of expressions, filled with the source texts of a call's arguments.

`{0}` is a positional argument, `{name}` a keyword's, `{0|name=default}` either or a default; `{*}` are the remaining
positional arguments, `{**}` the remaining keywords, `{self}` is the object of a method, `{-name}` takes an
argument, if it is there, and writes nothing. Of several templates with ` || ` between them, the first that fits is filled.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

SLOT = re.compile(r"\{(\*\*|\*|-?[A-Za-z_0-9|]+)(?:=([^{}]*))?\}")
OR = " || "
MANY = frozenset({"*", "**", "arguments"})
"""Places that may stay empty: the comma beside them goes too."""
ATOMS = ast.Name | ast.Constant | ast.Attribute | ast.Call | ast.Subscript | ast.List | ast.Dict | ast.Set


@dataclass(frozen=True)
class Slot:
    """A place in a template."""

    names: tuple[str, ...]
    default: str | None
    is_dropped: bool
    start: int
    end: int


class _DoesNotFit(Exception):
    """The arguments of a call and a template do not go together."""


def slots(template: str) -> Iterator[Slot]:
    """Yield the places of a template, in order."""
    for found in SLOT.finditer(template):
        yield Slot(tuple(found[1].lstrip("-").split("|")), found[2], found[1][0] == "-", *found.span())


def leftover(keywords: Mapping[str, str], taken: Collection[str]) -> dict[str, str]:
    """Return the keywords that are not taken."""
    return {name: text for name, text in keywords.items() if name not in taken}


def fill(
    template: str,
    positional: Sequence[str],
    keywords: Mapping[str, str],
    receiver: str = "",
    unused: Collection[str] = (),
) -> str | None:
    """Return the template with its places filled; None if an argument is missing or left over.

    Arguments are source texts; `unused` names keywords that may be left over.
    """
    filled = (_filled(each, positional, keywords, receiver, unused) for each in template.split(OR))
    return next((text for text in filled if text is not None), None)


def _filled(
    template: str,
    positional: Sequence[str],
    keywords: Mapping[str, str],
    receiver: str,
    unused: Collection[str],
) -> str | None:
    places = list(slots(template))
    names = {name for slot in places for name in slot.names}
    try:
        texts = [_text(slot, names, positional, keywords, receiver) for slot in places]
    except _DoesNotFit:
        return None
    if not _all_used(names, positional, leftover(keywords, unused)):
        return None
    return _joined(template, places, texts)


def _text(
    slot: Slot, names: set[str], positional: Sequence[str], keywords: Mapping[str, str], receiver: str
) -> str:
    match slot.names:
        case ("*",):
            return ", ".join(positional[_taken(names) :])
        case ("**",):
            return ", ".join(f"{name}={text}" for name, text in leftover(keywords, names).items())
        case ("self",):
            return receiver
    if slot.is_dropped:
        return ""
    for name in slot.names:
        if name.isdigit() and int(name) < len(positional):
            return _plain(positional, int(name))
        if name in keywords:
            return keywords[name]
    if slot.default is None or any(each.startswith("*") for each in positional[: _taken(names)]):
        raise _DoesNotFit
    return slot.default


def _plain(positional: Sequence[str], index: int) -> str:
    """Return a positional argument whose place is sure: none before it is starred."""
    if any(text.startswith("*") for text in positional[: index + 1]):
        raise _DoesNotFit
    return positional[index]


def _taken(names: Collection[str]) -> int:
    """Return how many positional arguments a template names."""
    return 1 + max((int(name) for name in names if name.isdigit()), default=-1)


def _all_used(names: set[str], positional: Sequence[str], keywords: Mapping[str, str]) -> bool:
    twice = any(text.startswith("**") for text in positional)
    return (
        not twice
        and ("*" in names or len(positional) <= _taken(names))
        and ("**" in names or set(keywords) <= names)
    )


def _joined(template: str, places: Sequence[Slot], texts: Sequence[str]) -> str:
    """Put texts in their places, without the commas that an empty one leaves."""
    done, end = "", 0
    for slot, text in zip(places, texts, strict=True):
        done += template[end : slot.start]
        end = slot.end
        if text or slot.names[0] not in MANY:
            done += (
                text
                if slot.is_dropped or slot.names[0] in MANY or _stands_alone(done, template[end:])
                else _atom(text)
            )
        elif done.endswith(", "):
            done = done[:-2]
        elif template.startswith(", ", end):
            end += 2
    return done + template[end:]


def _stands_alone(before: str, after: str) -> bool:
    """Whether commas or brackets are all that a place is next to."""
    opened = not before or re.search(r"[(\[{,=:]\s*$", before) is not None
    return opened and (not after or after[0] in ",)]}")


def _atom(text: str) -> str:
    """Return an expression that may be written next to an operator or a dot."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return f"({text})"
    is_atom = isinstance(tree, ATOMS) or (isinstance(tree, ast.Tuple) and text.startswith("("))
    return text if is_atom else f"({text})"
