"""The plays that are kept between versions: what a job claims of them is not believed, and they stay few."""

import os

import pytest

from agent.sandbox import plays
from agent.sandbox.plays import Plays


@pytest.fixture
def kept(tmp_path):
    return Plays(tmp_path / "plays" / "session")


def keep(kept, content, claimed):
    os.close(kept.open())
    pack = os.memfd_create("pack")
    os.write(pack, content)
    try:
        kept.keep(pack, claimed)
    finally:
        os.close(pack)
    return {path.stem: path.read_bytes() for path in kept.folder.iterdir()}


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        ({"segments": [["1_a", 3], ["2_b", 2]]}, {"1_a": b"one", "2_b": b"tw"}),
        ({"segments": [["1_a", 3], ["2_b", 99]]}, {"1_a": b"one"}),
        ({"segments": [["1_a", -1]]}, {}),
        ({"segments": [["../../1", 3]]}, {}),
        ({"segments": [["a/b", 3]]}, {}),
        ({"segments": [[".", 3]]}, {}),
        ({"segments": [[3, "1_a"]]}, {}),
        ({"segments": [["1_a", True, 0]]}, {}),
        ({"segments": "1_a"}, {}),
        ({"segments": None, "reused": ["../x", 3, None]}, {}),
        ({}, {}),
    ],
)
def test_takes_only_what_makes_sense(kept, claimed, expected):
    assert keep(kept, b"onetwo", claimed) == expected


def test_lets_go_of_what_was_used_longest_ago(kept, monkeypatch):
    monkeypatch.setattr(plays, "MOST_BYTES", 7)
    keep(kept, b"onetwo", {"segments": [["1", 3], ["2", 3]]})
    for name, when in (("1", 10), ("2", 20)):
        os.utime(kept.folder / f"{name}.mp4", (when, when))
    assert set(keep(kept, b"new", {"segments": [["3", 3]], "reused": ["1"]})) == {"1", "3"}


def test_sessions_are_bounded_too(tmp_path, monkeypatch):
    monkeypatch.setattr(plays, "MOST_SESSIONS", 2)
    for n in range(4):
        session = Plays(tmp_path / "plays" / str(n))
        keep(session, b"x", {"segments": [["1", 1]]})
        os.utime(session.folder, (n, n))
    keep(Plays(tmp_path / "plays" / "new"), b"x", {"segments": [["1", 1]]})
    assert {path.name for path in (tmp_path / "plays").iterdir()} == {"3", "new"}
