"""Judge by their words whether two prompts ask for the same video.

Similarity of meaning puts "sine" next to "cosine" and "x^2" next to "x^3". So a prompt is read strictly: politeness,
articles, spelling and a few synonyms aside, two prompts must have the same words, numbers, expressions and texts, in
orders that mean the same. What is in doubt is different. Filler is English and German, French, Spanish each for itself,
so a prompt is never like one in another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial

SOFT, HARD, AND, THEN = "¦", "‖", "&", "›"
"""Where a phrase ends: at an article, at a preposition that says little, at "and", at a comma or "then"."""
MARKS = frozenset((SOFT, HARD, AND, THEN))
_JOINTS = (HARD, AND, THEN)
_BOUNDARY = dict.fromkeys("of with for about at by using via having".split(), HARD) | {
    "and": AND,
    "then": THEN,
}
_EMPTY = frozenset(
    "is are was be it its their they this these those there that which who some our your my us me do does did has have "
    "also just".split()
)

# What stands around a request and asks for nothing.

_MEDIUM = (
    "(?:animation|video|clip|movie|film|visualization|illustration|demonstration|demo|explanation|simulation)"
)
_TELLING = "(?:show|explain|illustrate|demonstrat|visualiz|animat|simulat|describ|display)"
_OPENING = re.compile(
    rf"""[\s,.!?:;¦‖]*(?:
      (?:hello|hi|hey)(?:\ there)?(?=[\s,.!])
    | (?:please|pls|plz|kindly|ok|okay)\b
    | (?:can|could|would|will)\ (?:you|u|we)\b
    | (?:i|we)(?:'d|\ would)?\ (?:really\ )?(?:want|need|like|love|wish)(?:\ to\ (?:see|have|get|watch|know|learn|understand))?\b
    | i(?:'m|\ am)\ ¦\ (?:teacher|student)\ and\ need\b
    | (?:make|create|generate|produce|render|draw|animate|depict|show|give|tell|teach)(?:\ (?:me|us))?(?=\s|$)
    | {_TELLING}(?:e?s|e|ing)?(?:\ to\ (?:me|us))?(?=\s|$)
    | (?:short|quick|nice|little|brief|simple|small|cool)\ (?={_MEDIUM})
    | {_MEDIUM}(?:\ in\ manim)?\ (?:of|about|on|for|to|that|which|where|in\ which|showing|explaining)(?=\s)
    | (?:visualization|explanation|simulation)(?=\ )
    | how\b(?!\ (?:many|much|long|far|fast|often|big|old|high))(?:\ (?:do|does|to|can|is|are)\b)?
    | what(?:\ is|\ are)?\b
    | (?:that|me|us|of|about|apply|compute|calculate)\b
    )""",
    re.VERBOSE,
)
_CLOSING = re.compile(
    r"[\s,.?!:;¦(]+(?:please|pls|plz|thanks|thank you|thx|(?:to|for) (?:me|us)|animation|animated|visualization|visualized|"
    r"visually|simulation|simulated|explained|explanation|step by step|in manim|in ¦ (?:short )?(?:video|animation))[\s,.?!:;)]*$"
)
_FOREIGN = {
    "de": "zeige zeig zeichne erklare erklar mach bitte mir | der das dem des ein eine einen mit und auf von",
    "fr": "montre dessine explique moi s'il te vous plait le la les | du une et avec dans",
    "es": "muestra muestrame dibuja explica por favor el la los las | una con del",
}
"""Words that tell the language, two of them at least; those in front of the bar ask for nothing."""

# What is written in several ways.

_SYMBOLS = str.maketrans({
    "−": "-", "–": "-", "—": " , ", "×": "x", "·": "*", "⋅": "*", "÷": "/", "√": " sqrt ", "∞": "infinity", "≤": "<=", "≥": ">=",
    "≠": "!=", "→": "->", "°": " degrees ", "’": "'", "‘": "'", "′": "'", "″": "''", "$": "", "&": " and ", "Ω": " ohm ",
    "\N{OHM SIGN}": " ohm ", "¦": " ", "‖": " ", "›": " ",
})  # fmt: skip
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+")
_QUOTED = re.compile(
    r'```(?:\w*\n)?.+?```|`[^`]+`|"[^"]+"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|(?<!\w)\'[^\']+\'(?!\w)|(?<!\w)‘[^’]+’',
    re.DOTALL,
)
_SAID = re.compile(
    r"(?<=\b[Ww]rite )(?:the words? |the text )?([A-Z][^\W\d_]*(?: (?!in |with |above |below |then |and )[^\W\d_]+)*)(?=$|[.!,]| in )"
)
"""A text without quotation marks, if a capital tells that it is one."""
_ARTICLE = re.compile(
    r"\b(?:[Aa]n|[Tt]he|(?:a|(?:(?<=^)|(?<=[.!?] ))A)(?= +(?!(?:and|or|minus|plus|times|implies|given|onto|by|to|is)\b)(?:[^\W\d_]{2}|[\d\ue000-\uf8ff])))(?=\s)"
)
_COLOURS = "red|blue|green|yellow|orange|purple|pink|white|black|gray|teal|gold|maroon|brown|violet|cyan|magenta|turquoise"
_FUNCTION = "sin|cos|tan|cot|sec|csc|sinh|cosh|tanh|arcsin|arccos|arctan|ln|log|sqrt"
_GREEK = "alpha|beta|gamma|delta|epsilon|theta|lambda|mu|sigma|tau|phi|omega|pi"
_NUMBER = r"(?:-?\d+(?:\.\d+)?(?: ?\*? ?pi)?|-?pi)(?: ?/ ?\d+)?(?![\w.]*[\w(^])"
_COUNT = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMERAL = (
    {"zero": "0", "hundred": "100"}
    | {word: str(number) for number, word in enumerate(_COUNT.split(), 1)}
    | {word: f"{number}0" for number, word in enumerate(_TENS.split(), 2)}
)
_ORDINAL = dict(enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1))
_PHRASES = {
    "breadth first search": "bfs", "depth first search": "dfs", "binary search tree": "bst", "k nearest neighbors?": "knn",
    "support vector machines?": "svm", "principal components? analysis": "pca", "convolutional neural net(?:work)?s?": "cnn",
    "recurrent neural net(?:work)?s?": "rnn", "stochastic gradient descent": "sgd", "singular value decomposition": "svd",
    "travel+ing sales(?:man|person) problem": "tsp", "minimum spanning tree": "mst", "fundamental theorem of calculus": "ftc",
    "simple harmonic motion": "shm", "greatest common divisor": "gcd", "(?:least|lowest) common multiple": "lcm",
    "ordinary differential equation": "ode", "partial differential equation": "pde", "neural nets?": "neural network",
    "bar graph": "bar chart", "line graph": "line chart", "times table": "multiplication table", "anti ?clockwise": "counterclockwise",
    "counter clockwise": "counterclockwise", "direction field": "slope field", "contour (?:lines|map)": "level curves",
    "gaussian(?: distribution)?": "normal distribution", "bell curve": "normal distribution", "sandwich theorem": "squeeze theorem",
    "newton raphson(?: method)?": "newton method", "edit distance": "levenshtein distance", "mu ?= ?": "mean ",
    "pythagoras(?: ¦)? theorem": "pythagorean theorem", "conway game of life": "game of life", "euclids? algorithm": "euclidean algorithm",
    "prime numbers?": "primes", "get(?:s|ting)? (?:bigger|larger)": "grow", "get(?:s|ting)? smaller": "shrink",
    "h2o": "water", "co2": "carbon dioxide", "(?:in one plot|on ¦ same (?:axes|graph|plot|coordinate system))": "together",
    "gradient decent": "gradient descent", "dijkstras? shortest path": "dijkstra", "exponential function": "e^x", "natural log(?:arithm)?": "ln",
    "trade off": "tradeoff", "predator prey": "lotka volterra", "circumscribed circle": "circumcircle",
}  # fmt: skip
"""One name for what has several: regular expressions that match whole words."""
_WORDS = {
    "multiplication": "multiply", "addition": "add", "subtraction": "subtract", "rotation": "rotate", "reflection": "reflect",
    "insertion": "insert", "deletion": "delete", "traversal": "traverse", "expansion": "expand", "bisection": "bisect",
    "orthogonalization": "orthogonalize", "axes": "axis", "matrices": "matrix", "vertices": "vertex", "node": "vertex", "nodes": "vertex",
    "toss": "flip", "tosses": "flip", "tossing": "flip", "disc": "disk", "discs": "disk", "grey": "gray", "integrate": "integral",
    "integrating": "integral", "integration": "integral", "differentiate": "derivative", "factorize": "factor", "metre": "meter",
    "goes": "go", "going": "go", "modulo": "mod", "det": "determinant", "derivation": "derive", "sinusoidal": "sin", "lim": "limit", "labeled": "label",
}  # fmt: skip
_WEAK = frozenset("algorithm process technique concept method".split())
"""Words that may be there or not beside others."""
_MODES = {
    "graph": "plot plots plotted plotting graph graphs graphed",
    "proof": "proof prove proves proving proofs",
    "comparison": "compare comparing comparison compared",
}
"""What is asked for may be said at the front or at the end."""
_MODE = {word: mode for mode, words in _MODES.items() for word in words.split()}
_TERMS = """
algorithm animation binary bubble calculus central circle complex convergence convolution cosine
derivative derivatives determinant diagram diffraction dimension dimensional distribution eigenvalue eigenvalues eigenvector
eigenvectors electric ellipse equation equations explain exponential factorial fibonacci formula fourier fractal frequency function
functions geometric geometry gradient hexagon histogram hyperbola integral interference inverse laplace limit linear logarithm magnetic
matrix mechanism multiplication network neural parabola parallel pendulum pentagon perpendicular planet polygon polynomial
principle probability projectile pyramid pythagorean quadratic quicksort random rectangle recursion reflection refraction regression
rotating sequence series solution sphere spiral square squares standard surface tangent taylor theorem transform transformation
transformer triangle trigonometry variance vector velocity visualize
""".split()
"""Words that are read even if mistyped."""
_NOT_MISTYPED = frozenset(
    "liner plane plant rotting squire victor angels cercle cosinus elipse fonction fonctions formule funcion parabole "
    "diagramm transforme statistic inversa".split()
)
"""Words of their own, some in other languages."""


@dataclass(frozen=True)
class Reading:
    """A prompt as it is compared: words and values in order, with marks between phrases."""

    items: tuple[str, ...]
    apart: tuple[str, ...]
    """What may stand anywhere: intervals, settings (n=5), dimensions, what is to be done, the language."""
    text: str
    """The words as they were before endings were taken off: its meaning can be measured."""

    @property
    def letters(self) -> str:
        """What two prompts that ask for the same have in common whatever the order: to look them up by."""
        said = sorted("".join(_unmarked(self.items)).replace(" ", ""))
        return "\n".join(("".join(said), *self.apart))


def alike(one: Reading, other: Reading) -> bool:
    """Return whether two prompts ask for the same."""
    if not one.items or one.apart != other.apart or one.letters != other.letters:
        return False
    return any(agree(one.items, other.items) for agree in (_in_order, _by_phrases, _listed, _turned))


def _unmarked(items: Iterable[str]) -> list[str]:
    return [item for item in items if item not in MARKS]


def _in_order(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words follow each other alike; compounds ("bubblesort") may be written as one."""
    return "".join(_unmarked(one)) == "".join(_unmarked(other))


def _by_phrases(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each phrase has the same words: "red ball bouncing", "bouncing red ball"."""
    return any(
        [_cycle(phrase) for phrase in _phrases(one, ends)]
        == [_cycle(phrase) for phrase in _phrases(other, ends)]
        for ends in (SOFT + HARD + AND + THEN, HARD + AND + THEN)
    )


def _listed(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the prompts have the same two things, joined by "and"."""
    if any(mark in (*one, *other) for mark in (HARD, THEN)) or not one.count(AND) == other.count(AND) == 1:
        return False
    return sorted(map(_cycle, _phrases(one, AND))) == sorted(map(_cycle, _phrases(other, AND)))


def _turned(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one has as an attribute what the other has behind "of", or begins with what the other ends with."""
    flat, joined = sorted((one, other), key=lambda items: sum(item in _JOINTS for item in items))
    if any(item in _JOINTS for item in flat):
        return False
    before, *after = _phrases(joined, "".join(_JOINTS))
    if not after:
        return _coloured(flat) == _coloured(joined)
    turned = len(after) == 1 and HARD in joined and (*after[0], *before) == tuple(_unmarked(flat))
    # the axis of rotation is no rotation of the axis
    return turned and not any(item in _acts() for item in after[0])


@cache
def _acts() -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORDS if word.endswith("ion"))


def _coloured(items: Sequence[str]) -> tuple[str, ...]:
    """Return the words from the same one on, with the colour of the only thing there is in front."""
    colours = [item for item in items if item in _COLOURS.split("|")]
    if len(items) > 3 or SOFT in items or len(colours) != 1:
        return _cycle(tuple(_unmarked(items)))
    return (*colours, *_cycle(tuple(item for item in items if item not in colours)))


def _phrases(items: Sequence[str], ends: str = SOFT + HARD + AND + THEN) -> list[tuple[str, ...]]:
    """Return the words between marks; marks that end no phrase here are left out."""
    found: list[list[str]] = [[]]
    for item in items:
        if item not in MARKS:
            found[-1].append(item)
        elif item in ends:
            found.append([])
    return [tuple(phrase) for phrase in found]


def _cycle(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words from the same one on, whichever they begin with: a subject and its object never change places."""
    return min((words[at:] + words[:at] for at in range(len(words))), default=())


# reading


@lru_cache(maxsize=1024)
def read(prompt: str) -> Reading:
    """Read a prompt."""
    text, quoted = _unquoted(unicodedata.normalize("NFC", prompt))
    text = _spelled(_plain(text))
    rest, apart = _set_apart(text)
    reading = _reading(rest, quoted, apart)
    if not {AND, THEN} & set(reading.items):
        return reading
    # of several things, each keeps what is said of it
    return _reading(_kept_in_place(text, quoted), quoted, ())


def _reading(text: str, quoted: Sequence[str], apart: tuple[str, ...]) -> Reading:
    language = _language(text)
    text = _without_frame(text)
    empty = _EMPTY if language is None else frozenset(_FOREIGN[language].partition("|")[0].split())
    items = tuple(_glued(_items(text, quoted, empty)))
    items, modes = _modes(_without_weak(items))
    told = re.findall(r"[^\s¦‖,.;:?!]+", text)
    spoken = " ".join(word for word in told if word not in empty and word not in _WEAK)
    return Reading(items, (*apart, *modes, f"in {language}"), spoken)


def exact(prompt: str) -> str:
    """Return a prompt without what never makes a difference: white space, case outside of texts, a full stop."""
    text, quoted = _unquoted(unicodedata.normalize("NFC", prompt))
    text = _folded(text).lower().rstrip(".? ")
    return re.sub("[\ue000-\uf8ff]", lambda match: quoted[ord(match[0]) - 0xE000], text)


def _unquoted(text: str) -> tuple[str, list[str]]:
    """Put one private character for each text in quotation marks; it counts as it is written."""
    quoted: list[str] = []

    def kept(match: re.Match[str]) -> str:
        quoted.append(f'"{match[match.lastindex or 0].strip(_QUOTES).strip()}"')
        return f" {chr(0xE000 + len(quoted) - 1)} "

    text = re.sub("[\ue000-\uf8ff]", " ", text)
    return _SAID.sub(kept, _QUOTED.sub(kept, text)), quoted


_QUOTES = "`\"'“”„«»‘’"


def _folded(text: str) -> str:
    """Write characters that look different and mean the same in one way."""
    text = _SUPERSCRIPT.sub(lambda match: "^" + unicodedata.normalize("NFKC", match[0]), text)
    text = re.sub(r"(?<=[A-Z])[₀-₉]", lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = re.sub(r"[₀-₉]+", lambda match: "_" + unicodedata.normalize("NFKC", match[0]), text)
    text = unicodedata.normalize("NFKC", text.translate(_SYMBOLS)).translate(_SYMBOLS)
    text = re.sub("[α-ω]", lambda match: f" {_greek(match[0])} ", text)
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Fold a text, take articles for ends of phrases, and drop accents and abbreviations in brackets."""
    text = _folded(text)
    text = _ARTICLE.sub(SOFT, re.sub(r"\([A-Z]{2,}\)", "", text.lower() if text.isupper() else text))
    apart = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", apart))


def _greek(letter: str) -> str:
    return unicodedata.name(letter).rpartition(" ")[2].lower().replace("lamda", "lambda")


def _spelled(text: str) -> str:
    """Write words, numbers and expressions in one way."""
    for pattern, written in _rewrites():
        text = pattern.sub(written, text)
    return text


Form = str | Callable[[re.Match[str]], str]


@cache
def _rewrites() -> tuple[tuple[re.Pattern[str], Form], ...]:
    """Return what is written in another way, in this order, and how."""
    names, written = "|".join(f"({phrase})" for phrase in _PHRASES), list(_PHRASES.values())
    rules: list[tuple[str, Form]] = [
        (r"(\w)n't\b", r"\1 not"),
        (r"(?<=[^\W\d_]{2})'s?\b|(?<=s)'(?=\s|$)", ""),
        # hyphens
        (r"(?<=[^\W\d_]{2})-(?=[\w\ue000])", " "),
        (rf"(?<=\w)-(?=(?!(?:{_FUNCTION}|pi)\b)[^\W\d_]{{2}})", " "),
        (r"(?<=[^\W\d_]{2}) -+ (?=[^\W\d_]{2})", " , "),
        # spelling
        (r"\b(\w{3,})is(e|es|ed|er|ing|ation)\b", r"\1iz\2"),
        (r"\b(?!cont)(\w{3,})our(s|ed|ing)?\b", r"\1or\2"),
        (r"\b(\w+[tb])re(s?)\b", r"\1er\2"),
        (r"\b(\w{3,})ll(ed|ing|er)\b", r"\1l\2"),
        (r"\bvisuali[sz]", "visualiz"),
        (r"\b[a-z]{5,}\b", lambda match: _mistyped().get(match[0], match[0])),
        # numbers
        (r"(?<![\d.,\[(])\d{1,3}(?:,\d{3})+(?![\d,])", lambda match: match[0].replace(",", "")),
        (r"\b(\d)[ -]?d\b", r"\1d"),
        (r"\b(two|three|2|3)[ -]dimension(?:s|al)\b", lambda match: _NUMERAL.get(match[1], match[1]) + "d"),
        (r"\b(\d+)(?:st|nd|rd|th)\b", lambda match: _ORDINAL.get(int(match[1]), match[0])),
        (r"\b[a-z]+\b", lambda match: _NUMERAL.get(match[0], match[0])),
        (r"(?<=\d) ?(?:x|by|times) ?(?=\d)", "×"),
        # names
        (rf"\b(?:{names})\b", lambda match: written[(match.lastindex or 1) - 1]),
        (r"\bbecom(?:e|es|ing)\b", "into"),
        (r"\b(?:turn|transform|morph|chang|convert)(?:s|e|es|ing)?\b(?=.* into\b)", ""),
        (
            r"\b(?:on|in)(?= (?:¦ )?(?:\w+ )?(?:graph|tree|list|array|prism|rod|string|example|number line|-?\d))",
            "of",
        ),
        (r"\babout(?= (?:¦ )?(?:[a-z] axis|origin|center)\b)", "around"),
        (r"\b(orbit(?:s|ing)?) around\b", r"\1"),
        (rf"\b({'|'.join(w for w in _WORDS if w.endswith('ion'))}) of\b", rf"\1 {SOFT}"),
        (
            r"\b(?:write|display|show|put)(?: ¦)?(?: words?| text| phrase)? (?=[\ue000-\uf8ff])|(?:¦ )?\b(?:words?|text|phrase) (?=[\ue000-\uf8ff])",
            "write ",
        ),
        (r"(?:\b(?:write|display|show) )?(?:¦ )?\b(?:equation|formula) (?=[a-z]\w? ?=)", "write formula "),
        (r"\b(?:curve|line|function)(?= (?:y|f ?\(x\)) ?=)", ""),
        (r"\bplotted together\b", "plotted"),
        (rf"\bradius (?:of |is |= )?({_NUMBER})", r"r = \1"),
        (rf"\b(?:in|colored) (?:¦ )?(?:color )?({_COLOURS})\b", r"\1"),
        (r"\bsolve (?:¦ )?equation\b", "solve"),
        (r"\bhow ((?!many|much|long|far|fast).*?)\bworks?\b", r"how \1"),
        (r"\bstep by step\b", ""),
        (r"\b(?:list|array|numbers?|values?|elements?|sequence)(?=:? ?[\[(]? ?-?\d)", ""),
        (r"\binterval \(", "interval open ("),
        # expressions
        (r"\b([a-z]) squared\b", r"\1^2"),
        (r"\b([a-z]) cubed\b", r"\1^3"),
        (r"\*\*", "^"),
        (rf"(?<=[\w)]) ?\* ?(?=(?:[a-z]|{_FUNCTION}|pi)\b|\()", " "),
        (r"\bsquare root of\b", "sqrt"),
        (r"\babsolute value of (?:¦ )?([a-z])\b", r"|\1|"),
        (r"\bexp ?\((-?[a-z])\)|\bexp (-?[a-z])\b", lambda match: f"e^{match[1] or match[2]}"),
        (r"\^\((-?(?:[a-z]|\d+))\)", r"^\1"),
        (r"\b(co)?sines?\b", lambda match: "cos" if match[1] else "sin"),
        (rf"\b({_FUNCTION}) (?:curve|graph|function)\b", r"\1 plot"),
        (rf"\b({_FUNCTION})(?: ?\(x\)| x\b)(?!\s*[\^(])", r"\1"),
        (r"\b(?:d/dx|differentiate)(?: of)?(?![\w/])", "derivative ‖"),
        (r"\b(?:approache?s?|goes to|tends to)\b", "->"),
        (r"(.+?)\bas (?:¦ )?([a-z ]+)$", r"\2 ‖ \1"),
        (r"\bup to\b", "to"),
        (r"\b(?:(?:with|at) )?(?:¦ )?(?:launch )?angle (?:of )?(?=-?\d+ degrees)", "at "),
        (r"\bturn(?:s|ing)?\b(?=.* degrees)", "rotate"),
        (r"\bthrough(?= -?\d)", "by"),
        (
            r"^((?!.*(?:\bwrite\b|\by\b.*\by\b|=.*=)).*?)(?<![-+*/^=] )\b(?:y|f ?\(x\)|f x) ?= ?(?=\S.*\bx\b|\S*x|.*\b(?:"
            + _FUNCTION
            + r")\b)(?!x$|x[ ,.]*$)",
            r"\1",
        ),
        (r"\b(?:¦ )?vectors? (?=\()", ""),
    ]
    return tuple((re.compile(pattern), form) for pattern, form in rules)


@cache
def _mistyped() -> dict[str, str]:
    """Return each term by what it is when letters are swapped, doubled or left out, or a vowel is another."""
    found: dict[str, str] = {}
    for term in _TERMS:
        for at in range(1, len(term)):
            swapped = term[:at] + term[at : at + 2][::-1] + term[at + 2 :]
            vowels = [term[:at] + vowel + term[at + 1 :] for vowel in "aeiou" if term[at] in "aeiou"]
            for wrong in (swapped, term[:at] + term[at + 1 :], term[:at] + term[at] + term[at:], *vowels):
                found.setdefault(wrong, term)
    return {wrong: term for wrong, term in found.items() if wrong not in (*_TERMS, *_NOT_MISTYPED)}


_BEFORE = r"(?:\b(?:of|with|for|at|where|when) )?"
_APART: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(_BEFORE + pattern), form)
    for pattern, form in (
        (rf"\b(?:x )?(?:from|between) (?:x ?= ?)?({_NUMBER}) ?(?:to|and|until) ?({_NUMBER})", "{}..{}"),
        (rf"\b(?:x )?(?:in|on|over)(?: ¦)?(?: interval)? ?\[ ?({_NUMBER}) ?, ?({_NUMBER}) ?\]", "{}..{}"),
        (rf"({_NUMBER}) ?<= ?x ?<= ?({_NUMBER})", "{}..{}"),
        (rf"(?<![\w.])({_NUMBER}) ?(?:to|\.\.+) ?({_NUMBER})", "{}..{}"),
        (rf"(?:\bas )?\b([a-z]) ?-> ?({_NUMBER}|-?infinity)", "{}->{}"),
        (
            rf"(?<![-+*/^=\w])(?<![-+*/^=] )([a-z]|{_GREEK}) ?= ?(-?\d+(?:\.\d+)?)(?!\.?\w| ?[\^*/+(=-]| ?[a-z]\b)",
            "{}={}",
        ),
        (r"(?:\bin )?\b([123]d)\b", "{}"),
    )
)


def _set_apart(text: str) -> tuple[str, tuple[str, ...]]:
    """Take out what may stand anywhere; two of a kind keep their order where it matters."""
    found: list[str] = []
    for pattern, form in _APART:
        these = [_apart(match, form) for match in pattern.finditer(text)]
        settings = form == "{}={}" and len({each.partition("=")[0] for each in these}) == len(these)
        found += sorted(these) if settings else these
        text = pattern.sub(" ", text)
    return text, tuple(found)


def _kept_in_place(text: str, quoted: list[str]) -> str:
    """Write what might have been set apart in one way where it stands."""

    def kept(match: re.Match[str], form: str) -> str:
        quoted.append(_apart(match, form))
        return f" {chr(0xE000 + len(quoted) - 1)} "

    for pattern, form in _APART:
        text = pattern.sub(partial(kept, form=form), text)
    return text


def _apart(match: re.Match[str], form: str) -> str:
    return re.sub(r"[ *]", "", form.format(*match.groups()))


def _language(text: str) -> str | None:
    words = re.findall(r"[a-z']+", text)
    counts = {
        name: sum(1 + (len(word) > 4) for word in words if word in told.split())
        for name, told in _FOREIGN.items()
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 1 else None


def _without_frame(text: str) -> str:
    """Leave out greetings, thanks and "an animation that shows"."""
    while match := _OPENING.match(text):
        text = text[match.end() :]
    while (shorter := _CLOSING.sub("", text)) != text:
        text = shorter
    return text


_TOKEN = re.compile(r"[\ue000-\uf8ff]|\d+(?:\.\d+)?|[^\W\d_]+\d+\w*|[^\W\d_]+|->|<=|>=|!=|[^\s\w]")


def _items(text: str, quoted: Sequence[str], empty: frozenset[str]) -> Iterator[str]:
    """Yield words as stems, values with a space in front, and marks."""
    text = re.sub(r"[\[\]{}]", " ", text)
    for _ in range(2):
        text = re.sub(r"\(([^()]*,[^()]*)\)", r" \1 ", text)
    text = re.sub(r"\( ?(-?(?:\d+|[^\W\d]\w*)) ?\)", r" \1 ", text)
    text = re.sub(r"(?:(?<=[\s,(=^/*])|^)-(?=\d)", "~", text)
    text = re.sub(r"(?<=\d)\s*(?:,|,? and)\s*(?=~?\d)", " ", text)
    text = re.sub(r"(?<=[a-z\d])!(?![\w!]*[a-z])(?<!\w\w!)", "factorial", text)
    for word in _TOKEN.findall(text):
        if "\ue000" <= word <= "\uf8ff":
            yield f" {quoted[ord(word) - 0xE000]}"
        elif word in _BOUNDARY or word in MARKS:
            yield _BOUNDARY.get(word, word)
        elif word in ",.;":
            yield THEN
        elif word in "?!:":
            yield SOFT
        elif word not in empty:
            yield f" {word}" if _is_value(word) else _stem(word)


def _is_value(word: str) -> bool:
    is_name = len(word) == 1 or re.fullmatch(f"{_FUNCTION}|{_GREEK}|infinity", word)
    return bool(is_name) or not word[0].isalpha()


def _glued(items: Iterable[str]) -> Iterator[str]:
    """Join neighbouring values to one; of neighbouring marks the strongest stays, those at the ends go."""
    last, mark = "", ""
    for item in items:
        if item in MARKS:
            mark = max(mark, item, key=f"{SOFT}{HARD}{AND}{THEN}".find) if mark else item
        elif last.startswith(" ") and item.startswith(" ") and not mark:
            last += item
        else:
            yield from (each for each in (last, mark if last else "") if each)
            last, mark = item, ""
    if last:
        yield last


def _without_weak(items: tuple[str, ...]) -> tuple[str, ...]:
    strong = tuple(item for item in items if item not in _WEAK)
    return strong if _unmarked(strong) else items


def _modes(items: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """Take out what to do; an expression by itself is drawn anyway."""
    modes = {_MODE[item] for item in items if item in _MODE}
    rest = tuple(_glued(item for item in items if item not in _MODE))
    if len(rest) == 1 + ("surfac" in rest) and rest[-1].startswith(" "):
        modes.discard("graph")
    return rest, sorted(modes)


def _stem(word: str) -> str:
    """Return a word without the endings of plurals and of "-ing"; "-ed" is another thing (charged, charging)."""
    word = _WORDS.get(word, word)
    if word in _MODE:
        return word
    if len(word) > 3 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = _WORDS.get(word, word)
    if len(word) > 5 and word.endswith("ing") and re.search("[aeiouy]", word[:-3]):
        word = re.sub(r"([bdgmnprt])\1$", r"\1", word[:-3])
    return word[:-1] if len(word) > 3 and word.endswith("e") and word not in ("note", "prime") else word
