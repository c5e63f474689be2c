# /// scene
# title = "Binary search: halving a sorted list"
# topic = "graphs and searching"
# prompts = [
#   "Visualize binary search",
#   "How does binary search find 42 in a sorted array?",
#   "binary search for target 7 in [1, 3, 5, 7, 9, 11]",
#   "Show the low, mid and high pointers closing in on a number in a sorted list",
#   "Explain why looking in the middle and throwing away half finds a value so fast",
# ]
# asked = [
#   "guess my number between 1 and 100, higher or lower game",
#   "why do I never need more than seven tries for a hundred candidates",
#   "opening a phone book in the middle to look up a name",
#   "how many comparisons are needed at most for 1000 ordered entries",
#   "bsearch lo hi mid = (lo+hi)//2, bisect_left",
#   "half-interval search, dichotomic lookup in an ordered array",
#   "linear scan versus interval halving in ordered data",
#   "binäre Suche: Wie findet man eine Zahl in einer sortierten Liste?",
#   "recherche dichotomique d'une valeur dans un tableau trié",
#   "búsqueda binaria de un número en un arreglo ordenado",
# ]
# concepts = [
#   "binary search", "bisection of a list", "search algorithm", "searching", "find a value", "sorted array", "sorted list",
#   "halving", "divide and conquer", "low mid high pointers", "logarithmic time", "algorithm", "computer science",
# ]
# licence = "MIT"
# variations = [
#   { VALUES = [-250, 999, 120, 7, 31, 64, 88, -12, 150, 201, 340, 415, 555, 620, 731], TARGET = 620 },
#   { VALUES = [2, 4, 6, 8, 10], TARGET = 3 },
# ]
# [parameters]
# VALUES = { type = "numbers", min = -999, max = 999, min_length = 3, max_length = 15, about = "the list, put in order before the search" }
# TARGET = { type = "integer", min = -999, max = 999, near = ["target", "find", "finds", "search for", "searching for", "look for", "locate", "key"], about = "the number looked for" }
# ///
from manim import *

VALUES = [3, 8, 12, 17, 23, 31, 38, 42, 56, 64, 71]
TARGET = 42
MIDDLE_COLOR = YELLOW
END_COLOR = BLUE
FOUND_COLOR = GREEN


def cell(value, size):
    box = Square(side_length=size, stroke_color=GRAY_B, stroke_width=2).set_fill(BLUE_E, 0.6)
    number = Text(f"{value:g}", font_size=32)
    number.scale(min(1, 0.7 * size / number.width))
    return VGroup(box, number)


class Pointer(VGroup):
    """A named arrow; `side` keeps the names of two pointers at one cell apart."""

    def __init__(self, name, direction, color, side=0):
        arrow = Arrow(-0.7 * direction, ORIGIN, buff=0, color=color).shift(0.12 * side * RIGHT)
        label = Text(name, font_size=26, color=color).next_to(arrow, -direction, buff=0.12)
        if side:
            label.align_to(0.05 * side * RIGHT, LEFT if side > 0 else RIGHT)
        super().__init__(arrow, label)
        self.direction, self.side = direction, side

    def goal(self, box):
        return box.get_edge_center(-self.direction) + 0.12 * self.side * RIGHT - 0.08 * self.direction

    def to(self, box):
        return self.animate.shift(self.goal(box) - self[0].get_end())


class DisplayScene(Scene):
    def construct(self):
        values = sorted(VALUES)
        size = min(1.1, 12 / len(values))
        cells = VGroup(*[cell(value, size) for value in values]).arrange(RIGHT, buff=0)
        title = Text(f"Binary search for {TARGET}", font_size=36).to_edge(UP, buff=0.4)
        low_pointer = Pointer("low", UP, END_COLOR, side=-1)
        high_pointer = Pointer("high", UP, END_COLOR, side=1)
        middle_pointer = Pointer("middle", DOWN, MIDDLE_COLOR)
        low, high = 0, len(values) - 1
        for pointer, index in [(low_pointer, low), (high_pointer, high), (middle_pointer, (low + high) // 2)]:
            pointer.shift(pointer.goal(cells[index]) - pointer[0].get_end())

        self.play(
            FadeIn(title),
            LaggedStart(*[FadeIn(c, shift=0.3 * UP) for c in cells], lag_ratio=0.06),
            run_time=1.2,
        )
        self.play(FadeIn(low_pointer), FadeIn(high_pointer), FadeIn(middle_pointer), run_time=0.5)

        remark = VMobject()
        found = None
        while low <= high and found is None:
            middle = (low + high) // 2
            value = values[middle]
            self.play(middle_pointer.to(cells[middle]), run_time=0.6)
            if value == TARGET:
                verdict, color = f"{value:g} = {TARGET}: found!", FOUND_COLOR
                found = middle
            elif value < TARGET:
                verdict, color = f"{value:g} < {TARGET}: go on in the right part", MIDDLE_COLOR
                dropped, low = cells[low : middle + 1], middle + 1
            else:
                verdict, color = f"{value:g} > {TARGET}: go on in the left part", MIDDLE_COLOR
                dropped, high = cells[middle : high + 1], middle - 1
            self.remove(remark)
            remark = Text(verdict, font_size=34, color=color).move_to(2.6 * DOWN)
            self.play(
                FadeIn(remark, shift=0.2 * UP), cells[middle][0].animate.set_stroke(color, 5), run_time=0.4
            )
            self.wait(0.6)
            if found is None:
                moves = [dropped.animate.set_opacity(0.2)]
                if low <= high:
                    moves += [low_pointer.to(cells[low]), high_pointer.to(cells[high])]
                self.play(*moves, run_time=0.8)

        if found is None:
            self.remove(remark)
            ending = Text(f"nothing is left: {TARGET} is not in the list", font_size=34, color=RED).move_to(
                2.6 * DOWN
            )
            self.play(FadeIn(ending), FadeOut(low_pointer), FadeOut(high_pointer), FadeOut(middle_pointer))
        else:
            self.play(
                cells[found][0].animate.set_fill(FOUND_COLOR, 0.9), Indicate(cells[found][1], color=WHITE)
            )
        self.wait(1)
