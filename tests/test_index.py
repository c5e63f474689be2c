import dataclasses
from functools import partial

import numpy as np
import pytest

from index.document import within
from index.embedder import Embedder
from index.fusion import diverse
from index.store import Index, IndexMissing
from knowledge.catalogue import load
from knowledge.contents import Contents
from knowledge.library import library
from knowledge.stamps import digest


class Scenes(Contents):
    """The scenes alone: an index of them is built in no time."""

    def entries(self):
        return tuple(entry for entry in super().entries() if entry.kind == "scene")


@pytest.fixture(scope="module")
def two():
    return {name: library()[name] for name in ("shape_morph", "function_derivative")}


@pytest.fixture
def small(tmp_path, data, two):
    catalogue = partial(load, data / "cache" / "catalogue")
    return Index(tmp_path / "index", Scenes(two, catalogue), Embedder(data / "cache" / "vectors.sqlite"))


def test_finds_by_meaning(index):
    assert "shape_morph" in [each.id for each in index.search("turn a triangle into a hexagon", k=3)]
    assert index.search("slope of a curve at a point", k=3)[0].licence == "MIT"
    scores = [document.score for document in index.nearest("sorting", k=5)]
    assert scores == sorted(scores, reverse=True)
    assert len({document.id for document in index.search("sorting", k=5)}) == 5


def test_building_again_does_nothing(small):
    seen = []
    assert small.build(lambda done, whole: seen.append((done, whole)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
    assert not small.build()
    assert small.stats()["vectors"] > 8


def test_a_changed_scene_makes_it_stale_and_the_old_one_stays_readable(small, two):
    small.build()
    changed = dataclasses.replace(two["shape_morph"], source=two["shape_morph"].source + "\n# changed\n")
    stamps = {
        **small.contents.stamps,
        digest(changed.code): small.contents.stamps[digest(two["shape_morph"].code)],
    }
    contents = dataclasses.replace(small.contents, scenes={**two, "shape_morph": changed}, stamps=stamps)
    after = dataclasses.replace(small, contents=contents)
    assert not after.is_built
    assert after.build()
    assert small.search("a star")[0].id == "shape_morph"
    assert "# changed" in after.search("a star")[0].text


def test_a_build_that_broke_off_is_begun_anew(small):
    broken = small.folder / f"unfinished-{small.version}"
    broken.mkdir(parents=True)
    (broken / "words.sqlite").write_bytes(b"half")
    assert small.build()
    assert not broken.exists()


def test_an_unbuilt_index_says_how_to_build_it(small):
    with pytest.raises(IndexMissing, match="rotator index build"):
        small.search("x")


def test_a_scene_that_has_not_rendered_on_this_manim_is_not_found(small, two):
    stamps = dict(small.contents.stamps)
    del stamps[digest(two["shape_morph"].code)]
    other = dataclasses.replace(small, contents=dataclasses.replace(small.contents, stamps=stamps))
    assert other.contents.unstamped()[0] == (two["shape_morph"].code, "DisplayScene")
    other.build()
    assert [each.id for each in other.search("a star becomes a circle")] == ["function_derivative"]


def test_what_moves_and_explains_is_worth_more(small, two):
    stamps = dict(small.contents.stamps)
    still = digest(two["shape_morph"].code)
    stamps[still] = dataclasses.replace(stamps[still], moves=False)
    other = dataclasses.replace(small, contents=dataclasses.replace(small.contents, stamps=stamps))
    assert [each.worth for each in small.contents.entries()] == [1.0, 1.0]
    assert [each.worth for each in other.contents.entries()] == [0.7, 1.0]


def test_another_embedder_is_told_with_the_remedy(small):
    small.build()
    other = dataclasses.replace(small, embedder=Embedder(small.embedder.cache, "all-mpnet-base-v2"))
    with pytest.raises(
        IndexMissing, match=r"with the embedder all-MiniLM-L6-v2.*all-mpnet-base-v2.*rotator index build"
    ):
        other.search("x")


def test_delivered_scenes_are_found_until_they_are_removed(small):
    small.build()
    small.delivered.add("7" * 32, "juggle three balls in the air", "from manim import *")
    found = small.search("a juggler with three balls", k=1)[0]
    assert (found.id, found.kind, found.text) == (f"delivered/{'7' * 32}", "scene", "from manim import *")
    assert "server" in found.licence
    assert small.delivered.remove("7" * 32)
    assert not small.delivered.remove("7" * 32)
    assert all("delivered" not in each.id for each in small.search("a juggler with three balls"))


def test_components_are_found_with_what_they_need(index):
    found = index.search("frequency and amplitude of each harmonic of a wave", k=3, kinds=("component",))
    text = next(each.text for each in found if each.id == "fourier_series.harmonic")
    assert text.startswith('WAVE = "square"\n\ndef harmonic(number):')
    assert "DisplayScene" not in text


def test_manims_own_examples_are_found(index):
    found = index.search("example of arranging mobjects in a grid", k=5, kinds=("example",))
    assert any(each.id.startswith("Mobject.arrange_in_grid:") for each in found)
    assert all("Manim" in each.licence for each in found)


def test_pitfalls_are_found_by_the_names_in_play(index):
    found = index.using({"CoordinateSystem": 1.0, "Axes": 2.0, "plot": 1.0}, "pitfall", 8)
    assert any("get_graph" in each.text for each in found)
    assert index.using({"NoSuchThing": 1.0}, "pitfall", 8) == ()
    assert "Axes" in index.symbols(index.search("Axes", kinds=("api",)))


def test_finds_by_exact_name(index):
    assert index.search("what does get_riemann_rectangles do", k=3, kinds=("api",))[0].id.endswith(
        ".get_riemann_rectangles"
    )
    assert index.search("LaggedStart", k=3, kinds=("api",))[0].id == "LaggedStart"


def test_finds_what_manim_has_for_it(index):
    found = [each.id for each in index.search("shade the area under a curve", k=5, kinds=("api",))]
    assert "CoordinateSystem.get_area" in found
    assert all(each.licence.startswith("MIT") for each in index.search("an arrow", kinds=("api",)))


def test_a_document_of_a_class_says_how_it_is_made_and_used(index):
    text = next(each.text for each in index.search("Axes", kinds=("api",)) if each.id == "Axes")
    assert text.startswith("Axes(x_range=None")
    assert ".plot(" in text
    assert "As in the scene" in text
    assert ":class:" not in text
    assert len(text) < 2500


@pytest.mark.parametrize("harm", ["words.sqlite", "manifest.json", "vectors/chroma.sqlite3"])
def test_a_damaged_index_is_found_out_and_built_anew(small, harm):
    small.build()
    file = small.path / harm
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    again = dataclasses.replace(small)
    assert again.search("a star becomes a circle")[0].id == "shape_morph"


def test_twins_do_not_crowd_out_the_rest():
    vectors = {
        name: np.array(at, np.float32)
        for name, at in {"a": [1, 0], "b": [1, 0], "c": [1, 0], "d": [0, 1]}.items()
    }
    assert diverse(["a", "b", "c", "d"], vectors) == ["a", "b", "d", "c"]


def test_a_budget_of_tokens_holds_and_the_first_always_fits():
    assert within(["x" * 7000], 100) == 1
    assert within(["x" * 70, "x" * 70, "x" * 70], 45) == 2
