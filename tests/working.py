"""A worker of the task engine as a process of its own: what its jobs do is told by the names of their tasks."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

from service.dbos_engine import DbosHost
from service.engine import NotNow, Schedule


def main(url: str, data: Path, log: Path) -> None:
    """Work until killed or told to stop on standard input; each begin and end is a line of `log`."""

    def note(what: str, task: str, leg: int) -> None:
        with log.open("a") as file:
            file.write(json.dumps([what, task, leg, os.getpid(), time.time()]) + "\n")

    def work(task: str, leg: int, emit) -> None:
        note("begin", task, leg)
        emit({"event": "stage", "stage": "draft", "attempt": leg})
        if task.startswith("poison"):
            os._exit(1)
        if task.startswith("away") and log.read_text().count('"away"') < 3:
            raise NotNow("the database")
        if task.startswith("fault"):
            raise RuntimeError("it does not work")
        time.sleep(float(task.partition("-")[2] or 0.05))
        emit({"event": "code", "text": "x"})
        note("end", task, leg)

    host = DbosHost(url, data, client_tasks=2)
    host.start(
        work, {"models": 4, "renders": 1}, [Schedule("tick", "* * * * * *", lambda: note("tick", "", 0))]
    )
    print("ready", flush=True)
    sys.stdin.readline()
    host.stop(float(os.environ.get("DRAIN", "2")))
    os._exit(0)


if __name__ == "__main__":
    threading.current_thread().name = "main"
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
