"""What is wrong with where things are: beyond the frame, over each other, too small to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from agent.inspect.ink import common, grown, ink, widened
from agent.inspect.kinds import is_a
from agent.inspect.suspect import Suspect
from agent.inspect.view import Box, Text, View

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
COVERED = 0.12
"""Share of a text's ink that may be hidden by a shape."""
CROSSED = 0.02
"""Share of a text's ink that a line may run over."""
OPAQUE, SOLID, FAINT = 0.8, 0.6, 0.3
"""Opacity from which a fill hides what is behind, from which its edge is seen, and below which a stroke disturbs nobody."""
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
    if out > BEYOND and not view.is_outside(text.box) and view.frame.is_fixed(text.mobject):
        yield Suspect("off-frame", (text.chain,), (text.box,), out, {"width": width})


def compact_beyond(view: View) -> Iterator[Suspect]:
    """Yield shapes of moderate size that leave the frame in part, one for what was added together."""
    if view.frame.is_3d or not view.frame.is_home:
        return
    seen: set[int] = set()
    for n, leaf in enumerate(view.leaves):
        if view.text_of[n] >= 0 or not is_a(leaf, "compact"):
            continue
        box = _as_box(view.boxes[n])
        out, width = view.out(box)
        if out < COMPACT_BEYOND or view.is_outside(box) or not _is_compact(view, n, box):
            continue
        if id(view.chains[n][0]) not in seen:
            seen.add(id(view.chains[n][0]))
            yield Suspect("off-frame", (view.chains[n],), (box,), out, {"width": width})


def _is_compact(view: View, leaf: int, box: Box) -> bool:
    """Return whether a shape is one to be seen whole, not a ground that runs out of the picture."""
    frame = view.frame
    if any(is_a(each, "whole") or is_a(each, "grid") for each in view.chains[leaf]):
        return False
    return box[2] - box[0] < 0.8 * frame.width and box[3] - box[1] < 0.8 * frame.height


def _as_box(row: Any) -> Box:
    return float(row[0]), float(row[1]), float(row[2]), float(row[3])


def too_small(view: View, text: Text) -> Iterator[Suspect]:
    """Yield a text whose glyphs are too small to read."""
    if view.is_outside(text.box) or (len(text.leaves) < 3 and not _has_letters(text.said)):
        return
    boxes = view.boxes[text.leaves]
    sizes = boxes[:, 3] - boxes[:, 1]
    lines = view.frame.height * view.frame.pixels
    ranked = np.sort(sizes) * view.frame.pixels
    low, tall = (float(ranked[round(share * (len(ranked) - 1))]) for share in (0.1, 0.9))
    wanted = (LOW if tall < 1.2 * low else TALL) * max(1.0, lines / LINES)
    if tall < wanted:
        factor = 1.8 * wanted / max(tall, 0.1)
        yield Suspect("too-small", (text.chain,), (text.box,), tall, {"factor": factor})


def _has_letters(said: str) -> bool:
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
    if box is None or not _is_plain(view, one, other):
        return 0.0
    first, second = ink(view, one.leaves, box), ink(view, other.leaves, box)
    both = (grown(first) & second).sum()
    if both < 6 or (first & second).sum() > SAME * min(first.sum(), second.sum()):
        return 0.0
    if _is_hidden(view, max(one.leaves), min(other.leaves), box):
        return 0.0
    least = min(ink(view, each.leaves, each.box).sum() for each in (one, other))
    return float(both / max(1, least))


def _is_plain(view: View, one: Text, other: Text) -> bool:
    """Return whether two texts lie in one plane: only then are they read over each other."""
    return view.frame.is_fixed(one.mobject) == view.frame.is_fixed(other.mobject)


def _is_hidden(view: View, below: int, above: int, box: Box) -> bool:
    """Return whether something opaque lies between two leaves, all over a box."""
    for n in range(below + 1, above):
        if view.text_of[n] < 0 and _contains(view.boxes[n], box) and view.fill(n) >= SOLID:
            return True
    return False


def _contains(outer: Any, box: Box) -> bool:
    return bool(outer[0] <= box[0] and outer[1] <= box[1] and outer[2] >= box[2] and outer[3] >= box[3])


def crossings(view: View, text: Text) -> Iterator[Suspect]:
    """Yield a text with the worst of what covers or crosses it, if anything does."""
    if not view.frame.is_fixed(text.mobject) or view.frame.is_3d:
        return
    box = np.array(text.box)
    meets = (view.reach[:, :2] < box[2:]).all(axis=1) & (view.reach[:, 2:] > box[:2]).all(axis=1)
    near = [int(n) for n in np.nonzero(meets)[0] if _is_strange(view, text, int(n))]
    if not near:
        return
    mine = ink(view, text.leaves, text.box)
    below = [n for n in near if n < min(text.leaves) and _is_solid(view, n)]
    if _share(ink(view, below, text.box), mine) > SAME:  # it lies on them, not among them
        near = [n for n in near if n not in below]
    worst = max((_crossed(view, text, n, mine) for n in near), key=lambda each: each[0], default=(0.0, 0, ""))
    share, leaf, how = worst
    if share > 0:
        yield Suspect(
            "text-crossed",
            (text.chain, view.chains[leaf]),
            (text.box, _as_box(view.boxes[leaf])),
            share,
            {"how": how},
        )


def _is_strange(view: View, text: Text, leaf: int) -> bool:
    """Return whether a leaf is a shape that the text has nothing to do with."""
    chain = view.chains[leaf]
    if view.text_of[leaf] >= 0:
        return False
    if any(is_a(each, "mark") or is_a(each, "grid") for each in chain):
        return False
    whole = text.whole
    if whole is not None and any(each is whole for each in chain):
        return False
    return not (is_a(whole, "scale") and view.fill(leaf) < SOLID)


def _crossed(view: View, text: Text, leaf: int, mine: Any) -> tuple[float, int, str]:
    """Return which share of a text's ink a shape hides or runs over, and how."""
    is_above = leaf > max(text.leaves)
    if view.fill(leaf) >= (OPAQUE if is_above else SOLID):
        hidden = _share(ink(view, [leaf], text.box, strokes=False), mine)
        if hidden > COVERED and (is_above or hidden < 1 - COVERED):
            return hidden, leaf, "covered" if is_above else "half on"
    if view.stroke(leaf) < FAINT or not _has_letters(text.said) or _is_strike(text.box, view.boxes[leaf]):
        return 0.0, leaf, ""
    line = ink(view, [leaf], text.box, fills=False)
    share = _share(line, mine)
    if share < CROSSED or not _runs_through(line) or _is_hidden(view, leaf, min(text.leaves), text.box):
        return 0.0, leaf, ""
    return share, leaf, "crossed"


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
    return bool(max(tall, wide) > 0.4)


def _is_strike(text: Box, shape: Any) -> bool:
    """Return whether a shape is about as large as the text, or as a part of it: meant to strike it out, or to ring it."""
    tall = text[3] - text[1]
    if _contains(widened(text, 0.15 + 0.35 * tall), _as_box(shape)):
        return True
    is_round = min(shape[2] - shape[0], shape[3] - shape[1]) > tall
    is_near = shape[3] - shape[1] < 2.5 * tall and shape[2] - shape[0] < text[2] - text[0] + 2 * tall
    return bool(is_round and is_near)
