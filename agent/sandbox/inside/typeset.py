"""Formulas without LaTeX: what Manim would have latex and dvisvgm draw, drawn by ziamath.

latex2mathml parses, ziamath places, and `Drawing` walks over what was placed. Every token carries the part that
it came from (the ``<g id='unique000'>`` by which MathTex finds its parts again), so that a part may even begin
inside a brace that another part opened. That takes the private walk and converter of latex2mathml: pin it.
"""

import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

from latex2mathml import commands, walker
from latex2mathml.converter import Converter
from latex2mathml.tokenizer import tokenize

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # ziamath 0.13 looks for its font as of old
    from ziamath import drawable, operators
    from ziamath.config import config
    from ziamath.nodes.mnode import Mnode
    from ziamath.zmath import Math

LONGEST = 20_000
MOST_WORK = 20_000  # nodes that ziamath would build, which doubles with every nested brace
LARGEST = 20_000.0  # points
EM = 10.0  # LaTeX sets in 10 pt, and Manim takes a point for a unit
BASELINE_SKIP, STRUT = 12.0, {"height": "8.4", "depth": "3.6"}

DISPLAYS = "align eqnarray gather multline equation displaymath math".split()
TEXTS = {None: 0.0, "flushleft": 0.0, "center": 0.5, "flushright": 1.0}  # how far a short line is moved
COLOURS = "black blue brown cyan darkgray gray green lightgray lime magenta olive orange pink purple red teal violet white yellow".split()
# Macros could double at every level; the others do not belong into a formula or draw nothing here.
REFUSED = r"\def \newcommand \newenvironment \DeclareMathOperator \href \style \class \verb \unicode \special \mathop $".split()
RENAMED = {r"\cfrac": r"\dfrac"}
ENVIRONMENTS = {"aligned": "align*", "split": "align*", "gathered": "displaylines", "dcases": "cases"}
BINARY = frozenset("+-−±∓×÷⋅·∗∘⋆∪∩∖∧∨⊕⊖⊗⊎")
FONTS = {"bfseries": "textbf", "bf": "textbf", "itshape": "textit", "it": "textit", "em": "emph"}
WORDS = {"ldots": "…", "dots": "…", "noindent": "", "centering": "", "ss": "ß", "par": "\n", "newline": "\n"}
ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303"}
LIGATURES = {"---": "—", "--": "–", "-": "\u2010", "``": "“", "''": "”", "`": "‘", "'": "’"}
JOINED = LIGATURES | {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}  # only upright, STIX has them

MARK = re.compile(r"\\special\{dvisvgm:raw <(?:g id='([A-Za-z0-9_]+)'|/g)>\}")
FIRST_MARK, LAST_MARK = 0xE000, 0xF8FF  # marks pass the tokenizer as characters of private use
TEXT = re.compile(
    r"""(?P<mark>[\ue000-\uf8ff]) | \$(?P<math>[^$]+)\$ | \\\((?P<inline>.*?)\\\) | \$\$(?P<display>[^$]+)\$\$
    | (?P<row>\s*(?:\\\\(?:\[[^\]]*\])?|\n\s*\n)\s*) | (?P<space>\s+|~|\\[ ]) | \\(?P<escaped>[%&_\#${}])
    | \\(?P<font>text(?:bf|it|tt|sf|rm)?|mbox|emph)\s*\{ | \\textcolor\{(?P<colour>\w*)\}\s*\{
    | \\(?P<wrap>underline)\s*\{ | (?P<math_word>\\(?:q?quad|LaTeX|TeX)\b|\\[,;:!]) | \\(?P<word>[a-zA-Z]+)\s*
    | \\(?P<accent>['`"^~](?:\{[a-zA-Z]\}|[a-zA-Z])) | (?P<open>\{) | (?P<close>\}) | (?P<char>[^\\$&_^\#%{}])""",
    re.VERBOSE | re.DOTALL,
)
TEXT_COMMANDS = (
    r"\text \textbf \textit \texttt \textsf \textrm \textup \textnormal \textmd \mbox \hbox \emph".split()
)
# TeX puts the pieces down in this order, which counts for who picks glyphs by number.
ORDER = {
    "mfrac": (0, 2, 1),
    "mover": (1, 0),
    "munderover": (1, 0, 2),
    "msubsup": (0, 2, 1),
    "msqrt": (0, 2, 1),
    "mroot": (0, 1, 3, 2),
}

config.svg2 = False  # Manim reads paths, no <symbol>
config.minsizefraction = 5 / 24  # of the 24 pt that ziamath's font was loaded for: \scriptscriptstyle


class CannotTypeset(Exception):
    """The formula is beyond this typesetter."""


class Token(str):
    """A token of the formula that remembers the parts that it lies in, the outermost first."""

    parts: tuple[str, ...] = ()
    font = ""  # of a letter in text mode


def warm() -> None:
    """Load the fonts, once, before forking."""
    svg(r"\frac{1}{2} + \text{a}", "align*")


def svg(expression: str, environment: str | None) -> str:
    """Return the SVG of a formula as LaTeX and dvisvgm would draw it, nearly; raise CannotTypeset."""
    if len(expression) > LONGEST:
        raise CannotTypeset(f"The formula has {len(expression)} characters, more than {LONGEST}.")
    try:
        return _svg(expression, environment)
    except CannotTypeset:
        raise
    except Exception as error:  # latex2mathml and ziamath raise whatever their code happens to hit
        raise CannotTypeset(f"{type(error).__name__}: {error} in {expression[:200]!r}") from error


def _svg(expression: str, environment: str | None) -> str:
    source = Source(expression)
    if environment in TEXTS:
        slack = TEXTS[environment]
        lines = [_placed(line, inline=True) for line in source.text_lines() if line]
    elif environment is not None and environment.rstrip("*") in DISPLAYS:
        slack = 0.0
        lines = [_placed(_in_rows(list(source.math(source.expression)), environment.rstrip("*")))]
    else:
        raise CannotTypeset(f"The environment {environment!r} is not known.")
    if source.open:
        raise CannotTypeset(f"The part {source.open[-1]} does not end.")

    drawing = Drawing()
    widest = max((line.bbox.xmax for line in lines), default=0)
    baseline = 0.0
    for above, line in zip([None, *lines], lines, strict=False):
        if above:
            baseline += max(BASELINE_SKIP, line.bbox.ymax - above.bbox.ymin + 1)
        drawing.add(line, slack * (widest - line.bbox.xmax), baseline)
    return drawing.written(source.ids)


class Source:
    """The expression, and the parts that are open at the token being read."""

    def __init__(self, expression: str) -> None:
        if any(FIRST_MARK <= ord(char) <= LAST_MARK for char in expression):
            raise CannotTypeset("Characters of private use have no glyph.")
        self.marks: list[str] = []  # the id that a part begins with, or nothing where the innermost part ends
        self.open: list[str] = []
        self.expression = MARK.sub(self._mark, expression)
        self.ids = [mark for mark in self.marks if mark]
        if len(set(self.ids)) < len(self.ids):
            raise CannotTypeset("Two parts have the same id.")

    def _mark(self, match: re.Match[str]) -> str:
        self.marks.append(match[1] or "")
        return chr(FIRST_MARK + len(self.marks) - 1)

    def _pass_mark(self, mark: str) -> None:
        begun = self.marks[ord(mark) - FIRST_MARK]
        if begun:
            self.open.append(begun)
        elif self.open:
            self.open.pop()
        else:
            raise CannotTypeset("A part ends that did not begin.")

    def _token(self, text: str, font: str = "") -> Token:
        token = Token(text)
        token.parts, token.font = tuple(self.open), font
        return token

    def _tokens(self, *texts: str) -> list[Token]:
        return [self._token(text) for text in texts]

    def math(self, expression: str) -> Iterator[Token]:
        r"""Yield the tokens of an expression in math mode, with text and ``\color`` taken apart."""
        coloured = [0]  # for each open group, how many \color last until its end
        # Without the space latex2mathml forgets the \mathrm of a single letter.
        expression = re.sub(r"\\not\s*=", r"\\neq ", expression.replace(r"\mathrm{", r"\mathrm {"))
        expression = re.sub(r"\\\\\s*\[-?[\d.]+ *[a-z]{2}\]", r"\\\\", expression)  # the 4pt of \\[4pt]
        tokens = tokenize(expression)
        for text in tokens:
            if text in REFUSED:
                raise CannotTypeset(f"{text} is not known.")
            begins = text in ("{", r"\left") or text.startswith(r"\begin{")
            if text in ("}", r"\right", "&", r"\\") or text.startswith(r"\end{"):
                yield from self._tokens(*"}" * coloured.pop())
                if text in ("&", r"\\"):
                    begins = True
                elif not coloured:
                    raise CannotTypeset(f"{text} ends what did not begin.")
            if FIRST_MARK <= ord(text[0]) <= LAST_MARK:
                self._pass_mark(text)
            elif text in TEXT_COMMANDS:
                yield from self._tokens("{", *self.words(next(tokens), text[1:]), "}")
            elif text == r"\color":
                coloured[-1] += 1
                yield from self._tokens(r"\textcolor", next(tokens), "{")
            elif text.startswith((r"\begin{", r"\end{")):
                command, name = text[:-1].split("{")
                yield self._token(f"{command}{{{ENVIRONMENTS.get(name, name)}}}")
            else:
                yield self._token(RENAMED.get(text, text))
            if begins:
                coloured.append(0)
        if len(coloured) > 1:
            raise CannotTypeset("A group is not closed.")
        yield from self._tokens(*"}" * coloured[0])

    def _text(self, text: str, font: str) -> Iterator[Token]:
        groups = [(font, "")]  # the font of each open group, and what ends it in math mode
        position = 0
        while position < len(text):
            found = TEXT.match(text, position)
            if not found or not found.lastgroup:
                raise CannotTypeset(f"{text[position : position + 20]!r} has no meaning in text.")
            position = found.end()
            kind, value = found.lastgroup, found[found.lastgroup]
            font, end = groups[-1]
            match kind:
                case "mark":
                    self._pass_mark(value)
                case "char" | "escaped":
                    yield self._token(value, font)
                case "accent":
                    letter = unicodedata.normalize("NFC", value[1:].strip("{}") + ACCENTS[value[0]])
                    yield self._token(letter, font)
                case "space":
                    yield self._token(" ", font)
                case "row":
                    yield self._token("\n")
                case "math" | "inline" | "display":
                    style = r"\displaystyle" if kind == "display" else r"\textstyle"
                    yield from [*self._tokens("{", style), *self.math(value), self._token("}")]
                case "math_word":
                    yield self._token(value)
                case "font":
                    groups.append((value if value != "mbox" else "text", ""))
                case "open":
                    groups.append((font, ""))
                case "colour" | "wrap":
                    command = [r"\textcolor", value] if kind == "colour" else [rf"\{value}"]
                    yield from self._tokens(*command, "{")
                    groups.append((font, "}"))
                case "close" if len(groups) > 1:
                    groups.pop()
                    yield from self._tokens(*end)
                case "word" if value in FONTS:
                    groups[-1] = (FONTS[value], end)
                case "word" if value in WORDS:
                    yield self._token(WORDS[value], font if WORDS[value] != "\n" else "")
                case _:
                    raise CannotTypeset(f"{found[0]!r} is not known in text.")
        if len(groups) > 1:
            raise CannotTypeset("A group is not closed in text.")

    def words(self, text: str, font: str) -> Iterator[Token]:
        """Yield the tokens of a text, letters joined to words and a line break as a newline."""
        for (of_font, parts), run in groupby(
            self._text(text, font), key=lambda token: (token.font, token.parts)
        ):
            for joined in (rf"\{of_font}", "".join(run)) if of_font else run:
                token = Token(joined)
                token.parts = parts  # the part that is open by now may be the next one
                yield token

    def text_lines(self) -> list[list[Token]]:
        """Return the tokens of every line of the expression, read in text mode."""
        lines: list[list[Token]] = [[]]
        for word in self.words(self.expression.strip(), "text"):
            if word == "\n":
                lines.append([])
            else:
                lines[-1].append(word)
        return lines


class Parts(Converter):  # type: ignore[misc]
    """latex2mathml's converter, which writes the parts of its tokens into the elements."""

    def _convert_symbol(self, node: Any, parent: ET.Element, font: Any = None) -> None:
        known = len(parent)
        super()._convert_symbol(node, parent, font)
        if node.token in ("&", "{", "}") or (node.token[:1] == "\\" and parent[-1].text == node.token):
            raise CannotTypeset(f"{node.token} is not known, or not here.")
        _note_parts(node, parent, known)

    def _convert_command(self, node: Any, parent: ET.Element, font: Any = None) -> None:
        known = len(parent)
        super()._convert_command(node, parent, font)
        if node.token == commands.DOUBLEBACKSLASH:
            raise CannotTypeset("A line breaks where it cannot.")
        _note_parts(node, parent, known)


def _note_parts(node: Any, parent: ET.Element, known: int) -> None:
    parts = _parts(node)
    for element in parent[known:]:
        if parts is not None:
            element.set("parts", " ".join(parts))


def _parts(node: Any) -> tuple[str, ...] | None:
    for text in (node.token, node.delimiter, node.text):
        if isinstance(text, Token):
            return text.parts
    return next((parts for child in node.children or () if (parts := _parts(child)) is not None), None)


def _in_rows(tokens: list[Token], environment: str) -> list[Token]:
    depth, rows = 0, False
    for token in tokens:
        depth += token.startswith(("{", r"\begin{")) - token.startswith(("}", r"\end{"))
        rows = rows or (depth == 0 and token in ("&", r"\\"))
    name = "align*" if environment in ("align", "eqnarray") else "displaylines"
    return [Token(rf"\begin{{{name}}}"), *tokens, Token(rf"\end{{{name}}}")] if rows else tokens


def _placed(tokens: list[Token], inline: bool = False) -> Mnode:
    root = ET.Element("math", {"display": "inline" if inline else "block"})
    row = ET.SubElement(root, "mrow")
    nodes = walker._walk(iter(tokens or [Token(r"\quad")]), block=not inline, macros={})
    Parts()._convert_group(iter(nodes), row)
    _tidy(root)
    if (work := _work(root)) > MOST_WORK:
        raise CannotTypeset(f"The formula is nested too deep ({work} nodes to place).")
    return Math(root, size=EM).node


def _tidy(root: ET.Element) -> None:
    """Change what ziamath reads otherwise than latex2mathml means it."""
    for element in root.iter():
        text = re.sub("&#x([0-9A-Fa-f]+);", lambda match: chr(int(match[1], 16)), element.text or "")
        if element.get("mathcolor", "black") not in COLOURS:
            raise CannotTypeset(f"The colour {element.get('mathcolor')!r} is not known.")
        if element.get("rowlines") or element.get("columnlines") or element.get("mathbackground"):
            raise CannotTypeset("Lines in tables and coloured boxes are not drawn.")
        if element.tag == "mtext" and "monospace" not in element.get("mathvariant", ""):
            joined = LIGATURES if element.get("mathvariant") else LIGATURES | JOINED
            for typed, drawn in joined.items():
                text = text.replace(typed, drawn)
        elif element.tag == "mo" and text in ("↑", "↓") and not element.get("fence"):
            element.set("stretchy", "false")
        elif element.tag == "mover" and len(element) == 2 and element[1].text == "&#x0005E;":
            element[1].text = "ˆ" if element.get("accent") else "\u0302"
        elif element.tag == "mtable" and element.get("rowspacing") in (None, "3pt"):
            # TeX keeps rows apart with a strut in each, columns with \arraycolsep
            columns = max(len(row) for row in element)
            gap = "10" if element.get("rowspacing") is None else "0"
            element.set("columnspacing", " ".join([gap] * (columns - 1) + ["0"]))
            element.set("rowspacing", "0" if element.get("rowspacing") is None else "3")
            for row in element:
                row.extend(ET.Element("mtd") for _ in range(columns - len(row)))
                ET.SubElement(ET.SubElement(row, "mtd"), "mspace", STRUT)
        element.text = text
        for name, value in element.items():
            if re.fullmatch(r"[+-]?[\d.]+em", value):  # ziamath takes a point for 4/3 of its unit
                element.set(name, f"{float(value[:-2]) * 0.75}em")
    for row in root.iter():
        if len(row) > 1 and row.tag in ("mrow", "mtd", "mstyle", "msqrt", "menclose"):
            _space([child for child in row if child.tag != "mspace"])


def _space(row: list[ET.Element]) -> None:
    """Put TeX's spaces about the operators of a row; ziamath's own are wider, or missing."""
    before = "("
    for element, following in zip(row, [*row[1:], None], strict=True):
        text = (element.text or "") if element.tag == "mo" else "x"
        relation = operators.get_params(text, "infix").get("lspace") == "thickmathspace"
        spaces = None
        if text in BINARY:
            infix = following is not None and before == "x"
            spaces = (2.2, 2.2) if infix else (0, 0)
            element.set("form", "infix" if infix else "prefix")
        elif relation and text != "!":
            spaces = (2.8, 2.8)
        elif text in (",", ";"):
            spaces = (0, 1.7)
        elif text in ("∀", "∃", "∂", "∇"):
            spaces = (0, 0)
        elif len(text) > 1 and text.isalpha():  # \det, \operatorname{rank}
            alone = following is None or following.text in tuple("([{|")
            spaces = (1.7 if before == "x" else 0, 0 if alone else 1.7)
        if spaces:
            element.set("lspace", str(spaces[0]))
            element.set("rspace", str(spaces[1]))
        # What comes after a relation, a comma or an opening bracket makes a minus a sign.
        before = "(" if relation or text in BINARY or text in tuple("([{,;⟨") else "x"


def _work(element: ET.Element) -> int:
    """Count the nodes that ziamath builds: a row builds its children twice, to measure them first."""
    row = element.tag in ("math", "mrow", "mtd", "mpadded", "mphantom")
    row = row or (element.tag in ("msqrt", "menclose") and len(element) > 1)
    return 1 + len(element.text or "") + (1 + row) * sum(_work(child) for child in element)


class Drawing:
    """The SVG, its shapes grouped by the parts that they belong to."""

    def __init__(self) -> None:
        svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "version": "1.1"})
        self.groups: dict[tuple[str, ...], ET.Element] = {(): svg}
        self.parts: tuple[str, ...] = ()

    def add(self, node: drawable.Drawable, x: float, y: float, parts: str | None = None) -> None:
        """Draw a placed node and all in it; what has no part of its own goes to that of its neighbour."""
        if not abs(x) + abs(y) < LARGEST:  # neither too far away nor not a number
            raise CannotTypeset("The formula is too large.")
        if isinstance(node, Mnode):
            order: Sequence[int] = ORDER.get(node.mtag, ())
            if len(order) != len(node.nodes):
                order = range(len(node.nodes))
            for child, (dx, dy) in [(node.nodes[index], node.nodexy[index]) for index in order]:
                self.add(child, x + dx, y + dy, node.element.get("parts", parts))
            return
        if parts is not None:
            self.parts = tuple(parts.split())
        shapes = _shapes(node, x, y)
        if shapes:
            self._group(self.parts).extend(shapes)

    def _group(self, parts: tuple[str, ...]) -> ET.Element:
        if parts not in self.groups:
            self.groups[parts] = ET.SubElement(self._group(parts[:-1]), "g", id=parts[-1])
        return self.groups[parts]

    def written(self, ids: list[str]) -> str:
        """Return the SVG, with a group for every id, even where nothing is drawn."""
        for missing in sorted(set(ids) - {parts[-1] for parts in self.groups if parts}):
            self._group((missing,))
        return ET.tostring(self.groups[()], encoding="unicode")


def _shapes(node: Any, x: float, y: float) -> list[ET.Element]:
    """Return what a glyph or a line is drawn with: filled shapes only, for MathTex draws no strokes."""
    if node.phantom:
        return []
    if isinstance(node, drawable.Glyph) and node.glyph.index == 0:
        raise CannotTypeset(f"There is no glyph for {node.char!r}.")
    shapes: list[ET.Element] = []
    if isinstance(node, drawable.Box):
        lw, gap = node.lw, 1.7  # ziamath leaves less room than \fboxsep
        w, h, x, y = node.width + 2 * gap, node.height + 2 * gap, x - gap, y + gap
        edges = [(x, y - h, w, lw), (x, y - lw, w, lw), (x, y - h, lw, h), (x + w - lw, y - h, lw, h)]
        shapes = [
            ET.Element("rect", dict(zip(("x", "y", "width", "height"), map(str, edge), strict=True)))
            for edge in edges
        ]
    elif isinstance(node, drawable.Diagonal):
        (x2, y2), t = (x + node.width, y), node.lw / 2
        y1 = y - node.height
        shapes = [ET.Element("path", d=f"M{x} {y1 - t} L{x2} {y2 - t} L{x2} {y2 + t} L{x} {y1 + t} Z")]
    elif not (isinstance(node, drawable.HLine) and node.lw == 0):  # the bar that \binom has not
        holder = ET.Element("g")
        node.draw(x, y, holder)
        shapes = [piece for shape in holder for piece in _pieces(node, shape)]
    for shape in shapes:
        shape.attrib.pop("fill", None)
        if node.style.mathcolor != "black":
            shape.set("fill", node.style.mathcolor)
    return shapes


def _pieces(node: Any, shape: ET.Element) -> list[ET.Element]:
    """Return dots, primes and integrals one by one, as TeX sets them."""
    if getattr(node, "char", "") not in tuple("…⋯⋮⋱″‴∬∭"):
        return [shape]
    return [ET.Element("path", d="M" + dot) for dot in shape.get("d", "").split("M")[1:]]
