# /// scene
# title = "Big O: how the number of steps grows with the input"
# topic = "computing"
# prompts = [
#   "Explain big O notation",
#   "big-O growth rates compared",
#   "Compare O(log n), O(n), O(n log n), O(n^2) and O(2^n)",
#   "How fast do algorithms get slower? time complexity for n = 50",
#   "Why is an exponential algorithm hopeless and a logarithmic one so fast?",
# ]
# asked = [
#   "why does my program take forever when the data gets bigger",
#   "how much longer does it run if there are twice as many things",
#   "will my code still finish with a million users",
#   "order these from slowest to fastest growing: n², log n, 2ⁿ, n",
#   "bigO cheat sheet, O(1) O(n) O(nlogn) O(n^2) runtime curves",
#   "Landau symbols, asymptotic order, scalability of a computation",
#   "polynomial versus exponential time, which becomes unusable first",
#   "Laufzeitkomplexität und O-Notation: Wie wächst die Zahl der Schritte?",
#   "complexité algorithmique : comparer n, n log n, n² et 2^n",
#   "notación O grande: cómo crece el tiempo de ejecución",
# ]
# concepts = [
#   "big O", "big-O notation", "time complexity", "complexity", "asymptotic growth", "growth rates", "running time", "number of steps", "algorithm",
#   "constant", "logarithmic", "log n", "linear", "linearithmic", "n log n", "quadratic", "n squared", "exponential", "input size", "slow", "fast",
#   "slower", "hopeless", "efficiency", "computer science",
# ]
# licence = "MIT"
# requires = ["big o", "big-o", "complexity", "asymptotic", "algorithm", "growth rate", "running time", "O(n", "O(log"]
# variations = [
#   { N = 100 },
#   { N = 10 },
# ]
# [parameters]
# N = { type = "integer", min = 10, max = 100, near = ["n", "size", "elements", "items", "inputs", "up to"], about = "the largest input" }
# ///
from manim import *

N = 30
SECOND = 1e6  # steps per second
ORDERS = {
    r"\log n": (GREEN, lambda n: np.log2(n)),
    r"n": (TEAL, lambda n: n),
    r"n \log n": (BLUE, lambda n: n * np.log2(n)),
    r"n^2": (ORANGE, lambda n: n**2),
    r"2^n": (RED, lambda n: 2.0**n),
}
TOP = 1.15 * N * np.log2(N)
UNITS = [
    ("years", 31557600),
    ("days", 86400),
    ("hours", 3600),
    ("min", 60),
    ("s", 1),
    ("ms", 1e-3),
    ("µs", 1e-6),
]
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def count(value):
    """A number of steps, in powers of ten where it is long."""
    if value < 1e6:
        return f"{round(value):,}".replace(",", " ")
    power = int(np.floor(np.log10(value)))
    return f"{value / 10**power:.2g} × 10{str(power).translate(SUPERSCRIPTS)}"


def lasting(steps):
    """How long that many steps take, in the largest unit that fits."""
    seconds = steps / SECOND
    name, unit = next(((name, unit) for name, unit in UNITS if seconds >= unit), UNITS[-1])
    return f"{count(seconds / unit) if seconds / unit >= 100 else f'{seconds / unit:.2g}'} {name}"


class Row(VGroup):
    """A line of the table: an order of growth and what it comes to for the n of now."""

    def __init__(self, tex, y):
        self.color_, self.steps = ORDERS[tex]
        self.right = np.array([6.7, y, 0])
        self.shown, self.value = "", VMobject()
        name = MathTex(f"O({tex})", font_size=38, color=self.color_)
        super().__init__(name.move_to([2.15, y, 0], aligned_edge=LEFT), self.value)
        self.show(1)

    def show(self, n):
        """Write the number of steps for another n; nothing is redrawn while it stays the same."""
        self.write(count(self.steps(n)))

    def write(self, words):
        if words != self.shown:
            self.shown = words
            fresh = Text(words, font_size=30, color=self.color_)
            self.value.become(fresh.move_to(self.right, aligned_edge=RIGHT))


class DisplayScene(Scene):
    def construct(self):
        axes = Axes([0, N], [0, TOP], 6.5, 5, tips=False, axis_config={"include_ticks": False})
        axes.move_to([-3.05, -0.1, 0])
        across = Text("input size n", font_size=28).next_to(axes, DOWN, buff=0.15)
        up = Text("steps", font_size=28).rotate(PI / 2).next_to(axes, LEFT, buff=0.12)
        size = ValueTracker(1)
        rows = VGroup(*[Row(tex, 1.6 - 0.75 * i) for i, tex in enumerate(ORDERS)])
        heading = VGroup(Text("steps for n =", font_size=30), Integer(1, mob_class=Text, font_size=30))
        heading.arrange(RIGHT, buff=0.2)
        heading[1].align_to(heading[0][0], DOWN)  # on the same line of writing
        heading.move_to([4.4, 2.6, 0])
        curves = VGroup(*[self.curve(axes, tex, size) for tex in ORDERS])

        self.play(Create(axes), FadeIn(across, up), run_time=0.8)
        self.play(FadeIn(heading, rows), run_time=0.8)
        self.add(curves)
        heading[1].add_updater(lambda number: number.set_value(int(size.get_value())))
        for row in rows:
            row.add_updater(lambda each: each.show(int(size.get_value())))
        self.play(size.animate.set_value(N), run_time=8, rate_func=lambda t: t**1.6)
        for mobject in (*curves, *rows, heading[1]):
            mobject.clear_updaters()
        self.play(LaggedStart(*[FadeIn(self.tag(axes, tex)) for tex in ORDERS], lag_ratio=0.2), run_time=1.2)
        self.wait(0.8)

        time = Text("at a million steps a second", font_size=26).move_to([4.3, 2.6, 0])
        self.play(FadeOut(heading, shift=0.3 * UP), FadeIn(time, shift=0.3 * UP), run_time=0.6)
        for row in rows:
            row.write(lasting(row.steps(N)))
            self.play(Indicate(row.value, color=row.color_, scale_factor=1.15), run_time=0.5)
        self.play(Circumscribe(rows[-1], color=RED), run_time=1)
        self.wait(1)

    def curve(self, axes, tex, size):
        """The graph of an order from 1 to the n of now, as far as it is inside the axes."""
        color, steps = ORDERS[tex]

        def redraw():
            ns = np.linspace(1, max(size.get_value(), 1.01), 120)
            ys = steps(ns)
            points = [axes.c2p(n, y) for n, y in zip(ns, ys) if y <= TOP]
            if len(points) < len(ns):
                points.append(axes.c2p(np.interp(TOP, ys, ns), TOP))
            return VMobject(color=color, stroke_width=6).set_points_as_corners(points)

        return always_redraw(redraw)

    def tag(self, axes, tex):
        """The name of a curve at the place where it leaves the picture."""
        color, steps = ORDERS[tex]
        tag = MathTex(tex, font_size=34, color=color)
        if steps(N) <= TOP:
            return tag.next_to(axes.c2p(N, steps(N)), RIGHT, buff=0.12)
        leaves = np.sqrt(TOP) if tex == "n^2" else np.log2(TOP)
        return tag.next_to(axes.c2p(leaves, TOP), UP, buff=0.12)
