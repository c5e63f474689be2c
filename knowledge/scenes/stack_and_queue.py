# /// scene
# title = "Stack and queue: last in, first out against first in, first out"
# topic = "data structures"
# prompts = [
#   "What is the difference between a stack and a queue?",
#   "Visualize a stack with push and pop",
#   "Show a queue: enqueue A, B, C and dequeue",
#   "LIFO vs FIFO",
#   "Animate pushing items on a stack and popping them off again",
# ]
# asked = [
#   "pile of plates or line at the checkout: who gets served first?",
#   "why does the last book put on the pile come off first?",
#   "undo button of an editor and print jobs waiting their turn",
#   "Give the output order after push A, push B, pop, push C, pop",
#   "deque append popleft vs list append pop, ADT",
#   "pushdown store against waiting line, first-come-first-served buffer",
#   "same letters in, reversed or same order out: compare both containers",
#   "Stapel und Warteschlange: Unterschied, wer kommt zuerst wieder heraus",
#   "pile et file : dernier entré premier sorti contre premier entré premier sorti",
#   "pila y cola: diferencia entre apilar, desapilar, encolar y desencolar",
# ]
# concepts = [
#   "stack", "queue", "push", "pop", "enqueue", "dequeue", "LIFO", "FIFO", "last in first out", "first in first out",
#   "data structure", "data structures", "abstract data type", "computer science",
# ]
# licence = "MIT"
# variations = [
#   { STRUCTURE = "stack", ITEMS = ["download", "unpack", "install", "restart", "log in", "work"] },
#   { STRUCTURE = "queue", ITEMS = ["Ann", "Bob"] },
# ]
# [parameters]
# STRUCTURE = { type = "choice", options = ["stack and queue", "stack", "queue"], about = "which of the two is shown" }
# ITEMS = { type = "texts", longest = 12, min_length = 2, max_length = 6, about = "what goes in, in this order" }
# ///
from manim import *

STRUCTURE = "stack and queue"
ITEMS = ["A", "B", "C", "D"]
COLORS = [BLUE, GREEN, YELLOW, RED, PURPLE, TEAL]
WIDTH, HEIGHT, STEP = 2.0, 0.62, 0.7
OUT = 2.5


def card(text, color):
    box = RoundedRectangle(width=WIDTH, height=HEIGHT, corner_radius=0.12, color=color)
    box.set_fill(interpolate_color(BLACK, color, 0.35), 1)
    label = Text(text, font_size=28)
    return VGroup(box, label.scale(min(1, 0.88 * WIDTH / label.width)))


class Store(VGroup):
    """A shaft of slots above one another, with the cards that came out beside it."""

    def __init__(self, kind, x):
        self.kind, self.x = kind, x
        height = STEP * len(ITEMS) + 0.1
        left, right = x - WIDTH / 2 - 0.12, x + WIDTH / 2 + 0.12
        walls = VGroup(
            *[Line([side, -2.6, 0], [side, -2.6 + height, 0], color=GRAY_B) for side in (left, right)]
        )
        if kind == "stack":
            walls.add(Line([left, -2.6, 0], [right, -2.6, 0], color=GRAY_B))
        rule = "last in, first out" if kind == "stack" else "first in, first out"
        heading = VGroup(Text(kind.capitalize(), font_size=36), Text(rule, font_size=26, color=GRAY_A))
        heading.arrange(DOWN, buff=0.15).move_to([x + OUT / 2, 3.2, 0])
        super().__init__(walls, heading)

    def slot(self, index):
        return np.array([self.x, -2.5 + STEP * (index + 0.45), 0])

    def caption(self, way):
        verb = {"in": "push", "out": "pop"} if self.kind == "stack" else {"in": "enqueue", "out": "dequeue"}
        text = Text(verb[way], font_size=28, color=YELLOW)
        return text.move_to([self.x - WIDTH / 2 - 0.3, self.slot(len(ITEMS) - 1)[1], 0], aligned_edge=RIGHT)


class DisplayScene(Scene):
    def construct(self):
        kinds = [kind for kind in ("stack", "queue") if kind in STRUCTURE]
        stores = [Store(kind, x) for kind, x in zip(kinds, [-4.2, 2.6] if len(kinds) == 2 else [-0.8])]
        held = [[] for _ in stores]
        captions = [VMobject() for _ in stores]
        self.play(*[FadeIn(store) for store in stores], run_time=0.8)
        pace = min(0.9, 5.5 / len(ITEMS))

        for i, item in enumerate(ITEMS):
            moves = []
            for k, store in enumerate(stores):
                new = card(item, COLORS[i]).move_to([store.x, 2.1, 0])
                self.remove(captions[k])
                captions[k] = store.caption("in")
                self.add(new, captions[k])
                held[k].append(new)
                moves.append(new.animate.move_to(store.slot(i)))
            self.play(*moves, run_time=pace)
        self.remove(*captions)
        self.wait(0.5)

        for out in range(len(ITEMS)):
            first, then = [], []
            for k, store in enumerate(stores):
                index = len(ITEMS) - 1 - out if store.kind == "stack" else out
                leaving = held[k][index]
                captions[k] = store.caption("out")
                self.add(captions[k])
                exit_level = 2.1 if store.kind == "stack" else -3.3
                first.append(leaving.animate.set_y(exit_level))
                then.append(leaving.animate.move_to([store.x + OUT, store.slot(len(ITEMS) - 1 - out)[1], 0]))
                if store.kind == "queue":
                    then += [other.animate.shift(STEP * DOWN) for other in held[k][index + 1 :]]
            self.play(*first, run_time=0.4 * pace)
            self.play(*then, run_time=0.6 * pace)
            self.remove(*captions)

        labels = [
            Text("order out", font_size=26, color=YELLOW).move_to([store.x + OUT, -3.0, 0])
            for store in stores
        ]
        arrows = [
            Arrow(
                [store.x + OUT + 1.25, store.slot(len(ITEMS) - 1)[1], 0],
                [store.x + OUT + 1.25, -2.4, 0],
                color=YELLOW,
                buff=0,
            )
            for store in stores
        ]
        self.play(*map(FadeIn, labels), *map(GrowArrow, arrows), run_time=0.8)
        self.wait(1)
