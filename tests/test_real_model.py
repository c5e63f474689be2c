"""A real local model, over any OpenAI-compatible server: REAL_MODEL_URL=http://127.0.0.1:8080/v1."""

import os

import pytest

from agent.budget import Budget
from agent.context import Context
from agent.models import ModelSettings, load_model
from agent.run import run
from agent.sandbox import RenderOptions

URL = os.environ.get("REAL_MODEL_URL")
pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.skipif(not URL, reason="REAL_MODEL_URL names no server; see CONTRIBUTING.md"),
]


def test_a_real_model_writes_and_the_machine_judges(renderer, index, checked):
    model = load_model(ModelSettings("openai:local", base_url=URL, max_tokens=1200, timeout=300))
    context = Context(index.search, model, renderer, checked)
    outcome = run(
        "Create a blue circle, then transform it into a red square.",
        context,
        options=RenderOptions(320, 180, 5),
        budget=Budget(model_calls=4, repair_rounds=2, wall_seconds=900),
    )
    assert outcome.fault is None
    assert outcome.spent.output_tokens > 20
    assert outcome.spent.model_calls >= 1
    assert any(attempt.code for attempt in outcome.attempts)
    if outcome.status == "completed":
        assert outcome.rendered.video.stat().st_size > 500
    else:
        assert "budget" in outcome.error
