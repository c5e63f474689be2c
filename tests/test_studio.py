"""LangGraph's own server opens the graph that langgraph.json names."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import ROOT, free_port

pytestmark = pytest.mark.slow


def call(url: str, body: object = None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def test_langgraph_dev_opens_the_graph(tmp_path):
    for name in ("langgraph.json", "agent", "index", "knowledge", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("langgraph")),
        *("dev", "--no-browser", "--no-reload", "--host", "127.0.0.1", "--port", str(port)),
    ]
    environment = {**os.environ, "LANGSMITH_TRACING": "false", "LANGGRAPH_CLI_NO_ANALYTICS": "1"}
    server = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while True:
            try:
                call(f"{base}/ok")
                break
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < deadline, "langgraph dev did not start"
                assert server.poll() is None, "langgraph dev ended"
                time.sleep(0.2)
        (assistant,) = call(f"{base}/assistants/search", {})
        assert assistant["graph_id"] == "shape_rotator"
        drawn = call(f"{base}/assistants/{assistant['assistant_id']}/graph")
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(tmp_path / ".langgraph_api", ignore_errors=True)
    edges = {(edge["source"], edge["target"]) for edge in drawn["edges"]}
    assert edges == {
        ("__start__", "retrieve"),
        ("retrieve", "draft"),
        ("draft", "check"),
        *(("check", end) for end in ("render", "repair", "remember", "salvage", "__end__")),
        ("render", "inspect"),
        *(("inspect", end) for end in ("repair", "remember", "salvage", "__end__")),
        ("repair", "check"),
        ("remember", "__end__"),
        ("salvage", "__end__"),
    }
