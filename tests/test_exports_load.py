"""Exports go into what they are made for: Hugging Face's loader and TRL's trainers, with a tiny model made here."""

from copy import deepcopy
from dataclasses import replace

import pytest
from conftest import BROKEN, GOOD, fenced
from datasets import load_dataset
from events import failed
from test_exports import Log, tasks, told_nobody
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from index.embedder import Embedder
from service.events.exports.card import Card
from service.events.exports.reward import PARSES, PASSES, RUNS, Reward
from service.events.exports.writing import Export, Plan

pytestmark = pytest.mark.slow
trl_is_behind = pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.* is deprecated:FutureWarning")
TEMPLATE = (
    "{% for message in messages %}<{{ message.role }}>{{ message.content }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
TRAINING = {
    "report_to": [],
    "max_steps": 1,
    "per_device_train_batch_size": 2,
    "use_cpu": True,
    "bf16": False,
}
FORMATS = ["sft", "dpo", "grpo", "raw"]


@pytest.fixture
def exported(data, tmp_path):
    """Return what exports events; and gives the splits as they load, and the card."""

    def export(format_, *events, test_share=0.4):
        log = Log(*[replace(each, id=number) for number, each in enumerate(events or tasks(), 1)])
        embed = Embedder(data / "cache" / "vectors.sqlite").embed_short
        plan = Plan(format_, test_share=test_share)
        made = Export(log, plan, embed, frozenset(), (), Card(format_, {}), told_nobody)
        card = made.write([], tmp_path / "out")
        return load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "loaded")), card

    return export


@pytest.fixture(scope="module")
def tokenizer():
    """Return a tokenizer of single bytes."""
    words = ["<pad>", "</s>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    raw = Tokenizer(models.BPE({word: number for number, word in enumerate(words)}, []))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    made = PreTrainedTokenizerFast(tokenizer_object=raw, pad_token="<pad>", eos_token="</s>")
    made.chat_template = TEMPLATE
    return made


@pytest.fixture
def model():
    sizes = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    special = {"pad_token_id": 0, "eos_token_id": 1, "bos_token_id": 1}
    return LlamaForCausalLM(LlamaConfig(vocab_size=258, max_position_embeddings=4096, **sizes, **special))


@pytest.mark.parametrize("format_", FORMATS)
def test_all_rows_load(exported, format_, tmp_path):
    splits, card = exported(format_)
    assert {split: rows.num_rows for split, rows in splits.items()} == dict(card.rows)
    files = {path.stem: str(path) for path in (tmp_path / "out").glob("*.jsonl")}
    by_file = load_dataset("json", data_files=files, cache_dir=str(tmp_path / "loaded"))
    assert sum(rows.num_rows for rows in by_file.values()) == sum(card.rows.values()) > 15
    ids = [each for rows in splits.values() for each in rows["id"]]
    assert len(set(ids)) == len(ids)


def test_a_raw_export_loads_whatever_its_rows_have_of_their_own(exported):
    padding = "x" * 20_000  # more than the loader looks at to guess what the columns are
    plain = [
        failed(f"{number}", answer=padding, problems=(), before="", feedback=None) for number in range(700)
    ]
    strange = failed("last", parameters={"seed": 1}, seconds={"draft": 1}, feedback=True, base=1)
    splits, card = exported("raw", *plain, strange, test_share=0)
    assert splits["train"].num_rows == card.rows["train"] == 701
    last = splits["train"][700]
    assert last["parameters"] == {"seed": 1}
    assert last["problems"][0]["code"] == "unknown-name"
    assert last["feedback"] is True


@trl_is_behind
def test_conversations_train(exported, tokenizer, model, tmp_path):
    splits, _ = exported("sft")
    args = SFTConfig(output_dir=str(tmp_path), max_length=1024, **TRAINING)
    trainer = SFTTrainer(model, args, train_dataset=splits["train"], processing_class=tokenizer)
    assert len(trainer.train_dataset) == splits["train"].num_rows
    assert "<assistant>```python" in tokenizer.decode(trainer.train_dataset[0]["input_ids"])
    assert trainer.train().training_loss > 0


@trl_is_behind
def test_preferences_train(exported, tokenizer, model, tmp_path):
    splits, _ = exported("dpo")
    args = DPOConfig(output_dir=str(tmp_path), max_length=1024, **TRAINING)
    trainer = DPOTrainer(
        model, deepcopy(model), args, train_dataset=splits["train"], processing_class=tokenizer
    )
    assert len(trainer.train_dataset) == splits["train"].num_rows
    assert trainer.train().training_loss > 0


@trl_is_behind
def test_prompts_train_with_the_reward(exported, tokenizer, model, checked, tmp_path):
    splits, _ = exported("grpo")
    args = GRPOConfig(output_dir=str(tmp_path), num_generations=2, max_completion_length=8, **TRAINING)
    trainer = GRPOTrainer(
        model, Reward(checked), args=args, train_dataset=splits["train"], processing_class=tokenizer
    )
    trainer.train()
    assert trainer.state.log_history[0]["rewards/Reward/mean"] == 0


@pytest.mark.parametrize(
    ("text", "base", "reward"),
    [
        ("I cannot.", "", 0),
        ("```python\nclass DisplayScene(Scene:\n```", "", 0),
        (fenced(BROKEN), "", PARSES),
        (fenced(GOOD), "", PASSES),
        ("<<<<<<< SEARCH\n        self.play(Create(Frobnicator()), run_time=0.4)\n=======\n        self.play(Create(Circle()), run_time=0.4)\n>>>>>>> REPLACE", BROKEN, PASSES),
        ("<<<<<<< SEARCH\nnothing of it\n=======\n>>>>>>> REPLACE", BROKEN, 0),
    ],
)  # fmt: skip
def test_an_answer_is_worth_how_far_it_comes(checked, text, base, reward):
    said = [[{"role": "assistant", "content": text}]]
    assert Reward(checked)([""], said, before=[base], request=["a circle"]) == [reward]
    assert Reward(checked).of(text, base) == reward


def test_a_program_that_draws_is_worth_more_than_one_that_fails_when_run(checked, renderer, tmp_path):
    reward = Reward(checked, renderer)
    fails = GOOD.replace("Circle()", "Circle(radius=[1][5])")
    assert reward([], [fenced(fails), fenced(GOOD)]) == [pytest.approx(PARSES), pytest.approx(0.9, abs=0.1)]
    assert reward.of(fenced(GOOD)) > RUNS
    assert not list((tmp_path / "scratch").rglob("*.mp4"))
