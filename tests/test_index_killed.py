"""A build that is killed at any moment leaves an index that is usable, or is built."""

import random
import subprocess
import sys
import time
from functools import partial

import pytest

from index.embedder import Embedder
from index.store import Index
from knowledge.catalogue import load
from knowledge.contents import Contents
from knowledge.library import library

pytestmark = pytest.mark.slow
MOMENTS = 20
BUILD = """
import sys
from pathlib import Path
from test_index_killed import index_below
index = index_below(Path(sys.argv[1]), Path(sys.argv[2]))
print("begun", flush=True)
index.build()
"""


class Scenes(Contents):
    """The scenes and their parts: enough that a build takes a second."""

    def entries(self):
        return tuple(entry for entry in super().entries() if entry.kind in ("scene", "component"))


def index_below(folder, data):
    catalogue = partial(load, data / "cache" / "catalogue")
    return Index(folder / "index", Scenes(library(), catalogue), Embedder(data / "cache" / "vectors.sqlite"))


def test_killed_at_any_moment(tmp_path, data, index):
    command = [sys.executable, "-c", BUILD, str(tmp_path), str(data)]
    environment = {"PYTHONPATH": ":".join(sys.path), "PATH": ""}
    own = index_below(tmp_path, data)
    whole = None
    left = set()
    for moment in range(MOMENTS):
        building = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert building.stdout.readline() == b"begun\n"
        started = time.monotonic()
        if whole is None:
            assert building.wait() == 0
            whole = time.monotonic() - started
        else:
            time.sleep(random.Random(moment).uniform(0, 1.1 * whole))
            building.kill()
            building.wait()
        building.stdout.close()
        left.add(own.is_built)
        own.build()
        assert own.search("sort numbers with quicksort", k=1)[0].id == "quick_sort"
        assert own.stats()["documents"]["scene"] == len(library())
        own._discard()
        own.use(own.contents)
    assert left == {True, False}, "the moments were before and after the end"
