"""Text that does not parse, cut into statements by its indentation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""
    (?P<space>[ \t\f]+)
  | (?P<newline>\r\n|\r|\n)
  | (?P<comment>\#[^\r\n]*)
  | (?P<triple>[rRbBuUfF]{0,2}(?P<three>\"\"\"|''')(?:\\.|(?!(?P=three))[^\\])*(?:(?P=three)|\\?\Z))
  | (?P<string>[rRbBuUfF]{0,2}(?P<one>["'])(?:\\(?:\r\n|.)|(?!(?P=one))[^\\\r\n])*(?:(?P=one)|(?=\\?[\r\n])|\\?\Z))
  | (?P<number>\d[\w.]*|\.\d\w*)
  | (?P<name>\w+)
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
COMPOUND = re.compile(
    r"(async\s+)?(def|class|if|elif|else|for|while|with|try|except|finally)\b|(match|case)\s+[^=.(\[,]*:\s*$"
)
BEFORE = {
    "elif": "if 1:\n pass\n",
    "else": "if 1:\n pass\n",
    "except": "try:\n pass\n",
    "finally": "try:\n pass\n",
}
STARTS = re.compile(
    r"(self\.|[\w.]+\s*=[^=]|[\w.]+\(|(for|if|while|with|return|def|class|else|elif|try|pass)\b|#)"
)


@dataclass(frozen=True)
class Token:
    """A piece of text that Python would read as one."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)

    @property
    def open_ended(self) -> bool:
        """Whether it is a text without its closing quote."""
        if self.kind not in {"string", "triple"}:
            return False
        quote = 3 if self.kind == "triple" else 1
        body = self.text.lstrip("rRbBuUfF")
        return len(body) < 2 * quote or not re.search(r"(?<!\\)(\\\\)*" + body[0] * quote + r"\Z", body)


@dataclass(frozen=True)
class Piece:
    """Whole lines that hold one statement, the head of one, or nothing."""

    line: int
    """Counts from one."""
    text: str

    @property
    def empty(self) -> bool:
        """Whether nothing but comments stands there."""
        return not self.code

    @property
    def code(self) -> str:
        """The text without space around it; nothing if it is a comment."""
        stripped = self.text.strip()
        return "" if stripped.startswith("#") and "\n" not in stripped else stripped

    @property
    def indent(self) -> int:
        """Columns in front of its first line."""
        return indent_of(self.text)

    @property
    def is_head(self) -> bool:
        """Whether a block must follow."""
        return bool(COMPOUND.match(self.code)) and bare(self.code).endswith(":")


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of any text."""
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        kind = {"three": "triple", "one": "string"}.get(kind, kind)
        yield Token(kind, match.group(), match.start())


def indent_of(line: str) -> int:
    """Return the width of the space in front of a line."""
    return len(line) - len(line.lstrip(" \t\f"))


def bare(code: str) -> str:
    """Return code without the comment and the space at its end."""
    last = None
    for token in tokens(code):
        if token.kind not in {"space", "newline", "comment"}:
            last = token
    return code[: last.end] if last else ""


def parses(code: str) -> bool:
    """Return whether the lines of one piece are a statement, or the head of one."""
    text = code.strip()
    match = COMPOUND.match(text)
    word = match.group().split()[0] if match else ""
    body = "\n pass" if match and bare(text).endswith(":") else ""
    if text.startswith("@"):
        body = "\ndef f(): pass"
    if word == "case":
        text = " " + text
        return reads(f"match 1:\n{text}\n  pass")
    if word == "try":
        body += "\nfinally:\n pass"
    if word == "match":
        body = "\n case _:\n  pass"
    return reads(BEFORE.get(word, "") + text + body)


def reads(text: str) -> bool:
    """Return whether a text has the form of Python, were it inside a function or not."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def split(text: str) -> list[Piece]:
    """Cut a text into pieces: where brackets do not match, by indentation."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
    depths, inside = _depths(text, len(lines))
    pieces: list[Piece] = []
    at = 0
    while at < len(lines):
        end = _end(lines, depths, inside, at)
        pieces.append(Piece(at + 1, "".join(lines[at:end])))
        at = end
    return pieces


def _depths(text: str, count: int) -> tuple[list[int], set[int]]:
    """Return by how much each line opens brackets, and the lines that begin within a long text."""
    depths, line = [0] * (count + 1), 0
    inside: set[int] = set()
    for token in tokens(text):
        if token.kind == "open":
            depths[line] += 1
        elif token.kind == "close":
            depths[line] -= 1
        elif token.kind == "newline":
            line += 1
        elif token.kind in {"triple", "string"} and ("\n" in token.text or "\r" in token.text):
            more = len(re.findall(r"\r\n|\r|\n", token.text))
            inside.update(range(line + 1, line + more + 1))
            line += more
    return depths, inside


def _end(lines: list[str], depths: list[int], inside: set[int], at: int) -> int:
    """Return the line behind the statement that begins at a line."""
    first = lines[at]
    depth, end = depths[at], at + 1
    if not first.strip() or first.lstrip().startswith("#"):
        return end
    while end < len(lines):
        if end in inside or lines[end - 1].rstrip("\r\n").endswith("\\"):
            pass
        elif depth <= 0 or _begins_anew(lines, at, end):
            break
        depth += depths[end]
        end += 1
    closed = _closed(lines, depths, inside, at) if depth > 0 else None
    return closed or _without_blanks(lines, at, end)


def _begins_anew(lines: list[str], at: int, end: int) -> bool:
    """Return whether a line within open brackets looks like the next statement."""
    line, before = lines[end], bare(lines[end - 1].strip())
    if not line.strip() or line.lstrip().startswith("#"):
        return False
    if COMPOUND.match(lines[at].lstrip()) and end == at + 1:
        return before.endswith(":") or (
            not re.search(r"[,(\[{+\-*/=]$|\b(and|or|in|not)$", before) and bool(STARTS.match(line.lstrip()))
        )
    return indent_of(line) <= indent_of(lines[at]) and line.lstrip()[0] not in ")]}"


def _closed(lines: list[str], depths: list[int], inside: set[int], at: int) -> int | None:
    """Return where the brackets close if that makes a statement, whatever its indentation."""
    depth = 0
    for end in range(at, min(at + 40, len(lines))):
        depth += depths[end]
        if depth <= 0 and end + 1 not in inside:
            return end + 1 if end > at and parses("".join(lines[at : end + 1])) else None
    return None


def _without_blanks(lines: list[str], at: int, end: int) -> int:
    while end > at + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def levelled(pieces: list[Piece]) -> tuple[list[Piece], list[int]]:
    """Return the pieces with an indentation that Python accepts, and the lines where it was changed."""
    levels = _Levels()
    for piece in pieces:
        if piece.empty:
            levels.out.append(piece)
        else:
            levels.place(piece)
    levels.end()
    return levels.out, levels.changed


@dataclass
class _Levels:
    """Pieces so far, and the indentations that the next one may have."""

    levels: list[int] = field(default_factory=lambda: [0])
    out: list[Piece] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    head: Piece | None = None
    """What a block must follow."""
    shift: int = 0
    """By how much pieces are moved that stand at `since` or deeper."""
    since: int = 0

    def place(self, piece: Piece) -> None:
        """Add a piece where it can stand."""
        if piece.indent < self.since or (piece.indent == self.since and _is_outer(piece)):
            self.shift = 0
        indent = piece.indent + self.shift
        if self.head is not None:
            indent = self._below_head(piece, indent)
        indent = self._fitting(indent)
        if indent != piece.indent:
            self.changed.append(piece.line)
            piece = _moved(piece, indent)
        self.out.append(piece)
        self.head = piece if piece.is_head else None

    def _below_head(self, piece: Piece, indent: int) -> int:
        """Return where the first piece of a block stands; without one, put `pass` there."""
        if indent == self.levels[-1] and not _is_outer(piece) and not _continues(piece):
            self.shift, self.since = self.shift + 4, piece.indent
            if self.head is not None and not self.head.code.startswith(("def", "class", "async")):
                self.since += 1  # the next statement at this place is outside again
            indent += 4
        if indent > self.levels[-1]:
            self.levels.append(indent)
        else:
            self._pass(piece.line)
        return indent

    def _pass(self, line: int) -> None:
        self.out.append(Piece(line, " " * (self.levels[-1] + 4) + "pass\n"))
        self.changed.append(line)

    def _fitting(self, indent: int) -> int:
        """Return the nearest level that is open, and close those below it."""
        while indent < self.levels[-1]:
            above = self.levels[-2] if len(self.levels) > 1 else 0
            if above < indent and self.levels[-1] - indent <= indent - above:
                break
            self.levels.pop()
        return self.levels[-1]

    def end(self) -> None:
        """End the last block."""
        if self.head is not None:
            last = self.out.pop()
            self.out.append(Piece(last.line, last.text.rstrip("\n") + "\n"))
            self._pass(last.line + 1)


def _continues(piece: Piece) -> bool:
    """Return whether a piece goes on with the statement of an earlier head: else, except."""
    return bool(re.match(r"(elif|else|except|finally)\b", piece.code))


def _is_outer(piece: Piece) -> bool:
    return piece.code.startswith(("def ", "class ", "@", "async def "))


def _moved(piece: Piece, indent: int) -> Piece:
    """Return a piece with its first line at an indentation, and the others moved along."""
    by = indent - piece.indent
    lines = piece.text.splitlines(keepends=True)
    if '"""' in piece.text or "'''" in piece.text:
        return Piece(piece.line, " " * indent + piece.text.lstrip(" \t\f"))
    moved = [
        " " * max(0, indent_of(line) + by) + line.lstrip(" \t\f") if line.strip() else line for line in lines
    ]
    return Piece(piece.line, "".join(moved))
