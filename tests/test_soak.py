"""Many renders, good and hostile, at once: each good one right, none late, nothing left, no growth."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import pytest
from conftest import GOOD

from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer
from agent.sandbox.pool import resident

TINY = RenderOptions(160, 90, 5)
LOOP = GOOD.replace("self.play(Create(Circle()), run_time=0.4)", "while True: pass")
HUNGRY = LOOP.replace("while True: pass", "x = [b'x' * 10**8 for n in range(40)]")
DEAD = LOOP.replace("while True: pass", "__import__('os')._exit(0)")
VANDAL = LOOP.replace("while True: pass", "Scene.play = None; config.pixel_width = 3; self.wait()")
KINDS = {"good": GOOD, "loop": LOOP, "hungry": HUNGRY, "dead": DEAD, "vandal": VANDAL}
JOBS = ["good", "good", "dead", "good", "vandal", "good", "good", "good", "dead", "good"] * 20
JOBS[13::50], JOBS[33::50] = ["loop"] * 4, ["hungry"] * 4


@pytest.mark.slow
def test_two_hundred_renders_four_at_a_time(data, tmp_path):
    renderer = SandboxRenderer(data, tmp_path, parents=4, name="soak", idle_seconds=10, memory_bytes=2**30)
    parents, sizes = set(), []

    def listen(event):
        if "parent" in event:
            parents.add(event["parent"])
            sizes.append((event["parent"], resident(event["parent"])))

    def render(kind):
        started = time.monotonic()
        rendered = renderer.render(
            KINDS[kind], "DisplayScene", TINY, 3 if kind == "loop" else 30, listen=listen
        )
        return kind, rendered, time.monotonic() - started

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(render, JOBS))
    assert len(done) == 200
    for kind, rendered, seconds in done:
        assert rendered.ok is (kind == "good"), (kind, rendered.problems)
        assert seconds < 30
        if kind == "good":
            with av.open(str(rendered.video)) as video:
                assert len(list(video.decode(video=0))) == 2
    first, last = dict(reversed(sizes)), dict(sizes)
    assert all(last[parent] < first[parent] + 20 * 2**20 for parent in parents)
    assert len(parents) <= 4
    for parent in parents:
        assert Path(f"/proc/{parent}/task/{parent}/children").read_text() == ""
    renderer.stop()
