"""The smallest patch that cures a problem.

Of a program and the one that it became it tells the innermost nodes that differ: in `c = Circle(size=2)` and
`c = Circle(radius=2)` two keywords. What says too little by itself, as these do, is told with what is around it, here
the call. The change nearest to the problem is tried first.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice, pairwise

from agent.memory.fitting import applied
from agent.memory.patch import Patch
from agent.memory.pattern import general_patch
from agent.memory.scene import BELOW, Scene, inside, lists_of, read, shape
from agent.problems import Problem

SHOWING = frozenset({"self.play", "self.add", "self.wait"})
Pair = tuple[ast.AST, ast.AST]


def smallest_patch(
    broken: str, fixed: str, problem: Problem, holds: Callable[[str], bool], tries: int = 4
) -> Patch | None:
    """Return the smallest of the changes made that cures a problem, as a patch for other scenes too.

    `holds` says of a program whether the problem is gone; it is asked `tries` times at most. None where no change
    does it by itself that another scene could use.
    """
    changes = dict.fromkeys(_changes(read(broken), read(fixed), problem.line))
    tried = ((patch, text) for patch in changes if (text := applied(patch, broken, problem)) is not None)
    return next((patch for patch, text in islice(tried, tries) if holds(text)), None)


def _changes(broken: Scene, fixed: Scene, line: int | None) -> list[Patch]:
    """Return each change that can be made on its own, the nearest to a line first."""
    found: list[tuple[int, Patch]] = []
    at = broken.at(line)
    for i, old, new in _changed(broken.statements, fixed.statements):
        distance = 0 if at is None else abs(i - at)
        made: Iterable[Patch | None] = ()
        if old is None:
            made = _additions(broken, new, at if at is not None and i <= at else None)
        elif _shown(old) <= _shown(new[0]):  # to show less is no cure
            made = (_told(broken, chain, "far" if distance else "here") for chain in _differing(old, new[0]))
        found += [(distance, patch) for patch in made if patch is not None]
    return [patch for _, patch in sorted(found, key=lambda each: each[0])]


def _changed(
    old: Sequence[ast.stmt], new: Sequence[ast.stmt], key: Callable[[ast.stmt], object] = shape
) -> Iterator[tuple[int, ast.stmt | None, Sequence[ast.stmt]]]:
    """Yield an old statement and what it has become, None and statements that are new; not what was taken away."""
    keys = [list(map(key, statements)) for statements in (old, new)]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            yield from ((i1 + n, old[i1 + n], [new[j1 + n]]) for n in range(i2 - i1))
        elif tag == "replace" and key is shape:  # what has the same beginning belongs together
            inner = _changed(old[i1:i2], new[j1:j2], lambda each: ast.unparse(each).partition("(")[0])
            yield from ((i1 + i, one, two) for i, one, two in inner)
        elif j1 < j2:
            yield i2, None, new[j1:j2]


def _differing(old: ast.AST, new: ast.AST, around: tuple[Pair, ...] = ()) -> Iterator[tuple[Pair, ...]]:
    """Yield the innermost pairs of nodes that differ, each with the pairs around it."""
    if shape(old) != shape(new):
        chain = ((old, new), *around)
        inner = _inner(old, new) if type(old) is type(new) else []
        if not inner:
            yield chain
        for one, two in inner:
            yield from _differing(one, two, chain)


def _inner(old: ast.AST, new: ast.AST) -> list[Pair]:
    """Return the nodes in two nodes of a kind in pairs; none if the two differ by themselves."""
    pairs: list[Pair] = []
    for ones, twos in zip(lists_of(old), lists_of(new), strict=True):
        if all(isinstance(each, ast.AST) for each in (*ones, *twos)) and len(ones) == len(twos):
            pairs += zip(ones, twos, strict=True)
        elif shape(ones) != shape(twos):
            return []
    return pairs


def _told(scene: Scene, chain: Sequence[Pair], context: str) -> Patch | None:
    """Return the innermost change of a chain that says enough to be found in another scene."""
    for (old, new), (above, _) in pairwise(chain):
        is_called = isinstance(above, ast.Call) and above.func is old  # what is called goes with its call
        is_place = isinstance(old, ast.expr) and isinstance(new, ast.expr) and not is_called
        if is_place and (patch := general_patch(scene, old, [new], context)) is not None:
            return patch
    return None


def _shown(node: ast.AST) -> set[str]:
    """Return by what a part of a program shows something."""
    return {ast.unparse(each) for each in inside(node) if isinstance(each, ast.Attribute)} & SHOWING


def _additions(scene: Scene, new: Sequence[ast.stmt], at: int | None) -> Iterator[Patch]:
    """Yield imports, as put at the top, and other new statements, as put above one in which a call tells why."""
    imports = [each for each in new if isinstance(each, ast.Import | ast.ImportFrom)]
    others = [each for each in new if each not in imports]
    if imports:
        yield Patch("", "\n".join(map(ast.unparse, imports)), "top")
    if others and at is not None and all(BELOW.isdisjoint(each._fields) for each in others):
        calls = [each for each in inside(scene.statements[at]) if isinstance(each, ast.Call)]
        calls.sort(key=lambda each: bool(_shown(each.func)))
        made = (general_patch(scene, call, others, "above") for call in calls)
        yield from islice(filter(None, made), 1)
