"""Have the model write a draft or mend one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from agent.answers import Extracted
from agent.budget import Budget, Spent
from agent.case import Case
from agent.check.limits import ALLOWED
from agent.escalation import WHOLE
from agent.models import Answer, ask
from agent.patching import program_of, remarks
from agent.problems import Problem
from agent.prompts import Prompts
from agent.state import Draft, Escalation, Turn, scene_of
from index.document import Document, within

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

MANIM = "0.22"
SHOWN = 3
"""How many scenes the model is shown."""
ROOM = {"scene": 6000, "component": 500, "example": 400, "api": 700, "pitfall": 350, "turn": 1500}
"""Tokens that the documents of each kind may take of a prompt, and what was asked for before."""
TAIL = 300


def draft_messages(prompts: Prompts, request: str, documents: Sequence[Document]) -> list[BaseMessage]:
    """Return what the model is sent for a first draft."""
    scenes = [each for each in documents if each.kind == "scene"][:SHOWN]
    scenes = scenes[: within([each.text for each in scenes], ROOM["scene"])]
    return _messages(prompts, prompts.render("draft", request=request, scenes=scenes, **_shown(documents)))


def refine_messages(
    prompts: Prompts,
    request: str,
    conversation: Sequence[Turn],
    documents: Sequence[Document],
    problems: Sequence[Problem] = (),
    step: Escalation = "",
) -> list[BaseMessage]:
    """Return what the model is sent to change a scene; `problems` are those of an answer to it that gave no program."""
    scenes = [each for each in documents if each.kind == "scene"][:1]
    return _messages(
        prompts,
        prompts.render(
            "refine",
            request=request,
            earlier=_earlier(conversation),
            code=scene_of(conversation),
            scenes=scenes,
            problems=problems,
            is_whole=step in WHOLE or not scene_of(conversation),
            **_shown(documents),
        ),
    )


def subject_of(request: str, conversation: Sequence[Turn]) -> str:
    """Return what to look up for a request: one for a change says little without what it is to change."""
    return "\n".join(dict.fromkeys((request, *[turn.prompt for turn in conversation[:1]])))


def _earlier(conversation: Sequence[Turn]) -> list[str]:
    """Return what was asked for, the oldest first: the first of all, and the last that there is room for."""
    asked = [turn.prompt for turn in conversation]
    latest = asked[:0:-1]
    return [*asked[:1], *reversed(latest[: within(latest, ROOM["turn"])])]


def repair_messages(
    prompts: Prompts,
    request: str,
    case: Case,
    step: Escalation = "",
    documents: Sequence[Document] = (),
    conversation: Sequence[Turn] = (),
) -> list[BaseMessage]:
    """Return what the model is sent to mend a program; `step` is what is asked for where patches do not help."""
    shown = _shown(documents)
    return _messages(
        prompts,
        prompts.render(
            "repair",
            request=request,
            earlier=_earlier(conversation),
            step=step,
            reference=shown["reference"],
            pitfalls=shown["pitfalls"],
            **asdict(case),
        ),
    )


def _shown(documents: Sequence[Document]) -> dict[str, list[Document]]:
    """Return the documents of each kind that there is room for, by the name that the prompts have for them."""
    names = {"component": "parts", "example": "examples", "api": "reference", "pitfall": "pitfalls"}
    shown = {}
    for kind, name in names.items():
        found = [each for each in documents if each.kind == kind]
        shown[name] = found[: within([each.text for each in found], ROOM[kind])]
    return shown


def _messages(prompts: Prompts, text: str) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage, SystemMessage

    system = prompts.render("system", manim_version=MANIM, imports=sorted(ALLOWED))
    return [SystemMessage(system), HumanMessage(text)]


def write(
    prompts: Prompts,
    model: BaseChatModel,
    messages: list[BaseMessage],
    draft: Draft,
    *,
    budget: Budget,
    spent: Spent,
    seconds: float,
    on_text: Callable[[str], None],
    base: str = "",
) -> tuple[Draft, Spent]:
    """Return `draft` with the code of one answer, a cut-off one continued once, and what that cost.

    Blocks of an answer are made in `base`.
    """
    answer = ask(model, messages, seconds=seconds, on_text=on_text)
    extracted = program_of(answer.text, base)
    spent = _after(spent, answer)
    problems: tuple[Problem, ...] = ()
    took = answer.seconds
    if _is_cut_off(answer, extracted) and spent.model_calls < budget.model_calls and took < seconds:
        problems = (Problem("cut-off", "the answer was cut off; it was continued once", severity="warning"),)
        following = _continued(prompts, messages, answer.text)
        rest = ask(model, following, seconds=seconds - took, on_text=on_text)
        spent, took = _after(spent, rest), took + rest.seconds
        answer = replace(rest, text=_spliced(answer.text, rest.text))
        extracted = program_of(answer.text, base)
    if answer.declined:
        problems = (Problem("declined", answer.text.strip() or "the model declined to answer"),)
    elif _is_cut_off(answer, extracted):
        problems = (Problem("cut-off", "the answer was cut off; write a shorter program"),)
    elif not extracted.code:
        problems = extracted.problems or (Problem("no-code", "the answer has no program in it"),)
    return (
        replace(
            draft,
            code=extracted.code,
            answer=(remarks(answer.text) if extracted.code else answer.text.strip())[:4000],
            problems=problems,
            seconds=round(took, 3),
        ),
        spent,
    )


def _after(spent: Spent, answer: Answer) -> Spent:
    return spent.plus(model_calls=1, input_tokens=answer.input_tokens, output_tokens=answer.output_tokens)


def _is_cut_off(answer: Answer, extracted: Extracted) -> bool:
    return answer.cut_off or extracted.open_ended


def _continued(prompts: Prompts, messages: list[BaseMessage], text: str) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage

    return [*messages, AIMessage(text), HumanMessage(prompts.render("continue", tail=text[-TAIL:]))]


def _spliced(start: str, rest: str) -> str:
    """Join an answer and its continuation: drop a new fence and what is said twice."""
    stripped = rest.lstrip("\n")
    if stripped.startswith("```"):
        stripped = stripped.partition("\n")[2]
        rest = stripped
    for length in range(min(len(start), len(rest), 2 * TAIL), 7, -1):
        if start.endswith(rest[:length]):
            return start + rest[length:]
    return start + rest
