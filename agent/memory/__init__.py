"""The repair memory: an error, the smallest patch that cured it, and that patch in another scene.

`c = Circle(size=2)` failed and `c = Circle(radius=2)` did not: `learn` keeps what is common to all scenes of the error
(its fingerprint) and of the cure (a patch). `ring = Circle(color=RED, size=5)` fails: `remembered` gives the program
with `ring = Circle(color=RED, radius=5)`. A patch is data: what comes of it is checked like any other draft.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from agent.memory.cure import smallest_patch
from agent.memory.fingerprint import Fingerprint, fingerprint
from agent.memory.fitting import applied
from agent.memory.patch import Patch
from agent.problems import Problem, errors
from index.repairs import Repair, Repairs

__all__ = ["Fingerprint", "Patch", "applied", "cured", "fingerprint", "learn", "remembered", "smallest_patch"]

RECALLED = 20
"""Patches of one error that are looked at for some that fit."""


def remembered(
    repairs: Repairs, code: str, problems: Sequence[Problem], k: int = 3
) -> Iterator[tuple[Repair, Problem, str]]:
    """Yield what has cured such problems before, made to this program: the best of one problem first, `k` of each."""
    for problem in errors(tuple(problems)):
        known = repairs.recall(fingerprint(problem, code).key, RECALLED)
        made = (
            (each, applied(Patch(each.before, each.after, each.context), code, problem)) for each in known
        )
        yield from islice(((each, problem, text) for each, text in made if text is not None), k)


def learn(
    repairs: Repairs, broken: str, fixed: str, problem: Problem, holds: Callable[[str], bool], tries: int = 4
) -> Patch | None:
    """Keep the smallest patch that cures a problem of `broken`, and return it; None if there is none."""
    patch = smallest_patch(broken, fixed, problem, holds, tries)
    if patch is not None:
        known = fingerprint(problem, broken)
        texts = (known.kind, known.symbol, known.message, patch.before, patch.after, patch.context)
        repairs.remember(known.key, *texts)
    return patch


def cured(
    problem: Problem, before: Sequence[Problem], code: str, after: Sequence[Problem], text: str
) -> bool:
    """Return whether `text`, with the problems `after`, is rid of a problem of `code`, which had those `before`.

    Errors farther down do not count, for running shows them one at a time; no new one may stand before them.
    """
    line, longer = problem.line, max(0, text.count("\n") - code.count("\n"))
    had = _known(before, code, line)
    had[fingerprint(problem, code).key] -= 1
    has = _known(after, text, None if line is None else line + longer)
    return all(has[key] <= had[key] for key in has)


def _known(problems: Sequence[Problem], code: str, line: int | None) -> Counter[str]:
    """Count the errors up to a line by their fingerprints."""
    wrong = errors(tuple(problems))
    here = [each for each in wrong if line is None or each.line is None or each.line <= line]
    return Counter(fingerprint(each, code).key for each in here)
