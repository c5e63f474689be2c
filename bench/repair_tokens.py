"""Measure how much a model is told of an error: our report against what `manim render` prints for it.

python bench/repair_tokens.py DRAFTS.jsonl [--every N] [--list]

A row of the drafts has `id, prompt_id, code, status`; those with the status "error" are run. Ours is of the same program,
as it is; how many the check mends, so that nobody is told anything, is counted apart. Tokens are four characters each.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from agent.case import Case, case_of
from agent.check import Checker, checker
from agent.check.parsing import Unparsable, parse
from agent.check.running import checked_by_running, mended_by_running
from agent.check.structure import find_scene
from agent.problems import errors
from agent.prompts import SHIPPED
from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer
from agent.sandbox.inside.formulas import PREAMBLE
from agent.state import Attempt
from agent.writing import repair_messages

TINY = RenderOptions(160, 90, 5)
SECONDS = 30.0
LONGEST = 60.0
HEAD = "config.tex_template = TexTemplate(documentclass=r'\\documentclass{{article}}', preamble={!r})\n"
"""The command's own template needs a package that is not everywhere; it gets ours."""


@dataclass(frozen=True)
class Measured:
    """Tokens of one draft: what the command printed, our report, the request with it, and of that the program."""

    id: str
    raw: int
    report: int
    request: int
    program: int
    mended: bool
    """Whether the check leaves no error."""


def tokens(text: str) -> int:
    """Return about how many tokens a text has."""
    return len(text) // 4


def printed(code: str, folder: Path) -> str | None:
    """Return what Manim's command prints for a program that fails; None for one that does not, or takes too long."""
    try:
        scene = find_scene(parse(code))[0] or ""
    except Unparsable:
        scene = ""
    (folder / "scene.py").write_text(code.rstrip() + "\n" + HEAD.format(PREAMBLE), encoding="utf-8")
    command = [sys.executable, "-m", "manim", "render", "--silent", "--dry_run", "--progress_bar", "none"]
    command += ["-r", "160,90", "--fps", "5", "scene.py", *([scene] if scene else [])]
    environment = {**os.environ, "COLUMNS": "100", "TERM": "dumb"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    said = done.stdout + done.stderr
    return said if done.returncode or "Traceback" in said else None


def told(code: str, prompt: str, checks: Checker, renderer: SandboxRenderer) -> tuple[Case, str]:
    """Return the case of a draft and the whole request."""
    ran = checked_by_running(checks, code, renderer, TINY, SECONDS)
    probed = ran.probed
    failure = probed.failure if probed else None
    plays = probed.plays if probed else 0
    attempt = Attempt(
        1, "draft", "check", ran.code, "", ran.problems, plays=plays, stopped_at=failure and failure.line
    )
    case = case_of((attempt,), checks.catalogue)
    return case, "\n".join(each.text for each in repair_messages(SHIPPED, prompt, case))


def measured(
    row: dict[str, str], checks: Checker, renderer: SandboxRenderer, folder: Path, *, show: bool
) -> Measured | None:
    """Measure one draft."""
    raw = printed(row["code"], folder)
    if raw is None:
        return None
    case, request = told(row["code"], row["prompt_id"], checks, renderer)
    if show:
        print(f"--- {row['id']}: {tokens(raw)} printed, {tokens(case.problems)} told\n{case.problems}")
    mended = mended_by_running(checks, row["code"], renderer, TINY, SECONDS)
    return Measured(
        row["id"],
        tokens(raw),
        tokens(case.problems),
        tokens(request),
        tokens(case.code),
        not errors(mended.problems),
    )


def print_table(found: list[Measured]) -> None:
    """Print medians and ratios."""
    print(
        f"{len(found)} failing drafts; the check mends {sum(each.mended for each in found)} of them by itself"
    )
    print(f"{'':<34}{'tokens':>8}{'of the output':>15}")
    rows = {
        "what manim prints": [each.raw for each in found],
        "our report": [each.report for each in found],
        "our request without the program": [each.request - each.program for each in found],
        "our whole request": [each.request for each in found],
        "output and program, as is": [each.raw + each.program for each in found],
    }
    for name, column in rows.items():
        ratio = statistics.median(much / each.raw for much, each in zip(column, found, strict=True))
        print(f"{name:<34}{statistics.median(column):>8.0f}{ratio:>15.3f}")


def main() -> None:
    """Measure in a folder of its own, with a keeper of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("drafts", type=Path, help="drafts of models, one JSON object a line")
    parser.add_argument("--every", type=int, default=1, help="take only every n-th failing draft")
    parser.add_argument("--list", action="store_true", help="print each report")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.drafts.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["status"] == "error"][:: arguments.every]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        base = Path(folder)
        checks = checker(base)
        renderer = SandboxRenderer(base / "data", base / "scratch", name="bench-tokens", idle_seconds=90)
        try:
            found = [measured(row, checks, renderer, base, show=arguments.list) for row in rows]
        finally:
            renderer.stop()
    print_table([each for each in found if each is not None])


if __name__ == "__main__":
    main()
