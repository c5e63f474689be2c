"""Run the graph for one request and say what came of it."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from agent.budget import Budget, Spent, exhausted
from agent.context import Context
from agent.faults import Fault
from agent.problems import Problem, errors
from agent.sandbox import Rendered, RenderOptions
from agent.state import Attempt
from index.document import Document

UNLIMITED = {"recursion_limit": 10_000}
"""The budget ends a run, not LangGraph's own count of steps."""


@dataclass(frozen=True)
class Outcome:
    """What a run gave: a rendered scene, or why there is none; the attempts either way."""

    status: Literal["completed", "failed"]
    rendered: Rendered | None
    code: str | None
    scene: str | None
    """The class of the program that was rendered."""
    error: str | None
    fault: Fault | None
    attempts: tuple[Attempt, ...]
    documents: tuple[Document, ...]
    spent: Spent
    seconds: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what the report card says of the run."""
        return {
            "status": self.status,
            "error": self.error,
            "attempts": [attempt.as_json() for attempt in self.attempts],
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
            "spent": {**asdict(self.spent), "tokens": self.spent.tokens},
            "seconds": self.seconds,
        }


def run(
    request: str,
    context: Context,
    *,
    options: RenderOptions | None = None,
    budget: Budget | None = None,
    graph: Any = None,
) -> Outcome:
    """Make a scene for `request`; a fault ends the run and is returned with what was tried so far."""
    if graph is None:
        from agent.graph import graph
    started = time.monotonic()
    state: dict[str, Any] = {
        "request": request,
        "options": options or RenderOptions(),
        "budget": budget or Budget(),
        "started": started,
        "spent": Spent(),
        "attempts": (),
        "problems": (),
        "documents": (),
    }
    fault: Fault | None = None
    try:
        # "values" alone keeps the nodes in this thread, where Ctrl-C reaches them
        for values in graph.stream(state, context=context, stream_mode="values", config=UNLIMITED):
            state = values
    except Fault as error:
        fault = error
    return _outcome(state, fault, time.monotonic() - started)


def _outcome(state: dict[str, Any], fault: Fault | None, seconds: float) -> Outcome:
    rendered = state.get("rendered")
    done = fault is None and rendered is not None and rendered.ok
    return Outcome(
        status="completed" if done else "failed",
        rendered=rendered if done else None,
        code=state["draft"].code if done else None,
        scene=state["draft"].scene if done else None,
        error=None if done else _why(state, fault, seconds),
        fault=fault,
        attempts=_attempts(state, fault),
        documents=state["documents"],
        spent=state["spent"],
        seconds={**state.get("seconds", {}), "whole": round(seconds, 3)},
    )


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
    last = errors(state["problems"])
    said = last[0].message if last else "no draft was finished"
    if "draft" in state and state["draft"].declined:
        return said
    limit = exhausted(state["budget"], state["spent"], seconds) or "the budget"
    return f"gave up after {len(state['attempts'])} attempts: the budget of {limit} is spent. Last problem: {said}"
