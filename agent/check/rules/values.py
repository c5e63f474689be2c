"""Values that Manim does not know: colours, rate functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from agent.check.inference import Analysis
from agent.check.program import Found, Mend
from agent.check.signatures import Call
from knowledge.changes import Changes

_COLOUR = re.compile(r"\b(ParsableManimColor|ManimColor)\b")
_HEX = re.compile(r"(#|0x)?([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
COLOUR_KEYWORDS = frozenset(
    {"color", "fill_color", "stroke_color", "background_color", "background_stroke_color"}
)
NUMBERS = frozenset(
    "font_size run_time radius stroke_width fill_opacity stroke_opacity buff lag_ratio side_length width height scale".split()
)
_DIRECTION = re.compile(r"(Mobject \| )?(Internal)?(Point|Vector)3D(Like)?( \| (Mobject|None))*")
_NUMBER = re.compile(r"[-+]?\d+(\.\d*)?")


def find(analysis: Analysis, changes: Changes, calls: list[Call]) -> Iterator[Found]:
    """Yield colours and rate functions that do not exist."""
    for call in calls:
        for name, node in call.arguments.items():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from _quoted(analysis, call, name, node, node.value)
                if name == "rate_func":
                    yield _rate_function(analysis, changes, node, node.value)
                elif _is_colour(call, name):
                    yield from _colour(analysis, changes, node, node.value)


def _is_colour(call: Call, name: str) -> bool:
    for parameter in call.callee.signature.parameters:
        if parameter.name == name:
            return bool(_COLOUR.search(parameter.annotation)) and "dict" not in parameter.annotation
    return name in COLOUR_KEYWORDS


def _quoted(analysis: Analysis, call: Call, name: str, node: ast.Constant, text: str) -> Iterator[Found]:
    """Yield numbers and directions that are written as texts."""
    annotation = next((each.annotation for each in call.callee.signature.parameters if each.name == name), "")
    program, meant = analysis.program, text.strip().upper().replace(" ", "_")
    if _NUMBER.fullmatch(text.strip()) and (name in NUMBERS or annotation in ("float", "int")):
        mend = Mend("mend-quoted", (program.replace(node, text.strip()),), 0.95)
        yield program.found(
            "quoted-number", node, f"{name} is a number: {name}={text.strip()}, without quotes", mends=(mend,)
        )
    elif _DIRECTION.fullmatch(annotation):
        known = analysis.catalogue.constants.get(meant) == "ndarray"
        mends = (Mend("mend-quoted", (program.replace(node, meant),), 0.95),) if known else ()
        yield program.found(
            "quoted-direction", node, f"{name} is a direction such as UP, not a text", mends=mends
        )


def _colour(analysis: Analysis, changes: Changes, node: ast.Constant, text: str) -> Iterator[Found]:
    if text.upper() in analysis.catalogue.colour_strings or (
        text.startswith(("#", "0x")) and _HEX.fullmatch(text)
    ):
        return
    change = changes.value("colour", text)
    near = (
        (change.now,)
        if change and change.now
        else analysis.catalogue.nearest(text.upper(), analysis.catalogue.colours)
    )
    message = f"there is no colour {text!r}" + (
        f"; there is {', '.join(near)}" if near else "; write it as '#rrggbb'"
    )
    mends: tuple[Mend, ...] = ()
    if near:
        confidence, loses = (change.confidence, change.loses) if change else (0.7, "")
        mends = (Mend("mend-colour", (analysis.program.replace(node, near[0]),), confidence, loses),)
    yield analysis.program.found("unknown-colour", node, message, suggestions=near, mends=mends)


def _rate_function(analysis: Analysis, changes: Changes, node: ast.Constant, text: str) -> Found:
    change = changes.value("rate_func", text)
    known = analysis.catalogue.rate_functions
    near = (
        (change.now,)
        if change and change.now
        else (text,)
        if text in known
        else analysis.catalogue.nearest(text, known)
    )
    name = near[0] if near else "smooth"
    if name not in analysis.catalogue.names and not name.startswith("rate_functions."):
        name = f"rate_functions.{name}"
    mend = Mend("mend-rate-function", (analysis.program.replace(node, name),), 0.9)
    message = f"a rate function is a function, not a text: rate_func={name}"
    return analysis.program.found("unknown-rate-function", node, message, suggestions=(name,), mends=(mend,))
