"""What is wrong, said in as many words as it takes: for a model that pays for each."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from agent.check.parsing import Unparsable, parse
from agent.findings import Finding, Seen, weight
from agent.problems import Problem
from knowledge.catalogue import Catalogue, Signature

BESIDE = 2
"""Lines shown on each side of one that fails."""
MOST_FINDINGS = 8
LONGEST_MESSAGE = 400
LONGEST_PROGRAM = 160
"""Lines of a program that is shown whole."""
AROUND = 40
"""Lines shown on each side of one that fails, where a longer program is not."""
_NOISE = re.compile(r" in `[^\n]*?`(?=$|, after \d+ animations| \(from )|, after \d+ animations \([\d.]+ s\)")
_CAUSE = re.compile(r" \(from (\w+: .*)\)")
_PRINTED = re.compile(r"\. It printed: .*", re.DOTALL)
_CALL = re.compile(r"(\w+)(?:\.__init__)?\(\) (?:got|missing|takes)")
_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
_KEYWORD = re.compile(r"unexpected keyword argument '(\w+)'")
_VAGUE = 25
"""Characters of a message that says too little by itself."""


def report(
    problems: Sequence[Problem],
    code: str,
    catalogue: Catalogue,
    cure: Callable[[Problem], str] = lambda problem: "",
) -> str:
    """Return problems as a model is told of them: each error once, with the lines that have it.

    `cure` says what has mended a problem before, "" where nothing is known.
    """
    lines = code.split("\n")
    shown: dict[int, bool] = {}
    said = []
    for group in _grouped(problems, code, catalogue):
        first = group[0]
        at = sorted({each.line for each in group if each.line})
        hints = [f"Perhaps: {', '.join(first.suggestions)}."] if _adds(first) else []
        hints += [cured] if (cured := cure(first)) else []
        told = " ".join([f"{_places(at)}{first.message}", *hints])
        said.append("\n".join([f"- {told}", *_excerpt(lines, at[:3], shown)]))
    return "\n".join(said)


def _adds(problem: Problem) -> bool:
    """Whether the suggestions say something that the message does not."""
    return any(each not in problem.message for each in problem.suggestions)


def _grouped(problems: Sequence[Problem], code: str, catalogue: Catalogue) -> list[list[Problem]]:
    """Return problems with short messages, those that say the same together."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for each in problems:
        short = replace(each, message=condensed(each, code, catalogue))
        groups.setdefault((short.code, short.message), []).append(short)
    return list(groups.values())


def condensed(problem: Problem, code: str, catalogue: Catalogue) -> str:
    """Return a problem's message without what the program shows anyway, with what the catalogue knows."""
    said = problem.message
    if problem.code == "render-error":
        cause = _CAUSE.search(said)
        said = _NOISE.sub("", _CAUSE.sub("", said))
        said += f" (from {cause[1][:120]})" if cause and len(said) < _VAGUE else ""
        said += _known(said, code, problem.line, catalogue)
    else:
        said = _PRINTED.sub("", said)
    said = " ".join(said.split())
    return said if len(said) <= LONGEST_MESSAGE else f"{said[:LONGEST_MESSAGE]} …"


def _known(said: str, code: str, line: int | None, catalogue: Catalogue) -> str:
    """Return the true signature of what was called, or the nearest names to one that is not there."""
    if missing := _ATTRIBUTE.search(said):
        near = catalogue.nearest(missing[2], catalogue.attributes(missing[1]))
        return f". {missing[1]} has {', '.join(near)}" if near else ""
    called = _CALL.search(said)
    if not called:
        return ""
    keyword = _KEYWORD.search(said)
    for name in dict.fromkeys((*_called(code, line), called[1])):
        signature = _signature(name, catalogue)
        if signature and not (keyword and keyword[1] in signature.keywords):
            return f". It is {signature.shown(name)}"
    return ""


def _called(code: str, line: int | None) -> Iterator[str]:
    """Yield the names of Manim's that a line calls, with capitals: objects and animations."""
    lines = code.split("\n")
    if line and line <= len(lines):
        yield from re.findall(r"\b([A-Z]\w*)\(", lines[line - 1])


def _signature(name: str, catalogue: Catalogue) -> Signature | None:
    if catalogue.is_class(name):
        return catalogue.constructor(name)
    function = catalogue.function(name)
    return function.signature if function else None


def _places(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    *some, last = map(str, lines[:8])
    return f"lines {', '.join(some)} and {last}: " if some else f"line {last}: "


def _excerpt(lines: Sequence[str], at: Iterable[int], shown: dict[int, bool]) -> list[str]:
    """Return lines with their neighbours and numbers, those that fail marked; what was `shown` is not again."""
    failing = {n for n in at if 0 < n <= len(lines) and not shown.get(n)}
    near = {m for n in failing for m in range(n - BESIDE, n + BESIDE + 1) if 0 < m <= len(lines)}
    wanted = sorted(failing | {m for m in near if m not in shown and lines[m - 1].strip()})
    shown.update({n: n in failing or shown.get(n, False) for n in wanted})
    return [f"  {'>' if n in failing else ' '} {n:3} | {lines[n - 1]}".rstrip() for n in wanted]


def findings_report(findings: Sequence[Finding], code: str) -> str:
    """Return findings as a model is told of them, the worst first, with the lines that they are about."""
    lines = code.split("\n")
    shown: dict[int, bool] = {}
    said = []
    for each in sorted(findings, key=lambda one: -weight((one,)))[:MOST_FINDINGS]:
        span = f" ({each.start:.1f} to {each.end:.1f} s)" if each.end > each.start else ""
        who = f" [{', '.join(map(_named, each.objects[:4]))}]" if each.objects else ""
        hint = f" {each.suggestion.rstrip('.')}." if each.suggestion else ""
        at = sorted({n for n in (each.line, *(one.line for one in each.objects[:4])) if n})
        told = f"- {each.kind}{span}: {_places(at)}{each.message.rstrip('.')}{who}.{hint}"
        said.append("\n".join([told, *_excerpt(lines, at[:3], shown)]))
    return "\n".join(said)


def _named(seen: Seen) -> str:
    text = f" {seen.text[:40]!r}" if seen.text else ""
    return f"{seen.name or 'unnamed'}: {seen.type}{text}"


def abridged(code: str, at: Sequence[int]) -> str:
    """Return a program; of a long one what stands around some lines, and the heads of the rest."""
    lines = code.rstrip("\n").split("\n")
    if len(lines) <= LONGEST_PROGRAM or not at:
        return code
    kept = {m for n in at for m in range(n - AROUND, n + AROUND + 1)} | _heads(code, at)
    shown: list[str] = []
    left_out = 0
    for number, line in enumerate([*lines, ""], 1):
        if number in kept or number > len(lines):
            if left_out:
                shown.append(f"# … {left_out} lines are left out here, up to line {number - 1}")
            left_out = 0
            shown.append(line)
        else:
            left_out += 1
    return "\n".join(shown).rstrip("\n") + "\n"


def _heads(code: str, at: Sequence[int]) -> set[int]:
    """Return the lines of imports, constants and heads, and of the functions that some lines stand in."""
    try:
        tree = parse(code)
    except Unparsable:
        return set()
    kept = set(range(1, tree.body[0].lineno + 1)) if tree.body else set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                kept.update(range(node.lineno, node.body[0].lineno))
                last = node.end_lineno or node.lineno
                is_short = last - node.lineno < LONGEST_PROGRAM // 2
                if is_short and any(node.lineno <= n <= last for n in at):
                    kept.update(range(node.lineno, last + 1))
            case ast.Import() | ast.ImportFrom():
                kept.add(node.lineno)
    constants = (
        node for node in tree.body if isinstance(node, ast.Assign) and node.lineno == node.end_lineno
    )
    return kept | {node.lineno for node in constants}


def ran_well(code: str, plays: int, line: int | None) -> str:
    """Say how much of a program ran before it failed, "" where that was nothing."""
    if not plays:
        return ""
    before = _statement(code, line)
    told = f"{plays} animations" if plays > 1 else "one animation"
    return f"all up to line {before}, {told}" if before else told


def _statement(code: str, line: int | None) -> int | None:
    """Return the line before the statement of `construct` that a line stands in, if it stands in one."""
    try:
        tree = parse(code)
    except Unparsable:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "construct" and line:
            for statement in node.body:
                if statement.lineno <= line <= (statement.end_lineno or statement.lineno):
                    return statement.lineno - 1
    return None
