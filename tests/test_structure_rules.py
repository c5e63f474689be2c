import ast
import re

import pytest
from manim_examples import runnable_examples

from agent.check.parsing import parse
from agent.check.program import Program, applied
from agent.check.rules.structure import find
from knowledge.library import library

HEAD = "from manim import *\n\n\n"
NAMES = frozenset(
    """
Scene MovingCameraScene ZoomedScene ThreeDScene SpecialThreeDScene VectorScene LinearTransformationScene VGroup Circle
Square Mobject VMobject Line Arrow Text Create Write FadeIn FadeOut Transform Restore RIGHT LEFT UP DOWN ORIGIN RED
BLUE WHITE config np Axes ThreeDAxes Sphere Surface DEGREES Animation Dot smooth utils color
""".split()
)


def found(code, names=NAMES):
    return list(find(Program(code, parse(code)), names))


def codes(code):
    return [each.code for each in found(code)]


def scene(*lines, base="Scene", name="DisplayScene", head=HEAD):
    body = "".join(f"        {line}\n" for line in lines)
    return f"{head}class {name}({base}):\n    def construct(self):\n{body}"


def mended(code, rounds=4):
    """Apply the first mend of the first finding that has one, as long as there is any."""
    for _ in range(rounds):
        mends = [each.mends[0] for each in found(code) if each.mends]
        if not mends:
            break
        code = applied(code, mends[0].edits)
        parse(code)
    return code


def same(text, other):
    return ast.dump(ast.parse(text)) == ast.dump(ast.parse(other))


WAIT = scene("self.wait()")
FRAME = "self.play(self.camera.frame.animate.scale(0.5))"


@pytest.mark.parametrize(
    "code",
    [
        WAIT,
        scene(FRAME, base="MovingCameraScene"),
        scene("self.activate_zooming()", FRAME, base="ZoomedScene"),
        scene("self.move_camera(phi=1)", base="ThreeDScene"),
        scene(
            "self.apply_matrix([[1, 0], [0, 1]])", "self.add_vector([1, 1])", base="LinearTransformationScene"
        ),
        scene("if hasattr(self.camera, 'frame'):", f"    {FRAME}", "self.wait()"),
        scene("self.frame = Square()", "self.play(Create(self.frame))"),
        HEAD
        + "class Base(Scene):\n    def zoom(self):\n        "
        + FRAME
        + "\n\n\n"
        + scene("self.zoom()", base="Base, MovingCameraScene", head=""),
        scene("self.apply_matrix()") + "\n    def apply_matrix(self):\n        self.wait()\n",
        scene("self.wait()", base="manim.Scene", head="import manim\n\n\n"),
        scene("self.wait()", "play = 3", "play(4)"),
        scene("def wait():", "    return 1", "wait()", "self.wait()"),
        HEAD
        + "class A(VGroup):\n    @staticmethod\n    def f(x):\n        return x\n\n    def g(self):\n        return self.f(1)\n\n\n"
        + scene("self.wait()", head=""),
        HEAD
        + "class A(VGroup):\n    def f(x):\n        return x\n    y = f(1)\n\n\n"
        + scene("self.wait()", head=""),
        scene("self.wait()", head="from manim import *\nimport math, random\n\n\nX = math.pi\n"),
        scene("np.array([1])", "self.wait()"),
        scene("self.wait()", head='"""What it shows."""\n\nfrom manim import *\n\n\n'),
        scene("self.wait()", head="from manim import Scene\n\n\n"),
        scene("self.wait()") + "\n    def construct_axes(self):\n        return Axes()\n",
        scene("self.play(FadeIn(Circle()))", name="A") + "\n\nclass B(A):\n    pass\n",
        HEAD + "class A(Scene):\n    CONFIG = compute()\n\n    def construct(self):\n        self.wait()\n",
        HEAD
        + "class A(Scene):\n    def __init__(self, **kwargs):\n        super().__init__(**kwargs)\n\n    def construct(self):\n        self.wait()\n",
        HEAD + "class A(Scene):\n    def construct(self, speed=1):\n        self.wait()\n",
    ],
)
def test_lets_pass(code):
    assert codes(code) == []


@pytest.mark.parametrize(
    ("before", "code", "after"),
    [
        # a scene and its construct
        (WAIT.replace("construct", "Construct"), "no-construct", WAIT),
        (WAIT.replace("construct", "contruct"), "no-construct", WAIT),
        (WAIT.replace("construct", "animate"), "no-construct", WAIT),
        (
            HEAD + "class DisplayScene(Scene):\n    a = Square()\n    self.add(a)\n    self.wait()\n",
            "no-construct",
            scene("a = Square()", "self.add(a)", "self.wait()"),
        ),
        (HEAD + "def construct(self):\n    self.wait()\n", "no-scene", WAIT),
        (
            HEAD + "def construct():\n    play(Create(Square()))\n    wait()\n",
            "no-scene",
            scene("self.play(Create(Square()))", "self.wait()"),
        ),
        (
            HEAD + "def show(scene):\n    scene.wait()\n",
            "no-scene",
            HEAD + "class DisplayScene(Scene):\n    def construct(scene):\n        scene.wait()\n",
        ),
        (
            HEAD + "s = Square()\nself.play(Create(s))\n",
            "no-scene",
            scene("s = Square()", "self.play(Create(s))"),
        ),
        (HEAD + "s = Square()\nplay(Create(s))\n", "no-scene", scene("s = Square()", "self.play(Create(s))")),
        (
            HEAD + "scene = Scene()\nscene.play(Create(Square()))\nscene.render()\n",
            "no-scene",
            scene("scene = self", "scene.play(Create(Square()))", "pass"),
        ),
        (
            HEAD + "t = '''a\nb'''\nplay(Write(t))\n",
            "no-scene",
            scene("t = '''a\nb'''", "self.play(Write(t))"),
        ),
        # the base
        (WAIT.replace("(Scene)", ""), "scene-base", WAIT),
        (WAIT.replace("(Scene)", "()"), "scene-base", WAIT),
        (WAIT.replace("(Scene)", "(GraphScene)"), "scene-base", WAIT),
        (WAIT.replace("(Scene)", "(InteractiveScene)"), "scene-base", WAIT),
        (WAIT.replace("(Scene)", "(ThreeDSlide)"), "scene-base", scene("self.wait()", base="ThreeDScene")),
        (WAIT.replace("(Scene)", "(Slide)"), "scene-base", WAIT),
        (WAIT.replace("(Scene)", "(TeacherStudentsScene)"), "scene-base", WAIT),
        (WAIT.replace("(Scene)", "(VGroup)"), "scene-base", WAIT),
        (WAIT.replace("(Scene)", "(scene)"), "scene-base", WAIT),
        (scene(FRAME), "scene-base", scene(FRAME, base="MovingCameraScene")),
        (
            scene(FRAME.replace("camera.frame", "camera_frame")),
            "scene-base",
            scene(FRAME, base="MovingCameraScene"),
        ),
        (
            scene(FRAME.replace("camera.frame", "frame"), base="InteractiveScene"),
            "scene-base",
            scene(FRAME, base="MovingCameraScene"),
        ),
        (
            scene("self.set_camera_orientation(phi=1)", "self.wait()"),
            "scene-base",
            scene("self.set_camera_orientation(phi=1)", "self.wait()", base="ThreeDScene"),
        ),
        (
            scene("self.move_camera(phi=1)", base="MovingCameraScene"),
            "scene-base",
            scene("self.move_camera(phi=1)", base="ThreeDScene"),
        ),
        (
            scene("self.activate_zooming()"),
            "scene-base",
            scene("self.activate_zooming()", base="ZoomedScene"),
        ),
        (
            scene("self.apply_matrix(m)"),
            "scene-base",
            scene("self.apply_matrix(m)", base="LinearTransformationScene"),
        ),
        (
            scene("self.add_vector(v)", "self.wait()"),
            "scene-base",
            scene("self.add_vector(v)", "self.wait()", base="VectorScene"),
        ),
        (
            scene("self.add_vector(v)", "self.apply_matrix(m)"),
            "scene-base",
            scene("self.add_vector(v)", "self.apply_matrix(m)", base="LinearTransformationScene"),
        ),
        (scene(FRAME, base="ThreeDScene"), "scene-base", scene(FRAME, base="MovingCameraScene")),
        (
            scene(
                "self.move_camera(phi=1)",
                "self.play(self.camera.frame.animate.scale(0.5).move_to(p), FadeIn(a), run_time=2)",
            ),
            "scene-base",
            scene(
                "self.move_camera(phi=1)",
                "self.move_camera(zoom=1 / (0.5), frame_center=p, added_anims=[FadeIn(a)], run_time=2)",
                base="ThreeDScene",
            ),
        ),
        (
            scene(
                "s = Sphere()",
                "self.camera.frame.save_state()",
                "self.camera.frame.move_to(p)",
                "self.play(Restore(self.camera.frame))",
                base="ThreeDScene",
            ),
            "scene-base",
            scene(
                "s = Sphere()",
                "pass",
                "self.set_camera_orientation(frame_center=p)",
                "self.move_camera(zoom=1, frame_center=ORIGIN)",
                base="ThreeDScene",
            ),
        ),
        # CONFIG
        (
            WAIT.replace(
                "    def", "    CONFIG = {\n        'size': 2,\n        'tint': RED,\n    }\n\n    def"
            ),
            "config-dict",
            WAIT.replace("    def", "    size = 2\n    tint = RED\n\n    def"),
        ),
        (
            HEAD
            + "class A(Square):\n    CONFIG = {'side_length': 2, 'color': RED, 'n': 3}\n\n\n"
            + scene("self.wait()", head=""),
            "config-dict",
            HEAD
            + "class A(Square):\n    n = 3\n\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **{'side_length': 2, 'color': RED, **kwargs})\n\n\n"
            + scene("self.wait()", head=""),
        ),
        (
            HEAD
            + "class A(Circle):\n    CONFIG = {'radius': 2}\n\n    def __init__(self, **kwargs):\n        digest_config(self, kwargs)\n        super().__init__(**kwargs)\n\n\n"
            + scene("self.wait()", head=""),
            "config-dict",
            HEAD
            + "class A(Circle):\n    def __init__(self, **kwargs):\n        super().__init__(**{'radius': 2, **kwargs})\n\n\n"
            + scene("self.wait()", head=""),
        ),
        # self
        (scene("play(Create(Square()))"), "missing-self", scene("self.play(Create(Square()))")),
        (scene("wait()", "self.wait()"), "missing-self", scene("self.wait()", "self.wait()")),
        (
            scene("draw(1)", "self.wait()") + "\n    def draw(self, n):\n        pass\n",
            "missing-self",
            scene("self.draw(1)", "self.wait()") + "\n    def draw(self, n):\n        pass\n",
        ),
        (
            scene("draw(1)", "self.wait()") + "\n    def draw(n):\n        pass\n",
            "missing-self",
            scene("self.draw(1)", "self.wait()") + "\n    def draw(self, n):\n        pass\n",
        ),
        (
            scene("self.draw(1)", "self.wait()") + "\n    def draw(n):\n        pass\n",
            "missing-self",
            scene("self.draw(1)", "self.wait()") + "\n    def draw(self, n):\n        pass\n",
        ),
        (
            scene("self.draw()", "self.wait()") + "\n    def draw():\n        self.wait()\n",
            "missing-self",
            scene("self.draw()", "self.wait()") + "\n    def draw(self):\n        self.wait()\n",
        ),
        (
            HEAD + "def draw(n):\n    self.wait(n)\n\n\n" + scene("draw(1)", head=""),
            "missing-self",
            HEAD + "def draw(self, n):\n    self.wait(n)\n\n\n" + scene("draw(self, 1)", head=""),
        ),
        (WAIT.replace("(self)", "()"), "construct-signature", WAIT),
        (WAIT.replace("(self)", "(self, scene)"), "construct-signature", WAIT),
        (WAIT.replace("def", "async def"), "construct-signature", WAIT),
        (
            WAIT.replace("    def", "    def __init__(self, **kwargs):\n        self.n = 1\n\n    def", 1),
            "scene-init",
            WAIT.replace(
                "    def",
                "    def __init__(self, **kwargs):\n        super().__init__(**kwargs)\n        self.n = 1\n\n    def",
                1,
            ),
        ),
        (
            WAIT.replace("    def", "    def __init__(self, n):\n        super().__init__()\n\n    def", 1)
            + "\nx = DisplayScene(3)\n",
            "scene-init",
            WAIT.replace("    def", "    def __init__(self, n=3):\n        super().__init__()\n\n    def", 1)
            + "\nx = DisplayScene(3)\n",
        ),
        # imports
        (WAIT.replace(HEAD, ""), "missing-import", WAIT),
        (WAIT.replace(HEAD, '"""What it shows."""\n'), "missing-import", '"""What it shows."""\n' + WAIT),
        (
            WAIT.replace(HEAD, "import numpy as np\n\n\n"),
            "missing-import",
            "from manim import *\nimport numpy as np\n" + WAIT.replace(HEAD, ""),
        ),
        (
            WAIT.replace(HEAD, "from __future__ import annotations\n"),
            "missing-import",
            "from __future__ import annotations\n" + WAIT,
        ),
        (WAIT.replace(HEAD, "@decorated\n").replace("@decorated\n", ""), "missing-import", WAIT),
        (
            scene("x = math.pi", "self.wait()"),
            "missing-import",
            scene("x = math.pi", "self.wait()", head="from manim import *\nimport math\n"),
        ),
        (
            scene("x = np.pi", "self.wait()", head="from manim import Scene\n"),
            "missing-import",
            scene("x = np.pi", "self.wait()", head="from manim import Scene\nimport numpy as np\n"),
        ),
        # what stands outside
        (
            WAIT + "\nself.play(Create(Square()))\n",
            "outside-construct",
            scene("self.wait()", "self.play(Create(Square()))"),
        ),
        (
            WAIT + "\n    self.play(Create(Square()))\n",
            "outside-construct",
            scene("self.wait()", "self.play(Create(Square()))"),
        ),
        (WAIT + "\nif __name__ == '__main__':\n    DisplayScene().render()\n", "main-block", WAIT),
        (WAIT + "\nDisplayScene().render()\n", "main-block", WAIT),
        (WAIT + "\nscene = DisplayScene()\nscene.render()\n", "main-block", WAIT),
        (scene("self.add(Square())"), "no-animation", scene("self.add(Square())", "self.wait()")),
    ],
)
def test_finds_and_mends(before, code, after):
    assert code in codes(before)
    text = mended(before)
    assert same(text, after), text
    assert found(text) == []


def test_plays_scenes_one_after_another():
    code = (
        scene("self.add(Square())", "self.wait(1)", name="A")
        + "\n\n"
        + scene("self.wait(2)", name="B", base="MovingCameraScene", head="")
    )
    assert codes(code) == ["several-scenes"]
    text = mended(code)
    assert text.startswith(code.rstrip())
    assert "class DisplayScene(B, A):" in text
    assert text.index("A.construct(self)") < text.index("self.clear()") < text.index("B.construct(self)")
    assert codes(text) == []


@pytest.mark.parametrize(
    "code",
    [
        scene("self.wait()", name="A") + "\n\n" + scene("self.wait()", name="B", base="ThreeDScene", head=""),
        scene("self.f()", name="A")
        + "\n    def f(self): self.wait()\n\n\n"
        + scene("self.f()", name="B", head="")
        + "\n    def f(self): self.wait()\n",
    ],
)
def test_does_not_join_scenes_that_differ(code):
    assert [(each.code, each.mends) for each in found(code)] == [("several-scenes", ())]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (HEAD + "x = 1\n", "no-scene"),
        (HEAD + "class A(Scene):\n    pass\n", "no-construct"),
        (
            WAIT.replace("    def", "    def __init__(self, n):\n        super().__init__()\n\n    def", 1),
            "scene-init",
        ),
        (WAIT.replace("(self)", "(self, n)").replace("wait()", "wait(n)"), "construct-signature"),
        (scene("x = Square()"), "no-animation"),
        (scene("self.move_camera(phi=1)", "f = self.camera.frame", base="ThreeDScene"), "scene-base"),
    ],
)
def test_says_what_it_cannot_mend(code, expected):
    assert [(each.code, each.mends) for each in found(code)] == [(expected, ())]


def test_codes_are_words_and_places_real():
    for each in found(scene("play(1)", "self.apply_matrix(2)", head="")):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", each.code)
        assert each.line >= 1
        assert each.column >= 1


def test_is_quiet_about_manims_own_examples(names):
    assert [
        (each.where, found(each.code, names)) for each in runnable_examples() if found(each.code, names)
    ] == []


def test_is_quiet_about_the_library(names):
    assert [found(each.code, names) for each in library().values() if found(each.code, names)] == []


@pytest.fixture(scope="module")
def names():
    """Everything that the examples take from the star: what they use and do not define."""
    codes = [each.code for each in runnable_examples()] + [each.code for each in library().values()]
    used = {node.id for code in codes for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    return NAMES | {name for name in used if name[:1].isupper()}
