"""The renderer, with real Manim, against accidents and against liars."""

import subprocess
import sys
import time
from pathlib import Path

import av
import pytest
from conftest import GOOD, jobs_below
from PIL import Image

from agent.faults import LatexMissing, RendererBroken
from agent.sandbox import RenderOptions
from agent.sandbox.process import ProcessRenderer

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
        (scene("import os", "os._exit(0)"), "render-error", None, "ended"),
        (scene("import os", "os.kill(os.getpid(), 9)"), "render-error", None, "SIGKILL"),
        (scene("x = bytearray(8 * 2**30)", "self.wait()"), "render-error", 6, "MemoryError"),
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
    bad = renderer.render(scene("self.wait()", 'MathTex(r"\\undefinedcommand")'), "DisplayScene", TINY, 60)
    (problem,) = bad.problems
    assert (problem.code, problem.line) == ("latex", 7)
    assert "Undefined control sequence" in problem.message
    assert "undefinedcommand" in problem.message


def test_missing_latex_is_a_fault_with_its_remedy(renderer, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LatexMissing, match="LaTeX is not installed") as fault:
        renderer.render(scene('self.play(Write(MathTex("x")))'), "DisplayScene", TINY, 60)
    assert "texlive-latex-base dvisvgm" in fault.value.remedy
    assert list(renderer.scratch.glob("job-*")) == []


def processes_called(*arguments: str) -> list[str]:
    """Return the ids of the processes that were started with exactly these arguments."""
    wanted = "".join(f"{argument}\0" for argument in arguments).encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cmdline").read_bytes() == wanted:
                found.append(process.name)
        except OSError:  # it has ended
            continue
    return found


def gone(*arguments: str) -> bool:
    """Whether no such process is left; a killed one takes a moment to go."""
    deadline = time.monotonic() + 5
    while processes_called(*arguments) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not processes_called(*arguments)


def test_an_endless_scene_is_ended_with_all_it_started(renderer):
    code = scene("import subprocess", "subprocess.Popen(['sleep', '271.828'])", "while True: pass")
    started = time.monotonic()
    rendered = renderer.render(code, "DisplayScene", TINY, 4)
    assert time.monotonic() - started < 10
    assert rendered.problems[0].code == "too-slow"
    assert gone("sleep", "271.828")


def test_what_a_finished_scene_left_running_is_ended(renderer):
    code = scene("import subprocess", "subprocess.Popen(['sleep', '314.159'])", "self.wait(0.2)")
    assert renderer.render(code, "DisplayScene", TINY, 60).ok
    assert gone("sleep", "314.159")


def test_environment_is_an_allow_list(renderer, monkeypatch):
    monkeypatch.setenv("ROTATOR_API_KEY", "very-secret")
    rendered = renderer.render(
        scene("import os", "raise ValueError(dict(os.environ))"), "DisplayScene", TINY, 60
    )
    message = rendered.problems[0].message
    assert "very-secret" not in message
    assert "PATH" in message
    assert "PYTEST" not in message


@pytest.mark.parametrize("trick", ["os.symlink('/etc/hostname', 'poster.png')", "os.mkfifo('poster.png')"])
def test_planted_results_are_not_believed(renderer, trick):
    forged = '{"ok": true, "frames": 1, "duration": 1, "manim": "0", "warnings": [], "seconds": {}}'
    code = scene(
        "import os",
        f"open('result.json', 'w').write('{forged}')",
        "open('animation.mp4', 'w').write('no video')",
        trick,
        "os._exit(0)",
    )
    with pytest.raises(RendererBroken, match=r"poster\.png"):
        renderer.render(code, "DisplayScene", TINY, 60)


def test_a_dead_parent_takes_the_job_along(tmp_path):
    program = (
        "from pathlib import Path\nfrom agent.sandbox import RenderOptions\n"
        "from agent.sandbox.process import ProcessRenderer\n"
        f"ProcessRenderer(Path({str(tmp_path)!r})).render('import time\\ntime.sleep(99)', 'X', RenderOptions(), 90)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    deadline = time.monotonic() + 20
    while (
        not (jobs_below(tmp_path) and list(tmp_path.glob("job-*/output.txt"))) and time.monotonic() < deadline
    ):
        time.sleep(0.05)
    time.sleep(0.5)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while jobs_below(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert jobs_below(tmp_path) == []


def test_two_renders_do_not_disturb_each_other(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    renderer = ProcessRenderer(tmp_path)
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: renderer.render(GOOD, "DisplayScene", TINY, 60), range(2)))
    assert both[0].folder != both[1].folder
    assert all(rendered.ok for rendered in both)
