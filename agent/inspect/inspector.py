"""Watches a scene play by play, and tells in the end what a viewer would mind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from agent.inspect import colours, layout, silent
from agent.inspect.crossings import crossings
from agent.inspect.history import History
from agent.inspect.kinds import kinds_of
from agent.inspect.labels import Labels, Safely
from agent.inspect.names import Names
from agent.inspect.report import Report
from agent.inspect.suspect import Suspect
from agent.inspect.timing import Play, course
from agent.inspect.view import Frame, Text, View

RESTS = 0.3
"""Seconds that something must stand still to be judged: what passes is not."""

Pixels = Callable[[], Any]


@dataclass
class Open:
    """A suspect that is there now, and for how long it has rested."""

    suspect: Suspect
    line: int | None
    start: float
    rested: float = 0.0
    found: dict[str, Any] | None = None
    """The finding, once it is one."""


def warm() -> None:
    """Look up once what every job needs to know of Manim."""
    kinds_of(object)
    silent.swallowers()


class Inspector:
    """Looks at one scene."""

    def __init__(self, file: str, source: str, line: Callable[[], int | None]) -> None:
        self._file = file
        self._line = line
        self._names = Names(file, source)
        self._history = History()
        self._labels = Labels()
        self._listener = silent.Listener(file, line, source)
        self._report = Report(self._names, self._history.looks)
        self._open: dict[tuple[Any, ...], Open] = {}
        self._plays: list[Play] = []
        self._before: dict[int, bytes] = {}
        """What the parts of the picture looked like after the play before."""
        self._was_empty = True
        self._contrasts: WeakKeyDictionary[Any, tuple[Any, list[Suspect]]] = WeakKeyDictionary()
        """Of each text how it looked, and what there was to say of its colour."""

    @property
    def pictures(self) -> list[bytes]:
        """The stills, in the order in which the findings name them."""
        return self._report.pictures

    def listen(self, safely: Safely) -> None:
        """Have Manim tell what it swallows, what is placed next to what, and what becomes what."""
        self._listener.listen(safely)
        self._labels.listen(self._file, safely)
        self._history.listen(safely)

    def begin_play(
        self, scene: Any, animations: tuple[Any, ...], options: dict[str, Any], start: float
    ) -> None:
        """Look at what is about to be played."""
        played = [each for each in silent.listed(animations) if hasattr(each, "mobject")]
        self._listener.played(played, options)
        self._labels.moved(silent.flattened(played))
        if played:
            self._names.read(scene)
            self._history.arrive(scene, silent.flattened(played))
        for animation, mobject in silent.absent(scene, played):
            if any(id(part) in self._before for part in mobject.get_family()):
                continue  # it was there a moment ago: nobody sees it come
            suspect = Suspect("not-in-scene", ((mobject,),), (), 1.0, {"animation": _called(animation)})
            self._report.tell(suspect, self._line(), start, start)

    def end_play(self, scene: Any, start: float, pixels: Pixels) -> None:
        """Look at the scene after a play or a wait."""
        self._history.played(scene)
        self._names.read(scene)
        view = View(scene, self._history.looks)
        signature = view.signature()
        is_wait = scene.is_current_animation_frozen_frame()
        play = self._play(scene, view, start, is_wait=is_wait, is_same=signature == self._before)
        self._plays.append(play)
        self._history.saw(view, play)
        rests = {key for key in signature if is_wait or self._before.get(key) == signature[key]}
        self._judge(view, rests, play, pixels)
        self._before, self._was_empty = signature, view.is_empty

    def _play(self, scene: Any, view: View, start: float, *, is_wait: bool, is_same: bool) -> Play:
        return Play(
            self._line(),
            start,
            float(scene.duration),
            is_still=is_wait or (is_same and _only_waits(scene)),
            is_empty=view.is_empty and (is_wait or self._was_empty),
            leaves_empty=view.is_empty,
            is_new=not is_same,
            goes_on=_goes_on(scene) and not is_wait,
        )

    def finish(self, scene: Any, end: float, pixels: Pixels) -> list[dict[str, Any]]:
        """Look at the whole, and return the findings as plain data."""
        frame = Frame(scene)
        for each in self._open.values():  # what is there in the last picture stays, rested or not
            self._confirm(each, frame, pixels)
            _close(each, end)
        for found in course(self._plays):
            suspect = Suspect(found["kind"], (), (), found["measure"])
            self._report.tell(suspect, found["line"], found["start"], found["end"])
        for suspect in self._history.never_shown(scene, self._names):
            self._report.tell(suspect, None, 0.0, end)
        for out in self._history.never_inside(self._names):
            self._report.tell(out.suspect, out.line, out.start, out.end)
        for heard in self._listener.heard.values():
            chains = () if heard.mobject is None else ((heard.mobject,),)
            suspect = Suspect(heard.kind, chains, (), 1.0, {"what": heard.what, "on": heard.on})
            self._report.tell(suspect, heard.line, 0.0, end)
        return self._report.told()

    def _judge(self, view: View, rests: set[int], play: Play, pixels: Pixels) -> None:
        """Follow what looks wrong from play to play: what has rested is found, what is gone has ended."""
        present = {each.key: each for each in self._suspects(view, pixels)}
        for key in [key for key in self._open if key not in present]:
            _close(self._open.pop(key), play.start)
        for key, suspect in present.items():
            is_still = all(_rests(view, each, rests) for each in suspect.objects)
            known = self._open.get(key)
            if known is None:
                known = self._open[key] = Open(suspect, play.line, play.start if is_still else play.end)
            elif known.found is None and known.suspect.place != suspect.place:
                known.suspect, known.line = suspect, play.line
                known.start = play.start if is_still else play.end
            known.rested += play.duration if is_still else 0.0
            if known.rested >= RESTS:
                self._confirm(known, view.frame, pixels)

    def _suspects(self, view: View, pixels: Pixels) -> Iterator[Suspect]:
        yield from layout.overlaps(view)
        yield from layout.compact_beyond(view)
        yield from self._labels.far(view)
        frame = pixels() if view.texts else None
        for text in view.texts:
            yield from layout.too_small(view, text)
            if self._history.came_here(view, text):
                yield from layout.beyond(view, text)
            if not self._history.is_dimmed(view, text):
                crossed = list(crossings(view, text))
                yield from crossed
                if not any(each.values["how"] == "covered" for each in crossed):
                    yield from self._contrast(view, text, frame)

    def _contrast(self, view: View, text: Text, frame: Any) -> list[Suspect]:
        """Return whether a text can be told from what is behind it; as before, where nothing there has changed."""
        looks = colours.sample(view, text, frame), text.box, view.drawn[text.leaves[0]].tobytes()
        before, found = self._contrasts.get(text.mobject, (None, []))
        if before != looks:
            found = list(colours.low_contrast(view, text, frame))
            self._contrasts[text.mobject] = (looks, found)
        return found

    def _confirm(self, each: Open, frame: Frame, pixels: Pixels) -> None:
        if each.found is None:
            each.found = self._report.show(each.suspect, each.line, each.start, frame, pixels)


def _close(each: Open, end: float) -> None:
    if each.found is not None:
        each.found["end"] = max(each.found["end"], round(end, 3))


def _rests(view: View, mobject: Any, rests: set[int]) -> bool:
    seen = [id(part) for part in mobject.get_family() if id(part) in view.ids]
    return bool(seen) and rests.issuperset(seen)


def _called(animation: Any) -> str:
    return "animate" if "anim_args" in vars(animation) else type(animation).__name__


def _only_waits(scene: Any) -> bool:
    import manim

    return all(isinstance(each, manim.Wait) for each in scene.animations or ())


def _goes_on(scene: Any) -> bool:
    """Return whether what was played moves evenly: it has no end of its own."""
    import manim

    animations = list(silent.flattened(scene.animations or ()))
    return bool(animations) and all(
        isinstance(each, manim.Wait | manim.Rotating) or each.rate_func is manim.linear for each in animations
    )
