"""A snapshot of each prompt: a change shows in review as what the model will read."""

import re

import pytest
from jinja2 import UndefinedError

from agent import prompts
from agent.problems import Problem
from agent.writing import draft_messages, repair_messages
from index.document import Document

SCENE = Document("dot", "scene", "A dot", 0.9, "MIT", "from manim import *\n# {{ not a template }}")


def test_draft(snapshot):
    assert (
        "\n\n--\n\n".join(each.text for each in draft_messages("Show $\\frac{a}{b}$", [SCENE] * 5))
        == snapshot
    )


def test_draft_without_scenes(snapshot):
    assert draft_messages("a circle", [])[-1].text == snapshot


def test_repair(snapshot):
    problems = [Problem("render-error", "NameError: x", 3), Problem("F821", "no y", suggestions=("z", "w"))]
    assert repair_messages("a circle", "x = {y}\n", problems)[-1].text == snapshot


def test_repair_without_a_program(snapshot):
    assert repair_messages("a circle", "", [Problem("no-code", "nothing")])[-1].text == snapshot


def test_continue(snapshot):
    assert prompts.render("continue", tail="self.play(") == snapshot


def test_versions_are_hashes_of_the_files():
    assert len({prompts.version(name) for name in ("system", "draft", "repair", "continue")}) == 4
    assert re.fullmatch("[0-9a-f]{12}", prompts.version("draft"))


def test_a_missing_value_is_an_error():
    with pytest.raises(UndefinedError):
        prompts.render("continue")
