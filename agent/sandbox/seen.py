"""What a job says it has seen in the picture: a claim, hence looked through; and its stills, taken apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.check.parsing import Unparsable, parse
from agent.findings import WEIGHTS, Finding, Seen

MOST_FINDINGS, MOST_STILLS = 40, 12
LARGEST_STILL = 2 * 2**20

Words = Annotated[str, Field(max_length=400)]


class _Claim(BaseModel):
    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class _Seen(_Claim):
    type: Annotated[str, Field(max_length=80)]
    text: Words = ""
    name: Annotated[str, Field(max_length=120)] = ""
    box: tuple[float, float, float, float] | None = None


class _Finding(_Claim):
    kind: str
    message: Words
    line: int | None = None
    start: float = 0.0
    end: float = 0.0
    objects: list[_Seen] = []
    measure: float = 0.0
    suggestion: Words = ""
    still: Annotated[str, Field(pattern=r"^(finding-\d\d\.jpg)?$")] = ""


def findings_of(result: dict[str, Any], code: str) -> tuple[Finding, ...]:
    """Return the findings that a job tells of, as far as they make sense, with the lines that made the objects."""
    told = result.get("findings")
    if not isinstance(told, list) or not told:
        return ()
    return tuple(_findings(told[:MOST_FINDINGS], _given(code)))


def _findings(told: list[Any], given: list[tuple[str, int]]) -> Iterator[Finding]:
    for each in told:
        try:
            claim = _Finding.model_validate(each)
        except ValidationError:
            continue
        if claim.kind not in WEIGHTS:
            continue
        objects = tuple(
            Seen(one.type, one.text, one.name, one.box, _line(given, one.name, claim.line))
            for one in claim.objects
        )
        yield Finding(**{**claim.model_dump(), "objects": objects})


def _given(code: str) -> list[tuple[str, int]]:
    """Return the names that a program gives values, with the lines, in their order."""
    try:
        tree = parse(code)
    except Unparsable:
        return []
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign | ast.For | ast.AnnAssign | ast.NamedExpr):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            found += [
                (ast.unparse(part), node.lineno)
                for part in ast.walk(target)
                if isinstance(part, ast.Name | ast.Attribute)
            ]
    return sorted(found, key=lambda each: each[1])


def _line(given: list[tuple[str, int]], name: str, before: int | None) -> int | None:
    """Return the last line before another that gives a variable its value; the first after it if there is none."""
    plain = name.partition("[")[0]
    lines = [line for each, line in given if each == plain]
    earlier = [line for line in lines if before is None or line <= before]
    return earlier[-1] if earlier else (lines[0] if lines else None)


def take_apart(pack: Path, lengths: Any) -> None:
    """Put the stills that lie one after the other in `pack` into files of their own beside it, and remove it."""
    with pack.open("rb") as file:
        content = file.read(MOST_STILLS * LARGEST_STILL)
    at = 0
    for number, length in enumerate(lengths if isinstance(lengths, list) else [], 1):
        if (
            number > MOST_STILLS
            or not isinstance(length, int)
            or not 0 < length <= min(LARGEST_STILL, len(content) - at)
        ):
            break
        (pack.parent / f"finding-{number:02}.jpg").write_bytes(content[at : at + length])
        at += length
    pack.unlink()
