"""What a job's end means for the scene: problems, each with the user's own line."""

from __future__ import annotations

import signal
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from agent.problems import Problem
from agent.sandbox import Failure, Value

ADVICE = {
    "too-slow": "fewer or shorter animations, fewer mobjects, no endless loop, no MathTex inside an updater",
    "too-big": "fewer mobjects or points, smaller arrays, no files",
}
CODES = {"NoAnimation": "no-animation", "TooLong": "too-long"}
FORMULAS = {"latex": "latex", "missing": "latex-missing"}


class _Claim(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _FormulaError(_Claim):
    kind: str = "latex"
    message: str = ""
    expression: str = ""


class _Link(_Claim):
    type: str = "Error"
    message: str = ""
    line: int | None = None


class _Value(_Claim):
    text: str
    types: tuple[str, ...]
    shape: tuple[int, ...] | None = None
    repr: str = ""


class _Where(_Claim):
    span: tuple[int, int, int, int]
    function: str = ""
    values: list[_Value] = []
    below: tuple[str, ...] = ()


class _Error(_Link):
    chain: list[_Link] = []
    formula: _FormulaError | None = None
    where: _Where | None = None


class _Warning(_Claim):
    message: str
    line: int | None = None


class _Play(_Claim):
    duration: float = 0.0


class _Result(_Claim):
    """What a job says of its scene; a claim, hence looked through."""

    ok: bool
    error: _Error | None = None
    warnings: list[_Warning] = []
    plays: list[_Play] = []


def problems_of(ended: dict[str, Any], code: str, seconds: float) -> tuple[Problem, ...]:
    """Return what is wrong with a scene whose job ended like this."""
    if killed := ended["killed"]:
        advice = f"; {ADVICE[killed]}" if killed in ADVICE else ""
        return (Problem(killed, f"{ended['detail']}{advice}{_tail(ended)}"),)
    if ended["result"] is None:
        return (
            Problem(
                "render-error",
                f"the program ended ({_how(ended['status'])}) before it was done{_tail(ended)}",
            ),
        )
    try:
        result = _Result.model_validate(ended["result"])
    except ValidationError:
        return (Problem("render-error", "the program told a result that makes no sense"),)
    warnings = tuple(
        Problem(
            "render-warning", f"{each.message}{_quoted(code, each.line)}", line=each.line, severity="warning"
        )
        for each in result.warnings
    )
    if result.ok:
        return warnings
    return (_problem(result, code, ended), *warnings)


def failure_of(ended: dict[str, Any]) -> Failure | None:
    """Return the exception that a job says its scene ended with."""
    try:
        error = _Result.model_validate(ended["result"]).error
    except ValidationError:
        return None
    if error is None:
        return None
    where = error.where
    return Failure(
        type=error.type,
        message=error.message,
        line=error.line,
        span=where.span if where else None,
        function=where.function if where else "",
        values=tuple(Value(**each.model_dump()) for each in where.values) if where else (),
        below=where.below if where else (),
    )


def _problem(result: _Result, code: str, ended: dict[str, Any]) -> Problem:
    error = result.error or _Error(message="the scene failed and did not say why")
    where = _reached(result, ended)
    if error.formula:
        formula = error.formula
        kind = FORMULAS.get(formula.kind, "latex")
        return Problem(
            kind, f"LaTeX: {formula.message} in the formula {formula.expression}{where}", line=error.line
        )
    if error.type in CODES:
        return Problem(CODES[error.type], error.message, line=error.line)
    chain = "".join(
        f" (from {link.type}: {link.message[:500]}{f', line {link.line}' if link.line else ''})"
        for link in error.chain
    )
    said = f"{error.type}: {error.message}{chain}{_quoted(code, error.line)}{where}"
    return Problem("render-error", said, line=error.line)


def _quoted(code: str, line: int | None) -> str:
    lines = code.splitlines()
    if line is None or not 0 < line <= len(lines):
        return ""
    return f" in `{lines[line - 1].strip()[:200]}`"


def _reached(result: _Result, ended: dict[str, Any]) -> str:
    if not result.plays:
        return ""
    duration = sum(play.duration for play in result.plays)
    return f", after {len(result.plays)} animations ({duration:.1f} s)"


def _how(status: int) -> str:
    if status < 0:
        try:
            return signal.Signals(-status).name
        except ValueError:
            return f"signal {-status}"
    return f"exit status {status}"


def _tail(ended: dict[str, Any]) -> str:
    return f". It printed: {ended['output'][-600:]}" if ended["output"] else ""
