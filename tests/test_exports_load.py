"""Exports go into what they are made for: Hugging Face's loader and TRL's trainers, with a model of two tiny layers."""

from dataclasses import replace

import pytest
from datasets import load_dataset
from test_exports import Log, tasks
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from service.events.exports.card import Card
from service.events.exports.writing import Export, Plan

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]
TEMPLATE = (
    "{% for message in messages %}<{{ message.role }}>{{ message.content }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
TRAINING = {"report_to": [], "max_steps": 1, "per_device_train_batch_size": 2, "use_cpu": True, "bf16": False}


@pytest.fixture(scope="module")
def embed(data):
    from index.embedder import Embedder

    return Embedder(data / "cache" / "vectors.sqlite").embed


@pytest.fixture
def folder(embed, tmp_path):
    def export(format_, *events, **plan):
        log = Log(*[replace(each, id=number) for number, each in enumerate(events or tasks(), 1)])
        card = Export(
            log, Plan(format_, test_share=0.4, **plan), embed, frozenset(), Card(format_, {})
        ).write([], tmp_path / "out")
        return tmp_path / "out", card

    return export


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path):
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")


def tokenizer():
    """Return a tokenizer of single bytes."""
    letters = pre_tokenizers.ByteLevel.alphabet()
    words = ["<pad>", "</s>", *sorted(letters)]
    raw = Tokenizer(models.BPE({word: number for number, word in enumerate(words)}, []))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made = PreTrainedTokenizerFast(tokenizer_object=raw, pad_token="<pad>", eos_token="</s>")
    made.chat_template = TEMPLATE
    return made


def model():
    sizes = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    return LlamaForCausalLM(
        LlamaConfig(vocab_size=258, max_position_embeddings=2048, pad_token_id=0, eos_token_id=1, **sizes)
    )


@pytest.mark.parametrize("format_", ["sft", "dpo", "grpo", "raw"])
def test_all_rows_load(folder, format_, tmp_path):
    out, card = folder(format_)
    by_folder = load_dataset(str(out), cache_dir=str(tmp_path / "cache"))
    files = {path.stem: str(path) for path in out.glob("*.jsonl")}
    by_file = load_dataset("json", data_files=files, cache_dir=str(tmp_path / "cache"))
    assert {split: rows.num_rows for split, rows in by_folder.items()} == dict(card.rows)
    assert sum(rows.num_rows for rows in by_file.values()) == sum(card.rows.values()) > 0
    ids = [each for rows in by_folder.values() for each in rows["id"]]
    assert len(set(ids)) == len(ids)
