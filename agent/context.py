"""What the nodes work with: handed to a run, never kept in its state."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.check import Checker
from agent.prompts import SHIPPED, Prompts
from agent.sandbox import Renderer
from index.document import Document
from index.repairs import Repairs

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Listener = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Context:
    """The collaborators of a run."""

    search: Callable[[str], tuple[Document, ...]]
    model: BaseChatModel
    renderer: Renderer
    checker: Checker
    render_seconds: float = 180.0
    listen: Listener = lambda event: None
    """Is told of each stage, each piece of the model's answer, each attempt and how far a drawing is, as they come."""
    look_up: Callable[[str, str], tuple[Document, ...]] = lambda said, symbol: ()
    """Finds what is known of a problem, given as it is said and with the name in play."""
    repairs: Repairs | None = None
    """What cured the errors of earlier runs."""
    stronger: BaseChatModel | None = None
    """Is asked where the model goes round in circles."""
    within: Callable[[str], AbstractContextManager[None]] = lambda stage: nullcontext()
    """Stands around each stage: for whoever traces them."""
    prompts: Prompts = SHIPPED
    """How the model is asked."""
