"""Apply mends while they leave fewer problems."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.check.brackets import mended as parsed
from agent.check.examining import Finder, examine
from agent.check.parsing import Unparsable, parse
from agent.check.program import Found, Mend, applied
from knowledge.catalogue import Catalogue
from knowledge.changes import Changes

MOST_ROUNDS = 12
Examined = Callable[[str], tuple[Found, ...] | None]
"""Says what is wrong with a text; None of one that is no program."""


@dataclass(frozen=True)
class Applied:
    """A mend that was made."""

    code: str
    line: int
    diff: str
    loses: str = ""
    confidence: float = 0.9


@dataclass(frozen=True)
class _Stage:
    """A version of the program on its way."""

    text: str
    found: tuple[Found, ...]
    mends: tuple[Applied, ...]

    @property
    def weight(self) -> tuple[int, int]:
        return sum(each.severity == "error" for each in self.found), len(self.found)


def mend(
    text: str, catalogue: Catalogue, changes: Changes, promoted: Sequence[Finder]
) -> tuple[str, tuple[Applied, ...]]:
    """Return the text with everything mended that is mechanical, and what was done."""

    def examined(text: str) -> tuple[Found, ...] | None:
        try:
            return examine(text, parse(text), catalogue, changes, promoted)
        except Unparsable:
            return None

    text, mends = _parsable(text)
    found = examined(text)
    if found is None:
        return text, ()
    stage = _Stage(text, found, mends)
    best, tried = stage, set[tuple[str, str, int]]()
    for _ in range(MOST_ROUNDS):
        following = _round(stage, tried, examined)
        if following is None:
            break
        stage = following
        if stage.weight < best.weight:
            best = stage
    return best.text, best.mends


def _parsable(text: str) -> tuple[str, tuple[Applied, ...]]:
    try:
        parse(text)
    except Unparsable as error:
        found = parsed(text)
        if found is None:
            return text, ()
        new, did = found
        return new, (Applied("mend-syntax", error.line or 1, diff(text, new), did, 0.7),)
    return text, ()


def _round(stage: _Stage, tried: set[tuple[str, str, int]], examined: Examined) -> _Stage | None:
    """Make all mends at once that do not touch each other; where that does harm, the first alone, and so on."""
    wanted = _wanted(stage.found, tried)
    while wanted:
        chosen = _apart(wanted)
        new = applied(stage.text, tuple(edit for _, one in chosen for edit in one.edits))
        after = examined(new)
        if after is not None and new != stage.text:
            vain = _vain(stage.found, [found for found, _ in chosen], after)
            tried |= {_key(found, one) for found, one in chosen if _said(found) in vain}
            done = tuple(_done(stage.text, found, one) for found, one in chosen)
            return _Stage(new, after, (*stage.mends, *done))
        if len(chosen) == 1:
            tried.add(_key(*chosen[0]))
            wanted = _wanted(stage.found, tried)
        else:
            wanted = wanted[:1] if wanted[0] in chosen else chosen[:1]
    return None


def _wanted(found: tuple[Found, ...], tried: set[tuple[str, str, int]]) -> list[tuple[Found, Mend]]:
    pairs = []
    for each in found:
        options = [one for one in each.mends if _key(each, one) not in tried]
        if options and (each.severity == "error" or options[0].confidence >= 0.8):
            pairs.append((each, options[0]))
    return pairs


def _key(found: Found, one: Mend) -> tuple[str, str, int]:
    return found.code, f"{one.code} {found.message} {[edit.text for edit in one.edits]}", len(one.edits)


def _apart(wanted: list[tuple[Found, Mend]]) -> list[tuple[Found, Mend]]:
    """Return the mends that do not overlap: whoever comes first in the text goes first, a whole mend or none."""
    chosen: list[tuple[Found, Mend]] = []
    taken: list[tuple[int, int]] = []
    for found, one in sorted(wanted, key=lambda pair: -pair[1].confidence):
        spans = [(edit.start, edit.end) for edit in one.edits]
        if any(start <= end_ and start_ <= end for start, end in spans for start_, end_ in taken):
            continue
        taken += spans
        chosen.append((found, one))
    return chosen


def _said(found: Found) -> tuple[str, str]:
    return found.code, found.message


def _vain(before: tuple[Found, ...], chosen: list[Found], after: tuple[Found, ...]) -> set[tuple[str, str]]:
    """Return what is said as often as if some of the mends had not been made."""
    were, meant, are = (Counter(map(_said, each)) for each in (before, chosen, after))
    return {said for said in meant if are[said] > were[said] - meant[said]}


def _done(text: str, found: Found, one: Mend) -> Applied:
    return Applied(one.code, found.line, diff(text, applied(text, one.edits)), one.loses, one.confidence)


def diff(before: str, after: str) -> str:
    """Return what has changed, line by line, as a unified diff without its head."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(list(lines)[2:])
