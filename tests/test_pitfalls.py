"""What is said to be wrong is wrong on the Manim that is installed, and what is said to be right is right.

As a program, `python test_pitfalls.py OUT.json` runs every pair and writes what came of it.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import indent

import pytest

from agent.check import Checker
from agent.problems import errors
from knowledge.catalogue import Catalogue
from knowledge.pitfalls import Pitfall, pitfalls

ROOT = Path(__file__).parent.parent
LONGEST_WHY = 25
"""Words."""
RAISED = "raised "


def test_there_are_many_and_no_two_are_alike():
    assert 90 <= len(pitfalls()) <= 150
    assert len({each.id for each in pitfalls()}) == len(pitfalls())
    assert len({each.why for each in pitfalls()}) == len(pitfalls())


@pytest.mark.parametrize("pitfall", pitfalls(), ids=lambda each: each.id)
def test_form(pitfall: Pitfall):
    assert pitfall.wrong != pitfall.right
    assert len(pitfall.why.split()) <= LONGEST_WHY
    assert pitfall.why.endswith(".")
    assert max(pitfall.wrong.count("\n"), pitfall.right.count("\n")) < 3
    assert pitfall.fails or pitfall.shows
    assert pitfall.text.count("\n") == 2
    for form in (pitfall.wrong, pitfall.right):
        compile(f"{pitfall.setup}\n{form}", pitfall.id, "exec")


@pytest.mark.parametrize("pitfall", pitfalls(), ids=lambda each: each.id)
def test_symbols_are_names_of_manim(pitfall: Pitfall, catalogue: Catalogue):
    assert pitfall.symbols
    assert [each for each in (*pitfall.symbols, pitfall.base) if not is_symbol(each, catalogue)] == []


@pytest.mark.parametrize("pitfall", pitfalls(), ids=lambda each: each.id)
def test_check_lets_the_right_form_stand(pitfall: Pitfall, checked: Checker):
    assert errors(checked.check(program(pitfall)).problems) == ()


@pytest.mark.slow
@pytest.mark.latex
def test_on_the_installed_manim(tmp_path: Path):
    out = tmp_path / "tried.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(Path(__file__)), str(out)]
    subprocess.run(command, check=True, cwd=tmp_path, env=environment, timeout=300, stdin=subprocess.DEVNULL)
    tried = json.loads(out.read_text())
    assert len(tried) == len(pitfalls())
    assert {id_: pair for id_, pair in tried.items() if not holds(id_, *pair)} == {}


@pytest.fixture(scope="module")
def catalogue(checked: Checker) -> Catalogue:
    return checked.catalogue


@cache
def by_id() -> dict[str, Pitfall]:
    return {each.id: each for each in pitfalls()}


def is_symbol(symbol: str, catalogue: Catalogue) -> bool:
    """Tell whether a symbol is the id of a class, a function, or a method of the class that defines it."""
    owner, _, name = symbol.rpartition(".")
    if not owner:
        return catalogue.names.get(name) in ("class", "function")
    member = catalogue.member(owner, name)
    return member is not None and member.owner == owner


def holds(id_: str, wrong: str, right: str) -> bool:
    """Tell whether the wrong form went wrong in the way that is claimed, and the right one did not."""
    return right == "True" and (wrong.startswith(RAISED) if by_id()[id_].fails else wrong == "False")


def program(pitfall: Pitfall) -> str:
    """Return a program that has the right form in its scene, or before it if that is a class."""
    is_class = pitfall.right.startswith("class ")
    before, within = (pitfall.right, "") if is_class else ("", pitfall.right)
    body = indent(f"{pitfall.setup}\n{within}\nself.play(FadeIn(Dot()))", " " * 8)
    scene = f"class DisplayScene({pitfall.base}):\n    def construct(self):\n{body}\n"
    return f"from manim import *\n\n\n{before}\n\n\n{scene}"


def outcome(pitfall: Pitfall, form: str, names: Mapping[str, object]) -> str:
    """Run one form and return what it shows, or what it raised."""
    space = {**names, "self": names[pitfall.base](skip_animations=True)}
    try:
        space["self"].setup()
        exec(f"{pitfall.setup}\n{form}", space)
        for defined in [
            space[name] for name in space.keys() - names.keys() if hasattr(space[name], "construct")
        ]:
            play(defined)
        return str(bool(eval(pitfall.shows or "True", space)))
    except Exception as error:
        return f"{RAISED}{type(error).__name__}: {error}"


def play(scene: type) -> None:
    """Run a scene that a form defined."""
    made = scene(skip_animations=True)
    made.setup()
    made.construct()


def main(out: str) -> None:
    from changes_on_manim import world

    logging.disable()
    warnings.simplefilter("ignore")
    names = world()
    names["config"].quality = "low_quality"
    tried = {
        each.id: [outcome(each, form, names) for form in (each.wrong, each.right)] for each in pitfalls()
    }
    Path(out).write_text(json.dumps(tried, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
