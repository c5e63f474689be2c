# /// scene
# title = "Quicksort: each pivot splits the list into smaller and larger"
# topic = "sorting"
# prompts = [
#   "Visualize quicksort",
#   "quick sort",
#   "How does quick sort work? Show the pivot and the partition",
#   "Quicksort the list 7, 2, 9, 4, 3, 8 step by step",
#   "animate bars being partitioned around a pivot until the array is sorted",
# ]
# asked = [
#   "pick one apple, lighter ones left, heavier ones right, then repeat on both",
#   "why is ordering so speedy around one chosen piece in between?",
#   "exam papers: lower marks than this one left, higher right, again in each pile",
#   "Give the array 7,2,9,4,3,8 after each division around the reference",
#   "qsort Lomuto in-place, lo hi, O(n log n) average, worst n²",
#   "Hoare's exchange sort, dividing around a reference element",
#   "all work done while dividing, nothing to join: contrast to blind halving",
#   "Quicksort: Pivotelement wählen, kleinere nach links, größere nach rechts",
#   "tri rapide : choisir un pivot, plus petits à gauche, plus grands à droite",
#   "ordenamiento rápido: elegir pivote, menores a la izquierda, mayores a la derecha",
# ]
# concepts = [
#   "quicksort", "quick sort", "pivot", "partition", "partitioning", "divide and conquer", "recursive sort", "sorting algorithm",
#   "sort", "sorting", "smaller and larger", "bars", "array", "list of numbers", "algorithm", "computer science",
# ]
# licence = "MIT"
# requires = ["quick", "pivot", "partition"]
# variations = [
#   { VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
#   { VALUES = [512, 999, 0, 128, 128], BAR_COLOR = "purple" },
# ]
# [parameters]
# VALUES = { type = "numbers", min = 0, max = 999, min_length = 3, max_length = 10, about = "the numbers to sort" }
# BAR_COLOR = { type = "color", about = "colour of the unsorted bars" }
# ///
from manim import *

VALUES = [6, 9, 2, 8, 1, 7, 3, 5]
BAR_COLOR = BLUE
PIVOT_COLOR = YELLOW
SMALLER_COLOR = TEAL
LARGER_COLOR = ORANGE
SORTED_COLOR = GREEN
BASELINE = -1.7
SPACING = min(1.35, 12.6 / len(VALUES))


class Bar(VGroup):
    """A bar standing on the baseline with its number beneath."""

    def __init__(self, value, tallest):
        self.value = value
        self.block = Rectangle(width=0.72 * SPACING, height=0.15 + 3.9 * value / tallest, stroke_width=0)
        number = Text(f"{value:g}", font_size=30)
        number.scale(min(1, 0.9 * SPACING / number.width)).next_to(self.block, DOWN, buff=0.2)
        super().__init__(self.block, number)
        self.paint(BAR_COLOR)

    def paint(self, color, opacity=0.9):
        self.block.set_fill(color, opacity)
        return self


def slot(index):
    """The horizontal place of the bar with this index."""
    return (index - (len(VALUES) - 1) / 2) * SPACING


def partitions(values):
    """Every (first, last, new order of the indices) that quicksort goes through."""
    order, steps, waiting = list(range(len(values))), [], [(0, len(values) - 1)]
    while waiting:
        first, last = waiting.pop()
        if first >= last:
            continue
        part, pivot = order[first:last], order[last]
        smaller = [i for i in part if values[i] < values[pivot]]
        larger = [i for i in part if values[i] >= values[pivot]]
        middle = first + len(smaller)
        order[first : last + 1] = [*smaller, pivot, *larger]
        steps.append((first, last, list(order)))
        waiting += [(middle + 1, last), (first, middle - 1)]  # the left part comes first
    return steps


def bracket(first, last):
    """A brace beneath the part of the list that is split now."""
    ends = [slot(first) - 0.4 * SPACING, slot(last) + 0.4 * SPACING]
    line = Line([ends[0], 0, 0], [ends[1], 0, 0])
    return Brace(line, DOWN, buff=0, color=GRAY_A).set_y(BASELINE - 0.85)


class DisplayScene(Scene):
    def construct(self):
        title = Text("Quicksort", font_size=36).to_edge(UP, buff=0.35)
        bars = [Bar(value, max(VALUES) or 1) for value in VALUES]
        for i, bar in enumerate(bars):
            bar.shift([slot(i) - bar.get_x(), BASELINE - bar.block.get_bottom()[1], 0])
        grow = LaggedStart(*[GrowFromEdge(bar, DOWN) for bar in bars], lag_ratio=0.1)
        self.play(FadeIn(title), grow, run_time=1.2)

        steps = partitions(VALUES)
        pace = min(1.0, 12 / len(steps))
        remark, brace = Text("Split, then split the parts", font_size=30).move_to(3.4 * DOWN), VMobject()
        self.play(FadeIn(remark), run_time=0.4)
        order = list(range(len(bars)))
        for number, (first, last, new_order) in enumerate(steps, 1):
            pivot, part = bars[order[last]], order[first:last]
            self.remove(remark, brace)
            brace = bracket(first, last)
            words = f"pivot {pivot.value:g}: smaller ones left, the others right"
            remark = Text(words, font_size=30, color=PIVOT_COLOR).move_to(3.4 * DOWN)
            self.add(remark, brace)
            self.play(pivot.block.animate.set_fill(PIVOT_COLOR), run_time=0.3 * pace)
            colors = [SMALLER_COLOR if bars[i].value < pivot.value else LARGER_COLOR for i in part]
            paints = [bars[i].block.animate.set_fill(color) for i, color in zip(part, colors)]
            self.play(LaggedStart(*paints, lag_ratio=0.3), run_time=0.6 * pace)
            moves = [
                bars[i].animate(path_arc=0.9 if place < old else 0).set_x(slot(place))
                for place, i in enumerate(new_order)
                if (old := order.index(i)) != place
            ]
            self.play(*(moves or [Wait()]), run_time=0.7 * pace)
            order = new_order
            for place in range(first, last + 1):
                is_open = any(a <= place <= b for a, b, *_ in steps[number:])
                bars[order[place]].paint(BAR_COLOR if is_open else SORTED_COLOR)
            self.wait(0.25 * pace)

        done = Text("Every part has one bar left: sorted", font_size=34, color=SORTED_COLOR)
        self.remove(brace, remark)
        VGroup(*[bar.block for bar in bars]).set_fill(SORTED_COLOR)
        wave = [ApplyMethod(bars[i].shift, 0.3 * UP, rate_func=there_and_back) for i in order]
        self.play(LaggedStart(*wave, lag_ratio=0.12), FadeIn(done.move_to(3.4 * DOWN)), run_time=1.2)
        self.wait(1)
