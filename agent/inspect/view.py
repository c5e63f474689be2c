"""What is to be seen of a scene at one moment: its texts and its shapes, in units of the frame, in the order of drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from agent.inspect.kinds import is_a

VISIBLE = 0.06
"""Opacity from which a part counts as visible."""
LONGEST_TEXT = 80

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
Stands = Callable[[Any], Any]
"""Tells what a mobject looks like now: itself, or what it was transformed into."""


class Frame:
    """The camera, as a map from a scene's coordinates to those of the frame that is seen."""

    def __init__(self, scene: Any) -> None:
        import manim

        self.camera = scene.renderer.camera
        self.width, self.height = float(manim.config.frame_width), float(manim.config.frame_height)
        self.is_3d = isinstance(self.camera, manim.ThreeDCamera)
        self.pixels = float(manim.config.pixel_height) / self.height
        """Pixels per unit."""
        self.scale, self.centre = 1.0, np.zeros(2)
        if not self.is_3d:
            self.scale = self.height / float(self.camera.frame_height)
            self.centre = np.array(self.camera.frame_center[:2], dtype=float)
        self.place = (
            round(self.scale, 2),
            round(float(self.centre[0]), 2),
            round(float(self.centre[1]), 2),
        )

    @property
    def is_home(self) -> bool:
        """Whether the camera shows what it showed at the start."""
        return self.place == (1.0, 0.0, 0.0)

    def seen(self, leaves: list[Any]) -> tuple[Any, Any]:
        """Return all points of `leaves` in the frame, and where each one's begin."""
        lengths = [len(leaf.points) for leaf in leaves]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        points = np.concatenate([leaf.points for leaf in leaves])
        if not np.isfinite(points).all():
            points = np.nan_to_num(points, nan=0.0, posinf=1e4, neginf=-1e4)
        if self.is_3d:
            return self._projected(points, leaves, starts), starts
        return (points[:, :2] - self.centre) * self.scale, starts

    def _projected(self, points: Any, leaves: list[Any], starts: Any) -> Any:
        camera = self.camera
        camera.reset_rotation_matrix()
        flat = camera.project_points(points)[:, :2]
        for leaf, start, end in zip(leaves, starts, starts[1:], strict=False):
            if leaf in camera.fixed_in_frame_mobjects:
                flat[start:end] = points[start:end, :2]
            elif leaf in camera.fixed_orientation_mobjects:
                flat[start:end] = camera.transform_points_pre_display(leaf, points[start:end])[:, :2]
        return flat

    def in_pixels(self, box: Box, width: int, height: int) -> Box:
        """Return left, top, right, bottom of a box in a picture of `width` by `height` pixels, rows from the top."""
        left, right = ((x / self.width + 0.5) * width for x in (box[0], box[2]))
        top, bottom = ((0.5 - y / self.height) * height for y in (box[3], box[1]))
        return left, top, right, bottom

    def is_fixed(self, mobject: Any) -> bool:
        """Return whether a mobject lies flat on the screen of a three-dimensional scene."""
        return not self.is_3d or mobject in self.camera.fixed_in_frame_mobjects


@dataclass
class Text:
    """A text, formula or number, whole or a part that stands alone."""

    mobject: Any
    looks: Any
    """What it looks like: itself, or what it was transformed into."""
    chain: tuple[Any, ...]
    """What it is part of, the outermost first, itself last."""
    leaves: list[int] = field(default_factory=list)
    box: Box = (0.0, 0.0, 0.0, 0.0)

    @property
    def said(self) -> str:
        """What it says."""
        return said(self.looks)

    @property
    def whole(self) -> Any:
        """The axes, matrix or the like that it belongs to."""
        return next((each for each in self.chain[:-1] if is_a(each, "whole")), None)

    @property
    def is_of_grid(self) -> bool:
        """Whether it numbers a grid, which may well run out of the picture."""
        return any(is_a(each, "grid") for each in self.chain)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.box[2] - self.box[0], self.box[3] - self.box[1]


def common(one: Box, other: Box) -> Box | None:
    """Return what two boxes share, if they do."""
    low = max(one[0], other[0]), max(one[1], other[1])
    high = min(one[2], other[2]), min(one[3], other[3])
    return (*low, *high) if low[0] < high[0] and low[1] < high[1] else None


def said(mobject: Any) -> str:
    """Return what a text says: its words, its TeX or its number."""
    for name in ("original_text", "text", "tex_string", "number"):
        value = vars(mobject).get(name)
        if value is not None and not callable(value):
            return " ".join(str(value).split())[:LONGEST_TEXT]
    lines = [said(each) for each in mobject.submobjects[:4]]
    return " / ".join(line for line in lines if line)[:LONGEST_TEXT]


class View:
    """One moment of a scene."""

    def __init__(self, scene: Any, stands: Stands = lambda mobject: mobject) -> None:
        self.frame = Frame(scene)
        self.texts: list[Text] = []
        self.has_clouds = False
        """Whether there are clouds of points, of which no more is known."""
        self.leaves: list[Any] = []
        """What has points and can be seen, in the order of drawing."""
        self.chains: list[tuple[Any, ...]] = []
        self.text_of: list[int] = []
        self._stands = stands
        self._drawn: list[tuple[float, float, float]] = []
        self._glyphs: dict[int, int] = {}
        self._known: set[int] = set()
        mobjects = list(scene.mobjects)
        mobjects += [each for each in scene.foreground_mobjects if each not in mobjects]
        for mobject in mobjects:
            self._take(mobject, (), -1, in_picture=False)
        self._order()
        self._measure()

    def _take(self, mobject: Any, above: tuple[Any, ...], text: int, *, in_picture: bool) -> None:
        """Take in a mobject and its parts, unless they are there already."""
        if id(mobject) in self._known:
            return
        self._known.add(id(mobject))
        chain = (*above, mobject)
        looks = self._stands(mobject)
        if text < 0 and is_a(looks, "text"):
            text = len(self.texts)
            self.texts.append(Text(mobject, looks, chain))
        elif is_a(looks, "ground"):
            text = -1
        in_picture = in_picture or is_a(looks, "picture")
        if len(mobject.points):
            self.has_clouds = self.has_clouds or is_a(mobject, "cloud")
            if text < 0 and not in_picture and _is_glyph(looks):
                text = self._lone(mobject, looks, chain)
            self._leaf(mobject, chain, text)
        for each in mobject.submobjects:
            self._take(each, chain, text, in_picture=in_picture)

    def _lone(self, glyph: Any, looks: Any, chain: tuple[Any, ...]) -> int:
        """Return the text that a part of a text makes, alone or with its siblings."""
        key = id(chain[-2]) if len(chain) > 1 else id(glyph)
        if key not in self._glyphs:
            self._glyphs[key] = len(self.texts)
            self.texts.append(Text(glyph, looks, chain))
        return self._glyphs[key]

    def _leaf(self, mobject: Any, chain: tuple[Any, ...], text: int) -> None:
        if not is_a(mobject, "drawn"):
            return
        fill, (stroke, width) = fill_of(mobject), stroke_of(mobject)
        if max(fill, stroke) >= VISIBLE:
            self.leaves.append(mobject)
            self.chains.append(chain)
            self.text_of.append(text)
            self._drawn.append((fill, stroke, width))

    def _order(self) -> None:
        order = sorted(range(len(self.leaves)), key=lambda n: self.leaves[n].z_index)
        self.leaves = [self.leaves[n] for n in order]
        self.chains = [self.chains[n] for n in order]
        self.text_of = [self.text_of[n] for n in order]
        self.drawn = np.array([self._drawn[n] for n in order]).reshape(-1, 3)
        for n, text in enumerate(self.text_of):
            if text >= 0:
                self.texts[text].leaves.append(n)
        kept = [n for n, text in enumerate(self.texts) if text.leaves]
        renamed = {old: new for new, old in enumerate(kept)} | {-1: -1}
        self.text_of = [renamed[text] for text in self.text_of]
        self.texts = [self.texts[n] for n in kept]
        self.ids = {id(leaf) for leaf in self.leaves}

    def _measure(self) -> None:
        self.boxes = self.reach = np.zeros((len(self.leaves), 4))
        """Of each leaf left, bottom, right, top; `reach` with its stroke."""
        if not self.leaves:
            return
        self.points, self.starts = self.frame.seen(self.leaves)
        low = np.minimum.reduceat(self.points, self.starts[:-1])
        high = np.maximum.reduceat(self.points, self.starts[:-1])
        self.boxes = np.concatenate([low, high], axis=1)
        half = self.drawn[:, 2:] * self.frame.scale / 2
        self.reach = self.boxes + half * np.array([-1.0, -1.0, 1.0, 1.0])
        for text in self.texts:
            text.box = self.box_of(text.leaves)

    def box_of(self, leaves: list[int]) -> Box:
        """Return the box around some leaves."""
        boxes = self.boxes[leaves]
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def fill(self, leaf: int) -> float:
        """Return the opacity of a leaf's fill."""
        return float(self.drawn[leaf, 0])

    def stroke(self, leaf: int) -> float:
        """Return the opacity of a leaf's stroke."""
        return float(self.drawn[leaf, 1])

    def points_of(self, leaf: int) -> Any:
        """Return the points of a leaf in the frame."""
        return self.points[self.starts[leaf] : self.starts[leaf + 1]]

    def box_in_frame(self, mobject: Any) -> Box | None:
        """Return the box of what is visible of a mobject, with its parts."""
        family = {id(each) for each in mobject.get_family()}
        leaves = [n for n, leaf in enumerate(self.leaves) if id(leaf) in family]
        return self.box_of(leaves) if leaves else None

    def out(self, box: Box) -> tuple[float, float]:
        """Return how far a box sticks out of the frame, and how wide it may be."""
        half_width, half_height = self.frame.width / 2, self.frame.height / 2
        out = max(box[2] - half_width, -half_width - box[0], box[3] - half_height, -half_height - box[1])
        return out, self.frame.width - 1.0

    def inside(self, box: Box) -> Box | None:
        """Return the part of a box that is in the frame, if there is one."""
        half_width, half_height = self.frame.width / 2, self.frame.height / 2
        return common(box, (-half_width, -half_height, half_width, half_height))

    def is_outside(self, box: Box) -> bool:
        """Return whether a box lies wholly beyond the frame."""
        half_width, half_height = self.frame.width / 2, self.frame.height / 2
        return (
            box[0] >= half_width or box[2] <= -half_width or box[1] >= half_height or box[3] <= -half_height
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be seen in the frame."""
        half = np.array([self.frame.width / 2, self.frame.height / 2])
        if not self.leaves or self.has_clouds:
            return not self.has_clouds
        outside = (self.boxes[:, :2] > half).any(axis=1) | (self.boxes[:, 2:] < -half).any(axis=1)
        return bool(outside.all())

    def signature(self) -> dict[int, bytes]:
        """Return what would differ if a leaf had moved or changed, by its id."""
        rounded, shown = np.round(self.boxes, 2), np.round(self.drawn, 2)
        return {id(leaf): rounded[n].tobytes() + shown[n].tobytes() for n, leaf in enumerate(self.leaves)}


def _is_glyph(looks: Any) -> bool:
    return is_a(looks, "glyph") and not is_a(looks, "brace")


def fill_of(mobject: Any) -> float:
    """Return the opacity of the fill."""
    rgbas = getattr(mobject, "fill_rgbas", None)
    if rgbas is None:
        return 1.0 if not hasattr(mobject, "stroke_rgbas") else 0.0
    return _most(rgbas)


def stroke_of(mobject: Any) -> tuple[float, float]:
    """Return the opacity of the stroke and its width in units."""
    rgbas = getattr(mobject, "stroke_rgbas", None)
    if rgbas is None or not len(rgbas):
        return 0.0, 0.0
    width = float(mobject.stroke_width or 0.0)
    return (_most(rgbas), width * 0.01) if width > 0 else (0.0, 0.0)


def _most(rgbas: Any) -> float:
    """Return the highest opacity of some colours; of one it is at hand."""
    if len(rgbas) == 1:
        return float(rgbas[0, 3])
    return float(rgbas[:, 3].max()) if len(rgbas) else 0.0
