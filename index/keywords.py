"""Find documents by their words: SQLite's FTS5, ranked by BM25; and by exact names of Manim. It keeps the documents too."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from math import log
from pathlib import Path
from typing import Any

from index.document import Document
from knowledge.api import spoken
from knowledge.entry import KINDS, Entry

RANK = "bm25(2.0, 1.0, 0.5)"
"""How the columns of a kind's table weigh: title, phrasings, symbols."""
COLUMNS = "id, kind, title, licence, text, topic, worth, stamp"
COMMON = 1000
"""Entries that have a word from which on it tells nothing, and costs much to look up."""
EVERYDAY = 0.3
"""What a name weighs that every scene uses."""
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"\b(?:[A-Z]\w*\.)?[A-Za-z]\w*\b")
PLAIN = frozenset(
    "a an the of to in on at by for with from and or is are be it its this that how what why when which who do does "
    "can i you me my we show draw make create animate animation video please want need let using use manim scene".split()
)
"""Words that nearly every prompt has."""


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Write the keyword index of the entries: a table of words for each kind, without the texts, and the documents."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for kind in KINDS:
            connection.execute(
                f"CREATE VIRTUAL TABLE words_{kind} USING fts5(title, phrasings, symbols, content='', "
                "tokenize='porter unicode61 remove_diacritics 2')"
            )
            connection.execute(f"INSERT INTO words_{kind}(words_{kind}, rank) VALUES ('rank', ?)", (RANK,))  # noqa: S608
        connection.execute("CREATE TABLE symbols (name TEXT, key TEXT, kind TEXT, PRIMARY KEY (name, key))")
        connection.execute("CREATE TABLE common (word TEXT PRIMARY KEY)")
        connection.execute(
            "CREATE TABLE documents (number INTEGER PRIMARY KEY, key TEXT UNIQUE, id TEXT, kind TEXT, title TEXT, "
            "licence TEXT, text TEXT, topic TEXT, worth REAL, stamp TEXT)"
        )
        counts: Counter[str] = Counter()
        for number, entry in enumerate(entries):
            counts.update(_write(connection, number, entry))
        common = [(word,) for word, count in counts.items() if count > COMMON]
        connection.executemany("INSERT INTO common VALUES (?)", common)


def _write(connection: sqlite3.Connection, number: int, entry: Entry) -> set[str]:
    """Write one entry, and return the words that it is found by."""
    stamp = json.dumps(asdict(entry.stamp)) if entry.stamp else None
    record = (entry.id, entry.kind, entry.title, entry.licence, entry.text, entry.topic, entry.worth, stamp)
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, entry.key, *record)
    )
    names = sorted(entry.symbols)
    spelled = " ".join(f"{each} {spoken(each)}" for each in names)
    title, phrasings = spoken_title(entry), "\n".join(entry.phrasings)
    connection.execute(
        f"INSERT INTO words_{entry.kind}(rowid, title, phrasings, symbols) VALUES (?, ?, ?, ?)",  # noqa: S608
        (number, title, phrasings, spelled),
    )
    connection.executemany(
        "INSERT INTO symbols VALUES (?, ?, ?)", [(each, entry.key, entry.kind) for each in names]
    )
    return set(_WORD.findall(f"{title} {phrasings}".lower()))


def documents(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Document]:
    """Return the documents of some keys."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM documents WHERE key IN ({_marks(keys)})", tuple(keys))  # noqa: S608
    return {document.key: document for document in map(_document, rows)}


def of_kind(connection: sqlite3.Connection, kind: str) -> tuple[Document, ...]:
    """Return all documents of a kind, by their ids."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM documents WHERE kind = ? ORDER BY id", (kind,))  # noqa: S608
    return tuple(map(_document, rows))


def _document(row: tuple[Any, ...]) -> Document:
    id_, kind, title, licence, text, topic, worth, stamp = row
    return Document(id_, kind, title, 0.0, licence, text, topic, worth, json.loads(stamp) if stamp else None)


def symbols(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, float]:
    """Return the names of Manim that some documents use, each with how many use it."""
    rows = connection.execute(
        f"SELECT name, count(*) FROM symbols WHERE key IN ({_marks(keys)}) GROUP BY name",  # noqa: S608
        tuple(keys),
    )
    return {name: float(count) for name, count in rows}


def by_symbols(connection: sqlite3.Connection, wanted: Mapping[str, float], kind: str, k: int) -> list[str]:
    """Return the keys of the `k` documents of a kind whose names are the most wanted; of equals, those indexed first.

    A name that few scenes use says more of what is going on than one that all of them do.
    """
    rows = connection.execute(
        "SELECT name, symbols.key FROM symbols JOIN documents USING (key) WHERE symbols.kind = ? ORDER BY number",
        (kind,),
    ).fetchall()
    uses = dict(connection.execute("SELECT name, count(*) FROM symbols WHERE kind = 'scene' GROUP BY name"))
    most = max(uses.values(), default=1)
    scores: dict[str, float] = {}
    size = Counter(key for _, key in rows)
    for name, key in rows:
        if name in wanted:
            telling = EVERYDAY + log(most / uses.get(name, 1))
            scores[key] = scores.get(key, 0.0) + wanted[name] * telling / size[key]
    return sorted(scores, key=lambda key: -scores[key])[:k]


def spoken_title(entry: Entry) -> str:
    """Return a title as words; names of Manim are taken apart."""
    return f"{entry.title} {spoken(entry.title)}" if entry.kind == "api" else entry.title


def by_words(connection: sqlite3.Connection, query: str, kinds: Sequence[str], k: int) -> list[str]:
    """Return the keys of the `k` entries that BM25 ranks first."""
    words = [word for word in dict.fromkeys(_WORD.findall(query.lower())) if word not in PLAIN]
    words = _telling(connection, words)
    if not words:
        return []
    match = " OR ".join(f'"{word}"' for word in words)
    found = [
        row
        for kind in kinds
        for row in connection.execute(
            f"SELECT rank, rowid FROM words_{kind} WHERE words_{kind} MATCH ? ORDER BY rank LIMIT ?",  # noqa: S608
            (match, k),
        )
    ]
    best = [number for _, number in sorted(found)[:k]]
    rows = connection.execute(f"SELECT number, key FROM documents WHERE number IN ({_marks(best)})", best)  # noqa: S608
    keys = dict(rows.fetchall())
    return [keys[number] for number in best]


def _telling(connection: sqlite3.Connection, words: list[str]) -> list[str]:
    """Return the words without those that too many entries have, unless there are no others."""
    found = connection.execute(f"SELECT word FROM common WHERE word IN ({_marks(words)})", words)  # noqa: S608
    common = {word for (word,) in found}
    return [word for word in words if word not in common] or words


def by_names(connection: sqlite3.Connection, query: str, kinds: Sequence[str], k: int) -> list[str]:
    """Return the keys of the entries that document or use a name of Manim in the query, whole names first."""
    names = [each for each in dict.fromkeys(_NAME.findall(query)) if _is_a_name(each)]
    found: dict[str, None] = {}
    for name in names:
        rows = connection.execute(
            f"SELECT key FROM symbols WHERE name = ? AND kind IN ({_marks(kinds)}) ORDER BY substr(key, instr(key, ':') + 1) <> ?, kind, length(key) LIMIT ?",  # noqa: S608
            (name.rpartition(".")[2], *kinds, name, k),
        )
        found |= dict.fromkeys(row[0] for row in rows)
    return list(found)[:k]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _is_a_name(text: str) -> bool:
    """Return whether a word is written as names are and words are not: `get_area`, `NumberPlane`, `Axes.plot`."""
    return "_" in text or "." in text or bool(re.search(r"[a-z0-9][A-Z]", text))
