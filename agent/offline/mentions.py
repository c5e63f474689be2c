"""What a prompt names: shapes, colours, numbers, texts, lists, expressions, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.expressions import CONSTANTS, FUNCTIONS, BadExpression, parse
from knowledge.values import COLORS, SHAPES


@dataclass(frozen=True)
class Mention:
    """A value that the prompt names between two offsets. Of two overlapping ones the first kind wins."""

    kind: str
    value: Any
    start: int
    end: int

    def overlaps(self, other: Mention) -> bool:
        """Whether the two stand on common ground in the prompt."""
        return self.start < other.end and other.start < self.end


NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
""".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
_NOT_COUNTED = {"one", "zero"}
"""Too often no number: "one shape becomes another"."""
SHAPE_WORDS = {name: name for name in SHAPES} | {
    "disk": "circle",
    "disc": "circle",
    "oval": "ellipse",
    "rhombus": "diamond",
    "annulus": "ring",
    "half circle": "semicircle",
    "trapezium": "trapezoid",
}
NAMED_FUNCTIONS = {
    r"sine(?! of)(?: wave| curve| function)?": "sin(x)",
    r"cosine(?! of)(?: wave| curve| function)?": "cos(x)",
    r"parabola|quadratic function": "x^2",
    r"cubic(?: function| curve)?": "x^3",
    r"exponential(?: function| curve)?": "exp(x)",
    r"(?:natural )?logarithm(?:ic function)?": "ln(x)",
    r"square root(?: function)?": "sqrt(x)",
    r"absolute value(?: function)?": "abs(x)",
    r"hyperbola": "1/x",
}
_NUMBER = r"[-+−]?\d+(?:\.\d+)?"
_SIGNED = rf"(?:{_NUMBER}\s*\*?\s*(?:pi|π|tau)?(?:\s*/\s*\d+)?|[-+−]?(?:pi|π|tau)(?:\s*/\s*\d+)?|[-−]?e\b)"
_BETWEEN = r"\s*(?:,|;|\band\b|\s)\s*"


def normalised(prompt: str) -> str:
    """Return `prompt` with numbers, powers and sizes written in one way, and white space folded."""
    prompt = re.sub(r"\b([a-z]) squared\b", r"\1^2", prompt, flags=re.IGNORECASE)
    prompt = re.sub(r"\b([a-z]) cubed\b", r"\1^3", prompt, flags=re.IGNORECASE)
    prompt = re.sub(r"(?<=[^\d,;)\]]\s)(\d{1,3}),(\d{3})(?=\s|$|[.,;]\s)", r"\1\2", prompt)
    prompt = re.sub(r"(?<=[a-zA-Z)])([⁴⁵⁶⁷⁸⁹])", lambda m: "^" + str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(m[1])), prompt)
    prompt = re.sub(r"√\s*([\w.]+)", r"sqrt(\1)", prompt).replace("√(", "sqrt(")
    prompt = re.sub(r"\b2\s*(?:x|×|by)\s*2\s+(?=matri)", "", prompt)  # the only matrices there are here
    prompt = re.sub(r"\b(\d+)\s*[x×]\s*(\d+)\b", r"\1 by \2", prompt)
    return re.sub(r"[ \t]+", " ", prompt).strip()


def mentions(prompt: str, variables: Sequence[str] = ("x",)) -> tuple[Mention, ...]:
    """Return everything that `prompt` names, expressions in `variables` among it."""
    found: list[Mention] = []
    for reader in READERS:
        found += reader(prompt)
    found += _expressions(prompt, variables)
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))


def _number(text: str) -> float:
    text = text.replace("−", "-").replace("π", "pi")
    value = float(parse(text, ()))
    return int(value) if value == int(value) else round(value, 6)


def _quoted(prompt: str) -> Iterator[Mention]:
    pattern = r'"([^"\n]+)"|“([^”\n]+)”|«([^»\n]+)»|(?<!\w)\'([^\'\n]+)\'(?!\w)|(?<!\w)‘([^’\n]+)’'
    for match in re.finditer(pattern, prompt):
        text = next(group for group in match.groups() if group)
        yield Mention("text", text.strip(), *match.span())
        yield Mention("formula", text.strip(), *match.span())


def _said(prompt: str) -> Iterator[Mention]:
    pattern = r"\b(?:saying|says|reading|reads|the (?:words?|text|title|message|phrase|caption))[:\s]+([^\"“'.,;:]{2,40})$"
    for match in re.finditer(pattern, prompt.strip(), re.IGNORECASE):
        yield Mention("text", match[1].strip(), match.start(1), match.end(1))


def _formulas(prompt: str) -> Iterator[Mention]:
    for match in re.finditer(r"\$\$?([^$]+)\$\$?|\\\((.+?)\\\)|\\\[(.+?)\\\]", prompt):
        yield Mention("formula", next(group for group in match.groups() if group).strip(), *match.span())
    letters = r"[A-Za-z0-9_^*/+\-(){}\\ ]"
    for match in re.finditer(
        rf"(?:formula|equation|identity|law)\s*:?\s+({letters}{{1,40}}=\s*{letters}{{1,40}})", prompt
    ):
        yield Mention("formula", match[1].replace("*", r" \cdot ").strip(), match.start(1), match.end(1))


def _codes(prompt: str) -> Iterator[Mention]:
    for match in re.finditer(r"```(?:\w*\n)?(.+?)```|`([^`\n]+)`", prompt, re.DOTALL):
        yield Mention("code", (match[1] or match[2]).strip("\n"), *match.span())


def _matrices(prompt: str) -> Iterator[Mention]:
    row = rf"[\[(]?\s*({_NUMBER})\s*[,\s]\s*({_NUMBER})\s*[\])]?"
    for match in re.finditer(rf"[\[(]\s*{row}\s*[,;\s]\s*{row}\s*[\])]", prompt):
        a, b, c, d = (_number(group) for group in match.groups())
        yield Mention("matrix", [[a, b], [c, d]], *match.span())


def _vectors(prompt: str) -> Iterator[Mention]:
    for match in re.finditer(rf"[\[(<⟨]\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})\s*[\])>⟩]", prompt):
        yield Mention("vector", [_number(match[1]), _number(match[2])], *match.span())


def _ranges(prompt: str) -> Iterator[Mention]:
    for pattern in (
        rf"\b(?:from|between)\s+(?:x\s*=\s*)?({_SIGNED})\s+(?:to|and|up to|until)\s+(?:x\s*=\s*)?({_SIGNED})",
        rf"\b(?:x\s+in|on|over|interval|domain|range)\s*[\[(]\s*({_SIGNED})\s*[,;]\s*({_SIGNED})\s*[\])]",
        rf"\b(?:x\s*=\s*|(?:x\s+in|over|on|range|interval|domain)(?:\s+of)?\s+)({_SIGNED})\s*(?:to|\.\.+|…|–|until)\s*({_SIGNED})",
        rf"({_SIGNED})\s*(?:<=?|≤)\s*[xt]\s*(?:<=?|≤)\s*({_SIGNED})",
    ):
        for match in re.finditer(pattern, prompt, re.IGNORECASE):
            try:
                yield Mention("range", [_number(match[1]), _number(match[2])], *match.span())
            except BadExpression:
                continue


def _data(prompt: str) -> Iterator[Mention]:
    pair = rf"([A-Za-z]{{1,3}}\d{{1,2}}\b|\b(?:1[89]|20)\d\d(?=\s*[:=(]|\s\d)|[A-Za-z][A-Za-z ]{{0,18}}?)\s*(?::|=|\(|\bis\b|\s)\s*({_NUMBER})\s*(?:%|percent)?\)?"
    for match in re.finditer(rf"{pair}(?:\s*(?:,|;|\band\b)+\s*(?:and\s+)?{pair})+", prompt):
        named = [(_label(name), _number(number)) for name, number in re.findall(pair, match[0])]
        if len(dict(named)) >= 2:
            yield Mention("data", dict(named), match.start() + match[0].index(named[0][0]), match.end())


def _shares(prompt: str) -> Iterator[Mention]:
    pair = rf"({_NUMBER})\s*(?:%|percent)\s+(?:of\s+)?([A-Za-z][A-Za-z ]{{0,18}}?)"
    end = r"(?=\s*(?:,|;|\band\b|[.]|$))"
    for match in re.finditer(rf"{pair}{end}(?:\s*(?:,|;|\band\b)+\s*(?:and\s+)?{pair}{end})+", prompt):
        named = {name.strip(): _number(number) for number, name in re.findall(pair + end, match[0])}
        if len(named) >= 2:
            yield Mention("data", named, *match.span())


def _label(text: str) -> str:
    """Return the name of a number without what leads up to it: "pie chart of apples" is about apples."""
    return re.sub(r"^(?:.*\s)?(?:and|with|of|for)\s+", "", text.strip())


def _lists(prompt: str) -> Iterator[Mention]:
    for match in re.finditer(rf"[\[({{]?\s*{_NUMBER}(?:{_BETWEEN}{_NUMBER}){{2,}}\s*[\])}}]?", prompt):
        values = [_number(number) for number in re.findall(_NUMBER, match[0])]
        yield Mention("numbers", values, *match.span())


def _words_listed(prompt: str) -> Iterator[Mention]:
    for match in re.finditer(r":\s*([^:]+)$", prompt.strip()):
        entries = [entry.strip(" .\"'“”") for entry in re.split(r",|;|\n|\band\b", match[1])]
        entries = [re.sub(r"^(?:\d+[.)]|[-*•])\s*", "", entry) for entry in entries if entry]
        if 2 <= len(entries) <= 20 and max(map(len, entries)) <= 40:
            yield Mention("texts", entries, match.start(1), match.end(1))


def _named(kind: str, words: Mapping[str, str]) -> Callable[[str], Iterator[Mention]]:
    names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))

    def reader(prompt: str) -> Iterator[Mention]:
        for match in re.finditer(rf"\b({names})(?:e?s)?\b(?!['’]s\b)", prompt, re.IGNORECASE):
            yield Mention(kind, words[match[1].lower()], *match.span())

    return reader


def _hexes(prompt: str) -> Iterator[Mention]:
    for match in re.finditer(r"#[0-9a-fA-F]{6}\b", prompt):
        yield Mention("color", match[0].upper(), *match.span())


def _numbers(prompt: str) -> Iterator[Mention]:
    for match in re.finditer(rf"(?<![\w.^]){_NUMBER}(?![\w.]*[\w^])", prompt):
        yield Mention("number", _number(match[0]), *match.span())
    for match in re.finditer(r"(?<![\w.])(\d+)(?=-(?:sided|gon|pointed|bit|layer|disk|step))", prompt):
        yield Mention("number", int(match[1]), *match.span())
    for match in re.finditer(r"\b[a-z]+\b", prompt, re.IGNORECASE):
        word = match[0].lower()
        if word in NUMBER_WORDS and word not in _NOT_COUNTED:
            yield Mention("number", NUMBER_WORDS[word], *match.span())


READERS = (
    _quoted,
    _said,
    _formulas,
    _codes,
    _matrices,
    _shares,
    _data,
    _lists,
    _words_listed,
    _vectors,
    _ranges,
    _named("shape", SHAPE_WORDS),
    _named("color", {name: name for name in COLORS}),
    _hexes,
    _numbers,
)


def _expressions(prompt: str, variables: Sequence[str]) -> list[Mention]:
    found = _typed_expressions(prompt, variables)
    for pattern, value in NAMED_FUNCTIONS.items():
        if tuple(variables) == ("x",):
            found += [
                Mention("named expression", value, *match.span())
                for match in re.finditer(rf"\b(?:{pattern})\b", prompt, re.IGNORECASE)
            ]
    return found


def _typed_expressions(prompt: str, variables: Sequence[str]) -> list[Mention]:
    """Find the longest runs of mathematical tokens that parse and have a variable in them."""
    names = "|".join(sorted([*FUNCTIONS, *CONSTANTS], key=len, reverse=True))
    letters = "".join(variables)
    token = rf"(?:{names})(?![a-z])|(?:{names})(?=[{letters}]\b)|[{letters}](?![a-z])|\d+(?:\.\d+)?|\*\*|[-+*/^()|−]|π|√|²|³"
    runs = re.finditer(rf"(?<![a-z])(?:(?:{token})[ ]?)+", prompt, re.IGNORECASE)
    return [mention for run in runs for mention in _parsed(run, variables)]


def _parsed(run: re.Match[str], variables: Sequence[str]) -> Iterator[Mention]:
    text, start = run[0], run.start()
    while text.strip(" "):
        cleaned = text.replace("−", "-").replace("²", "^2").replace("³", "^3").strip()
        try:
            expression = parse(cleaned.lower(), variables)
        except BadExpression:
            text = text.rstrip(" ")[:-1]
            continue
        end = start + len(text.rstrip())
        if re.match(
            r"\s?[+*/^]\s?[\w(]|\s?[-−]\s?(?!a\b)[a-z]\b|[a-z]", run.string[end:], re.IGNORECASE
        ) or re.search(r"[+*/^⁴⁵⁶⁷⁸⁹]\s?$", run.string[:start]):
            if expression.free_symbols:
                yield Mention("unread", cleaned, start, end)
            return
        other = re.match(r"\s*=\s*((?:sin|cos|tan|exp|ln|x|e|pi|[\d.()+*/^ −-])+)", run.string[end:])
        if other and expression.free_symbols:
            right = other[1].rstrip(" .(")
            try:
                rhs = parse(right.lower(), variables)
            except BadExpression:
                return
            if rhs != 0:
                yield Mention(
                    "equation", f"{cleaned} - ({right})".lower(), start, end + other.start(1) + len(right)
                )
                return
        if expression.free_symbols and (len(cleaned) > 1 or _is_defined(run)):
            yield Mention("expression", cleaned.lower(), start, start + len(text.rstrip()))
        return


def _is_defined(run: re.Match[str]) -> bool:
    """Whether the run stands behind `y =`, `f(x) =` or the like: then `x` alone is an expression too."""
    return bool(re.search(r"(?:\by|\bz|\w\([xyt, ]+\))\s*=\s*$", run.string[: run.start()], re.IGNORECASE))
