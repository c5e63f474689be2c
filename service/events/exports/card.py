"""The data card: what an export holds, what it left out and why, and how it was made."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.events.exports.features import features

ABOUT = {
    "sft": "Conversations: what the model was asked, and an answer whose program rendered.",
    "dpo": "Preferences: one prompt, an answer that works and one whose program was at fault, or that a person liked less.",
    "grpo": "Prompts whose answers can be judged by running them, with what that takes.",
    "raw": "Attempts as they were written down, without their pictures.",
}
TRAINERS = {"sft": "SFTTrainer", "dpo": "DPOTrainer", "grpo": "GRPOTrainer"}
SPLITS = ("train", "test")
REWARD = "service.events.exports.reward.Reward: has a program, parses, passes the check, runs, looks right"


@dataclass
class Card:
    """Counts of one export, and how it was made."""

    format: str
    made: Mapping[str, Any]
    """Versions and options."""
    attempts: int = 0
    """Read of the log."""
    rows: Counter[str] = field(default_factory=Counter)
    taken_away: Counter[str] = field(default_factory=Counter)
    families: dict[str, set[str]] = field(default_factory=dict)
    parts: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    """Rows of each split by source, model, licence and so on."""
    warnings: list[str] = field(default_factory=list)
    """What is wrong with the split."""

    def drop(self, why: str) -> None:
        """Count something that gave no row."""
        self.taken_away[why] += 1

    def count(self, split: str, family: str, licences: Iterable[str] = (), **of_it: str) -> None:
        """Count a row, and what it is of."""
        self.rows[split] += 1
        self.families.setdefault(split, set()).add(family)
        parts = self.parts.setdefault(split, {})
        for name, value in of_it.items():
            parts.setdefault(name, Counter())[value.strip() or "none"] += 1
        parts.setdefault("licence", Counter()).update(list(licences) or ["nothing of others shown"])

    def judge(self, test_share: float) -> None:
        """Warn of a split that is not as it was asked for."""
        train, test = self.rows["train"], self.rows["test"]
        if not train:
            self.warnings.append("there is no row for training")
        if test > 2 * test_share * (train + test):
            share = test / (train + test)
            self.warnings.append(f"{share:.0%} of the rows are for testing; {test_share:.0%} were asked for")

    def as_json(self) -> dict[str, Any]:
        """Return the card as `card.json` has it."""
        return {
            "format": self.format,
            "rows": dict(+self.rows),
            "families": {split: len(names) for split, names in self.families.items()},
            "attempts": self.attempts,
            "warnings": self.warnings,
            "taken_away": dict(self.taken_away.most_common()),
            "parts": {
                split: {name: dict(counts.most_common()) for name, counts in parts.items()}
                for split, parts in self.parts.items()
            },
            **({"reward": REWARD} if self.format == "grpo" else {}),
            **self.made,
        }

    def write(self, folder: Path) -> None:
        """Write the card into the folder of its export: for people and loaders, and as JSON."""
        told = json.dumps(self.as_json(), indent=2, ensure_ascii=False)
        (folder / "card.json").write_text(told + "\n", encoding="utf-8")
        (folder / "README.md").write_text(self._text(), encoding="utf-8")

    def _text(self) -> str:
        files = [{"split": split, "path": f"{split}.jsonl"} for split in SPLITS if self.rows[split]]
        about: dict[str, Any] = {"configs": [{"config_name": "default", "data_files": files}]}
        if self.format == "raw":
            about["dataset_info"] = {"features": features()}
        head = json.dumps(about)  # JSON is YAML: `load_dataset` reads from it what lies where
        return f"---\n{head}\n---\n\n{self._told()}"

    def _told(self) -> str:
        lines = [f"# The Shape Rotator: {self.format}", "", ABOUT[self.format], ""]
        trainer = f"; made for TRL's `{TRAINERS[self.format]}`" if self.format in TRAINERS else ""
        lines += [f"Loads with `datasets.load_dataset(FOLDER)`{trainer}.", ""]
        if self.format == "grpo":
            lines += [f"Reward: `{REWARD}`.", ""]
        lines += [f"Warning: {each}.\n" for each in self.warnings]
        counts = [(split, rows, len(self.families[split])) for split, rows in self.rows.items() if rows]
        lines += _table(("split", "rows", "families"), counts)
        for split, parts in self.parts.items():
            for name, counted in parts.items():
                lines += [f"## {split}, by {name}", "", *_table((name, "rows"), counted.most_common())]
        lines += [
            "No family of prompts is in both splits: families are of prompts that mean nearly the same, and turns of one",
            "session. No program of a row for testing is in a row for training. A split that has no row has no file.",
            "",
            f"## Taken away, of {self.attempts} attempts",
            "",
            *_table(("why", "how many"), self.taken_away.most_common()),
        ]
        return "\n".join([*lines, "## Made with", "", *_table(("what", "which"), self.made.items())])


def _table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> list[str]:
    """Return a table in Markdown, with an empty line behind it."""
    line = "|".join("---" for _ in head)
    return [_line(head), f"|{line}|", *map(_line, rows), ""]


def _line(cells: Iterable[Any]) -> str:
    told = (json.dumps(cell) if isinstance(cell, dict | list) else str(cell) for cell in cells)
    return "| " + " | ".join(" ".join(each.replace("|", "\\|").split()) for each in told) + " |"
