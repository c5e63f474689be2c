"""Read a prompt: in quotes as it is written, everything else folded, rewritten and taken apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.likeness import wording

JOINTS = ("of", "and")
"""What ends a phrase."""
_QUOTED = re.compile(
    r'```(?:\w*\n)?(.+?)```|`([^`]+)`|"([^"]+)"|[“„]([^“”]+)[“”]|«([^»]+)»|(?<!\w)[\'‘]([^\'’]+)[\'’](?!\w)|"'
    r"|(?<=\b[Ww]rite )(?!the (?:equation|formula)|[\'‘`«])([^\"“„]+)$",
    re.DOTALL,
)
"""A text without quotation marks runs to the end: case may matter in it."""
_ARTICLE = re.compile(
    r"\b(?:[Aa]n|[Tt]he|[Aa](?= +(?!(?:and|or|minus|plus|times|implies|onto|by|to|is)\b)(?:[^\W\d_]{2}|[\d\"])))\s"
)
_ATOM = rf"(?:\d+(?:\.\d+)?|(?<![^\W\d_])(?:{wording.FUNCTION}|{wording.GREEK}|infinity|[a-z])(?![^\W_])|(?<=\d):(?=\d)|->|[<>!]=|[^\s\w,.;:?!\"{{}}])"
_TOKEN = re.compile(rf'""|\{{[^}}]*\}}|{_ATOM}(?: *{_ATOM})*|[^\W_]+|[,.;:?!]')
_OPENING = re.compile("|".join(wording.OPENING))
_CLOSING = re.compile(rf"[\s(]*(?:(?<!\w)(?:{wording.CLOSING}))[\s)]*$")
_REWRITES = [(re.compile(pattern), form) for pattern, form in wording.REWRITES]


@dataclass(frozen=True)
class Reading:
    """A prompt as it is compared."""

    items: tuple[str, ...]
    """Stems, expressions and texts in order, with joints between phrases."""
    apart: tuple[str, ...]
    """What may stand anywhere: an interval, settings (n=5), the dimension."""
    text: str
    """The words as they were before endings were taken off: its meaning can be measured."""

    @property
    def letters(self) -> str:
        """What two prompts that ask for the same have in common whatever the order: to look them up by."""
        said = sorted("".join(item for item in self.items if item not in JOINTS).replace(" ", ""))
        return "\n".join(("".join(said), *self.apart))


@lru_cache(maxsize=1024)
def read(prompt: str) -> Reading:
    """Read a prompt."""
    text, quoted = _unquoted(prompt)
    text = _without_frame(_rewritten(_plain(text)))
    items, apart = _set_apart(tuple(_joined(_items(text, quoted))))
    told = re.findall(r"[^\s,.;:?!]+", text)
    return Reading(items, apart, " ".join(word for word in told if word not in wording.EMPTY))


def exact(prompt: str) -> str:
    """Return a prompt without what never makes a difference: white space, case outside of texts, a full stop."""
    text, quoted = _unquoted(prompt)
    texts = iter(quoted)
    return re.sub('""', lambda match: next(texts), _folded(text).lower().rstrip(".? "))


def _unquoted(prompt: str) -> tuple[str, list[str]]:
    """Return a prompt with empty quotation marks, and the texts that were in them."""
    quoted: list[str] = []

    def emptied(match: re.Match[str]) -> str:
        if not match.lastindex:
            return " "
        quoted.append(f'"{match[match.lastindex].strip()}"')
        return ' "" '

    return _QUOTED.sub(emptied, unicodedata.normalize("NFC", prompt)), quoted


def _folded(text: str) -> str:
    """Write characters that look different and mean the same in one way."""
    text = re.sub("([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+)", r"^\1", text)
    text = re.sub("(?<![A-Z₀-₉])([₀-₉]+)", r"_\1", text)
    text = unicodedata.normalize("NFKC", text.translate(wording.SYMBOLS)).translate(wording.SYMBOLS)
    text = re.sub("[α-ω]", lambda match: f" {_greek(match[0])} ", text)
    return " ".join(text.split())


def _greek(letter: str) -> str:
    return unicodedata.name(letter).rpartition(" ")[2].lower().replace("lamda", "lambda")


def _plain(text: str) -> str:
    """Fold a text, and leave out articles, accents, braces and abbreviations in brackets."""
    text = _folded(text).translate(dict.fromkeys(map(ord, "{}"), " "))
    if text.isupper():
        text = text.lower()
    text = re.sub(r"\bAND\b", "conjunction", re.sub(r"\([A-Z]{2,}\)", "", text))
    text = unicodedata.normalize("NFD", _ARTICLE.sub("", text).lower())
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", text))


def _rewritten(text: str) -> str:
    """Write words, numbers and expressions in one way."""
    for pattern, form in _REWRITES:
        text = pattern.sub(form, text)
    return " ".join(text.split())


def _without_frame(text: str) -> str:
    """Leave out greetings, thanks and "an animation that shows"."""
    while match := _OPENING.match(text):
        text = text[match.end() :].lstrip()
    while (shorter := _CLOSING.sub("", text)) != text:
        text = shorter
    return text


def _items(text: str, quoted: list[str]) -> Iterator[str]:
    texts = iter(quoted)
    text = re.sub(r"[\[\]]", " ", re.sub(r"\]\s*,\s*\[", " ; ", text))  # rows of a matrix stay apart
    text = re.sub(r"\( ?(\d+|[^\W\d]\w*) ?\)", r" \1 ", text)
    text = re.sub(r"(?:(?<=[\s,(=^/*])|^)-(?=\d)", "~", text)  # a sign, not a difference
    text = re.sub(r"(?<=\d)\s*(?:,|,? and)\s*(?=~?\d)", " ", text)
    for token in _TOKEN.findall(text):
        if token.startswith('"'):
            yield next(texts, token)
        elif token in wording.OF or token in wording.AND:
            yield "of" if token in wording.OF else "and"
        elif token.startswith("{"):
            yield re.sub("[ *]", "", token)
        elif re.match(_ATOM, token):
            yield " ".join(re.findall(_ATOM, token))
        elif token not in wording.EMPTY:
            yield _stem(token)


def _joined(items: Iterable[str]) -> list[str]:
    """Return the items with one joint only where several follow each other, and none at the ends."""
    found: list[str] = []
    for item in items:
        if item in JOINTS and found and found[-1] in JOINTS:
            found[-1] = min(item, found[-1])  # "and" says more than "of"
        elif item not in JOINTS or found:
            found.append(item)
    return found[:-1] if found and found[-1] in JOINTS else found


def _set_apart(items: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take out what may stand anywhere, unless there are several things of which it may be said, or two of a kind."""
    apart = sorted(item for item in items if item.startswith("{"))
    kinds = {re.sub(r"(=|->).*|.*(?=\.\.)", "", item) for item in apart}
    if len(kinds) < len(apart) or "and" in items:
        return items, ()
    return tuple(_joined(item for item in items if item not in apart)), tuple(apart)


def _stem(word: str) -> str:
    """Return a word without the endings of plurals and of "-ing"; "-ed" is another thing (charged, charging)."""
    word = wording.WORDS.get(word, word)
    if len(word) > 3 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = wording.WORDS.get(word, word)
    if len(word) > 5 and word.endswith("ing") and re.search("[aeiouy]", word[:-3]):
        word = re.sub(r"([bdgmnprt])\1$", r"\1", word[:-3])
    return word[:-1] if len(word) > 3 and word.endswith("e") and word not in ("note", "prime") else word
