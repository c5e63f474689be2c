"""Good scenes full of formulas and points, of which the library and Manim's examples have few."""

FORMULAS = (
    r"""from manim import *


class Roots(Scene):
    def construct(self):
        title = Tex("Roots of a quadratic", font_size=48).to_edge(UP)
        equation = MathTex(r"a x^2 + b x + c = 0", color=YELLOW)
        solution = MathTex(r"x = \frac{-b \pm \sqrt{b^2 - 4 a c}}{2 a}").next_to(equation, DOWN, buff=0.8)
        note = Tex(r"real if $b^2 \geq 4 a c$", font_size=36).next_to(solution, DOWN)
        self.play(Write(title), run_time=0.5)
        self.play(Write(equation))
        self.play(TransformFromCopy(equation, solution))
        self.play(FadeIn(note, shift=UP))
        self.wait(0.5)
""",
    r"""from manim import *


class Sums(Scene):
    def construct(self):
        first = MathTex(r"\sum_{n=1}^{\infty} \frac{1}{n^2}", "=", r"\frac{\pi^2}{6}")
        second = MathTex(r"\int_0^1 \theta \, d\theta", "=", r"\tfrac{1}{2}").next_to(first, DOWN)
        names = VGroup(Tex(r"Basel: $\pi$ appears"), Tex(r"the area under $y = \theta$")).arrange(RIGHT, buff=1)
        names.to_edge(DOWN)
        first[2].set_color(BLUE)
        self.play(Write(first), Write(second))
        self.play(FadeIn(names))
        self.play(first.animate.scale(0.8), second.animate.shift(0.3 * DOWN))
        self.wait()
""",
    r"""from manim import *


class Angles(Scene):
    def construct(self):
        triangle = Polygon([-2, -1, 0], [2, -1, 0], [2, 1.5, 0], color=TEAL)
        base = Line([-2, -1, 0], [2, -1, 0], color=RED)
        label = MathTex(r"\theta", font_size=36).move_to([-1, -0.8, 0])
        law = MathTex(r"\tan \theta = \frac{b}{a}", r"\approx 0.6").to_corner(UL)
        self.play(Create(triangle), Create(base))
        self.play(Write(label), run_time=0.6, rate_func=linear)
        self.play(Write(law))
        self.play(Indicate(triangle, color=ORANGE))
        self.wait(0.4)
""",
    r"""from manim import *


class Values(Scene):
    def construct(self):
        rows = VGroup()
        for n in range(1, 4):
            row = MathTex(rf"\sqrt{{{n}}} \approx {n**0.5:.2f}", font_size=40)
            rows.add(row)
        rows.arrange(DOWN, aligned_edge=LEFT)
        general = MathTex(r"f(x) = \sqrt{x}", r"\to \infty").next_to(rows, UP, buff=0.7)
        axes = Axes(x_range=[0, 4, 1], y_range=[0, 2, 1], x_length=4, y_length=2, tips=False).to_edge(RIGHT)
        curve = axes.plot(lambda x: x**0.5, color=GREEN)
        self.play(Write(general))
        self.play(LaggedStart(*[FadeIn(row) for row in rows], lag_ratio=0.3))
        self.play(Create(axes), Create(curve))
        self.wait(0.5)
""",
    r"""from manim import *


class Bayes(Scene):
    def construct(self):
        rule = MathTex(r"P(A \mid B) = \frac{P(B \mid A) \cdot P(A)}{P(B)}", font_size=44)
        words = Tex(r"posterior $\propto$ likelihood $\times$ prior", font_size=36).next_to(rule, DOWN, buff=0.6)
        sizes = Polygon(UL, UR, DR, DL, color=BLUE, fill_opacity=0.3).next_to(words, DOWN)
        corner = Polygon([0, -2, 0], [1, -2, 0], [1, -3, 0], color=GOLD)
        self.play(Write(rule))
        self.play(FadeIn(words), run_time=0.8, rate_func=smooth)
        self.play(Create(sizes), Create(corner))
        self.play(sizes.animate.shift(LEFT), corner.animate.set_color(RED))
        self.wait(0.5)
""",
    r"""from manim import *


class Slope(Scene):
    def construct(self):
        limit = MathTex(r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}")
        limit.to_edge(UP, buff=1)
        example = MathTex(r"\frac{d}{dx} x^{n} = n x^{n - 1}", color=YELLOW)
        rule = Tex(r"the power rule for $n \neq 0$").next_to(example, DOWN)
        pair = VGroup(MathTex(r"\sin x", r"\to \cos x"), MathTex(r"\beta^{x}", r"\to \beta^{x} \ln \beta")).arrange(DOWN)
        pair.next_to(rule, DOWN, buff=0.5)
        self.play(Write(limit))
        self.play(ReplacementTransform(limit.copy(), example), FadeIn(rule))
        self.play(Write(pair), run_time=2)
        self.wait(1)
""",
)
