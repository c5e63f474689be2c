"""What people ask for, validated: the prompt and the picture options."""

from __future__ import annotations

import json
import re
from pathlib import Path

from agent.sandbox import QUALITIES, RenderOptions

LONGEST_PROMPT = 8000
LONGEST_FILE = 1_000_000
FORMATS = ("gif", "webm")
MOST_PIXELS = 3840 * 2160


class BadRequest(ValueError):
    """A request that cannot be served; the message says what would be."""


def validated_prompt(prompt: str) -> str:
    """Return the prompt without white space around it; raise BadRequest."""
    prompt = prompt.strip()
    if not prompt:
        raise BadRequest('the prompt is empty; say what to animate, such as "a circle that becomes a square"')
    if len(prompt) > LONGEST_PROMPT:
        raise BadRequest(f"the prompt has {len(prompt)} characters; at most {LONGEST_PROMPT} are read")
    if not is_plain(prompt):
        raise BadRequest("the prompt has binary data in it; plain text is needed")
    return prompt


def validated_code(code: str) -> str:
    """Return a program that a person wrote; raise BadRequest."""
    if not code.strip():
        raise BadRequest(
            "there is no program: send a scene with class DisplayScene(Scene) and construct(self)"
        )
    if not is_plain(code):
        raise BadRequest("the program has binary data in it; plain text is needed")
    return code


def validated_text(what: str, text: str, longest: int) -> str:
    """Return a short text that a person wrote, without white space around it; raise BadRequest."""
    text = text.strip()
    if not 0 < len(text) <= longest or not is_plain(text):
        raise BadRequest(f"{what} must be plain text of 1 to {longest} characters")
    return text


def is_plain(text: str) -> bool:
    """Whether a text has nothing in it that is no text."""
    if any(ord(character) < 32 and character not in "\n\t\r" for character in text) or "\ufffd" in text:
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def read_text(file: Path) -> str:
    """Return the text of a file; raise BadRequest where it is none."""
    try:
        with file.open("rb") as content:
            return content.read(LONGEST_FILE).decode("utf-8")
    except OSError as error:
        raise BadRequest(f"cannot read {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadRequest(f"{file} is no UTF-8 text") from None


def prompts_of(file: Path) -> tuple[str, ...]:
    """Return the prompts of a file: one a line, or in each line a JSON object with a `prompt`; raise BadRequest."""
    found = []
    for number, line in enumerate(read_text(file).splitlines(), 1):
        if line.strip():
            try:
                found.append(validated_prompt(_prompt(line)))
            except (BadRequest, ValueError, KeyError, TypeError) as error:
                raise BadRequest(f"{file}, line {number}: {error or 'no prompt'}") from None
    return tuple(found)


def _prompt(line: str) -> str:
    return str(json.loads(line)["prompt"]) if line.lstrip().startswith("{") else line


def render_options(
    quality: str = "low",
    resolution: str | None = None,
    fps: int | None = None,
    also: tuple[str, ...] = (),
) -> RenderOptions:
    """Return the picture options; raise BadRequest with the choices there are."""
    if quality not in QUALITIES:
        raise BadRequest(f"unknown quality {quality!r}; choose one of {', '.join(QUALITIES)}")
    width, height, default_fps = QUALITIES[quality]
    if resolution is not None:
        if height_only := re.fullmatch(r"\s*(\d{3,4})p\s*", resolution):
            resolution = f"{2 * round(int(height_only[1]) * 8 / 9)}x{height_only[1]}"
        match = re.fullmatch(r"\s*(\d{2,5})\s*[x×,]\s*(\d{2,5})\s*", resolution)
        if match is None:
            raise BadRequest(
                f"unknown resolution {resolution!r}; write WIDTHxHEIGHT or a height, such as 1280x720 or 720p"
            )
        # videos have even sizes
        width, height = int(match[1]) + int(match[1]) % 2, int(match[2]) + int(match[2]) % 2
        if width < 64 or height < 64 or width * height > MOST_PIXELS:
            raise BadRequest(f"the resolution {width}x{height} is not from 64x64 to 3840x2160")
    if fps is not None and not 1 <= fps <= 120:
        raise BadRequest(f"{fps} frames per second; choose 1 to 120")
    if unknown := [kind for kind in also if kind not in FORMATS]:
        raise BadRequest(f"unknown format {unknown[0]!r}; beside mp4 there are {' and '.join(FORMATS)}")
    return RenderOptions(width, height, fps or default_fps, tuple(dict.fromkeys(also)))
