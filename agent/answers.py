"""Take the code out of a model's answer, however it is wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.check.parsing import Unparsable, parse
from agent.problems import Problem

_THOUGHT = re.compile(r"\A\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[\w+-]*)[^\n]*$", re.MULTILINE)
_CODE_LINE = re.compile(r"^(from\s+[\w.]+\s+import\s|import\s+\w|class\s+\w+.*:|@\w|def\s+\w+\()")
_PYTHON = {"", "py", "python", "python3", "manim"}


@dataclass(frozen=True)
class Extracted:
    """The code of an answer; `open_ended` when the answer stopped inside it."""

    code: str
    open_ended: bool = False
    problems: tuple[Problem, ...] = ()
    """Why there is no code though the answer was to give some."""


def thoughtless(text: str) -> str:
    """Return an answer without what its model thought aloud before it."""
    return _THOUGHT.sub("", text.replace("\r\n", "\n"))


def code_of(text: str) -> Extracted:
    """Return the code in `text`: fenced or bare, among prose, after thoughts, possibly cut off.

    Of several blocks the scene is the last one that has a scene class; blocks before it that
    it does not stand without (helpers, imports) are put in front of it.
    """
    text = thoughtless(text)
    blocks = _fenced(text)
    if not blocks:
        bare = _bare(text)
        return Extracted(bare, open_ended=_stops_short(bare))
    return _joined(blocks)


def remarks_of(text: str) -> str:
    """Return what `text` says beside its code: all of it where there is no code."""
    text = thoughtless(text)
    code = code_of(text).code
    if not code:
        return text.strip()
    beside = re.sub(
        r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1[ \t]*$|\Z)", "", text, flags=re.DOTALL | re.MULTILINE
    )
    return "" if beside == text else beside.strip()


def _fenced(text: str) -> list[Extracted]:
    blocks: list[Extracted] = []
    position = 0
    while opening := _FENCE.search(text, position):
        closing = re.compile(rf"^[ \t]*{opening['fence']}[`~]*[ \t]*$", re.MULTILINE).search(
            text, opening.end()
        )
        body = text[opening.end() + 1 : closing.start() if closing else len(text)]
        if opening["language"].lower() in _PYTHON and body.strip():
            blocks.append(Extracted(_dedented(body), open_ended=closing is None))
        position = closing.end() if closing else len(text)
    return blocks


def _dedented(body: str) -> str:
    import textwrap

    return textwrap.dedent(body).strip("\n") + "\n"


def _joined(blocks: list[Extracted]) -> Extracted:
    scenes = [block for block in blocks if re.search(r"^class\s+\w+\(.*Scene.*\)", block.code, re.MULTILINE)]
    chosen = scenes[-1] if scenes else max(blocks, key=lambda block: len(block.code))
    if re.search(r"^(from manim|import manim)", chosen.code, re.MULTILINE) or len(scenes) > 1:
        return chosen
    before = [block.code for block in blocks[: blocks.index(chosen)] if _parses(block.code)]
    return Extracted("\n".join([*before, chosen.code]), chosen.open_ended)


def _bare(text: str) -> str:
    lines = text.strip("\n").splitlines()
    start = next((n for n, line in enumerate(lines) if _CODE_LINE.match(line)), None)
    if start is None:
        return ""
    code = lines[start:]
    for end in range(len(code), 0, -1):
        candidate = "\n".join(code[:end])
        if _parses(candidate):
            return candidate + "\n"
        if code[end - 1][:1].isspace():
            break
    unfinished = any(re.match(r"class\s+\w+", line) for line in code)
    return "\n".join(code) + "\n" if unfinished else ""


def _parses(code: str) -> bool:
    try:
        parse(code)
    except Unparsable:
        return False
    return True


def _stops_short(code: str) -> bool:
    """Whether `code` is unfinished at its very end rather than wrong in the middle."""
    try:
        parse(code)
    except Unparsable as error:
        last = len(code.rstrip().splitlines())
        return "was never closed" in str(error) or "unterminated" in str(error) or (error.line or 0) >= last
    return False
