"""All that is known and can be found: put together from the library and the installed Manim when the index is built."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from knowledge.api import LICENCE as MANIMS_LICENCE
from knowledge.api import api_entries, spoken
from knowledge.catalogue import Catalogue
from knowledge.components import components
from knowledge.entry import Entry
from knowledge.examples import Example, examples
from knowledge.pitfalls import Pitfall, pitfalls
from knowledge.scene import Scene
from knowledge.stamps import SHIPPED, Stamp, digest, read_stamps
from knowledge.symbols import symbols_of

OURS = "MIT"


@dataclass(frozen=True)
class Contents:
    """What the index is made of: the scenes given, and what the installed Manim and this package hold.

    Only programs that have a stamp for the installed Manim are among the entries: those that rendered on it.
    """

    scenes: Mapping[str, Scene]
    catalogue: Callable[[], Catalogue]
    stamps: Mapping[str, Stamp] = field(default_factory=lambda: read_stamps(SHIPPED))
    promoted: tuple[Pitfall, ...] = ()
    """Pitfalls that came from the failure log."""

    def fingerprint(self) -> str:
        """Return a hash of everything that the entries are made from."""
        whole = hashlib.sha256(version("manim").encode())
        for path in sorted(Path(__file__).parent.glob("*.[pt][yo]*")):
            whole.update(path.read_bytes())
        for scene in self.scenes.values():
            whole.update(f"{scene.id}\0{scene.source}\0".encode())
        for pitfall in self.promoted:
            whole.update(f"{pitfall}\0".encode())
        for name in sorted(self.stamps):
            whole.update(f"{name} {self.stamps[name]}".encode())
        return whole.hexdigest()

    def programs(self) -> list[tuple[str, str]]:
        """Return all the programs that are shown to models, with the class of each to render."""
        programs = [(scene.code, "DisplayScene") for scene in self.scenes.values()]
        return programs + [(each.code, each.scene) for each in examples() if each.plain]

    def unstamped(self) -> list[tuple[str, str]]:
        """Return those that were not tried on the installed Manim yet."""
        return [(code, name) for code, name in self.programs() if digest(code) not in self.stamps]

    def renders(self, code: str) -> bool:
        """Whether a program is known to give a video on the installed Manim."""
        stamp = self.stamps.get(digest(code))
        return stamp is not None and stamp.renders

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that there is to be found, each with what it is found by."""
        catalogue = self.catalogue()
        verified = {id_: scene for id_, scene in self.scenes.items() if self.renders(scene.code)}
        shown = [each for each in examples() if self.renders(each.code)]
        return (
            *(self._of_scene(scene, catalogue) for scene in verified.values()),
            *(entry for scene in verified.values() for entry in _of_components(scene, catalogue)),
            *_numbered(self._of_example(each, catalogue) for each in shown),
            *api_entries(catalogue, verified, shown),
            *(_of_pitfall(each) for each in (*pitfalls(), *self.promoted)),
        )

    def _of_scene(self, scene: Scene, catalogue: Catalogue) -> Entry:
        return Entry(
            scene.id,
            "scene",
            scene.title,
            scene.licence,
            scene.code,
            phrasings(scene),
            symbols_of(scene.code, catalogue),
            scene.topic,
            self.stamps[digest(scene.code)],
        )

    def _of_example(self, example: Example, catalogue: Catalogue) -> Entry:
        about = catalogue.summary(example.owner.partition(".")[0])
        named = f"{spoken(example.owner.rpartition('.')[2])} example" if example.owner else "example"
        return Entry(
            f"{example.owner or 'manim'}:{example.scene}",
            "example",
            f"Manim's example {example.scene} of {example.owner or example.where.partition('::')[0]}",
            MANIMS_LICENCE,
            example.code,
            (f"{named}: {spoken(example.scene)}", f"{spoken(example.scene)}: {about}"),
            symbols_of(example.code, catalogue),
            stamp=self.stamps[digest(example.code)],
        )


def phrasings(scene: Scene) -> tuple[str, ...]:
    """Return the texts that a scene is found by."""
    return (*scene.prompts, *scene.asked, scene.title, f"{scene.title}: {', '.join(scene.concepts)}")


def _of_components(scene: Scene, catalogue: Catalogue) -> Iterator[Entry]:
    for name, about, code in components(scene):
        yield Entry(
            f"{scene.id}.{name}",
            "component",
            f"{name} ({scene.title})",
            scene.licence,
            code,
            (f"{spoken(name)}: {about}", f"{about} {scene.title}"),
            symbols_of(code, catalogue),
            scene.topic,
        )


def _of_pitfall(pitfall: Pitfall) -> Entry:
    symbols = frozenset(each.rpartition(".")[2] for each in pitfall.symbols)
    return Entry(pitfall.id, "pitfall", pitfall.wrong, OURS, pitfall.text, (pitfall.why,), symbols)


def _numbered(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Yield the entries with a number behind an id that is taken already."""
    seen: dict[str, int] = {}
    for entry in entries:
        seen[entry.id] = seen.get(entry.id, 0) + 1
        yield replace(entry, id=f"{entry.id}-{seen[entry.id]}") if seen[entry.id] > 1 else entry
