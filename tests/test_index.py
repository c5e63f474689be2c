import dataclasses

import pytest

from index.embedder import Embedder
from index.scenes import IndexMissing, SceneIndex
from knowledge.library import library


@pytest.fixture(scope="module")
def two():
    return {name: library()[name] for name in ("shape_morph", "function_derivative")}


@pytest.fixture
def small(tmp_path, data, two):
    return SceneIndex(tmp_path / "index", two, Embedder(data / "cache" / "vectors.sqlite"))


def test_finds_by_meaning(index):
    assert "shape_morph" in [each.id for each in index.search("turn a triangle into a hexagon", k=3)]
    assert index.search("slope of a curve at a point", k=3)[0].licence == "MIT"
    scores = [document.score for document in index.search("sorting", k=5)]
    assert scores == sorted(scores, reverse=True)
    assert len({document.id for document in index.search("sorting", k=5)}) == 5


def test_building_again_does_nothing(small):
    seen = []
    assert small.build(lambda done, whole: seen.append((done, whole)))
    assert seen == [(1, 2), (2, 2)]
    assert not small.build()
    assert small.stats()["vectors"] > 8


def test_a_changed_scene_makes_it_stale_and_the_old_one_stays_readable(small, two):
    small.build()
    changed = dataclasses.replace(two["shape_morph"], source=two["shape_morph"].source + "\n# changed\n")
    after = dataclasses.replace(small, scenes={**two, "shape_morph": changed})
    assert not after.is_built
    assert after.build()
    assert small.search("a star")[0].id == "shape_morph"
    assert "# changed" in after.search("a star")[0].text


def test_a_build_that_broke_off_is_begun_anew(small):
    broken = small.folder / f"unfinished-{small.version}"
    broken.mkdir(parents=True)
    (broken / "chroma.sqlite3").write_bytes(b"half")
    assert small.build()
    assert not broken.exists()


def test_an_unbuilt_index_says_how_to_build_it(small):
    with pytest.raises(IndexMissing, match="rotator index build"):
        small.search("x")


def test_vectors_are_kept(tmp_path, two):
    embedder = Embedder(tmp_path / "vectors.sqlite")
    once = embedder.embed(["a circle", "a square", "a circle"])
    assert once.shape == (3, 384)
    assert (once[0] == once[2]).all()
    again = Embedder(tmp_path / "vectors.sqlite", name=embedder.name)
    assert (again.embed(["a square"])[0] == once[1]).all()
    assert again._model is None
