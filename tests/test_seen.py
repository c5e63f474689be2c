"""What a job tells of its picture is a claim: nonsense is left out, nothing is written but stills of moderate size."""

import pytest

from agent.sandbox.seen import LARGEST_STILL, MOST_FINDINGS, MOST_STILLS, findings_of, take_apart

CODE = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        title = Text("one")
        self.add(title)
        for title in (Text("two"), Text("three")):
            self.play(Write(title))
        self.dots: VGroup = VGroup(Dot())
"""
TOLD = {
    "kind": "off-frame",
    "message": "title sticks out",
    "line": 9,
    "start": 1,
    "end": 2.5,
    "objects": [{"type": "Text", "text": "two", "name": "title", "box": [0, 0, 1, 1]}],
    "measure": 0.5,
    "suggestion": "title.to_edge(UP)",
    "still": "finding-01.jpg",
    "whatever": 1,
}


def told(**changed):
    return {"findings": [TOLD | changed]}


def test_a_finding_is_taken_with_the_line_that_gave_its_object():
    (finding,) = findings_of(told(), CODE)
    assert (finding.kind, finding.line, finding.start, finding.end) == ("off-frame", 9, 1.0, 2.5)
    assert finding.objects[0].box == (0.0, 0.0, 1.0, 1.0)
    assert finding.objects[0].line == 8


@pytest.mark.parametrize(
    ("name", "line", "given"),
    [("title", 7, 6), ("title", 9, 8), ("title", None, 8), ("self.dots[0]", 9, 10), ("other", 9, None)],
)
def test_the_line_is_the_last_before_the_finding(name, line, given):
    (finding,) = findings_of(told(objects=[{"type": "Text", "name": name}], line=line), CODE)
    assert finding.objects[0].line == given


@pytest.mark.parametrize(
    "claim",
    [
        {"findings": None},
        {"findings": "all well"},
        {"findings": [None, 3, "x", []]},
        told(kind="virus"),
        told(kind=None),
        told(message="x" * 5000),
        told(still="../../etc/passwd"),
        told(still="finding-01.jpg\n"),
        told(start="soon"),
        told(measure=float("nan")),
        told(end=float("inf")),
        told(objects=[{"text": "no type"}]),
        told(objects=[{"type": "Text", "box": [1, 2]}]),
        {},
    ],
)
def test_nonsense_is_left_out(claim):
    assert findings_of(claim, CODE) == ()


def test_no_more_than_so_many():
    assert len(findings_of({"findings": [TOLD] * 1000}, CODE)) == MOST_FINDINGS


def test_a_program_that_does_not_parse_gives_no_lines():
    (finding,) = findings_of(told(), "x = (")
    assert finding.objects[0].line is None


@pytest.mark.parametrize(
    ("lengths", "sizes"),
    [
        ([3, 4], [3, 4]),
        ([3, 400], [3]),
        ([3, 0, 4], [3]),
        ([3, -1], [3]),
        ([3, "4"], [3]),
        ([LARGEST_STILL + 1], []),
        ("3", []),
        (None, []),
    ],
)
def test_stills_are_taken_apart(tmp_path, lengths, sizes):
    pack = tmp_path / "stills.pack"
    pack.write_bytes(b"abcdefg")
    take_apart(pack, lengths)
    assert [path.stat().st_size for path in sorted(tmp_path.iterdir())] == sizes
    assert not pack.exists()


def test_no_more_stills_than_so_many(tmp_path):
    pack = tmp_path / "stills.pack"
    pack.write_bytes(b"a" * 100)
    take_apart(pack, [1] * 100)
    assert len(list(tmp_path.iterdir())) == MOST_STILLS
