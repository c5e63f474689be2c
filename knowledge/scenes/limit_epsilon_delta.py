# /// scene
# title = "The limit of a function: for every epsilon there is a delta"
# topic = "calculus"
# prompts = [
#   "Explain the epsilon-delta definition of a limit",
#   "limit of a function",
#   "What does it mean that the limit of x^2 as x approaches 1 is 1?",
#   "epsilon delta proof visualised",
#   "Show what a limit is in calculus, with a band of height epsilon around L and a strip of width delta around a",
# ]
# asked = [
#   "how near is near enough when a curve heads for a value",
#   "you name the tolerance, I name how close to go",
#   "workshop tolerance: how exact must the input be for the output to fit",
#   "prove rigorously that 3x − 1 tends to 5 as x → 2",
#   "∀ε>0 ∃δ>0: |x-a|<δ ⇒ |f(x)-L|<ε",
#   "Weierstrass's rigorous definition of convergence towards a value",
#   "f(a) itself versus what f(x) heads for near a",
#   "Grenzwert einer Funktion mit Epsilon und Delta",
#   "définition de la limite avec epsilon et delta",
#   "definición formal de límite con épsilon y delta",
# ]
# concepts = [
#   "limit", "limit of a function", "epsilon-delta", "epsilon", "delta", "definition of a limit", "approaches", "tends to", "arbitrarily close",
#   "continuity", "continuous function", "calculus", "analysis", "band", "neighbourhood",
# ]
# licence = "MIT"
# requires = ["limit of", "limit def", "limit mean", "limit in", "limits in", "limits of f", "epsilon", "a limit", "lim ", "ε"]
# variations = [
#   { FUNCTION = "x^3 - 2x", POINT = 2, BAND_COLOR = "purple" },
#   { FUNCTION = "sqrt(abs(x))", POINT = 0 },
#   { FUNCTION = "5", POINT = 0.5, STRIP_COLOR = "orange" },
# ]
# [parameters]
# FUNCTION = { type = "expression", domain = [-1, 3], about = "the function whose limit is taken" }
# POINT = { type = "number", min = 0, max = 2, near = ["approaches", "tends to", "to", "at", "->", "→", "a", "goes to", "near", "point"], about = "the point that x approaches" }
# BAND_COLOR = { type = "color", about = "colour of the band around the limit" }
# STRIP_COLOR = { type = "color", about = "colour of the strip around the point" }
# ///
from manim import *

FUNCTION = lambda x: x**2
FUNCTION_TEX = r"x^{2}"
POINT = 1
BAND_COLOR = BLUE
STRIP_COLOR = GREEN
CORNER = np.array([-5.7, -3.0, 0])
WIDTH, HEIGHT = 7.0, 5.3

XS = np.linspace(POINT - 1, POINT + 1, 4001)
YS = np.array([float(FUNCTION(x)) for x in XS])
LIMIT = float(FUNCTION(POINT))
REACH = max(abs(YS - LIMIT).max(), 0.1)
LOW, HIGH = min(YS.min(), LIMIT - 0.6 * REACH), max(YS.max(), LIMIT + 0.6 * REACH)


def at(x, y):
    """Where a point of the graph is in the picture."""
    return CORNER + np.array([WIDTH * (x - XS[0]) / 2, HEIGHT * (y - LOW) / (HIGH - LOW), 0])


def short(number):
    return f"{round(number, 3) + 0.0:.3g}".replace("-", "−")


def delta_for(epsilon):
    """The largest distance from the point within which the values stay nearer than epsilon to the limit."""
    escaped = abs(XS - POINT)[abs(YS - LIMIT) >= epsilon]
    return escaped.min() if len(escaped) else 1.0


def box(low, high, color):
    """A translucent rectangle between two opposite corners."""
    size = high - low
    rectangle = Rectangle(width=max(size[0], 0.01), height=size[1], stroke_width=2, color=color)
    return rectangle.set_fill(color, 0.25).move_to((low + high) / 2)


def graph(inside, **style):
    """The part of the graph over the marked places."""
    points = [at(x, y) for x, y in zip(XS[inside][::10], YS[inside][::10])]
    return VMobject(joint_type=LineJointType.ROUND, **style).set_points_as_corners(
        points if len(points) > 1 else [at(POINT, LIMIT)] * 2
    )


class DisplayScene(Scene):
    def construct(self):
        frame = Rectangle(width=WIDTH, height=HEIGHT, color=GRAY, stroke_width=2)
        frame.move_to(CORNER, aligned_edge=DL)
        curve = graph(np.full(len(XS), True), color=WHITE, stroke_width=4)
        hole = Circle(0.09, color=WHITE, stroke_width=3).set_fill(BLACK, 1).move_to(at(POINT, LIMIT))
        names = VGroup(
            MathTex(f"a = {POINT:g}", font_size=40, color=STRIP_COLOR).next_to(
                at(POINT, LOW), DOWN, buff=0.2
            ),
            MathTex("L", font_size=40, color=BAND_COLOR).next_to(at(XS[0], LIMIT), LEFT, buff=0.2),
        )
        epsilon = ValueTracker(0.6 * REACH)
        now = epsilon.get_value
        band = always_redraw(
            lambda: box(at(XS[0], LIMIT - now()), at(XS[-1], LIMIT + now()), BAND_COLOR).set_z_index(-2)
        )
        strip = always_redraw(
            lambda: box(
                at(POINT - delta_for(now()), LOW), at(POINT + delta_for(now()), HIGH), STRIP_COLOR
            ).set_z_index(-2)
        )
        caught = always_redraw(
            lambda: graph(abs(XS - POINT) < delta_for(now()), color=YELLOW, stroke_width=8).set_z_index(-1)
        )
        formula, promise, numbers, words = self.panel(now)

        self.play(Create(frame), Create(curve), Write(formula), run_time=1.5)
        self.play(FadeIn(names, hole), run_time=0.6)
        self.play(FadeIn(band), FadeIn(promise[0]), FadeIn(numbers[0]), run_time=1)
        self.wait(0.8)
        self.play(FadeIn(strip), FadeIn(promise[1]), FadeIn(numbers[1]), run_time=1)
        self.add(caught, hole)
        self.play(FadeIn(words[0]), Indicate(caught, color=YELLOW, scale_factor=1), run_time=1)
        self.wait(1)
        for share in (0.3, 0.12, 0.05):
            self.play(epsilon.animate.set_value(share * REACH), run_time=1.6)
            self.wait(0.5)
        self.play(FadeIn(words[1], shift=0.2 * UP), Circumscribe(formula, color=YELLOW), run_time=1.2)
        self.wait(1.2)

    def panel(self, epsilon):
        """The formula, the two sentences with their numbers, and what follows."""
        sign = "=" if np.isclose(LIMIT, round(LIMIT, 3)) else r"\approx"
        bracketed = FUNCTION_TEX if not set("+-") & set(FUNCTION_TEX) else rf"\left({FUNCTION_TEX}\right)"
        formula = MathTex(
            rf"\lim_{{x \to {POINT:g}}} {bracketed} {sign} {round(LIMIT, 3) + 0.0:g}", font_size=46
        )
        formula.scale(min(1, 4.6 / formula.width)).move_to([4.3, 2.6, 0])
        promise = VGroup(
            Text("you ask for ε", font_size=30, color=BAND_COLOR).move_to([4.3, 1.5, 0]),
            Text("I answer with δ", font_size=30, color=STRIP_COLOR).move_to([4.3, 0.1, 0]),
        )
        numbers = VGroup()
        for name, value, place in (
            ("ε", epsilon, promise[0]),
            ("δ", lambda: delta_for(epsilon()), promise[1]),
        ):
            numbers.add(
                always_redraw(
                    lambda name=name, value=value, place=place: Text(
                        f"{name} = {short(value())}", font_size=36, color=place[0].get_color()
                    ).next_to(place, DOWN, buff=0.15)
                )
            )
        holds = delta_for(0.05 * REACH) > 0.001
        words = VGroup(
            Text("x in the strip:\nf(x) in the band", font_size=28, color=YELLOW, line_spacing=0.8),
            Text("Every ε has its δ." if holds else "No δ: not the limit!", font_size=32),
        )
        words[0].move_to([4.3, -1.5, 0])
        words[1].move_to([4.3, -2.8, 0])
        return formula, promise, numbers, words
