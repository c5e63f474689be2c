"""Search/replace blocks in an answer, and the program that they make.

<<<<<<< SEARCH
whole lines as they stand in the program, once
=======
what takes their place
>>>>>>> REPLACE

All blocks of an answer are looked for in the program as it was, and made together or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from agent.answers import Extracted, code_of, remarks_of, thoughtless
from agent.problems import Problem

_OPENING = re.compile(r"^\s*<{5,9} ?SEARCH\b.*$")
_DIVIDER = re.compile(r"^\s*={5,9}\s*$")
_CLOSING = re.compile(r"^\s*>{5,9} ?REPLACE\b.*$")
_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})\s*\w*\s*$")


@dataclass(frozen=True)
class Block:
    """Lines to look for and what takes their place; `is_whole` unless the answer stopped inside it."""

    search: tuple[str, ...]
    replace: tuple[str, ...]
    is_whole: bool = True


@dataclass(frozen=True)
class _Place:
    """Where a block fits: its first line from nought, and how much further in the program has it."""

    start: int
    end: int
    offset: int


def program_of(text: str, base: str) -> Extracted:
    """Return the program that an answer gives: `base` with its blocks made, or the whole one that is in it."""
    blocks = blocks_of(text)
    if not blocks:
        return code_of(text)
    if not all(block.is_whole for block in blocks):
        return Extracted("", open_ended=True)
    return patched(base, blocks)


def remarks(text: str) -> str:
    """Return what an answer says beside its blocks or its program."""
    if not blocks_of(text):
        return remarks_of(text)
    kept, is_inside = [], False
    for line in thoughtless(text).splitlines():
        is_inside = is_inside or bool(_OPENING.match(line))
        if not is_inside and not _FENCE.match(line):
            kept.append(line)
        is_inside = is_inside and not _CLOSING.match(line)
    return "\n".join(kept).strip()


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the search/replace blocks of an answer, in their order."""
    found: list[Block] = []
    parts: list[list[str]] = []
    for line in thoughtless(text).splitlines():
        if _OPENING.match(line):
            parts = [[]]
        elif len(parts) == 1 and _DIVIDER.match(line):
            parts.append([])
        elif len(parts) == 2 and _CLOSING.match(line):
            found.append(Block(tuple(parts[0]), tuple(parts[1])))
            parts = []
        elif parts:
            parts[-1].append(line)
    if parts:
        found.append(Block(tuple(parts[0]), (), is_whole=False))
    return tuple(found)


def patched(base: str, blocks: Sequence[Block]) -> Extracted:
    """Return `base` with all blocks made, or what keeps them from it."""
    lines = base.rstrip("\n").split("\n")
    places = [_places(lines, block) for block in blocks]
    problems = [
        problem
        for number, (block, found) in enumerate(zip(blocks, places, strict=True), 1)
        if (problem := _problem(number, block, found, lines)) is not None
    ]
    if not problems and (twice := _overlap([found[0] for found in places])):
        problems = [twice]
    if problems:
        return Extracted("", problems=tuple(problems))
    for block, (place,) in sorted(
        zip(blocks, places, strict=True), key=lambda pair: pair[1][0].start, reverse=True
    ):
        lines[place.start : place.end] = [_shifted(line, place.offset) for line in block.replace]
    return Extracted("\n".join(lines) + "\n")


def _places(lines: Sequence[str], block: Block) -> list[_Place]:
    """Return where the lines stand as they are; where they do not, where they stand all as much further in or out."""
    wanted = [line.rstrip() for line in block.search]
    if not any(wanted):
        return []
    windows = range(len(lines) - len(wanted) + 1)
    offsets = {
        start: offset
        for start in windows
        if (offset := _offset(wanted, lines[start : start + len(wanted)])) is not None
    }
    exact = [start for start, offset in offsets.items() if offset == 0]
    return [_Place(start, start + len(wanted), offsets[start]) for start in exact or offsets]


def _offset(wanted: Sequence[str], lines: Sequence[str]) -> int | None:
    """Return how much further in lines stand than those that are wanted; None where they are others."""
    offset = None
    for one, other in zip(wanted, lines, strict=True):
        if one.strip() != other.strip():
            return None
        if one.strip():
            further = _indent(other) - _indent(one)
            if offset is None:
                offset = further
            elif further != offset:
                return None
    return offset


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _shifted(line: str, offset: int) -> str:
    if not line.strip():
        return ""
    return " " * offset + line if offset > 0 else line[min(-offset, _indent(line)) :]


def _problem(number: int, block: Block, found: Sequence[_Place], lines: Sequence[str]) -> Problem | None:
    """Return what keeps a block from being made."""
    if len(found) == 1:
        return None
    said = f"block {number} of the answer"
    if not any(line.strip() for line in block.search):
        return Problem("patch-unmatched", f"{said} has no lines to search for, so nothing was changed")
    if found:
        at = ", ".join(f"{each.start + 1} to {each.end}" for each in found)
        message = f"{said} matches more than once, so nothing was changed. It matches lines {at}: take in a neighbouring line"
        return Problem("patch-ambiguous", message)
    return Problem(
        "patch-unmatched", f"{said} matches nowhere, so nothing was changed. {_nearest(block, lines)}"
    )


def _nearest(block: Block, lines: Sequence[str]) -> str:
    """Say which line of the program is most like the first one that the program has not."""
    there = {line.strip(): n for n, line in reversed(list(enumerate(lines, 1)))}
    missing = next((line.strip() for line in block.search if line.strip() not in there), "")
    if not missing:
        return "The program has its lines, but not one after the other"
    near = get_close_matches(missing, there, n=1)
    hint = f"; most like it is line {there[near[0]]}: `{near[0]}`" if near else ""
    return f"The program has no line `{missing[:200]}`{hint}"


def _overlap(places: Sequence[_Place]) -> Problem | None:
    after = sorted(places, key=lambda place: place.start)
    for one, other in pairwise(after):
        if other.start < one.end:
            message = f"two blocks of the answer change line {other.start + 1}, so nothing was changed"
            return Problem("patch-ambiguous", message)
    return None
