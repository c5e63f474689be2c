# /// scene
# title = "A heap keeps the most urgent value on top"
# topic = "data structures"
# prompts = [
#   "How does a heap work?",
#   "priority queue with a binary heap",
#   "Insert 9, 4, 7, 1, 3 into a min heap and remove the smallest",
#   "Show sift up and sift down in a max heap, with the array beneath the tree",
#   "min-heap insert and extract-min animation",
# ]
# asked = [
#   "emergency room: the sickest patient goes next, however late they came",
#   "a pile where the smallest is always at the top",
#   "task scheduler that always serves the most pressing job",
#   "restore parent ≤ children in the complete tree of 5, 3, 8, 1",
#   "heapq heappush heappop, parent = (i-1)//2, PQ",
#   "percolate up and down, implicit complete binary tree",
#   "heap versus fully sorted array: only the top is sure",
#   "Prioritätswarteschlange mit Heap: Halde, einfügen und Minimum entfernen",
#   "tas binaire et file de priorité, extraire le minimum",
#   "montículo binario y cola de prioridad",
# ]
# concepts = [
#   "heap", "binary heap", "min heap", "max heap", "priority queue", "sift up", "sift down", "bubble up", "heapify", "extract minimum",
#   "extract-min", "insert", "remove", "root", "parent", "child", "tree", "array", "smallest", "largest", "data structure", "algorithm",
#   "computer science",
# ]
# licence = "MIT"
# requires = ["heap", "priority queue"]
# variations = [
#   { VALUES = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], KIND = "min" },
#   { VALUES = [100, 512, 3, 999, 640, 7], KIND = "max", NODE_COLOR = "purple" },
#   { VALUES = [1, 1, 1] },
# ]
# [parameters]
# VALUES = { type = "numbers", min = 0, max = 999, min_length = 3, max_length = 10, about = "the values in the order in which they are put in" }
# KIND = { type = "choice", options = ["min", "max"], about = "whether the smallest or the largest value is on top" }
# NODE_COLOR = { type = "color", about = "colour of the nodes" }
# ///
from manim import *

VALUES = [8, 5, 9, 3, 6, 1, 7]
KIND = "min"
NODE_COLOR = BLUE
ACTIVE_COLOR = YELLOW
OUT_COLOR = GREEN
RADIUS = 0.4
CELL = 0.95


def is_above(one, other):
    """Whether the first value belongs nearer to the root."""
    return one < other if KIND == "min" else one > other


def node_place(index):
    """The place of an array index in the tree: its row is the number of its binary digits."""
    row = (index + 1).bit_length() - 1
    across = (index + 1 - 2**row + 0.5) / 2**row
    return np.array([12 * (across - 0.5), 2.5 - 1.18 * row, 0])


def cell_place(index):
    return np.array([CELL * (index - (len(VALUES) - 1) / 2), -2.5, 0])


class Entry(VGroup):
    """A value twice: as a node of the tree and as an entry of the array."""

    def __init__(self, value, index):
        self.value = value
        self.circle = Circle(radius=RADIUS, color=NODE_COLOR, stroke_width=4).set_fill(BLACK, 1)
        number = Text(f"{value:g}", font_size=28)
        self.node = VGroup(self.circle, number.scale(min(1, 0.62 / number.width)).set_z_index(1))
        self.copy_ = number.copy()
        super().__init__(self.node.move_to(node_place(index)), self.copy_.move_to(cell_place(index)))

    def go(self, index):
        """The animations to another index, in the tree and in the array."""
        return [
            self.node.animate(path_arc=0.8).move_to(node_place(index)),
            self.copy_.animate(path_arc=0.8).move_to(cell_place(index)),
        ]

    def paint(self, color):
        self.circle.set_stroke(color)
        self.copy_.set_color(WHITE if color == NODE_COLOR else color)


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"{KIND.capitalize()}-heap", font_size=36).move_to([-5.4, 3.4, 0])
        cells = VGroup(
            *[Square(CELL, color=GRAY_C, stroke_width=2).move_to(cell_place(i)) for i in range(len(VALUES))]
        )
        self.heap, self.edges, self.remark = [], {}, VMobject()
        self.pace = min(1, 7 / len(VALUES))
        self.play(FadeIn(title), Create(cells), run_time=0.8)
        for value in VALUES:
            self.insert(value)
        self.extract()

    def say(self, words, color=ACTIVE_COLOR):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to(3.5 * DOWN)
        self.add(self.remark)

    def insert(self, value):
        """Put the value at the next free place and let it rise while it beats its parent."""
        at = len(self.heap)
        entry = Entry(value, at)
        entry.paint(ACTIVE_COLOR)
        self.heap.append(entry)
        self.say(f"insert {value:g} at the next free place")
        if at:
            self.edges[at] = Line(node_place((at - 1) // 2), node_place(at), color=GRAY_C, z_index=-1)
            self.play(Create(self.edges[at]), FadeIn(entry, scale=1.5), run_time=0.6 * self.pace)
        else:
            self.play(FadeIn(entry, scale=1.5), run_time=0.6 * self.pace)
        while at and is_above(value, self.heap[(at - 1) // 2].value):
            parent = (at - 1) // 2
            sign = "<" if KIND == "min" else ">"
            self.say(f"{value:g} {sign} {self.heap[parent].value:g}: swap with the parent")
            self.swap(at, parent)
            at = parent
        self.wait(0.2 * self.pace)
        entry.paint(NODE_COLOR)

    def swap(self, one, other):
        heap = self.heap
        self.play(*heap[one].go(other), *heap[other].go(one), run_time=0.7 * self.pace)
        heap[one], heap[other] = heap[other], heap[one]

    def extract(self):
        """Take the root away, put the last value there and let it sink."""
        name = "smallest" if KIND == "min" else "largest"
        top, last = self.heap[0], self.heap.pop()
        top.paint(OUT_COLOR)
        self.say(f"the {name} is always on top: {top.value:g}", OUT_COLOR)
        self.play(Indicate(top.node, color=OUT_COLOR, scale_factor=1.3), run_time=0.9)
        self.play(top.node.animate.move_to([5.4, 3.3, 0]), FadeOut(top.copy_), run_time=0.8)
        self.heap[0] = last
        last.paint(ACTIVE_COLOR)
        self.say(f"{last.value:g}, the last one, takes its place and sinks")
        self.play(*last.go(0), FadeOut(self.edges.pop(len(self.heap))), run_time=0.9)
        at, self.pace = 0, 1
        while children := [i for i in (2 * at + 1, 2 * at + 2) if i < len(self.heap)]:
            best = children[0]
            if len(children) == 2 and is_above(self.heap[children[1]].value, self.heap[best].value):
                best = children[1]
            if not is_above(self.heap[best].value, last.value):
                break
            self.swap(at, best)
            at = best
        last.paint(NODE_COLOR)
        self.say(f"in order again: {self.heap[0].value:g} is on top", OUT_COLOR)
        self.play(Indicate(self.heap[0].node, color=OUT_COLOR), run_time=0.8)
        self.wait(1)
