"""Rows as fine-tuning services of OpenAI's kind take them: nothing but what they know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def told(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the messages of a row, or its prompt with the preferred answer and the other."""
    if "messages" in body:
        return {"messages": body["messages"]}
    preferred = {"preferred_output": body["chosen"], "non_preferred_output": body["rejected"]}
    return {"input": {"messages": body["prompt"], "tools": [], "parallel_tool_calls": True}, **preferred}
