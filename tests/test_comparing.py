"""What two ways of doing the same tasks are said to differ in: against hand-computed values, and by simulation."""

import numpy as np
import pytest

from service.events.replay.comparing import (
    DECIDING_LEVEL,
    LEVEL,
    Result,
    compare,
    mcnemar,
    mean_interval,
    success_interval,
)


def result(success=True, repairs=0, tokens=1000, seconds=5.0, findings=0.0):
    return Result(success, repairs, tokens, seconds, findings)


def changed(gained, lost, same):
    """Return pairs of which so many succeed on one side alone, and the rest on both."""
    won, failed = result(), result(success=False)
    return [(failed, won)] * gained + [(won, failed)] * lost + [(won, won)] * same


@pytest.mark.parametrize(
    ("gained", "lost", "chance"),
    [
        (0, 0, 1),
        (1, 0, 1),
        (3, 3, 1),
        (5, 0, 1 / 16),
        (6, 0, 1 / 32),
        (0, 6, 1 / 32),
        (8, 1, 20 / 512),
        (9, 2, 134 / 2048),
    ],
)
def test_mcnemar_is_the_binomial_of_the_pairs_that_differ(gained, lost, chance):
    assert mcnemar(gained, lost) == pytest.approx(chance)


Z2 = 1.959963985**2


@pytest.mark.parametrize("count", [1, 2, 10, 50])
def test_where_nothing_differs_the_interval_is_as_wide_as_so_few_tasks_leave_it(count):
    low, high = success_interval(0, 0, count)
    assert (-low, high) == pytest.approx((Z2 / (count + Z2),) * 2, abs=1e-6)


@pytest.mark.parametrize(
    ("gained", "lost", "count", "low", "high"),
    [
        (6, 0, 20, (2 * 0.025 ** (1 / 6) - 1) * 6 / 20, 0.5190),  # Clopper-Pearson below, the score above
        (0, 6, 6, -1.0, -(2 * 0.025 ** (1 / 6) - 1)),
        (1, 0, 1, 2 * 0.025 - 1, 1.0),
    ],
)
def test_the_interval_of_a_difference_of_shares(gained, lost, count, low, high):
    assert success_interval(gained, lost, count) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("count", [1, 2, 6, 7, 20, 60])
def test_the_interval_excludes_nought_just_where_the_test_finds_a_difference(count):
    for gained in range(count + 1):
        for lost in range(min(count - gained, 12) + 1):
            low, high = success_interval(gained, lost, count)
            difference = (gained - lost) / count
            assert -1 <= low <= difference + 1e-9
            assert difference - 1e-9 <= high <= 1
            assert (low > 0 or high < 0) == (mcnemar(gained, lost) < LEVEL), (gained, lost)


@pytest.mark.parametrize(
    ("differences", "interval"),
    [([3.0], (None, None)), ([0.0] * 9, (0, 0)), ([-2.0] * 7, (-2, -2)), ([1.0, -1.0], (-1, 1))],
)
def test_the_interval_of_a_mean_of_few_or_equal_differences(differences, interval):
    assert mean_interval(np.array(differences)) == interval


@pytest.mark.parametrize(
    ("pairs", "verdict", "why"),
    [
        ([], "cannot tell", "No task"),
        (changed(1, 0, 0), "cannot tell", "may be chance"),
        (changed(2, 0, 0), "cannot tell", "may be chance"),
        (changed(5, 0, 15), "cannot tell", "may be chance"),
        (changed(6, 0, 14), "better", "6 succeed with the candidate alone and 0 at present alone"),
        (changed(0, 6, 14), "worse", "0 succeed with the candidate alone and 6 at present alone"),
        (changed(0, 0, 20), "cannot tell", "nothing else differs enough"),
        ([(result(), result(tokens=900))] * 5, "cannot tell", "nothing else"),  # five alike may be chance
        ([(result(), result(tokens=900))] * 6, "better", "takes fewer tokens: -100"),
        ([(result(), result(repairs=1, tokens=900))] * 8, "worse", "needs more repairs"),
        ([(result(findings=5), result(repairs=2))] * 8, "better", "less wrong with its pictures"),
        (
            [(result(), result(seconds=1.0))] * 20,
            "cannot tell",
            "nothing else",
        ),  # the machine's, not the candidate's
        # what succeeds less often is no better for being cheap
        (
            [*changed(0, 1, 0), *[(result(), result(tokens=1))] * 9],
            "cannot tell",
            "tells against the cheaper",
        ),
        (
            [*changed(1, 0, 0), *[(result(), result(tokens=9999))] * 9],
            "cannot tell",
            "tells against the cheaper",
        ),
    ],
)
def test_success_decides_and_then_what_it_costs(pairs, verdict, why):
    compared = compare(pairs)
    assert (compared.verdict, why in compared.why) == (verdict, True), compared.why


def test_pictures_are_compared_where_there_are_two():
    failed = result(success=False, findings=0, tokens=1)
    measures = compare(
        [(result(findings=4), failed)] * 8 + [(result(findings=3), result(findings=1))]
    ).measures
    assert (measures["findings"].pairs, measures["findings"].present, measures["findings"].candidate) == (
        1,
        3,
        1,
    )
    assert (measures["findings"].low, measures["success"].present, measures["tokens"].pairs) == (None, 1, 9)


def test_the_same_pairs_give_the_same_answer():
    rng = np.random.default_rng(5)
    pairs = [(result(tokens=int(a)), result(tokens=int(b))) for a, b in rng.integers(500, 3000, (20, 2))]
    assert compare(pairs) == compare(pairs)


def drawn(rng, success, tokens, findings):
    return result(
        success=rng.random() < success,
        repairs=int(rng.poisson(0.8)),
        tokens=int(rng.lognormal(7, 0.5) * tokens),
        findings=float(rng.poisson(0.7 * findings) * 3),
    )


def verdicts(count, tasks, success=0.7, tokens=1.0, findings=1.0):
    """Return how often a simulated candidate is called what, of tasks that are hard or easy for both sides."""
    rng, said = np.random.default_rng(20261130), []
    for _ in range(count):
        ease = np.clip(rng.normal(0, 0.25, tasks), -0.6, 0.25)
        pairs = [
            (drawn(rng, 0.7 + each, 1.0, 1.0), drawn(rng, success + each, tokens, findings)) for each in ease
        ]
        said.append(compare(pairs).verdict)
    return {verdict: said.count(verdict) / count for verdict in ("better", "worse", "cannot tell")}


@pytest.mark.parametrize("tasks", [3, 20])
def test_no_difference_is_seldom_taken_for_one(tasks):
    said = verdicts(200, tasks)
    # by the levels at most 5 % each way; thrice the deviation of so many draws on top
    assert max(said["better"], said["worse"]) < 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5
    assert tasks > 5 or said["cannot tell"] == 1


def test_a_large_difference_is_found():
    assert verdicts(40, 30, success=1.3)["better"] > 0.8
    assert verdicts(40, 30, success=0.2)["worse"] > 0.9
    said = verdicts(40, 30, tokens=0.4)
    assert said["better"] > 0.4, "often it succeeds less by chance, which tells against it"
    assert said["worse"] < 0.1


@pytest.mark.parametrize(
    ("gain", "loss", "count"), [(0.15, 0.15, 20), (0.3, 0.05, 20), (0.05, 0.02, 10), (0.4, 0.0, 6)]
)
def test_the_interval_of_success_covers_the_truth(gain, loss, count):
    rng = np.random.default_rng(1)
    hits = 0
    for gained, lost, _ in rng.multinomial(count, [gain, loss, 1 - gain - loss], 400):
        low, high = success_interval(int(gained), int(lost), count)
        hits += low <= gain - loss <= high
    assert hits / 400 > 0.93


@pytest.mark.parametrize("count", [12, 30])
def test_the_interval_of_a_mean_covers_the_truth(count):
    rng = np.random.default_rng(2)
    hits = 0
    for _ in range(150):
        before, after = rng.gamma(2.0, 50.0, (2, count))  # skewed, as tokens are
        low, high = mean_interval(after - before)
        hits += low <= 0 <= high
    assert hits / 150 > 1 - DECIDING_LEVEL - 0.05
