"""Formulas: which may be compiled beside others, and that a claim is looked through."""

import pytest

from agent.sandbox.broker import Formula, _batches
from agent.sandbox.inside import latex

HEAD = "\\documentclass{article}\\usepackage{amsmath}\n\\begin{document}"


def formula(body, compilers=("latex",)):
    return Formula(f"{HEAD}{body}\\end{{document}}", compilers, ".dvi")


@pytest.mark.parametrize(
    ("body", "is_tame"),
    [
        (r"\begin{align*}\frac{a}{b}\end{align*}", True),
        (
            r"\begin{align*}\special{dvisvgm:raw <g id='unique000'>}x^2\special{dvisvgm:raw </g>}\end{align*}",
            True,
        ),
        (r"\begin{center}costs \$5, $x$ and 50\%\end{center}", False),  # a comment sign may hide what follows
        (r"\begin{align*}\gdef\frac#1#2{}\end{align*}", False),
        (r"\begin{align*}\special{ps: quit}\end{align*}", False),
        (r"\begin{align}x\end{align}", False),
        (r"\begin{align*}^^5cgdef\end{align*}", False),
        (r"\begin{align*}\newcommand{\frac}{}\end{align*}", False),
        (r"\begin{align*}\input{/etc/passwd}\end{align*}", False),
        (r"\begin{align*}x\end{align*}\newpage", False),
    ],
)
def test_only_formulas_that_leave_no_trace_are_compiled_together(body, is_tame):
    assert formula(body).is_tame is is_tame


def test_tame_formulas_share_a_document_and_others_do_not():
    together = [formula(f"\\begin{{align*}}{n}\\end{{align*}}") for n in range(3)]
    alone = [formula("\\def\\x{1}"), formula("x", ("xelatex",))]
    sizes = sorted(len(batch["keys"]) for batch in _batches([*together, *alone]))
    assert sizes == [1, 1, 3]


@pytest.mark.slow
@pytest.mark.latex
def test_of_many_formulas_the_wrong_ones_alone_fail(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bodies = [f"\\begin{{align*}}x_{{{n}}}\\end{{align*}}" for n in range(30)]
    wrong = {
        7: (r"\begin{align*}x\nope\end{align*}", r"Undefined control sequence \nope"),
        19: (r"\begin{align*}\frac{1\end{align*}", "File ended while scanning"),
        29: ("$x$\n\n" + r"\begin{align*}a^2^3\end{align*}", "Double superscript"),
    }
    for n, (body, _) in wrong.items():
        bodies[n] = body
    batches = _batches([formula(body) for body in bodies])
    assert len(batches) == 2  # the unknown command is not tame
    answers = latex.work({"batches": batches}, {}, None, None)["answers"]
    found = {n: answers[formula(body).key] for n, body in enumerate(bodies)}
    assert {n for n, answer in found.items() if "wrong" in answer} == set(wrong)
    for n, (_, words) in wrong.items():
        assert words in found[n]["wrong"]
    assert len({answer["svg"] for answer in found.values() if "svg" in answer}) == 27
    assert len(list(tmp_path.glob("*.log"))) < 15


@pytest.mark.parametrize(
    "claim",
    [
        None,
        {},
        {"wanted": ["x", ["latex"], ".dvi"]},
        {"wanted": [HEAD + "x" * 70_000 + "\\end{document}", ["latex"], ".dvi"]},
        {"wanted": [HEAD + HEAD + "\\end{document}", ["latex"], ".dvi"]},
        {"wanted": [HEAD + "\\end{document}", "latex", ".dvi"]},
        {"wanted": [HEAD + "\\end{document}", ["latex"] * 9, ".dvi"]},
    ],
)
def test_a_claim_that_makes_no_sense_is_no_formula(claim):
    assert Formula.from_claim(claim) is None
