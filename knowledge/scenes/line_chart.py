# /// scene
# title = "A line chart drawn point by point"
# topic = "charts"
# prompts = [
#   "Line chart of sales: Jan 12, Feb 18, Mar 15, Apr 24",
#   "Draw a line graph over time",
#   "Show how the temperature changes over the week as a line",
#   "Plot the trend of these values: 2019 5, 2020 3, 2021 8, 2022 10",
#   "animate a time series growing from left to right",
# ]
# asked = [
#   "zigzag that shows how something went up and down each day",
#   "how tall was I on every birthday, join the dots",
#   "share price or my weight over the months",
#   "draw the thermometer readings from 6 am to 6 pm and describe them",
#   "timeseries lineplot from label: value pairs, x = date",
#   "run chart, course of a development over successive periods",
#   "joined readings rather than separate columns or a formula's graph",
#   "Liniendiagramm: Verlauf der Umsätze von Januar bis Juni",
#   "courbe d'évolution des ventes mois par mois",
#   "gráfico de líneas de la evolución mensual",
# ]
# concepts = [
#   "line chart", "line graph", "line plot", "time series", "trend", "change over time", "data points", "data", "statistics",
#   "data visualization", "chart", "rise and fall",
# ]
# licence = "MIT"
# variations = [
#   { DATA = { "January" = 1200, "February" = -350.5, "March" = 13425, "April" = 8100, "May" = 14300, "June" = 150500, "July" = 99000, "August" = 12000, "September" = 0, "October" = 7, "November" = -60000, "December" = 98765 }, LINE_COLOR = "orange" },
#   { DATA = { "2023" = 7.25, "2024" = 7.25 } },
# ]
# [parameters]
# DATA = { type = "data", min = -1000000, max = 1000000, min_length = 2, max_length = 12, longest = 10, about = "the values in order, each with its label" }
# LINE_COLOR = { type = "color", about = "colour of the line" }
# ///
import math

from manim import *

DATA = {"Mon": 12, "Tue": 18, "Wed": 15, "Thu": 9, "Fri": 21, "Sat": 26, "Sun": 24}
LINE_COLOR = BLUE
LEFT_END, RIGHT_END, BOTTOM, TOP = -4.7, 6.5, -2.6, 2.7


def round_step(span):
    """A round distance between grid lines that gives about four to six of them."""
    power = 10.0 ** math.floor(math.log10(span))
    return next(step * power for step in (0.2, 0.25, 0.5, 1, 2) if span <= 6 * step * power)


def shown(value):
    return f"{value:,.10g}".replace("-", "−")


class DisplayScene(Scene):
    def construct(self):
        values = list(DATA.values())
        low, high = min(0, *values), max(0, *values)
        if low == high:
            high = 1
        step = round_step(high - low)
        low, high = step * math.floor(low / step), step * math.ceil(high / step)

        def height(value):
            return BOTTOM + (TOP - BOTTOM) * (value - low) / (high - low)

        grid = VGroup()
        for i in range(round((high - low) / step) + 1):
            value = low + i * step
            line = Line(
                [LEFT_END, height(value), 0], [RIGHT_END, height(value), 0], stroke_width=2, color=GRAY_D
            )
            if abs(value) < step / 2:
                value = 0
                line.set_stroke(GRAY_A, 3)
            grid.add(
                VGroup(line, Text(shown(value), font_size=24, color=GRAY_B).next_to(line, LEFT, buff=0.2))
            )

        room = (RIGHT_END - LEFT_END) / len(values)
        points = [[LEFT_END + (i + 0.5) * room, height(value), 0] for i, value in enumerate(values)]
        names = VGroup(*[Text(name, font_size=28) for name in DATA])
        fit = 0.88 * room / max(name.width for name in names)
        for name, point in zip(names, points):
            if fit < 0.7:  # too many long names for one line: they hang aslant from their points
                name.scale(min(0.75, 1.6 / name.width)).rotate(40 * DEGREES)
                name.move_to([point[0] + 0.1, BOTTOM - 0.15, 0], aligned_edge=UR)
            else:
                name.scale(min(1, fit)).move_to([point[0], BOTTOM - 0.4, 0])

        self.play(LaggedStart(*[FadeIn(row) for row in grid], lag_ratio=0.1), run_time=1)
        self.play(LaggedStart(*[FadeIn(name, shift=0.2 * UP) for name in names], lag_ratio=0.1), run_time=0.8)

        dots = VGroup(*[Dot(point, radius=0.09, color=WHITE, z_index=1) for point in points])
        self.play(FadeIn(dots[0], scale=3), run_time=0.4)
        pace = min(1.2, 6 / len(points))
        for start, end, dot in zip(points, points[1:], dots[1:]):
            line = Line(start, end, color=LINE_COLOR, stroke_width=6)
            self.play(Create(line, rate_func=linear), run_time=0.7 * pace)
            self.play(FadeIn(dot, scale=3), run_time=0.3 * pace)

        marks = []
        for extreme, color, side in ((max(values), GREEN, UP), (min(values), RED, DOWN)):
            dot = dots[values.index(extreme)]
            mark = Text(shown(extreme), font_size=30, color=color).next_to(dot, side, buff=0.2)
            if mark.get_bottom()[1] < BOTTOM + 0.02:
                mark.next_to(dot, UP, buff=0.2)
            mark.add_background_rectangle(opacity=0.85, buff=0.06)
            mark.shift(max(0, mark.get_right()[0] - 6.7) * LEFT)
            marks.append(AnimationGroup(FadeIn(mark), dot.animate.set_color(color).scale(1.6)))
        self.play(LaggedStart(*marks[: 1 if max(values) == min(values) else 2], lag_ratio=0.6), run_time=1.5)
        self.wait(1)
