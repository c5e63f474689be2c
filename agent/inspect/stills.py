"""Pictures of findings: the frame at that time, with red boxes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from agent.inspect.view import Box, Frame

MOST = 12
WIDTH = 640
RED, SHADE = (255, 40, 40), (0, 0, 0)


def still(pixels: Any, boxes: Sequence[Box], frame: Frame) -> bytes:
    """Return the pixels of a frame as JPEG, at most 640 wide, boxes around what is wrong."""
    from PIL import Image, ImageDraw

    picture = Image.fromarray(np.ascontiguousarray(pixels[..., :3]))
    picture.thumbnail((WIDTH, WIDTH), Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        corners = _corners(frame.in_pixels(box, *picture.size), picture.size)
        for grow, colour in ((2, SHADE), (1, RED), (0, RED)):
            draw.rectangle(_grown(corners, grow), outline=colour)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85)
    return target.getvalue()


def _corners(box: Box, size: tuple[int, int]) -> Box:
    """Return a box kept inside the picture, so that each side can be seen."""
    left, top, right, bottom = (
        min(max(value, 2), most - 3) for value, most in zip(box, size * 2, strict=True)
    )
    return left - 1, top - 1, right + 1, bottom + 1


def _grown(corners: Box, by: int) -> Box:
    return corners[0] - by, corners[1] - by, corners[2] + by, corners[3] + by
