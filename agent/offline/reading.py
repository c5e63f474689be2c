"""Read a prompt with one scene in mind: which of its parameters does it set, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.offline.mentions import Mention, mentions, normalised
from knowledge.expressions import parse
from knowledge.scene import Parameter, Scene
from knowledge.values import BadValue

ORDER = """
code formula text matrix data numbers texts expression quadratic range vector choice shape color
integer number
""".split()
"""The most telling kinds first: what they take is not read again as numbers."""
OTHER_DOMAINS = ([0.1, 6.0], [0.25, 4.0], [-1.3, 1.3], [-0.9, 0.9], [-2.0, 2.0])
"""Where a function may be drawable that is not on the scene's own interval: ln, 1/x, tan, asin, e^x."""


IsNow = Callable[[Parameter, Any], bool]
"""Tells whether a parameter has a value already, in the program that is to be changed."""
FEW_WORDS = 30
"""Letters between a value and the one whose place it takes."""
_INSTEAD = re.compile(
    r"\s*,?\s*(?:instead of|rather than|in place of|(?:and )?not)\s+(?:the|an?|in)?\s*", re.I
)
_BY = re.compile(
    r"\s+(?:(?:one|shape|colou?r)\s+)?(?:(?:to|by|with|for|be|becomes?|should be|is now)\s+)?(?:an?\s+|the\s+)?",
    re.I,
)
_SWAPS = re.compile(
    r"\b(?:change|replace|swap|switch|exchange|substitute|make|paint|recolou?r|use|let)\b[^.;]*$"
    r"|^\s*(?:now\s+)?the\s+(?:\w+\s+)?$",
    re.I,
)


@dataclass(frozen=True)
class Reading:
    """The values that a prompt sets in a scene, and the mentions that the scene has no use for."""

    values: Mapping[str, Any]
    used: tuple[Mention, ...]
    unused: tuple[Mention, ...]
    refusals: tuple[str, ...] = ()
    """Values that were asked for and that the scene cannot show."""


def read(prompt: str, scene: Scene, is_now: IsNow = lambda parameter, value: False) -> Reading:
    """Return what `prompt` sets in `scene`; what it names that `is_now` so is what it speaks of, and sets nothing."""
    prompt = normalised(prompt)
    variables = next(
        (p.rules.get("variables", ["x"]) for p in scene.parameters if p.kind == "expression"), ["x"]
    )
    found = mentions(prompt, variables)
    values: dict[str, Any] = {}
    swapped = _swapped(prompt, found, scene, is_now)
    spoken_of = {name: old for name, (old, _) in swapped.items()}
    taken = {
        **_spoken_of(found, list(spoken_of.values()), scene, is_now),
        **{n: new for n, (_, new) in swapped.items()},
    }
    refusals: list[str] = []
    for parameter in sorted(scene.parameters, key=_precedence):
        gone = (*taken.values(), *spoken_of.values())
        free = [mention for mention in found if not any(mention.overlaps(other) for other in gone)]
        mention = taken.get(parameter.name) or _chosen(prompt, parameter, free, taken, scene, is_now)
        if mention is None:
            continue
        taken[parameter.name] = mention
        if is_now(parameter, mention.value):
            continue
        value: Any = _quadratic(mention.value) if parameter.kind == "quadratic" else mention.value
        if _is_percentage(prompt, mention, parameter):
            value = round(mention.value / 100, 6)
        admitted, refusal = _admitted(scene, parameter, values, value)
        values = admitted or values
        refusals += [refusal] * (admitted is None)
    used = (*taken.values(), *spoken_of.values())
    unused = tuple(each for each in found if not any(each.overlaps(other) for other in used))
    return Reading(values, used, _distinct(unused), tuple(refusals))


def swaps(prompt: str, found: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield what a prompt wants in the place of what, the old one first: "red instead of blue", "change 5 to 8"."""
    for one, other in _neighbours(found):
        between = prompt[one.end : other.start]
        if _INSTEAD.fullmatch(between):
            yield other, one
        elif _BY.fullmatch(between) and _SWAPS.search(prompt[: one.start]):
            yield one, other


def _neighbours(found: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield mentions of one kind of which the one stands a few words behind the other."""
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if other.start > one.end + FEW_WORDS:
                break
            if other.kind == one.kind and other.start >= one.end:
                yield one, other


def _swapped(
    prompt: str, found: Sequence[Mention], scene: Scene, is_now: IsNow
) -> dict[str, tuple[Mention, Mention]]:
    """Return what is to take the place of a parameter's present value, with that, by the parameter's name."""
    swapped: dict[str, tuple[Mention, Mention]] = {}
    for old, new in swaps(prompt, found):
        for parameter in scene.parameters:
            if old.kind in _sources(parameter) and is_now(parameter, old.value):
                swapped.setdefault(parameter.name, (old, new))
                break
    return swapped


def _spoken_of(
    found: Sequence[Mention], gone: Sequence[Mention], scene: Scene, is_now: IsNow
) -> dict[str, Mention]:
    """Return the shapes that a prompt names as they are: it speaks of them, and wants them no other."""
    return {
        parameter.name: mention
        for parameter in scene.parameters
        for mention in found
        if mention.kind == parameter.kind == "shape"
        and mention not in gone
        and is_now(parameter, mention.value)
    }


def _is_percentage(prompt: str, mention: Mention, parameter: Parameter) -> bool:
    """Whether "90%" is said of something that is counted from 0 to 1."""
    is_share = parameter.kind == "number" and parameter.rules.get("max", 2) <= 1
    return is_share and bool(re.match(r"\s*(?:%|per ?cent\b)", prompt[mention.end :], re.IGNORECASE))


def _precedence(parameter: Parameter) -> tuple[int, bool]:
    return ORDER.index(parameter.kind), not ({"near", "prefer"} & set(parameter.rules))


def _distinct(found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Keep the widest of mentions that share a place."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda each: each.start - each.end):
        if not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda each: each.start))


def _admitted(
    scene: Scene, parameter: Parameter, values: Mapping[str, Any], value: Any
) -> tuple[dict[str, Any] | None, str]:
    """Return `values` with the new one, on another interval if it needs one, or the refusal."""
    trial = {**values, parameter.name: value}
    try:
        scene.filled(trial)
        return trial, ""
    except BadValue as error:
        refusal = str(error)
    over = parameter.rules.get("over")
    if over:
        for domain in OTHER_DOMAINS:
            try:
                scene.filled({**trial, over: domain})
                return {**trial, over: domain}, ""
            except BadValue:
                continue
    return None, refusal


def _quadratic(text: str) -> list[float] | None:
    """Return a, b, c of a quadratic expression, or None where it is none."""
    import sympy

    polynomial = parse(text).as_poly(sympy.Symbol("x", real=True))
    if polynomial is None or polynomial.degree() != 2:
        return None
    coefficients = [float(c) for c in polynomial.all_coeffs()]
    return [int(c) if c == int(c) else c for c in coefficients]


_SOURCES = {
    "integer": ("number",),
    "number": ("number",),
    "quadratic": ("equation", "expression"),
    "expression": ("expression", "named expression"),
}


def _sources(parameter: Parameter) -> tuple[str, ...]:
    """Return the kinds of mention that may set `parameter`, the best first; `root` takes equations too."""
    sources = _SOURCES.get(parameter.kind, (parameter.kind,))
    return ("equation", *sources) if parameter.rules.get("root") else sources


def _chosen(
    prompt: str,
    parameter: Parameter,
    free: Sequence[Mention],
    taken: Mapping[str, Mention],
    scene: Scene,
    is_now: IsNow,
) -> Mention | None:
    """Return the mention that sets `parameter`, if there is one; what is so already only for want of another."""
    fitting = [*_fitting(prompt, parameter, free, taken, scene)]
    return next((each for each in fitting if not is_now(parameter, each.value)), next(iter(fitting), None))


def _fitting(
    prompt: str, parameter: Parameter, free: Sequence[Mention], taken: Mapping[str, Mention], scene: Scene
) -> Iterator[Mention]:
    """Yield the mentions that may set `parameter`, the best first."""
    if parameter.kind == "choice":
        yield from _choices(prompt, parameter)
        return
    fitting = [
        mention
        for source in _sources(parameter)
        for mention in free
        if mention.kind == source and _fits_kind(mention, parameter.kind)
    ]
    if parameter.kind == "color":
        fitting = _by_noun(prompt, _of_owner(fitting, parameter, taken, scene), parameter, scene)
    if "near" in parameter.rules:
        fitting = [mention for mention in fitting if _is_near(prompt, mention, parameter.rules["near"])]
    elif parameter.kind in {"integer", "number"}:
        fitting = [mention for mention in fitting if not _is_spoken_for(prompt, mention, scene)]
    preferred = [
        mention for mention in fitting if _follows(prompt, mention, parameter.rules.get("prefer", ()))
    ]
    yield from (*preferred, *fitting)


def _fits_kind(mention: Mention, kind: str) -> bool:
    if kind == "integer":
        return isinstance(mention.value, int)
    if kind == "quadratic":
        return _quadratic(mention.value) is not None
    if kind == "formula":
        return bool(re.search(r"[=^_\\+]", mention.value))
    return True


def _choices(prompt: str, parameter: Parameter) -> Iterator[Mention]:
    named = [option for option in parameter.rules["options"] if _named_in(prompt, option, parameter)]
    if len(named) > 1 and re.search(r"\b(?:vs|versus|both|compare|and|difference)\b", prompt, re.IGNORECASE):
        return
    if not any(re.search(rf"\b{re.escape(option)}", prompt, re.IGNORECASE) for option in named):
        yield from (Mention("choice", option, len(prompt), len(prompt)) for option in named)
    for option in parameter.rules["options"]:
        words = re.escape(option).replace("_", r"[ -]?").replace(r"\ ", r"[ -]?")
        if match := re.search(rf"\b{words}(?:s|es)?\b", prompt, re.IGNORECASE):
            yield Mention("choice", option, *match.span())


def _named_in(prompt: str, option: str, parameter: Parameter) -> bool:
    """Whether an option stands in the prompt itself or by one of the signs that the header gives for it."""
    signs = parameter.rules.get("signs", {}).get(option, [])
    return any(re.search(sign, prompt, re.IGNORECASE) for sign in (rf"\b{re.escape(option)}\b", *signs))


def _is_near(prompt: str, mention: Mention, words: Sequence[str]) -> bool:
    """Whether one of `words` stands beside the value: "7 sides", "n = 7", "legs 3 and 4"."""
    return _follows(prompt, mention, words) or _precedes(prompt, mention, words)


def _follows(prompt: str, mention: Mention, words: Sequence[str]) -> bool:
    """Whether the value stands behind one of `words`: "n = 7", "into a red star"."""
    if not words:
        return False
    link = (
        r"(?:[:=]|of|is|to|at|are|equal to|with|for)?\s*(?:an?|the)?\s*(?:[a-z]+\s+|[-\d.]+\s*(?:,|and)\s*)?"
    )
    return bool(re.search(rf"{_any_of(words)}\s*{link}$", prompt[: mention.start], re.IGNORECASE))


def _precedes(prompt: str, mention: Mention, words: Sequence[str]) -> bool:
    """Whether the value stands before one of `words`: "7 sides", "a 4-bit number"."""
    words = [word for word in words if word not in {"to", "up to", "until", "is", "from", "at", "for"}]
    if not words:
        return False
    return bool(
        re.match(
            rf"[\s-]*(?:(?!and\b|or\b|to\b|with\b|for\b|in\b)\w+\s+)?{_any_of(words)}",
            prompt[mention.end :],
            re.IGNORECASE,
        )
    )


def _any_of(words: Sequence[str]) -> str:
    each = "|".join(re.escape(word) + ("" if len(word) < 3 else "(?:s|es|d|ed)?") for word in words)
    return rf"(?<!\w)(?:{each})(?!\w)"


def _is_spoken_for(prompt: str, mention: Mention, scene: Scene) -> bool:
    return any(_is_near(prompt, mention, other.rules.get("near", ())) for other in scene.parameters)


def _of_owner(
    colors: Sequence[Mention], parameter: Parameter, taken: Mapping[str, Mention], scene: Scene
) -> list[Mention]:
    """Return the colours that may be `parameter`'s: those of the thing it is `of` first, those of nothing next."""
    owner = parameter.rules.get("of")
    owners = {each.rules["of"] for each in scene.parameters if "of" in each.rules}
    bound = {id(color): _bound_to(color, taken) for color in colors}
    own = [color for color in colors if owner and bound[id(color)] == owner]
    loose = [color for color in colors if bound[id(color)] not in owners]
    return [*own, *loose]


def _bound_to(color: Mention, taken: Mapping[str, Mention]) -> str | None:
    """Return the parameter whose value stands right behind the colour ("red circle") or before it ("circle in red")."""
    for name, mention in taken.items():
        if 0 <= mention.start - color.end <= 3:
            return name
    for name, mention in taken.items():
        if 0 <= color.start - mention.end <= 5:
            return name
    return None


def _by_noun(prompt: str, colors: Sequence[Mention], parameter: Parameter, scene: Scene) -> list[Mention]:
    """Return the colours that stand at the thing they colour ("a green kernel"), then those that stand at none."""

    def stands_at(color: Mention, name: str) -> bool:
        noun = re.escape(name.removesuffix("_COLOR").lower())
        return bool(
            re.match(rf"\s+{noun}s?\b", prompt[color.end :], re.IGNORECASE)
            or re.search(rf"\b{noun}s?\s*(?:in|is|are|:|=|\()?\s*$", prompt[: color.start], re.IGNORECASE)
        )

    names = [each.name for each in scene.parameters if each.kind == "color"]
    own = [color for color in colors if stands_at(color, parameter.name)]
    loose = [color for color in colors if not any(stands_at(color, name) for name in names)]
    return [*own, *loose]
