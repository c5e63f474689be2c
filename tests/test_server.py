"""The HTTP API of a started server."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import free_port, jobs_below

from index.delivered import Delivered

ROTATOR = str(Path(sys.executable).with_name("rotator"))
pytestmark = pytest.mark.slow


class Server:
    def __init__(self, folder: Path, *arguments: str, **settings: str):
        self.port = free_port()
        environment = os.environ | {"ROTATOR_DATA": str(folder), "ROTATOR_PORT": str(self.port)}
        environment |= {"ROTATOR_EXAMPLES": "false", **settings}
        self.process = subprocess.Popen(
            [ROTATOR, "serve", *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                assert self.call("/healthz")[2] == {"status": "ok"}
                break
            except (urllib.error.URLError, ConnectionError):
                assert self.process.poll() is None, "the server ended"
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.2)

    def call(self, path, body=None, method=None, headers=None):
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data,
            {"content-type": "application/json", **(headers or {})},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                content = response.read()
                is_json = "json" in response.headers["content-type"]
                return (
                    response.status,
                    response.headers,
                    json.loads(content or "null") if is_json else content,
                )
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, json.loads(error.read() or "{}")

    def finished(self, task_id):
        deadline = time.monotonic() + 120
        while (status := self.call(f"/status/{task_id}")[2])["status"] in {"pending", "running"}:
            assert time.monotonic() < deadline, status
            time.sleep(0.2)
        return status

    def stop(self, kill=False):
        (self.process.kill if kill else self.process.terminate)()
        self.process.wait(30)


@pytest.fixture
def server(folder):
    server = Server(folder)
    yield server
    server.stop()


TINY = {"resolution": "160x90", "fps": 5}


def test_the_conversation(server):
    options = {"quality": "low", "resolution": "720p"}
    status, headers, accepted = server.call(
        "/generate", {"prompt": "Create a circle that transforms into a square", "options": options}
    )
    assert status == 202
    assert accepted == {"task_id": accepted["task_id"], "status": "pending"}
    assert headers["location"] == f"/status/{accepted['task_id']}"
    done = server.finished(accepted["task_id"])
    assert done["status"] == "completed"
    assert done["error"] is None
    assert "from manim import *" in done["code"]
    assert "class DisplayScene" in done["code"]
    assert done["video_url"] == f"/videos/{accepted['task_id']}/animation.mp4"
    status, headers, video = server.call(done["video_url"])
    assert (status, headers["content-type"]) == (200, "video/mp4")
    assert video[4:8] == b"ftyp"
    status, headers, part = server.call(done["video_url"], headers={"range": "bytes=10-19"})
    assert (status, part) == (206, video[10:20])
    status, headers, nothing = server.call(done["video_url"], method="HEAD")
    assert (status, int(headers["content-length"]), nothing) == (200, len(video), b"")


def test_an_uncovered_prompt(server):
    task_id = server.call("/generate", {"prompt": "explain quantum field theory"})[2]["task_id"]
    done = server.finished(task_id)
    assert done["status"] == "failed"
    assert "The nearest:" in done["error"]
    assert done["video_url"] is None
    status, _, problem = server.call(f"/videos/{task_id}/animation.mp4")
    assert (status, problem["title"]) == (404, "Not Found")


BROKEN = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        circle = Circle()
        self.play(Create(circle), run_time=0.4)
        self.play(circle.animate.frobnicate(3))
"""


def test_what_failed_keeps_its_program_its_report_and_what_was_drawn(server):
    first = server.call("/generate", {"prompt": "a circle that becomes a square", "options": TINY})[2][
        "task_id"
    ]
    server.finished(first)
    status, headers, edited = server.call(f"/tasks/{first}/edit", {"code": BROKEN})
    assert (status, headers["location"]) == (202, f"/status/{edited['task_id']}")
    failed = server.finished(edited["task_id"])
    assert (failed["status"], failed["partial"], failed["kind"]) == ("failed", True, "edit")
    assert (failed["parent_id"], failed["session_id"], failed["version"]) == (first, first, 2)
    assert [each["line"] for each in failed["problems"]] == [8]
    assert failed["code"] == BROKEN
    where = f"/videos/{edited['task_id']}"
    assert server.call(f"{where}/scene.py")[2].decode() == BROKEN
    assert server.call(f"{where}/poster.png")[2].startswith(b"\x89PNG")
    assert server.call(f"{where}/animation.mp4")[0] == 200
    report = server.call(failed["report_url"])[2]
    assert (report["status"], report["compression"]["crf"]) == ("failed", 23)
    assert [each["version"] for each in server.call(f"/sessions/{first}")[2]["tasks"]] == [1, 2]
    assert [each["task_id"] for each in server.call("/tasks")[2]["tasks"]] == [edited["task_id"], first]
    again = server.finished(
        server.call("/generate", {"prompt": "an edit by hand", "options": TINY})[2]["task_id"]
    )
    assert again["cached"] is None, "what failed answers no prompt"


def test_a_video_that_is_gone_is_made_again(server):
    prompt = "Create a circle that transforms into a square"
    task_id = server.call("/generate", {"prompt": prompt, "options": TINY})[2]["task_id"]
    done = server.finished(task_id)
    assert server.call(f"/tasks/{task_id}/rerender", {})[0] == 409, "it is there"
    assert server.call("/feedback", {"task_id": task_id, "is_positive": False, "remove": True})[0] == 204
    gone = server.call(f"/status/{task_id}")[2]
    assert (gone["video_url"], gone["video_state"], gone["code"]) == (None, "removed", done["code"])
    assert server.call(f"/videos/{task_id}/scene.py")[0] == 200
    again = server.call(f"/videos/{task_id}/animation.mp4")[2]["rerender"]
    assert server.call(again, {})[0] == 202
    made = server.finished(task_id)
    assert (made["status"], made["video_url"], made["code"]) == ("completed", done["video_url"], done["code"])
    assert server.call(made["video_url"])[2][4:8] == b"ftyp"


def test_wrong_requests_are_problem_details(server):
    for path, body, status in [
        ("/generate", {"prompt": " "}, 422),
        ("/generate", {"prompt": "x", "options": {"quality": "best"}}, 422),
        ("/generate", {"prompt": "x", "speed": 3}, 422),
        ("/generate", {"prompt": "x" * 9000}, 422),
        ("/generate", b'{"prompt":', 422),
        ("/status/" + "0" * 32, None, 404),
        ("/status/..%2f..%2fetc", None, 404),
        ("/videos/../../etc/passwd/animation.mp4", None, 404),
        ("/nothing", None, 404),
    ]:
        got, headers, problem = server.call(path, body)
        assert got == status, path
        assert headers["content-type"] == "application/problem+json"
        assert set(problem) >= {"type", "title", "status", "detail"}


def test_a_killed_servers_task_goes_on_in_the_next(folder):
    server = Server(folder)
    task_id = server.call("/generate", {"prompt": "bubble sort of 4, 2, 3, 1", "options": TINY})[2]["task_id"]
    while server.call(f"/status/{task_id}")[2]["status"] == "pending":
        time.sleep(0.05)
    server.stop(kill=True)
    after = Server(folder)
    try:
        assert after.finished(task_id)["status"] == "completed"
    finally:
        after.stop()


def test_stopping_is_quick_and_loses_nothing(folder):
    server = Server(folder)
    options = {"quality": "4k"}
    task_id = server.call("/generate", {"prompt": "a red triangle", "options": options})[2]["task_id"]
    deadline = time.monotonic() + 60
    while not list(folder.glob("scratch/worker-*/job-*/animation.mp4")):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    started = time.monotonic()
    server.stop()
    assert time.monotonic() - started < 10
    deadline = time.monotonic() + 5
    while jobs_below(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert jobs_below(folder) == []
    after = Server(folder)
    try:
        assert after.call(f"/status/{task_id}")[2]["status"] in {"pending", "running"}
    finally:
        after.stop()


def test_a_good_video_is_an_example_until_it_is_removed(server, folder, index):
    prompt = "Create a circle that transforms into a square"
    task_id = server.call("/generate", {"prompt": prompt, "options": TINY})[2]["task_id"]
    assert server.finished(task_id)["status"] == "completed"
    assert server.call("/feedback", {"task_id": "0" * 32, "is_positive": True})[0] == 404
    assert server.call("/feedback", {"task_id": task_id, "is_positive": True})[0] == 204
    delivered = Delivered(folder / "delivered.sqlite", index.embedder)
    assert delivered.count() == 1
    like = {"prompt": prompt, "options": TINY}
    again = server.finished(server.call("/generate", like)[2]["task_id"])
    assert again["cached"]["task_id"] == task_id
    anew = server.finished(server.call("/generate", like | {"fresh": True})[2]["task_id"])
    assert anew["cached"] is None
    assert server.call("/feedback", {"task_id": task_id, "is_positive": False, "remove": True})[0] == 204
    assert delivered.count() == 0
    status, _, gone = server.call(f"/videos/{task_id}/animation.mp4")
    assert (status, gone["rerender"]) == (410, f"/tasks/{task_id}/rerender")
