"""Say where a run spends its time: the command's start, the way to the first stage, each stage.

Figures are medians of RUNS; the ratio is that of the whole run to Manim's own command on the same scene.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
PROMPT = "Create a circle that transforms into a square"
FRESH = [f"Create a {shape} that transforms into a star" for shape in ("triangle", "pentagon", "hexagon")]
BIN = Path(sys.executable).parent


def timed(command: list[str], folder: str) -> tuple[float, subprocess.CompletedProcess[str]]:
    """Run `command` and return its wall seconds and what it printed."""
    environment = os.environ | {"ROTATOR_DATA": str(Path(folder) / "data")}
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return time.perf_counter() - started, done


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        first, _ = timed([str(BIN / "rotator"), "generate", PROMPT], folder)
        helps = [timed([str(BIN / "rotator"), "--help"], folder)[0] for _ in range(RUNS)]
        again, fresh, stages, manims = [], [], [], []
        for n in range(RUNS):
            seconds, done = timed([str(BIN / "rotator"), "generate", PROMPT, "--json"], folder)
            again.append(seconds)
            stages.append(first_stage(done.stderr))
            report = json.loads(Path(json.loads(done.stdout)["report"]).read_text())
            seconds, done = timed([str(BIN / "rotator"), "generate", FRESH[n]], folder)
            fresh.append(seconds)
            (Path(folder) / "scene.py").write_text(report["attempts"][-1]["code"])
            manims.append(
                timed(
                    [
                        str(BIN / "manim"),
                        "render",
                        "-ql",
                        "--silent",
                        "--disable_caching",
                        "scene.py",
                        "DisplayScene",
                    ],
                    folder,
                )[0]
            )
    median = statistics.median
    print(f"rotator --help                       {median(helps):6.2f} s")
    print(f"first run (builds the index)         {first:6.2f} s")
    print(
        f"a prompt asked before                {median(again):6.2f} s, first stage after {median(stages):.2f} s"
    )
    print(f"a new prompt (loads the embedder)    {median(fresh):6.2f} s")
    print(f"manim render -ql on the same scene   {median(manims):6.2f} s")
    print(f"ratio, a prompt asked before : manim {median(again) / median(manims):6.2f}")
    print("last run, seconds by stage:", report["seconds"], "of the render:", report["render_seconds"])


def first_stage(progress: str) -> float:
    """Return the time that the command's progress gives for its first stage."""
    return float(re.search(r"\[ *([\d.]+)s\] looking for scenes", progress)[1])


if __name__ == "__main__":
    main()
