"""A run in legs comes to what a run in one goes to, in whatever process each of them is."""

import dataclasses
import sqlite3

import pytest
from conftest import BROKEN, GOOD, fenced
from langgraph.checkpoint.sqlite import SqliteSaver

from agent.budget import Budget
from agent.faults import Stopped
from agent.legs import run_leg
from agent.run import beginning, outcome
from agent.sandbox import RenderOptions
from agent.serializer import StateSerializer

pytestmark = pytest.mark.slow
BEGIN = beginning("a circle", options=RenderOptions(160, 90, 5), budget=Budget(finding_rounds=0))


class Refused(Exception):
    status_code = 401


@pytest.fixture
def saver(tmp_path):
    """Return a saver as another process would open it: nothing is kept but the file."""
    opened = []

    def open_saver():
        opened.append(sqlite3.connect(tmp_path / "steps.sqlite", check_same_thread=False))
        saver = SqliteSaver(opened[-1], serde=StateSerializer())
        saver.setup()
        return saver

    yield open_saver
    for connection in opened:
        connection.close()


def test_each_leg_is_of_one_kind_and_the_next_goes_on(scripted, saver):
    stages = []
    context = scripted(fenced(BROKEN), fenced(GOOD))
    context = dataclasses.replace(context, listen=lambda event: stages.append(event.get("stage")))
    kinds = []
    kind = "models"
    while kind:
        kinds.append(kind)
        leg = run_leg(saver(), "t", kind, BEGIN, context)
        kind = leg.following
    assert kinds == ["models", "renders", "models", "renders"]
    assert [stage for stage in stages if stage] == [
        *("retrieve", "draft", "check", "repair", "check", "render", "inspect", "remember"),
    ]
    ended = outcome(leg.state, None, 1.0)
    assert (ended.status, [each.number for each in ended.attempts]) == ("completed", [1, 2])
    assert isinstance(ended.attempts, tuple)
    assert ended.rendered.video.is_file()


def test_a_leg_that_had_ended_does_nothing_again(scripted, saver):
    context = scripted(fenced(GOOD))
    assert run_leg(saver(), "t", "models", BEGIN, context).following == "renders"
    assert run_leg(saver(), "t", "models", BEGIN, context).following == "renders"
    first = run_leg(saver(), "t", "renders", BEGIN, context)
    again = run_leg(saver(), "t", "renders", BEGIN, context)
    assert outcome(first.state, None, 1.0) == outcome(again.state, None, 1.0)
    assert len(context.model.heard) == 1


def test_any_kind_goes_to_the_end(scripted, saver):
    leg = run_leg(saver(), "t", None, BEGIN, scripted(fenced(GOOD)))
    assert (leg.following, outcome(leg.state, None, 1.0).status) == (None, "completed")


def test_what_stops_a_leg_leaves_its_whole_stages(scripted, saver):
    context = scripted(fenced(GOOD))

    def stop(event):
        if event.get("stage") == "render":
            raise Stopped

    run_leg(saver(), "t", "models", BEGIN, context)
    with pytest.raises(Stopped):
        run_leg(saver(), "t", "renders", BEGIN, dataclasses.replace(context, listen=stop))
    leg = run_leg(saver(), "t", "renders", BEGIN, context)
    assert outcome(leg.state, None, 1.0).status == "completed"
    assert len(leg.state["attempts"]) == 1


def test_a_fault_ends_the_run_with_what_was_tried(scripted, saver):
    leg = run_leg(saver(), "t", "models", BEGIN, scripted(Refused("no such key")))
    ended = outcome(leg.state, leg.fault, 1.0)
    assert (leg.following, ended.status) == (None, "failed")
    assert "no such key" in ended.error
