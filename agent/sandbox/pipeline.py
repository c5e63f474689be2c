"""From a scene's code to its video: probe, formulas, render."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.sandbox import FILES
from agent.sandbox.broker import Broker, Formula
from agent.sandbox.plays import Plays
from agent.sandbox.pool import Parent
from agent.sandbox.supervision import Ended, Limits, run_job

MOST_ROUNDS = 4
"""Probes of one scene: another follows when formulas were drawn by a stand-in and something went wrong."""
PROBE_SECONDS = 1.5
"""A probe that takes longer is given up: building the scene is then most of the work, and is not done twice."""
WORTH_SHARING = 1.5
"""Seconds of drawing from which idle cores are put to work."""
MOST_PLAYS = 20_000
"""Plays of one scene that are kept count of."""
SALVAGE_SECONDS = 15.0
"""For a video of what a failed render has finished, beyond the time that it had itself."""

Tell = Callable[[dict[str, Any]], None]


@dataclass
class Pipeline:
    """One scene on its way through the sandbox."""

    parent: Parent
    tier: str
    broker: Broker
    scratch: Path
    request: dict[str, Any]
    tell: Tell
    is_cancelled: Callable[[], bool]
    started: float = field(default_factory=time.monotonic)
    known: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    cached: int = 0
    compiled: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    finished: list[dict[str, Any]] = field(default_factory=list)
    """What the render has told of its finished plays."""

    def run(self) -> dict[str, Any]:
        """Return what came of it; the files lie in the folder that was asked for."""
        probe = self._probe()
        if self.request["op"] == "probe":
            if _is_timed(probe):
                probe = self._job("probe", {}, self._answering([]), steps=True)
            return self._ended("probe", probe, {})
        if not self._goes_on(probe):
            return self._ended("probe", probe, {})
        expected = _expected(probe)
        self.tell({"frames": 0, "of": expected})
        failed = not (_succeeded(probe) or _is_unsure(probe))
        shards = 1 if failed else self._shards(probe)
        rendered = self._render(shards, expected)
        if shards > 1 and _lost(rendered):
            rendered = self._render(1, expected)
        saved = self._saved(rendered)
        if failed and rendered.result is None:  # it was ended; the probe knows what is wrong
            return self._ended("probe", probe, {"saved": saved})
        return self._ended("render", rendered, {"of": expected, "shards": shards, "saved": saved})

    def _goes_on(self, probe: Ended) -> bool:
        """Return whether the scene is to be drawn after this probe."""
        if _succeeded(probe):
            return True
        worth = _is_unsure(probe) or (self.request["partial"] and _has_finished_plays(probe))
        return worth and self._left() > 1

    def _left(self) -> float:
        return max(0.5, self.started + float(self.request["seconds"]) - time.monotonic())

    def _spec(self, kind: str) -> dict[str, Any]:
        asked = {
            name: self.request[name]
            for name in ("code", "scene", "width", "height", "fps", "also", "digest", "inspect")
        }
        return {
            "kind": kind,
            **asked,
            "seed": 0,
            "preset": self.request["preset"],
            "caching": self.request["plays"] is not None and kind == "render",
            "formulas": self.known,
            "wrong_formulas": self.wrong,
            "latex": self.broker.has_latex,
        }

    def _probe(self) -> Ended:
        """Run the scene with one frame a play until its formulas are real ones or it is clear what is wrong."""
        for _ in range(MOST_ROUNDS):
            wanted: list[Formula] = []
            started = time.monotonic()
            ended = self._job("probe", {}, self._answering(wanted), seconds=self._probe_seconds())
            self._spent("probe", started)
            if not wanted:
                return ended
            wrong = self._compile(wanted)
            if ended.killed or (not wrong and ended.result and ended.result.get("ok")):
                return ended
        return ended

    def _probe_seconds(self) -> float:
        """Return how long a probe may take: where nothing else was asked for, as long as there is."""
        return self._left() if self.request["op"] == "probe" else PROBE_SECONDS

    def _compile(self, wanted: list[Formula]) -> bool:
        started = time.monotonic()
        answers = self.broker.compile(self.parent, wanted, self._left())
        self._spent("formulas", started)
        self.compiled += len(answers)
        self.known |= {key: answer["svg"] for key, answer in answers.items() if "svg" in answer}
        wrong = {key: answer["wrong"] for key, answer in answers.items() if "wrong" in answer}
        self.wrong |= wrong
        return bool(wrong)

    def _answering(self, wanted: list[Formula], heard: Tell = lambda message: None) -> Callable[..., Any]:
        def answer(message: dict[str, Any]) -> dict[str, Any] | None:
            if "formula" not in message:
                heard(message)
                return None
            formula = Formula.from_claim(message["formula"])
            if formula is None:
                return {"wrong": "it is too long, or no LaTeX document"}
            svg = self.known.get(formula.key) or self.broker.find(formula)
            if svg is not None:
                self.cached += formula.key not in self.known
                self.known[formula.key] = svg
                return {"svg": svg}
            if not message.get("now"):
                wanted.append(formula)
                return {"later": True}
            self._compile([formula])
            key = formula.key
            return {"svg": self.known[key]} if key in self.known else {"wrong": self.wrong[key]}

        return answer

    def _render(self, shards: int, expected: int) -> Ended:
        self.finished.clear()
        folder = Path(self.request["folder"])
        names = [name for name in FILES if name not in ("gif", "webm") or name in self.request["also"]]
        fds = {name: _new_file(folder / FILES[name]) for name in names}
        plays = Plays(Path(self.request["plays"])) if self.request["plays"] else None
        if plays is not None:
            fds["plays"] = plays.open()
            fds["pack"] = _new_file(folder / "pack")
        started = time.monotonic()

        def heard(message: dict[str, Any]) -> None:
            claims: dict[str, Any] = {
                name: message[name] for name in ("frames", "plays", "play", "cached") if name in message
            }
            if "play" in message:
                self._finish(message)
            if claims and all(isinstance(value, int) for value in claims.values()):
                self.tell({**claims, "of": expected, "at": round(time.monotonic() - self.started, 3)})

        try:
            ended = self._job("render", fds, self._answering([], heard), shards)
            if plays is not None:
                plays.keep(fds["pack"], self.finished)
        finally:
            for fd in fds.values():
                os.close(fd)
            (folder / "pack").unlink(missing_ok=True)
        self._spent("render", started)
        return ended

    def _finish(self, message: dict[str, Any]) -> None:
        """Keep what a job tells of a play that is finished, and no more than any scene could have."""
        if len(self.finished) < MOST_PLAYS:
            name = message.get("name")
            kept = {key: message[key] for key in ("bytes", "cached") if isinstance(message.get(key), int)}
            self.finished.append(kept | ({"name": name} if isinstance(name, str) and len(name) < 200 else {}))

    def _saved(self, rendered: Ended) -> dict[str, int] | None:
        """Make a video of the plays that a failed render has finished; return what it has, if there is one."""
        stream = Path(self.request["folder"]) / FILES["stream"]
        wanted = self.request["partial"] and not _succeeded(rendered) and rendered.killed != "cancelled"
        if not (wanted and self.finished and stream.stat().st_size):
            return None
        fds = {name: _new_file(stream.with_name(FILES[name])) for name in ("video", "poster", "thumbnails")}
        fds["stream"] = os.open(stream, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        started, limits = time.monotonic(), Limits(SALVAGE_SECONDS, self.request["memory"])
        try:
            ended = run_job(
                self.parent,
                self.tier,
                {"kind": "salvage"},
                fds,
                limits,
                self.scratch,
                is_cancelled=self.is_cancelled,
            )
        finally:
            for fd in fds.values():
                os.close(fd)
        self._spent("salvage", started)
        frames = (ended.result or {}).get("frames")
        if not isinstance(frames, int):
            return None
        cached = sum(bool(play.get("cached")) for play in self.finished)
        return {"frames": frames, "plays": len(self.finished), "cached": cached}

    def _job(
        self,
        kind: str,
        fds: dict[str, int],
        on_message: Callable[..., Any],
        shards: int = 1,
        seconds: float = float("inf"),
        *,
        steps: bool = False,
    ) -> Ended:
        limits = Limits(min(seconds, self._left()), self.request["memory"], shards=shards)
        spec = {**self._spec(kind), "shards": shards, "steps": steps}
        return run_job(self.parent, self.tier, spec, fds, limits, self.scratch, on_message, self.is_cancelled)

    def _shards(self, probe: Ended) -> int:
        """Return how many processes shall share the drawing: more than one where cores are idle and it pays."""
        work = sum(
            play["frames"] * play["seconds"] / 2
            for play in (probe.result or {}).get("plays", ())
            if isinstance(play, dict)
        )
        if self.request["shards"]:
            return int(self.request["shards"])
        return min(4, idle_cores()) if work > WORTH_SHARING else 1

    def _spent(self, phase: str, started: float) -> None:
        self.seconds[phase] = round(self.seconds.get(phase, 0.0) + time.monotonic() - started, 4)

    def _ended(self, phase: str, ended: Ended, more: dict[str, Any]) -> dict[str, Any]:
        return {
            "phase": phase,
            "result": ended.result,
            "killed": ended.killed,
            "detail": ended.detail,
            "status": ended.status,
            "output": ended.output,
            "seconds": {**self.seconds, "whole": round(time.monotonic() - self.started, 4)},
            "formulas": {"cached": self.cached, "compiled": self.compiled},
            **more,
        }


def _new_file(path: Path) -> int:
    path.unlink(missing_ok=True)
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def _succeeded(ended: Ended) -> bool:
    return bool(ended.result and ended.result.get("ok"))


def _is_unsure(probe: Ended) -> bool:
    """Return whether only drawing can tell if the scene is right."""
    return probe.killed == "too-slow" or _is_timed(probe)


def _has_finished_plays(probe: Ended) -> bool:
    """Return whether a scene that has failed may have plays to show; of one without end none is drawn."""
    if probe.result is None:
        return probe.killed != "cancelled"
    error = probe.result.get("error")
    endless = isinstance(error, dict) and error.get("type") == "TooLong"
    return bool(probe.result.get("plays")) and not endless


def _is_timed(probe: Ended) -> bool:
    """Return whether a probe has failed where time passing frame by frame might not have."""
    return bool(probe.result and probe.result.get("timed"))


def _expected(probe: Ended) -> int:
    plays = (probe.result or {}).get("plays", ())
    return sum(
        play["frames"] for play in plays if isinstance(play, dict) and isinstance(play.get("frames"), int)
    )


def _lost(ended: Ended) -> bool:
    result = ended.result
    return (
        result is not None
        and not result.get("ok")
        and "ShardLost" in str(result.get("error", {}).get("type"))
    )


def idle_cores() -> int:
    """Return how many processors have nothing to do just now."""

    def read() -> tuple[int, int]:
        fields = [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        return fields[3] + fields[4], sum(fields)

    idle, whole = read()
    time.sleep(0.05)
    idle_now, whole_now = read()
    share = (idle_now - idle) / max(1, whole_now - whole)
    return max(1, round(share * (os.cpu_count() or 1)))
