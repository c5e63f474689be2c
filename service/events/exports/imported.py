"""Rows made of others' scenes: what each shows, asked for in a few words, and its program as it renders here."""

from __future__ import annotations

import re

from agent.prompts import Prompts
from agent.writing import draft_messages
from service.events.exports.answers import fenced, normal
from service.events.exports.families import Member
from service.events.exports.rows import UGLY, Drop, Row, hashes
from service.events.imports.table import Imported
from service.events.observing import ROLES

LONGEST_REQUEST = 400


def row_of(scene: Imported, prompts: Prompts, drop: Drop) -> Row | None:
    """Return the row of an imported scene; None where it is no example."""
    request = request_of(scene)
    if scene.verdict != "renders":
        drop("an imported scene that does not render")
    elif UGLY.intersection(scene.findings):
        drop("something is wrong with its picture")
    elif len(request.split()) < 2:
        drop("an imported scene that does not say what it shows")
    else:
        return _row(scene, prompts, request)
    return None


def request_of(scene: Imported) -> str:
    """Return what somebody would have asked for: what the docstring begins with, or the name in words."""
    if about := scene.about.split("\n\n")[0].strip():
        return " ".join(about.split())[:LONGEST_REQUEST]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_", " ", scene.scene).strip().lower()


def _row(scene: Imported, prompts: Prompts, request: str) -> Row:
    asked = [
        {"role": ROLES[each.type], "content": each.text} for each in draft_messages(prompts, request, ())
    ]
    return Row(
        {"messages": [*asked, {"role": "assistant", "content": fenced(scene.after)}]},
        ("draft", request.casefold(), "", normal(scene.after)),
        frozenset({scene.licence}),
        scene.made,
        Member(request, f"{scene.source}/{scene.file}"),
        hashes([normal(scene.after)]),
        (scene.after,),
        source="import",
        prompt=f"draft {prompts.version('draft')}",
        manim=scene.manim,
    )
