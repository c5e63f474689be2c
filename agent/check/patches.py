"""Small changes that may make a statement parse, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.check.fstrings import f_strings
from agent.check.pieces import COMPOUND, Token, bare, indent_of, tokens

CLOSERS = {"(": ")", "[": "]", "{": "}"}
Patch = tuple[str, str]
"""The text, and what was done."""
NEXT = re.compile(
    r",\s*(?:(?:Create|Write|Fade\w+|Uncreate|Unwrite|\w*Transform\w*|Grow\w+|Draw\w+|Indicate|Rotat\w+|Move\w+"
    r"|Show\w+|LaggedStart\w*|AnimationGroup|Succession|Circumscribe|Flash)\(|[\w.\[\]]+\.animate\b|run_time=)"
)
GROUPS = frozenset({"LaggedStart", "AnimationGroup", "Succession", "self.play", ""})
OPERATORS = (
    (r"&&", " and "),
    (r"\|\|", " or "),
    (r"!(?=[\w(])", "not "),
    (r"(\w+)\s*\+\+\s*;?", r"\1 += 1"),
    (r"(\w+)\s*--\s*;?$", r"\1 -= 1"),
    (r"^(\s*)(?:let|const|var)\s+", r"\1"),
    (r"\belse\s+if\b", "elif"),
    (r"^(\s*(?:if|elif|while)\b[^=<>!]*)=(?!=)", r"\1=="),
    (r"\b0+([1-9]\d*)\b(?![.\w])", r"\1"),
    (r",(\s*),", r",\1"),
    (r"([(\[])\s*,", r"\1"),
    (r"\\[ \t]+$", r"\\"),
    (r"=\s*=\s*(?!=)", "== "),
    (r"(\d)\s*(?=[A-Za-z_]\w*\s*[)*+,\-])", r"\1 * "),
)


def patches(code: str) -> Iterator[Patch]:
    """Yield changed versions of the code of one statement."""
    first: list[Patch] = []
    for each in _simple(code):
        first.append(each)
        yield each
    for text, note in first[:8]:
        for again, more in _simple(text):
            if again != code:
                yield again, f"{note} and {more}"


def refused(code: str) -> Iterator[Patch]:
    """Yield changed versions of a statement that has the form of Python and is refused all the same."""
    yield from _arguments(code)
    yield re.sub(r"^(\s*)nonlocal\b", r"\1global", code), "wrote global for nonlocal"


def _simple(code: str) -> Iterator[Patch]:
    yield from _colon(code)
    yield from quotes(code)
    yield from brackets(code)
    yield from f_strings(code)
    yield from _arguments(code)
    yield from _inner_colons(code)
    yield from _commas(code)
    yield from _operators(code)


def _colon(code: str) -> Iterator[Patch]:
    end = len(bare(code))
    if COMPOUND.match(code.lstrip()) and not code[:end].endswith(":"):
        cut = len(code[:end].rstrip(";,{"))
        yield code[:cut] + ":" + code[end:], "added a colon"


def brackets(code: str, depth: int = 0) -> Iterator[Patch]:
    """Yield versions with brackets that match."""
    for text in _rematched(code):
        if _is_balanced(text):
            yield text, "closed a bracket" if len(text) > len(code) else "took out a bracket"
        elif depth < 3:
            yield from brackets(text, depth + 1)


def _is_balanced(code: str) -> bool:
    stack: list[str] = []
    for token in tokens(code):
        if token.kind == "open":
            stack.append(CLOSERS[token.text])
        elif token.kind == "close" and (not stack or stack.pop() != token.text):
            return False
    return not stack


def _rematched(code: str) -> Iterator[str]:
    """Yield changes for the first bracket that does not match."""
    stack: list[Token] = []
    closed: list[Token] = []
    for token in tokens(code):
        if token.kind == "open":
            stack.append(token)
        elif token.kind == "close":
            if not stack:
                yield code[: token.start] + code[token.end :]
                return
            if CLOSERS[stack[-1].text] != token.text:
                yield from _mismatched(code, stack, closed, token)
                return
            stack.pop()
            closed.append(token)
    if stack:
        yield from _unclosed(code, stack)


def _mismatched(code: str, stack: list[Token], closed: list[Token], token: Token) -> Iterator[str]:
    wanted = CLOSERS[stack[-1].text]
    if any(CLOSERS[each.text] == token.text for each in stack):
        yield code[: token.start] + wanted + code[token.start :]
    yield code[: token.start] + wanted + code[token.end :]
    for earlier in reversed(closed):
        if earlier.text == token.text:
            yield code[: earlier.start] + code[earlier.end :]
    yield code[: token.start] + code[token.end :]


def _unclosed(code: str, stack: list[Token]) -> Iterator[str]:
    if (text := _by_indent(code)) and text != code:
        yield text
    yield from _between_animations(code)
    end = len(bare(code))
    if COMPOUND.match(code.lstrip()) and code[:end].endswith(":"):
        end -= 1
    closers = "".join(CLOSERS[each.text] for each in reversed(stack))
    yield code[:end] + closers + code[end:]
    inner = stack[-1]
    for token in tokens(code):
        if token.start > inner.start and token.text == ",":
            yield code[: token.start] + CLOSERS[inner.text] + code[token.start :]


def _between_animations(code: str) -> Iterator[str]:
    """Yield where an animation in a play may end: before the next one, or before what belongs to the play."""
    if not re.match(r"\s*self\.play\(", code) or "\n" in code.strip():
        return
    opened: list[Token] = []
    for token in tokens(code):
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close" and opened:
            opened.pop()
        elif token.text == "," and len(opened) > 1 and NEXT.match(code, token.start):
            name = re.search(r"[\w.]*$", code[: opened[-1].start])
            if opened[-1].text == "(" and name and name[0] not in GROUPS:
                yield code[: token.start] + ")" + code[token.start :]


def _by_indent(code: str) -> str:
    """Return the code with each bracket closed where its line's indentation says that it ends."""
    starts = [0, *(match.end() for match in re.finditer(r"\n", code))]
    lines = [code[start : code.find("\n", start) if "\n" in code[start:] else len(code)] for start in starts]
    out = list(lines)
    stack: list[tuple[str, int, int]] = []
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        closing, indent = line.lstrip()[0] in ")]}", indent_of(line)
        while stack and stack[-1][1] and (stack[-1][2] > indent if closing else stack[-1][2] >= indent):
            bracket, opened, _ = stack.pop()
            if opened != at:
                _close(out, at - 1, CLOSERS[bracket])
        for token in tokens(line):
            if token.kind == "open":
                stack.append((token.text, at, indent))
            elif token.kind == "close" and stack:
                stack.pop()
    return "\n".join(out)


def _close(lines: list[str], at: int, closer: str) -> None:
    while at and not lines[at].strip():
        at -= 1
    end = len(bare(lines[at]).rstrip(", "))
    lines[at] = lines[at][:end] + closer + lines[at][end:]


def quotes(code: str) -> Iterator[Patch]:
    """Yield versions in which each text has its two quotes."""
    note = "mended a quotation mark"
    for token in tokens(code):
        if token.open_ended:
            for text in _quoted(code, token):
                yield text, note
            break
    else:
        return
    inner = re.compile(
        r"(?<=[(\[{,=:\s])([rRbBfFuU]{0,2})([\"'])([^\n]*?)\2(?=\s*(?:[)\]},:]|$))", re.MULTILINE
    )
    text = inner.sub(_requoted, code)
    if text != code:
        yield text, note


def _requoted(match: re.Match[str]) -> str:
    prefix, quote, body = match[1], match[2], match[3]
    if quote not in body.replace("\\" + quote, ""):
        return match[0]
    other = "'" if quote == '"' else '"'
    if other not in body:
        return f"{prefix}{other}{body}{other}"
    escaped = re.sub(r"(?<!\\)" + quote, "\\\\" + quote, body)
    return f"{prefix}{quote}{escaped}{quote}"


def _quoted(code: str, token: Token) -> Iterator[str]:
    """Yield where a text that is not closed may end."""
    body = token.text.rstrip()
    quote = body.lstrip("rRbBuUfF")[:1]
    if token.kind == "triple":
        line = code.find("\n", token.start)
        yield code[: token.start] + token.text.rstrip() + quote * 3 + "\n"
        if line > 0:
            yield code[:line] + quote * 3 + code[line:]
        return
    start, end = token.start, token.start + len(body)
    other = "'" if quote == '"' else '"'
    if (at := body.rfind(other)) > 0 and re.fullmatch(r"[\s)\]},:]*", body[at + 1 :]):
        yield code[: start + at] + quote + code[start + at + 1 :]
    if named := re.search(r",\s*\w+\s*=", body):
        yield code[: start + named.start()] + quote + code[start + named.start() :]
    tail = re.search(r"[\s)\]},:]*$", body)
    for at in range(tail.start() if tail else len(body), len(body) + 1):
        if at >= len(body) - len(body.lstrip("rRbBuUfF")) + 1:
            yield code[: start + at] + quote + code[start + at :]
    yield code[:start] + code[start:end].replace(quote, "", 1) + code[end:]


def _commas(code: str) -> Iterator[Patch]:
    """Yield versions with a comma where two values stand side by side in brackets."""
    places: list[int] = []
    depth, before = 0, None
    for token in tokens(code):
        if token.kind in {"space", "newline", "comment"}:
            continue
        if depth and before is not None and _ends_value(before) and _begins_value(token, before):
            places.append(before.end)
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        before = token
    for at in places[:8]:
        yield code[:at] + "," + code[at:], "added a comma"
    if len(places) > 1:
        text = code
        for at in reversed(places):
            text = text[:at] + "," + text[at:]
        yield text, "added commas"


WORDS = frozenset("for if else in is and or not lambda as from await async yield".split())


def _ends_value(token: Token) -> bool:
    return token.kind in {"string", "triple", "number", "close"} or (
        token.kind == "name" and token.text not in WORDS
    )


def _begins_value(token: Token, before: Token) -> bool:
    if token.kind in {"string", "triple"}:
        return before.kind not in {"string", "triple"}
    return token.kind == "number" or (token.kind == "name" and token.text not in WORDS - {"lambda", "not"})


def _inner_colons(code: str) -> Iterator[Patch]:
    """Yield versions with a colon in a lambda, or behind a key."""
    for pattern, new in (
        (r"\blambda(?=\s+[\w.]+\()", "lambda:"),
        (r"\blambda(\s+\w+(?:\s*,\s*\w+)*)(?=\s+[\w(\[\-])", r"lambda\1:"),
    ):
        text = "".join(_outside_strings(code, pattern, new))
        if text != code:
            yield text, "added a colon"
    text = re.sub(r"([{,]\s*)((\"|')\w+\3)(?=\s+[\w(\[\"'-])", r"\1\2:", code)
    if text != code:
        yield text, "added a colon"


def _operators(code: str) -> Iterator[Patch]:
    masked = code
    for pattern, new in OPERATORS:
        text = "".join(_outside_strings(masked, pattern, new))
        if text != masked:
            yield text, "wrote it in Python's way"
    if printed := re.fullmatch(r"print\s+([^(\s=].*)", code):
        yield f"print({printed[1]})", "wrote print(…)"
    stripped = re.sub(r"\s*[;{}]+\s*$", "", code)
    if stripped != code.rstrip() and stripped:
        yield stripped, "wrote it in Python's way"


def _outside_strings(code: str, pattern: str, new: str) -> Iterator[str]:
    """Yield the code in parts, changed where it is neither text nor comment."""
    start = 0
    for token in tokens(code):
        if token.kind in {"string", "triple", "comment"}:
            yield re.sub(pattern, new, code[start : token.start], flags=re.MULTILINE)
            yield token.text
            start = token.end
    yield re.sub(pattern, new, code[start:], flags=re.MULTILINE)


def _arguments(code: str) -> Iterator[Patch]:
    """Yield versions in which positional arguments come first, and no keyword comes twice."""
    for slots in _calls(code):
        texts = [code[start:end] for start, end in slots]
        keys = [match[1] if (match := re.match(r"(\w+)\s*=(?!=)", text)) else "" for text in texts]
        ordered = [
            text for text, key in zip(texts, keys, strict=True) if not key and not text.startswith("**")
        ]
        ordered += [text for text, key in zip(texts, keys, strict=True) if key or text.startswith("**")]
        if ordered != texts:
            yield _with_slots(code, slots, ordered), "put the arguments without names first"
        for at, key in enumerate(keys):
            if key and key in keys[at + 1 :]:
                start, end = slots[at][0], slots[at + 1][0]
                yield code[:start] + code[end:], f"took out the first of two {key}="


def _with_slots(code: str, slots: list[tuple[int, int]], texts: list[str]) -> str:
    for (start, end), text in reversed(list(zip(slots, texts, strict=True))):
        code = code[:start] + text + code[end:]
    return code


def _calls(code: str) -> Iterator[list[tuple[int, int]]]:
    """Yield where the arguments of each call stand, as far as its brackets match."""
    stack: list[list[Token]] = []
    for token in tokens(code):
        if token.kind in {"space", "newline", "comment"}:
            continue
        if token.kind == "close" and stack:
            inside = stack.pop()
            if token.text == ")" and (slots := _slots(inside)):
                yield slots
            if stack:
                stack[-1].append(Token("close", code[inside[0].start : token.end], inside[0].start))
        elif token.kind == "open":
            stack.append([token])
        elif stack:
            stack[-1].append(token)


def _slots(inside: list[Token]) -> list[tuple[int, int]]:
    slots: list[tuple[int, int]] = []
    start = end = -1
    for token in inside[1:]:
        if token.text == ",":
            if start >= 0:
                slots.append((start, end))
            start = -1
        else:
            start = token.start if start < 0 else start
            end = token.end
    return [*slots, (start, end)] if start >= 0 else slots
