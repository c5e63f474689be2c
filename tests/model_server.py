"""A server on loopback that talks as providers of models do: what it says is a function of what it is asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Say = Callable[[dict[str, Any]], str | None]
"""Answers the body of a request; None refuses it."""


class Handler(BaseHTTPRequestHandler):
    """Streams one answer."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        text = self.server.say(body)
        if text is None:
            self.send_error(401)
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self._event([{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": "stop"}])
        self._event([], usage={"prompt_tokens": 700, "completion_tokens": 50, "total_tokens": 750})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, choices: list[dict[str, Any]], **more: Any) -> None:
        event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices}
        self.wfile.write(b"data: " + json.dumps({**event, **more}).encode() + b"\n\n")

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def serving(say: Say, port: int = 0) -> Iterator[str]:
    """Serve, and give the address that ROTATOR_BASE_URL takes."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.say = say
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
