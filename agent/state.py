"""The state of a run: what was asked, what the stages have found out, what was tried."""

from __future__ import annotations

import operator
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal, TypedDict

from agent.budget import Budget, Spent
from agent.check.mending import Applied
from agent.problems import Problem
from agent.sandbox import Rendered, RenderOptions
from index.document import Document

Origin = Literal["draft", "repair", "memory"]
"""Who wrote a program: the model, for the first time or mending it; or the memory, as it was mended before."""


@dataclass(frozen=True)
class Draft:
    """A program as it came from the model, or as the check tidied it."""

    code: str
    scene: str | None = None
    """The class to render, once the check has found it."""
    origin: Origin = "draft"
    prompt_version: str = ""
    answer: str = ""
    """What the model said beside the code; all it said where there was none."""
    problems: tuple[Problem, ...] = ()
    mends: tuple[Applied, ...] = ()
    """What the check has changed in it."""
    false_alarms: tuple[Problem, ...] = ()
    """What the check held against it, and running has disproved."""
    tier: str = ""
    """Which walls the check ran it behind, if it did."""
    seconds: float = 0.0

    @property
    def declined(self) -> bool:
        """Whether the model said that it will not do this: asking again is no use."""
        return any(problem.code == "declined" for problem in self.problems)


@dataclass(frozen=True)
class Attempt:
    """A draft and what became of it."""

    number: int
    origin: Origin
    stage: Literal["check", "render"]
    """How far it came."""
    code: str
    prompt_version: str
    problems: tuple[Problem, ...] = ()
    answer: str = ""
    mends: tuple[Applied, ...] = ()
    false_alarms: tuple[Problem, ...] = ()
    tier: str = ""
    """Which walls of the sandbox it ran behind, if it ran."""

    def as_json(self) -> dict[str, Any]:
        """Return the attempt as the report shows it."""
        return asdict(self)


def _sum(before: dict[str, float], now: dict[str, float]) -> dict[str, float]:
    return {stage: round(before.get(stage, 0) + now.get(stage, 0), 3) for stage in before | now}


class Update(TypedDict, total=False):
    """What a node may return."""

    documents: tuple[Document, ...]
    draft: Draft
    problems: tuple[Problem, ...]
    """The problems of the current draft."""
    rendered: Rendered
    attempts: Annotated[tuple[Attempt, ...], operator.add]
    spent: Spent
    seconds: Annotated[dict[str, float], _sum]
    """Seconds by stage."""


class State(Update, total=False):
    """That and the request."""

    request: str
    options: RenderOptions
    budget: Budget
    started: float
    """Clock reading (`time.monotonic`) at the start of the run."""
