"""What is taken out of an event before it is written, and again before it is exported: personal data and secrets.

`write to ann@example.org` becomes `write to <email 1>`: the text stays readable, a program a program, and the same
value has the same number all over an event.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

from agent.faults import Fault
from service.events.record import Cause, TrainingEvent
from service.events.redaction.own_rules import rules_of
from service.events.redaction.personal import RULES, SHORTEST_KEY, Rule
from service.logs import secrets_of
from service.settings import Settings

NAMES = frozenset(
    "task session turn stage origin escalation outcome prompt_name prompt_version model manim still".split()
)
"""What nobody wrote."""
PROGRAMS = frozenset(("before", "written", "code", "patch"))
SAID = frozenset(("prompt", "earlier", "answer", "messages", "documents"))
"""What is not kept where no prompts are; documents may be scenes whose title is a prompt."""
PLACEHOLDER = r"<[a-z][a-z -]*? \d+>"
LITERALS = re.compile(
    rf"""(?s)(\"{{3}}.*?\"{{3}}|'{{3}}.*?'{{3}}|"(?:\\.|[^"\\\n])*+"|'(?:\\.|[^'\\\n])*+'|#[^\n]*)|({PLACEHOLDER})"""
)
"""The texts and comments of a program, and the placeholders between them."""


def redact_text(text: str, rules: Sequence[Rule] = ()) -> str:
    """Return a text without personal data and secrets, `rules` being those of the operator."""
    return _Redaction((*rules, *RULES)).text(text)


def redacted(event: TrainingEvent, rules: Sequence[Rule] = ()) -> TrainingEvent:
    """Return an event without personal data and secrets, `rules` being those of the operator."""
    redaction = _Redaction((*rules, *RULES))
    names = (each.name for each in fields(event) if each.name not in NAMES)
    return replace(event, **redaction.named({name: getattr(event, name) for name in names}))


def fit_to_keep(event: TrainingEvent, settings: Settings) -> TrainingEvent:
    """Return an event as the settings let it be kept; raise BadRules."""
    if not settings.events_prompts:
        event = replace(event, **{name: type(getattr(event, name))() for name in SAID}, still=b"")
    return redacted(event, rules_to_keep(settings))


def texts_fit_to_keep(texts: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """Return texts, by the names that events give them, as the settings let them be kept; raise BadRules."""
    return _Redaction((*rules_to_keep(settings), *RULES)).named(texts)


def fault_to_keep(fault: Fault, settings: Settings) -> dict[str, str]:
    """Return what is kept of a fault; raise BadRules."""
    rules = rules_to_keep(settings)
    said = {"message": redact_text(fault.message, rules), "remedy": redact_text(fault.remedy, rules)}
    return {"kind": type(fault).__name__, **said}


def rules_to_keep(settings: Settings) -> tuple[Rule, ...]:
    """Return what is hidden beside what always is: the secrets of the settings, and what the operator names."""
    own = (Rule("key", re.compile(re.escape(each))) for each in sorted(secrets_of(settings)))
    return (*own, *rules_of(settings))


@dataclass(frozen=True)
class _Redaction:
    """Hides values in the texts of one event, and gives them their numbers."""

    rules: Sequence[Rule]
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    """By kind and value."""
    done: dict[str, str] = field(default_factory=dict)
    """Texts of an event are often the same."""

    def named(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values by their names with every text in them redacted; programs stay programs."""
        found = {name: self.value(each) for name, each in values.items()}
        return {name: _as_program(each) if name in PROGRAMS else each for name, each in found.items()}

    def value(self, value: Any) -> Any:
        """Return a value with every text in it redacted."""
        match value:
            case str():
                return self.text(value)
            case Mapping():
                return {name: self.value(each) for name, each in value.items()}
            case list() | tuple():
                return type(value)(map(self.value, value))
            case Cause(message=message):
                return replace(value, message=self.text(message))
        return value

    def text(self, text: str) -> str:
        """Return a text without what the rules know."""
        if text not in self.done:
            hidden = text
            for rule in self.rules:
                if rule.needs in hidden:
                    hidden = rule.pattern.sub(partial(self._hidden, rule), hidden)
            self.done[text] = hidden
        return self.done[text]

    def _hidden(self, rule: Rule, match: re.Match[str]) -> str:
        start, end = _span(match)
        value = match.string[start:end]
        if not rule.holds(value):
            return match[0]
        known = self.numbers.setdefault(rule.kind, {})
        number = known.setdefault(value, len(known) + 1)
        return f"{match.string[match.start() : start]}<{rule.kind} {number}>{match.string[end : match.end()]}"


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Return where in its text the value of a match is: the group of that name, one as long as a key, or all of it."""
    if "value" in match.re.groupindex:
        return match.span("value")
    longest = max(range(match.re.groups + 1), key=lambda n: len(match[n] or "") if n else SHORTEST_KEY - 1)
    return match.span(longest)


def _as_program(text: str) -> str:
    """Return a program in which what was hidden is text, also where it was none: `4111111111111111` is a number."""
    return LITERALS.sub(lambda match: match[1] or f'"{match[2]}"', text)
