# /// scene
# title = "A bar chart that grows"
# topic = "charts"
# prompts = [
#   "Make a bar chart of apples 5, bananas 3, cherries 8",
#   "bar graph: Mon 12, Tue 18, Wed 9, Thu 22, Fri 15",
#   "Show a column chart comparing four categories",
#   "Animate bars growing to compare the population of cities",
#   "Can you plot these numbers as bars and point out the largest?",
# ]
# asked = [
#   "tall blocks next to each other showing who has more",
#   "which of my things is biggest? draw it with towers",
#   "votes for each candidate in our class election as upright blocks",
#   "draw vertical strips for the frequency of each favourite sport",
#   "barplot from dict of label: value, highlight max",
#   "column diagram ranking totals per category, as in Excel",
#   "separate columns for each category rather than a histogram or a pie",
#   "Balkendiagramm oder Säulendiagramm, größter Wert markiert",
#   "diagramme en barres des ventes par produit",
#   "gráfico de barras con las ventas de cada tienda",
# ]
# concepts = [
#   "bar chart", "bar graph", "column chart", "bars", "bar plot", "data", "statistics", "compare values", "categories",
#   "data visualization", "chart", "growing bars", "largest value",
# ]
# licence = "MIT"
# variations = [
#   { DATA = { "January" = 120000, "February" = 95500, "March" = 134250, "April" = 81000, "May" = 143000, "June" = 150500, "July" = 99000, "August" = 12000 }, BAR_COLOR = "teal" },
#   { DATA = { "Yes" = 0.75, "No" = 0 } },
# ]
# [parameters]
# DATA = { type = "data", min = 0, max = 1000000, min_length = 2, max_length = 8, longest = 12, about = "what is compared, with its values" }
# BAR_COLOR = { type = "color", about = "colour of the bars" }
# ///
import math

from manim import *

DATA = {"Apples": 5, "Bananas": 3, "Cherries": 8, "Dates": 6}
BAR_COLOR = BLUE
TOP_COLOR = YELLOW
LEFT_END, RIGHT_END, BASELINE, FULL_HEIGHT = -5.0, 6.4, -2.6, 5.0


def round_step(top):
    """A round distance between grid lines that gives four to six of them."""
    power = 10.0 ** math.floor(math.log10(top))
    return next(step * power for step in (0.2, 0.25, 0.5, 1, 2) if top <= 6 * step * power)


def shown(value):
    return f"{value:,.10g}"


class DisplayScene(Scene):
    def construct(self):
        top = max(DATA.values()) or 1
        unit = FULL_HEIGHT / (top * 1.08)
        grid = VGroup()
        step = round_step(top)
        for i in range(int(1.001 * top / step) + 1):
            line = Line([LEFT_END, 0, 0], [RIGHT_END, 0, 0], stroke_width=2, color=GRAY_D)
            line.shift((BASELINE + i * step * unit) * UP)
            grid.add(
                VGroup(line, Text(shown(i * step), font_size=24, color=GRAY_B).next_to(line, LEFT, buff=0.2))
            )
        baseline = grid[0][0].copy().set_stroke(WHITE, 3)

        room = (RIGHT_END - LEFT_END) / len(DATA)
        bars, names, numbers = VGroup(), VGroup(), VGroup()
        for value, name in zip(DATA.values(), DATA):
            bars.add(Rectangle(width=min(0.62 * room, 1.5), height=max(0.02, value * unit), stroke_width=0))
            names.add(Text(name, font_size=28))
            numbers.add(Text(shown(value), font_size=28))
        for labels in (names, numbers):
            common = max(0.75, min(1, 0.88 * room / max(label.width for label in labels)))
            for label in labels:
                label.scale(min(common, 0.9 * room / label.width))
        for i, (bar, name, number) in enumerate(zip(bars, names, numbers)):
            bar.set_fill(BAR_COLOR, 0.9).move_to(
                [LEFT_END + (i + 0.5) * room, BASELINE, 0], aligned_edge=DOWN
            )
            name.move_to([bar.get_x(), BASELINE - 0.4, 0])
            number.next_to(bar, UP, buff=0.15).add_background_rectangle(opacity=1, buff=0.05)
            bar.save_state().stretch(0.01, 1, about_edge=DOWN)

        self.play(LaggedStart(*[FadeIn(part) for part in grid], lag_ratio=0.1), Create(baseline), run_time=1)
        self.play(
            LaggedStart(*[FadeIn(name, shift=0.2 * UP) for name in names], lag_ratio=0.15), run_time=0.8
        )
        growing = [
            Succession(Restore(bar, run_time=1), FadeIn(number, shift=0.2 * UP, run_time=0.4))
            for bar, number in zip(bars, numbers)
        ]
        self.play(LaggedStart(*growing, lag_ratio=0.3, run_time=1.2 + 0.45 * len(DATA)))
        self.add(baseline)
        self.wait(0.5)

        largest = [i for i, value in enumerate(DATA.values()) if value == max(DATA.values())]
        remark = Text(f"Largest: {shown(max(DATA.values()))}", font_size=34, color=TOP_COLOR).to_edge(
            UP, buff=0.3
        )
        self.play(
            *[bars[i].animate.set_fill(TOP_COLOR) for i in largest],
            *[bar.animate.set_fill(opacity=0.5) for i, bar in enumerate(bars) if i not in largest],
            FadeIn(remark, shift=0.2 * DOWN),
            run_time=1,
        )
        self.play(*[Indicate(numbers[i][1], color=TOP_COLOR) for i in largest])
        self.wait(1)
