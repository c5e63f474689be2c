"""The prompts: Markdown files rendered by Jinja2, each with a version that is a hash of what is sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

NAMES = ("system", "draft", "refine", "repair", "continue")
ALONE = ("system", "continue")
"""Those that no other stands before."""
_TAG = re.compile(r"<(?=/?(?:request|program|problems|findings|scene|part|turn)\b)")


def inert(text: str) -> str:
    """Keep a text from closing the tag it stands in, and from opening another of ours."""
    return _TAG.sub("<\u200b", text)


@dataclass(frozen=True)
class Prompts:
    """A set of prompts, as it was when it was read."""

    sources: Mapping[str, str]
    """The text of each file by its name."""

    @cached_property
    def environment(self) -> SandboxedEnvironment:
        """What renders them: a prompt that somebody wrote today reaches its values and nothing else."""
        from jinja2 import DictLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        environment = SandboxedEnvironment(  # the output is a prompt, not a page; `inert` guards its tags
            loader=DictLoader(self.sources), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        environment.globals.clear()
        environment.filters["inert"] = inert
        return environment

    def render(self, name: str, **values: Any) -> str:
        """Return the prompt `name` filled with `values`; a missing value is an error."""
        return self.environment.get_template(name).render(**values).strip()

    def version(self, name: str) -> str:
        """Return the version of the prompt `name`: of all that is sent for it, so of the system's too."""
        sent = self.sources[name] if name in ALONE else self.sources["system"] + self.sources[name]
        return hashlib.sha256(sent.encode()).hexdigest()[:12]

    def versions(self) -> dict[str, str]:
        """Return the version of every prompt."""
        return {name: self.version(name) for name in NAMES}


def _shipped(name: str) -> str:
    return (files("agent.prompts") / f"{name}.md").read_bytes().decode()


SHIPPED = Prompts({name: _shipped(name) for name in NAMES})


def prompts_in(folder: Path) -> Prompts:
    """Return the prompts of a folder, NAME.md, and those that are shipped for what it has not."""
    own = dict(SHIPPED.sources)
    for name in NAMES:
        with suppress(FileNotFoundError):  # it may go at any moment
            own[name] = (folder / f"{name}.md").read_bytes().decode()
    return Prompts(own)
