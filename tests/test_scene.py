import pytest

from knowledge.scene import BadScene, read_scene
from knowledge.values import BadValue

HEADER = """# /// scene
# title = "A dot"
# prompts = ["a dot", "draw a dot", "one dot"]
# concepts = ["dot"]
# licence = "MIT"
# topic = "geometry"
# asked = ["it in other words"]
# variations = [{ F = "sin(x)" }]
# [parameters]
# F = { type = "expression", over = "RANGE" }
# RANGE = { type = "range" }
# ///
from manim import *

F = lambda x: x
F_TEX = r"x"
RANGE = [
    -1,
    1,
]


class DisplayScene(Scene):
    def construct(self):
        self.add(MathTex(F_TEX))
"""


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "dot.py"
        path.write_text(text)
        return path

    return write


def test_reads_the_header(write):
    scene = read_scene(write(HEADER))
    assert (scene.id, scene.title, scene.licence) == ("dot", "A dot", "MIT")
    first = scene.parameters[0]
    assert (first.name, first.kind, first.default) == ("F", "expression", "lambda x: x")
    assert scene.code.startswith("from manim import *")


def test_fills_constants_and_their_facets(write):
    code = read_scene(write(HEADER)).filled({"F": "x^2", "RANGE": [0, 2]})
    assert "F = lambda x: x**2\n" in code
    assert 'F_TEX = r"x^{2}"\n' in code
    assert "RANGE = [0, 2]\n\n\nclass" in code
    compile(code, "scene.py", "exec")


def test_the_range_is_the_domain(write):
    scene = read_scene(write(HEADER))
    assert "np.log" in scene.filled({"F": "ln(x)", "RANGE": [1, 2]})
    with pytest.raises(BadValue, match="not finite"):
        scene.filled({"F": "ln(x)"})
    with pytest.raises(BadValue, match="no parameter G"):
        scene.filled({"G": 1})


def test_no_facet_is_left_stale(write):
    scene = read_scene(write(HEADER.replace('F_TEX = r"x"', "F_DERIVATIVE = lambda x: 1")))
    assert "F_DERIVATIVE = lambda x: 2*x" in scene.filled({"F": "x^2"})
    with pytest.raises(BadValue, match="no derivative"):
        scene.filled({"F": "floor(x)"})


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("# /// scene\n", "", "no '# /// scene' header"),
        ('title = "A dot"', "title = A dot", "not TOML"),
        ('# title = "A dot"\n', "", "lacks title"),
        ('licence = "MIT"', 'license = "MIT"', "lacks licence"),
        ('topic = "geometry"', 'topic = "cookery"', "topic 'cookery' is none of algebra, "),
        ('concepts = ["dot"]', 'concepts = ["dot"]\n# extra = 1', "unknown header entries extra"),
        ('type = "range"', 'type = "rnage"', "has type 'rnage'"),
        ("RANGE = [\n", "RNAGE = [\n", "RANGE is no constant"),
    ],
)
def test_a_wrong_header_is_told(write, old, new, words):
    assert old in HEADER
    with pytest.raises(BadScene, match=words):
        read_scene(write(HEADER.replace(old, new, 1)))
