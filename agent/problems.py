"""What can be wrong with a draft: values for the model to mend, not exceptions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Problem:
    """Something wrong with the code of a draft. `line` and `column` count from one."""

    code: str
    message: str
    line: int | None = None
    column: int | None = None
    severity: Literal["error", "warning"] = "error"
    suggestions: tuple[str, ...] = ()
    mendable: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the problem as the CLI and the report show it."""
        return asdict(self)


def errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems that keep a draft from being delivered."""
    return tuple(problem for problem in problems if problem.severity == "error")
