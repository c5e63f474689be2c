"""What ruff sees: syntax, and names that are defined nowhere."""

from __future__ import annotations

import json
import subprocess
from functools import cache

from agent.faults import RendererBroken
from agent.problems import Problem

RULES = "E9,F"
QUIET = "F401,F403,F405,F541,F811,F841"
"""Untidy, or a star import's doing: no reason to refuse a program."""
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


def lint_problems(code: str) -> tuple[Problem, ...]:
    """Return what ruff finds wrong."""
    done = _run(
        ["check", "--select", RULES, "--ignore", QUIET, "--output-format", "json", "--no-cache"], code
    )
    if done.returncode not in (0, 1):
        raise RendererBroken(f"ruff failed: {done.stderr.strip()[:300]}", "reinstall: make clean install")
    return tuple(
        Problem(
            code="syntax" if (found["code"] or "invalid-syntax") == "invalid-syntax" else found["code"],
            message=found["message"],
            line=found["location"]["row"],
            column=found["location"]["column"],
        )
        for found in json.loads(done.stdout)
    )
