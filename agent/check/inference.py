"""What the expressions of a program are, as far as that can be told without running it: silent when unsure."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from agent.check.program import Program
from agent.check.scopes import Binding, Scopes, scopes_of
from knowledge.catalogue import Callable_, Catalogue, Signature

Kind = Literal["instance", "class", "method", "function", "module", "animate"]
PLAIN = {
    each.__name__: each
    for each in (str, int, float, complex, bool, list, tuple, dict, set, bytes, range, type(None))
}
NUMBERS = frozenset({"int", "float", "bool", "complex"})
MAKES_ARRAYS = frozenset({"array", "asarray", "zeros", "ones", "linspace", "arange"})
CALLED_PLAIN = {
    "len": "int", "int": "int", "float": "float", "str": "str", "abs": "", "round": "", "range": "range",
    "list": "list", "tuple": "tuple", "dict": "dict", "set": "set", "sorted": "list", "print": "NoneType",
}  # fmt: skip


@dataclass(frozen=True)
class Type:
    """What an expression may be."""

    kind: Kind
    name: str
    """Of the class, function, module; of a method, its own name."""
    owner: str = ""
    """Of a method: the class of what it is taken from."""
    is_exact: bool = False
    """Whether it is of just this class, not of one that inherits from it."""
    items: tuple[Type, ...] = ()
    """Of a list or tuple: what its elements may be, if that is known of all."""
    length: int | None = None
    """Of a list, tuple or array, if it is known."""


Types = tuple[Type, ...]
UNKNOWN: Types = ()


def instance(name: str, *, exact: bool = True, items: Types = (), length: int | None = None) -> Type:
    """Return the type of an instance of a class."""
    return Type("instance", name, is_exact=exact, items=items, length=length)


@dataclass(frozen=True)
class UserClass:
    """A class that the program defines."""

    node: ast.ClassDef
    bases: tuple[str, ...]
    is_known: bool
    """Whether every base is a class that we know of."""
    members: dict[str, ast.AST]
    """What its body defines, by name."""
    stored: dict[str, list[ast.expr | None]]
    """What its methods give to each attribute of self; None for a value that cannot be told."""


@dataclass(frozen=True)
class Lived:
    """What the expressions of one statement were when it was run."""

    first_line: int
    last_line: int
    types: Mapping[str, Type]
    """By their text, as `ast.unparse` writes it."""

    def of(self, node: ast.expr) -> Types:
        """Return what an expression was, if it was seen."""
        if not self.first_line <= node.lineno <= self.last_line:
            return UNKNOWN
        found = self.types.get(ast.unparse(node))
        return (found,) if found else UNKNOWN


@dataclass
class Analysis:
    """A program, what its names refer to, and what its expressions are."""

    program: Program
    catalogue: Catalogue
    lived: Lived | None = None
    scopes: Scopes = field(init=False)
    _known: dict[ast.AST, Types | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scopes = scopes_of(self.program.tree)

    # names

    @cached_property
    def has_star(self) -> bool:
        """Whether all of Manim's names are there."""
        return any(each == "manim" for each in self.scopes.stars)

    @cached_property
    def stored_attributes(self) -> frozenset[str]:
        """Names of all attributes that the program assigns anywhere."""
        return frozenset(
            node.attr
            for node in self.program.nodes
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
        )

    def manim_name(self, node: ast.expr) -> str:
        """Return the Manim name that an expression is, written plainly or as `manim.X`; "" if it is none."""
        match node:
            case ast.Name(id=name) if not self.scopes.lookup(name, node):
                return name if self.has_star and name in self.catalogue.names else ""
            case ast.Name(id=name):
                bound = self.scopes.lookup(name, node)
                return name if all(_is_from_manim(each, name) for each in bound) else ""
            case ast.Attribute(attr=name, value=value) if self._module(value) == "manim":
                return name if name in self.catalogue.names else ""
        return ""

    def _module(self, node: ast.expr) -> str:
        types = self.types(node)
        return types[0].name if len(types) == 1 and types[0].kind == "module" else ""

    # classes

    @cached_property
    def classes(self) -> dict[str, UserClass]:
        """The classes at the top of the program, by name."""
        nodes = [node for node in self.program.nodes if isinstance(node, ast.ClassDef)]
        names = [node.name for node in nodes]
        return {node.name: self._user_class(node) for node in nodes if names.count(node.name) == 1}

    def _user_class(self, node: ast.ClassDef) -> UserClass:
        bases = tuple(_last_name(base) for base in node.bases)
        defined = {each.name for each in self.program.nodes if isinstance(each, ast.ClassDef)}
        known = not node.keywords and all(
            base in defined
            or base == "object"
            or (self.catalogue.is_class(base) and self.manim_name(expression))
            for base, expression in zip(bases, node.bases, strict=True)
        )
        members: dict[str, ast.AST] = {}
        for item in node.body:
            match item:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    members[name] = item
                case ast.Assign(targets=targets):
                    members |= {name: item for target in targets for name in _names_in(target)}
                case ast.AnnAssign(target=ast.Name(id=name)):
                    members[name] = item
        return UserClass(node, bases, known, members, _stored_on_self(node))

    def mro(self, name: str) -> tuple[str, ...]:
        """Return the names of a class and what it inherits from, the program's own classes included."""
        return tuple(dict.fromkeys(self._mro(name, frozenset())))

    def _mro(self, name: str, seen: frozenset[str]) -> Iterable[str]:
        user = self.classes.get(name)
        if user is None or name in seen:
            yield from self.catalogue.mro(name) if user is None else ()
            return
        yield name
        for base in user.bases:
            yield from self._mro(base, seen | {name})

    def knows(self, name: str) -> bool:
        """Return whether a class and all that it inherits from are known."""
        return self._knows(name, frozenset())

    def _knows(self, name: str, seen: frozenset[str]) -> bool:
        user = self.classes.get(name)
        if user is None:
            return name == "object" or (self.catalogue.is_class(name) and not name.startswith("_"))
        if (
            name in seen
            or not user.is_known
            or {"__getattr__", "__getattribute__", "__slots__"} & set(user.members)
        ):
            return False
        return all(self._knows(base, seen | {name}) for base in user.bases)

    def is_a(self, name: str, *bases: str) -> bool:
        """Return whether a class is, or inherits from, one of `bases`."""
        return bool(set(bases) & set(self.mro(name)))

    def may_be(self, each: Type, *bases: str) -> bool:
        """Return whether something of a type may be an instance of one of `bases`."""
        if each.kind != "instance":
            return False
        if self.is_a(each.name, *bases):
            return True
        if self.classes.get(each.name) and not self.knows(each.name):
            return True
        return not each.is_exact and any(self.is_a(base, each.name) for base in bases)

    def member(self, name: str, attribute: str) -> Callable_ | ast.AST | None:
        """Return a method or property of a class, or what of the program defines it."""
        for each in self.mro(name):
            user = self.classes.get(each)
            if user is None:
                return self.catalogue.member(each, attribute)
            if attribute in user.members:
                return user.members[attribute]
            if attribute in user.stored:
                return None
        return None

    def has_attribute(self, name: str, attribute: str) -> bool:
        """Return whether instances of a class have an attribute."""
        for each in self.mro(name):
            user = self.classes.get(each)
            if user is None:
                if self.catalogue.has_attribute(each, attribute):
                    return True
            elif attribute in user.members or attribute in user.stored:
                return True
        return hasattr(object, attribute)

    def constructor(self, name: str) -> Signature | None:
        """Return how a class is called, if that is known: through the program's own classes that add no `__init__`."""
        for each in self.mro(name):
            user = self.classes.get(each)
            if user is None:
                return self.catalogue.constructor(each) if self.knows(name) else None
            if {"__init__", "__new__"} & set(user.members) or user.node.decorator_list:
                return None
        return None

    # expressions

    def types(self, node: ast.expr) -> Types:
        """Return what an expression may be; nothing if that cannot be told."""
        if node in self._known:
            return self._known[node] or UNKNOWN
        self._known[node] = None  # an expression that leads back to itself
        found = (self.lived.of(node) if self.lived else UNKNOWN) or self._types(node)
        self._known[node] = found
        return found

    def _types(self, node: ast.expr) -> Types:
        match node:
            case ast.Constant(value=value) if type(value).__name__ in PLAIN:
                return (instance(type(value).__name__),)
            case ast.JoinedStr():
                return (instance("str"),)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return (self._sequence(type(node).__name__.lower(), parts),)
            case ast.Dict() | ast.DictComp():
                return (instance("dict"),)
            case ast.ListComp(elt=element):
                return (instance("list", items=self.types(element)),)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
            case ast.BinOp():
                return self._binary(node)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                return self.types(operand)
            case ast.IfExp(body=one, orelse=other):
                return self._either([self.types(one), self.types(other)])
            case ast.NamedExpr(value=value):
                return self.types(value)
            case ast.Subscript(value=value, slice=ast.Constant(value=int())):
                return self._item(self.types(value))
        return UNKNOWN

    def _sequence(self, kind: str, parts: list[ast.expr]) -> Type:
        if any(isinstance(part, ast.Starred) for part in parts):
            return instance(kind)
        return instance(kind, items=self._either([self.types(part) for part in parts]), length=len(parts))

    @staticmethod
    def _either(alternatives: list[Types]) -> Types:
        """Return all that one of several may be: unknown if one is."""
        if not all(alternatives):
            return UNKNOWN
        return tuple(dict.fromkeys(each for types in alternatives for each in types))

    @staticmethod
    def _item(types: Types) -> Types:
        if not all(each.name in ("list", "tuple") and each.items for each in types):
            return UNKNOWN
        return tuple(dict.fromkeys(item for each in types for item in each.items))

    def _name(self, node: ast.Name) -> Types:
        bindings = self.scopes.lookup(node.id, node)
        if bindings:
            return self._either([self._bound(each) for each in bindings])
        if not self.has_star:
            return UNKNOWN
        return self._manim(node.id)

    def _manim(self, name: str) -> Types:
        kind = self.catalogue.names.get(name)
        if kind == "class":
            return (Type("class", name),)
        if kind == "function":
            return (Type("function", name),)
        if kind == "module":
            return (Type("module", {"np": "numpy"}.get(name, f"manim.{name}")),)
        of = self.catalogue.constants.get(name, "")
        if of == "ndarray":
            return (instance("ndarray", length=3),)
        return (instance(of),) if of in PLAIN or of == "ManimColor" else UNKNOWN

    def _bound(self, binding: Binding) -> Types:
        match binding.how:
            case "value" if binding.value is not None:
                return self._taken_apart(binding.value, binding.path)
            case "item" if binding.value is not None and not binding.path:
                return self._elements(binding.value)
            case "class":
                return (Type("class", binding.name),) if binding.name in self.classes else UNKNOWN
            case "argument":
                return self._argument(binding.node)
            case "import":
                return self._imported(binding)
        return UNKNOWN

    def _taken_apart(self, value: ast.expr, path: tuple[int, ...]) -> Types:
        for n in path:
            if not isinstance(value, ast.Tuple | ast.List) or n >= len(value.elts):
                return UNKNOWN
            value = value.elts[n]
        return self.types(value)

    def _elements(self, value: ast.expr) -> Types:
        """Return what looping over an expression gives."""
        if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "range":
            return (instance("int"),)
        return self._item(self.types(value))

    def _argument(self, node: ast.AST) -> Types:
        scope = self.scopes.of.get(node)
        function = scope.node if scope else None
        if isinstance(function, ast.Lambda):
            return self._updated(function, node)
        if not isinstance(function, ast.FunctionDef) or scope is None or scope.parent is None:
            return UNKNOWN
        first = [*function.args.posonlyargs, *function.args.args][:1]
        if scope.parent.kind == "class" and first == [node]:
            return self._self(function, scope.parent.node)
        annotation = getattr(node, "annotation", None)
        if annotation is not None and (name := self.manim_name(annotation)) and self.catalogue.is_class(name):
            return (instance(name, exact=False),)
        return UNKNOWN

    def _self(self, function: ast.FunctionDef, owner: ast.AST) -> Types:
        decorators = {_last_name(each) for each in function.decorator_list}
        if decorators & {"staticmethod", "classmethod"} or not isinstance(owner, ast.ClassDef):
            return UNKNOWN
        return (instance(owner.name, exact=False),) if owner.name in self.classes else UNKNOWN

    def _updated(self, function: ast.Lambda, argument: ast.AST) -> Types:
        """Return what the first argument of a lambda is that is given to `add_updater`."""
        call = self.program.parents.get(function)
        if function.args.args[:1] == [argument] and isinstance(call, ast.Call):
            match call.func:
                case ast.Attribute(attr="add_updater", value=receiver):
                    return self.types(receiver)
        return UNKNOWN

    def _imported(self, binding: Binding) -> Types:
        match binding.node:
            case ast.Import(names=names):
                for alias in names:
                    if (alias.asname or alias.name) == binding.name:
                        return (Type("module", alias.name),)
            case ast.ImportFrom(module="manim", names=names):
                for alias in names:
                    if (alias.asname or alias.name) == binding.name:
                        return self._manim(alias.name)
        return UNKNOWN

    def _attribute(self, node: ast.Attribute) -> Types:
        receivers = self.types(node.value)
        if not receivers:
            return UNKNOWN
        return self._either([self._attribute_of(each, node.attr) for each in receivers])

    def _attribute_of(self, receiver: Type, name: str) -> Types:
        if receiver.kind == "module":
            return self._manim(name) if receiver.name == "manim" else UNKNOWN
        if receiver.kind == "animate":
            return (replace(receiver, kind="method", owner=receiver.name, name=f"animate.{name}"),)
        if receiver.kind != "instance" or receiver.name in PLAIN:
            return UNKNOWN
        if name == "animate" and self.is_a(receiver.name, "Mobject"):
            return (replace(receiver, kind="animate"),)
        user = self._user_attribute(receiver.name, name)
        if user is not None:
            return user
        if name in self.stored_attributes:
            return UNKNOWN
        found = self.member(receiver.name, name)
        if isinstance(found, Callable_) and found.kind != "property":
            return (Type("method", name, receiver.name, receiver.is_exact),)
        if isinstance(found, Callable_):
            return self._result(found.signature, receiver)
        of = next(
            (t for each in self.mro(receiver.name) if (t := self.catalogue.attribute_bound(each, name))), ""
        )
        return self._returned(of, receiver)

    def _user_attribute(self, owner: str, name: str) -> Types | None:
        """Return what the program's own class gives to self under a name; None if it has nothing of it."""
        values = []
        for each in self.mro(owner):
            user = self.classes.get(each)
            if user is None:
                break
            if name in user.members:
                return UNKNOWN
            values += user.stored.get(name, [])
        if not values:
            return None
        return self._either([self.types(value) if value is not None else UNKNOWN for value in values])

    def _result(self, signature: Signature, receiver: Type | None = None) -> Types:
        return self._returned(signature.returns or signature.bound, receiver)

    def _returned(self, name: str, receiver: Type | None = None) -> Types:
        if name == "Self" and receiver is not None:
            return (receiver,)
        if name == "None":
            return (instance("NoneType"),)
        if name in PLAIN or name == "ndarray" or self.catalogue.is_class(name):
            return (instance(name, exact=False),)
        return UNKNOWN

    def _call(self, node: ast.Call) -> Types:
        if (
            isinstance(node.func, ast.Name)
            and node.func.id in CALLED_PLAIN
            and not self.scopes.lookup(node.func.id, node)
        ):
            return self._returned(CALLED_PLAIN[node.func.id])
        if self._is_array(node):
            return (instance("ndarray", length=self._array_length(node)),)
        return self._either([self._called(each) for each in self.types(node.func)] or [UNKNOWN])

    def _called(self, callee: Type) -> Types:
        if callee.kind == "class":
            known = callee.name in self.classes or self.catalogue.is_class(callee.name)
            return (instance(callee.name),) if known else UNKNOWN
        if callee.kind == "function":
            found = self.catalogue.function(callee.name)
            return self._result(found.signature) if found else UNKNOWN
        if callee.kind == "method" and callee.name.startswith("animate."):
            return (Type("animate", callee.owner, is_exact=callee.is_exact),)
        if callee.kind == "method":
            member = self.member(callee.owner, callee.name)
            receiver = instance(callee.owner, exact=callee.is_exact)
            return self._result(member.signature, receiver) if isinstance(member, Callable_) else UNKNOWN
        return UNKNOWN

    def _is_array(self, node: ast.Call) -> bool:
        match node.func:
            case ast.Attribute(attr=name, value=value):
                return name in MAKES_ARRAYS and self._module(value) == "numpy"
        return False

    def _array_length(self, node: ast.Call) -> int | None:
        match node.args[:1]:
            case [ast.List(elts=parts) | ast.Tuple(elts=parts)] if not any(
                isinstance(p, ast.Starred) for p in parts
            ):
                return len(parts) if getattr(node.func, "attr", "") in ("array", "asarray") else None
        return None

    def _binary(self, node: ast.BinOp) -> Types:
        left, right = self.types(node.left), self.types(node.right)
        if len(left) != 1 or len(right) != 1:
            return UNKNOWN
        one, other = left[0], right[0]
        if {one.kind, other.kind} != {"instance"}:
            return UNKNOWN
        if "ndarray" in (one.name, other.name):
            lengths = {each.length for each in (one, other) if each.name == "ndarray"}
            same = {one.name, other.name} <= {"ndarray", *NUMBERS} and len(lengths) == 1
            return (instance("ndarray", length=lengths.pop() if same else None),)
        if one.name in NUMBERS and other.name in NUMBERS:
            return (instance("float", exact=False),)
        if one.name == other.name == "str" and isinstance(node.op, ast.Add):
            return (instance("str"),)
        return (instance(one.name),) if one.name == other.name in ("list", "tuple") else UNKNOWN


def _is_from_manim(binding: Binding, name: str) -> bool:
    node = binding.node
    return (
        isinstance(node, ast.ImportFrom)
        and (node.module or "").partition(".")[0] == "manim"
        and any(alias.name == name and alias.asname in (None, name) for alias in node.names)
    )


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=func):
            return _last_name(func)
    return ""


def _names_in(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def _stored_on_self(node: ast.ClassDef) -> dict[str, list[ast.expr | None]]:
    plain: defaultdict[str, list[ast.expr | None]] = defaultdict(list)
    times: Counter[str] = Counter()
    for each in ast.walk(node):
        match each:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value):
                plain[name].append(value)
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                times[name] += 1
    return {
        name: plain[name] if len(plain[name]) == many else [*plain[name], None]
        for name, many in times.items()
    }
