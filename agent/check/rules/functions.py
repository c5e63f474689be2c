"""Functions that Manim calls: what they are handed, where they may stand, and what they may do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from agent.check.bindings import without as gone
from agent.check.inference import Analysis
from agent.check.program import Edit, Found, Mend
from agent.check.rules.calls import without
from agent.check.signatures import Call

BY_ARITY = {1: "UpdateFromFunc", 2: "UpdateFromAlphaFunc"}
TAKES = {name: number for number, name in BY_ARITY.items()}


@dataclass(frozen=True)
class _Function:
    """How many arguments a function of the program takes by place."""

    names: tuple[str, ...]
    required: int
    takes_rest: bool

    def fits(self, number: int) -> bool:
        return self.required <= number and (self.takes_rest or number <= len(self.names))


def find(analysis: Analysis, calls: list[Call]) -> Iterator[Found]:
    """Yield updaters with the wrong parameters, and functions where a mobject or an animation is wanted."""
    for node in analysis.program.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "add_updater":
                yield from _added(analysis, node)
            elif node.func.attr == "play":
                yield from _played(analysis, node)
    yield from _playing(analysis)
    for call in calls:
        if call.callee.name == "plot":
            yield from _plotted_values(analysis, call)
        elif call.callee.name == "plot_line_graph":
            yield from _plotted_function(analysis, call)
        elif call.callee.name in TAKES:
            yield from _swapped(analysis, call)
            yield from _called_back(analysis, call)
        elif call.callee.name in ("Transform", "ReplacementTransform"):
            yield from _target(analysis, call)


def _function(analysis: Analysis, node: ast.expr | None) -> _Function | None:
    """Return what is known of a function that the program writes itself and hands on."""
    if isinstance(node, ast.Lambda):
        return _of(node.args)
    if not isinstance(node, ast.Name):
        return None
    bindings = analysis.scopes.lookup(node.id, node)
    if len(bindings) != 1:
        return None
    match bindings[0]:
        case _ if isinstance(bindings[0].node, ast.FunctionDef) and not bindings[0].node.decorator_list:
            return _of(bindings[0].node.args)
        case _ if isinstance(bindings[0].value, ast.Lambda):
            return _of(bindings[0].value.args)
    return None


def _of(arguments: ast.arguments) -> _Function | None:
    if any(default is None for default in arguments.kw_defaults):
        return None
    names = tuple(each.arg for each in (*arguments.posonlyargs, *arguments.args))
    return _Function(names, len(names) - len(arguments.defaults), arguments.vararg is not None)


# updaters


def _added(analysis: Analysis, node: ast.Call) -> Iterator[Found]:
    types = analysis.types(node.func.value) if isinstance(node.func, ast.Attribute) else ()
    function = _function(analysis, node.args[0]) if node.args else None
    if not types or function is None:
        return
    if all(each.kind == "instance" and analysis.is_a(each.name, "Scene") for each in types):
        yield from _of_scene(analysis, node.args[0], function)
    elif all(each.kind == "instance" and analysis.is_a(each.name, "Mobject") for each in types):
        yield from _of_mobject(analysis, node.args[0], function)


def _of_scene(analysis: Analysis, argument: ast.expr, function: _Function) -> Iterator[Found]:
    """A scene hands its updaters the time since the last frame, and nothing else."""
    if function.fits(1):
        return
    source, mends = _handed_on(analysis, argument), tuple[Mend, ...]()
    if function.fits(2):
        text = f"lambda dt: {source}(self, dt)"
        mends = (Mend("mend-updater", (analysis.program.replace(argument, text),), 0.8),)
    elif function.fits(0):
        mends = (Mend("mend-updater", (analysis.program.replace(argument, f"lambda dt: {source}()"),), 0.85),)
    message = "an updater of the scene is called with dt alone: def update(dt)"
    yield analysis.program.found("updater", argument, message, mends=mends)


def _of_mobject(analysis: Analysis, argument: ast.expr, function: _Function) -> Iterator[Found]:
    """A mobject hands its updaters itself, and the time too if a parameter is named dt."""
    handed = 2 if "dt" in function.names else 1
    if function.fits(handed):
        return
    source, mends = _handed_on(analysis, argument), tuple[Mend, ...]()
    if function.fits(2):
        text = f"lambda mob, dt: {source}(mob, dt)"
        mends = (Mend("mend-updater", (analysis.program.replace(argument, text),), 0.85),)
    elif function.fits(1):
        text = f"lambda mob, dt: {source}(dt)"
        mends = (Mend("mend-updater", (analysis.program.replace(argument, text),), 0.85),)
    elif function.fits(0):
        text = f"lambda mob: {source}()"
        mends = (Mend("mend-updater", (analysis.program.replace(argument, text),), 0.85),)
    message = (
        "an updater of a mobject is called with the mobject, and with dt if it has a parameter of that name"
    )
    yield analysis.program.found("updater", argument, message, mends=mends)


def _handed_on(analysis: Analysis, argument: ast.expr) -> str:
    source = analysis.program.source(argument)
    return f"({source})" if isinstance(argument, ast.Lambda) else source


# animations


def _swapped(analysis: Analysis, call: Call) -> Iterator[Found]:
    """`UpdateFromFunc(function, mobject)`: the mobject comes first."""
    if len(call.node.args) < 2:
        return
    first, second = call.node.args[:2]
    types = analysis.types(second)
    is_mobject = types and all(
        each.kind == "instance" and analysis.is_a(each.name, "Mobject") for each in types
    )
    if _function(analysis, first) is None or not is_mobject:
        return
    program = analysis.program
    edits = (program.replace(first, program.source(second)), program.replace(second, program.source(first)))
    message = f"{call.callee.name} takes the mobject first, then the function"
    yield program.found("updater", first, message, mends=(Mend("mend-order", edits, 0.95),))


def _called_back(analysis: Analysis, call: Call) -> Iterator[Found]:
    """The one hands its function the mobject, the other the mobject and how far the animation is."""
    function = _function(analysis, call.node.args[1]) if len(call.node.args) > 1 else None
    if function is None or _function(analysis, call.node.args[0]) is not None:
        return
    wanted = TAKES[call.callee.name]
    if function.fits(wanted):
        return
    mends: tuple[Mend, ...] = ()
    if function.fits(3 - wanted):
        mends = (
            Mend("mend-updater", (analysis.program.replace(call.node.func, BY_ARITY[3 - wanted]),), 0.85),
        )
    elif function.fits(0):
        source = _handed_on(analysis, call.node.args[1])
        text = f"lambda {'mob' if wanted == 1 else 'mob, alpha'}: {source}()"
        mends = (Mend("mend-updater", (analysis.program.replace(call.node.args[1], text),), 0.7),)
    handed = "the mobject" if wanted == 1 else "the mobject and alpha, from 0 to 1"
    message = f"{call.callee.name} calls its function with {handed}"
    yield analysis.program.found("updater", call.node.args[1], message, mends=mends)


def _target(analysis: Analysis, call: Call) -> Iterator[Found]:
    """`Transform(mobject, function)`: a change that a function makes is an update."""
    if len(call.node.args) < 2:
        return
    program, target = analysis.program, call.node.args[1]
    function = _function(analysis, target)
    if function is None:
        return
    name = next((BY_ARITY[number] for number in (1, 2) if function.fits(number)), None)
    mends = (Mend("mend-updater", (program.replace(call.node.func, name),), 0.8),) if name else ()
    message = f"{call.callee.name} needs the mobject to change into, not a function; UpdateFromFunc takes one"
    yield program.found("updater", target, message, mends=mends)


def _played(analysis: Analysis, node: ast.Call) -> Iterator[Found]:
    """A function among the animations: it is called beside them, not played."""
    program, above = analysis.program, analysis.program.parents.get(node)
    for argument in node.args:
        function = _function(analysis, argument) if isinstance(argument, ast.Name) else None
        if function is None or not isinstance(above, ast.Expr):
            continue
        mends: tuple[Mend, ...] = ()
        if function.fits(0):
            call = f"{program.source(argument)}()"
            if len(node.args) == 1:
                edits: tuple[Edit, ...] = (program.replace(above, call),)
            else:
                at = program.end(above)
                after = Edit(at, at, "\n" + " " * above.col_offset + call)
                edits = (without(program, node, argument), after)
            mends = (Mend("mend-play-function", edits, 0.7),)
        message = "play() takes animations; a function is called on a line of its own"
        yield program.found("play-function", argument, message, mends=mends)


def _playing(analysis: Analysis) -> Iterator[Found]:
    """An updater runs inside of an animation, so it cannot play one."""
    program = analysis.program
    updaters = {
        name
        for each in program.nodes
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)
        if each.func.attr == "add_updater" and each.args
        for name in _called(each.args[0])
    }
    for node in program.nodes:
        if isinstance(node, ast.FunctionDef) and node.name in updaters:
            for statement in ast.walk(node):
                match statement:
                    case ast.Expr(value=ast.Call(func=ast.Attribute(attr="play" | "wait", value=scene))):
                        types = analysis.types(scene)
                        if types and all(analysis.is_a(each.name, "Scene") for each in types):
                            yield _played_within(analysis, statement)


def _called(updater: ast.expr) -> Iterator[str]:
    """Yield the name of the function that an updater is, or that it does nothing but call."""
    match updater:
        case ast.Name(id=name) | ast.Lambda(body=ast.Call(func=ast.Name(id=name))):
            yield name


def _played_within(analysis: Analysis, statement: ast.Expr) -> Found:
    source = analysis.program.source(statement)
    mend = Mend("mend-play-within", (gone(analysis.program, statement),), 0.5, source)
    message = "an updater runs at every frame of an animation, so it cannot play another or wait"
    return analysis.program.found("play-within", statement, message, mends=(mend,))


# plots


def _is_list(analysis: Analysis, node: ast.expr) -> bool:
    types = analysis.types(node)
    return bool(types) and all(
        each.kind == "instance" and each.name in ("list", "tuple", "ndarray", "range") for each in types
    )


def _plotted_values(analysis: Analysis, call: Call) -> Iterator[Found]:
    """`axes.plot(values)`, as Matplotlib has it."""
    program, given = analysis.program, call.node.args
    if not given or len(given) > 2 or not all(_is_list(analysis, each) for each in given):
        return
    ys = program.source(given[-1])
    xs = program.source(given[0]) if len(given) == 2 else f"range(len({ys}))"
    if len(given) == 1 and _is_of_pairs(analysis, given[0]):
        xs, ys = f"[each[0] for each in {ys}]", f"[each[1] for each in {ys}]"
    keywords, lost = [f"x_values={xs}", f"y_values={ys}", "add_vertex_dots=False"], []
    for each in call.node.keywords:
        if each.arg in ("color", "line_color"):
            keywords.append(f"line_color={program.source(each.value)}")
        elif each.arg in ("stroke_width", "stroke_opacity"):
            keywords.append(program.source(each))
        else:
            lost.append(program.source(each))
    function = call.node.func
    receiver = f"{program.source(function.value)}." if isinstance(function, ast.Attribute) else ""
    text = f"{receiver}plot_line_graph({', '.join(keywords)})"
    mend = Mend("mend-plot", (program.replace(call.node, text),), 0.85, ", ".join(lost))
    message = "plot draws a function; values are drawn by plot_line_graph(x_values, y_values)"
    yield program.found("plot-values", given[0], message, suggestions=("plot_line_graph",), mends=(mend,))


def _is_of_pairs(analysis: Analysis, node: ast.expr) -> bool:
    match node:
        case ast.ListComp(elt=ast.Tuple(elts=[_, _]) | ast.List(elts=[_, _])):
            return True
    items = [item for each in analysis.types(node) for item in each.items]
    return bool(items) and all(each.name in ("list", "tuple") and each.length == 2 for each in items)


def _plotted_function(analysis: Analysis, call: Call) -> Iterator[Found]:
    """`axes.plot_line_graph(function)`."""
    program, function = analysis.program, call.node.func
    given = call.node.args[0] if len(call.node.args) == 1 else None
    if given is None or _function(analysis, given) is None or not isinstance(function, ast.Attribute):
        return
    edits = [Edit(program.end(function) - len("plot_line_graph"), program.end(function), "plot")]
    for each in call.node.keywords:
        if each.arg == "line_color":
            edits.append(Edit(program.start(each), program.start(each) + len("line_color"), "color"))
    mend = Mend("mend-plot", tuple(edits), 0.9)
    message = "plot_line_graph joins points that are given by their values; a function is drawn by plot"
    yield program.found("plot-function", given, message, suggestions=("plot",), mends=(mend,))
