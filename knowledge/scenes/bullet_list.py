# /// scene
# title = "A titled list whose points appear one after the other"
# topic = "text and code"
# prompts = [
#   "Make a bullet list with the points apples, pears, plums",
#   "Show a slide titled 'Agenda' with three bullet points",
#   "list these items one by one: plan, build, test, release",
#   "An outline with key points appearing step by step",
#   "bullet points please: fast, simple, free",
# ]
# asked = [
#   "show my ideas one under another with little dots in front",
#   "things I need from the shop popping up line after line",
#   "recipe steps or packing reminders on screen in turn",
#   "summarise today's three learning goals for the class",
#   "ul li itemize, BulletedList, powerpoint slide",
#   "enumeration of talking points, table of contents, to-do",
#   "itemised points under a heading rather than one flowing sentence",
#   "Aufzählung mit Stichpunkten nacheinander einblenden",
#   "liste à puces qui apparaît point par point",
#   "lista con viñetas y título, un punto tras otro",
# ]
# concepts = [
#   "list", "bullet points", "bullets", "items", "points", "slide", "outline", "agenda", "summary", "key points",
#   "presentation", "checklist", "one by one",
# ]
# licence = "MIT"
# variations = [
#   { TITLE = "Why we measure everything twice", POINTS = ["Because instruments drift with the temperature", "Because people misread", "Errors average out", "Surprises show", "Trust needs evidence", "It is cheap", "And it is a good habit"], COLOR = "green" },
#   { TITLE = "Plan", POINTS = ["Go"], COLOR = "#FF8855" },
# ]
# [parameters]
# TITLE = { type = "text", longest = 40, near = ["title", "titled", "heading", "headed", "called"], about = "the heading of the list" }
# POINTS = { type = "texts", longest = 48, min_length = 1, max_length = 7, about = "the points, in order" }
# COLOR = { type = "color", about = "colour of the bullets and of the line under the title" }
# ///
from manim import *

TITLE = "How to solve a problem"
POINTS = ["Understand the question", "Make a plan", "Carry it out", "Look back and check"]
COLOR = BLUE
DIMMED = 0.35


def bullet_point(words):
    bullet = Dot(radius=0.11, color=COLOR)
    text = Text(words, font_size=38)
    if text.width > 10.6:
        text.scale_to_fit_width(10.6)
    return VGroup(bullet, text.next_to(bullet, RIGHT, buff=0.35))


class DisplayScene(Scene):
    def construct(self):
        title = Text(TITLE, font_size=48).to_edge(UP, buff=0.6)
        if title.width > 12:
            title.scale_to_fit_width(12)
        rule = Line(LEFT, RIGHT, color=COLOR, stroke_width=5).set_length(12).next_to(title, DOWN, buff=0.3)

        points = VGroup(*map(bullet_point, POINTS))
        pitch = min(1.1, 5.4 / len(POINTS))
        for i, point in enumerate(points):
            point.shift(i * pitch * DOWN - point[0].get_center())
        points.move_to(0.9 * DOWN).align_to(rule, LEFT).shift(0.4 * RIGHT)
        guide = Line(points[0][0].get_center(), points[-1][0].get_center(), color=COLOR, stroke_opacity=0.4)

        self.play(Write(title), run_time=1)
        self.play(Create(rule), run_time=0.7)
        pace = min(1.3, 7 / len(POINTS))
        for i, (bullet, words) in enumerate(points):
            arrivals = [GrowFromCenter(bullet), FadeIn(words, shift=0.6 * RIGHT)]
            if i:
                arrivals += [points[i - 1][1].animate.set_opacity(DIMMED)]
            self.play(*arrivals, run_time=0.7 * pace)
            self.wait(0.3 * pace)
        self.play(Create(guide), points.animate.set_opacity(1), run_time=0.8)
        self.play(
            LaggedStart(
                *(Indicate(point[0], color=WHITE, scale_factor=1.8) for point in points), lag_ratio=0.3
            )
        )
        self.wait(1)
