"""Promotions: tried before they count, kept with who and why, used beside what is shipped, and taken back."""

import json
import tomllib

import pytest
import typer.testing
from conftest import GOOD
from events import failed, mended, record

from agent.context import Context
from agent.prompts import SHIPPED, prompts_in
from agent.scripted import Scripted
from service import wiring
from service.cli import app
from service.database import open_database
from service.events.promotion.overlay import path_of, text_of, write
from service.events.promotion.promotions import Promotions
from service.events.promotion.renewing import Renewing
from service.requests import BadRequest
from service.settings import Settings

WHO = {"author": "ada", "reason": "seen three times today"}
CLUSTER = failed().cause.fingerprint
PITFALL = {
    "wrong": "self.play(Create(Circle(), duration=2))",
    "right": "self.play(Create(Circle(), run_time=2))",
    "why": 'An animation takes "run_time", in seconds; \\duration is of another library.',
    "symbols": ["Create"],
}
RULE = {
    "name": "circle-size",
    "message": "Circle has no size; its radius is half of it",
    "patterns": [
        {"find": "Circle(*$args, **$keywords, size=$1)", "put": "Circle(*$args, **$keywords, radius=$1 / 2)"}
    ],
    "wrong": ["c = Circle(size=2)"],
    "right": ["c = Circle(radius=1)"],
    "confidence": 1.0,
}
PROMPT = {"name": "continue", "text": "Go on where it stops, and write nothing twice:\n\n{{ tail }}\n"}
HEADER = """# /// scene
# title = "A dot that waits"
# topic = "geometry"
# prompts = ["show a dot that waits"]
# asked = []
# concepts = ["dot"]
# licence = "MIT"
# ///
"""
SCENE = {
    "name": "waiting_dot",
    "text": HEADER + GOOD.replace("Circle()", "Dot(radius=0.5)") + "        self.wait()\n",
}


@pytest.fixture
def settings(data, tmp_path, checked):
    """Those of a service of its own, which knows Manim already."""
    own = tmp_path / "data"
    (own / "cache").mkdir(parents=True)
    (own / "cache" / "catalogue").symlink_to(data / "cache" / "catalogue")
    return Settings(data=own)


@pytest.fixture
def promotions(settings):
    database = open_database(settings)
    record(database, mended())
    return Promotions(settings, database)


def promote(promotions, kind, content):
    return promotions.promote(CLUSTER, kind, content, **WHO)


def files(promotions):
    folder = promotions.settings.promoted_folder
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


@pytest.mark.slow
def test_a_pitfall_is_found_and_makes_the_index_stale(promotions, settings):
    before = wiring.scene_index(settings).version
    made = promote(promotions, "pitfall", PITFALL)
    assert "unexpected keyword" in made.tested["wrong"]
    assert "index build" in made.as_json()["used"]
    index = wiring.scene_index(settings)
    assert index.version != before
    (told,) = [each for each in index.contents.entries() if each.id == made.name]
    assert told.text.splitlines()[0] == "not: " + PITFALL["wrong"]
    promotions.undo(made.id, **WHO)
    assert wiring.scene_index(settings).version == before


@pytest.mark.slow
def test_a_rule_mends_from_then_on(promotions, settings):
    wrong = GOOD.replace("Circle()", "Circle(size=3)")
    made = promote(promotions, "rule", RULE)
    assert made.tested["mended"] == 1
    assert made.tested["corpus"]["programs"] > 450
    assert made.tested["corpus"]["found"] == []
    assert wiring.checker(settings).mended(wrong).code == GOOD.replace("Circle()", "Circle(radius=3 / 2)")
    promotions.undo(made.id, **WHO)
    assert "rule-circle-size" not in str(wiring.checker(settings).check(wrong).problems)


@pytest.mark.slow
def test_a_rule_with_a_false_alarm_is_kept_and_not_used(promotions, settings):
    row = {"find": "Circle(*$args, **$keywords, radius=$1)"}
    alarming = RULE | {"patterns": [row], "wrong": ["Circle(radius=2)"], "right": ["Circle()"]}
    made = promote(promotions, "rule", alarming)
    assert not made.is_active
    assert "backpropagation" in {each.partition(":")[0] for each in made.tested["corpus"]["found"]}
    assert files(promotions) == {}
    assert wiring.checker(settings).promoted == ()
    assert promotions.of(CLUSTER) == [made]


@pytest.mark.slow
def test_a_scene_is_rendered_and_joins_the_library(promotions, settings):
    made = promote(promotions, "scene", SCENE)
    contents = wiring.scene_index(settings).contents
    assert contents.scenes["waiting_dot"].title == "A dot that waits"
    assert contents.renders(contents.scenes["waiting_dot"].code)
    assert not [code for code, _ in contents.unstamped() if code == contents.scenes["waiting_dot"].code]
    promotions.undo(made.id, **WHO)
    assert "waiting_dot" not in wiring.scene_index(settings).contents.scenes


def test_a_prompt_takes_the_place_of_the_shipped_one(promotions, settings):
    made = promote(promotions, "prompt", PROMPT)
    assert (
        wiring.prompts(settings).version("continue") == made.tested["version"] != SHIPPED.version("continue")
    )
    assert files(promotions) == {"prompts/continue.md": PROMPT["text"].encode()}
    assert made.as_json()["used"] == "workers use it from their next task on"


def test_a_candidate_is_tried_and_laid_out_but_not_used(promotions, settings, tmp_path):
    promote(promotions, "prompt", PROMPT)
    tried = promotions.candidate("rule", RULE, tmp_path / "candidate")
    assert tried.is_good
    laid_out = {
        str(path.relative_to(tmp_path / "candidate")) for path in (tmp_path / "candidate").rglob("*.*")
    }
    assert {"rules/circle-size.toml", "prompts/continue.md"} <= laid_out
    assert [each.kind for each in promotions.of()] == ["prompt"]
    there = settings.model_copy(update={"promoted": tmp_path / "candidate"})
    assert [each.name for each in wiring.checker(there).promoted] == ["circle-size"]
    assert wiring.checker(settings).promoted == ()
    with pytest.raises(BadRequest):
        promotions.candidate("rule", RULE | {"patterns": []}, tmp_path / "candidate")


def test_undo_restores_byte_for_byte(promotions):
    first = promote(promotions, "prompt", PROMPT)
    before = files(promotions)
    second = promote(promotions, "prompt", PROMPT | {"text": PROMPT["text"] + "\r\nÜ"})
    assert files(promotions) != before
    undone = promotions.undo(second.id, author="bob", reason="worse")
    assert (undone.undone_by, undone.undone_reason) == ("bob", "worse")
    assert files(promotions) == before
    promotions.undo(first.id, **WHO)
    assert files(promotions) == {}
    with pytest.raises(BadRequest, match="can be undone"):
        promotions.undo(first.id, **WHO)


def test_undoing_an_earlier_one_leaves_the_later_one(promotions):
    first = promote(promotions, "prompt", PROMPT)
    promote(promotions, "prompt", PROMPT | {"text": PROMPT["text"] + "Shorter."})
    after = files(promotions)
    promotions.undo(first.id, **WHO)
    assert files(promotions) == after


def test_another_machine_writes_the_same(promotions, settings, tmp_path):
    made = promote(promotions, "prompt", PROMPT)
    elsewhere = Promotions(settings.model_copy(update={"promoted": tmp_path / "there"}), promotions.database)
    assert elsewhere.sync()
    assert not elsewhere.sync()
    assert files(elsewhere) == files(promotions)
    (tmp_path / "there/prompts/draft.md").write_text("by hand")
    promotions.undo(made.id, **WHO)
    assert elsewhere.sync()
    assert files(elsewhere) == {"prompts/draft.md": b"by hand"}


def test_what_was_written_by_hand_is_not_written_over(promotions, settings):
    path = path_of(settings.promoted_folder, ("prompt", "continue"))
    path.parent.mkdir(parents=True)
    path.write_text("by hand")
    with pytest.raises(BadRequest, match="by hand"):
        promote(promotions, "prompt", PROMPT)
    assert path.read_text() == "by hand"


def test_the_same_is_not_promoted_twice(promotions):
    promote(promotions, "prompt", PROMPT)
    with pytest.raises(BadRequest, match="in use as it is"):
        promote(promotions, "prompt", PROMPT)


HOSTILE_SCENE = HEADER + GOOD.replace("from manim import *", "import os\nfrom manim import *")


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("video", {}, "pitfall, rule, scene, prompt"),
        ("prompt", [], "object"),
        ("prompt", {"name": "continue"}, "name and a text"),
        ("prompt", {"name": "../../x", "text": "x" * 60}, "no prompt"),
        ("prompt", {"name": "continue", "text": "{{ tail.__class__ | inert }}" + " " * 60}, "__class__"),
        ("scene", SCENE | {"text": HOSTILE_SCENE}, "os"),
        ("scene", SCENE | {"name": "../dot"}, "name"),
        ("scene", SCENE | {"name": "bar_chart"}, "library"),
        ("scene", SCENE | {"text": GOOD}, "header"),
        ("scene", SCENE | {"text": SCENE["text"].replace('"MIT"', '""')}, "licence"),
        ("scene", SCENE | {"text": SCENE["text"].replace('["show a dot that waits"]', "3")}, "header"),
        ("scene", SCENE | {"text": SCENE["text"].replace('"geometry"', '"cooking"')}, "topic"),
        ("rule", RULE | {"patterns": [{"find": "$1($2)"}]}, "anything"),
        ("rule", RULE | {"name": "../x"}, "name"),
        (
            "rule",
            RULE | {"patterns": [{"find": "Circle(size=$1)", "put": "open(size=$1)"}], "right": ["Circle()"]},
            "open",
        ),
        ("rule", RULE | {"base": "object"}, "base"),
        ("pitfall", PITFALL | {"wrong": "import os"}, "cannot be tried"),
        ("pitfall", PITFALL | {"wrong": "x = ("}, "never closed"),
        ("pitfall", PITFALL | {"why": "No full stop"}, "full stop"),
        ("pitfall", PITFALL | {"symbols": ["Frobnicator"]}, "Frobnicator"),
        ("pitfall", PITFALL | {"symbols": 3}, "symbols"),
        ("pitfall", PITFALL | {"more": 3}, "more"),
        ("pitfall", PITFALL | {"setup": "a = '\ud800'"}, "binary"),
        ("rule", RULE | {"patterns": [{"find": "Circle(size=$1)", "put": "\x00"}]}, "binary"),
        ("prompt", PROMPT | {"text": PROMPT["text"] + "\x00"}, "binary"),
    ],
)
def test_refuses(promotions, kind, content, said):
    with pytest.raises(BadRequest, match=said):
        promote(promotions, kind, content)
    assert promotions.of() == []
    assert files(promotions) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("pitfall", PITFALL | {"wrong": "self.play(Create(Circle(), run_time=1))"}, "and runs"),
        ("pitfall", PITFALL | {"right": "self.play(Create(Circle(), lag=1, duration=2))"}, "is to be right"),
        ("pitfall", PITFALL | {"fails": False, "shows": "True"}, "does not"),
        ("rule", RULE | {"wrong": ["c = Circle(radius=2)"]}, "does not find"),
        ("rule", RULE | {"right": ["c = Circle(size=2)"]}, "right example"),
        (
            "rule",
            RULE | {"patterns": [{"find": "Circle(size=$1)", "put": "Circle(frob=$1)"}]},
            "is to be right",
        ),
        (
            "scene",
            SCENE | {"text": HEADER + GOOD.replace("Circle()", "Square().to_edge(UP, buff=-1)")},
            "not right yet",
        ),
    ],
)
def test_refuses_what_running_disproves(promotions, kind, content, said):
    with pytest.raises(BadRequest, match=said):
        promote(promotions, kind, content)


@pytest.mark.parametrize(("author", "reason"), [("", "x"), ("a", " "), ("a\x00", "x"), ("a" * 101, "x")])
def test_who_and_why_are_needed(promotions, author, reason):
    with pytest.raises(BadRequest, match="must be plain text"):
        promotions.promote(CLUSTER, "prompt", PROMPT, author=author, reason=reason)


def test_there_must_be_such_a_cluster(promotions):
    with pytest.raises(BadRequest, match="no cluster"):
        promotions.promote("0" * 16, "prompt", PROMPT, **WHO)


@pytest.mark.parametrize("text", ["a\"b\\c\n'd'\t", "\x7f\u2028\U0001f600", "$1 = {}", ""])
def test_files_say_what_was_given(text):
    row = PITFALL | {"wrong": text, "fails": True}
    assert tomllib.loads(text_of("pitfall", row)) == {"pitfall": [row]}
    rule = RULE | {"message": text, "confidence": 0.5}
    assert tomllib.loads(text_of("rule", rule)) | {"name": RULE["name"]} == rule


def test_a_folder_that_is_right_is_left_alone(tmp_path):
    wanted = {("prompt", "continue"): PROMPT}
    assert not write(tmp_path / "no", {}, [])
    assert not (tmp_path / "no").exists()
    assert write(tmp_path, wanted, [])
    assert not write(tmp_path, wanted, [])
    assert write(tmp_path, {}, wanted)


def test_a_worker_takes_up_a_prompt_at_its_next_task(promotions, settings):
    checker = wiring.checker(settings)
    context = Context(lambda query: (), Scripted(script=[]), None, checker)
    renew = Renewing(promotions, context.prompts, checker, promotions.revision())
    assert renew(context) == context
    made = promote(promotions, "prompt", PROMPT)
    there = renew(context)
    assert there.prompts.version("continue") == made.tested["version"]
    assert renew(context).checker is there.checker
    promotions.undo(made.id, **WHO)
    assert renew(context).prompts == SHIPPED


def test_a_prompt_that_does_not_fit_any_more_is_said_at_the_start(settings):
    path = path_of(settings.promoted_folder, ("prompt", "continue"))
    path.parent.mkdir(parents=True)
    path.write_text("Go on with this, as it was in an earlier version: {{ gone | inert }}")
    with pytest.raises(wiring.BadPromoted, match="knows no gone"):
        wiring.prompts(settings)


def test_a_worker_goes_on_where_the_folder_cannot_be_read(promotions, settings, caplog):
    checker = wiring.checker(settings)
    context = Context(lambda query: (), Scripted(script=[]), None, checker)
    renew = Renewing(promotions, context.prompts, checker, (0, 0))
    promote(promotions, "prompt", PROMPT)
    (settings.promoted_folder / "rules").mkdir()
    (settings.promoted_folder / "rules/bad.toml").write_text("message = ")
    assert renew(context).checker is checker
    assert "bad.toml" in caplog.text
    (settings.promoted_folder / "rules/bad.toml").unlink()
    assert renew(context).prompts == wiring.prompts(settings) != SHIPPED


SIZED = """from manim import *


class DisplayScene(Scene):
    def construct(self):
        ring = Circle(radius=2)
        self.play(Create(ring, duration=2))
        self.wait()
"""


@pytest.mark.slow
def test_proposals_come_from_what_mended_it(promotions):
    error = {
        "code": "render-error",
        "message": "unexpected keyword argument 'duration'",
        "line": 7,
        "severity": "error",
    }
    first, second = mended(
        "a ring",
        cause=failed().cause.__class__("b" * 16, "render-error", "Create", "Create takes no duration", 7),
    )
    first = first.__class__(**{**first.__dict__, "code": SIZED, "problems": (error,)})
    fixed = SIZED.replace("duration", "run_time")
    cause = failed().cause.__class__()
    second = second.__class__(**{**second.__dict__, "code": fixed, "base": 1, "cause": cause})
    record(promotions.database, [first, second])
    told = promotions.propose("b" * 16, "pitfall")["content"]
    assert (told["wrong"], told["right"]) == ("Create(ring, duration=2)", "Create(ring, run_time=2)")
    assert told["setup"] == "ring = Circle(radius=2)"
    rule = promotions.propose("b" * 16, "rule")["content"]
    assert rule["patterns"] == [
        {
            "find": "Create(*$args, **$keywords, duration=$1)",
            "put": "Create(*$args, **$keywords, run_time=$1)",
        }
    ]
    assert promotions.promote("b" * 16, "rule", rule, **WHO).is_active
    assert promotions.promote("b" * 16, "pitfall", told, **WHO).is_active


def test_a_proposal_without_a_repair_says_so(promotions):
    told = promotions.propose(CLUSTER, "scene")
    assert "class DisplayScene" in told["content"]["text"]
    assert told["content"]["name"] == "draw_a_circle"
    assert promotions.propose(CLUSTER, "prompt")["content"]["text"] == SHIPPED.sources["draft"]


def test_the_commands(promotions, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("ROTATOR_DATA", str(settings.data))
    run = typer.testing.CliRunner().invoke
    file = tmp_path / "continue.md"
    assert run(app, ["events", "propose", CLUSTER, "prompt", "--out", str(file)]).exit_code == 0
    file.write_text(PROMPT["text"])
    asked = [
        "events",
        "promote",
        CLUSTER,
        "prompt",
        "--file",
        str(file),
        "--author",
        "ada",
        "--reason",
        "x",
        "--json",
    ]
    told = json.loads(run(app, asked).stdout)
    assert (told["kind"], told["name"], told["is_active"]) == ("prompt", "continue", True)
    listed = json.loads(run(app, ["events", "promotions", "--json"]).stdout)["promotions"]
    assert [each["id"] for each in listed] == [told["id"]]
    undone = json.loads(
        run(app, ["events", "undo", str(told["id"]), "--author", "a", "--reason", "y", "--json"]).stdout
    )
    assert undone["undone_reason"] == "y"
    assert prompts_in(settings.promoted_folder / "prompts") == SHIPPED
    assert run(app, ["events", "undo", "77", "--reason", "y"]).exit_code == 2
