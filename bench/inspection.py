"""Render the labelled scenes of tests/data/inspected.toml and compare what is found in them with their labels.

The half that one tunes on is the default; `--held-out` takes the other half, `--all` both.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from agent.findings import Finding
from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

from counting import Judged, counted, table  # noqa: E402
from defects import Entry, entries  # noqa: E402

WORKERS = 2
SECONDS = 180


def judged(
    entry: Entry, renderer: SandboxRenderer, options: RenderOptions, stills: Path | None
) -> tuple[Judged, float]:
    """Render an entry and return it with what was found, and the share of its drawing that looking took."""
    rendered = renderer.render(entry.code, entry.class_name, options, SECONDS)
    if not rendered.ok:
        raise SystemExit(f"{entry.id} does not render: {rendered.problems[0].message}")
    if stills:
        for finding in rendered.findings:
            keep(entry, finding, Path(rendered.folder), stills)
    shutil.rmtree(rendered.folder)
    looking = rendered.seconds["inspect"]
    return Judged(entry, rendered.findings), looking / (rendered.seconds["render"] - looking)


def keep(entry: Entry, finding: Finding, folder: Path, stills: Path) -> None:
    """Copy the picture of a finding, named for its entry and kind."""
    picture = folder / finding.still
    if finding.still and picture.is_file():
        shutil.copy(picture, stills / f"{entry.id}-{finding.kind}-{picture.name}")


def wanted(arguments: argparse.Namespace) -> list[Entry]:
    """Return the entries that were asked for."""
    if arguments.only:
        return [entry for entry in entries() if arguments.only in entry.id]
    halves = (False, True) if arguments.all else (arguments.held_out,)
    return [entry for entry in entries() if entry.held_out in halves][:: arguments.every]


def differences(every: list[Judged]) -> Iterator[str]:
    """Yield a line for each label that was missed and each finding that is false."""
    for each in every:
        for label in each.misses:
            about = f"  {', '.join(label.objects)}" if label.objects else ""
            yield f"missed  {each.entry.id}  {label.kind}  {label.start:.1f} s{about}"
        for finding in each.false:
            yield f"false   {each.entry.id}  {finding.kind}  {finding.start:.1f}-{finding.end:.1f} s  {finding.message}"


def report(every: list[Judged]) -> None:
    """Print what differs, and a table for each half and for both."""
    print(*differences(every), sep="\n")
    halves = {
        "tuned on": [each for each in every if not each.entry.held_out],
        "held out": [each for each in every if each.entry.held_out],
    }
    present = {name: half for name, half in halves.items() if half}
    for name, half in present.items() if len(present) == 1 else [*present.items(), ("both", every)]:
        clean = [each for each in half if not each.entry.labels]
        accused = sum(bool(each.false) for each in clean)
        print(f"\n{name}: {len(half)} scenes, {len(clean)} of them clean, {accused} of those with a finding")
        print(table(counted(half)))


def main() -> None:
    """Render what was asked for, two at a time, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="the half that nothing is tuned on")
    parser.add_argument("--all", action="store_true", help="both halves")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every n-th")
    parser.add_argument("--only", metavar="ID", help="only entries with this in their id")
    parser.add_argument("--stills", type=Path, metavar="DIR", help="copy the pictures of findings here")
    parser.add_argument("--fps", type=int, default=15, help="frames a second")
    arguments = parser.parse_args()
    if arguments.stills:
        arguments.stills.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rotator-bench-") as base:
        renderer = SandboxRenderer(Path(base) / "data", Path(base) / "scratch", parents=WORKERS, shards=1)
        work = partial(
            judged,
            renderer=renderer,
            options=RenderOptions(854, 480, arguments.fps),
            stills=arguments.stills,
        )
        with ThreadPoolExecutor(WORKERS) as pool:
            done = list(pool.map(work, wanted(arguments)))
        renderer.stop()
    report([each for each, _ in done])
    shares = sorted(share for _, share in done)
    at = {name: shares[int(len(shares) * where)] for name, where in (("half", 0.5), ("nine in ten", 0.9))}
    print(
        "\nlooking takes, of the drawing, "
        + ", ".join(f"{share:.1%} at most in {name}" for name, share in at.items())
    )
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
