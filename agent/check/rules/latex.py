"""LaTeX that does not compile, or does not mean what was meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from agent.check.program import Found, Mend, Program, Severity
from agent.check.rules import latex_cuts as cuts
from agent.check.rules import latex_escapes as escapes
from agent.check.rules.latex_balance import Balancer
from agent.check.rules.latex_formulas import Formula, Formulas
from agent.check.rules.latex_literals import HOLE
from agent.check.rules.latex_reading import ARGUMENTS, SIZES, Reading, Token, argument_end, read_tex
from knowledge.latex import Lexicon, lexicon

FORBIDDEN = frozenset(
    """
input include InputIfFileExists openin openout closein closeout read readline write immediate special catcode csname
usepackage RequirePackage documentclass scantokens newread newwrite ShellEscape pdfliteral directlua endinput
""".split()
)
LONGEST = 3000
"""Characters of a formula that is looked at closely: the time it takes grows with their square."""
_REACHES_OUT = re.compile(
    r"\\(input|include|openin|openout|readline|read|write|immediate|catcode|csname|special)(?![A-Za-z])"
)


def find(program: Program) -> Iterator[Found]:
    """Yield what is wrong with the LaTeX of a program."""
    formulas = Formulas(program)
    seen: set[tuple[str, int, int]] = set()
    yield from _reaching_out(program)
    for formula in formulas:
        for found in _Judge(program, formula, formulas.own_template).find():
            if (key := (found.code, found.line, found.column)) not in seen:
                seen.add(key)
                yield found
    yield from escapes.of_keys(program)


def _reaching_out(program: Program) -> Iterator[Found]:
    """Yield the texts that would have TeX read or write files, wherever they stand."""
    for node in program.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\\" in node.value:
            match = _REACHES_OUT.search(node.value)
            if match and not isinstance(program.parents.get(node), ast.Expr):
                message = f"\\{match[1]} is not allowed: a formula may not reach out of itself"
                yield program.found("latex-forbidden", node, message)


@dataclass(frozen=True)
class _Judge:
    program: Program
    formula: Formula
    own_template: bool

    @cached_property
    def lexicon(self) -> Lexicon:
        return lexicon()

    @cached_property
    def reading(self) -> Reading:
        return read_tex(self.formula.text, bool(self.formula.is_math), self.lexicon)

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens that are sure to be read as such."""
        return [each for each in self.reading.tokens if each.start < self.reading.sure_until]

    @property
    def is_all_sure(self) -> bool:
        return self.formula.is_known and self.reading.sure_until > len(self.formula.text)

    @property
    def mender(self) -> Balancer:
        return Balancer(self.program, self.formula, self.reading, self.lexicon)

    def find(self) -> Iterator[Found]:
        taken = [
            *escapes.swallowed(self.program, self.formula),
            *escapes.braces(self.program, self.formula, self.lexicon),
        ]
        yield from taken
        if taken and any(each.severity == "error" or "\\" in each.message for each in taken):
            return  # what it says is not what was meant
        if not re.search(r"[\\$^_{}&#%\n]|[^\x00-\x7f]", self.formula.text.replace(HOLE, "")):
            return
        rules: list[Callable[[], Iterator[Found]]] = [self._forbidden, self._unknown]
        if len(self.formula.text) > LONGEST:
            rules = [self._forbidden]
        elif self.formula.is_math is not None:
            rules += [
                self._environments, self._math_in_text, self._text_in_math, self._special, self._characters,
                self._unbalanced, self._delimiters, self._scripts, self._blank_lines,
            ]  # fmt: skip
            cut = list(cuts.find(self.program, self.formula, self.reading))
            yield from cut
            if not cut:
                rules.append(self._arguments)
        for rule in rules:
            yield from rule()

    def _found(
        self,
        code: str,
        at: int,
        message: str,
        *,
        severity: Severity = "error",
        suggestions: tuple[str, ...] = (),
        fixes: tuple[Mend | None, ...] = (),
    ) -> Found:
        spans = self.formula.letters.spans
        start = spans[min(at, len(spans) - 1)][0] if spans else self.program.start(self.formula.node)
        line, column = self.program.place(start)
        ways = tuple(each for each in fixes if each is not None)
        return Found(code, message, line, column, severity, suggestions, ways)

    # commands and environments

    def _forbidden(self) -> Iterator[Found]:
        for token in self.reading.tokens:
            if token.kind == "word" and token.name in FORBIDDEN and not _REACHES_OUT.match(token.text):
                message = f"\\{token.name} is not allowed: a formula may not reach out of itself"
                yield self._found("latex-forbidden", token.start, message)
        if (at := self.formula.text.find("^^")) >= 0:
            yield self._found("latex-forbidden", at, "^^ hides characters from the check and is not allowed")

    def _unknown(self) -> Iterator[Found]:
        if self.own_template:
            return
        for token in self.tokens:
            if token.kind != "word" or token.name in self.lexicon.commands or token.name in FORBIDDEN:
                continue
            if self.formula.text[token.end : token.end + 1] == HOLE and not token.text.endswith("*"):
                continue
            means, fixes = self.mender.command(token)
            message = f"LaTeX does not know the command \\{token.name}"
            message += f"; write {' or '.join(means)}" if means else ""
            yield self._found("latex-unknown-command", token.start, message, suggestions=means, fixes=fixes)

    def _environments(self) -> Iterator[Found]:
        for token in self.tokens:
            if token.kind != "begin" or self.own_template:
                continue
            if HOLE in token.name:
                continue
            if token.name not in self.lexicon.environments:
                near, fixes = self.mender.environment(token)
                message = f"LaTeX does not know the environment {token.name}"
                yield self._found(
                    "latex-unknown-command", token.start, message, suggestions=near, fixes=fixes
                )
            elif token.is_math and token.name in self.lexicon.text_environments:
                message = f"the environment {token.name} cannot stand inside a formula"
                if self.formula.call is not None:
                    message += ", and MathTex has made one already"
                yield self._found(
                    "latex-text-in-math", token.start, message, fixes=self.mender.without_environment(token)
                )

    # modes

    def _is_out_of_place(self, token: Token) -> bool:
        """Return whether a token belongs into a formula, and stands in text."""
        if token.is_math:
            return False
        if token.kind == "word":
            spared = token.name in ("left", "right") and not self.formula.has_equal_delimiters
            return token.name in self.lexicon.math_commands and not spared
        if token.kind == "begin":
            return token.name in self.lexicon.math_environments and not self.own_template
        return token.kind == "mark" and token.text in "_^"

    def _math_in_text(self) -> Iterator[Found]:
        out = [each for each in self.tokens if self._is_out_of_place(each)]
        if not out or (not self.formula.is_known and _may_open_formula(self.formula, out[0])):
            return
        names = ", ".join(dict.fromkeys(each.text for each in out if each.kind != "begin")) or out[0].name
        marks = all(each.kind == "mark" for each in out)
        where = "inside \\text" if self.formula.is_math else "in the text of a Tex"
        message = f"{names} only means something in a formula, and stands {where}: put the formula in $…$"
        message += "" if self.formula.is_math else " or use MathTex"
        yield self._found(
            "latex-special" if marks else "latex-math-in-text",
            out[0].start,
            message,
            fixes=self.mender.settled(out),
        )

    def _text_in_math(self) -> Iterator[Found]:
        dollars = [
            each
            for each in self.reading.strays
            if each.kind == "dollar" or (each.kind == "symbol" and each.text in ("\\)", "\\]"))
        ]
        if dollars and dollars[0].is_math and dollars[0].start < self.reading.sure_until:
            message = "a $ inside of a formula: MathTex is a formula from its beginning to its end"
            yield self._found(
                "latex-text-in-math", dollars[0].start, message, fixes=self.mender.without_dollars()
            )
        for token in self.tokens:
            if token.kind == "word" and token.is_math and token.name in self.lexicon.text_commands:
                message = f"\\{token.name} only works in text, not in a formula"
                yield self._found(
                    "latex-text-in-math", token.start, message, fixes=self.mender.text_command(token)
                )

    def _special(self) -> Iterator[Found]:
        for token in self.tokens:
            if token.kind == "percent":
                what, severity = "the rest of its line is a comment to LaTeX", self._of_percent(token)
            elif token.kind == "mark" and token.text == "#":
                what, severity = "LaTeX takes it for a parameter", "error"
            elif token.kind == "mark" and token.text == "&" and self._is_stray(token):
                what, severity = "LaTeX takes it for the next column of a table", "error"
            else:
                continue
            message = f"an unescaped {token.text}: {what}; write \\{token.text}"
            edit = self.formula.letters.replaced(token.start, token.start + 1, f"\\{token.text}")
            fix = Mend(f"mend-latex-escape-{_NAMES[token.text]}", (edit,), 0.95) if edit else None
            yield self._found("latex-special", token.start, message, severity=severity, fixes=(fix,))

    def _is_stray(self, token: Token) -> bool:
        """Return whether an ampersand is in no table; one may begin in what is not known."""
        return not (token.is_aligned or token.is_math or HOLE in self.formula.text[: token.start])

    def _of_percent(self, token: Token) -> Severity:
        """A comment at the end of one of several lines is good style; in a single line it eats Manim's own mark."""
        end = next((end for start, end in self.formula.parts if start <= token.start < end), 0)
        return "warning" if "\n" in self.formula.text[token.start : end] else "error"

    def _characters(self) -> Iterator[Found]:
        if self.own_template:
            return
        bad = [each for each in self.tokens if each.kind == "other" and self._is_unset(each)]
        lost = [
            each
            for each in bad
            if each.is_math
            and each.text in self.lexicon.lost_characters
            and self.formula.text[: each.start].rstrip()[-1:] not in ("^", "_")
        ]
        for some, severity in (([each for each in bad if each not in lost], "error"), (lost, "warning")):
            if not some:
                continue
            pairs = dict.fromkeys((each.text, self.lexicon.meaning(each.text)) for each in some)
            told = ", ".join(f"{character} ({tex})" if tex else character for character, tex in pairs)
            verb = "shows nothing for" if severity == "warning" else "does not know"
            message = f"LaTeX {verb} {told} {'in a formula' if some[0].is_math else 'in text'}"
            yield self._found(
                "latex-unicode",
                some[0].start,
                message,
                severity="warning" if severity == "warning" else "error",
                suggestions=tuple(tex for _, tex in pairs if tex),
                fixes=self.mender.characters(bad),
            )

    def _is_unset(self, token: Token) -> bool:
        if token.text.isascii():
            return False
        known = self.lexicon.math_characters if token.is_math else self.lexicon.text_characters
        return token.text not in known

    # what belongs together

    def _unbalanced(self) -> Iterator[Found]:
        if not self.is_all_sure:
            return
        yield from self._braces()
        opened = [each for each in self.reading.unclosed if each.opener in ("$", "$$")]
        if opened and not self.formula.is_math:
            message = "a $ that no other $ closes"
            yield self._found(
                "latex-unbalanced", opened[0].start, message, fixes=self.mender.dollar(opened[0].start)
            )
        for group in self.reading.unclosed:
            if group.opener not in ("{", "$", "$$", "\\(", "\\["):
                message = f"\\begin{{{group.opener}}} has no \\end{{{group.opener}}}"
                fixes = self.mender.ended(group.opener)
                yield self._found("latex-unbalanced", group.start, message, fixes=fixes)
        for token in self.reading.strays:
            if token.kind == "end":
                message = f"\\end{{{token.name}}} closes nothing that is open"
                yield self._found(
                    "latex-unbalanced", token.start, message, fixes=self.mender.stray_end(token)
                )

    def _braces(self) -> Iterator[Found]:
        lefts, rights = self.mender.counted_braces
        unclosed = [each.start for each in self.reading.unclosed if each.opener == "{"]
        strays = [each.start for each in self.reading.strays if each.kind == "close"]
        if re.search(r"\\(?:left|right) *[{}]", self.formula.text):
            return  # told of as a delimiter
        if lefts == rights:
            tangled = [each for each in self.reading.unclosed if each.opener != "{"]
            if strays and unclosed and not tangled and strays[0] < unclosed[0]:
                yield self._found("latex-unbalanced", strays[0], "a } that closes nothing")
            return
        at = unclosed[0] if unclosed else strays[0] if strays else 0
        message = "a { that no } closes" if lefts > rights else "a } that closes nothing"
        yield self._found(
            "latex-unbalanced",
            at,
            f"{message}; Manim adds one at the {'end' if lefts > rights else 'beginning'}",
            severity="warning",
            fixes=self.mender.braces(at, lefts - rights),
        )

    def _delimiters(self) -> Iterator[Found]:
        words = [each for each in self.tokens if each.kind == "word" and each.name in SIZES]
        for token in words:
            behind = self.formula.text[token.end :].lstrip(" ")[:1]
            if token.is_math and behind and behind in "{}" and token.name in ("left", "right"):
                message = f"\\{token.name}{behind} is no delimiter: write \\{token.name}\\{behind}"
                yield self._found(
                    "latex-unbalanced", token.start, message, fixes=self.mender.delimiter(token)
                )
        lefts = [each for each in words if each.name == "left"]
        rights = [each for each in words if each.name == "right"]
        if len(lefts) == len(rights) or not self.is_all_sure:
            return
        arrows = re.search(r"\\(left|right)(?=[a-z])", self.formula.text)
        breaks = self.formula.has_equal_delimiters or bool(arrows)
        at = (lefts or rights)[0].start
        message = f"{len(lefts)} \\left and {len(rights)} \\right"
        if breaks and arrows and not self.formula.has_equal_delimiters:
            message += "; Manim then also breaks the commands that begin so, such as \\rightarrow"
        yield self._found(
            "latex-unbalanced",
            at,
            message,
            severity="error" if breaks else "warning",
            fixes=self.mender.paired(lefts, rights),
        )

    def _scripts(self) -> Iterator[Found]:
        text = self.formula.text
        edges = {edge for part in self.formula.parts for edge in part}
        for token in self.tokens:
            if token.kind != "mark" or token.text not in "_^" or not token.is_math:
                continue
            span = argument_end(text, token.end)
            if span is None or text[span[0]] in HOLE + "^_":
                continue
            second = re.compile(r"\s*([\^_'])").match(text, span[1])
            if second is None or any(span[1] <= edge <= second.start(1) for edge in edges):
                continue
            if second[1] == token.text or (second[1] == "'" and token.text == "^"):
                what = "superscripts" if token.text == "^" else "subscripts"
                message = f"two {what} on one thing: put it and the first one into braces"
                fixes = self.mender.double_script(token, span, second.start(1), second[1])
                yield self._found("latex-double-script", second.start(1), message, fixes=fixes)

    def _blank_lines(self) -> Iterator[Found]:
        for match in re.finditer(r"\n[ \t]*\n", self.formula.text):
            before = [each for each in self.tokens if each.start <= match.start()]
            if before and before[-1].is_math:
                message = "an empty line inside of a formula ends it too early"
                edit = self.formula.letters.replaced(match.start(), match.end() - 1, "")
                fix = Mend("mend-latex-blank-line", (edit,), 0.95) if edit else None
                yield self._found("latex-blank-line", match.start(), message, fixes=(fix,))

    def _arguments(self) -> Iterator[Found]:
        """Yield commands that get to the end of the formula without what they need."""
        text = self.mender.closed_text
        if text is None or not self.is_all_sure:
            return
        for token in self.tokens:
            wanted = _needs(token)
            if not wanted or token.text in "&#" or not token.is_math:
                continue
            at = token.end
            option = re.compile(r"\s*\[[^\[\]]*\]").match(text, at) if token.name == "sqrt" else None
            at = option.end() if option else at
            for number in range(wanted):
                span = argument_end(text, at)
                if span is None or text[span[0]] in "^_":
                    message = f"{token.text} lacks {'what comes after it' if wanted == 1 else f'argument {number + 1} of {wanted}'}"
                    yield self._found(
                        "latex-argument", token.start, message, fixes=self.mender.argument(token)
                    )
                    break
                at = span[1]


def _needs(token: Token) -> int:
    """Return how many arguments a token needs, a delimiter counted as one."""
    if token.kind == "word":
        return 1 if token.name in SIZES else ARGUMENTS.get(token.name, 0)
    return int(token.kind == "mark")


_NAMES = {"%": "percent", "#": "hash", "&": "ampersand"}


def _may_open_formula(formula: Formula, token: Token) -> bool:
    """Return whether what is not known yet could have opened a formula before the token: it alone can have a $."""
    before = formula.text[: token.start]
    return HOLE in before and "$" in formula.text[token.end :] and formula.text.count("$") % 2 == 1
