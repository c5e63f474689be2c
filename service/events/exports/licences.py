"""Which licences an export may draw on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

FREE = frozenset("MIT MIT-0 Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD ISC Zlib CC0-1.0 Unlicense".split())
"""Those that ask for no more than to be named."""
OWN = "made on this server"
"""Of what people wrote here: a program that a person typed in, and scenes that were made of their prompts."""
UNKNOWN = "unknown"
"""Of what has no licence, and of prompts that are not kept."""
_NONCOMMERCIAL = re.compile(r"\bNC\b|non-?commercial", re.IGNORECASE)


@dataclass(frozen=True)
class Licences:
    """Lets free licences in, those that were named, and non-commercial ones where that was said."""

    also: frozenset[str] = field(default_factory=frozenset)
    noncommercial: bool = False

    def allow(self, licence: str) -> bool:
        """Return whether rows may be made of what has this licence; an unknown one or none is refused."""
        if is_noncommercial(licence):
            return self.noncommercial
        return plain(licence) in {plain(each) for each in FREE | self.also}


def plain(licence: str) -> str:
    """Return a licence without what stands in brackets behind it, in lower case."""
    return re.sub(r"\s*\(.*\)\s*$", "", licence).strip().casefold()


def is_noncommercial(licence: str) -> bool:
    """Return whether a licence keeps from making money with it."""
    return _NONCOMMERCIAL.search(licence) is not None
