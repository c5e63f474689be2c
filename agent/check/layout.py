"""Lay a program out as ruff does."""

from __future__ import annotations

import subprocess
from functools import cache

from agent.faults import RendererBroken

LINE_LENGTH = "110"


@cache
def _ruff() -> str:
    from ruff import find_ruff_bin

    return str(find_ruff_bin())


def _run(arguments: list[str], code: str) -> subprocess.CompletedProcess[str]:
    command = [_ruff(), *arguments, "--isolated", "--stdin-filename", "scene.py", "-"]
    try:
        return subprocess.run(
            command, input=code, capture_output=True, text=True, encoding="utf-8", timeout=30, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RendererBroken(
            "ruff took more than 30 s over a program", "run the same command again"
        ) from error


def formatted(code: str) -> str:
    """Return `code` as `ruff format` lays it out, or unchanged where it does not parse."""
    done = _run(["format", "--quiet", "--line-length", LINE_LENGTH], code)
    return done.stdout if done.returncode == 0 else code
