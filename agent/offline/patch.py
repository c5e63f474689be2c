"""A change of a program as an answer gives it: search/replace blocks, or the whole program where they do not do."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from agent.patching import program_of

MOST_BLOCKS = 12
"""Of more, the whole program is easier to read."""


def answer_of(before: str, after: str) -> str:
    """Return the answer that makes `after` of the program `before`, as short as it may be."""
    blocks = "\n".join(_blocks(before.rstrip("\n").split("\n"), after.rstrip("\n").split("\n")))
    is_short = 0 < blocks.count("<<<<<<< SEARCH") <= MOST_BLOCKS
    if is_short and program_of(blocks, before).code.rstrip("\n") == after.rstrip("\n"):
        return blocks
    return f"```python\n{after.rstrip()}\n```\n"


def _blocks(before: list[str], after: list[str]) -> Iterator[str]:
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, start, end, other, last in changes:
        if kind == "equal":
            continue
        up, down = _room(before, start, end)
        search = before[start - up : end + down]
        replace = [*before[start - up : start], *after[other:last], *before[end : end + down]]
        yield "\n".join(["<<<<<<< SEARCH", *search, "=======", *replace, ">>>>>>> REPLACE"])


def _room(lines: list[str], start: int, end: int) -> tuple[int, int]:
    """Return how many lines above and below a change it takes for it to stand in one place only."""
    up, down = 0, int(start == end)
    while _count(lines, lines[start - up : end + down]) != 1:
        if start - up > 0:
            up += 1
        elif end + down < len(lines):
            down += 1
        else:
            break
    return up, down


def _count(lines: list[str], part: list[str]) -> int:
    if not any(line.strip() for line in part):
        return 0
    wanted = [line.strip() for line in part]
    windows = range(len(lines) - len(wanted) + 1)
    return sum([line.strip() for line in lines[at : at + len(wanted)]] == wanted for at in windows)
