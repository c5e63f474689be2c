"""Compile formulas, many in one run of LaTeX and one of dvisvgm: a job of its own, in which no scene ever ran."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from agent.sandbox.inside.channel import Channel
from agent.sandbox.inside.job import Shard, Spec

COMPILERS = ("latex", "pdflatex", "lualatex", "xelatex")
FORMATS = (".dvi", ".xdv", ".pdf")
_ERROR = re.compile(r"^! (?P<error>.+?)\.?$", re.MULTILINE)
_WHERE = re.compile(r"^l\.\d+ ?(?P<before>.*)$", re.MULTILINE)


class Wrong(Exception):
    """TeX does not take it; the message is TeX's."""


def work(spec: Spec, fds: dict[str, int], channel: Channel, shard: Shard) -> dict[str, Any]:
    """Compile every batch of `spec`; one that fails is compiled formula by formula, to learn which is wrong."""
    answers: dict[str, dict[str, str]] = {}
    runs = 0
    for number, batch in enumerate(spec["batches"]):
        keys, bodies = batch["keys"], batch["bodies"]
        try:
            runs += 1
            svgs = _compiled(f"batch{number}", batch, bodies)
            answers |= {key: {"svg": svg} for key, svg in zip(keys, svgs, strict=True)}
        except Wrong as error:
            if len(bodies) == 1:
                answers[keys[0]] = {"wrong": str(error)}
                continue
            for n, (key, body) in enumerate(zip(keys, bodies, strict=True)):
                runs += 1
                try:
                    (svg,) = _compiled(f"single{number}-{n}", batch, [body])
                    answers[key] = {"svg": svg}
                except Wrong as single:
                    answers[key] = {"wrong": str(single)}
    return {"answers": answers, "runs": runs}


def _compiled(name: str, batch: dict[str, Any], bodies: list[str]) -> list[str]:
    """Return the SVG of each body; raise Wrong."""
    source = Path(f"{name}.tex")
    # a group of its own keeps what a formula sets from the next
    pages = bodies if len(bodies) == 1 else [f"\\begingroup{body}\\endgroup\\newpage\n" for body in bodies]
    source.write_text("".join([batch["head"], *pages, batch["tail"]]), encoding="utf-8")
    for compiler in batch["compilers"]:
        _compile(compiler, batch["format"], source)
    compiled = source.with_suffix(batch["format"])
    pdf = ["--pdf"] if batch["format"] == ".pdf" else []
    subprocess.run(
        [  # noqa: S607 - found on the PATH, as Manim does
            "dvisvgm",
            *pdf,
            "--no-fonts",
            "--no-specials=ps",  # PostScript can read files and start programs
            "--verbosity=0",
            "--page=1-",
            f"--output={name}-%p.svg",
            str(compiled),
        ],
        stdin=subprocess.DEVNULL,
        check=False,
    )
    svgs = sorted(Path().glob(f"{name}-*.svg"), key=lambda path: int(path.stem.rpartition("-")[2]))
    if len(bodies) == 1:
        svgs = svgs[:1]  # of what runs over several pages Manim, too, takes the first
    if len(svgs) != len(bodies):
        pages_said = f"{len(svgs)} pages" if svgs else "nothing that can be drawn"
        raise Wrong(f"it gives {pages_said} instead of one page")
    return [path.read_text(encoding="utf-8") for path in svgs]


def _compile(compiler: str, output: str, source: Path) -> None:
    if compiler not in COMPILERS or output not in FORMATS:
        raise Wrong(f"the compiler {compiler} ({output}) is not among {', '.join(COMPILERS)}")
    kind = (
        ["-no-pdf"] if output == ".xdv" else [] if compiler == "xelatex" else [f"-output-format={output[1:]}"]
    )
    flags = ["-interaction=batchmode", "-halt-on-error", "-no-shell-escape", *kind]
    try:
        done = subprocess.run([compiler, *flags, str(source)], stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        raise Wrong(f"the compiler {compiler} is not installed; use the default template") from None
    if done.returncode:
        raise Wrong(_said(source.with_suffix(".log")))


def _said(log: Path) -> str:
    """Return TeX's message, with what it had just read."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    found = _ERROR.search(text)
    if found is None:
        return "TeX stopped without a message"
    error, rest = found["error"], text[found.end() : found.end() + 2000]
    if error.startswith("Undefined control sequence"):
        commands = re.findall(r"(\\[A-Za-z@]+) ?$", rest, re.MULTILINE)
        return f"{error} {commands[0]}" if commands else error
    where = _WHERE.search(rest)
    return f"{error} at {where['before'].strip()[-60:]}" if where and where["before"].strip() else error
