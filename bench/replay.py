"""Replay drafts as a scripted model through the agent: model calls per success, with the check and without it."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from langgraph.graph import START, StateGraph
from langgraph.runtime import Runtime

from agent.budget import Budget
from agent.check import Checker
from agent.check.parsing import Unparsable, parse
from agent.check.structure import find_scene
from agent.context import Context
from agent.faults import Fault
from agent.graph import after_check, after_inspect, graph
from agent.nodes import draft, inspect, remember, render, repair, retrieve, salvage, stage
from agent.problems import Problem, errors
from agent.run import run
from agent.sandbox import Probed, Rendered, RenderOptions
from agent.sandbox.client import SandboxRenderer
from agent.scripted import Scripted
from agent.state import Attempt, State, Update

CALLS = 8
BUDGET = Budget(model_calls=CALLS, repair_rounds=CALLS - 1, tokens=10_000_000, wall_seconds=3600)
TINY = RenderOptions(160, 90, 5)
PROBE_SECONDS = 30.0


@dataclass(frozen=True)
class Remembering:
    """A renderer that only probes, each program once: what is counted is calls, not seconds."""

    real: SandboxRenderer
    known: dict[tuple[str, str], Probed] = field(default_factory=dict)

    def probe(self, code: str, scene: str, options: RenderOptions, seconds: float) -> Probed:
        """Probe, or remember."""
        key = (code, scene)
        if key not in self.known:
            try:
                self.known[key] = self.real.probe(code, scene, TINY, PROBE_SECONDS)
            except Fault as fault:
                self.known[key] = Probed(ok=False, problems=(Problem("fault", fault.message),))
        return self.known[key]

    def render(self, code: str, scene: str, options: RenderOptions, seconds: float, **more: Any) -> Rendered:
        """Probe, and say of it what a render would."""
        probed = self.probe(code, scene, options, seconds)
        return Rendered(
            ok=probed.ok, folder="", problems=probed.problems, duration=probed.duration, plays=probed.plays
        )


@stage
def check(state: State, runtime: Runtime[Context]) -> Update:
    """See only that there is a scene to run."""
    found, scene = state["draft"].problems, None
    if not errors(found):
        try:
            scene, found = find_scene(parse(state["draft"].code))
        except Unparsable as error:
            found = (Problem("syntax", str(error), error.line),)
    draft = replace(state["draft"], scene=scene)
    update: Update = {"draft": draft, "problems": found}
    if not errors(found):
        return update
    number = len(state["attempts"]) + 1
    attempt = Attempt(
        number, draft.origin, "check", draft.code, draft.prompt_version, found, draft.answer, base=draft.base
    )
    return {**update, "attempts": (attempt,)}


def without() -> Any:
    """Return the agent's graph with a check that finds no more than a scene and mends nothing."""
    built = StateGraph(State, context_schema=Context)
    for node in (retrieve, draft, check, render, inspect, repair, remember, salvage):
        built.add_node(node.__name__, node)
    built.add_edge(START, "retrieve")
    built.add_edge("retrieve", "draft")
    built.add_edge("draft", "check")
    built.add_conditional_edges("check", after_check)
    built.add_edge("render", "inspect")
    built.add_conditional_edges("inspect", after_inspect)
    built.add_edge("repair", "check")
    return built.compile()


def scripts(drafts: dict[str, tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return prompt and answers: each draft is first once, the others of its prompt follow in their order."""
    by_prompt: dict[str, list[str]] = defaultdict(list)
    for prompt, code in drafts.values():
        by_prompt[prompt].append(f"```python\n{code.rstrip()}\n```\n")
    return [
        (prompt, [answers[(first + n) % len(answers)] for n in range(CALLS)])
        for prompt, answers in by_prompt.items()
        for first in range(len(answers))
    ]


def print_replay(checks: Checker, drafts: dict[str, tuple[str, str]], renderer: SandboxRenderer) -> None:
    """Print model calls per success with the check and without it."""
    remembering = Remembering(renderer)
    print(f"\n{'replay':<16}{'runs':>6}{'successes':>11}{'at once':>9}{'calls':>7}{'calls per success':>19}")
    for name, machine in (("with the check", graph), ("without it", without())):
        calls, first, made = 0, 0, 0
        for prompt, answers in scripts(drafts):
            context = Context(
                search=lambda query: (),
                model=Scripted(script=answers),
                renderer=remembering,
                checker=checks,
            )
            outcome = run(prompt, context, options=TINY, budget=BUDGET, graph=machine)
            calls += outcome.spent.model_calls
            made += outcome.status == "completed"
            first += outcome.status == "completed" and outcome.spent.model_calls == 1
        runs = len(drafts)
        print(f"{name:<16}{runs:>6}{made:>11}{first:>9}{calls:>7}{calls / max(1, made):>19.2f}", flush=True)
