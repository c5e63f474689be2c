"""Put the parts together as the settings say."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from agent.budget import Budget
from agent.faults import Fault, RendererBroken
from agent.models import OFFLINE, ModelSettings
from service.settings import PREFIX, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from pydantic import SecretStr

    from agent.check import Checker
    from agent.context import Context
    from agent.prompts import Prompts
    from agent.sandbox import RenderOptions
    from agent.sandbox.client import SandboxRenderer
    from index.cache import PromptCache
    from index.document import Document
    from index.embedder import Embedder, Vectors
    from index.store import Index
    from index.topics import Group
    from knowledge.entry import Kind
    from knowledge.stamps import Stamp
    from service.reuse import Reuse
    from service.storage.spool import Spool

P = ParamSpec("P")
Progress = Callable[[int, int], None]

RETRIEVED = 5
EMBEDDER_REMEDY = "correct ROTATOR_EMBEDDER, or unset it for the packaged model"
QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGGRAPH_CLI_NO_ANALYTICS": "1",
    "LANGSMITH_TRACING": "false",
    "ORT_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Nothing that we use reports anything to anybody."""


class IndexUnusable(Fault):
    """The scene index could not be built or opened."""


class BadPromoted(Fault):
    """Something in the folder of what was promoted is not as it must be."""


def silence() -> None:
    """Turn off the telemetry of every dependency; with packaged weights, the model hub too."""
    os.environ.update(QUIET)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")


def model_name(settings: Settings) -> str:
    """Return the name that reports give the model."""
    return settings.model or OFFLINE


def scene_index(settings: Settings) -> Index:
    """Return the index of the scene library and of the installed Manim, built or not."""
    from index.store import Index
    from knowledge.catalogue import load
    from knowledge.contents import Contents
    from knowledge.library import library, scenes_in
    from knowledge.pitfalls import read_pitfalls

    catalogue = partial(load, settings.data / "cache" / "catalogue")
    folder = settings.promoted_folder
    with _readable(folder):
        scenes = {**library(), **scenes_in(folder / "scenes")}
        pitfalls = [each for path in sorted(folder.glob("pitfalls/*.toml")) for each in read_pitfalls(path)]
    contents = Contents(scenes, catalogue, stamps(settings), tuple(pitfalls))
    return Index(settings.data / "index", contents, embedder(settings), settings.chroma_url)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Turn what is wrong with a file of the promoted folder into a fault with its remedy."""
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, SyntaxError) as error:
        remedy = f"correct that file in {folder}, or undo what wrote it: rotator events promotions lists it"
        raise BadPromoted(f"what was promoted cannot be read: {error}", remedy) from error


def prompts(settings: Settings) -> Prompts:
    """Return the prompts: those that were promoted, and those that are shipped for the rest."""
    from agent.prompts import SHIPPED, prompts_in

    folder = settings.promoted_folder / "prompts"
    with _readable(folder):
        found = prompts_in(folder)
        for name in (name for name, text in found.sources.items() if text != SHIPPED.sources[name]):
            from agent.prompts.guards import guarded

            guarded(name, found.sources[name])
        return found


def embedder(settings: Settings) -> Embedder:
    """Return what turns texts into vectors, as the settings name it."""
    from index.embedder import Embedder

    return Embedder(settings.data / "cache" / "vectors.sqlite", settings.embedder)


def meanings(settings: Settings) -> Callable[[Sequence[str]], Vectors]:
    """Return what gives the meanings of errors' messages as vectors; it raises IndexUnusable."""
    from index.embedder import EmbedderMissing

    own = embedder(settings)

    def meaning(texts: Sequence[str]) -> Vectors:
        try:
            return own.embed_short(texts)
        except EmbedderMissing as error:
            raise IndexUnusable(str(error), EMBEDDER_REMEDY) from error

    return meaning


def stamps(settings: Settings) -> dict[str, Stamp]:
    """Return the stamps that came with this package and those that were made here."""
    from knowledge.stamps import SHIPPED, read_stamps

    return read_stamps(SHIPPED, stamps_path(settings))


def stamps_path(settings: Settings) -> Path:
    """Return where the stamps lie that were made here."""
    return settings.data / "cache" / "stamps.json"


def verify(
    settings: Settings,
    programs: Sequence[tuple[str, str]],
    progress: Progress,
    out: Path | None = None,
) -> list[str]:
    """Render programs and keep their stamps, in the data folder or in `out`; return what does not render, by digest."""
    from knowledge.catalogue import load
    from knowledge.stamps import read_stamps
    from service.verifying import AT_ONCE, Verifier

    path = out or stamps_path(settings)
    catalogue = load(settings.data / "cache" / "catalogue")
    parents = settings.model_copy(update={"render_parents": AT_ONCE})
    own = renderer(parents, Path("scratch/verifying"), alone=True)
    try:
        verifier = Verifier(own, catalogue, path, settings.data / "cache" / "pictures")
        return verifier.verify(programs, read_stamps(path), progress)
    finally:
        own.stop()


def build_index(
    settings: Settings,
    index: Index,
    rendering: Progress = lambda done, whole: None,
    indexing: Progress = lambda done, whole: None,
) -> bool:
    """Build the index where it is missing or stale, rendering first what has not yet; return whether it was built."""
    with _usable(index):
        if index.is_built:
            return False
        if programs := index.contents.unstamped():
            verify(settings, programs, rendering)
            index.use(replace(index.contents, stamps=stamps(settings)))
        return index.build(indexing)


def built_index(settings: Settings) -> Index:
    """Return the index, built now if it was not."""
    index = scene_index(settings)
    build_index(settings, index)
    return index


def search(
    index: Index, query: str, k: int = RETRIEVED, kinds: Sequence[Kind] = ("scene",)
) -> tuple[Document, ...]:
    """Return the documents that answer `query` best."""
    with _usable(index):
        return index.search(query, k, kinds)


def nearest(index: Index, query: str, k: int) -> tuple[Document, ...]:
    """Return the scenes nearest to `query` by meaning alone."""
    with _usable(index):
        return index.nearest(query, k)


def topics(index: Index, prompts: Sequence[str]) -> list[Group]:
    """Return what there is on each topic, with the prompts that are of it."""
    from index.topics import grouped

    with _usable(index):
        return grouped(index, prompts)


@contextmanager
def _usable(index: Index) -> Iterator[None]:
    """Turn what Chroma, SQLite or the embedder's library say into a fault with its remedy."""
    from index.embedder import EmbedderMissing

    try:
        yield
    except Fault:
        raise
    except EmbedderMissing as error:
        raise IndexUnusable(str(error), EMBEDDER_REMEDY) from error
    except OSError as error:
        raise IndexUnusable(f"the index: {error}", "set ROTATOR_DATA to a writable folder") from error
    except Exception as error:  # Chroma's own are of many kinds
        if index.url:
            remedy = f"see that the Chroma server answers there (chroma run), or unset {PREFIX}CHROMA_URL"
            raise IndexUnusable(f"the index on {index.url}: {error}", remedy) from error
        folder = index.folder.parent
        remedy = f"delete {folder}/index and {folder}/cache, then run: rotator index build"
        raise IndexUnusable(f"the index is unusable: {type(error).__name__}: {error}", remedy) from error


def _usably(index: Index, ask: Callable[P, tuple[Document, ...]]) -> Callable[P, tuple[Document, ...]]:
    """Return a question to the index that raises faults alone."""

    def asked(*arguments: P.args, **named: P.kwargs) -> tuple[Document, ...]:
        with _usable(index):
            return ask(*arguments, **named)

    return asked


def load_model(settings: Settings, index: Index) -> BaseChatModel:
    """Return the chat model that the settings name; raise a Fault before any work starts."""
    if settings.model is None:
        from agent.offline.model import OfflineModel

        return OfflineModel(scenes=index.contents.scenes, search=partial(nearest, index))
    from agent.models import load_model

    return load_model(_model_settings(settings, settings.model, settings.base_url, settings.api_key))


def stronger_model(settings: Settings) -> BaseChatModel | None:
    """Return the model that is asked where the first cannot mend a program; None where none is set."""
    if settings.escalation_model is None:
        return None
    from agent.models import load_model

    provider = settings.escalation_model.partition(":")[0]
    is_same = (settings.model or "").partition(":")[0] == provider
    named = _model_settings(
        settings,
        settings.escalation_model,
        settings.escalation_base_url or (settings.base_url if is_same else None),
        settings.escalation_api_key or (settings.api_key if is_same else None),
    )
    return load_model(replace(named, prefix=f"{PREFIX}ESCALATION_"))


def _model_settings(
    settings: Settings, name: str, base_url: str | None, api_key: SecretStr | None
) -> ModelSettings:
    return ModelSettings(
        name,
        base_url,
        api_key.get_secret_value() if api_key else None,
        settings.temperature,
        settings.max_tokens,
        settings.model_timeout,
        settings.seed if settings.drafts == 1 else None,  # one seed would make all drafts alike
    )


def context(
    settings: Settings,
    index: Index,
    model: BaseChatModel,
    listen: Callable[[dict[str, Any]], None] = lambda event: None,
    scratch: Path = Path("scratch"),
) -> Context:
    """Return what the agent works with."""
    from agent.context import Context
    from index.repairs import Repairs
    from index.retrieval import Retrieval

    retrieval = Retrieval(index)
    return Context(
        _usably(index, retrieval.for_request),
        model,
        renderer(settings, scratch),
        checker(settings),
        settings.render_seconds,
        listen,
        _usably(index, retrieval.for_problem),
        Repairs(settings.data / "repairs.sqlite"),
        stronger_model(settings),
        prompts=prompts(settings),
    )


def prompt_cache(settings: Settings) -> PromptCache:
    """Return what answers a like prompt with a video that is there."""
    from index.cache import PromptCache

    return PromptCache(settings.data / "prompts.sqlite", embedder(settings))


def reuse(
    settings: Settings, options: RenderOptions, versions: Mapping[str, str], spool: Spool | None = None
) -> Reuse:
    """Return the prompt cache for the model that is set, a picture and prompts of these versions.

    What it needs of the bucket comes by `spool`.
    """
    from service.reuse import Reuse, in_its_place

    files = in_its_place(lambda: spool or _own_spool(settings))
    return Reuse(prompt_cache(settings), model_name(settings), options, versions, files)


def _own_spool(settings: Settings) -> Spool:
    from service.database import open_database
    from service.storage.spool import spool_of

    return spool_of(settings, open_database(settings))


def checker(settings: Settings) -> Checker:
    """Return the check; what it knows of the installed Manim is gathered once."""
    from agent.check import checker
    from agent.memory.rule import rules_in
    from knowledge.catalogue import HarvestFailed

    folder = settings.promoted_folder / "rules"
    with _readable(folder):
        promoted = rules_in(folder)
    try:
        return checker(settings.data / "cache" / "catalogue", promoted)
    except HarvestFailed as error:
        raise RendererBroken(str(error), "make clean install") from error
    except OSError as error:
        raise RendererBroken(
            f"cannot keep the catalogue of Manim: {error}", "set ROTATOR_DATA to a writable folder"
        ) from error


def renderer(settings: Settings, scratch: Path = Path("scratch"), *, alone: bool = False) -> SandboxRenderer:
    """Return the renderer: it starts, or finds, the keeper of this data folder when it is first used.

    `alone` makes it a keeper of its own, which nobody else finds.
    """
    from agent.sandbox.client import SandboxRenderer

    return SandboxRenderer(
        settings.data,
        settings.data / scratch,
        memory_bytes=settings.render_memory_mb * 2**20,
        parents=settings.render_parents,
        idle_seconds=settings.render_idle_seconds,
        allow_unsandboxed=settings.allow_unsandboxed,
        name=f"alone-{os.getpid()}" if alone else "",
    )


def budget(settings: Settings) -> Budget:
    """Return what a run may spend; the offline model is not asked to mend pictures, for it cannot."""
    return Budget(
        model_calls=settings.budget_model_calls,
        repair_rounds=settings.budget_repair_rounds,
        tokens=settings.budget_tokens,
        wall_seconds=settings.budget_seconds,
        finding_rounds=settings.budget_finding_rounds if settings.model else 0,
        drafts=settings.drafts if settings.model else 1,
    )
