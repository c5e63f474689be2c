"""TeX read token by token, with the mode that each stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from agent.check.rules.latex_literals import HOLE
from knowledge.latex import Lexicon

Kind = Literal[
    "word", "symbol", "dollar", "open", "close", "mark", "begin", "end", "other", "percent", "hole"
]
TO_TEXT = frozenset(
    """
text textrm textbf textit texttt textsf textsc textup textsl textmd textnormal emph mbox hbox fbox intertext
shortintertext tag underbar
""".split()
)
"""Commands whose argument is read as text, wherever they stand."""
UNREAD = {
    "color": 1, "textcolor": 1, "colorbox": 1, "fcolorbox": 2, "hspace": 1, "vspace": 1, "label": 1, "fontsize": 2,
    "setlength": 2, "rule": 2, "definecolor": 3, "mathcolor": 1, "phantom": 0, "pagecolor": 1, "raisebox": 1,
}  # fmt: skip
"""Commands whose first arguments, so many, are no TeX to be set."""
UNREADABLE = frozenset(
    """
verb def edef gdef xdef let newcommand renewcommand providecommand newenvironment DeclareMathOperator catcode
csname ifmmode ensuremath halign valign expandafter scantokens makeatletter lstinline url href includegraphics
NewDocumentCommand newsavebox parbox makebox framebox multicolumn
""".split()
)
"""Commands behind which nothing is sure."""
ARGUMENTS = {
    **dict.fromkeys("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel".split(), 2),
    **dict.fromkeys(
        """
vec hat bar tilde dot ddot check breve acute grave mathring widehat widetilde overline underline overbrace
underbrace overrightarrow overleftarrow underrightarrow mathbf mathbb mathcal mathrm mathsf mathtt mathit mathfrak
boldsymbol operatorname text textbf textit textrm texttt textsf mbox boxed phantom sqrt pmod substack
""".split(),
        1,
    ),
}
"""How many arguments a command needs."""
SIZES = frozenset(
    "left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm".split()
)
"""Commands that need a delimiter."""
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\\$|\$\$|.", re.DOTALL)
_GROUP = re.compile(r"[ \t\n]*\{([^{}\\$]*)\}")
_OPTION = re.compile(r"[ \t\n]*\[[^\[\]{}$\n]*\]")
_MATRIX_ARGUMENTS = frozenset(
    {"array", "tabular", "alignat", "alignat*", "alignedat", "minipage", "subarray"}
)


@dataclass(frozen=True)
class Token:
    """A token of TeX."""

    kind: Kind
    text: str
    start: int
    end: int
    is_math: bool
    region: int
    """Where the text or formula begins that it belongs to: offset of its first character."""
    is_aligned: bool = False
    """Whether it stands in a table, a matrix or lines that are aligned."""

    @property
    def name(self) -> str:
        """Of a control word, or of an environment, its name."""
        return self.text[1:].rstrip("*") if self.kind == "word" else self.text


@dataclass
class _Group:
    is_math: bool
    opener: str
    """One of { $ $$ \\( \\[, or the name of an environment."""
    region: int
    start: int


@dataclass
class Reading:
    """What a text says to TeX."""

    text: str
    tokens: list[Token] = field(default_factory=list)
    sure_until: int = 10**9
    """Offset behind which nothing is sure any more."""
    unclosed: list[_Group] = field(default_factory=list)
    """Groups that are still open at the end."""
    strays: list[Token] = field(default_factory=list)
    """What closes something that is not open."""
    ends: dict[int, int] = field(default_factory=dict)
    """Of each region of text, where it ends."""


class Reader:
    """Reads one text."""

    def __init__(self, text: str, is_math: bool, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.reading = Reading(text)
        self.groups = [_Group(is_math, "", 0, 0)]
        self.at = 0
        self.next_is_text = False

    def read(self) -> Reading:
        """Return the whole of it."""
        text = self.reading.text
        while match := _TOKEN.match(text, self.at):
            self._token(match[0], match.start(), match.end())
        for group in self.groups:
            self.reading.ends.setdefault(group.region, len(text))
        self.reading.unclosed = self.groups[1:]
        return self.reading

    def _add(self, kind: Kind, text: str, start: int, end: int) -> Token:
        top = self.groups[-1]
        aligned = any(group.opener and group.opener not in _SIMPLE for group in self.groups)
        token = Token(kind, text, start, end, top.is_math, top.region, aligned)
        self.reading.tokens.append(token)
        self.at = end
        return token

    def _token(self, text: str, start: int, end: int) -> None:
        wanted_text, self.next_is_text = self.next_is_text, self.next_is_text and text.isspace()
        if text[0] == "\\":
            self._command(text, start, end)
        elif text == "{":
            self._add("open", text, start, end)
            top = self.groups[-1]
            region = end if wanted_text else top.region
            self.groups.append(_Group(top.is_math and not wanted_text, "{", region, start))
        elif text == "}":
            self._close("{", self._add("close", text, start, end))
        elif text[0] == "$":
            self._dollar(text, start, end)
        elif text == "%":
            newline = self.reading.text.find("\n", start)
            self._add("percent", text, start, end)
            self.at = len(self.reading.text) if newline < 0 else newline
        elif text in "_^&#":
            self._add("mark", text, start, end)
        else:
            self._add("hole" if text == HOLE else "other", text, start, end)

    def _command(self, text: str, start: int, end: int) -> None:
        name = text[1:].rstrip("*")
        if name in ("(", "[") and not self.groups[-1].is_math:
            self._add("symbol", text, start, end)
            self.groups.append(_Group(True, text, end, start))
        elif name in (")", "]") and text in ("\\)", "\\]"):
            token = self._add("symbol", text, start, end)
            self._close({"\\)": "\\(", "\\]": "\\["}[text], token)
        elif name in ("begin", "end") and (group := _GROUP.match(self.reading.text, end)):
            self._environment(name == "begin", group[1], start, group.end())
        elif text[1:2].isalpha():
            self._word(text, name, start, end)
        else:
            self._add("symbol", text, start, end)

    def _word(self, text: str, name: str, start: int, end: int) -> None:
        self._add("word", text, start, end)
        if name in UNREADABLE:
            self.reading.sure_until = min(self.reading.sure_until, start)
        self.next_is_text = name in TO_TEXT
        if name in TO_TEXT or name in UNREAD:
            self._skip(_OPTION, 1)
            self._skip(_GROUP, UNREAD.get(name, 0))

    def _skip(self, pattern: re.Pattern[str], most: int) -> None:
        for _ in range(most):
            if match := pattern.match(self.reading.text, self.at):
                self.at = match.end()

    def _dollar(self, text: str, start: int, end: int) -> None:
        top = self.groups[-1]
        if top.opener in ("$", "$$"):
            text = top.opener if text.startswith(top.opener) else text
            self._add("dollar", text, start, start + len(text))
            if text == top.opener:
                self.groups.pop()
                self.reading.ends.setdefault(top.region, start)
        elif top.is_math:
            self.reading.strays.append(self._add("dollar", "$", start, start + 1))
        else:
            if text == "$$" and len(self.groups) > 1:
                text = "$"
            self._add("dollar", text, start, start + len(text))
            self.groups.append(_Group(True, text, start + len(text), start))

    def _environment(self, begins: bool, name: str, start: int, end: int) -> None:
        token = self._add("begin" if begins else "end", name, start, end)
        if not begins:
            self._close(name, token)
            return
        if name.startswith("verbatim") or name == "lstlisting":
            self.reading.sure_until = min(self.reading.sure_until, start)
        if name in _MATRIX_ARGUMENTS:
            self._skip(_OPTION, 1)
            self._skip(_GROUP, 1)
        lexicon, top = self.lexicon, self.groups[-1]
        is_formula = name in lexicon.math_environments or name.rstrip("*") in _DISPLAYS
        is_math = is_formula or (top.is_math and name not in ("tabular", "minipage"))
        self.groups.append(_Group(is_math, name, top.region if is_math == top.is_math else self.at, start))

    def _close(self, opener: str, token: Token) -> None:
        if len(self.groups) > 1 and self.groups[-1].opener == opener:
            group = self.groups.pop()
            if group.region != self.groups[-1].region:
                self.reading.ends.setdefault(group.region, token.start)
        else:
            self.reading.strays.append(token)


_DISPLAYS = frozenset("align gather equation multline flalign alignat eqnarray displaymath math".split())
_SIMPLE = frozenset({"{", "$", "$$", "\\(", "\\["})


def read_tex(text: str, is_math: bool, lexicon: Lexicon) -> Reading:
    """Return what TeX reads, beginning in a formula or in text."""
    return Reader(text, is_math, lexicon).read()


def argument_end(text: str, at: int) -> tuple[int, int] | None:
    """Return where the argument at `at` begins and ends, as TeX would take it; None where there is none."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] in "}&$":
        return None
    if text[at] == "\\":
        match = re.compile(r"\\[A-Za-z]+|\\.", re.DOTALL).match(text, at)
        return (at, match.end()) if match else None
    if text[at] != "{":
        return at, at + 1
    depth, place = 0, at
    while place < len(text):
        if text[place] == "\\":
            place += 1
        else:
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            if not depth:
                return at, place + 1
        place += 1
    return None
