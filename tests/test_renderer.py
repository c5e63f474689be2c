"""The renderer, with real Manim, against accidents and against liars."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import pytest
from conftest import GOOD
from PIL import Image

from agent.faults import LatexMissing, RendererBroken
from agent.problems import Problem
from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer, is_full
from agent.sandbox.keeper import SandboxUnavailable

TINY = RenderOptions(160, 90, 5)
pytestmark = pytest.mark.slow


def scene(*lines: str, before: str = "") -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return f"from manim import *\n{before}\n\nclass DisplayScene(Scene):\n    def construct(self):\n{body}"


def atoms(path: Path) -> list[str]:
    content, found, at = path.read_bytes(), [], 0
    while at < len(content):
        found.append(content[at + 4 : at + 8].decode())
        at += int.from_bytes(content[at : at + 4])
    return found


def test_gives_a_video_a_browser_can_start_early(renderer):
    rendered = renderer.render(GOOD, "DisplayScene", RenderOptions(320, 180, 10), 60)
    assert rendered.ok
    assert rendered.manim == "0.22.0"
    assert atoms(rendered.video).index("moov") < atoms(rendered.video).index("mdat")
    with av.open(str(rendered.video)) as video:
        stream = video.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (320, 180, 10)
        assert len(list(video.decode(stream))) == rendered.frames == 4
    with Image.open(rendered.poster) as poster:
        assert poster.size == (320, 180)
        assert poster.convert("L").getextrema()[1] > 100


def test_poster_is_the_fullest_frame_not_the_empty_last_one(renderer):
    code = scene("c = Square(fill_opacity=1)", "self.play(FadeIn(c))", "self.play(FadeOut(c))")
    with Image.open(renderer.render(code, "DisplayScene", TINY, 60).poster) as poster:
        assert poster.convert("L").getextrema()[1] > 100


@pytest.mark.parametrize(
    ("code", "problem", "line", "words"),
    [
        (scene("self.play(Create(Circel()))"), "render-error", 6, "NameError: name 'Circel'"),
        (scene("x = 1", "self.add(Circle())"), "no-animation", None, "self.play"),
        (scene("self.wait()", before="import nonsense"), "render-error", 2, "nonsense"),
        (scene("raise SystemExit(3)"), "render-error", 6, "SystemExit"),
        (scene("import os", "os._exit(0)"), "render-error", None, "exit status 0"),
        (scene("import os", "os.kill(os.getpid(), 9)"), "render-error", 7, "PermissionError"),
        (scene("import os", "os.abort()"), "render-error", None, "ended"),
        (scene("x = bytearray(8 * 2**30)", "self.wait()"), "render-error", 6, "MemoryError"),
        (scene("x = [b'x' * 10**8 for n in range(30)]", "self.wait()"), "too-big", None, "MiB of memory"),
        (scene("self.wait()", "self.wait(10**6)"), "too-long", 7, "3600 s"),
        (
            scene("try: 1/0", "except ZeroDivisionError as e: raise ValueError('no') from e"),
            "render-error",
            7,
            "(from ZeroDivisionError: division by zero, line 6)",
        ),
        (
            scene("print('hello there')", "import os", "os._exit(3)"),
            "render-error",
            None,
            "It printed: hello there",
        ),
        (
            scene("self.wait()", "self.play(Create(Square()))", "1/0"),
            "render-error",
            8,
            "after 2 animations (2.0 s)",
        ),
        (scene("f = lambda n: f(n)", "f(1)"), "render-error", 6, "RecursionError"),
    ],
)
def test_says_what_is_wrong_and_where(renderer, code, problem, line, words):
    rendered = renderer.render(code, "DisplayScene", TINY, 60)
    assert not rendered.ok
    (found,) = rendered.problems
    assert (found.code, found.line) == (problem, line)
    assert words in found.message
    assert list(renderer.scratch.glob("job-*")) == []


@pytest.mark.latex
def test_latex_draws_and_its_errors_are_told(renderer):
    good = renderer.render(scene('self.play(Write(MathTex(r"\\frac{a}{b}")))'), "DisplayScene", TINY, 60)
    assert good.ok
    bad = renderer.render(scene("self.wait()", 'MathTex(r"x+\\undefinedcommand")'), "DisplayScene", TINY, 60)
    (problem,) = bad.problems
    assert (problem.code, problem.line) == ("latex", 7)
    assert (
        "Undefined control sequence \\undefinedcommand in the formula x+\\undefinedcommand" in problem.message
    )


@pytest.mark.latex
def test_all_formulas_of_a_scene_are_compiled_at_once_and_then_cached(renderer, tmp_path):
    name = tmp_path.name.replace("_", "")  # no other test has these formulas
    lines = [f'self.add(MathTex(r"{n} + \\text{{{name}}}"))' for n in range(5)]
    first = renderer.render(scene(*lines, "self.wait(0.4)"), "DisplayScene", TINY, 60)
    again = renderer.render(scene(*lines, "self.wait(0.4)"), "DisplayScene", TINY, 60)
    assert first.formulas == {"cached": 0, "compiled": 5, "without_latex": 0}
    assert again.formulas == {"cached": 5, "compiled": 0, "without_latex": 0}


@pytest.mark.latex
def test_a_formula_cannot_change_another(renderer):
    poison = scene(
        "MathTex(r'\\gdef\\frac#1#2{#1}\\frac{1}{3}')", "MathTex(r'\\frac{17}{3}')", "self.wait(0.2)"
    )
    renderer.render(poison, "DisplayScene", TINY, 60)
    good = scene("print('glyphs', len(MathTex(r'\\frac{17}{3}')[0]))", "self.wait(0.2)")
    assert "glyphs 4" in renderer.render(good, "DisplayScene", TINY, 60).output


def test_without_latex_formulas_are_drawn_all_the_same(data, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    renderer = SandboxRenderer(data, tmp_path / "scratch", name="no-latex", idle_seconds=5)
    drawn = renderer.render(scene('self.play(Write(MathTex("x^2")))'), "DisplayScene", TINY, 60)
    assert drawn.ok, drawn.problems
    assert drawn.formulas["without_latex"] == 1
    with pytest.raises(LatexMissing, match="which is not installed") as fault:
        renderer.render(scene('self.play(Write(MathTex(r"\\unheardof")))'), "DisplayScene", TINY, 60)
    assert "texlive-latex-recommended dvisvgm" in fault.value.remedy
    assert [str(folder) for folder in renderer.scratch.iterdir()] == [drawn.folder]
    renderer.stop()


def test_warnings_are_told_with_their_line(renderer):
    rendered = renderer.render(
        scene("s = Square()", "s.set_colour(RED)", "self.wait(0.2)"), "DisplayScene", TINY, 60
    )
    (problem,) = rendered.problems
    assert rendered.ok
    assert (problem.severity, problem.line) == ("warning", 7)


def test_further_formats(renderer):
    options = RenderOptions(160, 90, 5, also=("gif", "webm"))
    rendered = renderer.render(GOOD, "DisplayScene", options, 60)
    for kind in ("gif", "webm", "video"):
        with av.open(str(rendered.file(kind))) as video:
            assert len(list(video.decode(video=0))) == rendered.frames


def test_odd_sizes_become_even(renderer):
    rendered = renderer.render(GOOD, "DisplayScene", RenderOptions(161, 91, 5), 60)
    with av.open(str(rendered.video)) as video:
        assert (video.streams.video[0].width, video.streams.video[0].height) == (162, 92)


def test_plays_can_be_watched_before_the_last_one_is_drawn(renderer):
    told = []

    def listen(event):
        stream = next(renderer.scratch.glob("job-*/stream.mp4"), None)
        told.append((event, stream.read_bytes() if stream else b""))

    lines = [f"self.play(Create(Square({n})), run_time=0.6)" for n in range(1, 4)]
    rendered = renderer.render(scene(*lines), "DisplayScene", TINY, 60, listen=listen)
    plays = [(event, stream) for event, stream in told if "play" in event]
    assert [event["play"] for event, _ in plays] == [0, 1, 2]
    early = renderer.scratch / "early.mp4"
    early.write_bytes(plays[0][1])
    with av.open(str(early)) as video:
        assert len(list(video.decode(video=0))) >= 3
    with av.open(str(rendered.file("stream"))) as stream, av.open(str(rendered.video)) as whole:
        streamed = [frame.pts * frame.time_base for frame in stream.decode(video=0)]
        delay = streamed[0]
        assert [moment - delay for moment in streamed] == [
            frame.pts * frame.time_base for frame in whole.decode(video=0)
        ]
    assert max(event["frames"] for event, _ in told if "frames" in event and "plays" in event) == 9
    assert {event["of"] for event, _ in told if "of" in event} == {9}


def test_plays_that_did_not_change_are_not_drawn_again(renderer, tmp_path):
    code = scene(
        "s = Square()", "self.play(Create(s))", "self.play(s.animate.shift(RIGHT))", "self.play(FadeOut(s))"
    )

    def render(code):
        return renderer.render(code, "DisplayScene", TINY, 60, session=f"test-{tmp_path.name}")

    assert render(code).cached_plays == 0
    again = render(code)
    assert (again.cached_plays, again.frames) == (3, 15)
    edited = render(code.replace("FadeOut", "Uncreate"))
    assert edited.cached_plays == 2
    with av.open(str(edited.video)) as video:
        assert len(list(video.decode(video=0))) == 15


def test_drawing_shared_by_processes_gives_the_same_pixels(data, tmp_path):
    squares = "g = VGroup(*[Square(0.1 * n).rotate(0.1 * n) for n in range(1, 20)])"
    code = scene(
        squares, "self.play(Create(g), run_time=4)", "self.wait(1)", "self.play(g.animate.rotate(2))"
    )
    digests = set()
    for shards in (1, 2, 3):
        renderer = SandboxRenderer(data, tmp_path, parents=2, idle_seconds=20, shards=shards)
        rendered = renderer.render(code, "DisplayScene", RenderOptions(160, 90, 15), 60, digest=True)
        assert (rendered.ok, rendered.shards, rendered.frames) == (True, shards, 90)
        with av.open(str(rendered.video)) as video:
            assert len(list(video.decode(video=0))) == 90
        digests.add(rendered.digest)
    assert len(digests) == 1


def test_frames_are_those_of_manims_own_command(renderer, tmp_path):
    (tmp_path / "scene.py").write_text(GOOD)
    command = [
        str(Path(sys.executable).with_name("manim")),
        "render",
        "-r",
        "320,180",
        "--fps",
        "10",
        "--silent",
    ]
    options = [
        "--seed",
        "0",
        "--encoder-option",
        "preset=veryfast",
        "--disable_caching",
        "scene.py",
        "DisplayScene",
    ]
    subprocess.run([*command, *options], cwd=tmp_path, check=True, capture_output=True)
    rendered = renderer.render(GOOD, "DisplayScene", RenderOptions(320, 180, 10), 60)
    (theirs,) = tmp_path.glob("media/videos/**/DisplayScene.mp4")
    with av.open(str(theirs)) as one, av.open(str(rendered.video)) as other:
        for mine, his in zip(one.decode(video=0), other.decode(video=0), strict=True):
            assert (mine.to_ndarray() == his.to_ndarray()).all()


def test_an_endless_scene_is_ended(renderer):
    started = time.monotonic()
    rendered = renderer.render(scene("while True: pass"), "DisplayScene", TINY, 3)
    assert time.monotonic() - started < 8
    assert rendered.problems[0].code == "too-slow"


def test_environment_is_an_allow_list(data, tmp_path, monkeypatch):
    monkeypatch.setenv("ROTATOR_API_KEY", "very-secret")
    renderer = SandboxRenderer(data, tmp_path, name="secret", idle_seconds=5)
    code = scene("import os", "raise ValueError(dict(os.environ))")
    message = renderer.render(code, "DisplayScene", TINY, 60).problems[0].message
    renderer.stop()
    assert "very-secret" not in message
    assert "PATH" in message
    assert "PYTEST" not in message


@pytest.mark.parametrize("victim", ["job", "parent", "keeper"])
def test_a_killed_part_is_told_at_once_and_the_next_scene_works(data, tmp_path, victim):
    renderer = SandboxRenderer(data, tmp_path, name=f"kill-{victim}", idle_seconds=5)
    keeper = renderer.describe()["keeper"]
    found: dict[str, float] = {}

    def listen(event):
        if "parent" in event:
            threading.Timer(1.0, kill, [event["parent"]]).start()

    def kill(parent):
        job = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0]
        os.kill({"job": int(job), "parent": parent, "keeper": keeper}[victim], signal.SIGKILL)
        found["killed"] = time.monotonic()

    def render(code):
        return renderer.render(code, "DisplayScene", TINY, 30, listen=listen)

    endless = scene("while True: pass")
    if victim == "job":
        assert "SIGKILL" in render(endless).problems[0].message
    else:
        with pytest.raises(RendererBroken, match=rf"{victim}.* has died"):
            render(endless)
    assert time.monotonic() - found["killed"] < 1
    assert renderer.render(GOOD, "DisplayScene", TINY, 30).ok
    renderer.stop()


def test_a_call_that_a_dying_keeper_drops_goes_to_its_successor(data, tmp_path):
    renderer = SandboxRenderer(data, tmp_path, name="dying", idle_seconds=5)
    keeper = renderer.describe()["keeper"]
    os.kill(keeper, signal.SIGSTOP)  # it takes calls, but answers none
    threading.Timer(0.5, os.kill, [keeper, signal.SIGKILL]).start()
    assert renderer.describe()["keeper"] != keeper
    renderer.stop()


def test_a_client_that_goes_takes_its_job_along(data, tmp_path):
    program = (
        "from pathlib import Path\nfrom agent.sandbox import RenderOptions\n"
        "from agent.sandbox.client import SandboxRenderer\n"
        f"r = SandboxRenderer(Path({str(data)!r}), Path({str(tmp_path)!r}), name='gone', idle_seconds=5)\n"
        "show = lambda event: print(event.get('parent', ''), flush=True)\n"
        "r.render('while True: pass', 'X', RenderOptions(), 60, listen=show)"
    )
    client = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    parent = client.stdout.readline().strip()
    children = Path(f"/proc/{parent}/task/{parent}/children")
    time.sleep(0.5)
    assert children.read_text()
    client.kill()
    client.wait()
    client.stdout.close()
    deadline = time.monotonic() + 5
    while children.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not children.read_text()


CLOCK = scene(
    "dot = Dot()",
    "dot.clock = 0",
    "def tick(mob, dt):",
    "    assert dt < 0.5",
    "    mob.clock += dt",
    "dot.add_updater(tick)",
    "self.add(dot)",
    "self.wait(2)",
    "LAST",
)


@pytest.mark.parametrize(("last", "wrong"), [("dot.clock / 2", ""), ("self.nonsense()", "nonsense")])
def test_a_probe_that_leaps_over_time_does_not_cry_wolf(renderer, last, wrong):
    code = CLOCK.replace("LAST", last)
    for found in (
        renderer.probe(code, "DisplayScene", TINY, 60),
        renderer.render(code, "DisplayScene", TINY, 60),
    ):
        assert found.ok == (not wrong)
        assert wrong in str(found.problems)


def test_a_probe_takes_an_animation_of_no_time_as_drawing_does(renderer):
    code = scene("self.play(Create(Square()), Add(Circle()))")
    assert renderer.probe(code, "DisplayScene", TINY, 60).ok
    assert renderer.render(code, "DisplayScene", TINY, 60).ok


def test_a_scene_is_compiled_as_python_alone_would(renderer):
    code = scene("def f(x: Any): pass", "self.wait()")
    problem, *_ = renderer.render(code, "DisplayScene", TINY, 60).problems
    assert "name 'Any' is not defined" in problem.message


def test_a_clock_that_was_stopped_before_the_error_counts_too(renderer):
    lines = CLOCK.replace("assert dt < 0.5", "mob.ticks = getattr(mob, 'ticks', 0) + 1")
    code = lines.replace("LAST", "dot.clear_updaters()\n        assert dot.ticks > 5")
    assert renderer.probe(code, "DisplayScene", TINY, 60).ok
    assert renderer.render(code, "DisplayScene", TINY, 60).ok


def test_a_probe_shows_the_values_that_the_failing_statement_had(renderer):
    code = scene("v = np.array([1, 2])", "self.play(Create(Dot()))", "Arrow(", "    ORIGIN, v * 2,", ")")
    probed = renderer.probe(code, "DisplayScene", TINY, 60)
    failure = probed.failure
    values = {value.text: value for value in failure.values}
    assert (probed.ok, probed.plays, probed.finished, failure.type) == (False, 1, True, "ValueError")
    assert failure.span == (8, 8, 10, 9)
    assert (values["v * 2"].shape, values["v * 2"].types[0]) == ((2,), "ndarray")
    assert values["ORIGIN"].shape == (3,)
    assert failure.below[-1] == "Line._set_start_and_end_attrs"
    assert renderer.probe(GOOD, "DisplayScene", TINY, 60).failure is None


def test_a_scene_that_was_never_begun_is_told_as_any_other(renderer):
    code = scene("self.wait()").replace(
        "    def construct", "    def __init__(self): pass\n    def construct"
    )
    problem, *_ = renderer.render(code, "DisplayScene", TINY, 60).problems
    assert (problem.code, "AttributeError" in problem.message) == ("render-error", True)


def test_values_that_cannot_be_shown_are_left_out(renderer):
    code = scene(
        "class Odd:",
        "    def __repr__(self): raise OSError",
        "    @property",
        "    def x(self): raise KeyError",
        "odd = Odd()",
        "print(odd[3], odd.x)",
    )
    failure = renderer.probe(code, "DisplayScene", TINY, 60).failure
    assert failure.type == "TypeError"
    assert {value.text: value.repr for value in failure.values}["odd"] == ""


def test_a_held_keeper_outlasts_its_idle_time_and_a_free_one_does_not(data, tmp_path):
    renderer = SandboxRenderer(data, tmp_path / "scratch", idle_seconds=1, name="held")
    with renderer.held():
        first = renderer.describe()["keeper"]
        time.sleep(2)
        assert renderer.describe()["keeper"] == first
    time.sleep(2)
    assert not Path(f"/proc/{first}").exists()


def test_what_old_keepers_left_is_removed_and_what_lives_is_not(tmp_path):
    renderer = SandboxRenderer(tmp_path, tmp_path / "scratch", idle_seconds=1, name="alive")
    alive = renderer.describe()
    run = tmp_path / "run"
    for name in ("dead", "recent"):
        for kind in ("", ".lock", ".log"):
            (run / f"{name}{kind}").touch()
    for lock in run.glob("*.lock"):
        if lock.stem != "recent":
            os.utime(lock, (0, 0))
    other = SandboxRenderer(tmp_path, tmp_path / "scratch", idle_seconds=1, name="other")
    with renderer.held():
        other.describe()
        assert renderer.describe()["keeper"] == alive["keeper"]
    assert not list(run.glob("dead*"))
    assert len(list(run.glob("recent*"))) == 3
    assert len(list(run.glob("*.lock"))) == 3
    other.stop()
    renderer.stop()
    assert {path.name for path in run.iterdir()} == {"recent", "recent.lock", "recent.log"}


def test_a_listener_that_fails_is_no_fault_of_the_renderer(renderer):
    def listen(event):
        raise BrokenPipeError("the page is closed")

    with pytest.raises(BrokenPipeError, match="the page is closed"):
        renderer.render(GOOD, "DisplayScene", TINY, 60, listen=listen)


def test_no_sandbox_no_render(data, tmp_path):
    renderer = SandboxRenderer(data, tmp_path, tiers=(), name="none", idle_seconds=5)
    with pytest.raises(SandboxUnavailable, match="no sandbox can be built") as fault:
        renderer.render(GOOD, "DisplayScene", TINY, 30)
    assert "ROTATOR_ALLOW_UNSANDBOXED" in fault.value.remedy
    allowed = SandboxRenderer(data, tmp_path, tiers=(), name="none", idle_seconds=5, allow_unsandboxed=True)
    assert allowed.render(GOOD, "DisplayScene", TINY, 30).tier == "none"
    allowed.stop()


def test_what_a_job_claims_is_not_believed(renderer):
    forged = '{"result": {"ok": true, "plays": [], "duration": 1}}'
    body = [
        "import os, stat",
        "for n in range(3, 64):",
        "    try: mode = os.fstat(n).st_mode",
        "    except OSError: continue",
        f"    if stat.S_ISSOCK(mode) and self.renderer.file_writer.output_spec.is_video: os.write(n, b'{forged}\\n'); os._exit(0)",
        "self.wait()",
    ]
    with pytest.raises(RendererBroken, match="unusable"):
        renderer.render(scene(*body), "DisplayScene", TINY, 60)


def test_renders_at_the_same_time_do_not_disturb_each_other(renderer):
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: renderer.render(GOOD, "DisplayScene", TINY, 60), range(8)))
    assert len({rendered.folder for rendered in done}) == 8
    assert all(rendered.ok for rendered in done)


def test_a_scene_slow_to_build_that_plays_nothing_is_told_as_any_other(renderer):
    slow = scene("import time", "time.sleep(4.5)", "self.add(Circle())")  # no probe waits for that
    (problem,) = renderer.render(slow, "DisplayScene", TINY, 30).problems
    assert problem.code == "no-animation"


@pytest.mark.parametrize(
    ("message", "free", "full"),
    [
        ("OSError: [Errno 28] No space left on device", 4096, True),
        ("OSError: [Errno 28] No space left on device", 2**40, False),
        ("ValueError: no", 4096, False),
    ],
)
def test_a_full_disk_is_no_fault_of_the_scene(message, free, full):
    assert is_full([Problem("render-error", message)], free) is full
