"""Every example in Manim's own docstrings: our renderer takes what Manim takes, and refuses what it refuses."""

import json
import os
import subprocess
import sys
from dataclasses import asdict

import pytest
from conftest import ROOT
from manim_examples import runnable_examples

from agent.sandbox import RenderOptions

TINY = RenderOptions(160, 90, 5)
SHARES = 16
"""One share is run in the tests, all of them with ALL_EXAMPLES=1: they take minutes."""
pytestmark = [pytest.mark.slow, pytest.mark.latex]


EXAMPLES = [asdict(each) for each in runnable_examples()]


def test_there_are_examples():
    assert len(EXAMPLES) > 300


@pytest.mark.parametrize("share", range(SHARES if os.environ.get("ALL_EXAMPLES") else 1))
def test_the_renderer_takes_what_manim_takes(renderer, tmp_path, share):
    mine = EXAMPLES[share::SHARES]
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    plain = subprocess.run(
        [sys.executable, str(ROOT / "tests/plain_manim.py")],
        input="".join(json.dumps(each) + "\n" for each in mine),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    theirs = [json.loads(line) for line in plain.stdout.splitlines()]
    different = []
    for example, expected in zip(mine, theirs, strict=True):
        rendered = renderer.render(example["code"], example["scene"], TINY, 60)
        problem = next((each for each in rendered.problems if each.severity == "error"), None)
        if (problem is None) != (expected == "ok"):
            different.append((example["where"], expected, problem))
    assert different == []
