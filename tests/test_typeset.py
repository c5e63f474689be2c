import shutil
import time
import warnings
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from agent.sandbox.inside.typeset import LONGEST, CannotTypeset, svg, warm


class Manim:
    """Manim, whose formulas this typesetter draws or LaTeX does."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Manim's own, of its own imports
            import manim
            from manim.mobject.text import tex_mobject
            from manim.utils import tex_file_writing
        self.manim, self.folder = manim, folder
        self.modules = (tex_mobject, tex_file_writing)
        self.latex = tex_file_writing.tex_to_svg_file
        self.template = manim.TexTemplate(
            documentclass=r"\documentclass{article}",
            preamble=r"\usepackage{amsmath}\usepackage{amssymb}\pagestyle{empty}",
        )

    def typeset(self, expression: str, environment: str | None = None, tex_template: object = None) -> Path:
        path = self.folder / f"{sha256(f'{environment} {expression}'.encode()).hexdigest()}.svg"
        path.write_text(svg(expression, environment))
        return path

    def draw_with(self, function: Any) -> None:
        for module in self.modules:
            module.tex_to_svg_file = function

    def by_latex(self, kind: str, *texts: str) -> Any:
        self.draw_with(self.latex)
        try:
            return getattr(self.manim, kind)(*texts, tex_template=self.template)
        finally:
            self.draw_with(self.typeset)


@pytest.fixture(scope="module")
def m(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Manim]:
    folder = tmp_path_factory.mktemp("typeset")
    real = Manim(folder)
    settings = {"media_dir": str(folder), "verbosity": "CRITICAL", "dry_run": True, "quality": "low_quality"}
    settings |= {"pixel_width": 64, "pixel_height": 36, "frame_rate": 2, "progress_bar": "none"}
    with real.manim.tempconfig(settings):
        real.draw_with(real.typeset)
        yield real
        real.draw_with(real.latex)


def glyphs(mobject: Any) -> int:
    return len(mobject.family_members_with_points())


def centres(mobject: Any) -> list[float]:
    return [glyph.get_center()[0] for glyph in mobject.family_members_with_points()]


FORMULAS = r"""
a^2+b^2=c^2
\frac{1}{2}
x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}
e^{i\pi}+1=0
e^{i\theta} = \cos\theta + i\sin\theta
\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}
\int_a^b f'(x)\,dx = f(b)-f(a)
\int_0^\infty e^{-x^2} dx = \frac{\sqrt{\pi}}{2}
\lim_{x \to 0} \frac{\sin x}{x} = 1
\begin{pmatrix} a & b \\ c & d \end{pmatrix}
\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix} \vec{v}
f(x) = \begin{cases} x & \text{if } x>0 \\ 0 & \text{otherwise} \end{cases}
a &= b + c \\ &= d
a &= b + c \\[4pt] &= d
\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}
\begin{array}{ccc} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array}
\left( \frac{a}{b} \right)^2
\binom{n}{k}
\vec{v} \cdot \hat{x}
\overline{AB} \parallel \widehat{ABC}
\mathbb{R}^n \to \mathbb{C}
\mathrm{d}x + \mathbf{F} = m\mathbf{a}
\operatorname{rank} A
\sin^2\theta + \cos^2\theta = 1
\nabla \times \mathbf{E} = -\frac{\partial \mathbf{B}}{\partial t}
\sqrt[3]{x+1}
1, 2, \ldots, n
A \cup B \cap C \subseteq D
x(t) = A\cos(\omega t),\qquad \omega = \sqrt{\tfrac{k}{m}}
P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}
\boxed{E = mc^2}
x \equiv a \pmod{n}
x'' + 2x' = 0
1+\cfrac{1}{1+\cfrac{1}{x}}
\text{area} = \pi r^2
-x
"""
TEXTS = r"""
The area is $\pi r^2$
\textbf{bold} text
a \\ b
It's an ``efficient'' --- office
First line \\ second longer line
if $x_1 > 0$, 50\% of {\it all}
"""
CASES = [
    *(("MathTex", text) for text in FORMULAS.strip().splitlines()),
    *(("Tex", text) for text in TEXTS.strip().splitlines()),
]


@pytest.mark.latex
@pytest.mark.skipif(not shutil.which("dvisvgm"), reason="compares with LaTeX")
@pytest.mark.parametrize(("kind", "text"), CASES)
def test_it_draws_nearly_what_latex_draws(m: Manim, kind: str, text: str) -> None:
    drawn, expected = getattr(m.manim, kind)(text), m.by_latex(kind, text)
    assert glyphs(drawn) == glyphs(expected)
    assert drawn.width == pytest.approx(expected.width, rel=0.15)
    assert drawn.height == pytest.approx(expected.height, rel=0.35)  # STIX is taller, and so are its accents


@pytest.mark.latex
@pytest.mark.skipif(not shutil.which("dvisvgm"), reason="compares with LaTeX")
@pytest.mark.parametrize(
    "text", [r"\sum_{k=0}^{n} \frac{a_k^2}{\hat{b}}", r"\sqrt[3]{x} + \overline{y} \int_0^1"]
)
def test_glyphs_are_numbered_as_by_latex(m: Manim, text: str) -> None:
    drawn, expected = m.manim.MathTex(text), m.by_latex("MathTex", text)
    scale = expected.width / drawn.width
    assert [x * scale for x in centres(drawn)] == pytest.approx(centres(expected), abs=0.15)


def test_parts_are_what_was_passed(m: Manim) -> None:
    formula = m.manim.MathTex("a^2", "+", "b^2")
    assert [glyphs(part) for part in formula] == [2, 1, 2]
    left, plus, right = formula
    assert left.get_right()[0] < plus.get_left()[0] < plus.get_right()[0] < right.get_left()[0]
    assert plus.width == pytest.approx(plus.height, rel=0.1)


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (("x", "^2", "_1"), [1, 1, 1]),
        ((r"\frac{", "a", "}{b}"), [1, 1, 1]),  # the bar comes with the \frac
        (("f'", "(x)"), [2, 3]),
        ((r"{{ a }} + {{ b }}",), [1, 1, 1]),
        (("A", "=", r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"), [1, 1, 6]),
        (("a", "&= b", r"\\", "&= c"), [1, 2, 0, 2]),
        ((r"\left( x", "+", r"y \right)"), [2, 1, 2]),
        ((r"\text{for }", "n"), [3, 1]),
        (("x", ""), [1]),
        ((r"\sum_{i=1}^n", "i"), [5, 1]),
        ((r"\int", r"\quad"), [1, 0]),
    ],
)
def test_parts_may_be_cut_anywhere(m: Manim, texts: tuple[str, ...], counts: list[int]) -> None:
    assert [glyphs(part) for part in m.manim.MathTex(*texts)] == counts


def test_parts_of_a_text(m: Manim) -> None:
    assert [glyphs(part) for part in m.manim.Tex("Let $x", "=1$", " be", r"\textbf{ it}")] == [4, 2, 2, 2]


def test_parts_are_coloured_by_tex(m: Manim) -> None:
    red, white = m.manim.RED, m.manim.WHITE
    formula = m.manim.MathTex("a^2", "+", "b^2").set_color_by_tex("b^2", red)
    assert [part[0].get_color() for part in formula] == [white, white, red]
    formula = m.manim.MathTex(r"\frac{x}{1+x}", substrings_to_isolate=["x"]).set_color_by_tex("x", red)
    colours = [glyph.get_color() for glyph in formula.family_members_with_points()]
    assert (colours.count(red), len(colours)) == (2, 5)


def test_colours_of_the_formula_stay(m: Manim) -> None:
    formula = m.manim.MathTex(r"\color{red} x + {\color{blue} y} &= z \\ a &= \textcolor{green}{b}")
    colours = [glyph.get_color().to_hex() for glyph in formula.family_members_with_points()]
    red, blue, white, green = "#FF0000", "#0000FF", "#FFFFFF", "#008000"
    assert colours == [red, red, blue, white, white, white, white, green]


def test_matching_parts_transform(m: Manim) -> None:
    class Swap(m.manim.Scene):  # type: ignore[misc, name-defined]
        def construct(self) -> None:
            first, second = m.manim.MathTex("x", "=", "1"), m.manim.MathTex("1", "=", "x")
            self.add(first)
            self.play(m.manim.TransformMatchingTex(first, second))

    Swap().render()


def test_manims_own_formulas(m: Manim) -> None:
    assert glyphs(m.manim.DecimalNumber(-3.14)) == 5
    assert glyphs(m.manim.Integer(90, unit=r"^{\circ}")) == 3
    assert glyphs(m.manim.Matrix([[1, 0], [0, 1]])) == 6
    assert [glyphs(item) for item in m.manim.BulletedList("One", "$x$")] == [4, 2]
    assert glyphs(m.manim.Title("A title")) == 7


def shapes(expression: str, environment: str | None = "align*") -> int:
    return sum(
        element.tag.endswith(("path", "rect"))
        for element in ET.fromstring(svg(expression, environment)).iter()
    )


@pytest.mark.parametrize(
    ("expression", "environment", "count"),
    [
        (r"\cancel{x} + y", "align*", 4),
        (r"a \\ b", "gather*", 2),
        (r"\phantom{x} y", "align*", 1),
        (r"x = \text{if $y_1$}", "align*", 6),
        (r"\mathcal{L} \mathfrak{g} \boldsymbol{\alpha}", "align*", 3),
        (r"caf\'e, \underline{not} 5\$", "center", 11),
        ("one\n\ntwo", None, 6),
        ("", "align*", 0),
        (" ", "center", 0),
    ],
)
def test_other_formulas(expression: str, environment: str | None, count: int) -> None:
    assert shapes(expression, environment) == count


HOSTILE = [
    ("x" * (LONGEST + 1), "characters"),
    ("{" * 5000 + "x" + "}" * 5000, "RecursionError"),
    (r"\sqrt{" * 12 + "x" + "}" * 12, "nested too deep"),
    (r"\left(" * 40 + "x" + r"\right)" * 40, "nested too deep"),
    (r"\frac{" * 3000, "not closed"),
    (r"\binom{" * 2800, "not closed"),
    ("x+" * 9999, "nested too deep"),
    (r"\def\a{\a\a}\a", "not known"),
    (r"\newcommand{\a}{\a\a}\a", "not known"),
    (r"\special{dvisvgm:raw <script/>}x", "not known"),
    (r"""\special{dvisvgm:raw <g id='a" onload="b'>}x\special{dvisvgm:raw </g>}""", "not known"),
    (r"\special{dvisvgm:raw </g>}x", "did not begin"),
    (r"\special{dvisvgm:raw <g id='a'>}x", "does not end"),
    (r"\special{dvisvgm:raw <g id='a'>}x\special{dvisvgm:raw </g>}" * 2, "same id"),
    ("\ue000", "private use"),
    ("\x00", "ParseError"),
    (r"\color{red'/><script>}x", "colour"),
    (r"\hspace{99999999em}x", "too large"),
    (r"\input{/etc/passwd}", "not known"),
    (r"\foo{x}", "not known"),
    ("x}", "did not begin"),
    ("{a & b}", "not here"),
    ("$x$", "not known"),
    ("漢", "no glyph"),
    (r"\begin{array}{c|c} a & b \end{array}", "Lines in tables"),
]


@pytest.mark.parametrize(
    ("expression", "message"),
    HOSTILE,
    ids=[text[:20].encode("unicode_escape").decode() for text, _ in HOSTILE],
)
def test_what_it_cannot_typeset_it_says_soon(expression: str, message: str) -> None:
    started = time.monotonic()
    with pytest.raises(CannotTypeset, match=message):
        svg(expression, "align*")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "text", ["a_b", "a & b", r"\Large x", r"\begin{itemize} \item a \end{itemize}", "{", "$" * 1001]
)
def test_text_that_it_cannot_typeset(text: str) -> None:
    with pytest.raises(CannotTypeset):
        svg(text, "center")


def test_an_unknown_environment() -> None:
    with pytest.raises(CannotTypeset, match="tabular"):
        svg("x", "{tabular}{ll}")


def test_markup_in_a_text_is_text() -> None:
    assert "script" not in svg(r"\text{<script>alert()</script>}", "align*")
    warm()
