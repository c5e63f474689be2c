"""A worker as a process of its own whose model ends the process: what it is asked for is poison."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

from agent.scripted import Scripted
from service.attending import Attending
from service.database import database_url
from service.dbos_engine import DbosHost
from service.serving import _worker, open_service
from service.settings import load_settings


class Deadly(Scripted):
    """Ends the process where others answer."""

    def _next(self, messages):
        os._exit(9)


def main() -> None:
    """Work until killed."""
    settings = load_settings()
    service = open_service(settings)
    worker = _worker(service, settings, Path("scratch") / f"poisoned-{os.getpid()}")
    worker = replace(worker, context=replace(worker.context, model=Deadly(script=[])))
    host = DbosHost(database_url(settings), settings.data, settings.client_tasks)
    host.start(worker, {"models": 1, "renders": 1}, [])
    Attending(worker, service.tasks, service.spool).run(threading.Event())


if __name__ == "__main__":
    main()
