"""Families of prompts: what is near each other goes to one side of train and test.

A family is put on its side by the prompt that founded it, and joined by those near to that one: what is near to those
in turn is not, else a long log would be one family. What would be for training and is too like a prompt for testing is
left out instead. Where ties make one of two families, it is of the test side if either was: so data that are added move
nothing from test to train. Programs make no kin: one that many prompts are answered with would make all of a log one
family; what such a program is of is left out of training instead (sides.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from index.likeness import exact

if TYPE_CHECKING:
    from index.embedder import Vectors

Split = Literal["train", "test"]
NEAR = 0.7
"""Cosine similarity from which a prompt joins another's family: of 680 prompts on 136 subjects, 13 pairs of different
subjects are as near."""
TWIN = 0.8
"""From which two prompts must not be on two sides: one such pair is of different subjects."""
AT_ONCE = 2048
"""Prompts that are compared with all others at a time."""


@dataclass(frozen=True)
class Member:
    """What makes a row kin to others: the first prompt of its session, and the session."""

    prompt: str
    """"" where no prompts are kept: those of a session are still kin."""
    session: str

    @property
    def name(self) -> str:
        """What is the same of members that are spelled alike."""
        return exact(self.prompt) or f"session {self.session}"


class Families:
    """Answers which family a prompt is of, and on which side."""

    def __init__(
        self, members: Iterable[Member], embed: Callable[[Sequence[str]], Vectors], test_share: float
    ) -> None:
        """Take all members, the oldest first."""
        self._places: dict[str, int] = {}
        self._founding: list[Member] = []
        """The first member of each name."""
        ties: dict[int, set[int]] = {}
        first_of: dict[str, int] = {}
        for member in members:
            place = self._place(member)
            if (other := first_of.setdefault(member.session, place)) != place:
                ties.setdefault(max(place, other), set()).add(min(place, other))
        self._parents = list(range(len(self._founding)))
        self._founded: dict[int, bool] = {}
        self._founders: list[int] = []
        self._twins: set[int] = set()
        vectors = _vectors([each.prompt for each in self._founding], embed)
        self._settle(vectors, ties, test_share)
        self._find_twins(vectors)

    def family(self, member: Member) -> str:
        """Return the name of a family, which its first member gives it."""
        return digest(self._founding[self._root(member)].name)[:12]

    def split(self, member: Member) -> Split | None:
        """Return the side that a member is on; None where it would be for training and is too like one for testing."""
        if self._founded[self._root(member)]:
            return "test"
        return None if self._places[member.name] in self._twins else "train"

    def _place(self, member: Member) -> int:
        if member.name not in self._places:
            self._places[member.name] = len(self._founding)
            self._founding.append(member)
        return self._places[member.name]

    def _root(self, member: Member) -> int:
        return self._oldest(self._places[member.name])

    def _settle(self, vectors: Vectors, ties: Mapping[int, set[int]], test_share: float) -> None:
        """Put one prompt after the other into the family it is tied to, or nearest to, or into one of its own."""
        for place, near in _likenesses(vectors):
            roots = {self._oldest(each) for each in ties.get(place, ())}
            if not roots and (founders := [each for each in self._founders if near[each] >= NEAR]):
                roots = {self._oldest(max(founders, key=lambda each: float(near[each])))}
            if roots:
                self._join(place, roots)
            else:
                self._founders.append(place)
                self._founded[place] = _chance(self._founding[place].name) < test_share

    def _join(self, place: int, roots: set[int]) -> None:
        first = min(roots)
        self._founded[first] = any(self._founded[root] for root in roots)
        for root in {*roots, place} - {first}:
            self._parents[root] = first
            self._founded.pop(root, None)

    def _find_twins(self, vectors: Vectors) -> None:
        """Find the prompts of the train side that are too like one of the test side."""
        sides = [self._founded[self._oldest(place)] for place in range(len(self._founding))]
        of_test = vectors[np.flatnonzero(sides)]
        for start in range(0, len(vectors) if len(of_test) else 0, AT_ONCE):
            near = (vectors[start : start + AT_ONCE] @ of_test.T).max(axis=1) >= TWIN
            self._twins |= {place for place in (np.flatnonzero(near) + start).tolist() if not sides[place]}

    def _oldest(self, place: int) -> int:
        while self._parents[place] != place:
            self._parents[place] = self._parents[self._parents[place]]
            place = self._parents[place]
        return place


def _vectors(prompts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
    """Return the vector of each prompt; one that is not kept is like no other."""
    kept = [place for place, prompt in enumerate(prompts) if prompt.strip()]
    if not kept:
        return np.zeros((len(prompts), 1), np.float32)
    found = embed([prompts[place] for place in kept])
    vectors = np.zeros((len(prompts), found.shape[1]), np.float32)
    vectors[kept] = found
    return vectors


def _likenesses(vectors: Vectors) -> Iterator[tuple[int, Vectors]]:
    """Give each place with its likeness to all that are before it."""
    for start in range(0, len(vectors), AT_ONCE):
        part = vectors[start : start + AT_ONCE]
        yield from enumerate(part @ vectors[: start + len(part)].T, start)


def digest(text: str) -> str:
    """Return the hash of a text in hexadecimal digits."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _chance(text: str) -> float:
    """Return a number from 0 to 1 that is always the same for a text."""
    return int(digest(f"split\0{text}")[:12], 16) / 16**12
