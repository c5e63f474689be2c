"""What a scene may import, and what it may not reach for.

A filter in front of the sandbox, never instead of it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from agent.check.bindings import bound, without
from agent.check.limits import (
    ALLOWED,
    ELSEWHERE,
    EVALUATORS,
    FILES,
    FORBIDDEN,
    FORMULA,
    FRAMES,
    HARMLESS,
    INSIDE,
    INSTEAD,
    LEADS,
    OTHER_MANIMS,
    PLACES,
    QUIETLY_ALLOWED,
    READERS,
)
from agent.check.program import Found, Mend, Program


def find(program: Program, allowed: frozenset[str] = ALLOWED) -> Iterator[Found]:
    """Yield imports that are not allowed and whatever leads out of the scene."""
    safety = _Safety(program, allowed)
    yield from safety.imports()
    for node in program.nodes:
        match node:
            case ast.Name():
                yield from safety.name(node)
            case ast.Attribute():
                yield from safety.attribute(node)
            case ast.Call():
                yield from safety.call(node)
            case ast.Assign() | ast.AugAssign() | ast.AnnAssign():
                yield from safety.assignment(node)


@dataclass(frozen=True)
class _Safety:
    program: Program
    allowed: frozenset[str]

    @cached_property
    def own(self) -> frozenset[str]:
        return bound(self.program)

    @cached_property
    def modules(self) -> dict[str, str]:
        """Names of the program and the modules they are; `np` and `config` come with the star."""
        names = {"np": "numpy", "utils": "manim.utils"}
        for node in self.program.nodes:
            if isinstance(node, ast.Import):
                names |= {each.asname or each.name.partition(".")[0]: _root(each) for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        return names

    def imports(self) -> Iterator[Found]:
        """Yield the imports that are not allowed."""
        for node in self.program.nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                bad = [each for each in node.names if not self._may(node, each)]
                for each in bad:
                    yield self._not_allowed(node, each, bad)
                    if isinstance(node, ast.ImportFrom) and not self._module_may(node):
                        break

    def _may(self, node: ast.Import | ast.ImportFrom, each: ast.alias) -> bool:
        if isinstance(node, ast.Import):
            return self._allows(each.name)
        if not self._module_may(node):
            return False
        if each.name in LEADS or (node.module == "numpy" and each.name in FILES):
            return False
        return not INSIDE.match(f"{node.module}.{each.name}")

    def _module_may(self, node: ast.ImportFrom) -> bool:
        return not node.level and self._allows(node.module or "")

    def _allows(self, module: str) -> bool:
        return module.partition(".")[0] in self.allowed | QUIETLY_ALLOWED and not INSIDE.match(module)

    def _not_allowed(self, node: ast.Import | ast.ImportFrom, each: ast.alias, bad: list[ast.alias]) -> Found:
        module = each.name if isinstance(node, ast.Import) else "." * node.level + (node.module or "")
        root = module.partition(".")[0]
        if root in OTHER_MANIMS:
            message = f"{root} is another Manim; write for Manim Community: from manim import *"
            return self.program.found("import", node, message, mends=(self._other_manim(node, each),))
        if isinstance(node, ast.ImportFrom) and self._module_may(node):
            module = f"{module}.{each.name}"
        if INSIDE.match(module) or root in self.allowed:
            message = f"{module} is not allowed in a scene: it leads to files or programs"
        else:
            message = (
                f"the import of {module} is not allowed; a scene may import {', '.join(sorted(self.allowed))}"
            )
        return self.program.found("import", node, message, mends=self._unused(node, bad))

    def _other_manim(self, node: ast.Import | ast.ImportFrom, each: ast.alias) -> Mend:
        if isinstance(node, ast.Import) and (each.asname or each.name) in self.program.reads:
            edit = self.program.replace(node, f"import manim as {each.asname or each.name}")
        elif _has_star(self.program):
            edit = without(self.program, node)
        else:
            edit = self.program.replace(node, "from manim import *")
        return Mend("mend-import-manimgl", (edit,), 0.95)

    def _unused(self, node: ast.Import | ast.ImportFrom, bad: list[ast.alias]) -> tuple[Mend, ...]:
        used = self.program.reads
        if any((each.asname or each.name.partition(".")[0]) in used or each.name == "*" for each in bad):
            return ()
        kept = [each for each in node.names if each not in bad]
        if kept:
            head = "import" if isinstance(node, ast.Import) else f"from {node.module} import"
            text = f"{head} {', '.join(ast.unparse(each) for each in kept)}"
            return (Mend("mend-import-unused", (self.program.replace(node, text),), 0.95),)
        return (Mend("mend-import-unused", (without(self.program, node),), 0.95),)

    def name(self, node: ast.Name) -> Iterator[Found]:
        """Yield a built-in that is not allowed, unless the program gives its name another meaning."""
        if not isinstance(node.ctx, ast.Load) or node.id in self.own:
            return
        if node.id in FORBIDDEN:
            hint = f": {INSTEAD[node.id]}" if node.id in INSTEAD else ""
            yield self._forbidden(node, f"{node.id} is not allowed in a scene{hint}")
        elif node.id in {"getattr", "setattr", "delattr"} and not _is_called(self.program, node):
            yield self._forbidden(node, f"{node.id} may only be called, with a name written out")

    def attribute(self, node: ast.Attribute) -> Iterator[Found]:
        """Yield an attribute that leads out of the scene."""
        if node.attr in FRAMES or (_is_dunder(node.attr) and not _is_harmless(node)):
            yield self._forbidden(node, f"the attribute {node.attr} is not allowed in a scene")
        elif node.attr in LEADS and not self._own_attribute(node):
            yield self._forbidden(node, f".{node.attr} leads out of the scene and is not allowed")
        elif node.attr in {"tofile", "file_writer"} and not self._own_attribute(node):
            yield self._forbidden(node, f".{node.attr} writes files, which a scene may not")
        elif node.attr in FILES and self._dotted(node.value) == "numpy":
            yield self._forbidden(
                node,
                f"numpy.{node.attr} touches files, which a scene may not: write the numbers into the program",
            )
        elif (path := self._dotted(node)) and INSIDE.fullmatch(path):
            yield self._forbidden(node, f"{path} is not allowed in a scene: it leads to files or programs")

    def _own_attribute(self, node: ast.Attribute) -> bool:
        """Return whether the program itself sets `self.name`."""
        return ast.unparse(node) in self._set_on_self

    @cached_property
    def _set_on_self(self) -> set[str]:
        return {
            f"self.{node.attr}"
            for node in self.program.nodes
            if isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        }

    def _dotted(self, node: ast.expr) -> str:
        """Return the module path that an expression names, or an empty text."""
        if isinstance(node, ast.Attribute):
            before = self._dotted(node.value)
            return f"{before}.{node.attr}" if before else ""
        return self.modules.get(node.id, "") if isinstance(node, ast.Name) else ""

    def call(self, node: ast.Call) -> Iterator[Found]:
        """Yield a call that builds names or code, or reads a file from elsewhere."""
        name = _called(node)
        if name in {"getattr", "setattr", "delattr", "attrgetter", "methodcaller"}:
            yield from self._by_name(node, name)
        elif name in READERS:
            yield from self._reader(node, name)
        elif name in EVALUATORS and self._is_sympy(node.func):
            yield from self._evaluator(node, name)
        elif (
            name == "save"
            and isinstance(node.func, ast.Attribute)
            and _called(node.func.value) == "get_image"
        ):
            yield self._forbidden(node, "a scene may not save pictures: the video is its result")
        elif name in {"update", "tempconfig"} and self._is_config_call(node):
            yield from self._keys(node)

    def _by_name(self, node: ast.Call, name: str) -> Iterator[Found]:
        at = 0 if name in {"attrgetter", "methodcaller"} else 1
        if len(node.args) <= at:
            return
        texts = self._texts(node.args[at])
        if texts is None:
            yield self._forbidden(
                node,
                f"{name} with a name that is made at run time is not allowed: write the attribute itself",
            )
        elif any(_leads(part) for text in texts for part in text.split(".")):
            yield self._forbidden(node, f"{name} of {', '.join(texts)} is not allowed in a scene")

    def _texts(self, node: ast.expr) -> list[str] | None:
        """Return the texts that an expression may have, or None where that cannot be told."""
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.Call(func=ast.Attribute(attr="upper"), args=[]):
                return ["UPPER"]  # what is dangerous has small letters
            case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) if re.match(r"[a-z]{2,}_", text):
                return [text]
            case ast.IfExp(body=body, orelse=orelse):
                first, second = self._texts(body), self._texts(orelse)
                return None if first is None or second is None else first + second
            case ast.Name(id=name):
                return self._texts_of_name(name)
        return None

    def _texts_of_name(self, name: str) -> list[str] | None:
        found: list[str] = []
        for value in self._bindings(name):
            texts = _constants(value)
            if texts is None:
                return None
            found += texts
        return found or None

    def _bindings(self, name: str) -> Iterator[ast.expr | None]:
        """Yield what is bound to a name; None where it cannot be told."""
        for node in self.program.nodes:
            match node:
                case ast.arg(arg=arg) if arg == name:
                    yield None
                case ast.Name(id=id, ctx=ast.Store()) if id == name:
                    up = self.program.parents[node]
                    if isinstance(up, ast.Assign):
                        yield up.value
                    else:
                        yield up.iter if isinstance(up, ast.For | ast.comprehension) else None

    def _reader(self, node: ast.Call, name: str) -> Iterator[Found]:
        named = [
            each.value
            for each in node.keywords
            if each.arg in {"file_name", "filename_or_array", "code_file", "sound_file"}
        ]
        for value in [*node.args[:1], *named]:
            if (
                isinstance(value, ast.Constant)
                and isinstance(value.value, str)
                and ELSEWHERE.match(value.value)
            ):
                yield self._forbidden(
                    node,
                    f"{name} may not read {value.value[:60]!r}: a scene has no files but its own; draw it instead",
                )

    def _is_sympy(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name) and "sympy" in self._stars:
            return True
        return self._dotted(node).startswith("sympy.")

    @cached_property
    def _stars(self) -> set[str]:
        return {
            (node.module or "").partition(".")[0]
            for node in self.program.nodes
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        }

    def _evaluator(self, node: ast.Call, name: str) -> Iterator[Found]:
        for value in node.args[:1] if name != "lambdify" else node.args[:2]:
            texts = self._texts(value)
            if texts is None and (name == "parse_expr" or _makes_text(value)):
                yield self._forbidden(
                    node,
                    f"{name} evaluates text that is made at run time: write the formula with symbols instead",
                )
            elif any(not FORMULA.fullmatch(text) or _calls_out(text) for text in texts or ()):
                yield self._forbidden(node, f"{name} may only be given a plain formula")

    def _is_config_call(self, node: ast.Call) -> bool:
        return _called(node) == "tempconfig" or ast.unparse(node.func) in {
            "config.update",
            "manim.config.update",
        }

    def _keys(self, node: ast.Call) -> Iterator[Found]:
        for value in node.args:
            for key in value.keys if isinstance(value, ast.Dict) else ():
                if (
                    isinstance(key, ast.Constant)
                    and isinstance(key.value, str)
                    and PLACES.fullmatch(key.value)
                ):
                    yield self._setting(key, key.value, ())

    def assignment(self, node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> Iterator[Found]:
        """Yield a setting of Manim that says where files go, or which renderer draws."""
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            name = _config_key(target)
            if name and PLACES.fullmatch(name):
                mend = Mend("mend-config", (without(self.program, node),), 0.95)
                yield self._setting(target, name, (mend,))

    def _setting(self, node: ast.expr, name: str, mends: tuple[Mend, ...]) -> Found:
        message = f"config.{name} is not the scene's to set: leave it out (frame size, pixels and background are free)"
        return self.program.found("forbidden", node, message, mends=mends)

    def _forbidden(self, node: ast.expr, message: str) -> Found:
        return self.program.found("forbidden", node, message)


def _root(each: ast.alias) -> str:
    return each.name if each.asname else each.name.partition(".")[0]


def _has_star(program: Program) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "manim" and node.names[0].name == "*"
        for node in program.tree.body
    )


def _is_called(program: Program, node: ast.Name) -> bool:
    up = program.parents[node]
    return isinstance(up, ast.Call) and up.func is node


def _called(node: ast.expr) -> str:
    """Return the last name of what is called."""
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and len(name) > 4


def _is_harmless(node: ast.Attribute) -> bool:
    """Return whether an attribute with two underscores leads nowhere here."""
    if node.attr in HARMLESS or ast.unparse(node) in {"self.__dict__", "rate_functions.__dict__"}:
        return True
    return _called(node.value) == "super" and node.attr not in {"__subclasses__", "__globals__", "__reduce__"}


def _leads(name: str) -> bool:
    return name in LEADS | FRAMES or (_is_dunder(name) and name not in HARMLESS)


def _constants(node: ast.expr | None) -> list[str] | None:
    """Return the texts in a constant or in a list of constants."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            texts = [
                part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            return texts if len(texts) == len(parts) else None
    return None


def _makes_text(node: ast.expr) -> bool:
    """Return whether an expression visibly puts a text together."""
    return any(
        isinstance(each, ast.JoinedStr)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str | bytes))
        or _called_safely(each) in {"chr", "str", "join", "format", "decode", "replace"}
        for each in ast.walk(node)
    )


def _called_safely(node: ast.AST) -> str:
    return _called(node) if isinstance(node, ast.Call) else ""


def _calls_out(text: str) -> bool:
    """Return whether a formula has more in it than mathematics."""
    words = re.findall(r"[A-Za-z_]\w*", text)
    return bool(re.search(r"\.\s*[A-Za-z_]|'", text)) or any(
        word in FORBIDDEN or "__" in word for word in words
    )


def _config_key(target: ast.expr) -> str:
    match target:
        case ast.Attribute(value=value, attr=name) if ast.unparse(value) in {"config", "manim.config"}:
            return name
        case ast.Subscript(value=value, slice=ast.Constant(value=str(name))) if (
            ast.unparse(value) == "config"
        ):
            return name
    return ""
