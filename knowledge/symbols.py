"""Which names of Manim a program uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from knowledge.catalogue import Catalogue


def symbols_of(code: str, catalogue: Catalogue) -> frozenset[str]:
    """Return the names, methods and attributes of Manim that occur in a program that parses."""
    return frozenset(_symbols(ast.parse(code), catalogue))


def _symbols(tree: ast.Module, catalogue: Catalogue) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if catalogue.names.get(name) in ("class", "function"):
                yield name
            case ast.Attribute(attr=name) if catalogue.owners(name):
                yield name
