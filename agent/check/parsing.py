"""Parse code that may be anything."""

from __future__ import annotations

import ast
import threading
import warnings

_one_at_a_time = threading.Lock()
"""Filters of warnings are of the whole process; and Python 3.11 counts the depth of a tree for all threads together."""


class Unparsable(Exception):
    """The text is no Python program; the message says why, `line` where."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def parse(code: str) -> ast.Module:
    """Return the syntax tree of `code`; raise Unparsable, whatever is wrong with it."""
    try:
        code.encode("utf-8")
        if "\0" in code:
            raise Unparsable("the program has a NUL character in it")
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a string such as "\\e" is untidy, and a finding of its own
            tree = ast.parse(code)
            compile(code, "scene.py", "exec", dont_inherit=True)
        return tree
    except SyntaxError as error:
        raise Unparsable(error.msg, error.lineno) from error
    except UnicodeEncodeError as error:
        raise Unparsable("the program has characters in it that are no text") from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise Unparsable(
            "the program is nested too deeply or too long to be read; write it shorter"
        ) from error


def parses(code: str) -> bool:
    """Return whether a text is a Python program."""
    try:
        parse(code)
    except Unparsable:
        return False
    return True
