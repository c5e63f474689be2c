"""A rule of the check as data: expressions that are wrong wherever they stand, what is said of them, what takes their place.

    message = "Circle has no size; its radius is half of it"
    [[patterns]]
    find = "Circle(*$args, **$keywords, size=$1)"
    put = "Circle(*$args, **$keywords, radius=$1)"

A name that a program has made its own is not the one that a rule means.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from agent.check.parsing import Unparsable, parses
from agent.check.program import Found, Mend, Program, Severity, applied
from agent.memory.fitting import Bound, edit, is_fit
from agent.memory.patch import LONGEST, Patch, body_of, hole
from agent.memory.scene import Scene, inside, read

PREFIX = "rule-"
MOST_PATTERNS = 12
MOST_EXAMPLES = 20
LONGEST_MESSAGE = 300
Row = Mapping[str, Any]


class BadRule(ValueError):
    """A rule that cannot be used; the message says what would be."""


@dataclass(frozen=True)
class Pattern:
    """An expression that is wrong, and what takes its place if that is known."""

    find: str
    put: str = ""

    @cached_property
    def patch(self) -> Patch:
        """The patch that it makes; one that only finds leaves all as it is."""
        return Patch(self.find, self.put)

    @cached_property
    def words(self) -> frozenset[str]:
        """The names in it, without which no program has it."""
        nodes = inside(self.patch.pattern) if self.patch.pattern else []
        names = {each.attr for each in nodes if isinstance(each, ast.Attribute)}
        keywords = {each.arg for each in nodes if isinstance(each, ast.keyword) and each.arg}
        return frozenset(names | keywords | self.names)

    @cached_property
    def names(self) -> frozenset[str]:
        """Those of them that stand by themselves, which a program might bind."""
        nodes = inside(self.patch.pattern) if self.patch.pattern else []
        return frozenset(each.id for each in nodes if isinstance(each, ast.Name) and not hole(each))

    def may_fit(self, text: str) -> bool:
        """Whether a program has all its words, which is quickly told."""
        return all(each in text for each in self.words)

    def fits(self, scene: Scene) -> Iterator[tuple[ast.expr, Bound]]:
        """Yield where a program has it, with what is in the holes."""
        if self.names & scene.names:
            return
        for node in scene.program.nodes:
            bound: Bound = {}
            if isinstance(node, ast.expr) and is_fit(self.patch.pattern, node, bound):
                yield node, bound


@dataclass(frozen=True)
class Rule:
    """What the check has learnt from the failure log."""

    name: str
    message: str
    patterns: tuple[Pattern, ...]
    wrong: tuple[str, ...]
    """Lines of `construct` that have it."""
    right: tuple[str, ...]
    """Lines that have it not."""
    severity: Severity = "error"
    suggestion: str = ""
    confidence: float = 0.9
    """How likely what takes its place means what was meant."""
    base: str = "Scene"
    """The kind of scene that the examples stand in."""

    @property
    def code(self) -> str:
        """The code of the problems that it finds."""
        return PREFIX + self.name

    def may_find(self, text: str) -> bool:
        """Whether a program is worth reading."""
        return any(each.may_fit(text) for each in self.patterns)

    def __call__(self, program: Program) -> Iterator[Found]:
        """Yield what it finds in a program."""
        for pattern in (each for each in self.patterns if each.may_fit(program.text)):
            scene = read(program.text)
            for node, bound in pattern.fits(scene):
                said = (self.suggestion,) if self.suggestion else ()
                mends = self._mends(pattern, scene, node, bound)
                yield program.found(
                    self.code, node, self.message, severity=self.severity, suggestions=said, mends=mends
                )

    def _mends(self, pattern: Pattern, scene: Scene, node: ast.expr, bound: Bound) -> tuple[Mend, ...]:
        if not pattern.put:
            return ()
        made = edit(pattern.patch, scene, (node, bound))
        is_sound = parses(applied(scene.program.text, (made,)))
        return (Mend(f"mend-{self.code}", (made,), self.confidence),) if is_sound else ()


def rule_of(name: str, row: Row) -> Rule:
    """Return a rule from its table; raise BadRule."""
    unknown = sorted(row.keys() - _KNOWN)
    missing = sorted({"message", "patterns", "wrong", "right"} - row.keys())
    if unknown or missing:
        what = f"knows no {unknown[0]}" if unknown else f"lacks {missing[0]}"
        raise BadRule(f"the rule {what}; a rule has {', '.join(sorted(_KNOWN))}")
    patterns = tuple(_pattern(each) for each in _several(row, "patterns", MOST_PATTERNS))
    wrong, right = (tuple(map(str, _several(row, each, MOST_EXAMPLES))) for each in ("wrong", "right"))
    more = {each: row[each] for each in ("severity", "suggestion", "confidence", "base") if each in row}
    return _valid(Rule(name, str(row["message"]), patterns, wrong, right, **more))


_KNOWN = frozenset("message patterns wrong right severity suggestion confidence base".split())


def _several(row: Row, name: str, most: int) -> list[Any]:
    given = row[name]
    if not isinstance(given, list) or not 1 <= len(given) <= most:
        raise BadRule(f"{name} must be a list of 1 to {most}")
    return given


def _pattern(row: object) -> Pattern:
    if (
        not isinstance(row, Mapping)
        or not row.keys() <= {"find", "put"}
        or not isinstance(row.get("find"), str)
    ):
        raise BadRule(
            "a pattern has find, an expression with holes, and if it is known put, what takes its place"
        )
    pattern = Pattern(row["find"], str(row.get("put", "")))
    if max(len(pattern.find), len(pattern.put)) > LONGEST:
        raise BadRule(f"a pattern has at most {LONGEST} characters")
    try:
        is_expression = pattern.patch.pattern is not None
        is_one = not pattern.put or (_is_expression(pattern.put) and pattern.patch.is_sound)
    except Unparsable as error:
        raise BadRule(f"the pattern {pattern.find!r} is no Python: {error}") from error
    if not is_expression or not pattern.patch.tells or not pattern.words:
        raise BadRule(f"the pattern {pattern.find!r} would fit anything; name what is called, or its keyword")
    if not is_one:
        raise BadRule(f"put {pattern.put!r} must be one other expression, with no holes that find has not")
    return pattern


def _is_expression(text: str) -> bool:
    match body_of(text):
        case [ast.Expr()]:
            return True
    return False


def _valid(rule: Rule) -> Rule:
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,60}", rule.name):
        raise BadRule(f"the name {rule.name!r} must be of small letters, digits and hyphens")
    if rule.severity not in get_args(Severity):
        raise BadRule("severity must be error or warning")
    if not isinstance(rule.confidence, int | float) or not 0 < rule.confidence <= 1:
        raise BadRule("confidence must be a number from 0 to 1")
    if not 0 < len(rule.message) <= LONGEST_MESSAGE or len(str(rule.suggestion)) > LONGEST_MESSAGE:
        raise BadRule(
            f"message and suggestion have at most {LONGEST_MESSAGE} characters, and a message there must be"
        )
    return rule


def rules_in(folder: Path) -> tuple[Rule, ...]:
    """Return the rules of a folder, NAME.toml; raise BadRule."""
    return tuple(_read(path) for path in sorted(folder.glob("*.toml")))


def _read(path: Path) -> Rule:
    try:
        return rule_of(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRule(f"{path.name} is no TOML: {error}") from error
    except BadRule as error:
        raise BadRule(f"{path.name}: {error}") from error
