"""The model seam, over real HTTP to a small loopback server that talks as providers do."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from langchain_core.messages import HumanMessage

from agent.faults import ModelMisconfigured, ModelUnavailable
from agent.models import ModelSettings, ask, load_model
from agent.scripted import Scripted

HELLO = [HumanMessage("hello")]


class Provider(BaseHTTPRequestHandler):
    """Streams what the server's `answers` say: a status, or (text, finish reason)."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append((self.headers["authorization"], body))
        answer = self.server.answers.pop(0)
        if isinstance(answer, int):
            self.send_response(answer)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"error": {"message": "no"}}')
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        text, finish = answer
        for piece in (text[:3], text[3:]):
            self._event(
                [{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}]
            )
        self._event([{"index": 0, "delta": {}, "finish_reason": finish}])
        self._event([], usage={"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, choices, **more):
        event = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": choices,
            **more,
        }
        self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def provider():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.answers, server.asked = [], []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def model_of(provider, **settings):
    base_url = f"http://127.0.0.1:{provider.server_port}/v1"
    return load_model(ModelSettings("openai:local", base_url=base_url, **settings))


@pytest.mark.parametrize("seed", [None, 0, 7])
def test_a_seed_is_sent_where_there_is_one(provider, seed):
    provider.answers = [("hello", "stop")]
    ask(model_of(provider, seed=seed), HELLO, seconds=30)
    assert provider.asked[0][1].get("seed") == seed


def test_streams_and_counts(provider):
    provider.answers = [("hello there", "stop")]
    pieces = []
    answer = ask(model_of(provider, api_key="k3y"), HELLO, seconds=30, on_text=pieces.append)
    assert answer.text == "hello there" == "".join(pieces)
    assert len([piece for piece in pieces if piece]) == 2
    assert (answer.input_tokens, answer.output_tokens) == (11, 7)
    assert not answer.cut_off
    assert not answer.declined
    authorization, body = provider.asked[0]
    assert authorization == "Bearer k3y"
    assert body["model"] == "local"


@pytest.mark.parametrize(
    ("finish", "cut_off", "declined"), [("length", True, False), ("content_filter", False, True)]
)
def test_tells_how_it_finished(provider, finish, cut_off, declined):
    provider.answers = [("hello", finish)]
    answer = ask(model_of(provider), HELLO, seconds=30)
    assert (answer.cut_off, answer.declined) == (cut_off, declined)


@pytest.mark.parametrize(
    ("status", "fault"),
    [(401, ModelMisconfigured), (404, ModelMisconfigured), (429, ModelUnavailable), (503, ModelUnavailable)],
)
def test_translates_the_providers_errors(provider, status, fault):
    provider.answers = [status] * 9
    with pytest.raises(fault) as raised:
        ask(model_of(provider), HELLO, seconds=30)
    assert raised.value.remedy
    assert len(provider.asked) == 1


def test_nobody_there():
    model = load_model(ModelSettings("openai:local", base_url="http://127.0.0.1:9/v1", timeout=2))
    with pytest.raises(ModelUnavailable):
        ask(model, HELLO, seconds=5)


@pytest.mark.parametrize(
    ("settings", "message", "remedy"),
    [
        (ModelSettings("codestral-latest"), "names no provider", "provider:model"),
        (ModelSettings("mistrall:codestral"), "unknown model provider 'mistrall'", "mistralai"),
        (ModelSettings("xai:grok"), "needs the package langchain-xai", "langchain-xai"),
        (ModelSettings("openai:gpt-5"), "needs a key", "ROTATOR_API_KEY"),
    ],
)
def test_refuses_before_any_work(settings, message, remedy):
    with pytest.raises(ModelMisconfigured, match=message) as raised:
        load_model(settings)
    assert remedy in raised.value.remedy


def test_settings_do_not_show_the_key():
    assert "s3cret" not in repr(ModelSettings("openai:x", api_key="s3cret"))


def test_an_answer_that_never_comes():
    assert ask(Scripted(script=[""]), HELLO, seconds=5).text == ""
