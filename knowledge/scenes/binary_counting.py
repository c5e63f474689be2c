# /// scene
# title = "Counting in binary"
# topic = "computing"
# prompts = [
#   "Count in binary",
#   "Show how binary numbers work by counting to 20",
#   "What is 13 in binary? Show the bits flipping",
#   "animate a binary counter with 4 bits from 0 to 15",
#   "How do computers count with zeros and ones?",
# ]
# asked = [
#   "how can you write any number using only on and off",
#   "row of lamps going on and off to show one, two, three, four",
#   "mileage counter that rolls over with only two digits per wheel",
#   "write 45 in base two as a sum of 32, 8, 4, 1",
#   "dec to bin, 0b1101, 8 4 2 1 bit weights",
#   "dyadic numeral system, positional notation with radix 2",
#   "difference between the decimal and the dual system, tens against twos",
#   "im Dualsystem zählen: Binärzahlen von 0 bis 15",
#   "compter en base 2 avec des 0 et des 1",
#   "contar en el sistema binario con ceros y unos",
# ]
# concepts = [
#   "binary", "binary number", "binary counting", "counting in binary", "base 2", "bits", "bit", "zeros and ones",
#   "powers of two", "place value", "carry", "binary counter", "number system", "computer science",
# ]
# licence = "MIT"
# variations = [
#   { LAST = 63 },
#   { LAST = 2, ON_COLOR = "green" },
# ]
# [parameters]
# LAST = { type = "integer", min = 2, max = 63, near = ["to", "up to", "until", "number", "convert", "is"], about = "the number counted up to" }
# ON_COLOR = { type = "color", about = "colour of the ones" }
# ///
from manim import *

LAST = 13
ON_COLOR = YELLOW
OFF_COLOR = GRAY_D


class Bit(VGroup):
    """A card that shows 0 or 1, with its place value above."""

    def __init__(self, power):
        self.power = power
        self.card = RoundedRectangle(width=1.3, height=1.8, corner_radius=0.15)
        self.value = Text(str(2**power), font_size=34).next_to(self.card, UP, buff=0.3)
        self.digits = VGroup(*[Text(digit, font_size=60).move_to(self.card) for digit in "01"])
        self.widths = {part: part.width for part in (self.card, *self.digits)}
        super().__init__(self.card, self.value, self.digits)
        self.show(0)

    def show(self, bit):
        color = ON_COLOR if bit else OFF_COLOR
        self.card.set_stroke(color, 5).set_fill(interpolate_color(BLACK, color, 0.4), 1)
        self.value.set_color(ON_COLOR if bit else GRAY_B)
        self.digits[0].set_opacity(1 - bit)
        self.digits[1].set_opacity(bit)
        self.on = bit
        return self


def flip(bit, on):
    """Turn the card as if about its vertical axis; the digit changes while it is edge-on."""

    def turn(mob, alpha):
        if alpha >= 0.5 and mob.on != on:
            mob.show(on)
        for part, width in mob.widths.items():
            part.stretch_to_fit_width(width * max(0.02, abs(np.cos(PI * alpha))))

    return UpdateFromAlphaFunc(bit, turn)


class DisplayScene(Scene):
    def construct(self):
        size = LAST.bit_length()
        bits = VGroup(*[Bit(power) for power in reversed(range(size))]).arrange(RIGHT, buff=0.35)
        bits.move_to(0.2 * UP)
        title = Text(f"Counting in binary: 0 to {LAST}", font_size=36).to_edge(UP, buff=0.4)

        def readout(number):
            parts = [str(2**power) for power in reversed(range(size)) if number >> power & 1]
            total = f"{' + '.join(parts)} = {number}" if len(parts) > 1 else str(number)
            return Text(total, font_size=44).move_to([0, -2.4, 0])

        sum_text = readout(0)
        self.play(FadeIn(title), LaggedStart(*[FadeIn(bit, shift=0.4 * UP) for bit in bits], lag_ratio=0.15))
        self.play(FadeIn(sum_text), run_time=0.4)

        pace = min(1.0, 8.3 / LAST)
        for number in range(1, LAST + 1):
            changed = [bit for bit in bits if (number >> bit.power & 1) != bit.on]
            flips = [flip(bit, number >> bit.power & 1) for bit in reversed(changed)]
            # With time to spare the carry visibly ripples from right to left.
            if pace > 0.4:
                self.play(LaggedStart(*flips, lag_ratio=0.3), run_time=0.6 * pace)
            else:
                self.play(*flips, run_time=pace)
            self.remove(sum_text)
            sum_text = readout(number)
            self.add(sum_text)
            if pace > 0.4:
                self.wait(0.4 * pace)

        digits = f"{LAST:b}"
        answer = Text(f"{LAST} is {digits} in binary", font_size=36, color=ON_COLOR).move_to([0, -3.3, 0])
        ones = [bit.value.animate(rate_func=there_and_back).scale(1.4) for bit in bits if bit.on]
        self.play(FadeIn(answer, shift=0.2 * UP), LaggedStart(*ones, lag_ratio=0.3), run_time=1.5)
        self.wait(1)
