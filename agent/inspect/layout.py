"""What is wrong with where things are: beyond the frame, over each other, too small to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from agent.inspect.ink import grown, ink, widened
from agent.inspect.kinds import is_a
from agent.inspect.suspect import Suspect
from agent.inspect.view import Box, Text, View, common

BEYOND = 0.06
"""Units that a text may stick out of the frame: less is no more than a margin."""
COMPACT_BEYOND = 0.25
"""The same of a shape."""
TALL, LOW = 7.7, 5.3
"""Pixels that the taller letters of a text need to be read; and those of a text whose letters are all alike, such as x."""
LINES = 480
"""The picture that these are for: a larger one is not looked at from nearer."""
OVERLAP = 0.02
"""Share of a text's ink that another text may touch."""
SOLID = 0.6
"""Opacity from which the edge of a fill is seen."""
SIGNS = re.compile(
    r"\\(?:cdot|times|pm|mp|to|circ|bullet|ast|star|mid|div|quad|qquad|[lcdv]?dots|[a-zA-Z]*arrow|left|right|approx|neq?|[lg]eq?)"
    r"(?![a-zA-Z])"
)
"""TeX's names of signs, which may be small, and lie on lines."""
SAME = 0.9
"""Share of the ink that copies of a text, one upon the other, have in common."""


def beyond(view: View, text: Text) -> Iterator[Suspect]:
    """Yield a text that leaves the frame in part."""
    out, width = view.out(text.box)
    if out <= BEYOND or view.is_outside(text.box) or text.is_of_grid:
        return
    if view.frame.is_fixed(text.mobject):
        yield Suspect("off-frame", (text.chain,), (text.box,), out, {"width": width})


def compact(view: View) -> Iterator[tuple[tuple[Any, ...], Box, bool]]:
    """Yield the shapes that are to be seen whole, each as its chain, its box, and whether it is beyond the frame."""
    if view.frame.is_3d or not view.frame.is_home:
        return
    for n, leaf in enumerate(view.leaves):
        if view.text_of[n] >= 0 or not is_a(leaf, "compact"):
            continue
        if not any(is_a(each, "whole") or is_a(each, "grid") for each in view.chains[n]):
            box = _as_box(view.boxes[n])
            yield view.chains[n], box, view.is_outside(box)


def compact_beyond(view: View) -> Iterator[Suspect]:
    """Yield shapes that leave the frame in part, one for what was added together."""
    seen: set[int] = set()
    for chain, box, is_outside in compact(view):
        out, width = view.out(box)
        if is_outside or out < COMPACT_BEYOND or _is_ground(view, box) or id(chain[0]) in seen:
            continue
        seen.add(id(chain[0]))
        yield Suspect("off-frame", (chain,), (box,), out, {"width": width})


def _is_ground(view: View, box: Box) -> bool:
    """Return whether a shape is so large that it runs out of the picture on purpose: not if on one side alone."""
    frame = view.frame
    is_wide, is_high = box[2] - box[0] >= 0.8 * frame.width, box[3] - box[1] >= 0.8 * frame.height
    if is_wide and is_high:
        return True
    over_right, over_left = box[2] - frame.width / 2, -frame.width / 2 - box[0]
    over_top, over_bottom = box[3] - frame.height / 2, -frame.height / 2 - box[1]
    if is_wide:
        return not (max(over_left, over_right) > 0.5 and min(over_left, over_right) < 0)
    return is_high and not (max(over_top, over_bottom) > 0.5 and min(over_top, over_bottom) < 0)


def _as_box(row: Any) -> Box:
    return float(row[0]), float(row[1]), float(row[2]), float(row[3])


def too_small(view: View, text: Text) -> Iterator[Suspect]:
    """Yield a text whose glyphs are too small to read."""
    is_sign = not has_letters(text.said) and (text.said or len(text.leaves) < 3)
    if view.is_outside(text.box) or is_sign:
        return
    boxes = view.boxes[text.leaves]
    sizes = boxes[:, 3] - boxes[:, 1]
    lines = view.frame.height * view.frame.pixels
    ranked = np.sort(sizes) * view.frame.pixels
    low, tall = (float(ranked[round(share * (len(ranked) - 1))]) for share in (0.1, 0.9))
    wanted = (LOW if tall < 1.2 * low else TALL) * max(1.0, lines / LINES)
    if 1.0 < tall < wanted:  # what has shrunk to nothing is not there
        factor = 1.8 * wanted / max(tall, 0.1)
        yield Suspect("too-small", (text.chain,), (text.box,), tall, {"factor": factor})


def has_letters(said: str) -> bool:
    """Return whether a text has letters or figures, of which one knows how large they should be, besides signs."""
    return any(each.isalnum() for each in SIGNS.sub("", said))


def overlaps(view: View) -> Iterator[Suspect]:
    """Yield the pairs of texts that are drawn over each other."""
    boxes = np.array([text.box for text in view.texts]).reshape(-1, 4)
    for one in range(len(boxes)):
        low = np.maximum(boxes[one, :2], boxes[one + 1 :, :2])
        high = np.minimum(boxes[one, 2:], boxes[one + 1 :, 2:])
        for other in np.nonzero((low < high).all(axis=1))[0] + one + 1:
            share = _overlap(view, view.texts[one], view.texts[int(other)])
            if share > OVERLAP:
                yield _pair(view.texts[one], view.texts[int(other)], share)


def _pair(one: Text, other: Text, share: float) -> Suspect:
    return Suspect("text-overlap", (one.chain, other.chain), (one.box, other.box), share)


def _overlap(view: View, one: Text, other: Text) -> float:
    """Return which share of the smaller text's ink the other touches; none where both say the same there."""
    box = common(widened(one.box, 0.05), widened(other.box, 0.05))
    box = view.inside(box) if box else None
    if box is None or not _is_plain(view, one, other):
        return 0.0
    first, second = ink(view, one.leaves, box), ink(view, other.leaves, box)
    both = (grown(first) & second).sum()
    if both < 6 or (first & second).sum() > SAME * min(first.sum(), second.sum()):
        return 0.0
    if is_hidden(view, max(one.leaves), min(other.leaves), box):
        return 0.0
    least = min(ink(view, each.leaves, each.box).sum() for each in (one, other))
    return float(both / max(1, least))


def _is_plain(view: View, one: Text, other: Text) -> bool:
    """Return whether two texts lie in one plane: only then are they read over each other."""
    return view.frame.is_fixed(one.mobject) == view.frame.is_fixed(other.mobject)


def is_hidden(view: View, below: int, above: int, box: Box) -> bool:
    """Return whether something opaque lies between two leaves, all over a box."""
    for n in range(below + 1, above):
        if view.text_of[n] < 0 and contains(view.boxes[n], box) and view.fill(n) >= SOLID:
            return True
    return False


def contains(outer: Any, box: Box) -> bool:
    """Return whether a box lies within another."""
    return bool(outer[0] <= box[0] and outer[1] <= box[1] and outer[2] >= box[2] and outer[3] >= box[3])
