"""A candidate: the settings with something changed, said as it may be kept and shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import ValidationError

from agent.models import OFFLINE
from service import wiring
from service.requests import BadRequest
from service.settings import Settings

CHANGEABLE = (
    "model",
    "base_url",
    "temperature",
    "max_tokens",
    "model_timeout",
    "drafts",
    "embedder",
    "budget_model_calls",
    "budget_repair_rounds",
    "budget_finding_rounds",
    "budget_tokens",
    "budget_seconds",
    "promoted",
)
"""What a candidate may have otherwise: never a key, nor anything of the sandbox."""
OWN_MACHINE = ("base_url", "promoted", "embedder")
"""Of them those that only who is at the machine may change: what a key might go to, what is read or fetched from."""
WITHOUT = "without_promotion"
"""The number of a promotion that the candidate does not have."""


def changed(settings: Settings, changes: Mapping[str, Any], *, at_machine: bool) -> Settings:
    """Return the settings with a candidate's changes; raise BadRequest for one that cannot be."""
    _check(changes, at_machine=at_machine)
    wanted = {name: None if value == OFFLINE else value for name, value in changes.items() if name != WITHOUT}
    if WITHOUT in changes:
        wanted["promoted"] = folder_without(settings)
    try:
        candidate = Settings(**settings.model_dump() | _connected(settings, wanted) | wanted)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadRequest(f"{first['loc'][0]}: {first['msg']}") from None
    if all(getattr(candidate, name) == getattr(settings, name) for name in wanted):
        raise BadRequest("the candidate is the same as what there is; change something")
    return candidate


def folder_without(settings: Settings) -> Path:
    """Return where that is put of what was promoted which is left without one of it."""
    return settings.data / "replays" / "promoted"


def _check(changes: Mapping[str, Any], *, at_machine: bool) -> None:
    known = (*CHANGEABLE, WITHOUT)
    if unknown := [name for name in changes if name not in known]:
        raise BadRequest(f"a candidate cannot change {unknown[0]!r}; it can change {', '.join(known)}")
    if not at_machine and (own := [name for name in changes if name in OWN_MACHINE]):
        raise BadRequest(f"{own[0]} is changed at the machine alone: rotator events replay --set {own[0]}=…")
    if not changes:
        raise BadRequest("the candidate is what there is: name what it has otherwise, such as another model")
    if "@" in urlsplit(str(changes.get("base_url") or "")).netloc:
        raise BadRequest("the candidate's address has a password in it, and would be kept: leave it out")
    if "promoted" in changes and not Path(str(changes["promoted"])).is_dir():
        raise BadRequest(f"{changes['promoted']} is no folder; name one that is laid out as data/promoted is")
    if "promoted" in changes and WITHOUT in changes:
        raise BadRequest("a candidate has another folder of what was promoted, or one thing less: not both")


def _connected(settings: Settings, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a candidate's model is, and its key: a key goes to nobody but whom the settings give it for.

    The stronger model stays where it is.
    """
    kept = _stronger(settings)
    model = wanted.get("model", settings.model) or OFFLINE
    known = (
        (settings.model, settings.base_url, settings.api_key),
        (settings.escalation_model, settings.escalation_base_url, settings.escalation_api_key),
    )
    for name, base_url, key in known:
        address = wanted.get("base_url", base_url)
        if _provider(name) == _provider(model) and address == base_url:
            return {**kept, "base_url": base_url, "api_key": key}
    return {**kept, "base_url": None, "api_key": None}


def _stronger(settings: Settings) -> dict[str, Any]:
    is_same = _provider(settings.escalation_model) == _provider(settings.model)
    return {
        "escalation_base_url": settings.escalation_base_url or (settings.base_url if is_same else None),
        "escalation_api_key": settings.escalation_api_key or (settings.api_key if is_same else None),
    }


def _provider(model: str | None) -> str:
    return (model or "").partition(":")[0]


def told(settings: Settings) -> dict[str, Any]:
    """Return what sides may differ in, as it is told: without secrets."""
    values = {name: getattr(settings, name) for name in CHANGEABLE}
    values["model"] = wiring.model_name(settings)
    values["base_url"] = without_password(settings.base_url)
    return {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}


def without_password(url: str | None) -> str | None:
    """Return an address as it may be shown."""
    if url is None:
        return None
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
