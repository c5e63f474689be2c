"""What surrounds code, or got into it on the way: fences, prompts, characters of a word processor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agent.check.pieces import tokens

FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n`]*\n(.*?)(?:^[ \t]*(?:```|~~~)|\Z)", re.DOTALL | re.MULTILINE)
MAGIC = re.compile(r"^(%{1,2}\w|!\w|\$ ).*\n?", re.MULTILINE)
UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\x00"), None)
CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»＂", '"'),
        **dict.fromkeys("‘’‚‛＇", "'"),
        **dict.fromkeys("−–—‐‑‒－", "-"),
        **dict.fromkeys("\xa0\u2002\u2003\u2009\u202f\u3000", " "),
        **dict(zip("，（）：；［］｛｝＝＋．", ",():;[]{}=+.", strict=True)),
        **{
            "×": "*",
            "÷": "/",
            "≤": "<=",
            "≥": ">=",
            "≠": "!=",
            "…": "...",
            "²": "**2",
            "³": "**3",
            "，": ",",
        },
    }
)


def tidied(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text ever cleaner, with what was done at each step that changed it."""
    steps: tuple[tuple[Callable[[str], str], str], ...] = (
        (_unescaped, "wrote its lines as lines"),
        (_visible, "took out invisible characters"),
        (_unfenced, "took the code out of its Markdown fence"),
        (_unprompted, "took out prompts and notebook commands"),
        (_typed, "replaced typographic characters by those of Python"),
        (_spaced, "replaced tabs by spaces"),
    )
    for step, note in steps:
        after = step(text)
        if after != text:
            text = after
            yield text, note


def _unescaped(text: str) -> str:
    if text.count("\n") > 2 or text.count("\\n") < 5:
        return text
    return text.replace("\\n", "\n").replace('\\"', '"').replace("\\t", "    ")


def _visible(text: str) -> str:
    return text.translate(UNSEEN)


def _unfenced(text: str) -> str:
    blocks = [match[1] for match in FENCE.finditer(text)]
    if not blocks:
        return text
    scenes = [block for block in blocks if re.search(r"^\s*(class|def|from|import)\b", block, re.MULTILINE)]
    inside = max(scenes or blocks, key=len)
    before = text[: text.find("```")]
    return before if len(before) > len(inside) and "class " in before else inside


def _unprompted(text: str) -> str:
    if re.match(r"\s*>>> ", text):
        text = "\n".join(
            line[4:]
            for line in text.splitlines()
            if line.startswith((">>> ", "... ")) or line in {">>>", "..."}
        )
    return MAGIC.sub("", text)


def _typed(text: str) -> str:
    return "".join(
        token.text if token.kind in {"string", "triple", "comment"} else token.text.translate(CHARACTERS)
        for token in tokens(text)
    )


def _spaced(text: str) -> str:
    if "\t" not in text:
        return text
    return re.sub(r"^[ \t]+", lambda match: match.group().expandtabs(4), text, flags=re.MULTILINE)
