"""A program under the check: its text, its tree, where things stand; what a rule finds and how it would mend it."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from agent.problems import Problem

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Edit:
    """Replace the characters from `start` up to `end` of a program's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Mend:
    """Edits that take one problem away."""

    code: str
    edits: tuple[Edit, ...]
    confidence: float = 0.9
    """How likely the result means what was meant, from nought to one."""
    loses: str = ""
    """What of the program is gone, in words, if anything."""


@dataclass(frozen=True)
class Found:
    """What a rule has found, and ways to mend it, the best first."""

    code: str
    message: str
    line: int
    column: int
    """Counts from one, in characters."""
    severity: Severity = "error"
    suggestions: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()

    def as_problem(self) -> Problem:
        """Return it without its mends, as everybody else sees it."""
        return Problem(
            self.code,
            self.message,
            self.line,
            self.column,
            self.severity,
            self.suggestions,
            mendable=bool(self.mends),
        )


@dataclass(frozen=True)
class Program:
    """A program that parses."""

    text: str
    tree: ast.Module = field(compare=False)

    @cached_property
    def _starts(self) -> list[int]:
        """Offsets of the lines, in characters."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line))
        return starts

    @cached_property
    def lines(self) -> list[str]:
        """The lines with their ends, split as Python's own parser splits them."""
        return _split(self.text)

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node above each node."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes, outer ones first."""
        return list(ast.walk(self.tree))

    @cached_property
    def reads(self) -> dict[str, list[ast.Name]]:
        """Where each name is read, outer places first."""
        found = defaultdict(list)
        for node in self.nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found[node.id].append(node)
        return dict(found)

    @cached_property
    def asked_for(self) -> frozenset[tuple[str, str]]:
        """The receivers, as text, and the attributes that the program asks `hasattr` for."""
        return frozenset(
            (ast.unparse(receiver), name)
            for node in self.nodes
            for receiver, name in _asked_with_hasattr(node)
        )

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes above `node`, the nearest first."""
        while (up := self.parents.get(node)) is not None:
            yield up
            node = up

    def start(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg | ast.alias) -> int:
        """Return the offset of the node's first character."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg | ast.alias) -> int:
        """Return the offset behind the node's last character."""
        return self.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)

    def offset(self, line: int, column: int) -> int:
        """Return the offset in characters of a place as `ast` has it: its columns count bytes."""
        text = self.lines[line - 1]
        inside = column if text.isascii() else len(text.encode()[:column].decode(errors="ignore"))
        return self._starts[line - 1] + inside

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from one, of an offset."""
        line = min(bisect_right(self._starts, offset), len(self.lines)) or 1
        return line, offset - self._starts[line - 1] + 1

    def source(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        """Return the text of a node."""
        return self.text[self.start(node) : self.end(node)]

    def replace(self, node: ast.expr | ast.stmt | ast.keyword, text: str) -> Edit:
        """Return the edit that puts `text` in the place of a node."""
        return Edit(self.start(node), self.end(node), text)

    def found(
        self,
        code: str,
        node: ast.expr | ast.stmt | ast.keyword | ast.arg | ast.alias,
        message: str,
        *,
        severity: Severity = "error",
        suggestions: tuple[str, ...] = (),
        mends: tuple[Mend, ...] = (),
    ) -> Found:
        """Return a finding that stands where `node` does."""
        line, column = self.place(self.start(node))
        return Found(code, message, line, column, severity, suggestions, mends)


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """Return the text with edits made that do not overlap."""
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _asked_with_hasattr(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    match node:
        case ast.Call(func=ast.Name(id="hasattr"), args=[receiver, ast.Constant(value=str(name))]):
            yield receiver, name


def _split(text: str) -> list[str]:
    """Split at the ends of lines that Python knows: `str.splitlines` also splits at others."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
