"""What a run may spend and what it has spent."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Budget:
    """The limits of one run."""

    model_calls: int = 8
    repair_rounds: int = 5
    tokens: int = 100_000
    wall_seconds: float = 600.0
    finding_rounds: int = 2
    """How many of the repair rounds may be for a picture that is not right, of a program that runs."""
    drafts: int = 1
    """Programs that are written where a whole one is wanted: only the one with the fewest problems goes on."""


@dataclass(frozen=True)
class Spent:
    """What one run has used so far."""

    model_calls: int = 0
    repair_rounds: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    finding_rounds: int = 0

    @property
    def tokens(self) -> int:
        """All tokens, read and written."""
        return self.input_tokens + self.output_tokens

    def plus(self, **more: int) -> Spent:
        """Return the sum of what was spent before and now."""
        return replace(self, **{name: getattr(self, name) + much for name, much in more.items()})

    def since(self, before: Spent) -> dict[str, int]:
        """Return what was spent after `before`, by its names, less what is none."""
        now, then = asdict(self), asdict(before)
        return {name: now[name] - then[name] for name in now if now[name] != then[name]}


def exhausted(budget: Budget, spent: Spent, seconds: float) -> str | None:
    """Name the limit that forbids another repair, or None while there is budget left."""
    limits = {
        f"{budget.model_calls} model calls": spent.model_calls >= budget.model_calls,
        f"{budget.repair_rounds} repair rounds": spent.repair_rounds >= budget.repair_rounds,
        f"{budget.tokens} tokens": spent.tokens >= budget.tokens,
        f"{budget.wall_seconds:g} seconds": seconds >= budget.wall_seconds,
    }
    return next((limit for limit, reached in limits.items() if reached), None)
