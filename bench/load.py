"""Load a started server on loopback: many tasks queued, many readers, half on events and half asking again and again.

Prints how long each call took, whether each reader saw each event once and in order, and whether a task was lost.
Needs a data folder with an index (ROTATOR_DATA, else ./data), which is left as it is: tasks go to a folder of their own.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import httpx

PROMPTS = (
    "Create a circle that transforms into a square",
    "bubble sort of 4, 2, 3, 1",
    "a red triangle",
    "Create a triangle that transforms into a star",
)
OPTIONS = {"resolution": "160x90", "fps": 5}
ENDS = {"completed", "failed", "cancelled"}
POLL = 0.5
LONGEST = 600.0


class Load:
    """What was asked and what was seen."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.faults: list[str] = []
        self.statuses: dict[str, str] = {}
        self.seen: dict[str, set[tuple[str, ...]]] = defaultdict(set)

    async def timed(self, name: str, method: str, path: str, **more: object) -> httpx.Response:
        """Make a call and note how long it took."""
        started = time.perf_counter()
        answer = await self.client.request(method, path, **more)
        self.seconds[name].append(time.perf_counter() - started)
        if answer.status_code >= 400:
            self.faults.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer

    async def ask(self, number: int) -> str:
        """Queue a task."""
        prompt = f"{PROMPTS[number % len(PROMPTS)]}"
        body = {"prompt": prompt, "options": OPTIONS, "fresh": True}
        return (await self.timed("generate", "POST", "/generate", json=body)).json()["task_id"]

    async def poll(self, task_id: str) -> None:
        """Ask how a task is until it is at its end, then fetch its video."""
        while True:
            status = (await self.timed("status", "GET", f"/status/{task_id}")).json()
            if status["status"] in ENDS:
                break
            await asyncio.sleep(POLL)
        self.statuses[task_id] = status["status"]
        if status["video_url"]:
            await self.timed("video", "GET", status["video_url"])

    async def follow(self, task_id: str) -> None:
        """Follow the events of a task to its end, leaving and coming back once."""
        ids: list[str] = []
        started = time.perf_counter()
        is_first = True
        for most in (3, None):
            headers = {"Last-Event-ID": ids[-1]} if ids else {}
            async with self.client.stream("GET", f"/tasks/{task_id}/events", headers=headers) as answer:
                async for event_id, name, data in events_of(answer):
                    if is_first:
                        self.seconds["events, first"].append(time.perf_counter() - started)
                        is_first = False
                    if event_id:
                        ids.append(event_id)
                    if name == "done":
                        self.seconds["events, done after the end"].append(time.time() - data["finished"])
                        self.statuses[task_id] = data["status"]
                        break
                    if most and len(ids) >= most:
                        break
                else:
                    self.faults.append(f"the events of {task_id} ended without done")
            if name == "done":
                break
        self.seen[task_id].add(tuple(ids))


async def events_of(answer: httpx.Response):
    """Give each event as its id, name and data."""
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(":")
        if line and name:
            fields[name] = value.strip()
        elif not line and fields:
            yield fields.get("id"), fields["event"], json.loads(fields["data"])
            fields = {}


def gaps(ids: tuple[str, ...]) -> bool:
    """Whether ids are missing, doubled or out of order: legs and the events of each count up by one."""
    places = [tuple(int(part) for part in each.split(".")) for each in ids]
    return any(
        not (after == (leg, number + 1) or after == (leg + 1, 0)) for (leg, number), after in pairwise(places)
    )


async def run(url: str, tasks: int, readers: int) -> Load:
    """Load the server at `url`."""
    limits = httpx.Limits(max_connections=readers * 2, max_keepalive_connections=readers)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=120) as client:
        load = Load(client)
        ids = [await load.ask(number) for number in range(tasks)]
        reading = [
            (load.follow if number % 2 else load.poll)(ids[number // 2 % tasks]) for number in range(readers)
        ]
        watching = asyncio.gather(*reading, return_exceptions=True)
        for problem in await asyncio.wait_for(watching, LONGEST):
            if problem is not None:
                load.faults.append(repr(problem))
        for task_id in set(ids) - set(load.statuses):
            await load.poll(task_id)
        return load


def tell(load: Load, seconds: float) -> bool:
    """Print what came of it; return whether all is well."""
    for name, taken in sorted(load.seconds.items()):
        cut = statistics.quantiles([*taken, taken[-1]], n=100, method="inclusive")
        print(f"{name:28} {len(taken):6} calls  p50 {cut[49] * 1000:8.1f} ms  p95 {cut[94] * 1000:8.1f} ms")
    wrong = [task for task, seen in load.seen.items() if len(seen) > 1 or any(map(gaps, seen))]
    count = sum(len(ids) for seen in load.seen.values() for ids in seen)
    print(
        f"events with an id: {count} in {len(load.seen)} tasks; tasks with gaps or other orders: {len(wrong)}"
    )
    print(f"tasks: {len(load.statuses)} at their end, {sorted(load.statuses.values())}")
    print(f"faults: {len(load.faults)}", *load.faults[:10], sep="\n  ")
    print(f"{seconds:.1f} s in all")
    return not wrong and not load.faults


def main() -> None:
    """Start a server, load it, print the figures, stop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=20)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("index", "cache"):
            kept = Path(os.environ.get("ROTATOR_DATA", "data")).absolute() / name
            if not kept.is_dir():
                sys.exit(f"there is no {kept}: set ROTATOR_DATA, or run `rotator index build`")
            (Path(folder) / name).symlink_to(kept)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {
            "ROTATOR_DATA": folder,
            "ROTATOR_EXAMPLES": "false",
            "ROTATOR_CLIENT_REQUESTS_PER_MINUTE": "1000000",
            "ROTATOR_CLIENT_WAITING": str(asked.tasks),
        }
        command = [str(Path(sys.executable).with_name("rotator")), "serve", "--port", str(port)]
        server = subprocess.Popen(
            [*command, "--workers", str(asked.workers)],
            env=os.environ | environment,
            stderr=subprocess.DEVNULL,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(url, server)
            started, before = time.perf_counter(), cpu_seconds(server.pid)
            load = asyncio.run(run(url, asked.tasks, asked.readers))
            is_well = tell(load, time.perf_counter() - started)
            print(
                f"the server took {cpu_seconds(server.pid) - before:.1f} s of CPU, {threads(server.pid)} threads"
            )
        finally:
            server.terminate()
            server.wait(30)
    sys.exit(0 if is_well else 1)


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + 120
    while True:
        try:
            httpx.get(f"{url}/healthz").raise_for_status()
            return
        except httpx.HTTPError:
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit("the server did not start")
            time.sleep(0.2)


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds of a process, without its children's."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def threads(pid: int) -> int:
    """Return how many threads a process has."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


if __name__ == "__main__":
    main()
