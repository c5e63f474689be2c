import os
import subprocess
import sys

import pytest

from index.embedder import Embedder
from index.onnx import onnx_model
from knowledge.library import library


def test_vectors_are_kept(tmp_path):
    embedder = Embedder(tmp_path / "vectors.sqlite")
    once = embedder.embed(["a circle", "a square", "a circle"])
    assert once.shape == (3, 384)
    assert (once[0] == once[2]).all()
    again = Embedder(tmp_path / "vectors.sqlite", name=embedder.name)
    assert (again.embed(["a square"])[0] == once[1]).all()
    assert "_model" not in again.__dict__


def test_what_is_embedded_is_kept_as_it_comes(tmp_path):
    """A build that is stopped goes on where it was."""
    embedder = Embedder(tmp_path / "vectors.sqlite")
    texts = [f"{number} circles" for number in range(300)]

    class Stopped(Exception):
        pass

    def stop(done):
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        embedder.embed(texts, stop)
    seen = []
    Embedder(tmp_path / "vectors.sqlite").embed(texts, seen.append)
    assert seen == [128, 256, 300]


def test_the_quick_model_agrees_with_the_other(data):
    texts = [prompt for scene in library().values() for prompt in (*scene.prompts, *scene.asked)][::9]
    quick, other = onnx_model().encode(texts), Embedder(data / "cache" / "vectors.sqlite").embed(texts)
    assert (quick * other).sum(axis=1).min() > 0.998


def test_asking_loads_no_torch(tmp_path):
    embedder = Embedder(tmp_path / "vectors.sqlite")
    assert embedder.embed_query("a circle").shape == (384,)
    assert "_model" not in embedder.__dict__


def test_without_the_quick_model_the_other_answers(tmp_path):
    embedder = Embedder(tmp_path / "vectors.sqlite")
    embedder.__dict__["_quick"] = None  # as where its package is not installed
    assert embedder.embed_query("a circle").shape == (384,)
    assert "_model" in embedder.__dict__


def test_the_runtime_of_the_model_keeps_no_record_of_who_uses_it(tmp_path):
    code = "from service.wiring import silence; silence(); import onnxruntime"
    environment = os.environ | {
        "TMPDIR": str(tmp_path),
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
    }
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []
