"""What docker-compose.yml starts, started as near to its container as can be without an engine."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import obstore
import pytest
import yaml
from conftest import ROOT
from obstore.store import S3Store
from test_server import ROTATOR

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
WEED = Path(sys.executable).with_name("weed")
SCENE = r"""from manim import *


class DisplayScene(Scene):
    def construct(self):
        self.play(Create(Circle()), Write(MathTex(r"\frac{a}{b}")), run_time=0.4)
        self.wait()
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def place():
    """A folder that other users may use: pytest's own may not be entered by them."""
    with tempfile.TemporaryDirectory(prefix="containers-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.mark.latex
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can build what Docker would")
def test_the_renderer_works_as_its_container_is_confined(place):
    environment = os.environ | {"ROTATOR_DATA": str(place / "data")}
    program, *arguments = COMPOSE["renderer"]["command"]
    assert Path(ROTATOR).name == program
    renderer = subprocess.Popen(
        [sys.executable, "tests/as_container.py", str(place), ROTATOR, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with renderer.stdout as output:
        try:
            said = next(output) + next(output)
            assert "tier landlock; refused: {'namespaces'" in said
            contained, attacks = re.search(r"contained (\d+) of (\d+) attacks", said).groups()
            assert contained == attacks
            assert "with LaTeX" in said
            (place / "scene.py").write_text(SCENE)
            asks = [sys.executable, "tests/as_user.py", ROTATOR, "render", str(place / "scene.py")]
            done = subprocess.run(
                [*asks, "--out", str(place / "out")],
                cwd=ROOT,
                env=environment | {"TMPDIR": str(place)},
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert "(landlock" in done.stdout
            assert (place / "out/animation.mp4").read_bytes()[4:8] == b"ftyp"
            check = COMPOSE["renderer"]["healthcheck"]["test"][3]
            there = check.replace("/data/run", str(place / "data/run"))
            subprocess.run([sys.executable, "-c", there], check=True, timeout=20)
        finally:
            renderer.send_signal(signal.SIGTERM)
            assert renderer.wait(20) == 0
    assert subprocess.run([sys.executable, "-c", there], capture_output=True, check=False).returncode == 1


def free_ports(count: int) -> list[int]:
    """Return ports that are free, and whose partners 10000 above are too."""
    found: list[int] = []
    for port in range(20_000 + os.getpid() % 5_000, 45_000, 11):
        if len(found) < count and all(is_free(each) for each in (port, port + 10_000)):
            found.append(port)
    return found


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.fixture
def s3(place):
    """The S3 server with the options of its container, on other ports; gives them by name."""
    names = ("master", "volume", "filer", "s3")
    ports = dict(zip(names, free_ports(4), strict=True))
    options = [each.replace("=/data", f"={place}") for each in COMPOSE["s3"]["command"]]
    keys = {"AWS_ACCESS_KEY_ID": "rotator", "AWS_SECRET_ACCESS_KEY": "secret"}
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(
            [WEED, *options, *(f"-{name}.port={port}" for name, port in ports.items())],
            env=os.environ | keys,
            cwd=place,
            stdout=log,
            stderr=log,
        )
    yield ports
    process.kill()
    process.wait(10)


def bucket(port: int, secret: str) -> S3Store:
    return S3Store(
        "rotator",
        endpoint=f"http://127.0.0.1:{port}",
        region="us-east-1",
        access_key_id="rotator",
        secret_access_key=secret,
        client_options={"allow_http": True, "timeout": "10s"},
        retry_config={"max_retries": 0},
    )


def status(port: int, path: str) -> int:
    """Return the status of a request without a signature."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def listens_to_others(port: int) -> bool:
    """Return whether a port of this machine is open on more than 127.0.0.1."""
    listening = "0A"
    found = {
        fields[1].split(":")[0]
        for table in ("tcp", "tcp6")
        for fields in map(str.split, Path(f"/proc/net/{table}").read_text().splitlines()[1:])
        if fields[3] == listening and int(fields[1].split(":")[1], 16) == port
    }
    assert found, port
    return found != {"0100007F"}


def test_the_s3_server_wants_signatures_and_shows_nothing_else(s3):
    deadline = time.monotonic() + 90
    while True:
        try:
            obstore.put(bucket(s3["s3"], "secret"), "task/animation.mp4", b"video")
            break
        except (OSError, obstore.exceptions.BaseError):
            assert time.monotonic() < deadline
            time.sleep(0.3)
    assert bytes(obstore.get(bucket(s3["s3"], "secret"), "task/animation.mp4").bytes()) == b"video"
    with pytest.raises(obstore.exceptions.PermissionDeniedError):
        obstore.get(bucket(s3["s3"], "guessed"), "task/animation.mp4")
    assert status(s3["s3"], "/healthz") == 200
    assert status(s3["s3"], "/rotator/task/animation.mp4") == 403
    assert status(s3["filer"], "/buckets/rotator/task/animation.mp4") == 404
    assert {name: listens_to_others(port) for name, port in s3.items()} == {name: name == "s3" for name in s3}
