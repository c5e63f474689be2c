"""What Manim takes without a word and does nothing with: setters, keywords, animations of what is not there."""

from __future__ import annotations

import dis
import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from agent.inspect.kinds import is_a
from agent.inspect.labels import Safely
from agent.inspect.view import VISIBLE, fill_of, stroke_of

Line = Callable[[], "int | None"]


@dataclass(frozen=True)
class Silent:
    """A call of the author's that did nothing."""

    kind: str
    what: str
    """The setter or keyword."""
    on: str
    """The class or function that swallowed it."""
    line: int | None
    mobject: Any = None


class Listener:
    """Hears what Manim swallows."""

    def __init__(self, file: str, line: Line, source: str) -> None:
        self._file = file
        self.heard: dict[tuple[str, str, int | None], Silent] = {}
        self._line = line
        self._source = source

    def listen(self, safely: Safely) -> None:
        """Have Manim's catch-alls tell of each call."""
        import manim

        self._listen_to_setters(manim.Mobject, safely)
        for owner, name in swallowers():
            self._listen_to_keywords(owner, name)

    def _hear(self, kind: str, what: str, on: str, mobject: Any = None) -> None:
        line = self._line()
        if line is not None:
            self.heard.setdefault((kind, what, line), Silent(kind, what, on, line, mobject))

    def _listen_to_setters(self, mobject_class: Any, safely: Safely) -> None:
        original = mobject_class.__getattr__
        heard = self._set

        def getattr_(mobject: Any, name: str) -> Any:
            found = original(mobject, name)
            if name.startswith("set_") and self._is_asked_by_the_author():
                safely(lambda: heard(mobject, name[4:]))
            return found

        mobject_class.__getattr__ = getattr_

    def _is_asked_by_the_author(self) -> bool:
        """Return whether the scene itself asks for an attribute, or does so by `animate`."""
        asking = sys._getframe(2)
        if asking.f_code.co_qualname == "_AnimationBuilder.__getattr__" and asking.f_back:
            asking = asking.f_back
        return asking.f_code.co_filename == self._file

    def _set(self, mobject: Any, name: str) -> None:
        """Hear of a setter that Manim has made up, unless it sets something that counts."""
        kind = type(mobject)
        is_used = isinstance(inspect.getattr_static(kind, name, None), property)
        if is_used or kind.__module__ == "scene" or self._reads(name):
            return
        self._hear("sets-nothing", f"set_{name}", kind.__name__, mobject)

    def _reads(self, name: str) -> bool:
        """Return whether the program itself reads what was set."""
        return re.search(rf"\.(?:get_)?{re.escape(name)}\b", self._source) is not None

    def _listen_to_keywords(self, owner: type, name: str) -> None:
        original = inspect.unwrap(vars(owner)[name])
        known = set(inspect.signature(original).parameters)
        heard = self._hear

        @functools.wraps(original)
        def method(*arguments: Any, **options: Any) -> Any:
            for keyword in options.keys() - known:
                heard("keyword-ignored", keyword, name)
            return original(*arguments, **options)

        setattr(owner, name, method)

    def played(self, animations: list[Any], options: dict[str, Any]) -> None:
        """Hear of keywords of `play` that no animation knows."""
        for keyword in options if animations else ():
            if keyword.startswith("subcaption"):
                continue
            if not any(keyword in _parameters(_kind(each)) or keyword in vars(each) for each in animations):
                self._hear("keyword-ignored", keyword, "play")
        for animation in animations:
            for keyword in getattr(animation, "anim_args", ()):
                if keyword not in _parameters(_kind(animation)):
                    self._hear("keyword-ignored", keyword, "animate")


def _kind(animation: Any) -> type:
    """Return the class of an animation, also of one that is still to be built."""
    from manim.animation.transform import _MethodAnimation

    return _MethodAnimation if _is_builder(animation) else type(animation)


def _is_builder(animation: Any) -> bool:
    from manim.mobject.mobject import _AnimationBuilder

    return isinstance(animation, _AnimationBuilder)


@cache
def _parameters(kind: type) -> frozenset[str]:
    found: set[str] = set()
    for each in kind.__mro__:
        if each is not object and "__init__" in vars(each):
            found |= set(inspect.signature(vars(each)["__init__"]).parameters)
    return frozenset(found)


@cache
def swallowers() -> tuple[tuple[type, str], ...]:
    """Return the methods of mobjects and scenes that take any keyword and never look at it."""
    import manim

    found: dict[tuple[type, str], None] = {}
    classes = {each for each in vars(manim).values() if inspect.isclass(each)}
    for kind in sorted(classes, key=lambda each: each.__name__):
        if not issubclass(kind, manim.Mobject | manim.Scene):
            continue
        for name, method in vars(kind).items():
            if inspect.isfunction(method) and not name.startswith("_") and _swallows(inspect.unwrap(method)):
                found[kind, name] = None
    return tuple(found)


def _swallows(function: Any) -> bool:
    taken = [
        each for each in inspect.signature(function).parameters.values() if each.kind is each.VAR_KEYWORD
    ]
    if not taken:
        return False
    name = taken[0].name
    return not any(each.argval == name and "LOAD" in each.opname for each in dis.get_instructions(function))


def flattened(animations: Iterable[Any]) -> Iterator[Any]:
    """Yield animations in their order, those inside groups one by one."""
    for animation in animations:
        inner = getattr(animation, "animations", None)
        if isinstance(inner, list):
            yield from flattened(inner)
        else:
            yield animation


def listed(played: Iterable[Any]) -> Iterator[Any]:
    """Yield what `play` was given, which may be in lists; an iterator is left for Manim to run through."""
    for each in played:
        if isinstance(each, list | tuple):
            yield from listed(each)
        else:
            yield each


def absent(scene: Any, animations: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the animations that suppose their object to be in the scene, where it is not, with the object."""
    first = not scene.mobjects
    played = list(flattened(animations))
    if not any(_may_suppose(each, first=first) for each in played):
        return
    there = {id(part) for each in scene.mobjects for part in each.get_family()}
    for animation in played:
        mobject = getattr(animation, "mobject", None)
        if mobject is None:
            continue
        family = [id(each) for each in mobject.get_family()]
        supposes = _may_suppose(animation, first=first) and _is_drawn(mobject)
        if not supposes or not there.isdisjoint(family):
            there.update(family)
        elif not _is_twin(scene, mobject):
            there.update(family)
            yield animation, mobject
        target = getattr(animation, "target_mobject", None)
        if target is not None:
            there.update(id(each) for each in target.get_family())


def _is_drawn(mobject: Any) -> bool:
    """Return whether anything of a mobject can be seen."""
    parts: list[Any] = [each for each in mobject.family_members_with_points() if is_a(each, "drawn")]
    return any(
        max(fill_of(each), stroke_of(each)[0]) > VISIBLE and np.ptp(each.points, axis=0).max() > 0.01
        for each in parts
    )


def _may_suppose(animation: Any, *, first: bool) -> bool:
    """Return whether an animation is one for something that should be there already."""
    import manim

    if _introduces(animation):
        return False
    if isinstance(animation, manim.FadeOut | manim.Uncreate | manim.Unwrite | manim.ShrinkToCenter):
        return True
    return not first and isinstance(animation, manim.Transform | manim.Indicate | manim.Wiggle)


def _introduces(animation: Any) -> bool:
    import manim

    if isinstance(animation, manim.TransformFromCopy | manim.MoveToTarget | manim.Restore | manim.FocusOn):
        return True
    return bool(getattr(animation, "introducer", False)) and not isinstance(animation, manim.FadeOut)


def _is_twin(scene: Any, mobject: Any) -> bool:
    """Return whether the like of it is there already, place by place: copies that move away from their originals."""
    there = {_place(part) for each in scene.mobjects for part in each.family_members_with_points()}
    parts = [_place(part) for part in mobject.family_members_with_points()]
    return sum(each in there for each in parts) >= 0.8 * len(parts)


def _place(part: Any) -> tuple[float, float, int]:
    x, y, _ = np.round(part.get_center(), 1) + 0.0
    return float(x), float(y), len(part.points)
