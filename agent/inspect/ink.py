"""The outlines of parts of a view, drawn small: where boxes meet, this tells whether what is in them does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import cairo
import numpy as np

from agent.inspect.view import Box, View

FINE = 60.0
"""Pixels per unit: what 480 lines have."""


def ink(
    view: View,
    leaves: Iterable[int],
    box: Box,
    *,
    fills: bool = True,
    strokes: bool = True,
    pixels: float = FINE,
) -> Any:
    """Return where in `box` the leaves have drawn, as an array of booleans, its first row on top."""
    width = max(1, int(np.ceil((box[2] - box[0]) * pixels)))
    height = max(1, int(np.ceil((box[3] - box[1]) * pixels)))
    surface = cairo.ImageSurface(cairo.FORMAT_A8, width, height)
    context = cairo.Context(surface)
    context.scale(pixels, -pixels)
    context.translate(-box[0], -box[3])
    for leaf in leaves:
        _draw(context, view, leaf, fills=fills, strokes=strokes)
    surface.flush()
    rows = np.ndarray((height, surface.get_stride()), np.uint8, surface.get_data())
    return rows[:, :width] > 100


def _draw(context: Any, view: View, leaf: int, *, fills: bool, strokes: bool) -> None:
    mobject = view.leaves[leaf]
    if not hasattr(mobject, "get_subpath_split_indices_from_points"):
        if fills:  # a picture: its corners
            left, bottom, right, top = view.boxes[leaf]
            context.rectangle(left, bottom, right - left, top - bottom)
            context.fill()
        return
    _trace(context, mobject, view.points_of(leaf))
    fill, stroke, width = view.drawn[leaf]
    if fills and fill > 0.05:
        context.fill_preserve()
    if strokes and stroke > 0.05:
        context.set_line_width(width * view.frame.scale)
        context.stroke()
    context.new_path()


def _trace(context: Any, mobject: Any, points: Any) -> None:
    """Lay out the path of a mobject."""
    flat = np.column_stack([points, np.zeros(len(points))])
    step = mobject.n_points_per_cubic_curve
    for start, end in mobject.get_subpath_split_indices_from_points(flat, n_dims=2):
        part = points[int(start) : int(end)]
        if len(part) < step:
            continue
        context.move_to(*part[0])
        for n in range(0, len(part) - step + 1, step):
            context.curve_to(*part[n + 1], *part[n + 2], *part[n + 3])
        if np.allclose(part[0], part[-1], atol=1e-4):
            context.close_path()


def grown(mask: Any) -> Any:
    """Return a mask with a margin of one pixel."""
    padded = np.pad(mask, 1)
    found = mask.copy()
    for row in range(3):
        for column in range(3):
            found |= padded[row : row + mask.shape[0], column : column + mask.shape[1]]
    return found


def widened(box: Box, margin: float) -> Box:
    """Return a box with a margin on each side."""
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
