"""What TeX knows under the preamble that formulas have here: commands, environments, characters, by mode."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from importlib.resources import files

_STYLES = {
    "BOLD": "mathbf",
    "DOUBLE-STRUCK": "mathbb",
    "FRAKTUR": "mathfrak",
    "SCRIPT": "mathcal",
    "MONOSPACE": "mathtt",
}
_ACCENTS = {
    "\u0300": "grave",
    "\u0301": "acute",
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "overline",
    "\u0306": "breve",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u030c": "check",
    "\u20d7": "vec",
}


@dataclass(frozen=True)
class Lexicon:
    """Facts asked of TeX once, and kept as data."""

    commands: frozenset[str]
    """Control words that are defined, without the backslash."""
    math_commands: frozenset[str]
    """Those that fail outside of formulas."""
    text_commands: frozenset[str]
    """Those that fail in formulas."""
    environments: frozenset[str]
    math_environments: frozenset[str]
    text_environments: frozenset[str]
    text_characters: frozenset[str]
    """Characters beyond ASCII that are set in text."""
    math_characters: frozenset[str]
    lost_characters: frozenset[str]
    """Characters that a formula takes without an error and then does not show."""
    meanings: Mapping[str, str]
    """What to write, in a formula, for a character."""
    replacements: Mapping[str, str]
    """What to write, in a formula, for a command that is not defined, by its name without the backslash."""

    @cached_property
    def likely_commands(self) -> tuple[str, ...]:
        """The commands that a scene may mean when it misspells one."""
        return tuple(sorted(name for name in self.commands if len(name) > 2 and name[1:].islower()))

    def nearest(self, command: str, most: int = 3) -> tuple[str, ...]:
        """Return the names of defined commands that look most like one that is not."""
        return tuple(get_close_matches(command, self.likely_commands, most, 0.75))

    def meaning(self, character: str) -> str | None:
        """Return the TeX, for a formula, of a character beyond ASCII; None where it has none."""
        if character in self.meanings:
            return self.meanings[character]
        if script := script_of(character):
            return f"{script[0]}{{{self.meanings.get(script[1], script[1])}}}"
        return self._styled(character) or self._accented(character)

    def _styled(self, character: str) -> str | None:
        """Return the TeX of a letter of mathematics in a style of its own, such as 𝐱, ℝ or a full-width one."""
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) != 1 or plain == character:
            return None
        plain = self.meanings.get(plain, plain)
        if not plain.isascii():
            return None
        name = unicodedata.name(character, "")
        style = next((style for word, style in _STYLES.items() if word in name), None)
        return f"\\{style}{{{plain}}}" if style else plain

    def _accented(self, character: str) -> str | None:
        parts = unicodedata.normalize("NFD", character)
        if len(parts) == 2 and parts[0].isascii() and parts[1] in _ACCENTS:
            return f"\\{_ACCENTS[parts[1]]}{{{parts[0]}}}"
        return None


def script_of(character: str) -> tuple[str, str] | None:
    """Return `^` or `_` and what is raised or lowered, of a character such as ² or ₙ."""
    kind, _, plain = unicodedata.decomposition(character).partition(" ")
    if kind in ("<super>", "<sub>") and " " not in plain:
        raised = chr(int(plain, 16))
        return ("^" if kind == "<super>" else "_"), {"\u2212": "-"}.get(raised, raised)
    return None


@cache
def lexicon() -> Lexicon:
    """Return the facts that ship with the project."""
    text = files("knowledge").joinpath("latex.txt").read_text(encoding="utf-8")
    parts = {
        name.strip(): body for name, _, body in (part.partition("\n") for part in text.split("\n== ")[1:])
    }
    math, words = frozenset(parts["math commands"].split()), frozenset(parts["text commands"].split())
    in_math = frozenset(parts["math environments"].split())
    in_text = frozenset(parts["text environments"].split())
    return Lexicon(
        frozenset(parts["commands"].split()) | math | words,
        math,
        words,
        frozenset(parts["environments"].split()) | in_math | in_text,
        in_math,
        in_text,
        _characters(parts["characters in text"]),
        _characters(parts["characters in math"]),
        _characters(parts["characters lost in math"]),
        _pairs(parts["meanings of characters"]),
        _pairs(parts["replacements of commands"]),
    )


def _characters(ranges: str) -> frozenset[str]:
    found: set[str] = set()
    for each in ranges.split():
        first, _, last = each.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def _pairs(lines: str) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in lines.splitlines() if " " in line)
