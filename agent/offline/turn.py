"""What a request asks to change in the program of the turn before, as far as it is plain."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.offline import program
from agent.offline.fit import stems, words
from agent.offline.mentions import Mention, normalised
from agent.offline.now import Now, has_a_title
from agent.offline.orders import ORDERS, clauses_of, named_in, pace_of, title_of, without
from agent.offline.reading import Reading, read, swaps
from knowledge.scene import Parameter, Scene
from knowledge.values import COLORS, SHAPES, BadValue, source_of

MOST_CLAUSES = 6
"""Of a request that is taken apart."""
_OF_COLOURS = frozenset(
    stems("the of a an and in on at to is it its this that by for with colour color make all")
)


@dataclass(frozen=True)
class Step:
    """A program with what was understood of a request done to it."""

    code: str
    said: tuple[str, ...] = ()
    """What was changed, in words."""
    left: tuple[str, ...] = ()
    """Parts of the request that were not understood."""
    refusals: tuple[str, ...] = ()
    """Values that were asked for and cannot be shown."""
    already: bool = False
    """Whether what it asks for is so already."""

    @property
    def is_whole(self) -> bool:
        """Whether all of the request is done."""
        return bool(self.said) and not self.left and not self.refusals


def taken(request: str, code: str, scene: Scene | None, known: frozenset[str]) -> Step:
    """Do to `code` what `request` asks for, clause by clause where it is not understood as a whole.

    `scene` is what the program was made of, and `known` the words that it is told of by.
    """
    try:
        ast.parse(code)
    except SyntaxError:
        return Step(code, left=(request,))
    whole = _Reader(scene, known).step(request, code)
    clauses = clauses_of(request)
    if whole.said or whole.refusals or whole.already or not 1 < len(clauses) <= MOST_CLAUSES:
        return whole
    done = Step(code)
    for clause in clauses:
        step = _Reader(scene, known).step(clause, done.code)
        done = Step(step.code, done.said + step.said, done.left + step.left, done.refusals + step.refusals)
    return done


class _Reader:
    """Reads requests with one scene in mind, or with none."""

    def __init__(self, scene: Scene | None, known: frozenset[str]) -> None:
        self.scene = scene
        self.known = known | ORDERS | (frozenset(_told_by(scene)) if scene else frozenset())

    def step(self, request: str, code: str) -> Step:
        """Return what comes of a request: all of it done, or nothing."""
        prompt, done = normalised(request), Step(code)
        for change in (self._title, self._pace):
            prompt, done = change(prompt, done)
        asks_more = bool(named_in(prompt)) or bool(set(words(prompt)) - ORDERS)
        if done.said and not asks_more:
            return done
        rest = self._values(prompt, done.code)
        if not rest.said and not rest.already:
            rest = (
                None if self._unknown(prompt, named_in(prompt)) else _generally(prompt, done.code)
            ) or rest
        if not (rest.said or rest.already):
            return replace(rest, code=code, left=(request.strip(),))
        return Step(rest.code, done.said + rest.said, already=rest.already and not done.said)

    def _title(self, prompt: str, done: Step) -> tuple[str, Step]:
        title = title_of(prompt)
        if title is None or has_a_title(self.scene) or not (title.is_new or program.TITLE in done.code):
            return prompt, done
        text = title.text or (re.split("[:;,]", self.scene.title)[0] if self.scene else "")
        code = program.titled(done.code, text)
        if code is None:
            return prompt, done
        return title.rest, replace(done, code=code, said=(*done.said, f'the title "{text}" comes first'))

    def _pace(self, prompt: str, done: Step) -> tuple[str, Step]:
        pace = pace_of(prompt)
        code = program.paced(done.code, pace.factor) if pace else None
        if pace is None or code is None:
            return prompt, done
        said = f"animations and pauses are {pace.said}"
        if program.has_clock(code):
            said += "; what moves by the clock keeps its speed"
        return pace.rest, replace(done, code=code, said=(*done.said, said))

    def _parameters(self) -> tuple[Parameter, ...]:
        return self.scene.parameters if self.scene else ()

    def _values(self, prompt: str, code: str) -> Step:
        """Return the program with values of its scene's parameters that the prompt sets, if it asks for nothing else."""
        if self.scene is None:
            return Step(code)
        reading = read(prompt, self.scene, Now(self.scene, code).is_so)
        is_understood = not self._unknown(prompt, reading.used) and all(
            self._is_about(prompt, each) for each in reading.unused
        )
        values = self._lone(prompt) or (_coloured(prompt, reading, self.scene) if is_understood else {})
        if is_understood and reading.refusals:
            return Step(code, refusals=reading.refusals)
        if not values:
            return Step(code, already=is_understood and bool(reading.used) and not reading.values)
        try:
            return Step(self.scene.filled(values, code), tuple(f"{name} = {values[name]}" for name in values))
        except BadValue as error:
            return Step(code, refusals=(str(error),))

    def _lone(self, prompt: str) -> Mapping[str, Any]:
        """Return the number that a request has alone for the only number of a scene: "make it 8"."""
        numeric = [each for each in self._parameters() if each.kind in ("integer", "number")]
        found = [each for each in named_in(prompt) if each.kind != "color"]
        rest = prompt[found[0].end :] if found else ""
        is_lone = len(numeric) == len(found) == 1 and found[0].kind == "number" and not words(prompt)
        is_bare = is_lone and not re.match(r"\s*(?:s|secs?|%|x|times|fps)\b", rest)
        return {numeric[0].name: found[0].value} if is_bare else {}

    def _unknown(self, prompt: str, used: Sequence[Mention]) -> list[str]:
        return [
            word for word in words(without(prompt, used)) if word not in self.known and word not in _COLOURS
        ]

    def _is_about(self, prompt: str, mention: Mention) -> bool:
        """Whether what nothing takes is only what the scene is about."""
        if mention.kind not in {"named expression", "shape"}:
            return False
        return set(words(prompt[mention.start : mention.end])) <= self.known


_COLOURS = frozenset(words(" ".join(COLORS)))


def _told_by(scene: Scene) -> Iterator[str]:
    """Yield the words by which a scene's parameters are told of."""
    for parameter in scene.parameters:
        yield from words(f"{parameter.about} {parameter.name.lower().replace('_', ' ')}")
        yield from words(" ".join(parameter.rules.get("near", ())))


def _coloured(prompt: str, reading: Reading, scene: Scene) -> Mapping[str, Any]:
    """Return the values of a reading, its one colour for what the prompt names; none where that is not told."""
    colours = [each for each in scene.parameters if each.kind == "color"]
    changed = [each for each in colours if each.name in reading.values]
    named = without(prompt, tuple(each for each in reading.used if each.kind != "shape"))
    if len(changed) != 1 or not set(words(named)) - ORDERS - _COLOURS - set(_near(scene)):
        return reading.values
    if len(reading.values) == 1 and changed[0].rules.get("of") in _spoken_of(reading, scene):
        return reading.values
    said = frozenset(stems(named)) - _OF_COLOURS
    likeness = {each.name: len(said & _told(each)) for each in colours}
    chosen = max([changed[0], *colours], key=lambda each: likeness[each.name])
    if not likeness[chosen.name]:
        return reading.values if len(reading.values) > 1 else {}
    others = {name: value for name, value in reading.values.items() if name != changed[0].name}
    return {**others, chosen.name: reading.values[changed[0].name]}


def _spoken_of(reading: Reading, scene: Scene) -> set[str]:
    """Return the names of the parameters of shapes, if the prompt names one."""
    has_shape = any(mention.kind == "shape" for mention in reading.used)
    return {each.name for each in scene.parameters if has_shape and each.kind == "shape"}


def _told(parameter: Parameter) -> frozenset[str]:
    return frozenset(stems(f"{parameter.about} {parameter.name.lower().replace('_', ' ')}")) - _OF_COLOURS


def _near(scene: Scene) -> Iterator[str]:
    for parameter in scene.parameters:
        if parameter.kind != "color":
            yield from words(" ".join(parameter.rules.get("near", ())))


def _generally(prompt: str, code: str) -> Step | None:
    """Return any program with one value exchanged for another, where it is plain which is meant."""
    found = named_in(prompt)
    for old, new in swaps(prompt, found):
        is_all = all(each.overlaps(old) or each.overlaps(new) for each in found)
        if is_all and old.kind in ("color", "number", "text"):
            changed = program.exchanged(code, _literal(old), _literal(new))
            return Step(changed, (f"{new.value} instead of {old.value}",)) if changed else None
    colours = [each for each in found if each.kind == "color"]
    shapes = [each for each in found if each.kind == "shape"]
    if len(colours) != 1 or len(found) != len(colours) + len(shapes):
        return None
    changed = _recoloured(code, _literal(colours[0]), shapes)
    return Step(changed, (f"{colours[0].value} is its colour now",)) if changed and changed != code else None


def _recoloured(code: str, colour: str, shapes: list[Mention]) -> str | None:
    """Return a program with another colour for its only shape of a kind; where none is named, for its only colour."""
    if len(shapes) == 1:
        return program.coloured(code, SHAPES[shapes[0].value].partition("(")[0], colour)
    used = program.colours_in(code, frozenset(COLORS.values()) - {"WHITE", "GRAY"})
    return program.exchanged(code, used.pop(), colour) if len(used) == 1 and not shapes else None


def _literal(mention: Mention) -> str:
    """Return the source of a value."""
    if mention.kind == "color":
        return source_of("color", mention.value, {})[""]
    return repr(mention.value)
