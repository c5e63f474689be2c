"""What each problem that the check can find means."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Explanation:
    """A problem by its code, with lines of `construct` that have it and have it not."""

    code: str
    title: str
    wrong: str = ""
    right: str = ""

    def __str__(self) -> str:
        lines = [f"{self.code}: {self.title}"]
        for label, text in (("wrong", self.wrong), ("right", self.right)):
            if text:
                lines += ["", f"{label}:", *(f"    {line}" for line in text.splitlines())]
        return "\n".join(lines)


@cache
def explanations() -> dict[str, Explanation]:
    """Return the table of the rules, by code."""
    text = files("agent.check").joinpath("rules.toml").read_text(encoding="utf-8")
    return {code: Explanation(code, **row) for code, row in tomllib.loads(text).items()}
