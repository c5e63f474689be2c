"""Judge by their words whether two prompts ask for the same video.

Similarity of meaning puts "sine" next to "cosine" and "x^2" next to "x^3". So a prompt is read strictly: politeness,
articles, spelling and a few synonyms aside, two prompts must have the same words, numbers, expressions and texts, in
orders that mean the same. What is in doubt is different; so is the same in another language, whose words are others.

>>> alike(read("Please show me a bouncing red ball!"), read("red ball bouncing"))
True
>>> alike(read("plot sin(x) from 0 to 2"), read("plot sin(x) from 0 to 3"))
False
"""

from __future__ import annotations

from index.likeness.reading import JOINTS, Reading, exact, read

__all__ = ["Reading", "alike", "exact", "read"]

Phrase = tuple[str, ...]


def alike(one: Reading, other: Reading) -> bool:
    """Return whether two prompts ask for the same."""
    if not one.items or one.apart != other.apart or one.letters != other.letters:
        return False
    return any(agree(one.items, other.items) for agree in (_in_order, _by_phrases, _turned))


def _in_order(one: Phrase, other: Phrase) -> bool:
    """Whether the words follow each other alike; compounds ("bubblesort") may be written as one."""
    return _run(one) == _run(other)


def _run(items: Phrase) -> str:
    return "".join(item if item.isalpha() and item not in JOINTS else f" {item} " for item in items)


def _by_phrases(one: Phrase, other: Phrase) -> bool:
    """Whether each phrase has the same words: "red ball bouncing", "bouncing red ball"."""
    same_joints = [each for each in one if each in JOINTS] == [each for each in other if each in JOINTS]
    return same_joints and list(map(_cycle, _phrases(one))) == list(map(_cycle, _phrases(other)))


def _turned(one: Phrase, other: Phrase) -> bool:
    """Whether one has in front what the other has behind "of": "proof by induction", "induction proof"."""
    flat, joined = sorted((_phrases(one), _phrases(other)), key=len)
    if len(flat) != 1 or len(joined) != 2 or "and" in (*one, *other):
        return False
    return (*joined[1], *joined[0]) == flat[0]


def _phrases(items: Phrase) -> list[Phrase]:
    found: list[list[str]] = [[]]
    for item in items:
        if item in JOINTS:
            found.append([])
        else:
            found[-1].append(item)
    return [tuple(phrase) for phrase in found]


def _cycle(words: Phrase) -> Phrase:
    """Return the words from the same one on, whichever they begin with: a subject and its object never change places."""
    if "into" in words:  # what a colour stands before is what has it
        return words
    return min((words[at:] + words[:at] for at in range(len(words))), default=())
