"""Counting what the inspector found in labelled scenes: right, missed and false, by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from defects import Entry, Label

from agent.findings import WEIGHTS, Finding

NEEDS_A_PROMPT = ("too-short", "too-long")


@dataclass(frozen=True)
class Judged:
    """A labelled scene and what was found in it."""

    entry: Entry
    findings: tuple[Finding, ...]

    @property
    def hits(self) -> tuple[Label, ...]:
        """The labels that some finding says."""
        return tuple(label for label in self.entry.labels if any(map(label.fits, self.findings)))

    @property
    def misses(self) -> tuple[Label, ...]:
        """The labels that no finding says."""
        return tuple(label for label in self.entry.labels if label not in self.hits)

    @property
    def false(self) -> tuple[Finding, ...]:
        """The findings that no label accounts for."""
        allowed = (*self.entry.tolerated, *NEEDS_A_PROMPT)
        return tuple(
            finding
            for finding in self.findings
            if finding.kind not in allowed and not any(label.fits(finding) for label in self.entry.labels)
        )


@dataclass(frozen=True)
class Count:
    """One kind over many scenes; false findings of a kind count once in each scene."""

    labelled: int = 0
    hit: int = 0
    false: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.labelled + other.labelled, self.hit + other.hit, self.false + other.false)

    @property
    def found(self) -> int:
        """What was found, right or false."""
        return self.hit + self.false

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right."""
        return self.hit / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of what is labelled that was found."""
        return self.hit / self.labelled if self.labelled else None


def counted(judged: Iterable[Judged]) -> dict[str, Count]:
    """Return the count of each kind, the heaviest kind first."""
    counts = {kind: Count() for kind in WEIGHTS if kind not in NEEDS_A_PROMPT}
    for each in judged:
        for label in each.entry.labels:
            counts[label.kind] += Count(1, label in each.hits)
        for kind in {finding.kind for finding in each.false}:
            counts[kind] = counts.get(kind, Count()) + Count(false=1)
    return counts


def table(counts: dict[str, Count]) -> str:
    """Return the counts as text, a kind on each line and the sum of all below."""
    lines = [f"{'kind':16}{'labelled':>9}{'found':>7}{'hit':>5}{'precision':>11}{'recall':>8}"]
    rows = [*counts.items(), ("all", sum(counts.values(), Count()))]
    for kind, count in rows:
        lines.append(
            f"{kind:16}{count.labelled:9}{count.found:7}{count.hit:5}"
            f"{_share(count.precision):>11}{_share(count.recall):>8}"
        )
    return "\n".join(lines)


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"
