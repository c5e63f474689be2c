"""Texts that lines run through, that shapes cover, or that lie half on a shape and half beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from agent.inspect.ink import FINE, grown, ink, widened
from agent.inspect.kinds import is_a
from agent.inspect.layout import SOLID, contains, has_letters, is_hidden
from agent.inspect.suspect import Suspect
from agent.inspect.view import Box, Text, View

OPAQUE, FAINT = 0.8, 0.3
"""Opacity from which a fill hides what is behind, and below which a stroke disturbs nobody."""
COVERED = 0.12
"""Share of a text's ink that may be hidden by a shape."""
CROSSED = 0.5
"""Pixels of a line that may touch a text's ink, as a share of the height of its letters."""
THROUGH = 0.4
"""Share of a text's width or height that a line must run across."""
UPON = 0.9
"""Share of a text's ink that lies on shapes: then it is on them, not among them."""


@dataclass(frozen=True)
class Shape:
    """One shape: a leaf, or all the dashes of a line."""

    leaves: tuple[int, ...]
    box: Box
    chain: tuple[Any, ...]


@dataclass(frozen=True)
class Crossing:
    """How a shape gets in the way of a text."""

    share: float
    shape: Shape
    how: str


def crossings(view: View, text: Text) -> Iterator[Suspect]:
    """Yield a text with the worst of what covers or crosses it, if anything does."""
    seen = view.inside(text.box)
    if view.frame.is_3d or seen is None:
        return
    near = _near(view, text)
    if not near:
        return
    mine = ink(view, text.leaves, seen)
    below = [n for shape in near for n in shape.leaves if n < min(text.leaves) and _is_solid(view, n)]
    if _share(ink(view, below, seen), mine) > UPON:
        near = [shape for shape in near if not set(shape.leaves) <= set(below)]
    found = [crossing for shape in near if (crossing := _crossing(view, text, shape, seen, mine))]
    if found:
        worst = max(found, key=lambda each: each.share)
        boxes = text.box, worst.shape.box
        yield Suspect("text-crossed", (text.chain, worst.shape.chain), boxes, worst.share, {"how": worst.how})


def _near(view: View, text: Text) -> list[Shape]:
    """Return the shapes whose boxes meet a text's and that it has nothing to do with."""
    box = np.array(text.box)
    meets = (view.reach[:, :2] < box[2:]).all(axis=1) & (view.reach[:, 2:] > box[:2]).all(axis=1)
    found: dict[int, Shape] = {}
    for n in map(int, np.nonzero(meets)[0]):
        if view.text_of[n] < 0:
            shape = _shape(view, n)
            if _is_strange(view, text, shape):
                found.setdefault(id(shape.chain[-1]), shape)
    return list(found.values())


def _shape(view: View, leaf: int) -> Shape:
    chain = view.chains[leaf]
    dashed = next((n for n, each in enumerate(chain[:-1]) if is_a(each, "dashed")), None)
    if dashed is None:
        return Shape((leaf,), view.box_of([leaf]), chain)
    whole = chain[dashed]
    leaves = [n for n, other in enumerate(view.chains) if len(other) > dashed and other[dashed] is whole]
    return Shape(tuple(leaves), view.box_of(leaves), chain[: dashed + 1])


def _is_strange(view: View, text: Text, shape: Shape) -> bool:
    """Return whether a shape is one that the text has nothing to do with."""
    if any(is_a(each, "cross") or is_a(each, "grid") for each in shape.chain):
        return False
    if any(is_a(each, "mark") for each in shape.chain) and _belongs(text.box, shape.box):
        return False
    whole = text.whole
    if whole is not None and any(each is whole for each in shape.chain):
        return False
    return not (is_a(whole, "scale") and view.fill(shape.leaves[0]) < SOLID)


def _belongs(text: Box, mark: Box) -> bool:
    """Return whether a mark is of a text: around it, or of a part of it."""
    return contains(widened(mark, 0.1), text) or contains(widened(text, 0.3), mark)


def _crossing(view: View, text: Text, shape: Shape, seen: Box, mine: Any) -> Crossing | None:
    """Return how a shape hides a text's ink or runs over it."""
    first, is_above = shape.leaves[0], min(shape.leaves) > max(text.leaves)
    if is_hidden(view, max(shape.leaves), min(text.leaves), text.box):
        return None
    if view.fill(first) >= (OPAQUE if is_above else SOLID):
        hidden = _share(ink(view, shape.leaves, seen, strokes=False), mine)
        if hidden > COVERED and (is_above or hidden < 1 - COVERED):
            return Crossing(hidden, shape, "covered" if is_above else "half on")
    if view.stroke(first) < FAINT or not has_letters(text.said) or _is_strike(text.box, shape.box):
        return None
    line = ink(view, shape.leaves, seen, fills=False)
    touched = int((line & grown(mine)).sum())
    if touched > CROSSED * _height(view, text) and _runs_through(line):
        return Crossing(_share(line, grown(mine)), shape, "crossed")
    return None


def _height(view: View, text: Text) -> float:
    """Return the height of a text's letters in pixels of its ink."""
    boxes = view.boxes[text.leaves]
    return float(np.median(boxes[:, 3] - boxes[:, 1])) * FINE


def _is_solid(view: View, leaf: int) -> bool:
    return max(view.fill(leaf), view.stroke(leaf)) >= SOLID


def _share(shape: Any, text: Any) -> float:
    """Return which share of a text's ink a shape has in common with it."""
    return int((shape & text).sum()) / max(1, int(text.sum()))


def _runs_through(line: Any) -> bool:
    """Return whether a line goes a good way across the box of a text."""
    rows, columns = np.nonzero(line.any(axis=1))[0], np.nonzero(line.any(axis=0))[0]
    if not len(rows):
        return False
    tall, wide = (rows[-1] - rows[0] + 1) / line.shape[0], (columns[-1] - columns[0] + 1) / line.shape[1]
    return bool(max(tall, wide) > THROUGH)


def _is_strike(text: Box, shape: Box) -> bool:
    """Return whether a shape is about as large as the text, or as a part of it: meant to strike it out, or to ring it."""
    tall = text[3] - text[1]
    if contains(widened(text, 0.15 + 0.35 * tall), shape):
        return True
    is_round = min(shape[2] - shape[0], shape[3] - shape[1]) > tall
    is_near = shape[3] - shape[1] < 2.5 * tall and shape[2] - shape[0] < text[2] - text[0] + 2 * tall
    return is_round and is_near
