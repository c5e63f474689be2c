# /// scene
# title = "Source code revealed line by line"
# topic = "text and code"
# prompts = [
#   "Show some python code line by line",
#   "Display this code with syntax highlighting: print('hello')",
#   "code animation, typing out a small function",
#   "Reveal a code snippet in a window",
#   "Animate the lines of a program appearing in an editor",
# ]
# asked = [
#   "show what the commands of my script look like on a dark screen",
#   "let my programming homework come in bit by bit with bright keywords",
#   "walk through a small routine in a coding tutorial video",
#   "present the listing def greet(name): return 'Hi ' + name",
#   "src highlight js/py, Code mobject, IDE style",
#   "annotated listing in monospaced type, terminal window",
#   "displaying source rather than running it or drawing a flowchart",
#   "Quelltext Zeile für Zeile einblenden mit Syntaxhervorhebung",
#   "afficher du code source ligne par ligne avec coloration",
#   "mostrar código fuente línea por línea con colores",
# ]
# concepts = [
#   "code", "source code", "program", "snippet", "listing", "syntax highlighting", "programming", "Python", "line by line",
#   "typing", "editor window", "function definition",
# ]
# licence = "MIT"
# variations = [
#   { CODE = "x = 1", LANGUAGE = "python" },
#   { CODE = "#include <stdio.h>\n\nint main(void) {\n    for (int i = 0; i < 10; i++) {\n        printf(\"%d squared is %d, nice\\n\", i, i * i);\n    }\n    return 0;\n}", LANGUAGE = "c" },
#   { CODE = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7\nh = 8\ni = 9\nj = 10\nk = 11\nl = 12\n\nprint(a, b, c, d, e, f, g, h, i, j, k, l, 'all twelve')" },
# ]
# [parameters]
# CODE = { type = "code", about = "the source code to show" }
# LANGUAGE = { type = "choice", options = ["python", "c", "c++", "java", "javascript", "rust", "go", "html", "sql", "bash"], about = "the programming language" }
# ///
from manim import *

CODE = """def factorial(n):
    if n == 0:
        return 1
    return n * factorial(n - 1)

print(factorial(5))"""
LANGUAGE = "python"
MARK_COLOR = YELLOW


class DisplayScene(Scene):
    def construct(self):
        listing = Code(
            code_string=CODE,
            language=LANGUAGE,
            background="window",
            formatter_style="monokai",
            paragraph_config={"font_size": 32},
        )
        listing.scale(min(1.6, 12.4 / listing.width, 7 / listing.height)).move_to(ORIGIN)
        numbers, lines, window = listing.line_numbers, listing.code_lines, listing.background
        pitch = abs(numbers[0].get_y() - numbers[-1].get_y()) / max(len(numbers) - 1, 1) or 0.6
        numbers.set_color(GRAY)
        bar = Rectangle(width=window.width, height=min(pitch, 0.6), stroke_width=0)
        bar.set_fill(MARK_COLOR, 0.2).set_x(window.get_x()).set_y(numbers[0].get_y())

        self.play(FadeIn(window, scale=0.8), run_time=0.8)
        self.play(FadeIn(numbers, lag_ratio=0.1), FadeIn(bar), run_time=0.7)
        pace = min(1.2, 9 / len(lines))
        for number, line in zip(numbers, lines, strict=True):
            self.play(bar.animate.set_y(number.get_y()), run_time=0.25 * pace)
            if line.has_points() or len(line):
                self.play(ShowIncreasingSubsets(line, rate_func=linear), run_time=0.75 * pace)
        self.play(FadeOut(bar), run_time=0.4)
        self.play(
            LaggedStart(
                *(line.animate(rate_func=there_and_back).shift(0.2 * RIGHT) for line in lines), lag_ratio=0.3
            ),
            run_time=1.2,
        )
        self.wait(1)
