"""Make a video for a prompt and put it, with its report card, where it was asked for."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.budget import Budget
from agent.faults import Fault
from agent.problems import errors
from agent.sandbox import Rendered, RenderOptions
from service.requests import BadRequest

if TYPE_CHECKING:
    from agent.context import Context
    from agent.prompts import Prompts
    from agent.run import Outcome
    from service.reuse import Reuse

SHOUTED = "NONE! The program ran with all your rights: unset ROTATOR_ALLOW_UNSANDBOXED"
FILES = {"video": "animation.mp4", "poster": "poster.png", "code": "scene.py", "report": "report.json"}


def sandbox_named(tier: str | None) -> str | None:
    """Return what reports call a tier of the sandbox: none at all is shouted."""
    return SHOUTED if tier == "none" else tier


@dataclass(frozen=True)
class Production:
    """What was made of a prompt, and where it lies. A failed one has a report, and a partial video at best."""

    task_id: str
    status: str
    folder: Path
    code: str | None
    report: dict[str, Any]
    report_name: str
    fault: Fault | None = None

    @property
    def error(self) -> str | None:
        """Why there is no video."""
        error: str | None = self.report["error"]
        return error

    def path(self, what: str) -> str | None:
        """Return the path of the video, the poster, the code or the report, if there is one."""
        if what == "report":
            return str(self.folder / self.report_name)
        has_video = self.status == "completed" or self.partial
        return str(self.folder / FILES[what]) if has_video else None

    @property
    def partial(self) -> bool:
        """Whether the run failed and its video is of what ran before that."""
        partial: bool = self.report["partial"]
        return partial

    def note(self, name: str, value: Any) -> None:
        """Add something to the report, and to the file of it."""
        self.report[name] = value
        write_report(self.folder / self.report_name, self.report)

    def as_json(self) -> dict[str, Any]:
        """Return the production as `rotator generate --json` shows it."""
        return {
            "task_id": self.task_id,
            "status": self.status,
            "video": self.path("video"),
            "poster": self.path("poster"),
            "code": self.code,
            "report": self.path("report"),
            "error": self.error,
            "partial": self.partial,
            "findings": self.report["findings"],
            "cached": self.report["cached"],
        }


def new_task_id() -> str:
    """Return a new task id, usable as a folder name."""
    return uuid.uuid4().hex


def prepare_folder(folder: Path) -> Path:
    """Make `folder` and see that it can be written to, before any work; raise BadRequest."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BadRequest(f"cannot write to {folder}: {error.strerror}; choose another with --out") from None
    return folder


def produce(
    task_id: str,
    prompt: str,
    context: Context,
    folder: Path,
    *,
    model: str,
    options: RenderOptions,
    budget: Budget,
    tell: Callable[[Outcome], None],
    reuse: Reuse | None = None,
    fresh: bool = False,
) -> Production:
    """Make a video for `prompt` and deliver it into `folder`, all of it or nothing; `tell` what the run gave.

    One that answers a like prompt is taken where there is one, unless a `fresh` one is asked for.
    """
    place = str(folder.resolve())
    if reuse is not None and not fresh and (there := again(task_id, prompt, context, folder, reuse, place)):
        return there
    from agent.run import run

    outcome = run(prompt, context, options=options, budget=budget, session=task_id)
    tell(outcome)
    made = finish(
        task_id, prompt, folder, outcome, context.prompts, model=model, options=options, budget=budget
    )
    if reuse is not None and made.code is not None and made.status == "completed":
        reuse.keep(task_id, prompt, made.code, place, made.report)
    return made


def finish(
    task_id: str,
    prompt: str,
    folder: Path,
    outcome: Outcome,
    prompts: Prompts,
    *,
    model: str,
    options: RenderOptions,
    budget: Budget,
) -> Production:
    """Deliver what a run gave into `folder`, all of it or nothing; what it drew elsewhere is removed."""
    try:
        told = _without_part(outcome) if (folder / FILES["video"]).exists() else outcome
        report = report_card(task_id, prompt, model, options, budget, told, prompts)
        name = _deliver(folder, told.rendered, told.code, report)
    finally:
        if outcome.rendered:
            shutil.rmtree(outcome.rendered.folder, ignore_errors=True)
    return Production(task_id, outcome.status, folder, told.code, report, name, outcome.fault)


def _without_part(outcome: Outcome) -> Outcome:
    """Return an outcome without its partial video: there is a whole one where it would go."""
    return replace(outcome, rendered=None, delivered=None) if outcome.partial else outcome


def again(
    task_id: str, prompt: str, context: Context, folder: Path, reuse: Reuse, place: str
) -> Production | None:
    """Deliver the video of a like prompt; None where there is none, or it cannot be drawn any more.

    One that has to be drawn again is known to lie at `place` from then on.
    """
    from service.reuse import report_of, video_of

    started = time.monotonic()
    hit = reuse.find(prompt)
    if hit is None:
        return None
    try:
        with video_of(hit, context, reuse) as (rendered, drawn_again):
            if not rendered.ok:
                reuse.cache.forget(hit.kept.task_id)
                return None
            seconds = time.monotonic() - started
            report = report_of(hit, task_id, prompt, drawn_again=drawn_again, seconds=seconds)
            name = _deliver(folder, rendered, hit.kept.code, report)
    except Fault:  # the run that follows meets it too, and reports it
        return None
    if drawn_again:
        reuse.moved(hit, task_id, place)
    return Production(task_id, "completed", folder, hit.kept.code, report, name)


def report_card(
    task_id: str,
    prompt: str,
    model: str,
    options: RenderOptions,
    budget: Budget,
    outcome: Outcome,
    prompts: Prompts,
) -> dict[str, Any]:
    """Return everything worth knowing about how a video came to be, or did not."""
    rendered = outcome.rendered
    return {
        "task_id": task_id,
        "prompt": prompt,
        "model": model,
        "sandbox": sandbox_named(next((each.tier for each in reversed(outcome.attempts) if each.tier), None)),
        "options": asdict(options),
        "manim": version("manim"),
        "frames": rendered.frames if rendered else 0,
        "duration": rendered.duration if rendered else 0.0,
        "render_seconds": rendered.seconds if rendered else {},
        "formulas": rendered.formulas if rendered else {},
        "uninspected": rendered.uninspected if rendered else "",
        "prompt_versions": prompts.versions(),
        "budget": asdict(budget),
        **outcome.as_json(),
        "scene": outcome.scene,
        "answer": _answer(outcome),
        "fault": type(outcome.fault).__name__ if outcome.fault else None,
        "cached": None,
    }


def remade(task_id: str, code: str, report: dict[str, Any], rendered: Rendered, folder: Path) -> Production:
    """Deliver the video of a program that was delivered before, drawn once more, with its report as it was."""
    if not rendered.ok:
        said = errors(rendered.problems)[0].message if errors(rendered.problems) else "it gave no video"
        report = report | {"error": f"its video cannot be made again: {said}", "partial": False}
        write_report(folder / FILES["report"], report)
        return Production(task_id, "failed", folder, code, report, FILES["report"])
    try:
        name = _deliver(folder, rendered, code, report)
    finally:
        shutil.rmtree(rendered.folder, ignore_errors=True)
    return Production(task_id, report["status"], folder, code, report, name)


def report_of_the_dead(
    task_id: str,
    prompt: str,
    model: str,
    options: RenderOptions,
    budget: Budget,
    state: dict[str, Any],
    error: str,
    prompts: Prompts,
) -> dict[str, Any]:
    """Return the report card of a run that was cut off for good in `state`."""
    from agent.run import outcome

    cut_off = outcome(state, None, sum(state.get("seconds", {}).values()))
    cut_off = replace(cut_off, status="failed", rendered=None, delivered=None, error=error)
    return report_card(task_id, prompt, model, options, budget, cut_off, prompts)


def last_code(report: dict[str, Any]) -> str | None:
    """Return the last program that a run tried, if it came to one."""
    codes = [each["code"] for each in report.get("attempts", ()) if each["code"]]
    return codes[-1] if codes else None


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write a report card."""
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")


def copy_stills(rendered: Rendered, findings: list[dict[str, Any]], folder: Path) -> tuple[str, ...]:
    """Copy the pictures of findings, as reports have them, that lie with a render into `folder`; return their names."""
    named = dict.fromkeys(each["still"] for each in findings)
    stills = tuple(name for name in named if name and (Path(rendered.folder) / name).is_file())
    for name in stills:
        shutil.copyfile(Path(rendered.folder) / name, folder / name)
    return stills


def remove_stills(folder: Path, but: tuple[str, ...] = ()) -> None:
    """Remove the pictures of an earlier video's findings from `folder`."""
    for old in folder.glob("finding-*.jpg"):
        if old.name not in but:
            old.unlink()


def _answer(outcome: Outcome) -> str:
    """Return what the model said beside the program that is delivered; where none is, what it said last."""
    told = outcome.delivered or (outcome.attempts[-1] if outcome.attempts else None)
    return told.answer if told else ""


def _deliver(folder: Path, rendered: Rendered | None, code: str | None, report: dict[str, Any]) -> str:
    """Write the files beside their places and then move them there, the report last; return its name.

    A failed run does not touch the video of an earlier one, nor the report that belongs to it.
    """
    stills: tuple[str, ...] = ()
    beside_a_video = not rendered and (folder / FILES["video"]).exists()
    report_name = "report-failed.json" if beside_a_video else FILES["report"]
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=folder) as beside:
        unfinished = Path(beside)
        if rendered:
            shutil.copyfile(rendered.video, unfinished / FILES["video"])
            shutil.copyfile(rendered.poster, unfinished / FILES["poster"])
            stills = copy_stills(rendered, report["findings"], unfinished)
        if code:
            (unfinished / FILES["code"]).write_text(code, encoding="utf-8")
        write_report(unfinished / report_name, report)
        for path in [unfinished / name for name in (*stills, *FILES.values(), report_name)]:
            if path.exists():
                path.replace(folder / path.name)
    if rendered:
        remove_stills(folder, but=stills)
    return report_name
