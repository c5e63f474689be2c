"""Run a scene: the probe, which draws one frame of each play, and the render, which draws them all."""

from __future__ import annotations

import linecache
import os
import random
import shutil
import sys
import time
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.inspect import inspector
from agent.inspect.inspector import Inspector
from agent.sandbox.inside import formulas
from agent.sandbox.inside.channel import Channel
from agent.sandbox.inside.failure import describe
from agent.sandbox.inside.formulas import SCENE, user_line
from agent.sandbox.inside.job import PLAYS, Shard, Spec

LONGEST_SECONDS = 3600
CHUNK = 15
"""Frames that a shard draws before the next one's turn."""
TOLD_EVERY = 0.2
OTHERS_SECONDS = 5.0
LATE = (
    "concurrent.futures.thread colorsys csv encodings.idna fractions grp multiprocessing.forkserver multiprocessing.pool multiprocessing.popen_fork multiprocessing.popen_forkserver "
    "multiprocessing.popen_spawn_posix multiprocessing.managers multiprocessing.queues multiprocessing.synchronize "
    "multiprocessing.connection multiprocessing.resource_tracker multiprocessing.shared_memory pwd queue "
    "scipy.integrate scipy.interpolate scipy.optimize scipy.special statistics stringprep"
).split()
"""What scenes import that Manim does not: in the parent it costs nothing, and a job may not reach its files."""
RELIED_ON = {
    "manim.scene.scene": (
        "CairoRenderer",
        "Scene.begin_animations",
        "Scene.is_current_animation_frozen_frame",
    ),
    "manim.renderer.cairo_renderer": (
        "CairoRenderer.play",
        "CairoRenderer.render",
        "CairoRenderer.add_frame",
        "CairoRenderer.update_frame",
        "CairoRenderer.get_frame",
        "CairoRenderer.freeze_current_frame",
        "CairoRenderer.update_skipping_status",
    ),
    "manim.scene.scene_file_writer": (
        "SceneFileWriter._create_segment_encoder",
        "SceneFileWriter.begin_animation",
        "SceneFileWriter.end_animation",
        "SceneFileWriter.write_frame",
        "SceneFileWriter.open_partial_movie_stream",
        "SceneFileWriter.close_partial_movie_stream",
        "SceneFileWriter.join_all_encode_jobs",
        "SceneFileWriter.combine_files",
        "SceneFileWriter.finish",
    ),
    "manim.scene.video_segment_encoder": ("VideoSegmentEncoder.finish",),
    "manim.mobject.text.tex_mobject": ("tex_to_svg_file",),
    "manim.utils.tex": ("TexTemplate.get_texcode_for_expression_in_env",),
}
"""What of Manim's inner parts this module builds on, looked at when the parent starts."""


def warm() -> dict[str, str]:
    """Import Manim, see that it is the one we know, draw a little; return the versions."""
    import importlib
    import platform
    from importlib.metadata import version

    import tqdm

    tqdm.tqdm.monitor_interval = 0  # its monitor would be a thread, and threads do not survive a fork
    import manim
    import PIL.Image

    if not manim.__version__.startswith("0.22."):
        raise RuntimeError(f"Manim {manim.__version__} is installed, 0.22 is needed: run make install")
    for module, names in RELIED_ON.items():
        for name in names:
            found: Any = importlib.import_module(module)
            for part in name.split("."):
                if not hasattr(found, part):
                    raise RuntimeError(
                        f"this Manim has no {module}.{name}; the renderer needs another version"
                    )
                found = getattr(found, part)
    PIL.Image.init()
    for name in LATE:
        importlib.import_module(name)
    _share_outlines()
    typeset = formulas.warm()
    inspector.warm()
    _warm_up(manim)
    return {
        "manim": manim.__version__,
        "python": platform.python_version(),
        "av": version("av"),
        "ziamath": typeset,
    }


def _share_outlines() -> None:
    """Have copies of a glyph share the parsed outline that it was made from.

    Nothing changes it once the glyph is made, and copying it was most of what `Transform`, `FadeIn` and `animate` cost for text.
    """
    from svgelements import Path as Outline

    Outline.__deepcopy__ = lambda self, memo: self


def _warm_up(manim: Any) -> None:
    """Draw text and axes once, so that fonts, caches and codecs are loaded before the first fork."""

    class WarmUp(manim.Scene):  # type: ignore[misc]
        def construct(self) -> None:
            self.add(manim.Axes())
            self.play(manim.Write(manim.Text("a")), run_time=0.2)

    folder = Path("warm")
    settings = {"media_dir": str(folder), "pixel_width": 64, "pixel_height": 36, "frame_rate": 10}
    with manim.tempconfig(
        {**settings, "verbosity": "ERROR", "progress_bar": "none", "disable_caching": True}
    ):
        WarmUp().render()
    manim.config.media_dir = "./media"
    shutil.rmtree(folder, ignore_errors=True)


def work(spec: Spec, fds: dict[str, int], channel: Channel, shard: Shard) -> dict[str, Any]:
    """Run the scene and return what there is to say of it, as plain data."""
    take = Take(spec, fds, channel, shard)
    try:
        return take.run()
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        if shard.number:
            take.drain()
            os._exit(1)
        take.await_others()
        return take.failed(error)


class TooLong(Exception):
    """The animation would last longer than anybody waits."""


class NoAnimation(Exception):
    """The scene plays nothing."""


class Take:
    """One run of a scene."""

    def __init__(self, spec: Spec, fds: dict[str, int], channel: Channel, shard: Shard) -> None:
        self.spec = spec
        self.fds = fds
        self.channel = channel
        self.shard = shard
        self.is_probe = spec["kind"] == "probe"
        self.in_steps = bool(spec.get("steps"))
        """Whether a probe lets time pass frame by frame, if without drawing: updaters may depend on it."""
        self.had_clock = False
        """Whether a probe has leapt over time that something moved by."""
        self.plays: list[dict[str, Any]] = []
        self.frames = 0
        self.told = 0.0
        self.pictures: Any = None
        self.output: Any = None
        self.scene: Any = None
        self.heard: list[warnings.WarningMessage] = []
        self.formulas = formulas.Formulas(spec, channel, shard.number)
        self.inspector: Inspector | None = None
        self.uninspected = ""
        self.looking = 0.0
        """Seconds that the inspector took."""
        if spec.get("inspect") and not self.is_probe and shard.number == 0:
            self.inspector = Inspector(SCENE, spec["code"], user_line)

    def run(self) -> dict[str, Any]:
        """Run the scene from its first line to the last byte of the video."""
        import manim

        from agent.sandbox.inside.output import Output, Pictures

        started = time.perf_counter()
        self._configure(manim)
        self.pictures = Pictures()
        self.output = Output(self.spec, self.fds, self.channel, self.shard)
        _patch(self)
        with warnings.catch_warnings(record=True) as self.heard:
            warnings.simplefilter("always")
            scene_class = load(self.spec["scene"])
            manim.config.pixel_width += (
                manim.config.pixel_width % 2
            )  # the pixel format has colours for even sizes
            manim.config.pixel_height += manim.config.pixel_height % 2
            self.scene = scene_class()
            try:
                self.scene.render()
            except RuntimeError as error:
                if "has no play calls" not in str(error):  # Manim's own words, where it is asked for a video
                    raise
        if not self.plays:
            raise NoAnimation(
                "construct() never calls self.play or self.wait, so there is no animation to show"
            )
        drawn = time.perf_counter()
        if self.shard.number:
            self.output.end_shard()
            os._exit(0)
        result = self._account() | {"ok": True}
        if not self.is_probe:
            result |= self.inspected() | self.output.deliver(self.scene, self.pictures)
        seconds = {"draw": drawn - started, "finish": time.perf_counter() - drawn, "inspect": self.looking}
        return {**result, "seconds": {name: round(value, 4) for name, value in seconds.items()}}

    def drain(self) -> None:
        """Let what is finished leave."""
        if self.output is not None:
            self.output.drain()

    def await_others(self) -> None:
        """Wait a little for those who share the drawing: they come to the same end, with their share of it drawn."""
        until = time.monotonic() + OTHERS_SECONDS
        waiting = set(self.shard.others)
        while waiting and time.monotonic() < until:
            waiting -= {pid for pid in waiting if os.waitpid(pid, os.WNOHANG)[0]}
            time.sleep(0.01)

    def failed(self, error: BaseException) -> dict[str, Any]:
        """Return what went wrong, where, and how far it came."""
        self.drain()
        timed = self.had_clock or (self.is_probe and not self.in_steps and _has_clock(self.scene))
        return {**self._account(), "ok": False, "error": describe(error), "timed": timed, "seconds": {}}

    def _account(self) -> dict[str, Any]:
        duration = sum(play["duration"] for play in self.plays)
        return {
            "frames": self.frames,
            "plays": self.plays,
            "duration": round(duration, 3),
            "warnings": _heard(self.heard),
            "typeset": self.formulas.typeset,
        }

    def _configure(self, manim: Any) -> None:
        """Set Manim up as its own command would for this picture."""
        import numpy as np

        spec, shard = self.spec, self.shard.number
        Path(SCENE).write_text(spec["code"], encoding="utf-8")
        width, height = spec["width"], spec["height"]
        frame_width = 8.0 * width / height
        manim.config.update(
            {
                "pixel_width": width,
                "pixel_height": height,
                "frame_rate": spec["fps"],
                "frame_height": 8.0,
                # the command keeps 16:9 for its presets, though 854x480 is not quite that
                "frame_width": 8.0 * 16 / 9 if abs(frame_width - 8.0 * 16 / 9) < 0.05 else frame_width,
                "format": "png" if self.is_probe else "mp4",
                "media_dir": "media",
                "partial_movie_dir": str(PLAYS),
                "text_dir": f"media/texts{shard or ''}",
                "tex_dir": f"media/tex{shard or ''}",
                "input_file": SCENE,
                "disable_caching": not spec["caching"],
                "max_files_cached": -1,
                "progress_bar": "none",
                "verbosity": "WARNING",
                "seed": spec["seed"],
                "notify_outdated_version": False,
                "max_inflight_encoders": 1 if spec.get("shards", 1) > 1 else 2,
                "video_encoder_options": {"preset": spec["preset"]},
                "tex_template": formulas.template(manim),
            }
        )
        manim.logger.setLevel("WARNING")
        random.seed(spec["seed"])
        np.random.seed(spec["seed"])  # the generator that scenes use

    def played(self, scene: Any, frames: int, cached: bool, seconds: float) -> None:
        """Take note of a play that has ended."""
        self.plays.append(
            {
                "line": user_line(),
                "frames": frames,
                "duration": round(float(scene.duration), 4),
                "seconds": round(seconds, 4),
                "cached": cached,
            }
        )
        self.had_clock |= self.is_probe and not self.in_steps and _has_clock(scene)
        if self.is_probe and sum(play["duration"] for play in self.plays) > LONGEST_SECONDS:
            raise TooLong(f"the animation would last longer than {LONGEST_SECONDS} s; shorten its run times")
        self.progress(force=True)

    def look(self, glance: Callable[[Inspector], Any]) -> Any:
        """Have the inspector look; whatever goes wrong with that is no fault of the scene."""
        if self.inspector is None:
            return None
        started = time.perf_counter()
        try:
            return glance(self.inspector)
        except Exception as error:
            self.inspector = None
            self.uninspected = f"{type(error).__name__}: {error}"[:300]
            return None
        finally:
            self.looking += time.perf_counter() - started

    def inspected(self) -> dict[str, Any]:
        """Return what a viewer would mind, the stills handed out."""
        inspector, renderer = self.inspector, self.scene.renderer
        end = float(renderer.time)
        findings = self.look(lambda one: one.finish(self.scene, end, renderer.picture))
        stills = self.output.hand_out_stills(inspector.pictures) if inspector and findings else []
        return {"findings": findings or [], "stills": stills, "uninspected": self.uninspected}

    def progress(self, *, force: bool = False) -> None:
        """Tell how many frames there are, now and then."""
        now = time.monotonic()
        if self.shard.number == 0 and not self.is_probe and (force or now - self.told > TOLD_EVERY):
            self.told = now
            self.channel.tell({"frames": self.frames, "plays": len(self.plays)})


def load(scene_name: str) -> Any:
    """Run scene.py as a module of its own and return the scene's class."""
    source = Path(SCENE).read_text(encoding="utf-8")
    linecache.checkcache(SCENE)
    module = types.ModuleType("scene")
    module.__file__ = SCENE
    sys.modules["scene"] = module
    exec(compile(source, SCENE, "exec", dont_inherit=True), module.__dict__)
    return getattr(module, scene_name)


def _patch(take: Take) -> None:
    """Have Manim build its scenes with our renderer, and our formulas."""
    import manim.mobject.text.tex_mobject
    import manim.scene.scene
    import manim.scene.scene_file_writer
    import manim.utils.tex_file_writing
    import numpy as np
    from manim.renderer.cairo_renderer import CairoRenderer

    from agent.sandbox.inside.output import writer_class

    shards, number = take.spec.get("shards", 1), take.shard.number

    class Renderer(CairoRenderer):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            options.setdefault("file_writer_class", writer_class(take.output))
            super().__init__(*arguments, **options)
            self.chunk = 0
            self.in_play = 0
            self.is_fresh = False

        def play(self, scene: Any, *arguments: Any, **options: Any) -> None:
            started, self.in_play, begins = time.perf_counter(), 0, float(self.time)
            take.look(lambda one: one.begin_play(scene, arguments, options, begins))
            super().play(scene, *arguments, **options)
            cached = self.skip_animations and not take.is_probe
            frames = self.in_play if not self.skip_animations else _frames_of(scene)
            if shards > 1 and number == 0:
                self.update_frame(scene)  # its last frame may have been another's to draw
            if number == 0 and not take.is_probe:
                take.pictures.look(self.get_frame(), self.time)
            self.is_fresh = not cached
            take.look(lambda one: one.end_play(scene, begins, self.picture))
            self.chunk += 1
            take.frames += 0 if not self.skip_animations else frames
            take.played(scene, frames, cached, time.perf_counter() - started)
            if not take.is_probe:
                take.output.play_ended(len(take.plays) - 1, self, cached, frames)

        def picture(self) -> Any:
            """Return the picture as it is now: of a play that was not drawn it is drawn for this."""
            if not self.is_fresh:
                self.update_frame(take.scene)
                self.is_fresh = True
            return self.get_frame()

        def update_skipping_status(self) -> None:
            super().update_skipping_status()
            if take.in_steps and not self.file_writer.sections[-1].skip_animations:
                self.skip_animations = False

        def render(self, scene: Any, moment: float, moving_mobjects: Any = None) -> None:
            if take.in_steps:
                self._count(1)
                self.time += 1 / self.camera.frame_rate
                return
            if self.skip_animations:
                super().render(scene, moment, moving_mobjects)
                return
            if self.in_play and self.in_play % CHUNK == 0:
                self.chunk += 1
            self._count(1)
            if self.chunk % shards == number:
                self.file_writer.chunk = self.chunk
                super().render(scene, moment, moving_mobjects)
            else:
                self.time += 1 / self.camera.frame_rate

        def freeze_current_frame(self, duration: float) -> None:
            if not self.skip_animations:
                step = 1 / self.camera.frame_rate
                self._count(int(duration / step))
                if take.in_steps or self.chunk % shards != number:
                    self.time += int(duration / step) * step
                    return
                self.file_writer.chunk = self.chunk
            super().freeze_current_frame(duration)

        def _count(self, frames: int) -> None:
            self.in_play += frames
            take.frames += frames
            take.progress()

    run_time = manim.scene.scene.Scene.get_run_time

    def get_run_time(scene: Any, animations: Any) -> Any:
        return np.float64(run_time(scene, animations))  # divides by zero as the times of drawn frames do

    if take.inspector:
        take.inspector.listen(lambda glance: take.look(lambda _: glance()))
    manim.scene.scene.CairoRenderer = Renderer
    manim.scene.scene.Scene.get_run_time = get_run_time
    manim.scene.scene_file_writer.modify_atime = lambda path: None  # a job may not change the times of files
    manim.utils.tex_file_writing.tex_to_svg_file = take.formulas.svg_file
    manim.mobject.text.tex_mobject.tex_to_svg_file = take.formulas.svg_file


def _has_clock(scene: Any) -> bool:
    """Return whether something in the scene moves by the time that passes, not by a play alone."""
    try:
        mobjects = [part for each in scene.mobjects for part in each.get_family()]
        return bool(scene.updaters) or any(each.has_time_based_updater() for each in mobjects)
    except Exception:  # a scene that is not even begun has none of this
        return False


def _frames_of(scene: Any) -> int:
    """Return how many frames the play that has just been skipped would have had."""
    import numpy as np
    from manim import config

    step = 1 / config.frame_rate
    if scene.is_current_animation_frozen_frame():
        return int(scene.duration / step)
    return len(np.arange(0, scene.duration, step))


def _heard(caught: list[warnings.WarningMessage]) -> list[dict[str, Any]]:
    found = {(str(each.message)[:300], each.lineno) for each in caught if each.filename == SCENE}
    return [{"message": message, "line": line} for message, line in sorted(found, key=lambda one: one[1])][
        :10
    ]
