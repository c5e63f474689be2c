"""What a scene may import, and the names that lead out of it."""

from __future__ import annotations

import re

ALLOWED = frozenset(
    """
manim numpy scipy sympy networkx math cmath random itertools functools collections operator
statistics fractions decimal string textwrap typing dataclasses enum abc copy bisect heapq colorsys
""".split()
)
QUIETLY_ALLOWED = frozenset({"__future__", "types", "numbers", "re"})
INSIDE = re.compile(
    r"(numpy\.(f2py|distutils|ctypeslib|testing)|scipy\.(io|datasets)|sympy\.(utilities\.(autowrap|codegen)|interactive)"
    r"|manim\.(cli|__main__|plugins|gui|utils\.(commands|file_ops|module_ops|tex_file_writing|docbuild|testing)"
    r"|scene\.scene_file_writer|_config\.(utils|cli_colors)))(\.|$)"
)
"""Parts of allowed packages that start programs, compile code or write files."""
OTHER_MANIMS = frozenset("manimlib manimgl manim_imports_ext big_ol_pile_of_manim_imports".split())
FORBIDDEN = frozenset(
    """
exec eval compile open input breakpoint globals locals vars __import__ __builtins__ __loader__
__spec__
""".split()
)
INSTEAD = {
    "open": "write the data into the program",
    "input": "a scene asks nobody: write the value into the program",
    "eval": "write the expression as Python, for instance as a lambda",
    "exec": "write the code itself",
    "globals": "keep the values in a dictionary of your own",
    "locals": "keep the values in a dictionary of your own",
    "vars": "name the attributes one by one",
}
HARMLESS = frozenset(
    """
__init__ __new__ __name__ __qualname__ __doc__ __class__ __version__ __len__ __call__ __iter__ __next__ __getitem__
__setitem__ __contains__ __add__ __sub__ __mul__ __truediv__ __matmul__ __neg__ __eq__ __hash__ __str__ __repr__
__enter__ __exit__ __post_init__ __annotations__ __deepcopy__ __copy__ __array__
""".split()
)
"""Attributes with two underscores that lead nowhere; the others do, or may."""
FRAMES = frozenset(
    "f_globals f_locals f_builtins f_back f_code gi_frame gi_code cr_frame ag_frame tb_frame tb_next func_globals".split()
)
LEADS = frozenset(
    """
os sys subprocess shutil pathlib importlib builtins ctypes socket pickle _os _sys _subprocess _shutil _builtins
_pickle _socket multiprocessing threading f2py ctypeslib
""".split()
)
"""Attributes by which a module hands out another that a scene may not import."""
FILES = frozenset(
    """
load save savez savez_compressed loadtxt savetxt genfromtxt fromfile fromregex memmap open_memmap DataSource
""".split()
)
READERS = frozenset("SVGMobject ImageMobject Code add_sound from_file register_font".split())
ELSEWHERE = re.compile(r"(/|~|\\|[A-Za-z]:[\\/]|[a-z]+://)|(^|.*[\\/])\.\.([\\/]|$)")
PLACES = re.compile(
    r".*_dir$|(input|output|log_to|tex_template)_file$|log_to_file$|plugins$|custom_folders$|renderer$"
)
EVALUATORS = frozenset("sympify parse_expr S lambdify".split())
FORMULA = re.compile(r"[\w\s+\-*/^().,=<>!\[\]|&{}']*")
