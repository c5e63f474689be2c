"""What has cured an error in one scene cures it in another, and is told from what has not."""

import re

import pytest

from agent.check.running import checked_by_running
from agent.memory import Patch, applied, cured, fingerprint, learn, remembered, smallest_patch
from agent.problems import Problem, errors
from agent.sandbox import RenderOptions
from index.repairs import Repairs

TINY = RenderOptions(160, 90, 5)

# an error, its cure, and the same error in another scene
CASES = {
    "unknown-keyword": (
        "circle = Circle(size=2)\nself.play(Create(circle))",
        "circle = Circle(radius=2)\nself.play(Create(circle))",
        "self.add(Dot())\nself.ring = Circle(\n    color=RED,\n    size=5,\n)\nself.play(Create(self.ring))",
    ),
    "useless-keyword": (
        "line = NumberLine(x_range=[0, 5, 1], tickmarks=True)\nself.play(Create(line))",
        "line = NumberLine(x_range=[0, 5, 1])\nself.play(Create(line))",
        "scale = NumberLine(tickmarks=1 + 1, length=4)\nself.play(Create(scale))",
    ),
    "renamed-method": (
        "ax = Axes()\ncurve = ax.get_graph(lambda x: x)\nself.play(Create(curve))",
        "ax = Axes()\ncurve = ax.plot(lambda x: x)\nself.play(Create(curve))",
        "axes = Axes(x_range=[0, 4])\nself.play(Create(axes.get_graph(lambda t: t**2, color=RED)))",
    ),
    "point-2d": (
        "line = Line([0, 0], [1, 1])\nself.play(Create(line))",
        "line = Line([0, 0, 0], [1, 1, 0])\nself.play(Create(line))",
        "k = 3\nself.play(Create(Line([k / 2, 1], [-1, k])))",
    ),
    "unknown-colour": (
        'dot = Dot(color="bleu")\nself.play(FadeIn(dot))',
        "dot = Dot(color=BLUE)\nself.play(FadeIn(dot))",
        'box = Square(2, fill_opacity=0.5, color="bleu")\nself.play(FadeIn(box))',
    ),
    "missing-argument": (
        "square = Square()\nself.play(FadeToColor(square))",
        "square = Square()\nself.play(FadeToColor(square, YELLOW))",
        "things = [Dot(), Dot()]\nself.play(FadeToColor(things[1], run_time=0.5))",
    ),
    "removed-class": (
        "square = Square()\nself.play(ShowCreation(square))",
        "square = Square()\nself.play(Create(square))",
        "b = Dot()\nshown = ShowCreation(b)\nself.play(shown)",
    ),
    "latex-in-text": (
        'half = Tex(r"\\frac{1}{2}")\nself.play(Write(half))',
        'half = MathTex(r"\\frac{1}{2}")\nself.play(Write(half))',
        'self.play(Write(Tex(r"\\frac{a}{b}", font_size=60)))',
    ),
    "no-iterable": (
        "m = Matrix([1, 2])\nself.play(Write(m))",
        "m = Matrix([[1, 2]])\nself.play(Write(m))",
        "n = 7\nself.play(Write(Matrix([n, 2 * n])))",
    ),
    "two-animations": (
        "a, b = Circle(), Square()\nself.play(Create(a, b))",
        "a, b = Circle(), Square()\nself.play(Create(a), Create(b))",
        "self.x, self.y = Dot(), Square()\nself.play(Create(self.x, self.y))",
    ),
    "tracker": (
        "v = ValueTracker(0)\nd = DecimalNumber(v)\nself.play(Create(d))",
        "v = ValueTracker(0)\nd = DecimalNumber(v.get_value())\nself.play(Create(d))",
        "self.k = ValueTracker(2)\nself.play(Create(DecimalNumber(self.k, num_decimal_places=3)))",
    ),
    "power": (
        "ax = Axes()\ncurve = ax.plot(lambda x: x^2)\nself.play(Create(curve))",
        "ax = Axes()\ncurve = ax.plot(lambda x: x**2)\nself.play(Create(curve))",
        "plane = NumberPlane()\nself.play(Create(plane.plot(lambda t: 1 + t ^ 3, color=RED)))",
    ),
    "played-method": (
        "c = Circle()\nself.play(c.shift, UP)",
        "c = Circle()\nself.play(c.animate.shift(UP))",
        "self.s = Square()\nself.play(self.s.shift, 2 * LEFT, run_time=2)",
    ),
    "no-target": (
        "c = Circle()\nself.play(MoveToTarget(c))",
        "c = Circle()\nc.generate_target()\nself.play(MoveToTarget(c))",
        "for n in range(2):\n    d = Dot()\n    self.play(MoveToTarget(d, run_time=0.5))",
    ),
    "other-base": (
        "self.wait(1)\nself.camera.frame.scale(2)",
        "self.wait(1)\nself.camera.frame.scale(2)",
        "q = Dot()\nself.add(q)\nself.wait(1)\nself.camera.frame.move_to(q)",
    ),
    "import": (
        "dot = Dot(random.random() * UP)\nself.play(FadeIn(dot))",
        "dot = Dot(random.random() * UP)\nself.play(FadeIn(dot))",
        "self.play(FadeIn(Dot()))\na = 1\nb = 2\nself.add(Square(random.uniform(a, b)))",
    ),
}
REPLACED = {"other-base": ("(Scene)", "(MovingCameraScene)"), "import": ("*\n", "*\nimport random\n")}


def scene(body: str, replaced: tuple[str, str] = ("", "")) -> str:
    indented = "\n".join(f"        {line}" for line in body.splitlines())
    text = f"from manim import *\n\n\nclass DisplayScene(Scene):\n    def construct(self):\n{indented}\n"
    return text.replace(*replaced, 1)


def raised(line: int, message: str = "TypeError: no") -> Problem:
    return Problem("render-error", message, line)


def changed(before: str, after: str) -> list[str]:
    """Return the lines that are new."""
    return [line.strip() for line in after.splitlines() if line not in before.splitlines()]


@pytest.fixture
def run(checked, renderer):
    """Check and run a program as it is."""
    return lambda code: checked_by_running(checked, code, renderer, TINY, 60).problems


def holding(run, problem, before, broken):
    def holds(text: str) -> bool:
        return cured(problem, before, broken, run(text), text)

    return holds


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_cure_cures_another_scene(tmp_path, run, name):
    broken, fixed, other = CASES[name]
    broken, fixed, other = scene(broken), scene(fixed, REPLACED.get(name, ("", ""))), scene(other)
    repairs = Repairs(tmp_path / "repairs.sqlite")
    wrong, elsewhere = run(broken), run(other)
    problem = errors(wrong)[0]
    assert errors(run(fixed)) == ()
    assert learn(repairs, broken, fixed, problem, holding(run, problem, wrong, broken)) is not None
    assert fingerprint(problem, broken) == fingerprint(errors(elsewhere)[0], other)
    _, met, text = next(remembered(repairs, other, elsewhere))
    assert met == errors(elsewhere)[0]
    assert errors(run(text)) == ()


@pytest.mark.slow
def test_each_error_is_known_by_itself(run):
    known = {
        name: fingerprint(errors(run(scene(broken)))[0], scene(broken))
        for name, (broken, *_) in CASES.items()
    }
    assert len({each.key for each in known.values()}) == len(CASES)
    assert {name: each.symbol for name, each in known.items() if each.symbol} == {
        "unknown-keyword": "size",
        "useless-keyword": "tickmarks",
        "renamed-method": "get_graph",
        "point-2d": "Line",
        "missing-argument": "FadeToColor",
        "removed-class": "ShowCreation",
        "latex-in-text": "\\frac",
        "no-iterable": "Matrix",
        "two-animations": "Create",
        "tracker": "DecimalNumber",
        "power": "plot",
        "other-base": "camera",
        "import": "random",
    }


# without running anything


def learnt(broken: str, fixed: str, line: int = 6) -> Patch:
    patch = smallest_patch(scene(broken), scene(fixed), raised(line), lambda text: True)
    assert patch is not None
    return patch


FITTING = [
    # learnt from, cured by, and in another scene: the line, what comes of it
    (
        "Dot().move_to(Square)",
        "Dot().move_to(Square())",
        "Dot().move_to(Square, UP)",
        "Dot().move_to(Square(), UP)",
    ),
    ("a = Dot()\na.foo(a)", "a = Dot()\na.bar(a)", "b = Dot()\nb.foo(b, UP)", "b.bar(b, UP)"),
    ("Axes(tip=True)", "Axes()", "Axes(tip=[1, 2])", "Axes()"),
    ("Axes(tip=True)", "Axes()", "Axes(length=1, tip=2 + 3, width=4)", "Axes(length=1, width=4)"),
    ("Text('a').foo(1)", "Text('a').foo(2)", "Text('b').foo(1)", "Text('b').foo(2)"),
    ("Dot()", "Dot(point=UP)", "Dot()", "Dot(point=UP)"),
    ("Dot(UP)", "Dot(UP, color=RED)", "Dot(2 * DOWN, radius=3)", "Dot(2 * DOWN, radius=3, color=RED)"),
    ("x = 1\nDot(UP + x)", "x = 1\nDot(UP * x)", "y = 2\nDot(LEFT + y)", "Dot(LEFT * y)"),
    # it is put in parentheses where it would fall apart, but not beside a wrong operator
    ("Dot(v=1)", "Dot(v=1 * UP)", "Dot(v=1 + 1)", "Dot(v=(1 + 1) * UP)"),
    ("Dot(1 ^ 2)", "Dot(1**2)", "Dot(1 + 3 ^ 2)", "Dot(1 + 3 ** 2)"),
    # what a call has besides stays as it is written
    ("Tex('a')", "MathTex('a')", "Tex(r'\\b', color=RED)", "MathTex(r'\\b', color=RED)"),
]


@pytest.mark.parametrize(("broken", "fixed", "other", "line"), FITTING)
def test_a_patch_fits_other_scenes(broken, fixed, other, line):
    patch = learnt(broken, fixed, 5 + len(broken.splitlines()))
    text = applied(patch, scene(other), raised(5 + len(other.splitlines())))
    assert text is not None
    assert changed(scene(other), text) == [line]


STRANGE = [
    # a name of Manim, a keyword, an attribute are no other's
    ("Circle(size=2)", "Circle(radius=2)", "Square(size=2)"),
    ("Circle(size=2)", "Circle(radius=2)", "Circle(sizes=2)"),
    ("Dot().foo()", "Dot().bar()", "Dot().food()"),
    # a text that is wrong is that text
    ('Dot(color="bleu")', "Dot(color=BLUE)", 'Dot(color="grun")'),
    # it is there already
    ("Dot()", "Dot(point=UP)", "Dot(LEFT)"),
    # it stands somewhere else
    ("Circle(size=2)", "Circle(radius=2)", "Circle(size=2)\nself.wait()"),
]


@pytest.mark.parametrize(("broken", "fixed", "other"), STRANGE)
def test_a_patch_does_not_fit_what_is_something_else(broken, fixed, other):
    patch = learnt(broken, fixed, 5 + len(broken.splitlines()))
    assert applied(patch, scene(other), raised(5 + len(other.splitlines()))) is None


NOT_FOR_OTHERS = [
    # it needs a name that only this scene has
    ("a = b = Dot()\nself.play(Transform(a))", "a = b = Dot()\nself.play(Transform(a, b))"),
    # it takes away what is shown
    ("self.play(Create(Dot()))\nself.wait(1)", "self.wait(1)"),
    ("self.play(Create(Dot()))", "self.wait(1)"),
    # nothing is changed, or all of it
    ("self.wait(1)", "self.wait(1)"),
    ("self.wait(1)", "self.wait((1)"),
]


@pytest.mark.parametrize(("broken", "fixed"), NOT_FOR_OTHERS)
def test_what_no_other_scene_could_use_is_not_learnt(broken, fixed):
    line = 5 + len(broken.splitlines())
    assert smallest_patch(scene(broken), scene(fixed), raised(line), lambda text: True) is None


def test_the_smallest_part_that_cures_is_found():
    broken = "a = Text('x')\nb = Dot(size=1)\nself.add(a)\nself.wait(2)"
    fixed = "a = Text('y')\nb = Dot(radius=1)\nself.add(a, b)\nself.wait(3)"
    asked = []

    def holds(text: str) -> bool:
        asked.append(text)
        return "radius=1" in text

    patch = smallest_patch(scene(broken), scene(fixed), raised(7), holds)
    assert patch == Patch("Dot(*$args, **$keywords, size=$1)", "Dot(*$args, **$keywords, radius=$1)")
    assert len(asked) <= 3


BESIDE = [
    # a cure, and what was written anew next to it
    ("c = Circle(size=2)", "r = 2\nc = Circle(radius=2)"),
    ("c = Circle(size=2)", "c = Circle(radius=2)\nself.add(c)"),
    ("c = Circle(size=2)\nself.wait()", "import math\nc = Circle(radius=2)\nself.wait(2)\nself.wait()"),
    ("c = Circle(size=2, color=RED)", "c = Circle(color=RED, radius=2)"),
]


@pytest.mark.parametrize(("broken", "fixed"), BESIDE)
def test_a_cure_is_told_from_what_was_changed_besides(broken, fixed):
    patch = smallest_patch(scene(broken), scene(fixed), raised(6), lambda text: "radius" in text)
    assert patch == Patch("Circle(*$args, **$keywords, size=$1)", "Circle(*$args, **$keywords, radius=$1)")


def test_a_cure_is_looked_for_a_few_times():
    asked = []
    broken = "\n".join(f"Dot(size_{n}=1)" for n in range(9))
    fixed = scene(broken.replace("size", "radius"))
    patch = smallest_patch(scene(broken), fixed, raised(9), lambda text: bool(asked.append(text)))
    assert patch is None
    assert len(asked) == 4


def test_one_name_is_not_two():
    patch = Patch("$1.foo($1)", "$1.bar()")
    assert applied(patch, scene("a = b = Dot()\na.foo(b)"), raised(7)) is None
    text = applied(patch, scene("self.a = Dot()\nself.a.foo(self.a)"), raised(7))
    assert text is not None
    assert "self.a.bar()" in text


def test_new_statements_come_with_names_of_their_own():
    broken, fixed = "Brace(Dot(), size=2)", "buff = 2\nBrace(Dot(), size=2)"
    patch = learnt(broken, fixed)
    assert "buff = 2" in patch.after
    assert applied(patch, scene("Brace(Square())"), raised(6)) is not None
    assert applied(patch, scene("buff = 1\nBrace(Square(), buff=buff)"), raised(7)) is None


HOSTILE = [
    Patch("", ""),
    Patch("", "", "top"),
    Patch("\n⋯\n", "\n⋯\n", "here\nhere"),
    Patch("$1", "$2"),
    Patch("$args", "$keywords"),
    Patch("$1(*$args, **$keywords)", "$args"),
    Patch("$1(*$args, **$keywords)", "$keywords.$1"),
    Patch("$1(" * 150 + ")" * 150, "x"),
    Patch("Dot" + "+a" * 900, "Dot"),
    Patch("Dot", "x" * 5_000),
    Patch("Dot", "("),
    Patch("Dot", "Square", "elsewhere far far away"),
    Patch("Dot()", '"""', "above"),
    Patch("Dot(*$args)", "Dot(*$args)\n" * 9, "above"),
    Patch("Dot(*$args)", "return", "above"),
    Patch("Dot(*$args)", "'$1' + f'{$1}'"),
    Patch("Dot(*$args)", "'$1'"),
    Patch("Dot($1)", "'$1'"),
    Patch("", "import \ud800", "top"),
    Patch("x = 1", "x = 2", "far"),
]


@pytest.mark.parametrize("patch", HOSTILE)
def test_a_patch_that_makes_no_sense_does_no_harm(patch):
    code = scene("self.add(Dot(" + ", ".join("abcdefgh" * 20) + "))")
    for program in (code, code + "#" * 10_000, "", "\0", "def (", "x = 1" + " + 1" * 5_000):
        text = applied(patch, program, raised(6))
        assert text is None or compile(text, "scene", "exec")


SAME = [
    # the same errors in other scenes
    (
        raised(
            7,
            "ValueError: operands could not be broadcast together with shapes (32,3) (2,) (32,3)  in `dot.shift(v)`",
        ),
        "v = [1]\ndot.shift(v)",
        raised(
            6,
            "ValueError: operands could not be broadcast together with shapes (4,3) (2,) (4,3)  in `x`, after 3 animations (2.0 s)",
        ),
        "Square().shift([1, 2])",
    ),
    (
        raised(6, "KeyError: 'b' in `x`"),
        "Dot(d['b'])",
        raised(6, "KeyError: 'other' in `x`"),
        "Dot(data['other'])",
    ),
    (
        raised(7, "TypeError: spin() takes 1 positional argument but 2 were given"),
        "def spin(m): pass\nspin(1, 2)",
        raised(7, "TypeError: turn() takes 0 positional arguments but 3 were given"),
        "def turn(): pass\nturn(1, 2, 3)",
    ),
    (
        Problem("no-target", "c has no target to move to: call c.generate_target() first", 7),
        "c = Dot()\nself.play(MoveToTarget(c))",
        Problem(
            "no-target", "self.dots[2] has no target to move to: call self.dots[2].generate_target() first", 7
        ),
        "self.dots = [Dot()] * 3\nself.play(MoveToTarget(self.dots[2]))",
    ),
    (
        Problem(
            "latex",
            "LaTeX: Undefined control sequence \\frc in the formula \\frc{1}{2}, after 1 animations (1.0 s)",
            6,
        ),
        'MathTex(r"\\frc{1}{2}")',
        Problem("latex", "LaTeX: Undefined control sequence \\frc in the formula x + \\frc{a}{b}", 6),
        'MathTex(r"x + \\frc{a}{b}")',
    ),
    (
        Problem("unknown-method", "a Dot has no method translate. Every object has shift for that.", 7),
        "a = Dot()\na.translate(UP)",
        Problem("unknown-method", "a Dot has no method translate. Every object has shift for that.", 7),
        "no = Dot()\nno.translate(UP)",
    ),
    (
        Problem("unknown-method", "a Text has no method translate. Every object has shift for that.", 6),
        'Text("a").translate(UP)',
        Problem("unknown-method", "a Text has no method translate. Every object has shift for that.", 6),
        'Text("no method").translate(UP)',
    ),
    (
        raised(6, "RuntimeError: my scene is at 0x7ffdead in `raise`"),
        'raise RuntimeError("my scene is at 0x7ffdead")',
        raised(6, "RuntimeError: yours in `raise`"),
        'raise RuntimeError("yours")',
    ),
]


@pytest.mark.parametrize(("one", "code", "two", "other"), SAME, ids=[each[0].message[:20] for each in SAME])
def test_the_same_error_is_known_in_another_scene(one, code, two, other):
    found = fingerprint(one, scene(code))
    assert found == fingerprint(two, scene(other))
    assert not re.search(r"\d", found.message.replace("(#,", "").replace("3)", "").replace("2)", ""))


DIFFERENT = [
    raised(6, "TypeError: Mobject.__init__() got an unexpected keyword argument 'size' in `Circle(size=2)`"),
    raised(6, "TypeError: Mobject.__init__() got an unexpected keyword argument 'siz' in `Circle(siz=2)`"),
    raised(6, "AttributeError: Dot object has no attribute 'size' in `Circle(size=2)`"),
    raised(6, "AttributeError: Square object has no attribute 'size' in `Circle(size=2)`"),
    raised(6, "TypeError: 'int' object is not iterable in `Circle(size=2)`"),
    raised(6, "TypeError: 'int' object is not callable in `Circle(size=2)`"),
    raised(6, "ValueError: operands could not be broadcast together with shapes (32,3) (2,) (32,3)"),
    raised(6, "ValueError: operands could not be broadcast together with shapes (32,3) (4,) (32,3)"),
    Problem("unknown-keyword", "Circle takes no keyword size. It is Circle(radius=None)", 6),
    Problem("unknown-keyword", "Square takes no keyword size. It is Square(side_length=2.0)", 6),
    Problem("too-slow", "it took 20 s", None),
    Problem("syntax", "'(' was never closed", 6),
]


def test_different_errors_are_kept_apart():
    code = scene("Circle(size=2)")
    assert len({fingerprint(each, code).key for each in DIFFERENT}) == len(DIFFERENT)


def test_an_error_is_known_whatever_the_program():
    for code in ("", "\0", "def (", "\ud800", "x" * 10_000):
        assert fingerprint(raised(3), code).kind == "TypeError"


FIRST, OTHER = raised(6, "TypeError: first"), raised(6, "TypeError: other")
CURED = [
    ([], True),
    ([FIRST], False),
    ([raised(9, "TypeError: first")], True),  # further down: the same again
    ([OTHER], False),  # in its place
    ([raised(3, "TypeError: other")], False),  # before it
    ([raised(9, "TypeError: other")], True),
    ([Problem("x", "warned", 6, severity="warning")], True),
    ([Problem("too-slow", "it took 20 s")], False),
]


@pytest.mark.parametrize(("after", "is_cured"), CURED)
def test_what_is_cured(after, is_cured):
    code = scene("Dot()\nDot()\nDot()\nDot()")
    assert cured(FIRST, (FIRST,), code, after, code) is is_cured


def test_what_was_wrong_before_may_stay():
    code = scene("Dot()\nDot()")
    assert cured(FIRST, (OTHER, FIRST), code, (OTHER,), code)
    assert not cured(FIRST, (OTHER, FIRST), code, (OTHER, OTHER), code)


def test_the_best_that_fits_is_remembered(tmp_path):
    repairs = Repairs(tmp_path / "repairs.sqlite")
    problem = raised(6, "ValueError: Color not found")
    for colour in ("bleu", "grun", "rood", "nero", "giallo"):
        broken, fixed = scene(f'Dot(color="{colour}")'), scene(f"Dot(color={colour.upper()})")
        assert learn(repairs, broken, fixed, problem, lambda text: True) is not None
    assert (
        learn(repairs, scene('Dot(color="bleu")'), scene("Dot(color=BLUE)"), problem, lambda text: True)
        is not None
    )
    other = scene('Dot(UP, color="bleu")')
    known = list(remembered(repairs, other, (problem,)))
    assert [changed(other, text) for *_, text in known] == [["Dot(UP, color=BLUE)"], ["Dot(UP, color=BLEU)"]]
    for _ in range(4):
        repairs.failed(known[0][0].id)
    assert [changed(other, text) for *_, text in remembered(repairs, other, (problem,))] == [
        ["Dot(UP, color=BLEU)"]
    ]
