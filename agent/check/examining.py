"""All rules, over one program."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from agent.check.inference import Analysis, Lived
from agent.check.program import Found, Program
from agent.check.rules import (
    attributes,
    calls,
    duration,
    functions,
    kinds,
    latex,
    matrices,
    names,
    points,
    safety,
    structure,
    values,
)
from agent.check.signatures import calls_of
from knowledge.catalogue import Catalogue
from knowledge.changes import Changes

Finder = Callable[[Program], Iterable[Found]]
"""A rule that was promoted from the failure log."""


def examine(
    text: str,
    tree: ast.Module,
    catalogue: Catalogue,
    changes: Changes,
    promoted: Sequence[Finder],
    lived: Lived | None = None,
) -> tuple[Found, ...]:
    """Return everything that the rules find, in the order of the lines, one finding a place.

    With `lived`, what running has shown of a statement stands in for what would have to be inferred.
    """
    program = Program(text, tree)
    ours = [each for find in promoted for each in find(program)]
    analysis = Analysis(program, catalogue, lived)
    known = calls_of(analysis)
    found = chain(
        safety.find(program),
        (each for each in ours if each.severity == "error"),  # what was promoted is the most particular
        structure.find(program, frozenset(catalogue.names)),
        duration.find(program),
        latex.find(program),
        names.find(analysis, changes),
        attributes.find(analysis, changes),
        calls.find(analysis, changes, known),
        kinds.find(analysis, known),
        functions.find(analysis, known),
        matrices.find(analysis),
        points.find(analysis, known),
        values.find(analysis, changes, known),
        (each for each in ours if each.severity == "warning"),
    )
    return _one_a_place(found)


def _one_a_place(found: chain[Found]) -> tuple[Found, ...]:
    """Return the findings sorted; of several in one place, the first: the rules stand in the order of their say."""
    first: dict[tuple[int, int], Found] = {}
    for each in found:
        first.setdefault((each.line, each.column), each)
    return tuple(first[place] for place in sorted(first))
