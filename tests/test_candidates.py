"""A candidate of a replay: what may be changed, by whom, and where keys go."""

import pytest
from pydantic import SecretStr

from service.events.replay.candidates import changed, told
from service.requests import BadRequest
from service.settings import Settings

SETTINGS = Settings(
    model="openai:small",
    base_url="http://127.0.0.1:1/v1",
    api_key=SecretStr("key-one"),
    escalation_model="mistralai:large",
    escalation_api_key=SecretStr("key-two"),
)


@pytest.mark.parametrize(
    ("changes", "names", "values"),
    [
        ({"temperature": "0.7"}, ("temperature", "model"), (0.7, "openai:small")),
        ({"temperature": "none"}, ("temperature",), (None,)),
        ({"drafts": 3, "budget_tokens": 5}, ("drafts", "budget_tokens"), (3, 5)),
        ({"model": "offline"}, ("model", "api_key"), (None, None)),
    ],
)
def test_a_candidate_is_the_settings_with_something_changed(changes, names, values):
    candidate = changed(SETTINGS, changes, at_machine=False)
    assert tuple(getattr(candidate, name) for name in names) == values
    assert candidate.data == SETTINGS.data
    assert (candidate.escalation_model, candidate.escalation_api_key) == (
        "mistralai:large",
        SecretStr("key-two"),
    )


@pytest.mark.parametrize(
    ("changes", "address", "key"),
    [
        ({"model": "openai:large"}, "http://127.0.0.1:1/v1", "key-one"),
        ({"model": "mistralai:small"}, None, "key-two"),
        ({"model": "anthropic:small"}, None, None),
        ({"base_url": "http://127.0.0.1:2/v1"}, "http://127.0.0.1:2/v1", None),
        ({"model": "mistralai:small", "base_url": "http://127.0.0.1:2/v1"}, "http://127.0.0.1:2/v1", None),
    ],
)
def test_a_key_goes_to_nobody_but_whom_it_is_for(changes, address, key):
    candidate = changed(SETTINGS, changes, at_machine=True)
    assert candidate.base_url == address
    assert (candidate.api_key.get_secret_value() if candidate.api_key else None) == key


@pytest.mark.parametrize(
    ("changes", "at_machine", "said"),
    [
        ({}, True, "name what it has otherwise"),
        ({"temperature": 0.2}, True, "the same as what there is"),
        ({"temperature": 9}, True, "temperature: Input should be less than or equal to 2"),
        ({"drafts": "many"}, True, "drafts: Input should be a valid integer"),
        ({"api_key": "mine"}, True, "cannot change 'api_key'"),
        ({"allow_unsandboxed": True}, True, "cannot change 'allow_unsandboxed'"),
        ({"data": "/elsewhere"}, True, "cannot change 'data'"),
        ({"base_url": "http://127.0.0.1:2"}, False, "changed at the machine alone"),
        ({"promoted": "/tmp"}, False, "changed at the machine alone"),
        ({"embedder": "/tmp"}, False, "changed at the machine alone"),
        ({"promoted": "/nowhere"}, True, "/nowhere is no folder"),
        ({"promoted": "/tmp", "without_promotion": 1}, True, "not both"),
        ({"base_url": "http://me:secret@127.0.0.1:2"}, True, "has a password in it"),
    ],
)
def test_what_cannot_be_changed_is_refused(changes, at_machine, said):
    with pytest.raises(BadRequest, match=said):
        changed(SETTINGS, changes, at_machine=at_machine)


def test_what_is_told_has_no_secret():
    shown = told(SETTINGS.model_copy(update={"base_url": "http://me:secret@127.0.0.1:1/v1"}))
    assert shown["base_url"] == "http://127.0.0.1:1/v1"
    assert not any(secret in str(shown) for secret in ("key-one", "key-two", "secret"))
