"""Which parts of a text are formulas, and which are words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.check.rules.latex_literals import HOLE
from agent.check.rules.latex_reading import TO_TEXT, UNREAD, Reading, Token

_SHORT = frozenset("is of to in at if or an by on as we so no up be it do my us he me go vs".split())
_SPOKEN = frozenset(
    "sin cos tan log exp lim max min sup inf det dim ker gcd arg deg mod tanh sinh cosh relu erf sgn argmax argmin var cov std".split()
)
_NEUTRAL = re.compile(
    rf"(?:[-+*/=<>|(),.:;!\[\]'{HOLE}\d]|\\[,;:! {{}}|]|[A-Za-z](?![A-Za-z])|\\(?:q?quad|ldots|dots)(?![A-Za-z]))+\Z"
)
_OPERATOR = re.compile(
    r"(?:[-+*/=<>|]|\\(?:to|in|leq|geq|neq|approx|cdot|times|pm|rightarrow|Rightarrow)(?![A-Za-z]))+\Z"
)


def is_pure(text: str, reading: Reading, *, outside_only: bool = False) -> bool:
    """Return whether a text has no words in it, only what a formula would say."""
    return not any(True for _ in _words(text, reading, outside_only))


def _words(text: str, reading: Reading, outside_only: bool) -> Iterator[str]:
    blank = list(text)
    for token in reading.tokens:
        inside = token.is_math and (outside_only or token.kind != "other")
        if token.kind in ("word", "begin", "end", "symbol") or inside:
            blank[token.start : token.end] = " " * (token.end - token.start)
    bare = "".join(blank)
    for token in reading.tokens:
        if (
            token.kind == "word"
            and token.name in TO_TEXT
            and re.match(r"\s*\{\s*[A-Za-z]", text[token.end :])
        ):
            yield token.text
        if token.kind == "word" and token.name in UNREAD:
            bare = bare[: token.end] + re.sub(
                r"\{[^{}]*\}", lambda m: " " * len(m[0]), bare[token.end :], count=1
            )
    for match in re.finditer(r"(?<![A-Za-z])[^\W\d_]{2,}", bare):
        word = match[0]
        if not word.isascii() and not re.fullmatch(r"[A-Za-z\u00c0-\u024f]+", word):
            word = re.sub(r"[^A-Za-z]", "", word)
        is_spoken = (len(word) > 2 and word.lower() not in _SPOKEN) or word.lower() in _SHORT
        if is_spoken and not _is_script(text, match.start()):
            yield word


def _is_script(text: str, at: int) -> bool:
    """Return whether a word is raised or lowered, as in x_{max}."""
    return bool(re.search(r"[\^_]\{?\Z", text[:at]))


def is_in_name(text: str, at: int) -> bool:
    """Return whether the underscore at `at` stands in a name such as learning_rate."""
    before = re.search(r"[A-Za-z]{2,}[A-Za-z\d]*(?:\\?_[A-Za-z\d]+)*\Z", text[:at])
    behind = re.match(r"[A-Za-z]{2,}", text[at + 1 :])
    return bool(before and behind and text[: before.start()][-1:] != "\\")


def to_wrap(text: str, reading: Reading, out: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text that are to become formulas: around each token that needs one, what goes with it."""
    for region in dict.fromkeys(token.region for token in out):
        end = reading.ends.get(region, len(text))
        needed = [token for token in out if token.region == region]
        yield from _stretches(text, reading, region, end, needed)


def _stretches(
    text: str, reading: Reading, start: int, end: int, needed: list[Token]
) -> Iterator[tuple[int, int]]:
    chunks = list(_chunks(text, reading, start, end))
    marks = [any(first <= token.start < last for token in needed) for first, last in chunks]
    neutral = [bool(_NEUTRAL.match(text[first:last])) for first, last in chunks]
    foreign = [
        any(first <= each.start < last and each.is_math and each.region != start for each in reading.tokens)
        for first, last in chunks
    ]
    done = -1
    for index, marked in enumerate(marks):
        if not marked or index <= done:
            continue
        first = last = index
        while first - 1 > done and neutral[first - 1] and not foreign[first - 1]:
            first -= 1
        while last + 1 < len(chunks) and (marks[last + 1] or neutral[last + 1]) and not foreign[last + 1]:
            last += 1
        while (
            first < index
            and not marks[first]
            and _is_article(text[slice(*chunks[first])], text[slice(*chunks[first + 1])])
        ):
            first += 1
        while (
            last > index
            and not marks[last]
            and _is_article(text[slice(*chunks[last])], text[slice(*chunks[last - 1])])
        ):
            last -= 1
        done = last
        yield _trimmed(text, chunks[first][0], chunks[last][1])


def _is_article(chunk: str, neighbour: str) -> bool:
    return chunk.strip(",.;:") in ("a", "A", "I", "") and not _OPERATOR.match(neighbour)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the colon before it and the full stop behind it."""
    while end - start > 1 and text[end - 1] in ".,;:!?" and text[end - 2] != "\\":
        end -= 1
    lead = re.match(r"[A-Za-z]{3,}:\s*|[:;,]\s*", text[start:end])
    return start + (lead.end() if lead else 0), end


def _chunks(text: str, reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces between spaces, those in braces and environments kept whole."""
    depth, begun = 0, -1
    delta = {}
    for token in reading.tokens:
        if start <= token.start < end:
            delta[token.start] = {"open": 1, "begin": 1, "close": -1, "end": -1}.get(token.kind, 0)
            if token.kind == "dollar":
                delta[token.start] = 1 if token.region == start or not token.is_math else -1
    inside_formula = False
    for at in range(start, end):
        change = delta.get(at, 0)
        if change and text[at] == "$":
            inside_formula = not inside_formula
            change = 1 if inside_formula else -1
        depth = max(0, depth + change)
        if text[at].isspace() and not depth:
            if begun >= 0:
                yield begun, at
            begun = -1
        elif begun < 0:
            begun = at
    if begun >= 0:
        yield begun, end
