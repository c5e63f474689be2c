"""The stages of a run: one sentence, one job, one return each."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from langgraph.runtime import Runtime

from agent import asked
from agent.budget import Spent
from agent.candidates import fewest_problems
from agent.case import case_of
from agent.check.layout import formatted
from agent.check.running import mended_by_running
from agent.context import Context
from agent.escalation import WHOLE, following
from agent.experience import Trial, cure, kept, recalled
from agent.faults import Fault
from agent.findings import Finding, weight
from agent.memory import fingerprint
from agent.problems import Problem, errors
from agent.sandbox import Rendered
from agent.standing import best, furthest, soundness
from agent.state import Attempt, Draft, Escalation, State, Turn, Update, elapsed, scene_of
from agent.writing import draft_messages, refine_messages, repair_messages, subject_of, write
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
    """Announce the stage, and add its seconds and what it spent to the run's."""

    @wraps(node)
    def run(state: State, runtime: Runtime[Context]) -> Update:
        runtime.context.listen({"stage": node.__name__, "attempt": len(state.get("attempts", ())) + 1})
        started = time.monotonic()
        with runtime.context.within(node.__name__):
            update = node({**state, "started": started - elapsed(state)}, runtime)
        for attempt in update.get("attempts", ()):
            runtime.context.listen({"tried": attempt})
        if "spent" in update:
            update = {**update, "used": {node.__name__: Spent(**update["spent"].since(state["spent"]))}}
        return {**update, "seconds": {node.__name__: round(time.monotonic() - started, 3)}}

    return run


@stage
def retrieve(state: State, runtime: Runtime[Context]) -> Update:
    """Find scenes like the one asked for; who gives a program needs none."""
    if state.get("given"):
        return {"documents": ()}
    return {"documents": runtime.context.search(subject_of(state["request"], _conversation(state)))}


@stage
def draft(state: State, runtime: Runtime[Context]) -> Update:
    """Take the program that is given, or have the model write one, or change that of the turn before."""
    if given := state.get("given"):
        return {"draft": Draft(given, origin="person"), "problems": ()}
    conversation, prompts = _conversation(state), runtime.context.prompts
    name, messages = "draft", draft_messages(prompts, state["request"], state["documents"])
    if conversation:
        name, messages = (
            "refine",
            refine_messages(prompts, state["request"], conversation, state["documents"]),
        )
    empty = Draft("", prompt_name=name, prompt_version=prompts.version(name))
    return _written(state, runtime, empty, messages)


def _conversation(state: State) -> tuple[Turn, ...]:
    return state.get("conversation", ())


@stage
def repair(state: State, runtime: Runtime[Context]) -> Update:
    """Mend the best program there is, as its errors were mended before; where that does not help, by the model."""
    context, attempts = runtime.context, state["attempts"]
    start = best(attempts)
    if (text := _recalled(state, context, start)) is not None:
        return {"draft": Draft(text, origin="memory", base=start.number), "problems": ()}
    step = following(attempts, has_stronger=context.stronger is not None)
    name, messages = _asked_to_repair(state, context, start, step)
    empty = Draft("", None, "repair", name, context.prompts.version(name), base=start.number, escalation=step)
    return _written(state, runtime, empty, messages)


def _asked_to_repair(
    state: State, context: Context, start: Attempt, step: Escalation
) -> tuple[str, list[BaseMessage]]:
    """Return the name of a prompt and what the model is sent; where a turn has no program yet, it is asked once more."""
    prompts, request, conversation = context.prompts, state["request"], _conversation(state)
    wrong = errors(start.problems)
    if conversation and not start.code:
        return "refine", refine_messages(prompts, request, conversation, state["documents"], wrong, step)
    attempts, catalogue = state["attempts"], context.checker.catalogue
    case = case_of(attempts, catalogue, partial(cure, context.repairs, start.code))
    known = _known(context, start.code, wrong)
    return "repair", repair_messages(prompts, request, case, step, known, conversation)


def _recalled(state: State, context: Context, start: Attempt) -> str | None:
    """Return the best program mended from memory, unless that was tried with it already."""
    last = state["attempts"][-1]
    is_new = start.number == last.number and last.origin != "memory" and errors(last.problems)
    if context.repairs is None or not is_new or not last.code:
        return None
    return recalled(_trial(state, context), context.repairs, last.code, last.problems)


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


@stage
def salvage(state: State, runtime: Runtime[Context]) -> Update:
    """Draw what ran of the program that ran farthest, for want of one that ran to its end."""
    attempt = furthest(state["attempts"])
    if attempt is not None:
        with suppress(Fault):  # why there is no whole video is what the run has to say
            return {"salvaged": _drawn(state, runtime.context, attempt.code, attempt.scene or "", True)}
    return {}


def _left(state: State) -> float:
    return max(1.0, state["started"] + state["budget"].wall_seconds - time.monotonic())


def _written(state: State, runtime: Runtime[Context], empty: Draft, messages: list[BaseMessage]) -> Update:
    """Return what the model writes, the best of several where whole programs are asked for."""
    budget = state["budget"]
    start = state["attempts"][empty.base - 1] if empty.base else None
    base = (start.code if start else "") or scene_of(_conversation(state))
    is_whole = not base or empty.escalation in WHOLE
    written, spent = fewest_problems(
        budget.drafts if is_whole else 1,
        _writer(state, runtime.context, empty, messages, base),
        runtime.context.checker,
        budget,
        state["spent"],
        until=state["started"] + budget.wall_seconds,
    )
    mends_picture = start is not None and start.is_complete
    spent = spent.plus(repair_rounds=int(start is not None), finding_rounds=int(mends_picture))
    sent = tuple((each.type, each.text) for each in messages)
    cost = Spent(**spent.since(state["spent"]))
    return {"draft": replace(written, messages=sent, spent=cost), "spent": spent, "problems": ()}


def _writer(
    state: State, context: Context, empty: Draft, messages: list[BaseMessage], base: str
) -> Callable[[Spent], tuple[Draft, Spent]]:
    """Return what asks the model once, the stronger one where it has come to that."""
    model = (context.stronger if empty.escalation == "stronger" else None) or context.model

    def ask(spent: Spent) -> tuple[Draft, Spent]:
        return write(
            context.prompts,
            model,
            messages,
            empty,
            budget=state["budget"],
            spent=spent,
            seconds=_left(state),
            on_text=lambda text: context.listen({"text": text}),
            base=base,
        )

    return ask


@stage
def check(state: State, runtime: Runtime[Context]) -> Update:
    """Find what is wrong with the program before it is drawn, and mend what is mechanical."""
    started = time.monotonic()
    draft = _checked(state, runtime.context)
    draft = replace(draft, checked=round(time.monotonic() - started, 3))
    update: Update = {"draft": draft, "problems": draft.problems}
    return {**update, "attempts": (_attempt(state, update, "check"),)} if errors(draft.problems) else update


def _checked(state: State, context: Context) -> Draft:
    draft = state["draft"]
    if errors(draft.problems):
        return draft
    text = formatted(draft.code)
    draft = replace(draft, code=text, written=text)
    if found := _again(draft, state) or _worse(draft, state["attempts"], context):
        return replace(draft, problems=(*draft.problems, *found))
    return _ran(draft, state, context)


def _again(draft: Draft, state: State) -> tuple[Problem, ...]:
    """Return what is wrong with a program that was there already."""
    before = scene_of(_conversation(state))
    if before and draft.origin != "person" and draft.code == formatted(before):
        said = "this is the program as it was before the request: nothing has changed"
        return (Problem("same-program", said),)
    for each in state["attempts"]:
        if draft.code in (each.code, each.written):
            said = f"this is the program of attempt {each.number} again"
            return (Problem("same-program", said), *errors(each.problems))
    return ()


def _worse(draft: Draft, attempts: tuple[Attempt, ...], context: Context) -> tuple[Problem, ...]:
    """Return what reading a program finds, if it is more than the one that it is to better has: it need not run."""
    if draft.base is None:
        return ()
    start = attempts[draft.base - 1]
    refuted = {(each.code, each.message) for each in start.false_alarms}
    found = context.checker.mended(draft.code).problems
    found = tuple(each for each in found if (each.code, each.message) not in refuted)
    return found if soundness(draft.code, found) > soundness(start.code, start.problems) else ()


def _ran(draft: Draft, state: State, context: Context) -> Draft:
    seconds = min(PROBE_SECONDS, _left(state))
    ran = mended_by_running(context.checker, draft.code, context.renderer, state["options"], seconds)
    return replace(
        draft,
        code=ran.code if errors(ran.problems) else formatted(ran.code),
        scene=ran.scene,
        problems=(*draft.problems, *ran.problems),
        mends=ran.mends,
        false_alarms=ran.false_alarms,
        tier=ran.probed.tier if ran.probed else "",
        plays=ran.probed.plays if ran.probed else 0,
        stopped_at=ran.probed.failure.line if ran.probed and ran.probed.failure else None,
    )


@stage
def render(state: State, runtime: Runtime[Context]) -> Update:
    """Draw it, out of harm's way."""
    draft = state["draft"]
    rendered = _drawn(state, runtime.context, draft.code, draft.scene or "", False)
    return {"rendered": rendered, "problems": (*state["problems"], *rendered.problems)}


def _drawn(state: State, context: Context, code: str, scene: str, partial: bool) -> Rendered:
    seconds = min(context.render_seconds, _left(state))
    session = state.get("session") or None
    return context.renderer.render(
        code, scene, state["options"], seconds, session=session, partial=partial, listen=context.listen
    )


@stage
def inspect(state: State, runtime: Runtime[Context]) -> Update:
    """Look at what was drawn, and keep the better of it and what there was before."""
    attempt = _attempt(state, {"problems": state["problems"], "rendered": state["rendered"]}, "render")
    _discard_all_but_the_best((*state["attempts"], attempt))
    return {"attempts": (attempt,)}


def _discard_all_but_the_best(attempts: tuple[Attempt, ...]) -> None:
    """Remove the files of every video that will not be delivered."""
    kept = best(attempts)
    for each in attempts:
        if each is not kept and each.rendered is not None and each.rendered.folder:
            shutil.rmtree(each.rendered.folder, ignore_errors=True)


def _attempt(state: State, update: Update, stage: Literal["check", "render"]) -> Attempt:
    draft, rendered = update.get("draft", state["draft"]), update.get("rendered")
    seconds = {"draft": draft.seconds, "check": draft.checked}
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
        tier=rendered.tier if rendered else draft.tier,
        scene=draft.scene,
        base=draft.base,
        escalation=draft.escalation,
        findings=_seen(state["request"], rendered) if rendered else (),
        plays=rendered.plays if rendered else draft.plays,
        stopped_at=_stopped_at(rendered) if rendered else draft.stopped_at,
        written=draft.written,
        prompt_name=draft.prompt_name,
        messages=draft.messages,
        spent=draft.spent,
        seconds=seconds | {"render": rendered.seconds.get("whole", 0.0)} if rendered else seconds,
        still=_still(rendered) if rendered else b"",
        rendered=rendered,
    )


def _still(rendered: Rendered) -> bytes:
    """Return the picture of the worst finding that has one."""
    for finding in sorted(rendered.findings, key=lambda one: -weight((one,))):
        if finding.still:
            with suppress(OSError):
                return (Path(rendered.folder) / finding.still).read_bytes()
    return b""


def _stopped_at(rendered: Rendered) -> int | None:
    return next((each.line for each in errors(rendered.problems)), None)


def _seen(request: str, rendered: Rendered) -> tuple[Finding, ...]:
    """Return what is wrong with a picture, and with its length for the request."""
    return (*rendered.findings, *asked.findings(request, rendered.duration)) if rendered.ok else ()
