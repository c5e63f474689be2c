"""Manim's own examples as the tests render them: good code that nobody here wrote."""

from dataclasses import dataclass

from knowledge import examples as manim

MOVING = """

class Moving({scene}):
    def construct(self):
        super().construct()
        if not self.renderer.num_plays:
            self.wait(0.2)
"""
"""Added to each: half of them are pictures, of which there would be no video to compare."""


@dataclass(frozen=True)
class Example:
    """One example, with a scene that takes time."""

    where: str
    scene: str
    code: str


def examples() -> list[Example]:
    """Return all examples, in the order of their files."""
    return [_moving(each) for each in manim.examples()]


def runnable_examples() -> list[Example]:
    """Return the examples that need no extra."""
    return [_moving(each) for each in manim.examples() if each.plain]


def _moving(example: manim.Example) -> Example:
    return Example(example.where, "Moving", example.code + MOVING.format(scene=example.scene))
