"""How a job and its keeper talk: one JSON object a line, over a socket."""

from __future__ import annotations

import json
import socket
import threading
from typing import Any


class Channel:
    """The job's end."""

    def __init__(self, fd: int) -> None:
        self._socket = socket.socket(fileno=fd)
        self._lines = self._socket.makefile("rb")
        self._lock = threading.Lock()

    def receive(self) -> dict[str, Any]:
        """Return the next message of the keeper."""
        line = self._lines.readline()
        if not line:
            raise ConnectionError("the keeper is gone")
        message: dict[str, Any] = json.loads(line)
        return message

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message; threads may tell at once."""
        with self._lock:
            self._socket.sendall(json.dumps(message).encode() + b"\n")

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a message and return the answer to it."""
        self.tell(message)
        return self.receive()
