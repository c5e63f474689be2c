"""What is known, as it goes into the index: true, whole, and each thing once."""

import ast
import builtins
from functools import partial

import pytest

from knowledge.api import intents
from knowledge.catalogue import load
from knowledge.components import components
from knowledge.contents import Contents
from knowledge.examples import examples
from knowledge.library import library
from knowledge.stamps import SHIPPED, digest, read_stamps, write_stamps
from service.verifying import Verifier


@pytest.fixture(scope="module")
def contents(data):
    return Contents(library(), partial(load, data / "cache" / "catalogue"))


@pytest.fixture(scope="module")
def entries(contents):
    return contents.entries()


def test_everything_that_is_shown_has_rendered(contents):
    assert contents.unstamped() == [], "run: rotator index verify --out knowledge/stamps.json"
    assert all(contents.renders(scene.code) for scene in library().values())


def test_every_key_is_there_once(entries):
    keys = [entry.key for entry in entries]
    assert len(keys) == len(set(keys))
    assert all(entry.text and entry.licence and entry.phrasings for entry in entries)


def test_every_intent_is_of_a_document_and_said_once(entries):
    assert set(intents()) <= {entry.id for entry in entries if entry.kind == "api"}
    said = [each.lower() for phrases in intents().values() for each in phrases]
    assert len(said) == len(set(said))
    assert all(2 <= len(each.split()) <= 12 for each in said)


def test_scenes_are_asked_for_in_many_words():
    asked = [each for scene in library().values() for each in scene.asked]
    assert len(asked) == len(set(asked))
    assert all(len(scene.asked) >= 10 for scene in library().values())


def test_documents_of_manim_fit_a_prompt(entries):
    sizes = sorted(len(entry.text) for entry in entries if entry.kind == "api")
    assert sizes[-1] < 2600
    assert sizes[len(sizes) // 2] < 400


def unknown(code, manims):
    """Return the names that a program uses and nobody has given: neither it, nor Python, nor Manim."""
    nodes = list(ast.walk(ast.parse(code)))
    given = set(dir(builtins)) | manims
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                given.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                given.add(name)
            case ast.alias(name=name, asname=other):
                given.add((other or name).partition(".")[0])
    return {each.id for each in nodes if isinstance(each, ast.Name)} - given


def test_components_stand_alone(contents):
    manims = set(contents.catalogue().names) | {"np"}
    for scene in library().values():
        for name, about, code in components(scene):
            assert about, (scene.id, name)
            assert f"def {name}(" in code or f"class {name}" in code
            assert not unknown(code, manims), (scene.id, name, unknown(code, manims))


def test_examples_are_read_with_what_they_are_of():
    owners = {each.owner for each in examples()}
    assert {"Circle", "Mobject.arrange_in_grid", "Axes"} & owners == {
        "Circle",
        "Mobject.arrange_in_grid",
        "Axes",
    }
    assert len(examples()) > 380


def test_stamps_of_another_manim_do_not_count(tmp_path):
    stamps = read_stamps(SHIPPED)
    other = tmp_path / "stamps.json"
    other.write_text(SHIPPED.read_text().replace('"manim": "', '"manim": "9.'))
    assert read_stamps(other) == {}
    write_stamps(other, stamps)
    assert read_stamps(other) == stamps


@pytest.mark.slow
def test_stamps_say_what_rendering_shows(contents, renderer, tmp_path):
    shown = {each.where: each for each in examples()}
    circle = next(each for each in shown.values() if each.owner == "Circle")
    programs = [(library()[name].code, "DisplayScene") for name in ("shape_morph", "sphere_volume")]
    programs += [(circle.code, circle.scene), ("from manim import *\nclass No(Scene): pass\n", "No")]
    seen = []
    verifier = Verifier(renderer, contents.catalogue(), tmp_path / "stamps.json", tmp_path / "pictures")
    known = {}
    refused = verifier.verify(programs, known, lambda done, whole: seen.append((done, whole)))
    assert refused == []
    for code, _ in programs[:3]:
        assert known[digest(code)] == contents.stamps[digest(code)]
        assert (tmp_path / "pictures" / f"{digest(code)}.png").stat().st_size > 200
    assert known[digest(programs[3][0])].worth < known[digest(programs[0][0])].worth
    assert seen[-1] == (4, 4)
    assert read_stamps(tmp_path / "stamps.json") == known


@pytest.mark.slow
def test_what_does_not_render_is_kept_as_such(contents, renderer, tmp_path):
    code = (
        "from manim import *\nclass Wrong(Scene):\n    def construct(self):\n        self.play(Nothing())\n"
    )
    verifier = Verifier(renderer, contents.catalogue(), tmp_path / "stamps.json", tmp_path / "pictures")
    known = {}
    assert verifier.verify([(code, "Wrong")], known, lambda done, whole: None) == [digest(code)]
    assert not known[digest(code)].renders
