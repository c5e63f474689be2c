"""Labels and what they were placed next to: a label that is left behind, or was never near."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary, ref

from agent.inspect.kinds import is_a
from agent.inspect.suspect import Suspect
from agent.inspect.view import Box, Text, View

FAR = 0.9
"""Units that may lie between a label and what it labels, beyond what it was placed at."""
LARGEST_LABEL, LARGEST_LABELLED = 4.5, 9.0
"""Units: a longer text is no label, and around a larger object nothing is far."""
BUFF = 0.25
"""What `next_to` leaves between two objects where it is not told."""
PLACES = ("to_edge", "to_corner", "align_to", "move_to", "arrange")
"""Methods that place an object, or a group, by other things than what it was next to."""
MOVES = frozenset("shift move_to next_to to_edge to_corner align_to arrange set_x set_y".split())

Safely = Callable[[Callable[[], None]], None]
"""Does something, and whatever goes wrong with that is no fault of the scene."""


class Labels:
    """What was placed next to what, as `next_to` says it."""

    def __init__(self) -> None:
        self._placed: WeakKeyDictionary[Any, tuple[Any, float]] = WeakKeyDictionary()
        """What each was placed next to, weakly: some scenes place a new label in every frame."""

    def listen(self, file: str, safely: Safely) -> None:
        """Have Manim tell what the author places next to what, and what is placed elsewhere after that."""
        import manim

        original = manim.Mobject.next_to
        placed = self.placed

        def next_to(mobject: Any, target: Any, *arguments: Any, **options: Any) -> Any:
            result = original(mobject, target, *arguments, **options)
            if sys._getframe(1).f_code.co_filename == file:  # arrange() calls it as well
                gap = arguments[1] if len(arguments) > 1 else options.get("buff", BUFF)
                safely(lambda: placed(mobject, target, gap))
            return result

        manim.Mobject.next_to = next_to
        for name in PLACES:
            self._listen_to(name, file, safely)

    def _listen_to(self, name: str, file: str, safely: Safely) -> None:
        import manim

        original = getattr(manim.Mobject, name)
        forget = self.forget

        @functools.wraps(original)
        def place(mobject: Any, *arguments: Any, **options: Any) -> Any:
            if sys._getframe(1).f_code.co_filename == file:
                safely(lambda: forget(mobject))
            return original(mobject, *arguments, **options)

        setattr(manim.Mobject, name, place)

    def forget(self, mobject: Any) -> None:
        """Let go of a label, or of the labels of a group, that the author has placed elsewhere."""
        if self._placed:
            for each in (mobject, *mobject.submobjects):
                self._placed.pop(each, None)

    def placed(self, label: Any, target: Any, gap: float) -> None:
        """Take note of a label and what it was placed next to, if that is an object."""
        self._placed.pop(label, None)
        if hasattr(target, "submobjects") and _is_label(label) and not is_a(target, "text"):
            self._placed[label] = (ref(target), float(gap))

    def moved(self, animations: Iterator[Any]) -> None:
        """Let go of labels that an animation moves on purpose."""
        for animation in animations:
            methods = getattr(animation, "methods", ())
            mobject = getattr(animation, "mobject", None)
            if any(each.method.__name__ in MOVES for each in methods) or "path" in vars(animation):
                for each in mobject.get_family() if mobject is not None else ():
                    self._placed.pop(each, None)

    def far(self, view: View) -> Iterator[Suspect]:
        """Yield the labels that are far from what they label."""
        if view.frame.is_3d or not self._placed:
            return
        for text in view.texts:
            found = next((self._placed[each] for each in text.chain if each in self._placed), None)
            target = found[0]() if found else None
            if found and target is not None:
                yield from _far(view, text, target, found[1])


def _is_label(mobject: Any) -> bool:
    """Return whether a mobject may be a label: one text alone, or with its ground."""
    if is_a(mobject, "text"):
        return True
    texts = [each for each in mobject.submobjects if is_a(each, "text")]
    return len(texts) == 1 and len(mobject.submobjects) <= 2


def _gap(one: Box, other: Box) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0.0)
    along = max(one[1] - other[3], other[1] - one[3], 0.0)
    return float((across**2 + along**2) ** 0.5)


def _far(view: View, text: Text, target: Any, gap: float) -> Iterator[Suspect]:
    box = view.box_in_frame(target)
    if box is None or view.is_outside(box) or view.is_outside(text.box) or max(text.size) > LARGEST_LABEL:
        return
    if max(box[2] - box[0], box[3] - box[1]) > LARGEST_LABELLED:
        return
    now = _gap(text.box, box) / view.frame.scale
    if now > gap + FAR and now > 2 * gap:
        yield Suspect("label-far", (text.chain, (target,)), (text.box, box), now, {})
