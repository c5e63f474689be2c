"""`rotator events export`: what is printed, what is written, and what is refused."""

import json
from dataclasses import replace

import pytest
import typer
from conftest import GOOD
from events import event, mended
from typer.testing import CliRunner

from service.commands.events_export import export
from service.database import open_database
from service.events.log import EventLog
from service.events.packing import pack
from service.settings import Settings

SUBJECTS = ("a planet", "the law of cosines", "how a heap is sorted", "photosynthesis in a leaf")


@pytest.fixture
def logged(tmp_path, monkeypatch):
    """Return a data folder whose log has four tasks, each mended once, and one that a fault ended."""
    monkeypatch.setenv("ROTATOR_DATA", str(tmp_path / "data"))
    database = open_database(Settings())
    with database.writing() as connection:
        for number, subject in enumerate(SUBJECTS):
            broken, good = mended(subject, model="one")
            good = replace(good, model="two", code=GOOD.replace("0.4", f"{number + 1}"))
            EventLog(database).record(connection, pack([broken, good]))
        down = event("a battery", outcome="fault", error="no room is left", is_success=False)
        EventLog(database).record(connection, pack([down]))
    return tmp_path


def run(*arguments):
    app = typer.Typer()
    app.command()(export)
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize(("format_", "rows"), [("sft", 8), ("dpo", 4), ("grpo", 8), ("raw", 9)])
def test_each_format_is_written_and_told(logged, format_, rows):
    out = logged / "out"
    done = run("--format", format_, "--out", str(out), "--test-share", "0", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    written = [json.loads(line) for line in (out / "train.jsonl").read_text().splitlines()]
    assert told["rows"] == {"train": rows}
    assert len({row["id"] for row in written}) == rows
    assert told["attempts"] == 9
    assert told["warnings"] == []
    assert json.loads((out / "card.json").read_text()) == {
        name: value for name, value in told.items() if name != "out"
    }
    assert "no room is left" not in (out / "train.jsonl").read_text()


def test_a_model_has_all_attempts_of_its_tasks(logged):
    done = run(
        "--format", "dpo", "--out", str(logged / "out"), "--test-share", "0", "--model", "two", "--json"
    )
    told = json.loads(done.stdout)
    assert (told["rows"], told["attempts"]) == ({"train": 4}, 8)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "csv"), "choose one of sft, dpo, grpo, raw"),
        (("--format", "raw", "--openai"), "--openai is for sft and dpo"),
        (("--format", "sft", "--licences", "CC-BY-NC-4.0"), "--include-noncommercial lets such in"),
    ],
)
def test_what_cannot_be_is_refused(logged, arguments, said):
    done = run(*arguments, "--out", str(logged / "out"), "--json")
    assert (done.exit_code, done.stdout.count("\n")) == (2, 1)
    assert said in json.loads(done.stdout)["error"]


def test_a_folder_of_somebody_is_left_alone(logged):
    (logged / "README.md").write_text("mine")
    done = run("--format", "sft", "--out", str(logged), "--json")
    assert done.exit_code == 2
    assert "choose an empty or a new folder with --out" in json.loads(done.stdout)["error"]
    assert (logged / "README.md").read_text() == "mine"


def test_a_share_that_was_not_asked_for_is_said(logged):
    done = run("--format", "sft", "--out", str(logged / "out"), "--until", "2020-01-01")
    assert done.exit_code == 0
    assert "warning: there is no row for training" in done.stderr
