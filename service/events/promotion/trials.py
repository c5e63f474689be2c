"""What is to be promoted is tried first: run in the sandbox, and held against every program that is known to be good."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agent.check import Checker
from agent.check.mending import MOST_ROUNDS
from agent.check.parsing import parse
from agent.check.program import Found, Program, applied
from agent.memory.rule import BadRule, Rule, rule_of
from agent.problems import errors
from agent.prompts import SHIPPED
from agent.prompts.guards import BadPrompt, guarded
from agent.sandbox.client import SandboxRenderer
from knowledge.catalogue import Catalogue
from knowledge.contents import Contents
from knowledge.library import library
from knowledge.pitfalls import Pitfall, pitfalls
from knowledge.scene import BadScene, Scene, scene_of
from knowledge.values import BadValue
from service import wiring
from service.events.promotion.corpus import false_alarms
from service.events.promotion.forms import Ground, program_of, told
from service.events.promotion.overlay import Content, Kind
from service.requests import BadRequest, is_plain, validated_code
from service.settings import Settings
from service.verifying import PICTURE
from service.verifying import SECONDS as RENDERING

LONGEST_WHY = 25
"""Words."""
MOST_LINES = 3
LONGEST_SCENE = 60_000


@dataclass(frozen=True)
class Tried:
    """A thing that is as it must be, and what trying it has shown."""

    name: str
    content: Content
    shown: dict[str, Any]
    is_good: bool = True
    """Whether it may be used: a rule that raises false alarms may not."""


@dataclass(frozen=True)
class Trials:
    """Tries what is to be promoted; each raises BadRequest with what is wrong."""

    settings: Settings
    checker: Checker
    renderer: SandboxRenderer
    contents: Contents

    @property
    def ground(self) -> Ground:
        """Where forms are run."""
        return Ground(self.checker, self.renderer)

    def of(self, kind: Kind, content: Content) -> Tried:
        """Try a thing of any kind."""
        tries = {"pitfall": self.pitfall, "rule": self.rule, "scene": self.scene, "prompt": self.prompt}
        if not isinstance(content, Mapping):
            raise BadRequest(f"a {kind} is an object")
        if not all(map(is_plain, _texts(content))):
            raise BadRequest(f"the {kind} has binary data in it; plain text is needed")
        return tries[kind](content)

    def pitfall(self, content: Content) -> Tried:
        """The wrong form goes wrong as it is said to, the right one passes the check and runs."""
        pitfall = _pitfall(content)
        _see_its_form(pitfall, self.checker.catalogue)
        around = {"base": pitfall.base, "setup": pitfall.setup}
        wrong, right = (
            program_of(form, **around, shows=pitfall.shows) for form in (pitfall.wrong, pitfall.right)
        )
        self.ground.accepted(right)
        failed = self.ground.problems(wrong)
        if not failed:
            raise BadRequest(
                f"{told(wrong)} is to be wrong, and runs; say in `shows` what is untrue after it"
            )
        if not pitfall.fails and (also := self.ground.problems(program_of(pitfall.wrong, **around))):
            raise BadRequest(f"{told(wrong)} is said to run, and does not: {also[0].message}; set fails")
        shown = {"wrong": failed[0].message, "right": "passes the check and runs"}
        return Tried(pitfall.id, _plain(pitfall), shown)

    def rule(self, content: Content) -> Tried:
        """Each wrong example is found and, mended, is right; nothing is found in a right one, nor in a good program."""
        rule = _rule(content)
        checker = replace(self.checker, promoted=(*self._others(rule), rule))
        ground = replace(self.ground, checker=checker)
        for form in rule.right:
            program = program_of(form, rule.base)
            if _found(rule, program):
                raise BadRequest(f"the rule finds something in the right example {told(program)}")
            ground.accepted(program)
        mended = [_mended(rule, ground, program_of(form, rule.base)) for form in rule.wrong]
        alarms = false_alarms(rule, self.contents)
        examples = {"wrong": len(rule.wrong), "mended": sum(mended), "right": len(rule.right)}
        return Tried(rule.name, content, {**examples, "corpus": asdict(alarms)}, not alarms.found)

    def _others(self, rule: Rule) -> tuple[Any, ...]:
        return tuple(each for each in self.checker.promoted if getattr(each, "name", "") != rule.name)

    def scene(self, content: Content) -> Tried:
        """It has what a scene of the library has, passes the check, renders, and nothing is wrong with its picture."""
        scene, code = self._scene(content)
        for values in scene.variations:
            self.ground.accepted(_filled(scene, values))
        rendered = self.renderer.render(code, "DisplayScene", PICTURE, RENDERING)
        try:
            wrong = [each.message for each in errors(rendered.problems)]
            wrong += [each.message for each in rendered.findings]
        finally:
            shutil.rmtree(rendered.folder or "", ignore_errors=True)
        if not rendered.ok or wrong:
            raise BadRequest(f"the scene is not right yet: {wrong[0] if wrong else 'it gives no video'}")
        wiring.verify(self.settings, [(code, "DisplayScene")], lambda done, whole: None)
        shown = {"seconds": rendered.duration, "plays": rendered.plays, "variations": len(scene.variations)}
        return Tried(scene.id, {"name": scene.id, "text": scene.source}, shown)

    def _scene(self, content: Content) -> tuple[Scene, str]:
        """Return a scene whose text is as it must be, and its program; the check reads it before anything else does."""
        name, text = _named_text(content, LONGEST_SCENE)
        if not re.fullmatch(r"[a-z][a-z0-9_]{2,40}", name) or name in library():
            raise BadRequest(
                f"the name {name!r} must be of small letters, digits and _, and none of the library's"
            )
        checked = self.checker.check(text)
        if found := errors(checked.problems):
            raise BadRequest(f"line {found[0].line or 1}: {found[0].message}")
        try:
            scene = scene_of(name, text)
        except (BadScene, TypeError, AttributeError) as error:
            raise BadRequest(f"its header is not that of a scene of the library: {error}") from None
        _see_its_header(scene)
        if checked.scene != "DisplayScene":
            raise BadRequest("a scene of the library is called DisplayScene")
        return scene, scene.code

    def prompt(self, content: Content) -> Tried:
        """It reads no more than its values, and guards what strangers wrote."""
        name, text = _named_text(content, LONGEST_SCENE)
        try:
            candidate = guarded(name, text)
        except BadPrompt as error:
            raise BadRequest(str(error)) from None
        versions = {"version": candidate.version(name), "instead_of": SHIPPED.version(name)}
        return Tried(name, {"name": name, "text": text}, versions)


def trials(settings: Settings) -> Trials:
    """Return what tries things for a service."""
    contents = wiring.scene_index(settings).contents
    return Trials(settings, wiring.checker(settings), wiring.renderer(settings), contents)


def _texts(value: object) -> Iterator[str]:
    """Yield all the texts in what came as JSON or TOML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in (*value.keys(), *value.values()) for text in _texts(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))


def _pitfall(content: Content) -> Pitfall:
    given = {name: value for name, value in content.items() if name != "name"}
    if unknown := sorted(given.keys() - Pitfall.__dataclass_fields__.keys()):
        raise BadRequest(f"a pitfall has no {unknown[0]}; it has {', '.join(Pitfall.__dataclass_fields__)}")
    try:
        return TypeAdapter(Pitfall).validate_python(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadRequest(f"a pitfall's {first['loc'][0]}: {first['msg']}") from None


def _plain(pitfall: Pitfall) -> dict[str, Any]:
    return {**asdict(pitfall), "symbols": list(pitfall.symbols)}


def _see_its_form(pitfall: Pitfall, catalogue: Catalogue) -> None:
    forms = pitfall.wrong, pitfall.right
    if pitfall.wrong == pitfall.right or max(len(each.splitlines()) for each in forms) > MOST_LINES:
        raise BadRequest(f"wrong and right are two forms of at most {MOST_LINES} lines each")
    if len(pitfall.why.split()) > LONGEST_WHY or not pitfall.why.endswith("."):
        raise BadRequest(f"why is a sentence of at most {LONGEST_WHY} words that ends with a full stop")
    if not (pitfall.fails or pitfall.shows):
        raise BadRequest("where the wrong form runs, `shows` says what is true after the right one alone")
    if not pitfall.symbols or (
        unknown := [each for each in pitfall.symbols if not _is_known(each, catalogue)]
    ):
        said = f"{unknown[0]} is none" if pitfall.symbols else "there is none"
        raise BadRequest(f"symbols are names of Manim, Class, function or Owner.method: {said}")
    if pitfall.id in {each.id for each in pitfalls()}:
        raise BadRequest("this pitfall is among those that are shipped")


def _is_known(symbol: str, catalogue: Catalogue) -> bool:
    owner, _, name = symbol.rpartition(".")
    return catalogue.member(owner, name) is not None if owner else name in catalogue.names


def _rule(content: Content) -> Rule:
    table = {name: value for name, value in content.items() if name != "name"}
    try:
        return rule_of(str(content.get("name", "")), table)
    except BadRule as error:
        raise BadRequest(str(error)) from None


def _mended(rule: Rule, ground: Ground, program: str) -> bool:
    """See that the rule finds a wrong example; return whether it mends it, by itself, and it is right then."""
    found = _found(rule, program)
    if not found:
        raise BadRequest(f"the rule does not find the wrong example {told(program)}")
    mended = program
    for _ in range(MOST_ROUNDS):
        if not found or not found[0].mends:
            break
        mended = applied(mended, found[0].mends[0].edits)
        found = _found(rule, mended)
    if mended == program:
        return False
    if found:
        raise BadRequest(f"{told(program)} is found, but not mended by what is to take its place")
    ground.accepted(mended)
    return True


def _found(rule: Rule, program: str) -> list[Found]:
    return list(rule(Program(program, parse(program))))


def _named_text(content: Content, longest: int) -> tuple[str, str]:
    name, text = content.get("name"), content.get("text")
    if not isinstance(name, str) or not isinstance(text, str) or content.keys() - {"name", "text"}:
        raise BadRequest("it has a name and a text, and nothing else")
    if len(text) > longest:
        raise BadRequest(f"the text has {len(text)} characters; at most {longest} are read")
    return name, validated_code(text)


def _see_its_header(scene: Scene) -> None:
    texts = (scene.title, scene.licence, scene.topic, *scene.prompts, *scene.concepts, *scene.asked)
    if not all(isinstance(each, str) and each.strip() for each in texts) or not scene.prompts:
        raise BadRequest("a scene has a title, a licence, and prompts that it answers, as texts")
    if scene.title in {each.title for each in library().values()}:
        raise BadRequest("a scene of that title is in the library")


def _filled(scene: Scene, values: Mapping[str, Any]) -> str:
    try:
        return scene.filled(values)
    except (BadValue, TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadRequest(f"the variation {dict(values)} does not fit: {error}") from None
