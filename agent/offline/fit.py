"""Judge whether a library scene shows what a prompt asks for: two measures, and both must agree.

Similarity of meaning (the index) says what a prompt is about; it also puts "heap sort" next to
"bubble sort". So the words count too: those that the scene's own header does not account for,
and that no value of a parameter explains, weigh against it, rare ones most.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files

from agent.offline.mentions import Mention, mentions, normalised
from agent.offline.reading import Reading, read
from index.document import Document
from knowledge.scene import Scene

SAME = 0.995
"""Similarity of a prompt that is one of the scene's own."""
LEAST_OF_THE_WHOLE = 0.45
"""Similarity of all of a long prompt to a scene that its headline is like: a name can be that of two things."""
LEAST_SIMILARITY = 0.38
LEAST_COVERAGE = 0.7
LEAST_COVERAGE_LONG = 0.55
"""Of a prompt of more than TALKATIVE telling words: nobody's list of wishes is met in full."""
TALKATIVE = 7
LEAST_SUM = 1.2
"""Similarity plus coverage; calibrated by tests/test_offline.py on its labelled prompts."""
HEADLINE = 12
LONG = 25
"""Words: a prompt longer than this is judged by its first sentence if that has at most HEADLINE."""

_PLAIN = frozenset((files("agent.offline") / "plain_words.txt").read_text(encoding="utf-8").split())
"""Words that say nothing about what a scene shows."""


_WORD = r"[^\W\d_][\w'’]*"
_SINGULAR = {"matrices": "matrix", "vertices": "vertex", "axes": "axis"}
"""Plurals that the stemmer does not bring together with their singulars."""


@dataclass(frozen=True)
class Candidate:
    """A scene with what the prompt sets in it and how well it fits."""

    scene: Scene
    similarity: float
    coverage: float
    is_about: bool
    """Whether anything but colours and numbers speaks for the scene."""
    is_long: bool
    is_required: bool
    """Whether the prompt has one of the words without which the scene is not meant."""
    likeness: float
    """How much the prompt is worded like the scene's own prompts and title, values aside; breaks ties."""
    reading: Reading
    uncovered: tuple[str, ...]

    @property
    def score(self) -> float:
        """What candidates are ranked by."""
        kinds = Counter(
            p.kind for p in self.scene.parameters if p.kind in {"expression", "shape", "vector", "matrix"}
        )
        filled = Counter(p.kind for p in self.scene.parameters if p.name in self.reading.values)
        half = any(filled[kind] and filled[kind] < count for kind, count in kinds.items())
        return self.similarity + self.coverage + 0.05 * len(self.reading.used) + self.likeness - 0.2 * half

    @property
    def fits(self) -> bool:
        """Whether the scene may be passed off as an answer."""
        if self.reading.refusals:
            return False
        if self.similarity >= SAME:
            return True
        return (
            self.is_required
            and self.is_about
            and self.similarity >= LEAST_SIMILARITY
            and self.coverage >= (LEAST_COVERAGE_LONG if self.is_long else LEAST_COVERAGE)
            and self.similarity + self.coverage >= LEAST_SUM
        )


def words(text: str) -> list[str]:
    """Return the stems of the words of `text` that say what it is about."""
    found = (word.lower().removesuffix("'s").removesuffix("’s") for word in re.findall(_WORD, text))
    telling = [_SINGULAR.get(word, word) for word in found if word not in _PLAIN and len(word) > 1]
    return stems(" ".join(telling))


def stems(text: str) -> list[str]:
    """Return the stems of all words of `text`."""
    import snowballstemmer

    # one of its own: two threads would write into each other's words
    found: list[str] = snowballstemmer.stemmer("english").stemWords(re.findall(_WORD, text.lower()))
    return found


def query(prompt: str) -> str:
    """Return what to search for: the headline, with what is quoted named for what it is.

    A text to be written says nothing about the scene that writes it.
    """
    prompt = headline(normalised(prompt))
    for kind in ("code", "text"):
        for mention in reversed([each for each in mentions(prompt) if each.kind == kind]):
            prompt = f"{prompt[: mention.start]}some {kind}{prompt[mention.end :]}"
    return prompt


def found(
    search: Callable[[str, int], tuple[Document, ...]], prompt: str, k: int = 8
) -> tuple[Document, ...]:
    """Return the scenes near `prompt`; those that only its headline is near count for nothing."""
    documents = search(query(prompt), k)
    if headline(prompt) == prompt:
        return documents
    whole = {each.id: each.score for each in search(prompt[:1500], 2 * k)}
    return tuple(
        each if whole.get(each.id, 0.0) >= LEAST_OF_THE_WHOLE else replace(each, score=0.0)
        for each in documents
    )


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

    def _is_told(self, prompt: str, mention: Mention, scene: Scene) -> bool:
        """Whether a shape or a function that no parameter takes is one that the scene is about."""
        if mention.kind == "shape" and not any(each.kind == "shape" for each in scene.parameters):
            told = (mentions(own) for own in (*scene.prompts, scene.title))
            return (
                sum(any(each.kind == "shape" and each.value == mention.value for each in own) for own in told)
                >= 2
            )
        if any(mention.kind == each.kind for each in scene.parameters):
            return False
        is_name = mention.kind in {"named expression", "color", "shape"}
        return is_name and set(words(prompt[mention.start : mention.end])) <= self._vocabularies[scene.id]

    def _left_out(self, prompt: str, surplus: Sequence[Mention], known: frozenset[str]) -> tuple[str, ...]:
        """Return what the scene does not show, as the prompt has it."""
        values = [prompt[each.start : each.end].strip() for each in surplus]
        rest = re.findall(_WORD, _without(prompt, mentions(prompt)))
        unknown = [word for word in rest if words(word) and words(word)[0] not in known]
        return tuple(dict.fromkeys([*unknown, *values]))

    def known(self, scene: Scene) -> frozenset[str]:
        """Return the words that a scene is told of by, as stems."""
        return self._vocabularies[scene.id]

    def candidates(self, prompt: str, documents: Sequence[Document]) -> tuple[Candidate, ...]:
        """Return a candidate for each document's scene, the best first."""
        judged = [self._judged(prompt, each) for each in documents if each.id in self._scenes]
        bar = max(
            (e.score for e in judged if e.reading.refusals and e.similarity + e.coverage >= LEAST_SUM),
            default=0.0,
        )
        judged = [e for e in judged if e.reading.refusals or e.score >= bar] if bar else judged
        return tuple(sorted(judged, key=lambda each: (each.fits, each.score), reverse=True))

    def _judged(self, prompt: str, document: Document) -> Candidate:
        scene = self._scenes[document.id]
        prompt = normalised(headline(prompt))
        reading = read(prompt, scene)
        asked = words(_without(prompt, reading.used))
        known = self._vocabularies[scene.id]
        uncovered = [stem for stem in asked if stem not in known]
        surplus = [each for each in reading.unused if not self._is_told(prompt, each, scene)]
        wanting = sum(map(self._weight, uncovered)) + sum(_weight_of(each, scene) for each in surplus)
        covered = sum(self._weight(stem) for stem in asked if stem in known) + len(reading.used)
        coverage = covered / (covered + wanting) if covered + wanting else 0.0
        return Candidate(
            scene=scene,
            similarity=document.score,
            coverage=round(coverage, 3),
            is_about=covered > len(reading.used)
            or any(each.kind not in _BY_THE_WAY for each in reading.used),
            is_long=len(asked) > TALKATIVE,
            is_required=_has_one_of(scene.requires, prompt),
            likeness=0.15 * max(_alike(_frame(prompt), _frame(own)) for own in scene.prompts)
            + 0.15 * _alike(frozenset(words(prompt)), frozenset(words(scene.title))),
            reading=reading,
            uncovered=self._left_out(prompt, surplus, known),
        )


def _said_of(scene: Scene) -> str:
    """Return all that a scene's header says of it, the values in its prompts aside: they are examples."""
    prompts = (
        _without(own, [each for each in mentions(own) if each.kind in _EXAMPLES]) for own in scene.prompts
    )
    return " ".join([scene.title, *prompts, *scene.concepts, *_of_parameters(scene)])


_EXAMPLES = {"data", "text", "texts", "code", "color"}
_BY_THE_WAY = {"color", "number", "range", "choice"}


def _frame(prompt: str) -> frozenset[str]:
    """Return the words of a prompt that are no values."""
    return frozenset(re.findall(r"[a-z]+", _without(prompt, mentions(prompt)).lower()))


def _has_one_of(required: Sequence[str], prompt: str) -> bool:
    alternatives = "|".join(map(re.escape, required))
    return not required or bool(re.search(rf"(?<![a-z])(?:{alternatives})", prompt, re.IGNORECASE))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _of_parameters(scene: Scene) -> Iterable[str]:
    """Return the words by which a scene's parameters are named: options, and what stands near a value."""
    lists = (each.rules.get(rule, ()) for each in scene.parameters for rule in ("options", "near"))
    return (word for words_ in lists for word in words_)


def _without(text: str, used: Sequence[Mention]) -> str:
    for mention in sorted(used, key=lambda each: each.start, reverse=True):
        text = text[: mention.start] + " " + text[mention.end :]
    return text


_WEIGHTS = {
    "unread": 6.0,
    "equation": 4.0,
    "expression": 4.0,
    "matrix": 2.0,
    "numbers": 2.0,
    "data": 2.0,
    "shape": 3.0,
    "vector": 1.0,
    "number": 0.5,
}
"""How much a value weighs that no parameter took, beside the words it is made of."""


def _weight_of(mention: Mention, scene: Scene) -> float:
    """Return how much an unused value weighs."""
    kind = "integer" if mention.kind == "number" else mention.kind
    if any(kind in (each.kind, {"number": "integer"}.get(each.kind)) for each in scene.parameters):
        return 3.0 if kind == "integer" else 6.0  # one more than the scene can take
    return _WEIGHTS.get(mention.kind, 0.0)
