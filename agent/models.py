"""The language models: one string names any of them, one function asks any of them."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from agent.faults import ModelMisconfigured, ModelUnavailable, RateLimited

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

OFFLINE = "offline"


@dataclass(frozen=True)
class Provider:
    """What a provider needs: its package, the extra of ours that installs it, whether a key."""

    package: str
    extra: str | None
    needs_key: bool = True


PROVIDERS = {
    "anthropic": Provider("langchain_anthropic", "anthropic"),
    "google_genai": Provider("langchain_google_genai", "google"),
    "mistralai": Provider("langchain_mistralai", "mistral"),
    "ollama": Provider("langchain_ollama", "ollama", needs_key=False),
    "openai": Provider("langchain_openai", "openai"),
}
"""Those that this project has an extra for. Another that LangChain knows works once its package is installed."""

RETRIES = {"openai": 0, "anthropic": 0, "mistralai": 1, "google_genai": 1}
"""The fewest tries that a provider's package can be told to make of its own."""
SEEDS = {"google_genai": "seed", "mistralai": "random_seed", "ollama": "seed", "openai": "seed"}
"""What the providers call a seed that take one."""
TOO_MANY = 429
CUT_OFF = {"length", "max_tokens", "max_output_tokens", "model_length"}
DECLINED = {"refusal", "content_filter", "safety", "prohibited_content", "recitation", "blocklist"}


@dataclass(frozen=True)
class ModelSettings:
    """Which model, where, and how it is asked."""

    name: str
    """A LangChain model string, `provider:model`."""
    base_url: str | None = None
    api_key: str | None = None
    temperature: float | None = 0.2
    max_tokens: int = 8192
    timeout: float = 120.0
    seed: int | None = None
    """The same one has the model say the same, as far as its provider can."""
    prefix: str = "ROTATOR_"
    """How the settings begin that name it."""

    def __repr__(self) -> str:
        return f"ModelSettings(name={self.name!r}, base_url={self.base_url!r})"


@dataclass(frozen=True)
class Answer:
    """What the model said, and what it cost."""

    text: str
    input_tokens: int
    output_tokens: int
    finish: str
    seconds: float

    @property
    def cut_off(self) -> bool:
        """Whether the provider says that the token limit ended the answer."""
        return self.finish in CUT_OFF

    @property
    def declined(self) -> bool:
        """Whether the provider says that the model would not answer."""
        return self.finish in DECLINED


def load_model(settings: ModelSettings) -> BaseChatModel:
    """Return the chat model that `settings` name; raise ModelMisconfigured before any work starts."""
    provider, _, model = settings.name.partition(":")
    if not model:
        raise ModelMisconfigured(
            f"{settings.prefix}MODEL={settings.name!r} names no provider",
            "write provider:model, such as mistralai:codestral-latest or openai:gpt-5",
        )
    _require_package(provider)
    known = PROVIDERS.get(provider, Provider(package="", extra=None, needs_key=False))
    if known.needs_key and not settings.api_key and not settings.base_url:
        raise ModelMisconfigured(
            f"the model {settings.name} needs a key",
            f"set {settings.prefix}API_KEY (in the environment or in .env), or unset {settings.prefix}MODEL",
        )
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"max_tokens": settings.max_tokens, "timeout": settings.timeout}
    if settings.temperature is not None:
        options["temperature"] = settings.temperature
    if settings.seed is not None and provider in SEEDS:
        options[SEEDS[provider]] = settings.seed
    if settings.base_url:
        options["base_url"] = settings.base_url
    if settings.api_key or provider == "openai":
        options["api_key"] = settings.api_key or "none"
    if provider == "openai":
        options["stream_usage"] = True
    if provider in RETRIES:  # retrying is the graph's
        options["max_retries"] = RETRIES[provider]
    if provider == "ollama":
        options = {"num_predict" if name == "max_tokens" else name: value for name, value in options.items()}
        options["client_kwargs"] = {"timeout": options.pop("timeout")}
    try:
        chat_model: BaseChatModel = init_chat_model(settings.name, **options)
    except Exception as error:
        raise ModelMisconfigured(
            f"the model {settings.name} cannot be set up: {_first_line(error)}",
            f"check {settings.prefix}MODEL, {settings.prefix}BASE_URL and {settings.prefix}API_KEY",
        ) from error
    return chat_model


def _require_package(provider: str) -> None:
    from langchain.chat_models.base import _BUILTIN_PROVIDERS

    if provider not in _BUILTIN_PROVIDERS:
        near = get_close_matches(provider, _BUILTIN_PROVIDERS, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(PROVIDERS))}"
        raise ModelMisconfigured(f"unknown model provider {provider!r}", hint)
    package = _BUILTIN_PROVIDERS[provider][0].partition(".")[0]
    if importlib.util.find_spec(package) is None:
        extra = PROVIDERS[provider].extra if provider in PROVIDERS else None
        install = f"-e '.[{extra}]' -c constraints.txt" if extra else package.replace("_", "-")
        raise ModelMisconfigured(
            f"the provider {provider} needs the package {package.replace('_', '-')}",
            f"install it: .venv/bin/pip install {install}",
        )


def ask(
    model: BaseChatModel,
    messages: Sequence[BaseMessage],
    *,
    seconds: float,
    on_text: Callable[[str], None] = lambda text: None,
) -> Answer:
    """Stream one answer; stop listening after `seconds`; raise ModelUnavailable or ModelMisconfigured."""
    started = time.monotonic()
    whole: AIMessageChunk | None = None
    late = False
    for chunk in _chunks(model, messages):
        whole = chunk if whole is None else whole + chunk
        on_text(chunk.text)
        if late := time.monotonic() - started > seconds:
            break
    if whole is None:
        return Answer("", 0, 0, "empty", time.monotonic() - started)
    usage = whole.usage_metadata or {"input_tokens": 0, "output_tokens": 0}
    return Answer(
        text=whole.text,
        input_tokens=usage["input_tokens"],
        output_tokens=usage["output_tokens"],
        finish="length" if late else _finish(whole),
        seconds=round(time.monotonic() - started, 3),
    )


def _chunks(model: BaseChatModel, messages: Sequence[BaseMessage]) -> Iterator[AIMessageChunk]:
    try:
        yield from model.stream(list(messages))
    except Exception as error:  # every provider has errors of its own: this is the seam
        raise _fault(error) from error


def _finish(message: AIMessageChunk) -> str:
    if message.additional_kwargs.get("refusal"):
        return "refusal"
    said = message.response_metadata
    reason = said.get("finish_reason") or said.get("stop_reason") or said.get("done_reason") or "stop"
    return str(reason).lower()


def _fault(error: Exception) -> ModelUnavailable | ModelMisconfigured:
    response = getattr(error, "response", None)
    told = (
        getattr(error, "status_code", None),
        getattr(response, "status_code", None),
        getattr(error, "code", None),
    )
    status = next((each for each in told if isinstance(each, int)), None)
    if status in {400, 401, 403, 404, 422}:
        return ModelMisconfigured(
            f"the model refused the call ({status}): {_first_line(error)}",
            "check ROTATOR_MODEL, ROTATOR_BASE_URL and ROTATOR_API_KEY",
        )
    if status == TOO_MANY:
        return RateLimited(
            f"the model's provider takes no more calls for now: {_first_line(error)}",
            "wait a little and run the same command again, or raise the limit with the provider",
        )
    return ModelUnavailable(
        f"the model did not answer: {type(error).__name__}: {_first_line(error)}",
        "check that its server is up and reachable, then run the same command again",
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
