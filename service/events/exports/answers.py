"""What a model should have answered: a program in the form that its prompt asks for."""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache

from agent.offline.patch import answer_of
from agent.patching import blocks_of
from service.events.record import TrainingEvent

BLOCKS = "<<<<<<< SEARCH"
WHOLE = "the whole program"


def answer(event: TrainingEvent, program: str) -> str | None:
    """Return the answer to the prompt of an attempt that gives `program`; None where it may not be given so.

    A prompt for a change is answered by the smallest blocks that make the program, worked out anew: what the check
    mended in it is in them too. The lines that they look for must be among those that the prompt shows.
    """
    asked = event.messages[-1]["content"]
    if BLOCKS not in asked:
        return fenced(program)
    if not event.before:
        return None
    text = answer_of(event.before, program)
    if blocks := blocks_of(text):
        is_shown = all("\n".join(block.search) in asked for block in blocks)
        return f"{text}\n" if is_shown else None
    return fenced(program) if WHOLE in asked else None


def fenced(program: str) -> str:
    """Return a program as a model answers with it."""
    return f"```python\n{program.rstrip()}\n```\n"


@lru_cache(maxsize=512)  # the attempts of a task have much in common
def normal(program: str) -> str:
    """Return a program without comments and layout; as it is where it does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return ast.unparse(ast.parse(program))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return " ".join(program.split())
