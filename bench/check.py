"""Measure the check: false alarms, what it sees and mends of failing drafts, milliseconds, model calls per success.

python bench/check.py [--drafts FILE.jsonl] [--quick] [--list] [--keep FOLDER] [--replay] [--mutations [N]] [--all]

A row of the drafts has `id, prompt_id, scene, code, status (ok, error, timeout), error, error_type`. Without drafts only
the good scenes are checked. A draft renders where a video comes of it; with `--quick`, where the probe ends well.
"""

import argparse
import difflib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from contact_sheet import contact_sheet
from examples import by_manim

from agent.check import Checker, checker
from agent.check.running import mended_by_running
from agent.faults import Fault
from agent.problems import errors
from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

from manim_examples import Example, examples, runnable_examples  # noqa: E402

TINY = RenderOptions(160, 90, 5)
LOOKED_AT = RenderOptions(480, 270, 10)
RENDER_SECONDS = 120.0
PROBE_SECONDS = 60.0
LOOP_SECONDS = 60.0
SAMPLE = 20
COLD = """
import sys
from pathlib import Path
from agent.check import checker
checker(Path(sys.argv[1])).{}(Path(sys.argv[2]).read_text(encoding="utf-8"))
"""


@dataclass(frozen=True)
class Draft:
    """A row of the drafts: a model's answer and what Manim made of it."""

    id: str
    prompt_id: str
    code: str
    status: str
    error: str
    error_type: str


@dataclass(frozen=True)
class Fate:
    """What became of a failing draft."""

    draft: Draft
    seen: bool
    clean: bool
    """Whether no error is left after the mends, in the check's own eyes."""
    static: str
    """"ok", or why what the mends left does not render."""
    loop: str
    """The same for what the loop of mend and probe left."""
    source: str
    """What the last of the two left."""
    scene: str
    loses: tuple[str, ...]
    withdrawn: tuple[str, ...]
    """What the check held against it and running has disproved."""
    seconds: float
    """That the loop took."""


def drafts_of(path: Path) -> list[Draft]:
    """Read the rows."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    names = ("id", "prompt_id", "code", "status", "error", "error_type")
    return [Draft(*(row.get(name) or "" for name in names)) for row in rows]


# false alarms


def good_code(drafts: list[Draft], every: bool) -> list[Example]:
    """Return what must pass: Manim's examples, the library, and the drafts that Manim has drawn."""
    library = sorted((ROOT / "knowledge/scenes").glob("*.py"))
    return [
        *(examples() if every else runnable_examples()),
        *(Example(path.name, "DisplayScene", path.read_text(encoding="utf-8")) for path in library),
        *(Example(draft.id, "", draft.code) for draft in drafts if draft.status == "ok"),
    ]


def print_alarms(checks: Checker, good: list[Example], base: Path) -> None:
    """List the errors found in good code, less the examples that Manim itself refuses, and what mends would touch."""
    alarms = {each.where: found for each in good if (found := errors(checks.check(each.code).problems))}
    doubtful = [each for each in good if each.where in alarms and "::" in each.where]
    refused = {
        each.where for each, said in zip(doubtful, by_manim(doubtful, base), strict=True) if said != "ok"
    }
    false = {where: found for where, found in alarms.items() if where not in refused}
    touched = [each.where for each in good if each.where not in refused and checks.mended(each.code).mends]
    print(
        f"good code: {len(good) - len(refused)} files, {len(refused)} more are flagged that Manim refuses too"
    )
    print(f"  false alarms: {len(false)}; mended although good: {len(touched)}")
    for where, found in false.items():
        print(
            f"    {where}: "
            + "; ".join(f"{each.code} line {each.line}: {each.message[:120]}" for each in found)
        )
    for where in touched:
        print(f"    touched: {where}")


# failing drafts


def rendered(renderer: SandboxRenderer, code: str, scene: str, quick: bool) -> str:
    """Return "ok", or what is wrong with a scene once it runs."""
    try:
        done: Any = renderer.probe(code, scene, TINY, PROBE_SECONDS)
        failure = done.failure
        if done.ok and not quick:
            done = renderer.render(code, scene, TINY, RENDER_SECONDS)
            if done.folder:
                shutil.rmtree(done.folder)
    except Fault as fault:
        return f"fault: {fault.message}"
    if done.ok:
        return "ok"
    problem = errors(done.problems)[0]
    return f"{failure.type}: {failure.message}" if failure else f"{problem.code}: {problem.message}"


def fate(checks: Checker, draft: Draft, renderer: SandboxRenderer, quick: bool) -> Fate:
    """Check, mend and run a draft."""
    static = checks.mended(draft.code)
    left = errors(static.problems)
    said = (
        rendered(renderer, static.code, static.scene, quick)
        if static.scene
        else f"{left[0].code}: {left[0].message}"
    )
    started = time.perf_counter()
    last, loop = static, said
    try:
        last = mended_by_running(checks, draft.code, renderer, TINY, LOOP_SECONDS)
    except Fault as fault:
        loop = f"fault: {fault.message}"
    seconds = time.perf_counter() - started
    if last.code != static.code:
        loop = rendered(renderer, last.code, last.scene, quick) if last.scene else "no scene"
    return Fate(
        draft=draft,
        seen=bool(errors(checks.check(draft.code).problems)),
        clean=not left,
        static=said,
        loop=loop,
        source=last.code,
        scene=last.scene or "",
        loses=tuple(mend.loses for mend in last.mends if mend.loses),
        withdrawn=tuple(f"{each.code}: {each.message}" for each in getattr(last, "false_alarms", ())),
        seconds=seconds,
    )


def print_fates(fates: list[Fate], quick: bool) -> None:
    """Print the shares, and the table by the type of the first error."""
    whole = len(fates)
    runs = "passes the probe" if quick else "renders"

    def share(what: str, count: int) -> None:
        print(f"  {what:<44}{count:>5} of {whole}  {100 * count / whole:5.1f} %")

    print(f"\nfailing drafts: {whole}")
    share("flagged without running", sum(each.seen for each in fates))
    share("clean after the static mends", sum(each.clean for each in fates))
    share(f"{runs} after the static mends", sum(each.static == "ok" for each in fates))
    share(f"{runs} after mends and probes", sum(each.loop == "ok" for each in fates))
    share(
        "  of these, something of the draft is lost",
        sum(each.loop == "ok" and bool(each.loses) for each in fates),
    )
    share("  with a finding that running disproves", sum(bool(each.withdrawn) for each in fates))
    seconds = [each.seconds for each in fates]
    print(f"  the loop took {statistics.median(seconds):.2f} s (median), {max(seconds):.1f} s (longest)")
    print(f"\n{'first error':<24}{'drafts':>7}{'seen':>6}{'missed':>8}{'clean':>7}{'static':>8}{'loop':>6}")
    for kind, _ in Counter(each.draft.error_type for each in fates).most_common():
        some = [each for each in fates if each.draft.error_type == kind]
        seen = sum(each.seen for each in some)
        clean, static, loop = (sum(f(each) for each in some) for f in (_clean, _static, _loop))
        print(f"{kind[:23]:<24}{len(some):>7}{seen:>6}{len(some) - seen:>8}{clean:>7}{static:>8}{loop:>6}")


def _clean(each: Fate) -> bool:
    return each.clean


def _static(each: Fate) -> bool:
    return each.static == "ok"


def _loop(each: Fate) -> bool:
    return each.loop == "ok"


def print_left(fates: list[Fate]) -> None:
    """List the drafts that were missed, and those that still fail."""
    for each in fates:
        if not each.seen:
            print(f"missed: {each.draft.id} {each.draft.error[:150]}")
        for problem in each.withdrawn:
            print(f"disproved: {each.draft.id} {problem[:150]}")
    for each in sorted(fates, key=lambda each: each.loop):
        if each.loop != "ok":
            print(f"{'clean' if each.clean else 'not clean':<10}{each.draft.id}  {each.loop[:170]}")


def keep(fates: list[Fate], renderer: SandboxRenderer, folder: Path) -> None:
    """Write a sample of the mended programs, what was changed in each, and nine frames of each."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(json.dumps(asdict(each)) + "\n" for each in fates)
    (folder / "fates.jsonl").write_text(rows, encoding="utf-8")
    good = [each for each in fates if each.loop == "ok"]
    for each in good[:: -(-len(good) // SAMPLE) or 1]:
        stem = folder / f"{each.draft.prompt_id}-{each.draft.id}"
        lines = [text.splitlines(keepends=True) for text in (each.draft.code, each.source)]
        stem.with_suffix(".py").write_text(each.source, encoding="utf-8")
        stem.with_suffix(".diff").write_text("".join(difflib.unified_diff(*lines)), encoding="utf-8")
        done = renderer.render(each.source, each.scene, LOOKED_AT, 4 * RENDER_SECONDS)
        if done.ok:
            contact_sheet(done.video).save(stem.with_suffix(".png"))
            shutil.rmtree(done.folder)
        print(f"kept {stem}" + ("" if done.ok else ", which took too long to be drawn larger"), flush=True)


# milliseconds


def milliseconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def cold(what: str, base: Path, path: Path) -> float:
    """Return the median of five new processes."""
    command = [sys.executable, "-c", COLD.format(what), str(base), str(path)]
    return statistics.median(
        milliseconds(lambda: subprocess.run(command, check=True, cwd=ROOT)) for _ in range(5)
    )


def print_speed(checks: Checker, groups: dict[str, list[str]], base: Path) -> None:
    """Print milliseconds a file."""
    some = sorted((text for texts in groups.values() for text in texts), key=len)
    path = base / "median.py"
    path.write_text(some[len(some) // 2], encoding="utf-8")
    print(f"\n{'milliseconds a file':<34}{'files':>6}{'median':>8}{'p90':>8}{'max':>8}")
    for name, function in (("check", checks.check), ("mended", checks.mended)):
        for group, texts in groups.items():
            _print_spread(f"{name}, warm, {group}", [milliseconds(partial(function, text)) for text in texts])
        print(f"{f'{name}, a new process':<34}{5:>6}{cold(name, base, path):>8.1f}")


def _print_spread(name: str, taken: Iterable[float]) -> None:
    taken = sorted(taken)
    if taken:
        p90 = taken[min(len(taken) - 1, int(0.9 * len(taken)))]
        print(f"{name:<34}{len(taken):>6}{statistics.median(taken):>8.1f}{p90:>8.1f}{taken[-1]:>8.1f}")


def measure(arguments: argparse.Namespace, base: Path, renderer: SandboxRenderer) -> None:
    """Print the figures asked for."""
    checks = checker(base)
    if arguments.mutations:
        from mutations_table import print_mutations

        print_mutations(checks, arguments.mutations, arguments.seed, renderer)
        return
    drafts = drafts_of(arguments.drafts) if arguments.drafts else []
    failing = [draft for draft in drafts if draft.status == "error"][:: arguments.every]
    good = good_code(drafts, arguments.all)
    print_alarms(checks, good, base)
    print_speed(
        checks, {"good": [each.code for each in good], "failing": [each.code for each in failing]}, base
    )
    if failing:
        fates = []
        for number, draft in enumerate(failing, 1):
            fates.append(fate(checks, draft, renderer, arguments.quick))
            if number % 10 == 0:
                print(f"{number} of {len(failing)} drafts", file=sys.stderr)
        print_fates(fates, arguments.quick)
        if arguments.list:
            print_left(fates)
        if arguments.keep:
            keep(fates, renderer, arguments.keep)
    if arguments.replay and drafts:
        from replay import print_replay  # imports the whole agent

        print_replay(checks, {draft.id: (draft.prompt_id, draft.code) for draft in drafts}, renderer)


def main() -> None:
    """Measure in a folder of its own, with a keeper of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--drafts", type=Path, help="drafts of models, one JSON object a line")
    parser.add_argument("--quick", action="store_true", help="probe only, draw nothing")
    parser.add_argument("--every", type=int, default=1, help="take only every n-th failing draft")
    parser.add_argument("--list", action="store_true", help="name what is missed and what still fails")
    parser.add_argument("--keep", type=Path, help="write a sample of what renders now, with frames")
    parser.add_argument(
        "--replay", action="store_true", help="count model calls per success, with and without"
    )
    parser.add_argument("--all", action="store_true", help="with the examples that need more than Manim")
    parser.add_argument(
        "--mutations", type=int, nargs="?", const=6, help="the table of faults, N of each class"
    )
    parser.add_argument("--seed", default="bench", help="of the mutations")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        base = Path(folder)
        renderer = SandboxRenderer(base / "data", base / "scratch", name="bench-check", idle_seconds=90)
        try:
            measure(arguments, base, renderer)
        finally:
            renderer.stop()


if __name__ == "__main__":
    main()
