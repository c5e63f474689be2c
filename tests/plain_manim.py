"""Run scenes with Manim alone, each in a fork of this process: what our renderer is compared with."""

import json
import os
import signal
import sys
import tempfile

import manim

from agent.sandbox.inside import formulas


def outcome(code: str, scene: str) -> str:
    """Return "ok", or the name of the error that a scene ends with."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        said = "ok"
        signal.alarm(120)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        try:
            os.chdir(tempfile.mkdtemp(dir=os.environ["TMPDIR"]))
            settings = {
                "pixel_width": 160,
                "pixel_height": 90,
                "frame_rate": 5,
                "media_dir": "media",
                "seed": 0,
            }
            quiet = {"verbosity": "CRITICAL", "progress_bar": "none", "disable_caching": True}
            manim.config.update(
                {**settings, **quiet, "format": "mp4", "tex_template": formulas.template(manim)}
            )
            namespace = {"__name__": "scene"}
            exec(compile(code, "scene.py", "exec"), namespace)
            namespace[scene]().render()
        except BaseException as error:
            said = type(error).__name__
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(pid, 0)
    with os.fdopen(reader) as answer:
        return answer.read() or "died"


if __name__ == "__main__":
    for line in sys.stdin:
        example = json.loads(line)
        print(json.dumps(outcome(example["code"], example["scene"])), flush=True)
