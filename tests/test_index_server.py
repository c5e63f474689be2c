"""The vectors on a Chroma server: several processes may use it, and it may lose what it had."""

import dataclasses
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

import pytest
from conftest import free_port
from test_index import Scenes

from index.embedder import Embedder
from index.store import Index
from index.vectors import on_server
from knowledge.catalogue import load
from knowledge.library import library

pytestmark = pytest.mark.slow
CHROMA = str(Path(sys.executable).with_name("chroma"))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("chroma"), free_port()
    process = subprocess.Popen(
        [CHROMA, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        env=os.environ | {"ANONYMIZED_TELEMETRY": "False"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=5).close()
            break
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, "chroma ended"
            assert time.monotonic() < deadline, "chroma did not start"
            time.sleep(0.2)
    yield url
    on_server(url).close()
    process.terminate()
    process.wait(10)


@pytest.fixture
def remote(server, data, tmp_path):
    catalogue = partial(load, data / "cache" / "catalogue")
    two = {name: library()[name] for name in ("shape_morph", "function_derivative")}
    return Index(
        tmp_path / "index", Scenes(two, catalogue), Embedder(data / "cache" / "vectors.sqlite"), server
    )


def test_finds_the_same_as_in_a_folder(remote, tmp_path):
    remote.build()
    local = dataclasses.replace(remote, folder=tmp_path / "local" / "index", url=None)
    local.build()
    for query in ("a star becomes a circle", "slope of a curve at a point"):
        assert [each.id for each in remote.search(query)] == [each.id for each in local.search(query)]
    assert remote.stats()["place"] == remote.url
    assert not (remote.path / "vectors").exists()


def test_another_process_finds_it_built_on_its_own_side_too(remote, tmp_path):
    remote.build()
    other = dataclasses.replace(remote, folder=tmp_path / "other" / "index")
    other.build()
    assert other.stats()["vectors"] == remote.stats()["vectors"]


def test_what_a_server_has_lost_is_built_again(remote):
    remote.build()
    client = on_server(remote.url)
    for each in client.list_collections():
        client.delete_collection(each.name)
    again = dataclasses.replace(remote)
    assert again.search("a star becomes a circle")[0].id == "shape_morph"


def test_old_versions_are_removed_but_one(remote):
    for number in range(3):
        contents = dataclasses.replace(
            remote.contents, scenes=dict(list(remote.contents.scenes.items())[number % 2 :])
        )
        dataclasses.replace(remote, contents=contents, embedder=remote.embedder).build()
        stale = on_server(remote.url).get_or_create_collection(
            f"rotator-{number:016x}-scene", metadata={"made": 1.0 + number}
        )
        assert stale.count() == 0
    remote.use(remote.contents)
    remote._prune()
    names = {each.name.split("-")[1] for each in on_server(remote.url).list_collections()}
    assert len(names - {remote.version}) <= 1


def test_a_server_that_is_away_is_a_clear_error(remote):
    remote.build()
    away = dataclasses.replace(remote, url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(ValueError, match="Could not connect to a Chroma server"):
        away.build()
