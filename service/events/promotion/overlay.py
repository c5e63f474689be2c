"""The folder of what was promoted, as every process reads it: written from the database, a file for each thing."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

Kind = Literal["pitfall", "rule", "scene", "prompt"]
FOLDERS: dict[Kind, tuple[str, str]] = {
    "pitfall": ("pitfalls", ".toml"),
    "rule": ("rules", ".toml"),
    "scene": ("scenes", ".py"),
    "prompt": ("prompts", ".md"),
}
"""Where each kind lies, and how its files end."""
Named = tuple[Kind, str]
Content = Mapping[str, Any]


def path_of(folder: Path, named: Named) -> Path:
    """Return where the file of a thing lies."""
    below, ending = FOLDERS[named[0]]
    return folder / below / f"{named[1]}{ending}"


def text_of(kind: Kind, content: Content) -> str:
    """Return the file of a thing; raise ValueError where it cannot be written down."""
    if kind in ("scene", "prompt"):
        return str(content["text"])
    shown = {name: value for name, value in content.items() if name != "name"}
    text = _table("pitfall", shown) if kind == "pitfall" else _rule(shown)
    if tomllib.loads(text) != ({"pitfall": [shown]} if kind == "pitfall" else shown):
        raise ValueError("it has something in it that TOML cannot say")
    return text


def _rule(content: Content) -> str:
    plain = {name: value for name, value in content.items() if name != "patterns"}
    return "\n".join([_rows(plain), *(_table("patterns", each) for each in content["patterns"])])


def _table(name: str, content: Content) -> str:
    return f"[[{name}]]\n{_rows(content)}"


def _rows(content: Content) -> str:
    """Return the rows of a table: JSON's texts, numbers and lists of them are TOML's, but for one character."""
    return "".join(f"{name} = {_value(value)}\n" for name, value in content.items())


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def write(folder: Path, wanted: Mapping[Named, Content], known: Iterable[Named]) -> bool:
    """Make the files of a folder those that are wanted; of others only those that are known go. Return what it changed."""
    if not wanted and not folder.is_dir():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        gone = [path for each in known if each not in wanted and (path := path_of(folder, each)).is_file()]
        for path in gone:
            path.unlink()
        texts = {path_of(folder, each): text_of(each[0], content) for each, content in wanted.items()}
        changed = [path for path, text in texts.items() if not _has(path, text)]
        for path in changed:
            _replace(path, texts[path])
    return bool(gone or changed)


def _has(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _replace(path: Path, text: str) -> None:
    """Write a file, whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(f".{path.name}.unfinished")
    beside.write_bytes(text.encode())
    beside.replace(path)
