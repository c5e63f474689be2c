"""Mend a text that does not parse, by small changes near where it fails, and only if it parses afterwards."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import thread_time

from agent.check.parsing import Unparsable, parse
from agent.check.patches import patches, refused
from agent.check.pieces import Piece, bare, levelled, parses, reads, split, tokens
from agent.check.tidying import tidied

SECONDS = 0.12
"""Of computing, not of waiting for a busy machine."""
LONGEST, LONGEST_PIECE = 200_000, 8_000
"""Characters."""
TRIES = 60
CHANGES = 12
PROSE = re.compile(
    r"[*#>\-\d.\s]*[A-Za-z'’,]+([\s,:;!?.*`'\"()/-]+[\w'’]+){2,}|[*#=_\-]{2,}.*|[A-Z][\w ]*[:!.]|<\W*\w+>"
)


@dataclass
class _Work:
    """A text on its way, what was done to it, and until when."""

    until: float
    notes: list[str] = field(default_factory=list)

    @property
    def late(self) -> bool:
        return thread_time() > self.until

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def mended(text: str) -> tuple[str, str] | None:
    """Return the text made to parse and a sentence of what was done; None if there is no safe way, or no need."""
    if len(text) > LONGEST or _is_program(text):
        return None
    work = _Work(thread_time() + SECONDS)
    for after, note in tidied(text):
        work.note(note)
        text = after
        if _is_whole(text):
            return _done(text, work)
    text = text if text.endswith("\n") else text + "\n"
    pieces = _patched(split(text), work)
    if pieces is None:
        return None
    result = "".join(piece.text for piece in pieces)
    if not reads(result) and not work.late:
        result = _levelled(pieces, work)
    result = _compiled(result, work)
    if not _is_whole(result) or (_is_cut_short(text, result) and not _shows(result)):
        return None
    return _done(result, work)


def _is_cut_short(text: str, result: str) -> bool:
    """Return whether a text stops before anything happens."""
    stub = result.rstrip().endswith("pass") and not text.rstrip().endswith("pass")
    _, construct, body = result.partition("def construct")
    return stub or (bool(construct) and not re.search(r"\bself\.\w+\(|\bplay\(", body))


def _compiled(text: str, work: _Work) -> str:
    """Return a text that has the form of Python without what its compiler refuses all the same."""
    for _ in range(5):
        line = _refused(text)
        pieces = split(text) if line and not work.late else []
        at = next(
            (at for at, each in enumerate(pieces) if 0 <= line - each.line < each.text.count("\n")), None
        )
        if at is None:
            break
        before, piece = "".join(each.text for each in pieces[:at]), pieces[at]
        behind = "".join(each.text for each in pieces[at + 1 :])
        for code, note in refused(piece.text):
            if _refused(before + code + behind) != line:
                text = before + code + behind
                work.note(f"{note} in line {piece.line}")
                break
        else:
            break
    return text


def _refused(text: str) -> int:
    """Return the line that is refused, 0 if none is."""
    try:
        parse(text)
    except Unparsable as error:
        return error.line or 0
    return 0


def _done(text: str, work: _Work) -> tuple[str, str]:
    said = "; ".join(work.notes) or "mended the layout"
    return text, said[0].upper() + said[1:] + "."


def _is_program(text: str) -> bool:
    try:
        parse(text)
    except Unparsable:
        return False
    return True


def _is_whole(text: str) -> bool:
    """Return whether a text parses and is more than nothing."""
    try:
        tree = parse(text)
    except Unparsable:
        return False
    return any(not isinstance(node, ast.Expr) for node in tree.body)


def _patched(pieces: list[Piece], work: _Work) -> list[Piece] | None:
    """Return the pieces, each of which parses; None where one cannot be mended."""
    out: list[Piece] = []
    last = max((at for at, piece in enumerate(pieces) if not piece.empty), default=0)
    changes = 0
    for at, piece in enumerate(pieces):
        if piece.empty or parses(piece.text):
            out.append(piece)
            continue
        changes += 1
        if work.late or changes > CHANGES or len(piece.text) > LONGEST_PIECE:
            return None
        if at == last and _is_cut(piece):
            return _shortened(out, piece, work)
        if _is_prose(piece):
            work.note("took out what was no code")
            continue
        better = _better(piece, work)
        if better is None:
            return _shortened(out, piece, work) if at == last else None
        out.append(better)
    return out


def _better(piece: Piece, work: _Work) -> Piece | None:
    """Return a piece changed so that it parses."""
    start = piece.indent
    body = piece.text[start:]
    code = body.rstrip()
    tries = 0
    seen = {code}
    for text, note in patches(code):
        if text in seen:
            continue
        seen.add(text)
        tries += 1
        if tries > TRIES or work.late:
            return None
        if parses(text) and text.strip():
            work.note(f"{note} in line {piece.line}")
            return Piece(piece.line, piece.text[:start] + text.rstrip() + "\n")
    return None


def _is_prose(piece: Piece) -> bool:
    """Return whether a line at the margin is a sentence, not code."""
    code = piece.code
    if (
        piece.indent
        or "\n" in code
        or re.match(r"(class|def|from|import|for|while|if|with|return|self|@)\b", code)
    ):
        return False
    return bool(PROSE.match(code)) and not re.search(r"\w\(|\)\s*$|=|\[", code.replace("`", ""))


def _is_cut(piece: Piece) -> bool:
    """Return whether a last statement stops short: in a text, behind a comma or an operator, with a bare word."""
    code = bare(piece.code)
    last = None
    for token in tokens(code):
        last = token if token.kind not in {"space", "newline", "comment"} else last
    if last is None or _is_play(code):
        return (
            bool(last is not None and (last.open_ended or last.text in {",", "(", "["})) and ")" not in code
        )
    if last.open_ended:
        return not re.search(r"[)\]}]\s*$", last.text)
    if last.text in set(",([{=+-*/.") or last.text in {"lambda", "for", "in", "and", "or", "not", "if"}:
        return True
    return last.kind == "name" and bool(re.search(r",\s*\w+$", code))


def _is_play(code: str) -> bool:
    return bool(re.match(r"self\.(play|wait)\(", code))


def _shortened(out: list[Piece], piece: Piece, work: _Work) -> list[Piece] | None:
    """Return the pieces without the last statement, which was cut off, if what remains still shows something."""
    kept = list(out)
    while kept and (kept[-1].empty or kept[-1].is_head or kept[-1].code.startswith("@")):
        kept.pop()
    text = "".join(each.text for each in kept)
    if not re.search(r"def\s+construct\s*\(", text) or not _shows(text):
        return None
    work.note(
        f"left out the last statement, which stops short in line {piece.line}: the end of the scene is missing"
    )
    return kept


def _shows(text: str) -> bool:
    return bool(re.search(r"^\s+self\.play\(", text, re.MULTILINE))


def _levelled(pieces: list[Piece], work: _Work) -> str:
    result, changed = levelled(pieces)
    if changed:
        lines = ", ".join(str(line) for line in _few(changed))
        work.note(f"mended the indentation near line {lines}")
    return "".join(piece.text for piece in result)


def _few(lines: list[int]) -> Iterator[int]:
    """Yield the first few of the lines that do not follow one another."""
    before, count = -9, 0
    for line in lines:
        if line > before + 3 and count < 3:
            count += 1
            yield line
        before = line
