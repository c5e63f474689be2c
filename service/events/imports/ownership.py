"""Find out under which licence a file of somebody else stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from service.events.exports.licences import is_noncommercial

UNKNOWN = "unknown"
HEAD = 4096
"""Characters at the top of a file in which its own licence may stand."""
LONGEST = 100_000
_NAMES = re.compile(r"(licen[cs]e|copying|unlicense)(\.(txt|md|rst))?", re.IGNORECASE)
_READMES = re.compile(r"readme(\.(txt|md|rst))?", re.IGNORECASE)
_SPDX = re.compile(r"SPDX-License-Identifier:\s*([\w.+-]+)")
_CREATIVE = (
    (r"NonCommercial-ShareAlike|BY-NC-SA", "CC-BY-NC-SA-4.0"),
    (r"NonCommercial-NoDeriv|BY-NC-ND", "CC-BY-NC-ND-4.0"),
    (r"NonCommercial|BY-NC", "CC-BY-NC-4.0"),
    (r"Attribution-ShareAlike|BY-SA", "CC-BY-SA-4.0"),
    (r"Attribution-NoDeriv|BY-ND", "CC-BY-ND-4.0"),
)
_TEXTS = (
    *_CREATIVE,
    (r"Creative Commons Attribution|CC[ -]BY", "CC-BY-4.0"),
    (r"CC0|No Copyright", "CC0-1.0"),
    (r"GNU AFFERO", "AGPL-3.0-only"),
    (r"GNU LESSER", "LGPL-3.0-only"),
    (r"GNU GENERAL PUBLIC", "GPL-3.0-only"),
    (r"Mozilla Public License", "MPL-2.0"),
    (r"Apache License", "Apache-2.0"),
    (r"Permission is hereby granted, free of charge", "MIT"),
    (r"Redistribution and use in source and binary forms.*Neither the name", "BSD-3-Clause"),
    (r"Redistribution and use in source and binary forms", "BSD-2-Clause"),
    (r"This is free and unencumbered software", "Unlicense"),
)


@dataclass
class Ownership:
    """Answers by whose leave the files of a folder are used; `told` is what the operator says of them."""

    root: Path
    told: str = ""
    _known: dict[Path, tuple[str, str]] = field(default_factory=dict)

    def of(self, file: Path, text: str) -> tuple[str, str]:
        """Return the licence of a file and what says so: itself, the operator, the nearest licence file.

        The operator's word does not undo a non-commercial one.
        """
        if own := _SPDX.search(text[:HEAD]):
            return own[1], str(file.relative_to(self.root))
        found = self._of_folder(file.parent)
        return (self.told, "told") if self.told and not is_noncommercial(found[0]) else found

    def _of_folder(self, folder: Path) -> tuple[str, str]:
        """Return what the nearest licence says, of the folder or of one above."""
        if folder not in self._known:
            above = () if folder == self.root else (folder.parent,)
            found = next(self._licences(folder), None)
            self._known[folder] = found or next(map(self._of_folder, above), (UNKNOWN, "nothing says so"))
        return self._known[folder]

    def _licences(self, folder: Path) -> Iterator[tuple[str, str]]:
        """Yield what the licence files of a folder say, and then what its README does of Creative Commons."""
        files = [path for path in sorted(folder.iterdir()) if path.is_file() and not path.is_symlink()]
        for names, texts in ((_NAMES, _TEXTS), (_READMES, _CREATIVE)):
            for path in files:
                if names.fullmatch(path.name) and (licence := _named(path, texts, names is _NAMES)):
                    yield licence, str(path.relative_to(self.root))


def _named(path: Path, texts: tuple[tuple[str, str], ...], is_licence: bool) -> str:
    """Return which licence a text is, or speaks of."""
    text = path.read_text(encoding="utf-8", errors="replace")[:LONGEST]
    for pattern, name in texts:
        if re.search(pattern, text, re.IGNORECASE | re.DOTALL):
            return name
    return f"{UNKNOWN} ({path.name})" if is_licence else ""
