"""Personal data and secrets go out of events; programs and numbers stay as they are."""

import ast
import time
from dataclasses import replace

import pytest

from agent.faults import ModelMisconfigured
from agent.state import Attempt
from knowledge.examples import examples
from knowledge.library import library
from service.api.keys import add_key
from service.database import open_database
from service.events.log import EventLog
from service.events.observing import Asked, Ended, events_of
from service.events.record import Cause, TrainingEvent
from service.events.redaction.hiding import fault_to_keep, fit_to_keep, redact_text, redacted
from service.events.redaction.own_rules import BadRules, rules_of
from service.settings import Settings

HEX = "0123456789abcdef" * 4
MIXED = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7dE9fG1h"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("write to ann.lee+x@mail.example.org!", "write to <email 1>!"),
        ("a@b.com, A@B.de and a@b.com", "<email 1>, <email 2> and <email 1>"),
        ("call +49 30 901820 or +1-555-234-5678", "call <phone 1> or <phone 2>"),
        ("+4915112345678 is mine", "<phone 1> is mine"),
        ("(555) 234-5678 / 555.234.5678", "<phone 1> / <phone 2>"),
        ("ring 030 12345678 at noon", "ring <phone 1> at noon"),
        ("tel: 123 456 789", "tel: <phone 1>"),
        ("from 81.2.69.142 to 10.0.0.1", "from <ip 1> to 10.0.0.1"),
        ("2a02:8070:898f:e400::2 is it", "<ip 1> is it"),
        ("DE89 3704 0044 0532 0130 00", "<iban 1>"),
        ("card 4111 1111 1111 1111, 378282246310005", "card <card 1>, <card 2>"),
        ("open /home/ann/scene.py and /Users/bob/x", "open /home/<user 1>/scene.py and /Users/<user 2>/x"),
        (r"C:\Users\Ann Lee\x.png", r"C:\Users\<user 1>\x.png"),
        ("https://ann:pa55@example.org/x", "https://<key 1>@example.org/x"),
        ("https://e.org/?a=1&access_token=abc123def#x", "https://e.org/?a=1&access_token=<key 1>#x"),
        (f"Authorization: Bearer {MIXED}", "Authorization: Bearer <key 1>"),
        (f"sk-{MIXED}", "<key 1>"),
        (f"sk-proj-{MIXED}-x", "<key 1>"),
        (f"AIza{MIXED[:35]}", "<key 1>"),
        (f"hf_{MIXED[:34]} gsk_{MIXED}", "<key 1> <key 2>"),
        (f"ghp_{MIXED[:36]}", "<key 1>"),
        ("AKIAIOSFODNN7EXAMPLE", "<key 1>"),
        (f'aws_secret = "{HEX[:40]}"', 'aws_secret = "<key 1>"'),
        (f"eyJ{MIXED}.eyJ{MIXED}.{MIXED}", "<key 1>"),
        ('api_key = "s3cr3tvalue"', 'api_key = "<key 1>"'),
        ("my password is hunter2hunter2", "my password is <key 1>"),
        (f"-----BEGIN PRIVATE KEY-----\n{MIXED}\n{MIXED}\n-----END PRIVATE KEY-----", "<key 1>"),
    ],
)
def test_what_is_hidden(text, left):
    assert redact_text(text) == left
    assert redact_text(left) == left  # exports do it again


@pytest.mark.parametrize(
    "text",
    [
        "3.14159265358979323846 and 2.718281828459045",
        "np.array([[-7, 7, 1], [1234567890, 4111111111111112, 0]])",
        "axes.c2p(-3.25, +1.12345679), 100 - 200 - 3000",
        "digits 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1; 0110 1010 0011",
        "weights@layer.values + (A@B.T)@self.name(x) - q@k.mT",
        "c[::2], a[1:2:3], 12:30:45, version 0.22.0, 127.0.0.1, 192.168.0.1",
        "from 2026-11-30 to 1980-02-29 01:02:03",
        'Text("Secret: the password is a word", color="#123456")',
        "secret_key = make_key_128(bits2)",
        "token = Circle(); basic_trigonometry_and_limits",
        "risk-of-a-very-long-kebab-case-word1",
        "x = 1e-16 * 4000000000000000",
    ],
)
def test_what_stays(text):
    assert redact_text(text) == text


def test_programs_of_manim_stay_as_they_are():
    programs = [scene.source for scene in library().values()] + [example.code for example in examples()]
    assert len(programs) > 400
    assert [text for text in programs if redact_text(text) != text] == []


def test_our_own_keys(tmp_path):
    _, key = add_key(open_database(Settings(data=tmp_path)), "the class", 1.0)
    assert redact_text(f"it says {key}.") == "it says <key 1>."


CODE = 'CARD = 4111111111111111\ntext = Text("ann@example.org")  # of ann@example.org\n'
EVENT = TrainingEvent(
    task="1234567890" * 3 + "12",
    attempt=1,
    session="s",
    version=1,
    turn="generate",
    made=1.0,
    prompt="a circle for ann@example.org",
    earlier=("for bob@example.org",),
    cause=Cause("f" * 16, "NameError", "Circle", "no ann@example.org"),
    problems=({"code": "x", "message": "bob@example.org", "suggestions": ("ann@example.org",)},),
    code=CODE,
    before=CODE,
    answer="dear ann@example.org",
    messages=({"role": "user", "content": "bob@example.org asks"},),
    documents=({"id": "d", "title": "of cee@example.org", "score": 0.5},),
    still=b"jpeg",
)


def test_an_event_has_one_number_for_a_value():
    left = redacted(EVENT)
    told = str(left.as_json())
    assert "example.org" not in told
    number = left.prompt.removeprefix("a circle for ")
    assert number in left.answer
    assert number in left.cause.message
    assert number in left.code
    assert number == left.problems[0]["suggestions"][0]
    assert left.earlier[0].removeprefix("for ") == left.messages[0]["content"].removesuffix(" asks")
    assert (left.task, left.still, left.documents[0]["score"]) == (EVENT.task, b"jpeg", 0.5)


def test_a_program_stays_one():
    left = redacted(EVENT)
    ast.parse(left.code)
    assert 'CARD = "<card 1>"' in left.code
    assert redacted(left) == left


def test_without_prompts_programs_and_causes_are_left(tmp_path):
    left = fit_to_keep(EVENT, Settings(data=tmp_path, events_prompts=False))
    assert (left.prompt, left.earlier, left.answer, left.messages, left.documents, left.still) == (
        ("", (), "", (), (), b"")
    )
    assert left.cause.kind == "NameError"
    assert "Text(" in left.code


@pytest.mark.parametrize(
    "unit",
    "a|1|1 |+1|1.|a.|a@a.|a@|0|A1|eyJ|sk-|sk-a-|://|?a=|:|2:|//|password=|bearer |/home/|AKIA|xoxb-1-|tel|(|"
    "-----BEGIN PRIVATE KEY-----|aws|<a 1>|'".split("|"),
)
def test_a_hostile_text_costs_no_more(unit):
    text = (unit * 30_000)[:30_000]
    started = time.perf_counter()
    redact_text(text)
    assert time.perf_counter() - started < 1.0


OWN = """[[rule]]
name = "student"
pattern = '\\bS\\d{7}\\b'
"""


def test_rules_of_the_operator(tmp_path):
    path = tmp_path / "redact.toml"
    path.write_text(OWN)
    settings = Settings(data=tmp_path, events_redact=path)
    left = fit_to_keep(replace(EVENT, prompt="of S1234567, S1234567"), settings)
    assert left.prompt == "of <student 1>, <student 1>"


def test_the_secrets_of_the_settings(tmp_path):
    settings = Settings(data=tmp_path, api_key="plainly-secret")
    assert fit_to_keep(replace(EVENT, answer="with plainly-secret"), settings).answer == "with <key 1>"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "No such file"),
        ("[[rule]", "redact.toml"),
        ("rules = 1", "'rules' is nothing"),
        ("rule = 1", "a name and a pattern"),
        ("[[rule]]\nname = 'x'", "a name and a pattern"),
        ("[[rule]]\nname = 'x'\npattern = 'a'\nmore = 1", "a name and a pattern"),
        ("[[rule]]\nname = 'X1'\npattern = 'a'", "small letters"),
        ("[[rule]]\nname = 'x'\npattern = '('", "missing"),
        ("[[rule]]\nname = 'x'\npattern = 'a*'", "fits where nothing is"),
        ("[[rule]]\nname = 'x'\npattern = '(a+)+$'", "takes too long"),
        ("[[rule]]\nname = 'x'\npattern = '\\d+\\d+\\d+x'", "takes too long"),
        (f"[[rule]]\nname = 'x'\npattern = '{'a' * 501}'", "more than 500"),
        (OWN * 51, "50 are the most"),
        ("#" * 70_000, "more than 65536"),
    ],
)
def test_rules_that_cannot_be(tmp_path, content, told):
    path = tmp_path / "redact.toml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BadRules, match=told) as raised:
        rules_of(Settings(data=tmp_path, events_redact=path))
    assert "or unset it" in raised.value.remedy


def test_what_a_run_gives_is_redacted(tmp_path):
    asked = Asked("task", "session", "a circle for ann@example.org")
    tried = Attempt(1, "draft", "check", CODE, "v", messages=(("human", "bob@example.org asks"),))
    (one,) = events_of(Settings(data=tmp_path), asked, Ended("failed", "no", None), [tried], ())
    assert (one.prompt, one.messages[0]["role"]) == ("a circle for <email 1>", "user")
    assert "example.org" not in str(one.as_json())
    rules = Settings(data=tmp_path, events_redact=tmp_path / "none")
    with pytest.raises(BadRules):
        events_of(rules, asked, Ended("failed", "no", None), [tried], ())


def test_a_fault_is_redacted(tmp_path):
    database = open_database(Settings(data=tmp_path))
    settings = Settings(data=tmp_path, api_key="of the operator's")
    log, fault = EventLog(database), ModelMisconfigured(f"sk-{MIXED} is no key", "not: of the operator's")
    with database.writing() as connection:
        log.record_fault(connection, "task", "session", fault_to_keep(fault, settings))
    (row,) = log.faults(1)
    assert (row.kind, row.message, row.remedy) == ("ModelMisconfigured", "<key 1> is no key", "not: <key 1>")
