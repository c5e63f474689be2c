"""What a failing scene has finished is a video all the same, where that is asked for."""

import json
import os
import subprocess
import sys
import uuid

import av
import pytest
from PIL import Image

from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer

TINY = RenderOptions(160, 90, 5)
TWO = ("square = Square(fill_opacity=1)", "self.play(FadeIn(square))", "self.wait(0.6)")
"""Two plays, of five frames and of two, fewer than the encoder likes to order."""
TICK = (
    "def tick(mobject):",
    "    if self.renderer.time > 2.5:",
    "        raise LookupError('it ticks no more')",
    "square.add_updater(tick)",
)
SETTLE = "import time; time.sleep(0.3)"
"""Until the last play is encoded: what a program has not handed out when it drops dead is lost."""
pytestmark = pytest.mark.slow


def scene(*lines: str) -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return f"from manim import *\n\n\nclass DisplayScene(Scene):\n    def construct(self):\n{body}"


def moments(path) -> list[float]:
    with av.open(str(path)) as video:
        return [float(frame.pts * frame.time_base) for frame in video.decode(video=0)]


@pytest.mark.parametrize(
    ("lines", "problem", "words"),
    [
        (["1/0"], "render-error", "ZeroDivisionError"),
        (["self.play(Create(Circel()))"], "render-error", "'Circel'"),
        (["self.play(Create(square).nonsense)"], "render-error", "nonsense"),
        ([*TICK, "self.play(square.animate.shift(RIGHT), run_time=2)"], "render-error", "ticks no more"),
        (["self.play(FadeOut(square), run_time='long')"], "render-error", "run_time"),
        (["raise SystemExit"], "render-error", "SystemExit"),
        ([SETTLE, "import os", "os._exit(3)"], "render-error", "exit status 3"),
        ([SETTLE, "import os", "os.abort()"], "render-error", "ended"),
        (["x = [b'x' * 10**8 for n in range(30)]"], "too-big", "MiB of memory"),
        (["while True: pass"], "too-slow", "did not finish"),
        (["self.play(UpdateFromFunc(square, lambda mobject: forever()))"], "too-slow", "did not finish"),
    ],
)
def test_what_was_finished_is_a_video(renderer, lines, problem, words):
    lines = ["def forever():", "    while True: pass", *TWO, *lines]
    seconds = 3 if problem == "too-slow" else 30
    rendered = renderer.render(scene(*lines), "DisplayScene", TINY, seconds, partial=True)
    (found,) = rendered.problems
    assert (rendered.ok, rendered.partial, found.code) == (True, True, problem)
    assert words in found.message
    assert (rendered.plays, rendered.frames, rendered.duration) == (2, 7, 1.4)
    assert moments(rendered.video) == pytest.approx([n / 5 for n in range(7)])
    streamed = moments(rendered.file("stream"))
    assert [moment - streamed[0] for moment in streamed] == pytest.approx(moments(rendered.video))
    with Image.open(rendered.poster) as poster, Image.open(rendered.file("thumbnails")) as thumbnails:
        assert (poster.size, poster.convert("L").getextrema()[1] > 200) == ((160, 90), True)
        assert (thumbnails.width % 160, thumbnails.height) == (0, 90)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["1/0", *TWO], "render-error"),
        (["self.play(Create(Square()), rate_func=lambda t: 1/0)"], "render-error"),
        (["self.add(Square())"], "no-animation"),
        (["while True: pass"], "too-slow"),
        ([*TWO, "self.wait(10**6)"], "too-long"),
        (["import os", "os._exit(3)"], "render-error"),
    ],
)
def test_where_nothing_was_finished_there_is_none(renderer, lines, problem):
    rendered = renderer.render(scene(*lines), "DisplayScene", TINY, 3, partial=True)
    (found,) = rendered.problems
    assert (rendered.ok, rendered.partial, rendered.folder, found.code) == (False, False, "", problem)
    assert list(renderer.scratch.glob("job-*")) == []


@pytest.mark.parametrize("planted", ["b'x' * 4096", "bytes(4096)", "b''"])
def test_a_stream_that_the_scene_has_spoilt_gives_none(renderer, planted):
    spoil = [
        "import os, stat",
        "for n in range(3, 64):",
        "    try: mode = os.fstat(n).st_mode",
        "    except OSError: continue",
        f"    if stat.S_ISREG(mode): os.ftruncate(n, 0); os.pwrite(n, {planted}, 0)",
        "1/0",
    ]
    rendered = renderer.render(scene(*TWO, SETTLE, *spoil), "DisplayScene", TINY, 30, partial=True)
    assert (rendered.ok, rendered.partial, rendered.folder) == (False, False, "")
    assert "ZeroDivisionError" in rendered.problems[0].message


def test_it_is_not_made_unasked(renderer):
    rendered = renderer.render(scene(*TWO, "1/0"), "DisplayScene", TINY, 60)
    assert (rendered.ok, rendered.partial, rendered.folder) == (False, False, "")
    assert "salvage" not in rendered.seconds


def test_a_scene_that_does_not_fail_is_whole(renderer):
    rendered = renderer.render(scene(*TWO), "DisplayScene", TINY, 60, partial=True)
    assert (rendered.ok, rendered.partial, rendered.frames, rendered.problems) == (True, False, 7, ())


@pytest.mark.parametrize(
    ("failing", "seconds", "partial"),
    [
        ("1/0", 60, True),
        ("while True: pass", 3, True),
        ("while True: pass", 3, False),
    ],
)
def test_mended_only_what_failed_is_drawn(renderer, failing, seconds, partial):
    session = uuid.uuid4().hex

    def render(last, **options):
        return renderer.render(scene(*TWO, last), "DisplayScene", TINY, session=session, **options)

    assert render(failing, seconds=seconds, partial=partial).partial == partial
    mended = render("self.play(FadeOut(square))", seconds=60)
    assert (mended.ok, mended.plays, mended.cached_plays) == (True, 3, 2)
    again = render("1/0", seconds=60, partial=True)
    assert (again.partial, again.plays, again.cached_plays, again.frames) == (True, 2, 2, 7)
    assert moments(again.video) == moments(mended.video)[:7]


def test_where_processes_share_the_drawing_too(data, tmp_path):
    shared = SandboxRenderer(data, tmp_path, parents=2, idle_seconds=20, shards=2)
    lines = ["square = Square()", "self.play(Create(square), run_time=8)", "self.play(FadeOut(square))"]
    late = ["import sys", "if self.renderer.file_writer.output_spec.is_video: raise LookupError"]
    for lines_that_fail in (["1/0"], late):  # the probe sees the first, the second it cannot
        code = scene(*lines, *lines_that_fail)
        rendered = shared.render(code, "DisplayScene", TINY, 60, partial=True)
        assert (rendered.partial, rendered.plays, rendered.frames) == (True, 2, 45)
        assert len(moments(rendered.video)) == 45


@pytest.mark.latex
def test_a_formula_that_only_the_render_meets_is_drawn(renderer, tmp_path):
    name = tmp_path.name.replace("_", "")
    lines = ["self.play(Write(MathTex(r'x^2')))", f"self.play(Write(MathTex(r'\\text{{{name}}}')))"]
    rendered = renderer.render(
        scene(*lines, "MathTex(r'\\unheardof')"), "DisplayScene", TINY, 60, partial=True
    )
    (problem,) = rendered.problems
    assert (rendered.partial, rendered.plays, problem.code) == (True, 2, "latex")


def test_the_command_keeps_it_and_says_so(data, tmp_path):
    (tmp_path / "mine.py").write_text(scene(*TWO, "1/0"))
    command = [
        sys.executable,
        "-c",
        "from service.cli import app; app()",
        "render",
        str(tmp_path / "mine.py"),
        "--json",
    ]

    def report(*options):
        done = subprocess.run(
            [*command, "--resolution", "160x90", "--fps", "5", *options],
            env=os.environ | {"ROTATOR_DATA": str(data)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, json.loads(done.stdout)

    status, told = report()
    assert (status, told["ok"], told["partial"], told["video"]) == (1, False, False, None)
    status, told = report("--partial")
    assert (status, told["ok"], told["partial"], told["frames"]) == (1, False, True, 7)
    assert told["problems"][0]["line"] == 9
    assert len(moments(told["video"])) == 7
