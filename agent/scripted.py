"""A chat model that says what it is told to: for tests, demonstrations and replays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr


class Scripted(BaseChatModel):
    """Answers with `script`, one entry a call: a text, a (text, finish reason) pair, or an error to raise."""

    script: list[Any]
    _heard: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def heard(self) -> list[list[BaseMessage]]:
        """The messages of each call so far."""
        return self._heard

    def _next(self, messages: list[BaseMessage]) -> tuple[str, str]:
        self._heard.append(messages)
        if len(self._heard) > len(self.script):
            raise AssertionError(f"the script has {len(self.script)} answers and was asked for one more")
        entry = self.script[len(self._heard) - 1]
        if isinstance(entry, Exception):
            raise entry
        return entry if isinstance(entry, tuple) else (entry, "stop")

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text, finish = self._next(messages)
        message = AIMessage(
            text, response_metadata={"finish_reason": finish}, usage_metadata=usage(messages, text)
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        text, finish = self._next(messages)
        for start in range(0, len(text), 40):
            yield ChatGenerationChunk(message=AIMessageChunk(content=text[start : start + 40]))
        last = AIMessageChunk(
            content="", response_metadata={"finish_reason": finish}, usage_metadata=usage(messages, text)
        )
        yield ChatGenerationChunk(message=last)


def usage(messages: list[BaseMessage], text: str) -> Any:
    """Estimate tokens at four characters each, for models that count none of their own."""
    read, written = sum(len(message.text) for message in messages) // 4, len(text) // 4
    return {"input_tokens": read, "output_tokens": written, "total_tokens": read + written}
