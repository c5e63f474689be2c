"""Two servers on one data folder, one of which works: what one is asked for is followed on the other."""

import json
import time
import urllib.request
from itertools import pairwise

import pytest
from test_server import TINY, Server

pytestmark = pytest.mark.slow
PROMPT = {"prompt": "Create a circle that transforms into a square", "options": TINY, "fresh": True}


def follow(server, task_id, last=""):
    """Return the events of a task to its end, each as its id, name and data."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/tasks/{task_id}/events", headers={"Last-Event-ID": last}
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        told = answer.read().decode()
    return [event for part in told.split("\n\n") if (event := parsed(part))]


def parsed(part):
    fields = dict(line.split(": ", 1) for line in part.split("\n") if line and not line.startswith(":"))
    return (fields.get("id"), fields["event"], json.loads(fields["data"])) if fields else None


def counted(events):
    return [event for event in events if event[0]]


@pytest.fixture
def pair(folder):
    servers = []
    try:
        servers += [Server(folder, "--workers", "0"), Server(folder)]
        yield servers
    finally:
        for server in servers:
            server.stop()


def test_what_one_is_asked_for_is_followed_on_the_other(pair):
    idle, _ = pair
    for asked, followed in (pair, reversed(pair)):
        task_id = asked.call("/generate", PROMPT)[2]["task_id"]
        live = follow(followed, task_id)
        assert live[-1][1] == "done"
        assert live[-1][2]["status"] == "completed"
        stages = [data["stage"] for _, name, data in live if name == "stage"]
        assert stages[:4] == ["retrieve", "draft", "check", "render"]
        assert stages[-1] == "deliver"
        assert any(name == "frames" and data["done"] == data["of"] for _, name, data in live)
        assert sum(name == "done" for _, name, _ in live) == 1
        assert asked.call(live[-1][2]["video_url"])[2] == followed.call(live[-1][2]["video_url"])[2]
        assert counted(follow(asked, task_id)) == counted(live)
    for server in pair:
        deadline = time.monotonic() + 60  # on a busy machine a look may take longer than it waits
        while (said := server.call("/readyz"))[0] != 200:
            assert time.monotonic() < deadline, said
            time.sleep(1)
    ids_lead_to_the_rest(idle, task_id, counted(live))


def ids_lead_to_the_rest(server, task_id, events):
    """See that each id leads to what comes after it, and one that was never given to nothing of another task."""
    places = [tuple(map(int, event[0].split("."))) for event in events]
    assert places[0] == (1, 0)
    assert all(after in ((leg, number + 1), (leg + 1, 0)) for (leg, number), after in pairwise(places))
    for number in range(0, len(events), 3):
        assert counted(follow(server, task_id, events[number][0])) == events[number + 1 :]
    legs = places[-1][0]
    last_leg = [event for event, place in zip(events, places, strict=True) if place > (legs, 0)]
    assert counted(follow(server, task_id, f"{legs + 5}.0")) == last_leg
    assert counted(follow(server, task_id, f"{legs}.999999")) == []
    for invented in ("-1.0", "x", "1.-2", "0.5.1"):
        assert counted(follow(server, task_id, invented)) == events
    nobody = "0" * 32
    assert server.call(f"/tasks/{nobody}/events", headers={"Last-Event-ID": events[-1][0]})[0] == 404
