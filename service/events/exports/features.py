"""The columns of a raw export, as Hugging Face's loader is told them: it would guess them from the first rows."""

from __future__ import annotations

from dataclasses import fields

from service.events.record import TrainingEvent

_DTYPES = {"str": "string", "int": "int64", "float": "float64", "bool": "bool", "bool | None": "bool"}
_TEXTS = "tuple[str, ...]"


def features() -> list[dict[str, str]]:
    """Return name and type of each column; what has a form of its own in each row is JSON."""
    own = [_feature(each.name, str(each.type)) for each in fields(TrainingEvent) if each.name != "still"]
    return [*own, _feature("licence", "str"), _feature("family", "str")]


def _feature(name: str, kind: str) -> dict[str, str]:
    if kind == _TEXTS:
        return {"name": name, "list": "string"}
    return {"name": name, "dtype": _DTYPES.get(kind, "string" if kind in ("Outcome",) else "json")}
