"""Pictures of matrices that are reckoned with: a Matrix is a mobject, not numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from agent.check.inference import Analysis
from agent.check.program import Found, Mend

TAKE_NUMBERS = frozenset({"apply_matrix", "ApplyMatrix", "apply_inverse", "apply_transposed_matrix"})


def find(analysis: Analysis) -> Iterator[Found]:
    """Yield mobjects of matrices where their numbers are wanted."""
    for node in analysis.program.nodes:
        for operand in _operands(analysis, node):
            types = analysis.types(operand)
            if types and all(
                each.kind == "instance" and analysis.is_a(each.name, "Matrix") for each in types
            ):
                yield _told(analysis, operand)


def _operands(analysis: Analysis, node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(op=ast.MatMult(), left=left, right=right):
            yield from (left, right)
        case ast.Call(func=function, args=args) if args:
            name = ast.unparse(function)
            if name.rpartition(".")[2] in TAKE_NUMBERS or name.startswith(("np.linalg.", "numpy.linalg.")):
                yield args[0]
            elif name in ("np.dot", "np.matmul", "np.array"):
                yield from args[:2]


def _told(analysis: Analysis, operand: ast.expr) -> Found:
    program, numbers = analysis.program, _numbers(analysis, operand)
    mends: tuple[Mend, ...] = ()
    if numbers is not None:
        mends = (Mend("mend-matrix", (program.replace(operand, f"np.array({numbers})"),), 0.9),)
    message = "a Matrix is the picture of one; reckon with its numbers: np.array([[…], […]])"
    return program.found("matrix-mobject", operand, message, mends=mends)


def _numbers(analysis: Analysis, operand: ast.expr) -> str | None:
    """Return the source of what the picture was made of, if that is plain to see."""
    value: ast.expr | None = operand
    if isinstance(operand, ast.Name):
        bindings = analysis.scopes.lookup(operand.id, operand)
        value = bindings[0].value if len(bindings) == 1 and not bindings[0].path else None
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner)):
            value = inner
    match value:
        case ast.Call(args=[ast.List() | ast.Name() as numbers, *_]):
            return analysis.program.source(numbers)
    return None
