"""What the failure log knows for a promotion, before a person has looked at it: from what mended its failures."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from agent.check.running import checked_by_running
from agent.memory import cured, smallest_patch
from agent.memory.fitting import edit
from agent.memory.patch import Patch
from agent.memory.rule import LONGEST_MESSAGE, Pattern
from agent.memory.scene import Scene, inside, read
from agent.problems import Problem, errors
from agent.prompts import NAMES
from service import wiring
from service.checking import SECONDS, SMALL
from service.events.fixes import problems_of
from service.events.log import EventLog, Wanted
from service.events.promotion.forms import Ground
from service.events.promotion.overlay import Kind
from service.events.record import Cause, TrainingEvent
from service.settings import Settings

MOST_FIXES = 6
"""Repairs that are looked into: each is tried several times in the sandbox."""
MOST_LOOKED_AT = 400
MOST_SETUP = 6
"""Lines that stand before a form, at most."""
LONGEST_WHY = 20
Fix = tuple[TrainingEvent, TrainingEvent]


@dataclass(frozen=True)
class Cure:
    """A patch, and how it was made in one program."""

    patch: Patch
    setup: str
    wrong: str
    right: str
    event: int


@dataclass(frozen=True)
class Proposals:
    """Fills in what is to be promoted."""

    settings: Settings
    log: EventLog
    ground: Ground

    def of(self, cluster: str, kind: Kind) -> dict[str, Any]:
        """Return the content of a promotion as far as the log knows it, what it was taken from, and what is to be done."""
        seen = list(islice(self.log.all(Wanted(cluster=cluster)), MOST_LOOKED_AT))
        cause = seen[-1].cause if seen else Cause()
        if kind == "prompt":
            return self._prompt(seen)
        if kind == "scene":
            return self._scene(seen)
        found = [cure for fix in self._fixes(seen) if (cure := self._cure(*fix))]
        usual = Counter(each.patch for each in found).most_common(1)
        cure = next((each for each in found if usual and each.patch == usual[0][0]), None)
        content = _pitfall(cause, cure) if kind == "pitfall" else _rule(cause, cure)
        return _told(
            content,
            [each.event for each in found],
            "no repair of it says by itself what is right: fill it in",
        )

    def _fixes(self, seen: Iterable[TrainingEvent]) -> Iterator[Fix]:
        """Yield attempts with what they were mended to, the latest first, one of a task."""
        latest = {each.task: each for each in seen}
        pairs = ((each, self.log.fixed_by(each)) for each in reversed(latest.values()))
        yield from islice(((one, two) for one, two in pairs if two is not None and two.code), MOST_FIXES)

    def _cure(self, failed: TrainingEvent, fixed: TrainingEvent) -> Cure | None:
        """Return the smallest change that cures what an attempt failed of."""
        problem = _problem(failed)
        if problem is None or not failed.code:
            return None
        before = problems_of(failed)

        def holds(text: str) -> bool:
            ran = checked_by_running(self.ground.checker, text, self.ground.renderer, SMALL, SECONDS)
            return ran.probed is not None and cured(problem, before, failed.code, ran.problems, text)

        patch = smallest_patch(failed.code, fixed.code, problem, holds)
        if patch is None or patch.context not in ("here", "far"):
            return None
        return _made(patch, read(failed.code), problem.line, failed.id)

    def _prompt(self, seen: Sequence[TrainingEvent]) -> dict[str, Any]:
        used = Counter(each.prompt_name for each in seen if each.prompt_name in NAMES).most_common(1)
        name = used[0][0] if used else "repair"
        text = wiring.prompts(self.settings).sources[name]
        asked = [each.id for each in seen if each.prompt_name == name]
        do = "change the text; what guards the tags must stay"
        return _told({"name": name, "text": text}, asked[-MOST_FIXES:], do, do)

    def _scene(self, seen: Iterable[TrainingEvent]) -> dict[str, Any]:
        tasks = dict.fromkeys(each.task for each in seen if each.outcome == "completed")
        for task in reversed(tasks):
            if done := [each for each in self.log.of_task(task) if each.is_delivered and not each.findings]:
                content = {"name": _slug(done[0].prompt, "_"), "text": _header(done[0]) + done[0].code}
                do = "write the header: prompts, concepts and topic as docs/scenes.md tells, and see whose licence it has"
                return _told(content, [done[0].id], "", do)
        return _told({"name": "", "text": ""}, [], "no task that met it was completed with a clean picture")


def _told(content: dict[str, Any], events: list[int], lacking: str, then: str = "") -> dict[str, Any]:
    return {"content": content, "events": events, "note": then if events else lacking}


def _problem(event: TrainingEvent) -> Problem | None:
    """Return the error that an attempt failed of."""
    known = errors(problems_of(event))
    here = [each for each in known if each.line == event.cause.line]
    return next(iter((*here, *known)), None)


def _made(patch: Patch, scene: Scene, line: int | None, event: int) -> Cure | None:
    """Return a patch with the forms that it had in a program."""
    fits = list(Pattern(patch.before, patch.after).fits(scene))
    if not fits:
        return None
    node, bound = min(fits, key=lambda each: abs(each[0].lineno - (line or 1)))
    made = edit(patch, scene, (node, bound))
    text = scene.program.text

    return Cure(patch, _setup(scene, node), text[made.start : made.end], made.text, event)


def _setup(scene: Scene, node: ast.expr) -> str:
    """Return the assignments that a part of a program needs before it, a line each."""
    lines: dict[int, str] = {}
    waiting = [each.id for each in inside(node) if isinstance(each, ast.Name) and each.id in scene.names]
    for name in waiting:
        found = next((each for each in scene.statements if _binds(each, name)), None)
        if found is None or found.lineno >= node.lineno or found.lineno in lines:
            continue
        lines[found.lineno] = scene.program.source(found)
        waiting += [
            each.id for each in inside(found) if isinstance(each, ast.Name) and each.id in scene.names
        ]
        if len(lines) == MOST_SETUP:
            break
    return "\n".join(lines[number] for number in sorted(lines))


def _binds(statement: ast.stmt, name: str) -> bool:
    return isinstance(statement, ast.Assign) and any(
        isinstance(each, ast.Name) and each.id == name for each in statement.targets
    )


def _pitfall(cause: Cause, cure: Cure | None) -> dict[str, Any]:
    words = cause.message.split()[:LONGEST_WHY]
    return {
        "wrong": cure.wrong if cure else "",
        "right": cure.right if cure else "",
        "why": " ".join(words).rstrip(".") + ".",
        "symbols": [cause.symbol] if cause.symbol else [],
        "setup": cure.setup if cure else "",
        "base": "Scene",
        "fails": True,
        "shows": "",
    }


def _rule(cause: Cause, cure: Cure | None) -> dict[str, Any]:
    shown = [("\n".join(filter(None, (cure.setup, each))) if cure else "") for each in _forms(cure)]
    return {
        "name": _slug(" ".join((cause.kind, cause.symbol)) or "rule", "-"),
        "message": cause.message[:LONGEST_MESSAGE],
        "severity": "error",
        "confidence": 0.8,
        "base": "Scene",
        "wrong": shown[:1],
        "right": shown[1:],
        "patterns": [
            {"find": cure.patch.before, "put": cure.patch.after} if cure else {"find": "", "put": ""}
        ],
    }


def _forms(cure: Cure | None) -> tuple[str, str]:
    return (cure.wrong, cure.right) if cure else ("", "")


def _slug(text: str, by: str) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return by.join(words)[:40].strip(by) or "unnamed"


def _header(event: TrainingEvent) -> str:
    """Return the header that a scene of the library needs, with what is known of it."""
    quoted = '"' + re.sub(r'[\\"\s]+', " ", event.prompt).strip() + '"'
    is_ours = all(
        each.get("licence") in ("MIT", "") for each in event.documents if each.get("kind") == "scene"
    )
    rows = (
        f"title = {quoted}",
        'topic = ""',
        f"prompts = [{quoted}]",
        "asked = []",
        "concepts = []",
        'licence = "MIT"' if is_ours else 'licence = ""',
    )
    return "\n".join(("# /// scene", *(f"# {row}" for row in rows), "# ///", ""))
