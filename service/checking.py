"""Check the scenes that somebody is writing, and mend what is mechanical."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.check import Checker, Mended
from agent.check.mending import diff
from agent.check.running import checked_by_running, mended_by_running
from agent.problems import Problem, errors
from agent.sandbox import RenderOptions
from service.requests import BadRequest, read_text

if TYPE_CHECKING:
    from agent.sandbox.client import SandboxRenderer

SMALL = RenderOptions(160, 90, 5)
SECONDS = 20.0


@dataclass(frozen=True)
class CheckedFile:
    """A file, what is wrong with it, and what was or would be mended."""

    file: Path
    code: str
    """As it was."""
    found: tuple[Problem, ...]
    """As it was, or with `fix` what is left."""
    mended: Mended

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not errors(self.found)

    @property
    def diff(self) -> str:
        """What the mends change."""
        return diff(self.code, self.mended.code)

    def as_json(self) -> dict[str, Any]:
        """Return it as `rotator check --json` shows it."""
        return {
            "file": str(self.file),
            "problems": [problem.as_json() for problem in self.found],
            "mends": [asdict(each) for each in self.mended.mends],
            "source": self.mended.code,
        }


def check_file(file: Path, checker: Checker, renderer: SandboxRenderer | None, *, fix: bool) -> CheckedFile:
    """Check a file, by running it too where there is a renderer; with `fix` write the mended program back."""
    code = read_text(file)
    if renderer is None:
        mended = checker.mended(code)
        checked = mended if fix else checker.check(code)
    else:
        mended = mended_by_running(checker, code, renderer, SMALL, SECONDS)
        checked = mended if fix else checked_by_running(checker, code, renderer, SMALL, SECONDS)
    if fix and mended.code != code:
        _write(file, mended.code)
    return CheckedFile(file, code, checked.problems, mended)


def _write(file: Path, code: str) -> None:
    try:
        file.write_text(code, encoding="utf-8", newline="")
    except OSError as error:
        raise BadRequest(f"cannot write {file}: {error.strerror}") from None
