"""The training event: all there is to know of one attempt, written down once, when its task is at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Outcome = Literal["completed", "failed", "cancelled", "fault"]
"""Of a task; one that a fault of the machinery ended has not failed of its last attempt."""


@dataclass(frozen=True)
class Cause:
    """What an attempt failed of: its first error, or where it has a video the worst finding; "" for nothing."""

    fingerprint: str = ""
    """Sixteen letters that are the same for this error in any scene."""
    kind: str = ""
    """A problem's code, the exception that running raised, or `finding:` and the kind of a finding."""
    symbol: str = ""
    """The name of Manim in play, if there is one."""
    message: str = ""
    """The error without what is only of this scene."""
    line: int | None = None
    """Where it stands in `code`."""


@dataclass(frozen=True)
class TrainingEvent:
    """One attempt of one task. `task` and `attempt` name it; everything else is as it was when the task ended."""

    task: str
    attempt: int
    session: str
    version: int
    """Which turn of its session the task is."""
    turn: str
    """generate, refine or edit."""
    made: float
    """Seconds since the epoch."""
    prompt: str
    """What the person asked for in this turn."""
    earlier: tuple[str, ...] = ()
    """What was asked for in the turns before it."""
    stage: str = "check"
    """How far the attempt came: check or render."""
    origin: str = "draft"
    """Who wrote the program: draft, repair (the model), memory or person."""
    escalation: str = ""
    is_success: bool = False
    """Whether there is a whole video of it. Its picture may have findings still."""
    is_delivered: bool = False
    """Whether it is this attempt's video that the person got."""
    outcome: Outcome = "failed"
    """Of the task."""
    error: str = ""
    """Why the task gave no whole video."""
    cause: Cause = Cause()
    problems: tuple[Mapping[str, Any], ...] = ()
    """As `Problem.as_json` gives them."""
    findings: tuple[Mapping[str, Any], ...] = ()
    base: int | None = None
    """The attempt that it was to better, None for a first draft, of a turn too."""
    before: str = ""
    """The program that it was to better, "" for a first draft."""
    written: str = ""
    """The program as the model wrote it, laid out."""
    code: str = ""
    """The program after the check's own mends: what was run."""
    patch: str = ""
    """What it changed in `before`, as a unified diff."""
    mends: tuple[Mapping[str, Any], ...] = ()
    answer: str = ""
    """What the model said beside its program; all it said where there was none."""
    prompt_name: str = ""
    """draft, refine or repair; "" where no model was asked."""
    prompt_version: str = ""
    messages: tuple[Mapping[str, str], ...] = ()
    """What the model was sent, as {role, content}."""
    documents: tuple[Mapping[str, Any], ...] = ()
    """What was retrieved for the run, as {id, kind, title, score, licence}."""
    model: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Of this attempt: by stage."""
    manim: str = ""
    still: bytes = b""
    """A JPEG of the picture with its findings, if there is one."""
    id: int = 0
    """Its number in the log; nought before it is written."""
    feedback: bool | None = None
    """What the person thought of the task's video."""

    def as_json(self) -> dict[str, Any]:
        """Return the event as it is exported, without its picture."""
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "still"}
        return {**told, "cause": asdict(self.cause)}

    def texts(self) -> Iterator[str]:
        """Yield everything in it that a person or a model wrote."""
        yield from (self.prompt, *self.earlier, self.written, self.code, self.before, self.answer)
        yield from (message["content"] for message in self.messages)
