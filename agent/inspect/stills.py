"""Pictures of findings: the frame at that time, with red boxes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from agent.inspect.view import Box

MOST = 12
WIDTH = 640
RED, SHADE = (255, 40, 40), (0, 0, 0)


def still(frame: Any, boxes: Sequence[Box], size: tuple[float, float]) -> bytes:
    """Return a frame as JPEG, at most 640 pixels wide, boxes around what is wrong; `size` is the frame's in units."""
    from PIL import Image, ImageDraw

    picture = Image.fromarray(np.ascontiguousarray(frame[..., :3]))
    picture.thumbnail((WIDTH, WIDTH), Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        corners = _corners(box, size, picture.size)
        for grow, colour in ((2, SHADE), (1, RED), (0, RED)):
            draw.rectangle(_grown(corners, grow), outline=colour)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85)
    return target.getvalue()


def _corners(
    box: Box, size: tuple[float, float], pixels: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return a box in pixels, kept inside the picture so that each side can be seen."""
    across, down = pixels[0] / size[0], pixels[1] / size[1]
    left, right = ((x + size[0] / 2) * across for x in (box[0], box[2]))
    top, bottom = ((size[1] / 2 - y) * down for y in (box[3], box[1]))
    within = [
        min(max(value, 2), most - 3) for value, most in zip((left, right), [pixels[0]] * 2, strict=True)
    ]
    within += [
        min(max(value, 2), most - 3) for value, most in zip((top, bottom), [pixels[1]] * 2, strict=True)
    ]
    return within[0] - 1, within[2] - 1, within[1] + 1, within[3] + 1


def _grown(corners: tuple[float, float, float, float], by: int) -> tuple[float, float, float, float]:
    return corners[0] - by, corners[1] - by, corners[2] + by, corners[3] + by
