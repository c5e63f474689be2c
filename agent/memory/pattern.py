"""A change of one scene, said so that it fits others.

`Circle(color=RED, size=2)` that became `Circle(color=RED, radius=2)` is Patch("Circle(*$args, **$keywords, size=$1)",
"Circle(*$args, **$keywords, radius=$1)"). A hole is what both have, and every name of the scene's own; the rest stays.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from agent.memory.patch import Patch, holes, written
from agent.memory.scene import Scene, inside, lists_of, outermost, shape


def general_patch(scene: Scene, old: ast.AST, new: Sequence[ast.AST], context: str) -> Patch | None:
    """Return how a node has become another, or got statements above its own; None if that could be anything."""
    for lists in (("args", "keywords"), ("keywords",), ()):  # what fits most scenes first
        one, two = _opened(old, old if context == "above" else new[0], lists)
        writer = _Writer(scene)
        if isinstance(one, ast.Call) and isinstance(two, ast.Call):
            writer.align_calls(one, two)
        else:
            writer.align([one], [two])
        after = new if context == "above" else [two]
        writer.share(one, after)
        patch = Patch(written(writer.filled([one])), written(writer.filled(after)), context)
        if patch.is_sound and patch.tells:
            return patch
    return None


def _opened(old: ast.AST, new: ast.AST, lists: Sequence[str]) -> tuple[ast.AST, ast.AST]:
    """Return two calls with any arguments for those that both have; one without an argument is not to get some."""
    if not (isinstance(old, ast.Call) and isinstance(new, ast.Call) and lists):
        return old, new
    if not (old.args or old.keywords) and (new.args or new.keywords):
        return old, new
    has_same = shape(old.args) == shape(new.args)
    same = {shape(each) for each in old.keywords} & {shape(each) for each in new.keywords}

    def opened(call: ast.Call) -> ast.Call:
        any_args: list[ast.expr] = [ast.Starred(ast.Name("__args__"))]
        args = any_args if has_same and "args" in lists else call.args
        keywords = [each for each in call.keywords if shape(each) not in same]
        return ast.Call(call.func, args, [ast.keyword(None, ast.Name("__keywords__")), *keywords])

    return opened(old), opened(new)


@dataclass(frozen=True)
class _Writer:
    """Writes nodes with holes in them, after it was told where."""

    scene: Scene
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    marks: dict[int, str] = field(default_factory=dict)
    """The holes that nodes are, by their identity."""
    moved: dict[Hashable, str] = field(default_factory=dict)
    """The holes of what is one wherever it stands, by its shape."""

    def mark(self, *nodes: ast.AST) -> None:
        """Make one hole of nodes that say the same; a name of the scene's own has one anyway."""
        if not self.scene.is_own(nodes[0]):
            self.marks.update(dict.fromkeys(map(id, nodes), f"__{next(self.numbers)}__"))

    def move(self, node: ast.AST) -> None:
        """Make one hole of all that says the same as a node."""
        if shape(node) not in self.moved:
            self.moved[shape(node)] = f"__{next(self.numbers)}__"

    def align(self, old: Sequence[Any], new: Sequence[Any]) -> None:
        """Make holes of what is the same in two lists of nodes, and stands in the same place."""
        for one, two in zip(old, new, strict=False):
            if isinstance(one, ast.expr) and shape(one) == shape(two) and _is_free(one):
                self.mark(one, two)
            elif isinstance(one, ast.Call) and isinstance(two, ast.Call):
                self.align_calls(one, two)
            elif type(one) is type(two) and isinstance(one, ast.AST):
                for left, right in zip(lists_of(one), lists_of(two), strict=True):
                    self.align(left, right)

    def align_calls(self, old: ast.Call, new: ast.Call) -> None:
        """Align what is called, the arguments, and keywords by name, or else by value."""
        if isinstance(old.func, ast.Attribute) and isinstance(new.func, ast.Attribute):
            self.align([old.func.value], [new.func.value])
        self.align(old.args, new.args)
        names = {each.arg for each in old.keywords}
        for one in (each for each in old.keywords if each.arg):
            twins = [each for each in new.keywords if each.arg == one.arg]
            others = [each for each in new.keywords if each.arg not in names]
            twins += [each for each in others if shape(each.value) == shape(one.value)]
            if twins:
                self.align([one.value], [twins[0].value])
            else:
                self.mark(one.value)  # it is taken away, whatever it is

    def share(self, old: ast.AST, new: Sequence[ast.AST]) -> None:
        """Make holes of what has moved from one place to another."""
        free = (each for each in inside(old) if isinstance(each, ast.expr) and id(each) not in self.marks)
        known = {shape(each) for each in free if _is_free(each)}

        def is_moved(node: ast.expr) -> bool:
            if id(node) not in self.marks and shape(node) in known:
                self.move(node)
            return id(node) in self.marks or shape(node) in self.moved

        for each in new:
            outermost(each, is_moved)

    def filled(self, part: Any) -> Any:
        """Return a copy of a node with its holes."""
        if isinstance(part, list | tuple):
            return [self.filled(each) for each in part]
        if not isinstance(part, ast.AST) or isinstance(part, ast.JoinedStr):
            return part
        if id(part) not in self.marks and self.scene.is_own(part):
            self.move(part)
        if name := self.marks.get(id(part)) or self.moved.get(shape(part)):
            return ast.Name(name)
        return type(part)(**{name: self.filled(value) for name, value in ast.iter_fields(part)})


def _is_free(node: ast.AST) -> bool:
    """Return whether a node may become a hole: `self` is the same in every scene, and what is a hole stays one."""
    return not holes([node]) and not (isinstance(node, ast.Name) and node.id == "self")
