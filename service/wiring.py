"""Put the parts together as the settings say."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from agent.budget import Budget
from agent.faults import Fault
from agent.models import OFFLINE, ModelSettings
from agent.sandbox.process import ProcessRenderer
from service.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from agent.context import Context
    from index.scenes import SceneIndex

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGGRAPH_CLI_NO_ANALYTICS": "1",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Nothing that we use reports anything to anybody."""


class IndexUnusable(Fault):
    """The scene index could not be built or opened."""


def silence() -> None:
    """Turn off the telemetry of every dependency; with packaged weights, the model hub too."""
    os.environ.update(QUIET)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")


def model_name(settings: Settings) -> str:
    """Return the name that reports give the model."""
    return settings.model or OFFLINE


def scene_index(settings: Settings) -> SceneIndex:
    """Return the index of the scene library, built or not."""
    from index.embedder import Embedder
    from index.scenes import SceneIndex
    from knowledge.library import library

    embedder = Embedder(settings.data / "cache" / "vectors.sqlite", settings.embedder)
    return SceneIndex(settings.data / "index", library(), embedder)


def build_index(index: SceneIndex, progress: Callable[[int, int], None] = lambda done, whole: None) -> bool:
    """Build the index where it is missing or stale; return whether there was anything to do."""
    try:
        return index.build(progress)
    except OSError as error:
        raise IndexUnusable(
            f"the scene index cannot be built: {error}", "set ROTATOR_DATA to a writable folder"
        ) from error


def load_model(settings: Settings, index: SceneIndex) -> BaseChatModel:
    """Return the chat model that the settings name; raise a Fault before any work starts."""
    if settings.model is None:
        from agent.offline.model import OfflineModel

        return OfflineModel(scenes=index.scenes, search=index.search)
    from agent.models import load_model

    key = settings.api_key.get_secret_value() if settings.api_key else None
    return load_model(
        ModelSettings(
            settings.model,
            settings.base_url,
            key,
            settings.temperature,
            settings.max_tokens,
            settings.model_timeout,
        )
    )


def context(
    settings: Settings,
    index: SceneIndex,
    model: BaseChatModel,
    listen: Callable[[dict[str, Any]], None] = lambda event: None,
) -> Context:
    """Return what the agent works with."""
    from agent.context import Context

    renderer = ProcessRenderer(settings.data / "scratch", settings.render_memory_mb * 2**20)
    return Context(index.search, model, renderer, settings.render_seconds, listen)


def budget(settings: Settings) -> Budget:
    """Return what a run may spend."""
    return Budget(
        settings.budget_model_calls,
        settings.budget_repair_rounds,
        settings.budget_tokens,
        settings.budget_seconds,
    )
