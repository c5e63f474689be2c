"""The command line as people run it: a process, its output and its exit status."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, free_port, jobs_below

ROTATOR = str(Path(sys.executable).with_name("rotator"))
PROMPT = "Create a circle that transforms into a square"
pytestmark = pytest.mark.slow


@pytest.fixture
def rotator(data, index, tmp_path):
    own = tmp_path / "data"
    own.mkdir()
    for name in ("index", "cache", "run"):  # the rest is each test's own
        (data / name).mkdir(exist_ok=True)
        (own / name).symlink_to(data / name)

    """Run `rotator` on the shared index, in an empty folder."""

    def run(*arguments, text=None, **settings):
        environment = os.environ | {"ROTATOR_DATA": str(own)} | settings
        return subprocess.run(
            [ROTATOR, *arguments],
            cwd=tmp_path,
            env=environment,
            input=text,
            capture_output=True,
            text=True,
            timeout=300,
        )

    return run


def small(*arguments):
    return ("generate", *arguments, "--resolution", "160x90", "--fps", "5")


def test_generate_json_prints_one_object_and_nothing_else(rotator, tmp_path):
    done = rotator(*small(PROMPT), "--json", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert list(answer) == [
        *("task_id", "status", "video", "poster", "code", "report", "error", "partial", "findings", "cached")
    ]
    assert answer["status"] == "completed"
    assert answer["code"] == (tmp_path / "out/scene.py").read_text()
    stills = {finding["still"] for finding in answer["findings"]} - {""}
    assert sorted({path.name for path in (tmp_path / "out").iterdir()} - stills) == [
        "animation.mp4",
        "poster.png",
        "report.json",
        "scene.py",
    ]
    report = json.loads(Path(answer["report"]).read_text())
    assert report["model"] == "offline"
    assert report["manim"] == "0.22.0"
    assert report["options"] == {"width": 160, "height": 90, "fps": 5, "also": []}
    assert report["documents"][0]["licence"] == "MIT"
    assert set(report["seconds"]) == {"retrieve", "draft", "check", "render", "inspect", "whole"}
    assert report["attempts"][-1]["problems"] == []
    assert report["attempts"][-1]["answer"].startswith(
        'This is the library scene "One shape turns into another"'
    )
    assert report["spent"]["model_calls"] == 1
    assert set(report["prompt_versions"]) == {"system", "draft", "refine", "repair", "continue"}


def test_generate_tells_a_person(rotator, tmp_path):
    done = rotator(*small(PROMPT))
    assert done.returncode == 0
    assert done.stdout == ""
    assert "drawing it" in done.stderr
    assert "model: offline" in done.stderr
    video = next(line.split()[-1] for line in done.stderr.splitlines() if line.strip().startswith("video"))
    assert Path(video).is_relative_to(tmp_path / "data" / "videos")
    assert Path(video).stat().st_size > 1000


def test_an_uncovered_prompt_fails_honestly(rotator, tmp_path):
    done = rotator(*small("explain quantum field theory"), "--json", "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["status"] == "failed"
    assert answer["video"] is None
    assert "The nearest:" in answer["error"]
    assert json.loads(Path(answer["report"]).read_text())["attempts"][0]["problems"][0]["code"] == "declined"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.json"]
    assert "The nearest:" in done.stderr


def test_a_prompt_from_standard_input(rotator):
    assert rotator(*small("-"), "--json", text="rotate a red triangle\n").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (("generate", ""), {}, "the prompt is empty"),
        (("generate", "x" * 100_000), {}, "at most 8000"),
        (("generate", b"\xff\x00".decode("utf-8", "surrogateescape").replace("\x00", "")), {}, "binary"),
        (("generate", PROMPT, "--quality", "best"), {}, "low, medium, high, 4k"),
        (("generate", PROMPT, "--resolution", "big"), {}, "WIDTHxHEIGHT"),
        (("generate", PROMPT, "--fps", "0"), {}, "1 to 120"),
        (("generate", PROMPT, "--out", "/proc/no"), {}, "cannot write to /proc/no"),
        (("generate", PROMPT), {"ROTATOR_MODEL": "openai:gpt-5"}, "ROTATOR_API_KEY"),
        (("generate", PROMPT), {"ROTATOR_MODEL": "gpt"}, "provider:model"),
        (("generate", PROMPT), {"ROTATOR_MODEL": "xai:grok"}, "langchain-xai"),
        (("generate", PROMPT), {"ROTATOR_MODLE": "x"}, "did you mean ROTATOR_MODEL"),
        (("generate", PROMPT), {"ROTATOR_DATA": "/proc/no"}, "cannot write to /proc/no"),
        (("index", "build"), {"ROTATOR_DATA": "/proc/no"}, "set ROTATOR_DATA"),
        (("generate", PROMPT, "--speed", "9"), {}, "No such option"),
        (("generate",), {}, "Missing argument"),
    ],
    ids=lambda value: str(value)[:30].encode("ascii", "replace").decode(),
)
def test_wrong_use_is_told_with_its_remedy(rotator, arguments, settings, words):
    done = rotator(*arguments, **settings)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_use_in_json(rotator):
    done = rotator("generate", "", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"].startswith("the prompt is empty")


def test_without_latex_a_formula_scene_is_drawn_all_the_same(rotator, tmp_path):
    done = rotator(
        *small("write the formula $F = ma$"),
        "--json",
        "--out",
        "out",
        PATH=str(tmp_path),
        ROTATOR_RENDER_PARENTS="3",
    )
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "out/report.json").read_text())
    assert report["formulas"]["without_latex"] > 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_nothing_behind(data, index, tmp_path, number):
    own = tmp_path / "data"
    own.mkdir()
    for name in ("index", "cache"):
        (own / name).symlink_to(data / name)
    environment = os.environ | {"ROTATOR_DATA": str(own)}
    command = [ROTATOR, "generate", PROMPT, "--quality", "4k", "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "drawing it" in line:
            break
    deadline = time.monotonic() + 20
    while not jobs_below(own):
        assert time.monotonic() < deadline, "nothing is being drawn"
        time.sleep(0.02)
    process.send_signal(number)
    said = process.stderr.read()
    assert process.wait(20) == 130, said
    process.stderr.close()
    assert "stopped" in said
    assert "Traceback" not in said
    while jobs_below(own) and time.monotonic() < deadline + 5:
        time.sleep(0.05)
    assert jobs_below(own) == []
    assert list((tmp_path / "out").iterdir()) == []
    assert list((own / "scratch").glob("job-*")) == []


def test_index_commands(rotator):
    built = rotator("index", "build", "--json")
    assert json.loads(built.stdout)["built_now"] is False
    found = json.loads(rotator("index", "search", "sorting numbers", "-k", "3", "--json").stdout)["results"]
    assert len(found) == 3
    assert set(found[0]) == {"id", "kind", "title", "score", "licence", "text", "topic", "stamp"}
    assert found[0]["stamp"]["moves"]
    assert json.loads(rotator("index", "stats", "--json").stdout)["scenes"] >= 40
    assert "bubble_sort" in rotator("index", "search", "sorting numbers").stdout


def test_doctor(rotator, tmp_path):
    done = rotator("doctor", "--json")
    assert done.returncode == 0, done.stdout
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks["manim"]["ok"]
    assert checks["model"]["found"] == "offline"
    without = rotator("doctor", PATH=str(tmp_path))
    assert without.returncode == 0
    assert "apt-get install -y --no-install-recommends texlive-latex-recommended dvisvgm" in without.stdout
    wrong = rotator("doctor", ROTATOR_MODEL="openai:gpt-5")
    assert wrong.returncode == 2
    assert "needs a key" in wrong.stdout


HEAVY = "torch chromadb manim langchain_core langgraph numpy dbos fastapi".split()


@pytest.mark.parametrize("arguments", [["--help"], ["generate", "--help"], ["index", "--help"]])
def test_help_loads_nothing_heavy(arguments):
    program = (
        f"import sys; sys.argv = ['rotator', *{arguments}]\n"
        "from service.cli import app\n"
        "try: app()\n"
        f"finally: print(sorted(set(sys.modules) & set({HEAVY})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.rstrip().endswith("[]")
    assert "Usage" in done.stdout


def test_the_key_goes_nowhere(rotator, tmp_path):
    secrets = {
        "ROTATOR_MODEL": "openai:local",
        "ROTATOR_BASE_URL": "http://127.0.0.1:9/v1",
        "ROTATOR_API_KEY": "s3cret",
    }
    done = rotator(*small(PROMPT), "--json", "--out", "out", ROTATOR_MODEL_TIMEOUT="2", **secrets)
    assert done.returncode == 1
    assert "did not answer" in done.stderr
    everything = done.stdout + done.stderr + (tmp_path / "out/report.json").read_text()
    assert "s3cret" not in everything


def test_a_like_prompt_gets_the_video_at_once_and_may_ask_for_a_fresh_one(rotator, tmp_path):
    def make(prompt, *options):
        done = rotator(*small(prompt), "--json", "--out", str(tmp_path / f"out{len(made)}"), *options)
        assert done.returncode == 0, done.stderr
        made.append(json.loads(done.stdout))
        return made[-1], done.stderr

    made = []
    first, _ = make(PROMPT)
    assert first["cached"] is None
    again, said = make(f"Please show me: {PROMPT.lower()}!")
    assert again["cached"]["task_id"] == first["task_id"]
    assert Path(again["video"]).read_bytes() == Path(first["video"]).read_bytes()
    assert again["code"] == first["code"]
    assert f'made before, for "{PROMPT}"; --fresh makes a new one' in said
    report = json.loads(Path(again["report"]).read_text())
    assert report["spent"]["tokens"] == 0
    assert report["documents"] == json.loads(Path(first["report"]).read_text())["documents"]
    fresh, _ = make(PROMPT, "--fresh")
    assert fresh["cached"] is None
    other, _ = make(PROMPT.replace("circle", "star"))
    assert other["cached"] is None


def test_a_video_that_is_gone_is_drawn_again_from_the_kept_program(rotator, tmp_path):
    def make():
        done = rotator(*small(PROMPT), "--json", "--out", str(tmp_path / "out"))
        return json.loads(done.stdout)

    first = make()
    Path(first["video"]).unlink()
    again = make()
    assert again["cached"]["drawn_again"]
    assert Path(again["video"]).stat().st_size > 500


def test_a_folder_that_another_video_has_taken_does_not_answer(rotator, tmp_path):
    def make(prompt, out):
        done = rotator(*small(prompt), "--json", "--out", str(tmp_path / out))
        return json.loads(done.stdout)

    make(PROMPT, "one")
    other = make("Create a triangle that transforms into a star", "one")
    again = make(PROMPT, "two")
    assert again["cached"]["drawn_again"]
    assert Path(again["video"]).read_bytes() != Path(other["video"]).read_bytes()
    assert not make(PROMPT, "three")["cached"]["drawn_again"], "it is known where the new one lies"


def test_topics_group_scenes_parts_and_prompts(rotator, tmp_path):
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("explain the fast Fourier transform\n\nsort a list of numbers with quicksort\n")
    done = rotator("index", "topics", "--prompts", str(prompts), "--json")
    groups = {each["topic"]: each for each in json.loads(done.stdout)["topics"]}
    assert "fourier_series.harmonic" in groups["fourier analysis"]["components"]
    assert groups["fourier analysis"]["prompts"] == ["explain the fast Fourier transform"]
    assert "quick_sort" in groups["sorting"]["scenes"]
    assert groups["sorting"]["prompts"] == ["sort a list of numbers with quicksort"]
    told = rotator("index", "topics", "--prompts", str(prompts)).stdout
    assert "    prompts: explain the fast Fourier transform" in told
    prompts.write_text("\x00")
    assert "line 1" in rotator("index", "topics", "--prompts", str(prompts)).stderr


def test_a_chroma_server_that_is_away_is_told_with_the_remedy(rotator):
    done = rotator("index", "search", "a circle", ROTATOR_CHROMA_URL=f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 2
    assert "see that the Chroma server answers there (chroma run), or unset ROTATOR_CHROMA_URL" in done.stderr
