"""The formulas of a program: which of its strings Manim hands to TeX, how it joins them, and in which mode."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, product

from agent.check.program import Program
from agent.check.rules.latex_literals import HOLE, Letters, hole, plain, read
from agent.check.scopes import Scopes, scopes_of

MOST_WAYS, MOST_DEEP = 24, 6
SPREAD = {"MathTex": True, "SingleStringMathTex": True, "Tex": False, "Title": False, "BulletedList": False}
"""Classes whose positional arguments are TeX, and whether they are formulas."""
SINGLE = {
    "get_x_axis_label": (True, 0, ("label",)),
    "get_y_axis_label": (True, 0, ("label",)),
    "get_z_axis_label": (True, 0, ("label",)),
    "get_graph_label": (True, 1, ("label",)),
    "get_T_label": (True, 9, ("label",)),
    "get_secant_slope_group": (True, 9, ("dx_label", "dy_label")),
    "BraceLabel": (True, 1, ("text",)),
    "Variable": (True, 1, ("label",)),
    "LabeledDot": (True, 0, ("label",)),
    "LabeledLine": (True, 0, ("label",)),
    "LabeledArrow": (True, 0, ("label",)),
    "add_title": (False, 0, ("title",)),
    "DecimalNumber": (True, 9, ("unit",)),
    "Integer": (True, 9, ("unit",)),
}
"""Calls that take one text: whether it is a formula, its position, its keywords."""
TIP = {"get_tex": True, "get_text": False}
ENTRIES = frozenset({"Matrix", "MathTable"})
KEYS = ("tex_to_color_map", "substrings_to_isolate", "isolate", "t2c")
MATH_ENVIRONMENTS = frozenset(
    "align align* gather gather* equation equation* multline multline* flalign flalign* displaymath math".split()
)
TEXT_ENVIRONMENTS = frozenset("center flushleft flushright quote minipage itemize enumerate".split())
_TEMPLATES = re.compile(r"tex_template|TexTemplate|add_to_preamble")


@dataclass(frozen=True)
class Formula:
    """What one mobject gives TeX to read."""

    letters: Letters
    parts: tuple[tuple[int, int], ...]
    """Where Manim puts marks for its own use around a part, so that TeX sees it cut there."""
    is_math: bool | None
    """The mode that it begins in; None where that is not known."""
    node: ast.expr
    call: ast.Call | None = None
    """The call of Tex or MathTex, where it is one, and makes this formula only."""
    keys: tuple[tuple[str, ast.expr], ...] = ()
    """Texts that are isolated, in the same manner."""
    one_argument: bool = True
    environment: str | None = None
    """What it is compiled in; None where it stands alone."""
    is_marked: bool = True
    """Whether Manim puts its marks around the parts."""

    @property
    def text(self) -> str:
        """What TeX reads."""
        return self.letters.text

    @property
    def is_known(self) -> bool:
        """Whether nothing of it depends on running."""
        return HOLE not in self.text

    @property
    def has_equal_delimiters(self) -> bool:
        """Whether there are as many left as right ones, as Manim counts them."""
        return are_paired(self.text + "\\")  # a mark follows


@dataclass(frozen=True)
class Formulas:
    """Finds the formulas of a program."""

    program: Program

    @cached_property
    def own_template(self) -> bool:
        """Whether the program has TeX read something of its own first: then anything may be defined."""
        return bool(_TEMPLATES.search(self.program.text))

    @cached_property
    def _scopes(self) -> Scopes:
        return scopes_of(self.program.tree)

    @cached_property
    def _uses(self) -> dict[str, int]:
        uses: dict[str, int] = {}
        for node in self.program.nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                uses[node.id] = uses.get(node.id, 0) + 1
        return uses

    @cached_property
    def _classes(self) -> dict[str, ast.ClassDef]:
        return {node.name: node for node in self.program.nodes if isinstance(node, ast.ClassDef)}

    @cached_property
    def _functions(self) -> frozenset[str]:
        return frozenset(node.name for node in self.program.nodes if isinstance(node, ast.FunctionDef))

    def __iter__(self) -> Iterator[Formula]:
        for node in self.program.nodes:
            if isinstance(node, ast.Call):
                yield from self._of_call(node)

    def _of_call(self, node: ast.Call) -> Iterator[Formula]:
        name = called(node)
        if name is None or (name in self._functions and name not in SPREAD):
            return
        if (spread := self._spread(name, node)) is not None:
            yield from self._spread_out(node, spread, self._ancestor(name))
        elif isinstance(node.func, ast.Attribute) and name in TIP and node.args:
            yield from self._joined(node, node.args, TIP[name], " " if TIP[name] else "")
        elif name == "get_axis_labels":
            labels = [
                *node.args,
                *(each.value for each in node.keywords if (each.arg or "").endswith("_label")),
            ]
            yield from self._each(node, labels)
        elif name in ENTRIES and name not in self._classes and node.args:
            if not any(each.arg == "element_to_mobject" for each in node.keywords):
                yield from self._each(node, self._nested(node.args[0]))
        elif name in SINGLE and name not in self._classes:
            yield from self._single(node, *SINGLE[name])

    def _single(
        self, node: ast.Call, is_math: bool, position: int, keywords: Sequence[str]
    ) -> Iterator[Formula]:
        if "label_constructor" in self.program.text or "mob_class" in self.program.text:
            return
        given = [*node.args[position : position + 1], *(k.value for k in node.keywords if k.arg in keywords)]
        for each in given:
            if self._is_text(each):
                yield from self._joined(each, [each], is_math, " ")

    def _each(self, node: ast.Call, values: Sequence[ast.expr]) -> Iterator[Formula]:
        if "label_constructor" in self.program.text:
            return
        for each in values:
            if self._is_text(each):
                yield from self._joined(each, [each], True, " ")

    def _is_text(self, node: ast.expr) -> bool:
        """Return whether an expression is sure to be a text, not a mobject."""
        match node:
            case ast.Constant(value=str()) | ast.JoinedStr():
                return True
            case ast.BinOp(left=left, op=ast.Add() | ast.Mod()):
                return self._is_text(left)
            case ast.Call(func=ast.Attribute(value=value, attr="format")):
                return self._is_text(value)
            case ast.IfExp(body=body, orelse=orelse):
                return self._is_text(body) and self._is_text(orelse)
            case ast.Name():
                values, _ = self._values(node)
                return bool(values) and all(self._is_text(each) for each in values if each is not node)
        return False

    def _nested(self, node: ast.expr) -> list[ast.expr]:
        if isinstance(node, ast.List | ast.Tuple):
            return [leaf for each in node.elts for leaf in self._nested(each)]
        return [node]

    # classes whose arguments are TeX

    def _ancestor(self, name: str) -> str:
        """Return the class of Manim's that a class is or inherits from."""
        seen = set()
        while name in self._classes and name not in seen:
            seen.add(name)
            bases = self._classes[name].bases
            name = terminal(bases[0]) or "" if bases else ""
        return name

    def _spread(self, name: str, node: ast.Call) -> bool | None:
        """Return whether the arguments of a call are formulas; None where they are no TeX at all."""
        if name == "__init__" and isinstance(node.func, ast.Attribute):
            if not (isinstance(node.func.value, ast.Call) and called(node.func.value) == "super"):
                return None
            above = next((each for each in self.program.above(node) if isinstance(each, ast.ClassDef)), None)
            return SPREAD.get(self._ancestor(above.name)) if above else None
        if name in self._classes and any(
            isinstance(item, ast.FunctionDef) and item.name == "__init__" for item in self._classes[name].body
        ):
            return None
        return SPREAD.get(self._ancestor(name))

    def _spread_out(self, node: ast.Call, is_math: bool, ancestor: str) -> Iterator[Formula]:
        keywords = {each.arg: each.value for each in node.keywords if each.arg}
        mode: bool | None = is_math
        environment: str | None = _environment(is_math)
        if "tex_environment" in keywords:
            mode, environment = _mode_of(keywords["tex_environment"])
        separator = " " if is_math else ""
        if "arg_separator" in keywords:
            given = keywords["arg_separator"]
            separator = (
                given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else HOLE
            )
        arguments = node.args[:1] if ancestor == "SingleStringMathTex" else node.args
        if ancestor == "BulletedList":
            for each in arguments:
                yield from self._joined(each, [each], mode, "")
            return
        keys = tuple(
            (each.value, each) for name in KEYS if name in keywords for each in _keys(keywords[name])
        )
        for formula in self._joined(node, arguments, mode, separator):
            alone = (
                formula.call is not None
                and called(node) in ("Tex", "MathTex")
                and "tex_environment" not in keywords
            )
            yield replace(
                formula,
                call=node if alone else None,
                keys=tuple((str(text), each) for text, each in keys),
                environment=environment,
                is_marked=ancestor != "SingleStringMathTex",
            )

    # what the arguments may be

    def _joined(
        self, node: ast.expr, arguments: Sequence[ast.expr], is_math: bool | None, separator: str
    ) -> Iterator[Formula]:
        spread = self._unstarred(arguments)
        ways = [self._texts(each, 0) for each in spread]
        alone = all(len(each) == 1 for each in ways)
        call = node if isinstance(node, ast.Call) and alone else None
        for way in islice(product(*ways), MOST_WAYS):
            if way:
                formula = self._with_parts(list(way), is_math, separator, node)
                yield replace(formula, call=call, one_argument=len(way) == 1)

    def _with_parts(
        self, way: list[Letters], is_math: bool | None, separator: str, node: ast.expr
    ) -> Formula:
        done, parts = Letters("", ()), []
        between = plain(self.program, node, separator)
        for part in [piece for each in way for piece in split(each) if piece.text]:
            if done.text:
                done = done + between
            parts.append((len(done.text), len(done.text) + len(part.text)))
            done = done + part
        environment = None if is_math is None else _environment(is_math)
        return Formula(done, tuple(parts), is_math, node, environment=environment)

    def _unstarred(self, arguments: Sequence[ast.expr]) -> list[ast.expr]:
        found: list[ast.expr] = []
        for each in arguments:
            if not isinstance(each, ast.Starred):
                found.append(each)
                continue
            values, _ = (
                self._values(each.value) if isinstance(each.value, ast.Name) else ([each.value], False)
            )
            only = values[0] if len(values) == 1 else each.value
            found += only.elts if isinstance(only, ast.List | ast.Tuple) else [each.value]
        return found

    def _texts(self, node: ast.expr, depth: int) -> list[Letters]:
        """Return the texts that an expression may be."""
        match node:
            case _ if depth > MOST_DEEP:
                return [hole(self.program, node)]
            case ast.Constant(value=str()) | ast.JoinedStr():
                return [read(self.program, node)]
            case ast.Constant(value=bool() | None):
                return [hole(self.program, node)]
            case ast.Constant(value=int() | float() as number):
                return [plain(self.program, node, str(number))]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                pairs = product(self._texts(left, depth), self._texts(right, depth + 1))
                return [one + other for one, other in islice(pairs, MOST_WAYS)]
            case ast.BinOp(left=ast.Constant(value=str()) as text, op=ast.Mod()):
                return [read(self.program, text, "%")]
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()) as text, attr="format")):
                return [read(self.program, text, "format")]
            case ast.IfExp(body=body, orelse=orelse):
                return [*self._texts(body, depth + 1), *self._texts(orelse, depth + 1)]
            case ast.Name():
                values, shared = self._values(node)
                if values and len(values) <= MOST_WAYS and self._is_text(values[0]):
                    found = [text for each in values for text in self._texts(each, depth + 1)]
                    return [replace(each, shared=each.shared or shared) for each in found]
        return [hole(self.program, node)]

    def _values(self, node: ast.Name) -> tuple[list[ast.expr], bool]:
        """Return the expressions that a name stands for, and whether others read it, too."""
        bindings = self._scopes.lookup(node.id, node)
        if len(bindings) != 1 or (value := bindings[0].value) is None:
            return [], True
        binding, shared = bindings[0], self._uses.get(node.id, 0) > 1
        if binding.how == "value":
            return _inside([value], binding.path), shared
        if binding.how == "item":
            return list(self._items(value, binding.path)), shared
        return [], True

    def _items(self, node: ast.expr, path: tuple[int, ...]) -> Iterator[ast.expr]:
        """Yield what a loop over an expression gives, at a place in each item."""
        match node:
            case ast.List(elts=items) | ast.Tuple(elts=items):
                yield from _inside(items, path)
            case ast.Call(func=ast.Name(id="enumerate"), args=[items, *_]) if path[:1] == (1,):
                yield from self._items(items, path[1:])
            case ast.Call(func=ast.Name(id="zip"), args=lists) if path and path[0] < len(lists):
                yield from self._items(lists[path[0]], path[1:])
            case ast.Call(func=ast.Name(id="list" | "reversed" | "tuple"), args=[items]):
                yield from self._items(items, path)
            case ast.Name():
                values, _ = self._values(node)
                if len(values) == 1 and not isinstance(values[0], ast.Name):
                    yield from self._items(values[0], path)


def called(node: ast.Call) -> str | None:
    """Return the last name of what is called."""
    return terminal(node.func)


def terminal(node: ast.expr) -> str | None:
    """Return the last name of a name or attribute."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)


def _inside(values: Sequence[ast.expr], path: tuple[int, ...]) -> list[ast.expr]:
    for step in path:
        values = [
            each.elts[step]
            for each in values
            if isinstance(each, ast.List | ast.Tuple) and step < len(each.elts)
        ]
    return list(values)


def _keys(node: ast.expr) -> Iterator[ast.Constant]:
    items = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", ())
    return (each for each in items if isinstance(each, ast.Constant) and isinstance(each.value, str))


def _environment(is_math: bool) -> str:
    return "align*" if is_math else "center"


def _mode_of(node: ast.expr) -> tuple[bool | None, str | None]:
    value = node.value if isinstance(node, ast.Constant) else ""
    if value is None or value in TEXT_ENVIRONMENTS:
        return False, value if isinstance(value, str) else None
    return (True, str(value)) if value in MATH_ENVIRONMENTS else (None, None)


def are_paired(tex: str) -> bool:
    """Return whether there are as many left as right delimiters, as Manim counts them."""
    lefts, rights = (
        sum(part[:1] in tuple("(){}[]|.\\") for part in tex.split(command)[1:])
        for command in ("\\left", "\\right")
    )
    return lefts == rights


def first_isolated(text: str, keys: Iterable[str]) -> tuple[int, str] | None:
    """Return where Manim finds the next text that it isolates, and which: the first, and of those the longest."""
    places = [(place, -len(key), key) for key in keys if key and (place := text.find(key)) >= 0]
    return (min(places)[0], min(places)[2]) if places else None


def split(letters: Letters) -> Iterator[Letters]:
    """Yield the pieces that Manim cuts a text into at its double braces, which are gone then."""
    text, at, start, depth, inside = letters.text, 0, 0, 0, False
    if "{{" not in text:
        yield letters
        return
    while at < len(text):
        pair = text[at : at + 2]
        if pair in ("\\\\", "\\{", "\\}"):
            at += 2
        elif not inside and pair == "{{" and (at == 0 or text[at - 1].isspace()):
            yield letters.cut(start, at)
            at, inside, depth = at + 2, True, 0
            start = at
        elif inside and pair == "}}" and depth == 0:
            yield letters.cut(start, at)
            at, inside = at + 2, False
            start = at
        else:
            depth += inside * {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
    yield letters.cut(start, at)
