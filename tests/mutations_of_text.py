"""Faults of LaTeX and of Python's own grammar."""

import ast
import re
import tokenize
from itertools import pairwise

from mutating import fault, misspelt

from agent.check.program import Edit

QUIET = frozenset({"lost raw prefix"})
HARMLESS = frozenset({"unbalanced brace", "plain words in MathTex"})
NOT_MENDABLE = frozenset({"text cut off"})
REAL_COMMANDS = {"cot", "let", "it", "eta", "in"}
SYNTAX = frozenset(
    {
        "missing colon",
        "missing bracket",
        "bracket too many",
        "missing quote",
        "wrong indent",
        "missing comma",
        "fence left in",
    }
    | {"prose left in", "text cut off", "not a number"}
)
TEXS = {"Tex", "MathTex"}
SPELT = re.compile(
    r"\\(frac|sqrt|sum|int|alpha|beta|theta|sigma|lambda|cdot|approx|times|left|right|infty|pi|text)\b"
)
MATHEMATICS = re.compile(r"\\(frac|sqrt|sum|int|pi)|[\^_]")
WORN = re.compile(r"\\[abfnrtvxuN]")
UNICODE = {
    r"\to": "→",
    r"\cdot": "·",
    r"\le": "≤",
    r"\approx": "≈",
    r"\pi": "π",
    r"\alpha": "α",
    r"\theta": "θ",
}


def inside(source, node):
    """Return where the text between the quotes of a string starts and ends, and the text as it is typed."""
    typed = source.source(node)
    head = re.match(r"\w*(\"\"\"|'''|\"|')", typed)
    start = source.start(node) + head.end()
    end = source.end(node) - len(head[1])
    return start, end, source.text[start:end]


def raws(source, names=TEXS):
    """Yield the raw strings among the formulas."""
    for node in source.strings(names):
        if source.source(node)[:1] == "r" and len(source.source(node)) == len(node.value) + 3:
            yield node


@fault("mathematics in Tex")
def _(source, chance):
    for call in source.calls({"MathTex"} - source.bound()):
        texts = [str(each.value) for each in call.args if isinstance(each, ast.Constant)]
        if any(MATHEMATICS.search(text) for text in texts) and "$" not in source.source(call):
            yield source.replace(call.func, "Tex")


@fault("text with dollars in MathTex")
def _(source, chance):
    for call in source.calls({"Tex"} - source.bound()):
        if "$" in source.source(call):
            yield source.replace(call.func, "MathTex")


@fault("plain words in MathTex")
def _(source, chance):
    for call in source.calls({"Tex"} - source.bound()):
        if "$" not in source.source(call) and " " in source.source(call):
            yield source.replace(call.func, "MathTex")


@fault("dollars in MathTex")
def _(source, chance):
    for node in source.strings("MathTex"):
        start, end, text = inside(source, node)
        if "{{" not in text and "$" not in text and "&" not in text:
            yield Edit(start, end, f"${text}$")


@fault("unescaped percent sign")
def _(source, chance):
    for node in source.strings(TEXS):
        start, _, _ = inside(source, node)
        yield Edit(start, start, "50% of ")


@fault("unescaped hash")
def _(source, chance):
    for node in source.strings(TEXS):
        _, end, _ = inside(source, node)
        yield Edit(end, end, " #1")


@fault("unescaped ampersand")
def _(source, chance):
    for node in source.strings("Tex"):
        start, _, _ = inside(source, node)
        yield Edit(start, start, "this & that ")


@fault("character that LaTeX does not know")
def _(source, chance):
    for node in source.strings(TEXS):
        _, end, _ = inside(source, node)
        yield Edit(end, end, chance.choice((" →", " ≤", " π", " ∞", " ∈")))


@fault("lost raw prefix")
def _(source, chance):
    for node in raws(source):
        _, _, text = inside(source, node)
        if WORN.search(text) and not re.search(r"\\[xuN]", text):
            yield Edit(source.start(node), source.start(node) + 1, "")


@fault("unbalanced brace")
def _(source, chance):
    for node in source.strings(TEXS):
        start, _, text = inside(source, node)
        for at in re.finditer(r"\}", text):
            yield Edit(start + at.start(), start + at.end(), "")


@fault("unknown LaTeX command")
def _(source, chance):
    for node in source.strings(TEXS):
        start, _, text = inside(source, node)
        for at in SPELT.finditer(text):
            if (slip := misspelt(at[1], chance)) not in REAL_COMMANDS:
                yield Edit(start + at.start(1), start + at.end(1), slip)


@fault("braces in an f-string")
def _(source, chance):
    for node in raws(source):
        if re.search(r"\{[a-z]\w*\}", node.value):
            yield Edit(source.start(node), source.start(node), "f")


@fault("missing colon", parses=False)
def _(source, chance):
    for token, below in pairwise(source.tokens()):
        if token.string == ":" and below.type == tokenize.NEWLINE:
            yield Edit(source.at(token.start), source.at(token.end), "")


@fault("missing bracket", parses=False)
def _(source, chance):
    for token in source.tokens():
        if token.string in (")", "]"):
            yield Edit(source.at(token.start), source.at(token.end), "")


@fault("bracket too many", parses=False)
def _(source, chance):
    for token in source.tokens():
        if token.string == ")":
            yield Edit(source.at(token.end), source.at(token.end), ")")


@fault("missing comma", parses=False)
def _(source, chance):
    for token in source.tokens():
        if token.string == ",":
            yield Edit(source.at(token.start), source.at(token.end), "")


@fault("missing quote", parses=False)
def _(source, chance):
    for token in source.tokens():
        if token.type == tokenize.STRING and token.string[-3:] not in ('"""', "'''"):
            yield Edit(source.at(token.end) - 1, source.at(token.end), "")


@fault("wrong indent", parses=False)
def _(source, chance):
    for function in source.constructs():
        for node in function.body[1:]:
            if source.starts_its_line(node) and node.lineno == node.end_lineno:
                start = source.at((node.lineno, 0))
                yield Edit(start, start, chance.choice((" ", "    ")))


@fault("not a number", parses=False)
def _(source, chance):
    for node in source.of(ast.Constant):
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield Edit(source.end(node), source.end(node), chance.choice(("px", "s", "°")))


@fault("fence left in", parses=False)
def _(source, chance):
    end = len(source.text)
    yield Edit(0, 0, "```python\n"), Edit(end, end, "\n```\n")


@fault("prose left in", parses=False)
def _(source, chance):
    yield Edit(0, 0, "Here is the scene you asked for:\n\n")


@fault("text cut off", parses=False)
def _(source, chance):
    end = len(source.text)
    for _ in range(4):
        yield Edit(int(end * chance.uniform(0.6, 0.95)), end, "")
