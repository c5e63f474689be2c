"""Backslashes that Python took for itself, and braces that an f-string took."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from agent.check.bindings import bound
from agent.check.parsing import parses
from agent.check.pieces import tokens
from agent.check.program import Edit, Found, Mend, Program, Severity
from agent.check.rules.latex_formulas import KEYS, Formula
from agent.check.rules.latex_literals import HOLE, Letters, Literal, Span, merged, read
from knowledge.latex import Lexicon, lexicon

_SWALLOWED = {"\a": "a", "\b": "b", "\f": "f", "\v": "v", "\t": "t", "\n": "n", "\r": "r"}
_ALWAYS = frozenset("\a\b\f\v")
"""Characters that nobody writes into a formula on purpose."""
_FAILS = frozenset("\a\b\v")
_UNREADABLE = re.compile(r"(?<!\\)\\([xuUN][A-Za-z]*)")
_TAKES = re.compile(r"(?:[\^_}]|\\[A-Za-z]+\*?)\Z")
_WORDY = re.compile(r"\\(?:text\w*|math\w+|operatorname\*?|mbox|begin|end|label|tag)\Z")
_BUILTINS = frozenset(dir(builtins)) | {"np", "math", "config"}


def _places(letters: Letters, source: str) -> list[int]:
    """Return where a command lost its backslash to Python."""
    found = []
    for at, letter in enumerate(letters.text):
        if letter not in _SWALLOWED or letters.spans[at][2] is None:
            continue
        start, end, _ = letters.spans[at]
        if source[start:end] != f"\\{_SWALLOWED[letter]}":
            continue
        rest = re.match(r"[A-Za-z]*", letters.text[at + 1 :])
        word = _SWALLOWED[letter] + (rest[0] if rest else "")
        if letter in _ALWAYS or (word in lexicon().commands and len(word) > 1):
            found.append(at)
    return found


def _meant(letters: Letters, at: int) -> str:
    letter = letters.text[at]
    literal = letters.spans[at][2]
    if letter not in _SWALLOWED or literal is None or literal.raw:
        return letter
    if letters.spans[at][1] - letters.spans[at][0] != 2:
        return letter
    rest = re.match(r"[A-Za-z]*", letters.text[at + 1 :])
    word = _SWALLOWED[letter] + (rest[0] if rest else "")
    is_meant = letter in _ALWAYS or (word in lexicon().commands and len(word) > 1)
    return f"\\{_SWALLOWED[letter]}" if is_meant else letter


def swallowed(program: Program, formula: Formula) -> Iterator[Found]:
    """Yield the commands whose backslash Python took for an escape of its own."""
    yield from _swallowed(program, formula.letters, "", formula.is_math is not False)


def _swallowed(program: Program, letters: Letters, hint: str, is_math: bool) -> Iterator[Found]:
    places = _places(letters, program.text)
    if not places:
        return
    words = dict.fromkeys(_word(letters, at) for at in places)
    fails = any(letters.text[at] in _FAILS or (letters.text[at] == "\f" and is_math) for at in places)
    line, column = program.place(letters.spans[places[0]][0])
    message = f'Python reads the backslash of {", ".join(words)} as an escape of its own: write r"…"{hint}'
    severity: Severity = "error" if fails and not hint else "warning"
    edits = [edit for literal in letters.literals() for edit in _raw(program, letters, literal, places)]
    mend = Mend("mend-latex-raw-string", tuple(edits), 0.95)
    yield Found("latex-escape", message, line, column, severity, tuple(words), (mend,))


def _word(letters: Letters, at: int) -> str:
    rest = re.match(r"[A-Za-z]*", letters.text[at + 1 :])
    return f"\\{_SWALLOWED[letters.text[at]]}{rest[0] if rest else ''}"


def _raw(program: Program, letters: Letters, literal: Literal, places: list[int]) -> list[Edit]:
    """Return the edits that give a literal its backslashes: raw where that changes nothing else."""
    own = [at for at in places if letters.spans[at][2] is literal]
    if not own or literal.raw:
        return []
    body = program.text[literal.inside : literal.inside_end]
    escapes = re.findall(r"\\(?:\\|.|\n)[A-Za-z]*", body)
    taken = {_word(letters, at) for at in own}
    doubled = any(re.match(r"\\\\[A-Za-z]", each) and each[2:] in lexicon().commands for each in escapes)
    plain = any(
        each not in taken
        and re.match(r"\\[ntrabfvxuUN0-7'\"\n]", each)
        and each[1:] not in lexicon().commands
        for each in escapes
    )
    if doubled or plain or program.text[literal.start] in "uU":
        starts = [letters.spans[at][0] for at in own]
        return [Edit(start, start, "\\") for start in starts]
    return [Edit(literal.start, literal.start, "r")]


def of_keys(program: Program) -> Iterator[Found]:
    """Yield the parts named to be coloured whose backslash Python took: they match nothing."""
    for node in program.nodes:
        if isinstance(node, ast.keyword) and node.arg in KEYS:
            keys = node.value.keys if isinstance(node.value, ast.Dict) else getattr(node.value, "elts", [])
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "").endswith("_by_tex"):
            keys = node.args[:1]
        else:
            continue
        for key in keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield from _swallowed(program, read(program, key), "; as it stands it matches nothing", True)


# f-strings


def braces(program: Program, formula: Formula, words: Lexicon) -> Iterator[Found]:
    """Yield the fields of f-strings that were meant to be arguments of LaTeX."""
    letters = formula.letters
    named, numbers = [], []
    for at, letter in enumerate(letters.text):
        if letter != HOLE or not _is_field(program, letters.spans[at]):
            continue
        start, end, _ = letters.spans[at]
        inside, before = program.text[start + 1 : end - 1], _meant_before(letters, at)
        if _is_argument(program, inside, before, words):
            named.append(at)
        elif re.fullmatch(r"\d{2,}", inside.strip()) and re.search(r"[\^_]\Z", before):
            numbers.append(at)
    for places, severity, what in (
        (named, "error", "has no such names"),
        (numbers, "warning", "drops the braces"),
    ):
        if places:
            yield _taken(program, letters, places, "error" if severity == "error" else "warning", what)


def _is_field(program: Program, span: Span) -> bool:
    literal = span[2]
    return literal is not None and program.text[span[0]] == "{" and literal.start < span[0]


def _meant_before(letters: Letters, at: int) -> str:
    """Return what stands before a place, with the backslashes that Python took."""
    return "".join(_meant(letters, index) for index in range(max(0, at - 20), at))


def _is_argument(program: Program, inside: str, before: str, words: Lexicon) -> bool:
    if not before or not (_TAKES.search(before) or before.endswith(HOLE)):
        return False
    if re.search(r"\\(begin|end)\Z", before):
        return inside in words.environments and inside not in bound(program)
    try:
        names = {
            each.id for each in ast.walk(ast.parse(inside.strip(), mode="eval")) if isinstance(each, ast.Name)
        }
    except SyntaxError:
        return True
    known = bound(program) | _BUILTINS
    if not names or names & known:
        return False
    return all(len(name) == 1 or (bool(_WORDY.search(before)) and name.islower()) for name in names)


def _taken(program: Program, letters: Letters, places: list[int], severity: Severity, what: str) -> Found:
    fields = [program.text[letters.spans[at][0] : letters.spans[at][1]] for at in places]
    line, column = program.place(letters.spans[places[0]][0] + 1)
    edits = [
        Edit(edge, edge, brace)
        for at in places
        for edge, brace in ((letters.spans[at][0], "{"), (letters.spans[at][1], "}"))
    ]
    message = (
        f"in an f-string {', '.join(dict.fromkeys(fields))} is Python's, which {what}: double the braces"
    )
    mend = Mend("mend-latex-braces", merged(edits), 0.85)
    return Found("latex-escape", message, line, column, severity, (), (mend,))


# literals that Python cannot read


def unreadable(code: str) -> Iterator[tuple[str, str]]:
    """Yield the code with the literals raw that Python cannot read for a command such as \\xi or \\underline."""
    text = code
    for token in reversed(list(tokens(code))):
        if token.kind in {"string", "triple"} and not token.open_ended and (raw := _as_raw(token.text)):
            text = text[: token.start] + raw + text[token.end :]
    if text != code:
        yield text, "made a text raw that holds LaTeX"


def _as_raw(literal: str) -> str | None:
    """Return a literal that cannot be read, written so that it can be; None where that is not what is wrong."""
    match = _UNREADABLE.search(literal)
    if match is None or len(match[1]) < 2 or parses(literal):
        return None
    for written in (f"r{literal}", _UNREADABLE.sub(r"\\\\\1", literal)):
        if literal[0] not in "rRuUbB" and parses(written):
            return written
    return None
