"""Take secrets out of texts, by the patterns of detect-secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from service.logs import HIDDEN, PATTERNS

if TYPE_CHECKING:
    from detect_secrets.plugins.base import BasePlugin

KNOWN = 100_000
"""Lines that are remembered: prompts have most of theirs in common."""
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_OWN = (
    re.compile(r"(?i)(?<=\bpassword: )\S+|(?<=\bpassphrase: )\S+"),
    re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]+)+"),
)
"""What detect-secrets finds only between quotation marks, or only the first part of."""


def scrubbed(text: str) -> str:
    """Return a text without the secrets in it."""
    return "\n".join(map(_line, _KEY.sub(HIDDEN, text).split("\n")))


def scrubbed_all(value: Any) -> Any:
    """Return JSON with every text in it scrubbed."""
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {name: scrubbed_all(each) for name, each in value.items()}
    return [scrubbed_all(each) for each in value] if isinstance(value, list | tuple) else value


@lru_cache(maxsize=KNOWN)
def _line(line: str) -> str:
    for pattern, instead in _patterns():
        line = pattern.sub(instead, line)
    for plugin in _quoted():
        for found in plugin.analyze_line("scene.py", line):
            line = line.replace(found.secret_value, HIDDEN) if found.secret_value else line
    return line


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what to look for anywhere, and what takes its place."""
    from detect_secrets.plugins.base import RegexBasedDetector

    known = [
        each for plugin in _plugins() if isinstance(plugin, RegexBasedDetector) for each in plugin.denylist
    ]
    own = PATTERNS[:-1]  # the last one takes any `token = …` of a program for a secret
    return (*own, *((pattern, HIDDEN) for pattern in (*_OWN, *known)))


@cache
def _quoted() -> tuple[BasePlugin, ...]:
    """Return what judges texts in quotation marks: by the name before them, or by how random they are."""
    from detect_secrets.plugins.base import RegexBasedDetector

    return tuple(each for each in _plugins() if not isinstance(each, RegexBasedDetector))


@cache
def _plugins() -> tuple[BasePlugin, ...]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    kinds: Mapping[str, type[BasePlugin]] = get_mapping_from_secret_type_to_class()
    return tuple(kind() for kind in kinds.values())
