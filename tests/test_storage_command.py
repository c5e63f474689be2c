"""`rotator storage`: what it shows and does."""

import json
import time

import pytest
from results import CONTENT, TASK, add_task, made
from typer.testing import CliRunner

from service.commands.storage import app
from service.database import open_database
from service.settings import Settings
from service.storage.spool import spool_of


@pytest.fixture
def spool(tmp_path, monkeypatch):
    monkeypatch.setenv("ROTATOR_DATA", str(tmp_path))
    database = open_database(Settings(data=tmp_path))
    add_task(database, expires=time.time() + 60)
    yield spool_of(Settings(data=tmp_path), database)
    database.engine.dispose()


def asked(*arguments):
    answer = CliRunner().invoke(app, [*arguments, "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_what_waits_is_shown_and_uploaded(spool, tmp_path):
    (spool.bucket.folder / TASK).write_text("in the way")
    spool.deliver(TASK, made(tmp_path / "made"))
    assert {kind["kind"]: kind["spooled"] for kind in asked()["kinds"]}["video"] == 1
    assert asked("flush") == {"stored": 0, "left": 5}
    (spool.bucket.folder / TASK).unlink()
    assert asked("flush") == {"stored": 5, "left": 0}
    shown = asked()
    assert shown["bucket"] == str(spool.bucket.folder)
    video = next(kind for kind in shown["kinds"] if kind["kind"] == "video")
    size = len(CONTENT["animation.mp4"])
    assert video == {"kind": "video", "count": 1, "bytes": size, "stored": 1, "spooled": 0, "expiring": 1}
    told = CliRunner().invoke(app, []).stdout
    assert "1 of them go within 3 days" in told


def test_sweeping(spool, tmp_path):
    spool.deliver(TASK, made(tmp_path / "made"))
    assert asked("sweep") == {"expired": [], "orphans": 0, "lost": [], "compared": True}
    assert CliRunner().invoke(app, ["sweep"]).stdout == "0 videos expired, 0 files of no task deleted\n"


def test_a_bucket_that_is_set_up_wrongly(spool, monkeypatch):
    monkeypatch.setenv("ROTATOR_BUCKET_URL", "results")
    answer = CliRunner().invoke(app, [])
    assert answer.exit_code == 2
    assert "hint: write s3://BUCKET" in answer.stderr
