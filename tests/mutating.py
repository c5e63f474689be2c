"""How one fault is put into a good scene: places found in its tree, edits of its text, all else left as it was."""

from __future__ import annotations

import ast
import io
import random
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import cache

from agent.check.program import Edit, Program, applied
from knowledge.examples import PACKAGE as MANIM

Fault = Callable[[str, random.Random], "str | None"]
Edits = Edit | tuple[Edit, ...]
Places = Callable[["Source", random.Random], Iterator[Edits]]

faults: dict[str, Fault] = {}
"""By name of its class, what puts one such fault into a scene's text, or returns None where there is no place."""

MOBJECTS = frozenset(
    """
Annulus Arc Arrow Axes BarChart Brace Circle Cube DashedLine DecimalNumber Dot DoubleArrow Ellipse Integer Line
MathTex Matrix NumberLine NumberPlane Paragraph Polygon Rectangle RegularPolygon RoundedRectangle Sector Sphere Square
Star SurroundingRectangle Table Tex Text Triangle VGroup
""".split()
)
ANIMATIONS = frozenset(
    """
Circumscribe Create DrawBorderThenFill FadeIn FadeOut GrowArrow GrowFromCenter Indicate MoveAlongPath
ReplacementTransform Rotate SpinInFromNothing Transform TransformFromCopy Uncreate Unwrite Wiggle Write
""".split()
)
METHODS = frozenset(
    """
add_updater align_to animate arrange arrange_in_grid clear_updaters get_bottom get_center get_corner get_end get_left
get_right get_start get_top get_value move_to next_to scale set_color set_fill set_opacity set_stroke set_value
set_z_index shift surround to_corner to_edge
""".split()
)
DIRECTIONS = frozenset("UP DOWN LEFT RIGHT ORIGIN UL UR DL DR".split())
COLOURS = re.compile(
    r"(RED|BLUE|GREEN|YELLOW|PURPLE|TEAL|GOLD|MAROON|GRAY|GREY)(_[A-E])?|WHITE|BLACK|PINK|ORANGE"
)


class Source(Program):
    """A good scene, asked where a fault could stand."""

    def of(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Yield the nodes of some kinds."""
        return (node for node in self.nodes if isinstance(node, kinds))

    def calls(self, names: frozenset[str] | set[str] | str) -> Iterator[ast.Call]:
        """Yield the calls of functions, classes or methods with one of the names."""
        wanted = {names} if isinstance(names, str) else names
        return (node for node in self.of(ast.Call) if called(node) in wanted)

    def loads(self, wanted: Callable[[str], object]) -> Iterator[ast.Name]:
        """Yield the uses of names that are wanted and that the scene itself gives no meaning."""
        mine = self.bound()
        for node in self.of(ast.Name):
            if isinstance(node.ctx, ast.Load) and node.id not in mine and wanted(node.id):
                yield node

    def bound(self) -> set[str]:
        """Return the names that the scene gives a meaning."""
        return (
            {node.id for node in self.of(ast.Name) if not isinstance(node.ctx, ast.Load)}
            | {node.arg for node in self.of(ast.arg)}
            | {node.name for node in self.of(ast.ClassDef, ast.FunctionDef)}
        )

    def scenes(self) -> Iterator[ast.ClassDef]:
        """Yield the classes that have a Scene of Manim as their base."""
        for node in self.of(ast.ClassDef):
            if len(node.bases) == 1 and self.source(node.bases[0]).endswith("Scene"):
                yield node

    def constructs(self) -> Iterator[ast.FunctionDef]:
        """Yield their `construct`."""
        for scene in self.scenes():
            yield from (
                node for node in scene.body if isinstance(node, ast.FunctionDef) and node.name == "construct"
            )

    def made(self) -> Iterator[tuple[ast.Name, ast.Call, ast.stmt]]:
        """Yield name, call and following statement where a mobject of Manim is given a name."""
        for function in self.constructs():
            for node, below in zip(function.body, function.body[1:], strict=False):
                match node:
                    case ast.Assign(
                        targets=[ast.Name() as name], value=ast.Call(func=ast.Name(id=made)) as call
                    ):
                        if made in MOBJECTS - self.bound() and self.starts_its_line(below):
                            yield name, call, below

    def starts_its_line(self, node: ast.stmt) -> bool:
        """Return whether nothing but blanks stands before a statement."""
        return not self.lines[node.lineno - 1][: node.col_offset].strip()

    def before(self, node: ast.stmt, text: str) -> Edit:
        """Return the edit that puts a line above a statement, as deep as it stands."""
        start = self.start(node)
        return Edit(start, start, f"{text}\n{' ' * node.col_offset}")

    def last_name(self, node: ast.Attribute) -> Edit:
        """Return the edit that removes the last name of `a.b.name`, the dot left."""
        return Edit(self.end(node) - len(node.attr), self.end(node), "")

    def renamed(self, node: ast.Attribute, text: str) -> Edit:
        """Return the edit that puts another last name into `a.b.name`."""
        return Edit(self.end(node) - len(node.attr), self.end(node), text)

    def more(self, call: ast.Call, argument: str) -> Edit:
        """Return the edit that gives a call one more argument, the last."""
        end = self.end(call) - 1
        before = self.text[:end].rstrip()
        return Edit(end, end, argument if before.endswith(("(", ",")) else f", {argument}")

    def strings(self, names: frozenset[str] | set[str] | str) -> Iterator[ast.Constant]:
        """Yield the plain strings that calls of `names` are given by position."""
        for call in self.calls(names):
            for each in call.args:
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and len(each.value) > 1:
                    yield each

    def tokens(self) -> list[tokenize.TokenInfo]:
        """Return the tokens of the text."""
        return list(tokenize.generate_tokens(io.StringIO(self.text).readline))

    def at(self, place: tuple[int, int]) -> int:
        """Return the offset of a place as `tokenize` has it: its columns count characters."""
        return sum(len(line) for line in self.lines[: place[0] - 1]) + place[1]


def called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def fault(name: str, *, parses: bool = True) -> Callable[[Places], Places]:
    """Enter a generator of places as a class of fault; without `parses` the result is no program any more."""

    def enter(places: Places) -> Places:
        faults[name] = lambda text, chance: _injected(places, text, chance, parses)
        return places

    return enter


def _injected(places: Places, text: str, chance: random.Random, parses: bool) -> str | None:
    candidates = list(places(_source(text), chance))
    chance.shuffle(candidates)
    for edits in candidates:
        mutant = applied(text, edits if isinstance(edits, tuple) else (edits,))
        if mutant != text and _parses(mutant) == parses:
            return mutant
    return None


@cache
def _source(text: str) -> Source:
    return Source(text, ast.parse(text))


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def misspelt(name: str, chance: random.Random) -> str:
    """Return `name` with a slip of the pen that makes no other word of Manim."""
    slips = [name[:n] + name[n + 1] + name[n] + name[n + 2 :] for n in range(1, len(name) - 1)]
    slips += [name[:n] + name[n + 1 :] for n in range(1, len(name)) if len(name) > 3]
    slips += [name[:n] + name[n - 1] + name[n:] for n in range(1, len(name) + 1)]
    left = [slip for slip in slips if slip != name and slip not in manim_words()]
    return chance.choice(left) if left else name


@cache
def manim_words() -> frozenset[str]:
    """Return every word of Manim's source."""
    texts = (path.read_text(encoding="utf-8") for path in MANIM.rglob("*.py"))
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))
