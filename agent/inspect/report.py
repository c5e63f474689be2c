"""The findings of a scene as plain data, each said once, with stills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agent.inspect import stills, words
from agent.inspect.names import Names
from agent.inspect.suspect import Suspect
from agent.inspect.view import Box, Frame, said

MOST_FINDINGS = 40
MOST_OBJECTS = 4
TOLD = ("kind", "message", "line", "start", "end", "objects", "measure", "suggestion", "still")


class Report:
    """What was found so far."""

    def __init__(self, names: Names, looks: Callable[[Any], Any]) -> None:
        self.pictures: list[bytes] = []
        self._names = names
        self._looks = looks
        self._findings: list[dict[str, Any]] = []

    def told(self) -> list[dict[str, Any]]:
        """Return the findings in the order of their times."""
        ordered = sorted(self._findings, key=lambda each: float(each["start"]))
        for each in ordered:
            if each["more"]:
                each["message"] += f"; and {each['more']} more like it"
        return [{key: each[key] for key in TOLD} for each in ordered[:MOST_FINDINGS]]

    def show(
        self, suspect: Suspect, line: int | None, start: float, frame: Frame, pixels: Callable[[], Any]
    ) -> dict[str, Any]:
        """Tell a finding with a still, unless the same was told before."""
        still = ""
        if self._twin(suspect, line) is None and len(self.pictures) < stills.MOST:
            self.pictures.append(stills.still(pixels(), suspect.boxes, frame))
            still = f"finding-{len(self.pictures):02}.jpg"
        return self.tell(suspect, line, start, start, still)

    def tell(
        self, suspect: Suspect, line: int | None, start: float, end: float, still: str = ""
    ) -> dict[str, Any]:
        """Keep a finding; where the same was told of other parts of the same things, count it there. Return which."""
        twin = self._twin(suspect, line)
        if twin is not None:
            twin["more"] += 1
            twin["end"] = max(twin["end"], round(end, 3))
            return twin
        names = [self._names.of(chain) for chain in suspect.chains]
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
            "whose": self._whose(suspect, line),
            "more": 0,
        }
        self._findings.append(found)
        return found

    def _twin(self, suspect: Suspect, line: int | None) -> dict[str, Any] | None:
        whose = self._whose(suspect, line)
        return next((each for each in self._findings if each["whose"] == whose), None)

    def _whose(self, suspect: Suspect, line: int | None) -> tuple[Any, ...]:
        """Return what makes two findings one: the kind and the variables; where a thing has none, what was added with it."""
        names = [self._names.of(chain).partition("[")[0] for chain in suspect.chains]
        tops = [id(chain[0]) for chain in suspect.chains]
        if suspect.kind == "not-in-scene" and not any(names):
            tops = []  # a loop makes one after the other
        whose: list[Any] = sorted(name or str(top) for name, top in zip(names, tops, strict=False))
        return suspect.kind, suspect.values.get("what"), *(whose or [line])


def _rounded(box: Box | None) -> list[float] | None:
    return None if box is None else [round(each, 2) for each in box]
