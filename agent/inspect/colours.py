"""Whether texts can be told from what is behind them, by the pixels that were drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from agent.inspect.ink import grown, ink, widened
from agent.inspect.suspect import Suspect
from agent.inspect.view import Box, Text, View

LEGIBLE = 1.9
"""Contrast ratio (WCAG 2) that a text needs; far below what they ask of pages, for texts here are large."""
DOUBTFUL = 2.6
"""Contrast by the colours alone below which the pixels are looked at."""


def low_contrast(view: View, text: Text, frame: Any) -> Iterator[Suspect]:
    """Yield a text that has nearly the colour of what is behind; `frame` holds the picture's pixels."""
    around = _around(view, text.box, frame)
    if around is None:
        return
    behind = np.median(around.reshape(-1, 3), axis=0)
    if contrast(_colour(view, text, behind), behind) > DOUBTFUL:
        return
    seen, behind = _pixels(view, text, frame)
    if seen is not None and (ratio := contrast(seen, behind)) < LEGIBLE:
        yield Suspect("low-contrast", (text.chain,), (text.box,), ratio, {"behind": _hex(behind)})


def sample(view: View, text: Text, frame: Any) -> bytes:
    """Return a few pixels of what is around a text: while they stay, so does what is behind it."""
    height, width = frame.shape[:2]
    left, top, right, bottom = view.frame.in_pixels(widened(text.box, 0.06), width, height)
    x, y = (left + right) / 2, (top + bottom) / 2
    columns = [round(each) for each in (left, x, right, left, right, left, x, right)]
    rows = [round(each) for each in (top, top, top, y, y, bottom, bottom, bottom)]
    return bytes(frame[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1), :3].tobytes())


def contrast(one: Any, other: Any) -> float:
    """Return the contrast ratio of two colours, given as red, green, blue from 0 to 255."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Any) -> float:
    part = np.asarray(colour, dtype=float) / 255
    linear = np.where(part <= 0.03928, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _colour(view: View, text: Text, behind: Any) -> Any:
    """Return the colour that most of a text should have, laid over what is behind."""
    rgbas = [leaf.fill_rgbas[0] for n in text.leaves if hasattr(leaf := view.leaves[n], "fill_rgbas")]
    if not rgbas or view.fill(text.leaves[0]) < 0.05:
        return np.array([255.0, 255.0, 255.0]) - behind  # only outlined: its strokes are not looked at
    red, green, blue, opacity = np.median(np.array(rgbas), axis=0)
    return opacity * 255 * np.array([red, green, blue]) + (1 - opacity) * behind


def _crop(view: View, box: Box, frame: Any) -> Any:
    """Return the pixels in a box."""
    height, width = frame.shape[:2]
    left, top, right, bottom = (max(0, round(each)) for each in view.frame.in_pixels(box, width, height))
    return frame[top:bottom, left:right, :3]


def _around(view: View, box: Box, frame: Any) -> Any:
    """Return the pixels just around a box."""
    wide = _crop(view, widened(box, 0.08), frame)
    if wide.shape[0] < 5 or wide.shape[1] < 5:
        return None
    edges = (wide[:2], wide[-2:], wide[:, :2], wide[:, -2:])
    return np.concatenate([each.reshape(-1, 3)[::3] for each in edges])


def _pixels(view: View, text: Text, frame: Any) -> tuple[Any, Any]:
    """Return what colour a text has in the picture, and what is behind it there."""
    box = widened(text.box, 0.06)
    crop = _crop(view, box, frame).astype(float)
    mask = ink(view, text.leaves, box, pixels=frame.shape[0] / view.frame.height)
    height, width = min(crop.shape[0], mask.shape[0]), min(crop.shape[1], mask.shape[1])
    crop, mask = crop[:height, :width], mask[:height, :width]
    beside = ~grown(grown(mask))
    if mask.sum() < 4 or beside.sum() < 4 or view.out(box)[0] > 0:
        return None, None
    behind = np.median(crop[beside], axis=0)
    strongest = np.argsort(np.abs(crop[mask] - behind).sum(axis=1))[-max(4, int(mask.sum()) // 4) :]
    return np.median(crop[mask][strongest], axis=0), behind


def _hex(colour: Any) -> str:
    return "#" + "".join(f"{round(float(part)):02X}" for part in colour)
