"""Scenes that would never end, or last too long, or draw too much."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from agent.check.bindings import FUNCTIONS, Function, inner
from agent.check.program import Found, Mend, Program

LONG, TOO_LONG = 300.0, 3600.0
"""Seconds."""
MANY = 20_000
DEEP = 6
ENDS = (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Await)


def find(program: Program) -> Iterator[Found]:
    """Yield loops without an end, long scenes, loops that make too many mobjects, and plays of no length."""
    yield from _endless(program)
    clock = _Clock(program)
    for node in program.nodes:
        if isinstance(node, FUNCTIONS) and node.name == "construct":
            yield from _long(program, clock, node)
            yield from _crowds(program, clock, node)
    yield from _no_time(program)


def _endless(program: Program) -> Iterator[Found]:
    for node in program.nodes:
        if isinstance(node, ast.While) and not _leaves(node):
            if _is_true(node.test):
                yield program.found(
                    "endless",
                    node,
                    "this loop never ends: give it a fixed number of turns, for _ in range(…)",
                )
            elif _stands_still(node):
                yield program.found(
                    "endless",
                    node,
                    f"nothing in the loop changes {ast.unparse(node.test)}: it may never end",
                    severity="warning",
                )
        elif isinstance(node, ast.For) and _counts_on(node.iter) and not _leaves(node):
            message = f"{ast.unparse(node.iter)[:40]} never ends: loop over range(…)"
            yield program.found("endless", node, message)


def _leaves(node: ast.While | ast.For) -> bool:
    """Return whether something inside a loop may end it."""
    if any(isinstance(each, ENDS) for each in inner(node)) or _calls_exit(node):
        return True
    return any(_breaks(statement) for statement in node.body)


def _breaks(node: ast.AST) -> bool:
    if isinstance(node, ast.Break):
        return True
    if isinstance(node, (ast.While, ast.For)):
        return any(_breaks(each) for each in node.orelse)
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return False
    return any(_breaks(child) for child in ast.iter_child_nodes(node) if isinstance(child, _HOLDERS))


_HOLDERS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def _calls_exit(node: ast.AST) -> bool:
    """Return whether something in a loop may raise on purpose: `next` of an iterator, an assertion."""
    return any(
        isinstance(each, ast.Assert) or (isinstance(each, ast.Name) and each.id in {"exit", "quit", "next"})
        for each in inner(node)
    )


def _is_true(test: ast.expr) -> bool:
    return isinstance(test, ast.Constant) and bool(test.value)


def _stands_still(node: ast.While) -> bool:
    """Return whether a condition compares numbers that the loop never sets."""
    test = node.test
    if not isinstance(test, ast.Compare) or not _plays(node):
        return False
    parts = [test.left, *test.comparators]
    if not all(isinstance(each, ast.Name | ast.Constant) for each in parts):
        return False
    names = {each.id for each in parts if isinstance(each, ast.Name)}
    stored = {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)
    }
    return bool(names) and not names & stored


def _plays(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr in {"play", "wait"} for each in ast.walk(node))


def _counts_on(node: ast.expr) -> bool:
    text = ast.unparse(node) if isinstance(node, ast.Call) else ""
    return text.startswith(("itertools.count(", "itertools.cycle(", "iter(int, 1)"))


@dataclass(frozen=True)
class _Clock:
    """What can be told of a program's numbers without running it."""

    program: Program
    lasting: dict[str, float] = field(default_factory=dict)
    """Seconds of each function that has been looked at."""

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        """Names that are set once, and what to."""
        seen: dict[str, list[ast.expr | None]] = {}
        for node in self.program.nodes:
            match node:
                case ast.Name(id=name, ctx=ast.Store()):
                    up = self.program.parents[node]
                    seen.setdefault(name, []).append(up.value if isinstance(up, ast.Assign) else None)
                case ast.arg(arg=name):
                    seen.setdefault(name, []).append(None)
        return {
            name: values[0] for name, values in seen.items() if len(values) == 1 and values[0] is not None
        }

    @cached_property
    def methods(self) -> dict[str, Function]:
        """Functions by name, where only one has it."""
        every = [node for node in self.program.nodes if isinstance(node, FUNCTIONS)]
        names = [node.name for node in every]
        return {node.name: node for node in every if names.count(node.name) == 1}

    def number(self, node: ast.expr | None, depth: int = 0) -> float | None:
        """Return the number that an expression is, if that can be told."""
        match node:
            case ast.Constant(value=bool()):
                return None
            case ast.Constant(value=int() | float() as value):
                return float(value) if abs(value) < 1e15 else 1e15
            case ast.Name(id=name) if name in self.constants and depth < DEEP:
                return self.number(self.constants[name], depth + 1)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                below = self.number(operand, depth)
                return None if below is None else -below
            case ast.BinOp(left=left, op=op, right=right) if depth < DEEP:
                return _computed(op, self.number(left, depth + 1), self.number(right, depth + 1))
            case ast.Call(func=ast.Name(id="int" | "float"), args=[value]) if depth < DEEP:
                return self.number(value, depth + 1)
            case ast.Call(func=ast.Name(id="len"), args=[value]) if depth < DEEP:
                return self.turns(value, depth + 1)
        return None

    def turns(self, node: ast.expr, depth: int = 0) -> float | None:
        """Return how many turns a loop over an expression takes, if that can be told."""
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return None if any(isinstance(each, ast.Starred) for each in parts) else float(len(parts))
            case ast.Name(id=name) if name in self.constants and depth < DEEP:
                return self.turns(self.constants[name], depth + 1)
            case ast.Call(func=ast.Name(id="range"), args=args) if args:
                return self._range([self.number(each) for each in args])
            case ast.Call(
                func=ast.Name(id="enumerate" | "list" | "reversed" | "sorted"), args=[value, *_]
            ) if depth < DEEP:
                return self.turns(value, depth + 1)
            case ast.Call(func=ast.Attribute(attr="linspace"), args=[_, _, count, *_]):
                return self.number(count)
            case ast.Call(func=ast.Attribute(attr="arange"), args=args) if args:
                return self._range([self.number(each) for each in args])
        return None

    def _range(self, values: list[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        start, stop, step = {1: (0.0, *known, 1.0), 2: (*known, 1.0)}.get(len(known), tuple(known))[:3]
        return max(0.0, (stop - start) / step) if step else None

    def seconds(self, body: list[ast.stmt], depth: int = 0) -> float:
        """Return how long statements play at the least."""
        total = 0.0
        for node in body:
            total += self._statement(node, depth)
            if isinstance(node, ast.Return | ast.Break | ast.Continue | ast.Raise):
                break
        return total

    def _statement(self, node: ast.stmt, depth: int) -> float:
        match node:
            case ast.For(iter=over, body=body):
                once = self.seconds(body, depth)
                return once * (1.0 if _may_stop(node) else self.turns(over) or 0.0)
            case ast.If(body=body, orelse=orelse):
                return min(self.seconds(body, depth), self.seconds(orelse, depth))
            case ast.With(body=body) | ast.Try(body=body):
                return self.seconds(body, depth)
            case ast.Expr(value=ast.Call() as call):
                return self._call(call, depth)
        return 0.0

    def _call(self, call: ast.Call, depth: int) -> float:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in {"wait", "pause"}:
            given = _keyword(call, "duration") or (call.args[0] if call.args else None)
            return 1.0 if given is None else max(self.number(given) or 0.0, 0.0)
        if name == "play":
            return self._play(call)
        return self._helper(name, depth) if name in self.methods and name != "construct" else 0.0

    def _helper(self, name: str, depth: int) -> float:
        if name not in self.lasting and depth < DEEP:
            self.lasting[name] = 0.0  # where it calls itself
            self.lasting[name] = self.seconds(self.methods[name].body, depth + 1)
        return self.lasting.get(name, 0.0)

    def _play(self, call: ast.Call) -> float:
        given = _keyword(call, "run_time")
        if given is not None:
            return max(self.number(given) or 0.0, 0.0)
        inside = [
            self.number(each.value) or 0.0
            for argument in call.args
            if isinstance(argument, ast.Call)
            for each in argument.keywords
            if each.arg == "run_time"
        ]
        return max(inside, default=1.0)


def _may_stop(node: ast.For) -> bool:
    return any(_breaks(each) for each in node.body) or any(
        isinstance(each, ast.Return | ast.Continue) for each in inner(node)
    )


def _computed(op: ast.operator, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div() if right:
            return left / right
        case ast.FloorDiv() if right:
            return left // right
    return None


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


def _long(program: Program, clock: _Clock, node: Function) -> Iterator[Found]:
    seconds = clock.seconds(node.body)
    if seconds > LONG:
        message = f"the scene lasts at least {seconds:.0f} s: fewer turns, or shorter waits and run times"
        yield program.found("very-long", node, message, severity="error" if seconds > TOO_LONG else "warning")


def _crowds(program: Program, clock: _Clock, node: Function) -> Iterator[Found]:
    """Yield where a loop makes more mobjects than can be drawn in reasonable time."""
    times: dict[ast.AST, float] = {}
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id[:1].isupper():
            count = _faces(clock, each)
            for up in program.above(each):
                if up is node:
                    break
                if up not in times:
                    times[up] = _times(clock, up)
                count *= times[up]
            if count > MANY:
                message = f"this makes about {count:.0f} mobjects: keep below {MANY}, or draw them as one"
                yield program.found("too-many", each, message, severity="warning")
                return


def _times(clock: _Clock, up: ast.AST) -> float:
    match up:
        case ast.For(iter=over) if not _may_stop(up):
            return clock.turns(over) or 1.0
        case (
            ast.ListComp(generators=loops)
            | ast.GeneratorExp(generators=loops)
            | ast.SetComp(generators=loops)
        ):
            times = 1.0
            for loop in loops:
                times *= (clock.turns(loop.iter) or 1.0) if not loop.ifs else 1.0
            return times
    return 1.0


def _faces(clock: _Clock, call: ast.Call) -> float:
    """Return how many mobjects one call makes: a surface makes one for each face."""
    match _keyword(call, "resolution"):
        case ast.Tuple(elts=[across, along]):
            return (clock.number(across) or 1.0) * (clock.number(along) or 1.0)
        case ast.expr() as side if (each := clock.number(side)) is not None:
            return each * each
    return 1.0


def _no_time(program: Program) -> Iterator[Found]:
    """Yield waits and plays of no length, which Manim refuses."""
    for node in program.nodes:
        match node:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr="wait"), args=[value])
            ):
                if _is_nought(value):
                    mend = Mend("mend-no-time", (program.replace(value, "0.1"),), 0.9)
                    yield program.found(
                        "no-time", value, "a wait must last longer than 0 s: leave it out", mends=(mend,)
                    )
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr="play")):
                value_ = _keyword(node, "run_time")
                if value_ is not None and _is_nought(value_):
                    mend = Mend("mend-no-time", (program.replace(value_, "0.1"),), 0.9)
                    yield program.found("no-time", value_, "run_time must be more than 0 s", mends=(mend,))


def _is_nought(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=int() | float() as value):
            return not isinstance(value, bool) and value <= 0
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
    return False
