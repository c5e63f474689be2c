"""A LangChain chat model that adapts library scenes. It is not a language model and says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from agent.offline.fit import Candidate, Fitting, found
from agent.offline.now import suggestions
from agent.offline.orders import is_a_wish_of_its_own
from agent.offline.patch import answer_of
from agent.offline.turn import Step, taken
from index.document import Document
from knowledge.scene import Scene
from knowledge.values import FACETS

_REQUEST = re.compile(r"<request>\n(.*?)\n</request>", re.DOTALL)
_PROGRAM = re.compile(r"<program>\n(.*?)\n</program>", re.DOTALL)
_PROBLEMS = re.compile(r"<problems>\n(.*?)\n</problems>", re.DOTALL)
_FOUND = re.compile(r"^<findings>$", re.MULTILINE)
_TURN = re.compile(r"^<turn>$", re.MULTILINE)
_TELLING = re.compile(r"^(?:- |  > ).*", re.MULTILINE)
"""What is said of problems, and the lines that fail, without their neighbours."""
_FINDINGS = "The offline model cannot mend what is not right in a picture."
_MARK = re.compile(r"^# Adapted from the library scene (\w+)(?:, without (.+))?$", re.MULTILINE)


class OfflineModel(BaseChatModel):
    """Answers a draft with the nearest scene that fits, a repair with a mended or the next one, or declines."""

    scenes: Mapping[str, Scene]
    search: Callable[[str, int], tuple[Document, ...]]
    _fitting: Fitting = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Keep one judge for all answers: it learns the library's words once."""
        super().model_post_init(context)
        self._fitting = Fitting(self.scenes)

    @property
    def _llm_type(self) -> str:
        return "offline"

    def answer(self, text: str) -> tuple[str, str]:
        """Return the answer to a prompt of this project, and how it finished."""
        asked = _REQUEST.search(text)
        request = (asked[1] if asked else text).replace("\u200b", "").strip()
        candidates = self._fitting.candidates(request, found(self.search, request))
        program = _PROGRAM.search(text)
        fitting = [candidate for candidate in candidates if candidate.fits]
        problems = _PROBLEMS.search(text)
        if _FOUND.search(text):
            return _FINDINGS, "refusal"
        if program and not problems and _TURN.search(text):
            return self._refined(request, program[1].replace("\u200b", "") + "\n", fitting)
        if program and (mark := _MARK.search(program[1])):
            said = " ".join(_TELLING.findall(problems[1] if problems else ""))
            return _repaired(fitting, mark, said) or _declined(candidates, True)
        return _adapted(fitting[0]) if fitting else _declined(candidates, False)

    def _refined(self, request: str, program: str, fitting: list[Candidate]) -> tuple[str, str]:
        """Change the program of the turn before as far as that is plain; where it is not, take a scene that fits."""
        mark = _MARK.search(program)
        scene = self.scenes.get(mark[1]) if mark else None
        step = taken(request, program, scene, self._fitting.known(scene) if scene else frozenset())
        is_told = step.is_whole or step.already or step.refusals
        if fitting and not is_told and is_a_wish_of_its_own(request):
            return _adapted(fitting[0])
        if step.code == program:
            return _unchanged(step, scene, program), "refusal"
        left = f" It does not understand: {'; '.join(step.left)}." if step.left else ""
        return f"Changed: {'; '.join(step.said)}.{left}\n\n{answer_of(program, step.code)}", "stop"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text, finish = self.answer(messages[-1].text)
        message = AIMessage(text, response_metadata={"finish_reason": finish}, usage_metadata=_NO_TOKENS)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        text, finish = self.answer(messages[-1].text)
        metadata = {"finish_reason": finish}
        yield ChatGenerationChunk(
            message=AIMessageChunk(content=text, response_metadata=metadata, usage_metadata=_NO_TOKENS)
        )


_NO_TOKENS: Any = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}


def _adapted(candidate: Candidate, without: tuple[str, ...] = ()) -> tuple[str, str]:
    values = {name: value for name, value in candidate.reading.values.items() if name not in without}
    mark = f"# Adapted from the library scene {candidate.scene.id}"
    mark += f", without {' '.join(without)}" if without else ""
    said = [f'This is the library scene "{candidate.scene.title}"']
    if values:
        said.append("with " + ", ".join(f"{name} = {value}" for name, value in values.items()))
    left_out = f" It does not show: {', '.join(candidate.uncovered)}." if candidate.uncovered else ""
    code = candidate.scene.filled(values)
    return f"{' '.join(said)}.{left_out}\n\n```python\n{mark}\n{code}```\n", "stop"


def _repaired(fitting: list[Candidate], mark: re.Match[str], problems: str) -> tuple[str, str] | None:
    """Leave out the parameter that the problem points to; where none is to blame, take the next scene."""
    names = [candidate.scene.id for candidate in fitting]
    if mark[1] not in names:
        return None
    position = names.index(mark[1])
    candidate, without = fitting[position], tuple((mark[2] or "").split())
    blamed = [name for name in candidate.reading.values if name not in without and _is_blamed(name, problems)]
    if blamed:
        return _adapted(candidate, (*without, *blamed))
    return _adapted(fitting[position + 1]) if position + 1 < len(fitting) else None


def _is_blamed(name: str, problems: str) -> bool:
    return re.search(rf"\b{name}(?:{'|'.join(FACETS)})?\b", problems) is not None


def _unchanged(step: Step, scene: Scene | None, program: str) -> str:
    """Say why nothing is changed, and what could be."""
    lines = []
    if step.already:
        lines.append("It is like that already.")
    elif step.refusals:
        lines.append(f"That cannot be shown: {'; '.join(step.refusals)}.")
    else:
        lines.append("The offline model did not understand what to change.")
    lines.append(f"Here it can change: {'; '.join(suggestions(scene, program))}.")
    lines.append("For anything else set ROTATOR_MODEL to a language model (see README.md).")
    return " ".join(lines)


def _declined(candidates: tuple[Candidate, ...], after_failure: bool) -> tuple[str, str]:
    nearest = sorted(candidates, key=lambda each: each.similarity, reverse=True)[:3]
    lines = [
        "None of the library scenes that fit could be drawn."
        if after_failure
        else "The offline model adapts scenes of the library, and none of them shows this."
    ]
    best = candidates[0] if candidates else None
    if best and best.reading.refusals and best.similarity >= 0.5:
        lines.append(f'"{best.scene.title}" comes close, but {"; ".join(best.reading.refusals)}.')
    if nearest:
        lines.append("The nearest: " + "; ".join(f'"{each.scene.prompts[0]}"' for each in nearest) + ".")
    lines.append("Ask for one of these, or set ROTATOR_MODEL to a language model (see README.md).")
    return " ".join(lines), "refusal"
