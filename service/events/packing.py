"""An event as it lies in the table: narrow columns to count by, and a packed body with everything."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from service.events.record import Cause, TrainingEvent

DAY = 86_400
SHOWN = 200
"""Characters of a prompt that lists show."""
TUPLES = ("earlier", "problems", "findings", "mends", "messages", "documents")


@dataclass(frozen=True)
class Packed:
    """An event, ready to be written."""

    columns: dict[str, Any]
    cause: Cause
    body: bytes
    still: bytes


def pack(of_a_task: Sequence[TrainingEvent]) -> list[Packed]:
    """Return the events of a task as they are written."""
    last = max((each.attempt for each in of_a_task), default=0)
    return [
        Packed(
            _storable(_columns(each, is_lost=each.attempt == last and each.outcome == "failed")),
            Cause(**_storable(asdict(each.cause))),
            _body(each),
            each.still,
        )
        for each in of_a_task
    ]


def _columns(event: TrainingEvent, *, is_lost: bool) -> dict[str, Any]:
    same = ("task", "attempt", "session", "turn", "made", "stage", "origin", "base", "outcome", "is_success")
    named = ("model", "prompt_name", "prompt_version")
    return {
        **{name: getattr(event, name) for name in (*same, *named)},
        "day": int(event.made // DAY),
        "prompt": event.prompt[:SHOWN],
        "is_lost": is_lost,
        "fingerprint": event.cause.fingerprint,
        "line": event.cause.line,
        "tokens": event.input_tokens + event.output_tokens,
        "seconds": round(sum(event.seconds.values()), 3),
    }


def _storable(columns: dict[str, Any]) -> dict[str, Any]:
    """Return columns without what a database has no place for: half a surrogate pair, and nought in PostgreSQL's texts."""

    def text(value: Any) -> Any:
        return value.encode(errors="replace").decode().replace("\0", "") if isinstance(value, str) else value

    return {name: text(value) for name, value in columns.items()}


def _body(event: TrainingEvent) -> bytes:
    """Return all of an event but its picture."""
    told = event.as_json()
    for of_the_table in ("id", "feedback"):
        del told[of_the_table]
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode(errors="replace"))


def unpacked(body: bytes, still: bytes | None, **of_the_table: Any) -> TrainingEvent:
    """Return the event that was packed."""
    told = json.loads(zlib.decompress(body))
    told["cause"] = Cause(**told["cause"])
    told |= {name: tuple(told[name]) for name in TUPLES}
    return TrainingEvent(**told, still=still or b"", **of_the_table)
