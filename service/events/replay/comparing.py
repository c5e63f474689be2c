"""Whether a candidate does better than what there is: statistics over the same tasks done both ways."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binomtest, bootstrap, norm

Verdict = Literal["better", "worse", "cannot tell"]

LEVEL = 0.05
"""How often success may be called different by chance."""
DECIDING = ("findings", "repairs", "tokens")
"""What decides where success cannot be told apart, the first one that can."""
DECIDING_LEVEL = LEVEL / len(DECIDING)
"""Each has a part of the level: together they are no oftener wrong than success is."""
LEAST = 6
"""Pairs that have to differ: five coins fall on one side oftener than one time in twenty."""
RESAMPLES = 9999
FIXED = 20261130
"""Of the resampling: the same pairs give the same interval."""
SAID = {
    "findings": ("has less wrong with its pictures", "has more wrong with its pictures"),
    "repairs": ("needs fewer repairs", "needs more repairs"),
    "tokens": ("takes fewer tokens", "takes more tokens"),
}


@dataclass(frozen=True)
class Result:
    """What one run came to."""

    success: bool
    repairs: int
    tokens: int
    seconds: float
    findings: float
    """The weight of what is wrong with the picture, where there is a whole one."""


Pair = tuple[Result, Result]
"""The same task as it is done at present, and by the candidate."""


@dataclass(frozen=True)
class Measure:
    """A measure of both, the candidate's less the present one's, and an interval of that; None where nothing is known."""

    present: float | None
    candidate: float | None
    difference: float | None
    low: float | None
    high: float | None
    pairs: int
    """Of how many tasks it is."""
    differing: int
    """How many of them it is not the same for."""
    confidence: float


@dataclass(frozen=True)
class Comparison:
    """The measures by name, and what they say."""

    measures: dict[str, Measure]
    verdict: Verdict
    why: str

    def as_json(self) -> dict[str, object]:
        """Return it as replays show it."""
        measures = {name: asdict(measure) for name, measure in self.measures.items()}
        return {"measures": measures, "verdict": self.verdict, "why": self.why}


def compared(told: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Comparison:
    """Compare runs as replays keep them."""
    return compare([(_result(before), _result(after)) for before, after in told])


def _result(told: Mapping[str, Any]) -> Result:
    return Result(told["success"], told["repairs"], told["tokens"], told["seconds"], told["weight"])


def compare(pairs: Sequence[Pair]) -> Comparison:
    """Return how the candidate does beside the present one: success decides, then what a success costs."""
    drawn = [pair for pair in pairs if pair[0].success and pair[1].success]
    measures = {
        "success": _success(pairs),
        "repairs": _mean(pairs, lambda each: each.repairs),
        "tokens": _mean(pairs, lambda each: each.tokens),
        "seconds": _mean(pairs, lambda each: each.seconds),
        "findings": _mean(drawn, lambda each: each.findings),
    }
    return Comparison(measures, *_judged(pairs, measures))


def mcnemar(gained: int, lost: int) -> float:
    """Return how likely so uneven a change is by chance, of pairs that differ: McNemar's test, exactly."""
    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0


def _gained_and_lost(pairs: Sequence[Pair]) -> tuple[int, int]:
    gained = sum(after.success and not before.success for before, after in pairs)
    return gained, sum(before.success and not after.success for before, after in pairs)


def _success(pairs: Sequence[Pair]) -> Measure:
    count = len(pairs)
    if not count:
        return _unknown(LEVEL)
    gained, lost = _gained_and_lost(pairs)
    before, after = (sum(pair[side].success for pair in pairs) / count for side in (0, 1))
    low, high = success_interval(gained, lost, count)
    return Measure(before, after, (gained - lost) / count, low, high, count, gained + lost, 1 - LEVEL)


def success_interval(gained: int, lost: int, count: int) -> tuple[float, float]:
    """Return an interval of the difference of two shares of the same `count` tasks.

    It is the wider of two: Tango's score interval, which stays honest where no pair differs, and the exact one of the
    pairs that do, which excludes nought just where McNemar's test finds a difference.
    """
    low, high = _score_interval(gained, lost, count)
    if differing := gained + lost:
        exact = binomtest(gained, differing).proportion_ci(1 - LEVEL)
        low = min(low, (2 * float(exact.low) - 1) * differing / count)
        high = max(high, (2 * float(exact.high) - 1) * differing / count)
    return low, high


def _score_interval(gained: int, lost: int, count: int) -> tuple[float, float]:
    """Return the differences that a score test does not reject (Tango, Statistics in Medicine 17, 1998)."""
    limit = float(norm.ppf(1 - LEVEL / 2))

    def score(difference: float) -> float:
        b = (2 * count - gained + lost) * difference - gained - lost
        c = -lost * difference * (1 - difference)
        restricted = (math.sqrt(max(0.0, b * b - 8 * count * c)) - b) / (4 * count)
        variance = count * (2 * restricted + difference * (1 - difference))
        return (gained - lost - count * difference) / math.sqrt(max(variance, 1e-12))

    middle, edge = (gained - lost) / count, 1 - 1e-9
    low = -1.0 if score(-edge) < limit else float(brentq(lambda at: score(at) - limit, -edge, middle))
    high = 1.0 if score(edge) > -limit else float(brentq(lambda at: score(at) + limit, middle, edge))
    return low, high


def _mean(pairs: Sequence[Pair], value: Callable[[Result], float]) -> Measure:
    if not pairs:
        return _unknown(DECIDING_LEVEL)
    before, after = (np.array([value(pair[side]) for pair in pairs], dtype=float) for side in (0, 1))
    low, high = mean_interval(after - before)
    return Measure(
        float(before.mean()),
        float(after.mean()),
        float((after - before).mean()),
        low,
        high,
        len(pairs),
        int(np.count_nonzero(after != before)),
        1 - DECIDING_LEVEL,
    )


def mean_interval(differences: np.ndarray) -> tuple[float | None, float | None]:
    """Return a bootstrap interval of the mean of differences; none of one alone, which says nothing of others."""
    if len(differences) < 2:
        return None, None
    if np.ptp(differences) == 0:
        return float(differences[0]), float(differences[0])
    low, high = _bootstrapped(differences, "BCa")
    if math.isnan(low) or math.isnan(high):
        low, high = _bootstrapped(differences, "percentile")
    return low, high


def _bootstrapped(differences: np.ndarray, method: Literal["BCa", "percentile"]) -> tuple[float, float]:
    found = bootstrap(
        (differences,),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=1 - DECIDING_LEVEL,
        method=method,
        rng=np.random.default_rng(FIXED),
    ).confidence_interval
    return float(found.low), float(found.high)


def _unknown(level: float) -> Measure:
    return Measure(None, None, None, None, None, 0, 0, 1 - level)


def _judged(pairs: Sequence[Pair], measures: dict[str, Measure]) -> tuple[Verdict, str]:
    """Return the verdict, and in a sentence why."""
    if not pairs:
        return "cannot tell", "No task could be done both ways."
    gained, lost = _gained_and_lost(pairs)
    chance = mcnemar(gained, lost)
    told = f"Of {len(pairs)} tasks, {gained} succeed with the candidate alone and {lost} at present alone"
    if chance < LEVEL:
        return ("better" if gained > lost else "worse"), f"{told} (McNemar, p = {chance:.2g})."
    for name in DECIDING:
        if (fewer := _differs(measures[name])) is not None:
            because = _because(told, name, measures[name], fewer=fewer)
            if gained < lost if fewer else gained > lost:
                return (
                    "cannot tell",
                    f"{because} That it does not succeed as often tells against the cheaper one.",
                )
            return ("better" if fewer else "worse"), because
    return "cannot tell", f"{told}, which may be chance; nothing else differs enough. More tasks may tell."


def _differs(measure: Measure) -> bool | None:
    """Whether the candidate has less; None where that cannot be told."""
    if measure.low is None or measure.high is None or measure.differing < LEAST:
        return None
    if measure.low <= 0 <= measure.high:
        return None
    return measure.high < 0


def _because(told: str, name: str, measure: Measure, *, fewer: bool) -> str:
    said = SAID[name][0 if fewer else 1]
    span = f"{measure.difference:+.3g} a task, between {measure.low:+.3g} and {measure.high:+.3g}"
    return f"{told}, which may be chance; but the candidate {said}: {span}."
