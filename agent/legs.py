"""A run in legs: what is with the model, and what is drawn, by turns; each goes on where the last one ended, in any process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.context import Context
from agent.faults import Fault
from agent.graph import build
from agent.run import UNLIMITED

Kind = Literal["models", "renders"]
STAGES: dict[Kind, tuple[str, ...]] = {
    "models": ("retrieve", "draft", "repair"),
    "renders": ("check", "render", "inspect", "remember", "salvage"),
}


@dataclass(frozen=True)
class Leg:
    """What a leg came to."""

    state: Any
    """The values of the graph's State."""
    following: Kind | None
    """What the next leg is; None where the run is at its end."""
    fault: Fault | None = None


def run_leg(
    saver: BaseCheckpointSaver[Any], thread: str, kind: Kind | None, begin: dict[str, Any], context: Context
) -> Leg:
    """Go on with the run `thread`, or `begin` it, until the stages are not of this kind any more; None is any kind.

    A leg that was cut off is run again from its last whole stage; one that had ended gives the same once more.
    """
    graph = build(saver=saver)
    config: Any = {"configurable": {"thread_id": thread}, **UNLIMITED}
    has_begun = saver.get_tuple(config) is not None
    state = dict(graph.get_state(config).values) if has_begun else begin
    ahead = _kind_of(graph.get_state(config).next) if has_begun else None
    if kind and ahead and ahead != kind:
        return Leg(state, ahead)
    others = [stage for other, stages in STAGES.items() if kind and other != kind for stage in stages]
    try:
        for values in graph.stream(
            None if has_begun else begin,
            config,
            context=context,
            stream_mode="values",
            durability="sync",
            interrupt_before=others,
        ):
            state = values
    except Fault as fault:
        return Leg(state, None, fault)
    return Leg(state, _kind_of(graph.get_state(config).next))


def _kind_of(stages: tuple[str, ...]) -> Kind | None:
    return next((kind for kind, names in STAGES.items() if stages and stages[0] in names), None)
