"""The LaTeX probe: the formulas of a program that are known without running it, compiled, all at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from agent.check.program import Found, Program
from agent.check.rules.latex_formulas import Formula, Formulas, are_paired, first_isolated

MOST = 300
UNCOMPILED = "it cannot be compiled"
"""How a message begins that says nothing about the formula."""
_OPEN, _CLOSE = "\\special{dvisvgm:raw <g id='unique%s'>}", "\\special{dvisvgm:raw </g>}"
_MARK = re.compile(r"(?:\\special\{|\.\.\.[^{}<]*\{?)dvisvgm:raw [^{}]*\}|\.\.\.[^{}]{0,40}'>\}|\.\.\.\}")
"""What Manim puts around parts, in TeX's messages also without its beginning."""


class Typesetter(Protocol):
    """Whatever compiles formulas, given as expression and environment, out of harm's way."""

    def typeset_errors(
        self, sources: Sequence[tuple[str, str | None]], seconds: float = 10.0
    ) -> tuple[str | None, ...]:
        """Return what TeX has against each of them; None where nothing."""
        ...


def typeset(program: Program, typesetter: Typesetter, seconds: float = 10.0) -> tuple[Found, ...]:
    """Return the formulas of a program that TeX refuses, each with what it says and where the formula stands."""
    formulas = Formulas(program)
    if formulas.own_template:
        return ()
    asked: dict[tuple[str, str | None], list[Formula]] = {}
    for formula in formulas:
        if formula.is_known and formula.is_math is not None and formula.is_marked:
            asked.setdefault((source(formula), formula.environment), []).append(formula)
    sources = list(asked)[:MOST]
    said = typesetter.typeset_errors(sources, seconds)
    wrong = {
        each: message
        for each, message in zip(sources, said, strict=True)
        if message and not message.startswith(UNCOMPILED)
    }
    return tuple(_found(program, formula, wrong[each]) for each in wrong for formula in asked[each])


def _found(program: Program, formula: Formula, message: str) -> Found:
    spans = formula.letters.spans
    line, column = program.place(spans[0][0] if spans else program.start(formula.node))
    said = _MARK.sub("", message)
    return Found("latex", f"LaTeX: {said} in the formula {formula.text}", line, column)


def source(formula: Formula) -> str:
    """Return what Manim hands to TeX for a formula, its marks and its own repairs included."""
    keys, count, parts = [key for key, _ in formula.keys], 0, []
    for number, (start, end) in enumerate(formula.parts):
        text, marked = formula.text[start:end], ""
        while match := first_isolated(text, keys):
            at, key = match
            mark = _OPEN % f"{count:03d}substring"
            marked += f"{text[:at]}{mark}{key}{_CLOSE}"
            text, count = text[at + len(key) :], count + 1
        following = formula.parts[number + 1][0] if number + 1 < len(formula.parts) else end
        parts.append(_OPEN % f"{number:03d}" + marked + text + formula.text[end:following] + _CLOSE)
    return _repaired("".join(parts).strip())


def _repaired(tex: str) -> str:
    """Return the text as Manim changes it where delimiters, braces or an array are not paired."""
    if not tex:
        return "\\quad"
    if not are_paired(tex):
        tex = tex.replace("\\left", "\\big").replace("\\right", "\\big")
    lefts = tex.count("{") - tex.count("\\{") + tex.count("\\\\{")
    rights = tex.count("}") - tex.count("\\}") + tex.count("\\\\}")
    tex = "{" * (rights - lefts) + tex + "}" * (lefts - rights)
    return "" if ("\\begin{array}" in tex) ^ ("\\end{array}" in tex) else tex
