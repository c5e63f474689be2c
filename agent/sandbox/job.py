"""Render one scene: the program that runs inside the sandbox.

It imports nothing of this project. It reads `job.json` from its working folder, renders the
named class of `scene.py`, and leaves `result.json`, `animation.mp4` and `poster.png` there.
Everything it writes is a claim by untrusted code; the parent checks it.
"""

import ctypes
import json
import resource
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path

SCENE = "scene.py"
TEX_PREAMBLE = r"\usepackage{amsmath}\usepackage{amssymb}\pagestyle{empty}"


def limit(limits):
    """Lower this process's resource limits, and die with the parent."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def load(scene_name):
    """Run scene.py and return its class."""
    source = Path(SCENE).read_text(encoding="utf-8")
    namespace = {"__name__": "scene", "__file__": SCENE}
    exec(compile(source, SCENE, "exec"), namespace)
    return namespace[scene_name]


def watched(scene_class):
    """Return `scene_class` with a look at the picture after each play, for the poster."""

    class Watched(scene_class):
        busiest = -1.0
        poster = None
        plays = 0

        def play(self, *args, **kwargs):
            super().play(*args, **kwargs)
            type(self).plays += 1
            frame = self.renderer.get_frame()
            if (busy := float(frame[..., :3].std())) >= 0.98 * self.busiest:
                type(self).busiest, type(self).poster = max(busy, self.busiest), frame.copy()

    Watched.__name__ = Watched.__qualname__ = scene_class.__name__
    return Watched


def remux(source, target):
    """Copy an mp4 with its index at the front, so that players start before the end arrived."""
    import av

    with av.open(source) as reader, av.open(target, "w", options={"movflags": "+faststart"}) as writer:
        (incoming,) = reader.streams.video
        outgoing = writer.add_stream_from_template(incoming)
        frames = 0
        for packet in reader.demux(incoming):
            if packet.dts is None:
                continue
            packet.stream = outgoing
            writer.mux(packet)
            frames += 1
    return frames


def describe(error):
    """Return an exception as type, message, chain, and the last line of scene.py it went through."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == SCENE]
    if isinstance(error, SyntaxError) and error.filename == SCENE:
        lines.append(error.lineno)
    cause = error.__cause__ or error.__context__
    return {
        "type": type(error).__name__,
        "message": str(error)[:4000],
        "line": lines[-1] if lines else None,
        "cause": f"{type(cause).__name__}: {cause}"[:1000] if cause else None,
        "trace": "".join(traceback.format_exception(error))[-4000:],
    }


def render(job):
    """Render the scene that `job` names and return the result as plain data."""
    started = time.perf_counter()
    import manim
    from PIL import Image

    imported = time.perf_counter()
    manim.logger.setLevel("ERROR")
    template = manim.TexTemplate(documentclass=r"\documentclass{article}", preamble=TEX_PREAMBLE)
    settings = {
        "pixel_width": job["width"],
        "pixel_height": job["height"],
        "frame_rate": job["fps"],
        "frame_height": 8.0,
        "frame_width": 8.0 * job["width"] / job["height"],
        "media_dir": "media",
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "seed": 0,
        "tex_template": template,
        "notify_outdated_version": False,
        "video_encoder_options": {"preset": "veryfast"},
    }
    heard = []
    with manim.tempconfig(settings), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        scene_class = watched(load(job["scene"]))
        scene = scene_class()
        scene.render()
        heard = sorted({str(each.message)[:300] for each in caught if each.filename == SCENE})
    rendered = time.perf_counter()
    if not scene_class.plays:
        message = "construct() never calls self.play or self.wait, so there is no animation to show"
        return {"ok": False, "error": {"type": "NoAnimation", "message": message, "line": None}}
    frames = remux(str(scene.renderer.file_writer.movie_file_path), "animation.mp4")
    Image.fromarray(scene_class.poster).convert("RGB").save("poster.png")
    return {
        "ok": True,
        "frames": frames,
        "plays": scene_class.plays,
        "duration": round(scene.renderer.time, 3),
        "warnings": heard[:10],
        "manim": manim.__version__,
        "seconds": {
            "import": round(imported - started, 3),
            "draw": round(rendered - imported, 3),
            "finish": round(time.perf_counter() - rendered, 3),
        },
    }


def main():
    """Run the job in the current folder and write its result."""
    job = json.loads(Path("job.json").read_text())
    limit(job["limits"])
    try:
        result = render(job)
    except (Exception, SystemExit) as error:
        result = {"ok": False, "error": describe(error)}
    Path("result.json").write_text(json.dumps(result))
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
