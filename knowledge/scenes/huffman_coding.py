# /// scene
# title = "Huffman coding: frequent letters get short codes"
# topic = "computing"
# prompts = [
#   "Explain Huffman coding",
#   "Huffman tree for \"mississippi\"",
#   "How does Huffman compression give frequent letters short codes?",
#   "Build the Huffman code of the word \"abracadabra\" by joining the two rarest again and again",
#   "huffman encoding data compression animation",
# ]
# asked = [
#   "how can a zip file be smaller and lose nothing",
#   "give letters you use a lot fewer dots and dashes",
#   "shrink a text message before sending it",
#   "construct the optimal prefix tree for A:5 B:2 C:1 D:1",
#   "variable length codes, merge two min freq nodes, huffmann",
#   "optimal prefix-free code, lossless entropy encoder",
#   "fixed eight-bit ASCII versus variable-length bit strings",
#   "Huffman-Codierung: häufige Buchstaben bekommen kurze Codes",
#   "codage de Huffman, compression sans perte d'un mot",
#   "código de Huffman para comprimir una palabra",
# ]
# concepts = [
#   "Huffman coding", "Huffman code", "Huffman tree", "huffman", "encoding", "data compression", "compress", "compression", "prefix code",
#   "frequency", "frequencies", "letters", "bits", "binary code", "codes", "code", "entropy coding", "greedy algorithm", "tree", "word", "computer science",
# ]
# licence = "MIT"
# requires = ["huffman"]
# variations = [
#   { WORD = "MMMMMWWWiio!" },
#   { WORD = "abcdefghijkl", NODE_COLOR = "purple" },
#   { WORD = "aaa" },
# ]
# [parameters]
# WORD = { type = "text", longest = 12, about = "the text that is encoded" }
# NODE_COLOR = { type = "color", about = "colour of the nodes" }
# ///
from manim import *

WORD = "abracadabra"
NODE_COLOR = BLUE
JOIN_COLOR = YELLOW
CODE_COLOR = GREEN
LEAF_Y = -1.35


def joined(word):
    """The Huffman tree as nested pairs (count, letter or (left, right)), and the joins in order."""
    forest = [(word.count(letter), letter) for letter in dict.fromkeys(word)]
    joins = []
    while len(forest) > 1:
        forest.sort(key=lambda tree: tree[0])  # stable: equal counts stay in order
        light, heavy = forest[:2]
        joins.append((light[0] + heavy[0], (light, heavy)))
        forest = [*forest[2:], joins[-1]]
    return forest[0], joins


def leaves(tree, code=""):
    """The letters from left to right, each with the path of 0 and 1 that leads to it."""
    if isinstance(tree[1], str):
        return [(tree[1], code or "0")]
    return leaves(tree[1][0], code + "0") + leaves(tree[1][1], code + "1")


def height(tree):
    return 0 if isinstance(tree[1], str) else 1 + max(map(height, tree[1]))


TREE, JOINS = joined(WORD)
CODES = dict(leaves(TREE))
PITCH = min(1.8, 12.4 / len(CODES))
RISE = 3.4 / max(height(TREE), 2)
RADIUS = min(0.4, 0.34 * PITCH)


def place(tree):
    """Leaves stand in a row; what joins others stands above their middle, the higher the more it joins."""
    if isinstance(tree[1], str):
        return np.array([PITCH * (list(CODES).index(tree[1]) - (len(CODES) - 1) / 2), LEAF_Y, 0])
    left, right = map(place, tree[1])
    return np.array([(left[0] + right[0]) / 2, LEAF_Y + RISE * height(tree), 0])


def node(tree):
    """A count in a circle."""
    circle = Circle(radius=RADIUS, color=NODE_COLOR, stroke_width=4).set_fill(BLACK, 1)
    return VGroup(circle, Text(f"{tree[0]}", font_size=28)).move_to(place(tree))


def shown(letter):
    return "␣" if letter.isspace() else letter


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"Huffman code of “{WORD}”", font_size=36).to_edge(UP, buff=0.3)
        self.remark = VMobject()
        counted = [(WORD.count(letter), letter) for letter in CODES]
        self.nodes = {place(leaf).tobytes(): node(leaf) for leaf in counted}
        letters = {
            leaf[1]: Text(shown(leaf[1]), font_size=34).move_to(place(leaf) + 0.75 * DOWN) for leaf in counted
        }
        self.play(FadeIn(title), run_time=0.6)
        self.say("count each letter")
        leaf_row = [FadeIn(VGroup(mobject), shift=0.3 * UP) for mobject in letters.values()]
        self.play(LaggedStart(*leaf_row, lag_ratio=0.15), run_time=1.2)
        self.play(LaggedStart(*map(GrowFromCenter, self.nodes.values()), lag_ratio=0.15), run_time=1)
        pace = min(1.6, 11 / max(len(JOINS), 1))
        self.digits = VGroup()
        for tree in JOINS:
            self.join(tree, pace)
        self.read_codes(letters)

    def say(self, words, color=JOIN_COLOR):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to(3.5 * DOWN)
        self.add(self.remark)

    def join(self, tree, pace):
        """Put a node above the two lightest trees."""
        parts = [self.nodes[place(part).tobytes()] for part in tree[1]]
        self.say(f"join the two lightest: {tree[1][0][0]} + {tree[1][1][0]} = {tree[0]}")
        self.play(*[part[0].animate.set_stroke(JOIN_COLOR, 6) for part in parts], run_time=0.35 * pace)
        above = node(tree)
        edges = [Line(place(tree), place(part), color=GRAY_B, stroke_width=4, z_index=-1) for part in tree[1]]
        digits = VGroup()
        for edge, digit, side in zip(edges, "01", (LEFT, RIGHT)):
            label = Text(digit, font_size=26, color=CODE_COLOR)
            digits.add(label.move_to(edge.point_from_proportion(0.45) + 0.28 * side + 0.1 * UP))
        self.digits.add(digits)
        self.play(*map(Create, edges), GrowFromCenter(above), FadeIn(digits), run_time=0.45 * pace)
        self.play(*[part[0].animate.set_stroke(NODE_COLOR, 4) for part in parts], run_time=0.2 * pace)
        self.nodes[place(tree).tobytes()] = above

    def read_codes(self, letters):
        """Write each letter's path from the root beneath it, and add up the bits."""
        self.say("left is 0, right is 1: read the codes from the top", CODE_COLOR)
        codes = VGroup()
        for letter, code in CODES.items():
            text = Text(code, font_size=28, color=CODE_COLOR)
            codes.add(
                text.scale(min(1, 0.78 * PITCH / text.width)).move_to(letters[letter]).shift(0.6 * DOWN)
            )
        self.play(LaggedStart(*[FadeIn(code, shift=0.5 * DOWN) for code in codes], lag_ratio=0.2), run_time=2)
        self.wait(0.8)
        bits = sum(len(CODES[letter]) for letter in WORD)
        self.say(f"{bits} bits instead of {8 * len(WORD)} at 8 bits a letter", CODE_COLOR)
        self.play(Indicate(codes, color=CODE_COLOR, scale_factor=1.1), run_time=1)
        self.wait(1.5)
