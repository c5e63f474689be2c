"""The programs that are known to be good: every scene of the library and every example of Manim that renders on this one.

A rule that finds something in one of them is wrong.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from agent.check.parsing import parse
from agent.check.program import Program
from agent.memory.rule import Rule
from knowledge.contents import Contents
from knowledge.examples import examples

MOST_TOLD = 20


@dataclass(frozen=True)
class Alarms:
    """What a rule finds in good programs."""

    programs: int
    seconds: float
    found: tuple[str, ...]
    """Where, as `name:line`."""


def false_alarms(rule: Rule, contents: Contents) -> Alarms:
    """Hold a rule against all good programs: they are only read."""
    started, count, found = time.monotonic(), 0, list[str]()
    for name, code in good_programs(contents):
        count += 1
        if rule.may_find(code):
            found += [f"{name}:{each.line}" for each in rule(Program(code, parse(code)))]
    return Alarms(count, round(time.monotonic() - started, 3), tuple(found[:MOST_TOLD]))


def good_programs(contents: Contents) -> Iterator[tuple[str, str]]:
    """Yield the programs that give a video on the installed Manim, with their names."""
    named = [(scene.id, scene.code) for scene in contents.scenes.values()]
    named += [(f"{each.owner or 'manim'}:{each.scene}", each.code) for each in examples()]
    yield from (each for each in named if contents.renders(each[1]))
