"""How long a request wants its video to be, as far as it says so, in English or German."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.findings import Finding

TOLERANCE, LEAST_OFF = 0.3, 2.0
"""How far a video may be off: as a share of what was asked for, and in seconds at least."""
NUMBERS = {
    **{word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)},
    **{word: n for n, word in enumerate("ein zwei drei vier fünf sechs sieben acht neun zehn".split(), 1)},
    **{"a": 1, "an": 1, "eine": 1, "einer": 1, "twelve": 12, "zwölf": 12, "fifteen": 15, "fünfzehn": 15},
    **{"twenty": 20, "zwanzig": 20, "thirty": 30, "dreißig": 30, "forty": 40, "vierzig": 40},
    **{"forty-five": 45, "fifty": 50, "fünfzig": 50, "sixty": 60, "sechzig": 60, "ninety": 90, "neunzig": 90},
}
_HALF = r"half[ -]a[ -]minute|(?:a )?half[ -]minute|(?:eine[rn]? )?halbe[nr]? minute|halbminütig\w*"
_NUMBER = rf"\d+(?:[.,]\d+)?|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"
_UNIT = (
    r"seconds?|secs?|s|sekunden?|sek\.?|sekündig\w*|minutes?|mins?|minuten?|minütig\w*"
    r"|second|minute"
)
_DURATION = (
    rf"(?:(?P<half>{_HALF})"
    rf"|(?P<low>{_NUMBER})(?:\s*(?:-|–|to|bis)\s*(?P<high>{_NUMBER}))?[\s-]*(?P<unit>{_UNIT}))(?![\w-]*\w)"
)
_FILM = r"(?:animation|animated|video|clip|film|movie|scene|gif|explainer|erklärvideo|szene)"
_BOUND = (
    r"(?P<most>at most|up to|under|less than|no more than|within|höchstens|maximal|max\.?|unter|bis zu)\s+"
    r"|(?P<least>at least|more than|over|mindestens|über)\s+|(?:about|around|roughly|ca\.?|etwa|ungefähr)\s+"
)
_BETWEEN = r"(?:(?!(?:in|of|the|to|at|for|from|into|before|after|der|des|die|im|vor|nach)\b)\w+[\s-]+){0,2}"
_LASTS = r"(?:lasts?|last|lasting|dauert|dauern|runs?|running)"
_TOLD = r"^\s*(?:please\s+)?(?:explain|teach|summari[sz]e|tell|describe|erkläre?)\b[^.,;]*?"
"""Who explains in ten seconds speaks of the video; what runs in ten seconds is shown in it."""
_FRAMES = (
    rf"(?:{_BOUND})?{_DURATION}(?:[\s-]+(?:long|langes?|lange|short))?[\s-]+{_BETWEEN}{_FILM}",
    rf"{_FILM}\s+(?:of|von|mit|with a length of)\s+(?:{_BOUND})?{_DURATION}",
    rf"(?:{_FILM}|\b(?:it|this|that|es|das))\s+(?:\w+\s+)?{_LASTS}\s+(?:for\s+)?(?:{_BOUND})?{_DURATION}",
    rf"\b(?:duration|length|dauer|länge)\s*(?::|of|von)\s*(?:{_BOUND})?{_DURATION}",
    rf"(?:{_BOUND})?{_DURATION}[\s-]+(?:long|lang|in total|altogether|insgesamt)\s*(?:[.,;!)]|$)",
    rf"(?:{_TOLD}\bin\s+|\b(?:make it|keep it)\s+(?:in\s+)?|[,;:(]\s*(?:in\s+)?|\s(?=within\b))(?:{_BOUND})?{_DURATION}\s*[.)!]*\s*$",
    rf"^\s*(?:(?!half\b)\w+\s+)?(?:in\s+)?(?:{_BOUND})?{_DURATION}\s*(?:[:,]|\b(?:on|about|of|über|zu|den|die|das|how|why)\b)",
)
_ASKED = tuple(re.compile(frame, re.IGNORECASE) for frame in _FRAMES)
_PHYSICAL = re.compile(r"\b(?:period|every|each|per|after|alle|jede|nach|periode)\b[^.,;]*$", re.IGNORECASE)
"""What makes a duration one of what is shown, and not of the video."""
SHORTEST = 4.0
"""Seconds that a video is asked to be; what is shorter is a part of what it shows."""


@dataclass(frozen=True)
class Length:
    """Seconds that a video is to have, at least and at most."""

    least: float | None
    most: float | None


def length_of(request: str) -> Length | None:
    """Return how long the video is to be; None where the request leaves that open."""
    for pattern in _ASKED:
        for match in pattern.finditer(request):
            seconds = _seconds(match)
            if seconds[0] >= SHORTEST and not _PHYSICAL.search(request[: match.start()]):
                return Length(
                    None if match["most"] else seconds[0],
                    None if match["least"] else seconds[1],
                )
    return None


def _seconds(match: re.Match[str]) -> tuple[float, float]:
    if match["half"]:
        return 30.0, 30.0
    factor = 60 if match["unit"].lower().startswith("m") else 1
    low = _number(match["low"])
    return factor * low, factor * (_number(match["high"]) if match["high"] else low)


def _number(text: str) -> float:
    return float(NUMBERS.get(text.lower()) or text.replace(",", "."))


def findings(request: str, duration: float) -> tuple[Finding, ...]:
    """Return what is wrong with the length of a video, given in seconds."""
    asked = length_of(request)
    if asked is None:
        return ()
    if asked.least and duration < asked.least - max(TOLERANCE * asked.least, LEAST_OFF):
        message = f"the video runs {duration:.1f} s, the request says {asked.least:g} s"
        hint = f"{asked.least - duration:.0f} s are missing: longer run_time where much moves, a self.wait() after each step"
        return (Finding("too-short", message, end=duration, measure=duration, suggestion=hint),)
    if asked.most and duration > asked.most + max(TOLERANCE * asked.most, LEAST_OFF):
        message = f"the video runs {duration:.1f} s, the request says {asked.most:g} s"
        hint = f"{duration - asked.most:.0f} s are too much: shorter run_time, fewer waits"
        return (Finding("too-long", message, end=duration, measure=duration, suggestion=hint),)
    return ()
