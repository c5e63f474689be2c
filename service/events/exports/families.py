"""Families of prompts: what is near each other goes to one side of train and test.

A family is put on its side by the prompt that founded it. Who comes later joins; where two families turn out to be
one, it is of the test side if either was: so data that are added move nothing from test to train.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from index.likeness import exact

if TYPE_CHECKING:
    from index.embedder import Vectors

Split = Literal["train", "test"]
NEAR = 0.7
"""Cosine similarity from which two prompts are of one family: of 900 prompts of 140 subjects it joins 13 pairs of
different ones, and the largest family has 12."""
AT_ONCE = 2048
"""Prompts that are compared with all others at a time."""


@dataclass(frozen=True)
class Member:
    """What makes a row kin to others: the first prompt of its session, the session, and the program that it teaches."""

    prompt: str
    session: str
    answer: str = ""


class Families:
    """Answers which family a prompt is of, and on which side."""

    def __init__(
        self, members: Iterable[Member], embed: Callable[[Sequence[str]], Vectors], test_share: float
    ) -> None:
        """Take all members, the oldest first."""
        self._places: dict[str, int] = {}
        self._prompts: list[str] = []
        ties = [(place, self._place(of.prompt)) for of in members for place in self._kin(of)]
        self._parents = list(range(len(self._prompts)))
        self._founded: dict[int, bool] = {}
        self._settle(_kinships(embed(self._prompts), ties), test_share)

    def family(self, prompt: str) -> str:
        """Return the name of a family, which its first prompt gives it."""
        return digest(exact(self._prompts[self._root(prompt)]))[:12]

    def split(self, prompt: str) -> Split:
        """Return the side of a family."""
        return "test" if self._founded[self._root(prompt)] else "train"

    def count(self, split: Split) -> int:
        """Return how many families are on a side."""
        return sum(is_test == (split == "test") for is_test in self._founded.values())

    def _kin(self, member: Member) -> Iterator[int]:
        """Give the place of the first prompt that has something in common with a member."""
        own = self._place(member.prompt)
        for key in (f"session:{member.session}", f"answer:{member.answer}" if member.answer else ""):
            if key:
                yield self._places.setdefault(key, own)

    def _place(self, prompt: str) -> int:
        key = f"prompt:{exact(prompt)}"
        if key not in self._places:
            self._places[key] = len(self._prompts)
            self._prompts.append(prompt)
        return self._places[key]

    def _root(self, prompt: str) -> int:
        return self._oldest(self._places[f"prompt:{exact(prompt)}"])

    def _settle(self, kin: Iterable[tuple[int, list[int]]], test_share: float) -> None:
        for place, earlier in kin:
            roots = {self._oldest(each) for each in earlier}
            if not roots:
                self._founded[place] = _chance(exact(self._prompts[place])) < test_share
                continue
            first = min(roots)
            self._founded[first] = any(self._founded[root] for root in roots)
            for root in {*roots, place} - {first}:
                self._parents[root] = first
                self._founded.pop(root, None)

    def _oldest(self, place: int) -> int:
        while self._parents[place] != place:
            self._parents[place] = self._parents[self._parents[place]]
            place = self._parents[place]
        return place


def _kinships(vectors: Vectors, ties: Sequence[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    """Give each place with the earlier ones that it is kin to."""
    tied: dict[int, set[int]] = {}
    for one, other in ties:
        tied.setdefault(max(one, other), set()).add(min(one, other))
    for start in range(0, len(vectors), AT_ONCE):
        part = vectors[start : start + AT_ONCE]
        alike = part @ vectors[: start + len(part)].T >= NEAR
        for place, row in enumerate(alike, start):
            near = set(np.flatnonzero(row[:place]).tolist())
            yield place, sorted((near | tied.get(place, set())) - {place})


def digest(text: str) -> str:
    """Return the hash of a text in hexadecimal digits."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _chance(text: str) -> float:
    """Return a number from 0 to 1 that is always the same for a text."""
    return int(digest(f"split\0{text}")[:12], 16) / 16**12
