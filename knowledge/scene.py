"""One scene of the library: a Manim file whose header says what it shows and what can be changed.

The header is a TOML block in comments, framed as in PEP 723:

    # /// scene
    # title = "One shape turns into another"
    # ...
    # ///

Each parameter it declares is a constant below the imports; the literal there is the default.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.topics import TOPICS
from knowledge.values import FACETS, KINDS, BadValue, source_of

_BLOCK = re.compile(r"^# /// scene\n(?P<body>(?:#[^\n]*\n)+?)# ///\n", re.MULTILINE)


class BadScene(ValueError):
    """A library file whose header or constants are not as they must be."""


@dataclass(frozen=True)
class Parameter:
    """A constant of a scene that a prompt may set."""

    name: str
    kind: str
    about: str
    default: str
    """Source code of the default, as it stands in the file."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """What else the header says: min, max, near, of, options, variables …"""


@dataclass(frozen=True)
class Scene:
    """A library scene, read but not run."""

    id: str
    title: str
    prompts: tuple[str, ...]
    concepts: tuple[str, ...]
    licence: str
    parameters: tuple[Parameter, ...]
    variations: tuple[Mapping[str, Any], ...]
    requires: tuple[str, ...]
    """Beginnings of words: a prompt without any of them does not mean this scene."""
    source: str
    topic: str
    """One of knowledge/topics.py."""
    asked: tuple[str, ...]
    """What it is found by besides: the same wish in words that no prompt or concept has."""

    @property
    def code(self) -> str:
        """The Manim code without the header."""
        return _BLOCK.sub("", self.source, count=1).lstrip("\n")

    def filled(self, values: Mapping[str, Any], code: str | None = None) -> str:
        """Return the Manim code with `values` in place of the defaults; raise BadValue.

        Where a program that was made of it is given as `code`, they take the place of what stands there.
        """
        code = self.code if code is None else code
        parameters = {parameter.name: parameter for parameter in self.parameters}
        if unknown := sorted(set(values) - set(parameters)):
            raise BadValue(f"{self.id} has no parameter {', '.join(unknown)}")
        constants: dict[str, str] = {}
        present = constants_of(code)
        if gone := sorted(set(values) - set(present)):
            raise BadValue(f"the program has no constant {', '.join(gone)} any more")
        for name, value in values.items():
            rules = dict(parameters[name].rules)
            if over := rules.get("over"):
                rules["domain"] = values.get(over) or _literal(present.get(over), parameters[over].default)
            facets = source_of(parameters[name].kind, value, rules)
            for facet in ("", *FACETS):
                if name + facet in present:
                    constants[name + facet] = _facet(facets, facet, value)
        return _replace_constants(code, constants)


def _facet(facets: Mapping[str, str], facet: str, value: Any) -> str:
    if facet not in facets:
        raise BadValue(
            f"{value} has no {facet.strip('_').replace('_', ' ').lower()} that can be written down"
        )
    return facets[facet]


def _literal(constant: ast.Assign | None, default: str) -> Any:
    """Return the value of a constant, or the default where a person has made it something else."""
    try:
        return ast.literal_eval(constant.value if constant else default)
    except ValueError:
        return ast.literal_eval(default)


def constants_of(code: str) -> dict[str, ast.Assign]:
    """Return the assignments of a program's constants by their names."""
    return {
        target.id: node
        for node in ast.parse(code).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _replace_constants(code: str, constants: Mapping[str, str]) -> str:
    lines = code.splitlines(keepends=True)
    nodes = constants_of(code)
    for name in sorted(constants, key=lambda name: nodes[name].lineno, reverse=True):
        node = nodes[name]
        lines[node.lineno - 1 : node.end_lineno] = [f"{name} = {constants[name]}\n"]
    return "".join(lines)


def read_scene(path: Path) -> Scene:
    """Read a library file; raise BadScene where the header is missing or at odds with the code."""
    return scene_of(path.stem, path.read_text(encoding="utf-8"))


def scene_of(scene_id: str, source: str) -> Scene:
    """Return the scene that the text of a library file has; raise BadScene."""
    block = _BLOCK.search(source)
    if block is None:
        raise BadScene(f"{scene_id}: no '# /// scene' header, or a line in it that is no comment")
    body = "".join(line[1:].removeprefix(" ") for line in block["body"].splitlines(keepends=True))
    try:
        header = tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        raise BadScene(f"{scene_id}: the header is not TOML: {error}") from error
    constants = constants_of(source)
    parameters = []
    for name, rules in header.pop("parameters", {}).items():
        kind, about = rules.pop("type", None), rules.pop("about", "")
        if kind not in KINDS:
            raise BadScene(f"{scene_id}: {name} has type {kind!r}; known are {', '.join(sorted(KINDS))}")
        if name not in constants:
            raise BadScene(f"{scene_id}: parameter {name} is no constant of the file")
        default = ast.get_source_segment(source, constants[name].value) or ""
        parameters.append(Parameter(name, kind, about, default, rules))
    try:
        scene = Scene(
            id=scene_id,
            title=header.pop("title"),
            prompts=tuple(header.pop("prompts")),
            concepts=tuple(header.pop("concepts")),
            licence=header.pop("licence"),
            parameters=tuple(parameters),
            variations=tuple(header.pop("variations", ())),
            requires=tuple(header.pop("requires", ())),
            topic=header.pop("topic"),
            asked=tuple(header.pop("asked")),
            source=source,
        )
    except KeyError as error:
        raise BadScene(f"{scene_id}: the header lacks {error.args[0]}") from error
    if scene.topic not in TOPICS:
        raise BadScene(f"{scene_id}: topic {scene.topic!r} is none of {', '.join(TOPICS)}")
    if header:
        raise BadScene(f"{scene_id}: unknown header entries {', '.join(header)}")
    return scene
