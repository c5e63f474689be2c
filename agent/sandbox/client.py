"""The renderer that the rest of the program uses: asks a keeper, and starts one where none listens."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from filelock import FileLock

from agent.faults import LatexMissing, RendererBroken, Stopped
from agent.problems import Problem, errors
from agent.sandbox import FILES, Listen, Probed, Rendered, RenderOptions
from agent.sandbox.inside.preamble import document
from agent.sandbox.keeper import TIERS, SandboxUnavailable
from agent.sandbox.pool import clean_environment, installed_stamp
from agent.sandbox.seen import findings_of, take_apart
from agent.sandbox.verdict import failure_of, problems_of

START_SECONDS = 90
RENDERER = "renderer"
"""The keeper that is a service of its own, where there is one: nobody starts another in its place."""
FORGOTTEN_AFTER = 86_400
LOOK_AT_IT = "look at the scene by hand: one that plants files is hostile (docs/architecture.md, Render)"
INSTALL_LATEX = "apt-get install -y --no-install-recommends texlive-latex-recommended dvisvgm"
PATIENCE = 0.1
"""Seconds between two looks at whether a render is still wanted."""
LEAST_FREE = 64 * 2**20
"""Bytes of a disk that is not full."""
LARGEST = {"animation.mp4": 512 * 2**20, "poster.png": 64 * 2**20}


@dataclass(frozen=True)
class SandboxRenderer:
    """Renders through the keeper of `data`; one is started where none listens, and stays for `idle_seconds`.

    Where `data` has a renderer that is a service of its own, it is asked and none is started.
    """

    data: Path
    scratch: Path
    memory_bytes: int = 2 * 2**30
    parents: int = 1
    idle_seconds: float = 600.0
    tiers: tuple[str, ...] = TIERS
    allow_unsandboxed: bool = False
    preset: str = "veryfast"
    shards: int = 0
    """How many processes share a drawing; 0 leaves it to how idle the machine is."""
    inspect: bool = True
    """Whether the picture is looked at, and findings are told."""
    patience: float = 60.0
    """Seconds that a renderer which is a service of its own may be away: it is being started again."""
    name: str = ""
    """Sets a keeper apart from others of the same settings."""
    is_stopped: Callable[[], bool] = lambda: False
    """Says whether what is asked for is wanted no more: then it ends within a moment, and Stopped is raised."""

    def render(
        self,
        code: str,
        scene: str,
        options: RenderOptions,
        seconds: float,
        *,
        session: str | None = None,
        partial: bool = False,
        listen: Listen = lambda event: None,
        digest: bool = False,
    ) -> Rendered:
        """Render the class `scene` of `code` within `seconds`; raise a Fault if the machinery fails.

        What `session` names has rendered before is not drawn again where it has not changed. With `partial`, the
        plays that a failing scene has finished are a video all the same, without sound or further formats; that takes
        some seconds more at most.
        """
        folder = self._new_folder()
        request = self._request("render", code, scene, options, seconds) | {
            "folder": str(folder),
            "plays": str(self.data / "cache" / "plays" / session) if session else None,
            "partial": partial,
            "digest": digest,
        }
        try:
            rendered = self._rendered(request, folder, listen)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if not rendered.ok:
            shutil.rmtree(folder, ignore_errors=True)
        return rendered

    def probe(self, code: str, scene: str, options: RenderOptions, seconds: float) -> Probed:
        """Run the class `scene` of `code` with one frame for each animation; raise a Fault if the machinery fails."""
        request = self._request("probe", code, scene, options, seconds)
        said = self._ask(request)
        ended = said["ended"]
        problems = _problems(ended, request)
        plays = _plays(ended)
        return Probed(
            ok=not errors(problems),
            problems=problems,
            failure=failure_of(ended),
            plays=len(plays),
            duration=float((ended["result"] or {}).get("duration", 0.0)),
            finished=not ended["killed"],
            tier=said["tier"],
        )

    def _request(
        self, op: str, code: str, scene: str, options: RenderOptions, seconds: float
    ) -> dict[str, Any]:
        return {
            "op": op,
            "code": code,
            "scene": scene,
            **asdict(options),
            "seconds": seconds,
            "memory": self.memory_bytes,
            "preset": self.preset,
            "shards": self.shards,
            "plays": None,
            "partial": False,
            "digest": False,
            "inspect": self.inspect,
        }

    def typeset_errors(
        self, sources: Sequence[tuple[str, str | None]], seconds: float = 10.0
    ) -> tuple[str | None, ...]:
        """Return what TeX has against each formula, given as expression and environment; None where nothing.

        All are compiled in one run of LaTeX, within `seconds`, and what compiles is kept for the render. Without
        LaTeX there is nothing against any.
        """
        if not sources:
            return ()
        wanted = [[document(*each), ["latex"], ".dvi"] for each in sources]
        said = self._ask({"op": "typeset", "wanted": wanted, "seconds": seconds})
        return tuple(said["wrong"])

    def describe(self) -> dict[str, Any]:
        """Return what the keeper says of itself: its tier, what was tried against it, the versions."""
        return self._ask({"op": "describe"})

    @property
    def is_running(self) -> bool:
        """Whether our keeper listens; one that is not needed yet is not started for the question."""
        try:
            self._knock(self._name()).close()
        except OSError:
            return False
        return True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Start the keeper now, and keep it from ending for want of work."""
        with closing(self._connect()):
            yield

    def become_renderer(self) -> NoReturn:
        """Go on as the keeper that every client of `data` asks, with nothing of our environment; raise RendererBroken."""
        try:
            self._make_run()
            os.chdir(self._run)
        except OSError as error:
            raise _cannot_start(error) from error
        program, *arguments = self._command(RENDERER, None)
        os.execve(program, [program, *arguments], _environment())  # noqa: S606 - a fixed list

    def stop(self) -> None:
        """End the keeper, if one listens, and wait until it has."""
        name = self._name()
        with suppress(OSError), closing(self._knock(name)) as connection:
            connection.settimeout(10)
            connection.sendall(json.dumps({"op": "stop"}).encode() + b"\n")
            connection.recv(1)
        self._forget(name)

    def _new_folder(self) -> Path:
        try:
            self.scratch.mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(prefix="job-", dir=self.scratch))
        except OSError as error:
            raise RendererBroken(
                f"cannot work in {self.scratch}: {error}", "set ROTATOR_DATA to a writable folder"
            ) from error

    def _rendered(self, request: dict[str, Any], folder: Path, listen: Listen) -> Rendered:
        said = self._ask(request, listen)
        ended = said["ended"]
        problems = _problems(ended, request)
        if is_full(problems, shutil.disk_usage(folder).free):
            raise RendererBroken(
                f"the disk of {folder.parent} is full", "make room there, or set ROTATOR_DATA"
            )
        saved = ended.get("saved") if errors(problems) else None
        ok = bool(saved) or not errors(problems)
        if ok:
            for name, largest in LARGEST.items():
                _check(folder / name, largest)
            take_apart(folder / FILES["stills"], (ended["result"] or {}).get("stills"))
        result = ended["result"] or {}
        plays = _plays(ended)
        rendered = Rendered(
            ok=ok,
            folder=str(folder) if ok else "",
            problems=problems,
            frames=int(ended.get("of") or sum(int(play.get("frames", 0)) for play in plays)),
            duration=float(result.get("duration", 0.0)),
            manim=str(said["versions"]["manim"]),
            seconds=ended["seconds"] | _looking(result),
            tier=said["tier"],
            plays=len(plays),
            cached_plays=sum(bool(play.get("cached")) for play in plays),
            formulas={**ended["formulas"], "without_latex": int(result.get("typeset", 0))},
            shards=int(ended.get("shards", 1)),
            output=ended["output"],
            digest=str(result.get("digest", "")),
            also=request["also"],
            findings=findings_of(result, request["code"]) if ok else (),
            uninspected=str(result.get("uninspected", ""))[:400],
        )
        return _partial(rendered, saved, request["fps"]) if saved else rendered

    # the keeper

    @property
    def _run(self) -> Path:
        return self.data / "run"

    def _name(self) -> str:
        """Name the keeper that we want: of our settings, our source, and the Manim that is installed."""
        here = Path(__file__).parent
        files = [*here.rglob("*.py"), *(here.parent / "inspect").glob("*.py")]
        source = [(str(path), path.stat().st_mtime_ns) for path in sorted(files)]
        wanted = [
            self.name,
            source,
            self.parents,
            self.tiers,
            self.allow_unsandboxed,
            sys.executable,
            installed_stamp(),
        ]
        return hashlib.sha256(json.dumps(wanted).encode()).hexdigest()[:16]

    def _knock(self, name: str) -> socket.socket:
        """Connect to the keeper `name` if it listens; raise OSError."""
        folder = os.open(self._run, os.O_RDONLY | os.O_DIRECTORY)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(f"/proc/self/fd/{folder}/{name}")  # a socket's path has a short limit
        except OSError:
            connection.close()
            raise
        finally:
            os.close(folder)
        return connection

    def _ask(self, request: dict[str, Any], listen: Listen = lambda event: None) -> dict[str, Any]:
        """Send a request and return the answer; raise a Fault.

        A keeper that was already dying takes our call and drops it without a word; its successor is asked.
        """
        with closing(self._connect()) as connection:
            if self._send(connection, request):
                return self._answer(connection, listen)
        with closing(self._connect()) as connection:
            self._send(connection, request)
            return self._answer(connection, listen)

    def _send(self, connection: socket.socket, request: dict[str, Any]) -> bool:
        """Send a request and wait; return whether the keeper has begun to answer."""
        try:
            connection.sendall(json.dumps(request).encode() + b"\n")
            self._wait_for(connection)
            return bool(connection.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def _wait_for(self, connection: socket.socket) -> None:
        """Wait until there is something to read; raise Stopped where it is wanted no more."""
        while not select.select([connection], [], [], PATIENCE)[0]:
            if self.is_stopped():
                raise Stopped

    def _answer(self, connection: socket.socket, listen: Listen) -> dict[str, Any]:
        """Return what a keeper answers in the end; raise a Fault when it tells one, or is gone."""
        for said in self._messages(connection):
            if "event" in said:
                listen(said["event"])
            elif "fault" in said:
                raise RendererBroken(said["fault"], said["remedy"])
            else:
                return said
        raise RendererBroken(
            "the renderer's keeper has died under the scene", "try again: a new one is started"
        )

    def _messages(self, connection: socket.socket) -> Iterator[dict[str, Any]]:
        """Give what a keeper says, until it says no more: half a line is none."""
        rest = b""
        while True:
            self._wait_for(connection)
            try:
                came = connection.recv(2**16)
            except OSError:
                return
            if not came:
                return
            *lines, rest = (rest + came).split(b"\n")
            for line in lines:
                yield json.loads(line)

    def _connect(self) -> socket.socket:
        if not self.name and (self._run / RENDERER).is_socket():
            return self._renderer()
        name = self._name()
        with suppress(OSError):
            return self._knock(name)
        try:
            self._make_run()
            with FileLock(self._run / f"{name}.lock", timeout=START_SECONDS):
                with suppress(OSError):
                    return self._knock(name)
                self._forget_the_dead()
                self._start(name)
                return self._knock(name)
        except OSError as error:
            raise _cannot_start(error) from error

    def _renderer(self) -> socket.socket:
        """Connect to the renderer that is a service of its own, once it is there (again)."""
        deadline = time.monotonic() + self.patience
        while True:
            try:
                return self._knock(RENDERER)
            except OSError as error:
                if time.monotonic() > deadline:
                    raise RendererBroken(
                        f"the renderer of {self.data} does not answer: {error}",
                        f"start it: rotator renderer; or delete {self._run / RENDERER}, and each command starts its own",
                    ) from error
            time.sleep(0.1)

    def _make_run(self) -> None:
        self._run.mkdir(parents=True, exist_ok=True)
        self._run.chmod(0o700)

    def _forget_the_dead(self) -> None:
        """Remove what keepers of other settings or versions have left, once nobody can be about to use it."""
        for lock in self._run.glob("*.lock"):
            if lock.stem == RENDERER or time.time() - lock.stat().st_mtime < FORGOTTEN_AFTER:
                continue
            try:
                self._knock(lock.stem).close()
            except OSError:
                self._forget(lock.stem)

    def _forget(self, name: str) -> None:
        for kind in ("", ".log", ".lock"):
            (self._run / f"{name}{kind}").unlink(missing_ok=True)

    def _command(self, name: str, idle_seconds: float | None) -> list[str]:
        config = {
            "socket": name,
            "cache": str(self.data / "cache" / "formulas"),
            "parents": self.parents,
            "idle_seconds": idle_seconds,
            "tiers": self.tiers,
            "allow_unsandboxed": self.allow_unsandboxed,
        }
        return [sys.executable, "-I", "-m", "agent.sandbox.keeper", json.dumps(config)]

    def _start(self, name: str) -> None:
        with (self._run / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                self._command(name, self.idle_seconds),
                cwd=self._run,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        with process.stdout as output:
            ready, _, _ = select.select([output], [], [], START_SECONDS)
            said = json.loads(output.readline() or b"{}") if ready else {}
        if "tier" not in said:
            process.kill()
            process.wait()
            tail = (self._run / f"{name}.log").read_text(errors="replace")[-1500:].strip()
            kind = SandboxUnavailable if said.get("kind") == "SandboxUnavailable" else RendererBroken
            message = said.get("fault") or f"the renderer does not start: {tail or 'it said nothing'}"
            raise kind(
                message, said.get("remedy") or "run `rotator doctor`; make install sets up what it needs"
            )
        threading.Thread(target=process.wait, daemon=True).start()  # it may outlive us, or end before


def _environment() -> dict[str, str]:
    """Return the environment of a keeper."""
    return clean_environment("/nonexistent") | {"TMPDIR": tempfile.gettempdir()}


def _cannot_start(error: OSError) -> RendererBroken:
    return RendererBroken(f"cannot start the renderer: {error}", "set ROTATOR_DATA to a writable folder")


def _problems(ended: dict[str, Any], request: dict[str, Any]) -> tuple[Problem, ...]:
    """Return what is wrong with the scene; raise LatexMissing where that is none of its faults."""
    problems = problems_of(ended, request["code"], request["seconds"])
    for problem in problems:
        if problem.code == "latex-missing":
            raise LatexMissing(problem.message, f"install it: {INSTALL_LATEX}")
    return problems


def is_full(problems: Sequence[Problem], free: int) -> bool:
    """Return whether a scene failed for want of room on the disk, of which `free` bytes are left, not in its own memory."""
    full = os.strerror(errno.ENOSPC)
    return free < LEAST_FREE and any(full in each.message for each in errors(tuple(problems)))


def _plays(ended: dict[str, Any]) -> list[dict[str, Any]]:
    plays = (ended["result"] or {}).get("plays", ())
    return [play for play in plays if isinstance(play, dict)] if isinstance(plays, list) else []


def _looking(result: dict[str, Any]) -> dict[str, float]:
    """Return how long the picture was looked at, as the job says."""
    told = result.get("seconds")
    seconds = told.get("inspect") if isinstance(told, dict) else None
    return {"inspect": round(float(seconds), 4)} if isinstance(seconds, int | float) else {}


def _partial(rendered: Rendered, saved: dict[str, int], fps: int) -> Rendered:
    """Return what a render gave that has failed after its first plays."""
    return replace(
        rendered,
        partial=True,
        frames=saved["frames"],
        duration=round(saved["frames"] / fps, 3),
        plays=saved["plays"],
        cached_plays=saved["cached"],
        also=(),
        uninspected="the program failed: only a whole video is looked at",
    )


def _check(path: Path, largest: int) -> None:
    """See that a result is a regular file of moderate size; nobody takes the job's word for it."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise RendererBroken(f"the render left no {path.name}", LOOK_AT_IT) from error
    try:
        if not 0 < os.fstat(fd).st_size <= largest:
            raise RendererBroken(f"the render left an unusable {path.name}", LOOK_AT_IT)
    finally:
        os.close(fd)
