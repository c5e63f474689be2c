"""The check sees faults that are put into good scenes: other scenes and places at each run.

`ROTATOR_SEED=n` repeats a run; what fails says which seed it had.
"""

import ast
import os
import random

import pytest
from mutations import QUIET, SYNTAX, faults, good_scenes, mutants, static_faults

from agent.problems import errors

SEED = os.environ.get("ROTATOR_SEED") or str(random.SystemRandom().randrange(1_000_000))
EACH = 6
MENDED = 2
RECALL = 0.85
RECALL_OF_A_CLASS = 0.1
WEAK = {
    "missing image file",
    ".animate misspelt",
    "animation of what is no mobject",
    "play of what a method returns",
}
"""Classes that are known to be seen too rarely to promise anything."""


@pytest.fixture(scope="module")
def mutants_of(checked):
    """Return what gives the mutants of a class, of scenes that have nothing wrong with them."""
    clean, known = {}, {}

    def is_clean(scene):
        if scene not in clean:
            clean[scene] = not errors(checked.check(scene).problems)
        return clean[scene]

    def some(name):
        if name not in known:
            known[name] = mutants(name, SEED, EACH, is_clean)
        return known[name]

    return some


@pytest.mark.parametrize("name", faults)
def test_a_fault_changes_little_and_keeps_the_rest(name):
    """At least one place for each class; what parses still does, unless the fault is one of grammar."""
    pairs = mutants(name, SEED, 2)
    assert pairs, f"seed {SEED}: no good scene has a place for: {name}"
    for scene, mutant in pairs:
        assert mutant != scene
        if name in SYNTAX:
            with pytest.raises(SyntaxError):
                ast.parse(mutant)
        else:
            assert ast.dump(ast.parse(mutant)) != ast.dump(ast.parse(scene))


def test_there_are_many_classes():
    assert len(static_faults()) >= 45
    assert len(good_scenes()) > 400


@pytest.mark.slow
def test_faults_are_seen(checked, mutants_of):
    """Of all faults that can be seen without running nearly all are; no class is missed altogether."""
    total, missed, weak = 0, [], []
    for name in static_faults():
        pairs = mutants_of(name)
        found = [checked.check(mutant).problems for _, mutant in pairs]
        overlooked = [problems for problems in found if not (problems if name in QUIET else errors(problems))]
        total += len(pairs)
        missed += [name] * len(overlooked)
        if name not in WEAK and len(overlooked) > (1 - RECALL_OF_A_CLASS) * len(pairs):
            weak.append(name)
    recall = 1 - len(missed) / total
    counted = {name: missed.count(name) for name in dict.fromkeys(missed)}
    assert recall >= RECALL, (
        f"ROTATOR_SEED={SEED}: {recall:.3f} of {total} faults are seen; missed: {counted}"
    )
    assert not weak, f"ROTATOR_SEED={SEED}: hardly ever seen: {weak}"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_mend_makes_nothing_worse_and_is_done_at_once(part, checked, mutants_of):
    """After the mends there are never more errors than could be seen before, and mending again changes nothing."""
    for name in list(faults)[part::4]:
        for _, mutant in mutants_of(name)[:MENDED]:
            said = f"ROTATOR_SEED={SEED}: {name}\n{mutant}"
            once = checked.mended(mutant)
            before = errors(checked.check(mutant).problems)
            if [each.code for each in before] != ["syntax"]:  # it hides what else there is
                assert len(errors(once.problems)) <= len(before), said
            assert bool(once.mends) == (once.code != mutant), said
            again = checked.mended(once.code)
            assert again.code == once.code, said
            assert not again.mends, said
