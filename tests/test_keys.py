"""API keys are shown once, and open the service until they are revoked."""

import json
import re
import sqlite3

import pytest
from typer.testing import CliRunner

from service.api.keys import SHAPE, add_key, id_of_key, list_keys, revoke_key
from service.commands.keys import app
from service.database import Database, open_database
from service.requests import BadRequest
from service.settings import Settings


@pytest.fixture
def database(tmp_path) -> Database:
    return open_database(Settings(data=tmp_path))


def test_a_key_opens_until_it_is_revoked(database):
    key_id, key = add_key(database, "the class", 1000.0)
    assert id_of_key(database, key, 2000.0) == key_id
    revoke_key(database, key_id, 3000.0)
    assert id_of_key(database, key, 3000.0) is None


def test_of_two_keys_each_opens_for_its_own(database):
    made = dict(add_key(database, name, 1.0) for name in ("one", "two"))
    assert {id_of_key(database, key, 2.0) for key in made.values()} == set(made)
    (one, key), (two, _) = made.items()
    assert id_of_key(database, key.replace(one, two), 2.0) is None


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda key: "",
        lambda key: key[:-1],
        lambda key: key + "A",
        lambda key: key + "\n",
        lambda key: key.upper(),
        lambda key: key.replace("rot_", "rat_"),
        lambda key: key[:-1] + ("A" if key[-1] != "A" else "B"),
        lambda key: "rot_" + "0" * 12 + key[16:],
        lambda key: "' OR 1=1 --",
        lambda key: "☃" * 60,
    ],
)
def test_what_is_nearly_a_key_opens_nothing(database, spoilt):
    _, key = add_key(database, "the class", 1.0)
    assert id_of_key(database, key, 2.0)
    assert id_of_key(database, spoilt(key), 2.0) is None


def test_the_secret_is_not_kept(database, tmp_path):
    _, key = add_key(database, "the class", 1.0)
    secret = SHAPE.fullmatch(key).group(2)
    with sqlite3.connect(tmp_path / "tasks.sqlite") as connection:
        dump = "\n".join(connection.iterdump())
    assert "the class" in dump
    assert secret not in dump
    connection.close()


def test_its_use_is_noted_to_the_minute(database):
    _, key = add_key(database, "the class", 1.0)
    for now, noted in ((1000.0, 1000.0), (1030.0, 1000.0), (1061.0, 1061.0)):
        id_of_key(database, key, now)
        assert list_keys(database)[0].last_used == noted


def test_a_key_is_revoked_once(database):
    key_id, _ = add_key(database, "the class", 1.0)
    revoke_key(database, key_id, 5.0)
    revoke_key(database, key_id, 9.0)
    assert list_keys(database)[0].revoked == 5.0


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x1b[2J", "x" * 101])
def test_a_name_can_be_read(database, name):
    with pytest.raises(BadRequest, match="1 to 100 characters"):
        add_key(database, name, 1.0)


def test_the_commands_make_show_and_revoke(tmp_path, monkeypatch):
    monkeypatch.setenv("ROTATOR_DATA", str(tmp_path))
    made = json.loads(CliRunner().invoke(app, ["add", "the class", "--json"]).stdout)
    assert SHAPE.fullmatch(made["key"])
    listed = CliRunner().invoke(app, ["list", "--json"]).stdout
    assert json.loads(listed)["keys"][0]["id"] == made["id"]
    assert made["key"].rpartition("_")[2] not in listed
    assert "never" in CliRunner().invoke(app, ["list"]).stdout
    assert json.loads(CliRunner().invoke(app, ["revoke", made["id"], "--json"]).stdout)["revoked"] is True
    assert "revoked" in CliRunner().invoke(app, ["list"]).stdout
    told = CliRunner().invoke(app, ["add", "another"]).stdout
    assert re.search(SHAPE, told)
    assert "cannot be shown again" in told


def test_to_revoke_what_is_no_key_says_where_they_are(tmp_path, monkeypatch):
    monkeypatch.setenv("ROTATOR_DATA", str(tmp_path))
    result = CliRunner().invoke(app, ["revoke", "nobody"])
    assert result.exit_code == 2
    assert "rotator keys list" in result.stderr
