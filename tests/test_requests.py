import pytest

from agent.sandbox import RenderOptions
from service.requests import BadRequest, render_options, validated_prompt


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((), RenderOptions(854, 480, 15)),
        (("medium",), RenderOptions(1280, 720, 30)),
        (("high",), RenderOptions(1920, 1080, 60)),
        (("4k",), RenderOptions(3840, 2160, 60)),
        (("low", "640x360", 24), RenderOptions(640, 360, 24)),
        (("low", "720p"), RenderOptions(1280, 720, 15)),
        (("low", "1080p"), RenderOptions(1920, 1080, 15)),
    ],
)
def test_options(arguments, options):
    assert render_options(*arguments) == options


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("best",), "low, medium, high, 4k"),
        (("low", "big"), "WIDTHxHEIGHT"),
        (("low", "20000x20000"), "3840x2160"),
        (("low", None, 0), "1 to 120"),
        (("low", None, 999), "1 to 120"),
    ],
)
def test_wrong_options_name_the_choices(arguments, words):
    with pytest.raises(BadRequest, match=words):
        render_options(*arguments)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("x" * 100_000, "100000 characters; at most 8000"),
        ("a\x00b", "binary"),
        ("\x1b[31mred", "binary"),
        ("a\udc80b", "binary"),
        (f"a{chr(0xFFFD)}b", "binary"),
    ],
)
def test_wrong_prompts(prompt, words):
    with pytest.raises(BadRequest, match=words):
        validated_prompt(prompt)


def test_a_prompt_may_be_of_any_language_and_several_lines():
    assert validated_prompt("  Zeige ∫x²\n円 🏀 ") == "Zeige ∫x²\n円 🏀"
