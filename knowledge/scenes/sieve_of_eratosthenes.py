# /// scene
# title = "The sieve of Eratosthenes: striking out multiples leaves the primes"
# topic = "number theory"
# prompts = [
#   "Show the sieve of Eratosthenes",
#   "prime numbers up to 50",
#   "How do you find all prime numbers by crossing out multiples?",
#   "sieve of eratosthenes animation with 100 numbers",
#   "Animate finding primes: strike out the multiples of 2, then of 3, then of 5 and so on",
# ]
# asked = [
#   "which numbers cannot be shared out evenly except by one and themselves?",
#   "hundred table where every second, every third, every fifth box gets coloured",
#   "cryptography keys need indivisible numbers: how are small ones listed?",
#   "Show why testing divisors up to √60 is enough to list all indivisible numbers",
#   "is_prime = [True]*(n+1), mark i*i, i*i+i …, O(n log log n)",
#   "ancient Greek filter, elimination table, screen for indivisible numbers",
#   "prime against composite: which boxes stay and which get crossed?",
#   "Sieb des Eratosthenes: Vielfache streichen, Primzahlen bis 100 bleiben übrig",
#   "crible d'Ératosthène : rayer les multiples pour trouver les nombres premiers",
#   "criba de Eratóstenes, tachar múltiplos para hallar los números primos",
# ]
# concepts = [
#   "sieve of Eratosthenes", "sieve", "Eratosthenes", "prime numbers", "primes", "prime", "composite numbers", "multiples", "cross out", "strike out",
#   "strikes out", "number theory", "numbers", "algorithm", "find primes", "grid of numbers", "divisible",
# ]
# licence = "MIT"
# requires = ["prime num", "primes", "sieve", "eratosthenes", "cross out mult", "crossing out mult"]
# variations = [
#   { LAST = 20, PRIME_COLOR = "green" },
#   { LAST = 121 },
# ]
# [parameters]
# LAST = { type = "integer", min = 20, max = 121, near = ["to", "up to", "until", "below", "under", "first", "numbers", "primes", "n", "with", "="], about = "the largest number in the grid" }
# PRIME_COLOR = { type = "color", about = "colour of the primes" }
# ///
from manim import *

LAST = 60
PRIME_COLOR = YELLOW
STRUCK_COLORS = {2: BLUE_D, 3: GREEN_D, 5: MAROON_D, 7: PURPLE_D, 11: TEAL_D}
COLUMNS = 10 if LAST <= 100 else 11
ROWS = -(-LAST // COLUMNS)
CELL = min(0.95, 6.3 / ROWS)
TOP = (ROWS - 1) * CELL / 2 - 0.35
WIDE = 0.84


class Cell(VGroup):
    """A number in its box in the grid."""

    def __init__(self, number):
        self.box = Rectangle(width=WIDE * 0.92, height=CELL * 0.88, color=GRAY_D, stroke_width=1.5)
        size = 30 if ROWS <= 7 else 26
        self.digits = Text(str(number), font_size=size)
        super().__init__(self.box.set_fill(BLACK, 1), self.digits)
        row, column = divmod(number - 1, COLUMNS)
        self.move_to([-6.4 + WIDE * column, TOP - CELL * row, 0])

    def keep(self):
        """Mark the number as a prime."""
        return AnimationGroup(
            self.box.animate.set_stroke(PRIME_COLOR, 4), self.digits.animate.set_color(PRIME_COLOR)
        )

    def strike(self, color):
        """Take the number out; its colour says which prime did."""
        return AnimationGroup(
            self.box.animate.set_fill(color, 0.75).set_stroke(color, 1.5),
            self.digits.animate.set_color(GRAY_A).set_opacity(0.55),
        )


def sieve():
    """Each prime up to the root of LAST with the multiples that it is the first to strike."""
    left, rounds = set(range(2, LAST + 1)), []
    for number in range(2, int(LAST**0.5) + 1):
        if number in left:
            struck = [multiple for multiple in range(number**2, LAST + 1, number) if multiple in left]
            left -= set(struck)
            rounds.append((number, struck))
    return rounds, sorted(left)


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"Which numbers up to {LAST} are prime?", font_size=34).to_edge(UP, buff=0.25)
        cells = {number: Cell(number) for number in range(1, LAST + 1)}
        rounds, primes = sieve()
        self.play(FadeIn(title), FadeIn(VGroup(*cells.values()), lag_ratio=0.01), run_time=1.2)
        one = self.note("1 is no prime", GRAY_A, 2.2)
        self.play(FadeIn(one), cells[1].animate.set_opacity(0.15), run_time=0.7)
        notes, height = VGroup(one), 1.45
        pace = 9 / len(rounds)
        for number, struck in rounds:
            color = STRUCK_COLORS[number]
            kept = self.note(f"{number} is left: prime", PRIME_COLOR, height)
            gone = self.note(f"strike {2 * number}, {3 * number}, {4 * number}, …", color, height - 0.45)
            gone.set_color(interpolate_color(color, WHITE, 0.4))
            notes.add(kept, gone)
            self.play(cells[number].keep(), FadeIn(kept), run_time=0.3 * pace)
            strikes = LaggedStart(*[cells[n].strike(color) for n in struck], lag_ratio=0.15)
            self.play(FadeIn(gone, run_time=0.3), strikes, run_time=0.7 * pace)
            height -= 1.12
        self.finish(cells, primes, rounds[-1][0], notes)

    def finish(self, cells, primes, largest, notes):
        """Whatever is left when the next prime squared is too large has no divisor."""
        following = next(prime for prime in primes if prime > largest)
        why = (
            VGroup(
                Text(f"{following} · {following} > {LAST}:", font_size=30),
                Text("every number left", font_size=30),
                Text("is a prime", font_size=30, color=PRIME_COLOR),
                Text(f"{len(primes)} primes", font_size=40, color=PRIME_COLOR),
            )
            .arrange(DOWN, buff=0.25)
            .move_to([4.9, 0.5, 0])
        )
        self.play(FadeOut(notes), run_time=0.4)
        self.play(FadeIn(why[:3]), run_time=0.6)
        left = [cells[prime].keep() for prime in primes if prime > largest]
        self.play(LaggedStart(*left, lag_ratio=0.1), run_time=1.8)
        self.play(FadeIn(why[3], scale=1.3), run_time=0.6)
        self.wait(1.5)

    def note(self, words, color, height):
        return Text(words, font_size=28, color=color).move_to([4.95, height, 0])
