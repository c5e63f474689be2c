"""Scenes of others: found, converted, rendered in the sandbox, and kept with their licence."""

import json
from dataclasses import replace

import pytest
from test_exports import embed, exported, rows_in  # noqa: F401 - fixtures
from typer.testing import CliRunner

from agent.prompts import SHIPPED
from service.cli import app
from service.database import open_database
from service.events.exports.imported import request_of, row_of
from service.events.imports.finding import files_in, scenes_in
from service.events.imports.importing import Importer
from service.events.imports.ownership import Ownership
from service.events.imports.table import Imported, Imports
from service.settings import Settings

THEIRS = '''from manim_imports_ext import *

SIZE = 2
UNUSED = 3


def ring(size):
    return Circle(radius=size)


class Base(InteractiveScene):
    pass


class GrowingRing(Base):
    """A ring that grows
    out of its centre.

    Not this.
    """

    def construct(self):
        self.play(ShowCreation(ring(SIZE)))
        self.wait()


class TwoWords(Scene):
    def construct(self):
        self.play(Write(Text("two words")))


class Talking(TeacherStudentsScene):
    def construct(self):
        self.play_student_changes("happy")


class NoScene(VGroup):
    def construct(self):
        pass


if __name__ == "__main__":
    raise SystemExit("not to be run")
'''
NONCOMMERCIAL = "Licensed under the Creative Commons Attribution-NonCommercial-ShareAlike 4.0 licence"
MIT = "Permission is hereby granted, free of charge, to any person"
SCENE = Imported(
    id="1" * 32, source="theirs", file="a.py", scene="GrowingRing", about="", licence="MIT", licence_from="LICENSE",
    verdict="renders", before="", after="from manim import *\n", manim="0.22.0", made=1.0,
)  # fmt: skip


def test_each_scene_is_a_program_of_its_own():
    ring, words, talking = scenes_in(THEIRS)
    assert [each.name for each in (ring, words, talking)] == ["GrowingRing", "TwoWords", "Talking"]
    assert all(
        part in ring.program for part in ("SIZE = 2", "def ring", "class Base", "class DisplayScene(Base)")
    )
    assert not any(part in ring.program for part in ("UNUSED", "TwoWords", "SystemExit", "GrowingRing"))
    assert "SIZE" not in words.program
    assert ring.about.startswith("A ring that grows")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("class A(:", None),
        ("x = 1", []),
        ("class A(A):\n    def construct(self): pass", []),
        ("class A(Scene): pass", []),
        ("class A(m.Scene):\n    def construct(self): pass\nclass B(A): pass", ["B"]),
        ("@deco\nclass A(Scene):\n    def construct(self): pass", ["A"]),
    ],
)
def test_what_is_a_scene(text, names):
    found = scenes_in(text)
    assert (found if found is None else [each.name for each in found]) == names


def test_links_and_hidden_folders_are_left_alone(tmp_path):
    (tmp_path / ".git").mkdir()
    for name in ("b.py", "a.py", ".git/c.py", "notes.txt"):
        (tmp_path / name).write_text("")
    (tmp_path / "link.py").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/etc")
    assert [path.name for path in files_in(tmp_path)] == ["a.py", "b.py"]


@pytest.mark.parametrize(
    ("files", "text", "told", "licence"),
    [
        ({}, "", "", "unknown"),
        ({}, "", "MIT", "MIT"),
        ({"LICENSE": MIT}, "", "", "MIT"),
        ({"LICENSE.txt": NONCOMMERCIAL}, "", "", "CC-BY-NC-SA-4.0"),
        ({"LICENSE.txt": NONCOMMERCIAL}, "", "MIT", "CC-BY-NC-SA-4.0"),
        ({"README.md": "This is CC BY-NC-SA 4.0."}, "", "MIT", "CC-BY-NC-SA-4.0"),
        ({"README.md": "MIT License"}, "", "", "unknown"),
        ({"LICENSE": NONCOMMERCIAL, "sub/LICENSE": MIT}, "", "", "MIT"),
        ({"LICENSE": NONCOMMERCIAL}, "# SPDX-License-Identifier: Apache-2.0\n", "", "Apache-2.0"),
        ({"LICENSE": "All rights reserved"}, "", "", "unknown (LICENSE)"),
    ],
)
def test_the_licence_of_a_file(tmp_path, files, text, told, licence):
    (tmp_path / "sub").mkdir()
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    assert Ownership(tmp_path, told).of(tmp_path / "sub" / "scene.py", text)[0] == licence


@pytest.fixture
def imports(tmp_path):
    return Imports(open_database(Settings(data=tmp_path / "data")))


def test_a_row_comes_back_as_it_was(imports):
    imports.keep(replace(SCENE, reasons=("one", "two"), findings=("off-frame",)))
    assert list(imports.all()) == [replace(SCENE, reasons=("one", "two"), findings=("off-frame",))]


def test_of_two_licences_the_non_commercial_one_holds(imports):
    imports.keep(SCENE)
    assert imports.known(SCENE.id, "CC-BY-NC-4.0", "LICENSE").licence == "CC-BY-NC-4.0"
    assert imports.known(SCENE.id, "MIT", "LICENSE").licence == "CC-BY-NC-4.0"
    assert imports.known("2" * 32, "MIT", "LICENSE") is None


@pytest.mark.parametrize(
    ("changes", "request_"),
    [
        ({}, "growing ring"),
        ({"scene": "SVDIn3Steps"}, "svd in3 steps"),
        ({"scene": "what_is_e"}, "what is e"),
        ({"about": "A ring\n   that grows.\n\nMore."}, "A ring that grows."),
    ],
)
def test_what_an_imported_scene_was_asked_for(changes, request_):
    assert request_of(replace(SCENE, **changes)) == request_


@pytest.mark.parametrize("changes", [{"verdict": "partly"}, {"findings": ("off-frame",)}, {"scene": "Intro"}])
def test_an_imported_scene_that_is_no_example(changes):
    why = []
    assert row_of(replace(SCENE, **changes), SHIPPED, why.append) is None
    assert len(why) == 1


def test_non_commercial_scenes_stay_out_unless_they_are_let_in(exported):  # noqa: F811
    rows = [
        row_of(replace(SCENE, licence=licence, after=f"x = {n}"), SHIPPED, print)
        for n, licence in enumerate(("MIT", "CC-BY-NC-SA-4.0"))
    ]
    found, card = exported("sft", imported=rows)
    assert sum(card.rows.values()) == 1
    assert card.taken_away == {"licence: CC-BY-NC-SA-4.0": 1}
    ((row,),) = found.values()
    assert (row["source"], row["licence"]) == ("import", "MIT")
    assert "growing ring" in row["messages"][1]["content"]


@pytest.fixture
def theirs(tmp_path):
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "scenes.py").write_text(THEIRS)
    (folder / "broken.py").write_text("class A(:")
    (folder / "LICENSE").write_text(MIT)
    return folder


@pytest.mark.slow
def test_a_folder_is_brought_in_once(imports, checked, renderer, theirs):
    def bring_in(limit=None):
        importer = Importer(imports, checked, renderer, 60)
        return list(importer.bring_in(theirs, "theirs", "", limit)), importer.counts

    (first,), counts = bring_in(limit=1)
    assert (first.verdict, first.licence, first.licence_from) == ("renders", "MIT", "LICENSE")
    assert "Create(ring(SIZE))" in first.after
    assert "from manim import *" in first.after
    rows, counts = bring_in()
    assert [each.verdict for each in rows] == ["renders", "renders", "partly"]
    assert "play_student_changes" in rows[2].reasons[0]
    assert (counts["files"], counts["unreadable"], counts["new"], counts["known"]) == (2, 1, 2, 1)
    rows, counts = bring_in()
    assert (counts["new"], counts["known"]) == (0, 3)


@pytest.mark.slow
def test_a_hostile_file_is_only_ever_run_in_the_sandbox(imports, checked, renderer, theirs, tmp_path):
    victim = tmp_path / "victim"
    (theirs / "scenes.py").write_text(
        f"from pathlib import Path\nfrom manim import *\nPath({str(victim)!r}).write_text('x')\n"
        f"class A(Scene):\n    def construct(self):\n        Path({str(victim)!r}).write_text('x')\n        self.play(Create(Circle()))\n"
    )
    ((row,),) = [list(Importer(imports, checked, renderer, 60).bring_in(theirs, "theirs", "", None))]
    assert row.verdict != "renders"
    assert not victim.exists()


def command(*arguments):
    return CliRunner().invoke(app, ["events", *map(str, arguments)])


@pytest.mark.slow
def test_the_commands(theirs, checked, data, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cache").symlink_to(data / "cache")  # with the catalogue that `checked` has made
    monkeypatch.setenv("ROTATOR_DATA", str(tmp_path / "data"))
    done = command("import", theirs, "--json", "--limit", 1, "--out", tmp_path / "rows.jsonl")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["verdicts"] == {"renders": 1}
    assert json.loads((tmp_path / "rows.jsonl").read_text())["scene"] == "GrowingRing"
    done = command("export", "--format", "sft", "--out", tmp_path / "out", "--json")
    assert sum(json.loads(done.stdout)["rows"].values()) == 1
    assert sum(map(len, rows_in(tmp_path / "out").values())) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "--format", "csv", "--out", "out"], "choose one of sft, dpo, grpo, raw"),
        (["export", "--format", "raw", "--out", "out", "--openai"], "--openai is for sft and dpo"),
        (
            ["export", "--format", "sft", "--out", "out", "--licences", "CC-BY-NC-4.0"],
            "--include-noncommercial",
        ),
        (["export", "--format", "sft", "--out", "/dev/null/x"], "choose another with --out"),
        (["import", "/nowhere"], "is no folder"),
    ],
)
def test_bad_input_is_told_with_its_remedy(arguments, said, tmp_path, monkeypatch):
    monkeypatch.setenv("ROTATOR_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    done = command(*arguments, "--json")
    assert done.exit_code == 2
    assert said in json.loads(done.stdout)["error"]
