"""The API is as its description says, whatever it is asked."""

import os
import subprocess
import sys
import time
import uuid

import pytest
from conftest import ROOT
from events import mended
from results import add_task, made
from test_event_log import record
from test_server import Server

from service.api.access import EXAMPLES
from service.api.keys import add_key, let_review
from service.database import open_database
from service.settings import Settings
from service.storage.spool import spool_of

pytestmark = pytest.mark.slow
MANY = {"ROTATOR_CLIENT_REQUESTS_PER_MINUTE": "1000000", "ROTATOR_CLIENT_WAITING": "40"}


PAST = (
    {"video": "there"},
    {"video": "there", "client": EXAMPLES},
    {"video": "removed"},
    {"video": "none", "status": "failed", "code": None, "report": None, "error": "no scene fits"},
    {"video": "there", "client": "key:another"},
    {"video": "there"},
)
REPORT = {"model": "offline", "cached": None, "attempts": [], "findings": []}


def known_tasks(settings, client, delivery):
    """Return tasks that are at their end, with their results."""
    database, found = open_database(settings), []
    for values in PAST:
        found.append(task_id := uuid.uuid5(uuid.NAMESPACE_OID, str(len(found))).hex)
        common = {"client": client, "options": {"width": 160, "height": 90, "fps": 5}, "code": "x = 1"}
        add_task(database, task_id, **common | {"report": {"task_id": task_id, **REPORT}} | values)
        if values["video"] == "there":
            spool_of(settings, database).deliver(task_id, made(delivery / task_id))
    return found


def test_no_request_gets_an_answer_that_is_not_described(folder, tmp_path):
    settings = Settings(data=folder)
    database = open_database(settings)
    key_id, key = add_key(database, "the fuzzer", time.time())
    let_review(database, key_id)
    record(database, mended())
    known = known_tasks(settings, f"key:{key_id}", tmp_path / "made")
    server = Server(folder, "--workers", "0", ROTATOR_REQUIRE_KEY="true", **MANY)
    url = f"http://127.0.0.1:{server.port}/openapi.json"
    command = ["--config-file", str(ROOT / "tests/data/described.toml"), "--no-color", "run", url]
    environment = {
        "SCHEMATHESIS_HOOKS": "hooks_of_described",
        "PYTHONPATH": str(ROOT / "tests"),
        "KNOWN_TASKS": " ".join(known),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", *command, "--header", f"X-API-Key: {key}"],
            env=os.environ | environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
        )
    finally:
        server.stop()
    assert done.returncode == 0, done.stdout + done.stderr
