"""`rotator render`: a file that somebody is writing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import av
import pytest
from conftest import BROKEN, GOOD

ROTATOR = str(Path(sys.executable).with_name("rotator"))
TWO = GOOD.replace("DisplayScene", "First") + GOOD.replace("from manim import *", "").replace(
    "DisplayScene", "Second"
)
pytestmark = pytest.mark.slow


@pytest.fixture
def render(data, tmp_path):
    """Write a file and run `rotator render` on it."""

    def run(code, *arguments):
        (tmp_path / "mine.py").write_text(code)
        options = ["--resolution", "160x90", "--fps", "5", "--json"]
        done = subprocess.run(
            [ROTATOR, "render", "mine.py", *options, *arguments],
            cwd=tmp_path,
            env=os.environ | {"ROTATOR_DATA": str(data)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, json.loads(done.stdout)

    return run


def test_a_file_becomes_a_video_and_then_only_changes_are_drawn(render, tmp_path):
    status, report = render(GOOD)
    assert (status, report["ok"], report["tier"]) == (0, True, "namespaces")
    with av.open(str(tmp_path / report["video"])) as video:
        assert len(list(video.decode(video=0))) == report["frames"] == 2
    assert (tmp_path / report["poster"]).stat().st_size > 0
    assert render(GOOD)[1]["cached_plays"] == 1


def test_problems_are_told_by_line(render):
    status, report = render(BROKEN)
    assert (status, report["ok"], report["video"]) == (1, False, None)
    assert report["problems"][0]["line"] == 6
    status, report = render(GOOD + "x = (\n")
    assert (status, report["problems"][0]["code"], report["problems"][0]["line"]) == (1, "syntax", 7)
    status, report = render("x = 1\n")
    assert (status, report["problems"][0]["code"]) == (1, "no-scene")


def test_findings_come_with_stills_and_do_not_fail_a_render(render, tmp_path):
    status, report = render(GOOD.replace("Circle()", "Circle().shift(LEFT * 7)") + "        self.wait()\n")
    (finding,) = report["findings"]
    assert (status, report["ok"], finding["kind"], finding["line"]) == (0, True, "off-frame", 6)
    video = tmp_path / report["video"]
    assert (video.parent / finding["still"]).read_bytes().startswith(b"\xff\xd8")
    assert render(GOOD + "        self.wait()\n")[1]["findings"] == []
    assert list(video.parent.glob("finding-*")) == []


def test_several_scenes_and_one_of_them(render, tmp_path):
    _, report = render(TWO)
    assert [each["scene"] for each in report["scenes"]] == ["First", "Second"]
    assert {Path(each["video"]).parent.name for each in report["scenes"]} == {"First", "Second"}
    _, report = render(TWO, "--scene", "Second", "--also", "gif", "--out", "here")
    assert (tmp_path / "here/animation.gif").stat().st_size > 0
    assert report["scene"] == "Second"


def test_unknown_scenes_and_formats_are_refused_with_what_there_is(render):
    status, answer = render(TWO, "--scene", "Third")
    assert (status, "there are First, Second" in answer["error"]) == (2, True)
    status, answer = render(GOOD, "--also", "avi")
    assert (status, "gif and webm" in answer["error"]) == (2, True)


def test_without_a_daemon_nothing_is_left_running(render, data):
    before = set((data / "run").glob("*")) if (data / "run").exists() else set()
    status, report = render(GOOD, "--no-daemon")
    assert (status, report["ok"]) == (0, True)
    assert {path for path in set((data / "run").glob("*")) - before if path.is_socket()} == set()
