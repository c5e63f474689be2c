"""The memory of repairs ranks by how they fared, is shared by processes, stays small and survives damage."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from index.repairs import LONGEST, Repairs

ERROR = ("key", "TypeError", "size", "no keyword size")


@pytest.fixture
def repairs(tmp_path: Path) -> Repairs:
    return Repairs(tmp_path / "memory" / "repairs.sqlite")


def kept(repairs: Repairs, after: str, times: int = 1, failed: int = 0) -> int:
    """Keep a patch that has worked and failed so often."""
    for _ in range(times):
        id_ = repairs.remember(*ERROR, "size", after)
    assert id_ is not None
    for _ in range(failed):
        repairs.failed(id_)
    return id_


def recalled(repairs: Repairs, k: int = 3) -> list[str]:
    return [each.after for each in repairs.recall("key", k)]


def test_what_was_remembered_is_recalled(repairs):
    id_ = repairs.remember(*ERROR, "size", "radius", "in here Circle")
    (found,) = repairs.recall("key")
    assert (found.id, found.kind, found.symbol, found.message) == (id_, *ERROR[1:])
    assert (found.before, found.after, found.context) == ("size", "radius", "in here Circle")
    assert (found.worked, found.failed) == (1, 0)
    assert repairs.recall("another") == ()


def test_the_same_patch_again_has_worked_once_more(repairs):
    assert kept(repairs, "radius", times=3) == kept(repairs, "radius")
    (found,) = repairs.recall("key")
    assert (found.worked, found.failed) == (4, 0)
    repairs.worked(found.id)
    repairs.failed(found.id)
    assert [(each.worked, each.failed) for each in repairs.recall("key")] == [(5, 1)]


RANKINGS = [
    # worked and failed of each, and the order in which they are recalled: the last that was touched is kept last
    ({"a": (1, 0), "b": (1, 0), "c": (1, 0)}, "cba"),
    ({"a": (3, 0), "b": (1, 0), "c": (2, 0)}, "acb"),
    ({"a": (3, 3), "b": (1, 0), "c": (1, 1)}, "bca"),
    ({"a": (9, 1), "b": (1, 0), "c": (1, 2)}, "abc"),
    ({"a": (1, 3), "b": (1, 4), "c": (2, 6)}, "a"),
    ({"a": (9, 9), "b": (1, 9)}, "a"),
]


@pytest.mark.parametrize(("fared", "order"), RANKINGS)
def test_what_fails_loses_rank_and_is_forgotten_at_last(repairs, fared, order):
    for after, (worked, failed) in fared.items():
        kept(repairs, after, worked, failed)
    assert "".join(recalled(repairs)) == order


def test_only_the_best_are_recalled(repairs):
    for after in "abcde":
        kept(repairs, after)
    assert recalled(repairs, 2) == ["e", "d"]


def test_the_least_useful_are_dropped(tmp_path):
    small = Repairs(tmp_path / "repairs.sqlite", most=3)
    kept(small, "good", times=3)
    kept(small, "bad", failed=2)
    for after in "abc":
        kept(small, after)
    assert recalled(small, 9) == ["good", "c", "b"]
    assert small.stats()["patches"] == 3


def test_the_memory_says_what_it_holds(repairs):
    assert repairs.stats() == {"patches": 0, "errors": 0, "worked": 0, "failed": 0, "hopeless": 0}
    kept(repairs, "a", times=2)
    kept(repairs, "b", failed=5)
    repairs.remember("other", *ERROR[1:], "x", "y")
    assert repairs.stats() == {"patches": 3, "errors": 2, "worked": 4, "failed": 5, "hopeless": 1}


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "\ud800"])
def test_what_cannot_be_kept_is_not(repairs, text):
    assert repairs.remember(*ERROR, "size", text) is None
    assert repairs.remember(*ERROR, text, "radius") is None
    assert repairs.stats()["patches"] == 0


@pytest.mark.parametrize("text", ["'; DROP TABLE repairs; --", "\0", "⋯\n$1", "__import__('os')"])
def test_what_is_kept_is_only_text(repairs, text):
    assert repairs.remember(text, text, text, text, text, "x" + text, text) is not None
    (found,) = repairs.recall(text)
    assert (found.before, found.after) == (text, "x" + text)


def test_what_is_not_there_any_more_is_no_trouble(repairs):
    repairs.worked(17)
    repairs.failed(17)
    assert repairs.stats()["patches"] == 0


WRITER = """
import sys
from pathlib import Path
from index.repairs import Repairs
repairs = Repairs(Path(sys.argv[1]))
for n in range(60):
    repairs.remember("key", "TypeError", "size", "no", "size", f"both {n % 3}")
    id_ = repairs.remember("key", "TypeError", "size", "no", "size", f"{sys.argv[2]} {n}")
    repairs.failed(id_)
"""


def test_several_processes_share_it(repairs):
    command = [sys.executable, "-c", WRITER, str(repairs.path)]
    root = Path(__file__).parent.parent
    running = [subprocess.Popen([*command, name], cwd=root) for name in ("one", "two", "three")]
    assert [each.wait(timeout=60) for each in running] == [0, 0, 0]
    assert repairs.stats() == {"patches": 183, "errors": 1, "worked": 360, "failed": 180, "hopeless": 0}


def damaged(path: Path, how: str) -> None:
    content = path.read_bytes()
    match how:
        case "nonsense":
            path.write_bytes(b"nonsense " * 1_000)
        case "torn":
            path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
        case "cut":
            path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize("how", ["nonsense", "torn", "cut"])
def test_a_damaged_file_is_set_aside(repairs, how):
    for n in range(80):
        kept(repairs, f"patch {n}")
    with sqlite3.connect(repairs.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    damaged(repairs.path, how)
    assert repairs.recall("key") == ()
    kept(repairs, "anew")
    assert recalled(repairs) == ["anew"]
    assert repairs.path.with_name("repairs.sqlite.damaged").exists()


def folder_in_its_place(path: Path) -> None:
    path.mkdir()


def file_for_its_folder(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("no folder")


def another_table(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE repairs (id INTEGER PRIMARY KEY)")
    connection.close()


@pytest.mark.parametrize("blocked", [folder_in_its_place, file_for_its_folder, another_table])
def test_a_memory_out_of_reach_is_no_error(tmp_path, blocked):
    repairs = Repairs(tmp_path / "memory" / "repairs.sqlite")
    repairs.path.parent.mkdir()
    blocked(repairs.path)
    assert repairs.recall("key") == ()
    assert repairs.remember(*ERROR, "size", "radius") is None
    repairs.worked(1)
    repairs.failed(1)
    assert repairs.stats()["patches"] == 0
    assert not list(tmp_path.rglob("*.damaged"))
