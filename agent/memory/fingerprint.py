"""What an error is known by in any scene.

"TypeError: Mobject.__init__() got an unexpected keyword argument 'size' in `Circle(size=2)`" is known by its kind
TypeError, the symbol size, and the message "Mobject.__init__() got an unexpected keyword argument 'size'". Numbers,
the scene's texts and its own names are placeholders in a message: "<name> has no target to move to".
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.memory.scene import Scene, inside, read
from agent.problems import Problem

RAISED = re.compile(r"([A-Za-z_]\w*): (.*)", re.DOTALL)
BEHIND = re.compile(r" \(from \w+: | in `|, after \d+ animations |\. It printed: | in the formula ")
"""Where a message of running or of LaTeX goes over to what is only of this scene."""
CLAUSE = re.compile(r"[.:;](?:\s|$)")
SYMBOLS = (
    r"(?:keyword(?: arguments?)?|attribute|method):? '?([A-Za-z_]\w*)",
    r"(?:argument|name):? '(\w+)'",
    r"^(\w+) (?:does not exist|is not defined)",
    r"(\w+)(?:\.__init__)?\(\) (?:missing|takes|got)",
    r"(\\[A-Za-z]+)",
)
"""How messages give the name that they are about, the most telling first."""
SAYS_NOTHING = frozenset(
    "is argument arguments getter setter construct play add wait self VGroup Group np range len list tuple int float".split()
)
"""Names that do not tell what the trouble is with."""
NUMBER = re.compile(
    r"(?P<shape>\((?:\d+\s*,\s*)*\d+,?\))|0x[0-9a-fA-F]+|(?<=<U)\d+|(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
)


@dataclass(frozen=True)
class Fingerprint:
    """What is the same of an error in every scene that has it."""

    kind: str
    """The problem's code; of what running raised, the exception."""
    symbol: str
    """The name of Manim, attribute, keyword or command of LaTeX in play, "" if there is none."""
    message: str

    @property
    def key(self) -> str:
        """The fingerprint in sixteen letters."""
        text = "\0".join((self.kind, self.symbol, self.message))
        return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def fingerprint(problem: Problem, code: str) -> Fingerprint:
    """Return what the problem of a program is known by in any other."""
    scene = read(code)
    at = scene.at(problem.line)
    nodes = inside(scene.statements[at]) if at is not None else []
    kind, said = _said(problem)
    symbol = _symbol(said, scene, nodes, is_raised=problem.code == "render-error")
    return Fingerprint(kind[:80], symbol[:80], _normalised(said, scene, nodes))


def _said(problem: Problem) -> tuple[str, str]:
    """Return the kind of an error, and its message without what is only of this scene."""
    kind, said = problem.code, problem.message
    if kind == "render-error" and (raised := RAISED.match(said)):
        kind, said = raised[1], BEHIND.split(raised[2])[0]
    elif kind.startswith("latex"):
        said = BEHIND.split(said.removeprefix("LaTeX: "))[0]
    else:
        said = CLAUSE.split(said)[0]
    return kind, " ".join(said.split())


def _symbol(said: str, scene: Scene, nodes: list[ast.AST], *, is_raised: bool) -> str:
    """Return the name that an error is about: as its message says, or else, of what was raised, as the program does."""
    named = [match[1] for pattern in SYMBOLS for match in re.finditer(pattern, said)]
    here = {name for node in nodes for name in _names(node)}
    named += [name for name in re.findall(r"[A-Za-z_]\w*", said) if name in here]
    named += _called(nodes) if is_raised else []
    own = scene.names | scene.attributes | SAYS_NOTHING
    return next((name for name in named if name not in own), "")


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
            yield name


def _called(nodes: list[ast.AST]) -> list[str]:
    """Return what is called in a statement; last the animations that are played, and what takes no argument."""
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    played = {id(arg) for call in calls if "play" in _names(call.func) for arg in call.args}
    calls.sort(key=lambda call: (not (call.args or call.keywords), id(call) in played))
    return [name for call in calls for name in _names(call.func)]


def _normalised(said: str, scene: Scene, nodes: list[ast.AST]) -> str:
    """Return a message with placeholders for all that another scene would have otherwise."""
    names = {name for statement in scene.statements for node in inside(statement) for name in _names(node)}
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for text in sorted(filter(str.strip, texts - names), key=len, reverse=True):
        quoted = re.escape(text).join(("(?<=['`\"])", "(?=['`\"])"))
        said = "<text>" if said == " ".join(text.split()) else re.sub(quoted, "<text>", said)

    def named(match: re.Match[str]) -> str:
        before, behind = said[: match.start()], said[match.end() :]
        is_quoted = before[-1:] in ("'", "`", '"') and behind[:1] == before[-1:]
        is_dotted = bool(re.match(r"\.\w|\(|\[", behind)) or before.endswith("self.")
        is_spoken = bool(re.match(r" (has|is|also|are) |,", behind)) and not re.search(
            r"(a|an|the) $", before, re.I
        )
        is_own = match[0] in scene.names | scene.attributes
        return "<name>" if is_own and (is_quoted or is_dotted or is_spoken) else match[0]

    said = re.sub(r"\b[A-Za-z_]\w*\b(?!>)", named, said)
    said = re.sub(r"\b(argument|value|keyword)s\b", r"\1", re.sub(r"\bwere\b", "was", said))
    said = re.sub(r"(?:self\.)?<name>(?:\[[^\]]*\]|\.<name>)*", "<name>", said)
    return NUMBER.sub(_numbered, said)[:300]


def _numbered(match: re.Match[str]) -> str:
    """Return a placeholder for a number; of a shape, the last extent stays: it tells points from others."""
    return f"(#,{re.findall(r'[0-9]+', match[0])[-1]})" if match["shape"] else "#"
