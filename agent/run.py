"""Run the graph for one request and say what came of it."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from agent.budget import Budget, Spent, exhausted
from agent.case import difference
from agent.context import Context
from agent.faults import Fault
from agent.findings import Finding
from agent.problems import Problem, errors
from agent.sandbox import Rendered, RenderOptions
from agent.standing import best, furthest
from agent.state import Attempt, Turn, scene_of
from index.document import Document

UNLIMITED = {"recursion_limit": 10_000}
"""The budget ends a run, not LangGraph's own count of steps."""


@dataclass(frozen=True)
class Outcome:
    """What a run gave: a rendered scene, or why there is none; the attempts either way.

    A failed one may have a partial video: of the plays before its program failed.
    """

    status: Literal["completed", "failed"]
    rendered: Rendered | None
    delivered: Attempt | None
    """The attempt that `rendered` shows."""
    error: str | None
    fault: Fault | None
    attempts: tuple[Attempt, ...]
    documents: tuple[Document, ...]
    spent: Spent
    used: dict[str, Spent] = field(default_factory=dict)
    """What was spent, by stage."""
    seconds: dict[str, float] = field(default_factory=dict)
    before: str = ""
    """The program that the turn was to change."""

    @property
    def code(self) -> str | None:
        """The program that was rendered."""
        return self.delivered.code if self.delivered else None

    @property
    def scene(self) -> str | None:
        """Its class."""
        return self.delivered.scene if self.delivered else None

    @property
    def partial(self) -> bool:
        """Whether the video ends where the program failed."""
        return self.rendered is not None and self.rendered.partial

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is still wrong with the picture that is delivered."""
        if self.rendered is not None and self.rendered.partial:
            return self.rendered.findings
        return self.delivered.findings if self.delivered else ()

    def as_json(self) -> dict[str, Any]:
        """Return what the report card says of the run."""
        return {
            "status": self.status,
            "partial": self.partial,
            "error": self.error,
            "delivered": self.delivered.number if self.delivered else None,
            "findings": [each.as_json() for each in self.findings],
            "attempts": [
                {**each.as_json(), "diff": difference(each, self.attempts, self.before)}
                for each in self.attempts
            ],
            "escalations": [
                {"attempt": each.number, "step": each.escalation} for each in self.attempts if each.escalation
            ],
            "documents": [
                {
                    "id": each.id,
                    "kind": each.kind,
                    "title": each.title,
                    "score": each.score,
                    "licence": each.licence,
                }
                for each in self.documents
            ],
            "spent": _told(self.spent),
            "used": {stage: _told(spent) for stage, spent in self.used.items()},
            "seconds": self.seconds,
        }


def _told(spent: Spent) -> dict[str, int]:
    return {**asdict(spent), "tokens": spent.tokens}


def run(
    request: str,
    context: Context,
    *,
    options: RenderOptions | None = None,
    budget: Budget | None = None,
    session: str = "",
    conversation: tuple[Turn, ...] = (),
    given: str = "",
    graph: Any = None,
) -> Outcome:
    """Make a scene for `request`; a fault ends the run and is returned with what was tried so far.

    What is drawn is kept under the name `session`, if there is one: what does not change is not drawn again.
    After a `conversation` the scene that it has come to is changed. A program that is `given` takes the place of a draft.
    """
    if graph is None:
        from agent.graph import graph
    started = time.monotonic()
    state = beginning(
        request,
        options=options,
        budget=budget,
        session=session,
        conversation=conversation,
        given=given,
    )
    fault: Fault | None = None
    try:
        # "values" alone keeps the nodes in this thread, where Ctrl-C reaches them
        for values in graph.stream(state, context=context, stream_mode="values", config=UNLIMITED):
            state = values
    except Fault as error:
        fault = error
    return outcome(state, fault, time.monotonic() - started)


def beginning(
    request: str,
    *,
    options: RenderOptions | None = None,
    budget: Budget | None = None,
    session: str = "",
    conversation: tuple[Turn, ...] = (),
    given: str = "",
) -> dict[str, Any]:
    """Return the state that a run begins with."""
    return {
        "request": request,
        "options": options or RenderOptions(),
        "budget": budget or Budget(),
        "session": session,
        "conversation": conversation,
        "given": given,
        "spent": Spent(),
        "attempts": (),
        "problems": (),
        "documents": (),
    }


def outcome(state: dict[str, Any], fault: Fault | None, seconds: float) -> Outcome:
    """Return what a run gave that ended in `state`, by itself or by a fault."""
    rendered, delivered = _delivered(state)
    done = rendered is not None and not rendered.partial
    return Outcome(
        status="completed" if done else "failed",
        rendered=rendered,
        delivered=delivered,
        error=None if done else _why(state, fault, seconds),
        fault=fault,
        attempts=_attempts(state, fault),
        documents=tuple(state["documents"]),
        spent=state["spent"],
        used=state.get("used", {}),
        seconds={**state.get("seconds", {}), "whole": round(seconds, 3)},
        before=scene_of(state.get("conversation", ())),
    )


def _delivered(state: dict[str, Any]) -> tuple[Rendered | None, Attempt | None]:
    """Return the best video and the attempt that it shows; where there is no whole one, the part that ran."""
    attempts: tuple[Attempt, ...] = state["attempts"]
    if attempts and (found := best(attempts)).is_complete:
        return found.rendered, found
    salvaged: Rendered | None = state.get("salvaged")
    return (salvaged, furthest(attempts)) if salvaged and salvaged.ok else (None, None)


def _attempts(state: dict[str, Any], fault: Fault | None) -> tuple[Attempt, ...]:
    """Return the attempts, with the draft that a fault cut short."""
    draft, attempts = state.get("draft"), state["attempts"]
    if fault is None or draft is None or (attempts and attempts[-1].code == draft.code):
        return tuple(attempts)
    cut_short = Problem("fault", fault.message, severity="warning")
    problems = (*draft.problems, cut_short)
    number = len(attempts) + 1
    last = Attempt(number, draft.origin, "render", draft.code, draft.prompt_version, problems, draft.answer)
    return (*attempts, last)


def _why(state: dict[str, Any], fault: Fault | None, seconds: float) -> str:
    if fault:
        return f"{fault.message}. {fault.remedy}"
    last = [found for each in reversed(state["attempts"]) for found in errors(each.problems)]
    said = last[0].message if last else "no draft was finished"
    if "draft" in state and (state["draft"].declined or (last and state["draft"].origin == "person")):
        return said
    limit = exhausted(state["budget"], state["spent"], seconds) or "the budget"
    return f"gave up after {len(state['attempts'])} attempts: the budget of {limit} is spent. Last problem: {said}"
