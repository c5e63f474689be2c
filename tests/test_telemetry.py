"""Traces reach a collector where one is set, with ids and numbers alone; elsewhere nothing is loaded."""

import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fastapi import FastAPI
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from starlette.testclient import TestClient

from service.settings import Settings
from service.telemetry import api_telemetry, set_up_telemetry, span, stop_telemetry

PROMPT = "show my secret prompt"


class Collector(BaseHTTPRequestHandler):
    """Keeps what it is sent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, ExportTraceServiceRequest.FromString(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args) -> None:
        """Say nothing."""


@pytest.fixture
def collector():
    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        server.got = []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def traced(collector):
    set_up_telemetry(Settings(otlp_endpoint=f"http://127.0.0.1:{collector.server_port}"))
    yield collector
    stop_telemetry()


def spans(collector) -> dict:
    stop_telemetry()
    requests = [request for _, request in collector.got]
    return {
        each.name: each
        for request in requests
        for of_resource in request.resource_spans
        for of_scope in of_resource.scope_spans
        for each in of_scope.spans
    }


def attributes(traced_span) -> dict:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in traced_span.attributes}


def test_spans_arrive_one_within_the_other(traced):
    with span("leg", task="0" * 32, leg=3), span("render", seconds=1.5, cached=False):
        pass
    found = spans(traced)
    assert found["render"].parent_span_id == found["leg"].span_id
    assert attributes(found["leg"]) == {"task": "0" * 32, "leg": 3}
    assert attributes(found["render"]) == {"seconds": 1.5, "cached": False}
    assert traced.got[0][0] == "/v1/traces"
    told = {
        each.key: each.value.string_value for each in traced.got[0][1].resource_spans[0].resource.attributes
    }
    assert told["service.name"] == "shape-rotator"


@pytest.mark.parametrize("words", [PROMPT, "from manim import *\n", "", "x" * 65])
def test_what_has_words_in_it_is_not_sent(traced, words):
    with span("draft", prompt=words, attempt=1):
        pass
    assert attributes(spans(traced)["draft"]) == {"attempt": 1}


def test_a_failure_is_told_by_its_kind_alone(traced):
    with pytest.raises(ValueError, match="secret"), span("draft"):
        raise ValueError(PROMPT)
    failed = spans(traced)["draft"]
    assert failed.status.code == 2
    assert attributes(failed) == {"error.type": "ValueError"}
    assert PROMPT.encode() not in failed.SerializeToString()


def test_requests_are_traced_by_route(traced):
    app = FastAPI(telemetry=api_telemetry())

    @app.post("/tasks/{task_id}/refine")
    def refine(task_id: str, body: dict) -> None:
        with span("insert", task=task_id):
            pass

    @app.get("/healthz")
    def healthz() -> None:
        """Live."""

    client = TestClient(app)
    client.get("/healthz")
    client.post("/tasks/1/refine", json={"prompt": PROMPT}, headers={"X-API-Key": "rot_secret"})
    found = spans(traced)
    assert set(found) == {"POST /tasks/{task_id}/refine", "insert"}
    asked = found["POST /tasks/{task_id}/refine"]
    assert attributes(asked)["http.response.status_code"] == 200
    assert found["insert"].parent_span_id == asked.span_id
    sent = b"".join(request.SerializeToString() for _, request in traced.got)
    assert PROMPT.encode() not in sent
    assert b"rot_secret" not in sent


@pytest.mark.parametrize("path", ["", "/", "/v1/traces"])
def test_the_endpoint_may_name_the_path_or_not(collector, path):
    set_up_telemetry(Settings(otlp_endpoint=f"http://127.0.0.1:{collector.server_port}{path}"))
    with span("leg"):
        pass
    assert set(spans(collector)) == {"leg"}
    assert collector.got[0][0] == "/v1/traces"


def test_a_collector_that_is_gone_holds_nobody_up(collector):
    collector.server_close()
    set_up_telemetry(Settings(otlp_endpoint=f"http://127.0.0.1:{collector.server_port}"))
    started = time.monotonic()
    with span("leg"):
        pass
    assert time.monotonic() - started < 0.5
    stop_telemetry()
    assert time.monotonic() - started < 5


def test_where_none_is_set_nothing_is_loaded_and_nothing_sent():
    program = (
        "import sys\nfrom service.settings import Settings\nfrom service.telemetry import *\n"
        "set_up_telemetry(Settings())\n"
        "with span('leg', task='x'): pass\n"
        "stop_telemetry()\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_where_none_is_set_requests_are_not_traced():
    set_up_telemetry(Settings())
    assert api_telemetry()["tracing"] is False
    assert TestClient(FastAPI(telemetry=api_telemetry())).get("/").status_code == 404
