# /// scene
# title = "Insertion sort: each number slides into its place"
# topic = "sorting"
# prompts = [
#   "Visualize insertion sort",
#   "insertion sort 7 2 5 3 9",
#   "How does insertion sort put a list in order, like sorting a hand of cards?",
#   "Show the insertion sort algorithm with bars, step by step",
#   "Animate inserting each element into the sorted part of the array",
# ]
# asked = [
#   "push a new number back past the bigger ones until it fits",
#   "queue of people: the newcomer walks forward until someone is shorter",
#   "picking up playing cards and slotting each one in where it belongs",
#   "show the list 6 1 4 3 after each new key is placed",
#   "while j>0 and a[j-1]>key: shift right",
#   "sorting by shifting, card player's method, stable online sort",
#   "insertion versus selection: place the next one or fetch the least",
#   "Einfügesortieren: Insertionsort wie beim Kartenspielen",
#   "tri par insertion, comme on range ses cartes",
#   "ordenación por inserción, colocar cada elemento en su sitio",
# ]
# concepts = [
#   "insertion sort", "sorting algorithm", "sort", "sorting", "insert into sorted part", "sorted array", "shift elements",
#   "sorting cards", "bars", "list of numbers", "array", "algorithm", "computer science",
# ]
# licence = "MIT"
# variations = [
#   { VALUES = [9, 8, 7, 6, 5, 4, 3, 2, 1] },
#   { VALUES = [12.5, 990, 0, 250], BAR_COLOR = "orange" },
# ]
# [parameters]
# VALUES = { type = "numbers", min = 0, max = 999, min_length = 3, max_length = 9, about = "the numbers to sort" }
# BAR_COLOR = { type = "color", about = "colour of the unsorted bars" }
# ///
from manim import *

VALUES = [5, 8, 3, 6, 2, 7]
BAR_COLOR = BLUE
ACTIVE_COLOR = YELLOW
SORTED_COLOR = GREEN
BASELINE = -2.1
TALLEST = 2.0
SPACING = 1.3


class Bar(VGroup):
    """A bar with its number beneath."""

    def __init__(self, value, largest):
        self.value = value
        self.block = Rectangle(width=0.95, height=0.12 + TALLEST * value / largest, stroke_width=0)
        self.block.set_fill(BAR_COLOR, 0.9)
        number = Text(f"{value:g}", font_size=30)
        number.scale(min(1, 1.15 / number.width)).next_to(self.block, DOWN, buff=0.2)
        super().__init__(self.block, number)


def place(index):
    return (index - (len(VALUES) - 1) / 2) * SPACING


class DisplayScene(Scene):
    def construct(self):
        largest = max(VALUES) or 1
        bars = [Bar(value, largest) for value in VALUES]
        for i, bar in enumerate(bars):
            bar.shift(place(i) * RIGHT + (BASELINE - bar.block.get_bottom()[1]) * UP)
        title = Text("Insertion sort", font_size=36).to_edge(UP, buff=0.3)
        divider = DashedLine(UP, DOWN * 2.6, color=SORTED_COLOR).move_to([place(0.5), BASELINE + 0.3, 0])
        divider.stretch_to_fit_height(3.4)
        hint = Text("sorted part", font_size=26, color=SORTED_COLOR)
        hint.add_updater(lambda mob: mob.next_to([divider.get_x(), BASELINE - 0.95, 0], LEFT, buff=0.2))

        self.play(
            FadeIn(title),
            LaggedStart(*[FadeIn(bar, shift=0.4 * UP) for bar in bars], lag_ratio=0.1),
            run_time=1.2,
        )
        self.play(Create(divider), FadeIn(hint), bars[0].block.animate.set_fill(SORTED_COLOR), run_time=0.7)

        shifts = sum(VALUES[j] > VALUES[i] for i in range(len(VALUES)) for j in range(i))
        pace = min(0.5, 9 / (shifts + 2 * len(VALUES)))
        lift = (TALLEST + 0.9) * UP
        for i in range(1, len(bars)):
            bar = bars[i]
            bar.block.set_fill(ACTIVE_COLOR)
            self.play(bar.animate.shift(lift), divider.animate.set_x(place(i + 0.5)), run_time=pace)
            hole = i
            while hole and bars[hole - 1].value > bar.value:
                larger = bars[hole - 1]
                self.play(
                    larger.animate.shift(SPACING * RIGHT), bar.animate.shift(SPACING * LEFT), run_time=pace
                )
                bars[hole] = larger
                hole -= 1
            bars[hole] = bar
            bar.block.set_fill(SORTED_COLOR)
            self.play(
                bar.animate.shift(-lift),
                run_time=pace,
            )

        done = Text("Sorted!", font_size=32, color=SORTED_COLOR).to_edge(DOWN, buff=0.3)
        wave = [bar.animate(rate_func=there_and_back).shift(0.3 * UP) for bar in bars]
        self.play(FadeOut(divider, hint), FadeIn(done), LaggedStart(*wave, lag_ratio=0.15), run_time=1.2)
        self.wait(1)
