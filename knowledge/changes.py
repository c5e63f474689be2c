"""What writers of Manim code get wrong about names, and what to write instead.

The facts are in `changes.toml`; each was tried on the Manim that is pinned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from knowledge.templates import fill, leftover, slots

Kind = Literal["name", "method", "keyword", "attribute", "import", "value", "base"]
Origin = Literal["manimgl", "removed", "renamed", "invented"]
KINDS: tuple[Kind, ...] = get_args(Kind)
WHOLE = ("{call}", "{arguments}")
GROUP = "[[group]]\n"
_Named = tuple[str, Mapping[str, Any]]
"""A name and the row that it stands in."""


@dataclass(frozen=True)
class Change:
    """A name that this Manim does not have, and what stands for it."""

    name: str
    kind: Kind
    origin: Origin
    on: str = ""
    """What it is written on: a class (its subclasses too), a function, a method, or `Class.method`; the kind of a
    value, such as "colour"; "" for anything."""
    since: str = ""
    """The version of Manim that changed it."""
    now: str = ""
    """The new name, or the new expression; "" where nothing takes its place."""
    template: str = ""
    """The new expression with places for the arguments; of a keyword, the new arguments or, with `{call}` or
    `{arguments}` (those of the call without it), the whole new expression."""
    merge: tuple[str, ...] = ()
    """Keywords that go into the template together."""
    loses: str = ""
    why: str = ""
    confidence: float = 0.9

    @property
    def wraps(self) -> bool:
        """Whether the template is a whole expression around the call that a keyword stands in."""
        return self.kind == "keyword" and any(each in self.template for each in WHOLE)


class Changes:
    """Answers what became of a name."""

    def __init__(self, text: str) -> None:
        """Take the text of the file; each kind of change is read when somebody first asks for it."""
        self._groups = text.split(GROUP)[1:]
        self._rows: dict[str, dict[str, list[_Named]]] = {}
        self._made: dict[tuple[str, str], tuple[Change, ...]] = {}

    def all(self) -> tuple[Change, ...]:
        """Return every change."""
        return tuple(
            change for kind in KINDS for name in self._named(kind) for change in self._known(kind, name)
        )

    def name(self, name: str) -> Change | None:
        """Return what became of a name of `from manim import *`."""
        return self._best("name", name, ("",))

    def base(self, name: str) -> Change | None:
        """Return what became of a class that one inherits from."""
        return self._best("base", name, ("",)) or self.name(name)

    def method(self, name: str, mro: Sequence[str]) -> Change | None:
        """Return what became of a method; `mro` is that of its object, empty if unknown."""
        return self._best("method", name, (*mro, ""))

    def attribute(self, name: str, mro: Sequence[str]) -> Change | None:
        """Return what became of an attribute; `mro` is that of its object, empty if unknown."""
        return self._best("attribute", name, (*mro, ""))

    def keyword(self, name: str, callee: str, mro: Sequence[str]) -> Change | None:
        """Return what became of a keyword of a class, function or method.

        `mro` is that of the class, or of the object whose method is called. Whether the callee has a keyword of that
        name after all, and takes the new one, is for the catalogue to say.
        """
        return self._best("keyword", name, _places(callee, mro))

    def value(self, kind_of_value: str, text: str) -> Change | None:
        """Return what to write for a value such as ("colour", "cyan"), quoted or not, in any case."""
        return self._best("value", _spelled(text), (kind_of_value,))

    def module(self, module: str) -> Change | None:
        """Return what became of a module, or of the package that it is in."""
        parts = module.split(".")
        prefixes = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
        return next((found for each in prefixes if (found := self._best("import", each, ("",)))), None)

    def expand(
        self, change: Change, positional: Sequence[str], keywords: Mapping[str, str], receiver: str = ""
    ) -> str | None:
        """Return the new expression for a call; None if its arguments do not fit the template.

        Arguments are source texts, starred ones with their star. `receiver` is the object of a method or attribute,
        and for a keyword the callee.
        """
        if change.kind == "keyword":
            return self._recalled(change, positional, keywords, receiver)
        if change.template:
            return fill(change.template, positional, keywords, receiver)
        if not change.now or change.kind not in ("name", "method", "base"):
            return change.now or None
        callee = f"{receiver}.{change.now}" if change.kind == "method" else change.now
        return f"{callee}({', '.join(_written(positional, keywords))})"

    def arguments(self, change: Change, keywords: Mapping[str, str]) -> str | None:
        """Return what stands for a keyword, and for those that merge with it, in the list of arguments.

        It is "" where the keyword only goes, None where the whole call changes or nothing is known to do.
        """
        if change.wraps:
            return "" if change.template == "{call}" else None
        if change.template:
            taken = {name: text for name, text in keywords.items() if name in self.taken(change)}
            return fill(change.template, (), taken, unused=taken)
        return f"{change.now}={keywords[change.name]}" if change.now else None

    def taken(self, change: Change) -> frozenset[str]:
        """Return the keywords that a change of a keyword uses up."""
        named = {name for slot in slots(change.template) for name in slot.names}
        return frozenset({change.name, *change.merge, *named} - {"call", "arguments"})

    def _recalled(
        self, change: Change, positional: Sequence[str], keywords: Mapping[str, str], callee: str
    ) -> str | None:
        """Write the call anew without the keyword, and with what stands for it."""
        rest = leftover(keywords, self.taken(change))
        if not change.wraps:
            new = self.arguments(change, keywords)
            written = [*_written(positional, rest), *([new] if new else [])]
            return None if new is None else f"{callee}({', '.join(written)})"
        arguments = ", ".join(_written(positional, rest))
        taken = {name: text for name, text in keywords.items() if name not in rest}
        whole = {**taken, "call": f"{callee}({arguments})", "arguments": arguments}
        return fill(change.template, (), whole, unused=(*taken, "call", "arguments"))

    def _best(self, kind: Kind, name: str, places: Iterable[str]) -> Change | None:
        """Return the change that stands on the first of some places."""
        candidates = self._known(kind, name)
        if not candidates:
            return None
        return next((each for place in places for each in candidates if each.on == place), None)

    def _known(self, kind: Kind, name: str) -> tuple[Change, ...]:
        key = (kind, name)
        if key not in self._made:
            rows = self._named(kind).get(name, ())
            self._made[key] = tuple(change for name, row in rows for change in _made(row, name))
        return self._made[key]

    def _named(self, kind: Kind) -> dict[str, list[_Named]]:
        """Return the rows of a kind by name."""
        if kind not in self._rows:
            found: dict[str, list[_Named]] = {}
            for row in _rows(self._groups, kind):
                for name in row.get("names") or (row["name"],):
                    found.setdefault(_spelled(name) if kind == "value" else name, []).append((name, row))
            self._rows[kind] = found
        return self._rows[kind]


def _places(callee: str, mro: Sequence[str]) -> Iterator[str]:
    """Yield what a keyword may be known on, the nearest first."""
    if callee == "__init__" or callee in mro or not mro:
        yield callee
        yield from mro
    else:
        yield from (f"{each}.{callee}" for each in mro)
        yield callee
    yield ""


def _spelled(value: str) -> str:
    """Return a value in the one spelling that stands for all: "Sky_Blue", "sky-blue" and 'sky blue' are one."""
    return re.sub(r"[\s_\-\"']", "", value).lower()


def _written(positional: Sequence[str], keywords: Mapping[str, str]) -> list[str]:
    return [*positional, *(f"{name}={text}" for name, text in keywords.items())]


@cache
def changes() -> Changes:
    """Return the changes known."""
    return Changes(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _rows(groups: Sequence[str], kind: Kind) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a kind, each with what its group says of them all; only groups of that kind are parsed."""
    import tomllib

    for text in groups:
        is_of_kind, as_value = text.startswith(f'kind = "{kind}"'), kind == "value" and "\nvalues = " in text
        if is_of_kind or as_value:
            group = tomllib.loads(GROUP + text)["group"][0]
            shared = {**group, "kind": "value", "on": group["values"]} if as_value else group
            yield from ({**shared, **row} for row in group.get("changes", ()))
            yield from (
                {**shared, "name": name, "now": now} for name, now in group.get("renames", {}).items()
            )


def _made(row: Mapping[str, Any], name: str) -> Iterator[Change]:
    """Yield what a row says of a name, one for each thing that it stands on."""
    now, since = row.get("now", "").replace("{name}", name), row.get("since", "")
    why = row["why"].replace("{name}", name).replace("{now}", now).replace("{since}", since)
    fields = {key: row[key] for key in ("kind", "origin", "template", "loses", "confidence") if key in row}
    merge = tuple(row.get("merge", ()))
    for on in _listed(row.get("on", "")):
        yield Change(name, on=on, since=since, now=now, merge=merge, why=why, **fields)


def _listed(one_or_more: str | list[str]) -> list[str]:
    return [one_or_more] if isinstance(one_or_more, str) else one_or_more
