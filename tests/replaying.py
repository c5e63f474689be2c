"""A worker as a process of its own whose model gives the answers of a file: those of a task in turn, whoever asks.

The file is a JSON list of lists of answers. A prompt has the number of its list in square brackets; what was asked lies
in a folder beside the file, so that a worker gives the answer that one gave which died of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.scripted import Scripted
from service.attending import Attending
from service.database import database_url
from service.dbos_engine import DbosHost
from service.serving import _worker, open_service
from service.settings import load_settings


class Replaying(Scripted):
    """Gives the next answer of the list that the request names."""

    answers: list[list[str]]
    folder: Path

    def _next(self, messages: list[Any]) -> tuple[str, str]:
        request = messages[-1].text.split("<request>")[1].split("</request>")[0]
        number = int(re.findall(r"\[(\d+)\]", request)[-1])
        asked, told = self.folder / str(number), self.answers[number]
        asked.mkdir(exist_ok=True)
        known = asked / hashlib.sha256(messages[-1].text.encode()).hexdigest()
        if not known.exists():
            known.write_text(str(len(list(asked.iterdir()))))
        return told[int(known.read_text()) % len(told)], "stop"


def main(path: Path) -> None:
    """Work until killed."""
    settings = load_settings()
    service = open_service(settings)
    worker = _worker(service, settings, Path("scratch") / f"replaying-{os.getpid()}")
    folder = path.with_suffix(".asked")
    folder.mkdir(exist_ok=True)
    model = Replaying(script=[], answers=json.loads(path.read_text()), folder=folder)
    worker = replace(worker, context=replace(worker.context, model=model))
    host = DbosHost(database_url(settings), settings.data, settings.client_tasks)
    host.start(worker, {"models": 2, "renders": 2}, [])
    Attending(worker, service.tasks, service.spool).run(threading.Event())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
