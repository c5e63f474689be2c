"""The state of a run: what was asked, what the stages have found out, what was tried."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Any, Literal, TypedDict

from agent.budget import Budget, Spent
from agent.check.mending import Applied
from agent.findings import Finding
from agent.problems import Problem, errors
from agent.sandbox import Rendered, RenderOptions
from index.document import Document

Origin = Literal["draft", "repair", "memory", "person"]
"""Who wrote a program: the model, for the first time or mending it; the memory, as it was mended before; a person."""
LEFT_OUT = ("rendered", "written", "messages", "still")
"""What reports do not show of an attempt: training events have it."""
Escalation = Literal["", "rebuild", "simpler", "stronger"]
"""How a repair was asked for: as a patch, or, where patches went round in circles, as what takes more."""


@dataclass(frozen=True)
class Turn:
    """What a conversation has asked for once, and the program that came of it, "" where none did."""

    prompt: str
    code: str


def scene_of(conversation: Sequence[Turn]) -> str:
    """Return the program that a conversation has come to: that of its last turn that has one, or ""."""
    return next((turn.code for turn in reversed(conversation) if turn.code), "")


@dataclass(frozen=True)
class Draft:
    """A program as it came from the model, or as the check tidied it."""

    code: str
    scene: str | None = None
    """The class to render, once the check has found it."""
    origin: Origin = "draft"
    prompt_name: str = ""
    prompt_version: str = ""
    messages: tuple[tuple[str, str], ...] = ()
    """What the model was sent: role and text of each message."""
    spent: Spent = field(default_factory=Spent)
    """What it cost, with others that were written for it and left."""
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
    """Of writing it."""
    checked: float = 0.0
    """Seconds of the check."""
    base: int | None = None
    """The number of the attempt that it is to better, None for a first draft, of a turn too."""
    escalation: Escalation = ""
    written: str = ""
    """The program as it came from the model, laid out, before any mend."""
    plays: int = 0
    """Animations that were reached when the check ran it."""
    stopped_at: int | None = None
    """The line that it failed in then."""

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
    scene: str | None = None
    base: int | None = None
    """The number of the attempt that it was to better."""
    escalation: Escalation = ""
    findings: tuple[Finding, ...] = ()
    plays: int = 0
    """Animations that were reached."""
    stopped_at: int | None = None
    """The line that it failed in when it ran."""
    written: str = ""
    prompt_name: str = ""
    messages: tuple[tuple[str, str], ...] = ()
    spent: Spent = field(default_factory=Spent)
    seconds: dict[str, float] = field(default_factory=dict)
    """By stage: draft, check, render."""
    still: bytes = b""
    """A JPEG of its picture with what is wrong."""
    rendered: Rendered | None = None
    """Its video, as long as no other attempt has a better one."""

    @property
    def is_complete(self) -> bool:
        """Whether there is a video of all of it."""
        return self.rendered is not None and self.rendered.ok and not errors(self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return the attempt as the report shows it."""
        shown = asdict(replace(self, rendered=None))
        return {name: value for name, value in shown.items() if name not in LEFT_OUT}


def _sum(before: dict[str, float], now: dict[str, float]) -> dict[str, float]:
    return {stage: round(before.get(stage, 0) + now.get(stage, 0), 3) for stage in before | now}


def _sum_spent(before: dict[str, Spent], now: dict[str, Spent]) -> dict[str, Spent]:
    nothing = Spent()
    return {
        stage: before.get(stage, nothing).plus(**now.get(stage, nothing).since(nothing))
        for stage in before | now
    }


class Update(TypedDict, total=False):
    """What a node may return."""

    documents: tuple[Document, ...]
    draft: Draft
    problems: tuple[Problem, ...]
    """The problems of the current draft."""
    rendered: Rendered
    attempts: Annotated[tuple[Attempt, ...], operator.add]
    spent: Spent
    salvaged: Rendered
    """The video of the plays that were drawn before a scene failed."""
    used: Annotated[dict[str, Spent], _sum_spent]
    """What was spent, by stage."""
    seconds: Annotated[dict[str, float], _sum]
    """Seconds by stage."""


class State(Update, total=False):
    """That and the request."""

    request: str
    options: RenderOptions
    budget: Budget
    conversation: tuple[Turn, ...]
    """The turns before this one, oldest first: what the last of them came to is to be changed."""
    given: str
    """The program of a person, which takes the place of a draft."""
    session: str
    """What the run is called: plays that are drawn are kept under it, for those that do not change."""
    started: float
    """Clock reading (`time.monotonic`) at which the run would have begun if nothing had come between its stages."""


def elapsed(state: State) -> float:
    """Return the seconds that the stages of a run have taken: not those that it waited for a worker."""
    return sum(state.get("seconds", {}).values())
