"""How changes are asked for: the words of orders, and those that ask for a pace or a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from agent.offline.fit import words
from agent.offline.mentions import Mention, mentions, normalised

ORDERS = frozenset(
    words(
        """color colour change replace swap switch exchange substitute set version thing object paint recolor
        recolour previous current present original increase decrease raise reduce pick choose want prefer
        number bit lot else rather become named called"""
    )
)
"""Words by which changes are asked for: they say nothing of what is to change."""
_CLAUSES = re.compile(r"\s*(?:[;.!]\s+|,\s*(?:and|but|then)?\s+|\b(?:and|but|then)\s+)\s*", re.IGNORECASE)
_PACE = re.compile(
    r"\b(?:(?P<much>much|a lot|far)|(?P<little>a (?:little|bit)|slightly|somewhat)|(?P<twice>twice as|double)|(?P<halved>half as)|(?P<too>too)"
    r"|(?P<times>\d+(?:\.\d+)?)\s*(?:x|times)(?:\s+as)?)?\s*\b"
    r"(?:(?P<slow>slower|slowly|slow(?: it| this| everything)?(?: down)?|longer|take its time)"
    r"|(?P<fast>faster|fast|quicker|quickly|shorter|speed(?: it| this| everything)? up))\b",
    re.IGNORECASE,
)
_SPEED = re.compile(
    r"\b(?:(?:at|with)\s+)?(?:the\s+)?(?:(?P<half>half)(?: of)?|(?P<double>double|twice))(?: the| its)?\s+speed\b",
    re.I,
)
_ORDERS = re.compile(
    r"\s*(?:(?:please|now|and|but|ok|okay|can you|could you)\s+)*(?:make (?:it|the|this|that|its)|add|change|colou?r"
    r"|for|move|paint|put|recolou?r|remove|replace|set|use|with|without)\b|.*\binstead\b",
    re.I | re.S,
)
_SHOWS = re.compile(
    r"\s*(?:please |now )?(?:animate|create|demonstrate|draw|explain|graph|illustrate|plot|show|visuali[sz]e)\b",
    re.I,
)
_TITLE = re.compile(
    r"\b(?i:(?:(?P<adds>add|give it|put|insert|show|include|with|have)|set|change)\s+(?:a|the|its|another)?\s*"
    r"\b(?:title|heading|headline)\b(?:\s+card)?(?:\s+(?:at|on|to)\s+(?:the\s+)?(?:top|start|beginning|front|it))?"
    r"\s*(?:to|that says|that reads|saying|says|reading|reads|of|called|is|:|=)?)\s*"
    r"(?:[\"“'‘](?P<quoted>[^\"”]+?)[\"”'’](?=[\s.,;!]|$)|(?P<bare>[A-Z0-9][^.,;]*)?)",
)
FACTOR, MUCH, LITTLE = 1.5, 2.0, 1.25


@dataclass(frozen=True)
class Pace:
    """What times are to be multiplied by, and the request without that."""

    factor: float
    rest: str

    @property
    def said(self) -> str:
        """The change in words."""
        factor = self.factor
        return f"{factor:.3g} times as long" if factor > 1 else f"{1 / factor:.3g} times as fast"


@dataclass(frozen=True)
class Title:
    """The words of a title, "" where it is left open, whether it is a new one, and the request without it."""

    text: str
    is_new: bool
    rest: str


def pace_of(prompt: str) -> Pace | None:
    """Return the pace that a request asks for."""
    match = _PACE.search(prompt) or _SPEED.search(prompt)
    return Pace(_factor(match), _left_of(prompt, match)) if match else None


def title_of(prompt: str) -> Title | None:
    """Return the title that a request asks for."""
    match = _TITLE.search(prompt)
    if match is None:
        return None
    text = match["quoted"] or (match["bare"] or "").strip()
    return Title(text, bool(match["adds"]), _left_of(prompt, match))


def clauses_of(request: str) -> list[str]:
    """Return the parts of a request, each of which may ask for a change."""
    return [clause for clause in _CLAUSES.split(request) if clause and clause.strip()]


def is_a_wish_of_its_own(request: str) -> bool:
    """Return whether a request says by itself what to show: "8 terms" and "make the bars red" do not."""
    prompt = normalised(request)
    if _ORDERS.match(prompt):
        return False
    return bool(_SHOWS.match(prompt) or set(words(without(prompt, named_in(prompt)))) - ORDERS)


@lru_cache(8)
def named_in(prompt: str) -> tuple[Mention, ...]:
    """Return what a request names."""
    return mentions(prompt)


def without(text: str, used: Sequence[Mention]) -> str:
    """Return a request without some of what it names."""
    for mention in sorted(used, key=lambda each: each.start, reverse=True):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _left_of(prompt: str, match: re.Match[str]) -> str:
    return f"{prompt[: match.start()]} {prompt[match.end() :]}"


def _factor(match: re.Match[str]) -> float:
    """Return what times are multiplied by."""
    said = {name: value for name, value in match.groupdict().items() if value}
    if "half" in said or "double" in said:
        return 2.0 if "half" in said else 0.5
    factor = MUCH if "much" in said or "twice" in said else LITTLE if "little" in said else FACTOR
    factor = min(10.0, max(0.1, float(said["times"]))) if "times" in said else factor
    factor = 0.5 if "halved" in said else factor
    return factor if ("slow" in said) != ("too" in said) else 1 / factor
