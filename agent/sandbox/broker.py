"""Formulas: compiled by a sandboxed job in which no scene ever ran, and kept by what they were compiled from."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from agent.sandbox.pool import Parent
from agent.sandbox.supervision import Limits, run_job

MOST_FORMULAS, MOST_IN_A_BATCH, LONGEST_SOURCE = 400, 60, 60_000
MOST_SECONDS, MEMORY = 30.0, 2**30
_BEGIN, _END = "\\begin{document}", "\\end{document}"
_MARK = re.compile(r"\\special\{dvisvgm:raw (?:<g id='[A-Za-z0-9_]+'>|</g>)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{([^{}]*)\}")


@dataclass(frozen=True)
class Formula:
    """What a job wants compiled; all of it is a claim, and the key is computed here."""

    source: str
    compilers: tuple[str, ...]
    format: str

    @classmethod
    def from_claim(cls, claim: Any) -> Formula | None:
        """Return the formula that a job asks for, if it makes sense."""
        try:
            source, compilers, output = claim["wanted"]
        except (TypeError, KeyError, ValueError):
            return None
        if not (isinstance(source, str) and isinstance(output, str) and isinstance(compilers, list)):
            return None
        if len(source) > LONGEST_SOURCE or not 0 < len(compilers) <= 3:
            return None
        if (
            not all(isinstance(each, str) for each in compilers)
            or source.count(_BEGIN) != 1
            or _END not in source
        ):
            return None
        return cls(source, tuple(compilers), output)

    @property
    def key(self) -> str:
        """What the formula is kept by."""
        wanted = [self.source, list(self.compilers), self.format]
        return hashlib.sha256(json.dumps(wanted).encode()).hexdigest()

    @property
    def parts(self) -> tuple[str, str, str]:
        """The document up to the formula, the formula, and the rest."""
        head, _, rest = self.source.partition(_BEGIN)
        body, _, tail = rest.rpartition(_END)
        return head + _BEGIN, body, _END + tail

    @property
    def is_tame(self) -> bool:
        """Whether it is sure to leave no trace on the formulas compiled beside it."""
        body = _MARK.sub("", self.parts[1])
        commands, environments = _tame()
        if self.compilers != ("latex",) or "%" in body or "^^" in body or "#" in body:
            return False
        if not set(_ENVIRONMENT.findall(body)) <= environments:
            return False
        return {each.rstrip("*") for each in _COMMAND.findall(body)} <= commands


@cache
def _tame() -> tuple[frozenset[str], frozenset[str]]:
    text = files("agent.sandbox").joinpath("tame.txt").read_text(encoding="utf-8")
    commands, environments = (part.split() for part in text.split("---"))
    return frozenset(commands) | frozenset(" !,:;>|{}[]()\\&_$-/'\"`^~.=\n"), frozenset(environments)


@dataclass(frozen=True)
class Broker:
    """Compiles what is not in the cache yet."""

    folder: Path
    tier: str
    scratch: Path

    @property
    def has_latex(self) -> bool:
        """Whether formulas can be compiled at all."""
        return bool(shutil.which("latex") and shutil.which("dvisvgm"))

    def find(self, formula: Formula) -> str | None:
        """Return the SVG of a formula that was compiled before."""
        try:
            return self._path(formula.key).read_text(encoding="utf-8")
        except OSError:
            return None

    def _path(self, key: str) -> Path:
        return self.folder / _installed() / key[:2] / f"{key}.svg"

    def compile(self, parent: Parent, wanted: list[Formula], seconds: float) -> dict[str, dict[str, str]]:
        """Return, by key, the SVG of each formula or what TeX has against it; keep the SVGs.

        It takes `seconds` at most, however many there are.
        """
        distinct = {formula.key: formula for formula in wanted[:MOST_FORMULAS]}
        ended = run_job(
            parent,
            self.tier,
            {"kind": "formulas", "batches": _batches(list(distinct.values()))},
            {},
            Limits(min(seconds, MOST_SECONDS), MEMORY),
            self.scratch,
        )
        claimed = (ended.result or {}).get("answers")
        answers: dict[str, dict[str, str]] = {}
        for key in distinct:
            answer = claimed.get(key) if isinstance(claimed, dict) else None
            if isinstance(answer, dict) and isinstance(answer.get("svg"), str):
                self._keep(key, answer["svg"])
                answers[key] = {"svg": answer["svg"]}
            elif isinstance(answer, dict) and isinstance(answer.get("wrong"), str):
                answers[key] = {"wrong": answer["wrong"][:500]}
            else:
                why = ended.detail or "LaTeX or dvisvgm ended early"
                answers[key] = {"wrong": f"it cannot be compiled: {why}"}
        return answers

    def _keep(self, key: str, svg: str) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as unfinished:
            unfinished.write(svg)
        Path(unfinished.name).replace(path)


def _batches(formulas: list[Formula]) -> list[dict[str, Any]]:
    """Put tame formulas of the same document together; every other one is alone."""
    together: dict[Any, list[Formula]] = {}
    for formula in formulas:
        head, _, tail = formula.parts
        group = (head, tail) if formula.is_tame else formula.key
        together.setdefault(group, []).append(formula)
    return [
        {
            "head": some[0].parts[0],
            "tail": some[0].parts[2],
            "bodies": [formula.parts[1] for formula in some],
            "keys": [formula.key for formula in some],
            "compilers": list(some[0].compilers),
            "format": some[0].format,
        }
        for group in together.values()
        for some in (group[n : n + MOST_IN_A_BATCH] for n in range(0, len(group), MOST_IN_A_BATCH))
    ]


@cache
def _installed() -> str:
    """Name the TeX that is installed: another one draws formulas anew."""
    found = [shutil.which("latex"), shutil.which("dvisvgm")]
    trees = [
        Path("/usr/share/texlive/texmf-dist/ls-R"),
        Path("/var/lib/texmf/ls-R"),
        *map(Path, filter(None, found)),
    ]
    stamps = [path.stat().st_mtime_ns if path.exists() else 0 for path in trees]
    return hashlib.sha256(json.dumps([found, stamps, os.environ.get("PATH")]).encode()).hexdigest()[:12]
