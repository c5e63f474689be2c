"""What a request asks to change in the program of the turn before, as far as it is plain."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.offline import program
from agent.offline.fit import stems, words
from agent.offline.mentions import Mention, mentions, normalised
from agent.offline.reading import Reading, read, swaps
from knowledge.scene import Parameter, Scene, constants_of
from knowledge.values import COLORS, SHAPES, BadValue, source_of

ORDERS = frozenset(
    words(
        """color colour change replace swap switch exchange substitute set version thing object paint recolor
        recolour previous current present original increase decrease raise reduce pick choose want prefer
        number bit lot else rather become named called"""
    )
)
"""Words by which changes are asked for: they say nothing of what is to change."""
_OF_COLOURS = frozenset(
    stems("the of a an and in on at to is it its this that by for with colour color make all")
)
_CLAUSES = re.compile(r"\s*(?:[;.!]\s+|,\s*(?:and|but|then)?\s+|\b(?:and|but|then)\s+)\s*", re.IGNORECASE)
_PACE = re.compile(
    r"\b(?:(?P<much>much|a lot|far)|(?P<little>a (?:little|bit)|slightly|somewhat)|(?P<twice>twice as|half as|double)"
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
    clauses = [clause for clause in _CLAUSES.split(request) if clause and clause.strip()]
    if whole.said or whole.refusals or whole.already or len(clauses) < 2:
        return whole
    done = Step(code)
    for clause in clauses:
        step = _Reader(scene, known).step(clause, done.code)
        done = Step(step.code, done.said + step.said, done.left + step.left, done.refusals + step.refusals)
    return done


def is_a_wish_of_its_own(request: str) -> bool:
    """Return whether a request says by itself what to show: "8 terms" and "make the bars red" do not."""
    prompt = normalised(request)
    if _ORDERS.match(prompt):
        return False
    return bool(_SHOWS.match(prompt) or set(words(_without(prompt, mentions(prompt)))) - ORDERS)


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
        asks_more = bool(mentions(prompt)) or bool(set(words(prompt)) - ORDERS)
        if done.said and not asks_more:
            return done
        rest = self._values(prompt, done.code)
        if not rest.said and not rest.already:
            rest = (
                None if self._unknown(prompt, mentions(prompt)) else _generally(prompt, done.code)
            ) or rest
        if not (rest.said or rest.already):
            return replace(rest, code=code, left=(request.strip(),))
        return Step(rest.code, done.said + rest.said, already=rest.already and not done.said)

    def _title(self, prompt: str, done: Step) -> tuple[str, Step]:
        match = _TITLE.search(prompt)
        if match is None or _has_a_title(self.scene):
            return prompt, done
        if not match["adds"] and program.TITLE not in done.code:
            return prompt, done
        own = re.split("[:;,]", self.scene.title)[0] if self.scene else ""
        text = match["quoted"] or (match["bare"] or "").strip() or own
        code = program.titled(done.code, text)
        if code is None:
            return prompt, done
        rest = f"{prompt[: match.start()]} {prompt[match.end() :]}"
        return rest, replace(done, code=code, said=(*done.said, f'the title "{text}" comes first'))

    def _pace(self, prompt: str, done: Step) -> tuple[str, Step]:
        match = _PACE.search(prompt) or _SPEED.search(prompt)
        factor = _factor(match) if match else 1.0
        code = program.paced(done.code, factor) if match else None
        if match is None or code is None:
            return prompt, done
        said = f"animations and pauses are {_faster(factor)}"
        if program.has_clock(code):
            said += "; what moves by the clock keeps its speed"
        rest = f"{prompt[: match.start()]} {prompt[match.end() :]}"
        return rest, replace(done, code=code, said=(*done.said, said))

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
        found = [each for each in mentions(prompt) if each.kind != "color"]
        rest = prompt[found[0].end :] if found else ""
        is_lone = len(numeric) == len(found) == 1 and found[0].kind == "number" and not words(prompt)
        is_bare = is_lone and not re.match(r"\s*(?:s|secs?|%|x|times|fps)\b", rest)
        return {numeric[0].name: found[0].value} if is_bare else {}

    def _unknown(self, prompt: str, used: Sequence[Mention]) -> list[str]:
        return [
            word for word in words(_without(prompt, used)) if word not in self.known and word not in _NAMED
        ]

    def _is_about(self, prompt: str, mention: Mention) -> bool:
        """Whether what nothing takes is only what the scene is about."""
        if mention.kind not in {"named expression", "shape"}:
            return False
        return set(words(prompt[mention.start : mention.end])) <= self.known


_NAMED = frozenset(words(" ".join(COLORS)))


def _without(text: str, used: Sequence[Mention]) -> str:
    for mention in sorted(used, key=lambda each: each.start, reverse=True):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _told_by(scene: Scene) -> Iterator[str]:
    """Yield the words by which a scene's parameters are told of."""
    for parameter in scene.parameters:
        yield from words(f"{parameter.about} {parameter.name.lower().replace('_', ' ')}")
        yield from words(" ".join(parameter.rules.get("near", ())))


def _factor(match: re.Match[str]) -> float:
    """Return what times are multiplied by."""
    said = {name: value for name, value in match.groupdict().items() if value}
    if "half" in said or "double" in said:
        return 2.0 if "half" in said else 0.5
    factor = MUCH if "much" in said or "twice" in said else LITTLE if "little" in said else FACTOR
    factor = min(10.0, max(0.1, float(said["times"]))) if "times" in said else factor
    return factor if "slow" in said else 1 / factor


def _faster(factor: float) -> str:
    return f"{factor:.3g} times as long" if factor > 1 else f"{1 / factor:.3g} times as fast"


@dataclass(frozen=True)
class Now:
    """The values of a scene's parameters as a program has them."""

    scene: Scene
    code: str

    def is_so(self, parameter: Parameter, value: Any) -> bool:
        """Return whether a parameter has a value."""
        constant = constants_of(self.code).get(parameter.name)
        if constant is None:
            return False
        try:
            source = source_of(parameter.kind, value, parameter.rules)[""]
        except (BadValue, TypeError):
            return False
        return bool(_meant(source) == _meant(ast.unparse(constant.value)))


def _meant(source: str) -> Any:
    try:
        return ast.literal_eval(source)
    except ValueError:
        return ast.dump(ast.parse(source, mode="eval"))


def _coloured(prompt: str, reading: Reading, scene: Scene) -> Mapping[str, Any]:
    """Return the values of a reading, its one colour for what the prompt names; none where that is not told."""
    colours = [each for each in scene.parameters if each.kind == "color"]
    changed = [each for each in colours if each.name in reading.values]
    named = _without(prompt, tuple(each for each in reading.used if each.kind != "shape"))
    if len(changed) != 1 or not set(words(named)) - ORDERS - _NAMED - set(_near(scene)):
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
    found = mentions(prompt)
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


MOST_SUGGESTED = 6


def suggestions(scene: Scene | None, code: str) -> list[str]:
    """Return what may be asked to change in a program, with examples."""
    told = [_suggested(each, scene, code) for each in scene.parameters[:MOST_SUGGESTED]] if scene else []
    told += [] if scene else ['one colour for another ("red instead of blue")']
    told += [] if _has_a_title(scene) else ["a title before it ('add the title \"…\"')"]
    return [*told, 'the pace ("slower")']


def _has_a_title(scene: Scene | None) -> bool:
    return scene is not None and any("title" in each.rules.get("near", ()) for each in scene.parameters)


def _suggested(parameter: Parameter, scene: Scene, code: str) -> str:
    example = _example(parameter, scene, code)
    return f'{parameter.about} ("{example}")' if example else parameter.about


def _example(parameter: Parameter, scene: Scene, code: str) -> str:
    """Return a request that sets a parameter; "" where none is short."""
    values = [each[parameter.name] for each in scene.variations if parameter.name in each]
    near = next(iter(parameter.rules.get("near", ())), "")
    match parameter.kind:
        case "color" if not re.search(r"\d", parameter.about):
            return f"make {re.sub('^colou?r of ', '', parameter.about)} red"
        case "shape":
            now = Now(scene, code)
            shape = next((each for each in SHAPES if now.is_so(parameter, each)), "")
            return f"a {'circle' if shape == 'star' else 'star'} instead of the {shape}" if shape else ""
        case "integer" | "number" if near and values:
            return f"{near} {values[0]}"
        case "choice":
            now = Now(scene, code)
            return next((each for each in parameter.rules["options"] if not now.is_so(parameter, each)), "")
    return ""
