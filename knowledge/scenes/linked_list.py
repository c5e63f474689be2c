# /// scene
# title = "A linked list: to insert or delete, redirect a pointer"
# topic = "data structures"
# prompts = [
#   "How does a linked list work?",
#   "linked list insertion and deletion",
#   "Insert 25 into the linked list 10, 20, 30, 40",
#   "Show nodes with next pointers, insert a node and delete a node",
#   "visualize a singly linked list",
# ]
# asked = [
#   "chain of boxes where each one only knows where the next one is",
#   "what happens to a chain of items when I slip one in the middle?",
#   "music playlist in which every song remembers the following track, add a track",
#   "Draw the chain after its third element is taken out; which reference is rewired?",
#   "struct Node { int val; Node* next; } insertAfter, delete in C",
#   "forward-only chained sequence of cells, cons cells in Lisp",
#   "dynamic array versus chained nodes: adding in between without shifting everything",
#   "einfach verkettete Liste: Knoten einfügen und löschen, Zeiger umhängen",
#   "liste chaînée : insérer et supprimer un maillon en changeant le pointeur",
#   "lista enlazada simple, insertar y eliminar un nodo cambiando el puntero",
# ]
# concepts = [
#   "linked list", "singly linked list", "node", "nodes", "pointer", "pointers", "next pointer", "head", "tail", "null", "insert", "insertion",
#   "delete", "deletion", "remove", "data structure", "list", "algorithm", "computer science",
# ]
# licence = "MIT"
# requires = ["linked", "next pointer", "pointer"]
# variations = [
#   { VALUES = [100, 200, 300, 400, 500, 999], NEW = 250, NODE_COLOR = "purple" },
#   { VALUES = [5, 9, 1], NEW = 7, NEW_COLOR = "orange" },
# ]
# [parameters]
# VALUES = { type = "numbers", min = 0, max = 999, min_length = 3, max_length = 6, about = "the values in the list" }
# NEW = { type = "integer", min = 0, max = 999, near = ["insert", "inserting", "add", "adding", "new"], about = "the value that is inserted" }
# NODE_COLOR = { type = "color", about = "colour of the nodes" }
# NEW_COLOR = { type = "color", about = "colour of the new node" }
# ///
from manim import *

VALUES = [10, 20, 30, 40]
NEW = 25
NODE_COLOR = BLUE
NEW_COLOR = GREEN
POINTER_COLOR = YELLOW
GONE_COLOR = RED
AFTER = len(VALUES) // 2 - 1  # the new node comes behind the one with this index
WIDTH = 1.25
GAP = min(0.95, 11.9 / (len(VALUES) + 1) - WIDTH)
LEVEL = 0.6


class Node(VGroup):
    """A box with a value and, at its right, the cell that the pointer to the next node starts in."""

    def __init__(self, value, color=NODE_COLOR):
        self.box = Rectangle(width=WIDTH, height=0.85, color=color).set_fill(color, 0.3)
        wall = Line(0.42 * UP, 0.42 * DOWN, color=color).shift((WIDTH / 2 - 0.4) * RIGHT)
        label = Text(f"{value:g}", font_size=28)
        label.scale(min(1, 0.68 / label.width)).shift(0.2 * LEFT)
        self.dot = Dot((WIDTH / 2 - 0.2) * RIGHT, radius=0.08, color=POINTER_COLOR)
        self.value = value
        super().__init__(self.box, wall, label, self.dot)


def place(index, count):
    """Where the node with this index stands when there are `count` of them and the end mark."""
    pitch = WIDTH + GAP
    return np.array([pitch * (index - count / 2), LEVEL, 0])


class End(VGroup):
    """The mark that the last pointer leads to."""

    def __init__(self):
        super().__init__(Text("null", font_size=28, color=GRAY_B))
        self.box = self[0]


class DisplayScene(Scene):
    def construct(self):
        title = Text("Linked list", font_size=36).to_edge(UP, buff=0.35)
        self.remark = VMobject()
        count = len(VALUES)
        self.chain = [*map(Node, VALUES), End()]
        for index, node in enumerate(self.chain):
            node.move_to(place(index, count))
        # A pointer follows the two nodes that it joins, wherever they go.
        self.pointers = [self.pointer(a, b) for a, b in zip(self.chain, self.chain[1:])]
        head = VGroup(Text("head", font_size=28), Arrow(UP, ORIGIN, buff=0.1, color=WHITE)).arrange(
            DOWN, buff=0.05
        )
        head.add_updater(lambda each: each.next_to(self.chain[0].box, UP, buff=0.1), call_updater=True)

        self.play(FadeIn(title, head), run_time=0.6)
        for node, pointer in zip(self.chain, [*self.pointers, None]):
            self.play(FadeIn(node, shift=0.2 * UP), run_time=0.3)
            if pointer:
                self.play(Create(pointer), run_time=0.3)
        for mobject, (a, b) in zip(self.pointers, zip(self.chain, self.chain[1:])):
            self.follow(mobject, a, b)
        self.say("each node knows only the next one")
        self.wait(1)
        self.insert()
        self.delete()
        self.say("only pointers changed: no value was copied", NEW_COLOR)
        self.wait(1.5)

    def say(self, words, color=WHITE):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to(3.3 * DOWN)
        self.add(self.remark)

    def pointer(self, a, b, color=POINTER_COLOR):
        """An arrow from a node's pointer cell to the box of another."""
        flat = abs(a.get_y() - b.get_y()) < 0.3
        end = b.box.get_left() if flat else b.box.get_corner(DL if b.get_y() > a.get_y() else UL)
        return Arrow(a.dot.get_center(), end, buff=0.06, color=color, stroke_width=4, tip_length=0.2)

    def follow(self, pointer, a, b):
        pointer.add_updater(lambda each: each.become(self.pointer(a, b)))

    def insert(self):
        """Point the new node at the next one, then its predecessor at the new node."""
        before, behind = self.chain[AFTER], self.chain[AFTER + 1]
        old = self.pointers[AFTER]
        new = Node(NEW, NEW_COLOR).move_to((before.get_center() + behind.get_center()) / 2 + 2 * DOWN)
        self.say(f"insert {NEW} behind {before.value:g}: make a node", NEW_COLOR)
        self.play(FadeIn(new, shift=0.3 * UP), run_time=0.7)
        self.say(f"1. its pointer leads to {behind.value:g}", NEW_COLOR)
        onward = self.pointer(new, behind)
        self.play(GrowArrow(onward), run_time=0.9)
        self.say(f"2. the pointer of {before.value:g} leads to {NEW}", NEW_COLOR)
        old.clear_updaters()
        self.play(Transform(old, self.pointer(before, new)), run_time=1.1)
        self.wait(0.3)
        self.chain.insert(AFTER + 1, new)
        self.pointers.insert(AFTER + 1, onward)
        self.follow(old, before, new)
        self.follow(onward, new, behind)
        self.line_up()

    def line_up(self):
        count = len(self.chain) - 1
        moves = [node.animate.move_to(place(index, count)) for index, node in enumerate(self.chain)]
        self.play(*moves, run_time=1)
        self.wait(0.3)

    def delete(self):
        """Lead the pointer past the node; nothing points at it any more."""
        before, node, behind = self.chain[AFTER + 1 : AFTER + 4]
        self.say(f"delete {node.value:g}: lead the pointer of {before.value:g} past it", GONE_COLOR)
        skipped, onward = self.pointers[AFTER + 1 : AFTER + 3]
        self.play(node.box.animate.set_color(GONE_COLOR).set_fill(GONE_COLOR, 0.3), run_time=0.5)
        skipped.clear_updaters()
        start, end = before.dot.get_center(), behind.box.get_edge_center(UP)
        detour = CurvedArrow(start, end, angle=-1.9, color=POINTER_COLOR, stroke_width=4, tip_length=0.2)
        self.play(FadeOut(skipped), Create(detour), run_time=1.1)
        onward.clear_updaters()
        self.play(FadeOut(node, shift=1.5 * DOWN), FadeOut(onward), run_time=0.9)
        self.chain.remove(node)
        straight = self.pointer(before, behind)
        del self.pointers[AFTER + 1 : AFTER + 3]
        self.play(ReplacementTransform(detour, straight), run_time=0.6)
        self.pointers.insert(AFTER + 1, straight)
        self.follow(straight, before, behind)
        self.line_up()
