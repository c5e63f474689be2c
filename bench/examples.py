"""Run every example in Manim's own docstrings through the renderer and through Manim alone, and list what fails.

They must agree: what Manim draws is drawn, what it refuses is refused. `--list` names those that fail on both sides.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

from manim_examples import Example, examples  # noqa: E402

TINY = RenderOptions(160, 90, 5)


def by_manim(some: list[Example], folder: Path) -> list[str]:
    """Return "ok", or the name of the error, for each example as Manim alone runs it."""
    environment = os.environ | {"TMPDIR": str(folder), "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/plain_manim.py")],
        input="".join(json.dumps(asdict(each)) + "\n" for each in some),
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_us(some: list[Example], base: Path) -> list[str]:
    """Return "ok", or the problem, for each example as the renderer runs it."""
    renderer = SandboxRenderer(base / "data", base / "scratch", idle_seconds=30)
    said = []
    for each in some:
        problems = renderer.render(each.code, each.scene, TINY, 60).problems
        found = [problem for problem in problems if problem.severity == "error"]
        said.append(f"{found[0].code}: {found[0].message[:150]}" if found else "ok")
    renderer.stop()
    return said


def main() -> None:
    """Run all the examples and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="name those that fail on both sides")
    parser.add_argument("--every", type=int, default=1, help="run only every n-th")
    arguments = parser.parse_args()
    some = examples()[:: arguments.every]
    with tempfile.TemporaryDirectory(prefix="rotator-bench-") as base:
        theirs, ours = by_manim(some, Path(base)), by_us(some, Path(base))
    counted: Counter[str] = Counter()
    for each, manim, rotator in zip(some, theirs, ours, strict=True):
        verdict = {
            (True, True): "both draw it",
            (False, False): "both refuse it",
            (True, False): "Manim alone draws it",
            (False, True): "we alone draw it",
        }[manim == "ok", rotator == "ok"]
        counted[verdict] += 1
        if "alone" in verdict or (arguments.list and verdict == "both refuse it"):
            print(f"{verdict}: {each.where}\n    Manim: {manim}\n    we:    {rotator}")
    print(f"\n{len(some)} examples")
    for verdict, count in counted.most_common():
        print(f"{count:>5}  {verdict}")


if __name__ == "__main__":
    main()
