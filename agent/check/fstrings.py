"""f-strings that do not parse: braces of LaTeX, and quotes that newer Pythons allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.check.pieces import Token, reads, tokens


def f_strings(code: str) -> Iterator[tuple[str, str]]:
    """Yield versions of the code whose f-strings have the braces and quotes that Python wants."""
    if (text := _other_quotes(code)) != code:
        yield text, "used other quotation marks inside an f-string"
    marks = [
        token
        for token in tokens(code)
        if token.kind in {"string", "triple"} and "f" in token.text[:2].lower() and not token.open_ended
    ]
    for take in (True, False):
        text = code
        for token in reversed(marks):
            text = text[: token.start] + _braced(token, take) + text[token.end :]
        if text != code:
            yield text, "doubled or took out a brace in an f-string"


def _braced(token: Token, take: bool) -> str:
    """Return an f-string with each brace that is none of Python's doubled; `take` drops lone closing ones."""
    body, out, at = token.text, "", 0
    while at < len(body):
        if body[at : at + 2] in {"{{", "}}"}:
            out, at = out + body[at : at + 2], at + 2
        elif body[at] == "{":
            end = _closing(body, at)
            if end < 0:
                out, at = out + "{{", at + 1
            else:
                inside = body[at + 1 : end]
                out += body[at : end + 1] if _is_expression(inside) else "{{" + inside + "}}"
                at = end + 1
        elif body[at] == "}":
            out, at = out + ("" if take and "{{" in body else "}}"), at + 1
        else:
            out, at = out + body[at], at + 1
    return out


def _closing(body: str, at: int) -> int:
    depth = 0
    for place in range(at, len(body)):
        depth += {"{": 1, "}": -1}.get(body[place], 0)
        if depth == 0:
            return place
    return -1


def _is_expression(text: str) -> bool:
    if "\\" in text or not text.strip():
        return False
    bare = re.sub(r"(![rsa])?(:[^\]})]*)?$", "", text.strip().removesuffix("="))
    return reads(f"({bare})")


def _other_quotes(code: str) -> str:
    """Return the code with the quotes inside the braces of f-strings other than those around them."""
    return re.sub(r"\b([fF][rR]?|[rR][fF])\"([^\n]*)\"", _swapped, code)


def _swapped(match: re.Match[str]) -> str:
    def other(inside: re.Match[str]) -> str:
        return inside[0].replace('"', "'")

    body = re.sub(r"(?<!\{)\{(?!\{)[^{}\n]*\}", other, match[2])
    return f'{match[1]}"{body}"'
