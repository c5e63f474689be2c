"""The prompts: Markdown files rendered by Jinja2, each with a version that is its content's hash."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

NAMES = ("system", "draft", "refine", "repair", "continue")
_TAG = re.compile(r"<(?=/?(?:request|program|problems|findings|scene|part|turn)\b)")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - the output is a prompt, not a page; `inert` guards its tags
        loader=PackageLoader("agent", "prompts"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["inert"] = _inert
    return environment


def _inert(text: str) -> str:
    """Keep a text from closing the tag it stands in, and from opening another of ours."""
    return _TAG.sub("<\u200b", text)


def render(name: str, **values: Any) -> str:
    """Return the prompt `name` filled with `values`; a missing value is an error."""
    return _environment().get_template(f"{name}.md").render(**values).strip()


@cache
def version(name: str) -> str:
    """Return the version of the prompt `name`."""
    return hashlib.sha256((files("agent.prompts") / f"{name}.md").read_bytes()).hexdigest()[:12]


def versions() -> dict[str, str]:
    """Return the version of every prompt."""
    return {name: version(name) for name in NAMES}
