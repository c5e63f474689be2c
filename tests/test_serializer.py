"""How the state of a run is written down."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints

from agent.budget import Budget, Spent
from agent.findings import Finding, Seen
from agent.sandbox import Rendered, RenderOptions
from agent.serializer import KEPT, StateSerializer
from agent.state import Attempt, State, Turn


def parts_of(kind: Any, known: set[Any]) -> Iterator[type]:
    """Give the dataclasses that a type is made of."""
    if kind in known:
        return
    known.add(kind)
    for argument in get_args(kind):
        yield from parts_of(argument, known)
    if is_dataclass(kind):
        yield kind
        for part in get_type_hints(kind).values():
            yield from parts_of(part, known)


def test_all_that_a_state_is_made_of_is_kept():
    known = set()
    made_of = {part for hint in get_type_hints(State).values() for part in parts_of(hint, known)}
    assert Seen in made_of
    assert made_of - set(KEPT.values()) == set()


def test_what_was_written_is_read_as_it_was():
    finding = Finding(
        "off-frame", "it is out", 3, objects=(Seen("Circle", name="a", box=(0.0, 1.0, 2.0, 3.0)),)
    )
    rendered = Rendered(ok=True, folder="there", seconds={"whole": 1.5}, findings=(finding,))
    state = {
        "request": "half a pair: \ud83d",
        "options": RenderOptions(160, 90, 5, ("gif",)),
        "budget": Budget(),
        "conversation": (Turn("a", "b"),),
        "attempts": (
            Attempt(1, "draft", "draft", "code", "", (), "", rendered=rendered, findings=(finding,)),
        ),
        "used": {"draft": Spent(model_calls=1)},
        "documents": (),
        "a set": {1, 2},
    }
    written = StateSerializer().dumps_typed(state)
    read = StateSerializer().loads_typed(written)
    assert read | {"request": ""} == state | {"request": ""}
    assert read["attempts"][0].rendered.findings[0].objects[0].name == "a"
    assert read["request"].startswith("half a pair")
