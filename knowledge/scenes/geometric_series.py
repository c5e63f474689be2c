# /// scene
# title = "A geometric series fills a square"
# topic = "sequences and series"
# prompts = [
#   "Show that 1/2 + 1/4 + 1/8 + ... = 1",
#   "geometric series",
#   "infinite sum of halves as a square cut in half again and again",
#   "Why does 1/3 + 1/9 + 1/27 + … add up to one half?",
#   "Visual proof of the sum of an infinite geometric series with ratio 1/4",
# ]
# asked = [
#   "eat half the cake, then half of the rest, and so on forever",
#   "can you add endlessly many numbers and still get one",
#   "Achilles and the tortoise, will he ever catch up",
#   "find Σ (1/3)^n from n = 1 to infinity",
#   "a/(1-r), sum of r^n, |r|<1",
#   "progression with constant quotient, dichotomy paradox",
#   "geometric versus harmonic series: which total stays finite",
#   "unendliche geometrische Reihe: ein Halb plus ein Viertel plus ein Achtel",
#   "somme d'une série géométrique infinie, carré coupé en deux",
#   "suma infinita de una serie geométrica, mitades de un cuadrado",
# ]
# concepts = [
#   "geometric series", "geometric progression", "geometric sequence", "infinite series", "infinite sum", "convergent series", "convergence",
#   "sum of halves", "halves", "thirds", "quarters", "cut in half", "half", "ratio", "partial sums", "visual proof", "square", "add up", "limit", "Zeno",
# ]
# licence = "MIT"
# requires = ["geometric s", "geometric p", "infinite s", "infinite geom", "1/2 +", "1/3 +", "1/4 +", "1/2+", "1/3+", "1/4+", "halves", "zeno"]
# variations = [
#   { RATIO = "1/3" },
#   { RATIO = "1/4", FIRST_COLOR = "red" },
#   { RATIO = "1/5" },
# ]
# [parameters]
# RATIO = { type = "choice", options = ["1/2", "1/3", "1/4", "1/5"], signs = { "1/2" = ["hal(?:f|ves)"], "1/3" = ["thirds?", "1/9"], "1/4" = ["quarters?", "1/16"], "1/5" = ["fifths?", "1/25"] }, about = "the ratio, which is the first term too" }
# FIRST_COLOR = { type = "color", about = "colour of the pile that is added up" }
# ///
from manim import *

RATIO = "1/2"
FIRST_COLOR = BLUE
OTHER_COLORS = [TEAL_E, PURPLE_E, MAROON_E]
SIDE = 6.0
CENTER = np.array([-3.5, -0.2, 0])
PARTS = int(RATIO[2:])
TERMS = {2: 8, 3: 5, 4: 4, 5: 4}[PARTS]


def strips(rest):
    """Cut a rectangle across its longer side into equal strips; the last one is the new rest."""
    across = rest.width >= rest.height * 0.99
    size = (rest.width / PARTS, rest.height) if across else (rest.width, rest.height / PARTS)
    pieces = VGroup(*[Rectangle(width=size[0], height=size[1], stroke_width=2) for _ in range(PARTS)])
    pieces.arrange(RIGHT if across else DOWN, buff=0).move_to(rest)
    return pieces


def fraction(power):
    return rf"\frac{{1}}{{{PARTS**power}}}"


class DisplayScene(Scene):
    def construct(self):
        rest = Square(SIDE, stroke_width=3).move_to(CENTER)
        whole = MathTex("1", font_size=72).move_to(rest)
        heading = Text(f"cut the rest into {PARTS} equal strips", font_size=30).move_to([3.6, 3.3, 0])
        words = "colour one of them" if PARTS == 2 else "colour all but the last"
        what = Text(words, font_size=30).next_to(heading, DOWN, buff=0.15)
        series = self.series().move_to([3.6, 1.2, 0])
        piles = [VGroup() for _ in range(PARTS - 1)]
        readout = self.readout(0)

        self.play(Create(rest), FadeIn(whole), run_time=1)
        self.play(FadeOut(whole), FadeIn(heading), FadeIn(what), run_time=0.8)
        for power in range(1, TERMS + 1):
            cut = strips(rest)
            for pile, piece, color in zip(piles, cut, [FIRST_COLOR, *OTHER_COLORS]):
                pile.add(piece.set_fill(color, 0.85))
            pace = max(0.45, 1.2 * 0.8**power) if PARTS == 2 else max(0.8, 1.3 * 0.8**power)
            label = self.label(cut[0], power)
            following = self.readout(power)
            self.remove(readout)
            self.add(following)
            self.play(
                FadeIn(cut[:-1], lag_ratio=0.3), FadeIn(label), FadeIn(series[power - 1]), run_time=pace
            )
            self.wait(0.3)
            rest, readout = cut[-1], following
            piles[0].add(label)
        self.play(FadeIn(series[TERMS]), run_time=0.6)
        self.finish(piles, series)

    def finish(self, piles, series):
        """The piles are alike, so each is an equal share of the square."""
        words = "in the end, nothing is left over"
        if PARTS > 2:
            words = f"{PARTS - 1} piles alike share the square"
        share = Text(words, font_size=30).move_to([3.6, -1.9, 0])
        self.play(FadeIn(share), run_time=0.7)
        for pile in piles:
            self.play(Indicate(pile, scale_factor=1.04, color=YELLOW), run_time=0.8)
        value = "1" if PARTS == 2 else rf"\frac{{1}}{{{PARTS - 1}}}"
        total = MathTex(rf"\sum_{{n=1}}^{{\infty}} \frac{{1}}{{{PARTS}^{{n}}}} = {value}", font_size=52)
        total.move_to([3.6, -3.0, 0])
        self.play(Write(total), run_time=1)
        self.play(Circumscribe(total, color=YELLOW), run_time=1)
        self.wait(1)

    def series(self):
        """The terms in rows of four, each with its plus sign."""
        terms = VGroup(
            *[
                MathTex(("+" if power > 1 else "") + fraction(power), font_size=44)
                for power in range(1, TERMS + 1)
            ]
        )
        terms.add(MathTex(r"+ \cdots", font_size=44)).set_color(FIRST_COLOR)
        rows = VGroup(*[VGroup(*terms[k : k + 5]).arrange(RIGHT, buff=0.2) for k in range(0, len(terms), 5)])
        rows.arrange(DOWN, buff=0.3, aligned_edge=LEFT)
        return VGroup(*[term for row in rows for term in row])

    def label(self, piece, power):
        """The size of a piece written on it, as long as there is room."""
        label = MathTex(fraction(power), font_size=48)
        room = min(0.8 * piece.width / label.width, 0.8 * piece.height / label.height, 1)
        return label.scale(room).move_to(piece) if room > 0.5 else VGroup()

    def readout(self, power):
        """The sum so far and what is left of the square."""
        so_far = sum(PARTS**-k for k in range(1, power + 1))
        return (
            VGroup(
                Text(f"sum so far: {so_far:.4f}", font_size=30, color=FIRST_COLOR),
                Text(f"rest of the square: {PARTS**-power:.4f}", font_size=30),
            )
            .arrange(DOWN, buff=0.2)
            .move_to([3.6, -0.7, 0])
        )
