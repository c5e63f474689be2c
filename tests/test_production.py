"""What is delivered where, run after run."""

import json

import pytest
from conftest import BROKEN, GOOD, fenced

from agent.budget import Budget
from agent.sandbox import RenderOptions
from service.production import produce


@pytest.mark.slow
def test_a_failed_run_does_not_touch_the_video_of_an_earlier_one(scripted, tmp_path):
    def make(code):
        context = scripted(fenced(code))
        options, budget = RenderOptions(160, 90, 5), Budget(repair_rounds=0)
        return produce("0", "a circle", context, tmp_path, model="scripted", options=options, budget=budget)

    video = make(GOOD).path("video")
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    failed = make(BROKEN)
    assert video is not None
    assert failed.status == "failed"
    assert failed.path("video") is None
    assert json.loads((tmp_path / "report-failed.json").read_text())["status"] == "failed"
    assert failed.path("report") == str(tmp_path / "report-failed.json")
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept
