"""Render what is to be shown to models: only a program that renders on the installed Manim is found.

What comes with this package has its stamps for one version of Manim; under any other everything is rendered once, two at
a time. Stamps are kept as they are made, so a stop loses what is in hand alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from agent.sandbox import Rendered, RenderOptions
from knowledge.catalogue import Catalogue
from knowledge.stamps import Stamp, digest, write_stamps
from knowledge.symbols import symbols_of

if TYPE_CHECKING:
    from agent.sandbox.client import SandboxRenderer

PICTURE = RenderOptions(320, 180, 10)
SECONDS = 120.0
AT_ONCE = 2
WORDS = frozenset(
    "Text MarkupText Paragraph Tex MathTex SingleStringMathTex Title BulletedList Code Table MathTable IntegerTable "
    "DecimalTable Matrix IntegerMatrix DecimalMatrix".split()
)
SPATIAL = frozenset({"ThreeDScene", "SpecialThreeDScene", "ThreeDAxes"})
STILL = "_Still"
"""The name of the scene that shows the last picture of one that plays nothing."""
DIFFERENCE = 8
"""Of 255: what the coding of a video changes by itself is less."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Verifier:
    """Renders programs, writes their stamps into `stamps` and a picture of each into `pictures`."""

    renderer: SandboxRenderer
    catalogue: Catalogue
    stamps: Path
    pictures: Path

    def verify(
        self, programs: Sequence[tuple[str, str]], known: dict[str, Stamp], progress: Progress
    ) -> list[str]:
        """Render programs, given with the class of each; add their stamps to `known`, return what does not render."""
        self.stamps.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self.stamps}.lock"), ThreadPoolExecutor(AT_ONCE) as pool:
            waiting = {pool.submit(self._stamp, *each): digest(each[0]) for each in programs}
            try:
                for done, future in enumerate(as_completed(waiting), 1):
                    if (stamp := future.result()) is not None:
                        known[waiting[future]] = stamp
                        write_stamps(self.stamps, known)
                    progress(done, len(waiting))
            finally:
                pool.shutdown(cancel_futures=True)
        return [name for name in waiting.values() if name not in known or not known[name].renders]

    def _stamp(self, code: str, scene: str) -> Stamp | None:
        """Return the stamp of a program; None where it took too long, which on another day it may not."""
        rendered, still = self._rendered(code, scene)
        if any(problem.code == "too-slow" for problem in rendered.problems):
            return None
        if not rendered.ok:
            return Stamp(version("manim"), 0.0, 0, False, False, False, 2, renders=False)
        try:
            self.pictures.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(rendered.poster, self.pictures / f"{digest(code)}.png")
            moves = not still and differ(frames(rendered.video))
        finally:
            shutil.rmtree(rendered.folder, ignore_errors=True)
        names = symbols_of(code, self.catalogue)
        return Stamp(
            manim=rendered.manim,
            seconds=0.0 if still else round(rendered.duration, 2),
            plays=0 if still else rendered.plays,
            moves=moves,
            words=bool(names & WORDS),
            latex=any(rendered.formulas.values()),
            dimensions=3 if names & SPATIAL else 2,
        )

    def _rendered(self, code: str, scene: str) -> tuple[Rendered, bool]:
        """Return what a render gave, and whether the scene shows a still picture."""
        rendered = self.renderer.render(code, scene, PICTURE, SECONDS)
        if not any(problem.code == "no-animation" for problem in rendered.problems):
            return rendered, False
        waiting = f"\n\nclass {STILL}({scene}):\n    def construct(self):\n        super().construct()\n        self.wait(0.2)\n"
        return self.renderer.render(code + waiting, STILL, PICTURE, SECONDS), True


def differ(pictures: Iterable[object]) -> bool:
    """Whether any picture differs from the first one by more than the coding does."""
    import numpy as np

    first = None
    for picture in pictures:
        array = np.asarray(picture, np.int16)
        if first is None:
            first = array
        elif np.abs(array - first).max() > DIFFERENCE:
            return True
    return False


def frames(video: Path) -> Iterator[object]:
    """Yield the frames of a video as arrays of grey values, shape (height, width)."""
    import av

    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray(format="gray")
