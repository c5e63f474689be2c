"""Formulas that Manim cuts apart: it puts marks around each part and each text to be isolated, and TeX reads them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.check.program import Edit, Found, Mend, Program, Severity
from agent.check.rules.latex_formulas import Formula, first_isolated
from agent.check.rules.latex_literals import HOLE, merged
from agent.check.rules.latex_reading import ARGUMENTS, SIZES, TO_TEXT, Reading, Token, argument_end

_OPTION = re.compile(r"\s*\[[^\[\]]*\]")


@dataclass(frozen=True)
class _Cut:
    at: int
    key: tuple[str, ast.expr] | None = None
    is_end: bool = False
    """Whether the text to be isolated ends here: braces cannot heal that."""


def find(program: Program, formula: Formula, reading: Reading) -> Iterator[Found]:
    """Yield the commands that are cut off from what they need."""
    if not formula.is_math or (len(formula.parts) < 2 and not formula.keys):
        return
    cuts = list(_cuts(formula))
    for token in reading.tokens:
        if token.start >= reading.sure_until:
            return
        inside = next((cut for cut in cuts if token.start < cut.at < token.end), None)
        if inside is not None and token.kind in ("word", "begin", "end"):
            yield _inside(program, formula, token, inside)
        elif token.is_math and (off := _cut_off(formula.text, token, cuts)):
            yield _off(program, formula, token, off)


def _cuts(formula: Formula) -> Iterator[_Cut]:
    for _, end in formula.parts[:-1]:
        yield _Cut(end)
    keys = dict(formula.keys)
    for start, end in formula.parts:
        at = start
        while match := first_isolated(formula.text[at:end], keys):
            place, key = match
            yield _Cut(at + place, (key, keys[key]))
            yield _Cut(at + place + len(key), (key, keys[key]), is_end=True)
            at += place + len(key)


def _cut_off(text: str, token: Token, cuts: list[_Cut]) -> list[_Cut]:
    """Return the cuts that stand between a token and what it needs."""
    if token.kind == "mark" and token.text in "_^":
        wanted = 1
    elif token.kind == "word" and token.name not in TO_TEXT:
        wanted = 1 if token.name in SIZES else ARGUMENTS.get(token.name, 0)
    else:
        return []
    found, at = [], token.end
    option = _OPTION.match(text, at) if token.name == "sqrt" else None
    at = option.end() if option else at
    for _ in range(wanted):
        found += [cut for cut in cuts if _reaches(text, at, cut.at)][:1]
        span = argument_end(text, at)
        if span is None:
            break
        at = span[1]
    return found


def _reaches(text: str, start: int, cut: int) -> bool:
    """Return whether only space stands between two places."""
    return start <= cut and not text[start:cut].strip()


def _off(program: Program, formula: Formula, token: Token, cuts: list[_Cut]) -> Found:
    key = next((cut.key for cut in cuts if cut.key), None)
    who = f"isolating {key[0]!r}" if key else "the split into parts"
    message = f"{who} cuts {token.text} off from what comes after it, and LaTeX fails: keep them in one pair of braces"
    fixes = [_braced(program, formula, token, cuts), *(_without_key(program, formula, cut) for cut in cuts)]
    return _found(program, formula, token, message, "error", fixes)


def _braced(program: Program, formula: Formula, token: Token, cuts: list[_Cut]) -> Mend | None:
    """Return the mend that puts what a command needs into braces, the cut with it."""
    edits = [edit for cut in cuts for edit in _in_braces(program, formula, cut)]
    sure = [edit for edit in edits if edit is not None]
    if token.name in SIZES or formula.letters.shared or len(sure) != len(edits):
        return None
    return Mend("mend-latex-cut", merged(sure), 0.9)


def _in_braces(program: Program, formula: Formula, cut: _Cut) -> tuple[Edit | None, ...]:
    span = argument_end(formula.text, cut.at)
    if cut.is_end or span is None or formula.text[span[0]] in "^_" + HOLE:
        return (None,)
    if cut.key:
        return formula.letters.inserted(cut.at, "{"), _behind(formula, span[1], "}")
    if (space := _before_double_brace(program, formula, span[0])) is not None:
        return (space,)
    return _behind(formula, cut.at, "{"), _behind(formula, span[1], "}")


def _before_double_brace(program: Program, formula: Formula, at: int) -> Edit | None:
    """Return the edit that takes out the space which makes Manim read two braces as a mark of its own."""
    start, _, literal = formula.letters.spans[at]
    before = re.compile(r"(\s+)\{\{\Z").search(program.text, max(0, start - 40), start)
    if literal is None or literal.braces_doubled or before is None or before.start() < literal.inside:
        return None
    return Edit(before.start(1), before.end(1), "")


def _behind(formula: Formula, at: int, tex: str) -> Edit | None:
    """Return the edit that writes `tex` behind the character before `at`."""
    return formula.letters.cut(0, at).inserted(at, tex)


def _inside(program: Program, formula: Formula, token: Token, cut: _Cut) -> Found:
    key = cut.key[0] if cut.key else ""
    message = f"{key!r} is also found inside of {token.text}, which Manim then cuts in two"
    return _found(program, formula, token, message, "error", [_without_key(program, formula, cut)])


def _without_key(program: Program, formula: Formula, cut: _Cut) -> Mend | None:
    """Return the mend that no longer isolates the text."""
    if cut.key is None:
        return None
    key, node = cut.key
    above = program.parents.get(node)
    if isinstance(above, ast.Dict):
        last: ast.expr = above.values[above.keys.index(node)]
    elif isinstance(above, ast.List | ast.Tuple | ast.Set):
        last = node
    else:
        return None
    start, end = program.start(node), program.end(last)
    comma = re.compile(r"\s*,[ \t]*").match(program.text, end)
    before = re.compile(r",\s*\Z").search(program.text, program.start(above), start)
    if comma:
        end = comma.end()
    elif before:
        start = before.start()
    edits = (Edit(start, end, ""),)
    return Mend("mend-latex-isolated", edits, 0.6, loses=f"{key} is not coloured or isolated any more")


def _found(
    program: Program,
    formula: Formula,
    token: Token,
    message: str,
    severity: Severity,
    fixes: list[Mend | None],
) -> Found:
    line, column = program.place(formula.letters.spans[token.start][0])
    ways = dict.fromkeys(each for each in fixes if each is not None)
    return Found("latex-cut", message, line, column, severity, (), tuple(ways))
