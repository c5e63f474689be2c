"""Give the finished video of a like prompt at once, and say so; keep what is finished for the next one."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.faults import Fault
from agent.sandbox import Rendered, RenderOptions
from index.cache import Hit, Kept, PromptCache, key_of

if TYPE_CHECKING:
    from agent.context import Context
    from service.storage.spool import Spool

IN_BUCKET = "bucket:"
LEFT_OUT = ("attempts", "escalations", "delivered", "spent", "used", "seconds", "render_seconds", "cached")
"""What a report says of its own run alone."""


Files = Callable[[Kept], AbstractContextManager[Path | None]]
"""Gives the folder with the files of an earlier production, for as long as they are needed; None where they are gone."""


@contextmanager
def in_its_folder(kept: Kept) -> Iterator[Path | None]:
    """Give the folder that a production was delivered into, unless a later one lies there."""
    folder = Path(kept.folder)
    yield folder if _is_of(kept, folder) else None


def in_its_place(open_spool: Callable[[], Spool]) -> Files:
    """Return what gives the files of a production wherever they lie, in a folder or in the bucket."""

    @contextmanager
    def files(kept: Kept) -> Iterator[Path | None]:
        if not kept.folder.startswith(IN_BUCKET):
            with in_its_folder(kept) as folder:
                yield folder
            return
        with tempfile.TemporaryDirectory(prefix="rotator-fetched-") as name:
            task_id = kept.folder.removeprefix(IN_BUCKET)
            yield Path(name) if _fetched(open_spool(), task_id, kept, Path(name)) else None

    return files


def _fetched(spool: Spool, task_id: str, kept: Kept, folder: Path) -> bool:
    """Copy the video of a task, its poster and its stills into a folder; return whether they are there."""
    stills = [each["still"] for each in json.loads(kept.report).get("findings", ()) if each["still"]]
    try:
        for name in ("animation.mp4", "poster.png", *stills):
            result = spool.open(task_id, name)
            if result is None:
                return False
            with (folder / name).open("wb") as file:
                file.writelines(spool.read(result, 0, result.size))
    except (Fault, FileNotFoundError):  # then it is drawn again
        return False
    return True


def in_bucket(task_id: str) -> str:
    """Return the place of what a task has in the bucket, as the cache keeps it."""
    return IN_BUCKET + task_id


@dataclass(frozen=True)
class Reuse:
    """The prompt cache as productions use it: for one model, picture and set of prompts."""

    cache: PromptCache
    model: str
    options: RenderOptions
    prompt_versions: Mapping[str, str]
    files: Files = in_its_folder

    @property
    def key(self) -> str:
        """All that a video depends on beside its prompt."""
        return key_of(
            options=self.options,
            model=self.model,
            prompt_versions=self.prompt_versions,
            manim=version("manim"),
        )

    def find(self, prompt: str) -> Hit | None:
        """Return the production that answers a prompt too."""
        return self.cache.find(prompt, self.key)

    def keep(self, task_id: str, prompt: str, code: str, place: str, report: dict[str, Any]) -> None:
        """Keep a finished production, whose files lie at `place`."""
        kept = {name: value for name, value in report.items() if name not in LEFT_OUT}
        scene = report["scene"]
        self.cache.keep(Kept(task_id, prompt, code, scene, place, time.time(), json.dumps(kept)), self.key)

    def moved(self, hit: Hit, task_id: str, place: str) -> None:
        """Take note of where the video lies that was drawn again."""
        kept = replace(hit.kept, task_id=task_id, folder=place, made=time.time())
        self.cache.keep(kept, self.key)


@contextmanager
def video_of(hit: Hit, context: Context, reuse: Reuse) -> Iterator[tuple[Rendered, bool]]:
    """Give the files of an earlier production and whether they had to be drawn again, from its program, for they are gone.

    What was drawn again is removed at the end.
    """
    with reuse.files(hit.kept) as folder:
        there = Rendered(ok=True, folder=str(folder))
        if folder and all(path.is_file() for path in (there.video, there.poster)):
            yield there, False
            return
    rendered = context.renderer.render(hit.kept.code, hit.kept.scene, reuse.options, context.render_seconds)
    try:
        yield rendered, True
    finally:
        if rendered.folder:
            shutil.rmtree(rendered.folder, ignore_errors=True)


def _is_of(kept: Kept, folder: Path) -> bool:
    """Whether what lies in a folder is of this production still, and not of a later one that was put there."""
    try:
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        return bool(report["task_id"] == kept.task_id)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def report_of(hit: Hit, task_id: str, prompt: str, *, drawn_again: bool, seconds: float) -> dict[str, Any]:
    """Return the report card of a video that was there already."""
    from agent.budget import Spent

    spent = Spent()
    return {
        **json.loads(hit.kept.report),
        "task_id": task_id,
        "prompt": prompt,
        "attempts": [],
        "escalations": [],
        "delivered": None,
        "used": {},
        "spent": {**asdict(spent), "tokens": spent.tokens},
        "seconds": {"whole": round(seconds, 3)},
        "render_seconds": {},
        "cached": {
            "task_id": hit.kept.task_id,
            "prompt": hit.kept.prompt,
            "similarity": round(hit.similarity, 4),
            "drawn_again": drawn_again,
        },
    }
