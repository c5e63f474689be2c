# /// scene
# title = "Recursion: calls pile up on the stack and return in reverse"
# topic = "recursion and dynamic programming"
# prompts = [
#   "Explain recursion",
#   "recursive factorial of 5 with the call stack",
#   "How does a recursive function work? Show the stack frames of factorial",
#   "Visualize the call stack while computing 4!",
#   "what is a base case in recursion",
# ]
# asked = [
#   "a routine that asks a smaller copy of itself, like nesting dolls",
#   "why doesn't a routine that asks itself go on for ever?",
#   "each clerk hands the smaller job to the next and waits for the answer",
#   "Trace fact(4): list the pending multiplications and what each level gives back",
#   "def fact(n): return n * fact(n - 1), activation records, stack overflow",
#   "self-reference in programs, self-invoking procedure, winding and unwinding",
#   "loop against self-call: what has to be remembered at each level?",
#   "Rekursion: Fakultät ruft sich selbst auf, Aufrufstapel und Abbruchbedingung",
#   "fonction récursive : factorielle, pile d'appels et cas de base",
#   "función recursiva, factorial, pila de llamadas y caso base",
# ]
# concepts = [
#   "recursion", "recursive", "recursive function", "recursive call", "function call", "calls itself", "call stack", "stack frame", "frames",
#   "base case", "factorial", "return value", "returns", "unwinding", "programming", "code", "computer science",
# ]
# licence = "MIT"
# requires = ["recurs", "factorial", "call stack", "base case", "stack frame"]
# variations = [
#   { N = 7 },
#   { N = 2 },
#   { N = 3, FRAME_COLOR = "purple" },
# ]
# [parameters]
# N = { type = "integer", min = 2, max = 7, near = ["factorial", "factorial of", "n", "of"], about = "the number whose factorial is computed" }
# FRAME_COLOR = { type = "color", about = "colour of the stack frames" }
# ///
from manim import *

N = 5
FRAME_COLOR = BLUE
CALL_COLOR = YELLOW
RETURN_COLOR = GREEN
CODE = ["def factorial(n):", "  if n == 1:", "    return 1", "  return n * factorial(n - 1)"]
BOTTOM = np.array([3.6, -2.6, 0])
STEP = 0.78


class Frame(VGroup):
    """One call on the stack: its number says how deep it is, its text what it waits for."""

    def __init__(self, n, depth):
        self.box = RoundedRectangle(width=6.3, height=0.68, corner_radius=0.14, color=FRAME_COLOR)
        self.box.set_fill(FRAME_COLOR, 0.25).move_to(BOTTOM + depth * STEP * UP)
        waits = f"factorial({n}) = {n} × factorial({n - 1})" if n > 1 else "factorial(1) = 1"
        self.words = Text(waits, font_size=28).move_to(self.box)
        super().__init__(self.box, self.words)

    def answered(self, text):
        """The same frame's text once the value below it is known."""
        return Text(text, font_size=28, color=RETURN_COLOR).move_to(self.box)


def listing():
    """The function, one text per line, indented by hand so that every line can be pointed at."""
    lines = VGroup()
    for row, line in enumerate(CODE):
        text = Text(line.strip(), font="Monospace", font_size=26)
        indent = 0.3 * (len(line) - len(line.lstrip())) / 2
        lines.add(text.move_to([-6.4 + 2 * indent, 1.9 - 0.62 * row, 0], aligned_edge=LEFT))
    return lines


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"Recursion: factorial({N})", font_size=36).move_to([-3.6, 3.3, 0])
        lines = listing()
        caption = Text("call stack", font_size=28, color=GRAY_A).next_to(BOTTOM, DOWN, buff=0.5)
        floor = Line(BOTTOM + 3.2 * LEFT, BOTTOM + 3.2 * RIGHT, color=GRAY_B).shift(0.42 * DOWN)
        self.play(
            FadeIn(title), FadeIn(lines, shift=0.3 * RIGHT), Create(floor), FadeIn(caption), run_time=1.2
        )

        self.remark, self.cursor = VMobject(), VMobject()
        pace = min(1.5, 10 / (2 * N))
        frames = []
        for n in range(N, 0, -1):
            self.say(f"call factorial({n})" if n > 1 else "base case: no further call", CALL_COLOR)
            self.point_at(lines[3 if n > 1 else 2], CALL_COLOR)
            frame = Frame(n, len(frames))
            self.play(FadeIn(frame, shift=0.6 * DOWN), run_time=0.7 * pace)
            self.wait(0.45 * pace)
            frames.append(frame)

        value = 1
        for n in range(1, N + 1):
            frame = frames.pop()
            if n > 1:
                value *= n
            self.point_at(lines[3 if n > 1 else 2], RETURN_COLOR)
            self.say(f"factorial({n}) returns {value}", RETURN_COLOR)
            if n == N:
                break
            below = frames[-1]
            ball = Text(f"{value}", font_size=30, color=RETURN_COLOR).move_to(frame)
            step = below.answered(f"factorial({n + 1}) = {n + 1} × {value} = {(n + 1) * value}")
            self.play(ReplacementTransform(frame.words, ball), run_time=0.4 * pace)
            self.play(FadeOut(frame.box, below.words), ball.animate.move_to(below.box), run_time=0.5 * pace)
            self.play(FadeOut(ball), FadeIn(step), run_time=0.4 * pace)
            below.words = step
        answer = Text(f"{N}! = {value}", font_size=48, color=RETURN_COLOR).move_to([-3.6, -1.6, 0])
        self.play(FadeIn(answer, scale=1.4), Indicate(frame.box, color=RETURN_COLOR), run_time=1)
        self.wait(1.3)

    def say(self, words, color):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to([-3.6, -3.2, 0])
        self.add(self.remark)

    def point_at(self, line, color):
        self.remove(self.cursor)
        self.cursor = SurroundingRectangle(line, color=color, buff=0.1, stroke_width=3)
        self.add(self.cursor)
