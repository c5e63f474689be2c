"""What can be wrong with the machinery: exceptions for the operator, each with its remedy."""

from __future__ import annotations


class Fault(Exception):
    """The machinery is down or set up wrongly; no repair by the model can help."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class Stopped(Exception):
    """Nobody wants what is being made any more."""


class ModelMisconfigured(Fault):
    """The model cannot be used as it is set up: a package, a key or the name is wrong."""


class ModelUnavailable(Fault):
    """The provider did not answer, for a reason that may pass."""


class RateLimited(ModelUnavailable):
    """The provider wants fewer calls for a while."""


class LatexMissing(Fault):
    """A formula was to be drawn and LaTeX or dvisvgm is not installed."""


class RendererBroken(Fault):
    """The renderer itself failed, not the scene."""
