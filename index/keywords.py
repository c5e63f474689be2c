"""Find documents by their words: SQLite's FTS5, ranked by BM25; and by exact names of Manim. It keeps the documents too."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from index.document import Document
from knowledge.api import spoken
from knowledge.entry import Entry

WEIGHTS = "0.0, 0.0, 2.0, 1.0, 0.5"
"""Of the columns in bm25(): key, kind, title, phrasings, symbols."""
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"\b(?:[A-Z]\w*\.)?[A-Za-z]\w*\b")
PLAIN = frozenset(
    "a an the of to in on at by for with from and or is are be it its this that how what why when which who do does "
    "can i you me my we show draw make create animate animation video please want need let using use manim scene".split()
)
"""Words that nearly every prompt has."""


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Write the keyword index of the entries."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE VIRTUAL TABLE entries USING fts5("
            "key UNINDEXED, kind UNINDEXED, title, phrasings, symbols, tokenize='porter unicode61 remove_diacritics 2')"
        )
        connection.execute("CREATE TABLE symbols (name TEXT, key TEXT, kind TEXT, PRIMARY KEY (name, key))")
        connection.execute(
            "CREATE TABLE documents (key TEXT PRIMARY KEY, id TEXT, kind TEXT, title TEXT, licence TEXT, text TEXT)"
        )
        for entry in entries:
            record = (entry.key, entry.id, entry.kind, entry.title, entry.licence, entry.text)
            connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", record)
            names = sorted(entry.symbols)
            spelled = " ".join(f"{each} {spoken(each)}" for each in names)
            row = (entry.key, entry.kind, spoken_title(entry), "\n".join(entry.phrasings), spelled)
            connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", row)
            connection.executemany(
                "INSERT INTO symbols VALUES (?, ?, ?)", [(each, entry.key, entry.kind) for each in names]
            )


def documents(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Document]:
    """Return the documents of some keys."""
    marks = ", ".join("?" * len(keys))
    rows = connection.execute(
        f"SELECT key, id, kind, title, licence, text FROM documents WHERE key IN ({marks})",  # noqa: S608
        tuple(keys),
    )
    return {row[0]: Document(row[1], row[2], row[3], 0.0, row[4], row[5]) for row in rows}


def spoken_title(entry: Entry) -> str:
    """Return a title as words; names of Manim are taken apart."""
    return f"{entry.title} {spoken(entry.title)}" if entry.kind == "api" else entry.title


def by_words(connection: sqlite3.Connection, query: str, kinds: Sequence[str], k: int) -> list[str]:
    """Return the keys of the `k` entries that BM25 ranks first."""
    words = [word for word in dict.fromkeys(_WORD.findall(query.lower())) if word not in PLAIN]
    if not words:
        return []
    match = " OR ".join(f'"{word}"' for word in words)
    marks = ", ".join("?" * len(kinds))
    rows = connection.execute(
        f"SELECT key FROM entries WHERE entries MATCH ? AND kind IN ({marks}) ORDER BY bm25(entries, {WEIGHTS}) LIMIT ?",  # noqa: S608
        (match, *kinds, k),
    )
    return [row[0] for row in rows]


def by_names(connection: sqlite3.Connection, query: str, kinds: Sequence[str], k: int) -> list[str]:
    """Return the keys of the entries that document or use a name of Manim in the query, whole names first."""
    names = [each for each in dict.fromkeys(_NAME.findall(query)) if _is_a_name(each)]
    found: dict[str, None] = {}
    marks = ", ".join("?" * len(kinds))
    for name in names:
        rows = connection.execute(
            f"SELECT key FROM symbols WHERE name = ? AND kind IN ({marks}) ORDER BY substr(key, instr(key, ':') + 1) <> ?, kind, length(key) LIMIT ?",  # noqa: S608
            (name.rpartition(".")[2], *kinds, name, k),
        )
        found |= dict.fromkeys(row[0] for row in rows)
    return list(found)[:k]


def _is_a_name(text: str) -> bool:
    """Return whether a word is written as names are and words are not: `get_area`, `NumberPlane`, `Axes.plot`."""
    return "_" in text or "." in text or bool(re.search(r"[a-z0-9][A-Z]", text))
