"""What a run gives to the failure log: an event for each attempt."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from agent.case import difference
from agent.findings import Finding, weight
from agent.memory import Fingerprint, fingerprint
from agent.problems import errors
from agent.state import Attempt, Turn, scene_of
from index.document import Document
from service.events.record import Cause, Outcome, TrainingEvent
from service.events.redaction.hiding import fit_to_keep
from service.settings import Settings
from service.wiring import model_name

ROLES = {"system": "system", "human": "user", "ai": "assistant"}


@dataclass(frozen=True)
class Asked:
    """The task that a run was for."""

    task: str
    session: str
    prompt: str
    version: int = 1
    turn: str = "generate"


@dataclass(frozen=True)
class Ended:
    """How the task ended."""

    outcome: Outcome
    error: str | None
    delivered: int | None
    """The attempt whose video the person got."""


def events_of(
    settings: Settings,
    asked: Asked,
    ended: Ended,
    attempts: Sequence[Attempt],
    documents: Sequence[Document],
    conversation: Sequence[Turn] = (),
) -> list[TrainingEvent]:
    """Return the events of a run, one of each attempt, as they may be kept; raise BadRules."""
    of_run = {
        **asdict(asked),
        "made": time.time(),
        "earlier": tuple(each.prompt for each in conversation),
        "outcome": ended.outcome,
        "error": ended.error or "",
        "documents": tuple(_document(each) for each in documents),
    }
    before = scene_of(conversation)
    told = (
        TrainingEvent(
            attempt=each.number,
            is_delivered=each.number == ended.delivered,
            **of_run,
            **_asked(settings, each),
            **_tried(each, attempts, before),
        )
        for each in attempts
    )
    return [fit_to_keep(each, settings) for each in told]


def _document(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in ("id", "kind", "title", "score", "licence")}


def _asked(settings: Settings, attempt: Attempt) -> dict[str, Any]:
    """Return who wrote a program, and what of."""
    is_stronger = attempt.escalation == "stronger" and settings.escalation_model
    model = settings.escalation_model if is_stronger else model_name(settings)
    is_model = attempt.origin in ("draft", "repair")
    parameters = {
        "temperature": settings.temperature,
        "max_tokens": settings.max_tokens,
        "seed": settings.seed,
    }
    return {
        "prompt_name": attempt.prompt_name,
        "prompt_version": attempt.prompt_version,
        "messages": tuple({"role": ROLES[role], "content": text} for role, text in attempt.messages),
        "model": (model or "") if is_model else "",
        "parameters": parameters if is_model and settings.model else {},
        "input_tokens": attempt.spent.input_tokens,
        "output_tokens": attempt.spent.output_tokens,
    }


def _tried(attempt: Attempt, attempts: Sequence[Attempt], before: str) -> dict[str, Any]:
    """Return a program and what became of it."""
    base = attempts[attempt.base - 1].code if attempt.base else ""
    return {
        "stage": attempt.stage,
        "origin": attempt.origin,
        "escalation": attempt.escalation,
        "is_success": attempt.is_complete,
        "cause": cause_of(attempt),
        "problems": tuple(each.as_json() for each in attempt.problems),
        "findings": tuple(each.as_json() for each in attempt.findings),
        "base": attempt.base,
        "before": base or before,
        "written": attempt.written,
        "code": attempt.code,
        "patch": difference(attempt, attempts, before),
        "mends": tuple(asdict(each) for each in attempt.mends),
        "answer": attempt.answer,
        "seconds": attempt.seconds,
        "manim": version("manim"),
        "still": attempt.still,
    }


def cause_of(attempt: Attempt) -> Cause:
    """Return what an attempt failed of; of a picture, what is worst in it.

    A program that comes again has failed of what it failed of before.
    """
    if wrong := errors(attempt.problems):
        first = next((each for each in wrong if each.code != "same-program"), wrong[0])
        return _cause(fingerprint(first, attempt.code), first.line)
    if attempt.findings:
        worst = max(attempt.findings, key=lambda each: weight((each,)))
        return _cause(_known_by(worst), worst.line)
    return Cause()


def _cause(known: Fingerprint, line: int | None) -> Cause:
    return Cause(known.key, known.kind, known.symbol, known.message, line)


def _known_by(finding: Finding) -> Fingerprint:
    """Return what a finding is known by in any scene: its kind, and what kinds of things it is about."""
    about = " and ".join(sorted({each.type for each in finding.objects}))
    return Fingerprint(f"finding:{finding.kind}", about, finding.kind.replace("-", " "))
