# /// scene
# title = "The product rule: a growing rectangle gains two strips"
# topic = "calculus"
# prompts = [
#   "Explain the product rule with a rectangle",
#   "product rule for derivatives",
#   "Why is (uv)' = u'v + uv'?",
#   "derivative of a product of two functions",
#   "Show geometrically where the product rule of differentiation comes from: a rectangle whose sides both grow a little",
# ]
# asked = [
#   "both edges of a garden get a bit longer, how much land is added?",
#   "what happens to a sheet's surface when it widens and heightens together?",
#   "income is price times quantity and both rise: how does revenue change?",
#   "Find f' for f(x) = x³·eˣ and justify each of its two terms",
#   "d(uv) = u dv + v du, (fg)' = f'g + fg'",
#   "Leibniz's law for differentials, multiplication law of derivatives",
#   "why is the derivative of f times g not just f' times g'?",
#   "Produktregel: Ableitung von u mal v am wachsenden Rechteck",
#   "dérivée d'un produit : (uv)' = u'v + uv' avec un rectangle",
#   "regla del producto: derivada de u por v con un rectángulo que crece",
# ]
# concepts = [
#   "product rule", "Leibniz rule", "derivative of a product", "differentiate a product", "derivative", "differentiation", "rectangle",
#   "area", "strips", "sides", "growing rectangle", "calculus", "product of two functions", "factors", "u'v + uv'",
# ]
# licence = "MIT"
# requires = ["product rule", "derivative of a product", "product of", "(uv)", "(fg)", "leibniz", "differentiat"]
# variations = [
#   { WIDTH = 1, HEIGHT = 3, U_COLOR = "red" },
#   { WIDTH = 5, HEIGHT = 1, V_COLOR = "purple" },
# ]
# [parameters]
# WIDTH = { type = "number", min = 1, max = 5, near = ["u", "width", "wide"], about = "the first factor, u" }
# HEIGHT = { type = "number", min = 1, max = 3, near = ["v", "height", "high"], about = "the second factor, v" }
# U_COLOR = { type = "color", about = "colour of the strip that u adds" }
# V_COLOR = { type = "color", about = "colour of the strip that v adds" }
# ///
from manim import *

WIDTH = 4
HEIGHT = 2.5
U_COLOR = GREEN
V_COLOR = ORANGE
AREA_COLOR = BLUE
CORNER_COLOR = RED
CORNER = np.array([-5.2, -2.4, 0])
GROWTH_U, GROWTH_V = 1.0, 0.9
SCALE = min(5.2 / (WIDTH + GROWTH_U), 4.2 / (HEIGHT + GROWTH_V))


def block(x, y, width, height, color, opacity=0.8):
    """A rectangle of the picture, given in units of the two factors."""
    rectangle = Rectangle(width=max(SCALE * width, 0.001), height=max(SCALE * height, 0.001), stroke_width=2)
    rectangle.set_fill(color, opacity).set_stroke(color)
    return rectangle.move_to(CORNER + SCALE * np.array([x, y, 0]), aligned_edge=DL)


def number(value):
    return f"{round(value, 2) + 0.0:g}"


class DisplayScene(Scene):
    def construct(self):
        size = ValueTracker(0)
        grown = lambda: (size.get_value() * GROWTH_U, size.get_value() * GROWTH_V)
        area = block(0, 0, WIDTH, HEIGHT, AREA_COLOR, 0.6)
        right = always_redraw(lambda: block(WIDTH, 0, grown()[0], HEIGHT, U_COLOR))
        top = always_redraw(lambda: block(0, HEIGHT, WIDTH, grown()[1], V_COLOR))
        corner = always_redraw(lambda: block(WIDTH, HEIGHT, *grown(), CORNER_COLOR))
        names = self.names(area)
        strips = always_redraw(lambda: self.strip_names(*grown(), names))
        total = MathTex("A = u v", font_size=48).move_to([3.7, 3.0, 0])

        self.play(DrawBorderThenFill(area), FadeIn(names), Write(total), run_time=1.5)
        self.wait(0.5)
        self.add(right, top, corner)
        self.play(size.animate.set_value(1), run_time=2)
        self.play(FadeIn(strips), run_time=0.6)
        sums = self.sums()
        self.play(FadeIn(sums[0], sums[1], shift=0.2 * LEFT), Indicate(right, 1, WHITE), run_time=1)
        self.play(FadeIn(sums[2], shift=0.2 * LEFT), Indicate(top, 1, WHITE), run_time=1)
        self.play(FadeIn(sums[3], shift=0.2 * LEFT), Indicate(corner, 1, WHITE), run_time=1)
        self.wait(0.5)

        shares = always_redraw(lambda: self.shares(*grown()))
        self.play(FadeIn(shares), run_time=0.6)
        for goal in (0.5, 0.2, 0.05):
            self.play(size.animate.set_value(goal), run_time=1.3)
            self.wait(0.4)
        rule = MathTex("(u v)' =", "u' v", "+", "u v'", font_size=52).move_to([3.7, -3.0, 0])
        rule[1].set_color(U_COLOR)
        rule[3].set_color(V_COLOR)
        self.play(sums[3].animate.set_opacity(0.25), Write(rule), run_time=1.4)
        self.play(Circumscribe(rule, color=YELLOW), run_time=1)
        self.wait(1)

    def names(self, area):
        """The two factors at the sides of the rectangle."""
        below = MathTex(f"u = {number(WIDTH)}", font_size=38).next_to(area, DOWN, buff=0.25)
        beside = MathTex(f"v = {number(HEIGHT)}", font_size=38).next_to(area, LEFT, buff=0.25)
        return VGroup(below, beside)

    def strip_names(self, du, dv, names):
        """du below the right strip, dv beside the top strip; they follow as the strips shrink."""
        right = MathTex("du", font_size=38, color=U_COLOR).match_y(names[0])
        right.set_x(max(CORNER[0] + SCALE * (WIDTH + du / 2), names[0].get_right()[0] + 0.5))
        up = MathTex("dv", font_size=38, color=V_COLOR)
        up.move_to(CORNER + SCALE * np.array([WIDTH + du, HEIGHT + dv / 2, 0]) + 0.4 * RIGHT)
        return VGroup(right, up)

    def sums(self):
        """What the area gains, strip by strip."""
        lines = VGroup(
            MathTex("dA =", font_size=46),
            MathTex(r"v \, du", font_size=46, color=U_COLOR),
            MathTex(r"+ \; u \, dv", font_size=46, color=V_COLOR),
            MathTex(r"+ \; du \, dv", font_size=46, color=CORNER_COLOR),
        )
        return lines.arrange(RIGHT, buff=0.2).move_to([3.7, 2.0, 0])

    def shares(self, du, dv):
        """Bars for how much of the gain each part is."""
        parts = (HEIGHT * du, WIDTH * dv, du * dv)
        bars = VGroup()
        for row, (part, color) in enumerate(zip(parts, (U_COLOR, V_COLOR, CORNER_COLOR))):
            share = part / sum(parts)
            bar = Rectangle(width=max(3.6 * share, 0.01), height=0.5, stroke_width=0).set_fill(color, 0.9)
            bar.move_to([1.6, 0.4 - 0.75 * row, 0], aligned_edge=LEFT)
            label = Text(f"{share:.1%}", font_size=28, color=color).next_to(bar, RIGHT, buff=0.2)
            bars.add(bar, label)
        heading = Text("share of the gain", font_size=28).move_to([1.6, 1.1, 0], aligned_edge=LEFT)
        return bars.add(heading)
