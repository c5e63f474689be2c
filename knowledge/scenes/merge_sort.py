# /// scene
# title = "Merge sort: split into single numbers, then merge in order"
# topic = "sorting"
# prompts = [
#   "Visualize merge sort",
#   "merge sort on 38, 27, 43, 3, 9, 82, 10",
#   "How does mergesort split a list and merge the halves?",
#   "Show divide and conquer sorting step by step",
#   "Animate merging two sorted lists into one",
# ]
# asked = [
#   "split a deck of cards, tidy each pile, then join both piles",
#   "how can two already ordered rows be zipped together into one?",
#   "two queues of children lined up by height join to one line",
#   "Draw the tree of splitting 8 numbers down to singles and combining them again",
#   "mergesort O(n log n) stable, top-down python merge(left, right)",
#   "von Neumann's sort: collating ordered runs into longer and longer runs",
#   "mergesort against quicksort: halving blindly, ordering only while joining",
#   "Sortieren durch Verschmelzen: Liste halbieren und geordnete Hälften zusammenfügen",
#   "tri fusion : couper la liste en deux puis fusionner les moitiés triées",
#   "ordenamiento por mezcla: dividir la lista y mezclar las mitades ordenadas",
# ]
# concepts = [
#   "merge sort", "mergesort", "sorting algorithm", "sort", "sorting", "divide and conquer", "split the list", "halves",
#   "merge sorted lists", "merging", "recursion", "list of numbers", "array", "algorithm", "computer science",
# ]
# licence = "MIT"
# variations = [
#   { VALUES = [-125, 999, 0.5, 64, 512, -77, 3, 3] },
#   { VALUES = [3, 2, 1], BOX_COLOR = "purple" },
# ]
# [parameters]
# VALUES = { type = "numbers", min = -999, max = 999, min_length = 2, max_length = 8, about = "the numbers to sort" }
# BOX_COLOR = { type = "color", about = "colour of the boxes before merging" }
# ///
from manim import *

VALUES = [6, 3, 8, 5, 2, 7, 1]
BOX_COLOR = BLUE
FRONT_COLOR = YELLOW
MERGED_COLOR = GREEN
GAP = 0.6


class Box(VGroup):
    def __init__(self, value):
        self.value = value
        self.frame = Square(side_length=0.9)
        number = Text(f"{value:g}", font_size=34)
        super().__init__(self.frame, number.scale(min(1, 0.75 / number.width)))
        self.paint(BOX_COLOR)

    def paint(self, color):
        self.frame.set_stroke(color, 4).set_fill(interpolate_color(BLACK, color, 0.35), 1)


def halvings(count):
    """Row after row of (start, stop) groups, from the whole list down to single entries."""
    rows = [[(0, count)]]
    while any(stop - start > 1 for start, stop in rows[-1]):
        row = []
        for start, stop in rows[-1]:
            middle = (start + stop + 1) // 2
            row += [(start, middle), (middle, stop)] if stop - start > 1 else [(start, stop)]
        rows.append(row)
    return rows


class DisplayScene(Scene):
    def construct(self):
        rows = halvings(len(VALUES))

        def slot(level, index):
            group = next(i for i, (start, stop) in enumerate(rows[level]) if start <= index < stop)
            middle = (len(VALUES) - 1 + GAP * (len(rows[level]) - 1)) / 2
            return np.array([index + GAP * group - middle, 2.1 - 1.45 * level, 0])

        boxes = [Box(value).move_to(slot(0, i)) for i, value in enumerate(VALUES)]
        title = Text("Merge sort", font_size=36).to_edge(UP, buff=0.35)
        remark = Text("Split in halves", font_size=32, color=BOX_COLOR).to_edge(DOWN, buff=0.35)
        self.play(FadeIn(title), LaggedStart(*[FadeIn(box, shift=0.3 * UP) for box in boxes], lag_ratio=0.1))
        self.play(FadeIn(remark), run_time=0.4)
        for level in range(1, len(rows)):
            self.play(*[box.animate.move_to(slot(level, i)) for i, box in enumerate(boxes)], run_time=0.9)

        pace = min(0.8, 7 / (len(VALUES) * (len(rows) - 1)))
        for level in reversed(range(len(rows) - 1)):
            for start, stop in rows[level]:
                halves = [boxes[a:b] for a, b in rows[level + 1] if start <= a < stop]
                boxes[start:stop] = []
                merged = []
                while any(halves):
                    fronts = [half[0] for half in halves if half]
                    least = min(fronts, key=lambda box: box.value)
                    self.remove(remark)
                    remark = self.verdict(fronts, least)
                    self.add(remark)
                    for box in fronts:
                        box.paint(FRONT_COLOR)
                    goal = slot(level, start + len(merged))
                    self.play(least.animate.move_to(goal), run_time=pace, rate_func=rush_from)
                    least.paint(MERGED_COLOR)
                    next(half for half in halves if half and half[0] is least).pop(0)
                    merged.append(least)
                boxes[start:start] = merged

        self.remove(remark)
        done = Text("Sorted!", font_size=36, color=MERGED_COLOR).to_edge(DOWN, buff=0.35)
        wave = [box.animate(rate_func=there_and_back).shift(0.25 * UP) for box in boxes]
        self.play(FadeIn(done), LaggedStart(*wave, lag_ratio=0.15), run_time=1.2)
        self.play(VGroup(*boxes).animate.move_to(0.2 * UP).scale(1.2), run_time=0.8)
        self.wait(1)

    def verdict(self, fronts, least):
        text = f"nothing to compare: take {least.value:g}"
        if len(fronts) == 2:
            other = fronts[1] if least is fronts[0] else fronts[0]
            sign = "<" if least.value < other.value else "="
            text = f"{least.value:g} {sign} {other.value:g}: take {least.value:g}"
        return Text(text, font_size=32, color=FRONT_COLOR).to_edge(DOWN, buff=0.35)
