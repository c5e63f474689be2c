"""LaTeX in programs: what is found, what is mended, and that good formulas are left alone."""

import ast
import re
import subprocess
import warnings
from pathlib import Path

import pytest
from manim_examples import runnable_examples

from agent.check.program import Program, applied
from agent.check.rules import latex
from agent.check.rules.latex_escapes import unreadable
from agent.check.rules.latex_formulas import Formulas
from agent.check.rules.latex_literals import HOLE, read
from agent.sandbox.inside.preamble import document
from knowledge.latex import lexicon
from knowledge.library import library


def parsed(code):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes that Python does not know
        return Program(code, ast.parse(code))


def found(code):
    return list(latex.find(parsed(code)))


def errors(code):
    return [each.code for each in found(code) if each.severity == "error"]


def mended(code):
    """Make the first mend of the first finding that has one, until there is none."""
    for _ in range(8):
        mends = [mend for each in found(code) for mend in each.mends[:1]]
        if not mends:
            break
        code = applied(code, mends[0].edits)
        parsed(code)
    return code


WRONG = [
    # escapes
    (r'MathTex("\frac{a}{b}")', "latex-escape", r'MathTex(r"\frac{a}{b}")'),
    (r'MathTex("\beta")', "latex-escape", r'MathTex(r"\beta")'),
    (r'MathTex("\alpha + \\gamma")', "latex-escape", r'MathTex("\\alpha + \\gamma")'),
    (r'MathTex("a \\ \vec{b}")', "latex-escape", r'MathTex(r"a \\ \vec{b}")'),
    (r'MathTex(f"\begin{bmatrix} {n} \end{bmatrix}")', "latex-escape", r'MathTex(rf"\begin{{bmatrix}} {n} \end{{bmatrix}}")'),
    (r'MathTex(f"\\frac{a}{b}")', "latex-escape", r'MathTex(f"\\frac{{a}}{{b}}")'),
    # commands
    (r'MathTex(r"\alhpa")', "latex-unknown-command", r'MathTex(r"\alpha")'),
    (r'MathTex(r"\infinity")', "latex-unknown-command", r'MathTex(r"\infty")'),
    (r'MathTex(r"\sinx")', "latex-unknown-command", r'MathTex(r"\sin x")'),
    (r'MathTex(r"\bm{x} \in \R^n")', "latex-unknown-command", r'MathTex(r"\boldsymbol{x} \in \mathbb{R}^n")'),
    (r'MathTex(r"\norm{x}")', "latex-unknown-command", r'MathTex(r"\left\lVert x \right\rVert")'),
    (r'MathTex(r"\dv{f}{x}")', "latex-unknown-command", r'MathTex(r"\frac{\mathrm{d} f}{\mathrm{d} x}")'),
    (r'MathTex("\\ReLU(x)")', "latex-unknown-command", r'MathTex("\\operatorname{ReLU}(x)")'),
    (r'MathTex(r"\begin{bmatirx}a\end{bmatirx}")', "latex-unknown-command", r'MathTex(r"\begin{bmatrix}a\end{bmatrix}")'),
    # modes
    (r'Tex(r"N(\mu, \sigma^2)")', "latex-math-in-text", r'MathTex(r"N(\mu, \sigma^2)")'),
    (r'Tex(r"The area is \pi r^2.")', "latex-math-in-text", r'Tex(r"The area is $\pi r^2$.")'),
    (r'Tex(r"where x_1 = \frac{a}{b} and so")', "latex-math-in-text", r'Tex(r"where $x_1 = \frac{a}{b}$ and so")'),
    (r'Tex(r"Gradient: \nabla f(x)")', "latex-math-in-text", r'Tex(r"Gradient: $\nabla f(x)$")'),
    (r'Title("Area = \\pi r^2")', "latex-math-in-text", r'Title("Area $= \\pi r^2$")'),
    (r'Tex(r"$x$ = \alpha")', "latex-math-in-text", r'MathTex(r"x = \alpha")'),
    (r'MathTex(r"\text{a\alpha}")', "latex-math-in-text", r'MathTex(r"\text{$a\alpha$}")'),
    (r'MathTex("$x^2$")', "latex-text-in-math", r'MathTex("x^2")'),
    (r'MathTex(r"The value is $x$")', "latex-text-in-math", r'Tex(r"The value is $x$")'),
    (r'MathTex(r"\begin{align*} x &= y \end{align*}")', "latex-text-in-math", r'MathTex(r" x &= y ")'),
    (r'axes.get_x_axis_label("Time $t$")', "latex-text-in-math", r'axes.get_x_axis_label("\\text{Time $t$}")'),
    # special characters
    ('Tex("a & b")', "latex-special", r'Tex("a \\& b")'),
    ('Tex(r"50%")', "latex-special", r'Tex(r"50\%")'),
    ('Tex(f"# of {n}")', "latex-special", r'Tex(f"\\# of {n}")'),
    ('Tex("%d #" % n)', "latex-special", r'Tex("%d \\#" % n)'),
    ('Tex("learning_rate = 0.1")', "latex-special", r'Tex("learning\\_rate = 0.1")'),
    ('Tex("x^2")', "latex-special", 'MathTex("x^2")'),
    ('Tex("O(n^2) time")', "latex-special", 'Tex("$O(n^2)$ time")'),
    (r'MathTex(r"\text{learning_rate}")', "latex-special", r'MathTex(r"\text{learning\_rate}")'),
    # characters
    ('MathTex("θx")', "latex-unicode", r'MathTex("\\theta x")'),
    ('MathTex(f"λ₁₂ = {n}")', "latex-unicode", r'MathTex(f"\\lambda_{{12}} = {n}")'),
    ('Tex("e₁")', "latex-unicode", 'MathTex("e_{1}")'),
    ('Tex("½m₁v₁² = E")', "latex-unicode", r'MathTex("\\frac{1}{2}m_{1}v_{1}^{2} = E")'),
    ('Tex("digits of π")', "latex-unicode", r'Tex("digits of $\\pi$")'),
    ('Tex("Größe α² und β")', "latex-unicode", r'Tex("Größe $\\alpha^{2}$ und $\\beta$")'),
    ('Tex("f(x) = √(x² + 1)")', "latex-unicode", r'MathTex("f(x) = \\sqrt{(x^{2} + 1)}")'),
    ('Tex("{} ≤ 3".format(n))', "latex-unicode", r'MathTex("{} \\leq 3".format(n))'),
    ('Tex("你好")', "latex-unicode", 'Text("你好")'),
    # pairs
    (r'MathTex(r"\frac{a{b}")', "latex-argument", r'MathTex(r"\frac{a}{b}")'),
    ('Tex("cost $5")', "latex-unbalanced", r'Tex("cost \\$5")'),
    ('Tex("so $x^2")', "latex-unbalanced", 'Tex("so $x^2$")'),
    (r'MathTex(r"\left{ x \right}")', "latex-unbalanced", r'MathTex(r"\left\{ x \right\}")'),
    (r'MathTex(r"\left( x \to y")', None, r'MathTex(r"\left( x \to y \right)")'),
    (r'MathTex(r"\left( x \rightarrow y")', "latex-unbalanced", r'MathTex(r"\left( x \rightarrow y \right)")'),
    (r'MathTex(r"\begin{bmatrix} a")', "latex-unbalanced", r'MathTex(r"\begin{bmatrix} a \end{bmatrix}")'),
    (r'MathTex(r"\begin{pmatrix} 1 \end{bmatrix}")', "latex-unbalanced", r'MathTex(r"\begin{pmatrix} 1 \end{pmatrix}")'),
    ('MathTex("x^2^3")', "latex-double-script", 'MathTex("x^{2^3}")'),
    ('MathTex("x^2\'")', "latex-double-script", 'MathTex("x\'^2")'),
    ('MathTex("""a\n\nb""")', "latex-blank-line", 'MathTex("""a\nb""")'),
    # what Manim cuts
    (r'MathTex(r"\frac", "{a}", "{b}")', "latex-cut", r'MathTex(r"\frac{", "{a}}{", "{b}}")'),
    ('MathTex("x^", "2")', "latex-cut", 'MathTex("x^{", "2}")'),
    (r'MathTex(r"\frac {{a}} {{b}}")', "latex-cut", r'MathTex(r"\frac{{a}}{{b}}")'),
    ('MathTex("x^2", substrings_to_isolate=["2"])', "latex-cut", 'MathTex("x^{2}", substrings_to_isolate=["2"])'),
    (r'MathTex(r"\max x", tex_to_color_map={"x": RED, "y": RED})', "latex-cut", r'MathTex(r"\max x", tex_to_color_map={"y": RED})'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "problem", "mend"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_found_and_mended(code, problem, mend):
    assert (problem in errors(code)) if problem else (found(code) and not errors(code))
    assert mended(code) == mend
    assert not found(mend)


@pytest.mark.parametrize(
    "code",
    [
        r'MathTex("\\theta")',
        r'MathTex(r"x \text{ if $y > 0$}")',
        r'MathTex(r"\frac{", "a", "}{", "b", "}")',
        r'MathTex("x", "^2")',
        r'MathTex(r"\begin{cases} a & b \\ c & d \end{cases}")',
        r'MathTex(r"\frac{{a}}{{b}}", "{{x^{2}}} + {{y}}")',
        r'MathTex(r"\textcolor{my_red}{x}")',
        r'Tex("50\\% of \\$5, “quoted” — naïve…")',
        r'Tex("first\nsecond", "\tindented")',
        r'Tex(r"\textbf{Theorem}: $a^2 + b^2 = c^2$")',
        r'Tex(r"\begin{align*} x &= y \end{align*}")',
        r'Tex(f"${n}_i$ and {name}")',
        r'MathTex(rf"x^{{{n}}} \cdot {PI:.2f}")',
        r'MathTex(f"x^{n}_{i}"); n = i = 1',
        r'Text("50% & x_1 \alpha ₁")',
        r'Code(code_string="a_1 & b # %")',
        r'MathTex(r"\mycommand x", tex_template=TexTemplate())',
        r'Tex("a_1", tex_environment="align*")',
        'MathTex("a + % why\\n b")',
        "class Tex(Text): ...\nTex('a_1 & b')",
        "def get_tex(x): ...\nget_tex('a_1 & b$')",
    ],
)
def test_good_strings_are_left_alone(code):
    assert not errors(code)
    if "%" not in code:
        assert not found(code)


@pytest.mark.parametrize(
    ("code", "line", "column"),
    [
        ("formula = r'\\nope x'\nMathTex(formula)", 1, 13),
        ("for formula in ['x', r'a \\nope']:\n    MathTex(formula)", 1, 26),
        ("for n, (_, formula) in enumerate([(1, r'\\nope')]):\n    MathTex(formula)", 1, 41),
        ("parts = ['a', '\\\\nope']\nMathTex(*parts)", 1, 16),
        ("class Mine(MathTex): ...\nMine(r'a', r'\\nope')", 2, 14),
        ("MathTex('é' if n else 'a'\n  r'\\nope')", 1, 10),
        ("Matrix([['a', r'\\nope']])", 1, 17),
        ("axes.get_axis_labels('x', y_label=r'\\nope')", 1, 37),
        ("brace.get_tex(r'\\nope')", 1, 17),
        ("Variable(1, r'\\nope')", 1, 15),
        ("MathTex(r'a' + str(n) + r'\\nope')", 1, 27),
    ],
)
def test_formulas_are_found_where_they_are_written(code, line, column):
    places = [(each.line, each.column) for each in found(code) if each.severity == "error"]
    assert (line, column) in places


@pytest.mark.parametrize(
    "code",
    [
        r'MathTex(r"\input{/etc/passwd}")',
        r'x = "\\immediate\\write18{ls}"',
        r'MathTex("^^5cinput{x}")',
        r'Tex(r"\usepackage{shellesc}")',
        r'MathTex(r"\csname input\endcsname")',
    ],
)
def test_what_reaches_out_is_forbidden(code):
    assert "latex-forbidden" in errors(code)


def test_a_string_that_others_read_too_is_not_changed_for_one_of_them():
    code = 'name = "learning_rate"\nTex(name)\nText(name)'
    assert errors(code) == ["latex-special"]
    assert mended(code) == code


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (r'"a\theta" r"\b" """c"""', "a\theta\\bc"),
        (r'"\N{DEGREE SIGN}\x41\101é\q"', "°AAé\\q"),
        (r'f"\\frac{{1}}{{{n!r:>{w}}}} {d["a"]}"'.replace('"a"', "'a'"), f"\\frac{{1}}{{{HOLE}}} {HOLE}"),
        ('"é" "ü"', "éü"),
    ],
)
def test_literals_are_read_letter_by_letter(code, text):
    program = parsed(code)
    letters = read(program, program.tree.body[0].value)
    assert letters.text == text
    for letter, (start, end, _) in zip(letters.text, letters.spans, strict=True):
        assert letter in (HOLE, code[start:end]) or code[start] in "\\{}"


@pytest.mark.parametrize(
    ("code", "readable"),
    [
        (r'MathTex("\xi + \nu")', r'MathTex(r"\xi + \nu")'),
        (r'MathTex(f"\underline{x}")', r'MathTex(rf"\underline{x}")'),
        ('MathTex("x")', None),
    ],
)
def test_literals_that_python_cannot_read_become_raw(code, readable):
    assert next((text for text, _ in unreadable(code)), None) == readable


def good():
    yield from ((example.where, example.code) for example in runnable_examples())
    yield from ((name, scene.code) for name, scene in library().items())


def test_no_good_scene_is_found_fault_with():
    alarms = {where: found(code) for where, code in good()}
    assert not {where: each for where, each in alarms.items() if each}


def test_the_lexicon_is_quick_and_knows_its_way():
    words = lexicon()
    assert {"alpha", "cancel", "coloneqq", "boldsymbol"} <= words.commands
    assert {"alpha", "frac", "mathbb", "operatorname"} <= words.math_commands
    assert "bfseries" in words.text_commands
    assert not {"bm", "R", "nope"} & words.commands
    assert words.nearest("alhpa")[0] == "alpha"
    meanings = {
        "²": "^{2}",
        "ₙ": "_{n}",
        "ℝ": "\\mathbb{R}",
        "𝐱": "\\mathbf{x}",
        "é": "\\acute{e}",
        "你": None,
    }
    assert {each: words.meaning(each) for each in meanings} == meanings


def refused(tmp_path: Path, sources):
    """Return the formulas that latex itself refuses, each compiled alone."""
    wrong = set()
    for number, (tex, environment) in enumerate(sources):
        path = tmp_path / f"{number}.tex"
        path.write_text(document(tex, environment), encoding="utf-8")
        command = ["latex", "-draftmode", "-interaction=batchmode", "-halt-on-error", path.name]
        if subprocess.run(command, cwd=tmp_path, check=False, stdout=subprocess.DEVNULL).returncode:
            wrong.add((tex, environment))
    return wrong


@pytest.mark.slow
@pytest.mark.latex
def test_latex_agrees_with_what_the_lexicon_says_of_a_sample(tmp_path):
    words = lexicon()
    simple = ["alpha", "sum", "to", "cdots", "infty", "leq", "nabla"]
    assert set(simple) <= words.math_commands
    both = ["quad", "ldots", "dag", "S"]
    in_text = [(f"\\{name}", "center") for name in simple] + [(f"\\{name}", "center") for name in both]
    in_math = [(f"x\\{name} x", "align*") for name in (*simple, *both, "bfseries")]
    letters = "×²½éπ₁"
    in_text += [(f"x{letter}", "center") for letter in letters]
    expected = {(f"\\{name}", "center") for name in simple} | {("x\\bfseries x", "align*")}
    expected |= {(f"x{letter}", "center") for letter in letters if letter not in words.text_characters}
    assert refused(tmp_path, [*in_text, *in_math]) == expected


@pytest.mark.slow
@pytest.mark.latex
def test_what_the_mends_write_compiles(tmp_path):
    from agent.check.typesetting import source

    sources = []
    for _, _, code in WRONG:
        for formula in Formulas(parsed(code)):
            if formula.is_known and formula.is_math is not None and not re.search("get_|Variable", code):
                sources.append((source(formula), formula.environment))
    assert len(sources) > 40
    assert refused(tmp_path, sources) == set()
