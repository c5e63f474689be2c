"""What a function does with its `**kwargs`: which calls are handed them, and which keywords it takes out."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from knowledge import source

MERGES = {"merge_dicts_recursively", "dict", "update_dict_recursively", "deepcopy", "copy"}
"""Functions that return a dict with what was in the dicts given to them."""
READS = {"len", "bool", "list", "set", "str", "repr", "print", "isinstance"}


@dataclass(frozen=True)
class Handed:
    """A call that is handed the keywords."""

    callee: ast.expr
    positional: int
    """How many arguments surely stand before; those behind a starred one are not counted."""
    explicit: frozenset[str]
    always: bool
    """Whether it is made whenever the function is called."""


@dataclass(frozen=True)
class Uses:
    """What a function does with its `**kwargs`."""

    calls: tuple[Handed, ...] = ()
    taken: frozenset[str] = frozenset()
    stored: frozenset[str] = frozenset()
    """Attributes that keep them."""
    read: bool = False
    """They are looked at in a way that is not understood."""
    changed: bool = False
    """Some may be taken away, nobody can tell which."""

    def __or__(self, other: Uses) -> Uses:
        return Uses(
            self.calls + other.calls,
            self.taken | other.taken,
            self.stored | other.stored,
            self.read or other.read,
            self.changed or other.changed,
        )


def uses(node: source.Function) -> Uses:
    """Look for all that a function does with its `**kwargs`."""
    return _Look(node, _aliases(node, node.args.kwarg.arg)).all() if node.args.kwarg else Uses()


def stored_uses(node: source.Function, attribute: str) -> Uses:
    """Look for all that a method does with keywords that its object keeps."""
    me = node.args.args[0].arg if node.args.args else ""
    return _Look(node, {f"{me}.{attribute}"}).all()


def _aliases(node: source.Function, name: str) -> set[str]:
    """Return the local names that stand for a dict with the keywords in it."""
    names, grown = {name}, True
    while grown:
        grown = False
        for each in source.body(node):
            if isinstance(each, ast.Assign) and len(each.targets) == 1:
                target, value = each.targets[0], each.value
                if isinstance(target, ast.Name) and target.id not in names and _holds(value, names):
                    names.add(target.id)
                    grown = True
    return names


def _holds(value: ast.expr, names: set[str]) -> bool:
    """Tell whether an expression makes a dict out of the keywords and others."""
    match value:
        case ast.Name():
            return value.id in names
        case ast.Dict():
            return any(k is None and _holds(v, names) for k, v in zip(value.keys, value.values, strict=True))
        case ast.BinOp(op=ast.BitOr()):
            return _holds(value.left, names) or _holds(value.right, names)
        case ast.Call(func=ast.Name(id=function)) if function in MERGES:
            starred = [each.value for each in value.keywords if each.arg is None]
            return any(_holds(each, names) for each in [*value.args, *starred])
        case ast.Call(func=ast.Attribute(attr="copy", value=inner)):
            return _holds(inner, names)
    return False


class _Look:
    """A look through one function for the names that hold the keywords."""

    def __init__(self, node: source.Function, names: set[str]) -> None:
        self.node = node
        self.names = names
        self.parents = {child: each for each in ast.walk(node) for child in ast.iter_child_nodes(each)}
        self.mixed = self._mixed()
        self.always = _always(node)

    def all(self) -> Uses:
        found = Uses()
        for each in source.body(self.node):
            if self._is_kept(each):
                use = self._use(each)
                if isinstance(each, ast.Name) and each.id in self.mixed:
                    use = replace(use, calls=tuple(replace(call, always=False) for call in use.calls))
                found = found | use
        return found

    def _is_kept(self, node: ast.AST) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.names
            case ast.Attribute(value=ast.Name(id=first), attr=name):
                return f"{first}.{name}" in self.names
        return False

    def _use(self, name: ast.AST) -> Uses:
        """Tell what one mention of the keywords means."""
        up = self.parents[name]
        above = self.parents.get(up)
        if isinstance(getattr(name, "ctx", None), ast.Store):
            return self._stored_anew(up)
        match up, above:
            case ast.keyword(arg=None), ast.Call() if not _makes_dict(above):
                return Uses(calls=(self._handed(above),))
            case ast.Subscript(slice=ast.Constant(value=str() as key)), _:
                return Uses(taken=frozenset({key}))
            case ast.Compare(left=ast.Constant(value=str() as key), ops=[ast.In() | ast.NotIn()]), _:
                return Uses(taken=frozenset({key}))
            case ast.Attribute(attr=method), ast.Call(args=arguments):
                return _method(method, arguments)
        return self._inside(name)

    def _stored_anew(self, statement: ast.AST) -> Uses:
        """Tell what it means that a name for the keywords is given a value."""
        match statement:
            case ast.Assign(value=value) if _holds(value, self.names):
                return Uses()
            case ast.Assign(targets=[ast.Attribute()]):
                return Uses()  # kept anew
            case ast.Assign(targets=[ast.Name(id=name)]) if name in self.mixed:
                return Uses()
        return Uses(changed=True)

    def _mixed(self) -> set[str]:
        """Return the names that hold another dict before, or after, they hold the keywords."""
        own = self.node.args.kwarg.arg if self.node.args.kwarg else ""
        return {
            target.id
            for each in source.body(self.node)
            if isinstance(each, ast.Assign) and not _holds(each.value, self.names)
            for target in each.targets
            if isinstance(target, ast.Name) and target.id in self.names - {own}
        }

    def _inside(self, node: ast.AST) -> Uses:
        """Tell what becomes of a dict that is made out of the keywords."""
        up = self.parents[node]
        match up:
            case ast.Assign(targets=[ast.Name()]):
                return Uses()  # the name it gets is an alias, and looked at itself
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=attribute)]):
                return Uses(stored=frozenset({attribute}))
            case ast.Dict() | ast.BinOp(op=ast.BitOr()):
                return self._inside(up)
            case ast.Call() if _makes_dict(up):
                return self._inside(up)
            case ast.Call(func=ast.Name(id=name)) if name in READS:
                return Uses(read=True)
            case ast.Call():
                return Uses(read=True, changed=True)
            case ast.keyword(arg=None) if isinstance(call := self.parents[up], ast.Call):
                return self._inside(call) if _makes_dict(call) else Uses(calls=(self._handed(call),))
            case ast.keyword() | ast.Starred() | ast.Delete():
                return Uses(read=True, changed=True)
        return Uses(read=True)

    def _handed(self, call: ast.Call) -> Handed:
        positional = 0
        for argument in call.args:
            if isinstance(argument, ast.Starred):
                break
            positional += 1
        explicit = frozenset(each.arg for each in call.keywords if each.arg)
        return Handed(call.func, positional, explicit, call in self.always)


def _method(name: str, arguments: list[ast.expr]) -> Uses:
    """Tell what a call of a method of the keywords does."""
    match name, arguments:
        case "pop" | "get" | "setdefault", [ast.Constant(value=str() as key), *_]:
            return Uses(taken=frozenset({key}))
        case "update" | "copy", _:
            return Uses()
        case "items" | "keys" | "values" | "get", _:
            return Uses(read=True)
    return Uses(read=True, changed=True)


def _makes_dict(call: ast.AST) -> bool:
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MERGES


def _always(node: source.Function) -> set[ast.AST]:
    """Return what is surely evaluated when a function is called."""
    found: set[ast.AST] = set()
    for statement in node.body:
        if isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return):
            waiting: list[ast.AST] = [statement]
            while waiting:
                each = waiting.pop()
                found.add(each)
                if not isinstance(each, SOMETIMES):
                    waiting += ast.iter_child_nodes(each)
        if any(isinstance(each, ast.Return) for each in ast.walk(statement)):
            break
    return found


SOMETIMES = (
    ast.IfExp, ast.BoolOp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
