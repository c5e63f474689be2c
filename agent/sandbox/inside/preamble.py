"""The document that a formula stands in, where a scene asks for no other."""

from __future__ import annotations

DOCUMENT_CLASS = r"\documentclass{article}"
PREAMBLE = r"""
\usepackage{amsmath}
\usepackage{amssymb}
\IfFileExists{mathtools.sty}{\usepackage{mathtools}}{}
\IfFileExists{xcolor.sty}{\usepackage{xcolor}}{\usepackage{color}}
\IfFileExists{cancel.sty}{\usepackage{cancel}}{%
\newcommand{\cancel}[1]{\rlap{$\mkern2mu/$}##1}\let\bcancel\cancel\let\xcancel\cancel
\newcommand{\cancelto}[2]{\cancel{##2}^{##1}}}
\pagestyle{empty}
"""
"""What models use. What `cancel` draws, where its package is not installed, is a slash."""


def document(expression: str, environment: str | None) -> str:
    """Return the document that Manim's template makes of a formula."""
    body = expression
    if environment is not None:
        body = f"\\begin{{{environment}}}\n{expression}\n\\end{{{environment}}}"
    return "\n".join([DOCUMENT_CLASS, PREAMBLE, "\\begin{document}", body, "\\end{document}"])
