"""Mathematical expressions as people type them, read without ever evaluating text as code.

SymPy's tokenizer does the hard part (implicit products, `sin x`, `^`); what it hands back is
Python source, which is walked here node by node against a short list instead of being run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sympy

LONGEST = 120
"""Characters; nobody types more in a sentence, and hostile input does."""
LARGEST = 10**6
MOST_OPERATIONS = 40
"""SymPy takes minutes over longer ones."""
STEEPEST = 12
"""The largest exponent: beyond it plots and powers of integers explode."""


class BadExpression(ValueError):
    """A text that is no expression in the expected variables."""


FUNCTIONS = """
sin cos tan cot sec csc asin acos atan arcsin arccos arctan sinh cosh tanh exp log ln sqrt abs sign
floor ceil
""".split()
CONSTANTS = ("pi", "e", "tau")


@cache
def _vocabulary() -> dict[str, Any]:
    import sympy

    names = {name: getattr(sympy, name) for name in FUNCTIONS if hasattr(sympy, name)}
    return names | {
        "arcsin": sympy.asin,
        "arccos": sympy.acos,
        "arctan": sympy.atan,
        "ln": sympy.log,
        "abs": sympy.Abs,
        "ceil": sympy.ceiling,
        "pi": sympy.pi,
        "e": sympy.E,
        "tau": 2 * sympy.pi,
    }


def parse(text: str, variables: Sequence[str] = ("x",)) -> Any:
    """Return the SymPy expression of `text` in `variables`; raise BadExpression."""
    import sympy
    from sympy.parsing.sympy_parser import (
        convert_xor,
        implicit_multiplication_application,
        standard_transformations,
        stringify_expr,
    )

    if not text.strip() or len(text) > LONGEST:
        raise BadExpression(f"not an expression of 1 to {LONGEST} characters")
    if not re.fullmatch(r"[\w\s+\-*/^().,|π√]*", text):
        raise BadExpression(f"not an expression: {text!r}")
    text = text.replace("π", "pi").replace("√", "sqrt")
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text)
    known = {name: value for name, value in _vocabulary().items() if callable(value)}
    try:
        source = stringify_expr(
            text,
            {},
            known | {name: getattr(sympy, name) for name in ("Symbol", "Integer", "Float", "Function")},
            (*standard_transformations, convert_xor, implicit_multiplication_application),
        )
        tree = ast.parse(source.strip(), mode="eval")
    except Exception as error:  # the tokenizer's errors are of many kinds
        raise BadExpression(f"not an expression: {text!r}") from error
    try:
        expression = _walk(tree.body, tuple(variables))
    except (TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise (
            error if isinstance(error, BadExpression) else BadExpression(f"not understood: {text!r}")
        ) from error
    if expression.count_ops() > MOST_OPERATIONS:
        raise BadExpression(f"more than {MOST_OPERATIONS} operations")
    return expression


def _walk(node: ast.expr, variables: tuple[str, ...]) -> Any:
    import sympy

    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _operate(op, _walk(left, variables), _walk(right, variables))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_walk(operand, variables)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _walk(operand, variables)
        case ast.Call(func=ast.Name(id="Integer"), args=[ast.Constant(value=int(value))]) if value <= LARGEST:
            return sympy.Integer(value)
        case ast.Call(func=ast.Name(id="Float"), args=[ast.Constant(value=str(value))]) if _moderate(value):
            return sympy.nsimplify(value, rational=True) if len(value) <= 8 else sympy.Float(value, 8)
        case ast.Call(func=ast.Name(id="Symbol" | "Function"), args=[ast.Constant(value=str(name))]):
            if name in variables:
                return sympy.Symbol(name, real=True)
            if name in CONSTANTS:
                return _vocabulary()[name]
            raise BadExpression(f"{name} is neither a variable nor a function known here")
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            return _vocabulary()[name](_walk(argument, variables))
        case ast.Name(id=name) if name in CONSTANTS:
            return _vocabulary()[name]
    raise BadExpression(f"not understood: {ast.unparse(node)}")


def _moderate(number: str) -> bool:
    """Whether a decimal number is neither so large nor so small that exact arithmetic takes for ever."""
    return set(number) <= set("0.") or 1 / LARGEST <= abs(float(number)) <= LARGEST


def _operate(op: ast.operator, left: Any, right: Any) -> Any:
    import sympy

    result = _combined(op, left, right)
    if result.has(sympy.nan, sympy.zoo, sympy.oo, -sympy.oo, sympy.I):
        raise BadExpression("an operation without a real result")
    return result


def _combined(op: ast.operator, left: Any, right: Any) -> Any:
    if callable(left) and not hasattr(left, "free_symbols"):
        raise BadExpression("a function without its argument")
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div() if right != 0:
            return left / right
        case ast.Pow() if not right.is_number or abs(float(right)) <= STEEPEST:
            if left.is_number and abs(left) > LARGEST:
                raise BadExpression(f"{left} to a power is too large")
            return left**right
    raise BadExpression("an operation that is not supported")


def python_of(expression: sympy.Expr) -> str:
    """Return NumPy source of `expression`, with NumPy as `np`."""
    from sympy.printing.numpy import NumPyPrinter

    code = NumPyPrinter({"fully_qualified_modules": True}).doprint(expression)
    return str(code).replace("numpy.", "np.")


def tex_of(expression: sympy.Expr) -> str:
    """Return LaTeX of `expression` as one would write it by hand."""
    import sympy

    return str(sympy.latex(expression, ln_notation=True, fold_func_brackets=True, root_notation=True))


def text_of(expression: sympy.Expr) -> str:
    """Return `expression` as plain text with raised digits."""
    raised = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
    plain = str(expression).replace("**", "^")
    plain = re.sub(
        r"\^(?:(\d+)(?![\d/.])|\((-\d+)\))", lambda power: (power[1] or power[2]).translate(raised), plain
    )
    plain = re.sub(r"(?<=\d)\*(?=[a-z(])", "", plain)
    return plain.replace("*", "·").replace("pi", "π")


def numeric(expression: sympy.Expr, variables: Sequence[str] = ("x",)) -> Callable[..., Any]:
    """Return `expression` as a NumPy function of `variables`."""
    import sympy

    symbols = [sympy.Symbol(name, real=True) for name in variables]
    function: Callable[..., Any] = sympy.lambdify(symbols, expression, "numpy")
    return function
