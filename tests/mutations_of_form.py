"""Faults of kind and form: what is played, points, values, the scene's class, what only running shows."""

import ast

from mutating import ANIMATIONS, DIRECTIONS, MOBJECTS, called, fault

from agent.check.program import Edit

SHOWING_ONLY_BY_RUNNING = frozenset(
    {
        "array of another shape",
        "arithmetic with None",
        "text and number added",
        "index out of range",
        "play without animation",
    }
)
QUIET = frozenset({"set_xxx that sets nothing"})
NOT_MENDABLE = frozenset(
    {"missing image file", "invented class", "forbidden import", "endless loop", "too few arguments"}
)
MOVED = frozenset(
    {"shift", "move_to", "scale", "rotate", "set_color", "set_opacity", "to_edge", "next_to", "set_value"}
)


def shown(source):
    """Yield the animations played that show a single mobject by its name."""
    for play in source.calls("play"):
        for each in play.args:
            match each:
                case ast.Call(func=ast.Name(id=name), args=[ast.Name() as mobject]) if name in ANIMATIONS:
                    yield each, mobject


def animated(source):
    """Yield `.animate` and the call behind it, where it is played."""
    for call in source.calls(MOVED):
        match call.func:
            case ast.Attribute(value=ast.Attribute(attr="animate") as animate):
                yield animate, call


@fault("play of a mobject")
def _(source, chance):
    for animation, mobject in shown(source):
        yield source.replace(animation, mobject.id)


@fault("play of a method and its arguments")
def _(source, chance):
    for animate, call in animated(source):
        if call.args and not call.keywords and isinstance(source.parents[call], ast.Call):
            arguments = ", ".join(source.source(each) for each in call.args)
            yield source.replace(call, f"{source.source(animate.value)}.{called(call)}, {arguments}")


@fault("play of what a method returns")
def _(source, chance):
    for animate, _ in animated(source):
        yield Edit(source.end(animate.value), source.end(animate), "")


@fault(".animate misspelt")
def _(source, chance):
    for animate, _ in animated(source):
        yield source.renamed(animate, chance.choice(("animte", "animated", "anim", "Animate", "animation")))


@fault(".animate called")
def _(source, chance):
    for animate, call in animated(source):
        if isinstance(source.parents[call], ast.Call) and len(call.args) == 1:
            yield source.replace(
                call, f"animate({source.source(animate.value)}).{called(call)}({source.source(call.args[0])})"
            )


@fault("animation of what is no mobject")
def _(source, chance):
    for _, mobject in shown(source):
        yield source.replace(mobject, chance.choice(("3", "'a'", "RIGHT", "self")))


@fault("play without animation")
def _(source, chance):
    for function in source.constructs():
        for each in function.body[1:]:
            if source.starts_its_line(each):
                yield source.before(each, "self.play()")


@fault("list for a VGroup")
def _(source, chance):
    for call in source.calls({"VGroup"} - source.bound()):
        parent = source.parents[call]
        if call.args and not call.keywords and isinstance(parent, ast.Attribute):
            yield source.replace(call, "[" + ", ".join(source.source(each) for each in call.args) + "]")


@fault("list animated")
def _(source, chance):
    for _, mobject in shown(source):
        yield source.replace(mobject, f"[{mobject.id}, {mobject.id}.copy()]")


def flat(name, constructor):
    """Enter the fault of a point with two coordinates as the first argument of `name`."""

    @fault(f"2-D point in {name}")
    def _(source, chance):
        point = chance.choice(("[1, -2]", "(0.5, 1)", "np.array([2, 1])"))
        for call in source.calls({name} - source.bound()):
            if isinstance(call.func, ast.Name) != constructor or not call.args:
                continue
            if not isinstance(call.args[0], ast.Starred) and "lambda" not in source.source(call):
                yield source.replace(call.args[0], point)


for each in ("move_to", "shift", "next_to"):
    flat(each, constructor=False)
for each in ("Line", "Arrow", "Dot", "Polygon", "DashedLine"):
    flat(each, constructor=True)


@fault("2-D direction scaled")
def _(source, chance):
    for node in source.loads(DIRECTIONS.__contains__):
        parent = source.parents[node]
        if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult):
            yield source.replace(node, chance.choice(("np.array([1, 0])", "np.array([0, -1])")))


@fault("direction as a string")
def _(source, chance):
    for call in source.calls({"next_to", "to_edge", "to_corner", "arrange", "shift"} - source.bound()):
        for each in call.args:
            if isinstance(each, ast.Name) and each.id in DIRECTIONS - {"ORIGIN"}:
                yield source.replace(each, f'"{each.id}"')


@fault("unknown colour string")
def _(source, chance):
    for call in source.calls((MOBJECTS - {"VGroup"}) | {"set_color"}):
        for keyword in call.keywords:
            if keyword.arg == "color" and called(call) not in source.bound():
                yield source.replace(
                    keyword.value, chance.choice(('"lightblu"', '"#12345"', '"grass"', '"BLUE_F"', '"yelow"'))
                )


@fault("rate function as a string")
def _(source, chance):
    for node in source.of(ast.keyword):
        if node.arg == "rate_func":
            yield source.replace(node.value, f'"{source.source(node.value)}"')


@fault("rate function called")
def _(source, chance):
    for node in source.of(ast.keyword):
        if node.arg == "rate_func" and source.source(node.value) in ("linear", "smooth", "there_and_back"):
            yield source.replace(node.value, f"{source.source(node.value)}()")


@fault("number as a string")
def _(source, chance):
    for call in source.calls((MOBJECTS | {"play"}) - source.bound()):
        for keyword in call.keywords:
            if keyword.arg in ("run_time", "font_size", "radius", "side_length") and isinstance(
                keyword.value, ast.Constant
            ):
                yield source.replace(keyword.value, f'"{source.source(keyword.value)}"')


@fault("CONFIG of another Manim")
def _(source, chance):
    for function in source.constructs():
        for node in function.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as value):
                    uses = [
                        source.replace(use, f"self.{name}")
                        for use in ast.walk(function)
                        if isinstance(use, ast.Name) and use.id == name and isinstance(use.ctx, ast.Load)
                    ]
                    if uses and source.starts_its_line(node) and node is not function.body[-1]:
                        config = source.before(function, f'CONFIG = {{"{name}": {source.source(value)}}}\n')
                        yield config, source.replace(node, "pass"), *uses
    for scene in source.scenes():
        function = next(iter(source.constructs()), None)
        if function and scene.body[0] is function and source.starts_its_line(function.body[-1]):
            config = source.before(function, 'CONFIG = {"hold_seconds": 1}\n')
            yield config, source.before(function.body[-1], "self.wait(self.hold_seconds)")


@fault("class without a base")
def _(source, chance):
    for scene in source.scenes():
        yield Edit(source.start(scene.bases[0]) - 1, source.end(scene.bases[0]) + 1, "")


@fault("base of another Manim")
def _(source, chance):
    for scene in source.scenes():
        yield source.replace(
            scene.bases[0], chance.choice(("GraphScene", "InteractiveScene", "SpecialScene", "ThreeDimScene"))
        )


@fault("wrong base for the camera")
def _(source, chance):
    for function in source.constructs():
        base = next(source.scenes()).bases[0]
        if source.source(base) in ("ThreeDScene", "MovingCameraScene"):
            yield source.replace(base, "Scene")
        elif source.source(base) == "Scene" and source.starts_its_line(function.body[-1]):
            line = chance.choice(
                (
                    "self.play(self.camera.frame.animate.scale(0.8))",
                    "self.camera.frame.move_to(RIGHT)",
                    "self.set_camera_orientation(phi=60 * DEGREES)",
                    "self.move_camera(phi=1)",
                    "self.begin_ambient_camera_rotation(rate=0.1)",
                )
            )
            yield source.before(function.body[-1], line)


@fault("construct misspelt")
def _(source, chance):
    for function in source.constructs():
        at = source.text.index("construct", source.start(function))
        yield Edit(
            at, at + len("construct"), chance.choice(("constuct", "contruct", "Construct", "construct_scene"))
        )


@fault("use before assignment")
def _(source, chance):
    for function in source.constructs():
        for first, second in zip(function.body, function.body[1:], strict=False):
            match first:
                case ast.Assign(targets=[ast.Name(id=name)]) if _uses(
                    second, name
                ) and source.starts_its_line(second):
                    if not _assigned(function, name, first) and first.lineno != second.lineno:
                        yield (
                            source.replace(first, source.source(second)),
                            source.replace(second, source.source(first)),
                        )


def _uses(node, name):
    inner = (ast.Lambda, ast.FunctionDef, ast.ClassDef)
    if isinstance(node, inner) or any(isinstance(each, inner) for each in ast.walk(node)):
        return False
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node))


def _assigned(function, name, but):
    return any(
        isinstance(each, ast.Name)
        and each.id == name
        and isinstance(each.ctx, ast.Store)
        and each is not but.targets[0]
        for each in ast.walk(function)
    )


@fault("missing image file")
def _(source, chance):
    for _, call, _ in source.made():
        yield source.replace(call, chance.choice(('ImageMobject("cat.png")', 'SVGMobject("logo.svg")')))


@fault("endless loop")
def _(source, chance):
    for function in source.constructs():
        if source.starts_its_line(function.body[-1]):
            yield source.before(function.body[-1], "while True:\n            self.wait(1)")


@fault("array of another shape")
def _(source, chance):
    for name, _, below in source.made():
        yield source.before(below, f"{name.id}.shift(sum([np.array([1, 0]) for _ in range(3)]))")


@fault("arithmetic with None")
def _(source, chance):
    for name, _, below in source.made():
        yield source.before(below, f"{name.id}.scale(2 * {{}}.get('size'))")


@fault("text and number added")
def _(source, chance):
    for call in source.calls({"Text"} - source.bound()):
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            yield source.replace(call.args[0], f"{source.source(call.args[0])} + len('abc')")


@fault("index out of range")
def _(source, chance):
    for name, call, below in source.made():
        if called(call) in ("Circle", "Square", "Dot", "Line", "Rectangle"):
            yield source.before(below, f"{name.id}[7].set_color(RED)")
