"""The machine that makes a scene, on one screen.

retrieve ─► draft ─► check ─► render ─► remember ─► done
                       ▲ │      │
                       │ └──────┴─► repair ─┐   until the budget is spent
                       └────────────────────┘
"""

from __future__ import annotations

import time
from typing import Any, Literal

from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import RetryPolicy

from agent.budget import exhausted
from agent.context import Context
from agent.faults import ModelUnavailable
from agent.nodes import check, draft, remember, render, repair, retrieve
from agent.problems import errors
from agent.state import State

RETRY = RetryPolicy(initial_interval=1.0, backoff_factor=3.0, max_attempts=3, retry_on=ModelUnavailable)


def after_check(state: State) -> Literal["render", "repair", "__end__"]:
    """Render what passed; mend what did not while there is budget left."""
    if errors(state["problems"]):
        return "repair" if _may_repair(state) else "__end__"
    return "render" if _seconds(state) < state["budget"].wall_seconds else "__end__"


def after_render(state: State) -> Literal["repair", "remember", "__end__"]:
    """Mend what broke while there is budget left; of what was mended there is something to learn."""
    if errors(state["problems"]):
        return "repair" if _may_repair(state) else "__end__"
    return "remember" if len(state["attempts"]) > 1 else "__end__"


def _may_repair(state: State) -> bool:
    if not errors(state["problems"]) or state["draft"].declined:
        return False
    return exhausted(state["budget"], state["spent"], _seconds(state)) is None


def _seconds(state: State) -> float:
    return time.monotonic() - state["started"]


def build(retry: RetryPolicy = RETRY) -> CompiledStateGraph[State, Context, Any, Any]:
    """Return the compiled graph; `retry` is for calls that the model's provider left unanswered."""
    graph = StateGraph(State, context_schema=Context)
    graph.add_node("retrieve", retrieve)
    graph.add_node("draft", draft, retry_policy=retry)
    graph.add_node("check", check)
    graph.add_node("render", render)
    graph.add_node("repair", repair, retry_policy=retry)
    graph.add_node("remember", remember)
    graph.add_edge(START, "retrieve")
    graph.add_edge("retrieve", "draft")
    graph.add_edge("draft", "check")
    graph.add_conditional_edges("check", after_check)
    graph.add_conditional_edges("render", after_render)
    graph.add_edge("repair", "check")
    return graph.compile(name="shape-rotator")


graph = build()
