"""What has become of the objects of a scene: what was shown, what looks like something else, what has left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from agent.inspect.kinds import is_a
from agent.inspect.labels import Safely
from agent.inspect.layout import compact
from agent.inspect.names import Names
from agent.inspect.silent import flattened
from agent.inspect.suspect import Suspect
from agent.inspect.timing import Play
from agent.inspect.view import Box, Text, View, said

LEAST_SIZE = 0.3
"""Units: a smaller shape beyond the frame is of no account."""


@dataclass
class Outside:
    """Something that has never been in the frame."""

    suspect: Suspect
    line: int | None
    start: float
    end: float
    is_text: bool


class History:
    """The past of a scene. Objects are held weakly: some scenes make new ones in every frame."""

    def __init__(self) -> None:
        self._stands: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        """What was transformed, and what it looks like since."""
        self._shown: WeakSet[Any] = WeakSet()
        self._contents: set[tuple[str, str]] = set()
        """Class and words of every text that was shown."""
        self._entered: WeakKeyDictionary[Any, tuple[float, ...]] = WeakKeyDictionary()
        """Texts that were in the frame, and where the camera was when they came."""
        self._arrived: WeakSet[Any] = WeakSet()
        self._outside: dict[int, Outside] = {}
        """By the id of what is outside, which its suspect keeps alive."""
        self._brightest: WeakKeyDictionary[Any, float] = WeakKeyDictionary()

    def listen(self, safely: Safely) -> None:
        """Have Manim's `become` tell what looks like what."""
        import manim

        original, looks_like = manim.Mobject.become, self._looks_like

        def become(mobject: Any, other: Any, *arguments: Any, **options: Any) -> Any:
            result = original(mobject, other, *arguments, **options)
            safely(lambda: looks_like(mobject, other))
            return result

        manim.Mobject.become = become

    def looks(self, mobject: Any) -> Any:
        """Return what a mobject looks like: itself, or what it was transformed into."""
        return self._stands.get(mobject, mobject)

    def _looks_like(self, mobject: Any, other: Any) -> None:
        for part, looks in zip(mobject.get_family(), other.get_family(), strict=False):
            self._stands[part] = self.looks(looks)

    def arrive(self, scene: Any, animations: Iterator[Any]) -> None:
        """Take note of what is there before it is moved for the first time."""
        new = {id(each) for each in scene.mobjects if each not in self._arrived}
        self._arrived.update(scene.mobjects)
        if any(id(getattr(each, "mobject", None)) in new for each in animations):
            view = View(scene, self.looks)
            for text in view.texts:
                if not view.is_outside(text.box):
                    self._enter(text.mobject, view)

    def played(self, scene: Any) -> None:
        """Take note of what was just animated, and what looks like something else since."""
        import manim
        from manim.animation.transform import _MethodAnimation

        for animation in flattened(scene.animations or ()):
            mobject = getattr(animation, "mobject", None)
            for each in (mobject, getattr(animation, "target_mobject", None)):
                if each is not None:
                    self._show(each)
            if isinstance(animation, manim.Transform) and not isinstance(animation, _MethodAnimation):
                copy = getattr(animation, "target_copy", None)
                if copy is not None and not animation.replace_mobject_with_target_in_scene:
                    self._looks_like(mobject, copy)

    def _show(self, mobject: Any) -> None:
        for part in mobject.get_family():
            self._shown.add(part)
            if is_a(part, "text"):
                self._contents.add((type(part).__name__, said(part)))

    def saw(self, view: View, play: Play) -> None:
        """Take note of what is in the frame, and of what is beyond it."""
        for text in view.texts:
            self._shown.update((*text.chain, *text.mobject.get_family()))
            self._contents.add((type(text.looks).__name__, text.said))
            if not view.is_outside(text.box):
                self._enter(text.mobject, view)
            elif view.frame.is_fixed(text.mobject) and not text.is_of_grid:
                self._beyond(view, text.chain, text.box, play, is_text=True)
        for chain, box, is_outside in compact(view):
            if is_outside and max(box[2] - box[0], box[3] - box[1]) > LEAST_SIZE:
                self._beyond(view, chain, box, play, is_text=False)
            elif not is_outside:
                self._enter(chain[-1], view)

    def _enter(self, mobject: Any, view: View) -> None:
        self._entered.setdefault(mobject, view.frame.place)
        self._outside.pop(id(mobject), None)

    def _beyond(self, view: View, chain: tuple[Any, ...], box: Box, play: Play, *, is_text: bool) -> None:
        if chain[-1] in self._entered:
            return
        out, width = view.out(box)
        suspect = Suspect("off-frame", (chain,), (box,), out, {"width": width, "wholly": True})
        self._outside.setdefault(
            id(chain[-1]), Outside(suspect, play.line, play.start, play.end, is_text)
        ).end = play.end

    def came_here(self, view: View, text: Text) -> bool:
        """Return whether a text was put where it is under this very look of the camera, or that looks right at it."""
        if view.frame.is_home or self._entered.get(text.mobject) == view.frame.place:
            return True
        middle = (text.box[0] + text.box[2]) / 2, (text.box[1] + text.box[3]) / 2
        return view.out((*middle, *middle))[0] < 0

    def is_dimmed(self, view: View, text: Text) -> bool:
        """Return whether a text was brighter before: dimmed on purpose."""
        opacity = max(view.fill(n) for n in text.leaves)
        before = self._brightest.get(text.mobject, 0.0)
        self._brightest[text.mobject] = max(before, opacity)
        return opacity < before - 0.1

    def never_inside(self, names: Names) -> Iterator[Outside]:
        """Yield what never came into the frame: texts, and shapes that the author has given names of their own."""
        for each in self._outside.values():
            name = names.of(each.suspect.chains[0])
            if each.is_text or (name and "[" not in name):
                yield each

    def never_shown(self, scene: Any, names: Names) -> Iterator[Suspect]:
        """Yield the texts that were made and never came to be seen.

        One whose variable has held others that were shown was left out on purpose, in a loop.
        """
        late = {id(part): part for each in scene.mobjects for part in each.get_family()}
        added = {key: (part, "") for key, part in late.items() if is_a(part, "text")}
        made = {key: (part, name) for key, (part, name) in (added | names.texts).items() if said(part)}
        hidden = {key: found for key, found in made.items() if not self._was_shown(found[0])}
        parts = {id(part) for whole, _ in hidden.values() for part in whole.get_family()[1:]}
        hidden = {key: found for key, found in hidden.items() if key not in parts}
        shown = {name for key, (_, name) in made.items() if key not in hidden}
        for key, (mobject, name) in hidden.items():
            if not name or name not in shown or not names.is_given_once(name):
                why = ": it is added after the last animation" if key in late else ""
                yield Suspect("never-shown", ((mobject,),), (), 1.0, {"why": why})

    def _was_shown(self, mobject: Any) -> bool:
        if (type(mobject).__name__, said(mobject)) in self._contents:
            return True
        return any(part in self._shown for part in mobject.get_family())
