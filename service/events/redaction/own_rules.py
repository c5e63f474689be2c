"""The operator's own rules of what is hidden in events, read from a TOML file: `[[rule]]` with a name and a pattern."""

from __future__ import annotations

import re
import time
import tomllib
from functools import lru_cache
from pathlib import Path

from agent.faults import Fault
from service.events.redaction.personal import Rule
from service.settings import Settings

LARGEST = 65_536
MOST = 50
LONGEST = 500
NAME = re.compile(r"[a-z][a-z -]{0,29}")
SAMPLES = ("a", "1", " ", "a1 ", "a.b-", "@")
GROWTH = (16, 20, 24, 50, 80, 120, 200, 400, 800, 2000)
SLOWEST = 0.05
"""Seconds for a sample: what takes longer would hold up every task that ends."""


class BadRules(Fault):
    """The operator's rules of what is hidden cannot be used."""


def rules_of(settings: Settings) -> tuple[Rule, ...]:
    """Return the operator's rules; raise BadRules."""
    path = settings.events_redact
    if path is None:
        return ()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, re.error) as error:
        raise BadRules(
            f"ROTATOR_EVENTS_REDACT, {path}: {_told(error)}",
            "write [[rule]] tables, each with name = \"student number\" and pattern = 'S\\d{7}', or unset it",
        ) from None


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> tuple[Rule, ...]:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"it has more than {LARGEST} bytes")
    told = tomllib.loads(content.decode("utf-8"))
    if unknown := set(told) - {"rule"}:
        raise ValueError(f"{min(unknown)!r} is nothing it may have")
    rules = told.get("rule", [])
    if len(rules) > MOST:
        raise ValueError(f"it has {len(rules)} rules; {MOST} are the most")
    return tuple(_rule(number, **rule) for number, rule in enumerate(rules, 1))


def _rule(number: int, *, name: str, pattern: str) -> Rule:
    if not NAME.fullmatch(name):
        raise ValueError(f'rule {number}: a name has up to 30 small letters, such as "student number"')
    if len(pattern) > LONGEST:
        raise ValueError(f"rule {name!r}: its pattern has more than {LONGEST} characters")
    compiled = re.compile(pattern)
    if compiled.search(""):
        raise ValueError(f"rule {name!r}: its pattern fits where nothing is")
    if not _is_quick(compiled):
        raise ValueError(
            f"rule {name!r}: its pattern takes too long on a long text; repeat nothing that repeats"
        )
    return Rule(name, compiled)


def _is_quick(pattern: re.Pattern[str]) -> bool:
    """Return whether a pattern stays quick on texts that grow; the first that is slow is the last that is tried."""
    for sample in SAMPLES:
        for length in GROWTH:
            started = time.perf_counter()
            pattern.search((sample * length)[:length] + "!")
            if time.perf_counter() - started > SLOWEST:
                return False
    return True


def _told(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "it cannot be read"
    missing = isinstance(error, TypeError | KeyError | AttributeError)
    return "a rule has a name and a pattern, both texts, and nothing else" if missing else str(error)
