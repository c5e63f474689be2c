# /// scene
# title = "Memoisation: a table spares Fibonacci its repeated calls"
# topic = "recursion and dynamic programming"
# prompts = [
#   "Explain memoization with Fibonacci numbers",
#   "fibonacci dynamic programming",
#   "Recursion tree of fib(5) and how a memo table prunes it",
#   "Why is the naive recursive Fibonacci so slow? Show the repeated calls",
#   "recursive fibonacci call tree with memoisation, n = 6",
# ]
# asked = [
#   "why does my program work out the same answer over and over",
#   "don't do the same sum again, keep a note of it",
#   "speed up a slow function by storing its earlier outputs",
#   "count how often f(2) is evaluated when calling f(6) naively",
#   "@lru_cache def f: return fib(n-1)+fib(n-2), top-down DP",
#   "tabling, caching of subresults, function with a memory",
#   "plain recursion versus stored results: exponential against linear work",
#   "Fibonacci rekursiv mit Zwischenspeicher, Memoisierung erklären",
#   "suite de Fibonacci récursive avec mémoïsation",
#   "Fibonacci recursivo con memoización, árbol de llamadas",
# ]
# concepts = [
#   "memoization", "memoisation", "memo table", "memo", "dynamic programming", "Fibonacci", "fibonacci numbers", "fib", "recursion tree", "call tree",
#   "recursive", "recursion", "repeated calls", "overlapping subproblems", "naive", "slow", "cache", "look up", "pruned", "exponential", "linear",
#   "algorithm", "computer science",
# ]
# licence = "MIT"
# requires = ["memo", "fibonacci dyn", "recursive fib", "fib(", "fibonacci call", "fibonacci rec", "call tree", "recursion tree"]
# variations = [
#   { N = 6 },
#   { N = 3, REPEAT_COLOR = "orange" },
# ]
# [parameters]
# N = { type = "integer", min = 3, max = 6, near = ["n", "fibonacci", "fib", "number", "numbers", "of"], about = "which Fibonacci number is computed" }
# REPEAT_COLOR = { type = "color", about = "colour of the repeated calls" }
# ///
from manim import *

N = 5
REPEAT_COLOR = RED
CALL_COLOR = BLUE
KNOWN_COLOR = GREEN
LOOK_COLOR = YELLOW
DROP = min(1.15, 4.2 / (N - 1))


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


LEAVES = fibonacci(N + 1)
PITCH = min(1.5, 12.6 / LEAVES)


class Call(VGroup):
    """A call fib(n): its number in a circle, the calls it makes beneath it, the line to its caller."""

    def __init__(self, n, caller=None, first_leaf=0, depth=0):
        self.n, self.leaves = n, fibonacci(n + 1)
        across = PITCH * (first_leaf + (self.leaves - LEAVES) / 2)
        self.spot = np.array([across, 2.55 - DROP * depth, 0])
        self.circle = (
            Circle(radius=0.34, color=CALL_COLOR, stroke_width=4).set_fill(BLACK, 1).move_to(self.spot)
        )
        super().__init__(self.circle, Text(f"{n}", font_size=28).move_to(self.spot).set_z_index(1))
        self.edge = VMobject()
        if caller:
            self.edge = Line(caller.spot, self.spot, color=GRAY_C, stroke_width=3, z_index=-1)
        self.calls = []
        if n > 1:
            left = Call(n - 1, self, first_leaf, depth + 1)
            self.calls = [left, Call(n - 2, self, first_leaf + left.leaves, depth + 1)]

    def all_calls(self):
        """This call and all that it leads to, in the order in which they are made."""
        return [self, *[inner for call in self.calls for inner in call.all_calls()]]


def cell_place(n):
    return np.array([1.0 * (n - N / 2), -2.55, 0])


class DisplayScene(Scene):
    def construct(self):
        root = Call(N)
        calls = root.all_calls()
        title = Text(f"fib({N}) = fib({N - 1}) + fib({N - 2})", font_size=34).to_edge(UP, buff=0.2)
        self.remark = VMobject()
        self.play(FadeIn(title), run_time=0.6)
        pace = min(0.45, 5 / len(calls))
        for number, call in enumerate(calls, 1):
            self.say(f"calls: {number}", CALL_COLOR)
            self.play(Create(call.edge), GrowFromCenter(call), run_time=pace)
        self.wait(0.4)
        self.show_repeats(calls)
        self.prune(root, calls)

    def say(self, words, color):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to(3.55 * DOWN)
        self.add(self.remark)

    def show_repeats(self, calls):
        """Mark the calls of the number that is asked for most often, though it is no end of the recursion."""
        often = max(range(2, N - 1), key=lambda n: sum(call.n == n for call in calls), default=1)
        same = [call for call in calls if call.n == often]
        self.say(f"fib({often}) is worked out {len(same)} times", REPEAT_COLOR)
        fill = interpolate_color(BLACK, REPEAT_COLOR, 0.6)
        marks = [call.circle.animate.set_stroke(REPEAT_COLOR).set_fill(fill) for call in same]
        self.play(LaggedStart(*marks, lag_ratio=0.3), run_time=1.4)
        self.wait(0.8)
        self.play(
            *[call.circle.animate.set_stroke(CALL_COLOR).set_fill(BLACK) for call in same], run_time=0.4
        )

    def prune(self, root, calls):
        """Go through the calls again with a table of the results; what is in it is not worked out again."""
        table = VGroup()
        for n in range(N + 1):
            box = Rectangle(width=1, height=0.55, color=GRAY_C, stroke_width=2).move_to(cell_place(n))
            table.add(VGroup(box, Text(f"{n}", font_size=24, color=GRAY_B).next_to(box, UP, buff=0.06)))
        self.say("now keep every result in a table", KNOWN_COLOR)
        self.play(FadeIn(table), run_time=0.7)
        self.known, self.made = {}, 0
        self.pace = min(0.8, 7 / (2 * N - 1))
        self.run_call(root)
        words = f"{self.made} calls instead of {len(calls)}: fib({N}) = {self.known[N]}"
        self.say(words, KNOWN_COLOR)
        self.play(Circumscribe(table, color=KNOWN_COLOR), run_time=1)
        self.wait(1.3)

    def run_call(self, call):
        """Answer a call from the table, or work it out and enter it there."""
        self.made += 1
        if call.n in self.known:
            self.say(f"fib({call.n}) is in the table already", LOOK_COLOR)
            below = [part for inner in call.all_calls()[1:] for part in (inner, inner.edge)]
            fades = [part.animate.set_opacity(0.12) for part in below]
            self.play(call.circle.animate.set_stroke(LOOK_COLOR, 6), *fades, run_time=self.pace)
            return
        for inner in call.calls:
            self.run_call(inner)
        self.known[call.n] = fibonacci(call.n)
        self.say(f"fib({call.n}) = {self.known[call.n]}: into the table", KNOWN_COLOR)
        fill = interpolate_color(BLACK, KNOWN_COLOR, 0.6)
        entry = Text(f"{self.known[call.n]}", font_size=28, color=KNOWN_COLOR).move_to(cell_place(call.n))
        self.play(
            call.circle.animate.set_stroke(KNOWN_COLOR).set_fill(fill),
            FadeIn(entry, target_position=call.spot, scale=1.5),
            run_time=self.pace,
        )
