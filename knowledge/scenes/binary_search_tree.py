# /// scene
# title = "A binary search tree: smaller to the left, larger to the right"
# topic = "data structures"
# prompts = [
#   "Show how a binary search tree works",
#   "binary search tree",
#   "Insert 8, 3, 10, 1, 6, 14 into a binary search tree and look up 6",
#   "BST insertion and search animation",
#   "how does a search tree find a key: go left if smaller, right if larger",
# ]
# asked = [
#   "hang numbers on branches so that small ones are on the left side",
#   "find things quickly by taking left and right turns down from the top",
#   "contact list that stays ordered while new names keep arriving",
#   "draw the BST after adding 50, 30, 70, 20, 40 in that order",
#   "bst node.left node.right add/contains, binery serch tree",
#   "ordered binary tree, sorted map keyed by comparison",
#   "how a BST differs from a heap: ordered from left to right",
#   "binärer Suchbaum: Zahlen einfügen und wiederfinden",
#   "arbre binaire de recherche : insérer des clés puis en chercher une",
#   "árbol binario de búsqueda, insertar y buscar una clave",
# ]
# concepts = [
#   "binary search tree", "BST", "search tree", "binary tree", "tree", "insert", "insertion", "look up", "lookup", "search", "find a key",
#   "root", "node", "child", "leaf", "left child", "right child", "depth", "data structure", "algorithm", "computer science",
# ]
# licence = "MIT"
# requires = ["search tree", "bst", "binary tree"]
# variations = [
#   { VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9], TARGET = 0 },
#   { VALUES = [500, 250, 750, 125, 375, 625, 875, 999, 310], TARGET = 310, NODE_COLOR = "purple" },
#   { VALUES = [2, 3, 2, 1], TARGET = 5 },
# ]
# [parameters]
# VALUES = { type = "numbers", min = 0, max = 999, min_length = 3, max_length = 9, about = "the keys in the order in which they are inserted" }
# TARGET = { type = "integer", min = 0, max = 999, near = ["look up", "lookup", "find", "search for", "searching for", "locate", "target"], about = "the key looked up afterwards" }
# NODE_COLOR = { type = "color", about = "colour of the nodes" }
# ///
from manim import *

VALUES = [50, 30, 70, 20, 40, 60, 35]
TARGET = None  # the last key, unless another one is asked for
NODE_COLOR = BLUE
WALK_COLOR = YELLOW
FOUND_COLOR = GREEN
KEYS = list(dict.fromkeys(VALUES))  # a key that is there already is not inserted again


def grown(keys):
    """The search tree as a dictionary from each key to its parent, in order of insertion."""
    children, parents = {}, {}
    for key in keys:
        here = keys[0]
        while key != here:
            side = (here, key > here)
            if side not in children:
                children[side], parents[key] = key, here
            here = children[side]
        parents.setdefault(key, None)
    return parents, children


PARENTS, CHILDREN = grown(KEYS)
WANTED = KEYS[-1] if TARGET is None else TARGET


def path_to(key):
    """The keys that are compared on the way to `key`, which need not be in the tree."""
    path = [KEYS[0]]
    while path[-1] != key and (path[-1], key > path[-1]) in CHILDREN:
        path.append(CHILDREN[path[-1], key > path[-1]])
    return path


def depth(key):
    return len(path_to(key)) - 1


DEEPEST = max(map(depth, KEYS))
DROP = min(1.35, 4.9 / max(DEEPEST, 1))
RADIUS = min(0.46, 0.47 * DROP)


def place(key):
    """Across by the order of the keys, down by the depth: so no two branches cross."""
    across = min(1.5, 12 / len(KEYS)) * (sorted(KEYS).index(key) - (len(KEYS) - 1) / 2)
    return np.array([across, 2.45 - DROP * depth(key), 0])


class Node(VGroup):
    """A key in a circle."""

    def __init__(self, key, position):
        self.circle = Circle(radius=RADIUS, color=NODE_COLOR, stroke_width=4).set_fill(BLACK, 1)
        number = Text(f"{key:g}", font_size=30)
        number.scale(min(1, 1.5 * RADIUS / max(number.width, number.height)))
        super().__init__(self.circle, number.set_z_index(1))
        self.move_to(position)


class DisplayScene(Scene):
    def construct(self):
        title = Text("Binary search tree", font_size=36).to_edge(UP, buff=0.25)
        self.nodes, self.remark = {}, VMobject()
        compared = sum(depth(key) for key in KEYS)
        self.pace = min(0.5, 8 / (compared + len(KEYS)))
        self.play(FadeIn(title), run_time=0.6)
        for key in KEYS:
            self.insert(key)
        self.look_up()

    def say(self, words, color=WALK_COLOR):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to(3.55 * DOWN)
        self.add(self.remark)

    def insert(self, key):
        """Walk down from the root to the free place, comparing at every node."""
        root = place(KEYS[0])
        node = Node(key, root + (1.4 * LEFT if root[0] > 0 else 1.4 * RIGHT))
        node.circle.set_stroke(WALK_COLOR)
        path = path_to(key)[:-1] if self.nodes else []
        if path:
            self.play(FadeIn(node), run_time=self.pace)
        for here in path:
            sign = "<" if key < here else ">"
            self.say(f"insert {key:g}:  {key:g} {sign} {here:g}, go {'left' if key < here else 'right'}")
            side = LEFT if key < here else RIGHT
            spot = place(here) + side * (2 * RADIUS + 0.15)
            self.play(node.animate.move_to(spot), run_time=self.pace)
        if not path:
            self.say(f"insert {key:g}: it is the root")
            node.move_to(place(key))
            self.play(GrowFromCenter(node), run_time=0.6)
        else:
            edge = Line(place(PARENTS[key]), place(key), color=GRAY_B, stroke_width=4, z_index=-1)
            self.play(node.animate.move_to(place(key)), Create(edge), run_time=self.pace)
        node.circle.set_stroke(NODE_COLOR)
        self.nodes[key] = node

    def look_up(self):
        """Follow the comparisons to the target, or to the place where it would be."""
        path = path_to(WANTED)
        self.say(f"look up {WANTED:g}", WHITE)
        self.wait(0.6)
        for here in path:
            found = here == WANTED
            words = (
                f"{WANTED:g} {'<' if WANTED < here else '>'} {here:g}: {'left' if WANTED < here else 'right'}"
            )
            self.say(
                f"{WANTED:g} = {here:g}: found" if found else words, FOUND_COLOR if found else WALK_COLOR
            )
            color = FOUND_COLOR if found else WALK_COLOR
            fill = interpolate_color(BLACK, color, 0.55)
            self.play(
                self.nodes[here].circle.animate.set_stroke(color, 6).set_fill(fill),
                run_time=min(0.7, 4 / len(path)),
            )
        count = f"{len(path)} of {len(KEYS)} nodes"
        if path[-1] == WANTED:
            self.say(f"{WANTED:g} found after looking at {count}", FOUND_COLOR)
            self.play(Flash(self.nodes[WANTED], color=FOUND_COLOR, flash_radius=RADIUS + 0.2), run_time=0.8)
        else:
            self.say(f"no child there: {WANTED:g} is not in the tree ({count} seen)", RED)
            self.play(Wiggle(self.nodes[path[-1]]), run_time=0.8)
        self.wait(1.2)
