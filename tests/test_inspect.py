"""What a viewer would mind is found, and what only looks so to a box is not: real renders of small scenes."""

import textwrap

import numpy as np
import pytest
from PIL import Image

from agent.sandbox import RenderOptions

PICTURE = RenderOptions(854, 480, 5)
pytestmark = pytest.mark.slow


def scene(body: str, base: str = "Scene") -> str:
    lines = textwrap.indent(textwrap.dedent(body).strip("\n"), " " * 8)
    return f"from manim import *\n\n\nclass DisplayScene({base}):\n    def construct(self):\n{lines}\n"


@pytest.fixture
def found(renderer):
    """Return the findings of a scene, given as the body of its construct."""

    def look(body: str, base: str = "Scene"):
        rendered = renderer.render(scene(body, base), "DisplayScene", PICTURE, 60)
        assert rendered.ok, rendered.problems
        assert rendered.uninspected == ""
        return rendered

    return look


DEFECTS = [
    ("off-frame", "title", 'title = Text("far too long for one line " * 2)\nself.add(title)\nself.wait()'),
    ("off-frame", "note", 'note = Text("note").to_edge(RIGHT).shift(RIGHT)\nself.play(Write(note), run_time=0.4)\nself.wait()'),
    ("off-frame", "note", 'note = Text("note").shift(UP * 6)\nself.play(Write(note), run_time=0.4)\nself.wait()'),
    ("off-frame", "box", "box = Square().shift(LEFT * 7)\nself.play(Create(box), run_time=0.4)\nself.wait()"),
    ("off-frame", "block", "block = Square().shift(RIGHT * 10)\nself.add(block, Dot())\nself.wait()"),
    ("off-frame", "bar", "bar = Rectangle(width=1, height=9, fill_opacity=1).shift(UP * 3)\nself.add(bar)\nself.wait()"),
    ("text-overlap", "other", 'one = Text("first words")\nother = MathTex("x^2 + 1").shift(RIGHT)\nself.add(one)\nself.play(Write(other), run_time=0.4)\nself.wait()'),
    ("text-crossed", "words", 'words = Text("some words")\nself.add(words, Line(LEFT * 4 + DOWN * 0.2, RIGHT * 4 + UP * 0.2))\nself.wait()'),
    ("text-crossed", "words", 'words = Text("some words")\nself.add(words, Circle(0.6, fill_opacity=1).shift(RIGHT))\nself.wait()'),
    ("text-crossed", "label", 'label = Text("half")\nself.add(Square(1.5, fill_opacity=1, color=BLUE).shift(LEFT * 0.9), label)\nself.wait()'),
    ("label-far", "label", 'dot = Dot(LEFT * 3)\nlabel = Text("P").next_to(dot, UP)\nself.add(dot, label)\nself.play(dot.animate.shift(RIGHT * 5), run_time=0.4)\nself.wait()'),
    ("label-far", "label", 'line = Line(LEFT * 5, LEFT * 3)\nlabel = Text("a").next_to(line, UP)\nself.add(line, label)\nself.play(line.animate.shift(RIGHT * 5), run_time=0.4)\nself.wait()'),
    ("too-small", "note", 'note = Text("hardly to be read", font_size=9)\nself.add(note)\nself.wait()'),
    ("low-contrast", "dim", 'dim = Text("dim", color="#1c1c1c")\nself.add(dim)\nself.wait()'),
    ("low-contrast", "dim", 'dim = Text("dim", color=YELLOW)\nself.add(Square(3, fill_opacity=1, color=YELLOW_A), dim)\nself.wait()'),
    ("empty-picture", "", "self.add(Dot())\nself.wait(0.4)\nself.clear()\nself.wait(3)\nself.add(Dot())\nself.wait()"),
    ("nothing-moves", "", "self.add(Dot())\nself.wait(12)"),
    ("ends-abruptly", "", "self.play(Create(Square()), run_time=0.4)"),
    ("never-shown", "never", 'never = Text("never")\nself.add(Dot())\nself.wait()'),
    ("never-shown", "late", 'late = Text("late")\nself.add(Dot())\nself.wait()\nself.add(late)'),
    ("sets-nothing", "dot", "dot = Dot()\ndot.set_colour(RED)\nself.add(dot)\nself.wait()"),
    ("sets-nothing", "", "dot = Dot()\nself.add(dot)\nself.play(dot.animate.shift(UP).set_path_arc(PI), run_time=0.4)\nself.wait()"),
    ("keyword-ignored", "", "dot = Dot()\nself.play(FadeIn(dot), runtime=3)\nself.wait()"),
    ("keyword-ignored", "", "group = VGroup(Dot(), Dot()).arrange_in_grid(n_rows=2)\nself.add(group)\nself.wait()"),
    ("not-in-scene", "ghost", "ghost = Square()\nself.add(Dot())\nself.play(FadeOut(ghost), run_time=0.4)\nself.wait()"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "body"), DEFECTS)
def test_finds(found, kind, name, body):
    rendered = found(body)
    (finding,) = rendered.findings
    assert finding.kind == kind
    assert finding.message
    assert finding.suggestion
    assert name in [*(each.name for each in finding.objects), ""]
    assert not name or name in finding.message


CLEAN = {
    "label in a circle": 'circle = Circle(fill_opacity=1, color=BLUE)\nself.add(circle, Text("A").move_to(circle))',
    "brace and its text": 'line = Line(LEFT, RIGHT)\nbrace = Brace(line, DOWN)\nself.add(line, brace, brace.get_text("two"))',
    "highlights": 'f = MathTex("a", "+", "b")\nself.add(f, SurroundingRectangle(f[0]), Underline(f), Circle(0.4).move_to(f[2]))',
    "struck out": 'f = Text("wrong")\nself.add(f, Cross(f), Line(f.get_left(), f.get_right()))',
    "matrix and table": 'self.add(Matrix([[1, 2], [3, 4]]).shift(LEFT * 4), Table([["a", "b"], ["c", "d"]]).scale(0.6).shift(RIGHT * 3))',
    "axes with numbers and a graph": "axes = Axes(x_range=[-3, 3], y_range=[-2, 2]).add_coordinates()\nself.add(axes, axes.plot(lambda x: x))",
    "plane behind a formula": 'self.add(NumberPlane(), MathTex("x^2").shift(UP))',
    "ground behind a text": 'text = Text("on a line").add_background_rectangle()\nself.add(Line(LEFT * 5, RIGHT * 5), text)',
    "line that ends at a text": 'text = Text("here")\nself.add(text, Arrow(LEFT * 4, text.get_left()))',
    "line that runs out of the picture": "self.add(Line(LEFT * 9, RIGHT * 9), Circle(6))",
    "copies upon each other": 'text = Text("same")\nself.add(text, text.copy())',
    "dimmed": 'text = Text("done")\nself.add(text)\nself.wait(0.4)\nself.play(text.animate.set_opacity(0.1), run_time=0.4)',
    "leaves the picture": "text = Text('bye')\nself.add(text, Dot())\nself.play(text.animate.shift(UP * 9), run_time=0.4)",
    "passes over another": "text, one = Text('still'), Text('moving').shift(LEFT * 4)\nself.add(text, one)\nself.play(one.animate.shift(RIGHT * 8), run_time=0.6)",
    "becomes another": "one, other = Text('one'), Text('other')\nself.play(Write(one), run_time=0.4)\nself.play(Transform(one, other), run_time=0.4)",
    "parts of a formula move": "f = MathTex('a', '+', 'b')\nself.add(f)\nself.play(f[0].copy().animate.shift(UP), run_time=0.4)",
    "a number that counts": "tracker = ValueTracker(0)\nn = always_redraw(lambda: DecimalNumber(tracker.get_value()))\nself.add(n)\nself.play(tracker.animate.set_value(5), run_time=0.6)",
    "label that follows": "dot = Dot(LEFT)\nlabel = always_redraw(lambda: Text('P').next_to(dot, UP))\nself.add(dot, label)\nself.play(dot.animate.shift(RIGHT * 4), run_time=0.4)",
    "leave the picture together": "one, other = Text('one'), Text('two').shift(UP)\nself.add(one, other, Dot(DOWN))\nself.play(*(each.animate.move_to(UP * 9) for each in (one, other)), run_time=0.4)",
    "comes into the picture": "box = Square().shift(LEFT * 10)\nself.add(box, Dot(DOWN * 2))\nself.wait(0.4)\nself.play(box.animate.shift(RIGHT * 10), run_time=0.4)",
    "pictures one after the other": "dot = Dot()\nself.add(dot)\nfor _ in range(12):\n    self.wait(1)\n    dot.shift(RIGHT * 0.2)",
    "the ground": "self.add(Rectangle(width=20, height=4, fill_opacity=1, color=BLUE).shift(DOWN * 4))",
    "numbers of a grid": "self.add(NumberPlane(x_range=[-9, 9], y_range=[-6, 6]).add_coordinates())",
    "dots are small": "self.add(Text('...', font_size=30))",
    "played as a list": "self.play([FadeIn(Dot()), FadeIn(Square())], run_time=0.4)",
    "played by a generator": "self.play((FadeIn(each) for each in (Dot(), Square())), run_time=0.4)",
    "focus": "self.add(Square())\nself.play(FocusOn(ORIGIN), run_time=0.4)",
    "placed elsewhere after all": "box = Square()\ntext = Text('Area').next_to(box, UP).to_edge(UP)\nself.add(box.shift(DOWN * 2), text)",
    "arranged, then moved": "box, text = Square(), Text('note')\nVGroup(box, text).arrange()\ntext.to_corner(UL)\nself.add(box, text)",
    "a cloud of points": "self.add(PointCloudDot(color=BLUE))\nself.wait(3)",
    "shrinks to nothing": "tip = Text('tip')\nself.add(tip, Dot(DOWN))\nself.play(ShrinkToCenter(tip), run_time=0.4)",
    "ends empty": "dot = Dot()\nself.play(FadeIn(dot), run_time=0.4)\nself.wait()\nself.play(FadeOut(dot), run_time=0.4)",
    "own setter that is read": "dot = Dot()\ndot.set_velocity(2)\nself.add(dot)\nself.play(dot.animate.shift(RIGHT * dot.velocity), run_time=0.4)",
}  # fmt: skip


@pytest.mark.parametrize("body", CLEAN.values(), ids=CLEAN)
def test_signs_what_is_meant(found, body):
    assert found(f"{body}\nself.wait()").findings == ()


def test_labels_that_are_redrawn_are_let_go(found):
    rendered = found(
        """
        import gc, weakref

        dot, made = Dot(LEFT * 2), []

        def label():
            text = Text("P").next_to(dot, UP)
            made.append(weakref.ref(text))
            return text

        self.add(dot, always_redraw(label))
        self.play(dot.animate.shift(RIGHT * 4), run_time=2)
        gc.collect()
        assert sum(each() is not None for each in made) < 4
        self.wait()
        """
    )
    assert rendered.findings == ()


def test_says_when_where_and_shows_it(found):
    rendered = found(
        """
        one = Text("first words")
        other = Text("second words").shift(RIGHT * 0.4)
        self.play(Write(one), run_time=1)
        self.play(Write(other), run_time=1)
        self.wait(2)
        self.play(FadeOut(one), run_time=1)
        self.wait(1)
        """
    )
    (finding,) = rendered.findings
    assert (finding.line, finding.start, finding.end) == (9, 2.0, 4.0)
    assert [(each.name, each.text, each.line) for each in finding.objects] == [
        ("one", "first words", 6),
        ("other", "second words", 7),
    ]
    left, bottom, right, top = finding.objects[0].box
    assert left < -1 < 1 < right
    assert -0.5 < bottom < top < 0.5
    with Image.open(rendered.video.parent / finding.still) as still:
        assert still.size == (640, 360)
        pixels = np.asarray(still)
        assert ((pixels[..., 0] > 180) & (pixels[..., 1] < 90)).sum() > 500


@pytest.mark.parametrize(
    ("base", "body", "kinds"),
    [
        ("MovingCameraScene", 'self.add(Text("near", font_size=9))\nself.camera.frame.set(width=3)\nself.wait()', []),
        ("MovingCameraScene", 'self.add(Text("wide words", font_size=96))\nself.wait(0.4)\nself.play(self.camera.frame.animate.set(width=4), run_time=0.4)\nself.wait()', ["off-frame"]),
        ("MovingCameraScene", 'self.add(Text("aside").shift(RIGHT * 2.5), Dot())\nself.wait(0.4)\nself.play(self.camera.frame.animate.set(width=4), run_time=0.4)\nself.wait()', []),
        ("MovingCameraScene", 'self.camera.frame.set(width=4)\nself.add(Text("wide words", font_size=96))\nself.wait()', ["off-frame"]),
        ("ThreeDScene", 'self.set_camera_orientation(phi=1, theta=0.5)\nt = Text("fixed").to_edge(RIGHT).shift(RIGHT)\nself.add_fixed_in_frame_mobjects(t)\nself.add(Cube())\nself.wait()', ["off-frame"]),
        ("ThreeDScene", 'self.set_camera_orientation(phi=1, theta=0.5)\nself.add(ThreeDAxes(), Text("in space").shift(RIGHT * 2))\nself.wait()', []),
        ("ThreeDScene", "self.set_camera_orientation(phi=1, distance=9)\nself.add(Cube())\nself.wait()", ["keyword-ignored"]),
    ],
)  # fmt: skip
def test_sees_through_the_camera(found, base, body, kinds):
    assert [each.kind for each in found(body, base).findings] == kinds


def test_what_the_inspector_cannot_read_costs_no_video(renderer):
    body = """
    class Trap:
        def __str__(self):
            return 1 / 0

    text = Text("words")
    text.original_text = Trap()
    self.add(text)
    self.wait()
    """
    rendered = renderer.render(scene(body), "DisplayScene", PICTURE, 60)
    assert rendered.ok
    assert rendered.findings == ()
    assert "ZeroDivisionError" in rendered.uninspected
