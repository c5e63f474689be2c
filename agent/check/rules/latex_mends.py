"""Mends of LaTeX: edits of the program's own text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby

from agent.check.program import Edit, Mend, Program
from agent.check.rules import latex_segments as segments
from agent.check.rules.latex_formulas import Formula, called
from agent.check.rules.latex_literals import merged
from agent.check.rules.latex_reading import Reading, Token, argument_end, read_tex
from knowledge.latex import Lexicon, script_of

FUNCTIONS = frozenset(
    "sin cos tan cot sec csc log ln exp lim max min sup inf det dim ker gcd arg deg sum int prod pi mu nu xi".split()
)
_ROOT = re.compile(
    r"\([^()]*\)|\\[A-Za-z]+|\d+(?:\.\d+)?|[A-Za-z][\u2080-\u209c\u00b2\u00b3\u00b9\u2070-\u207f]*"
)
_FOR_TEXT = frozenset(
    {"font_size", "color", "stroke_width", "stroke_color", "fill_color", "fill_opacity", "z_index"}
)


@dataclass(frozen=True)
class Mender:
    """Mends one formula."""

    program: Program
    formula: Formula
    reading: Reading
    lexicon: Lexicon

    @property
    def text(self) -> str:
        """What TeX reads."""
        return self.formula.text

    def mend(
        self,
        code: str,
        edits: Iterable[Edit | None],
        confidence: float,
        loses: str = "",
        *,
        shared: bool = False,
    ) -> Mend | None:
        """Return a mend; None where an edit is not possible, or would change what others read in another way."""
        made = tuple(edits)
        sure = tuple(each for each in made if each is not None)
        if not sure or len(sure) != len(made) or (self.formula.letters.shared and not shared):
            return None
        return Mend(code, merged(dict.fromkeys(sure)), confidence, loses)

    def replace(self, start: int, end: int, tex: str) -> Edit | None:
        """Return the edit that writes `tex` for some characters, if there is one."""
        return self.formula.letters.replaced(start, end, tex)

    def insert(self, at: int, tex: str) -> Edit | None:
        """Return the edit that puts `tex` before a character."""
        return self.formula.letters.inserted(at, tex)

    def behind(self, at: int, tex: str) -> Edit | None:
        """Return the edit that puts `tex` behind the character before `at`."""
        return self.formula.letters.cut(0, at).inserted(at, tex)

    # commands and environments

    def command(self, token: Token) -> tuple[tuple[str, ...], tuple[Mend | None, ...]]:
        """Return what to write for an unknown command, and the mends that do."""
        name = token.name
        means: list[tuple[str, float]] = []
        if (known := self.lexicon.replacements.get(name)) is not None:
            means.append((known, 0.9))
        nearest = self.lexicon.nearest(name)
        alike = [f"\\{each}" for each in nearest if len(each) >= len(name)]
        apart = self._apart(name)
        is_function = bool(apart) and apart[1:].partition(" ")[0] in FUNCTIONS
        ordered = [apart, *alike] if is_function else [*alike, apart]
        means += [(each, 0.85) for each in ordered if each]
        means += [(f"\\{each}", 0.8) for each in nearest if f"\\{each}" not in alike]
        fixes = [self._command(token, tex, confidence) for tex, confidence in means[:3]]
        if not any(fixes):
            word = f"\\operatorname{{{name}}}" if token.is_math else name
            edit = self.replace(token.start, token.end, word)
            told = f"\\{name} is written as a word"
            fixes = [self.mend("mend-latex-command", [edit], 0.4, loses=told, shared=True)]
        shown = tuple(dict.fromkeys(re.sub(r"#\d", "…", tex) for tex, _ in means[:3]))
        return shown, tuple(fixes)

    def _command(self, token: Token, tex: str, confidence: float) -> Mend | None:
        end = token.end
        for number in range(1, 4):
            if f"#{number}" not in tex:
                break
            span = argument_end(self.text, end)
            if span is None or self.text[span[0]] != "{":
                return None
            tex, end = tex.replace(f"#{number}", self.text[span[0] + 1 : span[1] - 1]), span[1]
        if tex[0] == "^" and self.text[: token.start].rstrip()[-1:] == "^":
            tex = tex[1:]
        if not token.is_math and any(
            each in self.lexicon.math_commands for each in re.findall(r"\\([A-Za-z]+)", tex)
        ):
            tex = f"${tex}$"
        edit = self.replace(token.start, end, tex + self._gap(tex, end))
        return self.mend("mend-latex-command", [edit], confidence, shared=True)

    def _gap(self, tex: str, end: int) -> str:
        """Return the space that keeps a command apart from a letter behind it."""
        return " " if re.search(r"\\[A-Za-z]+\Z", tex) and self.text[end : end + 1].isalpha() else ""

    def _apart(self, name: str) -> str:
        """Return a command and the letters that were written on to it, such as of \\sinx."""
        for length in (1, 2):
            head, rest = name[:-length], name[-length:]
            if (
                head in self.lexicon.commands
                and (len(head) > 2 or head in FUNCTIONS)
                and head not in ("the",)
            ):
                return f"\\{head} {rest}"
        return ""

    def environment(self, token: Token) -> tuple[tuple[str, ...], tuple[Mend | None, ...]]:
        """Return the environments that an unknown one may be, and the mends that take them."""
        near = tuple(get_close_matches(token.name, sorted(self.lexicon.environments), 3, 0.7))
        fixes = []
        for each in near[:2]:
            edits = [
                self.replace(name.start(1), name.end(1), each)
                for name in re.finditer(rf"\\(?:begin|end)\{{({re.escape(token.name)})\}}", self.text)
            ]
            fixes.append(self.mend("mend-latex-command", edits, 0.85, shared=True))
        return near, tuple(fixes)

    def without_environment(self, token: Token) -> tuple[Mend | None, ...]:
        """Return the mend that takes out an environment that makes the formula a second time."""
        if token.name.rstrip("*") not in ("align", "equation", "gather", "displaymath", "math", "eqnarray"):
            return ()
        edits = [
            self.replace(each.start, each.end, "")
            for each in self.reading.tokens
            if each.kind in ("begin", "end") and each.name == token.name
        ]
        return (self.mend("mend-latex-strip-environment", edits, 0.9),)

    # modes

    def settled(self, out: list[Token]) -> tuple[Mend | None, ...]:
        """Return the mends that put what belongs into a formula into one."""
        text = self.text
        pure = not self.formula.is_math and segments.is_pure(text, self.reading)
        to_math = self._to_math() if pure else None
        return (to_math, *self._escaped(out), self._wrapped(out))

    def _callee(self, name: str, other: str) -> Edit | None:
        call = self.formula.call
        if call is None or called(call) != name:
            return None
        end = self.program.end(call.func)
        return Edit(end - len(name), end, other)

    def _to_math(self) -> Mend | None:
        callee = self._callee("Tex", "MathTex")
        dollars = [
            self.replace(each.start, each.end, "") for each in self.reading.tokens if each.kind == "dollar"
        ]
        characters = list(self._character_edits(self._unset(self._as_math())))
        if self.formula.letters.shared and (dollars or characters):
            return None
        return self.mend("mend-latex-tex-to-mathtex", [callee, *dollars, *characters], 0.92, shared=True)

    def _as_math(self) -> list[Token]:
        return read_tex(self.text.replace("$", " "), True, self.lexicon).tokens

    def _unset(self, tokens: list[Token]) -> list[Token]:
        """Return the characters among some tokens that a formula does not show."""
        return [
            each
            for each in tokens
            if each.kind == "other"
            and not each.text.isascii()
            and each.is_math
            and each.text not in self.lexicon.math_characters
        ]

    def _escaped(self, out: list[Token]) -> Iterator[Mend | None]:
        """Yield the mend that takes an underscore for what it is in a name such as learning_rate."""
        if all(each.text == "_" and segments.is_in_name(self.text, each.start) for each in out):
            edits = [self.replace(each.start, each.end, "\\_") for each in out]
            yield self.mend("mend-latex-escape-underscore", edits, 0.9)

    def _wrapped(self, out: list[Token]) -> Mend | None:
        edits: list[Edit | None] = []
        for start, end in segments.to_wrap(self.text, self.reading, out):
            inside = read_tex(self.text[start:end], True, self.lexicon).tokens
            unset = [
                Token(each.kind, each.text, each.start + start, each.end + start, True, 0)
                for each in self._unset(inside)
            ]
            changed = list(self._character_edits(unset))
            edits += [*_joined(self.insert(start, "$"), self.behind(end, "$"), changed)]
        return self.mend("mend-latex-wrap-dollars", edits, 0.85)

    def without_dollars(self) -> tuple[Mend | None, ...]:
        """Return the mends of a MathTex that has dollars in it."""
        as_text = read_tex(self.text, False, self.lexicon)
        wordy = not segments.is_pure(self.text, as_text, outside_only=True)
        to_tex = self.mend("mend-latex-mathtex-to-tex", [self._callee("MathTex", "Tex")], 0.9, shared=True)
        strays = [each for each in self.reading.strays if each.kind in ("dollar", "symbol")]
        marks = [(m.start(), m.end()) for m in re.finditer(r"(?<!\\)\$|\\[()]", self.text)] if strays else []
        strip = self.mend("mend-latex-strip-dollars", [self.replace(*each, "") for each in marks], 0.92)
        settles = not any(
            not each.is_math
            and (each.text in ("_", "^") or (each.kind == "word" and each.name in self.lexicon.math_commands))
            for each in as_text.tokens
        )
        if not wordy:
            return (strip,)
        if settles and to_tex is not None:
            return to_tex, strip
        ends = [self.insert(0, "\\text{"), self.behind(len(self.text), "}")]
        in_text = self.mend("mend-latex-text", ends, 0.85) if settles else None
        return in_text, strip

    def text_command(self, token: Token) -> tuple[Mend | None, ...]:
        """Return the mends of a command that only works in text."""
        instead = {
            "bfseries": "\\mathbf",
            "itshape": "\\mathit",
            "ttfamily": "\\mathtt",
            "sffamily": "\\mathsf",
        }
        gone = self.replace(token.start, token.end, "")
        fix = self.mend("mend-latex-command", [gone], 0.6, loses=f"\\{token.name}")
        if token.name == "v" and token.end < len(self.text):
            vec = self.replace(token.start, token.end, "\\vec")
            return self.mend("mend-latex-command", [vec], 0.6), fix
        span = argument_end(self.text, token.end)
        if token.name in instead and span and self.text[span[0]] == "{":
            return self.mend(
                "mend-latex-command", [self.replace(token.start, token.end, instead[token.name])], 0.8
            ), fix
        return (fix,)

    # characters

    def characters(self, bad: list[Token]) -> tuple[Mend | None, ...]:
        """Return the mends of characters that TeX does not know."""
        out = [each for each in bad if not each.is_math]
        plain = [each for each in out if _is_plain(self.lexicon.meaning(each.text))]
        known = all(self.lexicon.meaning(each.text) is not None for each in bad)
        if not known:
            return self._to_text(), self._dropped(bad)
        if len(plain) == len(out):
            return (self.mend("mend-latex-unicode", self._character_edits(bad), 0.95),)
        mends = self.settled([each for each in out if each not in plain])
        return tuple(
            Mend("mend-latex-unicode", each.edits, each.confidence, each.loses)
            if each and each.code != "mend-latex-tex-to-mathtex"
            else each
            for each in mends
        )

    def _character_edits(self, bad: list[Token]) -> Iterator[Edit | None]:
        """Yield the edits that write characters as TeX; neighbours that are raised or lowered, as one."""
        for kind, some in groupby(_neighbours(bad), key=lambda group: group[0]):
            for _, tokens in some:
                start, end = tokens[0].start, tokens[-1].end
                if kind[0] in ("^", "_"):
                    inner = "".join(self._lowered(each.text) for each in tokens)
                    tex = f"{kind[0]}{{{inner}}}"
                else:
                    tex = self.lexicon.meaning(tokens[0].text) or ""
                if tex[:1] == "^" and self.text[:start].rstrip()[-1:] == "^":
                    tex = tex[1:]
                if tex.startswith("\\sqrt") and (root := _ROOT.match(self.text, end)):
                    tex += "{"
                    yield self.behind(root.end(), "}")
                tex = "^{\\prime}" if tex == "'" and self._quoted_with(start, "'") else tex
                yield self.replace(start, end, tex + self._gap(tex, end))

    def _lowered(self, character: str) -> str:
        script = script_of(character)
        inner = script[1] if script else character
        return self.lexicon.meanings.get(inner, inner)

    def _quoted_with(self, at: int, quote: str) -> bool:
        literal = self.formula.letters.spans[at][2]
        return literal is not None and literal.quote == quote

    def _to_text(self) -> Mend | None:
        """Return the mend that draws the words without LaTeX."""
        call = self.formula.call
        if call is None or not self.formula.one_argument or re.search(r"[\\$^_{}]", self.text):
            return None
        if any(each.arg not in _FOR_TEXT for each in call.keywords):
            return None
        name = called(call) or ""
        return self.mend("mend-latex-tex-to-text", [self._callee(name, "Text")], 0.8, shared=True)

    def _dropped(self, bad: list[Token]) -> Mend | None:
        unknown = [each for each in bad if self.lexicon.meaning(each.text) is None]
        edits = [self.replace(each.start, each.end, "") for each in unknown]
        told = "".join(each.text for each in unknown)
        if self.text.strip() == told.strip():
            return None
        return self.mend("mend-latex-unicode", edits, 0.6, loses=f"the characters {told}")


def _is_plain(meaning: str | None) -> bool:
    return meaning is not None and not re.search(r"[\\^_]", meaning)


def _joined(opening: Edit | None, closing: Edit | None, changed: list[Edit | None]) -> Iterator[Edit | None]:
    """Yield edits, those that begin or end where a dollar goes made one with it."""
    for each in changed:
        if each and opening and each.start == opening.start:
            each, opening = Edit(each.start, each.end, opening.text + each.text), Edit(-1, -1, "")
        if each and closing and each.end == closing.start:
            each, closing = Edit(each.start, each.end, each.text + closing.text), Edit(-1, -1, "")
        yield each
    yield from (each for each in (opening, closing) if each is None or each.start >= 0)


def _neighbours(bad: list[Token]) -> Iterator[tuple[tuple[str, int], list[Token]]]:
    """Yield characters; those raised or lowered that stand side by side together."""
    group: list[Token] = []
    for token in sorted(bad, key=lambda each: each.start):
        script = script_of(token.text)
        last = script_of(group[-1].text) if group else None
        if group and script and last and script[0] == last[0] and group[-1].end == token.start:
            group.append(token)
            continue
        if group:
            yield _kind(group), group
        group = [token]
    if group:
        yield _kind(group), group


def _kind(group: list[Token]) -> tuple[str, int]:
    script = script_of(group[0].text)
    return (script[0] if script else ""), group[0].start
