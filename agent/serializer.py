"""How the state of a run is written down: as what it is made of, and nothing else is ever read back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import ormsgpack
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from agent.budget import Budget, Spent
from agent.check.mending import Applied
from agent.findings import Finding, Seen
from agent.problems import Problem
from agent.sandbox import Rendered, RenderOptions
from agent.state import Attempt, Draft, Turn
from index.document import Document

KEPT = {
    each.__name__: each
    for each in (
        *(Applied, Attempt, Budget, Document, Draft, Finding, Problem),
        *(RenderOptions, Rendered, Seen, Spent, Turn),
    )
}
TUPLE, RECORD, OTHER = 1, 2, 3
OPTIONS = (
    ormsgpack.OPT_NON_STR_KEYS
    | ormsgpack.OPT_PASSTHROUGH_DATACLASS
    | ormsgpack.OPT_PASSTHROUGH_TUPLE
    | ormsgpack.OPT_REPLACE_SURROGATES
)


class StateSerializer:
    """A LangGraph serializer for states: tuples stay tuples, which its own makes lists of."""

    def __init__(self) -> None:
        self._others = JsonPlusSerializer(allowed_msgpack_modules=None)

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:
        """Return the form and the bytes of an object."""
        return "state", ormsgpack.packb(obj, default=self._written, option=OPTIONS)

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        """Return the object that was written."""
        return ormsgpack.unpackb(data[1], ext_hook=self._read, option=ormsgpack.OPT_NON_STR_KEYS)

    def _written(self, value: Any) -> ormsgpack.Ext:
        if isinstance(value, tuple) and type(value) is tuple:
            return ormsgpack.Ext(TUPLE, self.dumps_typed(list(value))[1])
        if type(value).__name__ in KEPT:
            record = {each.name: getattr(value, each.name) for each in fields(value)}
            return ormsgpack.Ext(RECORD, self.dumps_typed([type(value).__name__, record])[1])
        return ormsgpack.Ext(OTHER, self.dumps_typed(list(self._others.dumps_typed(value)))[1])

    def _read(self, tag: int, data: bytes) -> Any:
        value = self.loads_typed(("state", data))
        if tag == TUPLE:
            return tuple(value)
        if tag == RECORD:
            return KEPT[value[0]](**value[1])
        return self._others.loads_typed(tuple(value))
