"""The plays that are kept between versions: what a job claims of them is not believed, and they stay few."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from agent.sandbox import plays
from agent.sandbox.plays import Plays


@pytest.fixture
def kept(tmp_path):
    return Plays(tmp_path / "plays" / "session")


def packed(name, length):
    return {"name": name, "bytes": length}


def keep(kept, content, told):
    os.close(kept.open())
    pack = os.memfd_create("pack")
    os.write(pack, content)
    try:
        kept.keep(pack, told)
    finally:
        os.close(pack)
    return {path.stem: path.read_bytes() for path in kept.folder.iterdir()}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([packed("1_a", 3), packed("2_b", 2)], {"1_a": b"one", "2_b": b"tw"}),
        ([packed("1_a", 3), packed("2_b", 99)], {"1_a": b"one"}),
        ([packed("1_a", 3), packed("2_b", None), packed("3_c", 2)], {"1_a": b"one"}),
        (
            [packed("1_a", 3), {"name": "2_b", "cached": True}, packed("3_c", 2)],
            {"1_a": b"one", "3_c": b"tw"},
        ),
        ([packed("1_a", -1)], {}),
        ([packed("../../1", 3)], {}),
        ([packed("a/b", 3)], {}),
        ([packed(".", 3)], {}),
        ([packed(3, "1_a")], {}),
        ([{"name": "../x", "cached": True}, {"name": 3, "cached": True}, {"cached": True}], {}),
        ([{}], {}),
        ([], {}),
    ],
)
def test_takes_only_what_makes_sense(kept, told, expected):
    assert keep(kept, b"onetwo", told) == expected


def test_lets_go_of_what_was_used_longest_ago(kept, monkeypatch):
    monkeypatch.setattr(plays, "MOST_BYTES", 7)
    keep(kept, b"onetwo", [packed("1", 3), packed("2", 3)])
    for name, when in (("1", 10), ("2", 20)):
        os.utime(kept.folder / f"{name}.mp4", (when, when))
    assert set(keep(kept, b"new", [packed("3", 3), {"name": "1", "cached": True}])) == {"1", "3"}


def test_renders_that_end_at_the_same_time_do_not_get_into_each_others_way(kept, monkeypatch):
    monkeypatch.setattr(plays, "MOST_BYTES", 700_000)

    def take_in(n):
        pack = os.memfd_create("pack")
        os.write(pack, bytes([n % 7]) * 400_000)
        try:
            kept.keep(pack, [packed("same", 200_000), packed(f"{n % 7}", 200_000)])
        finally:
            os.close(pack)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(take_in, range(60)))
    for path in kept.folder.iterdir():
        assert len(path.read_bytes()) == 200_000
        assert len(set(path.read_bytes())) == 1


def test_a_session_that_was_let_go_of_meanwhile_is_there_again(kept):
    os.close(kept.open())
    kept.folder.rmdir()
    pack = os.memfd_create("pack")
    os.write(pack, b"one")
    kept.keep(pack, [packed("1_a", 3)])
    os.close(pack)
    assert (kept.folder / "1_a.mp4").read_bytes() == b"one"


def test_sessions_are_bounded_too(tmp_path, monkeypatch):
    monkeypatch.setattr(plays, "MOST_SESSIONS", 2)
    for n in range(4):
        session = Plays(tmp_path / "plays" / str(n))
        keep(session, b"x", [packed("1", 1)])
        os.utime(session.folder, (n, n))
    keep(Plays(tmp_path / "plays" / "new"), b"x", [packed("1", 1)])
    assert {path.name for path in (tmp_path / "plays").iterdir()} == {"3", "new"}
