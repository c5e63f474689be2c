# /// scene
# title = "Selection sort: take the smallest, put it first, repeat"
# topic = "sorting"
# prompts = [
#   "Visualize selection sort",
#   "selection sort",
#   "How does selection sort work? Sort 29, 10, 14, 37, 13",
#   "Animate finding the minimum of the rest and swapping it to the front until the array is sorted",
#   "selection sort algorithm step by step on [5, 1, 4, 2, 8]",
# ]
# asked = [
#   "always look for the shortest pencil left and put it next in line",
#   "how do you tidy numbers by hunting the least one again and again?",
#   "ranking offers: choose the cheapest of those remaining, again and again",
#   "List the array after each pass in which the least remaining goes forward",
#   "argmin(a[i:]), exchange once per i, always n(n-1)/2 compares",
#   "MinSort, straight selection, repeated extraction of the minimum",
#   "unlike swapping neighbours: many comparisons, but one exchange for each pass",
#   "Sortieren durch Auswählen: kleinstes Element suchen und nach vorne tauschen",
#   "tri par sélection : chercher le plus petit et le placer au début",
#   "ordenamiento por selección: buscar el mínimo y ponerlo al principio",
# ]
# concepts = [
#   "selection sort", "select the minimum", "find the minimum", "smallest element", "smallest", "swap to the front", "sorted part", "unsorted part",
#   "sorting algorithm", "sort", "sorting", "array", "bars", "list of numbers", "comparisons", "algorithm", "computer science",
# ]
# licence = "MIT"
# requires = ["selection", "selecting", "minimum of the rest", "smallest"]
# variations = [
#   { VALUES = [9, 8, 7, 6, 5, 4, 3, 2] },
#   { VALUES = [512, 999, 0, 128, 128], BAR_COLOR = "purple" },
# ]
# [parameters]
# VALUES = { type = "numbers", min = 0, max = 999, min_length = 3, max_length = 8, about = "the numbers to sort" }
# BAR_COLOR = { type = "color", about = "colour of the unsorted bars" }
# ///
from manim import *

VALUES = [6, 3, 8, 2, 7, 5]
BAR_COLOR = BLUE
LOOKING_COLOR = YELLOW
SMALLEST_COLOR = ORANGE
SORTED_COLOR = GREEN
BASELINE = -1.9
SPACING = 1.4


class Bar(VGroup):
    """A bar standing on the baseline with its number beneath."""

    def __init__(self, value, tallest):
        self.value = value
        self.block = Rectangle(width=0.95, height=0.15 + 3.9 * value / tallest, stroke_width=0)
        number = Text(f"{value:g}", font_size=30)
        number.scale(min(1, 1.2 / number.width)).next_to(self.block, DOWN, buff=0.2)
        super().__init__(self.block, number)
        self.paint(BAR_COLOR)

    def paint(self, color):
        self.block.set_fill(color, 0.9)


def slot(index):
    """The horizontal place of the bar with this index."""
    return (index - (len(VALUES) - 1) / 2) * SPACING


class DisplayScene(Scene):
    def construct(self):
        title = Text("Selection sort", font_size=36).to_edge(UP, buff=0.35)
        bars = [Bar(value, max(VALUES) or 1) for value in VALUES]
        for i, bar in enumerate(bars):
            bar.shift([slot(i) - bar.get_x(), BASELINE - bar.block.get_bottom()[1], 0])
        grow = LaggedStart(*[GrowFromEdge(bar, DOWN) for bar in bars], lag_ratio=0.1)
        self.remark = VMobject()
        self.play(FadeIn(title), grow, run_time=1.2)
        pointer = Triangle(color=LOOKING_COLOR, fill_opacity=1).scale(0.16)
        pointer.move_to([slot(0), BASELINE - 0.85, 0])
        self.play(FadeIn(pointer), run_time=0.3)

        count = len(bars)
        pace = min(0.6, 11 / (count * (count - 1) / 2 + 2 * count))
        for first in range(count - 1):
            smallest = self.smallest(bars, first, pointer, pace)
            self.swap(bars, first, smallest, pace)
        bars[-1].paint(SORTED_COLOR)

        self.say("the last one is the largest: sorted", SORTED_COLOR)
        wave = [ApplyMethod(bar.shift, 0.3 * UP, rate_func=there_and_back) for bar in bars]
        self.play(FadeOut(pointer), LaggedStart(*wave, lag_ratio=0.15), run_time=1.2)
        self.wait(1)

    def say(self, words, color):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to(3.4 * DOWN)
        self.add(self.remark)

    def smallest(self, bars, first, pointer, pace):
        """Look at all bars from `first` on and return where the smallest of them stands."""
        found = first
        bars[found].paint(SMALLEST_COLOR)
        self.say(f"smallest so far: {bars[found].value:g}", SMALLEST_COLOR)
        self.play(pointer.animate.set_x(slot(first)), run_time=pace)
        for i in range(first + 1, len(bars)):
            self.play(pointer.animate.set_x(slot(i)), run_time=pace)
            if bars[i].value < bars[found].value:
                bars[found].paint(BAR_COLOR)
                bars[i].paint(SMALLEST_COLOR)
                found = i
                self.say(f"smallest so far: {bars[found].value:g}", SMALLEST_COLOR)
        return found

    def swap(self, bars, first, smallest, pace):
        """Exchange the smallest bar with the first one of the unsorted part."""
        if smallest == first:
            self.say(f"{bars[first].value:g} is in its place already", SORTED_COLOR)
            self.wait(1.2 * pace)
        else:
            self.say(f"swap {bars[smallest].value:g} to the front", SORTED_COLOR)
            self.play(
                bars[smallest].animate(path_arc=0.8).set_x(slot(first)),
                bars[first].animate.set_x(slot(smallest)),
                run_time=max(0.4, 1.2 * pace),
            )
            bars[first], bars[smallest] = bars[smallest], bars[first]
        bars[first].paint(SORTED_COLOR)
