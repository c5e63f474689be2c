"""Group what is known by topic, and prompts with it: a draft on one builds on the parts of another's scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from index.store import Index
from knowledge.topics import TOPICS

VOTERS = 3
"""The scenes nearest to a prompt, which tell its topic."""
LEAST = 0.35
"""Cosine similarity of the nearest scene below which a prompt is of no topic here."""
OTHER = "other"


@dataclass
class Group:
    """What there is on one topic."""

    topic: str
    scenes: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the group as the CLI shows it."""
        return dict(vars(self))


def grouped(index: Index, prompts: Sequence[str] = ()) -> list[Group]:
    """Return the topics that there is something on, each with its scenes, their parts, and the prompts near them."""
    groups = {topic: Group(topic) for topic in (*TOPICS, OTHER)}
    for scene in index.all("scene"):
        groups[scene.topic].scenes.append(scene.id)
    for component in index.all("component"):
        groups[component.topic].components.append(component.id)
    for prompt in prompts:
        groups[topic_of(index, prompt)].prompts.append(prompt)
    return [each for each in groups.values() if each.scenes or each.prompts]


def topic_of(index: Index, prompt: str) -> str:
    """Return the topic that the scenes nearest to a prompt are mostly on."""
    nearest = index.nearest(prompt, VOTERS)
    if not nearest or nearest[0].score < LEAST:
        return OTHER
    votes: dict[str, float] = {}
    for scene in nearest:
        votes[scene.topic] = votes.get(scene.topic, 0.0) + scene.score**2
    return max(votes, key=votes.__getitem__)
