"""Compile formulas, many in one run of LaTeX and one of dvisvgm: a job of its own, in which no scene ever ran."""

from __future__ import annotations

import re
import resource
import signal
import subprocess
from itertools import count
from pathlib import Path
from typing import Any

from agent.sandbox.inside.channel import Channel
from agent.sandbox.inside.job import Shard, Spec

COMPILERS = ("latex", "pdflatex", "lualatex", "xelatex")
FORMATS = (".dvi", ".xdv", ".pdf")
LONGEST_RUN = 8
"""Seconds: one formula that never ends must not cost the others their time."""
NEXT_PAGE = r"\newpage"
_ERROR = re.compile(r"^! (?P<error>.+?)\.?$", re.MULTILINE)
_WHERE = re.compile(r"^l\.(?P<line>\d+) ?(?P<before>.*)$", re.MULTILINE)


class Wrong(Exception):
    """TeX does not take it; the message is TeX's, `line` where in the source it stopped."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def work(spec: Spec, fds: dict[str, int], channel: Channel, shard: Shard) -> dict[str, Any]:
    """Compile every batch of `spec`; of one that fails the formula at fault is set aside, and the rest tried again."""
    answers: dict[str, dict[str, str]] = {}
    for number, batch in enumerate(spec["batches"]):
        waiting = [list(zip(batch["keys"], batch["bodies"], strict=True))]
        for attempt in count():
            if not waiting:
                break
            some = waiting.pop()
            source = _source(batch, [body for _, body in some])
            try:
                svgs = _compiled(f"batch{number}-{attempt}", batch, source, len(some))
                answers |= {key: {"svg": svg} for (key, _), svg in zip(some, svgs, strict=True)}
            except Wrong as error:
                if len(some) == 1:
                    answers[some[0][0]] = {"wrong": str(error)}
                else:
                    waiting += _apart(some, source, error.line)
    return {"answers": answers}


Formulas = list[tuple[str, str]]
"""Keys and bodies."""


def _apart(some: Formulas, source: str, line: int | None) -> list[Formulas]:
    """Return the formula that stands in `line` of the source, and the others; two halves where it is unclear."""
    if line is not None:
        page = source.split("\n")[: line - 1].count(NEXT_PAGE)
        if page < len(some):
            return [[*some[:page], *some[page + 1 :]], [some[page]]]
    middle = len(some) // 2
    return [some[middle:], some[:middle]]


def _source(batch: dict[str, Any], bodies: list[str]) -> str:
    # a group of its own keeps what a formula sets from the next; at an empty line TeX misses a closing brace
    page = f"\\begingroup%s\\endgroup\n\n{NEXT_PAGE}\n"
    pages = bodies if len(bodies) == 1 else [page % body for body in bodies]
    return "".join([batch["head"], *pages, batch["tail"]])


def _compiled(name: str, batch: dict[str, Any], document: str, pages: int) -> list[str]:
    """Return the SVG of each page; raise Wrong."""
    source = Path(f"{name}.tex")
    source.write_text(document, encoding="utf-8")
    for compiler in batch["compilers"]:
        _compile(compiler, batch["format"], source)
    compiled = source.with_suffix(batch["format"])
    pdf = ["--pdf"] if batch["format"] == ".pdf" else []
    _run(
        [
            "dvisvgm",
            *pdf,
            "--no-fonts",
            "--no-specials=ps",  # PostScript can read files and start programs
            "--verbosity=0",
            "--page=1-",
            f"--output={name}-%p.svg",
            str(compiled),
        ]
    )
    svgs = sorted(Path().glob(f"{name}-*.svg"), key=lambda path: int(path.stem.rpartition("-")[2]))
    if pages == 1:
        svgs = svgs[:1]  # of what runs over several pages Manim, too, takes the first
    if len(svgs) != pages:
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
        status = _run([compiler, *flags, str(source)])
    except FileNotFoundError:
        raise Wrong(f"the compiler {compiler} is not installed; use the default template") from None
    if status:
        raise _said(source.with_suffix(".log"))


def _run(command: list[str]) -> int:
    # the walls let nobody kill: the kernel has to end what takes too long
    status = subprocess.run(command, stdin=subprocess.DEVNULL, check=False, preexec_fn=_hurry).returncode
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Wrong(f"{command[0]} does not finish within {LONGEST_RUN} s")
    return status


def _hurry() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_RUN, LONGEST_RUN + 1))


def _said(log: Path) -> Wrong:
    """Return TeX's message, with what it had just read."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    found = _ERROR.search(text)
    if found is None:
        return Wrong("TeX stopped without a message")
    error, rest = found["error"], text[found.end() : found.end() + 2000]
    where = _WHERE.search(rest)
    line = int(where["line"]) if where else None
    if error.startswith("Undefined control sequence"):
        commands = re.findall(r"(\\[A-Za-z@]+) ?$", rest, re.MULTILINE)
        return Wrong(f"{error} {commands[0]}" if commands else error, line)
    before = where["before"].strip()[-60:] if where else ""
    return Wrong(f"{error} at {before}" if before else error, line)
