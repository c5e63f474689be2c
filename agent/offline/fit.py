"""Judge whether a library scene shows what a prompt asks for: two measures, and both must agree.

Similarity of meaning (the index) says what a prompt is about; it also puts "heap sort" next to
"bubble sort". So the words count too: those that the scene's own header does not account for,
and that no value of a parameter explains, weigh against it, rare ones most.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from agent.offline.mentions import Mention, mentions, normalised
from agent.offline.reading import Reading, read
from index.document import Document
from knowledge.scene import Scene

LEAST_SIMILARITY = 0.38
LEAST_COVERAGE = 0.5
LEAST_SUM = 1.2
"""Similarity plus coverage; calibrated by tests/test_offline.py on its labelled prompts."""
HEADLINE = 12
LONG = 25
"""Words: a prompt longer than this is judged by its first sentence if that has at most HEADLINE."""

_PLAIN = frozenset((files("agent.offline") / "plain_words.txt").read_text(encoding="utf-8").split())
"""Words that say nothing about what a scene shows."""


@dataclass(frozen=True)
class Candidate:
    """A scene with what the prompt sets in it and how well it fits."""

    scene: Scene
    similarity: float
    coverage: float
    likeness: float
    """How much the prompt is worded like the scene's own prompts and title, values aside; breaks ties."""
    reading: Reading
    uncovered: tuple[str, ...]

    @property
    def score(self) -> float:
        """What candidates are ranked by."""
        return self.similarity + self.coverage + 0.05 * len(self.reading.used) + self.likeness

    @property
    def fits(self) -> bool:
        """Whether the scene may be passed off as an answer."""
        return (
            not self.reading.refusals
            and self.similarity >= LEAST_SIMILARITY
            and self.coverage >= LEAST_COVERAGE
            and self.similarity + self.coverage >= LEAST_SUM
        )


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def words(text: str) -> list[str]:
    """Return the stems of the words of `text` that say what it is about."""
    found = (
        word.lower().removesuffix("'s").removesuffix("’s") for word in re.findall(r"[^\W\d_][\w'’]*", text)
    )
    stems: list[str] = _stemmer().stemWords([word for word in found if word not in _PLAIN])
    return stems


def query(prompt: str) -> str:
    """Return what to search for: the headline, with what is quoted named for what it is.

    A text to be written says nothing about the scene that writes it.
    """
    prompt = headline(normalised(prompt))
    for kind in ("code", "text"):
        for mention in reversed([each for each in mentions(prompt) if each.kind == kind]):
            prompt = f"{prompt[: mention.start]}some {kind}{prompt[mention.end :]}"
    return prompt


def headline(prompt: str) -> str:
    """Return what a long prompt is about: its first sentence or title; a short one is returned whole."""
    if len(prompt.split()) <= LONG:
        return prompt
    head = re.split(r"[:.\n?!]\s", prompt.strip(), maxsplit=1)[0]
    return head if len(head.split()) <= HEADLINE else prompt


class Fitting:
    """Judges scenes of one library."""

    def __init__(self, scenes: Mapping[str, Scene]) -> None:
        self._scenes = scenes

    @cached_property
    def _vocabularies(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(words(_said_of(scene))) for name, scene in self._scenes.items()}

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter(stem for vocabulary in self._vocabularies.values() for stem in vocabulary)

    def _weight(self, stem: str) -> float:
        return 1.0 + math.log((1 + len(self._scenes)) / (1 + self._frequency[stem]))

    def candidates(self, prompt: str, documents: Sequence[Document]) -> tuple[Candidate, ...]:
        """Return a candidate for each document's scene, the best first."""
        judged = (self._judged(prompt, each) for each in documents if each.id in self._scenes)
        return tuple(sorted(judged, key=lambda each: (each.fits, each.score), reverse=True))

    def _judged(self, prompt: str, document: Document) -> Candidate:
        scene = self._scenes[document.id]
        prompt = normalised(prompt)
        reading = read(prompt, scene)
        asked = words(_without(headline(prompt), reading.used))
        known = self._vocabularies[scene.id]
        uncovered = [stem for stem in asked if stem not in known]
        wanting = sum(map(self._weight, uncovered)) + sum(_weight_of(each, scene) for each in reading.unused)
        covered = sum(self._weight(stem) for stem in asked if stem in known) + len(reading.used)
        coverage = covered / (covered + wanting) if covered + wanting else 0.0
        left = [prompt[mention.start : mention.end].strip() for mention in reading.unused]
        return Candidate(
            scene=scene,
            similarity=document.score,
            coverage=round(coverage, 3),
            likeness=0.15 * max(_alike(_frame(prompt), _frame(own)) for own in scene.prompts)
            + 0.15 * _alike(frozenset(words(prompt)), frozenset(words(scene.title))),
            reading=reading,
            uncovered=tuple(dict.fromkeys([*uncovered, *left])),
        )


def _said_of(scene: Scene) -> str:
    """Return all that a scene's header says of it, the values in its prompts aside: they are examples."""
    prompts = (
        _without(own, [each for each in mentions(own) if each.kind in _EXAMPLES]) for own in scene.prompts
    )
    return " ".join([scene.title, *prompts, *scene.concepts, *_options(scene)])


_EXAMPLES = {"data", "text", "texts", "code"}


def _frame(prompt: str) -> frozenset[str]:
    """Return the words of a prompt that are no values."""
    return frozenset(re.findall(r"[a-z]+", _without(prompt, mentions(prompt)).lower()))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _options(scene: Scene) -> Iterable[str]:
    return (option for each in scene.parameters for option in each.rules.get("options", ()))


def _without(text: str, used: Sequence[Mention]) -> str:
    for mention in sorted(used, key=lambda each: each.start, reverse=True):
        text = text[: mention.start] + " " + text[mention.end :]
    return text


def _weight_of(mention: Mention, scene: Scene) -> float:
    """Return how much an unused value weighs beside the words it is made of."""
    if any(mention.kind == each.kind for each in scene.parameters):  # one more than the scene can take
        return 2.0
    return {"expression": 2.0, "matrix": 2.0, "numbers": 2.0, "data": 2.0, "vector": 1.0, "number": 0.5}.get(
        mention.kind, 0.0
    )
