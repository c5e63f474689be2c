"""What a program that was made of a library scene shows now, and what may be asked to change in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from knowledge.scene import Parameter, Scene, constants_of
from knowledge.values import SHAPES, BadValue, source_of

MOST_SUGGESTED = 6


@dataclass(frozen=True)
class Now:
    """The values of a scene's parameters as a program has them."""

    scene: Scene
    code: str

    @cached_property
    def _constants(self) -> Mapping[str, ast.Assign]:
        return constants_of(self.code)

    def is_so(self, parameter: Parameter, value: Any) -> bool:
        """Return whether a parameter has a value."""
        constant = self._constants.get(parameter.name)
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


def suggestions(scene: Scene | None, code: str) -> list[str]:
    """Return what may be asked to change in a program, with examples."""
    told = [_suggested(each, scene, code) for each in scene.parameters[:MOST_SUGGESTED]] if scene else []
    told += [] if scene else ['one colour for another ("red instead of blue")']
    told += [] if has_a_title(scene) else ["a title before it ('add the title \"…\"')"]
    return [*told, 'the pace ("slower")']


def has_a_title(scene: Scene | None) -> bool:
    """Return whether a scene has a title that can be set."""
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
