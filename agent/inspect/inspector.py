"""Watches a scene play by play, and tells in the end what a viewer would mind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from agent.inspect import colours, layout, silent, stills, words
from agent.inspect.labels import Labels
from agent.inspect.names import Names
from agent.inspect.suspect import Suspect
from agent.inspect.timing import Play, course
from agent.inspect.view import Box, Text, View, kinds, said

RESTS = 0.3
"""Seconds that something must stand still to be judged: what passes is not."""
MOST_FINDINGS = 40
MOST_OBJECTS = 4
TOLD = ("kind", "message", "line", "start", "end", "objects", "measure", "suggestion", "still")

Pixels = Callable[[], Any]


@dataclass
class Open:
    """A suspect that is there now, and for how long it has rested."""

    suspect: Suspect
    line: int | None
    start: float
    rested: float
    found: dict[str, Any] | None = None
    """The finding, once it is one."""


def warm() -> None:
    """Look up once what every job needs to know of Manim."""
    kinds()
    silent.swallowers()


class Inspector:
    """Looks at one scene."""

    def __init__(self, file: str, source: str, line: Callable[[], int | None]) -> None:
        self.findings: list[dict[str, Any]] = []
        self.pictures: list[bytes] = []
        self._line = line
        self._names = Names(file)
        self._labels = Labels()
        self._listener = silent.Listener(line, source)
        self._open: dict[tuple[Any, ...], Open] = {}
        self._plays: list[Play] = []
        self._before: dict[int, bytes] = {}
        self._was_empty = True
        self._stands: dict[int, tuple[Any, Any]] = {}
        """What was transformed, and what it looks like since."""
        self._shown: dict[int, Any] = {}
        self._contents: set[tuple[str, str]] = set()
        self._entered: dict[int, tuple[Any, tuple[float, ...]]] = {}
        """Texts that were in the frame, and where the camera was when they came."""
        self._arrived: dict[int, Any] = {}
        self._outside: dict[int, tuple[Any, Box, float, int | None]] = {}
        self._contrasts: dict[int, tuple[Any, Any, list[Suspect]]] = {}
        """Of each text how it looked, and what there was to say of its colour."""
        self._brightest: dict[int, float] = {}

    def listen(self) -> None:
        """Have Manim tell what it swallows, and what is placed next to what."""
        self._listener.listen()
        self._labels.listen()
        self._listen_to_become()

    def begin_play(
        self, scene: Any, animations: tuple[Any, ...], options: dict[str, Any], start: float
    ) -> None:
        """Look at what is about to be played."""
        played = [each for each in animations if hasattr(each, "mobject")]
        self._listener.played(played, options)
        self._labels.moved(silent.flattened(played))
        if played:
            self._names.read(scene)
            self._arrive(scene)
        for animation, mobject in silent.absent(scene, played):
            suspect = Suspect("not-in-scene", (mobject,), (), 1.0, {"animation": _called(animation)})
            self._tell(suspect, self._line(), start, start, ())

    def end_play(self, scene: Any, start: float, pixels: Pixels) -> None:
        """Look at the scene after a play or a wait."""
        self._transformed(scene)
        self._names.read(scene)
        view = View(scene, self._looks)
        signature, line, duration = view.signature(), self._line(), float(scene.duration)
        is_wait = scene.is_current_animation_frozen_frame()
        is_still = is_wait or signature == self._before
        is_empty = view.is_empty and (is_wait or self._was_empty)
        self._plays.append(
            Play(line, start, duration, is_still, is_empty, view.is_empty, _goes_on(scene) and not is_wait)
        )
        self._remember(scene, view, start, line)
        rests = {key for key in signature if is_still or self._before.get(key) == signature[key]}
        self._judge(view, rests, line, start, duration, pixels)
        self._before, self._was_empty = signature, view.is_empty

    def finish(self, scene: Any, end: float, pixels: Pixels) -> list[dict[str, Any]]:
        """Look at the whole, and return the findings as plain data."""
        for each in list(self._open.values()):
            self._confirm(each, pixels, scene)
            self._close(each, end)
        for found in course(self._plays):
            self._tell(
                Suspect(found["kind"], (), (), found["measure"]),
                found["line"],
                found["start"],
                found["end"],
                (),
            )
        self._never_shown(scene, end)
        for heard in self._listener.heard.values():
            objects = () if heard.mobject is None else (heard.mobject,)
            suspect = Suspect(heard.kind, objects, (), 1.0, {"what": heard.what, "on": heard.on})
            self._tell(suspect, heard.line, 0.0, end, ())
        self.findings.sort(key=lambda each: each["start"])
        return [{key: each[key] for key in TOLD} for each in self.findings[:MOST_FINDINGS]]

    # what has become of things

    def _listen_to_become(self) -> None:
        import manim

        original, looks_like = manim.Mobject.become, self._looks_like

        def become(mobject: Any, other: Any, *arguments: Any, **options: Any) -> Any:
            result = original(mobject, other, *arguments, **options)
            looks_like(mobject, other)
            return result

        manim.Mobject.become = become

    def _looks_like(self, mobject: Any, other: Any) -> None:
        """Take note that a mobject has the looks of another, part by part."""
        for part, looks in zip(mobject.get_family(), other.get_family(), strict=False):
            self._stands[id(part)] = (part, self._looks(looks))

    def _looks(self, mobject: Any) -> Any:
        found = self._stands.get(id(mobject))
        return found[1] if found else mobject

    def _transformed(self, scene: Any) -> None:
        """Take note of what looks like something else since it was transformed."""
        import manim
        from manim.animation.transform import _MethodAnimation

        for animation in silent.flattened(scene.animations or ()):
            mobject = getattr(animation, "mobject", None)
            for each in (mobject, getattr(animation, "target_mobject", None)):
                if each is not None:
                    self._saw(each)
            if isinstance(animation, manim.Transform) and not isinstance(animation, _MethodAnimation):
                copy = getattr(animation, "target_copy", None)
                if copy is not None and not animation.replace_mobject_with_target_in_scene:
                    self._looks_like(mobject, copy)

    def _saw(self, mobject: Any) -> None:
        for part in mobject.get_family():
            self._shown[id(part)] = part
            if isinstance(part, kinds()["text"]):
                self._contents.add((type(part).__name__, said(part)))

    def _arrive(self, scene: Any) -> None:
        """Take note of what is there before it is moved for the first time."""
        if any(id(each) not in self._arrived for each in scene.mobjects):
            view = View(scene, self._looks)
            self._arrived |= {id(each): each for each in scene.mobjects}
            for text in view.texts:
                if not layout.is_outside(view, text.box):
                    self._entered.setdefault(id(text.mobject), (text.mobject, view.frame.place))

    def _remember(self, scene: Any, view: View, start: float, line: int | None) -> None:
        for text in view.texts:
            inside = not layout.is_outside(view, text.box)
            if inside:
                for each in (*text.chain, *text.mobject.get_family()):
                    self._shown[id(each)] = each
                self._contents.add((type(text.looks).__name__, text.said))
                self._entered.setdefault(id(text.mobject), (text.mobject, view.frame.place))
                self._outside.pop(id(text.mobject), None)
            elif id(text.mobject) not in self._entered and view.frame.is_fixed(text.mobject):
                self._outside.setdefault(id(text.mobject), (text.mobject, text.box, start, line))

    # judging

    def _judge(
        self, view: View, rests: set[int], line: int | None, start: float, duration: float, pixels: Pixels
    ) -> None:
        present: dict[tuple[Any, ...], Suspect] = {each.key: each for each in self._suspects(view, pixels)}
        for key in [key for key in self._open if key not in present]:
            self._close(self._open.pop(key), start)
        for key, suspect in present.items():
            still = all(_rests(view, each, rests) for each in suspect.objects)
            known = self._open.get(key)
            if known is None or known.suspect.place != suspect.place:
                rested = known.rested if known else 0.0
                known = self._open[key] = Open(
                    suspect, line, start + (0 if still else duration), rested, known.found if known else None
                )
            known.suspect.measure = max(known.suspect.measure, suspect.measure)
            known.rested += duration if still else 0.0
        self._confirm_all(view, pixels)

    def _suspects(self, view: View, pixels: Pixels) -> Iterator[Suspect]:
        yield from layout.overlaps(view)
        yield from layout.compact_beyond(view)
        yield from self._labels.far(view)
        frame = pixels() if view.texts else None
        for text in view.texts:
            yield from layout.too_small(view, text)
            if self._came_here(view, text):
                yield from layout.beyond(view, text)
            if not self._is_dimmed(view, text):
                crossed = list(layout.crossings(view, text))
                yield from crossed
                if not any(each.values["how"] == "covered" for each in crossed):
                    yield from self._contrast(view, text, frame)

    def _contrast(self, view: View, text: Text, frame: Any) -> list[Suspect]:
        """Return whether a text can be told from what is behind it; as before, where nothing there has changed."""
        looks = colours.sample(view, text, frame), text.box, view.drawn[text.leaves[0]].tobytes()
        _, before, found = self._contrasts.get(id(text.mobject), (None, None, []))
        if before != looks:
            found = list(colours.low_contrast(view, text, frame))
            self._contrasts[id(text.mobject)] = (text.mobject, looks, found)
        return found

    def _came_here(self, view: View, text: Text) -> bool:
        """Return whether a text was put where it is under this very look of the camera."""
        entered = self._entered.get(id(text.mobject))
        return view.frame.is_home or (entered is not None and entered[1] == view.frame.place)

    def _is_dimmed(self, view: View, text: Text) -> bool:
        """Return whether a text was brighter before: dimmed on purpose."""
        opacity = max(view.fill(n) for n in text.leaves)
        before = self._brightest.get(id(text.mobject), 0.0)
        self._brightest[id(text.mobject)] = max(before, opacity)
        return opacity < before - 0.1

    def _confirm_all(self, view: View, pixels: Pixels) -> None:
        for each in self._open.values():
            if each.rested >= RESTS and each.found is None:
                each.found = self._found(each, view, pixels)

    def _confirm(self, each: Open, pixels: Pixels, scene: Any) -> None:
        """Make a finding of what is there in the last picture, rested or not: it stays."""
        if each.found is None:
            each.found = self._found(each, View(scene, self._looks), pixels)

    def _found(self, each: Open, view: View, pixels: Pixels) -> dict[str, Any] | None:
        chains = [self._chain(view, mobject) for mobject in each.suspect.objects]
        twin = self._twin(each, chains)
        if twin is not None:
            return twin
        name = ""
        if len(self.pictures) < stills.MOST:
            size = view.frame.width, view.frame.height
            self.pictures.append(stills.still(pixels(), each.suspect.boxes, size))
            name = f"finding-{len(self.pictures):02}.jpg"
        return self._tell(each.suspect, each.line, each.start, each.start, tuple(chains), name)

    def _twin(self, each: Open, chains: list[tuple[Any, ...]]) -> dict[str, Any] | None:
        """Return the finding that says the same of other parts of the same things, with these counted in."""
        names = [self._names.of(chain) for chain in chains]
        tops = [id(chain[0]) for chain in chains]
        for found in self.findings:
            if found["kind"] != each.suspect.kind or found["line"] != each.line:
                continue
            if found["tops"] == tops and found["names"] == names:
                found["more"] += 1
                return found
        return None

    @staticmethod
    def _chain(view: View, mobject: Any) -> tuple[Any, ...]:
        for text in view.texts:
            if text.mobject is mobject:
                return text.chain
        for leaf, chain in zip(view.leaves, view.chains, strict=True):
            if leaf is mobject:
                return chain
        return (mobject,)

    def _close(self, each: Open, end: float) -> None:
        if each.found is not None:
            each.found["end"] = max(each.found["end"], round(end, 3))

    def _tell(
        self,
        suspect: Suspect,
        line: int | None,
        start: float,
        end: float,
        chains: tuple[tuple[Any, ...], ...],
        still: str = "",
    ) -> dict[str, Any]:
        """Keep a finding as plain data."""
        chains = chains or tuple((each,) for each in suspect.objects)
        names = [self._names.of(chain) for chain in chains]
        looks = [self._looks(each) for each in suspect.objects]
        spoken = [words.called(each, name) for each, name in zip(looks, names, strict=True)]
        boxes: list[Box | None] = [*suspect.boxes, *[None] * len(looks)]
        found = {
            "kind": suspect.kind,
            "message": words.message(suspect.kind, spoken, suspect.measure, suspect.values),
            "line": line,
            "start": round(start, 3),
            "end": round(end, 3),
            "objects": [
                {"type": type(each).__name__, "text": said(each), "name": name, "box": _rounded(box)}
                for each, name, box in zip(looks, names, boxes, strict=False)
            ][:MOST_OBJECTS],
            "measure": round(float(suspect.measure), 4),
            "suggestion": words.suggestion(suspect.kind, names, suspect.values),
            "still": still,
            "tops": [id(chain[0]) for chain in chains],
            "names": names,
            "more": 0,
        }
        self.findings.append(found)
        return found

    def _never_shown(self, scene: Any, end: float) -> None:
        """Tell of texts that were made and never came to be seen."""
        late = {id(part): part for each in scene.mobjects for part in each.get_family()}
        added = {key: (part, "") for key, part in late.items() if isinstance(part, kinds()["text"])}
        for mobject, _ in (added | self._names.texts).values():
            if any(id(part) in self._shown for part in mobject.get_family()):
                continue
            if not said(mobject) or (type(mobject).__name__, said(mobject)) in self._contents:
                continue
            why = ": it is added after the last animation" if id(mobject) in late else ""
            self._tell(Suspect("never-shown", (mobject,), (), 1.0, {"why": why}), None, 0.0, end, ())
        for mobject, box, start, line in self._outside.values():
            out = max(abs(value) for value in box)
            suspect = Suspect("off-frame", (mobject,), (box,), out, {"width": 13.2})
            self._tell(suspect, line, start, end, ())


def _rests(view: View, mobject: Any, rests: set[int]) -> bool:
    seen = [id(part) for part in mobject.get_family() if id(part) in view.ids]
    return bool(seen) and rests.issuperset(seen)


def _rounded(box: Box | None) -> list[float] | None:
    return None if box is None else [round(each, 2) for each in box]


def _called(animation: Any) -> str:
    return "animate" if "anim_args" in vars(animation) else type(animation).__name__


def _goes_on(scene: Any) -> bool:
    """Return whether what was played moves evenly: it has no end of its own."""
    import manim

    animations = list(silent.flattened(scene.animations or ()))
    return bool(animations) and all(
        isinstance(each, manim.Wait | manim.Rotating) or each.rate_func is manim.linear for each in animations
    )
