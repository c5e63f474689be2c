"""`rotator events forget`, `recluster` and `split`."""

import json

import pytest
import typer
from events import failed
from test_clustering import OTHER_WAY, SAME, record
from typer.testing import CliRunner

from service.commands.events_keeping import forget, recluster, split
from service.database import open_database
from service.events.log import EventLog, Wanted
from service.settings import Settings


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("ROTATOR_DATA", str(tmp_path))
    return open_database(Settings())


def run(*arguments):
    app = typer.Typer()
    for each in (forget, recluster, split):
        app.command()(each)
    return CliRunner().invoke(app, arguments)


def test_put_together_and_taken_apart(database):
    record(database, SAME, OTHER_WAY)
    moved = {
        "fingerprint": OTHER_WAY.fingerprint,
        "cluster": SAME.fingerprint,
        "likeness": pytest.approx(1, abs=0.01),
    }
    assert json.loads(run("recluster", "--json").stdout) == {"moved": [moved]}
    told = json.loads(run("split", SAME.fingerprint, OTHER_WAY.fingerprint, "--json").stdout)
    assert told == {"cluster": OTHER_WAY.fingerprint, "left": SAME.fingerprint}
    assert "0 put to others" in run("recluster").stdout
    again = run("split", SAME.fingerprint, OTHER_WAY.fingerprint, "--json")
    assert (again.exit_code, again.stdout.count("\n")) == (2, 1)
    assert "there is no fingerprint" in json.loads(again.stdout)["error"]


def test_a_session_is_forgotten(database):
    record(database, SAME)
    (one,) = EventLog(database).all(Wanted())
    told = json.loads(run("forget", one.session, "--json").stdout)
    assert told == {"session": one.session, "events": 1, "stills": 0, "faults": 0, "tasks": [one.task]}
    assert run("forget", one.session).exit_code == 2
    record(database, failed().cause)
    (other,) = EventLog(database).all(Wanted())
    assert other.task in run("forget", other.session).stdout
