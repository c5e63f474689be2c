"""Render the scenes of a file that somebody is writing."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.check.parsing import Unparsable, parse
from agent.check.structure import scenes_of
from agent.problems import Problem
from agent.sandbox import Rendered, RenderOptions
from service.production import copy_stills, prepare_folder, remove_stills, sandbox_named
from service.requests import BadRequest, read_text

if TYPE_CHECKING:
    from agent.sandbox.client import SandboxRenderer


def render_file(
    file: Path,
    scene: str | None,
    options: RenderOptions,
    out: Path | None,
    renderer: SandboxRenderer,
    seconds: float,
    *,
    partial: bool = False,
) -> dict[str, Any]:
    """Render one scene of `file`, or all; return the report, and put the files below `out`."""
    code = read_text(file)
    try:
        scenes = scenes_of(parse(code))
    except Unparsable as error:
        return _report([], [Problem("syntax", str(error), line=error.line)])
    if scene is not None and scene not in scenes:
        there = (
            f"there are {', '.join(scenes)}"
            if scenes
            else "there is none: write a class with construct(self)"
        )
        raise BadRequest(f"{file} has no scene {scene}; {there}")
    if not scenes:
        message = "there is no scene: write a class DisplayScene(Scene) with construct(self)"
        return _report([], [Problem("no-scene", message)])
    wanted = [scene] if scene else scenes
    folder = prepare_folder(out or file.parent / f"{file.stem}-video")
    done = []
    for name in wanted:
        session = hashlib.sha256(f"{file.absolute()}\0{name}\0{options}".encode()).hexdigest()[:32]
        rendered = renderer.render(code, name, options, seconds, session=session, partial=partial)
        done.append(_delivered(name, rendered, folder if len(wanted) == 1 else folder / name))
    return _report(done, [])


def _delivered(name: str, rendered: Rendered, folder: Path) -> dict[str, Any]:
    paths: dict[str, str | None] = {
        "video": None,
        "poster": None,
        "thumbnails": None,
        "gif": None,
        "webm": None,
    }
    findings = [finding.as_json() for finding in rendered.findings]
    if rendered.ok:
        prepare_folder(folder)
        for what in ("video", "poster", "thumbnails", *rendered.also):
            source = rendered.file(what)
            shutil.copyfile(source, folder / source.name)
            paths[what] = str(folder / source.name)
        remove_stills(folder)
        copy_stills(rendered, findings, folder)
        shutil.rmtree(rendered.folder, ignore_errors=True)
    return {
        "scene": name,
        "ok": rendered.ok and not rendered.partial,
        "partial": rendered.partial,
        **paths,
        "problems": [problem.as_json() for problem in rendered.problems],
        "findings": findings,
        "uninspected": rendered.uninspected,
        "seconds": rendered.seconds,
        "tier": sandbox_named(rendered.tier),
        **{
            key: asdict(rendered)[key]
            for key in ("frames", "duration", "plays", "cached_plays", "formulas", "shards", "output")
        },
    }


def _report(done: list[dict[str, Any]], problems: list[Problem]) -> dict[str, Any]:
    """Return the report: of the one scene, or of the first with all the scenes' below `scenes`."""
    first: dict[str, Any] = (
        done[0]
        if done
        else {"partial": False, "video": None, "poster": None, "findings": [], "seconds": {}, "tier": None}
    )
    found = [problem.as_json() for problem in problems] + [each for one in done for each in one["problems"]]
    return {
        **first,
        "ok": bool(done) and all(one["ok"] for one in done),
        "problems": found,
        "frames": sum(one["frames"] for one in done),
        "scenes": done,
    }
