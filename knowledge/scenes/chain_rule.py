# /// scene
# title = "The chain rule: rates of change multiply"
# topic = "calculus"
# prompts = [
#   "Explain the chain rule",
#   "chain rule calculus",
#   "derivative of a composite function f(g(x))",
#   "Why do you multiply the derivatives when one function is inside another?",
#   "Show how a nudge of x passes through the inner function and then the outer function to give the chain rule",
# ]
# asked = [
#   "one gear drives another, how fast does the last one spin",
#   "how do changes pass along when one thing depends on another in between",
#   "fuel per kilometre times kilometres per hour: linked speeds of change",
#   "differentiate y = sin(x²) by substituting u",
#   "dy/dx = dy/du * du/dx, (f∘g)'",
#   "differentiating nested expressions from the outside in",
#   "when to use chain rule and not product rule",
#   "Kettenregel: äußere Ableitung mal innere Ableitung",
#   "dérivée d'une fonction composée, règle de la chaîne",
#   "regla de la cadena para derivar funciones compuestas",
# ]
# concepts = [
#   "chain rule", "composite function", "composition", "composition of functions", "inner function", "outer function", "function inside a function",
#   "derivative", "differentiation", "differentiate", "rate of change", "nudge", "multiply", "calculus", "derivative of a composite", "nested functions",
# ]
# licence = "MIT"
# requires = ["chain rule", "composit", "f(g", "inner", "nested", "inside another"]
# variations = [
#   { POINT = 0.4, NUDGE_COLOR = "green" },
#   { POINT = 1.8, NUDGE_COLOR = "red" },
# ]
# [parameters]
# POINT = { type = "number", min = 0.4, max = 1.8, near = ["x", "at", "point", "x ="], about = "the x at which the rate is taken" }
# NUDGE_COLOR = { type = "color", about = "colour of the small changes" }
# ///
from manim import *

POINT = 1
NUDGE_COLOR = YELLOW
NUDGE = 0.25
INNER_COLOR = BLUE
OUTER_COLOR = ORANGE
UNIT = 2.2
LEFT_END = -3.8


def inner(x):
    return x**2


def inner_slope(x):
    return 2 * x


def outer(u):
    return np.sin(u)


def outer_slope(u):
    return np.cos(u)


def short(number):
    return f"{round(number, 2) + 0.0:.2f}".replace("-", "−")


class Scale(NumberLine):
    """A number line; all of them have the same unit, so that lengths can be compared."""

    def __init__(self, bounds, height, color):
        length = UNIT * (bounds[1] - bounds[0])
        super().__init__([*bounds, 0.5], length=length, color=color, tick_size=0.08, stroke_width=3)
        self.move_to([LEFT_END, height, 0], aligned_edge=LEFT).set_y(height)

    def readout(self, name, value):
        """Its present value, to the left of it."""
        words = Text(f"{name} = {short(value)}", font_size=30, color=self.get_color())
        return words.move_to([-6.6, self.get_y(), 0], aligned_edge=LEFT)

    def nudge(self, start, end, color):
        """A thick bar from one value to another."""
        return Line(self.n2p(start), self.n2p(end), color=color, stroke_width=14)


def machine(words, formula, top, bottom, color):
    """The function that takes one scale to the next."""
    label = VGroup(Text(words, font_size=26), MathTex(formula, font_size=40)).arrange(DOWN, buff=0.12)
    return label.set_color(color).move_to([-5.8, (top + bottom) / 2, 0])


class DisplayScene(Scene):
    def construct(self):
        scales = [
            Scale([0, 2.5], 2.1, WHITE),
            Scale([0, 4.5], 0.1, INNER_COLOR),
            Scale([-1.5, 1.5], -1.9, OUTER_COLOR),
        ]
        title = MathTex("y =", r"\sin", "(", "x^{2}", ")", font_size=48).to_edge(UP, buff=0.35)
        title[1].set_color(OUTER_COLOR)
        title[3].set_color(INNER_COLOR)
        machines = [
            machine("inner", "u = x^{2}", 2.1, 0.1, INNER_COLOR),
            machine("outer", r"y = \sin u", 0.1, -1.9, OUTER_COLOR),
        ]
        x, change = ValueTracker(POINT), ValueTracker(0)
        values = lambda x: (x, inner(x), outer(inner(x)))

        def picture():
            """The three values, joined, with the change of each as a bar."""
            old, new = values(x.get_value()), values(x.get_value() + change.get_value())
            group = VGroup()
            for a, b in zip(range(2), range(1, 3)):
                group.add(DashedLine(scales[a].n2p(old[a]), scales[b].n2p(old[b]), color=GRAY_B))
                if change.get_value():
                    path = Line(scales[a].n2p(new[a]), scales[b].n2p(new[b]), color=NUDGE_COLOR)
                    group.add(path.set_stroke(width=3))
            for name, scale, start, end in zip("xuy", scales, old, new):
                if change.get_value():
                    group.add(scale.nudge(start, end, NUDGE_COLOR))
                group.add(Dot(scale.n2p(start), radius=0.11), scale.readout(name, start))
            return group

        moving = always_redraw(picture)
        self.play(Write(title), *[Create(scale) for scale in scales], run_time=1.2)
        self.play(FadeIn(moving), *map(FadeIn, machines), run_time=1)
        for goal in (2, 0.3, POINT):
            self.play(x.animate.set_value(goal), run_time=1.3)
        self.play(change.animate.set_value(NUDGE), run_time=1)
        names = VGroup()
        for scale, name, side, a, b in zip(
            scales, ("dx", "du", "dy"), (UP, UP, DOWN), values(POINT), values(POINT + NUDGE)
        ):
            label = MathTex(name, font_size=40, color=NUDGE_COLOR).add_background_rectangle(
                BLACK, 1, buff=0.05
            )
            names.add(label.next_to(scale.nudge(a, b, WHITE), side, buff=0.15))
        self.play(FadeIn(names[0]), FadeIn(names[1]), FadeIn(names[2]), run_time=1)
        self.wait(0.5)
        self.play(FadeOut(names), run_time=0.4)
        self.play(change.animate.set_value(0.1), run_time=1.2)

        rates = self.rates()
        self.play(FadeIn(rates[0], shift=0.2 * UP), Indicate(machines[0], color=INNER_COLOR), run_time=1.1)
        self.play(FadeIn(rates[1], shift=0.2 * UP), Indicate(machines[1], color=OUTER_COLOR), run_time=1.1)
        self.play(FadeIn(rates[2:], shift=0.2 * UP), run_time=1)
        self.play(Circumscribe(rates[4], color=YELLOW), run_time=1)
        self.wait(1.2)

    def rates(self):
        """The two rates at the point, and their product."""
        u = inner(POINT)
        first, second = inner_slope(POINT), outer_slope(u)
        row = VGroup(
            MathTex(rf"\frac{{du}}{{dx}} = 2x = {first:.2f}", font_size=40, color=INNER_COLOR),
            MathTex(rf"\frac{{dy}}{{du}} = \cos u = {second:.2f}", font_size=40, color=OUTER_COLOR),
        )
        row.add(MathTex(r"\Rightarrow", font_size=40))
        row.add(MathTex(r"\frac{dy}{dx} =", r"\frac{dy}{du}", r"\cdot", r"\frac{du}{dx}", font_size=40))
        row.add(MathTex(rf"= {first * second:.2f}", font_size=40))
        row[3][1].set_color(OUTER_COLOR)
        row[3][3].set_color(INNER_COLOR)
        row.arrange(RIGHT, buff=0.45)
        row[4].next_to(row[3], RIGHT, buff=0.15)
        return row.scale(min(1, 13 / row.width)).move_to([0, -3.1, 0])
