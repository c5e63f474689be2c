"""The characters that a string literal stands for, each with its place in the source."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent.check.program import Edit, Program

HOLE = "\ufffc"
"""Stands for what is only known when the program runs."""
_BETWEEN = re.compile(r"(?:\s|\\\r?\n|#[^\r\n]*)*")
_OPENS = re.compile(r"(?P<prefix>[rRbBuUfF]{0,2})(?P<quote>'''|\"\"\"|'|\")")
_ESCAPE = re.compile(
    r"\\(?:\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^{}]+\}|.)", re.DOTALL
)
_SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "\n": "", "\r": "", "\r\n": "",
}  # fmt: skip


@dataclass(frozen=True)
class Literal:
    """One literal of the source, from its prefix to its closing quote."""

    start: int
    inside: int
    """Offset of the first character between the quotes."""
    inside_end: int
    end: int
    raw: bool
    braces_doubled: bool
    """Whether a brace has to be written twice: in an f-string, or where `format` is called on it."""
    percents_doubled: bool
    quote: str

    def written(self, tex: str) -> str | None:
        """Return how `tex` is written in this literal; None where it cannot be."""
        if self.quote in tex or "\n" in tex:
            return None
        text = tex if self.raw else tex.replace("\\", "\\\\")
        if self.braces_doubled:
            text = text.replace("{", "{{").replace("}", "}}")
        return text.replace("%", "%%") if self.percents_doubled else text


Span = tuple[int, int, Literal | None]
"""Where a character stands, and in which literal; without one, it is none of the program's own letters."""


@dataclass(frozen=True)
class Letters:
    """A text that a program makes, with a HOLE for each part that is not known."""

    text: str
    spans: tuple[Span, ...]
    shared: bool = False
    """Whether the same literal is used elsewhere, too."""

    def __add__(self, other: Letters) -> Letters:
        return Letters(self.text + other.text, self.spans + other.spans, self.shared or other.shared)

    def cut(self, start: int, end: int) -> Letters:
        """Return the characters from `start` up to `end`."""
        return Letters(self.text[start:end], self.spans[start:end], self.shared)

    def replaced(self, start: int, end: int, tex: str) -> Edit | None:
        """Return the edit that writes `tex` for some characters; None where they do not stand in one literal."""
        if start == end:
            return self.inserted(start, tex)
        first, last = self.spans[start], self.spans[end - 1]
        if first[2] is None or first[2] is not last[2] or HOLE in self.text[start:end]:
            return None
        text = first[2].written(tex)
        return None if text is None else Edit(first[0], last[1], text)

    def inserted(self, at: int, tex: str) -> Edit | None:
        """Return the edit that puts `tex` in front of the character `at`, or behind the last."""
        for index, is_behind in ((at, False), (at - 1, True)):
            if 0 <= index < len(self.spans) and (literal := self.spans[index][2]) is not None:
                text = literal.written(tex)
                place = self.spans[index][1] if is_behind else self.spans[index][0]
                return None if text is None else Edit(place, place, text)
        return None

    def literals(self) -> tuple[Literal, ...]:
        """Return the literals that it is made of, in their order."""
        return tuple(dict.fromkeys(span[2] for span in self.spans if span[2] is not None))


def merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return edits with those of the same place made one, in their order."""
    made: dict[tuple[int, int], str] = {}
    for edit in edits:
        place = edit.start, edit.end
        if made.get(place) != edit.text or edit.start == edit.end:
            made[place] = made.get(place, "") + edit.text
    return tuple(Edit(*place, text) for place, text in made.items())


def hole(program: Program, node: ast.expr) -> Letters:
    """Return the text of something unknown."""
    return Letters(HOLE, ((program.start(node), program.end(node), None),))


def plain(program: Program, node: ast.expr, text: str) -> Letters:
    """Return a text that is known, but stands nowhere as it is, such as that of a number."""
    return Letters(text, ((program.start(node), program.end(node), None),) * len(text))


def read(program: Program, node: ast.Constant | ast.JoinedStr, how: str = "") -> Letters:
    """Return what a literal stands for; `how` it is filled: "", "format" or "%"."""
    found: list[tuple[str, Span]] = []
    at, end = program.start(node), program.end(node)
    while at < end:
        opening = _OPENS.match(program.text, at)
        if opening is None:
            return hole(program, node)
        literal = _literal(program.text, opening, how)
        if literal is None:
            return hole(program, node)
        found += _letters(program.text, literal, opening["prefix"].lower())
        between = _BETWEEN.match(program.text, literal.end)
        at = between.end() if between else literal.end
    text = "".join(letter for letter, _ in found)
    if text != _value(node):
        return hole(program, node)
    letters = Letters(text, tuple(span for letter, span in found if letter))
    return _filled(letters, how) if how else letters


def _value(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)


def _literal(text: str, opening: re.Match[str], how: str) -> Literal | None:
    quote, prefix = opening["quote"], opening["prefix"].lower()
    at = opening.end()
    while not text.startswith(quote, at):
        at += 2 if text[at : at + 1] == "\\" else 1
        if at >= len(text):
            return None
    return Literal(
        opening.start(),
        opening.end(),
        at,
        at + len(quote),
        "r" in prefix,
        "f" in prefix or how == "format",
        how == "%",
        quote,
    )


def _letters(text: str, literal: Literal, prefix: str) -> Iterator[tuple[str, Span]]:
    at, end = literal.inside, literal.inside_end
    while at < end:
        letter, width = text[at], 1
        if letter == "\\" and not literal.raw and (escape := _ESCAPE.match(text, at, end)):
            letter, width = _escaped(escape[0])
        elif "f" in prefix and text[at : at + 2] in ("{{", "}}"):
            width = 2
        elif "f" in prefix and letter == "{":
            letter, width = HOLE, _field_end(text, at, end) - at
        elif text[at : at + 2] == "\r\n":
            letter, width = "\n", 2
        if len(letter) > 1:  # an unknown escape: the backslash stands for itself
            yield letter[0], (at, at + 1, literal)
            yield letter[1], (at + 1, at + width, literal)
        else:
            yield letter, (at, at + width, literal)
        at += width


def _escaped(escape: str) -> tuple[str, int]:
    """Return what an escape stands for, and how long it is."""
    rest = escape[1:]
    if rest in _SIMPLE:
        return _SIMPLE[rest], len(escape)
    if rest[0] in "01234567":
        return chr(int(rest, 8)), len(escape)
    if len(rest) > 1 and rest[0] in "xuU":
        return chr(int(rest[1:], 16)), len(escape)
    if rest.startswith("N{"):
        return unicodedata.lookup(rest[2:-1]), len(escape)
    return escape[:2], 2


def _field_end(text: str, at: int, end: int) -> int:
    """Return the offset behind the field of an f-string that opens at `at`."""
    depth, quote = 0, ""
    while at < end:
        letter = text[at]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "{[(":
            depth += 1
        elif letter in "}])":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return end


_FIELDS = {
    "format": re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"),
    "%": re.compile(r"%(?:\([^()]*\))?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[a-zA-Z%]"),
}


def _filled(letters: Letters, how: str) -> Letters:
    """Return the text with its fields turned into holes."""
    done, at = Letters("", ()), 0
    for field in _FIELDS[how].finditer(letters.text):
        start, end = field.span()
        first, last = letters.spans[start], letters.spans[end - 1]
        doubled = field[0] in ("{{", "}}", "%%")
        span = (first[0], last[1], first[2] if doubled else None)
        done = done + letters.cut(at, start) + Letters(field[0][0] if doubled else HOLE, (span,))
        at = end
    return done + letters.cut(at, len(letters.text))
