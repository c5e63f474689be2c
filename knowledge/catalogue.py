"""What the installed Manim offers: names, classes, members and the keywords that they accept."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

ParameterKind = Literal[
    "positional_only", "positional_or_keyword", "var_positional", "keyword_only", "var_keyword"
]
KINDS: tuple[ParameterKind, ...] = (
    "positional_only",
    "positional_or_keyword",
    "var_positional",
    "keyword_only",
    "var_keyword",
)
SHOWN = 300
"""Characters of a signature in a message, at most."""
COMMON = "run_time rate_func lag_ratio color fill_color fill_opacity stroke_color stroke_width".split()
"""Keywords that are shown first."""
CUTOFF = 0.72
"""How like a name must be to be offered for another."""
VERBS = {"get", "set", "add", "remove"}
SOURCES = ("harvest.py", "assignments.py", "handing.py", "keywords.py", "kinds.py", "source.py")
"""What a catalogue depends on besides Manim."""

MemberKind = Literal["function", "method", "property", "static", "class_method", "class"]


class HarvestFailed(RuntimeError):
    """The installed Manim does not import, or its source is not there."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a callable; default and annotation as the source writes them."""

    name: str
    kind: ParameterKind
    default: str | None
    annotation: str

    def __str__(self) -> str:
        stars = {"var_positional": "*", "var_keyword": "**"}.get(self.kind, "")
        return f"{stars}{self.name}" + ("" if self.default is None else f"={self.default}")


@dataclass(frozen=True)
class Signature:
    """What a callable can be given and what it gives."""

    parameters: tuple[Parameter, ...]
    """Without self or cls."""
    keywords: frozenset[str]
    """All that it accepts, those included that its `**kwargs` hands on to others."""
    is_open: bool
    """Accepts keywords that cannot be told."""
    returns: str
    """Class of the result, "Self" for that of the object, "" if it is not known for sure."""
    bound: str = ""
    """A class that the result is of, or of one of its subclasses."""
    swallows: bool = False
    """Accepts any keyword, and does nothing with those it does not know."""

    def required(self) -> tuple[Parameter, ...]:
        """Return the parameters that must be given."""
        return tuple(
            each for each in self.parameters if each.default is None and not each.kind.startswith("var_")
        )

    def most_positional(self) -> int | None:
        """Return how many positional arguments are taken at most, None if any number."""
        if any(each.kind == "var_positional" for each in self.parameters):
            return None
        return sum(each.kind.startswith("positional") for each in self.parameters)

    def shown(self, name: str) -> str:
        """Return the signature as a message shows it."""
        own = ", ".join(_written(self.parameters))
        text = f"{name}({own})"
        others = self.keywords - {each.name for each in self.parameters}
        if not others:
            return _cut(text)
        first = [each for each in COMMON if each in others]
        rest = sorted(each for each in others if each not in first and not each.startswith("_"))
        return _cut(f"{text}; also keywords: {', '.join(first + rest)}")


@dataclass(frozen=True)
class Callable_:  # noqa: N801 - `Callable` is taken by typing
    """A function, or a method or property of a class."""

    name: str
    kind: MemberKind
    signature: Signature
    summary: str
    owner: str
    """The class that defines it, "" for a function."""


class Catalogue:
    """Answers questions about the installed Manim."""

    def __init__(self, harvest: Mapping[str, Any]) -> None:
        self.version: str = harvest["version"]
        self.names: Mapping[str, str] = harvest["names"]
        self.constants: Mapping[str, str] = harvest["constants"]
        self.colours = frozenset(name for name, kind in self.constants.items() if kind == "ManimColor")
        self.colour_strings: frozenset[str] = frozenset(harvest["colour_strings"])
        """The names that Manim takes for a colour as text, in capitals; it takes them in any case."""
        self.rate_functions: frozenset[str] = frozenset(harvest["rate_functions"])
        self.modules: Mapping[str, frozenset[str]] = {
            name: frozenset(members) for name, members in harvest["modules"].items()
        }
        """What Manim's own modules hold that `from manim import *` gives."""
        self._classes: Mapping[str, Any] = harvest["classes"]
        self._functions: Mapping[str, Any] = harvest["functions"]
        self._keywords: list[list[str]] = harvest["keywords"]
        self._members: dict[tuple[str, str], Callable_ | None] = {}
        self._attributes: dict[str, frozenset[str]] = {}
        self._constructors: dict[str, Signature] = {}

    def is_class(self, name: str) -> bool:
        """Tell whether a class of this name is known."""
        return name in self._classes

    def mro(self, cls: str) -> tuple[str, ...]:
        """Return a class and what it inherits from, in order."""
        return tuple(self._classes[cls]["mro"]) if cls in self._classes else ()

    def is_a(self, cls: str, *bases: str) -> bool:
        """Tell whether a class is one of some classes, or inherits from one."""
        return cls in self._classes and not set(bases).isdisjoint(self._classes[cls]["mro"])

    def summary(self, cls: str) -> str:
        """Return the first line of what a class says of itself."""
        return str(self._classes[cls]["summary"]) if cls in self._classes else ""

    def constructor(self, cls: str) -> Signature | None:
        """Return what the making of an instance takes."""
        if cls not in self._constructors and cls in self._classes:
            self._constructors[cls] = self._signature(self._classes[cls]["init"])
        return self._constructors.get(cls)

    def function(self, name: str) -> Callable_ | None:
        """Return a function of `from manim import *`."""
        if name not in self._functions:
            return None
        signature, summary = self._functions[name]
        return Callable_(name, "function", self._signature(signature), summary, "")

    def member(self, cls: str, name: str) -> Callable_ | None:
        """Return a method or property, inherited ones too."""
        key = (cls, name)
        if key not in self._members:
            record = self._record(cls, "members", name)
            self._members[key] = self._callable(name, record) if record else None
        return self._members[key]

    def attributes(self, cls: str) -> frozenset[str]:
        """Return the names of all attributes, methods and properties of an instance."""
        if cls not in self._attributes:
            known = [self._classes[each] for each in self.mro(cls) if each in self._classes]
            self._attributes[cls] = frozenset(
                name for record in known for part in ("members", "attributes") for name in record[part]
            )
        return self._attributes[cls]

    def attribute_type(self, cls: str, name: str) -> str:
        """Return the class of an attribute or property, "" if it is not known for sure."""
        return self._attribute(cls, name)[0]

    def attribute_bound(self, cls: str, name: str) -> str:
        """Return a class that an attribute is of, or of one of its subclasses; "" if not known."""
        sure, at_least = self._attribute(cls, name)
        return sure or at_least

    def has_attribute(self, cls: str, name: str) -> bool:
        """Tell whether instances have an attribute or method, without what Mobject makes up for get_ and set_."""
        return name in self.attributes(cls) or name.startswith("__") or self._invented(cls) == "all"

    def invents(self, cls: str) -> bool:
        """Tell whether a class makes up the methods get_x and set_x for any x."""
        return self._invented(cls) == "accessors"

    def owners(self, name: str) -> tuple[str, ...]:
        """Return the classes that define an attribute or method of this name."""
        return self._owners.get(name, ())

    def subclasses(self, cls: str) -> tuple[str, ...]:
        """Return the classes that inherit from a class."""
        return self._subclasses.get(cls, ())

    def nearest(self, name: str, among: Iterable[str] | None = None, n: int = 3) -> tuple[str, ...]:
        """Return the names most like a name, the best first; none where nothing is like it."""
        candidates = [each for each in (self.names if among is None else among) if each != name]
        folded: dict[str, list[str]] = {}
        for each in candidates:
            folded.setdefault(_folded(each), []).append(each)
        wanted = _folded(name)
        close = {*difflib.get_close_matches(wanted, folded, n=12, cutoff=0.5)}
        close |= {each for each in folded if len(wanted) > 2 and each.startswith(wanted)}
        likeness = {each: _likeness(name, each) for key in close for each in folded[key]}
        best = sorted(likeness, key=lambda each: (-likeness[each], each))
        return tuple(each for each in best if likeness[each] >= CUTOFF)[:n]

    def mobject_parameters(self, cls: str) -> tuple[str, ...]:
        """Return the parameters of a constructor that take nothing but mobjects, `*mobjects` too."""
        signature = self.constructor(cls)
        return (
            tuple(each.name for each in signature.parameters if self._is_mobject(each)) if signature else ()
        )

    def _is_mobject(self, parameter: Parameter) -> bool:
        names = [name.strip() for name in parameter.annotation.split("|")]
        named = [name for name in names if name != "None" and not name.startswith("OpenGL")]
        if not parameter.annotation:
            return parameter.name in ("mobject", "mobjects", "target_mobject", "vmobject")
        return bool(named) and all(self.is_a(name, "Mobject") for name in named)

    def _invented(self, cls: str) -> str:
        return str(self._classes[cls]["invents"]) if cls in self._classes else ""

    @cached_property
    def _owners(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for cls, record in self._classes.items():
            for name, member in record["members"].items():
                if member[3] == cls:
                    found.setdefault(name, []).append(cls)
            for name in record["attributes"]:
                found.setdefault(name, []).append(cls)
        return {name: tuple(classes) for name, classes in found.items()}

    @cached_property
    def _subclasses(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for cls, record in self._classes.items():
            for base in record["mro"][1:]:
                found.setdefault(base, []).append(cls)
        return {base: tuple(classes) for base, classes in found.items()}

    def _record(self, cls: str, part: str, name: str) -> Any:
        for each in self.mro(cls):
            if each in self._classes and name in self._classes[each][part]:
                return self._classes[each][part][name]
        return None

    def _attribute(self, cls: str, name: str) -> tuple[str, str]:
        found = self.member(cls, name)
        if found is not None:
            is_value = found.kind == "property"
            returns, bound = (found.signature.returns, found.signature.bound) if is_value else ("", "")
        else:
            returns, bound = self._record(cls, "attributes", name) or ("", "")
        return cls if returns == "Self" else returns, bound

    def _callable(self, name: str, record: list[Any]) -> Callable_:
        kind, signature, summary, owner = record
        return Callable_(name, kind, self._signature(signature), summary, owner)

    def _signature(self, record: list[Any]) -> Signature:
        parameters, beyond, flags, returns, bound = record
        made = tuple(
            Parameter(name, KINDS[kind], default, annotation)
            for name, kind, default, annotation in parameters
        )
        own = {each.name for each in made if each.kind in ("positional_or_keyword", "keyword_only")}
        others = self._keywords[beyond] if beyond >= 0 else ()
        return Signature(made, frozenset(own.union(others)), bool(flags & 1), returns, bound, bool(flags & 2))


def load(folder: Path) -> Catalogue:
    """Return the catalogue of the installed Manim; harvest it into `folder` if it is not there yet."""
    path = folder.resolve() / f"catalogue-{version('manim')}-{_harvest_hash()}.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock"):
            if not path.exists():
                _harvest(path)
    return Catalogue(json.loads(path.read_bytes()))


def _harvest(path: Path) -> None:
    """Write the catalogue in a process of its own: importing Manim costs a second, and sets things up for good."""
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        out = Path(scratch) / path.name
        done = subprocess.run(
            [sys.executable, "-m", "knowledge.harvest", str(out)],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            raise HarvestFailed(f"the installed Manim could not be read: {done.stderr.strip()[-500:]}")
        out.replace(path)


def _harvest_hash() -> str:
    """Return a hash of what the harvest depends on."""
    folder = Path(__file__).parent
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in SOURCES)).hexdigest()[:12]


def _written(parameters: tuple[Parameter, ...]) -> list[str]:
    """Write parameters as a `def` has them, `*` before those that go by keyword only."""
    texts = [str(each) for each in parameters]
    kinds = [each.kind for each in parameters]
    if "keyword_only" in kinds and "var_positional" not in kinds:
        texts.insert(kinds.index("keyword_only"), "*")
    return texts


def _cut(text: str) -> str:
    if len(text) <= SHOWN:
        return text
    return text[: text.rfind(",", 0, SHOWN - 5)] + ", ..."


def _folded(name: str) -> str:
    """Return a name without what is most often got wrong: case and underscores."""
    return name.replace("_", "").lower()


def _likeness(name: str, other: str) -> float:
    """Return how likely it is that `other` was meant by `name`, about one for the same but for case."""
    one, two = _folded(name), _folded(other)
    same = 0.75 * difflib.SequenceMatcher(None, one, two).ratio()
    words, others = _words(name), _words(other)
    same += 0.25 * sum(bool(difflib.get_close_matches(word, others, 1, 0.8)) for word in words) / len(words)
    if two.startswith(one):
        same += 0.25
    elif one.startswith(two) and len(two) > 4:
        same += 0.1
    if words[0] != others[0] and {words[0], others[0]} <= VERBS:
        same -= 0.1
    return (
        same - 0.02 * (name[:1].isupper() != other[:1].isupper()) - 0.02 * (name.isupper() != other.isupper())
    )


def _words(name: str) -> list[str]:
    """Split a name where underscores or capitals do."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", name)] or [name]
