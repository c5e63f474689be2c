"""Convert, check and render others' scenes, one after the other; what is known is not looked at again."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from agent.check import Checker
from agent.check.layout import formatted
from agent.check.running import Ran, mended_by_running
from agent.problems import errors
from agent.sandbox import QUALITIES, RenderOptions
from agent.sandbox.client import SandboxRenderer
from service.events.exports.families import digest
from service.events.imports.finding import Found, files_in, scenes_in, text_of
from service.events.imports.ownership import Ownership
from service.events.imports.table import Imported, Imports, Verdict

PROBE_SECONDS = 20.0
LOW = RenderOptions(*QUALITIES["low"])
MOST_REASONS = 5


@dataclass
class Importer:
    """Brings the scenes of a folder in; nothing of theirs runs outside the sandbox."""

    imports: Imports
    checker: Checker
    renderer: SandboxRenderer
    seconds: float
    """For drawing one scene."""
    listen: Callable[[Imported], None] = lambda row: None
    counts: Counter[str] = field(default_factory=Counter)

    def bring_in(self, folder: Path, source: str, told: str, limit: int | None) -> Iterator[Imported]:
        """Yield a row for each scene of `folder`, written as soon as it is there; `limit` counts new ones."""
        ownership = Ownership(folder, told)
        for file in files_in(folder):
            for found, text in self._scenes(file):
                licence, licence_from = ownership.of(file, text)
                scene_id = digest(f"{found.name}\0{found.program}")[:32]
                row = self.imports.known(scene_id, licence, licence_from)
                self.counts["known" if row else "new"] += 1
                if row is None:
                    if limit is not None and self.counts["new"] > limit:
                        self.counts["new"] -= 1
                        return
                    place = {"id": scene_id, "source": source, "file": str(file.relative_to(folder))}
                    row = self._converted(found, {**place, "licence": licence, "licence_from": licence_from})
                    self.imports.keep(row)
                    self.listen(row)
                yield row

    def _scenes(self, file: Path) -> Iterator[tuple[Found, str]]:
        text = text_of(file)
        found = scenes_in(text) if text is not None else None
        self.counts["files"] += 1
        self.counts["unreadable"] += found is None
        yield from ((each, text or "") for each in found or ())

    def _converted(self, found: Found, place: dict[str, Any]) -> Imported:
        started = time.monotonic()
        ran = mended_by_running(self.checker, found.program, self.renderer, LOW, PROBE_SECONDS)
        ran = replace(ran, code=formatted(ran.code))
        verdict, reasons, findings = self._verdict(ran)
        return Imported(
            **place,
            scene=found.name,
            about=found.about,
            verdict=verdict,
            before=found.program,
            after=ran.code,
            reasons=reasons,
            findings=findings,
            seconds=round(time.monotonic() - started, 3),
            manim=version("manim"),
            made=time.time(),
        )

    def _verdict(self, ran: Ran) -> tuple[Verdict, tuple[str, ...], tuple[str, ...]]:
        """Return what became of a scene, why it is no better, and what is wrong with its picture."""
        left = errors(ran.problems)
        reasons = tuple(f"{each.code}: {each.message}"[:500] for each in left[:MOST_REASONS])
        if left or ran.scene is None:
            came_somewhere = ran.probed is not None and ran.probed.plays > 0
            return ("partly" if ran.mends or came_somewhere else "not"), reasons, ()
        rendered = self.renderer.render(ran.code, ran.scene, LOW, self.seconds)
        shutil.rmtree(rendered.folder, ignore_errors=True)
        if not rendered.ok:
            return (
                "convertible",
                tuple(f"{each.code}: {each.message}"[:500] for each in rendered.problems),
                (),
            )
        lost = tuple(f"without {each.loses}" for each in ran.mends if each.loses)
        return "renders", lost, tuple(dict.fromkeys(each.kind for each in rendered.findings))
