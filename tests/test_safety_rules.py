import ast

import pytest
from manim_examples import runnable_examples

from agent.check.program import Program, applied
from agent.check.rules.safety import find
from knowledge.library import library

HEAD = "from manim import *\n"


def found(code, **options):
    return list(find(Program(code, ast.parse(code)), **options))


def scene(*lines):
    body = "".join(f"        {line}\n" for line in lines)
    return f"{HEAD}\n\nclass DisplayScene(Scene):\n    def construct(self):\n{body}"


def messages(code):
    return [(each.code, each.message) for each in found(code)]


@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np, math",
        "from scipy.stats import norm",
        "from scipy.optimize import minimize",
        "import manim.utils.color as color",
        "from manim.utils.space_ops import rotate_vector",
        "from __future__ import annotations",
        "from collections.abc import Iterator",
        "import sympy as sp; x = sp.Symbol('x'); f = sp.lambdify(x, x**2); g = sp.sympify('x**2 + sin(x)')",
        "import sympy as sp\nfor text in ['x', 'x**2']: sp.sympify(text)",
        "open = 3; print(open)",
        "def f(input): return input",
        "for name in ('shift', 'scale'): getattr(Circle(), name)",
        "getattr(Circle(), f'get_{side}')",
        "getattr(self, 'count', 0)",
        "class Box(VGroup):\n    def __init__(self): super().__init__(); self.kind = type(self).__name__",
        "class Box(VGroup):\n    def __setattr__(self, key, value): super().__setattr__(key, value)",
        "config.background_color = WHITE; config.frame_width = 10; config['pixel_height'] = 100; config.frame_rate = 30",
        "self = Box(); self.os = 3; print(self.os)",
        "ImageMobject('photo.png'); SVGMobject('icons/a.svg')",
        "Text('/etc/passwd'); Text('../')",
        "np.random.seed(0); np.array([1]).tolist(); np.linspace(0, 1, 3)",
        "with tempconfig({'frame_width': 3}): pass",
    ],
)
def test_lets_pass(line):
    assert messages(HEAD + line + "\n") == []


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("import os", "import", "the import of os"),
        ("import os.path as p", "import", "os.path"),
        ("from subprocess import run", "import", "subprocess"),
        ("from . import secret", "import", "not allowed"),
        ("import requests, socket, threading", "import", "requests"),
        ("import numpy.f2py", "import", "files or programs"),
        ("from numpy import f2py", "import", "numpy.f2py"),
        ("from numpy import load", "import", "numpy.load"),
        ("from random import _os", "import", "random._os"),
        ("import scipy.io", "import", "scipy.io"),
        ("from scipy import io", "import", "scipy.io"),
        ("from manim.utils.commands import capture", "import", "manim.utils.commands"),
        ("from manimlib import *", "import", "Manim Community"),
        ("eval('1')", "forbidden", "as Python"),
        ("exec('1')", "forbidden", "exec"),
        ("data = open('a.csv')", "forbidden", "into the program"),
        ("n = int(input())", "forbidden", "asks nobody"),
        ("run = eval", "forbidden", "eval"),
        ("globals()['x']", "forbidden", "globals"),
        ("__import__('os')", "forbidden", "__import__"),
        ("__builtins__['ev' + 'al']", "forbidden", "__builtins__"),
        ("().__class__.__bases__[0].__subclasses__()", "forbidden", "__subclasses__"),
        ("print.__self__", "forbidden", "__self__"),
        ("(lambda: 0).__globals__", "forbidden", "__globals__"),
        ("np.__dict__", "forbidden", "__dict__"),
        ("(x for x in ()).gi_frame.f_back", "forbidden", "gi_frame"),
        ("np.os.system('ls')", "forbidden", ".os leads out"),
        ("x = random._os", "forbidden", "._os leads out"),
        ("getattr(np, 'o' + 's')", "forbidden", "run time"),
        ("getattr(np, 'os')", "forbidden", "getattr of os"),
        ("getattr(np, '__dict__')", "forbidden", "__dict__"),
        ("def f(name): return getattr(np, name)", "forbidden", "run time"),
        ("setattr(Circle, ''.join(x), 1)", "forbidden", "run time"),
        ("list(map(getattr, a, b))", "forbidden", "may only be called"),
        ("import operator; operator.attrgetter('__class__.__base__')(1)", "forbidden", "__base__"),
        ("np.load('a.npy')", "forbidden", "numpy.load"),
        ("np.savetxt('a', b)", "forbidden", "numpy.savetxt"),
        ("import numpy; numpy.memmap('a')", "forbidden", "numpy.memmap"),
        ("np.ones(3).tofile('a')", "forbidden", "tofile"),
        ("np.ctypeslib", "forbidden", "ctypeslib"),
        ("utils.commands.capture(['ls'])", "forbidden", "manim.utils.commands"),
        ("import sympy; sympy.sympify('__import__(1)')", "forbidden", "plain formula"),
        ("import sympy; sympy.sympify(f'{x}')", "forbidden", "run time"),
        ("from sympy import sympify; sympify('().a')", "forbidden", "plain formula"),
        ("from sympy import *; sympify('open(1)')", "forbidden", "plain formula"),
        ("from sympy.parsing.sympy_parser import parse_expr; parse_expr(text)", "forbidden", "run time"),
        ("config.media_dir = '/tmp'", "forbidden", "config.media_dir"),
        ("config['plugins'] = ['x']", "forbidden", "config.plugins"),
        ("config.renderer = 'opengl'", "forbidden", "config.renderer"),
        ("config.output_file = 'a'; config.log_dir = 'b'", "forbidden", "config.output_file"),
        ("config.update({'media_dir': 'x'})", "forbidden", "config.media_dir"),
        ("with tempconfig({'input_file': 'x'}): pass", "forbidden", "config.input_file"),
        ("ImageMobject('/etc/passwd')", "forbidden", "'/etc/passwd'"),
        ("SVGMobject('../../a.svg')", "forbidden", "'../../a.svg'"),
        ("Code(code_file='~/a.py')", "forbidden", "'~/a.py'"),
        ("SVGMobject('https://x.y/a.svg')", "forbidden", "https"),
        ("Circle().get_image().save('a.png')", "forbidden", "save pictures"),
        ("self.renderer.file_writer", "forbidden", "file_writer"),
    ],
)
def test_finds(line, code, words):
    assert any(each == code and words in message for each, message in messages(HEAD + line + "\n"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + "import os\nx = 1\n", HEAD + "x = 1\n"),
        (HEAD + "import os, math\nx = math.pi\n", HEAD + "import math\nx = math.pi\n"),
        (HEAD + "import os  # for paths\nx = 1\n", HEAD + "x = 1\n"),
        (HEAD + "import os; x = 1\n", HEAD + "pass; x = 1\n"),
        (
            HEAD + "try:\n    import os\nexcept ImportError:\n    x = 1\n",
            HEAD + "try:\n    pass\nexcept ImportError:\n    x = 1\n",
        ),
        (HEAD + "from numpy import load, array\narray(1)\n", HEAD + "from numpy import array\narray(1)\n"),
        ("from manimlib import *\nx = 1\n", HEAD + "x = 1\n"),
        ("from manimlib.imports import *\nx = 1\n", HEAD + "x = 1\n"),
        (HEAD + "from manimlib.mobject import Mobject\nx = 1\n", HEAD + "x = 1\n"),
        ("import manimlib as m\nm.Circle()\n", "import manim as m\nm.Circle()\n"),
        (HEAD + "config.media_dir = 'x'\nconfig.frame_width = 9\n", HEAD + "config.frame_width = 9\n"),
    ],
)
def test_mends(before, after):
    (each,) = found(before)
    assert applied(before, each.mends[0].edits) == after
    assert found(after) == []


@pytest.mark.parametrize("line", ["import os\nos.getcwd()", "from os import *", "eval('1')"])
def test_has_no_mend_for_what_is_used(line):
    assert all(not each.mends for each in found(HEAD + line + "\n"))


def test_says_where():
    each = found(scene("x = [1, eval('2')]"))[0]
    assert (each.line, each.column, each.severity) == (6, 17, "error")


def test_takes_its_imports_from_a_setting():
    assert found("import pandas\n", allowed=frozenset({"manim", "pandas"})) == []
    assert len(found("import numpy\n", allowed=frozenset({"manim"}))) == 1


def test_is_quiet_about_manims_own_examples():
    assert [(each.where, messages(each.code)) for each in runnable_examples() if messages(each.code)] == []


def test_is_quiet_about_the_library():
    assert [messages(each.code) for each in library().values() if messages(each.code)] == []
