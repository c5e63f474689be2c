"""The log: one form for all, with ids, and no secret in any line."""

import io
import json
import logging
import re
import subprocess
import sys

import pytest

from service.logs import Scrubbed, request_id_var, secrets_of, set_up_logging, task_id_var
from service.settings import Settings

KEY = "rot_0123456789ab_" + "s3cr3t-Part_" * 3 + "abcdefg"
SECRETS = {
    "api_key": "provider-key-1234567890",
    "database_url": "postgresql://rot:p%40ss-word@db:5432/rot",
    "bucket_secret_key": 'quoted"and\\slashed',
    "bucket_access_key": "ÄCCESSKEY",
}


@pytest.fixture
def logged():
    """Set the logging up and give what it wrote; leave all loggers as they were."""
    names = (None, "uvicorn", "uvicorn.error", "uvicorn.access", "dbos", "service", "agent", "index")
    loggers = [logging.getLogger(name) for name in names]
    kept = [(each, each.handlers, each.level, each.propagate, each.disabled) for each in loggers]
    stream = io.StringIO()

    def set_up(**settings) -> io.StringIO:
        set_up_logging(Settings(**settings))
        logging.root.handlers[0].setStream(stream)
        return stream

    yield set_up
    logging.captureWarnings(False)
    for logger, handlers, level, propagate, disabled in kept:
        logger.handlers, logger.propagate, logger.disabled = handlers, propagate, disabled
        logger.setLevel(level)


def lines(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_json_has_one_object_a_line_with_the_ids(logged):
    stream = logged(log_format="json")
    tokens = task_id_var.set("0" * 32), request_id_var.set("r" * 8)
    logging.getLogger("service.worker").info("rendering\nnow %d", 3)
    task_id_var.reset(tokens[0])
    request_id_var.reset(tokens[1])
    logging.getLogger("service.worker").info("idle")
    first, second = lines(stream)
    assert first["message"] == "rendering\nnow 3"
    assert (first["task_id"], first["request_id"]) == ("0" * 32, "r" * 8)
    assert (second["task_id"], second["request_id"]) == (None, None)
    assert (first["level"], first["logger"]) == ("INFO", "service.worker")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["time"])


def test_text_is_for_people(logged):
    stream = logged()
    token = task_id_var.set("abc123")
    logging.getLogger("service.worker").info("rendering")
    task_id_var.reset(token)
    assert re.search(r"INFO +service\.worker: rendering \[task abc123\]$", stream.getvalue().strip())


def test_no_message_can_look_like_a_line_of_its_own(logged):
    stream = logged()
    logging.getLogger("service").info("a prompt\n2030-01-01 INFO service: forged\r\u2028\x1b[31mred")
    first, *more = stream.getvalue().splitlines()
    assert first.endswith("a prompt")
    assert all(line.startswith("    ") for line in more)
    assert "\x1b" not in stream.getvalue()


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize(
    "name", ["service.worker", "uvicorn.error", "dbos", "httpx", "some.library", "sqlalchemy"]
)
def test_all_loggers_take_the_same_way(logged, log_format, name):
    stream = logged(log_format=log_format)
    logging.getLogger(name).error("the key is %s", KEY)
    assert stream.getvalue().count("the key is ***") == 1
    assert "s3cr3t" not in stream.getvalue()


def test_requests_are_not_logged_one_by_one(logged):
    stream = logged()
    logging.getLogger("uvicorn.access").info("GET / 200")
    logging.getLogger("httpx").info("HTTP Request: POST https://models.example")
    logging.getLogger("uvicorn.error").info("started")
    assert stream.getvalue().count("\n") == 1


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize("secret", [*SECRETS.values(), "p@ss-word", "p%40ss-word"])
def test_what_the_settings_hide_is_hidden_here_too(logged, log_format, secret):
    stream = logged(log_format=log_format, **SECRETS)
    try:
        raise ValueError(f"refused: {secret}!")
    except ValueError:
        logging.getLogger("service").exception("with %s", secret, extra={"also": [secret]})
    told = stream.getvalue()
    assert "refused: ***!" in told
    assert secret not in told
    assert json.dumps(secret)[1:-1] not in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"key {KEY}, id 1", "key ***, id 1"),
        ("Authorization: Bearer abcdefghijkl", "Authorization: ***"),
        ("{'authorization': 'Bearer abcdefghijkl', 'x': 1}", "{'authorization': '***', 'x': 1}"),
        ('{"Authorization": "Token abc"}', '{"Authorization": "***"}'),
        ("(b'authorization', b'Basic YWJjOmRlZg==')", "(b'authorization', b'***')"),
        ("got Bearer abcdefghijkl from it", "got Bearer *** from it"),
        ("X-API-Key: whatever-it-is", "X-API-Key: ***"),
        ("Cookie: rotator_key=abc; other=def", "Cookie: ***"),
        ("postgresql://rot:hunter22@db/rot", "postgresql://rot:***@db/rot"),
        ("redis://:hunter22@db/0", "redis://:***@db/0"),
        ("https://s3.example/b?X-Amz-Signature=abc123&x=1", "https://s3.example/b?X-Amz-Signature=***&x=1"),
        ("Incorrect API key provided: sk-abcdefghijklmnop1234", "Incorrect API key provided: ***"),
        ("password=hunter22 user=rot", "password=*** user=rot"),
        # what is no secret is left as it is
        ("1200 tokens: 900 read", "1200 tokens: 900 read"),
        ("http://127.0.0.1:8000/tasks/1@2", "http://127.0.0.1:8000/tasks/1@2"),
        ("the basic idea of a rotation", "the basic idea of a rotation"),
        ("a cookie, a token, and a password", "a cookie, a token, and a password"),
        ("rot_x = rotate(90)", "rot_x = rotate(90)"),
        ("task-based-scheduling-of-things", "task-based-scheduling-of-things"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(line, told):
    assert Scrubbed(logging.Formatter()).scrubbed(line) == told


def test_every_secret_setting_is_known():
    secret = [name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)]
    values = {name: f"value-of-{name}" for name in secret}
    assert len(secret) >= 5
    assert secrets_of(Settings(**values)) >= set(values.values())


def test_short_secrets_do_not_black_out_the_log():
    assert secrets_of(Settings(api_key="none")) == set()


def test_dbos_keeps_the_handler_that_it_finds():
    """Pin what the set-up relies on: DBOS makes a handler of its own only where there is none."""
    program = (
        "import logging\nfrom service.logs import set_up_logging\nfrom service.settings import Settings\n"
        "set_up_logging(Settings(log_format='json'))\nfrom dbos._logger import init_logger\ninit_logger()\n"
        "logging.getLogger('dbos').warning('heard once')\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert json.loads(ran.stderr)["message"] == "heard once"
