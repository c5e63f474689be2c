import re

import pytest
from conftest import ROOT

from agent.faults import ModelMisconfigured
from service.settings import PREFIX, BadSettings, Settings, load_settings
from service.wiring import budget, stronger_model

NAMES = {PREFIX + name.upper() for name in Settings.model_fields}


def test_every_setting_is_in_the_example_and_nothing_else():
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"ROTATOR_\w+", example)) == NAMES


def test_the_example_shows_the_defaults():
    for name, value in re.findall(r"#ROTATOR_(\w+)=(.+)", (ROOT / ".env.example").read_text()):
        default = Settings.model_fields[name.lower()].default
        assert default is None or str(default).removesuffix(".0") in (value, value.capitalize()), name


def test_every_setting_says_what_it_is():
    assert all(field.description for field in Settings.model_fields.values())


def test_server_is_local_by_default():
    assert load_settings().host == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value", "message", "remedy"),
    [
        ("ROTATOR_MODLE", "x", "ROTATOR_MODLE is no setting", "ROTATOR_MODEL"),
        ("ROTATOR_PORT", "eighty", "ROTATOR_PORT", "correct it"),
        ("ROTATOR_DATA", "~nosuchuser/x", "ROTATOR_DATA", "correct it"),
        ("ROTATOR_RENDER_SECONDS", "-1", "ROTATOR_RENDER_SECONDS", "correct it"),
    ],
)
def test_a_wrong_setting_is_told_with_its_remedy(monkeypatch, name, value, message, remedy):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=message) as raised:
        load_settings()
    assert remedy in raised.value.remedy


def test_a_wrong_name_in_the_env_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("ROTATOR_QUALTY=low\n")
    with pytest.raises(BadSettings, match="ROTATOR_QUALTY"):
        load_settings()


def test_the_env_file_may_hold_what_is_not_ours(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("LANGSMITH_API_KEY=x\nROTATOR_PORT=8123\nROTATOR_TEMPERATURE=none\n")
    settings = load_settings()
    assert (settings.port, settings.temperature) == (8123, None)
    (tmp_path / ".env").write_bytes(b"ROTATOR_PORT=\xff\n")
    with pytest.raises(BadSettings, match="UTF-8"):
        load_settings()


SAME = {"escalation_model": "openai:big", "base_url": "http://127.0.0.1:1/v1", "api_key": "small"}


@pytest.mark.parametrize(
    ("set_", "key", "url"),
    [
        (SAME, "small", "http://127.0.0.1:1/v1"),
        (SAME | {"escalation_api_key": "big"}, "big", "http://127.0.0.1:1/v1"),
        (SAME | {"escalation_base_url": "http://127.0.0.1:2/v1"}, "small", "http://127.0.0.1:2/v1"),
        (SAME | {"model": "ollama:small", "escalation_api_key": "big"}, "big", None),
    ],
)
def test_the_stronger_model_has_the_models_server_and_key_where_they_have_one_provider(set_, key, url):
    model = stronger_model(Settings(**({"model": "openai:small"} | set_)))
    assert model.model_name == "big"
    assert model.openai_api_key.get_secret_value() == key
    assert model.openai_api_base == url


def test_without_a_stronger_model_there_is_none():
    assert stronger_model(Settings(model="openai:small")) is None


def test_the_stronger_model_is_told_by_its_own_setting():
    with pytest.raises(ModelMisconfigured, match="ROTATOR_ESCALATION_MODEL") as raised:
        stronger_model(Settings(escalation_model="gpt"))
    with pytest.raises(ModelMisconfigured) as raised:
        stronger_model(Settings(model="ollama:small", escalation_model="openai:big"))
    assert "ROTATOR_ESCALATION_API_KEY" in raised.value.remedy


@pytest.mark.parametrize(("model", "rounds", "drafts"), [(None, 0, 1), ("openai:small", 3, 4)])
def test_the_offline_model_is_not_asked_for_what_it_cannot_do(model, rounds, drafts):
    spent = budget(Settings(model=model, budget_finding_rounds=3, drafts=4))
    assert (spent.finding_rounds, spent.drafts) == (rounds, drafts)


def test_the_key_is_not_shown(monkeypatch):
    monkeypatch.setenv("ROTATOR_API_KEY", "s3cret")
    settings = load_settings()
    assert "s3cret" not in repr(settings) + settings.model_dump_json()
