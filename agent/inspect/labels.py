"""Labels and what they were placed next to: a label that is left behind, or was never near."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from agent.inspect.kinds import is_a
from agent.inspect.suspect import Suspect
from agent.inspect.view import Box, Text, View

FAR = 0.9
"""Units that may lie between a label and what it labels, beyond what it was placed at."""
LARGEST_LABEL, LARGEST_LABELLED = 4.5, 9.0
"""Units: a longer text is no label, and around a larger object nothing is far."""
MOVES = frozenset("shift move_to next_to to_edge to_corner align_to arrange set_x set_y".split())


class Labels:
    """What was placed next to what, as `next_to` says it."""

    def __init__(self) -> None:
        self._placed: WeakKeyDictionary[Any, tuple[Any, float]] = WeakKeyDictionary()
        """Of each label its target and the gap; a label that is redrawn leaves one behind with every frame."""

    def listen(self) -> None:
        """Have Manim's `next_to` tell of each call."""
        import manim

        original = manim.Mobject.next_to
        placed = self.placed

        def next_to(mobject: Any, target: Any, *arguments: Any, **options: Any) -> Any:
            result = original(mobject, target, *arguments, **options)
            placed(mobject, target)
            return result

        manim.Mobject.next_to = next_to

    def placed(self, label: Any, target: Any) -> None:
        """Take note of a label and what it was placed next to, if that is an object."""
        self._placed.pop(label, None)
        if hasattr(target, "submobjects") and _is_label(label) and not is_a(target, "text"):
            self._placed[label] = (target, _gap_between(label, target))

    def moved(self, animations: Iterator[Any]) -> None:
        """Let go of labels that an animation moves on purpose."""
        for animation in animations:
            methods = getattr(animation, "methods", ())
            mobject = getattr(animation, "mobject", None)
            if any(each.method.__name__ in MOVES for each in methods) or "path" in vars(animation):
                self._placed.pop(mobject, None)

    def far(self, view: View) -> Iterator[Suspect]:
        """Yield the labels that are far from what they label."""
        if view.frame.is_3d or not self._placed:
            return
        for text in view.texts:
            found = next((self._placed[each] for each in text.chain if each in self._placed), None)
            if found is not None:
                yield from _far(view, text, *found)


def _is_label(mobject: Any) -> bool:
    """Return whether a mobject may be a label: one text alone, or with its ground."""
    if is_a(mobject, "text"):
        return True
    texts = [each for each in mobject.submobjects if is_a(each, "text")]
    return len(texts) == 1 and len(mobject.submobjects) <= 2


def _gap_between(label: Any, target: Any) -> float:
    return _gap(_plain(label), _plain(target))


def _plain(mobject: Any) -> Box:
    low, high = mobject.get_corner([-1, -1, 0]), mobject.get_corner([1, 1, 0])
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _gap(one: Box, other: Box) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0.0)
    along = max(one[1] - other[3], other[1] - one[3], 0.0)
    return float((across**2 + along**2) ** 0.5)


def _far(view: View, text: Text, target: Any, gap: float) -> Iterator[Suspect]:
    box = view.box_in_frame(target)
    if box is None or max(text.size) > LARGEST_LABEL:
        return
    if max(box[2] - box[0], box[3] - box[1]) > LARGEST_LABELLED:
        return
    now = _gap(text.box, box) / view.frame.scale
    if now > gap + FAR and now > 2 * gap:
        yield Suspect("label-far", (text.chain, (target,)), (text.box, box), now, {})
