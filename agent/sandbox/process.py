"""Render each scene in a process of its own: new session, empty environment, hard limits.

This keeps accidents in; it is not yet a boundary against malice.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter, ValidationError

from agent.faults import LatexMissing, RendererBroken
from agent.problems import Problem
from agent.sandbox import Rendered, RenderOptions

JOB = Path(__file__).with_name("job.py")
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ")
LARGEST = {"animation.mp4": 512 * 2**20, "poster.png": 64 * 2**20, "result.json": 2**20}
LOOK_AT_IT = "look at the scene by hand: one that plants files is hostile (docs/architecture.md, Render)"
INSTALL_LATEX = "apt-get install -y --no-install-recommends texlive-latex-base dvisvgm"
_LATEX_LOG = re.compile(r"^! (?P<error>.+)\n(?P<where>.*)$", re.MULTILINE)


@dataclass(frozen=True)
class ProcessRenderer:
    """Starts one Python per scene below `scratch`; kills its whole process group at the end."""

    scratch: Path
    memory_bytes: int = 4 * 2**30

    def render(self, code: str, scene: str, options: RenderOptions, seconds: float) -> Rendered:
        """Render the class `scene` of `code` within `seconds`; raise a Fault if the machinery fails."""
        try:
            self.scratch.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix="job-", dir=self.scratch))
        except OSError as error:
            raise RendererBroken(
                f"cannot work in {self.scratch}: {error}", "set ROTATOR_DATA to a writable folder"
            ) from error
        try:
            rendered = self._run(folder, code, scene, options, seconds)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if not rendered.ok:
            shutil.rmtree(folder, ignore_errors=True)
        return rendered

    def _run(self, folder: Path, code: str, scene: str, options: RenderOptions, seconds: float) -> Rendered:
        (folder / "scene.py").write_text(code, encoding="utf-8")
        job = {
            "scene": scene,
            "width": options.width,
            "height": options.height,
            "fps": options.fps,
            "limits": {
                "RLIMIT_AS": self.memory_bytes,
                "RLIMIT_CPU": max(1, int(seconds * 4)),
                "RLIMIT_FSIZE": LARGEST["animation.mp4"],
                "RLIMIT_NOFILE": 256,
                "RLIMIT_CORE": 0,
            },
        }
        (folder / "job.json").write_text(json.dumps(job))
        started = time.monotonic()
        with _job_process(folder) as process:
            try:
                process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                return Rendered(ok=False, folder="", problems=(_too_slow(seconds),))
        result = _result(folder, process.returncode)
        if not result["ok"]:
            return Rendered(ok=False, folder="", problems=(_problem(result["error"], folder),))
        for name in ("animation.mp4", "poster.png"):
            _checked(folder / name)
        return Rendered(
            ok=True,
            folder=str(folder),
            problems=tuple(
                Problem("render-warning", str(warning), severity="warning") for warning in result["warnings"]
            ),
            frames=int(result["frames"]),
            duration=float(result["duration"]),
            manim=str(result["manim"]),
            seconds={**result["seconds"], "whole": round(time.monotonic() - started, 3)},
        )


@contextmanager
def _job_process(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "XDG_CACHE_HOME": str(folder.parent / "fontconfig"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
    }
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-I", str(JOB)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _checked(path: Path) -> Path:
    """Return `path` if it is a regular file of moderate size: the job's word is not taken for it."""
    try:
        status = path.lstat()
    except OSError as error:
        raise RendererBroken(f"the render left no {path.name}", LOOK_AT_IT) from error
    if not stat.S_ISREG(status.st_mode) or not 0 < status.st_size <= LARGEST[path.name]:
        raise RendererBroken(f"the render left an unusable {path.name}", LOOK_AT_IT)
    return path


class _Error(BaseModel):
    """What the job says went wrong."""

    type: str = "Error"
    message: str = ""
    line: int | None = None
    cause: str | None = None


class _Success(BaseModel):
    """What the job says of a scene that it drew."""

    ok: Literal[True]
    frames: int
    duration: float
    manim: str
    warnings: list[str]
    seconds: dict[str, float]


class _Failure(BaseModel):
    """What the job says of a scene that it could not draw."""

    ok: Literal[False]
    error: _Error


_RESULT: TypeAdapter[_Success | _Failure] = TypeAdapter(_Success | _Failure)


def _tail(path: Path) -> str:
    with path.open("rb") as output:
        output.seek(max(0, path.stat().st_size - 600))
        return output.read(600).decode(errors="replace").strip()


def _result(folder: Path, returncode: int) -> dict[str, Any]:
    if not (folder / "result.json").exists():
        tail = _tail(folder / "output.txt")
        how = signal.Signals(-returncode).name if returncode < 0 else f"exit status {returncode}"
        message = f"the program ended ({how}) before the render was done. {tail}"
        return {"ok": False, "error": {"type": "Died", "message": message, "line": None}}
    text = _checked(folder / "result.json").read_text(encoding="utf-8", errors="replace")
    try:
        result = _RESULT.validate_json(text)
    except ValidationError as error:
        raise RendererBroken("the render left a result that makes no sense", LOOK_AT_IT) from error
    return result.model_dump()


def _too_slow(seconds: float) -> Problem:
    return Problem(
        "too-slow",
        f"the scene did not finish within {seconds:.0f} s: fewer or shorter animations, fewer mobjects, "
        "no endless loop, no MathTex inside an updater",
    )


def _problem(error: dict[str, Any], folder: Path) -> Problem:
    message = f"{error['type']}: {error['message']}"
    if "latex" in message.lower() or "dvisvgm" in message.lower():
        if not (shutil.which("latex") and shutil.which("dvisvgm")):
            raise LatexMissing(
                "the scene has a formula, and LaTeX is not installed",
                f"install it: {INSTALL_LATEX}   (`rotator doctor` shows what is missing)",
            )
        if found := _latex_error(folder):
            return Problem("latex", f"LaTeX: {found}", line=error["line"])
    if error["type"] == "NoAnimation":
        return Problem("no-animation", error["message"])
    if cause := error.get("cause"):
        message += f" (from {cause})"
    return Problem("render-error", message, line=error["line"])


def _latex_error(folder: Path) -> str | None:
    logs = sorted(folder.glob("media/Tex/*.log"), key=lambda log: log.stat().st_mtime)
    for log in reversed(logs):
        text = log.read_text(errors="replace")
        if error := _LATEX_LOG.search(text):
            near = re.sub(r"^<[^>]*>|\.\.\..*?>\}|\\special.*", "", error["where"]).strip()
            return f"{error['error']} Near: {near}"
    return None
