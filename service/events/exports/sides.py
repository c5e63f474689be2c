"""The two sides of an export, train and test, as they are written.

A program that stands in a row for testing stands in none for training. Which do is known at the end only, so rows for
training wait in a file of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from service.events.exports.card import Card
from service.events.exports.families import Split
from service.events.exports.rows import Row

WAITING = "waiting.jsonl"


@dataclass(frozen=True)
class _Waiting:
    """What is counted of a row for training, if there is one."""

    programs: frozenset[str]
    family: str
    licences: frozenset[str]
    parts: Mapping[str, str]


class Sides:
    """Writes rows into `train.jsonl` and `test.jsonl` of a folder, and counts them; a side without rows has no file."""

    def __init__(self, folder: Path, card: Card) -> None:
        """Open what rows wait in."""
        self._folder, self._card = folder, card
        self._files: dict[str, IO[str]] = {}
        self._stack = ExitStack()
        self._waiting: list[_Waiting] = []
        self._of_test: set[str] = set()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Decide on the rows that wait, unless something went wrong."""
        with self._stack:
            if kind is None and self._waiting:
                self._files[WAITING].close()
                self._settle()

    def put(self, split: Split, family: str, row: Row, told: Mapping[str, Any]) -> None:
        """Write a row, told as JSON."""
        text = json.dumps(told, ensure_ascii=False)
        line = text.encode("utf-8", "replace").decode() + "\n"  # half a surrogate pair is in no file
        if split == "train":
            self._file(WAITING).write(line)
            self._waiting.append(_Waiting(row.programs, family, row.licences, row.parts))
        else:
            self._of_test |= row.programs
            self._file("test.jsonl").write(line)
            self._card.count("test", family, row.licences, **row.parts)

    def _settle(self) -> None:
        with (self._folder / WAITING).open(encoding="utf-8", newline="\n") as lines:
            for row, line in zip(self._waiting, lines, strict=True):
                if row.programs & self._of_test:
                    self._card.drop("its program is in the test rows")
                else:
                    self._file("train.jsonl").write(line)
                    self._card.count("train", row.family, row.licences, **row.parts)

    def _file(self, name: str) -> IO[str]:
        if name not in self._files:
            opened = (self._folder / name).open("w", encoding="utf-8", newline="\n")
            self._files[name] = self._stack.enter_context(opened)
        return self._files[name]
