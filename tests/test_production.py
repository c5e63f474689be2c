"""What is delivered where, run after run."""

import dataclasses
import io
import json

import pytest
from conftest import BROKEN, GOOD, fenced

from agent.budget import Budget, Spent
from agent.findings import Finding
from agent.prompts import SHIPPED
from agent.run import Outcome
from agent.sandbox import Rendered, RenderOptions
from agent.state import Attempt
from service.cli import _tell
from service.production import _deliver, produce, report_card
from service.progress import Progress

TINY = RenderOptions(160, 90, 5)
HALF = GOOD + "        self.play(Create(Square().nonsense()))\n"
pytestmark = pytest.mark.slow


def made(scripted, folder, prompt, *answers, **budget):
    context = scripted(*answers)
    return produce(
        "0a",
        prompt,
        context,
        folder,
        model="scripted",
        options=TINY,
        budget=Budget(**budget),
        tell=[].append,
    )


def test_the_report_says_what_was_tried_and_what_is_left(scripted, tmp_path):
    prompt = "a 20 second animation of a circle"
    production = made(scripted, tmp_path, prompt, fenced(BROKEN), fenced(GOOD), finding_rounds=0)
    report = json.loads((tmp_path / "report.json").read_text())
    assert [each["kind"] for each in report["findings"]] == ["ends-abruptly", "too-short"]
    assert json.loads(json.dumps(production.as_json()))["findings"] == report["findings"]
    assert [each["base"] for each in report["attempts"]] == [None, 1]
    assert "+        self.play(Create(Circle()), run_time=0.4)" in report["attempts"][1]["diff"]
    assert (report["delivered"], report["partial"], report["escalations"]) == (2, False, [])
    assert report["used"]["draft"]["model_calls"] == 1
    assert report["used"]["repair"]["output_tokens"] > 20
    assert set(report["used"]["repair"]) == {*dataclasses.asdict(Spent()), "tokens"}
    assert report["seconds"]["repair"] > 0


def test_a_part_of_a_video_is_told_to_be_one(scripted, tmp_path, capsys):
    production = made(scripted, tmp_path, "shapes", fenced(HALF), repair_rounds=0)
    answer = production.as_json()
    assert (answer["status"], answer["partial"]) == ("failed", True)
    assert answer["error"]
    assert answer["video"] == str(tmp_path / "animation.mp4")
    assert (tmp_path / "animation.mp4").stat().st_size > 500
    _tell(production, Progress(io.StringIO()))
    told = capsys.readouterr().err
    assert "PARTIAL: the video ends after 0.4 s" in told
    assert "done" not in told


def test_a_part_takes_no_whole_videos_place(scripted, tmp_path):
    made(scripted, tmp_path, "a circle", fenced(GOOD))
    whole = (tmp_path / "animation.mp4").read_bytes()
    failed = made(scripted, tmp_path, "shapes", fenced(HALF), repair_rounds=0)
    assert (failed.partial, failed.path("video"), failed.code) == (False, None, None)
    assert (tmp_path / "animation.mp4").read_bytes() == whole


def test_what_is_not_right_is_told_in_plain_words(scripted, tmp_path, capsys):
    production = made(scripted, tmp_path, "a 20 second animation", fenced(GOOD), finding_rounds=0)
    _tell(production, Progress(io.StringIO()))
    told = capsys.readouterr().err
    assert "not right in the picture:" in told
    assert "- 0.0 to 0.4 s: the video runs 0.4 s, the request says 20 s" in told


def test_the_stills_of_findings_lie_beside_the_video(tmp_path):
    folder, out = tmp_path / "job", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    for name in ("animation.mp4", "poster.png", "finding-1.png"):
        (folder / name).write_bytes(name.encode())
    found = (Finding("off-frame", "x", still="finding-1.png"), Finding("too-small", "y", still="gone.png"))
    rendered = Rendered(ok=True, folder=str(folder), findings=found)
    attempt = Attempt(1, "draft", "render", GOOD, "", findings=found, rendered=rendered)
    outcome = Outcome("completed", rendered, attempt, None, None, (attempt,), (), Spent())
    report = report_card("0", "x", "scripted", TINY, Budget(), outcome, SHIPPED)
    _deliver(out, rendered, GOOD, report)
    assert (out / "finding-1.png").read_bytes() == b"finding-1.png"
    assert sorted(path.name for path in out.iterdir()) == [
        "animation.mp4",
        "finding-1.png",
        "poster.png",
        "report.json",
        "scene.py",
    ]


def test_a_failed_run_does_not_touch_the_video_of_an_earlier_one(scripted, tmp_path):
    def make(code):
        context = scripted(fenced(code))
        options, budget = RenderOptions(160, 90, 5), Budget(repair_rounds=0)
        return produce(
            "0",
            "a circle",
            context,
            tmp_path,
            model="scripted",
            options=options,
            budget=budget,
            tell=[].append,
        )

    video = make(GOOD).path("video")
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    failed = make(BROKEN)
    assert video is not None
    assert failed.status == "failed"
    assert failed.path("video") is None
    assert json.loads((tmp_path / "report-failed.json").read_text())["status"] == "failed"
    assert failed.path("report") == str(tmp_path / "report-failed.json")
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept
