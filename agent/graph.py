"""The machine that makes a scene, on one screen.

retrieve ─► draft ─► check ─► render ─► inspect ─┬─► remember ─► done
                       ▲ │                 │     └─► salvage ──► failed, with the part that ran
                       │ └────► repair ◄───┘   errors first, then findings, until the budget is spent
                       └──────────┘
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import RetryPolicy

from agent.budget import exhausted
from agent.context import Context
from agent.faults import ModelUnavailable, RateLimited
from agent.findings import is_worth_a_repair
from agent.nodes import check, draft, inspect, remember, render, repair, retrieve, salvage
from agent.problems import errors
from agent.standing import best, furthest
from agent.state import State, elapsed

RETRIES = (
    RetryPolicy(initial_interval=5.0, backoff_factor=3.0, max_attempts=4, retry_on=RateLimited),
    RetryPolicy(initial_interval=1.0, backoff_factor=3.0, max_attempts=3, retry_on=ModelUnavailable),
)
"""A provider that counts calls counts them by the minute; one that is down may be up again at once."""
Ending = Literal["remember", "salvage", "__end__"]


def after_check(state: State) -> Literal["render", "repair", "remember", "salvage", "__end__"]:
    """Render what passed; mend what did not while there is budget left."""
    if errors(state["problems"]):
        return "repair" if _may_repair(state) else _ending(state)
    return "render" if elapsed(state) < state["budget"].wall_seconds else _ending(state)


def after_inspect(state: State) -> Literal["repair", "remember", "salvage", "__end__"]:
    """Mend what broke, or looks wrong, while there is budget left."""
    return "repair" if _may_repair(state) else _ending(state)


def _may_repair(state: State) -> bool:
    budget, spent = state["budget"], state["spent"]
    if state["draft"].declined or exhausted(budget, spent, elapsed(state)):
        return False
    start = best(state["attempts"])
    if start.is_complete:  # then it is the picture that is to be mended
        return spent.finding_rounds < budget.finding_rounds and is_worth_a_repair(start.findings)
    return True


def _ending(state: State) -> Ending:
    """Learn from what was mended; of what was not, draw the part that ran."""
    attempts = state["attempts"]
    if attempts and best(attempts).is_complete:
        return "remember" if len(attempts) > 1 else "__end__"
    has_time = elapsed(state) < state["budget"].wall_seconds
    return "salvage" if has_time and furthest(attempts) else "__end__"


def build(
    retries: Sequence[RetryPolicy] = RETRIES, saver: BaseCheckpointSaver[Any] | None = None
) -> CompiledStateGraph[State, Context, Any, Any]:
    """Return the compiled graph; `retries` are for calls that the model's provider left unanswered.

    A `saver` keeps the state after each stage, for another process to go on with (agent/legs.py).
    """
    graph = StateGraph(State, context_schema=Context)
    graph.add_node("retrieve", retrieve)
    graph.add_node("draft", draft, retry_policy=retries)
    graph.add_node("check", check)
    graph.add_node("render", render)
    graph.add_node("inspect", inspect)
    graph.add_node("repair", repair, retry_policy=retries)
    graph.add_node("remember", remember)
    graph.add_node("salvage", salvage)
    graph.add_edge(START, "retrieve")
    graph.add_edge("retrieve", "draft")
    graph.add_edge("draft", "check")
    graph.add_conditional_edges("check", after_check)
    graph.add_edge("render", "inspect")
    graph.add_conditional_edges("inspect", after_inspect)
    graph.add_edge("repair", "check")
    return graph.compile(checkpointer=saver, name="shape-rotator")


graph = build()
