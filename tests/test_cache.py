import dataclasses
import itertools
import shutil
import sqlite3
import subprocess
import sys
import time
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from agent.sandbox import RenderOptions
from index.cache import LONGEST, MOST, Hit, Kept, PromptCache, key_of
from index.embedder import Embedder
from index.likeness import alike, exact, read

ROOT = Path(__file__).parent.parent
KEY = "key"
PARTS = {"options": RenderOptions(), "model": "offline", "prompt_versions": {"draft": "1"}, "manim": "0.22.0"}
KEEP = """
import sys
from pathlib import Path
from index.cache import Kept, PromptCache
from index.embedder import Embedder
cache = PromptCache(Path(sys.argv[1]), Embedder(Path(sys.argv[1] + ".vectors")))
for n in range(40):
    cache.keep(Kept(f"{sys.argv[2]}{n}", f"a polygon with {n} {sys.argv[2]}", "code", "S", "/videos", float(n)), "key")
"""


def kept(prompt: str, task_id: str = "one", made: float = 1.0) -> Kept:
    return Kept(task_id, prompt, "from manim import *", "Drawn", "/videos/one", made)


@pytest.fixture
def cache(tmp_path, data):
    return PromptCache(tmp_path / "prompts.sqlite", Embedder(data / "cache" / "vectors.sqlite"))


@pytest.fixture
def plain(tmp_path):
    """A cache whose embedder leaves a file when it is used."""
    return PromptCache(tmp_path / "prompts.sqlite", Embedder(tmp_path / "vectors.sqlite"))


def test_what_is_kept_is_found_and_forgotten(plain):
    assert plain.find("a red circle", KEY) is None
    plain.keep(kept("a red circle"), KEY)
    assert plain.find("a red circle", KEY) == Hit(kept("a red circle"), 1.0)
    again = PromptCache(plain.path, plain.embedder)
    assert again.find("a red circle", KEY) == Hit(kept("a red circle"), 1.0)
    again.forget("one")
    assert plain.find("a red circle", KEY) is None


def test_the_same_prompt_again_replaces(plain):
    for task_id in ("one", "two"):
        plain.keep(kept("A red circle.", task_id), KEY)
    plain.forget("two")
    assert plain.find("a red circle", KEY) is None


@pytest.mark.parametrize(
    "prompt",
    [
        "Plot x² from 0 to 2",
        "plot  X^2 from 0 to 2.",
        "Please plot x^2 from 0 to 2!",
        "Can you plot x**2 between 0 and 2?",
    ],
)
def test_what_is_the_same_or_reads_the_same_is_not_embedded(plain, prompt):
    plain.keep(kept("Plot x^2 from 0 to 2"), KEY)
    assert plain.find(prompt, KEY) == Hit(kept("Plot x^2 from 0 to 2"), 1.0)
    assert plain.find("plot x^3 from 0 to 2", KEY) is None
    assert not plain.embedder.cache.exists()


def test_a_like_prompt_is_found_by_meaning_too(cache):
    cache.keep(kept("a bouncing red ball"), KEY)
    hit = cache.find("a ball bouncing in red", KEY)
    assert hit is not None
    assert 0.8 < hit.similarity < 1


def test_words_that_only_have_their_stem_in_common_are_not_alike(cache):
    assert alike(read("planes in space"), read("planning in space"))
    cache.keep(kept("planes in space"), KEY)
    assert cache.find("planning in space", KEY) is None


def test_the_latest_of_several_like_prompts_is_found(plain):
    plain.keep(kept("show a red circle", "new", 2.0), KEY)
    plain.keep(kept("draw a red circle", "old", 1.0), KEY)
    found = plain.find("a red circle please", KEY)
    assert found is not None
    assert found.kept.task_id == "new"


def test_a_long_prompt_is_found_word_for_word_only(plain):
    long = "Draw a red circle. " * (LONGEST // 10)
    plain.keep(kept(long), KEY)
    assert plain.find(long.upper().lower(), KEY) is not None
    assert plain.find("Please " + long, KEY) is None


@pytest.mark.parametrize(
    "other",
    [
        {"options": RenderOptions(width=1920, height=1080)},
        {"options": RenderOptions(fps=30)},
        {"options": RenderOptions(also=("gif",))},
        {"model": "another"},
        {"prompt_versions": {"draft": "2"}},
        {"prompt_versions": {"draft": "1", "repair": "1"}},
        {"manim": "0.21.0"},
        {"language": "fr"},
    ],
    ids=str,
)
def test_the_key_tells_apart_what_a_video_depends_on(plain, other):
    assert key_of(**PARTS) != key_of(**(PARTS | other))
    plain.keep(kept("a red circle"), key_of(**PARTS))
    assert plain.find("a red circle", key_of(**(PARTS | other))) is None


def test_the_key_is_that_of_the_same_options_however_written():
    there = RenderOptions(also=("webm", "gif"))
    here = dict(reversed(dataclasses.asdict(RenderOptions(also=("gif", "webm"))).items()))
    assert key_of(**(PARTS | {"options": there})) == key_of(**(PARTS | {"options": here}))
    assert key_of(**PARTS) == key_of(**(PARTS | {"options": RenderOptions()}))


@pytest.mark.parametrize("damage", ["no database", "overwritten", "empty"])
def test_a_damaged_file_is_begun_anew(plain, damage):
    for n in range(50):
        plain.keep(kept(f"a polygon with {n} sides", str(n)), KEY)
    with closing(sqlite3.connect(plain.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = plain.path.stat().st_size
    whole = plain.path.read_bytes()
    plain.path.write_bytes(
        {"no database": b"?" * size, "overwritten": whole[:200] + b"?" * (size - 200), "empty": b""}[damage]
    )
    assert plain.find("a polygon with 7 sides", KEY) is None
    plain.keep(kept("a polygon with 7 sides"), KEY)
    assert plain.find("a polygon with 7 sides", KEY) is not None


def test_two_processes_write_at_once(plain):
    running = [
        subprocess.Popen([sys.executable, "-c", KEEP, str(plain.path), name], cwd=ROOT)
        for name in ("sides", "corners")
    ]
    assert [process.wait(120) for process in running] == [0, 0]
    for n, name in itertools.product(range(40), ("sides", "corners")):
        assert plain.find(f"a polygon with {n} {name}", KEY) is not None


def test_what_another_version_has_written_is_read_anew(plain):
    plain.keep(kept("Draw a red circle"), KEY)
    with closing(sqlite3.connect(plain.path)) as connection, connection:
        connection.execute("UPDATE kept SET letters = 'otherwise', exact = 'otherwise'")
        connection.execute("PRAGMA user_version = 1")
    assert plain.find("a red circle please", KEY) is not None


def test_every_file_that_reads_prompts_tells_the_version(tmp_path):
    code = "from index.cache import _judge; print(_judge())"
    shutil.copytree(ROOT / "index", tmp_path / "index")
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")

    def judge():
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
        return int(done.stdout)

    versions = [judge()]
    for file in sorted((tmp_path / "index" / "likeness").glob("*.py")):
        with file.open("a") as there:
            there.write("# changed")
        versions.append(judge())
    assert len(set(versions)) == len(versions) > 3


def test_another_layout_is_begun_anew(plain):
    with closing(sqlite3.connect(plain.path)) as connection, connection:
        connection.execute("CREATE TABLE kept (prompt TEXT)")
    assert plain.find("a red circle", KEY) is None
    plain.keep(kept("a red circle"), KEY)
    assert plain.find("a red circle", KEY) is not None


def test_it_does_not_grow_without_bound(plain):
    plain.keep(kept("first", made=0.0), KEY)
    with closing(sqlite3.connect(plain.path)) as connection, connection:
        rows = ((KEY, str(n), "", str(n), "", "", "", "", float(n + 1), "{}") for n in range(MOST))
        connection.executemany("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    plain.keep(kept("last", made=MOST + 1.0), KEY)
    with closing(sqlite3.connect(plain.path)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone()[0] == MOST
    assert plain.find("first", KEY) is None
    assert plain.find("last", KEY) is not None


@pytest.mark.parametrize("half", ["tune", "held"])
def test_the_labelled_pairs(cache, half):
    rows = tomllib.loads((ROOT / "bench" / "prompt_cache.toml").read_text(encoding="utf-8"))[half]
    cache.embedder.embed([read(text).text for *pair, _ in rows for text in pair])
    hits: dict[bool, list[bool]] = {False: [], True: []}
    for n, (first, second, same) in enumerate(rows):
        cache.keep(kept(first), str(n))
        hits[same].append(cache.find(second, str(n)) is not None)
    assert sum(hits[False]) <= 0.005 * len(hits[False])
    assert sum(hits[True]) >= 0.55 * len(hits[True])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hi! Could you please make a short video about the chain rule? Thank you", "chain rule"),
        ("matrices multiplied", "Matrices multiplied."),
        ("colour the centre grey", "color the center gray"),
        ("BFS on a graph", "breadth-first search in a graph"),
        ("a circle turns into a red square", "morph a circle into a red square"),
        ("e^x as a Taylor series", "Taylor series of e^x"),
        ("plot sin(x) from 0 to 2π", "sin x plotted between 0 and 2*pi"),
        ("binomial distribution, n = 5, p = 0.1", "binomial distribution with p=0.1 and n=5"),
        ("write “Hello World” in blue", "show the text 'Hello World' in blue"),
        ("show us 5!", "5 factorial"),
    ],
)
def test_prompts_that_read_alike(one, other):
    assert alike(read(one), read(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a circle turns into a red square", "a red circle turns into a square"),
        ("a cat chases a dog", "a dog chases a cat"),
        ("cat chases dog", "dog chases cat"),
        ("plot x^2 from 0 to 1 and x^3 from 1 to 2", "plot x^3 from 0 to 1 and x^2 from 1 to 2"),
        ("5, -3, 2", "5 - 3, 2"),
        ("f(g(x))", "g(f(x))"),
        ("e^(2x)", "e^2 x"),
        ("the axis of rotation", "rotation of the axis"),
        ("the interval (0, 1)", "the interval [0, 1]"),
        ("write hello", "write HELLO"),
        ('write "hello"', 'write "Hello"'),
        ("C++ pointers", "C pointers"),
        ("show me", "explain please"),
        ("cercle", "circle"),
        ("draw a circle", "draw the circle, don't fill it"),
        ("Pythagoras", "Pythagoras, bitte"),
        ("visualize 5!", "visualize 5"),
        ("the ratio 2:1", "the ratio 1:2"),
        ("2:1", "1:2"),
        ("-x^2", "(-x)^2"),
        ("matrix [[1, 2], [3, 4]]", "matrix [[1, 2, 3, 4]]"),
        ("page 1 of 2", "page 12"),
        ("US map", "map"),
        ("AND gate", "gate"),
        ("r = 3 to r = 5", "r = 5 to r = 3"),
        ("write 'A' in red and 'B' in blue", "write 'B' in red and 'A' in blue"),
        ("画一个红色的圆", "画一个蓝色的圆"),
    ],
)
def test_prompts_that_do_not_read_alike(one, other):
    assert not alike(read(one), read(other))


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        " ",
        "?",
        "¦",
        "\ue000",
        '"',
        "''''",
        "(((",
        "x = ",
        "- -",
        "\N{COMBINING ACUTE ACCENT}",
        "of of of",
        "🙂",
        "Ω₁²",
        "\N{FULLWIDTH QUOTATION MARK}" * 2,
        "write ",
        "{n=5}",
    ],
)
def test_any_text_can_be_read(plain, prompt):
    read(prompt)
    plain.keep(kept(prompt), KEY)
    assert plain.find(prompt, KEY) is not None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Draw  a circle.", "draw a circle", True),
        ("x²", "x^2", True),
        ("4!", "4", False),
        ('say "A"', 'say "a"', False),
        ("a - b", "a + b", False),
        ("año", "ano", False),
    ],
)
def test_the_same_prompt(one, other, same):
    assert (exact(one) == exact(other)) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a circle of squares", "a circle and squares"),
        ("the mean of the variance", "the mean and the variance"),
        ("turn a red circle into a square", "turn a circle into a square in red"),
    ],
)
def test_a_joint_or_a_place_can_be_all_the_difference(one, other):
    assert not alike(read(one), read(other))


def test_a_hostile_prompt_takes_bounded_time(plain):
    plain.keep(kept("first"), KEY)
    started = time.thread_time()
    assert plain.find("as " * 2600 + "1", KEY) is None
    read("as " * 200 + "1")
    assert time.thread_time() - started < 1


def test_a_file_out_of_reach_is_a_miss_and_no_error(tmp_path):
    (tmp_path / "prompts.sqlite").mkdir()  # nobody can open that as a file
    cache = PromptCache(tmp_path / "prompts.sqlite", Embedder(tmp_path / "vectors.sqlite"))
    cache.keep(kept("first"), KEY)
    assert cache.find("first", KEY) is None
