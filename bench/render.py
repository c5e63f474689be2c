"""Compare the sandboxed renderer with Manim's own command, run in turns: command, ours, command, ours ...

Figures are medians of the rounds, in seconds; a ratio is that of ours to the command. Nothing is cached for
the command, which starts in an empty folder each time; the operating system's file cache is warm for both.
"""

import argparse
import hashlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import av

from agent.sandbox import Rendered, RenderOptions
from agent.sandbox.client import SandboxRenderer
from agent.sandbox.inside.formulas import PREAMBLE

MANIM = Path(sys.executable).parent / "manim"
OPTIONS = RenderOptions(854, 480, 15)
LONGEST = 300.0
IDLE_SECONDS = 90.0
"""A keeper whose source changes under the bench is no longer found and so ends by itself."""
HEAD = f"""
from manim import *

config.tex_template = TexTemplate(documentclass=r"\\documentclass{{article}}", preamble={PREAMBLE!r})


class Bench(Scene):
    def construct(self):
"""
"""The command's own template needs standalone.cls, which is not everywhere; both sides get this one."""
SCENES = {
    "empty": "self.wait(0.2)",
    "shapes": """
square = Square(color=BLUE, fill_opacity=0.5)
circle = Circle(color=RED, fill_opacity=0.5)
self.play(Create(square))
self.play(Transform(square, circle))
self.play(square.animate.shift(2 * RIGHT).scale(0.5))
self.play(Rotate(square, PI), square.animate.set_color(GREEN))
self.play(FadeOut(square))
""",
    "formulas": r"""
first = MathTex(r"a^2", "+", r"b^2", "=", r"c^2")
second = MathTex(r"a^2", "=", r"c^2", "-", r"b^2")
others = VGroup(
    Tex(r"The theorem of \emph{Pythagoras}"),
    MathTex(r"\int_0^1 x^2 \, dx = \frac{1}{3}"),
    MathTex(r"e^{i\pi} + 1 = 0"),
    MathTex(r"\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}"),
).arrange(DOWN).to_edge(DOWN)
first.to_edge(UP)
second.to_edge(UP)
self.play(Write(first))
self.play(TransformMatchingTex(first, second))
self.play(LaggedStart(*[Write(other) for other in others], run_time=2))
self.wait(0.5)
""",
    "graph": """
plane = NumberPlane()
axes = Axes(x_range=[-3, 3], y_range=[-1, 9], axis_config={"include_numbers": True})
parabola = axes.plot(lambda x: x**2, color=YELLOW)
self.play(FadeIn(plane))
self.play(plane.animate.set_opacity(0.2), Create(axes))
self.play(Create(parabola))
area = axes.get_area(parabola, x_range=[0, 2])
self.play(FadeIn(area))
self.wait(0.5)
""",
    "text, 300": """
words = VGroup(*[Text(f"word {n}", font_size=16) for n in range(300)]).arrange_in_grid(20, 15, buff=0.15)
words.scale_to_fit_height(7)
self.play(FadeIn(words))
""",
    "3D": """
self.set_camera_orientation(phi=70 * DEGREES, theta=-45 * DEGREES)
surface = Surface(
    lambda u, v: np.array([u, v, np.sin(u) * np.cos(v)]),
    u_range=[-2, 2],
    v_range=[-2, 2],
    resolution=(12, 12),
)
self.play(Create(surface))
self.begin_ambient_camera_rotation(rate=0.5)
self.wait(0.5)
""",
    "long, 60 s": """
square = Square(color=BLUE, fill_opacity=0.5)
self.add(square)
for n in range(15):
    self.play(square.animate.shift(2 * RIGHT))
    self.play(Rotate(square, PI / 2))
    self.play(square.animate.shift(2 * LEFT))
    self.play(square.animate.set_color([RED, GREEN, BLUE][n % 3]))
""",
}
LATE_ERROR = """
square = Square()
self.add(square)
for _ in range(8):
    self.play(Rotate(square, PI / 4), run_time=1)
square.no_such_method()
"""


def scene(name: str, body: str) -> str:
    """Return the scene file for the body of its `construct`."""
    head = HEAD.replace("(Scene)", "(ThreeDScene)") if name == "3D" else HEAD
    return head + "".join(f"        {line}\n" for line in body.strip().splitlines())


def command(code: str, base: Path, status: int = 0, *more: str) -> tuple[float, Path]:
    """Run the command on `code` in a new folder; return its wall seconds and the folder."""
    folder = Path(tempfile.mkdtemp(prefix="command-", dir=base))
    (folder / "scene.py").write_text(code, encoding="utf-8")
    arguments = [str(MANIM), "render", "-ql", "--silent", "--disable_caching", *more, "scene.py", "Bench"]
    started = time.perf_counter()
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if done.returncode != status:
        raise SystemExit(f"the command ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return seconds, folder


def ours(renderer: SandboxRenderer, code: str, *, ok: bool = True) -> tuple[float, float, Rendered]:
    """Render `code`; return the wall seconds, those until the first play could be streamed, and the rest."""
    plays: list[float] = []
    renderer.describe()  # if its source has changed, the new keeper starts outside of what is timed
    started = time.perf_counter()
    rendered = renderer.render(
        code, "Bench", OPTIONS, LONGEST, listen=lambda event: "play" in event and plays.append(event["at"])
    )
    seconds = time.perf_counter() - started
    if rendered.ok != ok:
        raise SystemExit(f"ours ended otherwise than expected:\n{rendered.problems}\n{rendered.output}")
    return seconds, plays[0] if plays else 0.0, rendered


def cold_start(renderer: SandboxRenderer, number: int) -> float:
    """Start another keeper; return the seconds until it has said what it is."""
    other = replace(renderer, name=f"{renderer.name}-{number}")
    started = time.perf_counter()
    other.describe()
    seconds = time.perf_counter() - started
    other.stop()
    return seconds


def frames(video: Path) -> str:
    """Return a fingerprint of all frames as they are decoded."""
    digest = hashlib.sha256()
    with av.open(str(video)) as reader:
        for frame in reader.decode(video=0):
            digest.update(frame.to_ndarray().tobytes())
    return digest.hexdigest()


def is_same(renderer: SandboxRenderer, code: str, base: Path) -> bool:
    """Return whether the frames, drawn by one process and encoded alike, are those of the command.

    Two runs of the command do not always give the same frames themselves, so it has three tries.
    """
    _, _, rendered = ours(replace(renderer, shards=1), code)
    drawn = frames(rendered.video)
    shutil.rmtree(rendered.folder)
    return any(by_command(code, base) == drawn for _ in range(3))


def by_command(code: str, base: Path) -> str:
    """Return a fingerprint of the frames that the command draws."""
    _, folder = command(code, base, 0, "--encoder-option", "preset=veryfast", "--seed", "0")
    (theirs,) = [path for path in folder.rglob("Bench.mp4") if "partial_movie_files" not in path.parts]
    found = frames(theirs)
    shutil.rmtree(folder)
    return found


def measure(renderer: SandboxRenderer, base: Path, rounds: int) -> None:
    """Print the figures."""
    codes = {name: scene(name, body) for name, body in SCENES.items()}
    late = scene("late", LATE_ERROR)
    cache = renderer.data / "cache" / "formulas"
    seen: dict[tuple[str, str], list[float]] = defaultdict(list)
    starts = []
    versions = renderer.describe()["versions"]
    shutil.rmtree(ours(renderer, codes["empty"])[2].folder)
    for n in range(rounds):
        starts.append(cold_start(renderer, n))
        for name, code in codes.items():
            seconds, folder = command(code, base)
            seen[name, "command"].append(seconds)
            shutil.rmtree(folder)
            shutil.rmtree(cache, ignore_errors=True)
            seconds, first, rendered = ours(renderer, code)
            seen[name, "warm"].append(seconds)
            seen[name, "probe"].append(rendered.seconds["probe"])
            seen[name, "first"].append(first)
            seen[name, "shards"].append(rendered.shards)
            seen[name, "frames"].append(rendered.frames)
            shutil.rmtree(rendered.folder)
            if rendered.formulas["compiled"]:
                seconds, _, rendered = ours(renderer, code)
                seen[name, "cached"].append(seconds)
                shutil.rmtree(rendered.folder)
        seconds, folder = command(late, base, 1)
        seen["late", "command"].append(seconds)
        shutil.rmtree(folder)
        seen["late", "warm"].append(ours(renderer, late, ok=False)[0])
        said = {f"{name}: {what}": round(each[-1], 2) for (name, what), each in seen.items()}
        print(f"round {n + 1} of {rounds}:", said, file=sys.stderr)
    median = {key: statistics.median(values) for key, values in seen.items()}
    print(
        f"Manim {versions['manim']}, Python {platform.python_version()}, medians of {rounds} rounds, seconds"
    )
    print(f"cold start of the keeper: {statistics.median(starts):.2f}\n")
    print(
        f"{'scene':<11}{'frames':>7}{'command':>9}{'warm':>7}{'cached':>8}{'probe':>7}{'first':>7}"
        f"{'processes':>11}{'warm/command':>14}{'cached/command':>16}"
    )
    for name in codes:
        whole, warm, cached = (median.get((name, what)) for what in ("command", "warm", "cached"))
        processes = "-".join(f"{n:.0f}" for n in sorted(set(seen[name, "shards"])))
        line = (
            f"{name:<11}{median[name, 'frames']:>7.0f}{whole:>9.2f}{warm:>7.2f}"
            + (f"{cached:>8.2f}" if cached else f"{'':>8}")
            + f"{median[name, 'probe']:>7.2f}{median[name, 'first']:>7.2f}{processes:>11}{warm / whole:>14.2f}"
            + (f"{cached / whole:>16.2f}" if cached else "")
        )
        print(line)
    whole, warm = median["late", "command"], median["late", "warm"]
    print(
        f"\nan error after 8 s of animation is known after {whole:.2f} (command), {warm:.2f} (ours); "
        f"ratio {warm / whole:.2f}"
    )
    print("warm: formulas not compiled before; cached: compiled before; first: until a play can be streamed")
    for name, code in codes.items():
        same = "yes" if is_same(renderer, code, base) else "no"
        print(f"the same frames, {name}: {same}", flush=True)


def main() -> None:
    """Measure in a folder of its own, with a keeper of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        base = Path(folder)
        renderer = SandboxRenderer(base / "data", base / "scratch", name="bench", idle_seconds=IDLE_SECONDS)
        try:
            measure(renderer, base, rounds)
        finally:
            renderer.stop()


if __name__ == "__main__":
    main()
