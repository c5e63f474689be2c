"""`rotator renderer`: the renderer as a process of its own, which all others on its data folder ask."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from conftest import GOOD, jobs_of
from test_server import ROTATOR

from agent.faults import RendererBroken
from agent.sandbox import RenderOptions
from agent.sandbox.client import RENDERER, SandboxRenderer

TINY = RenderOptions(160, 90, 5)
KEY = "very-secret-key"
pytestmark = pytest.mark.slow


class Service:
    """A started `rotator renderer`."""

    def __init__(self, data: Path):
        self.process = subprocess.Popen(
            [ROTATOR, "renderer"],
            env=os.environ
            | {"ROTATOR_DATA": str(data), "ROTATOR_API_KEY": KEY, "ROTATOR_RENDER_IDLE_SECONDS": "0.5"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        while "ready" not in self.said:
            line = self.process.stdout.readline()
            assert line, f"it ended: {self.said}"
            self.said += line

    def stop(self) -> float:
        """Stop it; return how many seconds that took."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0
        return time.monotonic() - started


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def service(data):
    service = Service(data)
    with service.process.stdout:
        yield service
        service.process.kill()
        service.process.wait(10)


@pytest.fixture
def client(data):
    return SandboxRenderer(data, data / "scratch", patience=20)


def test_clients_render_through_it_and_start_none(service, client, data):
    assert client.describe()["keeper"] == service.process.pid
    rendered = client.render(GOOD, "DisplayScene", TINY, 60, session="one")
    assert rendered.ok
    assert rendered.video.stat().st_size > 500
    assert client.render(GOOD, "DisplayScene", TINY, 60, session="one").cached_plays == 1
    assert {each.name for each in (data / "run").iterdir()} == {RENDERER, f"{RENDERER}.lock"}
    assert list(data.rglob("*.log")) == []


def test_says_which_walls_hold(service, client):
    said = client.describe()
    assert f"tier {said['tier']}; refused: " in service.said
    assert f"the {said['tier']} tier contained {len(said['attacks'])} of" in service.said


def test_holds_no_secret_and_stays_without_work(service, client):
    assert KEY.encode() not in Path(f"/proc/{service.process.pid}/environ").read_bytes()
    time.sleep(1.5)  # three times what a keeper that a client has started would wait for work
    assert client.describe()["keeper"] == service.process.pid


def test_a_second_one_is_refused(service, client, data):
    second = subprocess.run(
        [ROTATOR, "renderer"],
        env=os.environ | {"ROTATOR_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr.startswith("error: another renderer listens in")
    assert client.describe()["keeper"] == service.process.pid


def test_stops_at_once_in_the_middle_of_a_render(service, client):
    endless = GOOD.replace("run_time=0.4", "run_time=600")
    ended = []

    def render():
        try:
            client.render(endless, "DisplayScene", RenderOptions(1920, 1080, 60), 100)
        except RendererBroken as broken:
            ended.append(broken.message)

    renders = threading.Thread(target=render)
    renders.start()
    deadline = time.monotonic() + 30
    while not (jobs := jobs_of(service.process.pid)):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert service.stop() < 3
    renders.join(60)
    assert ended
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{job}").exists() for job in jobs):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_clients_wait_while_it_is_started_again(service, client, data):
    service.stop()
    found = []
    waits = threading.Thread(target=lambda: found.append(client.describe()["keeper"]))
    waits.start()
    again = Service(data)
    with again.process.stdout:
        waits.join(30)
        assert found == [again.process.pid]
        again.stop()


def test_one_that_does_not_come_back_is_told_and_not_replaced(service, data):
    service.process.kill()
    service.process.wait(10)
    client = SandboxRenderer(data, data / "scratch", patience=0.3)
    with pytest.raises(RendererBroken, match="does not answer") as broken:
        client.describe()
    assert "rotator renderer" in broken.value.remedy
    assert str(data / "run" / RENDERER) in broken.value.remedy
    (data / "run" / RENDERER).unlink()
    own = client.describe()["keeper"]
    client.stop()
    assert own != service.process.pid
