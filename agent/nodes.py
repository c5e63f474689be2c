"""The stages of a run: one sentence, one job, one return each."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Literal, Protocol

from langgraph.runtime import Runtime

from agent.check.layout import formatted
from agent.check.running import mended_by_running
from agent.context import Context
from agent.experience import Trial, kept, recalled
from agent.faults import Fault
from agent.memory import fingerprint
from agent.problems import Problem, errors
from agent.prompts import version
from agent.state import Attempt, Draft, State, Update
from agent.writing import draft_messages, repair_messages, write
from index.document import Document

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

PROBE_SECONDS = 20.0
"""What mending by running may take: a scene that is slow to build is left to the render."""


MOST_LOOKED_UP = 3
"""Problems of a program that the index is asked about."""


class Node(Protocol):
    """A stage as LangGraph calls it."""

    __name__: str

    def __call__(self, state: State, runtime: Runtime[Context]) -> Update: ...


def stage(node: Node) -> Node:
    """Announce the stage, and add its seconds to the run's."""

    @wraps(node)
    def run(state: State, runtime: Runtime[Context]) -> Update:
        runtime.context.listen({"stage": node.__name__, "attempt": len(state.get("attempts", ())) + 1})
        started = time.monotonic()
        update = node(state, runtime)
        return {**update, "seconds": {node.__name__: round(time.monotonic() - started, 3)}}

    return run


@stage
def retrieve(state: State, runtime: Runtime[Context]) -> Update:
    """Find scenes like the one asked for."""
    return {"documents": runtime.context.search(state["request"])}


@stage
def draft(state: State, runtime: Runtime[Context]) -> Update:
    """Have the model write the program."""
    messages = draft_messages(state["request"], state["documents"])
    return _written(state, runtime, Draft("", origin="draft", prompt_version=version("draft")), messages)


@stage
def repair(state: State, runtime: Runtime[Context]) -> Update:
    """Mend the program as its errors were mended before; where that does not help, have the model do it."""
    code, problems = last_program(state["attempts"])
    if (text := _recalled(state, runtime.context, code)) is not None:
        return {"draft": Draft(text, origin="memory"), "problems": ()}
    messages = repair_messages(state["request"], code, problems, _known(runtime.context, code, problems))
    return _written(state, runtime, Draft("", origin="repair", prompt_version=version("repair")), messages)


def _recalled(state: State, context: Context, code: str) -> str | None:
    """Return the program mended from memory, unless that was the last thing that was tried."""
    last = state["attempts"][-1]
    if context.repairs is None or last.origin == "memory" or not last.code:
        return None
    return recalled(_trial(state, context), context.repairs, code, last.problems)


def _trial(state: State, context: Context) -> Trial:
    return Trial(context, state["options"], time.monotonic() + min(PROBE_SECONDS, _left(state)))


def _known(context: Context, code: str, problems: tuple[Problem, ...]) -> tuple[Document, ...]:
    """Return what is known of problems: of each what it is known by is asked for, not what this scene says of it."""
    found: dict[str, Document] = {}
    for known in dict.fromkeys(fingerprint(each, code) for each in problems[-MOST_LOOKED_UP:]):
        found |= {each.key: each for each in context.look_up(known.message, known.symbol)}
    return tuple(found.values())


@stage
def remember(state: State, runtime: Runtime[Context]) -> Update:
    """Keep what cured the errors of this run, for the next one that has them."""
    if runtime.context.repairs is not None:
        with suppress(Fault):  # the video is there: nothing that goes wrong now may lose it
            kept(_trial(state, runtime.context), runtime.context.repairs, state["attempts"])
    return {}


def last_program(attempts: tuple[Attempt, ...]) -> tuple[str, tuple[Problem, ...]]:
    """Return the last program there was and what has been wrong since: an answer without one loses nothing."""
    program = next((n for n in reversed(range(len(attempts))) if attempts[n].code), 0)
    return attempts[program].code, tuple(
        found for each in attempts[program:] for found in errors(each.problems)
    )


def _left(state: State) -> float:
    return max(1.0, state["started"] + state["budget"].wall_seconds - time.monotonic())


def _written(state: State, runtime: Runtime[Context], empty: Draft, messages: list[BaseMessage]) -> Update:
    written, spent = write(
        runtime.context.model,
        messages,
        empty,
        budget=state["budget"],
        spent=state["spent"],
        seconds=_left(state),
        on_text=lambda text: runtime.context.listen({"text": text}),
    )
    return {"draft": written, "spent": spent.plus(repair_rounds=empty.origin == "repair"), "problems": ()}


@stage
def check(state: State, runtime: Runtime[Context]) -> Update:
    """Find what is wrong with the program before it is drawn, and mend what is mechanical."""
    draft = _checked(state, runtime.context)
    update: Update = {"draft": draft, "problems": draft.problems}
    return {**update, "attempts": (_attempt(state, update, "check"),)} if errors(draft.problems) else update


def _checked(state: State, context: Context) -> Draft:
    draft = state["draft"]
    if errors(draft.problems):
        return draft
    seconds = min(PROBE_SECONDS, _left(state))
    ran = mended_by_running(
        context.checker, formatted(draft.code), context.renderer, state["options"], seconds
    )
    return replace(
        draft,
        code=ran.code if errors(ran.problems) else formatted(ran.code),
        scene=ran.scene,
        problems=(*draft.problems, *ran.problems),
        mends=ran.mends,
        false_alarms=ran.false_alarms,
        tier=ran.probed.tier if ran.probed else "",
    )


@stage
def render(state: State, runtime: Runtime[Context]) -> Update:
    """Draw it, out of harm's way."""
    seconds = min(runtime.context.render_seconds, _left(state))
    draft = state["draft"]
    rendered = runtime.context.renderer.render(draft.code, draft.scene or "", state["options"], seconds)
    update: Update = {"rendered": rendered, "problems": (*state["problems"], *rendered.problems)}
    return {**update, "attempts": (_attempt(state, update, "render"),)}


def _attempt(state: State, update: Update, stage: Literal["check", "render"]) -> Attempt:
    draft = update.get("draft", state["draft"])
    return Attempt(
        number=len(state["attempts"]) + 1,
        origin=draft.origin,
        stage=stage,
        code=draft.code,
        prompt_version=draft.prompt_version,
        problems=update["problems"],
        answer=draft.answer,
        mends=draft.mends,
        false_alarms=draft.false_alarms,
        tier=update["rendered"].tier if "rendered" in update else draft.tier,
    )
