import re

import pytest
from conftest import ROOT

from service.settings import PREFIX, BadSettings, Settings, load_settings

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


def test_the_key_is_not_shown(monkeypatch):
    monkeypatch.setenv("ROTATOR_API_KEY", "s3cret")
    settings = load_settings()
    assert "s3cret" not in repr(settings) + settings.model_dump_json()
