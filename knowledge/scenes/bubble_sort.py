# /// scene
# title = "Bubble sort: neighbours swap until the list is in order"
# topic = "sorting"
# prompts = [
#   "Visualize bubble sort",
#   "Show me how the bubble sort algorithm sorts 8, 3, 5, 1, 9",
#   "How does bubble sort work?",
#   "animate bars swapping places until the array is sorted, bubble sort",
#   "Sort the list [34, 7, 23, 32, 5, 62] with bubblesort step by step",
# ]
# asked = [
#   "big numbers float to the end by trading places with whoever is next",
#   "children in a row: two side by side check who is taller and change",
#   "tidying a shelf by only ever exchanging two books that touch",
#   "list after each pass of exchanging adjacent pairs: 6 4 9 2",
#   "if a[j] > a[j+1]: swap, nested loop O(n^2)",
#   "sinking sort, exchange of adjacent elements",
#   "bubble sort compared with selection sort: swapping next-door elements",
#   "Bubblesort: benachbarte Zahlen vertauschen bis alles stimmt",
#   "tri à bulles : échanger deux voisins mal rangés",
#   "ordenamiento de burbuja intercambiando elementos contiguos",
# ]
# concepts = [
#   "bubble sort", "bubblesort", "sorting algorithm", "sort", "sorting", "sorted array", "compare neighbours",
#   "swap adjacent elements", "swapping bars", "list of numbers", "array", "algorithm", "computer science",
# ]
# licence = "MIT"
# variations = [
#   { VALUES = [9, 8, 7, 6, 5, 4, 3, 2, 1] },
#   { VALUES = [512, 999, 0, 128], BAR_COLOR = "purple" },
# ]
# [parameters]
# VALUES = { type = "numbers", min = 0, max = 999, min_length = 3, max_length = 9, about = "the numbers to sort" }
# BAR_COLOR = { type = "color", about = "colour of the unsorted bars" }
# ///
from manim import *

VALUES = [6, 3, 8, 5, 2, 7]
BAR_COLOR = BLUE
ACTIVE_COLOR = YELLOW
SORTED_COLOR = GREEN
BASELINE = -2.2
SPACING = 1.3


class Bar(VGroup):
    """A bar standing on the baseline with its number beneath."""

    def __init__(self, value, tallest):
        self.value = value
        self.block = Rectangle(width=0.95, height=0.15 + 4 * value / tallest, stroke_width=0)
        number = Text(f"{value:g}", font_size=30)
        number.scale(min(1, 1.15 / number.width)).next_to(self.block, DOWN, buff=0.2)
        number.align_to(self.block.get_bottom() + DOWN * 0.2, UP)
        super().__init__(self.block, number)
        self.paint(BAR_COLOR)

    def paint(self, color):
        self.block.set_fill(color, 0.9)


def comparisons(values):
    """Every (position, swap needed, last position of the pass) that bubble sort goes through."""
    values, steps = list(values), []
    for last in range(len(values) - 1, 0, -1):
        swapped = False
        for i in range(last):
            swap = values[i] > values[i + 1]
            steps.append((i, swap, last))
            if swap:
                values[i], values[i + 1] = values[i + 1], values[i]
                swapped = True
        if not swapped:
            break
    return steps


class DisplayScene(Scene):
    def construct(self):
        title = Text("Bubble sort", font_size=36).to_edge(UP, buff=0.35)
        bars = [Bar(value, max(VALUES) or 1) for value in VALUES]
        for i, bar in enumerate(bars):
            bar.shift(
                (i - (len(bars) - 1) / 2) * SPACING * RIGHT + (BASELINE - bar.block.get_bottom()[1]) * UP
            )
        remark = Text("Compare neighbours, swap if out of order", font_size=28).to_edge(DOWN, buff=0.35)
        self.play(
            FadeIn(title),
            LaggedStart(*[GrowFromEdge(bar, DOWN) for bar in bars], lag_ratio=0.1),
            FadeIn(remark),
            run_time=1.2,
        )
        self.wait(0.4)

        steps = comparisons(VALUES)
        pace = min(0.9, 11 / len(steps))
        for i, swap, last in steps:
            left, right = bars[i], bars[i + 1]
            left.paint(ACTIVE_COLOR)
            right.paint(ACTIVE_COLOR)
            verdict = (
                f"{left.value:g} > {right.value:g}: swap"
                if swap
                else f"{left.value:g} ≤ {right.value:g}: keep"
            )
            self.remove(remark)
            remark = Text(verdict, font_size=32, color=ACTIVE_COLOR).to_edge(DOWN, buff=0.35)
            self.add(remark)
            if swap:
                self.wait(0.3 * pace)
                self.play(
                    left.animate(path_arc=-PI / 2).shift(SPACING * RIGHT),
                    right.animate(path_arc=-PI / 2).shift(SPACING * LEFT),
                    run_time=0.7 * pace,
                )
                bars[i], bars[i + 1] = right, left
            else:
                self.wait(pace)
            bars[i].paint(BAR_COLOR)
            bars[i + 1].paint(SORTED_COLOR if i + 1 == last else BAR_COLOR)

        done = Text("Sorted!", font_size=36, color=SORTED_COLOR).to_edge(DOWN, buff=0.35)
        VGroup(*[bar.block for bar in bars]).set_fill(SORTED_COLOR)
        wave = [ApplyMethod(bar.shift, 0.3 * UP, rate_func=there_and_back) for bar in bars]
        self.play(LaggedStart(*wave, lag_ratio=0.15), ReplacementTransform(remark, done), run_time=1.2)
        self.wait(1)
