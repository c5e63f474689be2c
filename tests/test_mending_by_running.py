"""What only running shows is mended by what it shows, and the scene runs then."""

import pytest

from agent.check.running import mended_by_running
from agent.problems import errors
from agent.sandbox import RenderOptions

TINY = RenderOptions(160, 90, 5)

CASES = [
    # what the exception says
    ("mend-style-dropped", 'style = {"flavour": 3, "color": RED}\nself.play(Create(Circle(**style)))'),
    (
        "mend-style",
        'plane = NumberPlane(background_line_style={"stroke_color": BLUE, "width": 2})\nself.add(plane)',
    ),
    ("mend-unpacking", "point = sum([UP, RIGHT])\nx, y = point\nself.add(Dot([x, y, 0]))"),
    ("mend-matrix", "m = np.array([[2, 1], [1, 3]])\np = sum([UP, RIGHT])\nself.add(Dot(m @ p))"),
    ("mend-list-reckoned", "def at(p):\n    return p * 0.5\nself.add(Dot(at([1, 2, 0])))"),
    (
        "mend-surface",
        "f = lambda u, v: u * v\nself.add(Surface(f, u_range=[-1, 1], v_range=[-1, 1], resolution=4))",
    ),
    (
        "mend-range",
        "s = ThreeDAxes().plot_surface(lambda u, v: u * v, u_range=[-1, 1, 0.2], v_range=[-1, 1, 0.2])\nself.add(s)",
    ),
    (
        "mend-index",
        "ys = list(range(4))\nself.add(Axes([0, 4]).plot(lambda x: ys[int(x)], x_range=[0, 4], use_smoothing=False))",
    ),
    (
        "mend-points-of",
        "dots = []\nfor n in range(3):\n    dots.append(Dot(n * RIGHT))\nself.add(VMobject().set_points_as_corners(dots))",
    ),
    (
        "mend-surface-point",
        "s = Surface(lambda u, v: np.array([u, v, u * v]), u_range=[-2, 2], v_range=[-2, 2], resolution=4)\n"
        "at = np.array([1.5, 1.5])\nself.add(Dot(s.point_from_proportion(at[0])))",
    ),
    (
        "mend-line-points",
        "line = Line(*[n * RIGHT + n * n * UP for n in range(4)], color=RED)\nself.add(line)",
    ),
    ("mend-order", "self.add(Dot(self.place * RIGHT))\nself.place = 2"),
    (
        "mend-statement-dropped",
        "s = Square()\nself.add(s)\ns.set_fill(self.camera.pen)",
    ),
    # what the values were: the rules are asked again
    ("mend-attribute", "things = {'a': Square()}\nthings['a'].set_colr(RED, 1)\nself.add(things['a'])"),
    ("mend-star", "def many():\n    return [Dot(), Square()]\nmade = [many()]\nself.add(made[0])"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("code", "body"), CASES, ids=[f"{code}-{n}" for n, (code, _) in enumerate(CASES)])
def test_what_running_shows_is_mended(checked, renderer, code, body):
    indented = "\n".join(f"        {line}" for line in body.splitlines())
    scene = f"from manim import *\n\n\nclass DisplayScene(Scene):\n    def construct(self):\n{indented}\n        self.wait(1)\n"
    ran = mended_by_running(checked, scene, renderer, TINY, 60)
    assert errors(ran.problems) == ()
    assert ran.probed is not None
    assert ran.probed.ok
    assert code in {each.code for each in ran.mends}
    assert ran.probes > 1
