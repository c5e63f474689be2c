"""A reward for reinforcement learning: how far the program of an answer comes.

from service.events.exports.reward import Reward
GRPOTrainer(model, reward_funcs=Reward(checker(folder), renderer), train_dataset=…)
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent.check import Checker
from agent.check.running import checked_by_running
from agent.findings import weight
from agent.patching import program_of
from agent.problems import errors
from agent.sandbox import Renderer, RenderOptions

PARSES, PASSES, RUNS, WHOLE = 0.1, 0.4, 0.7, 1.0
SMALL = RenderOptions(160, 90, 5)
COST = 0.05
"""Of each point that the findings of a picture weigh."""
Completion = str | Sequence[dict[str, str]]


@dataclass(frozen=True)
class Reward:
    """Judges answers by the check, and where there is a renderer by running and drawing them in the sandbox."""

    checker: Checker
    renderer: Renderer | None = None
    seconds: float = 60.0

    def __call__(
        self, prompts: Sequence[Any], completions: Sequence[Completion], **columns: Any
    ) -> list[float]:
        """Return a reward from 0 to 1 for each completion; `before` has the programs that patches are made in."""
        bases = columns.get("before") or [""] * len(completions)
        return [self.of(_text(one), base or "") for one, base in zip(completions, bases, strict=True)]

    def of(self, text: str, base: str = "") -> float:
        """Return the reward of one answer."""
        code = program_of(text, base).code
        if not code:
            return 0.0
        checked = self.checker.check(code)
        if any(each.code == "syntax" for each in checked.problems):
            return 0.0
        if self.renderer is None:
            return PASSES if checked.ok else PARSES
        return self._ran(code, self.renderer)

    def _ran(self, code: str, renderer: Renderer) -> float:
        ran = checked_by_running(self.checker, code, renderer, SMALL, self.seconds)
        if errors(ran.problems) or ran.scene is None:
            return PARSES
        if ran.probed is None or not ran.probed.ok:
            return PASSES
        rendered = renderer.render(code, ran.scene, SMALL, self.seconds)
        shutil.rmtree(rendered.folder, ignore_errors=True)
        if not rendered.ok:
            return RUNS
        return max(RUNS, WHOLE - COST * weight(rendered.findings))


def _text(completion: Completion) -> str:
    return completion if isinstance(completion, str) else "".join(each["content"] for each in completion)
