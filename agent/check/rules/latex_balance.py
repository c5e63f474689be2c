"""Mends of what belongs together in LaTeX: braces, dollars, delimiters, environments, arguments."""

from __future__ import annotations

import re

from agent.check.program import Mend
from agent.check.rules.latex_mends import Mender
from agent.check.rules.latex_reading import SIZES, Token, argument_end


class Balancer(Mender):
    """Mends one formula, its pairs too."""

    @property
    def counted_braces(self) -> tuple[int, int]:
        """How many opening and closing braces Manim counts."""
        text = self.text
        return (
            text.count("{") - text.count("\\{") + text.count("\\\\{"),
            text.count("}") - text.count("\\}") + text.count("\\\\}"),
        )

    @property
    def closed_text(self) -> str | None:
        """The text with the braces that Manim adds behind it; None where it adds them before."""
        lefts, rights = self.counted_braces
        return None if rights > lefts else self.text + "}" * (lefts - rights)

    def dollar(self, at: int) -> tuple[Mend | None, ...]:
        """Return the mends of a dollar that nothing closes."""
        text = self.text
        if re.match(r"\$\s?\d", text[at:]) and not re.search(r"[\\^_]", text[at:]):
            return (self.mend("mend-latex-balance", [self.replace(at, at + 1, "\\$")], 0.9),)
        if text.count("$") == 1 and at == len(text.rstrip()) - 1:
            return (self.mend("mend-latex-balance", [self.insert(0, "$")], 0.85),)
        return (self.mend("mend-latex-balance", [self.behind(len(text.rstrip()), "$")], 0.8),)

    def ended(self, name: str) -> tuple[Mend | None, ...]:
        """Return the mends of an environment that is never ended."""
        stray = next((each for each in self.reading.strays if each.kind == "end"), None)
        if stray is not None:
            edit = self.replace(stray.start, stray.end, f"\\end{{{name}}}")
            return (self.mend("mend-latex-balance", [edit], 0.85, shared=True),)
        end = len(self.text.rstrip())
        return (self.mend("mend-latex-balance", [self.behind(end, f" \\end{{{name}}}")], 0.85, shared=True),)

    def stray_end(self, token: Token) -> tuple[Mend | None, ...]:
        """Return the mend of an end without its beginning."""
        opened = [each for each in self.reading.unclosed if each.opener not in ("{", "$", "$$")]
        if opened:
            return self.ended(opened[-1].opener)
        return (
            self.mend("mend-latex-balance", [self.replace(token.start, token.end, "")], 0.6, shared=True),
        )

    def braces(self, at: int, missing: int) -> tuple[Mend | None, ...]:
        """Return the mends of a brace that has no partner."""
        if abs(missing) != 1:
            return ()
        if missing < 0:
            return (self.mend("mend-latex-balance", [self.replace(at, at + 1, "")], 0.8, shared=True),)
        places = [
            match.start()
            for match in re.finditer(r"\{|\s*[=+\-]\s|\s*\\(?:cdot|times|leq|geq)", self.text[at + 1 :])
        ]
        ends = [at + 1 + each for each in places if each > 0]
        ends.append(len(self.text.rstrip()))
        return tuple(
            self.mend("mend-latex-balance", [self.behind(end, "}")], 0.82 - 0.1 * number, shared=True)
            for number, end in enumerate(ends[:3])
        )

    def delimiter(self, token: Token) -> tuple[Mend | None, ...]:
        """Return the mend of a brace behind \\left or \\right that has no backslash."""
        at = token.end + len(self.text[token.end :]) - len(self.text[token.end :].lstrip(" "))
        return (self.mend("mend-latex-balance", [self.insert(at, "\\")], 0.9, shared=True),)

    def paired(self, lefts: list[Token], rights: list[Token]) -> tuple[Mend | None, ...]:
        """Return the mends of \\left and \\right that are not as many."""
        if len(lefts) == len(rights) + 1 and not rights:
            end = len(self.text.rstrip())
            close = {"(": ")", "[": "]", "|": "|"}.get(self.text[lefts[0].end : lefts[0].end + 1])
            at = self.text.find(close, lefts[0].end + 1) if close else -1
            closing = self.insert(at, "\\right") if at >= 0 else self.behind(end, f" \\right{close or '.'}")
            return (
                self.mend("mend-latex-balance", [closing], 0.82, shared=True),
                self._plain([*lefts, *rights]),
            )
        return (self._plain([*lefts, *rights]),)

    def _plain(self, words: list[Token]) -> Mend | None:
        edits = [self.replace(each.start, each.end, "\\big") for each in words]
        return self.mend(
            "mend-latex-balance", edits, 0.7, loses="delimiters that grow with what they hold", shared=True
        )

    def double_script(
        self, mark: Token, span: tuple[int, int], second: int, what: str
    ) -> tuple[Mend | None, ...]:
        """Return the mend that puts both scripts into one."""
        if what == "'":
            return (
                self.mend(
                    "mend-latex-double-script",
                    [self.replace(second, second + 1, ""), self.insert(mark.start, "'")],
                    0.85,
                    shared=True,
                ),
            )
        other = argument_end(self.text, second + 1)
        if other is None:
            return ()
        edits = [
            *([] if self.text[span[0]] == "{" else [self.insert(span[0], "{")]),
            *([self.replace(span[1] - 1, span[1], "")] if self.text[span[0]] == "{" else []),
            self.behind(other[1], "}"),
        ]
        return (self.mend("mend-latex-double-script", edits, 0.8, shared=True),)

    def argument(self, token: Token) -> tuple[Mend | None, ...]:
        """Return the mend of a script that raises nothing, or of a command without what it is put on."""
        if token.kind == "mark":
            gone = self.mend(
                "mend-latex-argument", [self.replace(token.start, token.end, "")], 0.7, shared=True
            )
            if self.text[token.start :].strip() == token.text:
                return (
                    self.mend("mend-latex-argument", [self.behind(token.end, "{}")], 0.7, shared=True),
                    gone,
                )
            return (gone,)
        if token.name in SIZES and not self.text[token.end :].strip():
            return (self.mend("mend-latex-argument", [self.behind(token.end, ".")], 0.8, shared=True),)
        return ()
