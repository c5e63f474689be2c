"""Words and forms that are read as one: plain tables, applied in the order in which they stand.

In the patterns a pair of quotation marks stands for a text that was quoted; its wording is kept elsewhere.
"""

COLOUR = "red|blue|green|yellow|orange|purple|pink|white|black|gr[ae]y"
FUNCTION = "sin|cos|tan|cot|sec|csc|sinh|cosh|tanh|arcsin|arccos|arctan|ln|log|sqrt"
GREEK = "alpha|beta|gamma|delta|epsilon|theta|lambda|mu|sigma|tau|phi|omega|pi"
NUMBER = r"(?:-?\d+(?:\.\d+)?(?: ?\*? ?pi)?|-?pi)(?: ?/ ?\d+)?(?![\w.]*[\w(^])"

SYMBOLS = str.maketrans({
    "−": "-", "–": "-", "—": " , ", "×": "x", "·": "*", "⋅": "*", "÷": "/", "√": " sqrt ", "∞": "infinity", "≤": "<=", "≥": ">=",
    "≠": "!=", "→": "->", "°": " degrees ", "’": "'", "‘": "'", "′": "'", "″": "''", "$": "", "&": " and ", "Ω": " ohm ",
    "\N{OHM SIGN}": " ohm ", "\N{FULLWIDTH QUOTATION MARK}": " ",
})  # fmt: skip

AND = frozenset(["and", "then", ",", ".", ";"])
OF = frozenset("of with for about at by using via having".split())
"""What joins two phrases: beside each other, or the second said of the first."""
EMPTY = frozenset(
    "is are was be it its their they this these those there that which who some our your my me do does did has have "
    "also just algorithm process technique concept method ? ! :".split()
)
"""What says nothing between other words."""

_MEDIUM = "(?:animation|video|clip|visualization|illustration|demonstration|explanation|simulation)"
OPENING = (
    r"[\s,.!?:;]+",
    r"(?:hello|hi|hey|please|pls|plz|kindly)\b",
    r"(?:can|could|would|will) (?:you|we)\b",
    r"(?:i|we)(?:'d| would)? (?:want|need|like)(?: to (?:see|know|understand))?\b",
    r"(?:make|create|generate|draw|give|tell|teach|apply|compute|calculate)\b(?: (?:me|us)\b)?",
    r"(?:show|explain|illustrat|demonstrat|visualiz|animat|simulat|describ|display)(?:e?s|e|ing)?\b(?: (?:to )?(?:me|us)\b)?",
    rf"(?:short |quick |simple )?{_MEDIUM}(?: (?:of|about|on|for|to|that|where|showing|explaining)\b| )",
    r"how\b(?! (?:many|much|long|far|fast))(?: (?:do|does|to|can|is|are)\b)?",
    r"what(?: is| are)?\b",
    r"(?:that|about)\b",
)
"""What stands before a request and asks for nothing."""
CLOSING = (
    rf"{_MEDIUM}|please|pls|plz|thanks|thank you|thx|(?:to|for) (?:me|us)|animated|visualized|visually|simulated|explained|"
    "in manim|[,.?!:;]"
)
"""What stands behind it."""

_NUMERALS = "zero one two three four five six seven eight nine ten eleven twelve"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
WORDS = {
    "multiplication": "multiply", "addition": "add", "subtraction": "subtract", "rotation": "rotate", "reflection": "reflect",
    "insertion": "insert", "deletion": "delete", "traversal": "traverse", "bisection": "bisect", "comparison": "compare",
    "integrate": "integral", "integrating": "integral", "integration": "integral", "prove": "proof", "plotted": "plot", "graph": "plot",
    "matrices": "matrix", "vertices": "vertex", "node": "vertex", "tosse": "flip", "toss": "flip", "disc": "disk", "grey": "gray",
    "modulo": "mod", "lim": "limit",
}  # fmt: skip
"""Of a word in the singular, the one that stands for it."""
PHRASES = {
    "breadth first search": "bfs", "depth first search": "dfs", "binary search tree": "bst", "k nearest neighbors?": "knn",
    "support vector machines?": "svm", "principal components? analysis": "pca", "convolutional neural net(?:work)?s?": "cnn",
    "recurrent neural net(?:work)?s?": "rnn", "stochastic gradient descent": "sgd", "singular value decomposition": "svd",
    "travel+ing sales(?:man|person) problem": "tsp", "simple harmonic motion": "shm", "fundamental theorem of calculus": "ftc",
    "greatest common divisor": "gcd", "bar graph": "bar chart", "direction field": "slope field", "contour lines": "level curves",
    "gaussian distribution|bell curve": "normal distribution", "sandwich theorem": "squeeze theorem", "h2o": "water",
    "pythagoras theorem": "pythagorean theorem", "conway game of life": "game of life", "prime numbers?": "primes",
    "exponential function": "e^x", "natural log(?:arithm)?": "ln", "minimum spanning tree": "mst", "least common multiple": "lcm",
    "anti ?clockwise|counter clockwise": "counterclockwise", "line graph": "line chart", "edit distance": "levenshtein distance",
    "neural nets?": "neural network", "ordinary differential equation": "ode", "partial differential equation": "pde",
}  # fmt: skip
"""One name for what has several: patterns of whole words."""

_BEFORE = r"(?:,? ?\b(?:of|with|for|at|where|when|in|and|as) )?(?:, )?"
_SETTINGS = tuple(
    (_BEFORE + pattern, form)
    for pattern, form in (
        (rf"\b(?:x )?(?:from|between) (?:x ?= ?)?({NUMBER}) ?(?:to|and|until) ?({NUMBER})", r" {\1..\2} "),
        (rf"\b(?:x )?(?:in|on|over)(?: interval)? ?\[ ?({NUMBER}) ?, ?({NUMBER}) ?\]", r" {\1..\2} "),
        (rf"(?<![-+*/^=\w])(?<![-+*/^=] )([a-z]|{GREEK}) ?= ?(-?\d+(?:\.\d+)?)(?!\.?\w| ?[\^*/+(=-]| ?[a-z]\b)", r" {\1=\2} "),
        (r"\b([123]d)\b", r" {\1} "),
        (rf"\b([a-z]) ?-> ?({NUMBER}|-?infinity)", r" {\1->\2} "),
    )
)  # fmt: skip
"""What may stand anywhere: it is written in braces."""

REWRITES = (
    *((rf"\b{word}\b", str(n)) for n, word in enumerate(_NUMERALS.split())),
    *((rf"\b{n}(?:st|nd|rd|th)\b", word) for n, word in enumerate(_ORDINALS.split(), 1)),
    (r"\bstep[ -]by[ -]step\b", ""),
    (r"(?<=[^\W\d_]{2})'s?(?!\w)", ""),
    (rf"(?<=\w)-(?=(?!(?:{FUNCTION}|pi)\b)[^\W\d_]{{2}})", " "),
    (r"\b(\w{3,})is(e|es|ed|er|ing|ation)\b", r"\1iz\2"),
    (r"\b(?!cont)(\w{3,})our(s|ed|ing)?\b", r"\1or\2"),
    (r"\b(\w+[tb])re(s?)\b", r"\1er\2"),
    (r"\b(\w{3,})ll(ed|ing|er)\b", r"\1l\2"),
    *((rf"\b(?:{phrase})\b", name) for phrase, name in PHRASES.items()),
    (r"\b(2|3)[ -]d(?:imension(?:s|al))?\b", r"\1d"),
    (r"(?<=\d) ?(?:x|by|times) ?(?=\d)", "×"),
    (r"\bbecom(?:e|es|ing)\b", "into"),
    (r"\b(?:turn|transform|morph|chang|convert)(?:s|e|es|ing)?\b(?=.* into\b)", ""),
    (r"\b(?:on|in)(?= (?:\w+ )?(?:graph|tree|list|array|string|-?\d))", "of"),
    (r'(?:\b(?:write|display|show) )?(?:\b(?:words?|text|phrase) )?""', 'write ""'),
    (r"\b(?:write|display|show) (?:equation|formula) ", "formula "),
    (r"\b(?:curve|line|function)(?= (?:y|f ?\(x\)) ?=)", ""),
    (rf"\bradius (?:of |is |= )?({NUMBER})", r"r = \1"),
    (rf"\b(?:in|colored) ({COLOUR})\b", r"\1"),
    (r"\bhow ((?!many|much|long|far|fast).*?)\bworks?\b", r"how \1"),
    (r"\b(?:list|array|numbers?|values?|elements?|sequence)(?=:? ?[\[(]? ?-?\d)", ""),
    (r"\b([a-z]) squared\b", r"\1^2"),
    (r"\b([a-z]) cubed\b", r"\1^3"),
    (r"\b(?:approache?s?|goes to|tends to)\b", "->"),
    (r"\*\*", "^"),
    (rf"(?<=[\w)]) ?\* ?(?=(?:[a-z]|{FUNCTION}|pi)\b|\()", " "),
    (r"\bsquare root of\b", "sqrt"),
    (r"\bsines?\b", "sin"),
    (r"\bcosines?\b", "cos"),
    (rf"\b({FUNCTION}) (?:curve|graph|function)\b", r"\1 plot"),
    (rf"\b({FUNCTION})(?: ?\(x\)| x\b)(?!\s*[\^(])", r"\1"),
    (r"\b(?:d/dx|differentiate)(?: of)?(?![\w/])", "derivative of"),
    (r"^(.+?)\bas ([a-z ]+)$", r"\2 of \1"),
    (r"\bup to\b", "to"),
    (r"^([^=]*?)\b(?:y|f ?\(x\)) ?= ?(?=[^=]*x\b[^=]*$)", r"\1"),
    (r"\bvectors? (?=\()", ""),
    *_SETTINGS,
    (r"(?<=[\d)])!(?!=)|(?<=\b[a-z])!(?!=)", " factorial"),
)
