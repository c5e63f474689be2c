"""The labelled set is what it says, its edits still apply, and what is found in it is counted right."""

from __future__ import annotations

import ast
from collections import Counter

import pytest
from counting import Count, Judged, counted, table
from defects import Edit, Entry, Label, entries, holding, root

from agent.check import Checker
from agent.findings import WEIGHTS, Finding, Seen

SILENT = {"sets-nothing", "keyword-ignored"}
MANY = {"off-frame", "text-overlap", "text-crossed", "low-contrast"}
NAMED = Label("text-overlap", 2.0, 6.0, ("title", "note"))


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_an_entry_is_a_program_that_the_check_lets_pass(entry: Entry, checked: Checker):
    seen = checked.check(entry.code)
    assert entry.class_name in [
        node.name for node in ast.parse(entry.code).body if isinstance(node, ast.ClassDef)
    ]
    assert seen.ok
    assert not seen.problems or SILENT.intersection(entry.kinds), seen.problems[0].message


@pytest.mark.parametrize("entry", [each for each in entries() if each.labels], ids=lambda entry: entry.id)
def test_a_label_is_of_a_known_kind_and_takes_time(entry: Entry):
    for label in entry.labels:
        assert label.kind in WEIGHTS
        assert 0 <= label.start <= label.end
        assert label.kind not in entry.tolerated


def test_there_are_enough_of_each_kind_in_both_halves():
    clean = [entry for entry in entries() if not entry.labels]
    assert len(clean) >= 70
    assert len([entry for entry in entries() if entry.labels]) >= 100
    for half in (False, True):
        kinds = Counter(kind for entry in entries() if entry.held_out is half for kind in entry.kinds)
        assert all(count >= (6 if kind in MANY else 3) for kind, count in kinds.items()), kinds
        assert set(kinds) == set(WEIGHTS) - {"too-short", "too-long"}


def test_ids_are_unique():
    assert max(Counter(entry.id for entry in entries()).values()) == 1


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        (Edit("b = 2", put="b = 3"), "a = 1\nif a:\n    b = 3\n"),
        (Edit("b = 2", below="c = 3\nd = 4"), "a = 1\nif a:\n    b = 2\n    c = 3\n    d = 4\n"),
        (Edit("b = 2", above="c = 3"), "a = 1\nif a:\n    c = 3\n    b = 2\n"),
    ],
)
def test_an_edit(edit: Edit, after: str):
    assert edit.applied("a = 1\nif a:\n    b = 2\n") == after


@pytest.mark.parametrize("find", ["=", "z"])
def test_an_edit_wants_one_place(find: str):
    with pytest.raises(ValueError, match="times in the scene"):
        Edit(find, put="").applied("a = 1\nb = 2\n")


def test_an_example_is_held_at_its_end():
    code = "class Other:\n    pass\n\nclass Still(Scene):\n    def construct(self):\n        self.add(\n            Dot())\n"
    assert holding(code, "Still").endswith("            Dot())\n        self.wait(2)\n")


@pytest.mark.parametrize(
    ("name", "variable"),
    [("title", "title"), ("self.dots[2]", "dots"), ("table.rows[0][1]", "table"), ("", "")],
)
def test_root(name: str, variable: str):
    assert root(name) == variable


@pytest.mark.parametrize(
    ("finding", "fits"),
    [
        (Finding("text-overlap", "", start=3, end=4, objects=(Seen("Text", name="title"),)), True),
        (Finding("text-overlap", "", start=3, end=4, objects=(Seen("Text", name="self.note[0]"),)), True),
        (Finding("text-overlap", "", start=3, end=4, objects=(Seen("Text"),)), True),
        (Finding("text-overlap", "", start=0, end=2.1), True),
        (Finding("text-overlap", "", start=0, end=1), False),
        (Finding("text-overlap", "", start=7, end=8), False),
        (Finding("text-overlap", "", start=3, end=4, objects=(Seen("Text", name="axes"),)), False),
        (Finding("off-frame", "", start=3, end=4), False),
    ],
)
def test_a_label_fits(finding: Finding, fits: bool):
    assert NAMED.fits(finding) is fits


OVERLAP = Entry("a", "scene", labels=(NAMED,), tolerated=("label-far",))
RIGHT = Finding("text-overlap", "", start=3, end=4)


@pytest.mark.parametrize(
    ("entry", "findings", "counts"),
    [
        (OVERLAP, (), {"text-overlap": Count(1, 0, 0)}),
        (OVERLAP, (RIGHT, RIGHT), {"text-overlap": Count(1, 1, 0)}),
        (OVERLAP, (Finding("text-overlap", "", start=8, end=9),), {"text-overlap": Count(1, 0, 1)}),
        (OVERLAP, (RIGHT, Finding("label-far", "")), {"text-overlap": Count(1, 1, 0)}),
        (
            OVERLAP,
            (RIGHT, Finding("off-frame", ""), Finding("off-frame", "")),
            {"text-overlap": Count(1, 1, 0), "off-frame": Count(0, 0, 1)},
        ),
        (Entry("b", "scene"), (RIGHT,), {"text-overlap": Count(0, 0, 1)}),
        (Entry("b", "scene"), (Finding("too-short", ""),), {}),
    ],
)
def test_counted(entry: Entry, findings: tuple[Finding, ...], counts: dict[str, Count]):
    assert {
        kind: count for kind, count in counted([Judged(entry, findings)]).items() if count != Count()
    } == counts


def test_table_sums_the_kinds():
    judged = [
        Judged(OVERLAP, (RIGHT,)),
        Judged(OVERLAP, ()),
        Judged(Entry("b", "scene"), (Finding("off-frame", ""),)),
    ]
    lines = {line.split()[0]: line.split()[1:] for line in table(counted(judged)).splitlines()}
    assert lines["text-overlap"] == ["2", "1", "1", "1.00", "0.50"]
    assert lines["off-frame"] == ["0", "1", "0", "0.00", "-"]
    assert lines["all"] == ["2", "2", "1", "0.50", "0.50"]
