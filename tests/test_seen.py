"""What a job says it has seen is looked through: what makes no sense is left out."""

import json

import pytest

from agent.sandbox.seen import LARGEST_STILL, MOST_STILLS, findings_of, take_apart

GOOD = {"kind": "off-frame", "message": "it sticks out", "measure": 0.5}


@pytest.mark.parametrize(
    ("claim", "count"),
    [
        ({}, 1),
        ({"kind": "no such kind"}, 0),
        ({"measure": float("nan")}, 0),
        ({"end": float("inf")}, 0),
        ({"still": "../finding-01.jpg"}, 0),
        ({"message": "long" * 200}, 0),
        ({"objects": [{"type": "Dot", "box": [0, 0, float("nan"), 1]}]}, 0),
    ],
)
def test_findings_are_looked_through(claim, count):
    found = findings_of({"findings": [GOOD | claim]}, "x = 1\n")
    assert len(found) == count
    json.dumps([each.as_json() for each in found], allow_nan=False)


@pytest.mark.parametrize(
    ("size", "lengths", "sizes"),
    [
        (9, [4, 5], [4, 5]),
        (9, [4, 6], [4]),
        (9, None, []),
        (9, [4, -1, 2], [4]),
        (9, ["4"], []),
        (LARGEST_STILL + 1, [LARGEST_STILL + 1], []),
        (
            (MOST_STILLS + 1) * LARGEST_STILL,
            [LARGEST_STILL] * (MOST_STILLS + 1),
            [LARGEST_STILL] * MOST_STILLS,
        ),
    ],
)
def test_stills_are_taken_apart(tmp_path, size, lengths, sizes):
    pack = tmp_path / "stills.pack"
    with pack.open("wb") as file:
        file.truncate(size)
    take_apart(pack, lengths)
    assert [each.stat().st_size for each in sorted(tmp_path.iterdir())] == sizes
