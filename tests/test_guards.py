"""A prompt that somebody wrote reads its values and no more, and what strangers wrote stays in its tags."""

import pytest

from agent.prompts import NAMES, SHIPPED, prompts_in
from agent.prompts.guards import BadPrompt, guarded

DRAFT, REPAIR = SHIPPED.sources["draft"], SHIPPED.sources["repair"]
TOLD = "{{ request | inert }}"


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_ones_are_as_they_must_be(name):
    assert guarded(name, SHIPPED.sources[name]).versions() == SHIPPED.versions()


def test_a_change_has_a_version_of_its_own():
    changed = guarded("draft", DRAFT.replace("Keep to what it names", "Show what it names"))
    assert changed.version("draft") != SHIPPED.version("draft")
    assert changed.version("repair") == SHIPPED.version("repair")
    assert guarded("system", SHIPPED.sources["system"] + "- is short.").version("draft") != SHIPPED.version(
        "draft"
    )
    assert "Show what it names" in changed.render(
        "draft", request="x", scenes=[], parts=[], examples=[], reference=[], pitfalls=[]
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DRAFT.replace(TOLD, "{{ request }}"), "inert"),
        (DRAFT.replace(TOLD, ""), "request"),
        (DRAFT.replace("</request>", ""), "request is not closed"),
        (DRAFT.replace("<request>", "").replace("</request>", ""), "must stand between"),
        (DRAFT + TOLD, "must stand between"),
        (DRAFT.replace("{{ scene.text | inert }}", "{{ scene.text }}"), "inert"),
        (DRAFT.replace("scene.title | inert | e", "scene.title | inert"), "open a tag"),
        (DRAFT + "{% if request == 'x' %}<request>{{ request }}</request>{% endif %}", "inert"),
        (DRAFT.replace("```python", "~~~"), "answers are read"),
        (DRAFT + "{{ secret }}", "knows no secret"),
        (DRAFT + "{{ request.__class__ | inert }}", "__class__"),
        (DRAFT + "{{ request.format(request) | inert }}", "Call"),
        (DRAFT + "{{ ''.__class__ }}", "__class__|inert"),
        (DRAFT + "{% include 'system' %}", "Include"),
        (DRAFT + "{% import 'system' as s %}", "Import|Template"),
        (DRAFT + "{% for i in range(9) %}x{% endfor %}", "range"),
        (DRAFT + "{% set x = request %}", "Assign"),
        (DRAFT + "{% macro bomb() %}{% endmacro %}", "bomb"),
        (DRAFT + "{% if 9 ** 9 ** 9 %}x{% endif %}", "Pow"),
        (DRAFT + "{% if 'x' * 999999999 %}x{% endif %}", "Mul"),
        (DRAFT + "{% for a in scenes %}" * 3 + "x" + "{% endfor %}" * 3, "For"),
        (DRAFT + "{{ lipsum(9) }}", "lipsum"),
        (DRAFT + "{% if %}", "no Jinja template"),
        (DRAFT + "x" * 20_000, "characters"),
        ("", "characters"),
    ],
)
def test_refuses(text, said):
    with pytest.raises(BadPrompt, match=said):
        guarded("draft", text)


def test_saying_the_same_for_ever_is_refused():
    with pytest.raises(BadPrompt, match="too often"):
        guarded("repair", REPAIR + "<program>{{ code | inert }}</program>\n" * 300)


def test_there_is_no_other_prompt():
    with pytest.raises(BadPrompt, match="there are system"):
        guarded("../draft", DRAFT)


def test_a_prompt_of_the_folder_takes_the_place_of_the_shipped_one(tmp_path):
    (tmp_path / "continue.md").write_bytes(b"Go on:\r\n{{ tail }}\n")
    (tmp_path / "other.md").write_text("{{ nothing }}")
    prompts = prompts_in(tmp_path)
    assert prompts.render("continue", tail="x") == "Go on:\nx"
    assert prompts.versions() | {"continue": ""} == SHIPPED.versions() | {"continue": ""}
    assert prompts.version("continue") != SHIPPED.version("continue")
